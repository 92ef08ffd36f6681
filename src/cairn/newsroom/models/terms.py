"""Themes and places: the two ways, besides time and kind, in which the mission's word is found again."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cairn.newsroom.words import Words, in_language


class Named(models.Model):
    """A short code that stands in addresses, and a name in each language."""

    code = models.SlugField(
        _("code"), max_length=60, unique=True, help_text=_("Stands in addresses: keep it once published.")
    )
    names = Words(_("name"))

    panels = [FieldPanel("names"), FieldPanel("code")]

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_in() or self.code

    def name_in(self, language: str | None = None) -> str:
        return in_language(self.names, language) or self.code


class Theme(Named):
    """A subject such as Calais, cities or counter-trafficking."""

    class Meta(Named.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Place(Named):
    """A town, a country or a sea that stories speak of; never where a protected person lives."""

    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("Two letters, as in ISO 3166; empty for seas and regions."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    panels = [
        *Named.panels,
        FieldPanel("country"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]

    class Meta(Named.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
