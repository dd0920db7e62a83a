"""Keeps the options of a command in its table of `openhub.toml`, so that the next run needs none of them."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openhub.config import FILE_NAME, table
from openhub.errors import ConfigError


def keep(command: str, said: Mapping[str, Any], paths: tuple[str, ...]) -> Path | None:
    """Writes what differs from what is there; the file that was written, if any. Those of `paths` count from where the file is.

    Raises ConfigError, with the file as it was, when it is written in a way that cannot be changed for certain.
    """
    before, folder = table(command, Path())
    wanted = {name: _beside(value, folder) if name in paths else value for name, value in said.items()}
    wanted = {name: value for name, value in wanted.items() if before.get(name) != value}
    if not wanted:
        return None
    file = folder / FILE_NAME
    text = file.read_text("utf-8-sig") if file.exists() else ""
    written = _with(text, command, wanted)
    if _parsed(written).get(command) != {**before, **wanted} or _other(written, command) != _other(text, command):
        lines = "\n".join(f"{name} = {_toml(value)}" for name, value in wanted.items())
        raise ConfigError(f"{file} cannot be changed for certain. Put these lines into its [{command}]:\n{lines}")
    beside = file.with_name(f".{FILE_NAME}.part")
    beside.write_text(written, "utf-8")
    beside.replace(file)
    return file


def _beside(value: str, folder: Path) -> str:
    return Path(os.path.relpath(value, folder)).as_posix()


def _with(text: str, command: str, wanted: Mapping[str, Any]) -> str:
    """The text with these lines in the table, which is put at its end when it is not there."""
    found = re.search(rf"^\[{command}\][^\n]*$", text, re.MULTILINE)
    if not found:
        lines = "".join(f"{name} = {_toml(value)}\n" for name, value in wanted.items())
        return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{chr(10) if text else ''}[{command}]\n{lines}"
    head, body = text[: found.end()], text[found.end() :]
    after = re.search(r"^\s*\[", body, re.MULTILINE)
    own, rest = (body[: after.start()], body[after.start() :]) if after else (body, "")
    for name, value in wanted.items():
        line = f"{name} = {_toml(value)}"
        own, count = re.subn(rf"^{name}[ \t]*=[^\n]*$", lambda _, line=line: line, own, flags=re.MULTILINE)  # type: ignore[misc]  # mypy cannot tell the type of a lambda with a default
        own = own if count else f"\n{line}{own}"
    return head + own + rest


def _toml(value: Any) -> str:
    """A text or a list of texts: TOML escapes them as JSON does, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _other(text: str, command: str) -> dict[str, Any]:
    return {name: value for name, value in _parsed(text).items() if name != command}
