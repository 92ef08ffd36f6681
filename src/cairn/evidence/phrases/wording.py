"""Saying a phrase in a language: its words, its number, and the noun in the form that the number asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import pgettext

from cairn.evidence.phrases.claims import Claim, Phrase

PLACES = frozenset({"few", "many", "one", "other", "two", "zero"})


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, in each language and in each form that its grammar knows, by the names of CLDR.

    English has `one` and `other`, French `one`, `many` and `other`, Arabic six. A form that is not given is `other`.
    """

    forms: Mapping[str, Mapping[str, str]]

    def __post_init__(self) -> None:
        for language, forms in self.forms.items():
            if "other" not in forms or not set(forms) <= PLACES:
                raise ValueError(
                    f"The unit in “{language}” needs the form “other”, and may have {sorted(PLACES)}."
                )

    def after(self, number: int, language: str) -> str:
        """The noun as it stands after a number; in English where the language has none."""
        found = language if language in self.forms else "en"
        forms = self.forms[found]
        return forms.get(_conventions(found).plural_form(number), forms["other"])


def say(phrase: Phrase, unit: Unit, language: str, *, day: str = "") -> str:
    """The words of a phrase, such as “over 2,300 people”; with the first day in words, “16 deaths since June 2015”."""
    with translation.override(language):
        return _template(phrase.claim) % {
            "number": number_in(language, phrase.number),
            "unit": unit.after(phrase.number, language),
            "day": day,
        }


def number_in(language: str, number: int) -> str:
    """With the marks that the language puts between thousands, and the digits that the site uses in all of them."""
    return format_decimal(number, locale=_conventions(language), numbering_system="latn")


def _conventions(language: str) -> Locale:
    """Those of the language, or of English where the field has none to offer."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _template(claim: Claim) -> str:
    match claim:
        case Claim.ABOUT:
            return pgettext("figure", "about %(number)s %(unit)s")
        case Claim.AT_LEAST:
            return pgettext("figure", "at least %(number)s %(unit)s")
        case Claim.DOUBLED:
            return pgettext("figure", "doubled to %(number)s %(unit)s")
        case Claim.FEWER_THAN:
            return pgettext("figure", "fewer than %(number)s %(unit)s")
        case Claim.FROM:
            return pgettext("figure", "from %(number)s %(unit)s")
        case Claim.FROM_OVER:
            return pgettext("figure", "from over %(number)s %(unit)s")
        case Claim.HALVED:
            return pgettext("figure", "halved to %(number)s %(unit)s")
        case Claim.MORE_THAN_DOUBLED:
            return pgettext("figure", "more than doubled to %(number)s %(unit)s")
        case Claim.NEARLY:
            return pgettext("figure", "nearly %(number)s %(unit)s")
        case Claim.NEARLY_DOUBLED:
            return pgettext("figure", "nearly doubled to %(number)s %(unit)s")
        case Claim.ONE_IN:
            return pgettext("figure", "one in %(number)s")
        case Claim.OVER:
            return pgettext("figure", "over %(number)s %(unit)s")
        case Claim.SINCE:
            return pgettext("figure", "%(number)s %(unit)s since %(day)s")
        case Claim.UP_TO:
            return pgettext("figure", "up to %(number)s %(unit)s")
    return pgettext("figure", "%(number)s %(unit)s")
