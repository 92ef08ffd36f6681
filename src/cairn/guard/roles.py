"""The roles of a mission: what each may do with protected rows and how far it reaches, and what in the newsroom.

One table in code decides; `apply_roles` writes it into Django's groups, which Wagtail reads. Nobody edits
groups by hand: at the next start the table wins. A superuser's flag opens nothing that is protected.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can, Reach


class Role(StrEnum):
    """Who somebody is in the mission."""

    ADMINISTRATOR = "administrator"
    APPROVER = "approver"
    AUDITOR = "auditor"
    CASE_SUPERVISOR = "case-supervisor"
    CASEWORKER = "caseworker"
    COMMUNICATIONS = "communications"
    DATA_PROTECTION = "data-protection"
    DIASPORA = "diaspora"
    FIELD_PARTNER = "field-partner"
    INFORMATION = "information"
    PROGRAMME = "programme"
    TRAINER = "trainer"
    TRANSLATOR = "translator"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleInfo:
    """How a role is named, which rights it brings and how far they reach; then what it may do in the newsroom."""

    name: object
    does: object
    can: frozenset[Can] = frozenset()
    reach: Reach = Reach.NOBODY
    page_rights: tuple[str, ...] = ()
    model_rights: tuple[str, ...] = ()
    collection_rights: tuple[str, ...] = ()

    @property
    def needs_second_factor(self) -> bool:
        """Whoever can see a protected row, or who looked at one, shows more than a password."""
        return self.reach > Reach.NOBODY or bool(self.can)


_WORDS = ("theme", "place", "organisation", "person", "figure", "releasechart")
_EVERY_WORD = tuple(
    f"newsroom.{act}_{word}" for word in _WORDS for act in ("add", "change", "delete", "view")
)
# Open registers of places, of which none is deleted: counts hang on them.
_PLACES = tuple(
    f"tracking.{act}_{place}" for place in ("site", "flowpoint") for act in ("add", "change", "view")
)
# Open registers as well; nothing is deleted, because referrals hang on it.
_PARTNERS_READ = ("partners.view_organisation", "partners.view_sharingagreement")
_AGREEMENTS = (*_PARTNERS_READ, "partners.add_sharingagreement", "partners.change_sharingagreement")
_PARTNERS = (*_AGREEMENTS, "partners.add_organisation", "partners.change_organisation")
_LOCALIZE = ("wagtail_localize.submit_translation",)
_MEDIA = (
    # Wagtail checks its own image and document models here, whatever model the mission uses.
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)

_KEEPS_RECORDS = frozenset(
    {
        Can.CASE_EDIT,
        Can.CASE_OPEN,
        Can.CASE_READ,
        Can.CONSENT_READ,
        Can.CONSENT_RECORD,
        Can.CONSENT_WITHDRAW,
        Can.PERSON_EDIT,
        Can.PERSON_READ,
        Can.PERSON_REGISTER,
    }
)
_REFERS = frozenset({Can.REFERRAL_SEND})
# They tell families, and look after whoever is left.
_NAMES_THE_DEAD = frozenset({Can.VICTIM_KEEP, Can.VICTIM_READ})

ROLES: dict[Role, RoleInfo] = {
    Role.ADMINISTRATOR: RoleInfo(
        name=_("Administrator"),
        does=_("looks after accounts, languages and redirects; reads no protected case"),
        # Whoever gives out roles could give themself one: a password alone does not do here either.
        can=frozenset({Can.COLLEAGUE_PLACE}),
        page_rights=("view",),
        model_rights=(
            "guard.add_user",
            "guard.change_user",
            "guard.add_office",
            "guard.change_office",
            "guard.view_office",
            "guard.add_team",
            "guard.change_team",
            "guard.delete_team",
            "guard.view_team",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
        ),
    ),
    Role.APPROVER: RoleInfo(
        name=_("Approver"),
        does=_("reads what colleagues submit, approves or sends it back, publishes and takes down"),
        page_rights=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        model_rights=(*_EVERY_WORD, *_LOCALIZE),
        collection_rights=_MEDIA,
    ),
    Role.AUDITOR: RoleInfo(
        name=_("Auditor"),
        does=_("reads the trace of what colleagues did; sees no person"),
        can=frozenset({Can.TRACE_EXPORT, Can.TRACE_READ}),
    ),
    Role.CASE_SUPERVISOR: RoleInfo(
        name=_("Case supervisor"),
        does=_("answers for the people of an office: hands over, approves, exports"),
        can=_KEEPS_RECORDS
        | _NAMES_THE_DEAD
        | _REFERS
        | {
            Can.CASE_APPROVE,
            Can.EXEMPTION_DECIDE,
            Can.GLASS_BREAK,
            Can.GLASS_REVIEW,
            Can.MONEY_RELEASE,
            Can.PERSON_EXPORT,
            Can.PERSON_IMPORT,
        },
        reach=Reach.OFFICE,
        model_rights=_PARTNERS_READ,
    ),
    Role.CASEWORKER: RoleInfo(
        name=_("Caseworker"),
        does=_("registers, assists and follows up people of their team"),
        can=_KEEPS_RECORDS | _NAMES_THE_DEAD | _REFERS | {Can.GLASS_BREAK},
        reach=Reach.TEAM,
        model_rights=_PARTNERS_READ,
    ),
    Role.COMMUNICATIONS: RoleInfo(
        name=_("Communications officer"),
        does=_("writes and illustrates pages, and submits them for approval"),
        page_rights=("add", "change", "lock"),
        model_rights=(*_EVERY_WORD, *_LOCALIZE),
        collection_rights=_MEDIA,
    ),
    Role.DATA_PROTECTION: RoleInfo(
        name=_("Data protection officer"),
        does=_("sees who read what and why; discloses to or erases one person, provably"),
        can=frozenset(
            {
                Can.CASE_READ,
                Can.CONSENT_READ,
                Can.CONSENT_WITHDRAW,
                Can.EXEMPTION_DECIDE,
                Can.GLASS_REVIEW,
                Can.PERSON_DISCLOSE,
                Can.PERSON_ERASE,
                Can.PERSON_READ,
                Can.RELEASE_APPROVE,
                Can.RELEASE_READ,
                Can.RELEASE_WITHDRAW,
                Can.RETENTION_REVIEW,
                Can.TRACE_EXPORT,
                Can.TRACE_READ,
                Can.VICTIM_READ,
            }
        ),
        reach=Reach.MISSION,
        model_rights=_AGREEMENTS,
    ),
    Role.DIASPORA: RoleInfo(
        name=_("Diaspora coordinator"),
        does=_("matches experts of the diaspora with the requests of institutions"),
    ),
    Role.FIELD_PARTNER: RoleInfo(
        name=_("Field partner"),
        does=_("counts in the field, and registers people whom they meet"),
        can=frozenset(
            {
                Can.CONSENT_READ,
                Can.CONSENT_RECORD,
                Can.PERSON_EDIT,
                Can.PERSON_READ,
                Can.PERSON_REGISTER,
                Can.TRACKING_RECORD,
            }
        ),
        reach=Reach.OWN,
        model_rights=_PLACES,
    ),
    Role.INFORMATION: RoleInfo(
        name=_("Information manager"),
        does=_(
            "keeps the register free of doubles, imports and exports, defines indicators, builds releases"
        ),
        can=frozenset(
            {
                Can.DUPLICATE_REVIEW,
                Can.INDICATOR_REVIEW,
                Can.INDICATOR_WRITE,
                Can.PERSON_EXPORT,
                Can.PERSON_IMPORT,
                Can.PERSON_READ,
                Can.PERSON_REGISTER,
                Can.RELEASE_BUILD,
                Can.RELEASE_READ,
                Can.RELEASE_WITHDRAW,
                Can.TRACKING_RECORD,
            }
        ),
        reach=Reach.MISSION,
        model_rights=_PLACES,
    ),
    Role.PROGRAMME: RoleInfo(
        name=_("Programme manager"),
        does=_("keeps plans, partners, money and targets; approves figures; sees references, and no person"),
        can=frozenset({Can.INDICATOR_REVIEW, Can.RELEASE_APPROVE, Can.RELEASE_READ, Can.RELEASE_WITHDRAW}),
        reach=Reach.MISSION,
        model_rights=_PARTNERS,
    ),
    Role.TRAINER: RoleInfo(
        name=_("Trainer"),
        does=_("runs courses and sessions, and issues certificates"),
    ),
    Role.TRANSLATOR: RoleInfo(
        name=_("Translator"),
        does=_("translates pages side by side, and submits them for approval"),
        page_rights=("add", "change"),
        model_rights=_LOCALIZE,
        collection_rights=("wagtailimages.choose_image", "wagtaildocs.choose_document"),
    ),
}


def group_name(role: Role, language: str | None = None) -> str:
    """How the group of a role is called, the same whatever language the workspace speaks."""
    with translation.override(None):
        name = str(ROLES[role].name)
    return f"{name} ({dict(settings.LANGUAGES)[language]})" if language else name


def role_of_group(name: str) -> Role | None:
    """The role that a group stands for; none where somebody made a group of their own."""
    plain = name.partition(" (")[0]
    return next((role for role in Role if group_name(role) == plain), None)


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles that a colleague holds; a translator of one language is a translator."""
    if not user.is_authenticated:
        return frozenset()
    # Kept on the colleague as Django keeps their rights: one question for each request, not one for each row.
    if not hasattr(user, "_roles"):
        held = {name.partition(" (")[0] for name in user.groups.values_list("name", flat=True)}
        user._roles = frozenset(role for role in Role if group_name(role) in held)
    return user._roles


def needs_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether any of this colleague's roles asks for more than a password."""
    return any(ROLES[role].needs_second_factor for role in roles_of(user))
