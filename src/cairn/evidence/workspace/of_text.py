"""What all screens about indicators, and about one text of one, have in common."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cairn.evidence.models import IndicatorText
from cairn.evidence.workspace.checked import Checked
from cairn.evidence.workspace.of_release import OpenRow
from cairn.evidence.workspace.previewing import Preview, preview
from cairn.evidence.workspace.tables import table_of
from cairn.guard.trace.events import Event


class OfIndicators:
    """What lies below the list of indicators."""

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("evidence:indicators"), "label": str(_("Indicators"))}
        return [*super().crumbs(), way]  # type: ignore[misc]


class AboutText(OfIndicators, OpenRow):
    """What all pages about one text have in common."""

    model = IndicatorText
    icon = "order"
    row: IndicatorText

    def rows(self) -> Any:
        return IndicatorText.objects.select_related("written_by", "reviewed_by")

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("evidence:indicator", args=[self.row.code]), "label": self.row.code}
        here = {"url": reverse("evidence:text", args=[self.row.pk]), "label": str(self.row)}
        return [*super().crumbs(), way, *([here] if self.heading != str(self.row) else [])]

    def next_address(self, answer: IndicatorText) -> str:
        return reverse("evidence:text", args=[answer.pk])


def previewed(screen: OpenRow, text: IndicatorText, checked: Checked) -> dict[str, Any]:
    """What the text would say, where the page is asked for it; whoever sees figures of facts is written down."""
    request = screen.request
    if checked.indicator is None or not ({"preview", "by"} & set(request.GET)):
        return {}
    seen = preview(text, checked.indicator, get_language() or "en")
    if seen.reader or seen.report:
        screen.trace(Event.FACTS_READ, text)
    return shown(seen, request)


def shown(seen: Preview, request: HttpRequest) -> dict[str, Any]:
    """A preview as templates draw it."""
    drawn = table_of(seen.reader, request) if seen.reader else {}
    return {"preview": seen, **seen.report, **drawn}
