"""Invented people and colleagues with whom the screens of the register are tried out and pictured.

None of them ever lived; their telephone numbers belong to nobody.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cast:
    """Where each screen is, and who may come in."""

    pages: dict[str, str]
    sessions: dict[str, str]


def stage() -> Cast:
    """Put them on an empty stage; whoever signs in has both factors."""
    from django.urls import reverse

    from cairn.guard.models import Conflict, Office, Team
    from cairn.guard.roles import Role
    from cairn.people.acts import change_person

    north = Office.objects.create(code="NORTH", name="North office (demonstration)")
    river = Team.objects.create(office=north, code="RIVER", name="River team")
    amina = _colleague("amina", "Amina Diallo", Role.CASEWORKER, north, river)
    tomas = _colleague("tomas", "Tomas Novak", Role.CASEWORKER, north, river)
    salma = _colleague("salma", "Salma Haddad", Role.CASE_SUPERVISOR, north)
    hawa = _people(amina, tomas, north, river)
    hawa.refresh_from_db()
    version = hawa.version
    change_person(
        hawa, based_on=version, changes={"family_name": "Jallow-Sowe", "birth_place": "Fatoto"}, by=tomas
    )
    change_person(
        hawa, based_on=version, changes={"family_name": "Jalloh", "marital_status": "Separated"}, by=amina
    )

    def at(name: str, *args: Any) -> str:
        return reverse(f"people:{name}", args=args)

    pages = {
        "home": reverse("wagtailadmin_home"),
        "people": at("list"),
        "search": at("search"),
        "register": at("register"),
        "person": at("person", hawa.pk),
        "papers": at("papers", hawa.pk),
        "family": at("family", hawa.pk),
        "files": at("files", hawa.pk),
        "history": at("history", hawa.pk),
        "edit traits": at("edit", hawa.pk, "traits"),
        "edit needs": at("edit", hawa.pk, "needs"),
        "add contact": at("add-part", hawa.pk, "contact"),
        "add paper": at("add-part", hawa.pk, "paper"),
        "add file": at("add-file", hawa.pk),
        "photograph": at("edit-photograph", hawa.pk),
        "relate": at("relate", hawa.pk),
        "hand over": at("hand-over", hawa.pk),
        "take away": at("remove-part", "contact", hawa.contacts.first().pk),
        "conflicts": at("conflicts"),
        "conflict": at("conflict", Conflict.objects.get().pk),
        "missing": at("person", "00000000-0000-0000-0000-000000000000"),
    }
    return Cast(pages, {user.username: _session(user) for user in (amina, tomas, salma)})


def _colleague(name: str, whole: str, role: Any, office: Any, *teams: Any) -> Any:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from cairn.guard.acts import give_role
    from cairn.guard.models import User

    first, _space, last = whole.partition(" ")
    user = User.objects.create(username=name, first_name=first, last_name=last, office=office)
    give_role(user, role)
    user.teams.set(teams)
    TOTP.activate(user, generate_totp_secret())
    return user


def _session(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _people(amina: Any, tomas: Any, office: Any, team: Any) -> Any:
    from cairn.people import acts
    from cairn.people.models import Contact, IdentityDocument, NextOfKin

    def registered(by: Any, given: str, family: str, **said: Any) -> Any:
        return acts.register_person(
            by=by, office=office, team=team, given_name=given, family_name=family, **said
        )

    for by, given, family, born, country in (
        (tomas, "Awa", "Jalloh", "1991", "SN"),
        (amina, "Fatou", "Ceesay", "2001-02", "GM"),
        (tomas, "Ibrahim", "Traoré", "1979", "ML"),
        (amina, "Selam", "Tesfay", "1996-11-03", "ER"),
        (tomas, "محمد", "الحسن", "1988", "SY"),
    ):
        registered(by, given, family, born=born, nationalities=[country])
    son = registered(
        amina, "Yusuf", "Jallow", born="2012", birth_certainty="estimated", flags=["separated-child"]
    )
    hawa = registered(
        amina,
        "Hawa",
        "Jallow",
        father_name="Momodou",
        own_script_name="هوا جالو",
        other_names=["Awa Diallo"],
        born="1991-05-12",
        birth_certainty="said",
        birth_place="Basse Santa Su",
        birth_country="GM",
        sex="female",
        gender="Feminine",
        marital_status="Widowed",
        nationalities=["GM", "SN"],
        languages=["ff", "wo", "en"],
        needs_interpreter=True,
        interpreter_notes="A woman, please.",
        special_needs="Walks with a stick; a room on the ground floor.",
        flags=["family", "interpreter", "medical"],
    )
    acts.add_part(hawa, IdentityDocument, by=amina, kind="passport", number="PC0123456", country="GM")
    for value, safety, note in (
        ("+44 7700 900123", "careful", "Say that the library calls."),
        ("+44 7700 900456", "unsafe", "Her husband's family answers."),
    ):
        acts.add_part(hawa, Contact, by=amina, kind="phone", value=value, safety=safety, note=note)
    acts.add_part(hawa, NextOfKin, by=amina, name="Isatou Jallow", relation="sister", may_be_told=True)
    acts.relate(hawa, son, kind="parent", by=amina, note="Crossed together")
    acts.join_household(hawa, by=amina, with_=son)
    return hawa


def main() -> None:
    """On the stage of an empty mission, for whoever takes pictures: says where everything is."""
    import django

    django.setup()
    print(json.dumps(asdict(stage())))


if __name__ == "__main__":
    main()
