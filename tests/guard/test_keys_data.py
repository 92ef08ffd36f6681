"""A data key for each person, wrapped by the master key; a root for what the mission shares."""

import pickle

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.guard.keys import CannotOpen, KeyDestroyed, Purpose, blind_token, derived_key
from cairn.guard.keys.errors import KeysMissing, WrongMasterKey
from cairn.guard.keys.models import save_rewrapped
from cairn.guard.keys.ring import add_version, kept_in_file, master_ring
from cairn.guard.models import DataKey, MasterKey, MissionKey

pytestmark = pytest.mark.django_db


def test_a_data_key_opens_again_from_the_database():
    key = DataKey.objects.make()
    assert len(key.unwrap()) == 32
    assert DataKey.objects.get().unwrap() == key.unwrap()
    assert key.unwrap() not in bytes(DataKey.objects.get().wrapped)


def test_many_keys_are_made_in_few_queries_and_differ(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        keys = DataKey.objects.make_many(500)
    assert len({key.unwrap() for key in keys}) == 500
    assert {key.master_id for key in keys} == {1}


def test_a_wrapped_key_does_not_open_in_another_keys_place():
    one, other = DataKey.objects.make_many(2)
    DataKey.objects.filter(pk=one.pk).update(wrapped=other.wrapped)
    with pytest.raises(CannotOpen):
        DataKey.objects.get(pk=one.pk).unwrap()


def test_another_master_key_is_told_from_a_damaged_row():
    key = DataKey.objects.make()
    kept_in_file().unlink()
    with pytest.raises(WrongMasterKey, match="version 1 is not the one that this database was sealed with"):
        DataKey.objects.get(pk=key.pk).unwrap()
    with pytest.raises(WrongMasterKey):
        DataKey.objects.make()


def test_a_rewrapped_key_seals_the_same_and_needs_the_new_master_only():
    key = DataKey.objects.make()
    before = key.unwrap()
    add_version(kept_in_file())
    key.rewrap(MasterKey.objects.current(), master_ring())
    save_rewrapped([key])
    again = DataKey.objects.get()
    assert again.master_id == 2
    assert again.unwrap() == before


def test_a_process_with_an_old_ring_makes_no_key_that_others_cannot_open():
    path = kept_in_file()
    master_ring()
    old = path.read_text()
    add_version(path)
    DataKey.objects.make()
    path.write_text(old)
    with pytest.raises(KeysMissing, match="works with master key version 1, and the mission with 2"):
        DataKey.objects.make()


def test_a_master_key_that_still_wraps_something_cannot_go():
    DataKey.objects.make()
    with pytest.raises(IntegrityError), transaction.atomic():
        MasterKey.objects.get().delete()


def test_a_key_is_wrapped_or_destroyed_and_never_half():
    key = DataKey.objects.make()
    for half in ({"wrapped": b"", "destroyed_at": timezone.now()}, {"wrapped": b"", "master": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DataKey.objects.filter(pk=key.pk).update(**half)
    DataKey.objects.filter(pk=key.pk).update(wrapped=b"", master=None, destroyed_at=timezone.now())
    with pytest.raises(KeyDestroyed):
        DataKey.objects.get(pk=key.pk).unwrap()


def test_an_open_key_is_neither_shown_nor_carried_away():
    key = DataKey.objects.make()
    plain = key.unwrap()
    assert plain not in pickle.dumps(key)
    assert str(plain) not in f"{key!r} {key}"


def test_shared_keys_come_from_one_root_that_outlives_the_master():
    before = derived_key(Purpose.BLIND_INDEX, "people.phone")
    assert derived_key(Purpose.BLIND_INDEX, "people.phone") == before
    assert derived_key(Purpose.BLIND_INDEX, "people.name") != before
    assert derived_key(Purpose.TRACE_TOKENS, "people.phone") != before
    add_version(kept_in_file())
    root = MissionKey.objects.get()
    root.rewrap(MasterKey.objects.current(), master_ring())
    save_rewrapped([root])
    assert derived_key(Purpose.BLIND_INDEX, "people.phone") == before


def test_a_root_that_was_rolled_back_is_not_used_on():
    with transaction.atomic():
        lost = derived_key(Purpose.BLIND_INDEX)
        transaction.set_rollback(True)
    assert derived_key(Purpose.BLIND_INDEX) != lost


def test_equal_words_have_equal_tokens_within_their_scope_only():
    token = blind_token("people.phone", "+44 20 7946 0000")
    assert len(token) == 32
    assert token == blind_token("people.phone", " +44  20 7946 ００００ ")
    assert token != blind_token("people.fax", "+44 20 7946 0000")
    assert token != blind_token("people.phone", "+44 20 7946 0001")
    assert blind_token("people.name", "ARDITA") == blind_token("people.name", "Ardita")
