"""What a figure in a sentence and a chart share: a release that they stay with or follow, and editors who are told."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from cairn.evidence.models import Release, State
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.newsroom.figures.missing import FromRelease, mark_missing, newest_with
from cairn.newsroom.figures.reads import editors_of

log = logging.getLogger("cairn.newsroom")


def hear(
    release: Release,
    rows: QuerySet[Any],
    *,
    compare: Callable[[Any], None],
    miss: Callable[[Any], None],
    withdraw: Callable[[Any], None],
) -> None:
    """A release came out or was withdrawn: hold against it whatever speaks of its indicators, and whatever comes from
    an earlier release of its series, which may have left it out.

    One that fails does not hold up the others: all of them wait on the list of what is stale.
    """
    is_withdrawn = release.state == State.WITHDRAWN
    codes = release.released.values("code")
    for one in rows.filter(Q(indicator__in=codes) | Q(release__series=release.series_id)):
        try:
            with transaction.atomic():
                held = hold(one)
                is_missing, newest = mark_missing(held), newest_with(held)
                if held.release_id == release.pk:
                    if is_withdrawn:
                        withdraw(held)
                elif is_missing:
                    miss(held)
                elif newest is not None and newest.release_id == release.pk:
                    compare(held)
        except Exception:
            log.exception(
                "%s %s could not be held against release %s.", type(one).__name__, one.pk, release.pk
            )


def hold(one: FromRelease) -> Any:
    """The row as it stands, held until the transaction is over."""
    return type(one).objects.select_for_update(of=("self",)).get(pk=one.pk)


def stay(held: FromRelease) -> None:
    """Keep to its own release, knowing what the newest one says."""
    newest = newest_with(held)
    held.follows, held.kept_against = False, held.missing_from or (newest.release if newest else None)
    held.save()


def tell_editors(one: FromRelease, kind: Kind, called: str) -> None:
    for user in editors_of(one):
        tell(kind, to=user, reference=called[:40], subject_id=str(one.pk))


def ensure_may(by: Any, act: str, model: type[FromRelease]) -> None:
    if not by.has_perm(f"newsroom.{act}_{model._meta.model_name}"):
        raise PermissionDenied
