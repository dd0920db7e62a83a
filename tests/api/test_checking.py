"""What a publisher gives the hub to check: found, placed, shown as residents would see it, and forgotten."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from openhub.hub.hub import Hub
from openhub.web import checking
from openhub.web.allowance import Allowance
from openhub.web.app import create_app
from tests import make

EVIL = "</textarea></pre><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"


@pytest.fixture
def app(hub: Hub) -> Flask:
    return create_app(hub.settings, hub)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def pasted(client: FlaskClient, value: Any, **headers: str) -> Any:
    text = value if isinstance(value, str) else json.dumps(value, indent=2)
    return client.post("/validate", data={"text": text}, headers=headers)


def sent(client: FlaskClient, name: str, data: bytes) -> Any:
    """The form as a browser sends it. Flask's own client would write what is large to a file."""
    file = '; filename="mine.json"' if name == "file" else ""
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
    return client.post(
        "/validate", data=head + data + b"\r\n--edge--\r\n", content_type="multipart/form-data; boundary=edge"
    )


def codes(report: dict[str, Any]) -> dict[str, int]:
    return {found["code"]: found["count"] for found in report["findings"]}


BAD = make.event(endDate="2026-12-05T10:00:00+00:00", license=make.LICENCE)


# The report


def test_the_report_says_what_is_wrong_where_and_what_to_do(client: FlaskClient) -> None:
    answer = client.post("/api/v1/validate", data=json.dumps(BAD, indent=2))
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    report = answer.json
    assert (report["type"], report["conforms"], report["items"], report["counts"]["error"]) == ("Report", False, 1, 1)
    (found,) = [found for found in report["findings"] if found["severity"] == "error"]
    assert found["code"] == "end-before-start"
    (sample,) = found["samples"]
    lines = json.dumps(BAD, indent=2).splitlines()
    assert '"endDate"' in lines[sample["line"] - 1]
    assert lines[sample["line"] - 1][sample["column"] - 1 :].startswith('"2026-12-05T10')
    assert sample["pointer"] == "/endDate"
    assert sample["message"]
    assert sample["remedy"]


@pytest.mark.parametrize(
    ("body", "items", "pointer"),
    [
        (json.dumps(BAD).encode(), 1, "/endDate"),
        (json.dumps([make.group(id="https://club.example/g"), BAD]).encode(), 2, "/1/endDate"),
        (json.dumps({"items": [BAD]}).encode(), 1, "/items/0/endDate"),
        (make.page([BAD]), 1, "/items/0/data/endDate"),
        (b"\xef\xbb\xbf" + json.dumps(BAD).encode(), 1, "/endDate"),
    ],
)
def test_an_item_a_list_a_file_and_a_page_are_checked(
    client: FlaskClient, body: bytes, items: int, pointer: str
) -> None:
    report = client.post("/api/v1/validate", data=body).json
    assert report["items"] == items
    (found,) = [found for found in report["findings"] if found["code"] == "end-before-start"]
    assert found["samples"][0]["pointer"] == pointer


def test_what_one_item_alone_does_not_show_is_found_too(client: FlaskClient) -> None:
    report = client.post("/api/v1/validate", data=json.dumps([make.event(), make.event(name="Another")])).json
    assert codes(report)["duplicate-id"] == 1


def test_what_was_not_looked_for_is_said(client: FlaskClient) -> None:
    report = client.post("/api/v1/validate", data=json.dumps(make.event())).json
    assert {"code": "id-on-foreign-host", "reason": checking.NEEDS["hosts"]} in report["rulesSkipped"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"<html>",
        b"\xff\xfe{}",
        b"\x1f\x8b\x08",
        b"null",
        b"17",
        b'{"a": 1}',
        b"[1, 2]",
        b'{"items": [{}], "next": 3}',
        b'{"type": "Event", "id": "a", "name": "\\ud800"}',
    ],
)
def test_bytes_that_are_no_items_are_a_finding_with_a_place(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/api/v1/validate", data=body)
    assert answer.status_code == 200
    assert answer.json["counts"]["error"] + answer.json["counts"]["warning"] >= 1
    sample = answer.json["findings"][0]["samples"][0]
    assert (sample["line"], sample["column"]) >= (1, 1)
    page = sent(client, "file", body)
    assert page.status_code == 200
    assert "Must change" in page.text


def test_a_body_full_of_faults_is_answered_with_the_worst_and_the_whole_count(client: FlaskClient) -> None:
    report = client.post("/api/v1/validate", data=json.dumps([make.event(), *[1] * 1_900])).json
    assert report["counts"]["error"] == 1_900
    assert not report["complete"]


# Limits


def test_too_much_is_refused_with_what_to_do(client: FlaskClient) -> None:
    large = b'"' + b"x" * checking.MOST_BYTES + b'"'
    answer = client.post("/api/v1/validate", data=large)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    assert "openhub validate" in answer.json["detail"]
    for name, data in (("text", large), ("file", large), ("text", large * 3), ("file", large * 3)):
        page = sent(client, name, data)
        assert page.status_code == 413
        assert "openhub validate" in page.text
        assert page.headers["Cache-Control"] == "no-store"


def test_very_many_listings_are_refused_however_short_they_are(client: FlaskClient) -> None:
    for body in ([make.event(), *[1] * 2_000], {"items": [make.event(), *[1] * 2_000]}):
        answer = client.post("/api/v1/validate", data=json.dumps(body))
        assert (answer.status_code, answer.json["detail"]) == (413, checking.TOO_MANY)
        page = pasted(client, body)
        assert page.status_code == 413
        assert "more than 2,000 listings" in page.text


def test_other_addresses_keep_their_own_limit(client: FlaskClient) -> None:
    assert client.post("/find", data={"q": "x" * 100_000}).status_code == 413


def test_an_upload_of_the_largest_size_is_never_written_to_disk(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened for it")

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    monkeypatch.setattr("werkzeug.formparser.TemporaryFile", refused, raising=False)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refused, raising=False)
    body = json.dumps(
        [make.event(id=f"https://club.example/{n}", description="x" * 4_000) for n in range(200)]
    ).encode()
    assert len(body) > 800_000
    assert sent(client, "file", body).status_code == 200


def test_who_comes_when_too_many_are_checking_is_told_when_to_come_again(app: Flask) -> None:
    app.extensions["openhub_allowance"] = Allowance(brim=30_000, a_second=1, clock=lambda: 0.0)
    client = app.test_client()
    assert client.post("/api/v1/validate", data=b"[]").status_code == 200
    refused = client.post("/api/v1/validate", data=b"[]")
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert refused.headers["Retry-After"] == "10001"
    page = pasted(client, BAD)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "10001")
    assert "Cooking together" in page.text, "what was pasted is still in the form"


def test_an_allowance_fills_again_up_to_its_brim() -> None:
    now = [0.0]
    bucket = Allowance(brim=10, a_second=2, clock=lambda: now[0])
    assert (bucket.take(10), bucket.take(4)) == (0, 3)
    now[0] = 2.0
    assert (bucket.take(4), bucket.take(1)) == (0, 1)
    now[0] = 1_000.0
    assert (bucket.take(10), bucket.take(1)) == (0, 1)


@pytest.mark.parametrize(("body", "status"), [(b"", 400), (b"  \n", 400)])
def test_nothing_is_asked_for_something(client: FlaskClient, body: bytes, status: int) -> None:
    assert client.post("/api/v1/validate", data=body).status_code == status
    page = client.post("/validate", data={"text": body.decode()})
    assert page.status_code == status
    assert "<title>Error: " in page.text
    assert 'aria-describedby="text-error"' in page.text


# The page


def test_findings_stand_beside_the_listing_as_residents_see_it(client: FlaskClient) -> None:
    page = pasted(client, [make.group(id="https://club.example/g", license=make.LICENCE), BAD])
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "2 listings checked: not ready yet" in page.text
    assert page.text.index("<code>end-before-start</code>") < page.text.index("Nothing was found"), "the worst is first"
    assert "Put aside until it is changed" in page.text
    assert "As a resident would see it" in page.text
    assert "Cooking together" in re.sub(r"(?s)<textarea.*?</textarea>", "", page.text)
    assert 'href="/activity/' not in page.text


def test_each_code_leads_to_what_is_said_of_it(client: FlaskClient) -> None:
    page = pasted(client, [BAD, make.event(id="https://club.example/4", description="Ring Maureen on 020 7946 0123.")])
    report = client.post("/api/v1/validate", data=json.dumps([BAD])).json
    for code in [*codes(report), *(skipped["code"] for skipped in report["rulesSkipped"])]:
        assert f'<a href="/rules/{code}"><code>{code}</code></a>' in page.text
        assert client.get(f"/rules/{code}", headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("kind", make.EVERY_TYPE, ids=lambda kind: kind.__name__)
def test_the_preview_is_the_entry_that_a_hub_shows(
    client: FlaskClient,
    hub: Hub,
    site: Any,
    add: Callable[..., Any],
    bring_in: Callable[..., Any],
    kind: Callable[..., Any],
) -> None:
    document = kind(
        id=f"{site.address}/items/1", url=f"{site.address}/items/1", publisher={"type": "Organization", "name": "Club"}
    )
    site.answers["/items.json"] = json.dumps({"license": make.LICENCE, "items": [document]}).encode()
    source = add(f"{site.address}/items.json")
    assert bring_in(source).counts.new == 1
    shown = entry(client.get("/").text)
    previewed = entry(pasted(client, {"license": make.LICENCE, "items": [document]}).text)
    assert plain(shown).replace(hub.store.sources()[0].name or "127.0.0.1", "Club") == plain(previewed)


def entry(page: str) -> str:
    found = re.search(r'(?s)<article class="entry">(.*?)</article>', page)
    assert found
    return found[1]


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_what_is_over_is_said_to_be_over(client: FlaskClient) -> None:
    page = pasted(client, make.event(startDate="2026-01-05T14:00:00+00:00", endDate="2026-01-05T16:00:00+00:00"))
    assert "residents do not see it any more" in page.text


def test_only_so_many_listings_are_shown_and_the_page_says_so(client: FlaskClient) -> None:
    page = pasted(client, [make.group(id=f"https://club.example/{n}") for n in range(40)])
    assert page.text.count('<article class="entry">') == checking.MOST_ITEMS
    assert "These are 25 of 40 listings" in page.text


def everywhere(value: Any, evil: str) -> Iterator[Any]:
    """The document with the text in the place of each of its values, and of the name of each of its members, in turn."""
    yield evil
    if isinstance(value, dict):
        for name, member in value.items():
            yield from ({**value, name: changed} for changed in everywhere(member, evil))
            yield {**{n: m for n, m in value.items() if n != name}, evil: member}
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in everywhere(member, evil))


@pytest.mark.parametrize("kind", make.EVERY_TYPE, ids=lambda kind: kind.__name__)
def test_nothing_that_is_pasted_becomes_markup(app: Flask, kind: Callable[..., Any]) -> None:
    app.extensions["openhub_allowance"] = Allowance(brim=1e12, a_second=1e12)
    client = app.test_client()
    documents = [d for d in everywhere(kind(description="Come along."), EVIL) if isinstance(d, dict)]
    assert len(documents) > 20
    for at in range(0, len(documents), checking.MOST_ITEMS):
        page = pasted(client, documents[at : at + checking.MOST_ITEMS])
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert " onerror=alert(2)>" not in page.text
        assert page.text.count("</textarea>") == 1
        hrefs = re.findall(r'href="([^"]*)"', page.text)
        assert all(h.startswith(("/", "#", "http://", "https://", "mailto:", "tel:", "data:,")) for h in hrefs)


def test_an_address_that_runs_is_no_link(client: FlaskClient) -> None:
    document = make.event(
        url="javascript:alert(1)", contact={"email": "javascript:alert(1)", "telephone": "javascript:1"}
    )
    page = pasted(client, document).text
    assert 'href="javascript' not in page


def test_what_is_not_json_is_shown_as_text(client: FlaskClient) -> None:
    page = pasted(client, EVIL)
    assert "This could not be read" in page.text
    assert "<script" not in page.text
    assert page.text.count("</textarea>") == 1


# Nothing is kept


def test_a_form_on_another_site_is_sent_to_the_empty_page(client: FlaskClient) -> None:
    for site in ("cross-site", "same-site"):
        answer = pasted(client, BAD, **{"Sec-Fetch-Site": site})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/validate")
    assert pasted(client, BAD, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_nothing_of_it_is_kept_or_logged(client: FlaskClient, hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    before = hub.store.changes(0, 10)
    answer = pasted(client, BAD)
    assert "Set-Cookie" not in answer.headers
    client.post("/api/v1/validate", data=json.dumps(BAD))
    assert hub.store.changes(0, 10) == before
    assert hub.store.sources() == []
    assert caplog.text == ""
    assert "Cooking together" not in client.get("/validate").text


def test_the_hub_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/validate"' in client.get("/data").text
