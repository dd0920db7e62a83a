"""Writes what is in a hub's database as text, for a new version's file in this folder: python -m tests.migrations hub.db."""

import sys
from pathlib import Path

from tests.migrations import dump

sys.stdout.write(dump(Path(sys.argv[1])))
