"""What a route owes its readers beyond what every page does: a source, and the day until which it was checked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cairn.newsroom.checks import Reason

if TYPE_CHECKING:
    from cairn.newsroom.models import PathwayPage


def reasons_against(page: "PathwayPage") -> Iterator[Reason]:
    """Somebody may sell a house for what stands here: it goes out only with who said so, and when."""
    if not page.sources.all():
        yield Reason(
            "sources", _("Please name at least one source, with the day on which you read it there.")
        )
    if not page.requirements.all():
        yield Reason("requirements", _("Please write at least one thing that this route asks for."))
    if not page.whom.strip():
        yield Reason("whom", _("Please write whom this route is for."))
    yield from _reasons_of_the_review(page)


def _reasons_of_the_review(page: "PathwayPage") -> Iterator[Reason]:
    if page.reviewed_on is None:
        yield Reason(
            "reviewed_on", _("Please say on which day this page was last checked against its sources.")
        )
    if page.review_by is None:
        yield Reason("review_by", _("Please say by which day this page is to be checked again."))
    elif page.reviewed_on and page.review_by <= page.reviewed_on:
        yield Reason("review_by", _("The next check comes after the last one. Please compare both days."))
