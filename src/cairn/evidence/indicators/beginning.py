"""What a colleague finds in the editor when an indicator is begun: the version before, or a form over a fact table."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.evidence.facts import Kind, fact_table
from cairn.evidence.facts.tables import FactTable
from cairn.evidence.indicators.library import brought, brought_texts

_VERSION = re.compile(r"^version\s*=.*$", re.MULTILINE)
# The forms of the noun that follows a number, for people; whoever counts something else changes them.
PEOPLE = {
    "en": {"one": "person", "other": "people"},
    "fr": {"one": "personne", "other": "personnes"},
    "ar": {
        "zero": "شخص", "one": "شخص", "two": "شخصين", "few": "أشخاص", "many": "شخصاً", "other": "شخص",
    },
}  # fmt: skip


def text_to_begin(code: str, version: int, facts: str) -> str:
    """The text of the version before with its number raised, or a form in which only words are missing."""
    before = _before(code)
    return _raised(before, version) if before else _form(code, version, fact_table(facts))


def _before(code: str) -> str:
    """Of the text in force and the file the one that counts; of an indicator that was retired, its last words."""
    from cairn.evidence.models import IndicatorText

    texts = IndicatorText.objects.filter(code=code).order_by("-version")
    last = texts.in_force().first()
    if code in brought() and (last is None or last.version <= brought()[code].version):
        return brought_texts()[code][0]
    last = last or texts.first()
    return last.text if last else ""


def _raised(text: str, version: int) -> str:
    line = f"version = {version}"
    return _VERSION.sub(line, text, count=1) if _VERSION.search(text) else f"{line}\n{text}"


def _form(code: str, version: int, table: FactTable) -> str:
    about_columns = _("By what the figure is divided, six columns of codes at most:")
    about_goals = _("The target that it serves, such as “10.7.3”, and themes under which readers find it.")
    lines = [
        f'code = "{code}"',
        f"version = {version}",
        'owner = "information"',
        f'facts = "{table.name}"',
        f"# {about_columns} {_names(table, Kind.CODE, Kind.SEVERAL)}",
        "dimensions = []",
        f"# {about_goals}",
        "sdg = []",
        "themes = []",
        *_words(),
        *_units(),
        *_measure(table),
        *_period(table),
        *_rule(table),
        "",
    ]
    return "\n".join(lines)


def _words() -> list[str]:
    about = {
        "title": _("What the figure is called, as readers see it."),
        "definition": _("Who or what is counted, and who or what is not."),
        "method": _("How it is counted, and what readers should know before they compare it."),
    }
    empty = [f'{code} = ""' for code, _name in settings.LANGUAGES]
    return [line for name, said in about.items() for line in ("", f"# {said}", f"[{name}]", *empty)]


def _units() -> list[str]:
    about = _("The noun after a number, in the forms that each language needs.")
    lines = ["", f"# {about}"]
    for code, _name in settings.LANGUAGES:
        forms = PEOPLE.get(code, {"other": ""})
        lines += [f"[unit.{code}]", *(f'{form} = "{noun}"' for form, noun in forms.items()), ""]
    return lines[:-1]


def _measure(table: FactTable) -> list[str]:
    about = _("count: rows. sum, latest, change, doubling: a column of numbers. distinct: a column of codes.")
    amounts = _names(table, Kind.COUNT, Kind.NUMBER)
    lines = ["", f"# {about}"]
    if table.is_person or not amounts:
        return [*lines, "[measure]", 'kind = "count"']
    about_numbers = _("Columns of numbers:")
    first = amounts.split(", ")[0]
    return [*lines, f"# {about_numbers} {amounts}", "[measure]", 'kind = "sum"', f'column = "{first}"']


def _period(table: FactTable) -> list[str]:
    days = _names(table, Kind.DAY)
    if not days:
        return []
    about = _("Which day counts, and in which steps: whole, year, quarter, month or day.")
    return ["", f"# {about}", "[period]", f'column = "{days.split(", ")[0]}"', 'step = "whole"']


def _rule(table: FactTable) -> list[str]:
    if not table.is_person:
        about = _("No row of these facts is a person.")
        return ["", f"# {about}", "[disclosure]", 'kind = "open"']
    about = _("How people who are few are protected: suppressed, rounded or perturbed.")
    return ["", f"# {about}", "[disclosure]", 'kind = "suppressed"']


def _names(table: FactTable, *kinds: Kind) -> str:
    return ", ".join(column.name for column in table.columns if column.kind in kinds)
