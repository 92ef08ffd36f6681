"""A person in the register."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import Scoped
from cairn.guard.sealed import SealedBoolean, SealedJSON, SealedText
from cairn.people.births import checked_birth
from cairn.people.checks import clean_person
from cairn.people.codes import BirthCertainty, Gender, MaritalStatus, Sex
from cairn.people.models.bonds import Household

NAMES = ("given_name", "father_name", "family_name", "own_script_name", "other_names")
BIRTH = ("born", "birth_certainty", "birth_place", "birth_country")
TRAITS = ("sex", "gender", "marital_status", "nationalities", "is_stateless")
SPEECH = ("languages", "needs_interpreter", "interpreter_notes")
NEEDS = ("special_needs", "flags")
PLACE = ("reference", "office", "team", "worker", "household", "registered_at", "retention_category")


class RegisterNumber(models.Model):
    """A number drawn for a person, once and never again: the blind index knows people by it."""

    class Meta:
        verbose_name = _("register number")
        verbose_name_plural = _("register numbers")

    def __str__(self) -> str:
        return str(self.pk)


class Person(Scoped):
    """Somebody whom the mission registers. Everything that says who they are is sealed with a key of their own."""

    reference = models.CharField(_("reference"), max_length=9, unique=True, editable=False)
    number = models.BigIntegerField(_("register number"), unique=True, editable=False)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    household = models.ForeignKey(
        Household,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("household"),
    )
    retention_category = models.CharField(_("retention category"), max_length=40, default="register")
    is_archived = models.BooleanField(_("is archived"), default=False, editable=False)

    given_name = SealedText(_("given names"), max_length=120, blank=True)
    father_name = SealedText(_("father's or middle name"), max_length=120, blank=True)
    family_name = SealedText(_("family name"), max_length=120, blank=True)
    own_script_name = SealedText(_("whole name in their own script"), max_length=200, blank=True)
    other_names = SealedJSON(_("other names"), default=list, blank=True)

    born = SealedText(_("born"), max_length=10, blank=True, validators=[checked_birth])
    birth_certainty = SealedText(
        _("how sure the birth is"), choices=BirthCertainty.choices, blank=True, max_length=20
    )
    birth_place = SealedText(_("place of birth"), max_length=120, blank=True)
    birth_country = SealedText(_("country of birth"), max_length=2, blank=True)

    sex = SealedText(_("sex"), choices=Sex.choices, blank=True, max_length=20)
    gender = SealedText(_("gender"), choices=Gender.choices, blank=True, max_length=40)
    marital_status = SealedText(_("marital status"), choices=MaritalStatus.choices, blank=True, max_length=40)
    nationalities = SealedJSON(_("nationalities"), default=list, blank=True)
    is_stateless = SealedBoolean(_("is stateless"), null=True, blank=True)

    languages = SealedJSON(_("languages"), default=list, blank=True)
    needs_interpreter = SealedBoolean(_("needs an interpreter"), null=True, blank=True)
    interpreter_notes = SealedText(_("about the interpreter"), max_length=300, blank=True)

    special_needs = SealedText(_("special needs"), multiline=True, max_length=5000, blank=True)
    flags = SealedJSON(_("what a colleague must know first"), default=list, blank=True)
    photograph = models.ForeignKey(
        "guard.Attachment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("photograph"),
    )

    _WORKS_WITH: ClassVar[tuple[str, ...]] = (
        *PLACE, *NAMES, *BIRTH, *TRAITS, *SPEECH, *NEEDS, "photograph",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        Role.CASE_SUPERVISOR: _WORKS_WITH,
        Role.CASEWORKER: _WORKS_WITH,
        Role.DATA_PROTECTION: _WORKS_WITH,
        Role.FIELD_PARTNER: (*PLACE, *NAMES, *BIRTH, *TRAITS, *SPEECH, *NEEDS),
        # Tells people apart, and needs no more: neither what they need nor how they look.
        Role.INFORMATION: (*PLACE, *NAMES, *BIRTH, "sex", "nationalities", "is_stateless"),
    }

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["-registered_at", "id"], name="people_latest_first"),
            models.Index(fields=["office", "-registered_at", "id"], name="people_of_an_office"),
            models.Index(fields=["team", "-registered_at", "id"], name="people_of_a_team"),
            models.Index(fields=["worker", "-registered_at", "id"], name="people_of_a_worker"),
        ]

    @property
    def full_name(self) -> str:
        """For the eyes of whoever may see names; never for a log, a title or an address."""
        parts = (self.given_name, self.father_name, self.family_name)
        return " ".join(str.__str__(part) for part in parts if part)

    def clean(self) -> None:
        clean_person(self)
