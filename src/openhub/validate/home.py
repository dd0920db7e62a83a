"""What in a text tells a stranger where a home is: postcodes, coordinates, codes and links for a map, houses in a street.

A home must not be given away, and a text about buses, ages and recipes must not be refused: a number is taken for a
house only when a street's name follows it in the way that addresses are written.
"""

import re

from openhub.model.place import POSTCODE

_OUTWARD, _INWARD = r"[A-Z]{1,2}[0-9][0-9A-Z]?", r"[0-9][A-Z]{2}"
_POSTCODE = re.compile(rf"(?<![\w/]){_OUTWARD}[\s.-]{{0,3}}{_INWARD}(?!\w)", re.IGNORECASE)
_ORDINALS = frozenset({"st", "nd", "rd", "th", "hr", "ft"})  # "N1 2nd floor" is no postcode

_DEGREES = r"[-−–+]?[0-9]{1,3}\.[0-9]{3,}"
_COORDINATES = re.compile(
    rf"(?<![\w.]){_DEGREES}[°\sNSEW]*[,;/|]?\s*(?:(?:and|lon|lng|long|longitude)\b[\s:=]*)?{_DEGREES}(?![\w.]*[0-9])"
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
    r"|bing\.com/maps|(?:openstreetmap|osm)\.org/(?!copyright|about)\w|osm\.org/go/|waze\.com/ul|wego\.here\.com/\w"
    r"|w3w\.co/\w|what3words\.com/\w|plus\.codes/\w|streetmap\.co\.uk/\w|gridreferencefinder\.com/\w)",
    re.IGNORECASE,
)

_UNITS = r"k|km|kilomet\w+|miles?|met\w+|m|mins?|minutes?|hours?|hrs?|days?|inch\w*|pack\w*|rates?|fees?|seat\w*|tyres?|pounds?"
_FLAT = re.compile(
    rf"\b(?:flats?|apartments?|apts?\.?|maisonettes?|bedsits?|house\s+(?:number|no\.?)|house\s*#)\s*(?:number\s+|no\.?\s*|#\s*)?"
    rf"[0-9]{{1,4}}[a-z]?\b(?!\s*[-–]?\s*(?:{_UNITS})\b)(?!\s*%|[.:][0-9])|\b(?:Flat|FLAT)\s+[A-Z](?=\s*,|\s+[0-9]|\s*$)",
    re.IGNORECASE,
)

# Words that stand for a street and little else, and those that make a street only where the text stops after them.
_STREETS = (
    r"roads?|rd|streets?|avenues?|ave|lanes?|ln|crescent|cres|gardens|gdns|terrace|terr|grove|square|sq|mews|villas|embankment"
)
_MAYBE_STREETS = (
    r"st|close|cl|place|pl|court|ct|drive|dr|way|hill|row|walk|rise|parade|passage|yard|vale|view|mount|broadway|buildings"
    r"|mansions|cottages|house|lodge|park|green|end|wharf|quay|gate|estate|circus|bank|approach|croft|dene|alley"
)
_WORD = r"[^\W\d_][\w’'.]*"
_HOUSE = re.compile(
    rf"(?<![\w/£$€+-])(?<![0-9][.,:])(?P<number>[0-9]{{1,4}}(?:\s?[-–/]\s?[0-9]{{1,4}})?[a-h]?)(?:\s*,\s*|\s+)"
    rf"(?P<name>(?:{_WORD}[\s-]+){{1,4}}?)(?P<kind>(?P<sure>{_STREETS})|{_MAYBE_STREETS})(?!\w)\.?",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?P<name>{_WORD})\s+(?P<kind>{_STREETS})\s*[,(]?\s*(?:at\s+)?(?:number|no\.?|nr\.?|#)\s*[0-9]{{1,4}}[a-h]?\b"
    rf"(?!\s*(?:bus|buses|route|tram|train|min|minutes?)\b)",
    re.IGNORECASE,
)

_STOP_WORDS = frozenset(
    "a about across after am an and around at away bed bedroom before behind bin bins block blocks books boxes bus buses by"
    " cars chairs children chapters cm country days down drills feet flights floors for foot from front ft great-big groups"
    " hour hours hr hrs in inch inches into it items junctions kg kids kilometre kilometres km kms ladders large little-known"
    " local m mile miles min mins minute minutes month months mph near neighbours new-build of off old-style on or other our"
    " out over pairs pans parts past people per piece places plants play pm quiet residential second seconds short side stops"
    " streets take taking tables than the their then this through times to took towards trams trains up via volunteers walkers"
    " was we weeks wheel will with yard yards years your metre metres main busy bags bikes cats dogs families households"
    " shops trips turns walks ways x".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep"
    " sept oct nov dec".split()
)
_BEFORE = re.compile(
    r"\b(?:bus|buses|bus(?:es)? (?:no\.?|number)|routes?|lines?|zones?|platforms?|junctions?|exits?|pages?|chapters?|parts?"
    r"|episodes?|series|seasons?|acts?|weeks?|days?|years?|ages?|aged|levels?|top|under|over|year|grade|key stage"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|isbn|vol\.?|volume)\s*,?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s+[a-z'’]+)?\s+(?:trips?|atlas(?:es)?|shows?|shops|traders|stalls?|residents|neighbours|households|homes|houses|bus(?:es)?"
    r"|stops?|station|maps?|photos?|photographs|pictures|postcards?|walks|walkers|runs?|runners|races?|films?|songs?|records"
    r"|albums?|cds?|dvds?|books?|novels?|posters|prints|tickets?|signs|bikes|tales?|stories|plays?|musical|schools|pubs|cafes"
    r"|parties|party|market|library|church|chapel|mosque|synagogue|temple|hall|centre|center|school|baths|surgery|clinic"
    r"|cafe|café|pub|allotments?|playground|studios|theatre|cinema|museum|gallery|hub|hostel|hotel|hospital|festival|carnival"
    r"|closures?|crossings?|works|route|service|team|league|fc|sessions?|lessons?|games?|quiz|puzzles?|volunteers)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:$|[^\w\s])|\s*\n|\s+(?:in|near|opposite|behind|off|by|next|and|or|is|has|with|where|when|on|at|from|after|between"
    r"|before|every|if|to|for|london|[a-z]{1,2}[0-9][0-9a-z]?)\b",
    re.IGNORECASE,
)
# Titles that people lend, and doors that everybody knows.
_FAMOUS = re.compile(
    r"(?:10|11) downing st|221b? baker st|2[12] jump st|84,? charing cross r|10 cloverfield l|10 rillington p|4,? privet d"
    r"|52 festive r|62 west wallaby s|32 windsor g|1 canada sq",
    re.IGNORECASE,
)


def signs(text: str) -> list[str]:
    """What in a text tells where a home is, each kind once, in words."""
    return [words for words, found in _KINDS.items() if found(text)]


def is_map_link(text: str) -> bool:
    """Whether the text holds the address of a spot on a map."""
    return bool(_MAP_LINK.search(text))


def _postcode(text: str) -> bool:
    return any(_is_postcode(match[0]) for match in _POSTCODE.finditer(text))


def _is_postcode(found: str) -> bool:
    letters = "".join(letter for letter in found if letter.isalnum())
    return found[-2:] not in _ORDINALS and bool(POSTCODE.fullmatch(letters.upper()))


def _house(text: str) -> bool:
    if any(match["name"][0].isupper() for match in _BEHIND.finditer(text)):
        return True
    position = 0
    while match := _HOUSE.search(text, position):
        if _is_house(match):
            return True
        position = match.end("number")
    return False


def _is_house(match: re.Match[str]) -> bool:
    """Whether a number and the street's name after it are an address, and not a time, an age, a bus or a title."""
    number, names, after = match["number"], match["name"].replace("-", " ").split(), match.string[match.end() :]
    if _is_no_number(number) or _BEFORE.search(match.string[max(0, match.start() - 24) : match.start()]):
        return False
    words = [name.lower() for name in names]
    if not _STOP_WORDS.isdisjoint(words) or (words[0] in _MONTHS and len(words) > 1) or _FAMOUS.match(match[0]):
        return False
    if _AFTER.match(after):
        return False
    capital = [name[0].isupper() for name in names]
    if all(capital) and match["sure"]:
        return True
    high = words == ["high"]
    return (all(capital) or high or not any(capital)) and len(words) <= 3 and bool(_ENDS.match(after)) and _named(match, capital)


def _named(match: re.Match[str], capital: list[bool]) -> bool:
    """In small letters only what is a street for certain; with capitals also a close or a hill, if it has one too."""
    if not any(capital):
        return bool(match["sure"]) or match["kind"].lower() == "st"
    return match["kind"][0].isupper()


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
