"""A reader who copies a citation must get one that a librarian accepts."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from cairn.newsroom.citations import cite
from cairn.newsroom.models import PublicationAuthor, PublicationPage
from cairn.newsroom.models.publications import is_doi, is_isbn
from cairn.newsroom.models.voices import Organisation

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


def test_chicago_names_the_place(report):
    assert cite(report, "chicago") == (
        "Ahmed, Hodan Ali, and Osei, Kofi. 2015. Shelter in Two Cities. Geneva: Migration Mission. "
        "https://doi.org/10.1000/182."
    )


def test_vancouver_counts_the_pages(report):
    assert cite(report, "vancouver") == (
        "Ahmed HA, Osei K. Shelter in Two Cities. Geneva: Migration Mission; 2015. 204 p. "
        "Available from: https://doi.org/10.1000/182"
    )


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
