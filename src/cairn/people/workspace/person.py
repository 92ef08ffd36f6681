"""The page of one person: what must be known first, then their record in tabs."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.reads import open_conflicts
from cairn.guard.glass.reads import open_glass
from cairn.guard.rights import Can
from cairn.guard.screens import RowScreen
from cairn.guard.trace.events import Event
from cairn.people.codes import Flag
from cairn.people.models import Person
from cairn.people.workspace.forms import SECTIONS
from cairn.people.workspace.showing import facts
from cairn.people.workspace.tabs import Tab, register_tab, tabs_of

# Somebody's life may hang on these today.
GRAVE = frozenset({Flag.AT_RISK_FROM_FAMILY, Flag.MAY_BE_WATCHED, Flag.SUICIDE_RISK})


def known_first(person: Person, seen: frozenset[str]) -> dict[str, Any]:
    """What must be known before anything is done with somebody."""
    flags = person.flags if "flags" in seen else []
    return {
        "flags": [Flag(flag).label for flag in flags if flag in Flag.values],
        "is_grave": any(flag in GRAVE for flag in flags),
    }


class PersonPage(RowScreen):
    """What every tab of a person shares: the head, what must be known first, the tabs."""

    model = Person
    right = Can.PERSON_READ
    read_event = Event.PERSON_READ
    tab = ""

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "office", "team", "worker", "household")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:list"), "label": str(_("People"))}]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "person": self.row,
            "tabs": tabs_of(self.row, self.request.user, self.tab),
            "first": known_first(self.row, self.seen),
            "conflicts": self.conflicts(),
            "may_edit": self.may(Can.PERSON_EDIT, self.row),
            "glass": self.glass(),
        }

    def glass(self) -> Any:
        """The pane through which this colleague looks, if they broke one over this record."""
        if not self.may(Can.GLASS_BREAK):
            return None
        return open_glass(self.request.user, Person).filter(subject_id=str(self.row.pk)).first()

    def conflicts(self) -> list[Any]:
        """Those that wait for somebody to choose, of the fields that this colleague sees."""
        if not self.may(Can.PERSON_EDIT, self.row):
            return []
        return [each for each in open_conflicts(self.row) if each.field in self.seen]


class PersonScreen(PersonPage):
    """The first tab: who somebody is."""

    template_name = "people/person.html"
    tab = "overview"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "sections": self.sections()}

    def sections(self) -> list[dict[str, Any]]:
        """What is seen, part by part; flags stand above already."""
        shown = []
        for section in SECTIONS.values():
            fields = tuple(name for name in section.fields if name != "flags")
            if known := facts(self.row, fields, self.seen):
                shown.append({"name": section.name, "title": section.title, "facts": known})
        return shown


register_tab(Tab(name="overview", label=_("Overview"), address="people:person", order=10))

urls = [path("<uuid:pk>/", PersonScreen.as_view(), name="person")]
