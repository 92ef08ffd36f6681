"""A mirror is checked file by file, and told exactly what is wrong with it."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.manifest import (
    FORMAT,
    MANIFEST,
    PUBLIC_KEY,
    SIGNATURE,
    Listed,
    manifest_bytes,
    public_pem,
    verify,
)
from cairn.publish.site import Site
from cairn.publish.targets import fingerprint

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PAGE = b"<!doctype html><title>On the trail</title>" + b"<p>The camp has grown.</p>" * 40


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A whole site of three files and their compressed siblings."""
    site = Site(tmp_path / "site")
    with site.making() as making:
        for path in ("en/index.html", "en/news/index.html"):
            making.write(path, PAGE + path.encode(), fingerprint=fingerprint(path))
        making.write(PUBLIC_KEY, public_pem(KEY), fingerprint=fingerprint("key"))
        return site.publish(making, KEY, {}).folder


def test_a_whole_mirror_is_whole(mirror: Path):
    verdict = verify(mirror, public_pem(KEY))
    assert verdict.is_whole
    assert verdict.sentences() == []
    assert verdict.files == 7  # Two pages with two siblings each, and the key.


def test_without_a_key_the_mirrors_own_is_used(mirror: Path):
    assert verify(mirror).is_whole


def test_a_manifest_is_json_in_the_order_of_names_whatever_they_hold():
    files = {'media/“quoted”".pdf': Listed("ab" * 32, 7), "en/index.html": Listed("cd" * 32, 0)}
    listing = {path: {"sha256": file.sha256, "size": file.size} for path, file in files.items()}
    said = json.dumps({"files": listing, "format": FORMAT}, indent=0, sort_keys=True)
    assert manifest_bytes(files).decode() == said + "\n"


def test_a_missing_file_is_named(mirror: Path):
    (mirror / "en/news/index.html").unlink()
    verdict = verify(mirror)
    assert verdict.missing == ("en/news/index.html",)
    assert not verdict.is_whole
    assert verdict.sentences() == ["en/news/index.html is missing."]


def test_a_changed_file_is_named_even_when_its_size_is_the_same(mirror: Path):
    page = mirror / "en/index.html"
    content = page.read_bytes().replace(b"grown", b"gone!")
    page.unlink()
    page.write_bytes(content)
    assert verify(mirror).changed == ("en/index.html",)


def test_an_extra_file_is_named(mirror: Path):
    (mirror / "en/planted.html").write_text("not ours")
    assert verify(mirror).extra == ("en/planted.html",)


def test_a_link_to_the_right_content_is_still_a_change(mirror: Path, tmp_path: Path):
    page = mirror / "en/index.html"
    (tmp_path / "elsewhere.html").write_bytes(page.read_bytes())
    page.unlink()
    page.symlink_to(tmp_path / "elsewhere.html")
    assert verify(mirror).changed == ("en/index.html",)


def test_a_mirror_signed_anew_by_somebody_else_is_found_with_the_missions_key(mirror: Path):
    forger = Ed25519PrivateKey.generate()
    (mirror / SIGNATURE).write_bytes(base64.b64encode(forger.sign((mirror / MANIFEST).read_bytes())))
    verdict = verify(mirror, public_pem(KEY))
    assert not verdict.signed
    assert verdict.sentences() == ["manifest.json.sig was not made with this key over this manifest.json."]


def test_a_manifest_changed_by_one_byte_is_not_signed(mirror: Path):
    manifest = mirror / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b'"size": ', b'"size":  ', 1))
    assert not verify(mirror, public_pem(KEY)).signed


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (MANIFEST, None, "manifest.json cannot be read: No such file or directory."),
        (MANIFEST, b"{", "The manifest is damaged"),
        (MANIFEST, b'{"format": "other"}', "The manifest has the format “other”"),
        (MANIFEST, b'{"format": "cairn-site-1", "files": {"a": {}}}', "The manifest is damaged"),
        (SIGNATURE, None, "The signature cannot be checked"),
        (SIGNATURE, b"a", "manifest.json.sig"),
        (PUBLIC_KEY, b"no key", "The public key is not a key in PEM."),
    ],
)
def test_damage_is_told_in_a_sentence(mirror: Path, name: str, content: bytes | None, sentence: str):
    (mirror / name).unlink()
    if content is not None:
        (mirror / name).write_bytes(content)
    verdict = verify(mirror)
    assert not verdict.is_whole
    assert verdict.sentences()[0].startswith(sentence)
