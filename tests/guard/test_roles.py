"""Rights are a table in code; the database follows it, whatever somebody has added or taken away."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cairn.guard.acts import apply_roles, give_role, group_name, group_of
from cairn.guard.models import AuditEntry, User
from cairn.guard.rights import Can, Reach
from cairn.guard.roles import ROLES, Role
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event

pytestmark = pytest.mark.django_db


def rights() -> dict[str, set[str]]:
    """Everything that each group may do, in words."""
    found: dict[str, set[str]] = {}
    for group in Group.objects.all():
        on_models = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
        on_pages = {
            f"{rule.permission.codename} at {rule.page.url_path}" for rule in group.page_permissions.all()
        }
        on_files = {f"{rule.permission.codename} in files" for rule in group.collection_permissions.all()}
        found[group.name] = on_models | on_pages | on_files
    return found


def test_there_is_a_group_for_each_role_and_for_translators_of_each_language():
    languages = {"Translator (English)", "Translator (Français)", "Translator (العربية)"}
    assert set(rights()) == {group_name(role) for role in Role} | languages


def test_the_machines_administrator_has_no_right_on_a_protected_row():
    administrator = ROLES[Role.ADMINISTRATOR]
    assert not any(can.startswith("people:") or can.startswith("guard:trace") for can in administrator.can)
    assert administrator.reach is Reach.NOBODY


def test_every_role_with_a_right_on_rows_shows_a_second_factor():
    for role, info in ROLES.items():
        assert info.needs_second_factor == bool(info.can or info.reach), role


def test_rights_speak_one_grammar_in_alphabetical_order():
    assert [can.name for can in Can] == [can.name for can in sorted(Can, key=str)]
    assert all(re.fullmatch(r"[a-z]+:[a-z-]+:[a-z-]+", can) for can in Can)


def test_applying_the_table_again_changes_nothing():
    before, rows = rights(), set(GroupPagePermission.objects.values_list("pk"))
    assert apply_roles() == []
    assert rights() == before
    assert set(GroupPagePermission.objects.values_list("pk")) == rows


def test_what_somebody_added_goes_and_what_somebody_took_comes_back():
    before, group = rights(), group_of(Role.COMMUNICATIONS)
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=publish)
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    group.permissions.remove(Permission.objects.get(codename="access_admin"))
    delete = Permission.objects.get(codename="delete_image", content_type__app_label="wagtailimages")
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.get_first_root_node(), permission=delete
    )
    GroupPagePermission.objects.filter(group=group_of(Role.APPROVER)).delete()
    apply_roles()
    assert rights() == before


def test_only_approvers_publish_and_only_administrators_keep_accounts():
    who = rights()
    assert {name for name, may in who.items() if any("publish_page" in right for right in may)} == {
        "Approver"
    }
    assert {name for name, may in who.items() if any("guard." in right for right in may)} == {"Administrator"}


def test_a_translator_of_one_language_writes_in_its_tree_only():
    places = {right.split(" at ")[1] for right in rights()["Translator (Français)"] if " at " in right}
    assert places == {Page.objects.get(depth=2, locale__language_code="fr").url_path}


def test_a_role_is_called_the_same_in_whatever_language_it_is_written():
    from django.utils import translation

    with translation.override("fr"):
        assert group_name(Role.APPROVER) == "Approver"
        assert apply_roles() == []


def test_groups_that_colleagues_are_in_stay():
    group = Group.objects.create(name="Moderators")
    User.objects.create_user("ibrahim").groups.add(group)
    apply_roles()
    assert Group.objects.filter(name="Moderators").exists()


def test_only_translators_are_bound_to_a_language():
    with pytest.raises(ValueError, match="Only translators"):
        give_role(User.objects.create_user("ibrahim"), Role.APPROVER, language="fr")


def test_every_right_in_the_table_exists():
    for info in ROLES.values():
        for name in (*info.model_rights, *info.collection_rights):
            app, _dot, codename = name.partition(".")
            assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists(), name


# Who may open what ------------------------------------------------------------------------------------

# 302 leads away, to the dashboard or to the sign-in.
WHO = ("administrator", "approver", "communications", "translator")
ACCESS = {
    "wagtailadmin_home": (200, 200, 200, 200),
    "wagtailimages:index": (302, 200, 200, 302),
    "wagtailimages:add": (302, 200, 200, 302),
    "wagtaildocs:add": (302, 200, 200, 302),
    "wagtailsnippets_newsroom_figure:list": (302, 200, 200, 302),
    "wagtailsnippets_newsroom_theme:add": (302, 200, 200, 302),
    "wagtailusers_users:index": (200, 302, 302, 302),
    "wagtailusers_groups:index": (302, 302, 302, 302),
    "wagtailredirects:index": (200, 302, 302, 302),
    "wagtailsites:index": (302, 302, 302, 302),
    "wagtailadmin_workflows:index": (302, 302, 302, 302),
    "wagtailadmin_collections:index": (302, 302, 302, 302),
}
ROWS = [(route, role, status) for route, row in ACCESS.items() for role, status in zip(WHO, row, strict=True)]


@pytest.mark.parametrize(("route", "role", "status"), ROWS)
def test_who_may_open_what(route, role, status):
    user = User.objects.create_user("somebody", password="a long password")
    give_role(user, Role(role))
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    response = client.get(reverse(route))
    assert response.status_code == status
    assert Client().get(reverse(route)).status_code == 302


def test_whoever_acts_in_every_role_is_traced_with_each():
    """Cut off, an entry would say of somebody that they had fewer rights than they had."""
    user = User.objects.create(username="everywhere")
    for role in Role:
        give_role(user, role)
    record(Event.PERSON_LISTED, by=user)
    entry = AuditEntry.objects.latest("sequence")
    assert entry.role == ",".join(sorted(Role))
    for model in (AuditEntry, apps.get_model("people.Erasure")):
        model._meta.get_field("role").clean(entry.role, None)
