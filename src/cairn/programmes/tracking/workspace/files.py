"""Files in and out: a sheet is tried before it is written, watched on its way, and what stands can be taken along."""

import datetime as dt
import io
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen, Screen
from cairn.guard.screens.paging import page_of, place_in
from cairn.programmes.tracking.codes import Confidence, FileKind, Method, Outcome
from cairn.programmes.tracking.exchange.exporting import write_table
from cairn.programmes.tracking.exchange.importing import bring_in
from cairn.programmes.tracking.exchange.outgoing import TABLES
from cairn.programmes.tracking.models import BroughtFile
from cairn.programmes.tracking.workspace.open_rows import OpenRow

LARGEST = 50 * 1024 * 1024
LATEST = 10
# What somebody has to look at: the rest is as it should be.
ATTENTION = (Outcome.REFUSED, Outcome.DIFFERS)
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

    kind = forms.ChoiceField(label=_("What the file holds"), choices=FileKind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 50 MB; its first row names the columns. It names no person."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    known_on = forms.DateField(
        label=_("Known since"),
        initial=timezone.localdate,
        help_text=_("The day on which the file was published, where its lines do not say it themselves."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    method = forms.ChoiceField(
        label=_("Method"),
        choices=[("", _("Each line says it")), *Method.choices],
        required=False,
        help_text=_("How people were counted, where a line of a file about sites does not say it."),
    )
    confidence = forms.ChoiceField(
        label=_("Confidence"),
        choices=[("", _("Each line says it")), *Confidence.choices],
        required=False,
        help_text=_("How sure the counts are, where a line does not say it."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Who published the file, where a line does not say it."),
    )
    is_trial = forms.BooleanField(
        label=_("Only try it: say line by line what would happen, and write nothing"),
        required=False,
        initial=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 50 MB. Split it."))
        return file

    def clean_known_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["known_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class FilesScreen(ActScreen):
    """Brings in a file, and offers those that can be taken."""

    right = Can.TRACKING_RECORD
    form_class = SheetForm
    template_name = "tracking/files.html"
    title = _("Files of tracking")
    icon = "table"
    button = _("Read the file")

    def act(self, form: Any) -> BroughtFile:
        told = form.cleaned_data
        return bring_in(
            told["file"],
            kind=told["kind"],
            known_on=told["known_on"],
            is_trial=told["is_trial"],
            by=self.request.user,
            **{name: told[name] for name in ("method", "confidence", "source")},
        )

    def next_address(self, answer: BroughtFile) -> str:
        return reverse("tracking:brought", args=[answer.pk])

    def context(self) -> dict[str, Any]:
        mine = BroughtFile.objects.visible_to(self.request.user)
        return {**super().context(), "tables": TABLES.values(), "brought": mine[:LATEST]}


class BroughtScreen(OpenRow):
    """One file on its way: how far it is read, and what became of its lines."""

    model = BroughtFile
    template_name = "tracking/brought.html"
    icon = "table"

    def rows(self) -> Any:
        return BroughtFile.objects.visible_to(self.request.user)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("tracking:files"), "label": str(FilesScreen.title)}]

    def context(self) -> dict[str, Any]:
        counts, only = self.row.counts(), self.request.GET.get("show", "")
        lines = self.row.lines
        if only in Outcome.values:
            lines = lines.filter(outcome=only)
        elif only != "all":
            only, lines = "", lines.filter(outcome__in=ATTENTION)
        return {
            **super().context(),
            "counts": [(outcome.label, outcome.value, counts[outcome]) for outcome in Outcome],
            "only": only,
            "attention": sum(counts[outcome] for outcome in ATTENTION),
            "total": sum(counts.values()),
            "page": page_of(lines, order=("number", "pk"), **place_in(self.request)),
        }


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
    path("files/brought/<uuid:pk>/", BroughtScreen.as_view(), name="brought"),
    path("files/<slug:name>/<slug:form>/", TakeScreen.as_view(), name="take"),
]
