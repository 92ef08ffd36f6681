"""The index follows the register, lets nobody out of their scope, and forgets whoever left."""

import pytest
from django.contrib.auth import get_user_model

from cairn.people.matching import candidates, tables
from cairn.people.matching.candidates import Searcher
from cairn.people.matching.tokens import index_tokens
from people.matching.small_register import KEY, REGISTER

OTHER_KEY = b"o" * 32


def rows_of(index, person: int) -> int:
    with index.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {tables.INDEX} WHERE person = %s", [person])
        (in_index,) = cursor.fetchone()
        cursor.execute(f"SELECT COUNT(*) FROM {tables.BEARERS} WHERE person = %s", [person])
        return in_index + cursor.fetchone()[0]


@pytest.fixture
def office(index):
    """Two people of the register as a small office sees them: any table with numbers will do."""
    people = get_user_model().objects
    people.filter(id__in=(2, 4)).delete()
    people.bulk_create([people.model(id=number, username=f"office {number}") for number in (2, 4)])
    return people.filter(username__startswith="office")


@pytest.fixture(params=[(2_000, 800), (1, 1)])
def page(request, monkeypatch):
    """Whether all are asked about at once, or one after the other."""
    first, page = request.param
    monkeypatch.setattr(candidates, "FIRST", first)
    monkeypatch.setattr(candidates, "PAGE", page)


def test_only_people_within_the_scope_are_found(found, office, page):
    assert 1 in found("Mohammed Hassan")
    assert set(found("Mohammed Hassan", within=office.values("id"))) <= {2, 4}
    assert found("Hodan Warsame", within=office.values("id")) == []
    assert found("Nobody Whatsoever", within=office.values("id")) == []
    assert found("Hodan Warsame", within=office.none().values("id")) == []


def test_a_small_office_gets_the_best_of_its_own_and_not_what_is_left_of_the_best_of_all(index, office, page):
    searcher = Searcher(index, KEY)
    best_of_all = searcher.candidates("Ahmed Hassan", limit=1)
    best_of_office = searcher.candidates("Ahmed Hassan", limit=1, within=office.values("id"))
    assert [found.id for found in best_of_all] != [2]
    assert [found.id for found in best_of_office] == [2]


def test_a_scope_may_be_ordered_and_have_several_conditions(found, office, page):
    several = (office.filter(id=2) | office.filter(id=4)).order_by("-username")
    assert found("Selam Gebremedhin", within=several.values("id")) == [4]


def test_whoever_is_renamed_is_found_by_the_new_name_and_not_by_the_old(index, found):
    renamed = REGISTER[2]._replace(given_name="Ifrah")
    tables.change(index, 3, index_tokens(renamed, KEY))
    assert Searcher(index, KEY).candidates("Ifrah Warsame")[0].id == 3
    assert 3 not in {found.id for found in Searcher(index, KEY).candidates("Hodan")}
    assert tables.held_by(index, 3) == index_tokens(renamed, KEY)


def test_whoever_leaves_takes_every_token_along_though_nothing_of_them_can_be_opened(index, found):
    assert rows_of(index, 3) > 10
    tables.remove(index, 3)
    assert rows_of(index, 3) == 0
    assert found("Hodan Warsame") == []
    tables.remove(index, 3)  # Twice is no harm.


def test_an_import_makes_many_findable_at_once(index):
    tables.add(index, [(7, {1, 2, 3}), (8, {2, 3, 4})])
    assert {found.id for found in Searcher(index, KEY).sharing({2})} == {7, 8}
    assert tables.held_by(index, 8) == {2, 3, 4}


def test_what_half_the_register_shares_is_counted_and_looked_up_last(index, monkeypatch):
    monkeypatch.setattr(tables, "COMMON", 3)
    tables.add(index, [(number, {1, number}) for number in range(100, 140)])
    tables.recount(index)
    by_rare, *others = Searcher(index, KEY).sharing({1, 117})
    assert by_rare.id == 117
    assert by_rare.score > 2 * others[0].score


def test_counting_anew_forgets_tokens_that_became_rare(index, monkeypatch):
    monkeypatch.setattr(tables, "COMMON", 2)
    tables.add(index, [(7, {1}), (8, {1})])
    tables.recount(index)
    tables.remove(index, 8)
    tables.recount(index)
    with index.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {tables.COUNTS} WHERE token = 1")
        assert cursor.fetchone() == (0,)


def test_another_key_gives_other_tokens():
    mine, theirs = index_tokens(REGISTER[0], KEY), index_tokens(REGISTER[0], OTHER_KEY)
    assert mine == index_tokens(REGISTER[0], KEY)
    assert not mine & theirs


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        index_tokens(REGISTER[0], b"short")
