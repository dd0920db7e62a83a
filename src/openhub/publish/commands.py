"""The commands `flask openhub sync` and `flask openhub new-epoch`, for whoever keeps a feed going."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from openhub.errors import OpenHubError
from openhub.publish.changefeed import ChangeFeed
from openhub.publish.items import Aside


def add(group: click.Group, published: ChangeFeed) -> None:
    """Puts the commands for a feed into a group, such as that of a blueprint."""

    @group.command("sync")
    @click.pass_context
    def sync(context: click.Context) -> None:
        """Publish what is new, changed or gone.

        Ends with 0 when all is published, 1 when items were put aside, 2 when the feed is not set up well.
        """
        with _told():
            written = published.sync(log=False)
        click.echo(written.counts())
        for one in written.aside:
            for line in _findings(one):
                click.echo(line)
        context.exit(1 if written.aside else 0)

    @group.command("new-epoch")
    def new_epoch() -> None:
        """Begin a new epoch: after a backup was put back."""
        with _told():
            epoch = published.new_epoch()
        click.echo(f"The feed is now in the epoch {epoch}.")


@contextmanager
def _told() -> Iterator[None]:
    """Says in one line what whoever gave a command has to mend."""
    try:
        yield
    except OpenHubError as error:
        click.echo(f"Error: {error}", err=True)
        click.get_current_context().exit(error.exit_code)


def _findings(aside: Aside) -> Iterator[str]:
    """All that is wrong with an item that was put aside, a line each."""
    for finding in aside.findings:
        yield f"{aside.id or 'An item'} is put aside: {finding.message} ({finding.pointer or 'the item'}) {finding.remedy}"
