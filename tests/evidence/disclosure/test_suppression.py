"""Whatever the table, what was hidden cannot be worked out from what is shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.evidence.attack.report import Protection, attack
from cairn.evidence.attack.statements import Ledger
from cairn.evidence.disclosure.protect import protect
from cairn.evidence.disclosure.rules import Suppressed
from cairn.evidence.errors import CannotProtect, TooFewPeopleToPublish
from cairn.evidence.regions import Region
from evidence.cast import draft, people, table

PLACES = ("Calais", "Dunkirk", "Lille", "Paris")
TONGUES = ("Arabic", "Dari", "Tigrinya")
SEXES = ("female", "male")
some = st.one_of(st.integers(0, 6), st.integers(0, 60))


def grid(*shape: int):
    return st.lists(some, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))).map(
        lambda counts: np.array(counts).reshape(shape)
    )


def suppressed(someone, *layouts, rule, ledger=None):
    return protect(draft(someone, *layouts), rule, ledger or Ledger())


@given(counts=grid(4, 3, 2), threshold=st.integers(3, 10), width=st.integers(1, 8), insiders=st.booleans())
@settings(max_examples=40)
def test_the_attack_finds_nobody_after_suppression(counts, threshold, width, insiders):
    someone = people(counts, place=PLACES, tongue=TONGUES, sex=SEXES)
    layouts = (table("by tongue", someone, "place", "tongue"), table("by sex", someone, "tongue", "sex"))
    try:
        tables, statements = suppressed(someone, *layouts, rule=Suppressed(threshold, width, insiders))
    except (CannotProtect, TooFewPeopleToPublish):
        return

    report = attack(Ledger(), statements, someone, Protection(threshold, width, insiders))
    assert report.may_be_published, report
    for cell in (cell for shown in tables for cell in shown.cells):
        people_in_cell = int(counts[np.ix_(*someone.places(cell.region))].sum())
        assert cell.shown in (None, people_in_cell)
        assert cell.shown is None or cell.shown == 0 or cell.shown >= threshold


@given(counts=st.lists(st.integers(0, 4), min_size=6, max_size=6).map(lambda c: np.array(c).reshape(2, 3)))
@settings(max_examples=40)
def test_no_small_count_can_be_found_by_trying_all_tables(counts):
    """The intruder here is no solver: every table of whole people that agrees with the figures is written down."""
    someone = people(counts, place=PLACES[:2], tongue=TONGUES)
    try:
        tables, _ = suppressed(someone, table("t", someone, "place", "tongue"), rule=Suppressed(3, 1, False))
    except (CannotProtect, TooFewPeopleToPublish):
        return
    shown = np.array([-1 if cell.shown is None else cell.shown for cell in tables[0].cells]).reshape(3, 4)
    worlds = worlds_that_agree(shown, int(counts.max()) + 4)

    assert (worlds == counts).all(axis=(1, 2)).any()
    for place in np.argwhere((counts > 0) & (counts < 3)).tolist():
        assert len(np.unique(worlds[:, place[0], place[1]])) > 1


def worlds_that_agree(shown: np.ndarray, most: int) -> np.ndarray:
    """All 2 by 3 tables whose cells and totals are as shown; a hidden figure is at least one."""
    inner = [range(1, most + 1) if value < 0 else [value] for value in shown[1:, 1:].reshape(-1)]
    worlds = np.stack(np.meshgrid(*inner, indexing="ij"), axis=-1).reshape(-1, 2, 3)
    whole = np.pad(worlds, ((0, 0), (1, 0), (1, 0)))
    whole[:, 0, 1:], whole[:, 1:, 0] = worlds.sum(axis=1), worlds.sum(axis=2)
    whole[:, 0, 0] = worlds.sum(axis=(1, 2))
    return worlds[np.where(shown < 0, whole > 0, whole == shown).all(axis=(1, 2))]


def test_headlines_stay_exact_and_the_rest_adds_up_to_them():
    someone = people([[3, 20, 30], [12, 2, 40], [9, 14, 25]], place=PLACES[:3], tongue=TONGUES)
    by_tongue = table("by tongue", someone, "place", "tongue")
    (shown,), _ = suppressed(someone, by_tongue, rule=Suppressed(5))

    whole = next(at for at, cell in enumerate(shown.cells) if cell.headline)
    inner = [at for at, cell in enumerate(shown.cells) if "all" not in cell.label]
    assert shown.cells[whole].shown == 155
    assert shown.remainder(whole, inner) == 155 - sum(shown.cells[at].shown or 0 for at in inner)
    assert {cell.conf_status for cell in shown.cells if cell.shown is None} == {"C"}


def test_a_headline_of_too_few_people_is_refused():
    someone = people([[1, 0], [1, 1]], place=PLACES[:2], tongue=TONGUES[:2])
    with pytest.raises(TooFewPeopleToPublish, match="fewer than 5"):
        suppressed(someone, table("t", someone, "place", "tongue"), rule=Suppressed(5))


def test_what_a_headline_gives_away_is_refused_with_its_name():
    someone = people([[2, 20], [30, 40]], place=PLACES[:2], tongue=TONGUES[:2])
    totals = frozenset(
        {Region(), *(Region.of({"place": [0], "tongue": [code]}) for code in (1,)), Region.of({"place": [0]})}
    )
    with pytest.raises(CannotProtect, match="place Calais; tongue Arabic"):
        protect(
            draft(someone, table("t", someone, "place", "tongue"), headlines=totals), Suppressed(5), Ledger()
        )


def test_what_was_shown_before_is_counted_with_when_hiding():
    """Alone, the second table may show all but two lines; after the first one it must hide more."""
    someone = people([[2, 20, 9], [30, 40, 8]], place=PLACES[:2], tongue=TONGUES)
    first, released = suppressed(someone, table("by tongue", someone, "tongue"), rule=Suppressed(5))
    again = draft(someone, table("t", someone, "place", "tongue"), release="R2")
    _, statements = protect(again, Suppressed(5), Ledger(released))

    assert all(cell.shown is not None for cell in first[0].cells)
    assert attack(Ledger(released), statements, someone, Protection(5)).may_be_published
    assert sum(one.hidden for one in statements) >= 4


def test_the_same_records_hide_the_same_cells():
    counts = np.random.default_rng(7).poisson(4, (4, 3, 2))
    someone = people(counts, place=PLACES, tongue=TONGUES, sex=SEXES)
    layout = table("t", someone, "place", "tongue", "sex")
    assert suppressed(someone, layout, rule=Suppressed(5)) == suppressed(someone, layout, rule=Suppressed(5))


def test_small_counts_between_large_ones_are_hidden_with_few_others():
    """In a dense table a proof moves from cell to cell: whoever hides one figure after the other hides half of it."""
    shares = [1 / np.arange(1, size + 1) for size in (4, 3, 3, 2)]
    whole = np.einsum("a,b,c,d->abcd", *(each / each.sum() for each in shares))
    counts = np.random.default_rng(5).poisson(1500 * whole)
    ages = ("child", "adult", "old")
    someone = people(counts, place=PLACES, tongue=TONGUES, age=ages, sex=SEXES)
    layout = table("t", someone, "place", "tongue", "age", "sex")
    _, statements = suppressed(someone, layout, rule=Suppressed(5))

    assert attack(Ledger(), statements, someone, Protection(5)).may_be_published
    held = [(one, int(counts[np.ix_(*someone.places(one.region))].sum())) for one in statements]
    small = [count for one, count in held if one.hidden and count < 5]
    others = [count for one, count in held if one.hidden and count >= 5]
    assert len(small) == sum(0 < count < 5 for _, count in held)
    assert len(others) <= 32
