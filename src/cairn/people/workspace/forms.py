"""Forms over the fields of the register's rows: only those that the colleague sees, in parts with headings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from cairn.people.models import Person
from cairn.people.models.person import BIRTH, NAMES, NEEDS, SPEECH, TRAITS
from cairn.people.workspace import names
from cairn.people.workspace.fields import CountryField, FlagsField, LanguageField, LinesField, SeveralField


@dataclass(frozen=True, slots=True)
class Section:
    """Fields of a person that are shown and edited together."""

    name: str
    title: Any
    fields: tuple[str, ...]
    about: Any = ""


SECTIONS = {
    section.name: section
    for section in (
        Section(
            "names",
            _("Names"),
            NAMES,
            _("As the person says them. Names in another script help others to find the record."),
        ),
        Section(
            "birth",
            _("Birth"),
            BIRTH,
            _("As much as is known: a year, a year and month, or a day, such as 1990 or 1990-05-12."),
        ),
        Section("traits", _("About the person"), TRAITS),
        Section("languages", _("Languages"), SPEECH),
        Section(
            "needs",
            _("Needs and protection"),
            NEEDS,
            _("What is ticked here stands above every page of this person."),
        ),
    )
}

_LISTS = {"countries": names.countries, "languages": names.languages}


def _special(name: str, label: Any) -> forms.Field | None:
    """Fields that the database keeps as a code or a list."""
    match name:
        case "nationalities":
            return SeveralField(CountryField(required=False), label=label)
        case "languages":
            return SeveralField(LanguageField(required=False), places=4, label=label)
        case "birth_country" | "country" | "nationality":
            return CountryField(required=False, label=label)
        case "other_names":
            return LinesField(label=label, help_text=_("One to a line."))
        case "flags":
            return FlagsField(label=label)
    return None


def form_field(model: Any, name: str) -> forms.Field:
    """How a field of a protected row is asked for."""
    column = model._meta.get_field(name)
    field = _special(name, column.verbose_name) or fields_for_model(model, [name])[name]
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(field.widget, forms.Textarea) and name != "other_names":
        field.widget.attrs["rows"] = 6
    if field.label:
        field.label = str(field.label)[:1].upper() + str(field.label)[1:]
    return field


@dataclass(frozen=True, slots=True)
class Part:
    """A fieldset as it is drawn."""

    title: Any
    about: Any
    fields: list[Any]


class RowForm(forms.Form):
    """The fields of one row, with the version on which the colleague looks."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        model: Any,
        sections: Iterable[Section],
        seen: frozenset[str],
        row: Any = None,
    ) -> None:
        super().__init__(data, files)
        self.sections = tuple(sections)
        self.names = [name for section in self.sections for name in section.fields if name in seen]
        for name in self.names:
            self.fields[name] = form_field(model, name)
            if row is not None:
                self.initial[name] = getattr(row, name)
        if row is not None:
            self.fields["based_on"] = forms.IntegerField(
                min_value=1, widget=forms.HiddenInput, initial=row.version
            )

    @property
    def said(self) -> dict[str, Any]:
        """What was written, by field."""
        return {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data}

    @property
    def parts(self) -> list[Part]:
        placed = {name for section in self.sections for name in section.fields}
        parts = [
            Part(section.title, section.about, [self[name] for name in section.fields if name in self.fields])
            for section in self.sections
        ]
        others = [bound for bound in self.visible_fields() if bound.name not in placed]
        if others:
            parts.append(Part(_("Files"), "", others))
        return [part for part in parts if part.fields]

    @property
    def lists(self) -> dict[str, Any]:
        return suggestions(self)


def suggestions(form: forms.Form) -> dict[str, Any]:
    """The lists of names that the fields of a form ask for."""
    asked = {field.widget.attrs.get("list") for field in form.fields.values()}
    return {name: found().values() for name, found in _LISTS.items() if name in asked}


def person_form(*sections: str, seen: frozenset[str], row: Any = None, data: Any = None) -> RowForm:
    chosen = [SECTIONS[name] for name in sections]
    return RowForm(data, model=Person, sections=chosen, seen=seen, row=row)
