"""What becomes of figures from releases: chosen, said in other words, kept, moved to a newer release, told about."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log as log_deed

from cairn.evidence.models import Release, Released
from cairn.evidence.phrases import Phrase
from cairn.evidence.reads import Cited
from cairn.guard.notices.kinds import Kind
from cairn.newsroom.figures.choice import cite_standing, ensure_holds
from cairn.newsroom.figures.following import ensure_may, hear, hold, stay, tell_editors
from cairn.newsroom.figures.missing import left_out_of
from cairn.newsroom.figures.notes import note_on_pages
from cairn.newsroom.figures.reads import newest_cited, standing_of
from cairn.newsroom.figures.saying import facts, phrase_now, sentences
from cairn.newsroom.models.figures import Figure
from cairn.newsroom.models.terms import Theme

# What a figure’s history says of it.
CHOSEN = "cairn.figure.choose"
FOLLOWED = "cairn.figure.follow"
KEPT = "cairn.figure.keep"
MISSING = "cairn.figure.miss"
MOVED = "cairn.figure.move"
REWORDED = "cairn.figure.reword"
STALE = "cairn.figure.stale"


@transaction.atomic
def choose_figure(
    released: Released,
    key: str,
    phrase: Phrase,
    *,
    by: Any,
    code: str,
    names_unit: bool = False,
    follows: bool = False,
    themes: Iterable[Theme] = (),
) -> Figure:
    """Make a figure of a cell of a release; its words follow from the release."""
    ensure_may(by, "add", Figure)
    cited = cite_standing(released, key)
    ensure_holds(phrase, cited, names_unit=names_unit)
    figure = Figure(code=code, follows=follows, **facts(cited, phrase, names_unit=names_unit))
    figure.full_clean()
    figure.missing_from = left_out_of(figure)
    figure.save()
    figure.themes.set(themes)
    _write_down(figure, CHOSEN, by=by, before={})
    return figure


@transaction.atomic
def say_otherwise(
    figure: Figure,
    released: Released,
    key: str,
    phrase: Phrase,
    *,
    by: Any,
    names_unit: bool,
    follows: bool,
    with_note: bool = False,
) -> Figure:
    """Other words, another cell or another release: whatever it is, it holds, and the history says who chose it."""
    ensure_may(by, "change", Figure)
    held = hold(figure)
    cited = cite_standing(released, key)
    ensure_holds(phrase, cited, names_unit=names_unit)
    before = dict(held.phrase)
    held.follows = follows
    _put(held, cited, phrase, names_unit=names_unit)
    _write_down(held, REWORDED, by=by, before=before)
    if with_note and before != held.phrase:
        note_on_pages(held, before, by=by)
    return held


@transaction.atomic
def move_to_newest(figure: Figure, *, by: Any, with_note: bool = False) -> Figure:
    """Say what the newest release says, with the same claim."""
    ensure_may(by, "change", Figure)
    held = hold(figure)
    cited = newest_cited(held)
    phrase = phrase_now(held.said, cited) if cited and held.said else None
    if cited is None or phrase is None:
        raise ValidationError(_("What the figure says no longer holds. Please choose other words for it."))
    before = dict(held.phrase)
    _put(held, cited, phrase, names_unit=held.names_unit)
    _write_down(held, MOVED, by=by, before=before)
    if with_note and before != held.phrase:
        note_on_pages(held, before, by=by)
    return held


@transaction.atomic
def keep_as_it_is(figure: Figure, *, by: Any) -> Figure:
    """Stay with the release that it was written from, knowing what the newer one says."""
    ensure_may(by, "change", Figure)
    held = hold(figure)
    if held.is_withdrawn:
        raise ValidationError(_("Its release was withdrawn, so the figure cannot be kept as it is."))
    stay(held)
    _write_down(held, KEPT, by=by, before=dict(held.phrase))
    return held


def hear_of(release: Release) -> None:
    """A release came out or was withdrawn: move what follows, and tell the editors of whatever says something else now."""
    hear(release, Figure.objects.ours(), compare=_compare, miss=_miss, withdraw=_withdraw)


def _compare(held: Figure) -> None:
    """Follow the newest release, or say that it says something else."""
    cited = newest_cited(held)
    phrase = phrase_now(held.said, cited) if cited and held.said else None
    before = dict(held.phrase)
    if cited is None or phrase is None:
        _write_down(held, STALE, by=None, before=before)
        tell_editors(held, Kind.FIGURE_HOLDS_NO_MORE, held.code)
        return
    said = sentences(cited, phrase, names_unit=held.names_unit)
    if held.follows:
        _put(held, cited, phrase, names_unit=held.names_unit)
        _write_down(held, FOLLOWED, by=None, before=before)
    if said != before:
        tell_editors(held, Kind.FIGURE_FOLLOWED if held.follows else Kind.FIGURE_SAYS_OTHERWISE, held.code)


def _miss(held: Figure) -> None:
    """It keeps its value and its release; whoever shows it decides whether that may stay so."""
    if standing_of(held).waits:
        _write_down(held, MISSING, by=None, before=dict(held.phrase))
        tell_editors(held, Kind.FIGURE_MISSING, held.code)


def _withdraw(held: Figure) -> None:
    # Saved, so that the public site hears that its pages have a note to show.
    held.save()
    _write_down(held, STALE, by=None, before=dict(held.phrase))
    tell_editors(held, Kind.FIGURE_WITHDRAWN, held.code)


def _put(figure: Figure, cited: Cited, phrase: Phrase, *, names_unit: bool) -> None:
    for name, value in facts(cited, phrase, names_unit=names_unit).items():
        setattr(figure, name, value)
    figure.kept_against = None
    figure.missing_from = left_out_of(figure)
    figure.save()


def _write_down(figure: Figure, action: str, *, by: Any, before: dict[str, str]) -> None:
    release = figure.release
    words = {"release": release.name if release else "", "before": before, "after": dict(figure.phrase)}
    log_deed(instance=figure, action=action, user=by, data=words)
