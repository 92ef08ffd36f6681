"""Each page type is made and edited by what its editor posts, is drawn, and refuses a parent that is not its own."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cairn.newsroom import models
from cairn.newsroom.models import (
    EventIndexPage,
    EventPage,
    HomePage,
    MissionDocument,
    NewsIndexPage,
    Organisation,
    PathwayIndexPage,
    PathwayPage,
    Person,
    Place,
    PlainPage,
    PublicationIndexPage,
    PublicationPage,
    PublicPage,
    StatementPage,
    StoryPage,
    Theme,
    TopicIndexPage,
    TopicPage,
)

PAGE_TYPES = [
    name for name in models.__all__ if name.endswith("Page") and name not in ("PublicPage", "RelatedPage")
]
SECTIONS = [NewsIndexPage, EventIndexPage, PublicationIndexPage, PathwayIndexPage, TopicIndexPage]
COMMON = {
    "seo_title": "",
    "search_description": "",
    "go_live_at": "",
    "expire_at": "",
    "embargo_until": "",
    "comments": inline_formset([]),
}
CHILDREN = (
    *("reasons", "programme", "speakers", "authors", "files"),
    *("requirements", "papers", "costs", "sources"),
)
# What a row keeps to itself; its editor neither shows nor posts it.
ROW_KEEPS = {"id", "locale", "sort_order", "translation_key"}


@dataclass
class Kind:
    """A page type, where it lives, and what its editor posts besides the fields of every page."""

    model: type[PublicPage]
    parent: type[PublicPage]
    fields: dict[str, Any] = field(default_factory=dict)
    expects: dict[str, Any] = field(default_factory=dict)
    has_text: bool = True


def text(*more: tuple[str, Any]) -> dict[str, str]:
    """One block of every kind that needs nothing but words."""
    blocks = [
        ("heading", "Across the river"),
        ("paragraph", rich_text("<p>The first families crossed <b>at dawn</b>.</p>")),
        ("quote", {"text": "We waited long.", "who": "A trader", "role": ""}),
        ("facts", {"title": "In short", "facts": streamfield([("", {"label": "Length", "value": "90 m"})])}),
        ("callout", rich_text("<p>The ferry stops in May.</p>")),
        ("embed", "https://films.example/bridge"),
        *more,
    ]
    return streamfield(blocks)


def facts_as_list(data: dict[str, Any]) -> dict[str, Any]:
    """A ListBlock posts a value for each item and no type."""
    return {name: value for name, value in data.items() if not name.endswith("facts-0-type")}


@pytest.fixture
def kinds(db) -> dict[str, Kind]:
    person = Person.objects.create(name="Hodan Ahmed", role={"en": "Economist"})
    body = Organisation.objects.create(name="University of the Coast", kind="academic")
    place = Place.objects.create(code="london", names={"en": "London"}, country="GB")
    theme = Theme.objects.create(code="cities", names={"en": "Cities"})
    report = MissionDocument.objects.create(title="The report", file="documents/report.pdf")
    every = {"themes": [theme.pk], "places": [place.pk], "dated": "2015-11-12"}
    return {
        "StatementPage": Kind(
            StatementPage,
            NewsIndexPage,
            {
                **every,
                "office": "Chief of mission",
                "spokesperson": person.pk,
                "reasons": inline_formset([{"title": "It is the law", "text": "Of the sea."}]),
            },
            {"office": "Chief of mission", "spokesperson": person, "kind": "statement"},
        ),
        "StoryPage": Kind(
            StoryPage,
            NewsIndexPage,
            {**every, "story_kind": "opinion", "byline": "A reader", "related": inline_formset([])},
            {"kind": "opinion", "byline": "A reader", "date": dt.date(2015, 11, 12)},
        ),
        "EventPage": Kind(
            EventPage,
            EventIndexPage,
            {
                **every,
                "starts_on": "2015-12-14",
                "starts_at": "09:30",
                "ends_on": "",
                "ends_at": "17:00",
                "time_zone": "Europe/London",
                "attendance": "mixed",
                "status": "scheduled",
                "status_note": "",
                "previous_starts_on": "",
                "previous_starts_at": "",
                "venue_name": "City hall",
                "venue_address": "1 The Square",
                "place": place.pk,
                "online_url": "https://meet.example/1",
                "registration": "outside",
                "registration_url": "https://tickets.example/1",
                "registration_note": "",
                "organisers": [body.pk],
                "programme": inline_formset(
                    [
                        {
                            "day": "",
                            "starts_at": "09:45",
                            "ends_at": "10:15",
                            "title": "Opening",
                            "description": "",
                            "speaker": person.pk,
                        }
                    ]
                ),
                "speakers": inline_formset([{"person": person.pk, "role_note": "chair"}]),
            },
            {"starts_at": dt.time(9, 30), "place": place, "kind": "event", "attendance": "mixed"},
        ),
        "PublicationPage": Kind(
            PublicationPage,
            PublicationIndexPage,
            {
                **every,
                "published_on": "2015-10-01",
                "edition": "",
                "pages": "120",
                "publisher": body.pk,
                "publisher_place": "London",
                "number": "17",
                "isbn": "978-92-9068-710-8",
                "doi": "10.1000/182",
                "authors": inline_formset([{"name": "Ahmed, Hodan", "person": "", "organisation": ""}]),
                "files": inline_formset([{"document": report.pk, "language": "en", "note": ""}]),
                "launch_event": "",
            },
            {"isbn": "978-92-9068-710-8", "publisher": body, "kind": "publication", "pages": 120},
        ),
        "PathwayPage": Kind(
            PathwayPage,
            PathwayIndexPage,
            {
                **every,
                "route": "family",
                "origins": ("SO", "SY"),  # A list would be posted as rows of their own.
                "destination": "GB",
                "whom": "Close family of somebody who was given protection.",
                "duration": "Some months",
                "apply_where": "At a visa centre",
                "apply_url": "https://visas.example/",
                "reviewed_on": "2015-10-01",
                "review_by": "2099-01-01",
                "requirements": inline_formset([{"text": "The family lived together before."}]),
                "papers": inline_formset([{"name": "Passport", "note": ""}]),
                "costs": inline_formset(
                    [{"what": "Fee", "amount": "0", "currency": "GBP", "as_of": "2015-10-01"}]
                ),
                "sources": inline_formset(
                    [{"title": "The rules", "address": "https://rules.example/", "read_on": "2015-10-01"}]
                ),
            },
            {"code": "a-bridge-opens", "origins": ["SO", "SY"], "destination": "GB", "kind": "pathway"},
        ),
        "TopicPage": Kind(TopicPage, TopicIndexPage, {"theme": theme.pk}, {"theme": theme}),
        "PlainPage": Kind(PlainPage, HomePage, {}, {"kind": "plain"}),
    }


def form(kind: Kind, **fields: Any) -> dict[str, Any]:
    page = {
        "title": "A bridge opens",
        "slug": "a-bridge-opens",
        "summary": "After ten years people can cross again.",
        "picture": "",
        "body": text(),
        "corrections": inline_formset([]),
    }
    data = nested_form_data({**page, **kind.fields, **COMMON, **fields})
    return facts_as_list({name: value for name, value in data.items() if value != []})


def section(model: type[PublicPage]) -> PublicPage:
    return model.objects.get(locale__language_code="en")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "StatementPage",
            "StoryPage",
            "EventPage",
            "PublicationPage",
            "PathwayPage",
            "TopicPage",
            "PlainPage",
        ),
    ],
)
def test_a_page_is_made_published_drawn_and_edited(omar, kinds, name):
    kind = kinds[name]
    response = omar.create(section(kind.parent), name.lower(), form(kind), "action-publish")
    assert response.status_code == 302, _errors(response)
    page = kind.model.objects.get(slug="a-bridge-opens")
    assert page.live
    assert {attribute: getattr(page, attribute) for attribute in kind.expects} == kind.expects
    kinds_of_blocks = [block.block_type for block in page.body]
    assert kinds_of_blocks == ["heading", "paragraph", "quote", "facts", "callout", "embed"]

    html = page.make_preview_request().rendered_content
    for words in ("A bridge opens", "<b>at dawn</b>", "We waited long.", "90 m", "The ferry stops in May."):
        assert words in html

    rows = {prefix: _standing(page, prefix) for prefix in _child_relations(page)}
    changed = form(kind, title="Two bridges open", **rows)
    response = omar.edit(page, changed, "action-publish")
    assert response.status_code == 302, _errors(response)
    assert kind.model.objects.get(pk=page.pk).title == "Two bridges open"
    assert {prefix: getattr(page, prefix).count() for prefix in rows} == {
        prefix: getattr(kind.model.objects.get(pk=page.pk), prefix).count() for prefix in rows
    }


def _child_relations(page: PublicPage) -> list[str]:
    return [name for name in CHILDREN if hasattr(page, name)]


def _standing(page: PublicPage, relation: str) -> dict[str, Any]:
    """The rows that stand, as the editor sends them back unchanged."""
    rows = []
    for row in getattr(page, relation).all():
        names = [field.name for field in row._meta.fields if field.editable and field.name not in ROW_KEEPS]
        rows.append({"id": row.pk, **{name: _posted(getattr(row, name)) for name in names}})
    return inline_formset(rows, initial=len(rows))


def _posted(value: Any) -> Any:
    return "" if value is None else getattr(value, "pk", value)


def _errors(response) -> object:
    form = response.context["form"] if response.context else None
    return form and (form.errors, {name: formset.errors for name, formset in form.formsets.items()})


@pytest.mark.parametrize("model", SECTIONS)
def test_a_section_is_edited_and_drawn(omar, model):
    page = section(model)
    data = nested_form_data({"title": "All of it", "slug": page.slug, "summary": "Newest first.", **COMMON})
    assert omar.edit(page, data, "action-publish").status_code == 302
    page = section(model)
    assert page.title == "All of it"
    assert "All of it" in page.make_preview_request().rendered_content


def test_the_home_page_is_drawn_in_each_language(db):
    for page in HomePage.objects.all():
        assert page.title in page.make_preview_request().rendered_content


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_lives_only_where_it_belongs(omar, name):
    """Every parent but its own refuses it, in the list of choices and when it is posted."""
    model = getattr(models, name)
    own = {
        getattr(models, parent.split(".")[1]) for parent in model.parent_page_types if "newsroom" in parent
    }
    parents = [HomePage, *SECTIONS]
    for parent in parents:
        page = section(parent)
        address = reverse("wagtailadmin_pages:add", args=["newsroom", name.lower(), page.pk])
        allowed = parent in own and model.can_create_at(page)
        assert (omar.client.get(address).status_code == 200) is allowed, (name, parent)
        if not allowed:
            before = Page.objects.count()
            omar.client.post(address, {"title": "A stray page", "slug": "stray"})
            assert Page.objects.count() == before


def test_every_page_type_is_in_this_file(kinds):
    sections = {model.__name__ for model in SECTIONS}
    assert set(PAGE_TYPES) == set(kinds) | sections | {"HomePage"}


def test_a_mission_has_one_section_of_each_kind(omar, home):
    for model in SECTIONS:
        assert not model.can_create_at(home)
    assert Locale.objects.count() == NewsIndexPage.objects.count() == 3


def test_plain_pages_may_lie_under_plain_pages(omar, home, kinds):
    omar.create(home, "plainpage", form(kinds["PlainPage"], slug="about"), "action-publish")
    about = PlainPage.objects.get(slug="about")
    response = omar.create(about, "plainpage", form(kinds["PlainPage"], slug="privacy"), "action-publish")
    assert response.status_code == 302
    assert PlainPage.objects.get(slug="privacy").get_parent().pk == about.pk


@pytest.mark.parametrize(
    ("fields", "at", "says"),
    [
        ({"ends_on": "2015-12-13"}, "ends_on", "ends before it begins"),
        ({"ends_at": "09:00"}, "ends_at", "ends before it begins"),
        ({"time_zone": "London"}, "time_zone", "is not a time zone"),
        ({"status": "rescheduled"}, "previous_starts_on", "planned before"),
        ({"registration_url": ""}, "registration_url", "address at which people register"),
    ],
)
def test_an_event_that_cannot_be_is_refused_at_its_field(omar, kinds, fields, at, says):
    response = omar.create(
        section(EventIndexPage), "eventpage", form(kinds["EventPage"], **fields), "action-publish"
    )
    assert says in str(response.context["form"].errors[at])
    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"), [("isbn", "978-92-9068-710-9"), ("doi", "https://doi.org/10.1000/182")]
)
def test_a_number_that_leads_to_another_book_is_refused(omar, kinds, name, value):
    data = form(kinds["PublicationPage"], **{name: value})
    response = omar.create(section(PublicationIndexPage), "publicationpage", data, "action-publish")
    assert name in response.context["form"].errors
