"""Every table equals a naive count, whichever way it was counted, and each cell's key is the sum of its people's."""

from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.evidence.counting import Dimension, count_tables, several, single
from cairn.evidence.counting.count import up_to
from cairn.evidence.counting.cover import passes
from cairn.evidence.errors import WrongFacts

SEX = single("sex", ("female", "male", None))
AGE = single("age", ("0-17", "18-59", "60+"))
WORK = several("exploitation", ("domestic", "farm", "sexual"))
FROM = single("from", tuple(f"country {at}" for at in range(300)))
EVERYTHING = (SEX, AGE, WORK, FROM)

person = st.tuples(
    st.sampled_from(SEX.values),
    st.integers(0, AGE.size - 1),
    st.integers(0, 7),
    st.integers(0, 299),
    st.integers(0, 2**32 - 1),
)


def written(folder: Path, people: Sequence[tuple], rows_in_a_group: int = 7) -> Path:
    facts = folder / "facts.parquet"
    sex, age, work, come_from, key = zip(*people, strict=True) if people else ((), (), (), (), ())
    table = pa.table(
        {
            "sex": pa.array(sex, pa.string()),
            "age": pa.array(age, pa.uint8()),
            "exploitation": pa.array(work, pa.uint8()),
            "from": pa.array(come_from, pa.uint16()),
            "key": pa.array(key, pa.uint32()),
        }
    )
    pq.write_table(table, facts, row_group_size=rows_in_a_group)
    return facts


def naive(people: Sequence[tuple], dimensions: Sequence[Dimension]) -> dict[int, tuple[int, int]]:
    """Place to people and key, one person at a time."""
    counts, keys = Counter(), Counter()
    for person in people:
        carried = {
            "sex": [SEX.values.index(person[0])],
            "age": [person[1]],
            "exploitation": [member for member in range(3) if person[2] >> member & 1],
            "from": [person[3]],
        }
        for codes in product(*(carried[dimension.name] for dimension in dimensions)):
            place = int(np.ravel_multi_index(codes, [d.size for d in dimensions])) if codes else 0
            counts[place] += 1
            keys[place] += person[4]
    return {place: (counts[place], keys[place] % 2**32) for place in counts}


def as_dict(table) -> dict[int, tuple[int, int]]:
    places, counts, keys = table.filled()
    return {
        place: (n, key) for place, n, key in zip(places.tolist(), counts.tolist(), keys.tolist(), strict=True)
    }


@given(people=st.lists(person, max_size=40))
@settings(max_examples=30)
def test_every_table_equals_a_naive_count(people, tmp_path_factory):
    facts = written(tmp_path_factory.mktemp("facts"), people)
    tables = count_tables(facts, EVERYTHING, [(), *up_to(3, EVERYTHING)])

    assert len(tables) == 1 + 4 + 6 + 4
    for table in tables.values():
        assert as_dict(table) == naive(people, table.dimensions)


@given(people=st.lists(person, max_size=40))
@settings(max_examples=15)
def test_tables_too_wide_for_memory_are_the_same_tables(people, tmp_path_factory):
    facts = written(tmp_path_factory.mktemp("facts"), people)
    wanted = [(), ("from", "sex"), ("exploitation", "from"), ("sex", "exploitation", "age", "from")]
    dense = count_tables(facts, EVERYTHING, wanted)
    sparse = count_tables(facts, EVERYTHING, wanted, widest=0)

    for names in wanted:
        assert sparse[names].places is not None
        assert as_dict(sparse[names]) == as_dict(dense[names])


def test_a_table_keeps_the_order_in_which_its_dimensions_were_asked_for(tmp_path):
    facts = written(tmp_path, [("female", 2, 0, 5, 9), ("male", 0, 0, 5, 1)])
    tables = count_tables(facts, EVERYTHING, [("age", "sex"), ("sex", "age")])

    assert tables["age", "sex"].names == ("age", "sex")
    assert (tables["age", "sex"].counts == tables["sex", "age"].counts.T).all()


def test_forms_of_exploitation_do_not_sum_to_people_and_the_table_says_so(tmp_path):
    facts = written(tmp_path, [("female", 1, 0b101, 5, 9), ("male", 1, 0b000, 6, 2)])
    tables = count_tables(facts, EVERYTHING, [("exploitation",), ("sex",)])

    assert tables["exploitation",].counts.tolist() == [1, 0, 1]
    assert not tables["exploitation",].sums_to_people
    assert tables["sex",].sums_to_people


@pytest.mark.parametrize("widest", [0, 1 << 20])
@pytest.mark.parametrize(
    ("dimension", "sentence"),
    [
        (single("sex", ("female", "male")), "“sex” holds"),
        (single("from", ("country 0",)), "“from” holds"),
        (several("exploitation", ("domestic",)), "“exploitation” holds a member"),
        (single("height", ("tall",)), "no column “height”"),
    ],
)
def test_a_value_that_was_not_declared_stops_the_count(dimension, sentence, widest, tmp_path):
    facts = written(tmp_path, [(None, 1, 0b101, 5, 9)])
    with pytest.raises(WrongFacts, match=sentence):
        count_tables(facts, [dimension], [(dimension.name,)], widest=widest)


def test_rows_without_keys_are_refused(tmp_path):
    facts = tmp_path / "facts.parquet"
    pq.write_table(pa.table({"sex": ["female"], "key": [7]}), facts)
    with pytest.raises(WrongFacts, match="32 bits"):
        count_tables(facts, [SEX], [("sex",)])


@given(
    sizes=st.lists(st.integers(1, 400), min_size=3, max_size=9),
    ways=st.integers(1, 3),
)
def test_each_wanted_table_lies_inside_one_pass(sizes, ways):
    dimensions = [single(str(at), tuple(map(str, range(size)))) for at, size in enumerate(sizes)]
    wanted = [frozenset(map(int, names)) for names in up_to(ways, dimensions)]
    chosen = passes(wanted, dict(enumerate(sizes)))

    assert all(any(group <= wide for wide in chosen) for group in wanted)
    assert len(chosen) <= len(wanted)
