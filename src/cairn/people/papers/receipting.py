"""A receipt as a page to hand over; it carries the JSON that is signed, so that the page itself can be verified."""

import datetime as dt
import json
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from cairn.guard.retention import PERIODS, Keeps
from cairn.guard.roles import ROLES, Role
from cairn.people.holdings import kinds
from cairn.people.models.privacy import ErasedWhy
from cairn.people.papers.locking import carrying
from cairn.people.papers.setting import set_paper
from cairn.people.receipts import NAME

Facts = list[tuple[str, str]]


def receipt_paper(receipt: dict[str, Any], language: str) -> bytes:
    """The page of an erasure or of a month, in a language of the mission."""
    with translation.override(language):
        told = _erasure(receipt) if receipt["kind"] == "erasure" else _month(receipt)
        data = {
            **told,
            "language": language,
            "rtl": translation.get_language_bidi(),
            "signature": receipt["signature"],
            "verify": _(
                "This page carries a file, receipt.json, which is signed by the mission. “cairn erasure verify” says on any "
                "machine whether anybody has changed it."
            ),
        }
    return carrying(set_paper("receipt", data), [(NAME, json.dumps(receipt, ensure_ascii=False).encode())])


def _erasure(receipt: dict[str, Any]) -> dict[str, Any]:
    at = dt.datetime.fromisoformat(receipt["at"])
    facts = [
        (_("Number"), str(receipt["number"])),
        (_("When"), f"{formats.date_format(at, 'DATETIME_FORMAT')} UTC"),
        (_("By"), _roles(receipt["role"])),
        (_("Ground"), str(ErasedWhy(receipt["why"]).label)),
        (_("Category"), str(PERIODS[Keeps(receipt["category"])].name)),
        *_counts(receipt["counts"]),
    ]
    intro = _(
        "%(mission)s has erased what it held about one person: the records and files named here, and the key without which "
        "nothing of them can be read in any copy. This receipt does not say who it was."
    )
    return {"title": _("Receipt of an erasure"), "intro": intro % receipt, "facts": facts}


def _month(receipt: dict[str, Any]) -> dict[str, Any]:
    categories = {str(key): str(PERIODS[Keeps(key)].name) for key in receipt["by_category"]}
    # Statements of before did not count them.
    names = [(_("Names of the dead and missing"), str(receipt["names"]))] if "names" in receipt else []
    facts = [
        (_("Month"), receipt["month"]),
        (_("People erased"), str(receipt["people"])),
        *((categories[key], str(count)) for key, count in receipt["by_category"].items()),
        *((str(ErasedWhy(key).label), str(count)) for key, count in receipt["by_ground"].items()),
        *names,
        *_counts(receipt["rows"]),
    ]
    intro = _(
        "What %(mission)s erased in this month, by category, by ground and by kind of record. Counts only."
    )
    return {"title": _("Statement of deletions"), "intro": intro % receipt, "facts": facts}


def _counts(counts: dict[str, int]) -> Facts:
    """Kinds of record in words; one that this version does not know any more keeps its name in code."""
    names = {model._meta.label: str(model._meta.verbose_name_plural) for model in kinds()}
    return [(_sentence(names.get(label, label)), str(count)) for label, count in counts.items()]


def _roles(codes: str) -> str:
    return ", ".join(str(ROLES[Role(code)].name) for code in codes.split(",") if code in set(Role))


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]
