"""E-mail addresses and British telephone numbers in running text."""

import re

EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# +44 or 0, then nine or ten digits as people space them (Ofcom's National Telephone Numbering Plan).
PHONE = re.compile(r"(?<![\w£$€.,/-])(?:\+44|0044|0)[ .()-]*[1-9](?:[ .()-]{0,2}[0-9]){8,9}(?![\w/]|[.,-][0-9])")
LEFT_OUT = "(left out)"


def contacts(text: str) -> list[str]:
    """The e-mail addresses and telephone numbers in a text, as written."""
    return [*EMAIL.findall(text), *PHONE.findall(text)]


def without_contacts(text: str) -> str:
    """The text with each e-mail address and telephone number replaced by "(left out)"."""
    return PHONE.sub(LEFT_OUT, EMAIL.sub(LEFT_OUT, text))
