"""Two records of one person become one, and two again, and nothing is lost on either way."""

import pytest

from cairn.guard.edits.reads import history_of
from cairn.guard.models import AuditEntry
from cairn.guard.scope import MayNot
from cairn.people.acts import (
    add_part,
    change_person,
    decide_double,
    merge_people,
    relate,
    start_double_search,
    undo_merge,
)
from cairn.people.acts.doubles import CannotMerge
from cairn.people.acts.joined import IsJoined
from cairn.people.codes import Flag
from cairn.people.doubles import search_for_doubles
from cairn.people.finding import find_people
from cairn.people.index import record_of
from cairn.people.models import Contact, Person, PossibleDouble, Relation
from cairn.people.models.doubles import Decision
from cairn.people.reads import people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(bako, register) -> Person:
    """The same Hawa, registered anew in the south by somebody who spelt her otherwise."""
    return register(bako, "Haua", "Dialo", born="1991", nationalities=["SN"])


@pytest.fixture
def pair(hawa, again) -> PossibleDouble:
    return PossibleDouble.objects.create(one=hawa, other=again, probability=0.93, reasons=["names-alike"])


def now(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def everything_about(*people: Person) -> dict:
    """Who has which value and which part."""
    return {
        person.reference: (
            {
                name: getattr(now(person), name)
                for name in ("given_name", "born", "nationalities", "is_archived")
            },
            sorted(str.__str__(contact.value) for contact in Contact.objects.filter(person=person)),
            sorted(str(relation) for relation in Relation.objects.filter(person=person)),
        )
        for person in people
    }


def test_what_hung_on_one_hangs_on_the_other_and_the_joined_record_is_laid_aside(
    hawa, again, pair, amina, bako, ines
):
    add_part(again, Contact, by=bako, kind="phone", value="+39 312 000")
    merge_people(hawa, again, take=["nationalities"], by=ines)
    assert now(hawa).nationalities == ["SN"]
    assert [contact.value for contact in Contact.objects.visible_to(amina)] == ["+39 312 000"]
    assert set(people_of(ines)) == {hawa}
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by) == (Decision.MERGED, ines)


def test_a_merge_taken_apart_leaves_everything_as_it_was(hawa, again, pair, amina, bako, ines, register):
    add_part(hawa, Contact, by=amina, kind="phone", value="+44 1")
    add_part(again, Contact, by=bako, kind="phone", value="+39 1")
    brother = register(bako, "Musa")
    relate(again, brother, kind="sibling", by=bako)
    relate(brother, again, kind="sibling", by=bako)
    before = everything_about(hawa, again, brother)
    merge = merge_people(hawa, again, take=["nationalities", "born"], by=ines)
    assert everything_about(hawa, again, brother) != before
    undo_merge(merge, by=ines)
    assert everything_about(hawa, again, brother) == before
    pair.refresh_from_db()
    assert pair.decision == Decision.OPEN


def test_what_was_written_after_a_merge_stays_where_it_was_written(hawa, again, amina, ines):
    merge = merge_people(hawa, again, take=["born"], by=ines)
    change_person(now(hawa), based_on=now(hawa).version, changes={"born": "1992"}, by=amina)
    late = add_part(now(hawa), Contact, by=amina, kind="phone", value="+44 2")
    undo_merge(merge, by=ines)
    late.refresh_from_db()
    assert (now(hawa).born, now(again).born, late.person) == ("1992", "1991", hawa)


def test_nothing_of_the_other_stays_in_the_history_of_whom_they_were_taken_for(hawa, again, ines):
    """Whoever is erased later must not live on under a stranger's key."""
    merge = merge_people(hawa, again, take=["given_name"], by=ines)
    assert "Haua" in [change.after for change in history_of(hawa)]
    undo_merge(merge, by=ines)
    told = [value for change in history_of(hawa) for value in (change.before, change.after)]
    assert "Haua" not in told
    assert now(hawa).given_name == "Hawa"


def test_a_joined_record_is_found_under_the_names_of_both(hawa, again, ines):
    merge = merge_people(hawa, again, by=ines)
    assert "Haua Dialo" in record_of(now(hawa)).other_names
    undo_merge(merge, by=ines)
    assert "Haua Dialo" not in record_of(now(hawa)).other_names


def test_a_pair_kept_apart_leaves_the_queue(pair, ines):
    assert list(PossibleDouble.objects.visible_to(ines).waiting()) == [pair]
    decide_double(pair, decision=Decision.APART, by=ines)
    assert not PossibleDouble.objects.waiting().exists()


def test_a_pair_is_seen_by_whoever_sees_both(pair, ines, amina, bako, marek):
    assert [PossibleDouble.objects.visible_to(who).count() for who in (ines, amina, bako, marek)] == [
        1,
        0,
        0,
        0,
    ]


def test_only_who_reviews_doubles_joins_records(hawa, again, leila, pair):
    with pytest.raises(MayNot):
        merge_people(hawa, again, by=leila)
    with pytest.raises(MayNot):
        decide_double(pair, decision=Decision.APART, by=leila)


def test_nobody_takes_over_what_they_may_not_see(hawa, again, ines):
    with pytest.raises(MayNot):
        merge_people(hawa, again, take=["special_needs"], by=ines)
    assert not now(again).is_archived


def test_what_cannot_be_joined_is_refused(hawa, again, ines, amina, register):
    with pytest.raises(CannotMerge):
        merge_people(hawa, hawa, by=ines)
    merge = merge_people(hawa, again, by=ines)
    with pytest.raises(CannotMerge, match="archived or joined"):
        merge_people(register(amina, "Binta"), again, by=ines)
    undo_merge(merge, by=ines)
    with pytest.raises(CannotMerge, match="taken apart already"):
        undo_merge(merge, by=ines)


def test_husband_and_wife_are_not_said_of_one_to_herself(hawa, again, ines):
    relation = relate_by_hand(hawa, again)
    merge = merge_people(hawa, again, by=ines)
    relation.refresh_from_db()
    assert (relation.person, relation.to) == (hawa, again)
    undo_merge(merge, by=ines)


def test_a_merge_leaves_a_trace(hawa, again, ines):
    merge_people(hawa, again, by=ines)
    entry = AuditEntry.objects.get(event="people:person:merged")
    assert (entry.who, entry.subject_id) == (ines.pk, str(hawa.pk))
    assert str(again.pk) in entry.data


def relate_by_hand(person: Person, to: Person) -> Relation:
    return Relation.objects.create(person=person, to=to, data_key=person.data_key, kind="travels-with")


def test_the_whole_register_is_looked_through_and_what_is_new_waits(amina, bako, ines, register, pair, hawa):
    """A pair that was decided is not asked again; a brother and a sister are no pair."""
    decide_double(pair, decision=Decision.APART, by=ines)
    there = {"father_name": "Omar", "birth_place": "Herat", "nationalities": ["AF"], "sex": "male"}
    one = register(amina, "Mohammad Reza", "Ahmadzai", born="1988-03-04", **there)
    other = register(bako, "Muhammad Riza", "Ahmadzay", born="1988-03-04", **there)
    register(bako, "Farid", "Ahmadzay", born="1995-11-20", **there)
    search = search_for_doubles(start_double_search(by=ines))
    (found,) = PossibleDouble.objects.visible_to(ines).waiting()
    assert {found.one, found.other} == {one, other}
    assert found.reasons
    assert (search.found, search.percent) == (1, 100)
    again = search_for_doubles(start_double_search(by=ines))
    assert again.found == 0


def test_one_look_at_a_time(ines):
    assert start_double_search(by=ines) == start_double_search(by=ines)


def test_of_three_records_the_last_joined_are_taken_apart_first(hawa, again, amina, bako, ines, register):
    """Otherwise what hung on the one would be given to the other."""
    add_part(again, Contact, by=bako, kind="phone", value="+39 1")
    third = register(amina, "Awa", "Jalo")
    before = everything_about(hawa, again, third)
    first = merge_people(hawa, again, by=ines)
    second = merge_people(third, now(hawa), by=ines)
    with pytest.raises(CannotMerge, match="joined to another since"):
        undo_merge(first, by=ines)
    undo_merge(second, by=ines)
    undo_merge(first, by=ines)
    assert everything_about(hawa, again, third) == before


def test_of_three_records_the_one_that_remains_is_found_under_all_names(hawa, again, amina, ines, register):
    third = register(amina, "Awa", "Jalo")
    merge_people(hawa, again, by=ines)
    merge_people(third, now(hawa), by=ines)
    assert "Haua Dialo" in record_of(now(third)).other_names
    assert [answer.person for answer in find_people(ines, "Haua Dialo")] == [third]


def test_what_must_be_known_first_is_never_lost_by_joining(hawa, again, amina, bako, ines):
    change_person(hawa, based_on=1, changes={"flags": [Flag.SUICIDE_RISK]}, by=amina)
    change_person(again, based_on=1, changes={"flags": [Flag.DO_NOT_CONTACT_EMBASSY]}, by=bako)
    merge = merge_people(now(hawa), now(again), by=ines)
    assert set(now(hawa).flags) == {Flag.SUICIDE_RISK, Flag.DO_NOT_CONTACT_EMBASSY}
    undo_merge(merge, by=ines)
    assert now(hawa).flags == [Flag.SUICIDE_RISK]


def test_nobody_writes_into_a_record_that_was_laid_aside(hawa, again, amina, bako, ines, ask, register):
    """A telephone or a no that is written there would be seen by nobody who works with the one that remains."""
    merge = merge_people(hawa, again, by=ines)
    with pytest.raises(IsJoined):
        add_part(again, Contact, by=bako, kind="phone", value="+39 2")
    with pytest.raises(IsJoined):
        ask(again, bako, said="refused")
    with pytest.raises(IsJoined):
        change_person(again, based_on=1, changes={"born": "1993"}, by=bako)
    with pytest.raises(IsJoined):
        relate(register(bako, "Musa"), again, kind="sibling", by=bako)
    undo_merge(merge, by=ines)
    assert add_part(now(again), Contact, by=bako, kind="phone", value="+39 2").person == again
