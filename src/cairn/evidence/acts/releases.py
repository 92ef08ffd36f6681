"""What colleagues do with releases: draft, build, ask, approve, publish, withdraw."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.evidence.acts.reasons import refuse_short
from cairn.evidence.errors import NotNow
from cairn.evidence.indicators import indicator
from cairn.evidence.models import Release, Series, State
from cairn.evidence.models.releases import OPEN
from cairn.evidence.releases.signing import signature_of
from cairn.evidence.signals import release_changed
from cairn.evidence.telling import tell_approvers, tell_maker
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.roles import ROLES, roles_of
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


@transaction.atomic
def begin_series(code: str, title: Mapping[str, str], *, by: Any) -> Series:
    """A line of releases about one subject; its code is part of addresses, and stays."""
    ensure(by, Can.RELEASE_BUILD)
    series = Series(code=code, title={language: said for language, said in title.items() if said})
    if not series.title:
        raise ValidationError({"title": _("Give it a title in one language at least.")})
    series.full_clean()
    series.save(force_insert=True)
    return series


@transaction.atomic
def draft_release(
    series: Series,
    *,
    by: Any,
    indicators: Sequence[str],
    cut_off: dt.date,
    changes: Mapping[str, str] | None = None,
) -> Release:
    """Begin the next release of a series; one at a time."""
    ensure(by, Can.RELEASE_BUILD)
    series = Series.objects.select_for_update().get(pk=series.pk)
    if (at_work := series.releases.filter(state__in=OPEN).first()) is not None:
        raise NotNow(
            _("%(release)s is in the making already.") % {"release": at_work},
            _("Go on with it, or drop it first."),
        )
    last = series.releases.aggregate(last=Max("number"))["last"] or 0
    release = Release(series=series, number=last + 1, made_by=by)
    _choose(release, indicators, cut_off, changes, by)
    release.save(force_insert=True)
    record(Event.RELEASE_DRAFTED, release, by=by)
    return release


@transaction.atomic
def change_draft(
    release: Release,
    *,
    by: Any,
    indicators: Sequence[str],
    cut_off: dt.date,
    changes: Mapping[str, str] | None = None,
    fresh_facts: bool = True,
    seen: str = "",
) -> Release:
    """Choose anew; whatever was built or approved before counts no more.

    `seen` is the choice that stood when it was opened: whoever chose meanwhile is not overruled unseen.
    """
    ensure(by, Can.RELEASE_BUILD)
    held = _held(release)
    if seen and seen != held.choice:
        raise NotNow(
            _("Somebody else has changed this release since you opened it."),
            _("Open it in another tab, and choose again."),
        )
    if held.state != State.DRAFT:
        _move(held, State.DRAFT)
    _choose(held, indicators, cut_off, changes, by)
    if fresh_facts:
        held.snapshot, held.known_on = "", None
    _forget(held)
    held.save()
    record(Event.RELEASE_CHANGED, held, by=by)
    return held


@transaction.atomic
def order_build(release: Release, *, by: Any, to_worker: bool = True) -> Release:
    """Hand a release to the worker, or to whoever builds it right here."""
    from cairn.evidence.tasks import build_release

    ensure(by, Can.RELEASE_BUILD)
    held = _held(release)
    _move(held, State.BUILDING)
    _forget(held)
    held.built_by = by
    held.save()
    record(Event.RELEASE_BUILDING, held, by=by)
    if to_worker:
        transaction.on_commit(lambda: build_release.enqueue(held.pk))
    return held


@transaction.atomic
def go_on_building(release: Release, *, by: Any) -> Release:
    """Order the build again that a stopped worker left: it goes on with what was laid down."""
    from cairn.evidence.tasks import build_release

    ensure(by, Can.RELEASE_BUILD)
    held = _held(release)
    if held.state != State.BUILDING:
        raise _not_now(held)
    held.built_by = by
    held.save(update_fields=["built_by"])
    record(Event.RELEASE_BUILDING, held, by=by)
    transaction.on_commit(lambda: build_release.enqueue(held.pk))
    return held


@transaction.atomic
def ask_for_approval(release: Release, *, by: Any) -> Release:
    ensure(by, Can.RELEASE_BUILD)
    held = _held(release)
    _ensure_attacked_against_all(held)
    if held.number > 1 and not any(held.changes.values()):
        raise ValidationError(
            {"changes": _("Say what changed since the release before, and why: readers will ask.")}
        )
    _move(held, State.ASKED)
    held.sent_back = ""
    held.save()
    record(Event.RELEASE_ASKED, held, by=by)
    tell_approvers(held, by=by)
    return held


@transaction.atomic
def approve(release: Release, *, by: Any, seen: str = "") -> Release:
    """A second person, who is none of its makers, answers for the figures: for the digest that was `seen`, and no other."""
    ensure(by, Can.RELEASE_APPROVE)
    held = _held(release)
    if seen and seen != held.digest:
        raise NotNow(
            _("This release was built again after you read it."), _("Read its tables and its attack again.")
        )
    if by.pk in held.makers:
        raise NotNow(_("You helped to make this release, so somebody else has to approve it."))
    _ensure_attacked_against_all(held)
    _move(held, State.APPROVED)
    held.approved_by, held.approved_at = by, timezone.now()
    held.approver_role = next(
        str(role) for role in sorted(roles_of(by)) if Can.RELEASE_APPROVE in ROLES[role].can
    )
    held.save()
    record(Event.RELEASE_APPROVED, held, by=by)
    tell_maker(Kind.RELEASE_APPROVED, held, by=by)
    return held


@transaction.atomic
def send_back(release: Release, *, by: Any, why: str) -> Release:
    """Not like this, says the second person, and why."""
    ensure(by, Can.RELEASE_APPROVE)
    refuse_short({"why": why})
    held = _held(release)
    _move(held, State.DRAFT)
    held.sent_back = why
    held.save()
    record(Event.RELEASE_SENT_BACK, held, by=by)
    tell_maker(Kind.RELEASE_SENT_BACK, held, by=by)
    return held


@transaction.atomic
def publish_release(release: Release, *, by: Any) -> Release:
    """From now on everybody may quote it, and the one before is superseded."""
    ensure(by, Can.RELEASE_BUILD)
    # Two series published at once would each have been attacked without the other: releases go out one by one.
    list(Series.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    held = _held(release)
    _ensure_attacked_against_all(held)
    before = held.series.releases.select_for_update().filter(state=State.PUBLISHED).first()
    if before is not None:
        _move(before, State.SUPERSEDED)
        before.save()
        record(Event.RELEASE_SUPERSEDED, before, by=by)
    _move(held, State.PUBLISHED)
    held.published_at = timezone.now()
    held.signature = signature_of(held)
    held.save()
    record(Event.RELEASE_PUBLISHED, held, by=by)
    _tell(held)
    return held


@transaction.atomic
def withdraw_release(release: Release, *, by: Any, why: Mapping[str, str]) -> Release:
    """Nobody may quote it any more; it stays to be read, with why."""
    ensure(by, Can.RELEASE_WITHDRAW)
    refuse_short(why)
    held = _held(release)
    _move(held, State.WITHDRAWN)
    held.withdrawn_at, held.withdrawn_why = timezone.now(), dict(why)
    held.save()
    record(Event.RELEASE_WITHDRAWN, held, by=by)
    _tell(held)
    return held


@transaction.atomic
def drop_draft(release: Release, *, by: Any) -> None:
    """A release that nobody outside has seen may go."""
    ensure(by, Can.RELEASE_BUILD)
    held = _held(release)
    if held.is_out or held.state == State.BUILDING:
        raise NotNow(_("%(release)s can no longer be dropped.") % {"release": held})
    record(Event.RELEASE_DROPPED, held, by=by)
    held.delete()


def _held(release: Release) -> Release:
    return (
        Release.objects.select_for_update(of=("self",)).select_related("series", "made_by").get(pk=release.pk)
    )


def _move(release: Release, to: State) -> None:
    if not release.may_move(to):
        raise _not_now(release)
    release.state = to


def _not_now(release: Release) -> NotNow:
    return NotNow(
        _("%(release)s is “%(state)s”, so this cannot be done with it now.")
        % {"release": release, "state": release.get_state_display()},
        _("Open it again to see where it stands."),
    )


def _choose(
    release: Release,
    indicators: Sequence[str],
    cut_off: dt.date,
    changes: Mapping[str, str] | None,
    by: Any,
) -> None:
    if not indicators:
        raise ValidationError({"indicators": _("Choose at least one indicator.")})
    release.indicators = [indicator(code).code for code in dict.fromkeys(indicators)]
    release.cut_off, release.changes, release.chosen_by = cut_off, dict(changes or {}), by


def _forget(release: Release) -> None:
    """What a build and its approval left behind."""
    release.released.all().delete()
    release.digest, release.report, release.trouble, release.built_by = "", {}, "", None
    release.approved_by, release.approved_at, release.approver_role = None, None, ""


def _ensure_attacked_against_all(release: Release) -> None:
    """Figures that came out after the attack may give people away together with these."""
    if release.attacked_after != Release.objects.out().count():
        raise NotNow(
            _("Another release was published after this one was attacked."),
            _("Build it again, so that it is attacked with everything that is out by now."),
        )


def _tell(release: Release) -> None:
    transaction.on_commit(lambda: release_changed.send(sender=Release, release=release))
