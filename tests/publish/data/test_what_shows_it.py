"""A release that comes out, is superseded or withdrawn draws the pages and files that say so, and no other."""

import shutil

import pytest

from cairn.mission.config import load_mission
from cairn.newsroom import shell
from cairn.newsroom.models import Theme
from cairn.publish.changes import last_look, mark_changed
from cairn.publish.publication import Publication
from cairn.publish.site import Site

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "ar")


def kinds(paths: set[str]) -> set[str]:
    """Paths without the language, and without the files of the search index, whose names follow from their bytes."""
    found = set()
    for path in paths:
        head, _, rest = path.partition("/")
        found.add(rest if head in LANGUAGES else path)
    return {path for path in found if not path.startswith("pagefind/")}


def in_folder(release: str) -> set[str]:
    tables = {
        f"tables/{code}.{form}"
        for code in ("registered", "deaths")
        for form in ("json", "csv", "hxl.csv", "parquet", "en.xlsx", "fr.xlsx", "ar.xlsx")
    }
    described = {
        "release.json",
        "datapackage.json",
        "dataset.jsonld",
        "dcat.jsonld",
        "approval.json",
        "approval.sig",
    }
    return {
        f"data/releases/{release}/{name}"
        for name in tables | described | {f"methods.{one}.md" for one in LANGUAGES}
    }


PAGES = {"data/index.html", "data/releases/index.html"}
FEEDS = {f"data/releases/feed.{form}" for form in ("atom", "rss", "json")}
ALL = {"data/catalogue.jsonld", "sitemap-data.xml", "sitemap.xml"}


def latest(code: str, *forms: str) -> set[str]:
    return {f"data/{code}/latest.{form}" for form in forms}


def test_a_release_that_comes_out_draws_its_pages_and_files_and_no_other(second, publish):
    publish()
    assert publish() == set()
    second()
    drawn = kinds(publish())
    # What a table of registered people says is as it was, but for the name of the release in its workbooks.
    charts = {f"data/{code}/chart.{one}.png" for code in ("registered", "deaths") for one in LANGUAGES}
    workbooks = ("en.xlsx", "fr.xlsx", "ar.xlsx")
    moved = latest("deaths", "json", "csv", "hxl.csv", "parquet", *workbooks) | latest(
        "registered", *workbooks
    )
    pages = {f"data/{code}/index.html" for code in ("registered", "deaths")}
    releases = {f"data/releases/calais/{number}/index.html" for number in (1, 2)}
    assert drawn == PAGES | FEEDS | ALL | in_folder("calais/2") | charts | moved | pages | releases


def test_a_release_of_another_series_leaves_the_others_alone(first, make, put_out, declare, publish):
    from cairn.evidence.models import Series

    publish()
    other = Series.objects.create(code="dover", title={"en": "Dover"})
    declare.text("more-deaths", declare.deaths.replace('code = "deaths"', 'code = "more-deaths"'))
    put_out(make("more-deaths", series=other))
    drawn = kinds(publish())
    assert "data/more-deaths/index.html" in drawn
    assert not {path for path in drawn if "data/deaths/" in path or "calais" in path or "registered" in path}


def test_a_withdrawal_draws_what_says_so_and_takes_the_files_away(second, withdraw, publish):
    release = second()
    publish()
    withdraw(release)
    drawn = kinds(publish())
    assert {"data/releases/calais/2/index.html", "data/releases/calais/1/index.html"} <= drawn
    assert not {path for path in drawn if path.startswith("data/releases/calais/1/tables")}


def test_a_theme_that_is_renamed_draws_the_pages_that_name_it(first, publish):
    publish()
    theme = Theme.objects.get()
    theme.names = {"en": "The dead"}
    theme.save()
    drawn = publish()
    assert {f"{one}/data/index.html" for one in LANGUAGES} <= drawn
    assert not {path for path in drawn if path.startswith("data/") and not path.endswith(".html")}


def test_the_site_is_what_a_publish_from_nothing_gives(second, withdraw, publish, site, files_of, tmp_path):
    publish()
    release = second()
    publish()
    withdraw(release)
    publish()
    scratch = Site(tmp_path / "scratch")
    with shell.remembering():
        Publication(load_mission(), scratch).run()
    assert files_of(scratch) == files_of(site)
    shutil.rmtree(scratch.folder)


def test_a_release_that_comes_out_is_published_by_itself(second, publish, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mark_changed()
    publish()
    assert not last_look().is_out_of_date
    with django_capture_on_commit_callbacks(execute=True):
        second()
    assert last_look().is_out_of_date


def test_a_withdrawal_is_published_by_itself(first, withdraw, publish, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mark_changed()
    publish()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(first)
    assert last_look().is_out_of_date
