"""What the newest release of a series no longer has: from which release it is missing, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.evidence.models import Release, Released, State
from cairn.newsroom.models.charts import ReleaseChart
from cairn.newsroom.models.figures import Figure

FromRelease = Figure | ReleaseChart


class Why(models.TextChoices):
    """Why a release does not have it."""

    CATEGORY = "category", _("The release no longer has this part.")
    HIDDEN = "hidden", _("The release hides this number, so that nobody can be recognised.")
    INDICATOR = "indicator", _("The release leaves the indicator out.")
    UNKNOWN = "unknown", _("Nobody took this number down for the release.")


def why_missing(one: FromRelease, released: Released | None) -> Why | None:
    """Why a release, by what it says of the indicator, does not have it; nothing where it has."""
    if released is None:
        return Why.INDICATOR
    if isinstance(one, ReleaseChart):
        return None if released.result.along(one.division) else Why.CATEGORY
    cell = released.result.cell(one.cell)
    if cell is None:
        return Why.CATEGORY
    if cell.hidden:
        return Why.HIDDEN
    return Why.UNKNOWN if cell.value is None else None


def why_missing_now(one: FromRelease) -> Why | None:
    """The same of the newest release, for what is known to be missing from it."""
    return why_missing(one, _said_in(one.missing_from, one)) if one.missing_from else None


def is_kept_without(one: FromRelease) -> bool:
    """Whether an editor has kept it against a release that did not have it any more: the next such release tells
    nothing new.
    """
    return one.kept_against is not None and why_missing(one, _said_in(one.kept_against, one)) is not None


def newest_with(one: FromRelease, among: Iterable[Released] | None = None) -> Released | None:
    """The latest that has it; nothing where the newest releases say no more of it."""
    said = _current(one.indicator) if among is None else among
    # Its own release has it, without a look into its tables.
    return next(
        (each for each in said if each.release_id == one.release_id or why_missing(one, each) is None), None
    )


@dataclass
class Newest:
    """What the newest releases say of each indicator, read once for all that come from them."""

    _known: dict[str, list[Released]] = field(default_factory=dict)

    def of(self, one: FromRelease) -> Released | None:
        """The latest that has it; nothing where its series has left it out."""
        if one.missing_from_id:
            return None
        if one.indicator not in self._known:
            self._known[one.indicator] = _current(one.indicator)
        return newest_with(one, self._known[one.indicator])


def left_out_of(one: FromRelease) -> Release | None:
    """The newest release of its series, if it no longer has it and nothing later elsewhere has it either."""
    if one.release is None or one.is_withdrawn:
        return None
    newest = one.release.series.releases.filter(state=State.PUBLISHED).select_related("series").first()
    if newest is None or not _is_later(newest, one.release):
        return None
    elsewhere = newest_with(one)
    has_it = elsewhere is not None and _is_later(elsewhere.release, one.release)
    return None if has_it else newest


def mark_missing(held: FromRelease) -> bool:
    """Write down from which release it is missing; answers whether there is one.

    It is kept on the row, because the public pages that show the row follow what is stored on it.
    """
    before, held.missing_from = held.missing_from, left_out_of(held)
    if held.missing_from != before:
        held.save()
    return held.missing_from is not None


def _current(code: str) -> list[Released]:
    """What the newest release of each series says of an indicator, the latest first."""
    return list(Released.objects.of(code).filter(release__state=State.PUBLISHED).defer("content"))


def _is_later(one: Release, other: Release) -> Any:
    return one.published_at > other.published_at


def _said_in(release: Release, one: FromRelease) -> Released | None:
    found: Released | None = release.released.filter(code=one.indicator).first()
    return found
