"""Contacts in texts: addresses and numbers are found however they are spelt, and nothing innocent is taken for one."""

import re

import pytest

from openhub.model.contact import LEFT_OUT, PATTERN, declared, is_contact, plain, without_contacts

INNOCENT = (
    "Tickets cost £10.50, or £5 each if you book before 2027.",
    "It costs £1,200,000 in all and 02,345 people came.",
    "Meet in room 0207 on the second floor.",
    "Bring 01 rucksack and 02 bottles for 2026-2027.",
    "We meet on 05-12-2026 and on 2026-12-05.",
    "Starts 09/01/2027 and ends 10/02/2027.",
    "Tuesdays 09:30-12:30 and 13:00-17:00.",
    "Open 0900 1230 and 1300 1700.",
    "Open 09.30 - 12.30, 13.30 - 17.30.",
    "The book is ISBN 0306406152, borrow it here.",
    "ISBN 978-0-306-40615-7 is on the shelf.",
    "Registered charity 1234567, company 01234567.",
    "At 51.550123, -0.141234 on the map.",
    "See https://club.example/page?id=02079460105 for more.",
    "Ticket #02079460105 is not a number to call.",
    "Follow us @kentishtowncooks.",
    "Buses 24, 46, 134, 214, C2 and N20 stop here.",
    "The code of the area is E09000007.",
    "A walk of 10000 steps, about 7 km.",
    "Meet at 12 @ the green.",
)
ADDRESSES = (
    "ann@club.example", "Ann.Lee+walks@mail.club.example", "ann_lee@club-two.co.uk", "o'neill@club.example", "ANN@CLUB.EXAMPLE",
)  # fmt: skip
NUMBERS = (
    "020 7946 0105", "02079460105", "(020) 7946 0105", "020-7946-0105", "020.7946.0105", "+44 20 7946 0105", "+442079460105",
    "+44 (0)20 7946 0105", "+44 (0) 20 7946 0105", "0044 20 7946 0105", "07700 900123", "07700900123", "07700 900 123",
    "+44 7700 900123", "+44-7700-900-123", "01632 960 001", "0113 496 0123", "0800 1111 222",
)  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_text_is_left_as_it_is(text: str) -> None:
    assert without_contacts(text) == text


@pytest.mark.parametrize("contact", ADDRESSES + NUMBERS)
@pytest.mark.parametrize("text", ["{}", "Call {}.", "Ask Ann ({}) about it", "Ann: {}, or turn up", "Tel {}\nor come"])
def test_contacts_are_left_out_of_texts(contact: str, text: str) -> None:
    left = without_contacts(text.format(contact))
    assert LEFT_OUT in left
    assert not re.search("[0-9]{3}|@", left), left


def test_what_stands_around_a_contact_stays() -> None:
    assert without_contacts("Ask ann@club.example or 020 7946 0105 today.") == f"Ask {LEFT_OUT} or {LEFT_OUT} today."


@pytest.mark.parametrize(
    ("spellings", "same"),
    [
        (("020 7946 0105", "+44 (0)20 7946 0105", "0044-20-7946-0105", "+442079460105"), "2079460105"),
        (("Ann@Club.example", " ann@club.example "), "ann@club.example"),
    ],
)
def test_spellings_of_one_contact_are_the_same(spellings: tuple[str, ...], same: str) -> None:
    assert {plain(s) for s in spellings} == {same}


def test_an_items_own_contacts_are_found_wherever_they_stand() -> None:
    document = {
        "contact": {"email": "Hello@club.example", "telephone": "020 7946 0105"},
        "roles": [{"contact": {"telephone": "+44 7700 900123"}}],
        "email": 7,
        "name": "mail@nobody.example",
    }
    assert declared(document) == {"hello@club.example", "2079460105", "7700900123"}


def test_each_match_of_the_pattern_is_judged_by_where_it_stands() -> None:
    text = "ISBN 0306406152, or 020 7946 0105"
    assert [is_contact(m) for m in re.finditer(PATTERN, text)] == [False, True]


def test_a_long_hostile_text_is_read_to_its_end() -> None:
    for text in ("0" * 60_000, "0 " * 30_000, "a." * 30_000 + "@", "a@" + "b-" * 30_000, "+44 (" * 12_000):
        assert len(without_contacts(text)) > 0
