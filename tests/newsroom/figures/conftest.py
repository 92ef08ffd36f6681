"""Releases as the newsroom meets them: a camp that doubles, deaths at a tunnel, and Ines and Paul who let them out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cairn.evidence.acts import publish_release, withdraw_release
from cairn.evidence.indicators.declaration import Indicator
from cairn.evidence.models import Release, Released, Series, State
from cairn.evidence.phrases import Claim, Phrase
from cairn.evidence.releases.results import Category, Cell, Division, Result
from cairn.guard.roles import Role
from cairn.newsroom.figures.acts import choose_figure
from cairn.newsroom.models import Figure, Place

LAST = dt.date(2015, 10, 21)
PEOPLE = {"one": "person", "other": "people"}
PERSONNES = {"one": "personne", "other": "personnes"}
ASHKHAS = {"one": "شخص", "two": "شخصين", "few": "أشخاص", "many": "شخصاً", "other": "شخص"}
CAMPS = Indicator.model_validate(
    {
        "code": "people-in-camps",
        "owner": "information",
        "facts": "test.camps",
        "title": {
            "en": "People in the camps",
            "fr": "Personnes dans les campements",
            "ar": "الناس في المخيمات",
        },
        "definition": {"en": "People who stay in a camp."},
        "method": {"en": "The latest count of each camp.", "fr": "Le dernier comptage de chaque campement."},
        "unit": {"en": PEOPLE, "fr": PERSONNES, "ar": ASHKHAS},
        "measure": {"kind": "doubling", "column": "people", "series": "camp", "days": 21},
        "dimensions": ["camp"],
        "disclosure": {"kind": "open"},
    }
)
DEATHS = Indicator.model_validate(
    {
        "code": "deaths",
        "owner": "information",
        "facts": "test.deaths",
        "title": {"en": "Deaths on the way", "fr": "Décès en chemin", "ar": "الوفيات في الطريق"},
        "definition": {"en": "People who died."},
        "method": {"en": "Added up by the day."},
        "unit": {"en": PEOPLE, "fr": PERSONNES, "ar": ASHKHAS},
        "measure": {"kind": "sum", "column": "dead"},
        "period": {"column": "day", "first": "2015-06-01"},
        "dimensions": ["place"],
        "disclosure": {"kind": "open"},
    }
)
DOUBLED = Phrase(Claim.DOUBLED, 6_000)


@pytest.fixture
def ines(sign_in):
    return sign_in("Ines Carvalho", Role.INFORMATION)


@pytest.fixture
def paul(sign_in):
    return sign_in("Paul Mensah", Role.PROGRAMME)


@pytest.fixture
def tunnel(db) -> Place:
    names = {"en": "Channel Tunnel", "fr": "tunnel sous la Manche", "ar": "نفق المانش"}
    return Place.objects.create(code="channel-tunnel", names=names)


@pytest.fixture
def put_out(ines, paul, django_capture_on_commit_callbacks) -> Callable[..., Release]:
    """The next release of a series: so many people now and before, so many dead, one camp hidden."""

    def put_out(
        people: int = 6_000,
        before: int = 3_000,
        dead: int = 16,
        low: int | None = None,
        before_between: tuple[int | None, int | None] = (None, None),
        series: str = "calais",
        only: str = "",
        camps: Result | None = None,
    ):
        line, _is_new = Series.objects.get_or_create(
            code=series, defaults={"title": {"en": "Calais", "fr": "Calais", "ar": "كاليه"}}
        )
        release = Release.objects.create(
            series=line, number=line.releases.count() + 1, state=State.APPROVED, cut_off=LAST, known_on=LAST,
            digest=f"{line.releases.count():064d}", snapshot="5" * 64, code_version="0.1", made_by=ines.user,
            approved_by=paul.user, approver_role="programme", approved_at=timezone.now(),
            attacked_after=Release.objects.out().count(),
        )  # fmt: skip
        counted = camps or camps_of(people, before, people if low is None else low, before_between)
        for result in (counted, _deaths(dead)):
            if only not in ("", result.indicator.code):
                continue
            Released.objects.create(
                release=release,
                code=result.indicator.code,
                version=1,
                content=result.plain(),
                digest="d" * 64,
            )
        with django_capture_on_commit_callbacks(execute=True):
            return publish_release(release, by=ines.user)

    return put_out


@pytest.fixture
def withdraw(ines, django_capture_on_commit_callbacks) -> Callable[[Release], Release]:
    def withdraw(release: Release) -> Release:
        with django_capture_on_commit_callbacks(execute=True):
            return withdraw_release(release, by=ines.user, why={"en": "A camp was counted twice."})

    return withdraw


@pytest.fixture
def choose(nadia) -> Callable[..., Figure]:
    """Nadia makes a figure of a release."""

    def choose(
        release: Release, phrase: Phrase = DOUBLED, of: str = "people-in-camps", key: str = "", **more: Any
    ):
        released = Released.objects.get(release=release, code=of)
        return choose_figure(released, key, phrase, by=nadia.user, **{"code": "camps-doubled", **more})

    return choose


@pytest.fixture
def story_with(write, nadia) -> Callable[..., Any]:
    """A story of Nadia’s with a figure in its sentence, after the worker has entered it into the index."""

    def story_with(figure: Figure, **fields: Any):
        story = write(body=[("paragraph", in_sentence(figure))], owner=nadia.user, **fields)
        ReferenceIndex.create_or_update_for_object(story)
        return story

    return story_with


def in_sentence(figure: Figure, before: str = "The camps have", after: str = "in three weeks.") -> str:
    return f'<p>{before} <a linktype="figure" id="{figure.pk}">{figure.phrase_in("en")}</a> {after}</p>'


def camps_of(
    people: int = 6_000,
    before: int = 3_000,
    low: int = 6_000,
    before_between: tuple[int | None, int | None] = (None, None),
) -> Result:
    least, most = before_between
    division = Division(
        "camp", {"en": "camp"}, "#loc+code",
        (Category("dunes", {"en": "The dunes"}), Category("road", {"en": "The road"})),
    )  # fmt: skip
    cells = (
        Cell({}, people, low, people, earlier=before, earlier_low=least, earlier_high=most, headline=True),
        Cell({"camp": "dunes"}, people - 3, people - 3, people - 3),
        Cell({"camp": "road"}, None, 1, 4, hidden=True),
    )
    return Result(CAMPS, "test.camps", False, None, LAST, (division,), cells)


def _deaths(dead: int) -> Result:
    division = Division("place", {"en": "place"}, "#loc+code", (Category("channel-tunnel", {}),))
    cells = (
        Cell({}, dead, dead, dead, headline=True),
        Cell({"place": "channel-tunnel"}, dead, dead, dead),
    )
    return Result(DEATHS, "test.deaths", False, dt.date(2015, 6, 1), LAST, (division,), cells)
