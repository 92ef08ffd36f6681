"""The server gives what was published, to whoever asks and however they ask, and nothing else."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest

from cairn.publish.answers import Answers
from cairn.publish.site import Site

Ask = Callable[..., Any]
Files = dict[str, bytes]
Publish = Callable[[Site, Files], Path]
REPORT = bytes(range(256)) * 4096


@pytest.fixture
def home(files: Files) -> bytes:
    return files["en/index.html"]


def test_a_page_comes_with_its_type_and_protection(served: Ask, home: bytes):
    reply = served("/en/")
    assert (reply.status, reply.body) == (200, home)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-length"] == str(len(home))
    assert reply.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in reply.headers["permissions-policy"]
    assert reply.headers["cache-control"] == "public, max-age=30, must-revalidate"
    assert "strict-transport-security" not in reply.headers
    assert "set-cookie" not in reply.headers


def test_compressed_pages_go_to_browsers_that_take_them(served: Ask, home: bytes):
    best = served("/en/", accept_encoding="gzip, deflate, br;q=0.9")
    assert best.headers["content-encoding"] == "br"
    assert brotli.decompress(best.body) == home
    older = served("/en/", accept_encoding="gzip")
    assert older.headers["content-encoding"] == "gzip"
    assert gzip.decompress(older.body) == home
    refused = served("/en/", accept_encoding="br;q=0, gzip;q=0, *;q=0.5")
    assert "content-encoding" not in refused.headers
    assert {best.headers["vary"], older.headers["vary"], refused.headers["vary"]} == {"Accept-Encoding"}
    tags = {reply.headers["etag"] for reply in (best, older, refused)}
    assert len(tags) == 3, "each variant has a strong tag of its own"


def test_whoever_has_the_page_already_is_told_so(served: Ask):
    first = served("/en/", accept_encoding="br")
    for tags in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = served("/en/", accept_encoding="br", if_none_match=tags)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert "content-security-policy" in again.headers
    assert served("/en/", if_none_match=first.headers["etag"]).status == 200, "another variant"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=1000-", 1000, None),
        ("bytes=-5", -5, None),
        ("bytes=1048570-9999999", 1048570, None),
    ],
)
def test_a_part_of_a_file(served: Ask, asked: str, first: int, last: int | None):
    reply = served("/media/report.ab12cd.pdf", range=asked)
    expected = REPORT[first:] if last is None else REPORT[first : last + 1]
    assert (reply.status, reply.body) == (206, expected)
    begin = first % len(REPORT)
    assert reply.headers["content-range"] == f"bytes {begin}-{begin + len(expected) - 1}/{len(REPORT)}"


@pytest.mark.parametrize("asked", [f"bytes={len(REPORT)}-", "bytes=-0", "bytes=99999999-99999999"])
def test_a_part_that_is_not_there(served: Ask, asked: str):
    reply = served("/media/report.ab12cd.pdf", range=asked)
    assert reply.status == 416
    assert reply.headers["content-range"] == f"bytes */{len(REPORT)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=" + "9" * 99 + "-"]
)
def test_an_odd_request_for_a_part_gets_the_whole(served: Ask, asked: str):
    reply = served("/media/report.ab12cd.pdf", range=asked)
    assert (reply.status, len(reply.body)) == (200, len(REPORT))


def test_a_part_of_another_version_is_refused_kindly(served: Ask):
    etag = served("/media/report.ab12cd.pdf").headers["etag"]
    assert served("/media/report.ab12cd.pdf", range="bytes=0-9", if_range=etag).status == 206
    assert served("/media/report.ab12cd.pdf", range="bytes=0-9", if_range='"older"').status == 200


def test_head_says_the_same_without_the_body(served: Ask):
    get, head = served("/en/"), served("/en/", method="HEAD")
    assert head.body == b""
    assert head.status == 200
    assert head.headers["content-length"] == get.headers["content-length"]
    assert served("/media/report.ab12cd.pdf", method="HEAD").headers["content-length"] == str(len(REPORT))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_sent_here(served: Ask, method: str):
    reply = served("/en/", method=method)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"


def test_redirects_lead_on(served: Ask):
    first, old, arabic = served("/"), served("/old-news"), served("/%D9%82")
    assert (first.status, first.headers["location"]) == (302, "/en/")
    assert (old.status, old.headers["location"]) == (301, "/en/news/")
    assert (arabic.status, arabic.headers["location"]) == (301, "/ar/")
    assert "content-security-policy" in old.headers


def test_a_folder_without_its_slash_leads_to_the_folder(served: Ask):
    assert served("/en").headers["location"] == "/en/"
    assert (
        served("/ar/news/%D9%85%D8%AE%D9%8A%D9%85").headers["location"]
        == "/ar/news/%D9%85%D8%AE%D9%8A%D9%85/"
    )


def test_addresses_in_other_scripts_are_found(served: Ask):
    assert "مخيم" in served("/ar/news/%D9%85%D8%AE%D9%8A%D9%85/").body.decode()


def test_what_is_not_there_is_said_in_the_readers_language(served: Ask, files: Files):
    assert served("/en/news/nothing").body == files["en/404.html"]
    assert served("/ar/x").body == files["ar/404.html"]
    assert served("/xx/").body == files["404.html"]
    missing = served("/en/nothing", accept_encoding="br")
    assert missing.status == 404
    assert missing.headers["cache-control"] == "no-store"
    assert brotli.decompress(missing.body) == files["en/404.html"]


@pytest.mark.parametrize(
    "target",
    [
        "/../state/gen-000001.json",
        "/%2e%2e/state/gen-000001.json",
        "/en/%2e%2e/%2e%2e/state/gen-000001.json",
        "/..%2fstate/gen-000001.json",
        "/..%5cstate",
        "//etc/passwd",
        "///en/",
        "/en/index.html%00.txt",
        "/%00",
        "/en/./",
        "/%ff%fe",
        "/en/secret.html",
        "/passwd",
        "/?/../../etc/passwd",
        "/" + "a" * 8000,
    ],
)
def test_nobody_climbs_out(served: Ask, target: str):
    """Not by dots, encodings or links, nor to what lies in the folder without being in the manifest."""
    reply = served(target)
    assert reply.status in {400, 404, 414} or target.startswith("/?")
    assert b"root:" not in reply.body
    assert b"planted" not in reply.body
    assert b"fingerprint" not in reply.body


def test_hashed_files_are_kept_for_ever_and_sensitive_pages_never(served: Ask):
    assert served("/assets/site.1a2b3c.css").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert served("/media/camp.0f0f0f.webp").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert served("/en/help/").headers["cache-control"] == "no-store"


def test_only_the_search_page_may_run_webassembly(served: Ask):
    assert "'wasm-unsafe-eval'" in served("/en/search/").headers["content-security-policy"]
    assert "wasm" not in served("/en/").headers["content-security-policy"]


def test_files_have_their_own_types(served: Ask):
    types = {
        path: served(path).headers["content-type"] for path in ("/en/feed.json", "/media/report.ab12cd.pdf")
    }
    assert types == {"/en/feed.json": "application/feed+json", "/media/report.ab12cd.pdf": "application/pdf"}


def test_a_publish_is_seen_at_the_next_request_and_old_styles_are_still_there(
    served_here: Ask, small_site: Site, home: bytes, files: Files, publish_files: Publish
):
    assert served_here("/en/").body == home
    fresh = {path: content for path, content in files.items() if not path.startswith("assets/")}
    publish_files(small_site, fresh | {"en/index.html": b"<p>new</p>"})
    assert served_here("/en/").body == b"<p>new</p>"
    assert served_here("/assets/site.1a2b3c.css").status == 200
    publish_files(small_site, fresh)
    assert served_here("/assets/site.1a2b3c.css").status == 404


def test_a_page_of_the_previous_generation_is_gone(
    served_here: Ask, small_site: Site, files: Files, publish_files: Publish
):
    publish_files(small_site, {path: content for path, content in files.items() if "help" not in path})
    assert served_here("/en/help/").status == 404


def ask_directly(answers: Answers, address: str) -> int:
    return answers.to("GET", address, lambda name: "").status


def test_before_the_first_publish_the_server_says_so(tmp_path: Path, files: Files, publish_files: Publish):
    answers = Answers(tmp_path)
    assert ask_directly(answers, "/en/") == 503
    publish_files(Site(tmp_path), files)
    assert ask_directly(answers, "/en/") == 200


def test_a_mirror_is_served_as_it_lies(small_site: Site, tmp_path: Path):
    mirror = tmp_path / "mirror"
    (small_site.folder / "current").resolve().rename(mirror)
    assert ask_directly(Answers(mirror), "/en/") == 200


def test_a_damaged_generation_does_not_replace_a_whole_one(small_site: Site):
    answers = Answers(small_site.folder)
    assert ask_directly(answers, "/en/") == 200
    damaged = small_site.folder / "gen-000009"
    damaged.mkdir()
    (small_site.folder / "current").unlink()
    (small_site.folder / "current").symlink_to("gen-000009")
    assert ask_directly(answers, "/en/") == 200


def test_memory_is_bounded(small_site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cairn.publish.answers.MEMORY", 4000)
    answers = Answers(small_site.folder)
    for path in ("/en/", "/en/404.html", "/ar/404.html", "/assets/site.1a2b3c.css") * 3:
        assert ask_directly(answers, path) == 200
        assert answers._kept <= 4000
