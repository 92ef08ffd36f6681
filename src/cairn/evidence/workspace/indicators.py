"""The indicators of the mission: those in force, those that are written, and each with all its versions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import fact_table
from cairn.evidence.indicators import Indicator, WrongIndicator, indicators
from cairn.evidence.indicators.declaration import as_plain
from cairn.evidence.indicators.library import brought, brought_texts, declared, ensure_fits
from cairn.evidence.models import IndicatorText, Released
from cairn.evidence.workspace.checked import Checked
from cairn.guard.rights import Can
from cairn.guard.screens import Screen


class IndicatorsScreen(Screen):
    """What a release may choose, and what is being written."""

    right = Can.RELEASE_READ
    template_name = "evidence/indicators.html"
    title = _("Indicators")
    icon = "order"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at_work = IndicatorText.objects.at_work().select_related("written_by")
        return self.show(
            lines=[in_short(one) for one in indicators()],
            at_work=at_work,
            may_write=self.may(Can.INDICATOR_WRITE),
        )


def in_short(one: Indicator) -> dict[str, Any]:
    return {
        "indicator": one,
        "title": one.words("title", get_language() or "en"),
        "facts": _facts(one),
        "was_brought": brought().get(one.code) == one,
        "misfit": misfit(one),
    }


def misfit(one: Indicator) -> str:
    """Why an indicator that was reviewed once fits its facts no more; nothing where it does."""
    try:
        ensure_fits(one)
    except WrongIndicator as wrong:
        return wrong.said
    return ""


def _facts(one: Indicator) -> str:
    try:
        return str(fact_table(one.facts).title)
    except WrongFacts:
        return one.facts


class IndicatorScreen(Screen):
    """One indicator as it stands: what it counts and how, its text, its versions, and the releases that say it."""

    right = Can.RELEASE_READ
    template_name = "evidence/indicator.html"
    icon = "order"

    def admit(self) -> None:
        super().admit()
        self.code: str = self.kwargs["code"]
        self.indicator = declared().get(self.code)
        self.texts = list(
            IndicatorText.objects.filter(code=self.code).select_related("written_by", "reviewed_by")
        )
        if self.indicator is None and not self.texts:
            raise Http404

    @property
    def heading(self) -> str:
        return self.indicator.words("title", get_language() or "en") if self.indicator else self.code

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("evidence:indicators"), "label": str(_("Indicators"))}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = self.indicator
        brought_here = brought().get(self.code)
        said_in = Released.objects.out().of(self.code)
        return self.show(
            code=self.code,
            one=one,
            line=in_short(one) if one else None,
            definition=one.words("definition", get_language() or "en") if one else "",
            method=one.words("method", get_language() or "en") if one else "",
            lines=list(Checked(self._words()).lines()),
            texts=self.texts,
            brought=brought_here,
            said_in=said_in,
            plain=as_plain(one) if one else {},
            may_write=self.may(Can.INDICATOR_WRITE) and not any(text.state in ("draft", "waiting") for text in self.texts),
        )  # fmt: skip

    def _words(self) -> str:
        """The text in force."""
        if self.indicator is None:
            return ""
        if self.indicator == brought().get(self.code):
            return brought_texts()[self.code][0]
        text = next(text for text in self.texts if text.version == self.indicator.version)
        return text.text


urls = [
    path("indicators/", IndicatorsScreen.as_view(), name="indicators"),
    path("indicators/<slug:code>/", IndicatorScreen.as_view(), name="indicator"),
]
