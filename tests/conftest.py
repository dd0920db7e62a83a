"""What tests share: a hub on a real SQLite file, real HTTP on loopback, and the parts of the machine they may need."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from openhub.config import Settings
from openhub.fetch.door import Door
from openhub.harvest.discover import discover
from openhub.harvest.run import Run, harvest
from openhub.hub.hub import Hub
from openhub.model.source import Source
from openhub.stores.choice import open_store
from openhub.stores.sqlite import STORE

ROOT = Path(__file__).parents[1]
LOOPBACK = ("127.0.0.0/8",)
AS_OF = "2026-11-24T09:00:00Z"

Answer = bytes | tuple[int, bytes] | tuple[int, bytes, dict[str, str]]


class Site:
    """A web site on loopback; `answers` maps a path with its query to what it says, a function being called each time."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.requests: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(self.path)
                answer = site.answers.get(self.path, (404, b"not here"))
                answer = answer() if callable(answer) else answer
                status, body, headers = (200, answer, {}) if isinstance(answer, bytes) else (*answer, {})[:3]
                with suppress(ConnectionError):  # who asked may have been killed
                    self.send_response(status)
                    for name, value in {
                        "Content-Type": "application/json",
                        "Content-Length": str(len(body)),
                        **headers,
                    }.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.address = f"http://{host}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def settings() -> Settings:
    return Settings(as_of=AS_OF, allow_addresses=LOOPBACK, fetch_read_seconds=5, fetch_total_seconds=10)


@pytest.fixture
def hub(settings: Settings, tmp_path: Path) -> Iterator[Hub]:
    store = STORE(tmp_path / "hub.db")
    yield Hub(settings, store)
    store.close()


@pytest.fixture
def door(settings: Settings) -> Iterator[Door]:
    with Door(settings) as opened:
        yield opened


@pytest.fixture
def add(hub: Hub, door: Door) -> Callable[..., Source]:
    """Adds the first source found at an address, as `openhub source add` does."""
    return lambda address, *owns: hub.store.add_source(discover(door, address, owns)[0])


@pytest.fixture
def bring_in(hub: Hub, door: Door) -> Callable[..., Run]:
    """Harvests a source as it now stands."""

    def run(source: Source, **how: bool) -> Run:
        current = hub.store.source(source.id)
        assert current is not None
        return harvest(hub, door, current, **how)

    return run


@pytest.fixture(scope="session")
def demo_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub that has harvested the ten example platforms over HTTP."""
    with filled(str(tmp_path_factory.mktemp("demo") / "hub.db")) as hub:
        yield hub


@contextmanager
def filled(database: str) -> Iterator[Hub]:
    """A hub with a database of its own, empty before, that has harvested the ten example platforms over HTTP."""
    from examples.platforms import serve

    settings = Settings(as_of=AS_OF, allow_addresses=LOOPBACK, area="Camden")
    started = serve.start(0, date.fromisoformat(AS_OF[:10]))
    store = open_store(database, Path())
    hub = Hub(settings, store)
    with Door(settings) as door:
        for platform, address, _ in started:
            source = store.add_source(discover(door, address, (platform.host,))[0])
            run = harvest(hub, door, source)
            assert run.outcome == "changed", run
    yield hub
    store.close()
    for _, _, server in started:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(hub: Hub) -> Iterator[str]:
    """The hub's web application on loopback; its address."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    from openhub.web.app import create_app

    class Quiet(WSGIRequestHandler):
        def log_request(self, *_: object) -> None:
            pass

    server = make_server("127.0.0.1", 0, create_app(hub.settings, hub), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def need(part: str, present: object) -> None:
    """Skips a test for want of a part of the machine, or fails it where OPENHUB_REQUIRE_ALL says that all must be there."""
    if not present:
        reason = f"{part} is not on this machine"
        if os.environ.get("OPENHUB_REQUIRE_ALL"):
            pytest.fail(f"{reason}, and OPENHUB_REQUIRE_ALL is set")
        pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    need("Chromium", path)
    return path


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real feeds that nobody here wrote."""
    named = os.environ.get("OPENHUB_REAL_DATA")
    if not named:
        pytest.skip("OPENHUB_REAL_DATA names no folder of real feeds")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"OPENHUB_REAL_DATA names {folder}, which is not there")
    return folder
