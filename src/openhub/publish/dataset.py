"""What a publisher says of its dataset: who answers for it, under which licence, and where its data can be had."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from openhub.errors import ConfigError
from openhub.formats.rpde import MEDIA_TYPE
from openhub.publish import feed

_TAKEN = {"@context", "type", "id", "title", "description", "license", "publisher", "contact", "conformsTo", "level"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """`id` names the dataset for good, such as https://club.example/#dataset: the origin of all its items (discovery-id).

    `contact` says whom to tell about faults in the data: {"email": …} or {"url": …}. `more` are further members of the
    description, such as `themes` for items that name none. Raises ConfigError for what could not be served.
    """

    id: str
    title: str
    publisher: str
    publisher_url: str
    contact: dict[str, str]
    licence: str
    about: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if urlsplit(self.id).scheme not in ("http", "https") or not urlsplit(self.id).hostname:
            raise ConfigError(
                f"The dataset's `id` is {self.id!r}. Give an address, such as https://club.example/#dataset."
            )
        if not self.licence.startswith(("https://", "http://")):
            raise ConfigError(
                f"The licence is {self.licence!r}. Give its address: https://creativecommons.org/licenses/by/4.0/."
            )
        if not self.contact.get("email") and not self.contact.get("url"):
            raise ConfigError(
                "The dataset has no contact. Give {'email': …} or {'url': …}, for whoever finds a fault in it."
            )
        if said_twice := sorted(_TAKEN & self.more.keys()):
            raise ConfigError(
                f"`more` has {', '.join(said_twice)}, which the dataset says already. Take it out of `more`."
            )

    @property
    def host(self) -> str:
        return urlsplit(self.id).hostname or ""

    def described(self, *, feed_at: str, checkpoint_at: str, dump_at: str) -> dict[str, Any]:
        """What `/.well-known/openhub` answers for a feed of Level 3, given the addresses of its three parts."""
        described = feed.description(
            dataset=self.id,
            title=self.title,
            about=self.about or self.title,
            publisher=self.publisher,
            publisher_url=self.publisher_url,
            contact=self.contact,
            licence=self.licence,
            feed=feed_at,
            level=3,
        )
        described |= self.more
        described["distribution"] = [
            feed.distribution("Change feed", feed_at, "openhub", MEDIA_TYPE),
            feed.distribution("Checkpoint", checkpoint_at, "openhub-checkpoint", "application/json"),
            feed.distribution("All items in one file", dump_at, "openhub-dump", "application/gzip"),
            *self.more.get("distribution", ()),
        ]
        return described
