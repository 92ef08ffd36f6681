"""Invented pages in any number, for measuring: the shape of a newsroom's archive, not its meaning.

`make_pages(5000)` fills an empty, prepared mission (`cairn setup`) with stories, statements, events and publications
in the default language, spread over ten years, themed, placed, illustrated and linked with each other. Rows are written
as fixtures are, without revisions, in about a millisecond each; every tenth page is a statement, event or publication.
"""

import datetime as dt
import io
import json
import random
from collections.abc import Iterator
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from PIL import Image, ImageDraw
from wagtail.models import Page

from cairn.mission.config import load_mission
from cairn.newsroom.models import (
    EventIndexPage,
    EventPage,
    MissionImage,
    NewsIndexPage,
    Place,
    PublicationIndexPage,
    PublicationPage,
    StatementPage,
    StoryPage,
    Theme,
)

WORDS = (
    "border camp cities coast counsel country crossing departure family ferry harbour help home journey law learning "
    "market mission mother neighbour night office paper people port promise report return river road safety school sea "
    "shelter shore station stone story summer symposium teacher ticket town trail tunnel water winter work year youth"
)
FIRST_DAY = dt.date(2006, 1, 2)
DAYS = 3650


@transaction.atomic
def make_pages(count: int, *, seed: int = 1) -> None:
    """Write `count` live pages below the sections of the default language."""
    chance = random.Random(seed)
    language = load_mission().default_language
    themes, places = _terms(Theme, 12), _terms(Place, 20)
    images = [_image(number, language) for number in range(24)]
    sections = {model: model.objects.get(locale__language_code=language) for model in SECTIONS}
    for number in range(count):
        section, model, extra = _kind(number, chance)
        page = _page(number, model, sections[section], chance, images, extra)
        page.themes.through.objects.create(publicpage_id=page.pk, theme=chance.choice(themes))
        page.places.through.objects.create(publicpage_id=page.pk, place=chance.choice(places))
    for section in sections.values():
        Page.objects.filter(pk=section.pk).update(numchild=Page.objects.child_of(section).count())


SECTIONS = (NewsIndexPage, EventIndexPage, PublicationIndexPage)


def _kind(number: int, chance: random.Random) -> tuple[type, type, dict[str, Any]]:
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
    match number % 30:
        case 3:
            return (
                EventIndexPage,
                EventPage,
                {"starts_on": day, "starts_at": dt.time(14), "venue_name": "Hall"},
            )
        case 13:
            return PublicationIndexPage, PublicationPage, {"published_on": day, "number": f"R{number}"}
        case 23:
            return NewsIndexPage, StatementPage, {"office": "Office of the mission"}
        case _:
            kind = chance.choice(StoryPage.Kind.values)
            return NewsIndexPage, StoryPage, {"story_kind": kind, "byline": "The mission"}


def _page(
    number: int,
    model: Any,
    parent: Page,
    chance: random.Random,
    images: list[MissionImage],
    extra: dict[str, Any],
) -> Any:
    slug = f"{_sentence(chance, 3).lower().replace(' ', '-').rstrip('.')}-{number}"
    day = FIRST_DAY + dt.timedelta(days=number * DAYS // 6000)
    published = dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)
    page = model(
        title=_sentence(chance, 7),
        slug=slug,
        summary=_sentence(chance, 24),
        picture=chance.choice(images) if number % 3 else None,
        body=json.dumps(list(_body(number, chance, images))),
        dated=day,
        locale=parent.locale,
        live=True,
        first_published_at=published,
        last_published_at=published,
        path=f"{parent.path}{_step(number + 1000)}",
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        **extra,
    )
    page.draft_title, page.kind = page.title, page.kind_now()
    base = Page(
        **{f.name: getattr(page, f.name) for f in Page._meta.concrete_fields if f.name != "content_type"}
    )
    base.content_type = page.content_type
    base.save_base(raw=True, force_insert=True)
    page.pk = page.page_ptr_id = page.publicpage_ptr_id = base.pk
    for table in (model.publicpage_ptr.field.related_model, model):
        _insert_alone(table, page)
    return page


def _insert_alone(table: Any, page: Any) -> None:
    """The row of one table of a page that stands in several."""
    row = table(**{field.attname: getattr(page, field.attname) for field in table._meta.local_fields})
    row.pk = page.pk
    row.save_base(raw=True, force_insert=True)


def _body(number: int, chance: random.Random, images: list[MissionImage]) -> Iterator[dict[str, Any]]:
    for part in range(3):
        yield _block("heading", _sentence(chance, 4), number, part)
        for paragraph in range(2):
            text = "".join(f"<p>{_sentence(chance, 18)} {_sentence(chance, 22)}</p>" for _ in range(2))
            yield _block("paragraph", text, number, 10 + part * 2 + paragraph)
    if number % 4 == 0:
        picture = {"image": chance.choice(images).pk, "caption": _sentence(chance, 6)}
        yield _block("picture", picture, number, 30)


def _block(kind: str, value: object, number: int, part: int) -> dict[str, object]:
    return {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:08d}{part:04d}"}


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS.split(), k=length)).capitalize() + "."


def _step(number: int) -> str:
    """Four signs of the alphabet in which Wagtail's tree counts."""
    signs = ""
    for _place in range(Page.steplen):
        number, rest = divmod(number, len(Page.alphabet))
        signs = Page.alphabet[rest] + signs
    return signs


def _terms(model: Any, count: int) -> list[Any]:
    names = ((f"{model.__name__.lower()}-{number}", f"{model.__name__} {number}") for number in range(count))
    return [
        model.objects.get_or_create(code=code, defaults={"names": {"en": name}})[0] for code, name in names
    ]


def _image(number: int, language: str) -> MissionImage:
    chance = random.Random(number)
    picture = Image.new("RGB", (1600, 1067), tuple(chance.randrange(60, 200) for _ in range(3)))
    pen = ImageDraw.Draw(picture)
    for _stroke in range(200):
        x, y = chance.randrange(1600), chance.randrange(1067)
        pen.ellipse((x, y, x + 90, y + 60), fill=tuple(chance.randrange(256) for _ in range(3)))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    file.seek(0)
    image = MissionImage(
        title=f"Picture {number}", alt={language: _sentence(chance, 8)}, credit="Drawn by code"
    )
    image.file = ImageFile(file, name=f"bench-{number}.jpg")
    image.save()
    return image
