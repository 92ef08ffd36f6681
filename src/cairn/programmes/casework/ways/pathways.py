"""Legal pathways: advice on the ways there are, and an application that is followed to its outcome."""

from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.codes import CaseState, Work
from cairn.programmes.casework.ways.gates import answered, finished, nothing_left_to_do
from cairn.programmes.casework.ways.machine import Move, Stage, Way

_DECIDED = answered(
    "pathway-application",
    "outcome",
    "granted",
    "refused",
    "withdrawn",
    else_say=_("The outcome of the application is to be written down first."),
)
_SENT = answered(
    "pathway-application",
    "outcome",
    "waiting",
    "granted",
    "refused",
    else_say=_("The application is to be handed in first."),
)
_CLOSE = Move(to="closed", gates=(nothing_left_to_do,), needs_reason=True)
WAY = Way(
    kind=Work.PATHWAYS,
    first="advice",
    stages=(
        Stage(
            name="advice",
            label=_("advice"),
            opens=("pathway-advice",),
            review_after=30,
            moves=(Move(to="application", gates=(finished("pathway-advice"),)), _CLOSE),
        ),
        Stage(
            name="application",
            label=_("application in the making"),
            opens=("pathway-advice", "pathway-application"),
            review_after=14,
            moves=(Move(to="waiting", gates=(_SENT,)), Move(to="advice", needs_reason=True), _CLOSE),
        ),
        Stage(
            name="waiting",
            label=_("waiting for the outcome"),
            opens=("pathway-application",),
            review_after=30,
            moves=(
                Move(to="outcome", gates=(_DECIDED,)),
                Move(to="application", needs_reason=True),
                _CLOSE,
            ),
        ),
        Stage(
            name="outcome",
            label=_("after the outcome"),
            state=CaseState.FOLLOW_UP,
            opens=("pathway-application", "pathway-advice"),
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
