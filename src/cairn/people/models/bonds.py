"""Who belongs to whom."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import PartlySeen
from cairn.guard.sealed import SealedText
from cairn.people.codes import RelationKind


class Household(models.Model):
    """People who live or travel as one. It holds a code and no word about anybody."""

    reference = models.CharField(_("reference"), max_length=9, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self) -> str:
        return self.reference


class Relation(PartlySeen):
    """What one person is to another, sealed with the key of the first; it goes when either goes."""

    scope_through = "person__"
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="relations", verbose_name=_("person")
    )
    to = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="related_by", verbose_name=_("to")
    )
    kind = SealedText(_("relation"), choices=RelationKind.choices, max_length=20)
    note = SealedText(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        (Role.CASE_SUPERVISOR, Role.CASEWORKER, Role.DATA_PROTECTION, Role.FIELD_PARTNER),
        ("person", "to", "kind", "note"),
    )

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("to")),
                name="nobody_is_related_to_themselves",
                violation_error_message=_("Nobody is related to themselves: choose another person."),
            )
        ]

    @property
    def reference(self) -> str:
        return f"{self.person} – {self.to}"
