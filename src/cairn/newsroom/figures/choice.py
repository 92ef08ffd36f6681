"""What an editor can choose from: indicators that stand in a release, their cells, and the phrases that hold."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.models import Release, Released, State
from cairn.evidence.phrases import Phrase, check, phrases_that_hold
from cairn.evidence.reads import Cited, cite
from cairn.newsroom.figures.saying import sentences
from cairn.newsroom.words import in_language


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase that holds, as readers would see it."""

    phrase: Phrase
    sentences: dict[str, str]

    @property
    def key(self) -> str:
        return f"{self.phrase.claim}:{self.phrase.number}"


def standing() -> QuerySet[Released]:
    """Every indicator in every release that may be quoted, the latest first."""
    said = Released.objects.filter(release__in=Release.objects.standing()).select_related("release__series")
    return said.order_by("-release__published_at", "code")


def latest_of_each() -> list[Released]:
    """Each indicator as the mission says it today."""
    current = Released.objects.filter(release__state=State.PUBLISHED).select_related("release__series")
    found: dict[str, Released] = {}
    for one in current.order_by("-release__published_at", "-pk"):
        found.setdefault(one.code, one)
    return sorted(found.values(), key=lambda one: one.code)


def offers(cited: Cited, *, names_unit: bool) -> list[Offer]:
    return [
        Offer(phrase, sentences(cited, phrase, names_unit=names_unit))
        for phrase in phrases_that_hold(cited.known)
    ]


def ensure_quotable(released: Released) -> None:
    """Refuse what was withdrawn."""
    if released.release.state not in (State.PUBLISHED, State.SUPERSEDED):
        raise ValidationError(
            _("The release %(release)s was withdrawn, so nothing of it may be quoted.")
            % {"release": released.release}
        )


def cite_standing(released: Released, key: str) -> Cited:
    """The cell, if it is shown and its release may still be quoted."""
    ensure_quotable(released)
    try:
        return cite(released, key)
    except WrongFacts:
        raise ValidationError(
            _("The release %(release)s does not show this cell. Please choose another one.")
            % {"release": released.release}
        ) from None


def ensure_holds(phrase: Phrase, cited: Cited, *, names_unit: bool) -> None:
    """Refuse what says more than the release, with the reason, and with what may be said instead."""
    verdict = check(phrase, cited.known)
    if verdict.holds:
        return

    def said(phrase: Phrase) -> str:
        return in_language(sentences(cited, phrase, names_unit=names_unit))

    instead = "; ".join(_("“%(phrase)s”") % {"phrase": said(each)} for each in verdict.instead)
    raise ValidationError(
        [
            _("“%(phrase)s” does not hold. %(why)s") % {"phrase": said(phrase), "why": verdict.why},
            *([_("What may be said instead: %(phrases)s.") % {"phrases": instead}] if instead else []),
        ]
    )
