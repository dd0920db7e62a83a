"""The one door for outgoing HTTP, tried over real HTTP on loopback."""

import gzip
import os
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from test_fetch_addresses import REFUSED

from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Door
from openhub.fetch.idle import MAX_IDLE_CONNECTIONS
from tests.certificate import certificate_in

BOMB = gzip.compress(bytes(20_000_000), 9)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    disable_nagle_algorithm = True

    def do_GET(self):
        self.server.seen.append(self)
        name = self.path.partition("?")[0].strip("/").replace("-", "_")
        getattr(self, name, self.missing)()

    def reply(self, status=200, body=b"", **headers):
        self.send_response(status)
        for field, value in ({"content_length": str(len(body))} | headers).items():
            self.send_header(field.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def missing(self):
        self.reply(404, b"no")

    def feed(self):
        if self.headers["If-None-Match"] == '"one"':
            self.reply(304, etag='"one"')
        else:
            self.reply(body=b'{"items": []}', etag='"one"', content_type="application/json")

    def no_etag(self):
        self.reply(304)

    def packed(self):
        self.reply(body=gzip.compress(b"a" * 50_000) + gzip.compress(b"b" * 50_000), content_encoding="gzip")

    def chunked(self):
        self.reply(body=b"5\r\nhello\r\n0\r\n\r\n", content_length="", transfer_encoding="chunked")

    def bomb(self):
        self.reply(body=BOMB, content_encoding="gzip")

    def empty_members(self):
        self.reply(body=gzip.compress(b"") * 10_000, content_encoding="gzip")

    def cut(self):
        body = gzip.compress(os.urandom(1000))[:-20]
        self.reply(body=body, content_encoding="gzip")

    def not_gzip(self):
        self.reply(body=b"{}", content_encoding="gzip")

    def short(self):
        self.close_connection = True
        self.reply(body=b"{", content_length="10")

    def large(self):
        self.reply(body=b"x" * 150_000)

    def large_by_its_word(self):
        self.close_connection = True
        self.reply(body=b"x" * 100, content_length="99999999")

    def large_in_chunks(self):
        self.close_connection = True
        self.reply(body=b"9000\r\n" + b"x" * 0x9000 + b"\r\n", content_length="", transfer_encoding="chunked")
        self.drip(b"9000\r\n" + b"x" * 0x9000 + b"\r\n", 0)

    def brotli(self):
        self.reply(body=b"{}", content_encoding="br")

    def twice(self):
        self.reply(body=gzip.compress(gzip.compress(b"{}")), content_encoding="gzip, gzip")

    def later(self):
        self.reply(503, retry_after="120")

    def later_by_date(self):
        self.send_response_only(429)
        for field, value in {
            "Date": "Mon, 06 Jan 2020 09:00:00 GMT",
            "Retry-After": "Mon, 06 Jan 2020 09:01:30 GMT",
        }.items():
            self.send_header(field, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def to(self):
        status, _, location = self.path.partition("?")[2].partition("=")
        self.reply(int(status), BOMB, location=location, content_encoding="gzip")

    def nowhere(self):
        self.reply(302)

    def drip(self, piece=b" ", every=0.05):
        try:
            for _ in range(2000):
                self.wfile.write(piece)
                time.sleep(every)
        except OSError:
            self.close_connection = True

    def dripping_body(self):
        self.reply(content_length="2000")
        self.drip()

    def dripping_header(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.drip(b"x")

    def dripping_chunk(self):
        self.reply(content_length="", transfer_encoding="chunked")
        self.drip(b"0")

    def silent(self):
        time.sleep(0.5)
        self.close_connection = True

    def garbage(self):
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        self.close_connection = True

    def long_garbage(self):
        self.wfile.write(b"\x1b[31m\x07" + b"x" * 50_000 + b"\r\n")
        self.close_connection = True

    def hang_up(self):
        self.reply(body=b"{}")
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with _serving() as server:
        yield server


class _serving:
    def __init__(self, context=None):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self):
        self.server.seen = []
        self.server.at = f"{'https' if isinstance(self.server.socket, ssl.SSLSocket) else 'http'}://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self.server

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def settings(**changes):
    return Settings(**{"allow_addresses": ("127.0.0.0/8",), "fetch_total_seconds": 5.0} | changes)


def resolver(*rounds):
    """Answers each look-up with the next round of addresses, and the last round from then on."""
    asked = []

    def resolve(host, port, **_):
        asked.append(host)
        answers = rounds[min(len(asked), len(rounds)) - 1]
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in answers
        ]

    resolve.asked = asked
    return resolve


@pytest.fixture
def door():
    with Door(settings()) as door:
        yield door


def refused(door, url, **options):
    with pytest.raises(FetchFailed) as failed:
        door.get(url, **options)
    assert set(failed.value.facts) == {"kind", "url", "status", "retry_after"}
    return failed.value


def kind(door, url):
    return refused(door, url).facts["kind"]


def test_a_page_is_fetched_with_its_headers(door, server):
    answer = door.get(server.at + "feed?page=1#part")
    assert (answer.status, answer.body, answer.etag, answer.moved) == (200, b'{"items": []}', '"one"', "")
    assert answer.url == server.at + "feed?page=1#part"
    assert 13 < answer.wire_bytes < 13 + 300
    assert answer.headers["CONTENT-type"] == answer.headers["content-Type"] == "application/json"


def test_we_say_who_asks_and_what_we_take(server):
    with Door(settings(contact="hub@camden.example\r\nX-Evil: 1é")) as door:
        door.get(server.at + "feed", accept="text/csv", fresh=True)
    sent = server.seen[-1].headers
    assert sent["User-Agent"].startswith("OpenHub/")
    assert sent["User-Agent"].endswith("(+hub@camden.exampleX-Evil:1)")
    assert (sent["Accept"], sent["Accept-Encoding"], sent["Cache-Control"]) == ("text/csv", "gzip", "no-cache")
    assert not {"X-Evil", "Cookie", "Authorization", "If-None-Match"} & set(sent)


def test_unchanged_is_an_answer_of_its_own(door, server):
    answer = door.get(server.at + "feed", etag='"one"')
    assert (answer.status, answer.body, answer.etag) == (304, b"", '"one"')


def test_unchanged_is_no_answer_when_nothing_is_held(door, server):
    failed = refused(door, server.at + "no-etag")
    assert (failed.facts["kind"], failed.facts["status"]) == ("status", 304)


def test_an_etag_that_would_break_the_header_is_not_sent(door, server):
    assert door.get(server.at + "feed", etag='"one"\r\nX-Evil: 1').status == 200
    assert "X-Evil" not in server.seen[-1].headers


def test_what_came_over_the_wire_is_counted_packed_and_with_its_redirects(door, server):
    direct, packed = door.get(server.at + "feed").wire_bytes, door.get(server.at + "packed").wire_bytes
    assert packed < 1000
    assert door.get(f"{server.at}to?302=/feed").wire_bytes > direct + 50


def test_gzip_is_unpacked_and_chunks_are_joined(door, server):
    assert door.get(server.at + "packed").body == b"a" * 50_000 + b"b" * 50_000
    assert door.get(server.at + "chunked").body == b"hello"


def test_one_connection_serves_many_pages(door, server):
    for page in range(5):
        assert door.get(f"{server.at}feed?page={page}", etag='"one"' if page % 2 else "").status in (200, 304)
    assert len({handler.client_address for handler in server.seen[-5:]}) == 1


def test_a_connection_that_the_server_closed_is_opened_again(door, server):
    for _ in range(3):
        assert door.get(server.at + "hang-up").body == b"{}"
        time.sleep(0.01)


def test_a_connection_lost_while_asking_is_opened_again(door, server, monkeypatch):
    door.get(server.at + "feed")
    (idle,) = door._idle._held.values()
    monkeypatch.setattr(idle, "getresponse", lambda: (_ for _ in ()).throw(ConnectionResetError("gone")))
    assert door.get(server.at + "feed").status == 200


def test_few_connections_are_kept(server):
    with Door(settings(), resolve=resolver(["127.0.0.1"])) as door:
        for number in range(MAX_IDLE_CONNECTIONS + 3):
            door.get(f"http://host{number}.example:{server.server_port}/feed")
        assert len(door._idle) == MAX_IDLE_CONNECTIONS


def test_a_proxy_in_the_environment_is_not_used(door, server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert door.get(server.at + "feed").status == 200


@pytest.mark.parametrize(
    ("path", "expected", "words"),
    [
        ("missing", "status", "is not there (status 404)"),
        ("bomb", "too-large", "more than 100 times"),
        ("brotli", "coding", "packed as 'br'"),
        ("twice", "coding", "gzip, gzip"),
        ("cut", "coding", "it ends in the middle"),
        ("not-gzip", "coding", "is not the gzip"),
        ("short", "connection", "broke off"),
        ("garbage", "connection", "did not speak HTTP"),
        ("nowhere", "status", "status 302"),
    ],
)
def test_a_bad_answer_is_refused_in_words(door, server, path, expected, words):
    failed = refused(door, server.at + path)
    assert failed.facts["kind"] == expected
    assert words in str(failed)
    assert failed.facts["url"] == server.at + path


@pytest.mark.parametrize("path", ["large", "large-by-its-word", "large-in-chunks", "bomb", "empty-members"])
def test_no_more_is_read_than_the_settings_say(server, path):
    with Door(settings(fetch_max_bytes=100_000)) as door:
        failed = refused(door, server.at + path)
    assert failed.facts["kind"] == "too-large"
    assert "100000 bytes" in str(failed)


def test_no_more_is_read_packed_than_the_settings_say(server):
    with Door(settings(fetch_max_packed_bytes=100)) as door:
        failed = refused(door, server.at + "packed")
        assert failed.facts["kind"] == "too-large"
        assert "100 bytes, packed" in str(failed)
        assert len(door.get(server.at + "large").body) == 150_000


def test_words_of_a_server_are_told_in_short(door, server):
    failed = refused(door, server.at + "long-garbage")
    assert failed.facts["kind"] == "connection"
    assert len(str(failed)) < 400
    assert str(failed).isprintable()


def test_how_long_to_wait_is_a_fact(door, server):
    assert refused(door, server.at + "later").facts["retry_after"] == 120
    assert refused(door, server.at + "later-by-date").facts["retry_after"] == 90
    assert refused(door, server.at + "missing").facts["retry_after"] is None


@pytest.mark.parametrize("path", ["dripping-body", "dripping-header", "dripping-chunk"])
def test_a_server_that_drips_is_left_at_the_deadline(server, path):
    with Door(settings(fetch_total_seconds=0.3)) as door:
        assert kind(door, server.at + path) == "timeout"


def test_a_silent_server_is_left(server):
    with Door(settings(fetch_read_seconds=0.1)) as door:
        assert kind(door, server.at + "silent") == "timeout"


def test_the_deadline_counts_all_redirects_together(server):
    with Door(settings(fetch_total_seconds=0.3)) as door:
        assert kind(door, f"{server.at}to?302=/dripping-body") == "timeout"


def test_a_closed_port_is_a_failed_connection(door):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert kind(door, f"http://127.0.0.1:{port}/") == "connection"


def test_the_next_address_is_tried(server):
    with Door(settings(), resolve=resolver(["127.0.0.2", "127.0.0.1"])) as door:
        assert door.get(f"http://feeds.example:{server.server_port}/feed").status == 200


@pytest.mark.parametrize("answers", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
def test_a_host_that_is_not_found(answers):
    def resolve(*_, **__):
        raise answers

    with Door(settings(), resolve=resolve) as door:
        assert kind(door, "https://nowhere.example/") == "no-such-host"


# Redirects


def test_a_move_for_good_is_noted_and_a_passing_one_is_not(door, server):
    assert door.get(f"{server.at}to?301=/feed").moved == server.at + "feed"
    assert door.get(f"{server.at}to?308=/feed").moved == server.at + "feed"
    for status in (302, 303, 307):
        answer = door.get(f"{server.at}to?{status}=/feed")
        assert (answer.moved, answer.url, answer.status) == ("", server.at + "feed", 200)


def test_only_what_comes_before_a_passing_redirect_is_for_good(door, server):
    assert door.get(f"{server.at}to?301=/to?302=/feed").moved == f"{server.at}to?302=/feed"
    assert door.get(f"{server.at}to?302=/to?301=/feed").moved == ""


def test_the_body_of_a_redirect_is_never_read(door, server, monkeypatch):
    monkeypatch.setattr("openhub.fetch.body.raw", lambda response: pytest.fail("it read the body"))
    with pytest.raises(FetchFailed, match="status 404"):
        door.get(f"{server.at}to?302=/missing")


def test_three_redirects_are_followed_and_no_fourth(door, server):
    assert door.get(f"{server.at}to?302=/to?302=/to?302=/feed").status == 200
    failed = refused(door, f"{server.at}to?302=/to?302=/to?302=/to?302=/feed")
    assert failed.facts["kind"] == "redirect"
    assert "more than 3 redirects" in str(failed)


def test_a_loop_ends(door, server):
    before = len(server.seen)
    with Door(settings(), resolve=resolver(["127.0.0.1"])) as door:
        assert kind(door, f"http://feeds.example:{server.server_port}/to?302=?302=") == "redirect"
    assert len(server.seen) - before <= 4


@pytest.mark.parametrize("address", [address for address in REFUSED if "127.0.0.1" not in address])
def test_a_redirect_to_a_private_address_is_refused(server, address):
    host = f"[{address}]" if ":" in address else address
    with Door(settings(allow_addresses=("127.0.0.1",))) as door:
        failed = refused(door, f"{server.at}to?302=http://{host}/")
    assert failed.facts["kind"] == ("redirect" if "%" in address else "refused-address")
    assert "redirects" in str(failed)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://feeds.example/", "http://a@b/", "http://[", "//a%5C@b/"]
)
def test_a_redirect_to_no_web_address_is_refused(door, server, location):
    assert kind(door, f"{server.at}to?302={location}") == "redirect"


# Where a name leads


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize("company", [[], ["8.8.8.8"], ["2606:4700:4700::1111"]])
def test_a_name_with_one_private_address_is_refused(address, company, monkeypatch):
    monkeypatch.setattr("openhub.fetch.connections.LimitedSocket.connect", lambda *_: pytest.fail("it connected"))
    with Door(Settings(), resolve=resolver([*company, address])) as door:
        failed = refused(door, "https://feeds.example/")
    assert failed.facts["kind"] == "refused-address"
    assert address in str(failed)
    assert "allow_addresses" in str(failed)


def test_a_public_host_is_read_on_the_usual_ports_only(monkeypatch):
    monkeypatch.setattr("openhub.fetch.connections.LimitedSocket.connect", lambda *_: pytest.fail("it connected"))
    with Door(Settings(), resolve=resolver(["8.8.8.8"])) as door:
        failed = refused(door, "https://feeds.example:8080/")
    assert failed.facts["kind"] == "refused-address"
    assert "port 8080 is neither 80 nor 443" in str(failed)


def test_a_name_is_looked_up_once_for_each_request_and_the_answer_is_kept(server):
    resolve = resolver(["127.0.0.1"], ["10.0.0.1"])
    with Door(settings(), resolve=resolve) as door:
        assert door.get(f"http://feeds.example:{server.server_port}/feed").status == 200
        assert resolve.asked == ["feeds.example"]
        assert server.seen[-1].headers["Host"] == f"feeds.example:{server.server_port}"
        assert kind(door, f"http://feeds.example:{server.server_port}/feed") == "refused-address"


def test_a_name_that_changes_its_mind_is_never_followed(server, monkeypatch):
    reached = []
    connect = socket.socket.connect
    monkeypatch.setattr(
        "openhub.fetch.connections.LimitedSocket.connect",
        lambda s, to: (reached.append(to[0]), connect(s, to))[1],
        raising=False,
    )
    for flips in range(50):
        with Door(settings(), resolve=resolver(*[["127.0.0.1"], ["192.168.0.1"]] * 2)) as door:
            door.get(f"http://feeds.example:{server.server_port}/feed")
            assert kind(door, f"http://feeds.example:{server.server_port}/feed") == "refused-address", flips
    assert set(reached) == {"127.0.0.1"}


def test_a_connection_that_ends_elsewhere_is_dropped(door, server, monkeypatch):
    monkeypatch.setattr(
        "openhub.fetch.connections.LimitedSocket.getpeername", lambda _: ("10.0.0.1", 80), raising=False
    )
    before = len(server.seen)
    assert "not at 127.0.0.1, which was checked" in str(refused(door, server.at + "feed"))
    assert len(server.seen) == before


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_in(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    named = []
    context.sni_callback = lambda _, name, __: named.append(name)
    with _serving(context) as server:
        server.named = named
        yield server


@pytest.fixture
def trusting(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with Door(settings(), resolve=resolver(["127.0.0.1"])) as door:
        yield door


def test_https_names_the_host_and_keeps_the_connection(trusting, secure):
    for _ in range(3):
        assert trusting.get(f"https://feeds.example:{secure.server_port}/feed").status == 200
    assert secure.named == ["feeds.example"]
    assert secure.seen[-1].headers["Host"] == f"feeds.example:{secure.server_port}"


def test_a_host_that_cannot_prove_its_name_is_refused(trusting, secure):
    failed = refused(trusting, f"https://other.example:{secure.server_port}/feed")
    assert failed.facts["kind"] == "tls"
    assert "cannot prove who it is (Hostname mismatch" in str(failed)


def test_a_certificate_that_nobody_vouches_for_is_refused(secure):
    with Door(settings(), resolve=resolver(["127.0.0.1"])) as door:
        assert kind(door, f"https://feeds.example:{secure.server_port}/feed") == "tls"


def test_https_spoken_to_plain_http_fails(door, server):
    assert kind(door, server.at.replace("http", "https")) == "tls"


def test_https_is_not_left_for_http(trusting, secure, server):
    failed = refused(trusting, f"https://feeds.example:{secure.server_port}/to?301={server.at}feed")
    assert failed.facts["kind"] == "redirect"
    assert "from https to plain" in str(failed)


def test_a_secure_server_that_drips_is_left_at_the_deadline(certificate, secure, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with Door(settings(fetch_total_seconds=0.4), resolve=resolver(["127.0.0.1"])) as door:
        assert kind(door, f"https://feeds.example:{secure.server_port}/dripping-header") == "timeout"
