"""Whoever was registered twice is found, brothers and sisters are kept apart, and a reviewer reads why."""

from itertools import pairwise

import duckdb
import pytest
from bench.register import register
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.people.linking.comparisons import COMPARISONS
from cairn.people.linking.pairs import Pair, likely_pairs, matches_for
from cairn.people.linking.reasons import Reason
from cairn.people.linking.weights import WEIGHTS
from cairn.people.matching.records import Record

AMINA = Record(
    1, "Amina", "Yusuf", "Warsame", "1990-05-12", "f", "SO", "Kismayo", ("+252 61 5550123",), ("SO1234567",)
)
HODAN = AMINA._replace(id=2, given_name="Hodan", born="1993-11-02", documents=("SO7654321",))
STRANGER = Record(3, "Selam", "Tesfay", "Gebremedhin", "1985-01-09", "f", "ER", "Keren", ("+291 7 111222",))
OTHERS = [HODAN, STRANGER]


def found(*records: Record, **asked) -> set[tuple[int, int]]:
    return {(pair.one, pair.other) for pair in likely_pairs(records, **asked)}


def reasons(one: Record, other: Record) -> tuple[Reason, ...]:
    (pair,) = matches_for(one, [other], threshold=1e-9)
    return pair.reasons


@pytest.mark.parametrize(
    "again",
    [
        pytest.param({"given_name": "Aamina", "family_name": "Warsameh"}, id="spelt otherwise"),
        pytest.param(
            {"given_name": "أمينة", "father_name": "يوسف", "family_name": "ورسمه"}, id="in Arabic letters"
        ),
        pytest.param({"born": "1990-12-05"}, id="day and month swapped"),
        pytest.param({"born": "1990"}, id="only a year"),
        pytest.param({"born": "1990-01-01"}, id="the first of January"),
        pytest.param({"born": ""}, id="no date"),
        pytest.param({"father_name": ""}, id="no father"),
        pytest.param({"family_name": "", "born": "1990-05-12"}, id="no family name"),
        pytest.param({"given_name": "Warsame", "family_name": "Amina"}, id="names changed places"),
        pytest.param(
            {"given_name": "Amina Yusuf Warsame", "father_name": "", "family_name": ""}, id="in one field"
        ),
        pytest.param({"phones": ()}, id="no telephone"),
        pytest.param(
            {"phones": ("٠٦١٥٥٥٠١٢٣",), "birth_place": "", "nationality": ""},
            id="a telephone in Arabic digits",
        ),
        pytest.param({"phones": ("+39 333 4445556", "0615550123")}, id="a second telephone"),
    ],
)
def test_one_person_written_down_twice_is_found(again):
    second = AMINA._replace(id=9, documents=(), **again)
    assert found(AMINA, *OTHERS, second) == {(1, 9)}


def test_a_person_is_found_by_another_name():
    second = Record(
        9, "Halimo", "", "", "1990-05-12", "f", "SO", "Kismayo", other_names=("Amina Yusuf Warsame",)
    )
    assert found(AMINA, *OTHERS, second) == {(1, 9)}


def test_a_document_finds_who_gave_another_name():
    second = Record(9, "Ayaan", "Cali", "Nuur", "1990", "f", "SO", documents=("so 1234567",))
    assert found(AMINA, *OTHERS, second, threshold=0.2) == {(1, 9)}


def test_sisters_who_share_everything_but_themselves_are_kept_apart():
    assert found(AMINA, HODAN, STRANGER) == set()


def test_twins_are_kept_apart():
    assert found(AMINA._replace(documents=()), HODAN._replace(born=AMINA.born, documents=())) == set()


def test_a_father_with_the_family_is_not_his_son():
    father = Record(5, "Yusuf", "Ali", "Warsame", "1961-02-03", "m", "SO", "Kismayo", AMINA.phones)
    son = Record(6, "Ali", "Yusuf", "Warsame", "1988-08-08", "m", "SO", "Kismayo", AMINA.phones)
    assert found(father, son, AMINA) == set()


def test_reasons_say_what_agrees():
    assert reasons(AMINA, AMINA._replace(id=9, born="1990-12-05", documents=("SO1234568",))) == (
        Reason.SAME_GIVEN_NAME,
        Reason.SAME_FATHER,
        Reason.SAME_FAMILY_NAME,
        Reason.DAY_AND_MONTH_SWAPPED,
        Reason.SAME_BIRTH_PLACE,
        Reason.SAME_TELEPHONE,
        Reason.NEARLY_SAME_DOCUMENT,
    )


def test_reasons_say_what_speaks_against_one_person():
    against = {reason for reason in reasons(AMINA, HODAN) if reason.speaks_against}
    assert against == {Reason.GIVEN_NAMES_DIFFER, Reason.BIRTH_DATES_DIFFER, Reason.DOCUMENTS_DIFFER}


def test_every_reason_has_a_sentence():
    for reason in Reason:
        assert str(reason.sentence).endswith(".")


def test_what_is_unknown_speaks_neither_way():
    bare = Record(9, "Amina", "Yusuf", "Warsame")
    assert reasons(AMINA, bare) == (Reason.SAME_GIVEN_NAME, Reason.SAME_FATHER, Reason.SAME_FAMILY_NAME)


def test_scraps_of_numbers_are_nobodys():
    one = Record(7, "Amina", phones=("12", "-"), documents=("-", ""))
    assert reasons(one, one._replace(id=9)) == (Reason.SAME_GIVEN_NAME,)


def test_every_level_has_its_weights():
    levels = {comparison.name: [level.name for level in comparison.levels] for comparison in COMPARISONS}
    assert levels == {name: list(weights) for name, weights in WEIGHTS.items()}


@pytest.fixture(scope="module")
def invented() -> tuple[list[Record], dict[int, int]]:
    rows = list(register(2_000, seed=11))
    return [record for record, _ in rows], {record.id: person.number for record, person in rows}


@pytest.fixture(scope="module")
def pairs(invented) -> list[Pair]:
    return list(likely_pairs(invented[0]))


def test_of_an_invented_register_nearly_all_are_found_and_few_are_wrong(invented, pairs):
    truth = invented[1]
    same = sum(truth[one] == truth[other] for one in truth for other in truth if one < other)
    right = sum(truth[pair.one] == truth[pair.other] for pair in pairs)
    assert right / len(pairs) > 0.92
    assert right / same > 0.88


def test_each_pair_comes_once_and_the_best_first(pairs):
    assert all(pair.one < pair.other for pair in pairs)
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs)
    assert all(better.probability >= worse.probability >= 0.5 for better, worse in pairwise(pairs))


def test_equal_records_give_equal_pairs(invented, pairs):
    assert list(likely_pairs(invented[0])) == pairs


def test_the_order_of_records_does_not_matter(invented, pairs):
    turned = list(likely_pairs(reversed(invented[0])))
    assert {pair[:2] for pair in turned} == {pair[:2] for pair in pairs}


def test_a_person_to_be_saved_is_weighed_as_the_register_is(invented, pairs):
    """Up to how common the names are, which a handful of candidates cannot tell."""
    records, _ = invented
    by_id = {record.id: record for record in records}
    agree = sum(
        [match.other for match in matches_for(by_id[pair.one], [by_id[pair.other]], people=len(records))]
        == [pair.other]
        for pair in pairs[:20]
    )
    assert agree >= 19


def test_matches_for_a_new_person_come_best_first_and_name_the_new_one_first():
    new = AMINA._replace(id=0)
    less = AMINA._replace(id=8, given_name="Aamina", born="1990", phones=(), documents=())
    matches = matches_for(new, [HODAN, less, STRANGER, AMINA], people=1000)
    assert [(match.one, match.other) for match in matches] == [(0, 1), (0, 8)]


def test_nobody_matches_nobody():
    assert list(likely_pairs([])) == []
    assert list(likely_pairs([AMINA])) == []
    assert matches_for(AMINA, []) == []
    assert found(Record(1), Record(2), Record(3)) == set()


def test_progress_ends_where_it_said(invented):
    told = []
    list(likely_pairs(invented[0][:200], progress=lambda *step: told.append(step)))
    assert [step for _, _, step in told] == ["reading", "hearing", "hearing", "meeting", "weighing"]
    assert all(done == total for done, total, step in told[2:])


@pytest.fixture
def empty_place(tmp_path, monkeypatch):
    """Where anything written to the disk would be seen."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def test_nothing_is_left_on_the_disk(empty_place, invented):
    list(likely_pairs(invented[0][:200]))
    assert not list(empty_place.rglob("*"))


def test_nothing_is_left_on_the_disk_when_reading_fails(empty_place, invented):
    def failing():
        yield from invented[0][:200]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(likely_pairs(failing()))
    assert not list(empty_place.rglob("*"))


def test_too_little_memory_is_an_error_and_writes_no_names_to_the_disk(empty_place, invented):
    with pytest.raises(duckdb.OutOfMemoryException):
        list(likely_pairs(invented[0], memory="1MB"))
    assert not list(empty_place.rglob("*"))


def test_strange_records_break_nothing():
    strange = Record(7, "\x00", "12", "-", "1990-99-99", "?", "", "'", ("١٢", "+"), ("", "-"), "", ("", "7"))
    assert found(AMINA, strange, strange._replace(id=8, born="soon", other_names=())) <= {(7, 8)}


texts = st.text(max_size=12)
several = st.lists(texts, max_size=2).map(tuple)
records = st.builds(
    Record,
    st.integers(10, 99),
    texts,
    texts,
    texts,
    texts,
    texts,
    texts,
    texts,
    several,
    several,
    texts,
    several,
)


@settings(max_examples=20, deadline=None)
@given(records, st.lists(records, max_size=3))
def test_no_text_breaks_the_weighing(one, others):
    matches_for(one, others)
