"""Settings: frozen, read once from `openhub.toml` and the environment, and passed down."""

import json
import math
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openhub.errors import ConfigError

FILE_NAME = "openhub.toml"
PREFIX = "OPENHUB_"
DATABASE_URL = "DATABASE_URL"  # as hosts of programs say where their database is; other programs' may be of other kinds
TABLES = ("validate", "publish")  # of commands, beside the settings


def setting(default: Any, about: str) -> Any:
    """A dataclass field with the sentence that the reference prints for it."""
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set; each also by the environment as OPENHUB_ and the name in capitals."""

    name: str = setting("Open hub", "What the hub is called, at the top of every page.")
    area: str = setting("", "The area it serves, such as Camden; shown beside the name.")
    operator: str = setting("", "Who runs it, such as Camden Council; shown at the foot of every page.")
    contact: str = setting(
        "", "An address for problems; sent to publishers with each request and shown on the data page."
    )
    base_url: str = setting(
        "", "The hub's public address, such as https://hub.camden.example; empty takes each request's own."
    )
    host: str = setting("127.0.0.1", "The address the web server listens on.")
    port: int = setting(8000, "The port the web server listens on.")
    workers: int = setting(1, "Web processes.")
    database: str = setting(
        "hub.db",
        "The SQLite file, relative to the hub's folder, or a PostgreSQL database with PostGIS as postgresql://USER@HOST/DATABASE; "
        "also by DATABASE_URL, if that is such an address.",
    )
    read_database: str = setting(
        "",
        "A PostgreSQL database that follows the hub's, such as a streaming replica: what visitors ask is read from there.",
    )
    time_zone: str = setting(
        "Europe/London", "The zone in which days and evenings are reckoned, and that of feeds that name none."
    )
    licence: str = setting(
        "https://creativecommons.org/licenses/by/4.0/",
        "The licence under which the hub publishes its own compilation; each item keeps its own.",
    )
    harvest_interval_seconds: int = setting(
        900,
        "How long after a run a source is read again, give or take a tenth; a source may have an interval of its own.",
    )
    harvest_workers: int = setting(4, "Sources read at the same time; never two of one host.")
    occurrence_days: int = setting(120, "How many days ahead a repeating activity is expanded into dates.")
    feed_page_size: int = setting(500, "Items on a page of the hub's own feed.")
    allow_addresses: tuple[str, ...] = setting(
        (), "Networks that may be fetched although they are not public, such as 127.0.0.0/8."
    )
    fetch_connect_seconds: float = setting(5.0, "How long to wait for a connection.")
    fetch_read_seconds: float = setting(10.0, "How long to wait for the next bytes.")
    fetch_total_seconds: float = setting(60.0, "How long one request may take in all.")
    fetch_slow_seconds: float = setting(10.0, "How long an answer may come more slowly than fetch_bytes_a_second.")
    fetch_bytes_a_second: int = setting(1_000, "How fast an answer has to come, on average since it was asked for.")
    fetch_max_bytes: int = setting(32_000_000, "The largest answer read, after decompression.")
    fetch_max_packed_bytes: int = setting(8_000_000, "The largest compressed answer read, before decompression.")
    harvest_max_pages: int = setting(10_000, "Pages read from one feed in one run; the next run goes on from there.")
    harvest_max_bytes: int = setting(2_000_000_000, "Bytes read from one feed in one run, after decompression.")
    harvest_max_minutes: float = setting(30.0, "How long one run of a source may take.")
    harvest_turn_seconds: float = setting(
        60.0, "How long a source is read while others wait for their turn; then it goes on after them."
    )
    harvest_stop_seconds: float = setting(
        10.0,
        "How long a harvest that is told to stop waits for the pages that are being read; nothing is lost without them.",
    )
    harvest_agree_seconds: int = setting(
        3_600,
        "How long after a feed that cannot be verified was read without an item it is read again, before that item is deleted.",
    )
    harvest_baseline_days: float = setting(
        7.0,
        "How often a feed that cannot be verified is read again from its start; the standard allows 7 days at most.",
    )
    harvest_keep_days: int = setting(90, "How many days the runs of a source are remembered.")
    as_of: str = setting("", "Pins the clock, as in 2020-01-06T09:00:00Z; for tests and for old data.")

    def clock(self) -> datetime:
        """The time now, in UTC, or the pinned one."""
        return datetime.fromisoformat(self.as_of).astimezone(UTC) if self.as_of else datetime.now(UTC)

    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def load(folder: Path | None = None, environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """Settings from `openhub.toml` in the folder, then the environment, then the overrides.

    Raises ConfigError for an unknown name or a value of the wrong kind.
    """
    values: dict[str, Any] = {}
    if folder and (file := folder / FILE_NAME).exists():
        values |= {name: value for name, value in _read(file).items() if name not in TABLES}
    known = {f.name for f in fields(Settings)}
    if environment.get(DATABASE_URL, "").startswith(("postgresql://", "postgres://")):
        values["database"] = environment[DATABASE_URL]
    values |= overrides
    if unknown := sorted(set(values) - known):
        near = "".join(f" Did you mean {name}?" for name in _near(unknown[0]))
        raise ConfigError(
            f"There is no setting called {unknown[0]}.{near} The settings are: {', '.join(sorted(known))}."
        )
    told = {name: text for name in known - set(overrides) if (text := environment.get(PREFIX + name.upper()))}
    chosen = {name: _typed(name, value) for name, value in values.items() if name not in told}
    return _checked(replace(Settings(), **chosen, **{name: _read_text(name, text) for name, text in told.items()}))


def mistyped(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables that are close to a setting's and are none, with what may have been meant; others may be of other programs."""
    known = {f.name for f in fields(Settings)}
    names = (name.removeprefix(PREFIX).lower() for name in environment if name.startswith(PREFIX))
    near = {name: _near(name) for name in names if name not in known}
    return {PREFIX + name.upper(): PREFIX + found[0].upper() for name, found in near.items() if found}


def _near(name: str) -> list[str]:
    return get_close_matches(name, [f.name for f in fields(Settings)], n=1, cutoff=0.75)


def table(name: str, folder: Path) -> tuple[dict[str, Any], Path]:
    """A command's own table of the nearest `openhub.toml` that has it, from the folder upwards, and where that file is.

    Raises ConfigError when the file cannot be read.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        if (file := place / FILE_NAME).is_file() and isinstance(found := _read(file).get(name), dict):
            return found, place
    return {}, folder


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}.") from error


_KINDS: dict[Any, tuple[tuple[type, ...], Callable[[str], Any], str]] = {
    int: ((int,), int, "a whole number, without quotes"),
    float: ((int, float), float, "a number, without quotes"),
    str: ((str,), str, 'a text, in quotes as "…"'),
    tuple[str, ...]: (
        (list, tuple),
        lambda text: tuple(text.replace(",", " ").split()),
        'a list of texts, as ["…", "…"]',
    ),
}
"""What a value has to be in the file, what makes one of a text, and how it is called, by the kind of the setting."""


def _typed(name: str, value: Any) -> Any:
    """A value of the file, which says of itself what kind it is."""
    kind = get_type_hints(Settings)[name]
    types, _, called = _KINDS[kind]
    of_kind = isinstance(value, types) and not isinstance(value, bool)
    if not of_kind or (kind == tuple[str, ...] and not all(isinstance(one, str) for one in value)):
        raise ConfigError(
            f"The setting {name} cannot be {json.dumps(value, default=str, ensure_ascii=False)}: it is {called}."
        )
    return tuple(value) if isinstance(value, list) else _finite(name, float(value)) if kind is float else value


def _read_text(name: str, text: str) -> Any:
    """A value of the environment, where all are texts."""
    kind = get_type_hints(Settings)[name]
    _, convert, called = _KINDS[kind]
    try:
        value = convert(text)
    except ValueError as error:
        wanted = called.partition(",")[0]
        raise ConfigError(
            f"The setting {name} cannot be {text!r}, as {PREFIX}{name.upper()} says: it is {wanted}."
        ) from error
    return _finite(name, value) if kind is float else value


def _finite(name: str, value: float) -> float:
    if not math.isfinite(value):
        raise ConfigError(f"The setting {name} cannot be {value}: it is a number.")
    return value


_LEAST = {
    "workers": 1,
    "harvest_interval_seconds": 1,
    "occurrence_days": 1,
    "feed_page_size": 1,
    "fetch_max_bytes": 1,
    "fetch_max_packed_bytes": 1,
    "fetch_bytes_a_second": 1,
    "harvest_max_pages": 1,
    "harvest_max_bytes": 1,
    "harvest_max_minutes": 0.001,
    "harvest_turn_seconds": 0,
    "harvest_stop_seconds": 0,
    "harvest_keep_days": 1,
    "harvest_agree_seconds": 0,
    "harvest_baseline_days": 0.0001,
    "harvest_workers": 1,
    "fetch_connect_seconds": 0.001,
    "fetch_read_seconds": 0.001,
    "fetch_total_seconds": 0.001,
    "fetch_slow_seconds": 0.001,
}


def _checked(settings: Settings) -> Settings:
    for name, least in _LEAST.items():
        if getattr(settings, name) < least:
            raise ConfigError(f"The setting {name} cannot be {getattr(settings, name)}: the least is {least}.")
    if not 1 <= settings.port <= 65_535:
        raise ConfigError(f"The setting port cannot be {settings.port}: it is a whole number from 1 to 65535.")
    if not settings.database.strip():
        raise ConfigError(
            "The setting database cannot be empty: name a file, such as hub.db, or postgresql://HOST/DATABASE."
        )
    for name in ("base_url", "licence"):
        if (text := getattr(settings, name)) and not text.startswith(("https://", "http://")):
            raise ConfigError(f"The setting {name} cannot be {text!r}: it is an address that begins with https://.")
    for network in settings.allow_addresses:
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise ConfigError(
                f"The setting allow_addresses cannot hold {network!r}: write a network as 127.0.0.0/8."
            ) from error
    try:
        settings.zone()
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"The setting time_zone cannot be {settings.time_zone!r}: no such zone.") from error
    try:
        moment = datetime.fromisoformat(settings.as_of or "2020-01-06T09:00:00Z")
    except ValueError as error:
        raise ConfigError(
            f"The setting as_of cannot be {settings.as_of!r}: write it as 2020-01-06T09:00:00Z."
        ) from error
    if moment.tzinfo is None:
        raise ConfigError("The setting as_of needs an offset, as in 2020-01-06T09:00:00Z.")
    return settings
