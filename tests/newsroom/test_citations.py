"""A reader who copies a citation must get one that a librarian accepts."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cairn.newsroom.citations import STYLES, cite
from cairn.newsroom.models import PublicationAuthor, PublicationPage
from cairn.newsroom.models.publications import is_doi, is_isbn
from cairn.newsroom.models.voices import Organisation
from cairn.newsroom.templatetags.cairn import citations

pytestmark = pytest.mark.django_db


class Authors(list):
    def all(self):
        return self


@pytest.fixture
def report():
    """A report by two people, published by one body, as the citation sees it."""
    publication = PublicationPage(
        title="Shelter in Two Cities",
        number="MM/2015/3",
        doi="10.1000/182",
        published_on=date(2015, 10, 27),
        pages=204,
        publisher=Organisation(name="Migration Mission"),
        publisher_place="Geneva",
    )
    names = Authors(PublicationAuthor(name=name) for name in ("Ahmed, Hodan Ali", "Osei, Kofi"))
    # The child rows of an unsaved page: what the page's own manager would answer.
    return SimpleNamespace(**{**vars(publication), "publisher": publication.publisher, "authors": names})


def test_apa_turns_given_names_into_initials(report):
    assert cite(report, "apa") == (
        "Ahmed, H. A., & Osei, K. (2015). Shelter in Two Cities (MM/2015/3). Migration Mission. "
        "https://doi.org/10.1000/182"
    )


def test_chicago_names_the_place_and_turns_only_the_first_name_round(report):
    assert cite(report, "chicago") == (
        "Ahmed, Hodan Ali, and Kofi Osei. 2015. Shelter in Two Cities. Geneva: Migration Mission. "
        "https://doi.org/10.1000/182."
    )


def test_vancouver_counts_the_pages(report):
    assert cite(report, "vancouver") == (
        "Ahmed HA, Osei K. Shelter in Two Cities. Geneva: Migration Mission; 2015. 204 p. "
        "Available from: https://doi.org/10.1000/182"
    )


@pytest.mark.parametrize("style", STYLES)
def test_bodies_are_called_as_the_readers_language_calls_them(report, style):
    agency = Organisation(name="Migration Agency", names={"fr": "Agence de la migration"})
    report.authors, report.publisher = Authors([PublicationAuthor(organisation=agency)]), agency
    with override("fr"):
        words = cite(report, style)
    assert "Agence de la migration" in words
    assert "Migration Agency" not in words


def test_the_address_keeps_its_own_direction_in_an_arabic_citation(report):
    said = dict(citations(SimpleNamespace(cite=lambda style: cite(report, style))))["Vancouver"]
    assert said.endswith('Available from: <bdi dir="ltr">https://doi.org/10.1000/182</bdi>')


def test_apa_leaves_out_a_publisher_that_is_the_author(report):
    report.authors = Authors([PublicationAuthor(organisation=report.publisher)])
    assert cite(report, "apa").count("Migration Mission") == 1


@pytest.mark.parametrize("isbn", ["978-3-16-148410-0", "0-306-40615-2", "0-8044-2957-X"])
def test_a_right_isbn_is_taken(isbn):
    is_isbn(isbn)


@pytest.mark.parametrize("isbn", ["978-3-16-148410-1", "0-306-40615-3", "12345", "no number"])
def test_an_isbn_with_a_slip_is_refused(isbn):
    with pytest.raises(ValidationError):
        is_isbn(isbn)


def test_a_doi_comes_without_its_resolver():
    is_doi("10.1000/182")
    with pytest.raises(ValidationError):
        is_doi("https://doi.org/10.1000/182")


def test_an_author_has_a_name():
    with pytest.raises(ValidationError):
        PublicationAuthor().clean()
