"""The pages, the API and the feed of a hub that holds what ten platforms published."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import jsonschema_rs
import orjson
import pytest
from flask.testing import FlaskClient
from referencing import Registry, Resource

from openhub import spec
from openhub.config import Settings
from openhub.harvest.run import Run
from openhub.hub.hub import Hub
from openhub.model.query import Found, Query, Results
from openhub.model.source import Source
from openhub.web import home
from openhub.web.app import STYLE, create_app
from tests import make
from tests.conftest import Site

PAGES = [
    "/",
    "/find",
    "/find?near=NW5",
    "/find?q=zorbing&near=NW5&door=back",
    "/find?near=Kentsh+Town",
    "/data",
    "/api",
    "/platform/1",
    "/validate",
    "/ns.html",
    "/codes.html",
    "/codes/access-feature.html",
    "/themes.html",
    "/schemas.html",
    "/rules.html",
    "/rules/end-before-start.html",
    "/context/v1.html",
]
MACHINES = [
    "/api/v1/activities",
    "/api/v1/activities.geojson",
    "/api/v1/sources",
    "/feed",
    "/openapi.json",
    "/.well-known/openhub",
    "/.well-known/api-catalog",
    "/ns",
    "/codes",
    "/codes/access-feature",
    "/themes",
    "/schemas",
    "/rules",
    "/rules/end-before-start",
    "/schemas/v1/item.json",
    "/context/v1",
]


# A block of data is not run: browsers take only a script of a JavaScript type for one. It must not hold a "<".
DATA_BLOCK = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
MOST_PAGE_BYTES = 150_000


@pytest.fixture
def client(demo_hub: Hub) -> FlaskClient:
    return create_app(demo_hub.settings, demo_hub).test_client()


@pytest.fixture
def everything(demo_hub: Hub) -> tuple[Found, ...]:
    return demo_hub.search(Query(limit=1000)).entries


def one_of(everything: tuple[Found, ...], kind: str) -> Found:
    return max((f for f in everything if f.type == kind), key=lambda f: len(json.dumps(f.document)))


def homes(everything: tuple[Found, ...]) -> list[Found]:
    return [f for f in everything if f.document.get("location", {}).get("premises") in ("domestic", "undisclosed")]


# Pages


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_runs_nothing_and_asks_nobody_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert not re.search(r'(src|<link[^>]+href)="(https?:)?//', answer.text)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_every_activity_has_a_page_and_every_link_on_it_is_safe(
    client: FlaskClient, everything: tuple[Found, ...]
) -> None:
    for found in everything:
        page = client.get(f"/activity/{found.ref}?near=NW5")
        assert page.status_code == 200, found.id
        hrefs = re.findall(r'href="([^"]*)"', page.text)
        assert all(h.startswith(("/", "#", "http://", "https://", "mailto:", "tel:", "data:,")) for h in hrefs), (
            found.id
        )


def test_links_inside_the_hub_lead_somewhere(client: FlaskClient) -> None:
    links = {
        href.replace("&amp;", "&") for path in PAGES for href in re.findall(r'href="(/[^"#]*)', client.get(path).text)
    }
    assert len(links) > 50
    for link in sorted(links):
        with client.get(link) as answer:
            assert answer.status_code in (200, 303), link


@pytest.mark.parametrize("kind", spec.TYPES)
def test_odd_documents_never_break_a_page(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    whole = one_of(everything, kind)
    for member in whole.document:
        for odd in (None, 3, "<script>alert(1)</script>", [], {}, [None], [{"name": ["x"]}]):
            shown = replace(whole, document={**whole.document, member: odd} if member != "type" else {"type": kind})
            monkeypatch.setattr(demo_hub, "item", lambda ref, shown=shown: shown)
            page = client.get(f"/activity/{whole.ref}?near=NW5")
            assert page.status_code == 200, (member, odd)
            assert "<script" not in DATA_BLOCK.sub("", page.text)


@pytest.mark.parametrize("kind", spec.TYPES)
def test_an_activity_page_carries_its_projection_for_search_engines(
    client: FlaskClient, everything: tuple[Found, ...], kind: str
) -> None:
    found = one_of(everything, kind)
    page = client.get(f"/activity/{found.ref}")
    (block,) = DATA_BLOCK.findall(page.text)
    assert json.loads(block) == client.get(f"/api/v1/activities/{found.ref}?profile=schema.org").json
    assert json.loads(block)["url"] == found.document["url"]
    assert len(page.data) + STYLE.stat().st_size <= MOST_PAGE_BYTES


def test_what_an_author_writes_cannot_end_the_block_of_data(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = "</script><script>alert(1)</script><!-- <script>"
    whole = one_of(everything, "Event")
    shown = replace(whole, document={**whole.document, "description": evil})
    monkeypatch.setattr(demo_hub, "item", lambda ref: shown)
    (block,) = DATA_BLOCK.findall(client.get(f"/activity/{whole.ref}").text)
    assert json.loads(block)["description"] == evil


def test_the_home_page_counts_what_there_is(
    client: FlaskClient, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/").text
    assert f"{len(everything)} things from" in page
    monkeypatch.setattr(home, "MOST_COUNTED", len(everything))
    assert f"{len(everything)}+ things from" in client.get("/").text
    assert "Back a project" in page
    assert page.count('class="entry"') == 6


# Looking


def test_a_full_postcode_is_never_put_in_an_address(client: FlaskClient) -> None:
    answer = client.post("/find", data={"q": "drill", "near": "nw5 2zz"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/find?q=drill&near=NW5")
    assert client.get("/find?near=NW5+2ZZ").headers["Location"] == "/find?near=NW5"
    assert client.get("/find?q=near+NW5+2ZZ").headers["Location"] == "/find?near=NW5"
    assert client.get("/find?q=M1+1AE").headers["Location"] == "/find?q=M1"
    assert client.post("/find", data={"q": "NW5 2ZZ"}).headers["Location"] == "/find?near=NW5"


def test_an_activity_page_never_says_a_full_postcode_of_who_reads_it(
    client: FlaskClient, everything: tuple[Found, ...]
) -> None:
    answer = client.get(f"/activity/{everything[0].ref}?near=NW5+2ZZ&need=lift")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/activity/{everything[0].ref}?near=NW5")


def test_the_form_keeps_the_filters_that_are_on(client: FlaskClient) -> None:
    answer = client.post("/find", data={"q": "film", "near": "", "door": ["go", "eat"], "unsaid": "0"})
    assert answer.headers["Location"] == "/find?q=film&door=go&door=eat&unsaid=0"


def test_an_unticked_box_counts_only_when_the_filters_were_sent(client: FlaskClient) -> None:
    assert client.get("/find?need=lift&sent=1").headers["Location"] == "/find?need=lift&unsaid=0"
    assert client.get("/find?need=lift&sent=1&unsaid=1").headers["Location"] == "/find?need=lift"
    assert client.get("/find?need=lift").status_code == 200


def test_an_unknown_place_is_said_kindly_and_everything_is_shown(client: FlaskClient) -> None:
    page = client.get("/find?near=Kentsh+Town").text
    assert "We do not know a place called “Kentsh Town”" in page
    assert 'href="/find?near=Kentish+Town"' in page
    assert 'class="entry"' in page


def test_told_us_so_comes_before_did_not_say(client: FlaskClient) -> None:
    page = client.get("/find?need=hearing-loop&q=film&near=NW5").text
    told, unsaid = page.index("told us so"), page.index("did not say</h2>")
    assert told < unsaid
    assert "Hearing loop: did not say" not in page[told:unsaid]
    assert "Hearing loop: did not say" in page[unsaid:]
    assert "did not say</h2>" not in client.get("/find?need=hearing-loop&q=film&near=NW5&unsaid=0").text


def test_nothing_found_looks_a_little_wider(client: FlaskClient) -> None:
    page = client.get("/find?q=cooking&near=NW5&door=back").text
    assert "Nothing yet for cooking near NW5" in page
    assert "Look a little wider" in page
    assert "Close to what you asked for" in page


def test_pages_of_results_cover_everything_once(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    seen: list[str] = []
    path = "/find"
    for _ in range(len(everything)):  # no more pages than that, whatever goes wrong
        page = client.get(path).text
        seen += re.findall(r'<li id="at-([a-z2-7]{16})"', page)
        assert ('rel="first" href="/find"' in page) == (path != "/find")
        more = re.search(r'rel="next" href="([^"]+)">More results', page)
        if not more:
            break
        path = html.unescape(more[1])
    assert len(seen) == len(everything) == len(set(seen))


def test_each_page_of_results_has_a_title_of_its_own(client: FlaskClient) -> None:
    address, titles, headings = "/find?near=NW5", [], []
    for _ in range(3):
        page = client.get(address).text
        titles.append(html.unescape(re.findall("<title>(.*?)</title>", page)[0]))
        headings.append(re.findall('<h1 id="found">(.*?)</h1>', page)[0])
        address = html.unescape(re.findall(r'rel="next" href="([^"]+)"', page)[0])
    assert headings == [first := headings[0], f"More results: {first}", f"More results: {first}"]
    assert titles[0].startswith(f"{first} – ")
    assert titles[1].startswith(f"More results: {first}, from “")
    assert len(set(titles)) == 3


def test_where_a_page_cannot_go_on_it_begins_again(client: FlaskClient) -> None:
    assert client.get("/find?after=never-given").headers["Location"] == "/find"
    assert client.get("/find?q=zorbing&after=never-given").headers["Location"] == "/find?q=zorbing"


@pytest.mark.parametrize("path", ["/api/v1/activities", "/api/v1/activities.geojson"])
def test_who_follows_next_with_another_token_is_told(client: FlaskClient, path: str) -> None:
    """The first page again would lead a program round and round."""
    following = client.get(f"{path}?q=cooking&limit=3").json["next"].removeprefix("http://localhost")
    assert client.get(following).status_code == 200
    for wrong in (
        f"{path}?after=never-given",
        following[:-4],
        following.replace("cooking", "film"),
        f"{following}&sort=newest",
    ):
        answer = client.get(wrong)
        assert answer.status_code == 400, wrong
        assert answer.json["parameter"] == "after"
        assert "is not a token of this search" in answer.json["detail"]


def test_too_many_to_count_is_said_honestly(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Results(total=10_000, told=10_000, entries=everything[:3], exact=False, next="token")
    monkeypatch.setattr(demo_hub, "search", lambda query: many)
    page = client.get("/find").text
    assert '<h1 id="found">More than 10,000 things</h1>' in page
    assert '1,000+<span class="away"> found</span>' in page
    answer = client.get("/api/v1/activities").json
    assert (answer["total"], answer["exact"]) == (10_000, False)


def test_the_filters_offer_orders_days_of_the_week_an_amount_and_an_age(client: FlaskClient) -> None:
    page = client.get("/find?near=NW5&sort=soonest&weekday=thu&budget=5&age=7").text
    assert '<option value="soonest" selected>' in page
    assert '<option value="nearest">' in page
    assert '<option value="relevance">' not in page
    assert re.search(r'name="weekday" value="thu" checked', page)
    assert re.search(r'name="budget" value="5"', page)
    assert re.search(r'name="age" value="7"', page)
    for chip in ("Thursdays", "Up to £5", "For age 7"):
        assert f"Remove </span>{chip}</a>" in page
    assert "on Thursdays" in page
    assert '<option value="nearest">' not in client.get("/find").text


def test_the_orders_are_what_they_say(client: FlaskClient) -> None:
    def found(sort: str) -> list[dict[str, Any]]:
        return [i["openhub"] for i in client.get(f"/api/v1/activities?near=NW5&limit=100&sort={sort}").json["items"]]

    soonest = [e["next"][0]["startDate"] for e in found("soonest") if e["next"]]
    assert soonest == sorted(soonest)
    nearest = [e["distanceMetres"] for e in found("nearest") if "distanceMetres" in e]
    assert nearest == sorted(nearest)


def test_a_weekday_an_amount_and_an_age_narrow(client: FlaskClient) -> None:
    def items(query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.get(f"/api/v1/activities?limit=100&{query}").json["items"]
        assert found
        return found

    mondays = [i["openhub"]["next"] for i in items("weekday=mon&type=Event")]
    assert all(date.fromisoformat(n[0]["startDate"][:10]).weekday() == 0 for n in mondays)
    for item in items("budget=5"):
        assert item["isAccessibleForFree"] or any(p.get("price", 0) <= 5 for p in item["prices"])
    nine = [i.get("eligibility", {}).get("ageRange", {}) for i in items("age=9&type=Event")]
    assert all(a.get("minValue", 0) <= 9 <= a.get("maxValue", 120) for a in nine)
    assert {"minValue": 8} in nine
    assert {"minValue": 18} not in nine


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/find?far=5-miles", "“5-miles” does not work for “far”. It must be one of walk"),
        ("/find?on=31/13/2026", "“31/13/2026” is not a day. Write it as 31/12/2026."),
        ("/find?age=many", "“many” is not an age. Write it in whole years, such as 7; at most 120."),
        ("/find?budget=a+fiver", "“a fiver” is not an amount. Write it in pounds, such as 5 or 5.50; at most 10,000."),
        ("/find?need=comfy", "It must be an access feature"),
        ("/find?door=back&door=window", "It must be one of go"),
        (f"/find?q={'x' * 300}", "This is too long. Write it in 200 characters or fewer."),
    ],
)
def test_a_wrong_value_is_explained_above_the_form(client: FlaskClient, path: str, said: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    assert "There is a problem" in answer.text
    assert said in answer.text
    assert "<title>Error: " in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_beside_a_wrong_day_everything_else_stays_in_the_form(client: FlaskClient, method: str) -> None:
    given = {"q": "drill", "near": "NW5 2ZZ", "on": "31/13/2026", "need": "lift", "sent": "1", "unsaid": "1"}
    answer = client.get("/find", query_string=given) if method == "get" else client.post("/find", data=given)
    assert answer.status_code == 400
    assert '<a href="#on">' in answer.text
    assert re.search(r'id="on"[^>]*value="31/13/2026"[^>]*aria-invalid="true" aria-describedby="on-error"', answer.text)
    assert 'name="q" value="drill"' in answer.text
    assert 'name="near" value="NW5"' in answer.text
    assert re.search(r'name="need" value="lift"[^>]* checked', answer.text)
    assert "2ZZ" not in answer.text


def test_a_day_as_people_write_it_is_a_day(client: FlaskClient) -> None:
    assert client.get("/find?on=28/11/2026&sent=1&unsaid=1").headers["Location"] == "/find?on=2026-11-28"
    assert "on Saturday 28 November" in client.get("/find?on=28.11.2026").text
    assert client.get("/api/v1/activities?on=28/11/2026").status_code == 400


def test_an_amount_and_an_age_as_people_write_them(client: FlaskClient) -> None:
    sent = client.get("/find", query_string={"budget": "£5.50", "age": "70 years", "sent": "1", "unsaid": "1"})
    assert sent.headers["Location"] == "/find?budget=5.5&age=70"
    page = client.get(sent.headers["Location"]).text
    assert "Remove </span>Up to £5.50</a>" in page
    assert re.search(r'inputmode="decimal" id="budget" name="budget" value="5.50"', page)
    assert client.get("/api/v1/activities?budget=5.5&age=70").status_code == 200
    assert client.get("/api/v1/activities?budget=£5").status_code == 400


def test_an_activity_page_passes_over_what_it_does_not_know(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    assert client.get(f"/activity/{everything[0].ref}?age=x&on=never").status_code == 200


# Words as people say them


@pytest.mark.parametrize(
    ("q", "location"),
    [
        ("yoga tonight", "/find?q=yoga&when=today&part=evenings"),
        ("film tomorrow", "/find?q=film&on=2026-11-25"),
        ("something on this weekend", "/find?when=weekend"),
        ("borrow a ladder near kentish town", "/find?q=borrow+a+ladder&near=kentish+town"),
        ("run club nw1", "/find?q=run+club&near=NW1"),
    ],
)
def test_words_that_mean_a_time_or_a_place_stand_in_the_address_as_such(
    client: FlaskClient, q: str, location: str
) -> None:
    assert client.get("/find", query_string={"q": q}).headers["Location"] == location
    assert client.post("/find", data={"q": q, "near": ""}).headers["Location"] == location


def test_a_mistyped_word_is_asked_back_with_what_it_would_find(client: FlaskClient) -> None:
    page = client.get("/find?q=gardning").text
    assert "Nothing has the word “gardning”. This is what there is for <b>gardening</b>." in page
    assert 'name="q" value="gardning"' in page
    assert re.findall(r'id="at-[a-z2-7]{16}"', page) == re.findall(
        r'id="at-[a-z2-7]{16}"', client.get("/find?q=gardening").text
    )
    nothing_there = client.get("/find?q=gardning&door=back&on=2027-06-01").text
    assert re.search(r'Did you mean <a href="/find\?q=gardening[^"]*">gardening</a>\?', nothing_there)


def test_when_nothing_has_all_the_words_what_has_some_is_called_so(client: FlaskClient) -> None:
    page = client.get("/find?q=cooking+zorbing").text
    assert "Nothing yet for cooking zorbing" in page
    assert "Nothing has all of that. These have some of it" in page
    assert "Happening soon" not in page
    assert page.count('class="entry"') > 1


def test_when_nothing_has_any_of_the_words_what_is_soon_is_called_so(client: FlaskClient) -> None:
    page = client.get("/find?q=zorbing&near=NW5").text
    assert "Happening soon, nearest NW5 first" in page
    assert not re.search(r'class="n">0<', page)
    assert "Close to what you asked for" not in page


@pytest.mark.parametrize("q", ["🎸", "*", "?!"])
def test_what_cannot_be_searched_for_is_said_and_everything_is_shown(
    client: FlaskClient, everything: tuple[Found, ...], q: str
) -> None:
    page = client.get("/find", query_string={"q": q}).text
    assert f"We could not search for “{q}”" in page
    assert f'<h1 id="found">{len(everything)} things</h1>' in page


def test_the_order_near_a_place_is_said(client: FlaskClient) -> None:
    said = "Nearest first: 15 minutes’ walk, a mile, three miles, further. The soonest first within each."
    assert said in client.get("/find?near=NW5").text
    assert "The best match for your words first" in client.get("/find?near=NW5&q=cooking&far=mile").text
    assert "Nearest first:" not in client.get("/find").text
    assert "Nearest first:" not in client.get("/find?near=NW5&far=walk").text


# Where things lead, and what is held


def test_the_button_says_which_site_it_leads_to(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = one_of(everything, "Event")
    elsewhere = {**found.document, "join": {"url": "https://tickets.example/e/7", "joinMethod": ["web"]}}
    monkeypatch.setattr(demo_hub, "item", lambda ref: replace(found, document=elsewhere))
    assert "You leave this site for tickets.example." in client.get(f"/activity/{found.ref}").text


def test_a_source_without_a_name_goes_by_its_host(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = [replace(s, name=" ", address="https://feeds.example/f") for s in demo_hub.store.sources()]
    monkeypatch.setattr(demo_hub.store, "sources", lambda: nameless)
    assert "On feeds.example" in client.get("/find").text
    assert "on feeds.example" in client.get(f"/activity/{one_of(everything, 'Event').ref}").text
    assert "<h1>feeds.example</h1>" in client.get("/platform/1").text


def test_what_is_held_and_what_is_still_to_come_are_two_figures(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = demo_hub.store.sources()
    ended = [replace(sources[0], outcome="failed", problem="It did not answer"), *sources[1:]]
    monkeypatch.setattr(demo_hub.store, "sources", lambda: ended)
    live = demo_hub.store.live_items()
    live[sources[0].id] += 1
    monkeypatch.setattr(demo_hub.store, "live_items", lambda _=None: live)
    page = client.get("/data").text
    assert f"<b>{sum(live.values())}</b> kept</li><li><b>{len(everything)}</b> still to come" in page
    assert 'data-label="Problems">It did not answer.' in page
    assert "1</b> failed" in page
    some = replace(demo_hub.search(Query(limit=1)), exact=False)
    monkeypatch.setattr(demo_hub, "search", lambda query: some)
    assert f"<b>{len(everything)}+</b> still to come" in (page := client.get("/data").text)
    assert 'data-label="Still to come">Not counted<' in page
    monkeypatch.undo()
    monkeypatch.setattr(demo_hub.store, "live_items", lambda _=None: live)
    mine = sum(f.source == sources[0].id for f in everything)
    assert f"<b>{mine}</b> of {live[sources[0].id]} kept" in client.get(f"/platform/{sources[0].id}").text


@pytest.mark.parametrize(
    ("item", "private"),
    [
        (make.event(description="Write to sam.doe@mail.example first."), ["sam.doe", "mail.example"]),
        (make.event(url="sam.doe@mail.example"), ["sam.doe", "mail.example"]),
        (make.group(summary="Ring 020 7946 0102 and ask for Sam."), ["7946", "0102"]),
        (make.offer(description="Fetch it from 14 Leighton Road, NW5 2ZZ."), ["Leighton", "2ZZ"]),
        (make.offer(location=make.area(address={"type": "PostalAddress", "postalCode": "NW5 2ZZ"})), ["2ZZ"]),
        (make.offer(location=make.area(address={"addressCountry": "GB", "postalCode": "NW5 2ZZQ"})), ["2ZZQ"]),
    ],
)
def test_a_platforms_page_never_repeats_what_an_item_was_put_aside_for(
    site: Site,
    hub: Hub,
    add: Callable[..., Source],
    bring_in: Callable[..., Run],
    item: dict[str, Any],
    private: list[str],
) -> None:
    end = f"{site.address}/feed?afterChangeNumber=9"
    site.answers = {"/feed": make.page([item], next=end), "/feed?afterChangeNumber=9": make.page([], next=end)}
    source = add(f"{site.address}/feed", make.HOST)
    bring_in(source)
    page = create_app(hub.settings, hub).test_client().get(f"/platform/{source.id}").text
    assert "1 item put aside" in page
    assert "Nothing at the moment." in page
    for said in private:
        assert said not in page


# Homes


def test_no_home_is_ever_more_than_an_area(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    private = homes(everything)
    assert private
    for found in private:
        page = client.get(f"/activity/{found.ref}?near=NW5").text
        assert 'class="plate around"' in page
        assert "<dt>Address</dt>" not in page
        assert "minutes’ walk" not in page
        assert 'class="pin"' not in page


def test_no_home_is_on_the_map(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    features = {}
    path = "/api/v1/activities.geojson?near=NW5&limit=100"
    while path and len(features) < 1_000:
        answer = client.get(path).json
        features |= {f["properties"]["openhub"]["ref"]: f for f in answer["features"]}
        path = answer.get("next", "").removeprefix("http://localhost")
    assert len(features) == len(everything)
    assert any(f["geometry"] for f in features.values())
    for found in homes(everything):
        assert features[found.ref]["geometry"] is None
        assert "distanceMetres" not in features[found.ref]["properties"]["openhub"]


def test_an_exact_place_without_coordinates_is_not_put_at_the_centre_of_its_postcode(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    spot = demo_hub.find_place("NW5")
    document = make.event(location=make.venue(geo=None))
    found = replace(one_of(everything, "Event"), document=document, spot=spot, distance_metres=0.0)
    monkeypatch.setattr(demo_hub, "item", lambda ref: found)
    monkeypatch.setattr(demo_hub, "search", lambda query: Results(total=1, told=1, entries=(found,)))
    feature = client.get("/api/v1/activities.geojson?near=NW5").json["features"][0]
    assert feature["geometry"] is None
    assert "distanceMetres" not in feature["properties"]["openhub"]
    assert feature["properties"]["openhub"]["distanceAtMostMiles"] == 1
    for path in (f"/activity/{found.ref}?near=NW5", "/find?near=NW5"):
        page = client.get(path).text
        assert "within about a mile" in page
        assert 'class="pin"' not in page
        assert 'class="area"' in page
    assert "They did not say where on the map it is" in client.get(f"/activity/{found.ref}?near=NW5").text


# The API


def test_the_api_gives_documents_unchanged_with_an_envelope(client: FlaskClient, demo_hub: Hub) -> None:
    answer = client.get("/api/v1/activities?q=lunch&near=NW5&far=mile")
    assert answer.content_type == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    item = answer.json["items"][0]
    envelope = item.pop("openhub")
    found = demo_hub.item(envelope["ref"])
    assert found is not None
    assert item == found.document
    assert envelope["distanceMetres"] % 100 == 0
    assert envelope["page"] == f"http://localhost/activity/{envelope['ref']}"
    assert {"origin", "retrievedAt", "license", "next", "told"} <= set(envelope)


def test_one_activity_is_its_document_and_says_whence_it_came(
    client: FlaskClient, everything: tuple[Found, ...]
) -> None:
    found = everything[0]
    answer = client.get(f"/api/v1/activities/{found.ref}")
    assert answer.json == found.document
    links = answer.headers.get_all("Link")
    assert f'<{found.origin}>; rel="via"' in links
    assert f'<http://localhost/activity/{found.ref}>; rel="alternate"' in links


def test_no_licence_breaks_the_link_header_or_adds_to_it(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = replace(everything[0], licence='https://x.example/\u00fc>; rel="next"', origin="https://x.example/\u00fc>,<y")
    monkeypatch.setattr(demo_hub, "item", lambda ref: odd)
    links = client.get(f"/api/v1/activities/{odd.ref}").headers.get_all("Link")
    assert '<https://x.example/%C3%BC%3E,%3Cy>; rel="via"' in links
    assert not any("next" in link for link in links)  # a space makes it no address at all
    monkeypatch.setattr(demo_hub, "item", lambda ref: replace(odd, licence="https://x.example/\u00fc>"))
    assert '<https://x.example/%C3%BC%3E>; rel="license"' in client.get("/api/v1/activities/x").headers.get_all("Link")


def test_a_radius_and_a_page_do_not_lose_what_else_is_asked(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    path = "/api/v1/activities?near=NW5&radius=20000&type=Event"
    whole = client.get(f"{path}&limit=100").json
    assert whole["total"] < len(everything)
    assert {i["type"] for i in whole["items"]} == {"Event"}
    first = client.get(f"{path}&limit=1")
    assert f'<{first.json["next"]}>; rel="next"' in first.headers.get_all("Link")
    second = client.get(first.json["next"].removeprefix("http://localhost")).json
    assert (second["total"], second["items"]) == (whole["total"], whole["items"][1:2])


def test_next_leads_through_everything(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    seen, path = [], "/api/v1/activities?limit=50&unsaid=1"
    while path and len(seen) <= len(everything):
        answer = client.get(path).json
        assert answer["total"] == len(everything)
        seen += [i["openhub"]["ref"] for i in answer["items"]]
        path = answer.get("next", "").removeprefix("http://localhost")
    assert len(seen) == len(set(seen)) == len(everything)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/geo+json", "application/geo+json"),
        ("application/json", "application/json"),
        ("*/*", "application/ld+json"),
        ("text/html", "application/ld+json"),
    ],
)
def test_what_is_preferred_is_given(client: FlaskClient, accept: str, media_type: str) -> None:
    answer = client.get("/api/v1/activities", headers={"Accept": accept})
    assert answer.mimetype == media_type
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("lng=1", "lng"),
        ("limit=0", "limit"),
        ("limit=ten", "limit"),
        ("lat=51.5", "lon"),
        ("lat=91&lon=0", "lat"),
        ("near=Atlantis", "near"),
        ("radius=100", "radius"),
        ("far=mile", "far"),
        ("type=Concert", "type"),
        ("page=2", "page"),
        ("offset=20", "offset"),
        ("sort=nearest", "sort"),
        ("weekday=monday", "weekday"),
        ("q=a&q=b", "q"),
    ],
)
def test_a_wrong_parameter_is_named_in_a_problem(client: FlaskClient, query: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/activities?{query}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    problem = orjson.loads(answer.data)
    assert (problem["status"], problem["parameter"]) == (400, parameter)
    assert problem["detail"]


def test_latitude_longitude_and_radius(client: FlaskClient) -> None:
    near = client.get("/api/v1/activities?lat=51.5519&lon=-0.1402&radius=300&limit=100").json["items"]
    assert near
    assert all(i["openhub"].get("distanceMetres", 0) <= 300 for i in near)


@pytest.mark.parametrize("path", ["/api/v1/activities", "/api/v1/activities.geojson"])
@pytest.mark.parametrize(
    ("asked", "rest"),
    [
        ("near=NW5+2AP", "near=NW5"),
        ("near=51.551934,-0.140213", "near=51.55%2C+-0.14"),
        ("lat=51.551934&lon=-0.140213", "lat=51.55&lon=-0.14"),
        ("lat=51.551934&lon=-0.140213&radius=5000&sort=nearest", "lat=51.55&lon=-0.14&radius=5000&sort=nearest"),
    ],
)
def test_next_says_no_more_of_where_somebody_is_than_the_search_goes_by(
    client: FlaskClient, path: str, asked: str, rest: str
) -> None:
    def begun(query: str) -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"{path}?{query}&limit=1").json
        return found

    whole, cut = begun(asked), begun(rest)
    for member in ("items", "features", "total"):
        assert whole.get(member) == cut.get(member)
    assert whole["next"].split("?")[1].startswith(f"{rest}&limit=1&after=")
    assert client.get(whole["next"]).json["total"] == whole["total"]


def test_next_cuts_a_full_postcode_among_the_words(demo_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(demo_hub.search(Query(limit=1)), next="token")
    monkeypatch.setattr(demo_hub, "search", lambda _: found)
    answer = create_app(demo_hub.settings, demo_hub).test_client().get("/api/v1/activities?q=drill+NW5+2AP")
    assert answer.json["next"].endswith("/api/v1/activities?q=drill+NW5&after=token")
    assert "2AP" not in answer.headers["Link"]


@pytest.mark.parametrize("path", ["/api/v1/activities/aaaaaaaaaaaaaaaa", "/api/v1/nothing", "/api/nothing"])
def test_nothing_there_is_a_problem(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_wrong_method_is_a_problem_that_says_which_are_right(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/activities")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", MACHINES)
def test_machines_may_ask_from_anywhere_and_ask_again_cheaply(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_one_activity_in_the_terms_of_others(client: FlaskClient, everything: tuple[Found, ...]) -> None:
    at = {f.type: f"/api/v1/activities/{f.ref}" for f in everything if f.type != "Event" or f.document.get("activity")}
    answer = client.get(f"{at['Event']}?profile=openactive")
    assert (answer.status_code, answer.content_type) == (200, "application/ld+json")
    assert (answer.json["@type"], answer.json["@context"][0]) == ("Event", "https://openactive.io/")
    links = answer.headers.getlist("Link")
    assert any('rel="via"' in link for link in links)
    assert not any("json-ld#context" in link for link in links)  # the answer has a context of its own
    assert client.get(f"{at['Group']}?profile=schema.org").json["@type"] == "Organization"
    refused = client.get(f"{at['Offer']}?profile=openactive")
    assert (refused.status_code, refused.content_type) == (406, "application/problem+json")
    assert refused.json["detail"] == "OpenActive has events and series of a physical activity, and nothing else."
    assert refused.json["parameter"] == "profile"
    wrong = client.get(f"{at['Group']}?profile=hsds")
    assert (wrong.status_code, wrong.json["parameter"]) == (400, "profile")
    assert "It must be one of openactive, schema.org." in wrong.json["detail"]


def test_every_path_of_the_openapi_document_is_answered_and_every_parameter_is_read(
    client: FlaskClient, everything: tuple[Found, ...]
) -> None:
    document = client.get("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        if "post" in operations:
            assert client.post(path, data=b"[]").status_code == 200
            continue
        parameters = operations["get"].get("parameters", [])
        named = {p["name"]: p["example"] for p in parameters if p["in"] == "path"} | {"ref": everything[0].ref}
        at = path.format(**named)
        assert client.get(at).status_code == 200
        for parameter in parameters:
            if parameter["in"] == "query":
                assert parameter["description"]
                status = 400 if parameter["name"] == "afterChangeNumber" else 200  # feed-bad-cursor
                assert client.get(f"{at}?{parameter['name']}=").status_code == status


# The feed


def pages_of(client: FlaskClient, path: str) -> Iterator[dict[str, Any]]:
    while True:
        answer = client.get(path)
        assert answer.content_type == "application/vnd.openactive.rpde+json; version=1"
        page = orjson.loads(answer.data)
        yield page
        if page["next"] == f"http://localhost{path}":
            assert page["items"] == []
            assert answer.headers["Cache-Control"] == "public, max-age=8"
            return
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        path = page["next"].removeprefix("http://localhost")


@pytest.mark.parametrize("path", ["/feed", "/feed?limit=40", "/feed?limit=7&afterChangeNumber=0"])
def test_the_feed_gives_everything_in_order(
    client: FlaskClient, demo_hub: Hub, everything: tuple[Found, ...], path: str
) -> None:
    pages = list(pages_of(client, path))
    records = [record for page in pages for record in page["items"]]
    numbers = [record["modified"] for record in records]
    assert numbers == sorted(set(numbers))
    by_id = {record["id"]: record for record in records}
    for found in everything:
        record = by_id[f"http://localhost/activity/{found.ref}"]
        assert (record["state"], record["kind"], record["data"]) == ("updated", found.type, found.document)
        assert (record["openhub"]["origin"], record["openhub"]["via"]) == (found.origin, ["http://localhost/#dataset"])
    assert all(page["license"] == demo_hub.settings.licence and page["openhub"]["version"] == "1.0" for page in pages)


@pytest.mark.parametrize(
    "query",
    [
        "afterChangeNumber=999999999",
        "afterChangeNumber=999999999&limit=3",
        "limit=3&afterChangeNumber=999999999",
        "afterChangeNumber=0999999999",
    ],
)
def test_next_of_the_last_page_is_the_address_asked_for_byte_for_byte(client: FlaskClient, query: str) -> None:
    assert client.get(f"/feed?{query}").json["next"] == f"http://localhost/feed?{query}"


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.5", "1e3", "%F0%9F%98%80", "%EF%BC%91", "1&afterChangeNumber=2"])
def test_a_bad_cursor_is_a_problem(client: FlaskClient, cursor: str) -> None:
    answer = client.get(f"/feed?afterChangeNumber={cursor}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert orjson.loads(answer.data)["parameter"] == "afterChangeNumber"


def test_a_cursor_may_have_any_number_of_digits(client: FlaskClient) -> None:
    last = f"/feed?afterChangeNumber={'9' * 5000}"
    assert client.get(last).json["next"] == f"http://localhost{last}"
    assert client.get("/feed?afterChangeNumber=0000000000000000000000").json["items"] != []


def test_the_feed_passes_over_other_members_of_the_query(client: FlaskClient) -> None:
    assert client.get("/feed?from=a-friend&limit=1").json["items"] == client.get("/feed?limit=1").json["items"]


def test_the_public_address_is_the_one_that_is_set(demo_hub: Hub) -> None:
    settings = replace(demo_hub.settings, base_url="https://hub.camden.example/")
    page = create_app(settings, demo_hub).test_client().get("/feed?limit=1").json
    assert page["next"].startswith("https://hub.camden.example/feed?afterChangeNumber=")
    assert page["items"][0]["id"].startswith("https://hub.camden.example/activity/")


def test_what_was_withdrawn_is_gone_everywhere(
    hub: Hub, everything: tuple[Found, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub.store, "is_gone", lambda ref: True)
    client = create_app(hub.settings, hub).test_client()
    page, problem = client.get("/activity/aaaaaaaaaaaaaaaa"), client.get("/api/v1/activities/aaaaaaaaaaaaaaaa")
    assert (page.status_code, problem.status_code) == (410, 410)
    assert "no longer listed" in page.text


# Discovery


@pytest.mark.parametrize("contact", ["", "data@hub.example", "https://hub.example/contact"])
def test_the_description_is_what_the_schema_says(demo_hub: Hub, contact: str) -> None:
    client = create_app(
        replace(demo_hub.settings, base_url="https://hub.example", contact=contact, operator="Camden Council"), demo_hub
    ).test_client()
    described = client.get("/.well-known/openhub").json
    known = [spec.schema(name) for name in ("dataset", "parts", "codes")]
    registry: Registry[Any] = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in known])
    jsonschema.Draft202012Validator(spec.schema("dataset"), registry=registry).validate(described)
    assert described["distribution"][0]["accessURL"] == "https://hub.example/feed"


def test_the_catalogue_names_the_documentation(client: FlaskClient) -> None:
    answer = client.get("/.well-known/api-catalog")
    assert answer.mimetype == "application/linkset+json"
    for link in orjson.loads(answer.data)["linkset"]:
        for described in (
            link["anchor"],
            link["service-desc"][0]["href"],
            link["service-doc"][0]["href"],
            link["status"][0]["href"],
        ):
            assert client.get(described.removeprefix("http://localhost")).status_code == 200


def test_an_empty_hub_has_pages_too(hub: Hub) -> None:
    client = create_app(Settings(), hub).test_client()
    for path in ("/", "/find", "/find?near=NW5&need=lift", "/data", "/api", "/feed", "/api/v1/activities"):
        assert client.get(path).status_code == 200, path
    assert client.get("/platform/1").status_code == 404
    assert "Nothing is listed yet" in client.get("/").text


def test_a_fault_of_ours_is_said_in_words_and_gives_nothing_away(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(hub, "search", broken)
    client = create_app(hub.settings, hub).test_client()
    for path in ("/find", "/api/v1/activities"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("query", ["", "?afterChangeNumber=3", "?afterChangeNumber=999999"])
def test_the_feed_has_the_shape_of_a_page(client: FlaskClient, query: str) -> None:
    page = client.get(f"/feed{query}").json
    known = [(schema["$id"], schema) for schema in map(spec.schema, ("parts", "codes", "page"))]
    validator = jsonschema_rs.Draft202012Validator(
        spec.schema("page"), validate_formats=True, registry=jsonschema_rs.Registry(known), offline=True
    )
    assert [error.message for error in validator.iter_errors(page)] == []
