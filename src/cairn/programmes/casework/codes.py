"""Lists of codes that every kind of casework shares."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Work(models.TextChoices):
    """The four kinds of work that a mission does with people."""

    PATHWAYS = "pathways", _("legal pathways")
    PROTECTION = "protection", _("protection")
    RETURN = "return", _("voluntary return and reintegration")
    TRAFFICKING = "trafficking", _("counter-trafficking")


class CaseState(models.TextChoices):
    """How a case stands, as HTCDS 2.0 has it; each stage of each kind of work is one of these."""

    ACTIVE = "Active", _("active")
    FOLLOW_UP = "FollowUp", _("follow-up")
    CLOSED = "Closed", _("closed")
    CLOSED_REFERRED = "ClosedReferred", _("closed, and referred to others")


OPEN_STATES = (CaseState.ACTIVE, CaseState.FOLLOW_UP)


class Risk(models.TextChoices):
    """How soon harm may come if nothing is done."""

    UNKNOWN = "unknown", _("not assessed yet")
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")
    URGENT = "urgent", _("urgent: today")


class ClosingReason(models.TextChoices):
    """Why a case ends."""

    GOALS_REACHED = "goals-reached", _("what was planned is reached")
    REFERRED = "referred", _("somebody else goes on with it")
    MOVED = "moved", _("the person moved away")
    WITHDREW = "withdrew", _("the person wants no more of it")
    LOST_CONTACT = "lost-contact", _("contact is lost")
    NOT_ELIGIBLE = "not-eligible", _("not for this kind of help")
    DIED = "died", _("the person died")
    OPENED_IN_ERROR = "opened-in-error", _("opened in error")


class ServiceKind(models.TextChoices):
    """What is given to people: the sectors of referral lists and the assistance of reintegration."""

    ACCOMMODATION = "accommodation", _("accommodation")
    CASH = "cash", _("cash")
    CHILD_PROTECTION = "child-protection", _("child protection")
    COUNSELLING = "counselling", _("counselling")
    DOCUMENTS = "documents", _("documents")
    EDUCATION = "education", _("education")
    FAMILY_TRACING = "family-tracing", _("tracing of family")
    FOOD = "food", _("food")
    HEALTH = "health", _("health care")
    INFORMATION = "information", _("information")
    INTERPRETATION = "interpretation", _("interpretation")
    LEGAL_ADVICE = "legal-advice", _("legal advice")
    LIVELIHOOD = "livelihood", _("livelihood")
    MATERIAL = "material", _("things for daily life")
    MENTAL_HEALTH = "mental-health", _("mental health and psychosocial support")
    SAFETY = "safety", _("safety and shelter from violence")
    TRAINING = "training", _("vocational training")
    TRANSPORT = "transport", _("transport")


class Reached(models.TextChoices):
    """What came of an attempt to reach somebody."""

    SPOKE = "spoke", _("spoke with them")
    NO_ANSWER = "no-answer", _("no answer")
    MESSAGE = "message", _("left a message that is safe")
    WRONG = "wrong", _("the number or address is wrong")
    SOMEBODY_ELSE = "somebody-else", _("somebody else answered: nothing was said")
    NOT_SAFE = "not-safe", _("broken off: it was not safe")


class Channel(models.TextChoices):
    PHONE = "phone", _("telephone")
    VISIT = "visit", _("visit")
    MESSAGE = "message", _("message")
    E_MAIL = "e-mail", _("e-mail")
    OFFICE = "office", _("at the office")


class Decision(models.TextChoices):
    """What became of something that a colleague asked for."""

    ASKED = "asked", _("waiting")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken-back", _("taken back")


class PaymentState(models.TextChoices):
    """Money goes out by two hands, and is done when there is a receipt."""

    ASKED = "asked", _("asked for")
    RELEASED = "released", _("released by a second person")
    REFUSED = "refused", _("refused")
    PAID = "paid", _("paid, with a receipt")
    RETURNED = "returned", _("not paid out: returned")


class What(models.TextChoices):
    """What happened in a case, for its timeline. Neutral words: the timeline is open while others pass by."""

    APPROVAL_ASKED = "approval-asked", _("approval asked for")
    APPROVAL_DECIDED = "approval-decided", _("approval decided")
    CONTACT_TRIED = "contact-tried", _("contact tried")
    DECISION_NOTED = "decision-noted", _("decision noted")
    FILE_ADDED = "file-added", _("file added")
    FILE_REMOVED = "file-removed", _("file taken away")
    HANDED_OVER = "handed-over", _("handed over")
    LEG_ARRIVED = "leg-arrived", _("arrived from a leg of the journey")
    LEG_BOARDED = "leg-boarded", _("boarded")
    LEG_BOOKED = "leg-booked", _("leg of the journey booked")
    LEG_CHANGED = "leg-changed", _("leg of the journey changed")
    LEG_DROPPED = "leg-dropped", _("leg of the journey taken out")
    LEG_PLANNED = "leg-planned", _("leg of the journey planned")
    MONEY_ASKED = "money-asked", _("payment asked for")
    MONEY_MOVED = "money-moved", _("payment moved on")
    MOVED = "moved", _("moved on")
    NOTE_WRITTEN = "note-written", _("note written")
    OPENED = "opened", _("opened")
    PARTNER_REFERRAL = "partner-referral", _("referral to a partner")
    PAPER_CHECKED = "paper-checked", _("document checked")
    PAPER_LISTED = "paper-listed", _("document listed")
    PLAN_CHANGED = "plan-changed", _("case file changed")
    RECORD_CHANGED = "record-changed", _("form changed")
    RECORD_MADE = "record-made", _("form filled in")
    REFERRAL_BEGUN = "referral-begun", _("referral prepared")
    REFERRAL_STEPPED = "referral-stepped", _("referral went on")
    SERVICE_GIVEN = "service-given", _("service given")
    SETTLED = "settled", _("two edits settled")
    SUMMARY_GIVEN = "summary-given", _("summary given to the person")
    TAKEN_ALONG = "taken-along", _("taken along")
    TASK_DONE = "task-done", _("task done")
    TASK_SET = "task-set", _("task set")


def happenings() -> list[tuple[str, object]]:
    """All that can happen, asked for when it is needed: a new line of code changes no table."""
    return What.choices
