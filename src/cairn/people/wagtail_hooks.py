"""What the register hangs into Wagtail's workspace, for those who may see any of it."""

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cairn.guard.rights import Can
from cairn.guard.scope import may
from cairn.people.workspace.my_work import MyWork

# What is called how, where it leads, and who finds it in the menu.
MENU = (
    (gettext_lazy("People"), "people:list", "group", Can.PERSON_READ),
    (gettext_lazy("Search people"), "people:search", "search", Can.PERSON_READ),
    (gettext_lazy("Possible doubles"), "people:doubles", "copy", Can.DUPLICATE_REVIEW),
    (gettext_lazy("Sheets of people"), "people:sheets", "table", Can.PERSON_IMPORT),
    (gettext_lazy("Lists of people"), "people:lists", "download", Can.PERSON_EXPORT),
)


class ForThoseWhoMay(MenuItem):
    """An entry that only those see who could open what is behind it."""

    def __init__(self, *args, right, **options):
        super().__init__(*args, **options)
        self.right = right

    def is_shown(self, request):
        return may(request.user, self.right)


def _entry(place):
    label, address, icon, right = MENU[place]
    return lambda: ForThoseWhoMay(
        label,
        reverse(address),
        right=right,
        name=address.replace(":", "-"),
        icon_name=icon,
        # The key for searching looks for this mark, wherever in the workspace it is pressed.
        attrs={"data-find-people": ""} if address == "people:search" else {},
        order=90 + place,
    )


for place in range(len(MENU)):
    hooks.register("register_admin_menu_item", _entry(place))


@hooks.register("register_screen_bar")
def search_box(request):
    """The one search box above every protected page."""
    if not may(request.user, Can.PERSON_READ):
        return ""
    asked = request.POST.get("text", "") if request.path == reverse("people:search") else ""
    return render_to_string("people/find.html", {"token": get_token(request), "asked": asked})


@hooks.register("register_screen_ways")
def ways(request):
    yield from (
        (reverse(address), label) for label, address, _icon, right in MENU if may(request.user, right)
    )


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
