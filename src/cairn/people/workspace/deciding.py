"""Decisions about rows that hang on a person: what is decided is shown, with what there is to know, and taken once."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.guard.screens import RowActScreen


class DecisionScreen(RowActScreen):
    """Takes one decision; `decide` is the act, and gets what the form asked for."""

    decide: ClassVar[Callable[..., Any]]
    shown_with: ClassVar[tuple[str, ...]] = ("person",)
    button = _("Decide")
    said = _("Your decision is recorded.")

    @property
    def heading(self) -> str:
        return str(self.title)

    def rows(self) -> Any:
        return super().rows().select_related(*self.shown_with)

    def act(self, form: forms.Form) -> Any:
        return type(self).decide(self.row, by=self.request.user, **form.cleaned_data)
