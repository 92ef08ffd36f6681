"""What the demonstration's pages share: themes, places, organisations, people, figures, charts, pictures and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db.models import Model, Q, QuerySet

from cairn.demo import drawings, markup
from cairn.demo.digests import digest
from cairn.evidence.models import Released
from cairn.evidence.phrases import Claim, Phrase
from cairn.guard.models import User
from cairn.newsroom.figures.acts import choose_figure
from cairn.newsroom.figures.charts import choose_chart
from cairn.newsroom.models import (
    Figure,
    MissionDocument,
    MissionImage,
    Organisation,
    Person,
    Place,
    ReleaseChart,
    Theme,
)

Told = Callable[[str], None]


@dataclass(slots=True)
class Shelf:
    """The shared things by the names that texts use for them, and those that were made just now."""

    themes: dict[str, Theme] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    charts: dict[str, ReleaseChart] = field(default_factory=dict)
    pictures: dict[str, MissionImage] = field(default_factory=dict)
    documents: dict[tuple[str, str], MissionDocument] = field(default_factory=dict)
    made: list[Model] = field(default_factory=list)

    def put(self, standing: Model | None, new: Model) -> Any:
        """What stands already stays as an editor left it; only what is missing is made."""
        if standing is not None:
            return standing
        new.save()
        self.made.append(new)
        return new


def stock_words(shelf: Shelf, *, writer: User) -> None:
    """Themes, places, organisations, people, figures and charts; those from releases are chosen as a writer chooses them."""
    words = markup.shared("words")
    for code, names in words["themes"].items():
        shelf.themes[code] = shelf.put(Theme.objects.filter(code=code).first(), Theme(code=code, names=names))
    for code, facts in words["places"].items():
        shelf.places[code] = shelf.put(Place.objects.filter(code=code).first(), Place(code=code, **facts))
    for key, facts in words["organisations"].items():
        standing = Organisation.objects.filter(name=facts["name"]).first()
        shelf.organisations[key] = shelf.put(standing, Organisation(**facts))
    for key, facts in words["people"].items():
        organisation = shelf.organisations[facts["organisation"]]
        standing = Person.objects.filter(name=facts["name"]).first()
        shelf.people[key] = shelf.put(standing, Person(**{**facts, "organisation": organisation}))
    for code, facts in words["figures"].items():
        shelf.figures[code] = Figure.objects.filter(code=code).first() or _make(
            shelf, code, dict(facts), writer
        )
    for code, facts in words["charts"].items():
        shelf.charts[code] = ReleaseChart.objects.filter(**facts).first() or _chart(shelf, writer, **facts)


def _chart(shelf: Shelf, writer: User, *, indicator: str, division: str) -> ReleaseChart:
    released = Released.objects.latest(indicator)
    assert released is not None, "A demonstration’s charts come after its release."
    chart = choose_chart(released, division, by=writer, follows=True)
    shelf.made.append(chart)
    return chart


def _make(shelf: Shelf, code: str, facts: dict[str, Any], writer: User) -> Figure:
    if "indicator" not in facts:
        return _quoted(shelf, code, facts)
    released = Released.objects.latest(facts["indicator"])
    assert released is not None, "A demonstration’s figures come after its release."
    figure = choose_figure(
        released,
        facts.get("cell", ""),
        Phrase(Claim(facts["claim"]), facts["number"]),
        by=writer,
        code=code,
        names_unit=facts.get("names_unit", False),
        follows=True,
        themes=[shelf.themes[theme] for theme in facts["themes"]],
    )
    shelf.made.append(figure)
    return figure


def _quoted(shelf: Shelf, code: str, facts: dict[str, Any]) -> Figure:
    themes = [shelf.themes[theme] for theme in facts.pop("themes")]
    place = shelf.places[facts.pop("place")] if "place" in facts else None
    figure = shelf.put(None, Figure(code=code, place=place, **facts))
    figure.themes.set(themes)
    return figure


def draw_missing(tell: Told) -> dict[str, bytes]:
    """The pictures that the library lacks, drawn; two at a time, since drawing leaves the interpreter free."""
    missing = [
        name for name in markup.shared("pictures") if not _files(MissionImage, _picture_file(name)).exists()
    ]
    drawn = {}
    with ThreadPoolExecutor(2) as pool:
        for name, content in zip(missing, pool.map(drawings.picture, missing), strict=True):
            drawn[name] = content
            tell(name)
    return drawn


def stock_pictures(shelf: Shelf, drawn: dict[str, bytes], tell: Told) -> None:
    for name, facts in markup.shared("pictures").items():
        shelf.pictures[name] = _files(MissionImage, _picture_file(name)).first() or _picture(
            shelf, name, facts, drawn[name]
        )
        tell(facts["title"])


def _picture(shelf: Shelf, name: str, facts: dict[str, Any], content: bytes) -> MissionImage:
    x, y, width, height = facts["focus"]
    image = MissionImage(
        title=facts["title"],
        alt=facts["alt"],
        credit=drawings.CREDIT,
        focal_point_x=x,
        focal_point_y=y,
        focal_point_width=width,
        focal_point_height=height,
        file_size=len(content),
    )
    image.file = ImageFile(BytesIO(content), name=_picture_file(name))
    image._set_file_hash()
    return shelf.put(None, image)


def stock_documents(shelf: Shelf, texts: dict[str, dict[str, markup.Text]]) -> None:
    """For each publication, its summary to take away, in the languages in which it is offered."""
    for key, languages, cover in _publications(texts):
        for language in languages:
            name = f"{texts[key]['en'].facts['slug']}-{language}.pdf"
            standing = _files(MissionDocument, name).first()
            shelf.documents[key, language] = standing or _document(
                shelf, texts[key][language], language, name, cover
            )


def _publications(texts: dict[str, dict[str, markup.Text]]) -> Iterable[tuple[str, list[str], str]]:
    for key, versions in texts.items():
        facts = versions["en"].facts
        if facts["type"] == "publication":
            yield key, facts["files"], facts["picture"]


def _document(shelf: Shelf, text: markup.Text, language: str, name: str, cover: str) -> MissionDocument:
    with shelf.pictures[cover].open_file() as picture:
        content = digest(text, language, picture.read(), shelf.figures)
    document = MissionDocument(title=text.facts["title"][:255], file_size=len(content))
    document.file = ContentFile(content, name=name)
    document._set_file_hash()
    return shelf.put(None, document)


def _picture_file(name: str) -> str:
    return f"drawing-{name}.jpg"


def _files(model: type[Model], name: str) -> QuerySet:
    """Rows whose file was stored under this name, also where storage had to add a few letters to it."""
    folder = "original_images" if model is MissionImage else "documents"
    stem, _dot, ending = name.rpartition(".")
    return model.objects.filter(
        Q(file=f"{folder}/{name}") | Q(file__regex=rf"^{folder}/{stem}_[A-Za-z0-9]{{7}}\.{ending}$")
    ).order_by("pk")
