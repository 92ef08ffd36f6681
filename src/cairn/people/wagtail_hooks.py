"""What the register hangs into Wagtail's workspace, for those who may see any of it."""

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cairn.guard.rights import Can
from cairn.guard.scope import may
from cairn.people.workspace.my_work import MyWork


class ForThoseWhoReadPeople(MenuItem):
    def is_shown(self, request):
        return may(request.user, Can.PERSON_READ)


@hooks.register("register_admin_menu_item")
def people():
    return ForThoseWhoReadPeople(
        gettext_lazy("People"), reverse("people:list"), name="people", icon_name="group", order=90
    )


@hooks.register("register_admin_menu_item")
def search_people():
    return ForThoseWhoReadPeople(
        gettext_lazy("Search people"),
        reverse("people:search"),
        name="search-people",
        icon_name="search",
        attrs={"data-find-people": ""},
        order=91,
    )


@hooks.register("register_screen_bar")
def search_box(request):
    """The one search box above every protected page."""
    if not may(request.user, Can.PERSON_READ):
        return ""
    asked = request.POST.get("text", "") if request.path == reverse("people:search") else ""
    return render_to_string("people/find.html", {"token": get_token(request), "asked": asked})


@hooks.register("register_screen_ways")
def ways(request):
    if may(request.user, Can.PERSON_READ):
        yield reverse("people:list"), _("People")
        yield reverse("people:search"), _("Search people")


# Later than the newsroom's, which puts its own panel in the place of Wagtail's.
@hooks.register("construct_homepage_panels", order=100)
def my_work(request, panels):
    panel = MyWork(request)
    if panel.is_shown:
        panels.insert(0, panel)


class ForThoseWhoDecideAboutKeeping(MenuItem):
    def is_shown(self, request):
        return may(request.user, Can.RETENTION_REVIEW)


@hooks.register("register_admin_menu_item")
def records_whose_time_is_over():
    return ForThoseWhoDecideAboutKeeping(
        gettext_lazy("Keeping and erasing"),
        reverse("people:reviews"),
        name="retention",
        icon_name="history",
        order=94,
    )
