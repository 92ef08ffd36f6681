"""The third step: every indicator of a release as a table, beside the release before."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cairn.evidence.models import Released
from cairn.evidence.workspace.comparing import compared
from cairn.evidence.workspace.drawn import drawn
from cairn.evidence.workspace.of_release import ReleaseScreen
from cairn.evidence.workspace.reading import Reader, in_short, pages_of
from cairn.evidence.workspace.way import TABLES


class TablesScreen(ReleaseScreen):
    """All indicators of a release in short."""

    template_name = "evidence/tables.html"
    title = _("Tables")
    step = TABLES

    def context(self) -> dict[str, Any]:
        language = get_language() or "en"
        found = self.row.released.select_related("release__series")
        by_code = {one.code: one for one in found}
        ordered = [by_code[code] for code in self.row.indicators if code in by_code]
        lines = [{"code": one.code, **in_short(Reader(compared(one), language))} for one in ordered]
        return {**super().context(), "lines": lines}


class TableScreen(ReleaseScreen):
    """One indicator: its total, its cuts, what is hidden, what changed, and a chart."""

    template_name = "evidence/table.html"
    step = TABLES

    @cached_property
    def released(self) -> Released:
        found: Released | None = self.row.released.filter(code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def reader(self) -> Reader:
        return Reader(compared(self.released), get_language() or "en")

    @property
    def heading(self) -> str:
        return str(self.released.title(get_language() or "en"))

    def crumbs(self) -> list[dict[str, str]]:
        here = reverse("evidence:tables", args=[self.row.pk])
        return [*super().crumbs(), {"url": here, "label": str(_("Tables"))}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(released=self.released, **table_of(self.reader, request))


def table_of(reader: Reader, request: HttpRequest) -> dict[str, Any]:
    """What a template draws of an indicator: the cut that the address names, or the first."""
    cuts = reader.cuts()
    by_name = {",".join(names): names for names in cuts}
    names = by_name.get(request.GET.get("by", ""), cuts[0] if cuts else ())
    cross = reader.cross(names)
    pages = list(pages_of(reader.lines(names))) if names and cross is None else []
    asked = request.GET.get("page", "1")
    at = min(int(asked) if asked.isdigit() and asked != "0" else 1, max(len(pages), 1))
    result = reader.result
    return {
        "reader": reader,
        "result": result,
        "compared": reader.compared,
        "total": reader.total(),
        "cuts": [{"key": key, "title": reader.named(each), "is_current": each == names} for key, each in by_name.items()],
        "heads": [reader.word(name) for name in names],
        "named": reader.named(names),
        "cross": cross,
        "lines": pages[at - 1] if pages else [],
        "pages": range(1, len(pages) + 1),
        "page_at": at,
        "gone": reader.gone(names) if names else [],
        "has_earlier": any(cell.earlier is not None for cell in result.cells),
        "has_ranges": any(cell.low != cell.high for cell in result.cells),
        "hidden": sum(cell.hidden for cell in result.cells),
        "several": [reader.word(name) for name in names if result.division(name).several],
        "definition": result.indicator.words("definition", reader.language),
        "drawing": drawn(result, names, reader.language),
    }  # fmt: skip


urls = [
    path("releases/<int:pk>/tables/", TablesScreen.as_view(), name="tables"),
    path("releases/<int:pk>/tables/<slug:code>/", TableScreen.as_view(), name="table"),
]
