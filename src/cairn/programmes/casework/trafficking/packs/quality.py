"""A draft of a referral held against the list of its mechanism: what reads well, and what a reader would miss.

Sentences for whoever writes it. It stops nobody: some people cannot say when something happened, and to say so is enough.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.programmes.casework.forms.declaration import Form, has_one_of, is_empty
from cairn.programmes.casework.trafficking.mechanisms.declaration import Reads, Rule
from cairn.programmes.casework.trafficking.packs.naming import Marks

Answers = Mapping[str, Any]
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# A passage so long is not written twice by chance.
COPIED = 80


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
    form: Form,
    rules: Iterable[Rule],
    answers: Answers,
    *,
    marks: Marks | None = None,
    titles: Iterable[str] = (),
) -> Quality:
    """By the rules of a mechanism, and by what holds for every form.

    `marks` are given where nobody agreed: then they stand in no answer, and in no title of a file.
    """
    asked = {question.name for question in form.asked(answers)}
    told = {name: value for name, value in answers.items() if name in asked and not is_empty(value)}
    findings = [Finding(rule.code, _holds(rule, told), str(rule.label)) for rule in rules]
    findings += [_own_words(told), _complete(form, answers)]
    if marks is not None:
        findings.append(_nameless(told, marks, titles))
    return Quality(tuple(findings))


def _holds(rule: Rule, told: Answers) -> bool:
    if any(has_one_of(told.get(name), codes) for name, codes in rule.unless.items()):
        return True
    return all(_reads(rule, name, told.get(name)) for name in rule.questions)


def _reads(rule: Rule, name: str, answer: Any) -> bool:
    """Whether one answer is as the rule wants it. There is at most no line in what nobody answered."""
    lines = [line for line in str(answer or "").splitlines() if line.strip()]
    match rule.reads:
        case Reads.CHRONOLOGY:
            years = [int(found.group()) for line in lines if (found := YEAR.search(line))]
            return bool(years) and years == sorted(years)
        case Reads.CONTEXT:
            return bool(lines) and sum(map(len, lines)) >= (rule.number or 0) * len(lines)
        case Reads.DATED:
            return any(YEAR.search(line) for line in lines)
        case Reads.LINES:
            return len(lines) <= (rule.number or 0)
        case Reads.SAID:
            said = answer if isinstance(answer, list) else [answer]
            return bool(answer) and set(rule.answers.get(name, ())) <= set(said)


def _own_words(told: Answers) -> Finding:
    return Finding(
        "own-words",
        _is_not_copied(told),
        _("The same passage stands in two answers: write each for its question."),
    )


def _is_not_copied(told: Answers) -> bool:
    passages = [
        " ".join(part.split()).casefold()
        for value in told.values()
        if isinstance(value, str)
        for part in re.split(r"\n+", value)
    ]
    long = [part for part in passages if len(part) >= COPIED]
    return len(set(long)) == len(long)


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
