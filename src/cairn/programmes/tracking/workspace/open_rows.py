"""Screens about rows that hold nobody whom the mission protects: the right is asked for first, then the row."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.screens import ActScreen, RowScreen
from cairn.programmes.tracking.acts import correct, record_new, withdraw
from cairn.programmes.tracking.workspace.forms import ReasonForm

Fact = tuple[Any, Any]


class OpenRow(RowScreen):
    """A page about one row of an open register."""

    right = Can.TRACKING_RECORD

    def admit(self) -> None:
        ensure(self.request.user, self.right)
        self.row = self.find_row()

    def rows(self) -> Any:
        return self.model.objects.all()

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(field.name for field in self.model._meta.get_fields())


class OpenRowAct(ActScreen, OpenRow):
    """An act on one row of an open register."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ActScreen.get(self, request, *args, **kwargs)

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.row}"


class Records(ActScreen):
    """Keeps something new."""

    right = Can.TRACKING_RECORD
    button = _("Record it")
    said = _("Recorded.")

    def keep(self, row: Any) -> Any:
        return record_new(row, by=self.request.user)


class Corrects(OpenRowAct):
    """Puts a better record beside the one that stands, with the reason."""

    title = _("Correct")
    button = _("Record the correction")
    said = _("Corrected. What stood before stays to be read, with your reason.")

    def form_options(self) -> dict[str, Any]:
        names = set(self.form_class.base_fields) - {"known_on", "reason"}
        return {"initial": {name: getattr(self.row, name) for name in names}}

    def act(self, form: Any) -> Any:
        told = {**form.cleaned_data}
        reason, known_on = told.pop("reason"), told.pop("known_on")
        changed = {name: value for name, value in told.items() if value != getattr(self.row, name)}
        if not changed:
            raise ValidationError(_now("Nothing differs from what is recorded."))
        return correct(self.row, by=self.request.user, reason=reason, known_on=known_on, **changed)


class Withdraws(OpenRowAct):
    """Takes a record out of what stands, with the reason."""

    title = _("Withdraw")
    form_class = ReasonForm
    button = _("Withdraw it")
    said = _("Withdrawn. It stays to be read, with your reason.")
    is_grave = True

    def act(self, form: Any) -> Any:
        return withdraw(self.row, by=self.request.user, reason=form.cleaned_data["reason"])


def facts_of(row: Any, names: tuple[str, ...]) -> Iterator[Fact]:
    """Each field of a row that says something, with its name."""
    for name in names:
        shown = getattr(row, f"get_{name}_display", None)
        value = shown() if shown else getattr(row, name)
        if isinstance(value, dict):
            value = " · ".join(value.values())
        if value not in (None, ""):
            yield row._meta.get_field(name).verbose_name, value


def line_of(row: Any) -> list[Any]:
    """A record with all that it corrected, the oldest first, and what corrected it since."""
    first = row
    while first.corrects_id:
        first = first.corrects
    line = [first]
    while hasattr(line[-1], "corrected_by"):
        line.append(line[-1].corrected_by)
    return line
