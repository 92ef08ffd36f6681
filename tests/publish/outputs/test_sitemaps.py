"""Search engines find every page in every language, and newsreaders what is new."""

import datetime as dt
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cairn.publish.outputs import sitemaps
from cairn.publish.snapshot import PublicFigure

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def parsed(snapshot):
    return {target.path: ElementTree.fromstring(target.render()) for target in sitemaps.targets(snapshot)}


def alternates(maps):
    """{address: {language: address}} over all language sitemaps."""
    found = {}
    for path, tree in maps.items():
        if path == "sitemap-news.xml":
            continue
        for url in tree.findall("s:url", NAMES):
            links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
            found[url.findtext("s:loc", None, NAMES)] = links
    return found


def test_alternates_are_returned_and_name_themselves(snapshot, card):
    site = snapshot(card(), card(language="fr"), card(language="ar", address="/ar/news/مخيم/"), card("alone"))
    links = alternates(parsed(site))
    for url, versions in links.items():
        if versions:
            assert url in versions.values()
            for other in versions.values():
                assert links[other] == versions
    assert links["https://rivers.example/en/news/a-story/"] == {
        "en": "https://rivers.example/en/news/a-story/",
        "fr": "https://rivers.example/fr/news/a-story/",
        "ar": "https://rivers.example/ar/news/%D9%85%D8%AE%D9%8A%D9%85/",
        "x-default": "https://rivers.example/en/news/a-story/",
    }
    assert links["https://rivers.example/en/news/alone/"] == {}


def test_without_the_default_language_the_first_one_stands_for_others(snapshot, card):
    links = alternates(parsed(snapshot(card(language="ar"), card(language="fr"))))
    assert (
        links["https://rivers.example/ar/news/a-story/"]["x-default"]
        == "https://rivers.example/fr/news/a-story/"
    )


def test_the_index_leads_to_each_language_and_says_what_changed(snapshot, card):
    later = dt.datetime(2015, 11, 20, 9, tzinfo=dt.UTC)
    maps = parsed(snapshot(card(language="fr", last_published=later)))
    index = {
        one.findtext("s:loc", None, NAMES): one.findtext("s:lastmod", None, NAMES)
        for one in maps["sitemap.xml"].findall("s:sitemap", NAMES)
    }
    assert index == {
        "https://rivers.example/sitemap-en.xml": "2015-11-16T12:00:00+00:00",
        "https://rivers.example/sitemap-fr.xml": "2015-11-20T09:00:00+00:00",
        "https://rivers.example/sitemap-ar.xml": "2015-11-16T12:00:00+00:00",
    }


def test_a_section_changes_with_every_page_below_it(snapshot, card):
    later = dt.datetime(2015, 11, 20, 9, tzinfo=dt.UTC)
    section = card("news", address="/en/news/", model="NewsIndexPage", kind="")
    site = snapshot(section, card(last_published=later), card("about", address="/en/about/"))
    days = {
        url.findtext("s:loc", None, NAMES): url.findtext("s:lastmod", None, NAMES)[:10]
        for url in parsed(site)["sitemap-en.xml"]
    }
    assert days == {
        "https://rivers.example/en/": "2015-11-20",
        "https://rivers.example/en/about/": "2015-11-16",
        "https://rivers.example/en/news/": "2015-11-20",
        "https://rivers.example/en/news/a-story/": "2015-11-20",
    }


def test_a_full_sitemap_goes_on_in_a_second_one(snapshot, card, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    maps = parsed(snapshot(*(card(f"story-{number}") for number in range(4))))
    assert [len(maps[f"sitemap-en{part}.xml"]) for part in ("", "-2", "-3")] == [2, 2, 1]
    assert len(maps["sitemap.xml"]) == 5


def test_what_appeared_in_two_days_is_news(snapshot, card):
    def story(slug, hours, **changes):
        at = dt.datetime(2015, 11, 16, 12, tzinfo=dt.UTC) - dt.timedelta(hours=hours)
        return card(slug, first_published=at, dated=at.date(), **changes)

    site = snapshot(
        story("fresh", 1),
        story("older", 47, language="fr"),
        story("too-old", 49),
        story("to-come", -5),
        story("help", 1, is_sensitive=True),
        story("a-report", 1, kind="publication"),
    )
    news = parsed(site)["sitemap-news.xml"]
    said = [
        tuple(
            url.findtext(path, None, NAMES)
            for path in (
                "n:news/n:title",
                "n:news/n:publication/n:name",
                "n:news/n:publication/n:language",
                "n:news/n:publication_date",
            )
        )
        for url in news
    ]
    assert said == [
        ("Fresh", "Mission of the Two Rivers", "en", "2015-11-16T11:00:00+00:00"),
        ("Older", "Mission des Deux Fleuves", "fr", "2015-11-14T13:00:00+00:00"),
    ]


def test_on_quiet_days_the_news_sitemap_is_empty_and_whole(snapshot, card):
    news = parsed(snapshot(card(), now=dt.datetime(2015, 12, 24, tzinfo=dt.UTC)))["sitemap-news.xml"]
    assert len(news) == 0


def test_the_news_never_exceed_what_newsreaders_take(snapshot, card, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    assert len(parsed(snapshot(*(card(f"story-{number}") for number in range(5))))["sitemap-news.xml"]) == 3


def test_a_sensitive_page_is_found_by_those_who_look_for_help(snapshot, card):
    site = snapshot(card("help", kind="", is_sensitive=True))
    assert "https://rivers.example/en/news/help/" in alternates(parsed(site))


@pytest.mark.parametrize(
    ("change", "new"), [({"title": "Other words"}, set()), ({"address": "/en/b/"}, {"en", "fr"})]
)
def test_a_sitemap_is_new_only_if_an_address_or_a_day_changes(snapshot, card, made, change, new):
    page, french = card(dated=dt.date(2015, 1, 1)), card(language="fr", dated=dt.date(2015, 1, 1))
    before = made(sitemaps.targets(snapshot(page, french)))
    after = made(sitemaps.targets(snapshot(replace(page, **change), french)))
    changed = {path for path in before if before[path].fingerprint != after[path].fingerprint}
    assert changed == {f"sitemap-{language}.xml" for language in new}


def test_the_page_of_a_figure_is_found_in_every_language_as_soon_as_a_page_says_it(snapshot, card):
    story = card()
    said = PublicFigure(pk=1, code="camps-doubled", uses=(story,))
    links = alternates(parsed(snapshot(story, figures=(said,))))
    assert links["https://rivers.example/fr/figures/camps-doubled/"] == {
        **{code: f"https://rivers.example/{code}/figures/camps-doubled/" for code in ("en", "fr", "ar")},
        "x-default": "https://rivers.example/en/figures/camps-doubled/",
    }
