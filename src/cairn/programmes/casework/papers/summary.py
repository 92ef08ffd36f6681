"""What was agreed with somebody who returns, on one page in their language. It carries no name: it may be found.

Words of the mission are in the language of the page; what a colleague wrote into a form stands as it was written.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cairn.mission.config import load_mission
from cairn.programmes.casework.codes import PaymentState
from cairn.programmes.casework.forms.declaration import Form
from cairn.programmes.casework.forms.library import form as declared_form
from cairn.programmes.casework.models import Case, CaseRecord
from cairn.programmes.casework.papers.fitting import Room
from cairn.programmes.casework.ways.gates import latest_record
from cairn.programmes.casework.zones import told

BEFORE = frozenset({"counselling", "interview", "cooling-off", "eligibility", "preparation", "travelling"})
# The dimensions of a plan: what was chosen in each, and how, with whom.
DIMENSIONS = (
    ("economic", "economic_words"),
    ("social", "social_words"),
    ("psychosocial", "psychosocial_words"),
)
# What only one colleague asked for is no promise yet.
AGREED = (PaymentState.RELEASED, PaymentState.PAID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the colleague says beside what the case holds."""

    call: str
    next_visit: dt.date | None = None


def summary_of(case: Case, given: Given, room: Room, language: str, *, rtl: bool) -> dict[str, Any]:
    """The page as the shape takes it, with no more in it than there is room for."""
    parts = [
        part
        for part in (
            _journey(case, room),
            *_plan(case, room),
            _money(case, room),
            _visit(given),
            _call(given),
        )
        if part is not None
    ]
    mission = load_mission().name_in(language)
    return {
        "language": language,
        "rtl": rtl,
        "size": room.size,
        "title": _("What we agreed"),
        "about": " · ".join(
            (mission, _own(case.reference), _own(date_format(timezone.localdate(), "DATE_FORMAT")))
        ),
        "free": {"title": _("It is your choice"), "sentences": list(_free(case))},
        "parts": parts,
        "shortened": _("Shortened to fit one page: your caseworker has the rest.")
        if room.cut_something
        else "",
    }


def _free(case: Case) -> Iterator[str]:
    if case.stage not in BEFORE:
        yield _("You returned because you wanted to. What follows is free as well: you may stop at any time.")
        return
    yield _("You return only if you want to. You may say no at any time until you board.")
    yield _("You need no reason, nobody has to approve it, and you can come back to us afterwards.")
    if leg := case.legs.filter(boarded_at=None).order_by("number").first():
        leaves = told(leg.leaves_at, leg.clock)
        yield _("You board on %(moment)s: until then you may say no.") % {"moment": leaves}


def _journey(case: Case, room: Room) -> dict[str, Any] | None:
    legs = case.legs.filter(boarded_at=None).order_by("number")
    lines = [
        (
            told(leg.leaves_at, leg.clock),
            _("From %(from)s to %(to)s") % {"from": _own(leg.leaves_from), "to": _own(leg.goes_to)}
            + "".join(f" · {_own(each)}" for each in (leg.carrier, room.text_of(leg.transit_help)) if each),
        )
        for leg in legs
    ]
    return _part(_("Your journey"), room.lines_of(lines))


def _plan(case: Case, room: Room) -> Iterator[dict[str, Any] | None]:
    """The plan as it was agreed; one that the returnee has not agreed to is not on the page."""
    plan = latest_record(case, "reintegration-plan")
    if plan is None or plan.answers.get("agreed") is not True:
        return
    declared = declared_form(plan.form, plan.form_version)
    lines = [(_("What you want to reach"), room.text_of(plan.answers.get("wants", "")))]
    for chosen, words in DIMENSIONS:
        told_here = ", ".join(_labels(declared, plan, chosen))
        how = room.text_of(plan.answers.get(words, ""))
        if said := ". ".join(each for each in (told_here, how) if each):
            lines.append((_title(declared, chosen), said))
    budget = _amount(plan.answers["budget"], plan.answers["currency"].strip().upper())
    lines.append((str(declared.question("budget").label), budget))
    yield _part(_("Your plan"), lines)


def _money(case: Case, room: Room) -> dict[str, Any] | None:
    payments = list(case.payments.filter(state__in=AGREED).order_by("planned_on", "pk"))
    lines = [
        (
            _("paid on %(day)s") % {"day": date_format(each.paid_on, "DATE_FORMAT")}
            if each.paid_on
            else _("planned for %(day)s") % {"day": date_format(each.planned_on, "DATE_FORMAT")},
            f"{_amount(each.amount, each.currency)} · {each.get_kind_display()}",
        )
        for each in payments
    ]
    kept = room.lines_of(lines)
    if left := payments[len(kept) :]:
        sums = {
            each.currency: sum(one.amount for one in left if one.currency == each.currency) for each in left
        }
        told_left = ", ".join(_amount(amount, currency) for currency, amount in sums.items())
        kept.append((_("and later"), _("%(amounts)s more") % {"amounts": told_left}))
    return _part(_("Help that was agreed"), kept)


def _visit(given: Given) -> dict[str, Any] | None:
    day = date_format(given.next_visit, "DATE_FORMAT") if given.next_visit else ""
    return _part(_("Next visit"), [(_("We meet on"), day)] if day else [])


def _call(given: Given) -> dict[str, Any] | None:
    return _part(_("Whom to call"), [(_("For any question, or to say no"), given.call)])


def _part(title: str, lines: list[tuple[str, str]]) -> dict[str, Any] | None:
    filled = [[label, value] for label, value in lines if value]
    return {"title": title, "lines": filled} if filled else None


def _labels(declared: Form, record: CaseRecord, name: str) -> list[str]:
    question = declared.question(name)
    return [str(question.label_of(code)) for code in record.answers.get(name, [])]


def _title(declared: Form, name: str) -> str:
    """The heading of the section in which a question stands."""
    return next(
        str(section.title)
        for section in declared.sections
        if any(question.name == name for question in section.questions)
    )


def _amount(amount: Any, currency: str) -> str:
    return f"{number_format(amount, decimal_pos=2, force_grouping=True)} {currency}"


def _own(text: Any) -> str:
    """Isolated: a name in Latin letters keeps its place between Arabic words."""
    return f"\u2068{str.__str__(text) if isinstance(text, str) else text}\u2069"
