"""Error pages, and error mails, that show where it went wrong and nothing of what was there.

Django shows the local variables of every frame, what was posted and what was asked for; any of them may hold a
name or a search for one. Here each variable is told by its kind only, our own sentences are shown because they
quote nobody, and the words of any other error are left out.
"""

from types import FrameType
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from cairn.mission.errors import CairnError

LEFT_OUT = "left out: it may be about a person"


class TellsKindsOnly(SafeExceptionReporterFilter):
    """Answers by kinds, on every page and in every mode."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        return {} if request is None else dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, str]:
        return dict.fromkeys(getattr(request, "COOKIES", {}), self.cleansed_substitute)

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        kept = (
            "REQUEST_METHOD",
            "SCRIPT_NAME",
            "SERVER_NAME",
            "SERVER_PORT",
            "CONTENT_LENGTH",
            "CONTENT_TYPE",
        )
        return {name: request.META[name] for name in kept if name in request.META} if request else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> list:
        return [(name, Told(kind_of(value))) for name, value in tb_frame.f_locals.items()]


class ReportsWithoutData(ExceptionReporter):
    """Leaves out what the filter has no say in: the question in the address, and the words of the error."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if "exception_value" in data and not isinstance(self.exc_value, CairnError):
            data["exception_value"] = LEFT_OUT
        data["unicode_hint"] = data["exception_notes"] = ""
        data["request_GET_items"] = [(name, LEFT_OUT) for name, _value in data.get("request_GET_items") or ()]
        data["request_FILES_items"] = []
        data["user_str"] = LEFT_OUT
        if self.request is not None:
            data["request_insecure_uri"] = self.request.path
        for frame in data.get("frames", ()):
            frame["exc_cause"] = type(frame["exc_cause"]).__name__ if frame.get("exc_cause") else None
        return data


class Told(str):
    """A description, which `pprint` shows as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def kind_of(value: object) -> str:
    """A value by its kind, its length, and for a row its number: enough to find a fault by."""
    if value is None or isinstance(value, bool):
        return repr(value)
    name = type(value).__qualname__
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, str | bytes | list | tuple | dict | set | frozenset):
        return f"{name} of {len(value)}"
    return name
