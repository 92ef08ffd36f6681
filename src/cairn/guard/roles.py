"""The roles of a mission, and what each may do in the newsroom.

One table in code decides; `apply_roles` writes it into Django's groups, which Wagtail reads. Nobody edits
groups by hand: at the next start the table wins.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """Who somebody is in the mission."""

    ADMINISTRATOR = "administrator"
    APPROVER = "approver"
    COMMUNICATIONS = "communications"
    TRANSLATOR = "translator"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleInfo:
    """How a role is named, and which rights on public pages and on whose words it brings."""

    name: object
    does: object
    needs_second_factor: bool = False
    page_rights: tuple[str, ...] = ()
    model_rights: tuple[str, ...] = ()
    collection_rights: tuple[str, ...] = ()


_WORDS = ("theme", "place", "organisation", "person", "figure")
_EVERY_WORD = tuple(
    f"newsroom.{act}_{word}" for word in _WORDS for act in ("add", "change", "delete", "view")
)
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

ROLES: dict[Role, RoleInfo] = {
    Role.ADMINISTRATOR: RoleInfo(
        name=_("Administrator"),
        does=_("looks after accounts, languages and redirects; reads no protected case"),
        page_rights=("view",),
        model_rights=(
            "guard.add_user",
            "guard.change_user",
            "guard.delete_user",
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
    Role.COMMUNICATIONS: RoleInfo(
        name=_("Communications officer"),
        does=_("writes and illustrates pages, and submits them for approval"),
        page_rights=("add", "change", "lock"),
        model_rights=(*_EVERY_WORD, *_LOCALIZE),
        collection_rights=_MEDIA,
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


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles that a colleague holds; a translator of one language is a translator."""
    if not user.is_authenticated:
        return frozenset()
    held = {name.partition(" (")[0] for name in user.groups.values_list("name", flat=True)}
    return frozenset(role for role in Role if group_name(role) in held)


def needs_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether any of this colleague's roles asks for more than a password."""
    return any(ROLES[role].needs_second_factor for role in roles_of(user))
