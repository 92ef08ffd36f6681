"""The trace in the database. Triggers keep its rows as they were written; see the migrations."""

import json
from typing import Any

from django.db import models
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

HASH = 32
SIGNATURE = 64


class Detail(models.Func):
    """What an entry names in one of its details, as the database reads it out of the text: `Detail("data", detail="to")`.

    Both databases keep an index of it, so that nobody has to read a million entries to find a dozen.
    """

    arity = 1
    output_field = models.TextField()
    template = "json_extract(%(expressions)s, '$.%(detail)s')"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "((%(expressions)s)::jsonb ->> '%(detail)s')"
        return self.as_sql(compiler, connection, template=template, **more)


def _of_a_detail(detail: str, name: str) -> models.Index:
    """Only of entries that have the detail; most have none."""
    named = Detail("data", detail=detail)
    return models.Index(named, "sequence", name=name, condition=models.Q(IsNull(named, False)))


class AuditEntry(models.Model):
    """One act, or one read of protected data: who, what, whose, and why in codes. Never the data itself.

    No foreign keys: the trace outlives the rows it tells of, and the accounts of those who acted.
    """

    sequence = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    who = models.BigIntegerField(_("who"), null=True, blank=True)
    role = models.CharField(_("role"), max_length=200, blank=True)
    event = models.CharField(_("event"), max_length=80)
    subject_model = models.CharField(_("kind of row"), max_length=80, blank=True)
    subject_id = models.CharField(_("row"), max_length=40, blank=True)
    # Text, not JSON: a hash is over exact bytes, and databases write JSON as they please.
    data = models.TextField(_("details"), default="{}")
    previous = models.BinaryField(_("hash of the entry before"), max_length=HASH)
    hash = models.BinaryField(_("hash"), max_length=HASH)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("sequence",)
        indexes = [
            models.Index(fields=["subject_model", "subject_id", "sequence"], name="trace_of_a_row"),
            models.Index(fields=["who", "sequence"], name="trace_of_a_colleague"),
            models.Index(fields=["event", "sequence"], name="trace_of_an_event"),
            models.Index(fields=["role", "sequence"], name="trace_of_a_role"),
            models.Index(fields=["at", "sequence"], name="trace_of_a_time"),
            _of_a_detail("person", "trace_naming_a_person"),
            _of_a_detail("to", "trace_naming_another"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"

    @property
    def details(self) -> dict[str, Any]:
        return json.loads(self.data)


class SignedHead(models.Model):
    """How far the trace reached at a moment, signed: no shorter or other trace fits it."""

    count = models.BigIntegerField(_("entries"))
    hash = models.BinaryField(_("hash of the last"), max_length=HASH)
    at = models.DateTimeField(_("at"))
    public_key = models.BinaryField(_("public key"), max_length=HASH)
    signature = models.BinaryField(_("signature"), max_length=SIGNATURE)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.count} entries"


class AuditHead(SignedHead):
    """The end of the chain: the one row that whoever adds an entry holds until the transaction is over."""

    THE_ONE = 1
    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)

    class Meta:
        verbose_name = _("head of the trace")
        verbose_name_plural = _("heads of the trace")


class AuditCheckpoint(SignedHead):
    """A head that is remembered, here and in a file outside the database."""

    count = models.BigIntegerField(_("entries"), primary_key=True)

    class Meta:
        verbose_name = _("audit checkpoint")
        verbose_name_plural = _("audit checkpoints")
        ordering = ("count",)
