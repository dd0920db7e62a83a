"""What goes wrong with a PostgreSQL server, in words that say what to do; never with a password in them."""

import re
from urllib.parse import unquote

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import PoolTimeout

from openhub.errors import ConfigError, StoreUnavailable

_KEPT = "What was kept before is all there."
_BY_CLASS: dict[type[psycopg.Error], str] = {
    errors.InvalidPassword: "The server refuses the user's password. Look at the address of the database, or at ~/.pgpass.",
    errors.InvalidAuthorizationSpecification: "The server does not let this user in. Look at the address, and at its pg_hba.conf.",
    errors.InvalidCatalogName: "The server has no such database. Make it there: CREATE DATABASE …",
    errors.UndefinedTable: "Its tables are not those of a hub. Is it the right database?",
    errors.ReadOnlySqlTransaction: "The server only lets us read: it may be a replica. Name the primary server.",
    errors.TooManyConnections: "The server has too many connections. Raise its max_connections, or run fewer workers.",
    errors.DiskFull: f"The server's disk is full. Make room there. {_KEPT}",
    errors.OutOfMemory: f"The server is out of memory. {_KEPT}",
    errors.AdminShutdown: f"The server is being stopped. {_KEPT}",
    errors.CannotConnectNow: "The server is just starting or stopping. Try again.",
    errors.QueryCanceled: "The server broke off because it took too long (its statement_timeout).",
    errors.LockNotAvailable: "Something else has been writing to it for long. Try again.",
    errors.InsufficientPrivilege: "The user may not do that there. Give it all rights on its schema.",
}
# What libpq says before there is a connection has no code of its own.
_BY_WORDS = {
    "password authentication failed": _BY_CLASS[errors.InvalidPassword],
    "no password supplied": "The server asks for a password. Put it into the address, or into ~/.pgpass.",
    "too many clients": _BY_CLASS[errors.TooManyConnections],
    "remaining connection slots": _BY_CLASS[errors.TooManyConnections],
    "does not exist": _BY_CLASS[errors.InvalidCatalogName],
    "no pg_hba.conf entry": _BY_CLASS[errors.InvalidAuthorizationSpecification],
    "starting up": _BY_CLASS[errors.CannotConnectNow],
    "shutting down": _BY_CLASS[errors.CannotConnectNow],
    "Connection refused": "There is no server at that address. Is it running, and is its port right?",
    "No such file or directory": "There is no server at that address. Is it running?",
    "could not translate host name": "There is no host of that name.",
    "failed to resolve host": "There is no host of that name.",
    "timeout": "The server does not answer. Is it running, and does a firewall let us through?",
}
POSTGIS = (
    "PostGIS is missing there, and this user may not bring it in. Install its package on the server (on Debian"
    " postgresql-15-postgis-3), then as a superuser of the server: CREATE EXTENSION postgis;"
)
OUT_OF_SIGHT = (
    "PostGIS may be in a schema where it is not looked for. Bring it in again as a superuser of the server, in a schema that"
    " every search_path has: CREATE EXTENSION postgis SCHEMA public;"
)


def shown(address: str) -> str:
    """The address as messages name it: without password and options. Raises ConfigError when it cannot be read."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        parts = {}
    host, port = str(parts.get("host", "")), str(parts.get("port", ""))
    if not parts or "@" in host or not re.fullmatch(r"[0-9,]*", port):
        raise ConfigError(
            "The address of the PostgreSQL database cannot be read. Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE,"
            " and a sign such as @ or / in the password as its percent code (%40, %2F)."
        ) from None
    user = f"{parts['user']}@" if parts.get("user") else ""
    return f"postgresql://{user}{host or 'localhost'}{f':{port}' if port else ''}/{parts.get('dbname', '')}"


def unavailable(error: Exception, address: str) -> StoreUnavailable:
    """What is said of a fault of the database, with what to do about it."""
    remedy = _remedy(error)
    said = _without_secrets(str(error).strip().partition("\n")[0].rstrip("."), address)
    return StoreUnavailable(f"The database {shown(address)} cannot be used: {said}. {remedy}".rstrip())


def _remedy(error: Exception) -> str:
    if "postgis" in str(error) and isinstance(error, psycopg.Error):
        return POSTGIS
    if isinstance(error, errors.UndefinedObject):
        return OUT_OF_SIGHT
    for kind in type(error).__mro__:
        if remedy := _BY_CLASS.get(kind):
            return remedy
    for words, remedy in _BY_WORDS.items():
        if words in str(error):
            return remedy
    if isinstance(error, PoolTimeout):
        return "All connections to it were taken for long. Try again, or run fewer threads."
    return f"The connection to it was lost. Try again. {_KEPT}" if isinstance(error, psycopg.OperationalError) else ""


def _without_secrets(said: str, address: str) -> str:
    secret = str(conninfo_to_dict(address).get("password") or "")
    for text in filter(None, (secret, unquote(secret))):
        said = said.replace(text, "…")
    return said
