"""Writes every file of schemas/ that is made from others: python -m docs.generate_all"""

import importlib

from openhub import spec

GENERATORS = ("codes", "turtle", "vocabulary", "shapes")


def files() -> dict[str, str]:
    """The text of each file by its name in schemas/, as its generator writes it now."""
    found: dict[str, str] = {}
    for name in GENERATORS:
        found |= importlib.import_module(f"docs.generate_{name}").files()
    return found


def write(texts: dict[str, str]) -> None:
    """Writes the files into schemas/."""
    for name, text in texts.items():
        (spec.folder() / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write(files())
