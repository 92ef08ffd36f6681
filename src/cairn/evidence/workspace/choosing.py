"""The first step of a release: which series, which indicators, up to which day, and what changed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.evidence.acts import begin_series, change_draft, draft_release
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import fact_table
from cairn.evidence.indicators import Indicator, indicators
from cairn.evidence.indicators.declaration import CODE, FIRST_YEAR
from cairn.evidence.models import Release, Series, State
from cairn.evidence.workspace.of_release import OpenRowAct, ReleaseAct
from cairn.evidence.workspace.way import CHOOSE
from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen

# No choice is called so: whoever does not say on which one they look is asked to look again.
UNSEEN = "-"


def in_each_language(
    name: str, label: Any, widget: type[forms.Widget], **more: Any
) -> dict[str, forms.Field]:
    """A field for each language of the mission."""
    attrs = {"rows": 3} if issubclass(widget, forms.Textarea) else {}
    return {
        f"{name}_{code}": forms.CharField(
            label=_now("%(what)s (%(language)s)") % {"what": label, "language": language},
            required=False, max_length=2000, widget=widget(attrs={**attrs, "lang": code, "dir": "auto"}), **more,
        )
        for code, language in settings.LANGUAGES
    }  # fmt: skip


def told_in(form: forms.Form, name: str) -> dict[str, str]:
    """What was written into such fields, by language."""
    told = {code: form.cleaned_data.get(f"{name}_{code}", "").strip() for code, _name in settings.LANGUAGES}
    return {code: said for code, said in told.items() if said}


class ChoiceForm(forms.Form):
    """Indicators, the last day that counts, and what changed since the release before."""

    indicators = forms.MultipleChoiceField(
        label=_("Indicators"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one indicator.")},
    )
    cut_off = forms.DateField(
        label=_("Last day that counts"),
        help_text=_(
            "What happened on later days is left out, so that the release speaks of days that are over."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    facts = forms.ChoiceField(label=_("Facts"), widget=forms.RadioSelect, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, release: Release | None, asks_what_changed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = indicators()
        _choices(self, "indicators", [(one.code, one.code) for one in self.known])
        if release and release.snapshot:
            _choices(self, "facts", _facts_choices(release))
        else:
            del self.fields["facts"]
        if asks_what_changed:
            self.fields |= in_each_language("changes", _("What changed, and why"), forms.Textarea)

    def clean_cut_off(self) -> dt.date:
        day: dt.date = self.cleaned_data["cut_off"]
        if day > timezone.localdate():
            raise forms.ValidationError(_now("This day is still to come."))
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(
                _now("This day is outside time: figures begin in %(year)d.") % {"year": FIRST_YEAR}
            )
        return day

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The indicators by programme, each with what it counts in a sentence."""
        chosen = set(self["indicators"].value() or ())
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.known:
            found.setdefault(_programme(one), []).append(_line(one, one.code in chosen))
        return [{"title": title, "lines": found[title]} for title in sorted(found)]

    @property
    def other_fields(self) -> Iterator[forms.BoundField]:
        yield from (field for field in self.visible_fields() if field.name != "indicators")


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _facts_choices(release: Release) -> list[tuple[str, str]]:
    day = date_format(release.known_on, "DATE_FORMAT") if release.known_on else ""
    return [
        ("keep", _now("Keep the facts of %(day)s: the figures stay as they are.") % {"day": day}),
        ("anew", _now("Take the facts anew, with all that was recorded since.")),
    ]


def _programme(one: Indicator) -> str:
    try:
        programme = fact_table(one.facts).programme
        return str(apps.get_app_config(programme).verbose_name)
    except (WrongFacts, LookupError):
        return _now("Others")


def _line(one: Indicator, is_chosen: bool) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "indicator": one,
        "title": one.words("title", language),
        "definition": one.words("definition", language),
        "is_chosen": is_chosen,
    }


class SeriesForm(forms.Form):
    """A line of releases about one subject."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Part of public addresses, such as /data/releases/calais/3/. It stays for ever."),
        validators=[
            RegexValidator(rf"^{CODE.pattern}$", _("Small letters and digits with hyphens between."))
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= in_each_language("title", _("Title"), forms.TextInput)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Series.objects.filter(code=code).exists():
            raise forms.ValidationError(_now("There is a series with this code already."))
        return code


class BeginSeriesScreen(ActScreen):
    """A new line of releases; its first release is chosen right after."""

    right = Can.RELEASE_BUILD
    form_class = SeriesForm
    template_name = "evidence/series_new.html"
    title = _("Begin a series of releases")
    icon = "plus"
    button = _("Go on to the choice of indicators")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("evidence:releases"), "label": str(_("Releases"))}]

    def act(self, form: Any) -> Series:
        return begin_series(form.cleaned_data["code"], told_in(form, "title"), by=self.request.user)

    def next_address(self, answer: Series) -> str:
        return reverse("evidence:release-new", args=[answer.pk])


class DraftScreen(OpenRowAct):
    """The next release of a series, with the choice of the last one to begin with."""

    model = Series
    right = Can.RELEASE_BUILD
    form_class = ChoiceForm
    template_name = "evidence/choose.html"
    title = _("Begin a release")
    icon = "plus"
    button = _("Keep the choice and go on")

    @property
    def heading(self) -> str:
        return f"{self.row} {self.number}"

    @cached_property
    def last(self) -> Release | None:
        found: Release | None = self.row.releases.order_by("-number").first()
        return found

    @property
    def number(self) -> int:
        return self.last.number + 1 if self.last else 1

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("evidence:releases"), "label": str(_("Releases"))}
        here = {"url": reverse("evidence:series", args=[self.row.pk]), "label": str(self.row)}
        return [*super().crumbs(), way, here]

    def form_options(self) -> dict[str, Any]:
        chosen = self.last.indicators if self.last else []
        initial = {"indicators": chosen, "cut_off": timezone.localdate()}
        return {"initial": initial, "release": None, "asks_what_changed": self.number > 1}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "number": self.number, "last": self.last}

    def act(self, form: Any) -> Release:
        told = form.cleaned_data
        return draft_release(
            self.row, by=self.request.user, indicators=told["indicators"], cut_off=told["cut_off"],
            changes=told_in(form, "changes"),
        )  # fmt: skip

    def next_address(self, answer: Release) -> str:
        return reverse("evidence:build", args=[answer.pk])


class ChangeScreen(ReleaseAct):
    """Another choice for a release that is not out; what was built of the old one counts no more."""

    right = Can.RELEASE_BUILD
    form_class = ChoiceForm
    template_name = "evidence/choose.html"
    title = _("Change the choice")
    button = _("Keep the choice and go on")
    step = CHOOSE

    @property
    def refusal(self) -> str:
        if self.row.is_out or self.row.state == State.BUILDING:
            return _now("%(release)s is “%(state)s”, so its choice cannot be changed now.") % {
                "release": self.row, "state": self.row.get_state_display(),
            }  # fmt: skip
        return ""

    def form_options(self) -> dict[str, Any]:
        release = self.row
        changes = {f"changes_{code}": said for code, said in release.changes.items()}
        asks_anew = release.sent_back or release.trouble
        initial = {
            "indicators": release.indicators, "cut_off": release.cut_off, "seen": release.choice,
            "facts": "anew" if asks_anew else "keep", **changes,
        }  # fmt: skip
        return {"initial": initial, "release": release, "asks_what_changed": release.number > 1}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "number": self.row.number}

    def act(self, form: Any) -> Release:
        told = form.cleaned_data
        return change_draft(
            self.row, by=self.request.user, indicators=told["indicators"], cut_off=told["cut_off"],
            changes=told_in(form, "changes"), fresh_facts=told.get("facts") != "keep", seen=told["seen"] or UNSEEN,
        )  # fmt: skip

    def next_address(self, answer: Release) -> str:
        return reverse("evidence:build", args=[answer.pk])


urls = [
    path("series/new/", BeginSeriesScreen.as_view(), name="series-new"),
    path("series/<int:pk>/release/", DraftScreen.as_view(), name="release-new"),
    path("releases/<int:pk>/change/", ChangeScreen.as_view(), name="release-change"),
]
