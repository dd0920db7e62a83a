"""The highest change number given out, in a file outside the database: so a database that was put back is noticed."""

import os
from pathlib import Path

from openhub.errors import ConfigError


def read(file: Path) -> int:
    """0 when there is no file yet. Raises ConfigError when it cannot be read or holds something else."""
    try:
        text = file.read_text("ascii").strip()
    except FileNotFoundError:
        return 0
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The high-water mark {file} cannot be read: {error}.") from error
    if not text.isdecimal():
        raise ConfigError(f"The high-water mark {file} holds {text[:40]!r}, which is no number. Remove the file.")
    return int(text)


def write(file: Path, number: int) -> None:
    """Never lowers it. It is on the disk when this returns. Raises ConfigError when it cannot be written."""
    if read(file) >= number:
        return
    new = file.with_name(f"{file.name}.new")
    try:
        with new.open("w", encoding="ascii") as opened:
            opened.write(f"{number}\n")
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(file)
    except (FileNotFoundError, PermissionError) as error:
        problem = "may not be written in" if file.parent.is_dir() else "is not there"
        raise ConfigError(
            f"{file.parent}, the folder of the high-water mark, {problem}. Make the folder, and see to it that the account "
            "under which the site runs and the one that runs `flask openhub sync` may both write there. Nothing was published."
        ) from error
    except OSError as error:
        raise ConfigError(f"The high-water mark {file} cannot be written: {error}. Nothing was published.") from error
