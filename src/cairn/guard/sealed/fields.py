"""The kinds of sealed field: text, days, numbers, yes or no, JSON."""

import json
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed import forms as sealed_forms
from cairn.guard.sealed.field import SealedField
from cairn.guard.sealed.letters import lines_without_controls, without_controls
from cairn.guard.sealed.plain import DUMPED


class SealedText(SealedField):
    """Words: a name, a number, an address, or with `multiline` a text. `full_clean` takes out letters that nobody sees."""

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        super().__init__(*args, **kwargs)
        if self.max_length:
            self.validators.append(validators.MaxLengthValidator(self.max_length))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"multiline": True} if self.multiline else {})

    def convert(self, value: Any) -> str:
        text = value if isinstance(value, str) else str(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValidationError(self.error_messages["cannot_seal"], code="cannot_seal") from None
        return text

    def clean(self, value: Any, model_instance: Any) -> Any:
        """What nobody sees is taken out before it is asked whether there are words, and whether they are too many."""
        if isinstance(value, str):
            value = lines_without_controls(value) if self.multiline else without_controls(value)
            if value.startswith(DUMPED):
                raise ValidationError(self.error_messages["cannot_seal"], code="cannot_seal")
        return super().clean(value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        words: dict[str, Any] = {}
        if self.choices is None:
            words = {"max_length": self.max_length, "empty_value": None if self.null else ""}
            words |= {"widget": forms.Textarea, "multiline": True} if self.multiline else {}
        return super().formfield(**{**words, **kwargs})


class SealedDate(SealedField):
    """A day."""

    empty_strings_allowed = False
    form_class = sealed_forms.SealedDateField
    default_error_messages = {"not_a_day": _("Write a day that exists, such as 1990-02-28.")}

    def convert(self, value: Any) -> date:
        try:
            day = value.date() if isinstance(value, datetime) else value
            day = day if isinstance(day, date) else parse_date(str(day))
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(self.error_messages["not_a_day"], code="not_a_day")
        return day

    def to_bytes(self, value: date) -> bytes:
        return value.isoformat().encode()

    def from_bytes(self, plain: bytes) -> date:
        return date.fromisoformat(plain.decode())


class SealedInteger(SealedField):
    """A whole number, such as a year."""

    empty_strings_allowed = False
    form_class = sealed_forms.SealedIntegerField
    default_error_messages = {"not_a_number": _("Write a whole number.")}

    def convert(self, value: Any) -> int:
        try:
            return int(value)
        except (TypeError, ValueError):
            raise ValidationError(self.error_messages["not_a_number"], code="not_a_number") from None

    def from_bytes(self, plain: bytes) -> int:
        return int(plain)


class SealedBoolean(SealedField):
    """Yes or no; with `null`, also unknown."""

    empty_strings_allowed = False
    form_class = sealed_forms.SealedBooleanField
    default_error_messages = {"not_yes_or_no": _("Say yes or no.")}

    def convert(self, value: Any) -> bool:
        said = {True: True, False: False, "True": True, "False": False, "1": True, "0": False}
        if not isinstance(value, bool | int | str) or value not in said:
            raise ValidationError(self.error_messages["not_yes_or_no"], code="not_yes_or_no")
        return said[value]

    def to_bytes(self, value: bool) -> bytes:
        return b"1" if value else b"0"

    def from_bytes(self, plain: bytes) -> bool:
        return plain == b"1"

    def formfield(self, **kwargs: Any) -> Any:
        # A box that is not ticked says no; a field that may be unknown offers three answers.
        chosen = sealed_forms.SealedNullBooleanField if self.null else sealed_forms.SealedBooleanField
        return super().formfield(**{"form_class": chosen, "required": False, **kwargs})


class SealedJSON(SealedField):
    """Lists and tables. A change in place is noticed when the row is saved."""

    empty_strings_allowed = False
    form_class = sealed_forms.SealedJSONField

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)
