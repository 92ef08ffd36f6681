"""Screens with a form that does one act."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cairn.guard.screens.base import RowScreen, Screen
from cairn.guard.sealed.letters import posted_without_controls
from cairn.mission.errors import CairnError


class AnswerScreen(Screen, ABC):
    """A form, one act, an answer. What the act refuses is said beside the form, with all that was written in it.

    Letters that nobody sees are taken out of what is sent, whatever it is for.
    """

    form_class: ClassVar[type[forms.Form]]
    template_name = "guard/screens/act.html"
    button: ClassVar[Any] = ""

    @classmethod
    def as_view(cls, **given: Any) -> Callable[..., Any]:
        """A screen without its act or its answer has no address: it fails where addresses are made."""
        if missing := sorted(cls.__abstractmethods__):
            raise TypeError(f"{cls.__qualname__} does not say {' and '.join(missing)}.")
        return super().as_view(**given)

    @property
    def back(self) -> str:
        """Where “Cancel” leads: the page from which this one is reached."""
        return self.crumbs()[-1]["url"]

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        return self.form_class(data, files, **self.form_options())

    def form_options(self) -> dict[str, Any]:
        return {}

    @abstractmethod
    def act(self, form: forms.Form) -> Any:
        """Call the one act; what it answers is given to `done`."""

    @abstractmethod
    def done(self, answer: Any) -> HttpResponse:
        """What the colleague sees when it is done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(posted_without_controls(request.POST), request.FILES)
        if form.is_valid():
            try:
                return self.done(self.act(form))
            except ValidationError as error:
                add_errors(form, error)
            except CairnError as error:
                form.add_error(None, str(error))
        return self.show(form=form, status=422)


class ActScreen(AnswerScreen):
    """The same, where the answer is a sentence on the page to which the act leads."""

    said: ClassVar[Any] = ""

    def done(self, answer: Any) -> HttpResponse:
        if self.said:
            messages.success(self.request, str(self.said))
        return redirect(self.next_address(answer))

    @abstractmethod
    def next_address(self, answer: Any) -> str:
        """Where the colleague is led when it is done."""


class RowActScreen(ActScreen, RowScreen):
    """The same for one protected row."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.read_event:
            self.trace(self.read_event, self.row)
        return self.show(form=self.form())


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Each reason beside its field, and those of fields that the form does not show above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, reasons in error.error_dict.items():
        form.add_error(name if name in form.fields else None, reasons)
