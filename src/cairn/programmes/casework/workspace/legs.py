"""A leg as it is written down: by the clock of its place, on the version that the colleague looks at."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.people.workspace.showing import in_words, label_of
from cairn.programmes.casework.models import Leg
from cairn.programmes.casework.models.travel import Escort
from cairn.programmes.casework.workspace.doing import Moment
from cairn.programmes.casework.zones import by_clock, told, zone_choices, zone_name


class ClockField(forms.DateTimeField):
    """A day and an hour, by no clock yet."""

    widget = Moment

    def to_python(self, value: Any) -> dt.datetime | None:
        # By UTC no hour is missing and none comes twice, whatever the clocks of the office do.
        with timezone.override(dt.UTC):
            at = super().to_python(value)
        return at.replace(tzinfo=None) if at else None


class LegForm(forms.Form):
    """A leg as on its ticket, with the version on which the colleague looks."""

    leaves_from = forms.CharField(label=_("From"), max_length=120)
    goes_to = forms.CharField(label=_("To"), max_length=120)
    leaves_at = ClockField(label=_("Leaves"), help_text=_("As on the ticket, by the clock there."))
    zone = forms.ChoiceField(label=_("By the clock of"))
    carrier = forms.CharField(label=_("Flight, train, bus or ship"), max_length=120, required=False)
    escort = forms.ChoiceField(
        label=_("Who travels along"), choices=Escort.choices, initial=Escort.NONE, widget=forms.RadioSelect
    )
    transit_help = forms.CharField(
        label=_("Help on the way, and by whom"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, row: Leg | None = None) -> None:
        super().__init__(data, files)
        self.row = row
        self.fields["zone"].choices = [("", "–"), *zone_choices()]  # type: ignore[attr-defined]
        if row is None:
            return
        self.initial = {name: getattr(row, name) for name in Leg.EDITED}
        self.initial |= {"zone": row.clock, "leaves_at": row.leaves_there.replace(tzinfo=None)}
        self.fields["based_on"] = forms.IntegerField(
            min_value=1, widget=forms.HiddenInput, initial=row.version
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("leaves_at") and said.get("zone"):
            try:
                said["leaves_at"] = self._moment(said["leaves_at"], said["zone"])
            except ValidationError as error:
                self.add_error("leaves_at", error)
        return said

    def _moment(self, wall: Any, zone: str) -> Any:
        """Of an hour that comes twice in autumn, the one that stood there; else the first."""
        row = self.row
        if row is not None and (wall, zone) == (self.initial["leaves_at"], self.initial["zone"]):
            return row.leaves_at
        return by_clock(wall, zone)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Leg.EDITED}


class FieldOfLeg:
    """A field of a leg, as the page of a conflict asks for it; an hour is told and written by the leg's own clock."""

    def __init__(self, row: Leg, name: str) -> None:
        self.row, self.name = row, name

    @property
    def label(self) -> str:
        return label_of(Leg, self.name)

    def in_words(self, value: Any) -> str:
        if self.name == "leaves_at" and value:
            return told(dt.datetime.fromisoformat(value), self.row.clock)
        return zone_name(value) if self.name == "zone" else in_words(Leg, self.name, value)

    def field(self) -> forms.Field:
        return LegForm(row=self.row).fields[self.name]

    def as_typed(self, value: Any) -> Any:
        return self.row.leaves_there.replace(tzinfo=None) if self.name == "leaves_at" else value

    def as_kept(self, typed: Any) -> Any:
        return by_clock(typed, self.row.clock) if self.name == "leaves_at" and typed else typed
