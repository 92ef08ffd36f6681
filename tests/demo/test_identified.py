"""2,340 invented people stand behind “over 2,300 people … from 96 countries”, and a release says so."""

from collections import Counter

import pytest

from cairn.demo.cast import CAST, MARK
from cairn.demo.identified import OFFICE, invented, record_identified
from cairn.evidence.models import Release, State
from cairn.evidence.phrases import Claim, Phrase, check
from cairn.evidence.reads import cite
from cairn.guard.models import User
from cairn.mission.config import load_mission
from cairn.people.births import is_child
from cairn.people.doubles import search_for_doubles
from cairn.people.models import DoubleSearch, Person, PossibleDouble
from cairn.programmes.casework.models import Case, Identification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def colleague(name: str) -> User:
    return User.objects.get(username=name)


@pytest.fixture
def release() -> Release:
    """What the demonstration let out about these people."""
    return Release.objects.get(series__code="trafficking")


def said(release, code, key=""):
    return cite(release.released.get(code=code), key)


def test_they_are_as_many_and_as_different_as_the_story_says():
    everybody = list(invented())
    assert len(everybody) == 2_340
    assert len({one.nationality for one in everybody}) == 96
    assert Counter(one.sex for one in everybody) == {"female": 1_427, "male": 913}
    assert sum(is_child(one.born.isoformat(), one.day) for one in everybody) == 679
    assert {one.day.year for one in everybody} == {2014}


def test_every_machine_invents_the_same():
    assert list(invented()) == list(invented())


def test_the_release_counts_them_exactly(release):
    assert release.state == State.PUBLISHED
    assert said(release, "people-identified").cell.value == 2_340
    assert said(release, "people-identified", "sex=female").cell.value == 1_427
    assert said(release, "people-identified", "majority=child").cell.value == 679
    assert said(release, "countries-of-origin").cell.value == 96


def test_over_2300_and_from_96_hold_and_from_over_96_is_refused(release):
    people, countries = said(release, "people-identified").known, said(release, "countries-of-origin").known
    assert check(Phrase(Claim.OVER, 2_300), people).holds
    assert check(Phrase(Claim.FROM, 96), countries).holds
    verdict = check(Phrase(Claim.FROM_OVER, 96), countries)
    assert not verdict.holds
    assert Phrase(Claim.FROM, 96) in verdict.instead


def test_whoever_stands_alone_is_hidden(release):
    cells = release.released.get(code="people-identified").result.cells
    assert any(cell.hidden for cell in cells)
    assert not [cell.key for cell in cells if cell.value and cell.value < load_mission().disclosure.threshold]


def test_nobody_takes_them_for_true_people():
    assert MARK in OFFICE[1]
    some = Case.objects.filter(office__code=OFFICE[0]).with_keys()[:20]
    assert all(MARK in case.about for case in some)
    words = Identification.objects.filter(case__in=[case.pk for case in some]).with_keys()
    assert all(MARK in each.organisation for each in words)


def test_what_was_written_in_bulk_would_pass_every_check():
    case = Case.objects.filter(office__code=OFFICE[0]).select_related("person").first()
    case.person.full_clean()
    case.full_clean()
    case.identifications.get().full_clean()


@pytest.mark.parametrize("name", [name for name in CAST if name.startswith("case")])
def test_everyday_lists_stay_short(name):
    assert not Person.objects.visible_to(colleague(name)).filter(office__code=OFFICE[0]).exists()


def test_no_two_of_them_look_like_one():
    search_for_doubles(DoubleSearch.objects.create())
    archived = PossibleDouble.objects.filter(one__office__code=OFFICE[0])
    assert archived.count() == 0


def test_a_second_loading_records_nobody_again():
    assert record_identified() == 0
    assert Person.objects.filter(office__code=OFFICE[0]).count() == 2_340
