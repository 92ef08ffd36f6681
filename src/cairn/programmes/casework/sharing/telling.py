"""What is told to a partner, put together once: to be kept, drawn on a page, set on paper, or sealed in a file."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.guard.purposes import PURPOSES, Purpose
from cairn.mission.config import load_mission
from cairn.people.papers.setting import set_paper
from cairn.programmes.casework.models import PartnerReferral
from cairn.programmes.casework.sharing.deciding import Line, values_of

SHAPE = Path(__file__).parent / "referral.typ"
Told = dict[str, Any]


def told_by(referral: PartnerReferral, lines: list[Line]) -> Told:
    """A copy of what stands there now, in the language that is active, with codes for whoever's Cairn reads them."""
    mission = load_mission()
    return {
        "reference": referral.reference,
        "from": mission.name_in(referral.language),
        "to": referral.partner.name,
        "language": referral.language,
        "sent_on": timezone.localdate().isoformat(),
        "asked": [
            {"label": _("Service"), "words": str(referral.get_service_display())},
            {"label": _("How soon"), "words": str(referral.get_urgency_display())},
            {"label": _("Told for"), "words": str(PURPOSES[Purpose(referral.purpose)].name)},
        ],
        "words": str.__str__(referral.words),
        "lines": [
            {"item": line.code, "label": line.label, "words": line.words} for line in lines if line.is_told
        ],
        "codes": {"service": referral.service, "urgency": referral.urgency},
        "values": values_of(lines, referral.case),
    }


def paper_of(told: Told) -> bytes:
    """The same as a PDF, in the language in which it was told."""
    with translation.override(told["language"]):
        words = {
            "title": _("Referral %(reference)s") % {"reference": told["reference"]},
            "intro": _("From %(mission)s to %(partner)s, on %(day)s.")
            % {
                "mission": told["from"],
                "partner": told["to"],
                "day": date_format(dt.date.fromisoformat(told["sent_on"]), "DATE_FORMAT"),
            },
            "asks": _("What we ask for"),
            "about": _("About the person"),
            "care": _(
                "Only for whoever helps with this. Do not pass it on, and destroy it when the work is done."
            ),
        }
        data = {**told, "words_of_page": words, "rtl": translation.get_language_bidi()}
    return set_paper(SHAPE, data)
