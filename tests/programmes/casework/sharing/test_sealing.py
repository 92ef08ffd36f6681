"""Letters between two Cairns: only the one that is meant opens them, and it knows who wrote."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cairn.guard.sealed.attachments import read_attachment
from cairn.programmes.casework.sharing import sealing
from cairn.programmes.casework.sharing.sealing import CannotOpen, open_letter, own_key, seal_letter
from cairn.programmes.casework.sharing.states import Way
from cairn.programmes.partners.items import Item
from cairn.programmes.partners.keys import PublicKey, read_key

pytestmark = pytest.mark.django_db
LETTER = {"kind": "referral", "words": "A bed, please."}


@pytest.fixture
def harbour(monkeypatch):
    """Another mission. `harbour.speaks()` lets this process hold its keys."""

    class Mission:
        signing, opening = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        key = PublicKey(
            verifies=signing.public_key().public_bytes_raw(), seals=opening.public_key().public_bytes_raw()
        )

        def speaks(self):
            monkeypatch.setattr(sealing, "_signing_key", lambda: self.signing)
            monkeypatch.setattr(sealing, "_opening_key", lambda: self.opening)

    return Mission()


def test_a_letter_is_read_by_the_mission_it_is_for_and_names_who_wrote(harbour):
    ours = own_key()
    file = seal_letter(LETTER, to=harbour.key)
    harbour.speaks()
    letter = open_letter(file)
    assert (letter.content, letter.sender) == (LETTER, ours)


def test_nothing_of_it_can_be_read_on_the_way(harbour):
    file = seal_letter(LETTER, to=harbour.key)
    # Three letters alone are among those of a seal now and then.
    assert b"A bed, please." not in file
    assert str(own_key()).encode() not in file


def test_whoever_wrote_it_cannot_open_it_either(harbour):
    with pytest.raises(CannotOpen, match="sealed to somebody else"):
        open_letter(seal_letter(LETTER, to=harbour.key))


@pytest.mark.parametrize("name", ["once", "sealed"])
def test_a_changed_letter_is_refused(name):
    outer = json.loads(seal_letter(LETTER, to=own_key()))
    outer[name] = ("B" if outer[name][0] == "A" else "A") + outer[name][1:]
    with pytest.raises(CannotOpen, match="changed on its way"):
        open_letter(json.dumps(outer).encode())


def test_a_letter_passed_on_is_not_taken_for_one_to_us(harbour, monkeypatch):
    """The reader seals what it was sent anew, to somebody else, with the signature that stood in it."""
    ours = own_key()
    inner = {"to": str(harbour.key), "from": str(ours), "content": LETTER}
    signed = sealing._text(sealing._signing_key().sign(sealing.canonical(inner)))
    monkeypatch.setattr(sealing, "canonical", lambda plain: _swapped(plain, {**inner, "signature": signed}))
    file = seal_letter(LETTER, to=ours)
    monkeypatch.undo()
    with pytest.raises(CannotOpen, match="changed on its way"):
        open_letter(file)


def _swapped(plain, signed):
    chosen = signed if "signature" in plain and "content" in plain else plain
    return json.dumps(chosen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("file", [b"", b"{}", b"[]", b"nothing", b'{"form":"x","to":"","once":""}', b"\xff"])
def test_what_is_no_letter_is_said_to_be_none(file):
    with pytest.raises(CannotOpen, match="no letter"):
        open_letter(file)


def test_the_key_of_a_mission_stays_the_same_and_is_read_from_its_line():
    assert own_key() == own_key() == read_key(str(own_key()))


def test_a_referral_leaves_as_a_file_that_the_partner_opens(
    agreement, consent, draft, send, shelter, harbour, amina
):
    shelter.public_key = str(harbour.key)
    shelter.save()
    sent = send(draft(), way=Way.CAIRN)
    with read_attachment(sent.referral.package, by=amina, about=None) as opened:
        file = opened.read()
    assert (sent.token, sent.passphrase) == ("", "")
    assert b"Hawa" not in file
    harbour.speaks()
    content = open_letter(file).content
    assert (content["kind"], content["values"][Item.GIVEN_NAME]) == ("referral", "Hawa")


def test_a_partner_without_a_key_gets_no_file(agreement, consent, draft, send):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="no key"):
        send(draft(), way=Way.CAIRN)
