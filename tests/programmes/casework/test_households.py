"""A case may work with a whole household: whoever belongs to it leads to the case, within the colleague's scope."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cairn.people.acts import join_household
from cairn.programmes.casework.acts import change_case, open_case
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.reads import cases_about, household_of
from signed_in import signed_in


@pytest.fixture
def son(hawa, amina, register):
    son = register(amina, "Musa")
    join_household(son, by=amina, with_=hawa)
    hawa.refresh_from_db()
    return son


@pytest.fixture
def family_case(hawa, son, amina):
    return open_case(hawa, Work.PROTECTION, by=amina, of_household=True)


def test_its_members_lead_to_it_and_it_to_them(family_case, hawa, son, amina):
    assert list(cases_about(amina, son)) == [family_case]
    assert household_of(family_case, amina) == [son]
    browser = signed_in(amina)
    assert family_case.reference in browser.get(reverse("casework:of-person", args=[son.pk])).text
    page = browser.get(reverse("casework:case", args=[family_case.pk])).text
    assert son.reference in page
    assert "Musa" not in page


def test_a_case_of_one_person_is_none_of_their_household(hawa, son, amina):
    case = open_case(hawa, Work.PROTECTION, by=amina)
    assert not cases_about(amina, son).exists()
    assert household_of(case, amina) == []


def test_whoever_does_not_see_the_case_does_not_see_it_by_the_household(family_case, son, bako):
    assert not cases_about(bako, son).exists()


def test_whoever_lives_alone_has_no_household_to_work_with(hawa, amina):
    with pytest.raises(ValidationError, match="belongs to no household"):
        open_case(hawa, Work.PROTECTION, by=amina, of_household=True)
    case = open_case(hawa, Work.PROTECTION, by=amina)
    with pytest.raises(ValidationError, match="belongs to no household"):
        change_case(case, based_on=case.version, changes={"of_household": True}, by=amina)


def test_the_question_is_asked_where_there_is_a_household(hawa, son, amina, register):
    browser, alone = signed_in(amina), register(amina, "Fatou")
    assert "of_household" in browser.get(reverse("casework:open", args=[hawa.pk])).text
    assert "of_household" not in browser.get(reverse("casework:open", args=[alone.pk])).text
