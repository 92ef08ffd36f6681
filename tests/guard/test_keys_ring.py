"""The master key lies in a file, in the environment or behind a command, and what is wrong with it is named."""

import base64
import os
import stat
import sys

import pytest

from cairn.guard.keys.errors import KeysMissing
from cairn.guard.keys.ring import (
    Ring,
    add_version,
    forget_answers,
    kept_in_file,
    master_ring,
    retire_version,
    retired_file,
    ring_in,
)
from cairn.mission.config import load_mission
from cairn.mission.secrets import readable_by_others


def line(version: int, fill: bytes = b"k") -> str:
    return f"{version}:{base64.b64encode(fill * 32).decode()}"


@pytest.fixture
def ask_vault(monkeypatch):
    """A vault of the mission's own: a command that runs these words of Python."""

    def ask(words: str):
        script = f"{sys.executable} -c {words!r}"
        monkeypatch.setenv("CAIRN_KEYS__SOURCE", "command")
        monkeypatch.setenv("CAIRN_KEYS__COMMAND", script)
        load_mission.cache_clear()
        forget_answers()
        return load_mission()

    return ask


def test_the_first_master_key_is_made_in_a_file_that_only_its_owner_reads(mission):
    ring = master_ring()
    path = kept_in_file()
    assert ring.versions == [1]
    assert len(ring.key(1)) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert readable_by_others(mission) == []
    assert master_ring().key(1) == ring.key(1)


def test_a_new_version_stands_beside_the_old_one_until_that_is_retired():
    old = master_ring().key(1)
    path = kept_in_file()
    assert add_version(path) == 2
    assert (master_ring().versions, master_ring().current) == ([1, 2], 2)
    assert master_ring().key(1) == old

    retire_version(path, 1)
    retire_version(path, 1)
    assert master_ring().versions == [2]
    aside = retired_file(path)
    assert ring_in(aside.read_text()).keys == {1: old}
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path, aside)} == {0o600}


def test_a_version_that_is_not_at_hand_is_named():
    with pytest.raises(KeysMissing, match="Master key version 7 is needed .* at hand is 1"):
        master_ring().key(7)


def test_the_environment_may_hold_it(monkeypatch):
    monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", f"{line(1)}\n{line(2, b'l')}")
    assert master_ring().versions == [1, 2]
    assert kept_in_file() is None


def test_an_environment_that_should_hold_it_and_does_not(monkeypatch):
    monkeypatch.setenv("CAIRN_KEYS__SOURCE", "environment")
    load_mission.cache_clear()
    with pytest.raises(KeysMissing, match="CAIRN_SECRET_MASTER_KEY holds it; set it"):
        master_ring()


def test_a_vault_is_asked_by_its_command_once(ask_vault, tmp_path):
    asked = tmp_path / "asked"
    ask_vault(f"print('{line(3)}'); open('{asked}', 'a').write('x')")
    assert master_ring().versions == [3]
    assert master_ring().key(3) == b"k" * 32
    assert asked.read_text() == "x"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import sys; print('1:half'); sys.exit(4)", "ends with code 4"),
        ("pass", "ends with code 0"),
        ("print('no such entry')", "no line has the form"),
    ],
)
def test_a_vault_that_does_not_answer_is_named_and_nothing_it_printed_is_shown(ask_vault, words, said):
    ask_vault(words)
    with pytest.raises(KeysMissing, match=said) as refused:
        master_ring()
    assert "half" not in str(refused.value)


def test_a_command_that_is_not_there(monkeypatch):
    monkeypatch.setenv("CAIRN_KEYS__SOURCE", "command")
    monkeypatch.setenv("CAIRN_KEYS__COMMAND", "/nowhere/vault 'unclosed")
    load_mission.cache_clear()
    with pytest.raises(KeysMissing, match=r"fails \(ValueError\)"):
        master_ring()


@pytest.mark.parametrize("text", ["1:", "1:c2hvcnQ=", "1:***", "1:" + "A" * 400])
def test_a_broken_key_is_named_by_its_line_and_not_quoted(monkeypatch, text):
    monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", f"remarks are allowed\n{text}")
    with pytest.raises(KeysMissing, match="line 2 does not hold 32 bytes") as refused:
        master_ring()
    assert text[2:] not in str(refused.value) or not text[2:]


def test_a_ring_shows_no_key():
    key = os.urandom(32)
    assert str(key) not in repr(Ring({1: key}))
    assert key.hex() not in repr(Ring({1: key}))


def test_the_check_value_tells_two_keys_apart_and_is_no_part_of_either():
    one, other = Ring({1: b"a" * 32}), Ring({1: b"b" * 32})
    assert one.check_of(1) == Ring({1: b"a" * 32}).check_of(1) != other.check_of(1)
    assert one.check_of(1) not in b"a" * 32
