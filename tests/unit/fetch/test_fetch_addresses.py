"""Which addresses may be connected to, and which URLs are read at all."""

import pytest

from openhub.config import Settings
from openhub.errors import ConfigError, FetchFailed
from openhub.fetch.addresses import networks, refusal, target
from openhub.fetch.door import Door

_REFUSED = """
    127.0.0.1 127.8.9.10 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
    169.254.169.254 100.64.0.1 100.100.100.200 100.127.255.255 168.63.129.16 192.0.0.1 192.0.0.8 192.0.0.192 192.0.2.1
    192.31.196.1 192.52.193.1 192.88.99.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::2 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0.0.0.0 ::ffff:a9fe:a9fe
    ::127.0.0.1 ::169.254.169.254 ::8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:0:169.254.169.254 ::ffff:0:8.8.8.8
    64:ff9b::127.0.0.1 64:ff9b::169.254.169.254 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b::1
    64:ff9b:1::1 64:ff9b:1::8.8.8.8 64:ff9b:1:ffff::a9fe:a9fe 64:ff9b:2::1
    2002:7f00:1::1 2002:a9fe:a9fe::1 2002:808:808::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1
    2001:20::1 2001:1ff:ffff::1 2001:db8::1 3ffe::1 3fff::1 3fff:fff:ffff::1 2620:4f:8000::1 5f00::1 100::1
    fe80::1 fe80::1%1 fe80::1%eth0 febf::1 fec0::1 feff::1 fc00::1 fd00:ec2::254 fdff::1
    ff00::1 ff02::1 ff0e::1 1000::1 4000::1 8000::1
"""
REFUSED = _REFUSED.split()

_PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 172.15.255.255 172.32.0.1
    169.253.255.255 169.255.0.1 192.0.1.1 192.167.255.255 192.169.0.1 198.17.255.255 198.20.0.1 223.255.255.255
    2606:4700:4700::1111 2a00:1450:4009:81f::200e 2001:200::1 2001:4860:4860::8888 2003::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8
"""
PUBLIC = _PUBLIC.split()

NOT_ADDRESSES = ["", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "①②⑦.0.0.1", "127.0.0.1.", "[::1]", "localhost"]

# Spellings of the machine itself, or of a host that two programs may read as two hosts.
_SPELLINGS = """
    http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f.1/ http://0x7f000001/ http://0177.0.0.1/ http://017700000001/
    http://①②⑦.0.0.1/ http://１２７.0.0.1/ http://127。0。0。1/ http://127.0.0.1./ http://0/ http://0.0.0.0/ http://[::]/ http://[::1]/
    http://[::ffff:127.0.0.1]/ http://[::127.0.0.1]/ http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/ http://[127.0.0.1]/
    http://[::1]evil.example/ http://evil.example[::1]/ http://[v1.x]/ http://[::1/ HTTP://127.0.0.1/ http://127.0.0.1:80/
    http:///feed http:feed http://?x http://:80/ http://./ http://../ http://a..b/ http://.a.example/ http://-a.example/
    http://a\\@b/ http://a@127.0.0.1/ http://user:secret@example.org/ http://@example.org/ http://127.0.0.1\\.example.org/
    http://a%2eexample/ http://a%00.example/ http://exa\u00admple..org/
    http://faß.example/ http://a\u200db.example/ http://a／b.example/ http://a%40b.example/ http://example.org:99999/
    http://example.org:0/ http://example.org:8x/ http://example.org:80:80/ http://1.2.3.4.5/ http://example.0x1/
    ftp://example.org/ file:///etc/passwd gopher://example.org/ //example.org/ example.org/feed javascript:alert(1)
"""
SPELLINGS = [*_SPELLINGS.split(), "http://a\tb.example/", "http://a\nb.example/", "http://a b.example/", ""]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address):
    assert refusal(address, ()) != ""


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_connected_to(address):
    assert refusal(address, ()) == ""


@pytest.mark.parametrize("text", NOT_ADDRESSES)
def test_what_is_not_written_as_an_address_is_refused(text):
    assert refusal(text, networks(["0.0.0.0/0", "::/0"])) == "is not an address"


def test_an_operator_opens_a_network_and_no_other():
    allowed = networks(["127.0.0.0/8", "fd00::/8"])
    assert refusal("127.0.0.1", allowed) == refusal("::ffff:127.0.0.1", allowed) == refusal("fd00::1", allowed) == ""
    assert all(refusal(address, allowed) for address in ("10.0.0.1", "::1", "fc00::1"))


def test_the_reason_is_the_nearest_one():
    assert refusal("2001:db8::1", ()) == "is kept for examples and measurements"
    assert refusal("::1", ()) == "is the machine itself"
    assert refusal("2001::1", ()) == "leads through a tunnel to another address"
    assert refusal("169.254.169.254", ()).startswith("is on the local link")


def test_a_network_that_is_none_is_the_operators_to_mend():
    with pytest.raises(ConfigError, match="allow_addresses"):
        Door(Settings(allow_addresses=("localhost",)))


@pytest.mark.parametrize("url", SPELLINGS)
def test_an_odd_or_private_url_is_refused_with_no_connection(url, monkeypatch):
    monkeypatch.setattr("openhub.fetch.connections.LimitedSocket.connect", lambda *_: pytest.fail("it connected"))
    with Door(Settings()) as door, pytest.raises(FetchFailed) as failed:
        door.get(url)
    assert failed.value.facts["kind"] == "refused-address"
    assert "secret" not in f"{failed.value}{failed.value.facts}"


def test_a_host_is_compared_in_lower_case_ascii():
    where = target("HTTPS://Bücher.EXAMPLE.:443/Straße?a=b c".replace(" ", "%20") + "#part")
    assert (where.scheme, where.host, where.port) == ("https", "xn--bcher-kva.example", 443)
    assert where.path == "/Stra%C3%9Fe?a=b%20c"


def test_an_address_in_brackets_has_one_spelling():
    assert target("http://[2001:0DB8:0::0:1]:8080/").host == "2001:db8::1"


def test_a_url_is_not_endless():
    with pytest.raises(FetchFailed, match="longer than"):
        target("https://example.org/" + "a" * 9000)
