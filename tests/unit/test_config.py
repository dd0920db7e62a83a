"""Settings: file, then environment, then what the caller says; and a plain word when something is wrong."""

import re
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from openhub.config import FILE_NAME, PREFIX, Settings, load, mistyped
from openhub.errors import ConfigError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).write_text(
        'name = "Camden’s hub"\nport = 9000\nallow_addresses = ["127.0.0.0/8", "10.0.0.0/8"]\n', "utf-8"
    )
    return tmp_path


def test_without_anything_said_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, {}) == load(None, {}) == Settings()


def test_the_file_is_read(folder: Path) -> None:
    settings = load(folder, {})
    assert (settings.name, settings.port, settings.allow_addresses) == (
        "Camden’s hub",
        9000,
        ("127.0.0.0/8", "10.0.0.0/8"),
    )
    assert settings.host == Settings().host


def test_the_environment_goes_before_the_file_and_the_caller_before_both(folder: Path) -> None:
    environment = {"OPENHUB_PORT": "9001", "OPENHUB_AREA": "Camden"}
    assert (load(folder, environment).port, load(folder, environment).area) == (9001, "Camden")
    assert load(folder, environment, port=9002).port == 9002


def test_the_environment_has_every_setting_and_is_told_by_its_prefix() -> None:
    for name in ("port", "workers", "feed_page_size", "harvest_max_pages"):
        assert getattr(load(None, {PREFIX + name.upper(): "7", name.upper(): "8"}), name) == 7
    assert load(None, {"OPENHUB_PORT": ""}).port == Settings().port
    assert load(None, {"OPENHUB_REAL_DATA": "/somewhere", "HOME": "/root"}) == Settings()


def test_a_list_may_be_written_with_commas_or_spaces() -> None:
    for text in ("127.0.0.0/8,10.0.0.0/8", "127.0.0.0/8 10.0.0.0/8", " 127.0.0.0/8, 10.0.0.0/8 "):
        assert load(None, {"OPENHUB_ALLOW_ADDRESSES": text}).allow_addresses == ("127.0.0.0/8", "10.0.0.0/8")


def test_numbers_may_be_written_as_text() -> None:
    assert load(None, {"OPENHUB_FETCH_READ_SECONDS": "2.5"}).fetch_read_seconds == 2.5


def test_an_unknown_name_is_refused_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('nmae = "Camden"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"nmae.*name, ") as caught:
        load(tmp_path, {})
    assert caught.value.exit_code == 2
    with pytest.raises(ConfigError, match="colour"):
        load(None, {}, colour="blue")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "eighty"), ("port", None), ("port", [80]), ("fetch_read_seconds", "soon"), ("allow_addresses", 7),
        ("time_zone", "Europe/Camden"),
        ("time_zone", ""), ("time_zone", "../etc/passwd"), ("as_of", "yesterday"), ("as_of", "2026-13-01T00:00:00Z"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=name):
        load(None, {}, **{name: value})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('port = "8000"', 'port cannot be "8000": it is a whole number, without quotes'),
        ("port = 8000.5", "port cannot be 8000.5: it is a whole number"),
        ("port = true", "port cannot be true: it is a whole number"),
        ("contact = 5", 'contact cannot be 5: it is a text, in quotes as "…"'),
        ("fetch_total_seconds = true", "fetch_total_seconds cannot be true: it is a number"),
        ("fetch_total_seconds = nan", "fetch_total_seconds cannot be nan"),
        ('allow_addresses = "127.0.0.0/8"', 'allow_addresses cannot be "127.0.0.0/8": it is a list of texts'),
        ("allow_addresses = [127]", "allow_addresses cannot be [127]: it is a list of texts"),
        ("name = 2026-01-01", 'name cannot be "2026-01-01": it is a text'),
        ('database = ""', "database cannot be empty"),
        ("prot = 8000", "no setting called prot. Did you mean port?"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_the_kind_it_should_be(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / FILE_NAME).write_text(line + "\n", "utf-8")
    with pytest.raises(ConfigError, match=re.escape(said)):
        load(tmp_path, {})


def test_a_whole_number_will_do_for_a_number(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("fetch_total_seconds = 60\n", "utf-8")
    assert load(tmp_path, {}) == Settings()


def test_a_bad_value_of_the_environment_is_told_with_its_variable_and_kind(tmp_path: Path) -> None:
    for text in ("abc", "80.5"):
        with pytest.raises(
            ConfigError, match=rf"port cannot be '{text}', as OPENHUB_PORT says: it is a whole number\."
        ):
            load(None, {"OPENHUB_PORT": text})
    (tmp_path / FILE_NAME).write_text('port = "what the environment goes before is not looked at"\n', "utf-8")
    assert load(tmp_path, {"OPENHUB_PORT": "1"}).port == 1


def test_a_variable_that_is_nearly_a_setting_s_is_told() -> None:
    others = {"OPENHUB_FOLDER": "x", "OPENHUB_REAL_DATA": "x", "OPENHUB_PORT": "1", "OPENHUB_KILLS": "9", "PROT": "1"}
    assert mistyped(others | {"OPENHUB_PROT": "1", "OPENHUB_BASEURL": "x"}) == {
        "OPENHUB_PROT": "OPENHUB_PORT",
        "OPENHUB_BASEURL": "OPENHUB_BASE_URL",
    }


def test_a_file_that_is_not_toml_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("name = Camden\n", "utf-8")
    with pytest.raises(ConfigError, match=r"openhub\.toml.*line 1"):
        load(tmp_path, {})


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b'name = "caf\xe9"\n')
    with pytest.raises(ConfigError, match="UTF-8"):
        load(tmp_path, {})


def test_a_pinned_clock_needs_an_offset() -> None:
    with pytest.raises(ConfigError, match="offset"):
        load(None, {}, as_of="2020-01-06T09:00:00")


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1


def test_every_setting_is_explained() -> None:
    for field in fields(Settings):
        about = field.metadata["about"]
        assert about[0].isupper(), field.name
        assert about.endswith("."), field.name


def test_the_clock_goes_unless_it_is_pinned() -> None:
    assert abs(Settings().clock() - datetime.now(UTC)) < timedelta(minutes=1)
    pinned = load(None, {}, as_of="2020-01-06T10:00:00+01:00")
    assert pinned.clock() == datetime(2020, 1, 6, 9, tzinfo=UTC)
    assert pinned.zone().key == "Europe/London"
