"""What colleagues do with indicators: begin, write, have reviewed by a second person, retire. Nothing is ever deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.evidence.acts.reasons import refuse_short
from cairn.evidence.errors import NotNow
from cairn.evidence.indicators.beginning import text_to_begin
from cairn.evidence.indicators.declaration import CODE
from cairn.evidence.indicators.library import brought, declared
from cairn.evidence.indicators.ready import ensure_ready
from cairn.evidence.models import IndicatorText, TextState
from cairn.evidence.telling import tell_reviewers, tell_writer
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event

LONGEST = 50_000


@transaction.atomic
def begin_indicator(code: str, *, by: Any, facts: str = "") -> IndicatorText:
    """A draft: the next version of an indicator that is there, else a form to fill in over a fact table."""
    ensure(by, Can.INDICATOR_WRITE)
    if not CODE.fullmatch(code) or len(code) > 80:
        raise ValidationError(
            {"code": _("Small letters and digits with hyphens between, such as “people-in-camps”.")}
        )
    known = IndicatorText.objects.select_for_update().filter(code=code)
    if (at_work := known.at_work().first()) is not None:
        raise NotNow(
            _("A version of “%(code)s” is being written already.") % {"code": code},
            _("Go on with %(text)s, or retire it first.") % {"text": at_work},
        )
    held = max(known.aggregate(last=Max("version"))["last"] or 0, _brought_version(code))
    text = text_to_begin(code, held + 1, facts)
    draft = IndicatorText.objects.create(code=code, version=held + 1, text=text, written_by=by)
    record(Event.INDICATOR_WRITTEN, draft, by=by)
    return draft


@transaction.atomic
def keep_text(text: IndicatorText, *, by: Any, words: str, seen: int) -> IndicatorText:
    """Keep what was written, right or wrong; one that waited for review is a draft again."""
    ensure(by, Can.INDICATOR_WRITE)
    held = _as_seen(text, seen)
    words = "\n".join(words.splitlines()).rstrip() + "\n"
    if len(words) > LONGEST:
        raise ValidationError({"text": _("This is longer than any declaration needs to be.")})
    if held.state != TextState.DRAFT:
        _move(held, TextState.DRAFT)
    held.text, held.edition = words, held.edition + 1
    held.written_by, held.written_at = by, timezone.now()
    held.save()
    record(Event.INDICATOR_WRITTEN, held, by=by)
    return held


@transaction.atomic
def put_up_for_review(text: IndicatorText, *, by: Any, seen: int) -> IndicatorText:
    """Only what could be counted today is put before a second person."""
    ensure(by, Can.INDICATOR_WRITE)
    held = _as_seen(text, seen)
    ensure_ready(held)
    _move(held, TextState.WAITING)
    held.sent_back = ""
    held.save()
    record(Event.INDICATOR_ASKED, held, by=by)
    tell_reviewers(held, by=by)
    return held


@transaction.atomic
def review_indicator(text: IndicatorText, *, by: Any, seen: int) -> IndicatorText:
    """A second person puts it in force: from now on releases may choose it."""
    ensure(by, Can.INDICATOR_REVIEW)
    held = _as_seen(text, seen)
    if by.pk == held.written_by_id:
        raise NotNow(_("You wrote this text, so somebody else has to review it."))
    ensure_ready(held)
    _move(held, TextState.REVIEWED)
    held.reviewed_by, held.reviewed_at = by, timezone.now()
    held.save()
    record(Event.INDICATOR_REVIEWED, held, by=by)
    tell_writer(Kind.INDICATOR_REVIEWED, held, by=by)
    return held


@transaction.atomic
def return_text(text: IndicatorText, *, by: Any, why: str) -> IndicatorText:
    """Not like this, says the second person, and why."""
    ensure(by, Can.INDICATOR_REVIEW)
    refuse_short({"why": why})
    held = _held(text)
    if held.state != TextState.WAITING:
        raise _not_now(held)
    _move(held, TextState.DRAFT)
    held.sent_back = why
    held.save()
    record(Event.INDICATOR_SENT_BACK, held, by=by)
    tell_writer(Kind.INDICATOR_SENT_BACK, held, by=by)
    return held


@transaction.atomic
def retire_indicator(text: IndicatorText, *, by: Any) -> IndicatorText:
    """No release chooses it any more; those that did keep its declaration."""
    ensure(by, Can.INDICATOR_WRITE)
    held = _held(text)
    if held.state == TextState.REVIEWED:
        _refuse_if_leant_on(held)
    _move(held, TextState.RETIRED)
    held.retired_at = timezone.now()
    held.save()
    record(Event.INDICATOR_RETIRED, held, by=by)
    return held


def _refuse_if_leant_on(held: IndicatorText) -> None:
    """What is a part of this one would be a part of nothing, unless an older version takes its place."""
    others = IndicatorText.objects.in_force().filter(code=held.code).exclude(pk=held.pk)
    if held.code in brought() or others.exists():
        return
    for one in declared().values():
        if one.whole == held.code:
            raise NotNow(
                _("“%(other)s” is a part of “%(code)s”.") % {"other": one.code, "code": held.code},
                _("Retire that one first, or let it be a part of another."),
            )


def _brought_version(code: str) -> int:
    return brought()[code].version if code in brought() else 0


def _held(text: IndicatorText) -> IndicatorText:
    held: IndicatorText = (
        IndicatorText.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=text.pk)
    )
    return held


def _as_seen(text: IndicatorText, seen: int) -> IndicatorText:
    """The row as it is now, unless somebody wrote into it since it was read."""
    held = _held(text)
    if held.edition != seen:
        raise NotNow(
            _("%(who)s has written into this text since you opened it.") % {"who": held.written_by},
            _("Open it in another tab, and take over what is missing."),
        )
    return held


def _move(text: IndicatorText, to: TextState) -> None:
    if not text.may_move(to):
        raise _not_now(text)
    text.state, text.moved_at = to, timezone.now()


def _not_now(text: IndicatorText) -> NotNow:
    return NotNow(
        _("%(text)s is “%(state)s”, so this cannot be done with it now.")
        % {"text": text, "state": text.get_state_display()},
        _("Open it again to see where it stands."),
    )
