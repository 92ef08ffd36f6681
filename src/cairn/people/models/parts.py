"""What belongs to a person and has rows of its own: papers, ways to reach them, next of kin, files."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import PartlySeen
from cairn.guard.sealed import SealedBoolean, SealedDate, SealedText
from cairn.people.codes import ContactKind, DocumentKind, Safety

WORKS_WITH_PEOPLE = (Role.CASE_SUPERVISOR, Role.CASEWORKER, Role.DATA_PROTECTION)


class PartOfPerson(PartlySeen):
    """A row that hangs on a person, is seen with them and sealed with their key."""

    scope_through = "person__"
    # When two records of somebody are joined, it hangs on the one that remains.
    goes_with_person = True
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("person")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        ordering = ("made_at", "id")

    @property
    def reference(self) -> str:
        return f"{self.person} {self._meta.model_name}"


class IdentityDocument(PartOfPerson):
    """A paper, or a number that another organisation gave."""

    kind = SealedText(_("kind"), choices=DocumentKind.choices, max_length=40)
    number = SealedText(_("number"), max_length=60, blank=True)
    country = SealedText(_("issued in"), max_length=2, blank=True)
    issued_on = SealedDate(_("issued on"), null=True, blank=True)
    expires_on = SealedDate(_("expires on"), null=True, blank=True)
    is_with_person = SealedBoolean(_("is in the person's own hands"), null=True, blank=True)
    note = SealedText(_("note"), max_length=300, blank=True)
    scan = models.ForeignKey(
        "guard.Attachment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("scan"),
    )

    _ALL: ClassVar[tuple[str, ...]] = (
        "kind", "number", "country", "issued_on", "expires_on", "is_with_person", "note", "scan",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        **dict.fromkeys((*WORKS_WITH_PEOPLE, Role.FIELD_PARTNER), _ALL),
        Role.INFORMATION: ("kind", "number", "country"),
    }

    class Meta(PartOfPerson.Meta):
        verbose_name = _("identity document")
        verbose_name_plural = _("identity documents")


class Contact(PartOfPerson):
    """A way to reach the person, and whether it is safe. Unknown is not safe."""

    kind = SealedText(_("kind"), choices=ContactKind.choices, max_length=20)
    value = SealedText(_("number or address"), max_length=300)
    safety = SealedText(_("safe to contact"), choices=Safety.choices, default=Safety.UNKNOWN, max_length=20)
    times = SealedText(_("when"), max_length=200, blank=True)
    note = SealedText(_("what to say, and what never"), max_length=500, blank=True)

    _ALL: ClassVar[tuple[str, ...]] = ("kind", "value", "safety", "times", "note")
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        **dict.fromkeys((*WORKS_WITH_PEOPLE, Role.FIELD_PARTNER), _ALL),
        Role.INFORMATION: ("kind", "value"),
    }

    class Meta(PartOfPerson.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    @property
    def may_be_used(self) -> bool:
        return self.safety in (Safety.SAFE, Safety.CAREFUL)


class NextOfKin(PartOfPerson):
    """Whom the person wants told, and whether they may be."""

    name = SealedText(_("name"), max_length=200)
    relation = SealedText(_("relation"), max_length=80, blank=True)
    contact = SealedText(_("telephone or address"), max_length=300, blank=True)
    country = SealedText(_("country"), max_length=2, blank=True)
    may_be_told = SealedBoolean(_("may be told"), default=False)
    note = SealedText(_("note"), max_length=500, blank=True)

    _ALL: ClassVar[tuple[str, ...]] = ("name", "relation", "contact", "country", "may_be_told", "note")
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_WITH_PEOPLE, _ALL)

    class Meta(PartOfPerson.Meta):
        verbose_name = _("next of kin")
        verbose_name_plural = _("next of kin")


class PersonFile(PartOfPerson):
    """A file about the person, with a title that may say what it is."""

    attachment = models.ForeignKey(
        "guard.Attachment", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("file")
    )
    title = SealedText(_("what it is"), max_length=200)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_WITH_PEOPLE, ("attachment", "title"))

    class Meta(PartOfPerson.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
