"""What every protected row is: it has a number that tells nothing, a key, and a reference for a name."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.core import checks
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.keys.models import DataKey
from cairn.guard.sealed.envelope import Envelope, carrying
from cairn.guard.sealed.errors import SealedFieldError
from cairn.guard.sealed.field import SealedField


class ProtectedQuerySet(models.QuerySet):
    """The one door to protected rows; a model opens it by saying who sees what."""

    def visible_to(self, user: Any) -> Self:
        """Where every reading begins. A model that says nothing shows nothing."""
        return self.none()

    def with_keys(self) -> Self:
        """Together with the data keys, for whoever will read sealed fields of many rows."""
        return self.select_related("data_key")

    def order_by(self, *field_names: Any) -> Self:
        sealed = {field.name for field in self.model._meta.get_fields() if isinstance(field, SealedField)}
        if asked := sealed.intersection(str(name).lstrip("-") for name in field_names):
            raise SealedFieldError(f"“{asked.pop()}” is sealed: the database cannot order by it.")
        return super().order_by(*field_names)


class Protected(models.Model):
    """A row about a person. Its sealed fields open with its data key, which all rows about the person share.

    Whoever subclasses it adds a `reference`, short and not sealed: that is what `str()` gives, so that no log,
    title, e-mail or history ever carries a name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_key = models.ForeignKey(
        "guard.DataKey",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("data key"),
    )
    # A change names the version it was made on, so that nobody's edit is lost (`guard.edits`).
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.reference)  # type: ignore[attr-defined]

    @classmethod
    def from_db(cls, db: str | None, field_names: Iterable[str], values: Iterable[Any]) -> Self:
        """Remember for which row and key each value came, so that none is saved under another."""
        row = super().from_db(db, field_names, values)
        key = row.__dict__.get("data_key_id")
        for field in sealed_fields(cls):
            held = row.__dict__.get(field.attname)
            if key is not None and isinstance(held, Envelope):
                held.stands_in = (field.place(row), key)
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        with carrying():
            super().refresh_from_db(*args, **kwargs)

    @classmethod
    def check(cls, **kwargs: Any) -> list:
        faults = super().check(**kwargs)
        named = getattr(cls, "reference", None)
        if not cls._meta.abstract and (
            named is None or isinstance(getattr(named, "field", None), SealedField)
        ):
            said = "A protected model needs a “reference” that is not sealed: it is what str() gives."
            faults.append(checks.Error(said, obj=cls, id="guard.E010"))
        return faults


def seal_anew(row: Protected, key: DataKey) -> None:
    """Every sealed value of a row once more, under another key; the old envelopes are bound to the old one.

    Save the whole row afterwards.
    """
    values = {field.attname: getattr(row, field.attname) for field in sealed_fields(type(row))}
    row.data_key = key
    for name, value in values.items():
        setattr(row, name, None)
        setattr(row, name, value)


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
