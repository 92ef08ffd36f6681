"""Who belongs to whom. Another person is named by the reference that is on their paper or read aloud, never by a name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen
from cairn.guard.screens import RowActScreen
from cairn.guard.trace.events import Event
from cairn.people.acts import join_household, leave_household, relate, unrelate
from cairn.people.codes import RelationKind
from cairn.people.models import Person, Relation
from cairn.people.reads import people_of
from cairn.people.references import tidy_reference
from cairn.people.workspace.files import OfAPerson
from cairn.people.workspace.person import PersonPage
from cairn.people.workspace.register import short_lines
from cairn.people.workspace.showing import in_words
from cairn.people.workspace.tabs import Tab, register_tab

# How a relation is said from the other end.
TURNED = {
    RelationKind.CHILD: RelationKind.PARENT,
    RelationKind.PARENT: RelationKind.CHILD,
    RelationKind.SIBLING: RelationKind.SIBLING,
    RelationKind.SPOUSE: RelationKind.SPOUSE,
    RelationKind.TRAVELS_WITH: RelationKind.TRAVELS_WITH,
    RelationKind.OTHER: RelationKind.OTHER,
}


class FamilyScreen(PersonPage):
    """The tab of relations and the household. Somebody outside the colleague's scope is not named, not even by a code."""

    template_name = "people/family.html"
    tab = "family"

    def context(self) -> dict[str, Any]:
        relations = self._relations() if fields_seen(self.request.user, Relation(person=self.row)) else None
        return {**super().context(), "relations": relations, "members": self._members()}

    def _relations(self) -> list[dict[str, Any]]:
        visible = Relation.objects.visible_to(self.request.user, Can.PERSON_READ).with_keys()
        own = [(each, each.to_id, each.kind) for each in visible.filter(person=self.row)]
        turned = [
            (each, each.person_id, TURNED.get(RelationKind(each.kind), ""))
            for each in visible.filter(to=self.row)
        ]
        known = self._known(other for _relation, other, _kind in (*own, *turned))
        return [
            {
                "relation": relation,
                "other": known.get(other),
                "words": in_words(Relation, "kind", kind) if kind else _("is the ward of"),
                "note": relation.note,
                "may_remove": self.may(Can.PERSON_EDIT, relation),
            }
            for relation, other, kind in (*own, *turned)
        ]

    def _members(self) -> list[dict[str, Any]]:
        if self.row.household_id is None:
            return []
        members = people_of(self.request.user).filter(household=self.row.household_id)
        return list(self._known(members.exclude(pk=self.row.pk).values_list("pk", flat=True)).values())

    def _known(self, ids: Any) -> dict[Any, dict[str, Any]]:
        """Those of these people who are within the scope, as a list shows them."""
        people = Person.objects.visible_to(self.request.user).filter(pk__in=list(ids))
        lines = short_lines(
            self.request.user, list(people.select_related("data_key", "office", "team", "worker"))
        )
        return {line["person"].pk: line for line in lines}


class ReferenceForm(forms.Form):
    """Another person, by their reference."""

    reference = forms.CharField(
        label=_("Reference of the other person"),
        max_length=40,
        help_text=_("Eight letters and digits, such as 7KMQ-4XCP."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_reference(self) -> Person:
        """The last letter checks the others; beyond that, unknown and outside one's scope are the same."""
        code = tidy_reference(self.cleaned_data["reference"])
        if not code:
            raise ValidationError(
                _("This is not a whole reference: a letter is wrong or missing. Read it again.")
            )
        person = (
            Person.objects.visible_to(self.user).select_related("data_key").filter(reference=code).first()
        )
        if person is None:
            raise ValidationError(_("There is no such record within your scope."))
        return person


class RelateForm(ReferenceForm):
    kind = forms.ChoiceField(label=_("This person"), choices=RelationKind.choices)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    field_order = ("kind", "reference", "note")


class BondScreen(OfAPerson):
    """A form that leads back to the tab of the family."""

    icon = "group"

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def next_address(self, answer: Any) -> str:
        return reverse("people:family", args=[self.person.pk])


class RelateScreen(BondScreen):
    """What the person is to another."""

    form_class = RelateForm
    title = _("Add a relation")
    button = _("Add")
    said = _("Added.")

    def act(self, form: Any) -> Any:
        said = form.cleaned_data
        return relate(self.row, said["reference"], kind=said["kind"], note=said["note"], by=self.request.user)


class JoinScreen(BondScreen):
    """Into the household of another."""

    form_class = ReferenceForm
    title = _("Join the household of another person")
    button = _("Join")
    said = _("They belong to one household now.")

    def act(self, form: Any) -> Any:
        other = form.cleaned_data["reference"]
        if other == self.row:
            raise ValidationError({"reference": _("This is the person's own reference.")})
        return join_household(self.row, with_=other, by=self.request.user)


class LeaveScreen(BondScreen):
    """By themselves from now on."""

    form_class = forms.Form
    title = _("Leave the household")
    button = _("Leave the household")
    said = _("The person belongs to no household now.")

    def form_options(self) -> dict[str, Any]:
        return {}

    def act(self, form: Any) -> None:
        leave_household(self.row, by=self.request.user)


class UnrelateScreen(RowActScreen):
    """A relation is taken back after a second look."""

    model = Relation
    right = Can.PERSON_EDIT
    read_event = Event.PERSON_READ
    form_class = forms.Form
    template_name = "people/remove.html"
    title = _("Take a relation back")
    icon = "bin"
    button = _("Take back")
    said = _("Taken back.")
    is_grave = True

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": self.next_address(None), "label": str(self.row.person)}]

    def trace(self, event: Event, subject: Any = None, **data: Any) -> None:
        """What somebody is to another is read of both."""
        super().trace(event, subject, **{"to": self.row.to_id, **data})

    def context(self) -> dict[str, Any]:
        value = in_words(Relation, "kind", self.row.kind) if "kind" in self.seen else ""
        return {**super().context(), "facts": [{"label": _("relation"), "value": value}]}

    def act(self, form: Any) -> None:
        unrelate(self.row, by=self.request.user)

    def next_address(self, answer: Any) -> str:
        return reverse("people:family", args=[self.row.person_id])


register_tab(Tab(name="family", label=_("Family"), address="people:family", order=30))

urls = [
    path("<uuid:pk>/family/", FamilyScreen.as_view(), name="family"),
    path("<uuid:pk>/family/relate/", RelateScreen.as_view(), name="relate"),
    path("<uuid:pk>/family/join/", JoinScreen.as_view(), name="join-household"),
    path("<uuid:pk>/family/leave/", LeaveScreen.as_view(), name="leave-household"),
    path("relation/<uuid:pk>/remove/", UnrelateScreen.as_view(), name="unrelate"),
]
