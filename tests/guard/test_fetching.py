"""What is fetched from others comes within limits, from where it was agreed, and never from a machine beside us."""

import datetime as dt
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import Request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cairn.guard.fetching import (
    LONGEST_REFUSAL,
    Care,
    NotReached,
    Refused,
    TooLarge,
    blocks,
    is_public,
    is_safe,
)


class Answering(BaseHTTPRequestHandler):
    def drip(self, piece: bytes) -> None:
        """One letter after another, until the test is over or nobody listens."""
        while not self.server.is_done.wait(0.02):
            self.wfile.write(piece)

    def do_GET(self) -> None:
        self.server.asked += 1
        if self.path == "/never":
            self.drip(b"H")
        match self.path:
            case "/moved":
                self.send_response(302)
                self.send_header("Location", "/here")
            case "/gone" | "/gone/slow":
                self.send_response(410)
            case _:
                self.send_response(200)
        self.end_headers()
        if self.path in ("/slow", "/gone/slow"):
            self.drip(b"x")
        self.wfile.write(b"0123456789")

    def log_message(self, *_args) -> None:
        """Nothing is said."""


@pytest.fixture
def server():
    held = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    held.asked, held.is_done = 0, threading.Event()
    held.address = f"http://127.0.0.1:{held.server_port}"
    threading.Thread(target=held.serve_forever, daemon=True).start()
    yield held
    held.is_done.set()
    held.shutdown()
    held.server_close()


@pytest.fixture
def certified(server, tmp_path):
    """The same server behind HTTPS, with a certificate for “localhost” that it signed itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - dt.timedelta(days=1), now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    held, private = tmp_path / "certificate.pem", tmp_path / "key.pem"
    held.write_bytes(certificate.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(held, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return held


def said(address, most=100, **options):
    return b"".join(blocks(Request(address), most, **options))


def everywhere(_machine) -> bool:
    return True


@pytest.mark.parametrize("care", [None, Care(everywhere, 30)])
def test_an_answer_comes_whole_or_not_at_all(server, care):
    assert said(f"{server.address}/here", 10, care=care) == b"0123456789"
    with pytest.raises(TooLarge):
        said(f"{server.address}/here", 9, care=care)


@pytest.mark.parametrize("care", [None, Care(everywhere, 30)])
def test_no_redirect_is_followed(server, care):
    with pytest.raises(Refused) as refused:
        said(f"{server.address}/moved", care=care)
    assert (refused.value.status, server.asked) == (302, 1)


def test_a_name_is_believed_by_its_certificate_alone(server, certified, monkeypatch):
    local = f"https://localhost:{server.server_port}/here"
    with pytest.raises(NotReached, match="CERTIFICATE_VERIFY_FAILED"):
        said(local, care=Care(everywhere, 30))
    monkeypatch.setenv("SSL_CERT_FILE", str(certified))
    assert said(local, care=Care(everywhere, 30)) == b"0123456789"
    with pytest.raises(NotReached, match="CERTIFICATE_VERIFY_FAILED"):
        said(f"https://127.0.0.1:{server.server_port}/here", care=Care(everywhere, 30))
    with pytest.raises(NotReached, match="too long"):
        said(f"https://localhost:{server.server_port}/slow", 1 << 20, care=Care(everywhere, 0.3))


def test_a_refusal_keeps_what_was_said(server):
    with pytest.raises(Refused) as refused:
        said(f"{server.address}/gone")
    assert (refused.value.status, refused.value.words) == (410, b"0123456789")


@pytest.mark.parametrize("page", ["slow", "never"])
def test_who_drips_is_not_waited_for(server, page):
    with pytest.raises(NotReached, match="too long"):
        said(f"{server.address}/{page}", 1 << 20, care=Care(everywhere, 0.3))


def test_who_drips_a_refusal_is_not_waited_for_either(server):
    with pytest.raises(Refused) as refused:
        said(f"{server.address}/gone/slow", care=Care(everywhere, 0.3))
    assert refused.value.status == 410
    assert 0 < len(refused.value.words) < LONGEST_REFUSAL


def test_a_machine_out_of_reach_is_not_even_connected_to(server):
    with pytest.raises(NotReached, match="closed network"):
        said(f"{server.address}/here", care=Care(is_public, 30))
    assert server.asked == 0


def test_a_name_with_one_address_inside_is_refused_whole(monkeypatch):
    def looked_up(*_args, **_options):
        return [(0, 0, 0, "", (each, 443)) for each in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", lambda *_args: pytest.fail("it was connected to"))
    for address in ("https://partner.example/", "http://partner.example/"):
        with pytest.raises(NotReached, match="closed network"):
            said(address, care=Care(is_public, 30))


def test_nobody_there_is_said(server):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotReached, match="refused"):
        said(f"http://127.0.0.1:{port}/", care=Care(everywhere, 30))


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
