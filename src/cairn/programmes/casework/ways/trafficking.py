"""Counter-trafficking: screened, decided about by a person, referred where they agree or the law asks, and supported."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.codes import CaseState, Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.trafficking.codes import AfterScreening
from cairn.programmes.casework.trafficking.mechanisms import mechanisms
from cairn.programmes.casework.ways.gates import nothing_left_to_do, of_possible_child, planned, risk_assessed
from cairn.programmes.casework.ways.machine import Gate, Move, Stage, Way

CONTEXT = ("victim-context", "perpetrator", "historic-event", "support-plan")
INDICATORS = ("general-indicators", "general-indicators-child", "operational-indicators")


def mechanism_forms() -> tuple[str, ...]:
    """Each national mechanism has a form of its own."""
    return tuple(sorted({one.form for one in mechanisms().values()}))


def screened(case: Case) -> str:
    """Operational indicators are looked through: a decision stands on them, the general ones lead to them."""
    if case.caserecords.filter(form="operational-indicators", is_finished=True).exists():
        return ""
    return _now("“%(form)s” is to be filled in and finished first.") % {
        "form": form("operational-indicators").title
    }


def decided(*wanted: AfterScreening) -> Gate:
    """The latest decision after a screening is one of those."""

    def gate(case: Case) -> str:
        latest = case.screeningdecisions.order_by("-made_at", "-pk").first()
        if latest is None:
            return _now("A person decides after the screening: write down what, and why.")
        if latest.decision not in wanted:
            return _now("The latest decision after the screening says otherwise.")
        return ""

    return gate


def referred(case: Case) -> str:
    """The mechanism has it: sent with consent or of a child, or notified without a name."""
    if any(referral.steps.exists() for referral in case.nationalreferrals.all()):
        return ""
    return _now("Nothing was sent to the national mechanism yet.")


_CLOSE = (
    Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
    Move(to="referred", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
)
_AGAIN = (Move(to="screening", needs_approval=True, needs_reason=True),)
WAY = Way(
    kind=Work.TRAFFICKING,
    first="screening",
    retention="trafficking",
    stages=(
        Stage(
            name="screening",
            label=_("screening"),
            opens=INDICATORS,
            review_after=3,
            moves=(
                Move(to="decision", gates=(screened,)),
                Move(to="closed", gates=(nothing_left_to_do,), needs_approval=True, needs_reason=True),
            ),
        ),
        Stage(
            name="decision",
            label=_("identification and decision"),
            opens=(*INDICATORS, *CONTEXT),
            review_after=3,
            moves=(
                Move(to="referral", gates=(decided(AfterScreening.REFER), risk_assessed)),
                # A child is always referred: where that is left undone, a second person says so as well.
                Move(
                    to="support",
                    gates=(decided(AfterScreening.ASSIST), risk_assessed),
                    approval_where=of_possible_child,
                ),
                Move(to="screening", needs_reason=True),
                Move(
                    to="closed",
                    gates=(decided(AfterScreening.NO_SIGN), nothing_left_to_do),
                    needs_approval=True,
                    needs_reason=True,
                ),
            ),
        ),
        Stage(
            name="referral",
            label=_("referral to the national mechanism"),
            opens=CONTEXT,
            opens_declared=mechanism_forms,
            review_after=7,
            moves=(
                Move(to="support", gates=(referred,)),
                Move(to="decision", needs_reason=True),
            ),
        ),
        Stage(
            name="support",
            label=_("support and recovery"),
            opens=(*INDICATORS, *CONTEXT),
            review_after=30,
            moves=(
                Move(to="follow-up", gates=(planned, nothing_left_to_do)),
                Move(to="decision", needs_reason=True),
                *_CLOSE,
            ),
        ),
        Stage(
            name="follow-up",
            label=_("follow-up"),
            state=CaseState.FOLLOW_UP,
            review_after=90,
            moves=(Move(to="support", needs_reason=True), *_CLOSE),
        ),
        Stage(name="closed", label=_("closed"), state=CaseState.CLOSED, moves=_AGAIN),
        Stage(
            name="referred",
            label=_("closed, and referred to others"),
            state=CaseState.CLOSED_REFERRED,
            moves=_AGAIN,
        ),
    ),
)
