"""A certificate for feeds.example that nobody vouches for."""

import shutil
import subprocess
from pathlib import Path

from tests.conftest import need


def certificate_in(folder: Path) -> Path:
    """The folder, with key.pem and certificate.pem in it."""
    need("the openssl command, which makes the certificate,", shutil.which("openssl"))
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=feeds.example"
    names = ["-addext", "subjectAltName=DNS:feeds.example", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run([*command.split(), *names], cwd=folder, check=True, capture_output=True)
    return folder
