"""What a search on a page and in the API says of itself: counts, what goes together, and what became of its words."""

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from openhub.hub.hub import Hub
from openhub.web.app import create_app

API = "/api/v1/activities"
CHOICE = re.compile(
    r'<input type="(?:radio|checkbox)" name="(\w+)" value="([^"]*)"( checked)?>.*?<span class="n">([0-9,]+)'
)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture(scope="module")
def client(demo_hub: Hub) -> FlaskClient:
    return create_app(demo_hub.settings, demo_hub).test_client()


def form(page: str) -> str:
    """The form of filters."""
    return page.partition('id="filters"')[2].partition("</form>")[0]


def chosen(client: FlaskClient, page: str, name: str, value: str) -> str:
    """What follows when one radio button of the form is pressed and it is sent."""
    sent: list[tuple[str, str]] = [(n, html.unescape(v)) for n, v in HIDDEN.findall(form(page))]
    sent += [(n, v) for n, v, on, _ in CHOICE.findall(form(page)) if on and n != name]
    if day := re.search(r'id="on" name="on" value="([^"]+)"', page):
        sent.append(("on", day[1]))
    sent += [(name, value), ("unsaid", "1")]
    return client.get("/find", query_string=sent, follow_redirects=True).text


def total(page: str) -> int:
    found = re.search(r'<h1 id="found">(Nothing yet|[0-9,]+)', page)
    assert found
    return 0 if found[1] == "Nothing yet" else int(found[1].replace(",", ""))


def problem(client: FlaskClient, query: str) -> dict[str, Any]:
    answer = client.get(f"{API}?{query}")
    assert answer.status_code == 400, query
    found: dict[str, Any] = answer.json
    return found


# Days


@pytest.mark.parametrize(
    "query",
    ["", "on=2026-11-26", "from=2026-11-26&to=2026-11-29", "when=weekend", "when=undated", "part=evenings&near=NW5"],
)
def test_beside_each_choice_of_when_is_what_choosing_it_finds(client: FlaskClient, query: str) -> None:
    page = client.get(f"/find?{query}").text
    choices = [(value, int(number)) for name, value, _, number in CHOICE.findall(form(page)) if name == "when"]
    assert len(choices) > 2
    for value, number in choices:
        assert total(chosen(client, page, "when", value)) == number, value


def test_a_day_typed_into_the_form_goes_before_the_word_that_was_chosen(client: FlaskClient) -> None:
    sent = {"sent": "1", "was": "", "when": "weekend", "on": "2026-11-26", "unsaid": "1"}
    assert client.get("/find", query_string=sent).headers["Location"] == "/find?on=2026-11-26"
    another = sent | {"was": "2026-11-25"}
    del another["when"]
    assert client.get("/find", query_string=another).headers["Location"] == "/find?on=2026-11-26"
    both = client.get("/find", query_string=sent | {"was": "2026-11-25"})
    assert both.status_code == 400
    assert "“This weekend” does not go together with days of your own. This is what is on those days." in both.text


def test_what_has_no_fixed_day_is_offered_no_evening(client: FlaskClient) -> None:
    page = client.get("/find?when=undated").text
    assert 'name="part"' not in form(page)
    assert 'name="weekday"' not in form(page)


@pytest.mark.parametrize(
    ("query", "parameter", "said", "rest"),
    [
        ("when=undated&part=evenings", "part", "no fixed day has no evening", "when=undated"),
        ("when=undated&weekday=tue", "weekday", "no day of the week", "when=undated"),
        ("on=2026-11-26&when=weekend", "when", "“This weekend” does not go together with days", "on=2026-11-26"),
        ("from=2026-11-26&when=undated", "when", "“No fixed day” does not go together with days", "from=2026-11-26"),
        ("on=2026-11-26&from=2026-11-20", "on", "One day does not go together with days from", "on=2026-11-26"),
        ("from=2026-12-02&to=2026-12-01", "to", "01/12/2026 is before 02/12/2026", ""),
    ],
)
def test_what_does_not_go_together_is_refused_and_explained(
    client: FlaskClient, query: str, parameter: str, said: str, rest: str
) -> None:
    refused = problem(client, query)
    assert refused["parameter"] == parameter
    assert f" {parameter}" in refused["detail"]
    page = client.get(f"/find?{query}")
    assert page.status_code == 400
    assert said in html.unescape(page.text)
    assert total(page.text) == total(client.get(f"/find?{rest}").text)


def test_the_same_day_twice_and_any_time_go_together(client: FlaskClient) -> None:
    for query in ("from=2026-12-01&to=2026-12-01", "on=2026-11-26&when=any", "when=undated&age=9"):
        assert client.get(f"{API}?{query}").status_code == 200
        assert client.get(f"/find?{query}").status_code == 200


# Words


@pytest.mark.parametrize(
    ("q", "understood"),
    [
        ("film tonight", {"q": "film", "when": "today", "part": ["evenings"]}),
        ("film near NW5", {"q": "film", "near": "NW5"}),
        ("what's on tomorrow", {"q": "", "on": "2026-11-25"}),
        ("football for a 7 year old", {"q": "football", "age": 7}),
        ("film", None),
    ],
)
def test_the_api_understands_words_as_the_page_does_and_says_how(
    client: FlaskClient, q: str, understood: dict[str, Any] | None
) -> None:
    answer = client.get(API, query_string={"q": q}).json
    assert answer.get("understood") == understood
    assert answer["total"] == total(client.get("/find", query_string={"q": q}, follow_redirects=True).text)


def test_beside_a_spot_no_place_is_taken_out_of_the_words(client: FlaskClient) -> None:
    answer = client.get(f"{API}?q=film+near+NW5&lat=51.5&lon=-0.1").json
    assert "understood" not in answer
    assert answer["passedOver"] == ["near"]


def test_words_that_were_moved_stay_moved_on_the_next_page(client: FlaskClient) -> None:
    seen, path = [], f"{API}?q=what's on this week&limit=7"
    for _ in range(20):
        answer = client.get(path).json
        seen += [item["openhub"]["ref"] for item in answer["items"]]
        if "next" not in answer:
            break
        path = answer["next"].removeprefix("http://localhost")
    assert len(seen) == len(set(seen)) == answer["total"] > 14


@pytest.mark.parametrize(
    ("q", "passed"),
    [("*", ["*"]), ("🍰", ["🍰"]), ("near me", ["near", "me"]), ("something warm", ["something"]), ("film", None)],
)
def test_words_that_were_not_looked_for_are_said(client: FlaskClient, q: str, passed: list[str] | None) -> None:
    for path in (API, f"{API}.geojson"):
        assert client.get(path, query_string={"q": q}).json.get("passedOver") == passed
    said = f"We could not search for “{q}”" in client.get("/find", query_string={"q": q}).text
    assert said == (q in ("*", "🍰", "near me"))


def test_words_beyond_the_twentieth_are_said(client: FlaskClient) -> None:
    text = " ".join(["film"] * 20 + ["the", "nettle", "bramble"])
    assert client.get(API, query_string={"q": text}).json["passedOver"] == ["the", "nettle", "bramble"]
    assert "without “nettle bramble”" in client.get("/find", query_string={"q": text}).text


def test_the_api_asks_back_a_mistyped_word(client: FlaskClient) -> None:
    answer = client.get(f"{API}?q=coocking").json
    assert (answer["total"], answer["suggestion"]) == (0, "cooking")
    assert "suggestion" not in client.get(f"{API}?q=cooking").json
    assert "suggestion" not in client.get(f"{API}?q=coocking&on=2027-08-01").json  # nor would cooking find anything


def test_a_small_word_may_be_mistyped(client: FlaskClient) -> None:
    page = client.get("/find?q=somthing+warm+near+NW5", follow_redirects=True).text
    assert total(page) == total(client.get("/find?q=warm&near=NW5").text) > 0
    assert "This is what there is for <b>something warm</b>" in page


# Messages


def test_coordinates_that_are_none_are_told_so(client: FlaskClient) -> None:
    for near in ("91,0", "0,181", "510.5, 1"):
        detail = problem(client, f"near={near}")["detail"]
        assert detail.startswith(f"There is no place at {near}. A latitude is from -90 to 90")
        assert f"There is no place at “{near}”" in client.get(f"/find?near={near}").text
    assert client.get(f"{API}?near=90,180").status_code == 200


def test_nearest_without_a_place_asks_for_one(client: FlaskClient) -> None:
    assert "Nearest to what?" in client.get("/find?sort=nearest").text
    assert "Nearest to what?" not in client.get("/find?sort=nearest&near=NW5").text
    assert problem(client, "sort=nearest")["detail"].startswith("Nearest to what?")


def test_what_cannot_be_in_a_text_is_named(client: FlaskClient) -> None:
    assert "none of them NUL (%00)" in problem(client, "q=%00")["detail"]
