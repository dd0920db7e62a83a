"""A module takes part by being in the folder: rules, formats and commands are found, not listed."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


def named(package: str, name: str) -> ModuleType:
    """One module of a package, by a name that was chosen. Raises ImportError when it, or what it needs, is not there."""
    return importlib.import_module(f"{package}.{name}")


@cache
def modules(package: str, attribute: str) -> tuple[ModuleType, ...]:
    """The modules of a package that have the attribute, by name; others are only shared code."""
    home = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(home.__path__) if not m.name.startswith("_"))
    found = (importlib.import_module(f"{package}.{name}") for name in names)
    return tuple(m for m in found if hasattr(m, attribute))
