"""robots.txt, security.txt, redirects and the browser's search: small files that others' programs depend on."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.mission.config import Demonstration
from cairn.publish.outputs import signposts
from cairn.publish.outputs.signposts import expires_after

NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def lines(snapshot, path):
    target = next(target for target in signposts.targets(snapshot) if target.path == path)
    return target.render().decode().splitlines()


def test_search_engines_may_read_everything_and_are_told_where_to_begin(snapshot):
    assert lines(snapshot(), "robots.txt") == [
        "User-agent: *",
        "Disallow:",
        "",
        "Sitemap: https://rivers.example/sitemap.xml",
        "Sitemap: https://rivers.example/sitemap-news.xml",
    ]


def test_a_demonstration_is_not_found_by_a_search(snapshot, rivers):
    shown = rivers.model_copy(update={"demonstration": Demonstration(enabled=True)})
    assert lines(snapshot(mission=shown), "robots.txt")[-2:] == ["User-agent: *", "Disallow: /"]


def test_whoever_finds_a_hole_knows_whom_to_tell(snapshot):
    assert lines(snapshot(), ".well-known/security.txt") == [
        "Contact: mailto:office@rivers.example",
        "Expires: 2016-06-30T23:59:59Z",
        "Preferred-Languages: en, fr, ar",
        "Canonical: https://rivers.example/.well-known/security.txt",
    ]


def test_a_mailbox_for_holes_comes_before_the_office(snapshot, rivers):
    contact = rivers.contact.model_copy(update={"security_email": "security@rivers.example"})
    site = snapshot(mission=rivers.model_copy(update={"contact": contact}))
    assert lines(site, ".well-known/security.txt")[0] == "Contact: mailto:security@rivers.example"


@given(st.dates(dt.date(2015, 1, 1), dt.date(2100, 1, 1)))
def test_the_word_holds_for_half_a_year_at_least_and_never_for_more_than_one(today):
    assert 180 < (expires_after(today) - today).days < 366


def test_old_addresses_lead_on(snapshot, card):
    site = snapshot(
        card("back-again"),
        redirects=(
            ("/old-news", "/en/news/", True),
            ("/ar/قديم", "/ar/news/مخيم/", False),
            ("/en/news/back-again", "/en/news/elsewhere/", True),
            ("/search?q=1", "/en/search/", True),
            ("/tickets", "https://tickets.example/a b", False),
            ("/", "/fr/", True),
        ),
    )
    assert lines(site, "_redirects") == [
        "/ /en/ 302",
        "/ar/%D9%82%D8%AF%D9%8A%D9%85 /ar/news/%D9%85%D8%AE%D9%8A%D9%85/ 302",
        "/ar/%D9%82%D8%AF%D9%8A%D9%85/ /ar/news/%D9%85%D8%AE%D9%8A%D9%85/ 302",
        "/old-news /en/news/ 301",
        "/old-news/ /en/news/ 301",
        "/tickets https://tickets.example/a%20b 302",
        "/tickets/ https://tickets.example/a%20b 302",
    ]


@given(st.text(), st.text())
def test_no_redirect_can_write_a_second_line(old, new):
    assert len(f"{signposts._in_ascii('/' + old)} {signposts._in_ascii('/' + new)} 301".split()) == 3


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_browser_can_search_in_each_language(snapshot, language):
    found = ElementTree.fromstring("\n".join(lines(snapshot(), f"{language}/opensearch.xml")))
    assert 0 < len(found.findtext("o:ShortName", None, NAMES)) <= 16
    assert (
        found.find("o:Url", NAMES).get("template")
        == f"https://rivers.example/{language}/search/?q={{searchTerms}}"
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Two Rivers", "Two Rivers"),
        ("Migration Mission UK", "Migration"),
        ("Einwanderungsbehörde", "Einwanderungsbeh"),
    ],
)
def test_the_name_in_a_browsers_list_is_made_of_whole_words(name, short):
    assert signposts._in_few_letters(name) == short


def test_they_are_new_only_when_their_words_are(snapshot, card):
    before, after = (
        {target.path: target.fingerprint for target in signposts.targets(site)}
        for site in (snapshot(), snapshot(card(), today=dt.date(2015, 12, 1)))
    )
    assert before == after
