"""A draft of a referral held against the list of the toolkit: what reads well, and what a reader would miss.

Sentences for whoever writes it. It stops nobody: some people cannot say when something happened, and to say so is enough.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.programmes.casework.forms.declaration import Form, is_empty
from cairn.programmes.casework.trafficking.packs.naming import Marks

Answers = Mapping[str, Any]
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# A passage so long is not written twice by chance.
COPIED = 80
CONTEXT = 60
MOST_PLACES = 10
EXPLAINED = ("mechanism", "support", "outcomes", "sharing", "privacy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of the list: whether the draft has it, and what to do where it has not."""

    code: str
    holds: bool
    advice: str


@dataclass(frozen=True, slots=True)
class Quality:
    findings: tuple[Finding, ...]

    @property
    def held(self) -> int:
        return sum(one.holds for one in self.findings)

    @property
    def score(self) -> int:
        """Of a hundred."""
        return 100 * self.held // len(self.findings)

    @property
    def advice(self) -> list[str]:
        return [one.advice for one in self.findings if not one.holds]


def quality_of(
    form: Form, answers: Answers, *, marks: Marks | None = None, titles: Iterable[str] = ()
) -> Quality:
    """`marks` are given where nobody agreed: then they stand in no answer, and in no title of a file."""
    asked = {question.name for question in form.asked(answers)}
    told = {name: value for name, value in answers.items() if name in asked and not is_empty(value)}
    findings = [Finding(code, bool(holds(told)), advice()) for code, holds, advice in _list()]
    findings.append(_complete(form, answers))
    if marks is not None:
        findings.append(_nameless(told, marks, titles))
    return Quality(tuple(findings))


def _list() -> Iterator[tuple[str, Callable[[Answers], Any], Callable[[], str]]]:
    yield (
        "dated",
        _is_dated,
        lambda: _("Say when things happened: at least the year of the beginning and of the end."),
    )
    yield (
        "chronology",
        _is_in_order,
        lambda: _("Tell it in the order of time: one of the years stands before an earlier one."),
    )
    yield (
        "gaps",
        lambda told: told.get("gaps"),
        lambda: _("Say what is not known and why: a gap that is explained is not held against the person."),
    )
    yield (
        "context",
        _has_context,
        lambda: _(
            "Describe each indicator with its context: who saw or heard it, where, and in which words."
        ),
    )
    yield "why-not-sooner", _says_why_not_sooner, lambda: _("Say why it was not reported sooner.")
    yield (
        "setting",
        lambda told: told.get("interview_setting"),
        lambda: _("Say where the person was spoken with, whether alone, and who interpreted."),
    )
    yield (
        "alternative",
        lambda told: told.get("alternative_name") and told.get("alternative_contact"),
        lambda: _("Name somebody else to ask when the contact is away."),
    )
    yield (
        "safe",
        lambda told: (
            told.get("consents") == "no"
            or (told.get("safe_to_write") == "yes" and told.get("decision_address"))
        ),
        lambda: _("Give an address to which decisions can be sent safely."),
    )
    yield (
        "explained",
        _was_explained,
        lambda: _(
            "Before consent explain the mechanism, the support, what may come of it, with whom data is shared, and privacy."
        ),
    )
    yield (
        "own-words",
        _is_not_copied,
        lambda: _("The same passage stands in two answers: write each for its question."),
    )
    yield "places", _places_fit, lambda: _("The form takes ten towns and ten countries.")


def _is_dated(told: Answers) -> bool:
    return bool(YEAR.search(told.get("situations", "")))


def _is_in_order(told: Answers) -> bool:
    """By the first year of each line."""
    lines = told.get("situations", "").splitlines()
    years = [int(found.group()) for line in lines if (found := YEAR.search(line))]
    return bool(years) and years == sorted(years)


def _has_context(told: Answers) -> bool:
    lines = [line for line in told.get("indicators", "").splitlines() if line.strip()]
    return bool(lines) and sum(len(line) for line in lines) >= CONTEXT * len(lines)


def _says_why_not_sooner(told: Answers) -> bool:
    return told.get("reported_before") == "yes" or bool(told.get("why_not_sooner"))


def _was_explained(told: Answers) -> bool:
    return told.get("consents") != "yes" or set(EXPLAINED) <= set(told.get("explained", []))


def _is_not_copied(told: Answers) -> bool:
    passages = [
        " ".join(part.split()).casefold()
        for value in told.values()
        if isinstance(value, str)
        for part in re.split(r"\n+", value)
    ]
    long = [part for part in passages if len(part) >= COPIED]
    return len(set(long)) == len(long)


def _places_fit(told: Answers) -> bool:
    return all(
        len([line for line in told.get(name, "").splitlines() if line.strip()]) <= MOST_PLACES
        for name in ("uk_towns", "countries")
    )


def _complete(form: Form, answers: Answers) -> Finding:
    missing = form.troubles(dict(answers), finishing=True)
    labels = [str(question.label) for question in form.questions() if question.name in missing]
    return Finding(
        "complete",
        not missing,
        _("Answer what the form requires: %(questions)s.") % {"questions": "; ".join(labels)},
    )


def _nameless(told: Answers, marks: Marks, titles: Iterable[str]) -> Finding:
    texts = [*(value for value in told.values() if isinstance(value, str)), *titles]
    return Finding(
        "nameless",
        not marks.stand_in(texts),
        _("A name, telephone, address or number of the person stands in an answer or a title: leave it out."),
    )
