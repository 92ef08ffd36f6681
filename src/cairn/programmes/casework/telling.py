"""Casework as it is told to the person themselves: stages, forms and answers in words, in their language."""

from collections.abc import Callable, Iterable
from typing import Any

from cairn.programmes.casework.codes import What
from cairn.programmes.casework.forms.library import WrongForm, form
from cairn.programmes.casework.workspace.comparing import chapters
from cairn.programmes.casework.workspace.filling import answers_in_words
from cairn.programmes.casework.workspace.timeline import form_title, in_words
from cairn.programmes.casework.workspace.way import stage_label
from cairn.programmes.partners.items import names_of

Pairs = Iterable[tuple[str, str]]


def stage_in(name: str) -> Callable[[Any], Pairs]:
    """The stage that a field names."""

    def told(row: Any) -> Pairs:
        kind = getattr(row, "kind", None) or row.case.kind
        return [(_label(row, name), str(stage_label(kind, getattr(row, name))))]

    return told


def form_of(record: Any) -> Pairs:
    return [(_label(record, "form"), form_title(record.form, record.form_version))]


def answers_of(record: Any) -> Pairs:
    """Each question that was answered. Of a form whose file is gone, the answers as they are kept."""
    try:
        sections = list(answers_in_words(record, form(record.form, record.form_version)))
    except WrongForm:
        return [(name, str(value)) for name, value in record.answers.items()]
    return [(str(fact["label"]), fact["value"]) for section in sections for fact in section["facts"]]


def items_chosen(referral: Any) -> Pairs:
    """What was chosen to be told to a partner, by name."""
    return [(_label(referral, "chosen"), ", ".join(names_of(referral.chosen)))]


def lines_told_in(name: str) -> Callable[[Any], Pairs]:
    """Each line that one organisation told another, as it was written then."""

    def told(row: Any) -> Pairs:
        lines = getattr(row, name).get("lines", [])
        return [(str(line["label"]), str(line["words"])) for line in lines]

    return told


def content_told(proposal: Any) -> Pairs:
    """Field by field what another organisation told by the standard."""
    return [
        (line.label, line.told)
        for chapter in chapters(proposal.content)
        for row in chapter.rows
        for line in row
    ]


def about_of(line: Any) -> Pairs:
    """What a line of the timeline was about."""
    said = in_words(line, line.case) if line.what in What.values else ""
    return [(_label(line, "code"), said or line.code)]


def _label(row: Any, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]
