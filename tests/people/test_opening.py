"""What a search compares is opened at once, and is what the rows themselves say."""

import pytest
from django.db import connection

from cairn.people.acts import add_part, merge_people
from cairn.people.finding import find_people
from cairn.people.index import record_of
from cairn.people.matching.records import Record
from cairn.people.models import Contact, IdentityDocument, Person
from cairn.people.opening import records_of
from cairn.people.reads import few_people_of


def as_compared(record: Record) -> Record:
    """Without what a search does not look at."""
    return record._replace(sex="", nationality="", birth_place="")


def all_of(*people: Person):
    return Person.objects.filter(pk__in=[person.pk for person in people])


def test_many_are_opened_as_each_alone(amina, register, hawa):
    musa = register(amina, "Musa", "Ceesay", own_script_name="موسى سيسي", other_names=["Moussa Sissay"])
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 7700900", safety="safe")
    add_part(hawa, Contact, by=amina, kind="email", value="hawa@example.org", safety="safe")
    add_part(hawa, IdentityDocument, by=amina, kind="passport", number="GM 012345")

    opened = {record.id: record for record in records_of(all_of(hawa, musa), with_numbers=True)}

    assert opened[hawa.number] == as_compared(record_of(hawa))
    assert opened[hawa.number].phones == ("+220 7700900",)
    assert opened[musa.number] == as_compared(record_of(musa))
    assert opened[musa.number].other_names == ("موسى سيسي", "Moussa Sissay")


def test_numbers_stay_closed_where_nobody_asks_for_them(amina, hawa):
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 7700900", safety="safe")
    (opened,) = records_of(all_of(hawa), with_numbers=False)
    assert opened.phones == opened.documents == ()


def test_whoever_was_joined_to_somebody_lends_them_their_names(amina, ines, register):
    hawa, awa = register(amina, "Hawa", "Jallow"), register(amina, "Awa", "Jallow")
    merge_people(hawa, awa, by=ines)
    (opened,) = records_of(all_of(hawa), with_numbers=True)
    assert opened == as_compared(record_of(hawa))
    assert "Awa Jallow" in opened.other_names
    assert [answer.person for answer in find_people(amina, "Awa Jallow")] == [hawa]


def test_a_person_whose_key_is_destroyed_is_left_out(hawa, musa):
    hawa.data_key.wrapped, hawa.data_key.master, hawa.data_key.destroyed_at = b"", None, hawa.registered_at
    hawa.data_key.save()
    assert [record.id for record in records_of(all_of(hawa, musa), with_numbers=True)] == [musa.number]


def test_opening_many_takes_no_more_questions_than_opening_one(
    amina, hawa, register, django_assert_max_num_queries
):
    for number in range(10):
        register(amina, f"Hawa {number}")
    with django_assert_max_num_queries(4):
        assert len(records_of(Person.objects.all(), with_numbers=True)) == 11


def test_who_is_found_is_seen_within_the_scope_alone(amina, bako, hawa):
    assert [answer.person for answer in find_people(amina, "Haua Jalo")] == [hawa]
    assert find_people(bako, "Haua Jalo") == []
    assert find_people(bako, hawa.reference) == []


def test_a_few_people_are_looked_up_by_number_and_not_by_reading_their_office(amina, salma, hawa):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows how large an office is.")
    for colleague in (amina, salma):
        first_step = few_people_of(colleague, range(400)).explain().splitlines()[0]
        assert "(number=?)" in first_step
