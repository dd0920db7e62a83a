"""The web application of the hub whose folder is in the environment; each web process makes its own."""

import os
from pathlib import Path
from typing import Any

from openhub.cli._folder import ENVIRONMENT, store_of
from openhub.config import load


def app() -> Any:
    """The WSGI application."""
    from openhub.hub.hub import Hub
    from openhub.web.app import create_app

    folder = Path(os.environ[ENVIRONMENT])
    settings = load(folder)
    return create_app(settings, Hub(settings, store_of(folder, settings, visited=True)))
