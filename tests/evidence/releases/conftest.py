"""A mission that counts people of a camp and incidents near it, two colleagues, and a way to release."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cairn.evidence.acts import approve, ask_for_approval, draft_release, order_build, publish_release
from cairn.evidence.facts import FactColumn, FactTable, Kind, fact_key
from cairn.evidence.facts import register as facts_register
from cairn.evidence.indicators import library
from cairn.evidence.models import Release, Series
from cairn.evidence.releases.building import build
from cairn.guard.acts import give_role
from cairn.guard.keys import root
from cairn.guard.keys.ring import forget_answers
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.mission.config import load_mission

LAST = dt.date(2015, 11, 16)
WORDS = """
[title]
en = "{title}"
fr = "{title} (fr)"
ar = "{title} (ar)"
[definition]
en = "{title}, counted."
[method]
en = "Counted from the records."
[unit.en]
one = "person"
other = "people"
"""
REGISTERED = (
    """
code = "{code}"
owner = "information"
facts = "test.people"
dimensions = {dimensions}
{more}
"""
    + WORDS.replace("{title}", "People registered")
    + """
[measure]
kind = "count"
[disclosure]
kind = "{rule}"
{numbers}
"""
)
DEATHS = (
    """
code = "deaths"
owner = "information"
facts = "test.incidents"
dimensions = ["place"]
sdg = ["10.7.3"]
"""
    + WORDS.replace("{title}", "Deaths on the way")
    + """
[measure]
kind = "sum"
column = "dead"
low = "dead"
high = "most"
[period]
column = "day"
step = "month"
[disclosure]
kind = "open"
"""
)


@dataclass
class Camp:
    """Who is in the records at this moment; a person is a number, a sex, a country and languages."""

    people: list[tuple[int, str | None, str, tuple[str, ...]]] = field(default_factory=list)
    incidents: list[tuple[str, dt.date, int, int]] = field(default_factory=list)
    countries: tuple[str, ...] = ("AF", "ER", "SY")
    more_columns: bool = False
    tonnes: int = 0
    first_day: dt.date = dt.date(2015, 9, 1)
    no_day: bool = False

    def arrive(self, sex: str | None, country: str, many: int, *, speak: tuple[str, ...] = ("ar",)) -> None:
        first = len(self.people)
        self.people += [(first + at, sex, country, speak) for at in range(many)]

    def people_table(self) -> FactTable:
        columns = (
            FactColumn(
                name="sex", kind=Kind.CODE, title="Sex", codes=("female", "male", None), hxl="#gender+code"
            ),
            FactColumn(
                name="country",
                kind=Kind.CODE,
                title="Country",
                codes=self.countries,
                hxl="#country+origin+code",
                labels={"AF": "Afghanistan", "ER": "Eritrea", "SY": "=SYRIA()"},
            ),
            FactColumn(name="speaks", kind=Kind.SEVERAL, title="Speaks", codes=("ar", "ti")),
            FactColumn(name="day", kind=Kind.DAY, title="Day of arrival"),
        )
        return FactTable(
            name="test.people",
            title="People",
            grain="A person",
            columns=columns,
            is_person=True,
            read=self._people,
        )

    def _people(self) -> Iterable[dict[str, Any]]:
        yield {
            "sex": [sex for _, sex, _, _ in self.people],
            "country": [country for _, _, country, _ in self.people],
            "speaks": [speaks for _, _, _, speaks in self.people],
            "day": [self._day(number) for number, *_ in self.people],
            "key": [fact_key("test.people", number) for number, *_ in self.people],
        }

    def _day(self, number: int) -> dt.date | None:
        return None if self.no_day and not number else self.first_day + dt.timedelta(days=number % 60)

    def incidents_table(self) -> FactTable:
        columns = [
            FactColumn(
                name="place", kind=Kind.CODE, title="Place", codes=("tunnel", "port", None), hxl="#loc+code"
            ),
            FactColumn(name="day", kind=Kind.DAY, title="Day"),
            FactColumn(name="dead", kind=Kind.COUNT, title="Dead"),
            FactColumn(name="most", kind=Kind.COUNT, title="Dead at most"),
            FactColumn(name="tonnes", kind=Kind.NUMBER, title="Tonnes"),
        ]
        if self.more_columns:
            columns.append(FactColumn(name="cause", kind=Kind.CODE, title="Cause", codes=(None,)))
        return FactTable(
            name="test.incidents",
            title="Incidents",
            grain="An incident",
            columns=tuple(columns),
            read=self._incidents,
        )

    def _incidents(self) -> Iterable[dict[str, Any]]:
        for at, (place, day, dead, most) in enumerate(self.incidents):
            many = self.tonnes or 1
            rows = {"place": [place], "day": [day], "dead": [dead], "most": [most]}
            yield {name: cells * many for name, cells in rows.items()} | {
                "tonnes": [(at + 1) / (number + 3) for number in range(many)],
                **({"cause": [None] * many} if self.more_columns else {}),
            }


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    """A mission of its own for each test, with keys of its own."""
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path / "var"))
    _forget()
    yield tmp_path / "var"
    _forget()


def _forget() -> None:
    load_mission.cache_clear()
    root.forget_root()
    forget_answers()


@pytest.fixture
def camp(monkeypatch) -> Camp:
    camp = Camp()
    camp.arrive("female", "AF", 40)
    camp.arrive("male", "AF", 160)
    camp.arrive("female", "ER", 2)
    camp.arrive("male", "ER", 58, speak=("ti",))
    camp.arrive("male", "SY", 70, speak=("ar", "ti"))
    camp.arrive("female", "SY", 30)
    camp.incidents = [
        ("tunnel", dt.date(2015, 6, 26), 1, 1),
        ("port", dt.date(2015, 7, 7), 2, 3),
        (None, dt.date(2015, 9, 24), 1, 1),
    ]
    monkeypatch.setitem(facts_register._BUILDERS, "test.people", camp.people_table)
    monkeypatch.setitem(facts_register._BUILDERS, "test.incidents", camp.incidents_table)
    return camp


@pytest.fixture
def declare(camp, tmp_path, monkeypatch):
    """Let an indicator be declared from now on."""
    folder = tmp_path / "indicators"
    folder.mkdir()
    monkeypatch.setattr(library, "_FOLDERS", [folder])
    library.forget()

    def registered(
        code: str = "registered",
        rule: str = "suppressed",
        by=("sex", "country"),
        more: str = "",
        numbers: str = "",
    ) -> str:
        names = "[" + ", ".join(f'"{name}"' for name in by) + "]"
        text = REGISTERED.format(code=code, dimensions=names, rule=rule, more=more, numbers=numbers)
        return write(code, text)

    def write(code: str, text: str) -> str:
        (folder / f"{code}.toml").write_text(text)
        library.forget()
        return code

    registered.text, registered.deaths, registered.registered = write, DEATHS, REGISTERED
    write("deaths", DEATHS)
    yield registered
    library.forget()


@pytest.fixture
def ines(db) -> User:
    """An information manager, who makes releases."""
    return colleague("ines", Role.INFORMATION)


@pytest.fixture
def daniel(db) -> User:
    """The data protection officer, who approves them."""
    return colleague("daniel", Role.DATA_PROTECTION)


def colleague(name: str, role: Role) -> User:
    user = User.objects.create(username=name)
    give_role(user, role)
    return user


@pytest.fixture
def calais(db) -> Series:
    return Series.objects.create(code="calais", title={"en": "Calais", "fr": "Calais", "ar": "كاليه"})


@pytest.fixture
def make(ines, calais):
    """Draft and build the next release, up to its attack."""

    def made(*codes: str, series: Series = calais, cut_off: dt.date = LAST, changes=None) -> Release:
        release = draft_release(series, by=ines, indicators=codes, cut_off=cut_off, changes=changes)
        order_build(release, by=ines)
        release.refresh_from_db()
        return build(release)

    return made


@pytest.fixture
def put_out(ines, daniel):
    """Everything that is between the attack and the public."""

    def out(release: Release) -> Release:
        ask_for_approval(release, by=ines)
        approve(release, by=daniel)
        return publish_release(release, by=ines)

    return out
