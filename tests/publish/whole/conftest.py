"""A small mission with a page of every kind, in two languages, and its site."""

import datetime as dt
import io
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Locale

from cairn.mission.config import load_mission
from cairn.newsroom import shell
from cairn.newsroom.models import (
    EventIndexPage,
    EventPage,
    Figure,
    HomePage,
    MissionDocument,
    MissionImage,
    NewsIndexPage,
    Organisation,
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
from cairn.publish.acts import site_of
from cairn.publish.publication import Publication
from cairn.publish.site import Site

Files = dict[str, bytes]


def drawing(colour: str) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (120, 80), colour).save(file, "PNG")
    return SimpleUploadedFile(f"{colour}.png", file.getvalue(), "image/png")


@pytest.fixture(name="drawing")
def drawing_of() -> Callable[[str], SimpleUploadedFile]:
    return drawing


def go_out(page: PublicPage) -> PublicPage:
    """Publish the page as it stands in memory, as an editor does."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@dataclass
class Newsroom:
    """Everything that tests change, by name."""

    pages: dict[str, PublicPage]
    themes: list[Theme]
    place: Place
    person: Person
    figure: Figure
    image: MissionImage
    document: MissionDocument
    chance: random.Random

    def again(self, name: str) -> Any:
        return self.pages[name].specific_class.objects.get(pk=self.pages[name].pk)


@pytest.fixture
def site(db, settings, tmp_path: Path) -> Site:
    """Where the mission publishes; empty before and after."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = site_of(load_mission()).folder
    shutil.rmtree(folder, ignore_errors=True)
    yield Site(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def files_of() -> Callable[[Site], Files]:
    def files(site: Site) -> Files:
        root = (site.folder / "current").resolve()
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
        }

    return files


@pytest.fixture
def from_scratch(tmp_path: Path, files_of) -> Callable[[], Files]:
    """The same rows published by somebody who has no generation before."""

    def publish() -> Files:
        site = Site(tmp_path / "scratch")
        shutil.rmtree(site.folder, ignore_errors=True)
        with shell.remembering():
            Publication(load_mission(), site).run()
        return files_of(site)

    return publish


@pytest.fixture
def newsroom(site: Site) -> Newsroom:
    calais = Theme.objects.create(code="calais", names={"en": "Calais", "fr": "Calais (fr)"})
    cities = Theme.objects.create(code="cities", names={"en": "Cities", "fr": "Villes"})
    dover = Place.objects.create(code="dover", names={"en": "Dover", "fr": "Douvres"}, country="GB")
    institute = Organisation.objects.create(name="Institute of the Rivers", acronym="IR")
    person = Person.objects.create(name="Hodan Ahmed", role={"en": "Researcher"}, organisation=institute)
    figure = Figure.objects.create(
        code="in-the-camp",
        value=6000,
        phrase={"en": "nearly 6,000", "fr": "près de 6 000"},
        counts={"en": "people in the camp", "fr": "personnes dans le camp"},
        as_of=dt.date(2015, 10, 20),
        place=dover,
        source={"en": "The authorities"},
    )
    figure.themes.add(calais)
    image = MissionImage.objects.create(
        title="Camp", file=drawing("teal"), alt={"en": "Tents.", "fr": "Des tentes."}, credit="Drawn"
    )
    document = MissionDocument.objects.create(
        title="Report", file=ContentFile(b"%PDF-1.4 report", "report.pdf")
    )
    room = Newsroom({}, [calais, cities], dover, person, figure, image, document, random.Random(7))
    _write(room)
    _translate(room)
    return room


def _write(room: Newsroom) -> None:
    english = {"locale__language_code": "en"}
    news, home = NewsIndexPage.objects.get(**english), HomePage.objects.get(**english)
    events, shelf = EventIndexPage.objects.get(**english), PublicationIndexPage.objects.get(**english)
    topics = TopicIndexPage.objects.get(**english)
    day = dt.date(2015, 10, 21)

    def add(name: str, parent: Any, model: Any, **fields: Any) -> Any:
        themes, places = fields.pop("themes", []), fields.pop("places", [])
        page = model(
            title=name.replace("-", " ").capitalize(),
            slug=name,
            summary=f"About {name}.",
            live=False,
            **fields,
        )
        parent.add_child(instance=page)
        page.themes, page.places = themes, places
        room.pages[name] = go_out(page)
        return room.pages[name]

    statement = add(
        "safety-in-calais", news, StatementPage, office="Office", spokesperson=room.person, dated=day
    )
    statement.reasons.create(title="Law", text="It protects.", sort_order=1)
    room.pages["safety-in-calais"] = go_out(statement)
    body = [("paragraph", f'<p>See <a linktype="page" id="{statement.pk}">the statement</a>.</p>')]
    body += [("picture", {"image": room.image, "caption": "The camp"}), ("document", room.document)]
    body += [("figures", {"figures": [room.figure]})]
    story = {"themes": room.themes[:1], "places": [room.place], "dated": day}
    add("on-the-trail", news, StoryPage, body=body, picture=room.image, **story)
    add("a-second-look", news, StoryPage, dated=day - dt.timedelta(days=40), themes=room.themes)
    third = add("read-next", news, StoryPage, dated=day - dt.timedelta(days=400), story_kind="opinion")
    third.related.create(page_id=room.pages["on-the-trail"].pk, sort_order=1)
    room.pages["read-next"] = go_out(third)
    when = {"starts_on": dt.date(2015, 12, 14), "starts_at": dt.time(12, 45), "place": room.place}
    event = add("symposium", events, EventPage, **when, themes=room.themes[1:])
    event.speakers.create(person=room.person, sort_order=1)
    event.programme.create(starts_at=dt.time(13), title="Opening", speaker=room.person, sort_order=1)
    room.pages["symposium"] = go_out(event)
    add("long-ago", events, EventPage, starts_on=dt.date(2014, 1, 2))
    report = add(
        "report", shelf, PublicationPage, published_on=day, launch_event=event, themes=room.themes[1:]
    )
    report.files.create(document=room.document, language="en", sort_order=1)
    report.authors.create(person=room.person, sort_order=1)
    room.pages["report"] = go_out(report)
    add("calais", topics, TopicPage, theme=room.themes[0])
    add("about", home, PlainPage, show_in_menus=True)
    add("help", home, PlainPage, is_sensitive=True)
    home.featured_id, home.help_page_id, home.help_title = statement.pk, room.pages["help"].pk, "Help"
    for order, name in enumerate(("on-the-trail", "a-second-look")):
        home.top_stories.create(page_id=room.pages[name].pk, sort_order=order)
    room.pages["home"] = go_out(home)


def _translate(room: Newsroom) -> None:
    french = Locale.objects.get(language_code="fr")
    for name in ("safety-in-calais", "on-the-trail"):
        copy = room.pages[name].copy_for_translation(french)
        copy.title = f"{copy.title} (fr)"
        room.pages[f"{name}-fr"] = go_out(copy)
