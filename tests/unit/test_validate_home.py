"""What tells where a home is, is told from what only looks like it. Whole items are in the vectors of home-in-text."""

import time

import pytest

from openhub.validate.home import signs

GIVES_IT_AWAY = [
    "12 Leighton Road, NW5 2ZZ",
    "Flat 3, 12 Leighton Road, blue door",
    "12 Leighton Road",
    "come to 12 Leighton Road blue door",
    "42a High St",
    "42a High St, ring twice",
    "we are at 12 leighton road",
    "12 leighton road nw5 after six",
    "nw52zz",
    "NW5-2ZZ",
    "Ring at NW5  2ZZ.",
    "51.55123, -0.14123",
    "51.551,-0.141",
    "lat 51.55123 lon -0.14123",
    "51.55123N 0.14123W",
    "51°33'05\"N 0°08'28\"W",
    "51.55123/-0.14123",
    "///filled.count.soap",
    "what3words: filled.count.soap",
    "9C3XHV2M+XQ",
    "HV2M+XQ Kentish Town",
    "https://maps.app.goo.gl/abc123",
    "see maps.google.com/?q=51.5,0.1",
    "https://www.google.co.uk/maps/place/x",
    "https://www.openstreetmap.org/?mlat=51.5",
    "https://w3w.co/filled.count.soap",
    "geo:51.55,-0.14",
    "Flat 3",
    "flat 12b",
    "Apartment 7, ring the top bell",
    "Flat B, top floor",
    "12, Leighton Road",
    "12-14 Leighton Road",
    "12 Park Hill Gardens",
    "12 Leighton Road near Camden Road",
    "1 The Grove",
    "5 The Close, behind the shops",
    "10 Kings Cross Road",
    "Leighton Road, no. 12",
    "Leighton Road number 12",
    "house number 12",
    "12 May Road",
    "3 Willow Close.",
    "12 LEIGHTON ROAD",
    "pick up from 7 Torriano Cottages",
    "Saturday at 12 Leighton Road",
    "12 Isle of Dogs Road",
    "No 12 Leighton Road",
    "number 12 leighton road",
    "12 St John's Wood High Street",
    "12 Great Russell St.",
    "It is 12 Leighton Rd on the left",
    "4 Leighton Grove, NW5",
    "Address:12 Leighton Road",
    "home (12 Leighton Road)",
    "Bus 134 to the stop, then 12 Leighton Road",
    "2 minutes from the station: 12 Leighton Road",
    "22 Lady Margaret Road kentish town",
]

INNOCENT = [
    "7 days",
    "2 Samuel Road trips",
    "No 12 bus",
    "the No 12 bus to Camden Road",
    "5 minutes from Camden Road",
    "5 Minutes From Camden Road",
    "2 large pans",
    "the Finchley Road end",
    "1960s Road Atlas",
    "3 Little Pigs Lane show",
    "NW5",
    "NW5 and N19",
    "NW5 2nd and 4th Saturday",
    "between 10 and 4 by the Camden Road end",
    "a flat 2 mile walk",
    "flat-pack shelves, 2 boxes",
    "Bus 29 Camden Road",
    "zone 2 Camden Road station",
    "aged 5 to 11",
    "20mph on Leighton Road",
    "the A41 Finchley Road",
    "DVD of 21 Jump Street",
    "the book 84 Charing Cross Road",
    "13 January Camden Road",
    "2027 Camden Road carnival",
    "10-4 Camden Road",
    "7.30 Kentish Town Road",
    "£12 Oxford Street voucher",
    "12 volt drill, 2.5 kg",
    "8 Kentish Town Road shops",
    "22nd Camden Scouts, Leighton Road",
    "3 side streets away",
    "4 bedroom house",
    "Monopoly: 2 stations, 22 streets",
    "1:25,000 map of the Chilterns",
    "size 12.125 and 10.250 inch hoses",
    "ages 5+",
    "24 inch wheels for the road",
    "a flat 5k run",
    "Flat rate of 5 pounds",
    "I have 2 and 3/4 inch drill bits",
    "20 hanging baskets for the street party",
    "2 quiet streets",
    "60 years of Abbey Road",
    "a flat 12 volt battery",
    "and/or",
    "2 Tennis courts",
    "Top 10 Regent Street lights",
    "Covers 3 postcodes: NW5, NW3 and N6",
    "Season 2 Coronation Street DVDs",
    "Route 24 Hampstead Road",
    "We meet on the 2nd floor",
    "6 chairs, 1 table",
    "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright",
    "a 3 by 2 metre square",
    "Within 1 mile of Leighton Road",
    "Everyone on Leighton Road",
    "open 9 to 5 Monday to Friday",
    "12 high street shops",
    "2 for 1",
    "Q&A at 7",
    "a 15 minute walk up Highgate Hill.",
    "10 people walk up Parliament Hill.",
    "5 Primrose Hill neighbours",
    "12 eggs and 500 g flour",
    "1 in 4 of us",
    "Ladder, 12 rungs, 3.45 m",
    "No 1 in the street party league",
    "up to 10 neighbours in the same road",
    "one of 20 in this street",
    "2 books: The Road and Lane",
]


@pytest.mark.parametrize("text", GIVES_IT_AWAY)
def test_a_home_is_seen(text: str) -> None:
    assert signs(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_no_wolf_is_cried(text: str) -> None:
    assert signs(text) == []


def test_each_kind_is_named_once() -> None:
    text = "12 Leighton Road, NW5 2ZZ, once more NW5 2ZZ; 51.55123, -0.14123 is ///filled.count.soap"
    assert signs(text) == ["a whole postcode", "coordinates", "a what3words address", "a house number with its street"]


@pytest.mark.parametrize(
    "part", ["12 ", "12 a ", "A1 ", "1.234 ", "Flat ", "a.b.", "/// ", "12, Leighton ", "1/2-", "Road no ", "51° "]
)
def test_a_long_text_takes_no_long_time(part: str) -> None:
    start = time.perf_counter()
    signs(part * 20_000)
    assert time.perf_counter() - start < 5
