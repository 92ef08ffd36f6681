"""What the register hangs into Wagtail's workspace, for those who may see any of it."""

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cairn.guard.rights import Can
from cairn.guard.scope import may
from cairn.guard.workspace.menu import Place, offer
from cairn.people.workspace.left import LeftScreen
from cairn.people.workspace.my_work import MyWork

# The key for searching looks for this mark, wherever in the workspace it is pressed.
SEARCHES = {"data-find-people": ""}

offer(
    (
        Place(_("People"), "people:list", "group", Can.PERSON_READ),
        Place(_("Search people"), "people:search", "search", Can.PERSON_READ, SEARCHES),
        Place(_("Possible doubles"), "people:doubles", "copy", Can.DUPLICATE_REVIEW),
        Place(_("Sheets of people"), "people:sheets", "table", Can.PERSON_IMPORT),
        Place(_("Lists of people"), "people:lists", "download", Can.PERSON_EXPORT),
        Place(LeftScreen.title, "people:lists-left", "download", Can.TRACE_READ),
        Place(_("Keeping and erasing"), "people:reviews", "history", Can.RETENTION_REVIEW),
    ),
    order=80,
)


@hooks.register("register_screen_bar")
def search_box(request):
    """The one search box above every protected page."""
    if not may(request.user, Can.PERSON_READ):
        return ""
    asked = request.POST.get("text", "") if request.path == reverse("people:search") else ""
    return render_to_string("people/find.html", {"token": get_token(request), "asked": asked})


# Later than the newsroom's, which puts its own panel in the place of Wagtail's.
@hooks.register("construct_homepage_panels", order=100)
def my_work(request, panels):
    panel = MyWork(request)
    if panel.is_shown:
        panels.insert(0, panel)
