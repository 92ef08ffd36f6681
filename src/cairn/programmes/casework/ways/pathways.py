"""Legal pathways: advice on the ways there are, and an application that is followed to its outcome."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.codes import CaseState, Work
from cairn.programmes.casework.models import Case, CaseRecord, PaperState
from cairn.programmes.casework.routes import ADVICE, APPLICATION
from cairn.programmes.casework.ways.gates import finished, nothing_left_to_do
from cairn.programmes.casework.ways.machine import Move, Stage, Way


def papers_looked_at(case: Case) -> str:
    """Each document of the application is there, or is not needed."""
    application = _application(case)
    if application and application.papers.filter(state=PaperState.MISSING).exists():
        return _now(
            "Some documents of the application are still to be brought, or to be marked as not needed."
        )
    return ""


def handed_in(case: Case) -> str:
    """The application says on which day it was handed in."""
    application = _application(case)
    is_in = application is not None and bool(application.answers.get("sent_on"))
    return (
        "" if is_in else _now("The day on which the application was handed in is to be written down first.")
    )


def decided(case: Case) -> str:
    """The outcome of the application is written down."""
    application = _application(case)
    outcome = application.answers.get("outcome") if application else None
    is_known = outcome in ("granted", "refused", "withdrawn")
    return "" if is_known else _now("The outcome of the application is to be written down first.")


def _application(case: Case) -> CaseRecord | None:
    """The latest one. It stays open until the outcome is known, so it need not be finished."""
    return case.caserecords.filter(form=APPLICATION).order_by("-made_at", "id").first()


_CLOSE = Move(to="closed", gates=(nothing_left_to_do,), needs_reason=True)
WAY = Way(
    kind=Work.PATHWAYS,
    first="advice",
    stages=(
        Stage(
            name="advice",
            label=_("advice"),
            opens=(ADVICE,),
            review_after=30,
            moves=(Move(to="application", gates=(finished(ADVICE),)), _CLOSE),
        ),
        Stage(
            name="application",
            label=_("application in the making"),
            opens=(ADVICE, APPLICATION),
            review_after=14,
            moves=(
                Move(to="waiting", gates=(papers_looked_at, handed_in)),
                Move(to="advice", needs_reason=True),
                _CLOSE,
            ),
        ),
        Stage(
            name="waiting",
            label=_("waiting for the outcome"),
            opens=(APPLICATION,),
            review_after=30,
            moves=(
                Move(to="outcome", gates=(decided,)),
                Move(to="application", needs_reason=True),
                _CLOSE,
            ),
        ),
        Stage(
            name="outcome",
            label=_("after the outcome"),
            state=CaseState.FOLLOW_UP,
            opens=(APPLICATION, ADVICE),
            review_after=30,
            moves=(Move(to="application", needs_reason=True), _CLOSE),
        ),
        Stage(
            name="closed",
            label=_("closed"),
            state=CaseState.CLOSED,
            moves=(Move(to="advice", needs_approval=True, needs_reason=True),),
        ),
    ),
)
