"""A model field whose column holds sealed bytes, and whose attribute is ordinary.

It is opened when it is read and not before, with the data key of its row. The place that a value is sealed for
is its model, its row and its field; `known_as` keeps that name when a model or a field is renamed.
"""

import base64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from cairn.guard.keys.sealing import seal, unseal
from cairn.guard.sealed import forms as sealed_forms
from cairn.guard.sealed.envelope import CLOSED, Envelope, carrying, is_carrying, padded, unpadded
from cairn.guard.sealed.errors import SealedFieldError
from cairn.guard.sealed.field_checks import faults_of
from cairn.guard.sealed.plain import DUMPED, masked


class SealedAttribute(DeferredAttribute):
    """Opens on reading; setting the value that is there already changes nothing."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        envelope = super().__get__(instance, cls)
        if envelope is None or is_carrying() or envelope.carried:
            return envelope
        return self.field.opened(instance, envelope)

    def __set__(self, instance: Any, value: Any) -> None:
        held = instance.__dict__.get(self.field.attname)
        if isinstance(value, sealed_forms.Sealed):
            value = value.open()
        if value is None or isinstance(value, Envelope):
            instance.__dict__[self.field.attname] = value
        elif not isinstance(held, Envelope) or held.plain is CLOSED or not same(held.plain, value):
            instance.__dict__[self.field.attname] = Envelope(plain=masked(value))


def same(one: Any, other: Any) -> bool:
    """Equal, and of one kind: 1 is not True, neither by itself nor inside a list."""
    if isinstance(one, dict | list):
        return one is other
    return type(masked(one)) is type(masked(other)) and one == other


class NothingOnly(Exact):
    """Django asks for `exact` before it sees that it means `isnull`."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs is not None:
            raise lhs.output_field._incomparable()
        super().__init__(lhs, rhs)


class SealedField(models.Field):
    """What all sealed fields share; the kinds below say how their values become bytes."""

    descriptor_class = SealedAttribute
    form_class: type[forms.Field] = sealed_forms.SealedCharField
    default_error_messages = {"cannot_seal": _("This cannot be kept: write it in ordinary characters.")}

    def __init__(self, *args: Any, known_as: str = "", **kwargs: Any) -> None:
        self.known_as = known_as
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"known_as": self.known_as} if self.known_as else {})

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list:
        return [*super().check(**kwargs), *faults_of(self)]

    # How values become bytes, for each kind ----------------------------------------------------------------

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return plain.decode()

    def convert(self, value: Any) -> Any:
        """A value as Python has it, or a ValidationError that does not repeat what was given."""
        return value

    # Opening and sealing -----------------------------------------------------------------------------------

    def place(self, instance: models.Model) -> str:
        """What the value is bound to: moved anywhere else, it does not open."""
        name = self.known_as or f"{self.model._meta.concrete_model._meta.label_lower}.{self.name}"
        return f"{name}/{instance.pk}"

    def opened(self, instance: models.Model, envelope: Envelope) -> Any:
        if envelope.plain is CLOSED:
            envelope.as_read = self._read(instance, envelope.sealed or b"")
            envelope.plain = masked(self.from_bytes(envelope.as_read))
        return envelope.plain

    def _read(self, instance: models.Model, sealed: bytes) -> bytes:
        if not sealed:  # The field was added to a table that had rows already: nothing was sealed yet.
            return self.to_bytes(self.get_default())
        return unpadded(unseal(key_of(instance), self.place(instance), sealed))

    def pre_save(self, model_instance: models.Model, add: bool) -> Envelope | None:
        """The envelope with bytes that belong to this row, sealed now if the value is new."""
        with carrying():
            envelope = getattr(model_instance, self.attname)
        if envelope is None:
            return None
        stands_in = (self.place(model_instance), model_instance.data_key_id)  # type: ignore[attr-defined]
        if envelope.is_fresh or self._changed_inside(envelope):
            self._seal(model_instance, envelope, stands_in)
        elif envelope.sealed and envelope.stands_in != stands_in:
            if envelope.stands_in is not None:
                raise SealedFieldError(
                    f"“{self.name}” is sealed for another row or key. Read its value and set it on this row."
                )
            unseal(key_of(model_instance), stands_in[0], envelope.sealed)
        return envelope

    def _seal(self, instance: models.Model, envelope: Envelope, stands_in: tuple[str, object]) -> None:
        plain = self._bytes(envelope.plain)
        envelope.sealed = seal(key_of(instance), stands_in[0], padded(plain))
        envelope.as_read, envelope.stands_in = plain, stands_in

    def _bytes(self, value: Any) -> bytes:
        try:
            return self.to_bytes(self.to_python(value))
        except (ValidationError, ValueError, TypeError):
            raise SealedFieldError(
                f"“{self.name}” cannot be sealed: its value is not of this field's kind. Call full_clean() first."
            ) from None

    def _changed_inside(self, envelope: Envelope) -> bool:
        """Somebody changed a list or a table in place."""
        mutable = isinstance(envelope.plain, dict | list)
        return mutable and envelope.as_read is not None and self._bytes(envelope.plain) != envelope.as_read

    # The database ------------------------------------------------------------------------------------------

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Envelope | None:
        return None if value is None else Envelope(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if isinstance(value, Envelope) and value.sealed is not None:
            return connection.Database.Binary(value.sealed)
        if value == b"":  # What a migration writes into the rows that were there before the field.
            return connection.Database.Binary(value)
        raise SealedFieldError(
            f"“{self.name}” is sealed with the key of its row: set it on the instance and save() that. "
            "update() and bulk_update() cannot seal, and a new field of a table with rows is null or blank."
        )

    def get_lookup(self, lookup_name: str) -> Any:
        """Whether there is a value can be asked, also as `field=None`; what it is cannot."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return NothingOnly
        raise self._incomparable()

    def _incomparable(self) -> SealedFieldError:
        return SealedFieldError(
            f"“{self.name}” is sealed: the database cannot compare it. Ask the blind index of its model, or read "
            "the rows and compare here."
        )

    # Forms and dumps ---------------------------------------------------------------------------------------

    def to_python(self, value: Any) -> Any:
        if isinstance(value, sealed_forms.Sealed):
            value = value.open()
        if value is None or isinstance(value, Envelope):
            return value
        if isinstance(value, str) and value.startswith(DUMPED):
            return Envelope(base64.b64decode(value.removeprefix(DUMPED)), carried=True)
        return self.convert(value)

    def value_from_object(self, obj: models.Model) -> Any:
        """Closed: forms open it when they draw, and whatever else asks gets no word."""
        with carrying():
            envelope = super().value_from_object(obj)
        return None if envelope is None else sealed_forms.Sealed(obj, self)

    def value_to_string(self, obj: models.Model) -> str:
        envelope = self.pre_save(obj, add=False)
        return "" if envelope is None else DUMPED + base64.b64encode(envelope.sealed or b"").decode()

    def formfield(self, **kwargs: Any) -> Any:
        ours = {
            "form_class": self.form_class,
            "choices_form_class": sealed_forms.SealedChoiceField,
            "show_hidden_initial": False,  # The value would stand in the page a second time.
        }
        return super().formfield(**{**ours, **kwargs})


def key_of(instance: models.Model) -> bytes:
    from cairn.guard.keys.models import open_data_key

    if instance.data_key_id is None:  # type: ignore[attr-defined]
        raise SealedFieldError(
            "A row with sealed fields needs a data key before it is saved: give it the one of the person it is "
            "about, or DataKey.objects.make() for a new person."
        )
    return open_data_key(instance.data_key)  # type: ignore[attr-defined]
