"""Bringing in sheets of people: upload, name the columns, read the dry run, write."""

from typing import Any

from django import forms
from django.db.models import Count
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import Office, Team
from cairn.guard.rights import Can, Reach
from cairn.guard.scope import scopes_of
from cairn.guard.screens import ActScreen, ListScreen
from cairn.guard.screens.paging import page_of, place_in
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.people.acts.importing import bring_sheet, check_sheet, drop_sheet, write_sheet
from cairn.people.exchange.columns import BY_NAME, COLUMNS
from cairn.people.models import Import, ImportRow
from cairn.people.models.exchange import ImportState, RowOutcome
from cairn.people.waiting import ends_at
from cairn.people.workspace.mine import MineActScreen


class SheetsScreen(ListScreen):
    """The sheets that a colleague brought, the latest first."""

    model = Import
    right = Can.PERSON_IMPORT
    template_name = "people/sheets/sheets.html"
    title = _("Sheets of people")
    icon = "upload"
    order = ("-made_at", "pk")


class BringForm(forms.Form):
    """A file, and where its people belong."""

    file = forms.FileField(
        label=_("Sheet"),
        help_text=_(
            "CSV or XLSX, at most 25 MB; its first row names the columns. It is sealed as it comes in."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = offices_for(user)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["office"].initial = user.office_id
        self.fields["team"].queryset = Team.objects.filter(office__in=offices)  # type: ignore[attr-defined]


class BringScreen(ActScreen):
    """Takes in a sheet."""

    right = Can.PERSON_IMPORT
    form_class = BringForm
    title = _("Bring in a sheet")
    icon = "upload"
    button = _("Go on")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_sheets()]

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def act(self, form: forms.Form) -> Import:
        said = form.cleaned_data
        return bring_sheet(said["file"], office=said["office"], team=said["team"], by=self.request.user)

    def next_address(self, answer: Import) -> str:
        return reverse("people:sheet", args=[answer.pk])


class MappingForm(forms.Form):
    """What each column of a sheet is; a column may be nothing that the register keeps."""

    day_first = forms.TypedChoiceField(
        label=_("A date such as 5/12/1990 is"),
        choices=((True, _("the 5th of December")), (False, _("the 12th of May"))),
        coerce=lambda said: said == "True",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, sheet: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["day_first"].initial = sheet.day_first
        choices = [("", _("leave out")), *((column.name, column.label) for column in COLUMNS)]
        for place, name in enumerate(sheet.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=str.__str__(name), choices=choices, required=False, initial=sheet.mapping.get(name, "")
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {
            str.__str__(name): self.cleaned_data[f"column_{place}"]
            for place, name in enumerate(self.sheet.header)
        }


class SheetScreen(MineActScreen):
    """One sheet on its way: its columns, then what the dry run says, then what was written."""

    model = Import
    right = Can.PERSON_IMPORT
    form_class = MappingForm
    template_name = "people/sheets/sheet.html"
    icon = "upload"
    button = _("Try it without writing anything")

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "office", "team", "file")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_sheets()]

    def form_options(self) -> dict[str, Any]:
        return {"sheet": self.row}

    def context(self) -> dict[str, Any]:
        sheet, is_dry = self.row, self.row.state not in (ImportState.RUNNING, ImportState.DONE)
        told = sheet.rows.filter(is_dry=is_dry)
        only = self.request.GET.get("show", "")
        shown = told.filter(outcome=only) if only in RowOutcome.values else told
        page = page_of(shown.with_keys(), order=("line", "pk"), **place_in(self.request))
        counts = dict(told.order_by().values_list("outcome").annotate(Count("pk")))
        return {
            **super().context(),
            "sheet": sheet,
            "ends_at": ends_at(sheet) if is_dry else None,
            "is_dry": is_dry,
            "counts": [(RowOutcome(name).label, name, counts.get(name, 0)) for name in RowOutcome.values],
            "page": page,
            "lines": [_line(row) for row in page.rows],
            "may_map": ImportState.CHECKING in Import.MOVES[sheet.state],
            "may_write": sheet.state == ImportState.CHECKED and counts.get(RowOutcome.NEW, 0),
            "works": sheet.state in (ImportState.CHECKING, ImportState.RUNNING),
        }

    def act(self, form: MappingForm) -> Import:
        mapping = form.mapping
        return check_sheet(
            self.row, mapping=mapping, day_first=form.cleaned_data["day_first"], by=self.request.user
        )

    def next_address(self, answer: Import) -> str:
        return reverse("people:sheet", args=[answer.pk])


class WriteScreen(MineActScreen):
    """Writes what the dry run passed."""

    model = Import
    right = Can.PERSON_IMPORT
    form_class = forms.Form
    button = _("Write them into the register")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_sheets()]

    def act(self, form: forms.Form) -> Import:
        return write_sheet(self.row, by=self.request.user)

    def next_address(self, answer: Import) -> str:
        return reverse("people:sheet", args=[answer.pk])


class DropScreen(MineActScreen):
    """Forgets a sheet."""

    model = Import
    right = Can.PERSON_IMPORT
    form_class = forms.Form
    button = _("Forget this sheet")
    said = _("The sheet is forgotten. Whoever came with it stays in the register.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_sheets()]

    def act(self, form: forms.Form) -> None:
        drop_sheet(self.row, by=self.request.user)

    def next_address(self, answer: None) -> str:
        return reverse("people:sheets")


def offices_for(user: Any) -> Any:
    """The offices for which a colleague may bring people in or take them out."""
    reach = max(
        (scope.reach for scope in scopes_of(user) if Can.PERSON_IMPORT in scope.can), default=Reach.NOBODY
    )
    offices = Office.objects.filter(closed_on=None)
    return offices if reach is Reach.MISSION else offices.filter(pk=user.office_id)


def _line(row: ImportRow) -> dict[str, Any]:
    reasons = [
        {"column": str(BY_NAME[name].label) if name in BY_NAME else "", "said": said}
        for name, said in row.reasons
    ]
    return {"line": row.line, "outcome": row.get_outcome_display(), "code": row.outcome, "reasons": reasons}


def _way_to_sheets() -> dict[str, str]:
    return {"url": reverse("people:sheets"), "label": _now("Sheets of people")}


urls = [
    path("sheets/", SheetsScreen.as_view(), name="sheets"),
    path("sheets/bring/", sealed_uploads(BringScreen.as_view()), name="sheet-bring"),
    path("sheets/<uuid:pk>/", SheetScreen.as_view(), name="sheet"),
    path("sheets/<uuid:pk>/write/", WriteScreen.as_view(), name="sheet-write"),
    path("sheets/<uuid:pk>/forget/", DropScreen.as_view(), name="sheet-forget"),
]
