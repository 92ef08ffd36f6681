"""Organisations, and the agreements by which something may be told to them. An open register: it holds nobody."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard import purposes
from cairn.guard.offices import SHORT_CODE
from cairn.programmes.partners.codes import OrganisationKind
from cairn.programmes.partners.items import every_item
from cairn.programmes.partners.keys import PublicKey, read_key
from cairn.programmes.partners.origins import read_origin


class Organisation(models.Model):
    """Somebody to whom the mission refers people, or who refers people to it."""

    # Consents name a partner by it.
    code = models.CharField(_("code"), max_length=12, unique=True, validators=[SHORT_CODE])
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    country = models.CharField(_("country"), max_length=2)
    address = models.TextField(_("address"), max_length=500, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    e_mail = models.EmailField(_("e-mail"), blank=True)
    public_key = models.CharField(
        _("key of its Cairn"),
        max_length=120,
        blank=True,
        help_text=_("One line that the other mission gives; compare its fingerprint by telephone."),
    )
    origin = models.CharField(
        _("address of its Cairn"),
        max_length=200,
        blank=True,
        help_text=_(
            "Such as https://work.mission.example. Links of referrals are fetched from there alone; empty: from nowhere."
        ),
    )
    ended_on = models.DateField(_("no partner any more since"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["origin"],
                condition=~models.Q(origin=""),
                name="an_address_is_of_one_organisation",
                violation_error_message=_("Another organisation has this address already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def clean(self) -> None:
        """One key is one mission: two partners with the same one could not be told apart."""
        wrong: dict[str, object] = {}
        for name, read in (("public_key", read_key), ("origin", read_origin)):
            try:
                setattr(self, name, str(read(getattr(self, name))) if getattr(self, name) else "")
            except ValidationError as refused:
                wrong[name] = refused.messages
        if self.public_key and self._others().filter(public_key=self.public_key).exists():
            wrong.setdefault("public_key", _("Another organisation has this key already."))
        if self.origin and not self.public_key:
            wrong.setdefault(
                "public_key", _("What comes from this address is known by its key: write it here.")
            )
        if wrong:
            raise ValidationError(wrong)

    def _others(self) -> models.QuerySet:
        return Organisation.objects.exclude(pk=self.pk)

    @property
    def key(self) -> PublicKey | None:
        return read_key(self.public_key) if self.public_key else None

    @property
    def fingerprint(self) -> str:
        return self.key.fingerprint if self.key else ""


class AgreementQuerySet(models.QuerySet):
    def in_force(self, on: dt.date) -> Self:
        """Signed, begun, not over and not ended."""
        return self.filter(
            models.Q(ended_on=None) | models.Q(ended_on__gt=on),
            models.Q(valid_until=None) | models.Q(valid_until__gte=on),
            signed_on__lte=on,
            valid_from__lte=on,
        )


class SharingAgreement(models.Model):
    """What may be told to a partner, for which purposes and how long. Without one nothing is told."""

    partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("partner")
    )
    title = models.CharField(_("title"), max_length=120)
    purposes = models.JSONField(_("purposes"), default=list)
    items = models.JSONField(_("what may be told"), default=list)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing agreement")
        verbose_name_plural = _("sharing agreements")
        ordering = ("partner__name", "-valid_from", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="an_agreement_ends_after_it_begins",
                violation_error_message=_("An agreement ends after it begins: check both days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner.code}: {self.title}"

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        if not self.purposes or not set(self.purposes) <= {code for code, _name in purposes.CHOICES}:
            wrong["purposes"] = _("Choose at least one purpose.")
        if not self.items or not set(self.items) <= every_item().keys():
            wrong["items"] = _("Choose at least one thing that may be told.")
        if self.signed_on and self.signed_on > timezone.localdate():
            wrong["signed_on"] = _("This day is still to come.")
        if wrong:
            raise ValidationError(wrong)
