"""Anybody can check that a copy of a release is what the mission approved and signed."""

import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.evidence.releases.store import folder_of
from cairn.evidence.releases.verifying import NoKey, approval_files, public_key_in, verify_release
from cairn.mission.secrets import site_signing_key

pytestmark = pytest.mark.django_db
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"another mission's key is not ours"[:32])


@pytest.fixture
def release(make, declare, put_out):
    return put_out(make(declare(), "deaths"))


@pytest.fixture
def copy(release, tmp_path) -> Path:
    return shutil.copytree(folder_of(release.digest), tmp_path / "copy")


def wrong(copy: Path, release, key=None, **changed: bytes) -> list[str]:
    files = approval_files(release)
    approval, signature = (changed.get(name[-4:].strip("."), files[name]) for name in files)
    return verify_release(copy, key or site_signing_key().public_key(), approval, signature)


def test_a_copy_is_what_was_signed(copy, release):
    assert wrong(copy, release) == []
    told = json.loads(approval_files(release)["approval.json"])
    assert (told["release"], told["digest"], told["supersedes"]) == ("calais-1", release.digest, None)
    assert told["approver_role"] == "data-protection"


def test_one_letter_in_any_file_is_noticed(copy, release):
    for path in [path for path in copy.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert wrong(copy, release), path
        path.write_bytes(content)


def test_a_file_that_is_missing_or_leads_elsewhere_is_noticed(copy, release, tmp_path):
    path = copy / "tables/deaths.csv"
    path.rename(tmp_path / "elsewhere")
    assert wrong(copy, release) == ["tables/deaths.csv is missing."]
    path.symlink_to(tmp_path / "elsewhere")
    assert wrong(copy, release) == ["tables/deaths.csv is missing."]


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", ""])
def test_a_list_that_names_files_outside_the_release_is_refused(copy, release, path):
    told = json.loads((copy / "release.json").read_bytes())
    told["files"].append({"path": path, "sha256": "0" * 64, "size": 1})
    (copy / "release.json").write_text(json.dumps(told))
    assert f"{path} lies outside the release." in wrong(copy, release)
    assert "The mission approved another release.json." in wrong(copy, release)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"files": [7]}', b'{"form": 9, "files": []}'])
def test_what_is_no_release_is_called_so(copy, release, content):
    (copy / "release.json").write_bytes(content)
    assert len(wrong(copy, release)) == 1


@pytest.mark.parametrize("signature", [b"", b"x", b"AAAA", b"\xff\xfe", b"A" * 88])
def test_a_signature_that_is_none_is_refused(copy, release, signature):
    assert wrong(copy, release, sig=signature) == [
        "The approval does not bear the signature of this mission."
    ]


@pytest.mark.parametrize("approval", [b"", b"[]", b"nothing", b'{"digest": "0"}'])
def test_an_approval_that_was_not_signed_is_refused(copy, release, approval):
    assert wrong(copy, release, json=approval) == [
        "The approval does not bear the signature of this mission."
    ]


def test_another_mission_did_not_sign_it(copy, release):
    assert wrong(copy, release, key=OTHER_KEY.public_key())


def test_the_approval_of_another_release_does_not_do(make, copy, release, put_out):
    other = put_out(make("deaths", changes={"en": "The deaths alone this time."}))
    assert json.loads(approval_files(other)["approval.json"])["supersedes"] == "calais-1"
    assert wrong(copy, other) == [
        "The mission approved another release.json.",
        "The approval is of another release.",
    ]


def test_a_key_is_read_from_its_pem():
    pem = OTHER_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert public_key_in(pem) == OTHER_KEY.public_key()
    with pytest.raises(NoKey):
        public_key_in(b"no key")
