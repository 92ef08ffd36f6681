"""What others told and nobody decided about: it goes in time, with the key that opens it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.guard.keys.acts import destroy_data_key
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.casework.models import Inbound, Proposal
from cairn.programmes.casework.models.exchange import ProposalState
from cairn.programmes.casework.models.inbound import InboundState

UNDECIDED = (
    (Inbound, InboundState.OPEN, Event.INBOUND_DECIDED),
    (Proposal, ProposalState.OPEN, Event.PROPOSAL_DECIDED),
)


def forget_undecided() -> int:
    """Referrals and cases of other organisations that waited too long; answer of how many."""
    return sum(
        _forget(model, number, is_open, event)
        for model, is_open, event in UNDECIDED
        for number in list(
            model.objects.filter(
                state=is_open, brought_at__lte=timezone.now() - model.WAITS_AT_MOST
            ).values_list("pk", flat=True)
        )
    )


@transaction.atomic
def _forget(model: Any, number: Any, is_open: str, event: Event) -> int:
    waiting = model.objects.select_for_update(of=("self",)).select_related("data_key")
    # Somebody may have decided about it since it was listed.
    row = waiting.filter(pk=number, state=is_open).first()
    if row is None:
        return 0
    record(event, row, by=None, data={"approved": False})
    key = row.data_key
    row.delete()
    destroy_data_key(key, by=None)
    return 1
