"""What is fetched from others comes within limits, from where it was agreed, and never from a machine beside us."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import Request

import pytest

from cairn.guard.fetching import NotReached, Refused, TooLarge, blocks, is_public, is_safe


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked += 1
        match self.path:
            case "/moved":
                self.send_response(302)
                self.send_header("Location", "/here")
            case "/gone":
                self.send_response(410)
            case _:
                self.send_response(200)
        self.end_headers()
        if self.path == "/slow":
            for _piece in range(50):
                self.wfile.write(b"x")
                self.server.goes_on.wait(0.05)
        self.wfile.write(b"0123456789")

    def log_message(self, *_args) -> None:
        """Nothing is said."""


@pytest.fixture
def server():
    held = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    held.asked, held.goes_on = 0, threading.Event()
    held.address = f"http://127.0.0.1:{held.server_port}"
    threading.Thread(target=held.serve_forever, daemon=True).start()
    yield held
    held.goes_on.set()
    held.shutdown()
    held.server_close()


def said(address, most=100, **options):
    return b"".join(blocks(Request(address), most, **options))


def everywhere(_machine) -> bool:
    return True


@pytest.mark.parametrize("reach", [None, everywhere])
def test_an_answer_comes_whole_or_not_at_all(server, reach):
    assert said(f"{server.address}/here", 10, reach=reach) == b"0123456789"
    with pytest.raises(TooLarge):
        said(f"{server.address}/here", 9, reach=reach)


@pytest.mark.parametrize("reach", [None, everywhere])
def test_no_redirect_is_followed(server, reach):
    with pytest.raises(Refused) as refused:
        said(f"{server.address}/moved", reach=reach)
    assert (refused.value.status, server.asked) == (302, 1)


def test_a_refusal_keeps_what_was_said(server):
    with pytest.raises(Refused) as refused:
        said(f"{server.address}/gone")
    assert (refused.value.status, refused.value.words) == (410, b"0123456789")


def test_an_answer_that_drips_is_not_waited_for(server):
    with pytest.raises(NotReached, match="too long"):
        said(f"{server.address}/slow", within=0.1)


def test_a_machine_out_of_reach_is_not_even_connected_to(server):
    with pytest.raises(NotReached, match="closed network"):
        said(f"{server.address}/here", reach=is_public)
    assert server.asked == 0


def test_a_name_with_one_address_inside_is_refused_whole(monkeypatch):
    def looked_up(*_args, **_options):
        return [(0, 0, 0, "", (each, 443)) for each in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", lambda *_args: pytest.fail("it was connected to"))
    for address in ("https://partner.example/", "http://partner.example/"):
        with pytest.raises(NotReached, match="closed network"):
            said(address, reach=is_public)


def test_nobody_there_is_said(server):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotReached, match="refused"):
        said(f"http://127.0.0.1:{port}/", reach=everywhere)


@pytest.mark.parametrize(
    "machine",
    ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1", "::1", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0", "224.0.0.1"],
)  # fmt: skip
def test_what_stands_beside_us_is_not_public(machine):
    assert not is_public(ip_address(machine))


def test_what_stands_in_the_open_is_public():
    assert is_public(ip_address("93.184.216.34"))
    assert is_public(ip_address("2606:2800:220:1:248:1893:25c8:1946"))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://site.example", True),
        ("http://127.0.0.1:8080", True),
        ("http://site.example", False),
        ("https://site.example/?a", False),
        ("ftp://site.example", False),
        ("https://", False),
    ],
)
def test_without_https_only_this_machine_is_asked(address, safe):
    assert is_safe(urlsplit(address)) is safe
