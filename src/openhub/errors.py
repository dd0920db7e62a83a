"""Every exception, drawn as a tree; the class says who must act, and its docstring is the default message.

OpenHubError
├── UsageError           the caller: the command or function was used wrongly
│   └── Taken            the same: somebody else has it just now
├── ConfigError          the operator: the settings do not make sense
├── UnreadableDocument   the publisher: these bytes are not a document we can read
├── FetchFailed          the network or the publisher's server: the bytes could not be had
└── StoreUnavailable     the operator: the database cannot be opened or written
"""


class OpenHubError(Exception):
    """Something in OpenHub went wrong."""

    exit_code = 4

    def __init__(self, message: str = "", **facts: object) -> None:
        self.facts = facts
        super().__init__(message or (type(self).__doc__ or "").strip())


class UsageError(OpenHubError):
    """This was used in a way that cannot work."""

    exit_code = 2


class Taken(UsageError):
    """Somebody else is reading this source."""


class ConfigError(OpenHubError):
    """The settings do not make sense."""

    exit_code = 2


class UnreadableDocument(OpenHubError):
    """These bytes are not a document that can be read."""

    exit_code = 1


class FetchFailed(OpenHubError):
    """The address could not be read."""

    exit_code = 3


class StoreUnavailable(OpenHubError):
    """The database cannot be opened or written."""

    exit_code = 4
