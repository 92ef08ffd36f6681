"""Who follows the mission by feed meets each page once, learns of its changes, and never loses the address."""

import datetime as dt
import json
from dataclasses import replace
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.publish.outputs import feeds

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def drawn(snapshot, path):
    return next(target for target in feeds.targets(snapshot) if target.path == path).render()


def atom(snapshot, path="en/feed.atom"):
    return ElementTree.fromstring(drawn(snapshot, path))


def rss(snapshot, path="en/feed.rss"):
    return ElementTree.fromstring(drawn(snapshot, path)).find("channel")


def json_feed(snapshot, path="en/feed.json"):
    return json.loads(drawn(snapshot, path))


def ids_and_updates(snapshot):
    """(identity, updated) of the first entry in each of the three formats."""
    entry = atom(snapshot).find("a:entry", ATOM)
    item = rss(snapshot).find("item")
    third = json_feed(snapshot)["items"][0]
    return [
        (entry.findtext("a:id", None, ATOM), entry.findtext("a:updated", None, ATOM)),
        (item.findtext("guid"), item.findtext("a:updated", None, ATOM)),
        (third["id"], third["date_modified"]),
    ]


def test_each_language_and_each_theme_has_three_feeds(snapshot, card, made):
    paths = made(feeds.targets(snapshot(card())))
    for folder in ("en", "fr/topics/calais", "ar/topics/cities"):
        assert {f"{folder}/feed.{suffix}" for suffix in ("atom", "rss", "json")} <= set(paths)
    assert len(paths) == 3 * 3 * 3


def test_the_feed_of_a_theme_belongs_to_its_topic_where_there_is_one(snapshot, card):
    topic = card(model="TopicPage", kind="", address="/en/topics/calais/")
    site = snapshot(topic)
    for theme, page in {"calais": "/en/topics/calais/", "cities": "/en/"}.items():
        assert rss(site, f"en/topics/{theme}/feed.rss").findtext("link") == f"https://rivers.example{page}"
        assert json_feed(site, f"en/topics/{theme}/feed.json")["home_page_url"].endswith(page)


def test_a_language_without_a_home_page_has_no_feeds(snapshot, card):
    assert not list(feeds.targets(snapshot(card(), homes=False)))


def test_atom_has_what_rfc_4287_requires(snapshot, card):
    feed = atom(snapshot(card(title="Bread & <roses>")))
    for name in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{name}", None, ATOM)
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "https://rivers.example/en/feed.atom"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    entry = feed.find("a:entry", ATOM)
    assert entry.findtext("a:id", None, ATOM).startswith("urn:uuid:")
    assert entry.findtext("a:title", None, ATOM) == "Bread & <roses>"
    assert entry.find("a:link", ATOM).get("href") == "https://rivers.example/en/news/a-story/"
    for name in ("updated", "published"):
        assert dt.datetime.fromisoformat(entry.findtext(f"a:{name}", None, ATOM)).tzinfo


def test_rss_has_what_its_specification_requires(snapshot, card):
    channel = rss(snapshot(card()))
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    item = channel.find("item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo


def test_json_feed_has_what_version_1_1_requires(snapshot, card):
    feed = json_feed(snapshot(card(language="fr"), card()), "fr/feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Mission des Deux Fleuves"
    assert feed["language"] == "fr"
    assert feed["feed_url"] == "https://rivers.example/fr/feed.json"
    (item,) = feed["items"]
    assert item["id"]
    assert item["content_text"]
    assert item["_translations"] == {"en": "https://rivers.example/en/news/a-story/"}


def test_a_summary_is_text_and_never_markup(snapshot, card):
    item = rss(snapshot(card(summary="5 < 6 & <script>alert(1)</script>"))).find("item")
    assert item.findtext("description") == "5 &lt; 6 &amp; &lt;script&gt;alert(1)&lt;/script&gt;"


def test_an_entry_keeps_its_identity_when_title_and_address_change(snapshot, card):
    page = card()
    moved = replace(page, title="Another title", address="/en/news/elsewhere/")
    before, after = ids_and_updates(snapshot(page)), ids_and_updates(snapshot(moved))
    assert [one for one, _ in before] == [one for one, _ in after]
    assert len({one for one, _ in before}) == 1


def test_the_same_page_in_two_languages_has_two_identities(snapshot, card):
    both = snapshot(card(), card(language="fr"))
    assert json_feed(both)["items"][0]["id"] != json_feed(both, "fr/feed.json")["items"][0]["id"]


def test_a_correction_raises_updated_in_every_format(snapshot, card):
    page = card()
    corrected = replace(page, last_published=page.last_published + dt.timedelta(days=3))
    for (_, before), (_, after) in zip(
        ids_and_updates(snapshot(page)), ids_and_updates(snapshot(corrected)), strict=True
    ):
        assert dt.datetime.fromisoformat(after) - dt.datetime.fromisoformat(before) == dt.timedelta(days=3)
    assert atom(snapshot(corrected)).findtext("a:updated", None, ATOM).startswith("2015-11-19")


def test_a_page_dated_by_its_editor_appears_on_that_day(snapshot, card):
    page = card(dated=dt.date(2015, 10, 21))
    assert json_feed(snapshot(page))["items"][0]["date_published"] == "2015-10-21T00:00:00+01:00"


def test_the_thirty_newest_stand_first_to_last(snapshot, card):
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=number) for number in range(40)]
    site = snapshot(*(card(f"day-{number:02}", dated=day) for number, day in enumerate(days)))
    titles = [item["title"] for item in json_feed(site)["items"]]
    assert titles == [f"Day {number:02}" for number in range(39, 9, -1)]


def test_a_theme_feed_carries_its_theme_and_an_empty_one_still_stands(snapshot, card):
    site = snapshot(card("one", themes=("calais",)), card("two", themes=("cities",)), card("three"))
    assert [item["title"] for item in json_feed(site, "en/topics/calais/feed.json")["items"]] == ["One"]
    empty = atom(site, "fr/topics/cities/feed.atom")
    assert empty.find("a:entry", ATOM) is None
    assert empty.findtext("a:updated", None, ATOM) == "2015-11-16T12:00:00+00:00"
    assert empty.findtext("a:title", None, ATOM) == "Mission des Deux Fleuves – cities (fr)"


def test_a_sensitive_page_tells_its_neutral_title_and_no_more(snapshot, card):
    item = json_feed(
        snapshot(card(title="Help and contacts", summary="If somebody took your passport", is_sensitive=True))
    )
    assert "passport" not in json.dumps(item)
    assert item["items"][0]["content_text"] == "Help and contacts"


def test_only_what_a_feed_shows_makes_it_new(snapshot, card, made):
    page = card()
    before = made(feeds.targets(snapshot(page)))
    unseen = made(feeds.targets(snapshot(replace(page, shown="f" * 64, listed="f" * 64, picture=None))))
    renamed = made(feeds.targets(snapshot(replace(page, title="New words"))))
    assert {path: target.fingerprint for path, target in before.items()} == {
        path: target.fingerprint for path, target in unseen.items()
    }
    changed = {path for path in before if before[path].fingerprint != renamed[path].fingerprint}
    assert changed == {"en/feed.atom", "en/feed.rss", "en/feed.json"}
    assert before["en/feed.atom"].render() == unseen["en/feed.atom"].render()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(), summary=st.text())
def test_whatever_somebody_pastes_the_feeds_can_be_read(snapshot, card, title, summary):
    site = snapshot(card(title=title, summary=summary))
    assert atom(site).findtext("a:entry/a:title", "", ATOM) == json_feed(site)["items"][0]["title"]
    assert rss(site).find("item") is not None
