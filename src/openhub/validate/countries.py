"""Where countries are, roughly: south, north, west and east of the box around each, by its ISO 3166 code.

Each box goes to the country's outermost points and at least ten kilometres beyond, so that a place outside is surely
wrong. The points: Great Britain and Northern Ireland from the Western Rocks of Scilly (49.86 N; the box begins at 49
because people in the Channel Islands write GB too) to Out Stack in Shetland (60.86 N) and from Soay of St Kilda
(8.65 W) to Lowestoft Ness (1.76 E); Ireland from the Fastnet Rock (51.39 N) to Inishtrahull (55.43 N) and from the
Tearaght (10.66 W) to Lambay (6.00 W). Only countries whose points were certain are here: others are not checked.
"""

BOXES = {
    "GB": (49.0, 61.0, -9.0, 2.0),
    "IE": (51.2, 55.6, -10.9, -5.8),
    "IM": (53.9, 54.6, -5.0, -4.1),
    "JE": (48.8, 49.5, -2.5, -1.7),
    "GG": (49.2, 49.9, -2.9, -2.0),
}
NAMES = {"GB": "the United Kingdom", "IE": "Ireland", "IM": "the Isle of Man", "JE": "Jersey", "GG": "Guernsey"}


def is_outside(country: str, latitude: float, longitude: float) -> bool:
    """Whether the point is surely not in that country. Of a country that is not known here, nothing is."""
    if country not in BOXES:
        return False
    south, north, west, east = BOXES[country]
    return not (south <= latitude <= north and west <= longitude <= east)


def inside(country: str) -> dict[str, dict[str, float]]:
    """Schemas for the latitude and longitude of what is surely inside the box around that country."""
    south, north, west, east = BOXES[country]
    return {"latitude": {"minimum": south, "maximum": north}, "longitude": {"minimum": west, "maximum": east}}
