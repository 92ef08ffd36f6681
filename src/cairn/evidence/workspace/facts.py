"""Facts and their snapshots: what could be counted, and the state of the records that was written down last."""

from typing import Any

from django import forms
from django.apps import apps
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from cairn.evidence.acts import order_snapshot
from cairn.evidence.facts import FactTable, Kind, fact_tables
from cairn.evidence.facts.snapshots import Snapshot, snapshots
from cairn.evidence.tasks import take_facts
from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen, Screen

MOST_SHOWN = 10
KINDS = {
    Kind.CODE: _("a code of a list"),
    Kind.COUNT: _("a number of people or things"),
    Kind.DAY: _("a day"),
    Kind.NUMBER: _("a number"),
    Kind.SEVERAL: _("several codes of a list"),
}


class FactsScreen(Screen):
    """The tables that programmes offer, and the snapshots that were taken of them."""

    right = Can.RELEASE_READ
    template_name = "evidence/facts.html"
    title = _("Facts")
    icon = "table"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        taken = snapshots()[:MOST_SHOWN]
        return self.show(
            tables=[_line(table, taken) for table in fact_tables()],
            snapshots=[{"snapshot": one, "rows": sum(held.rows for held in one.tables.values())} for one in taken],
            is_taking=_tasks().filter(status__in=("READY", "RUNNING")).exists(),
            could_not=_could_not(),
            may_take=self.may(Can.INDICATOR_WRITE),
        )  # fmt: skip


def _line(table: FactTable, taken: list[Snapshot]) -> dict[str, Any]:
    latest = next((one for one in taken if table.name in one.tables), None)
    return {
        "table": table,
        "programme": _programme(table),
        "rows": latest.tables[table.name].rows if latest else None,
        "columns": [
            {"column": column, "kind": KINDS[column.kind], "codes": len(column.codes)}
            for column in table.columns
        ],
    }


def _programme(table: FactTable) -> str:
    return str(apps.get_app_config(table.programme).verbose_name) if table.programme else ""


def _tasks() -> Any:
    return DBTaskResult.objects.filter(task_path=take_facts.module_path)


def _could_not() -> bool:
    """Whether the last one that was ordered failed."""
    last = _tasks().filter(status__in=("FAILED", "SUCCESSFUL")).order_by("-finished_at").first()
    return last is not None and last.status == "FAILED"


class SnapshotScreen(ActScreen):
    """Has the worker write the facts down as they are now."""

    right = Can.INDICATOR_WRITE
    form_class = forms.Form
    template_name = "evidence/snapshot.html"
    title = _("Take a snapshot")
    icon = "table"
    button = _("Take a snapshot of all facts")
    said = _("The worker writes the facts down now.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("evidence:facts"), "label": str(_("Facts"))}]

    def act(self, form: forms.Form) -> None:
        order_snapshot(by=self.request.user)

    def next_address(self, answer: None) -> str:
        return reverse("evidence:facts")


urls = [
    path("facts/", FactsScreen.as_view(), name="facts"),
    path("facts/snapshot/", SnapshotScreen.as_view(), name="snapshot"),
]
