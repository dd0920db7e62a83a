"""Addresses that a page may link to."""

import pytest

from openhub.web.links import call, encoded, host, link, mail


@pytest.mark.parametrize(
    "address",
    [
        "https://goodgym.example/a?b=c#d",
        "http://x.example",
        "mailto:a@b.example",
        "tel:+442079460102",
        "HTTPS://X.example/",
    ],
)
def test_a_safe_address_stays_as_it_is(address: str) -> None:
    assert link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/relative",
        "relative",
        "https:",
        "https:///path",
        "http://[::1",
        "https://a\\@b.example/",
        "https://x.example/\u202etxt.exe",
        "https://goodgym.org@evil.example/",
        "https://me:secret@goodgym.org/",
        "https://@goodgym.org/",
        "",
        None,
        3,
        ["https://x.example"],
    ],
)
def test_anything_else_is_no_link(address: object) -> None:
    assert link(address) == ""


def test_mail_and_call() -> None:
    assert mail("camden@goodgym.example") == "mailto:camden@goodgym.example"
    assert [mail(m) for m in ("no address", "a@b?subject=x", "a@b&c", None)] == ["", "", "", ""]
    assert call("+44 20 7946 0102") == "tel:+442079460102"
    assert [call(t) for t in ("", None, "ring us")] == ["", "", ""]
    assert [host("https://a.example/x"), host("javascript:x")] == ["a.example", ""]


def test_a_host_is_said_as_a_browser_asks_for_it() -> None:
    assert host("https://GoodGym.org:8443/x") == "goodgym.org"
    assert host("https://g\u043e\u043edgym.org/") == "xn--gdgym-jyea.org"
    assert host("mailto:a@b.example") == ""


@pytest.mark.parametrize(
    ("address", "header"),
    [
        ("https://x.example/a%20b?c=d&e=[1]#f~g", "https://x.example/a%20b?c=d&e=[1]#f~g"),
        ("https://x.example/licence-\u00fcber", "https://x.example/licence-%C3%BCber"),
        ('https://x.example/a>;rel="next"', "https://x.example/a%3E;rel=%22next%22"),
        ("https://x.example/<\x85\ud800", "https://x.example/%3C%C2%85?"),
        ("https://x.example/\r\nX-Evil:1", ""),
        ("by all means", ""),
    ],
)
def test_a_header_carries_an_address_that_cannot_end_it(address: str, header: str) -> None:
    assert encoded(address) == header
