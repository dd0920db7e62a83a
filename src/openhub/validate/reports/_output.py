"""What an output is: text that is made as findings come, text that is made of the whole report, or both."""

from collections.abc import Callable
from dataclasses import dataclass

from openhub.validate.report import Placed, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """`begin` and then `each` are written while the check goes on, `end` when it is done.

    `keep` is how many single findings it wants in the report. `summary` is for a page beside it that a service shows.
    """

    about: str
    end: Callable[[Report], str]
    each: Callable[[Placed], str] | None = None
    begin: str = ""
    keep: int = 0
    summary: Callable[[Report], str] | None = None
    encoding: str = "utf-8"
