"""Who speaks in public: organisations, and people in their public office. Nobody whom the mission protects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cairn.evidence.words import exactly_in
from cairn.newsroom.words import Words, in_language


class Organisation(models.Model):
    """A body that sends speakers, writes publications or hosts events."""

    class Kind(models.TextChoices):
        ACADEMIC = "academic", _("university or research")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        FAITH = "faith", _("faith community")
        GOVERNMENT = "government", _("government")
        INTERNATIONAL = "international", _("international organisation")
        PRIVATE = "private", _("private sector")

    name = models.CharField(_("name"), max_length=200, unique=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    names = Words(_("name in other languages"), blank=True)
    website = models.URLField(_("website"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CIVIL_SOCIETY)

    panels = [
        FieldPanel("name"),
        FieldPanel("acronym"),
        FieldPanel("names"),
        FieldPanel("kind"),
        FieldPanel("website"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def name_in(self, language: str | None = None) -> str:
        return exactly_in(self.names, language) or self.name


class Person(models.Model):
    """Somebody who speaks in a public office: a speaker, an author, a spokesperson."""

    name = models.CharField(_("name"), max_length=150)
    names = Words(_("name in other scripts"), blank=True)
    role = Words(_("office or function"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
    )

    panels = [FieldPanel("name"), FieldPanel("names"), FieldPanel("role"), FieldPanel("organisation")]

    class Meta:
        verbose_name = _("public person")
        verbose_name_plural = _("public people")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str | None = None) -> str:
        return exactly_in(self.names, language) or self.name

    def role_in(self, language: str | None = None) -> str:
        return in_language(self.role, language)
