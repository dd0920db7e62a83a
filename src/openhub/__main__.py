"""`python -m openhub` is the command `openhub`."""

from openhub.cli.main import main

main()
