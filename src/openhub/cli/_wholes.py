"""Follows the sheets that `openhub validate` reads, and says of which feeds all items were seen: only then is known what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from openhub.cli._sheets import Sheet

_MIDDLE = ("afterchangenumber", "aftertimestamp")  # in the address at which a feed is begun in its middle


class Wholes:
    """`all` says, when all has been read, whether every feed was whole."""

    def __init__(self, *, several: bool) -> None:
        """With `several` sources each may hold what another one names."""
        self._several = several
        self.all = True

    def follow(self, sheets: Iterable[Sheet]) -> Iterator[Sheet]:
        """The same sheets; the last one of a whole feed says that it is."""
        last, readable, whole = "", True, True
        for sheet in sheets:
            if (name := sheet.feed or sheet.name) != last:
                self.all = self.all and whole
                last, readable = name, True
            readable = readable and _is_readable(sheet)
            whole = readable and not self._several and not sheet.beside and _is_last(sheet)
            yield replace(sheet, whole=True) if whole else sheet
        self.all = self.all and whole


def _is_readable(sheet: Sheet) -> bool:
    """Whether every item of it could be read: else one that seems to be missing may only be broken."""
    page = sheet.page
    if page is None or any(finding.severity == "error" for finding in page.findings):
        return False
    return not any(record.data is None and record.findings for record in page.records)


def _is_last(sheet: Sheet) -> bool:
    """Whether nothing follows and nothing went before; one item by itself is no feed."""
    page = sheet.page
    if page is None or any(sign in sheet.feed.lower() for sign in _MIDDLE):
        return False
    if sheet.ends:  # of a long file; one page of a feed may have others
        return sheet.form == "openhub-static"
    return len(page.records) > 1 if page.whole else page.last
