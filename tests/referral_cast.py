"""Invented referrals of the invented cases, with which the screens between organisations are tried out and pictured."""

import datetime as dt

import casework_cast
from register_cast import Cast

PARTNER = "House at the bridge (demonstration)"
INBOUND = {
    "kind": "referral",
    "reference": "R-7KMQ-4XCP",
    "from": "Harbour mission (demonstration)",
    "words": "He needs a lawyer for his asylum hearing, and an interpreter of Mandinka.",
    "asked": [{"label": "Service", "words": "legal advice"}, {"label": "How soon", "words": "within days"}],
    "lines": [
        {"label": "given names", "words": "Lamin"},
        {"label": "family name", "words": "Ceesay"},
        {"label": "born", "words": "1994"},
    ],
    "values": {"person.given_name": "Lamin", "person.family_name": "Ceesay", "person.born": "1994"},
}


def stage() -> tuple[Cast, dict[str, str]]:
    """The cast of casework with a partner; and, apart, the pages of that partner with the passphrase."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from cairn.guard.models import User
    from cairn.people.acts import record_consent
    from cairn.programmes.casework.acts import begin_record, finish_record
    from cairn.programmes.casework.acts.inbound import bring_letter
    from cairn.programmes.casework.acts.referring_out import draft_partner_referral, note_partner_answer
    from cairn.programmes.casework.acts.sending import lines_of, send_partner_referral
    from cairn.programmes.casework.models import Case
    from cairn.programmes.casework.sharing.answers import answers_told
    from cairn.programmes.casework.sharing.deciding import looked_at
    from cairn.programmes.casework.sharing.sealing import own_key, seal_letter
    from cairn.programmes.partners.items import Item, every_item
    from cairn.programmes.partners.models import Organisation, SharingAgreement
    from signed_in import signed_in

    cast, today = casework_cast.stage(), timezone.localdate()
    amina = User.objects.get(username="amina")
    case = Case.objects.get(pk=cast.pages["case"].rstrip("/").rpartition("/")[2])
    partner = Organisation.objects.create(code="BRIDGE", name=PARTNER, kind="shelter", country="FR")
    told = [item for item in every_item() if item != Item.PLAN]
    finish_record(begin_record(case, "protection-intake", by=amina, answers=casework_cast.INTAKE), by=amina)
    SharingAgreement.objects.create(
        partner=partner,
        title="Beds and advice",
        purposes=["partner-service"],
        items=told,
        signed_on=today - dt.timedelta(days=60),
        valid_from=today - dt.timedelta(days=30),
    )
    record_consent(
        case.person,
        by=amina,
        purpose="partner-service",
        partner_code=partner.code,
        text_language="en",
        said="given",
        how="spoken",
        witness="Binta Sarr",
        capacity="not-in-doubt",
    )

    def asked(language: str = "en"):
        return draft_partner_referral(
            case,
            partner,
            by=amina,
            purpose="partner-service",
            service="accommodation",
            urgency="today",
            words="A room for her and her son, from tonight.\nShe speaks Pulaar.",
            chosen=[*Item.values, *(one.code for one in answers_told() if ".protection-intake." in one.code)],
            language=language,
        )

    def sent(language: str = "en"):
        referral = asked(language)
        seen = looked_at(lines_of(referral, amina))
        return send_partner_referral(referral, way="link", seen=seen, by=amina)

    note_partner_answer(sent().referral, "declined", words="Every bed is taken until Friday.", by=amina)
    waiting, arabic = sent(), sent("ar")
    draft = asked()
    inbound = bring_letter(seal_letter(INBOUND, to=own_key()), by=amina)

    def at(name: str, *args) -> str:
        return reverse(f"casework:{name}", args=args)

    pages = {
        "home": reverse("wagtailadmin_home"),
        "partners": at("partners", case.pk),
        "ask": at("partner-ask", case.pk),
        "what will be told": at("partner-send", draft.pk),
        "what the partner says": at("partner-answer", waiting.referral.pk),
        "withdraw": at("partner-withdraw", waiting.referral.pk),
        "inbound list": at("inbound-list"),
        "bring": at("inbound-bring"),
        "fetch": at("inbound-fetch"),
        "letter": at("inbound-write"),
        "inbound": at("inbound", inbound.pk),
        "accept": at("inbound-accept", inbound.pk),
        "decline": at("inbound-decline", inbound.pk),
    }
    outside = {
        "package": reverse("partner:package", args=[waiting.token]),
        "answer": reverse("partner:answer", args=[waiting.answer_token]),
        "closed": reverse("partner:package", args=["never-was"]),
        "passphrase": waiting.passphrase,
        "arabic package": reverse("partner:package", args=[arabic.token]),
        "arabic passphrase": arabic.passphrase,
    }
    cookie = settings.SESSION_COOKIE_NAME
    sessions = {"amina": signed_in(amina).cookies[cookie].value}
    return Cast(pages, sessions), outside
