"""What in a text tells a stranger where a home is: postcodes, coordinates, codes and links for a map, houses in a street.

A home must not be given away, and a text about buses, ages and recipes must not be refused: a number is taken for a
house only when a street's name follows it in the way that addresses are written.
"""

import re

from openhub.model.place import POSTCODE

_AT_LEAST = re.compile("[0-9/]|Flat|FLAT")  # one of these is in all that follows, and in few texts
_OUTWARD, _INWARD = r"[A-Z]{1,2}[0-9][0-9A-Z]?", r"[0-9][A-Z]{2}"
_POSTCODE = re.compile(rf"(?<![\w/]){_OUTWARD}[\s.-]{{0,3}}{_INWARD}(?!\w)", re.IGNORECASE)
_ORDINALS = frozenset({"st", "nd", "rd", "th", "hr", "ft"})  # "N1 2nd floor" is no postcode

_DEGREES = r"[-−–+]?[0-9]{1,3}\.[0-9]{3,}"
_COORDINATES = re.compile(
    rf"(?<![\w.]){_DEGREES}(?:[°\sNSEW,;/|]+(?:(?:lon|lng|long|longitude)\b[\s:=]*)?|(?=[-−–+])){_DEGREES}"
    rf"|[0-9]{{1,2}}°\s*[0-9]{{1,2}}(?:\.[0-9]+)?\s*['′’]",
    re.IGNORECASE,
)
_THREE_WORDS = re.compile(
    r"(?:(?<![:/\w])///|\b(?:what3words|w3w)\W{1,4})[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}", re.IGNORECASE
)
_PLUS_CODE = re.compile(
    r"(?<![\w+])(?=[0-9]*[A-Z])(?:[23456789CFGHJMPQRVWX]{8}|[23456789CFGHJMPQRVWX]{4}|[23456789CFGHJMPQRVWX]{6})"
    r"\+[23456789CFGHJMPQRVWX]{2,4}(?![\w+])"
)
_MAP_LINK = re.compile(
    r"\bgeo:-?[0-9]|\b(?:maps\.google\.[a-z.]+|google\.[a-z.]{2,6}/maps|goo\.gl/maps|maps\.app\.goo\.gl|maps\.apple\.com"
    r"|bing\.com/maps|(?:openstreetmap|osm)\.org/(?!copyright|about)[\w?#]|waze\.com/ul|wego\.here\.com/\w"
    r"|w3w\.co/\w|what3words\.com/\w|plus\.codes/\w|streetmap\.co\.uk/\w|gridreferencefinder\.com/\w)",
    re.IGNORECASE,
)

_UNITS = (
    r"km|kilomet\w+|miles?|met\w+|m|mins?|minutes?|hours?|hrs?|days?|weeks?|inch\w*|pack\w*|rates?|fees?|seat\w*|tyres?|pounds?"
    r"|doors|floors|bed\w*|people|volts?|watts?"
)
_FLAT = re.compile(
    rf"\b(?:(?:flats?|apartments?|apts?\.?|maisonettes?|bedsits?)\s*(?:number\s+|no\.?\s*|#\s*)?|house\s+(?:number\s+|no\.?\s*|#\s*))"
    rf"[0-9]{{1,4}}[a-h]?\b(?!\s*[-–]?\s*(?:{_UNITS})\b)(?!\s*%|[.:][0-9])|(?-i:\b(?:Flat|FLAT)\s+[A-Z](?=\s*,|\s+[0-9]|\s*$))",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What stands for a street and little else, and what makes one only where the text stops after it.
_SURE = _words(
    "road rd street avenue ave lane ln crescent cres gardens gdns terrace terr grove square sq mews villas embankment"
)
_MAYBE = _words(
    "st close cl place pl court ct drive dr way hill row walk rise parade passage yard vale view mount broadway buildings mansions"
    " cottages house lodge park green end wharf quay gate estate circus bank approach croft dene alley"
)
_NUMBER = re.compile(
    r"(?<![\w/£$€+-])(?<![0-9][.,:])([0-9]{1,4}(?:\s?[-–/]\s?[0-9]{1,4})?[a-h]?)(?:\s*,\s*|[^\S\n]+)(?=[^\W\d_])",
    re.IGNORECASE,
)
_WORD = re.compile(r"([^\W\d_][\w’']*)(\.?[\s-]*)")
_MOST_WORDS = 5
_STREET = re.compile(  # no less than what is a house with its street
    rf"{_NUMBER.pattern}(?:{_WORD.pattern}){{1,{_MOST_WORDS}}}(?:{'|'.join(sorted(_SURE | _MAYBE))})[^\w’']",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\b[A-Z][\w’']*\s+(?i:{'|'.join(sorted(_SURE))})\s*[,(]?\s*(?:at\s+)?(?i:number|no\.?|#)\s*[0-9]{{1,4}}[a-h]?\b"
    r"(?!\s*(?i:bus|buses|route|tram|train|mins?|minutes?)\b)"
)

_NO_NAMES = _words(
    "a about across after am an and around at away bed bedroom before behind big books boxes bus buses busy by cars chairs"
    " children country days down drills feet flights floors foot for from front ft groups hour hours hr hrs in inch inches"
    " into it items junctions kg kids kilometre kilometres km ladders large local m main metre metres mile miles mins minute"
    " minutes month months mph near neighbours of off old on or other our out over pairs pans parts past people piece pieces"
    " play pm quiet residential side short small stops streets take taking tables than their then this through times to"
    " towards trams trains up via volunteers walkers was we week weeks wheel will with years your bags bikes families"
    " households shops the trips turns walks ways x"
)
_LINKS = _words("of the le de la")
_MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep"
    " sept oct nov dec"
)
_BEFORE = re.compile(
    r"\b(?:bus|buses|bus(?:es)? (?:no\.?|number)|routes?|zones?|platforms?|junctions?|pages?|chapters?|parts?|episodes?"
    r"|series|seasons?|weeks?|days?|years?|ages?|aged|levels?|top|grade|key stage|vol\.?|volume)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:trips?|atlas(?:es)?|show|shops|traders|stalls|residents|neighbours|households|homes|houses|bus(?:es)?|station|maps?"
    r"|photos?|photographs|pictures|postcards?|walkers|runners|races?|films?|songs?|records|albums?|cds?|dvds?|novels?"
    r"|posters|tickets?|signs|tales?|stories|musical|schools|pubs|cafes|market|library|church|chapel|mosque|synagogue|centre"
    r"|school|baths|surgery|clinic|allotments?|playground|theatre|cinema|museum|gallery|hospital|festival|carnival|closures?"
    r"|crossings?|fc)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\.?\s*(?:$|[^\w\s])|\.?\s*\n|\.?\s+(?:in|near|opposite|behind|off|by|next|and|or|is|has|with|where|when|on|at|from|after"
    r"|between|before|every|if|to|for|london|[a-z]{1,2}[0-9][0-9a-z]?)\b",
    re.IGNORECASE,
)
# Titles that people lend, and doors that everybody knows.
_FAMOUS = re.compile(
    r"(?:1[01] downing st|221b? baker st|2[12] jump st|84,? charing cross r|10 cloverfield l|10 rillington p|4,? privet d"
    r"|32 windsor g)",
    re.IGNORECASE,
)


PATTERNS = (_POSTCODE, _COORDINATES, _THREE_WORDS, _PLUS_CODE, _MAP_LINK, _FLAT, _BEHIND, _STREET)
"""One of them is in every text in which there are signs or links to a map."""


def signs(text: str) -> list[str]:
    """What in a text tells where a home is, each kind once, in words."""
    return [words for words, found in _KINDS.items() if found(text)] if _AT_LEAST.search(text) else []


def is_map_link(text: str) -> bool:
    """Whether the text holds the address of a spot on a map."""
    return bool(_MAP_LINK.search(text))


def _postcode(text: str) -> bool:
    return any(_is_postcode(match[0]) for match in _POSTCODE.finditer(text))


def _is_postcode(found: str) -> bool:
    letters = "".join(letter for letter in found if letter.isalnum())
    return found[-2:] not in _ORDINALS and bool(POSTCODE.fullmatch(letters.upper()))


def _house(text: str) -> bool:
    return bool(_BEHIND.search(text)) or any(_is_house(number, text) for number in _NUMBER.finditer(text))


def _is_house(number: re.Match[str], text: str) -> bool:
    """Whether a number begins an address, and not a time, an age, a bus or a title."""
    if _is_no_number(number[1]) or _FAMOUS.match(text, number.start()):
        return False
    if _BEFORE.search(text, max(0, number.start() - 24), number.start()):
        return False
    names: list[str] = []
    position = number.end()
    while len(names) < _MOST_WORDS and (word := _WORD.match(text, position)):
        if names and word[1].lower() in _SURE | _MAYBE and _is_street(names, word[1], text, word.end(1)):
            return True
        names.append(word[1])
        position = word.end()
        if not word[2]:
            return False
    return False


def _is_street(names: list[str], kind: str, text: str, end: int) -> bool:
    """Whether these names and this kind of street, with what follows them in the text, are a street's name."""
    words = [name.lower() for name in names]
    if _AFTER.match(text, end) or (words[0] in _MONTHS and len(words) > 1):
        return False
    ends, sure = bool(_ENDS.match(text, end)), kind.lower() in _SURE
    if names == ["The"]:
        return ends and kind[0].isupper()
    inner = [word for word in words[1:] if word not in _LINKS]
    if not _NO_NAMES.isdisjoint([words[0], *inner]):
        return False
    capital = [name[0].isupper() for name in names if name.lower() not in _LINKS]
    if all(capital):
        return (sure or words == ["high"]) or (ends and kind[0].isupper())
    small = not any(capital) and len(words) <= 2
    return small and ends and (sure or kind == "st")


def _is_no_number(number: str) -> bool:
    """Years, decades and times from ten to four."""
    first, *last = [int(digits) for digits in re.findall("[0-9]+", number)]
    return 1900 <= first <= 2100 or first == 0 or (bool(last) and last[0] < first)


_KINDS = {
    "a whole postcode": _postcode,
    "coordinates": lambda text: bool(_COORDINATES.search(text)),
    "a what3words address": lambda text: bool(_THREE_WORDS.search(text)),
    "a plus code": lambda text: bool(_PLUS_CODE.search(text)),
    "a link to a spot on a map": is_map_link,
    "the number of a flat or house": lambda text: bool(_FLAT.search(text)),
    "a house number with its street": _house,
}
