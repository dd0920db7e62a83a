"""What stands in an address as text, read as a value; a ValueError means that it is none."""

import re
from datetime import date

MOST_TEXT = 200
MOST_TOKEN = 500
_POUNDS = re.compile(r"(?:£|gbp)?\s*([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*(?:pounds?|quid|gbp)?", re.IGNORECASE)
_PENCE = re.compile(r"([0-9]{1,4})\s*(?:p|pence)", re.IGNORECASE)
_YEARS = re.compile(r"(?:aged?\s*)?([0-9]{1,3})\s*(?:\+|[\s-]*(?:years?|yrs?)?(?:[\s-]*old)?)", re.IGNORECASE)
_BRITISH_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


def words(text: str) -> str:
    """Text with single spaces."""
    if len(text) > MOST_TEXT or "\0" in text:
        raise ValueError
    return " ".join(text.split())


def typed_words(text: str) -> str:
    """Text as a person may send it: what cannot be seen counts as a space."""
    return words(text.replace("\0", " "))


def token(text: str) -> str:
    """Where a page of results begins, as it was given."""
    if len(text) > MOST_TOKEN or "\0" in text:
        raise ValueError
    return text


def whole(text: str) -> int:
    """A whole number without a sign."""
    if not re.fullmatch(r"[0-9]{1,16}", text):
        raise ValueError
    return int(text)


def years(text: str) -> int:
    """An age in whole years."""
    return whole(text)


def typed_years(text: str) -> int:
    """70+, 70 years and aged 7 too."""
    found = _YEARS.fullmatch(text.strip())
    return years(found[1] if found else text.strip())


def pounds(text: str) -> float:
    """An amount of money without a sign, with pence after a point or none."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text):
        raise ValueError
    amount = float(text)
    return int(amount) if amount.is_integer() else amount


def typed_pounds(text: str) -> float:
    """£5, £1,000, 5.50 pounds and 50p too."""
    if found := _PENCE.fullmatch(text.strip()):
        return pounds(f"{int(found[1]) / 100:.2f}")
    found = _POUNDS.fullmatch(text.strip())
    return pounds(found[1].replace(",", "") if found else text.strip())


def figure(text: str) -> float:
    """A decimal number."""
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,15})?", text):
        raise ValueError
    return float(text)


def day(text: str) -> date:
    """2026-12-31."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or not "1970" < text[:4] < "2200":
        raise ValueError
    return date.fromisoformat(text)


def typed_day(text: str) -> date:
    """31/12/2026 and 31.12.2026 too, which is what people type where a browser has no calendar to offer."""
    if found := _BRITISH_DAY.fullmatch(text.strip()):
        return day(f"{found[4]}-{found[3]:0>2}-{found[1]:0>2}")
    return day(text.strip())


def flag(text: str) -> bool:
    """0 or 1."""
    if text not in ("0", "1"):
        raise ValueError
    return text == "1"


def code(text: str) -> str:
    """A code, as it stands."""
    return text


def language(text: str) -> str:
    """The primary part of a language code."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError
    return text.split("-")[0].lower()
