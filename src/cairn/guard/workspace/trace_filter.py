"""What somebody asks the trace: by whom, what, in which role, when, about which row. Codes and numbers only."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import AuditEntry, User
from cairn.guard.references import kind_in_words
from cairn.guard.roles import ROLES
from cairn.guard.trace.events import Event
from cairn.guard.trace.reads import entries_naming, entries_where
from cairn.guard.trace.telling import SHORT, event_in_words, roles_in_words

ABOUT = re.compile(r"([a-z]+\.[a-z]+):([0-9a-f-]{36}|[0-9]{1,18})")
Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _events() -> list[tuple[str, Any]]:
    return [
        ("", _("everything")),
        *sorted(((str(e), event_in_words(e)) for e in Event), key=lambda each: each[1]),
    ]


def _roles() -> list[tuple[str, Any]]:
    return [("", _("any")), *((str(role), info.name) for role, info in ROLES.items())]


class TraceFilter(forms.Form):
    """Stands in the address of the page, so it holds nothing that says who anybody is."""

    who = forms.ModelChoiceField(
        User.objects.order_by("username"), required=False, label=_("Colleague"), empty_label=_("anybody")
    )
    event = forms.ChoiceField(choices=_events, required=False, label=_("What"))
    role = forms.ChoiceField(choices=_roles, required=False, label=_("Role"))
    since = forms.DateField(required=False, label=_("From"), widget=Day)
    until = forms.DateField(required=False, label=_("To"), widget=Day)
    about = forms.RegexField(ABOUT, required=False, widget=forms.HiddenInput)

    def subject(self) -> tuple[str, str] | None:
        """The kind and the number of the row that is asked about."""
        found = ABOUT.fullmatch(self.cleaned_data.get("about", ""))
        return (found[1], found[2]) if found else None

    def entries(self) -> QuerySet[AuditEntry]:
        """The latest first; none where the filter itself is wrong."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        subject = self.subject()
        found = entries_naming(*subject) if subject else AuditEntry.objects.order_by("-sequence")
        given = self.cleaned_data
        return entries_where(
            found,
            who=given["who"].pk if given["who"] else None,
            event=given["event"],
            role=given["role"],
            since=_midnight(given["since"]) if given["since"] else None,
            until=_midnight(given["until"] + dt.timedelta(days=1)) if given["until"] else None,
        )

    def asked(self) -> dict[str, str]:
        """The filter as it stands in an address, and as an export keeps it."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}


def filter_in_words(asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A filter as an export keeps it, for those who read that it was taken: labels and what was chosen."""
    for name, value in asked.items():
        match name:
            case "who":
                found = User.objects.filter(pk=value).first() if value.isdecimal() else None
                value = found.get_username() if found else value
            case "event":
                value = event_in_words(value)
            case "role":
                value = roles_in_words(value)
            case "about":
                model, _colon, number = value.partition(":")
                yield kind_in_words(model), number[:SHORT]
                continue
        yield str(TraceFilter.base_fields[name].label if name in TraceFilter.base_fields else name), value


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
