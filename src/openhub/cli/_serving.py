"""The web application of the hub whose folder is in the environment; each web process makes its own."""

import os
from pathlib import Path
from typing import Any

from openhub.cli._folder import ENVIRONMENT, database_of, settings_of


def app() -> Any:
    """The WSGI application. Raises ConfigError when the folder holds no hub."""
    from openhub.hub.hub import Hub
    from openhub.stores.sqlite import STORE
    from openhub.web.app import create_app

    folder = Path(os.environ[ENVIRONMENT])
    settings = settings_of(folder)
    return create_app(settings, Hub(settings, STORE(database_of(folder, settings))))
