"""Words in several languages on one row: which of them a reader meets."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cairn.evidence.word_fields import WordsFormField
from cairn.newsroom.models import Organisation, Person, Theme
from cairn.newsroom.words import in_language

WORDS = {"en": "cities", "fr": "villes", "ar": "مدن"}


def test_a_reader_meets_their_own_language():
    with translation.override("fr"):
        assert in_language(WORDS) == "villes"
    assert in_language(WORDS, "ar") == "مدن"


def test_where_a_language_is_missing_the_default_one_stands():
    assert in_language({"en": "cities", "fr": "villes"}, "ar") == "cities"
    assert in_language({"ar": "مدن"}, "fr") == "مدن"
    assert in_language({}, "fr") == ""


def test_a_body_keeps_its_own_name_where_no_other_form_is_written():
    office = Organisation(name="Refugee Studies Centre", names={"fr": "Centre d’études sur les réfugiés"})
    assert office.name_in("en") == "Refugee Studies Centre"
    assert office.name_in("ar") == "Refugee Studies Centre"
    assert office.name_in("fr") == "Centre d’études sur les réfugiés"
    assert Person(name="Hodan Ali", names={"ar": "هودان علي"}).name_in("fr") == "Hodan Ali"


def test_a_theme_without_a_name_is_called_by_its_code():
    assert str(Theme(code="calais")) == "calais"


def test_the_form_wants_the_default_language():
    field = WordsFormField()
    assert field.clean(["cities", "", "مدن"]) == {"en": "cities", "ar": "مدن"}
    with pytest.raises(ValidationError, match="English"):
        field.clean(["", "villes", ""])


def test_the_form_sees_what_changed():
    field = WordsFormField()
    assert not field.has_changed({"en": "cities"}, ["cities", "", ""])
    assert field.has_changed({"en": "cities"}, ["towns", "", ""])
