"""Every name of the standard leads through the rules for w3id.org to a hub that answers it, in each of its forms."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from openhub import __version__, spec
from openhub.cli.explain import reader_faults
from openhub.cli.rules import COMMAND as rules_command
from openhub.config import Settings
from openhub.validate.engine import about, codes
from openhub.validate.examples import bad, good
from openhub.validate.report import HELP
from openhub.validate.rule import Rule
from openhub.web import standard
from openhub.web.app import create_app
from openhub.web.checking import NEEDS

ROOT = Path(__file__).parents[3]
RULES = ROOT / "docs" / "w3id.htaccess"
HOST = "https://openhub.example"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
JSON_LD, JSON, TURTLE, HTML = "application/ld+json", "application/json", "text/turtle", "text/html"
PAGES = [address for address, document in standard.documents().items() if HTML in document.forms]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A hub of which nothing is asked but the standard."""
    return create_app(Settings(), None).test_client()


# From the names to the hub


def names() -> set[str]:
    """Every name in our namespace that the standard's own files speak of."""
    files = [*spec.folder().rglob("*.json*"), *spec.folder().rglob("*.ttl"), *spec.schemas().values()]
    found = {n for f in files for n in re.findall(rf"{spec.NAMESPACE}[\w./#-]*", f.read_text("utf-8"))}
    terms = re.findall(r"\"oh:(\w+)\"", (spec.folder() / "context.jsonld").read_text("utf-8"))
    return {name.rstrip(".") for name in found} | {f"{spec.NAMESPACE}ns#{term}" for term in terms}


@cache
def rules() -> tuple[tuple[str, str], ...]:
    """The patterns of the redirects, and what each leads to."""
    text = RULES.read_text("utf-8")
    variables = dict(re.findall(r"^RewriteRule \^ - \[E=(\w+):(\S+)\]$", text, re.MULTILINE))
    found = re.findall(r"^RewriteRule (\S+) (\S+) \[R=302,L\]$", text, re.MULTILINE)
    return tuple((p, re.sub(r"%\{ENV:(\w+)\}", lambda v: variables[v[1]], target)) for p, target in found)


def redirected(name: str) -> str:
    """Where w3id.org sends who asks for a name, as Apache reads the rules; "" when nowhere."""
    path = name.partition("#")[0].removeprefix(spec.NAMESPACE)
    for pattern, target in rules():
        if match := re.search(pattern, path):
            return re.sub(r"\$(\d)", lambda group: match[int(group[1])], target)
    return ""


def address(name: str) -> str:
    """The path on the hub."""
    return redirected(name).removeprefix(HOST)


def by_document() -> list[str]:
    return sorted({name.partition("#")[0] for name in names()})


def test_the_names_are_those_of_every_part_of_the_standard() -> None:
    found = set(by_document())
    assert {spec.CONTEXT_URL, f"{spec.NAMESPACE}ns", f"{spec.NAMESPACE}themes"} <= found
    assert {f"{spec.NAMESPACE}codes/{name}" for name in spec.code_lists()} <= found
    assert {f"{spec.NAMESPACE}schemas/v1/{name}.json" for name in ("item", "page", "dataset", "parts")} <= found


@pytest.mark.parametrize("accept", ["", "*/*", BROWSER, HTML, TURTLE, JSON_LD, JSON, "application/schema+json"])
@pytest.mark.parametrize("name", by_document())
def test_every_name_leads_to_an_answer(client: FlaskClient, name: str, accept: str) -> None:
    answer = client.get(address(name), headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200, redirected(name)
    kinds = standard.documents()[address(name).strip("/")].forms
    wanted = HTML if accept == BROWSER else accept
    assert answer.mimetype == (wanted if wanted in kinds else next(iter(kinds)))
    assert answer.data


def test_every_term_has_a_place_on_its_page(client: FlaskClient) -> None:
    """So that who follows a link such as codes/format#meal in a browser arrives at the word."""
    places = {n: ids(client.get(address(n), headers={"Accept": BROWSER}).text) for n in by_document()}
    whole = [name.partition("#") for name in names() if address(name).strip("/") in PAGES]
    lost = [f"{name}#{term}" for name, _, term in whole if term and term not in places[name]]
    assert not lost
    assert sum(1 for _, _, term in whole if term) > 400


def ids(page: str) -> Counter[str]:
    return Counter(re.findall(r' id="([^"]+)"', page))


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("", "/ns"),
        ("ns", "/ns"),
        ("ns.ttl", "/ns.ttl"),
        ("v1", "/context/v1"),
        ("v1.1", "/context/v1.1"),
        ("codes", "/codes"),
        ("codes/format.jsonld", "/codes/format.jsonld"),
        ("schemas/v1/item.json", "/schemas/v1/item.json"),
        ("conformance/v1/rules.json", "/conformance/v1/rules.json"),
        ("rules#end-before-start", "/rules"),
        ("rules/end-before-start.json", "/rules/end-before-start.json"),
        ("rulesx", ""),
        ("nsx", ""),
        ("v1x", ""),
        ("themes-of-mine", ""),
        ("a/ns", ""),
    ],
)
def test_rules(path: str, leads: str) -> None:
    assert redirected(spec.NAMESPACE + path) == (HOST + leads if leads else "")


def test_the_host_is_named_in_one_rule_and_said_to_be_a_placeholder() -> None:
    text = RULES.read_text("utf-8")
    assert [line for line in text.splitlines() if HOST in line] == [f"RewriteRule ^ - [E=HUB:{HOST}]"]
    assert "openhub.example is a placeholder" in text
    assert len(rules()) == sum(line.startswith("RewriteRule") for line in text.splitlines()) - 1


# Forms


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/codes/format", "text/turtle;q=0.5, application/ld+json;q=0.4", TURTLE),
        ("/codes/format", 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", text/html;q=0.1', JSON_LD),
        ("/codes/format", "text/html;q=0, */*;q=0.1", JSON_LD),
        ("/codes/format", "application/rdf+xml", JSON_LD),
        ("/codes/format", "not a media type", JSON_LD),
        ("/codes/format", ";;q=,/", JSON_LD),
        ("/codes/format.ttl", BROWSER, TURTLE),
        ("/codes/format.jsonld", BROWSER, JSON_LD),
        ("/codes/format.html", "*/*", HTML),
        ("/ns.ttl", BROWSER, TURTLE),
        ("/themes/", BROWSER, HTML),
        ("/context/v1", JSON, JSON_LD),
        ("/context/v1", "application/ld+json, application/json;q=0.9, */*;q=0.1", JSON_LD),
        ("/schemas/v1/item.json", BROWSER, "application/schema+json"),
        ("/schemas", "*/*", JSON),
        ("/rules", BROWSER, HTML),
        ("/rules", "*/*", JSON),
        ("/rules.html", "*/*", HTML),
        ("/rules/end-before-start", BROWSER, HTML),
        ("/rules/end-before-start.json", BROWSER, JSON),
    ],
)  # fmt: skip
def test_the_form_that_is_asked_for(client: FlaskClient, path: str, accept: str, media_type: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media_type)


def test_programs_get_the_files_byte_for_byte(client: FlaskClient) -> None:
    files = {
        "/context/v1": "context.jsonld",
        "/schemas/v1/item.json": "item.schema.json",
        "/ns.jsonld": "vocabulary.jsonld",
        "/ns.ttl": "vocabulary.ttl",
        "/themes.ttl": "themes.ttl",
        "/codes/status.jsonld": "codes/status.jsonld",
        "/codes/status.ttl": "codes/status.ttl",
    }
    for path, file in files.items():
        assert client.get(path).data == (spec.folder() / file).read_bytes(), path


def test_the_indexes_name_everything(client: FlaskClient) -> None:
    lists = client.get("/codes").json["@graph"]
    assert {s["id"] for s in lists} == {spec.scheme(name)["id"] for name in (*spec.code_lists(), "themes")}
    schemas = json.loads(client.get("/schemas").data)["items"]
    assert {s["id"] for s in schemas} == {spec.NAMESPACE + address for address in spec.schemas()}


# How it is kept, and by whom it may be read


@pytest.mark.parametrize("path", standard.documents())
def test_it_is_kept_for_long_asked_again_cheaply_and_read_from_anywhere(client: FlaskClient, path: str) -> None:
    whole = client.get(f"/{path}")
    assert whole.headers["Cache-Control"].startswith("public, max-age=")
    assert "Accept" in whole.headers["Vary"]
    again = client.get(f"/{path}", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head(f"/{path}")
    assert (head.data, head.headers["ETag"], head.mimetype) == (b"", whole.headers["ETag"], whole.mimetype)
    for answer in (whole, again, head):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Accept" in answer.headers["Vary"]


def test_forms_are_told_apart_by_their_etags(client: FlaskClient) -> None:
    tags = {client.get("/themes", headers={"Accept": a}).headers["ETag"] for a in (HTML, JSON_LD, TURTLE)}
    assert len(tags) == 3


def test_what_is_released_never_changes_and_may_be_kept_for_good() -> None:
    assert standard.kept("0.9.1") == standard.kept("1.0.0rc1") == standard.DAY
    assert standard.kept("1.0.0") == standard.YEAR == "public, max-age=31536000, immutable"
    assert standard.kept("10.2.0") == standard.YEAR


def test_only_files_of_a_version_may_be_kept_for_good(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/context/v1").headers["Cache-Control"] == standard.kept(__version__)
    monkeypatch.setattr(standard, "__version__", "1.0.0")
    kept = {
        path: client.get(path).headers["Cache-Control"]
        for path in ("/context/v1", "/schemas/v1/item.json", "/context/v1.html", "/codes/format", "/themes", "/ns")
    }
    assert [path for path, said in kept.items() if said == standard.YEAR] == ["/context/v1", "/schemas/v1/item.json"]
    assert set(kept.values()) == {standard.YEAR, standard.DAY}


# What is not there


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/codes/fromat", "codes/format"),
        ("/codes/step-free-access", "codes/access-feature#step-free-access"),
        ("/codes/format/meal", "codes/format#meal"),
        ("/themes/film", "themes#film"),
        ("/ns/theme", "ns#theme"),
        ("/schemas/item.json", "schemas/v1/item.json"),
        ("/schemas/v1/itm.json", "schemas/v1/item.json"),
        ("/context/v2", "context/v1"),
        ("/rules/end-befor-start", "rules/end-before-start"),
        ("/codes/end-before-start", "rules#end-before-start"),
        ("/rules.ttl", "rules"),
        ("/code", ""),
        ("/codes.ttl", "codes"),
        ("/context/v1.ttl", "context/v1"),
        ("/schemas/v1/item.json.html", "schemas/v1/item.json"),
        ("/codes/%2e%2e/%2e%2e/secret", ""),
        ("/codes/" + "x" * 2000, ""),
    ],
)
def test_what_is_not_there_names_what_may_have_been_meant(client: FlaskClient, path: str, meant: str) -> None:
    page, problem = client.get(path, headers={"Accept": BROWSER}), client.get(path)
    assert (page.status_code, problem.status_code) == (404, 404)
    if meant:
        assert f'href="/{meant}"' in page.text
        assert problem.content_type == "application/problem+json"
        assert f"http://localhost/{meant}" in json.loads(problem.data)["near"]


def test_what_was_typed_is_never_markup(client: FlaskClient) -> None:
    assert "<script" not in client.get("/codes/<script>", headers={"Accept": BROWSER}).text


# Pages


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_whole(client: FlaskClient, path: str) -> None:
    page = client.get(f"/{path}", headers={"Accept": BROWSER})
    assert len(page.data) + (ROOT / "src/openhub/web/static/openhub.css").stat().st_size <= 150_000
    assert [name for name, count in ids(page.text).items() if count > 1] == []
    assert page.text.count("<h1") == 1


def links(page: str) -> Iterator[tuple[str, str]]:
    for href in set(re.findall(r'href="([/#][^"]*)"', page)):
        yield href.partition("#")[0], href.partition("#")[2]


def test_links_inside_the_standard_lead_to_something(client: FlaskClient) -> None:
    places: dict[str, Counter[str]] = {
        f"/{path}": ids(client.get(f"/{path}", headers={"Accept": BROWSER}).text) for path in PAGES
    }
    for path in PAGES:
        for to, term in links(client.get(f"/{path}", headers={"Accept": BROWSER}).text):
            if not to or to in places:
                assert not term or term in places[to or f"/{path}"], (path, to, term)
            elif re.match("/(ns|codes|themes|schemas|conformance|context|rules)", to):
                assert client.get(to).status_code == 200, (path, to)


def test_a_word_says_what_it_means_and_where_it_stands(client: FlaskClient) -> None:
    page = client.get("/codes/access-feature.html").text
    entry = page[page.index('<li id="step-free-access">') :].partition("</li>")[0]
    assert "Step-free" in entry
    assert "No step on the way in" in entry
    assert "https://w3id.org/openhub/codes/access-feature#step-free-access" in entry
    assert "<code>features</code> and <code>onRequest</code>" in page


def test_a_word_that_is_no_longer_used_names_the_one_instead(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = json.loads(json.dumps(spec.scheme("format")))
    scheme["concepts"][0] |= {
        "deprecated": True, "deprecatedSince": "1.1", "isReplacedBy": f"{scheme['id']}#social"
    }  # fmt: skip
    monkeypatch.setattr(spec, "scheme", lambda name: scheme)
    page = client.get("/codes/format.html").text
    assert "Not used any more since 1.1" in page
    assert '<a href="#social">' in page


def test_a_member_stands_under_the_class_that_has_it(client: FlaskClient) -> None:
    page = client.get("/ns.html").text
    part = page[page.index('<section class="part" id="Accessibility">') :].partition("</section>")[0]
    entry = part[part.index('<li id="accessFeature">') :].partition("</li>")[0]
    assert "<code>features</code>" in entry
    assert 'Holds a code from <a href="/codes/access-feature">' in entry
    assert '<a href="https://schema.org/accessibilityFeature">schema:accessibilityFeature</a>' in entry
    assert "<code>telephone</code>" in page[page.index("Taken from other vocabularies") :]


def test_addresses_keep_the_folder_that_a_hub_stands_in(client: FlaskClient) -> None:
    page = client.get("/codes/format", headers={"Accept": BROWSER}, base_url="http://localhost/hub/").text
    assert 'href="/hub/themes"' in page


def test_themes_stand_under_the_broader_one(client: FlaskClient) -> None:
    page = client.get("/themes.html").text
    part = page[page.index('id="arts-culture"') :].partition("</section>")[0]
    assert 'id="film"' in part
    assert 'id="gardening"' not in part


# The rules


def test_the_address_that_reports_give_leads_to_what_is_said_of_the_code(client: FlaskClient) -> None:
    places = ids(client.get(address(HELP), headers={"Accept": BROWSER}).text)
    every = [*codes(), *reader_faults()]
    assert [code for code in every if redirected(f"{HELP}{code}") != f"{HOST}/rules"] == []
    assert [code for code in every if places[code] != 1] == []


def test_programs_get_what_the_command_gives(client: FlaskClient) -> None:
    told = json.loads(CliRunner().invoke(rules_command, ["--json"]).stdout)
    assert json.loads(client.get("/rules.json").data) == told
    assert json.loads(client.get("/rules/end-before-start").data) == next(
        entry for entry in told if entry["code"] == "end-before-start"
    )


@pytest.mark.parametrize("code", [*codes(), *reader_faults()])
def test_a_code_has_a_page_that_says_all_of_it(client: FlaskClient, code: str) -> None:
    page = unescape(re.sub("<[^>]+>", "", client.get(f"/rules/{code}", headers={"Accept": BROWSER}).text))
    said = codes().get(code) or reader_faults()[code]
    assert said.severity.capitalize() in page
    assert said.remedy.replace("`", "") in page
    if isinstance(said, Rule):
        assert said.why.replace("`", "") in page
        assert about(code).replace("`", "") in page
        assert f"{said.anchor} in spec/" in page
        assert f"since {said.since}" in page
        for example in filter(None, (bad(code), good(code))):
            assert example.description in page
            assert example.text().partition("\n")[0] in page


def test_an_example_shows_what_is_reported_and_what_is_not(client: FlaskClient) -> None:
    page = unescape(client.get("/rules/end-before-start.html").text)
    before, _, after = page.partition("Not reported")
    assert '"endDate": "2027-01-13T17:45:00+00:00"' in before
    assert "<code>/endDate</code>" in before
    assert '"endDate": "2027-01-13T20:30:00+00:00"' in after
    assert "The end of an item MUST be after its start." in after


def test_rules_stand_under_their_families(client: FlaskClient) -> None:
    page = client.get("/rules.html").text
    assert '<a href="#family-time">' in page
    part = page[page.index('id="family-time"') :].partition("</section>")[0]
    assert '<li id="end-before-start">' in part
    assert 'id="short-description"' not in part
    assert page.index('id="family-time"') < page.index('id="family-shape"') < page.index('id="family-reading"')


def test_what_is_not_looked_for_here_says_why(client: FlaskClient) -> None:
    assert NEEDS["hosts"] in client.get("/rules/id-on-foreign-host.html").text
    assert "does not look for it" not in client.get("/rules/end-before-start.html").text
