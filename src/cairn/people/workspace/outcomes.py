"""What became of an edit, told in whole sentences. They name fields and colleagues, and never a value: a message waits
in a cookie until the next page."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cairn.guard.edits.acts import Outcome
from cairn.guard.edits.reads import history_of
from cairn.people.workspace.showing import colleague, label_of

NAMED = 6


def tell_outcome(
    request: HttpRequest,
    outcome: Outcome,
    *,
    based_on: int,
    called: Callable[[Any, str], str] = label_of,
    conflict_at: str = "people:conflict",
) -> None:
    """Saved, merged, or waiting for somebody to choose: each field is in one of these."""
    row = outcome.row
    if not outcome.changed_something:
        messages.info(request, _("Nothing was different from what stands here, so nothing was changed."))
    if outcome.applied:
        messages.success(request, _("Saved: %(fields)s.") % {"fields": _listed(row, outcome.applied, called)})
    for by, names in _others(request, outcome, based_on).items():
        messages.info(
            request,
            _("Meanwhile %(colleague)s changed: %(fields)s. Both edits stand.")
            % {"colleague": by, "fields": _listed(row, dict.fromkeys(names), called)},
        )
    for conflict in outcome.conflicts:
        messages.warning(
            request,
            _(
                "%(colleague)s changed “%(field)s” while you wrote. That edit stands in the record; yours is kept "
                "beside it until one of the two is chosen."
            )
            % {"colleague": colleague(conflict.theirs_by), "field": called(row, conflict.field)},
            buttons=[messages.button(reverse(conflict_at, args=[conflict.pk]), _("Compare and choose"))],
        )


def _others(request: HttpRequest, outcome: Outcome, based_on: int) -> dict[str, list[str]]:
    """Who changed which other fields since the version on which this edit was made."""
    quarrelled = {conflict.field for conflict in outcome.conflicts}
    changed: dict[str, list[str]] = {}
    for change in history_of(outcome.row).filter(made_version__gt=based_on).select_related("by"):
        if change.by_id != request.user.pk and change.field not in quarrelled:
            changed.setdefault(colleague(change.by), []).append(change.field)
    return changed


def _listed(row: Any, fields: Iterable[str], called: Callable[[Any, str], str]) -> str:
    """The first few by name: a message waits in a cookie, and a long form has a hundred questions."""
    names = [called(row, name) for name in fields]
    if len(names) <= NAMED:
        return ", ".join(names)
    return _("%(fields)s and %(more)d more") % {
        "fields": ", ".join(names[:NAMED]),
        "more": len(names) - NAMED,
    }
