"""Screens with a form that does one act."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cairn.guard.screens.base import RowScreen, Screen
from cairn.mission.errors import CairnError


class ActScreen(Screen):
    """A form, one act, an answer. What the act refuses is said beside the form, with all that was written in it."""

    form_class: ClassVar[type[forms.Form]]
    template_name = "guard/screens/act.html"
    button: ClassVar[Any] = ""
    said: ClassVar[Any] = ""

    @property
    def back(self) -> str:
        """Where “Cancel” leads: the page from which this one is reached."""
        return self.crumbs()[-1]["url"]

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        return self.form_class(data, files, **self.form_options())

    def form_options(self) -> dict[str, Any]:
        return {}

    def act(self, form: forms.Form) -> Any:
        """Call the one act; what it answers is given to `done`."""
        raise NotImplementedError  # pragma: no cover - each screen names its act.

    def done(self, answer: Any) -> HttpResponse:
        if self.said:
            messages.success(self.request, str(self.said))
        return redirect(self.next_address(answer))

    def next_address(self, answer: Any) -> str:
        raise NotImplementedError  # pragma: no cover - each screen says where it leads.

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self.done(self.act(form))
            except ValidationError as error:
                add_errors(form, error)
            except CairnError as error:
                form.add_error(None, str(error))
        return self.show(form=form, status=422)


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
