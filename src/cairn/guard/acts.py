"""What makes the table of roles true: groups in the database with exactly the rights that `roles.py` names."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cairn.guard.models import User
from cairn.guard.roles import ROLES, Role, RoleInfo, group_name

# Wagtail's own first groups; the roles take their place unless a mission has put somebody into them.
BEFORE_ROLES = ("Editors", "Moderators")


@transaction.atomic
def apply_roles() -> list[str]:
    """Write the table of roles into groups; answer the names of those that were made.

    Runs at every start: a right that is no longer in the table goes, whoever added it. A translator of one
    language has a group of that language, whose rights end at its home page.
    """
    made = []
    for role, info in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=group_name(role))
        _write_rights(group, info, Page.objects.filter(depth=1))
        made += [group.name] if is_new else []
    for language, _name in settings.LANGUAGES:
        group, is_new = Group.objects.get_or_create(name=group_name(Role.TRANSLATOR, language))
        homes = Page.objects.filter(depth=2, locale__language_code=language)
        _write_rights(group, ROLES[Role.TRANSLATOR], homes)
        made += [group.name] if is_new else []
    Group.objects.filter(name__in=BEFORE_ROLES, user=None).delete()
    return made


def group_of(role: Role, language: str | None = None) -> Group:
    """The group that stands for a role."""
    return Group.objects.get(name=group_name(role, language))


def give_role(user: User, role: Role, *, language: str | None = None) -> None:
    """Let a colleague act in a role; with a language, as a translator into that language only."""
    if language and role is not Role.TRANSLATOR:
        raise ValueError("Only translators are bound to a language.")
    user.groups.add(group_of(role, language))
    user.__dict__.pop("_roles", None)


def _write_rights(group: Group, info: RoleInfo, pages: Iterable[Page]) -> None:
    group.permissions.set(_permissions(("wagtailadmin.access_admin", *info.model_rights)))
    on_pages = _permissions(f"wagtailcore.{right}_page" for right in info.page_rights)
    wanted = {(page.pk, right.pk) for page in pages for right in on_pages}
    _replace(GroupPagePermission, group, "page_id", wanted)
    root = Collection.get_first_root_node()
    on_media = _permissions(info.collection_rights)
    _replace(GroupCollectionPermission, group, "collection_id", {(root.pk, right.pk) for right in on_media})


def _permissions(names: Iterable[str]) -> list[Permission]:
    """The rights of these names; one that does not exist is a slip in the table and stops the start."""
    found = []
    for name in names:
        app, _dot, codename = name.partition(".")
        found.append(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found


def _replace(model: type, group: Group, where: str, wanted: set[tuple[int, int]]) -> None:
    """Leave exactly the wanted pairs of place and right, and touch nothing that stands already."""
    rows = model.objects.filter(group=group)
    standing = {(getattr(row, where), row.permission_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for pair, pk in standing.items() if pair not in wanted]).delete()
    for place, right in wanted - standing.keys():
        model.objects.create(group=group, permission_id=right, **{where: place})
