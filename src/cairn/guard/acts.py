"""What the guard does: write the table of roles into the groups that Wagtail reads."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cairn.guard.roles import ROLES, RoleInfo

ENTER_WORKSPACE = "wagtailadmin.access_admin"


@transaction.atomic
def apply_roles() -> list[str]:
    """Make the groups say what the table in `roles.py` says, no less and no more; answer the groups that changed."""
    permissions = {f"{p.content_type.app_label}.{p.codename}": p for p in _all_permissions()}
    changed = [role.value for role, info in ROLES.items() if _apply(role.value, info, permissions)]
    # Wagtail's own two groups would be a second table of rights beside ours.
    Group.objects.filter(name__in=("Moderators", "Editors"), user=None).delete()
    return changed


def _all_permissions():
    return Permission.objects.select_related("content_type")


def _apply(name: str, info: RoleInfo, permissions: dict[str, Permission]) -> bool:
    group, is_new = Group.objects.get_or_create(name=name)
    wanted = {permissions[code].pk for code in (ENTER_WORKSPACE, *info.model_rights)}
    standing = set(group.permissions.values_list("pk", flat=True))
    if wanted != standing:
        group.permissions.set(wanted)
    pages = _pages(group, info, permissions)
    files = _files(group, info, permissions)
    return is_new or wanted != standing or pages or files


def _pages(group: Group, info: RoleInfo, permissions: dict[str, Permission]) -> bool:
    root = Page.objects.get(depth=1)
    wanted = {permissions[f"wagtailcore.{right}_page"].pk for right in info.page_rights}
    standing = set(GroupPagePermission.objects.filter(group=group, page=root).values_list("permission", flat=True))
    GroupPagePermission.objects.filter(group=group).exclude(page=root, permission__in=wanted).delete()
    for pk in wanted - standing:
        GroupPagePermission.objects.create(group=group, page=root, permission_id=pk)
    return wanted != standing


def _files(group: Group, info: RoleInfo, permissions: dict[str, Permission]) -> bool:
    root = Collection.get_first_root_node()
    wanted = {permissions[right].pk for right in info.collection_rights}
    rows = GroupCollectionPermission.objects.filter(group=group)
    standing = set(rows.filter(collection=root).values_list("permission", flat=True))
    rows.exclude(collection=root, permission__in=wanted).delete()
    for pk in wanted - standing:
        GroupCollectionPermission.objects.create(group=group, collection=root, permission_id=pk)
    return wanted != standing
