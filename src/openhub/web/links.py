"""Addresses that a page may link to: http, https, mailto and tel, and nothing that a browser would run."""

import re
from urllib.parse import quote, urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def link(address: object) -> str:
    """The address when it is safe to follow, otherwise ""."""
    if not isinstance(address, str) or _UNSAFE.search(address.strip()):
        return ""
    try:
        split = urlsplit(address.strip())
    except ValueError:
        return ""
    if split.scheme.lower() not in _SCHEMES or (split.scheme.lower() in {"http", "https"} and not split.hostname):
        return ""
    if "@" in split.netloc:  # https://goodgym.org@evil.example/ reads as one place and leads to another
        return ""
    return address.strip()


def encoded(address: object) -> str:
    """The link as a header may carry it: what no URI holds, such as ü, < and >, is percent-encoded (RFC 3986)."""
    return quote(link(address), safe="%:/?#[]@!$&'()*+,;=", errors="replace")


def mail(address: object) -> str:
    """A mailto: link to an e-mail address, "" when it does not look like one."""
    found = address.strip() if isinstance(address, str) else ""
    return link(f"mailto:{found}") if re.fullmatch(r"[^@\s?&]+@[^@\s?&]+", found) else ""


def call(telephone: object) -> str:
    """A tel: link to a telephone number, "" when it has too few digits to be one."""
    found = re.sub(r"[^+0-9]", "", telephone) if isinstance(telephone, str) else ""
    return f"tel:{found}" if len(found) >= 3 else ""


def host(address: object) -> str:
    """The host of an address as a browser would ask for it, "" when it has none."""
    name = (urlsplit(link(address)).hostname or "") if link(address) else ""
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
