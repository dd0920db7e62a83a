"""The page of a dataset for people: what it is, under which licence, how to have it, and what is in it; no script, no image."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from openhub.formats.loose_jsonld import web_address

MOST = 1000
GENERATOR = '<meta name="generator" content="openhub">'
"""By which the page is known again."""

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 45rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
dt { font-weight: 600; } dd { margin: 0 0 .75rem; } li { margin-bottom: .5rem; }
"""


def page(described: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> str:
    """The page, given the dataset's description."""
    title = _text(described["title"])
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{GENERATOR}\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n"
        '<link rel="describedby" type="application/ld+json" href=".well-known/openhub">\n'
        f'<link rel="license" href="{_text(described["license"])}">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{_about(described)}\n{_facts(described, len(items))}\n{_ways(described)}\n{_listed(items)}\n"
        "</main>\n</body>\n</html>\n"
    )


def _text(text: object) -> str:
    return escape(str(text), quote=True)


def _about(described: Mapping[str, Any]) -> str:
    said = described["description"]
    return f"<p>{_text(said)}</p>" if said != described["title"] else ""


def _facts(described: Mapping[str, Any], count: int) -> str:
    publisher, contact = described["publisher"], described["contact"]
    facts = {
        "Published by": _link(publisher["url"], publisher["name"]),
        "Licence": _link(described["license"], described["license"], "license"),
        "Items": f"{count:,}",
        "Faults in the data": _link(f"mailto:{contact['email']}", contact["email"])
        if "email" in contact
        else _link(contact["url"], contact["url"]),
    }
    return "<dl>\n" + "\n".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items()) + "\n</dl>"


def _link(address: str, text: str, rel: str = "") -> str:
    """A link where the address can be one."""
    if not (web_address(address) or address.startswith("mailto:")):
        return _text(text)
    said = f' rel="{rel}"' if rel else ""
    return f'<a href="{_text(address)}"{said}>{_text(text)}</a>'


def _ways(described: Mapping[str, Any]) -> str:
    links = "\n".join(f"<li>{_link(d['accessURL'], d['title'])}</li>" for d in described["distribution"])
    return (
        '<h2 id="use">Using the data</h2>\n'
        "<p>A council or anybody else who runs a hub adds it by the address of this site; then it follows every change. "
        f"The same by hand:</p>\n<ul>\n{links}\n"
        '<li><a href=".well-known/openhub">Description of the dataset</a></li>\n</ul>'
    )


def _listed(items: Sequence[Mapping[str, Any]]) -> str:
    """The items by name."""
    ordered = sorted(items, key=lambda item: (str(item.get("name", "")).casefold(), str(item["id"])))
    rows = "\n".join(f"<li>{_item(item)}</li>" for item in ordered[:MOST])
    more = f"\n<p>And {len(items) - MOST:,} more in the file of all items.</p>" if len(items) > MOST else ""
    return f'<h2 id="items">What is in it</h2>\n<ul>\n{rows}\n</ul>{more}'


def _item(item: Mapping[str, Any]) -> str:
    facts = [str(item.get("type", "")), _when(item), _where(item)]
    return f"{_link(str(item.get('url', '')), str(item.get('name', '')))} ({_text(', '.join(filter(None, facts)))})"


def _when(item: Mapping[str, Any]) -> str:
    start = item.get("startDate")
    if not isinstance(start, str):
        return ""
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        return ""
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day}, {moment:%H:%M}" if "T" in start else day


def _where(item: Mapping[str, Any]) -> str:
    location = item.get("location")
    first = location[0] if isinstance(location, list) and location else location
    return str(first.get("name", "")) if isinstance(first, dict) else ""
