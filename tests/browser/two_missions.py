"""What one of two missions does before a referral goes from one to the other. Each call is a process of its own.

CAIRN_STORAGE names the mission. `meet` lets a colleague in; `refer` asks the partner with a key about an invented
person; `know` writes down where a partner's Cairn stands, and its key; `break-off` fetches a link and dies. Each answers
with what the test has to know, as JSON.
"""

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import Any

from cairn.mission.django_start import start_django

TOLD = ["person.given_name", "person.born", "person.languages", "case.about"]


def meet() -> dict[str, Any]:
    from cairn.guard.models import Office, User
    from cairn.guard.roles import Role
    from cairn.programmes.casework.sharing.sealing import own_key
    from register_cast import _colleague, _session

    office = Office.objects.create(code="SHORE", name="Shore office (demonstration)")
    _colleague("amina", "Amina Diallo", Role.CASEWORKER, office)
    return {"key": str(own_key()), "session": _session(User.objects.get(username="amina"))}


def know(key: str, origin: str) -> dict[str, Any]:
    partner = _partner(public_key=key, origin=origin)
    return {"partner": partner.pk}


def refer(key: str) -> dict[str, Any]:
    from django.utils import timezone

    from cairn.guard.models import User
    from cairn.people.acts import record_consent, register_person
    from cairn.programmes.casework.acts import open_case
    from cairn.programmes.casework.acts.referring_out import draft_partner_referral
    from cairn.programmes.casework.acts.sending import lines_of, send_partner_referral
    from cairn.programmes.casework.sharing.deciding import looked_at
    from cairn.programmes.partners.models import SharingAgreement

    told = meet()
    amina, partner, today = User.objects.get(username="amina"), _partner(public_key=key), timezone.localdate()
    known = {"given_name": "Lamin", "family_name": "Ceesay", "born": "1994", "languages": ["en"]}
    person = register_person(by=amina, office=amina.office, **known)
    case = open_case(person, "protection", by=amina, about="He needs a lawyer.")
    SharingAgreement.objects.create(
        partner=partner, title="Advice", purposes=["partner-service"], items=TOLD,
        signed_on=today, valid_from=today - dt.timedelta(days=1),
    )  # fmt: skip
    record_consent(
        person, by=amina, purpose="partner-service", partner_code=partner.code, text_language="en",
        said="given", how="spoken", witness="Binta Sarr", capacity="not-in-doubt",
    )  # fmt: skip
    referral = draft_partner_referral(
        case, partner, by=amina, purpose="partner-service", service="legal-advice", urgency="days",
        words="Please find him a lawyer.", chosen=[*TOLD, "person.family_name"], language="en",
    )  # fmt: skip
    sent = send_partner_referral(referral, way="link", seen=looked_at(lines_of(referral, amina)), by=amina)
    return {**told, "token": sent.token, "passphrase": sent.passphrase, "case": str(case.pk)}


def break_off(link: str, passphrase: str) -> dict[str, Any]:
    """The package arrives, and the process is gone before anything is kept."""
    from cairn.guard.models import User
    from cairn.programmes.casework.acts.receiving import fetch_referral

    fetch_referral(link, passphrase, by=User.objects.get(username="amina"))
    os._exit(9)


def _partner(**said: str) -> Any:
    from cairn.programmes.partners.models import Organisation

    partner = Organisation(
        code="OTHER", name="The other mission (demonstration)", kind="mission", country="IT", **said
    )
    partner.full_clean()
    partner.save()
    return partner


def main(what: str, *words: str) -> None:
    start_django()
    sys.path.insert(0, str(Path(__file__).parents[1]))
    print(json.dumps({"meet": meet, "know": know, "refer": refer, "break-off": break_off}[what](*words)))


if __name__ == "__main__":
    main(*sys.argv[1:])
