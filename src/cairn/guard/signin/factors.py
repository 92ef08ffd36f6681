"""Second factors that come and go are entries of the trace. allauth tells of them by signals only."""

from typing import Any

from allauth.mfa import signals
from django.contrib.auth import get_user_model
from django.db import transaction

from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


def trace_second_factors() -> None:
    signals.authenticator_added.connect(_added, dispatch_uid="cairn-second-factor-added")
    signals.authenticator_reset.connect(_added, dispatch_uid="cairn-second-factor-reset")
    signals.authenticator_removed.connect(_removed, dispatch_uid="cairn-second-factor-removed")


@transaction.atomic
def _added(user: Any, **_more: Any) -> None:
    record(Event.SECOND_FACTOR_ADDED, _account(user), by=user)


@transaction.atomic
def _removed(user: Any, **_more: Any) -> None:
    record(Event.SECOND_FACTOR_REMOVED, _account(user), by=user)


def _account(user: Any) -> tuple[Any, int]:
    """A request's user is a wrapper that has no model of its own."""
    return get_user_model(), user.pk
