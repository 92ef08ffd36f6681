"""From a cell of a release and a phrase to what readers see, in each language of the mission. Nothing of it is typed."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cairn.evidence.phrases import Claim, Phrase, Unit, check, phrases_that_hold, say
from cairn.evidence.reads import Cited
from cairn.evidence.releases.results import Cell, Result
from cairn.mission.config import load_mission
from cairn.newsroom import dates
from cairn.newsroom.models.terms import Place
from cairn.newsroom.words import in_language

# Claims that hold a value against an earlier one.
GROWTH = frozenset({Claim.DOUBLED, Claim.HALVED, Claim.MORE_THAN_DOUBLED, Claim.NEARLY_DOUBLED})
# Claims whose number is the value itself, so that a new value is a new number; the others name a mark beside it.
NAMES_THE_VALUE = GROWTH | {Claim.AT_LEAST, Claim.EXACTLY, Claim.FROM, Claim.SINCE, Claim.UP_TO}
_NO_UNIT = Unit({"en": {"other": ""}})


def sentences(cited: Cited, phrase: Phrase, *, names_unit: bool) -> dict[str, str]:
    """The phrase as readers see it, in every language of the mission."""
    return {
        language: sentence(cited, phrase, language, names_unit=names_unit)
        for language in load_mission().languages
    }


def sentence(cited: Cited, phrase: Phrase, language: str, *, names_unit: bool) -> str:
    """“doubled to 6,000”, or with what is counted, “doubled to 6,000 people”."""
    unit = cited.unit if names_unit else _NO_UNIT
    said = say(phrase, unit, language, day=_first_day(cited, language))
    # Only plain spaces: those between thousands are of another kind in French.
    return re.sub(" +", " ", said).strip()


def facts(cited: Cited, phrase: Phrase, *, names_unit: bool) -> dict[str, Any]:
    """Everything that a figure keeps of what its release says."""
    release = cited.released.release
    return {
        "release": release,
        "indicator": cited.released.code,
        "cell": cited.cell.key,
        "claim": phrase.claim.value,
        "number": phrase.number,
        "names_unit": names_unit,
        "phrase": sentences(cited, phrase, names_unit=names_unit),
        "value": round(Decimal(str(cited.cell.value)), 2),
        "counts": _in_each(lambda language: counts(cited, language)),
        "window": _in_each(lambda language: _window(cited, phrase, language)),
        "as_of": cited.result.last,
        "known_on": release.known_on,
        "place": _place(cited),
        "source": _in_each(lambda language: _source(cited, language)),
        "source_url": "",
        "method": _in_each(lambda language: cited.result.indicator.words("method", language)),
    }


def counts(cited: Cited, language: str) -> str:
    """What is counted, and of which part: “People in informal sites: The dunes, Calais”; in the language that is active."""
    part = part_of(cited, language)
    both = {"title": cited.title(language), "part": part}
    return _("%(title)s: %(part)s") % both if part else cited.title(language)


def part_of(cited: Cited, language: str) -> str:
    """The cell in words; a place by the name that the newsroom gives it in this language."""
    return part_of_cell(cited.result, cited.cell, language)


def part_of_cell(result: Result, cell: Cell, language: str) -> str:
    named = Place.objects.in_bulk(list(set(cell.at.values())), field_name="code")
    said = []
    for division in result.divisions:
        if division.name in cell.at:
            code = cell.at[division.name]
            place = named.get(code)
            said.append(in_language(place.names, language) if place else division.label(code, language))
    return "; ".join(said)


def earlier_in_words(
    cell: Cell, language: str, number: Callable[[Any, str], str] = dates.number_in_words
) -> str:
    """What it was before, with the range that sources gave; `number` as those beside it are written."""
    assert cell.earlier is not None
    said = number(cell.earlier, language)
    if cell.earlier_low is None or cell.earlier_high is None:
        return said
    return _("%(number)s (%(low)s to %(high)s)") % {
        "number": said,
        "low": number(cell.earlier_low, language),
        "high": number(cell.earlier_high, language),
    }


def plain_number(value: Decimal) -> str:
    """As machines read it: 6000, 1.83."""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def json_number(value: Decimal) -> int | float:
    """As JSON has it: whole numbers stay whole."""
    plain = plain_number(value)
    return float(plain) if "." in plain else int(plain)


def phrase_now(phrase: Phrase, cited: Cited) -> Phrase | None:
    """The same claim about what a newer release says; nothing where it no longer holds."""
    if phrase.claim not in NAMES_THE_VALUE:
        return phrase if check(phrase, cited.known).holds else None
    same = (offer for offer in phrases_that_hold(cited.known) if offer.claim is phrase.claim)
    return next(same, None)


def _in_each(words: Any) -> dict[str, str]:
    """What `words` answers for each language, said in it."""
    said = {}
    for language in load_mission().languages:
        with translation.override(language):
            said[language] = words(language)
    return {language: text for language, text in said.items() if text}


def _first_day(cited: Cited, language: str) -> str:
    """“June” where the month began with it; the year only where the number reaches into another one."""
    first = cited.known.since
    if first is None:
        return ""
    if first.day > 1:
        with translation.override(language):
            return pgettext("since", "%(day)s") % {"day": dates.day_in_words(first, language)}
    same_year = first.year == cited.result.last.year
    return dates.month_alone(first, language) if same_year else dates.month_in_words(first, language)


def _window(cited: Cited, phrase: Phrase, language: str) -> str:
    """The stretch of time, where the phrase does not say it itself; in the language that is active."""
    days, first = cited.result.indicator.measure.days, cited.known.since
    if phrase.claim in GROWTH and days and cited.cell.earlier is not None:
        within = ngettext(
            "within %(days)d day, from %(earlier)s", "within %(days)d days, from %(earlier)s", days
        )
        return within % {"days": days, "earlier": earlier_in_words(cited.cell, language)}
    if first is None or phrase.claim is Claim.SINCE:
        return ""
    return _("since %(day)s") % {"day": _day(first, language)}


def _day(day: dt.date, language: str) -> str:
    return dates.month_in_words(day, language) if day.day == 1 else dates.day_in_words(day, language)


def _source(cited: Cited, language: str) -> str:
    release = cited.released.release
    return _("%(mission)s, release “%(title)s” %(number)s") % {
        "mission": load_mission().name_in(language),
        "title": in_language(release.series.title, language) or release.series.code,
        "number": release.number,
    }


def _place(cited: Cited) -> Place | None:
    """The place by which the cell is divided, or to which the indicator is held, if the newsroom knows it."""
    codes = [
        *cited.cell.at.values(),
        *(code for held in cited.result.indicator.only.values() for code in held),
    ]
    return Place.objects.filter(code__in=codes).first()
