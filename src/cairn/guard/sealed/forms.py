"""Form fields for what is sealed: they take a closed value as their start, and open it when it is drawn."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.letters import lines_without_controls, without_controls
from cairn.guard.sealed.plain import DUMPED, MASK, Masked


class Sealed(Masked):
    """A value of a row that is not opened yet."""

    __slots__ = ("field", "instance")

    def __init__(self, instance: Any, field: Any) -> None:
        self.instance, self.field = instance, field

    def __str__(self) -> str:
        return MASK

    def open(self) -> Any:
        return getattr(self.instance, self.field.attname)


def opened(value: Any) -> Any:
    return value.open() if isinstance(value, Sealed) else value


class OpensSealed:
    """What every form field of a sealed one does besides its own work."""

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(opened(value))  # type: ignore[misc]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(opened(initial), data)  # type: ignore[misc]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(opened(value))  # type: ignore[misc]
        if any(isinstance(text, str) and text.startswith(DUMPED) for text in (value, cleaned)):
            raise ValidationError(_("This cannot be kept: write it in other words."), code="dumped")
        return cleaned


class SealedCharField(OpensSealed, forms.CharField):
    """Words as they will be kept, so that nothing looks changed but what is."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or "\0" in text:  # A null is refused in words by the field itself.
            return text
        tidy = lines_without_controls(text) if self.multiline else without_controls(text)
        return tidy or self.empty_value


class SealedChoiceField(OpensSealed, forms.TypedChoiceField):
    pass


class SealedDateField(OpensSealed, forms.DateField):
    pass


class SealedIntegerField(OpensSealed, forms.IntegerField):
    pass


class SealedBooleanField(OpensSealed, forms.BooleanField):
    pass


class SealedNullBooleanField(OpensSealed, forms.NullBooleanField):
    pass


class SealedJSONField(OpensSealed, forms.JSONField):
    pass
