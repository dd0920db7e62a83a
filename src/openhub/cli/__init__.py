"""The command `openhub`: one file per command, each with a `COMMAND`."""
