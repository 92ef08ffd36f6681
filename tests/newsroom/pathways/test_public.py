"""What readers of a route see, and what its editor is told."""

import datetime as dt

import pytest
from wagtail.models import Locale

from cairn.newsroom.models import Cost


def drawn(page) -> str:
    return page.make_preview_request().rendered_content


def test_a_route_says_from_where_to_where_for_whom_with_what_and_who_says_so(draft, catalogue):
    page = draft()
    page.costs = [
        Cost(
            what="Fee",
            amount=490,
            currency="GBP",
            as_of=dt.date(2015, 10, 1),
            locale=catalogue.locale,
        )
    ]
    catalogue.add_child(instance=page)
    page.save_revision().publish()
    html = drawn(page)
    for words in (
        "Somalia and Syria",
        "United Kingdom",
        "Husband, wife and children under 18.",
        "They lived together before.",
        "Certificate of birth",
        "£490",
        "https://rules.example/",
        "1 October 2015",
    ):
        assert words in html, words


def test_a_route_that_was_checked_says_when_it_is_due_again(tell):
    html = drawn(tell())
    assert "due again by" in html
    assert "may be out of date" not in html


def test_a_route_whose_review_is_late_says_so_plainly(tell, catalogue):
    page = tell(review_by=dt.date(2015, 10, 31))
    assert "This page may be out of date." in drawn(page)
    assert "May be out of date." in drawn(catalogue)


def test_a_route_may_be_one_that_others_must_not_see(tell):
    html = drawn(tell("A visa", is_sensitive=True))
    assert "data-leave" in html
    assert 'data-pagefind-ignore="all"' in html


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ("Somalie et Syrie", "À qui elle s’adresse")), ("ar", ("المملكة المتحدة", "لمن هذا المسار"))],
)
def test_a_route_is_told_in_words_of_its_language(tell, language, words):
    copy = tell().copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    html = drawn(copy)
    assert all(word in html for word in words)


def test_editors_are_told_of_reviews_that_are_due(nadia, tell):
    tell("Far away")
    tell("Long ago", review_by=dt.date(2015, 10, 31))
    home = nadia.sees("/admin/")
    assert "Legal pathways to be checked again" in home
    assert "Long ago" in home
    assert (
        "Far away" not in home.partition("Legal pathways to be checked again")[2].partition("</section>")[0]
    )
