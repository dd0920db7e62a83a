"""The web application of the hub whose folder is in the environment; each web process makes its own."""

import os
from pathlib import Path
from typing import Any

from openhub.cli._folder import ENVIRONMENT, settings_of, store_of


def app() -> Any:
    """The WSGI application. Raises ConfigError when the folder holds no hub."""
    from openhub.hub.hub import Hub
    from openhub.web.app import create_app

    folder = Path(os.environ[ENVIRONMENT])
    settings = settings_of(folder)
    return create_app(settings, Hub(settings, store_of(folder, settings, visited=True)))
