"""What colleagues ask of the facts."""

from typing import Any

from django.db import transaction

from cairn.guard.rights import Can
from cairn.guard.scope import ensure


def order_snapshot(*, by: Any) -> None:
    """Have the worker write the facts of every programme down as they are; whoever reads them traces how many."""
    from cairn.evidence.tasks import take_facts

    ensure(by, Can.INDICATOR_WRITE)
    transaction.on_commit(lambda: take_facts.enqueue())
