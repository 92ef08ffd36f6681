"""Files in and out: a sheet is tried before it is written, and what stands can be taken along."""

import datetime as dt
import io
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import AnswerScreen, Screen
from cairn.programmes.tracking.exchange.displacement import FlowCounts, SiteCounts
from cairn.programmes.tracking.exchange.exporting import write_table
from cairn.programmes.tracking.exchange.importing import Outcome, Report, bring_in
from cairn.programmes.tracking.exchange.missing_migrants import MissingMigrants
from cairn.programmes.tracking.exchange.outgoing import TABLES

LARGEST = 10 * 1024 * 1024
KINDS = {
    "incidents": (_("Incidents, as the Missing Migrants Project publishes them"), MissingMigrants),
    "sites": (_("Sites and their populations"), SiteCounts),
    "flows": (_("Flows past points"), FlowCounts),
}
FORMS = {
    "csv": ("text/csv; charset=utf-8", "csv", {}),
    "hxl": ("text/csv; charset=utf-8", "csv", {"with_tags": True}),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        {"as_workbook": True},
    ),
}


class SheetForm(forms.Form):
    """A file, what it is, and since when it is known."""

    kind = forms.ChoiceField(
        label=_("What the file holds"), choices=[(name, title) for name, (title, _reader) in KINDS.items()]
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB; its first row names the columns. It names no person."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    known_on = forms.DateField(
        label=_("Known since"),
        initial=timezone.localdate,
        help_text=_("The day on which the file was published, where its lines do not say it themselves."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    is_trial = forms.BooleanField(
        label=_("Only try it: say line by line what would happen, and write nothing"),
        required=False,
        initial=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 10 MB. Split it."))
        return file

    def clean_known_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["known_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class FilesScreen(AnswerScreen):
    """Brings in a file, and offers those that can be taken."""

    right = Can.TRACKING_RECORD
    form_class = SheetForm
    template_name = "tracking/files.html"
    title = _("Files of tracking")
    icon = "table"
    button = _("Read the file")

    def act(self, form: Any) -> Report:
        told = form.cleaned_data
        _title, kind = KINDS[told["kind"]]
        file = io.BytesIO(told["file"].read())
        return bring_in(
            file, kind(), by=self.request.user, known_on=told["known_on"], is_trial=told["is_trial"]
        )

    def done(self, answer: Report) -> HttpResponse:
        counts = [(outcome.label, answer.count(outcome)) for outcome in Outcome]
        return self.show(form=self.form(self.request.POST), report=answer, counts=counts)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "tables": TABLES.values()}


class TakeScreen(Screen):
    """One of the tables as a file."""

    right = Can.TRACKING_RECORD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        table, form = TABLES.get(self.kwargs["name"]), FORMS.get(self.kwargs["form"])
        if table is None or form is None:
            raise Http404
        content_type, ending, how = form
        file = io.BytesIO()
        write_table(file, table, **how)  # type: ignore[arg-type]
        response = HttpResponse(file.getvalue(), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{table.name}.{ending}"'
        return response


urls = [
    path("files/", FilesScreen.as_view(), name="files"),
    path("files/<slug:name>/<slug:form>/", TakeScreen.as_view(), name="take"),
]
