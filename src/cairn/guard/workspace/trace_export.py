"""Taking filtered entries of the trace away."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import TraceExport
from cairn.guard.rights import Can
from cairn.guard.screens import AnswerScreen
from cairn.guard.trace.details import Format
from cairn.guard.trace.extracting import export_entries
from cairn.guard.workspace.trace_filter import TraceFilter

TYPES = {Format.CSV: "text/csv; charset=utf-8", Format.JSONL: "application/jsonl"}


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        choices=TraceExport.FORMATS, label=_("Format"), widget=forms.RadioSelect, initial="csv"
    )
    reason = forms.CharField(
        label=_("What is it for?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence. It is kept sealed, and the trace says that you took these entries away."),
    )


class TraceExportScreen(AnswerScreen):
    """A file of the entries that the filter in the address finds; it holds numbers and codes, and no word."""

    right = Can.TRACE_EXPORT
    form_class = ExportForm
    template_name = "guard/trace/export.html"
    title = _("Export entries of the trace")
    icon = "download"
    button = _("Make the file")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.filter = TraceFilter(request.GET)

    def act(self, form: forms.Form) -> Any:
        if not self.filter.is_valid():
            raise ValidationError(_("The filter is wrong: go back and choose it again."))
        return export_entries(
            self.filter.entries(), asked=self.filter.asked(), by=self.request.user, **form.cleaned_data
        )

    def done(self, answer: Any) -> HttpResponse:
        export, file = answer
        name = f"trace-{timezone.localdate():%Y-%m-%d}-{export.pk.hex[:8]}.{export.format}"
        response = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[export.format])
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Content-SHA256"] = export.digest
        return response

    def context(self) -> dict[str, Any]:
        return {**super().context(), "count": self.filter.entries().count()}

    @property
    def back(self) -> str:
        return f"{reverse('guard:trace')}?{urlencode(self.filter.asked())}"


urls = [path("trace/export/", TraceExportScreen.as_view(), name="trace-export")]
