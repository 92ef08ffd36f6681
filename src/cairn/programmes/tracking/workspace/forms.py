"""Forms of records. None of them saves a row: what is written goes to an act, which keeps what stood before."""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.programmes.tracking.models import Assessment, FlowCount, Incident

WHO_SAYS = (_("Who says so"), ("source", "source_url", "known_on", "note"))
Part = tuple[Any, tuple[str, ...]]


class RecordForm(forms.Form):
    """The fields of a record, in parts as a person would tell it."""

    told: tuple[Part, ...] = ()

    @property
    def parts(self) -> list[dict[str, Any]]:
        shown = [*self.told]
        if "reason" in self.fields:
            shown.append((_("Why"), ("reason",)))
        return [
            {"title": title, "fields": [self[n] for n in names if n in self.fields]} for title, names in shown
        ]


def form_for(model: type, *told: Part) -> type[RecordForm]:
    """A form for recording one of these."""
    names = [name for _title, several in told for name in several]
    fields: dict[str, Any] = fields_for_model(model, fields=names, formfield_callback=_as_written)
    fields["known_on"].initial = timezone.localdate
    fields["known_on"].help_text = _("The day since which this is known. Figures can be asked as of a day.")
    return type(f"{model.__name__}Form", (RecordForm,), {**fields, "told": told})


def _as_written(field: models.Field, **options: Any) -> Any:
    """How a column is asked for: days by the browser's calendar, addresses without a scheme as safe ones."""
    match field:
        case models.DateField():
            options["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        case models.TextField():
            options["widget"] = forms.Textarea(attrs={"rows": 3})
        case models.URLField():
            options["assume_scheme"] = "https"
    return field.formfield(**options)


def correction_of(form: type[RecordForm]) -> type[RecordForm]:
    """The same form, which also asks why."""
    return type(f"{form.__name__}Correction", (form,), {"reason": _reason()})


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why is this corrected or withdrawn?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence. It stays beside the record, and readers of the figure may ask for it."),
    )


class ReasonForm(forms.Form):
    """Nothing but why."""

    reason = _reason()


IncidentForm = form_for(
    Incident,
    (_("What happened"), ("code", "main_code", "kind", "first_day", "last_day", "cause", "cause_reported")),
    (_("How many"), ("dead", "dead_high", "missing", "survivors", "women", "men", "children")),
    (_("Where from"), ("origin_country", "origin_region")),
    (
        _("Where"),
        ("location", "country", "region", "latitude", "longitude", "place", "route", "grouping"),
    ),
    (_("Who says so"), ("source", "source_url", "source_quality", "known_on", "note")),
)
AssessmentForm = form_for(
    Assessment,
    (
        _("How many"),
        ("counted_on", "people", "people_low", "people_high", "households", "women", "men", "girls", "boys"),
    ),
    (_("How they were counted"), ("method", "confidence")),
    WHO_SAYS,
)
FlowForm = form_for(
    FlowCount,
    (_("When"), ("first_day", "last_day")),
    (_("Who passed"), ("people", "direction", "nationality", "sex", "age_group", "mode", "destination")),
    (_("Who says so"), ("source", "source_url", "known_on")),
)
