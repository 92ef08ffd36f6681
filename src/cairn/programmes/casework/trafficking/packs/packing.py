"""The pack itself: every question that is asked, in the form's order, to read, to copy, and on paper."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from babel import Locale
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from cairn.guard.models import Attachment
from cairn.people.papers.setting import set_paper
from cairn.programmes.casework.forms.declaration import Form, Kind, Question, is_empty
from cairn.programmes.casework.trafficking.mechanisms import Mechanism

SHAPE = Path(__file__).parent / "pack.typ"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words; nothing where nobody answered."""

    name: str
    label: str
    value: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """What is handed over, in the language that is active when it is made."""

    title: str
    intro: str
    chapters: tuple[Chapter, ...]
    files: tuple[str, ...] = ()

    def as_text(self) -> str:
        """To be copied field by field."""
        parts = [
            f"{chapter.title}\n\n"
            + "\n\n".join(f"{line.label}\n{line.value or '–'}" for line in chapter.lines)
            for chapter in self.chapters
        ]
        return "\n\n\n".join(parts)

    def as_pdf(self) -> bytes:
        words = {"files": _("Files that go with it"), "empty": _("not answered")}
        data = {
            **asdict(self),
            "words": words,
            "language": get_language() or "en",
            "rtl": get_language_bidi(),
        }
        return set_paper(SHAPE, data)


def pack_of(
    form: Form, answers: dict[str, Any], mechanism: Mechanism, *, reference: str, files: Iterable[str] = ()
) -> Pack:
    intro = _("For %(mechanism)s. Reference %(reference)s. Hand it to the first responder only.") % {
        "mechanism": mechanism.label,
        "reference": reference,
    }
    chapters = (
        Chapter(
            str(section.title),
            tuple(
                Line(
                    question.name,
                    str(question.label),
                    in_words(question, answers.get(question.name)),
                    question.required,
                )
                for question in section.questions
                if question.is_asked(answers)
            ),
        )
        for section in form.sections
    )
    return Pack(str(form.title), intro, tuple(one for one in chapters if one.lines), tuple(files))


def in_words(question: Question, answer: Any) -> str:
    if is_empty(answer):
        return ""
    match question.kind:
        case Kind.CHOICE:
            return str(question.label_of(answer))
        case Kind.MANY:
            return ", ".join(str(question.label_of(code)) for code in answer)
        case Kind.YES_NO:
            return _("yes") if answer else _("no")
        case Kind.COUNTRY:
            return str(Locale.parse(get_language() or "en", sep="-").territories.get(answer, answer))
    return str(answer)


def trouble_with_files(mechanism: Mechanism, files: list[Attachment]) -> list[str]:
    """Why the mechanism would not take them."""
    told = []
    if len(files) > mechanism.most_files:
        told.append(
            _("There are %(count)d files, and the form takes %(most)d.")
            % {"count": len(files), "most": mechanism.most_files}
        )
    heavy = [file for file in files if file.size > mechanism.largest_file_mb * MEGABYTE]
    if heavy:
        told.append(
            _("%(count)d files are larger than %(most)d MB: make them smaller.")
            % {"count": len(heavy), "most": mechanism.largest_file_mb}
        )
    return told
