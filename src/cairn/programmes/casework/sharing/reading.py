"""What stands behind an item in a case: whether a colleague's role sees it, its value, and its words."""

from collections.abc import Callable, Iterable
from typing import Any

from cairn.guard.scope import fields_seen
from cairn.people.workspace.showing import in_words
from cairn.programmes.casework.forms.declaration import Question
from cairn.programmes.casework.models.cases import Case
from cairn.programmes.casework.sharing.answers import SOURCE, question_behind, record_behind
from cairn.programmes.casework.workspace.filling import answer_in_words

# Of each row about a person that hangs on them: whether it may leave at all, and which fields go along.
PARTS: dict[str, tuple[Callable[[Any], bool], tuple[str, ...]]] = {
    "contacts": (lambda row: row.may_be_used, ("kind", "value", "times", "note")),
    "nextofkins": (lambda row: bool(row.may_be_told), ("name", "relation", "contact", "country")),
    "identitydocuments": (lambda row: True, ("kind", "number", "country", "expires_on")),
}


def is_seen(item: str, case: Case, by: Any) -> bool:
    """Whether the colleague sees in the register what they would tell."""
    source, _dot, field = item.partition(".")
    if source == SOURCE:
        record = record_behind(item, case)
        return record is None or "answers" in fields_seen(by, record)
    if source in PARTS:
        fields = set(PARTS[source][1])
        return all(fields <= fields_seen(by, row) for row in _parts(source, case))
    row = case if source == "case" else case.person
    return field in fields_seen(by, row)


def value_of(item: str, case: Case) -> Any:
    """As it stands in the register now, in codes; nothing where nothing is written."""
    source, _dot, field = item.partition(".")
    if source == SOURCE:
        return _plain(_answer(item, case)[1])
    if source in PARTS:
        fields = PARTS[source][1]
        return [{name: _plain(getattr(row, name)) for name in fields} for row in _parts(source, case)]
    return _plain(getattr(case if source == "case" else case.person, field))


def words_of(item: str, case: Case) -> str:
    """The same as a partner reads it, in the language that is active."""
    source, _dot, field = item.partition(".")
    if source == SOURCE:
        question, value = _answer(item, case)
        return answer_in_words(question, value) if question else ""
    if source in PARTS:
        return "\n".join(_line(row, PARTS[source][1]) for row in _parts(source, case))
    row = case if source == "case" else case.person
    return in_words(type(row), field, getattr(row, field))


def _answer(item: str, case: Case) -> tuple[Question | None, Any]:
    record = record_behind(item, case)
    question = question_behind(item, record) if record else None
    return (question, record.answers.get(question.name)) if record and question else (None, None)


def _parts(source: str, case: Case) -> Iterable[Any]:
    may_leave = PARTS[source][0]
    rows = getattr(case.person, source).select_related("data_key", "person")
    return [row for row in rows if may_leave(row)]


def _line(row: Any, fields: tuple[str, ...]) -> str:
    said = (in_words(type(row), name, getattr(row, name)) for name in fields)
    return " · ".join(words for words in said if words)


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return str(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str.__str__(value) if isinstance(value, str) else str(value)
