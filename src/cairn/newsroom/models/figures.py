"""A figure as the public meets it: the number, what it counts, and everything needed to doubt it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from cairn.evidence.models import Release, State
from cairn.evidence.phrases import Claim, Phrase
from cairn.newsroom.addresses import figure_address
from cairn.newsroom.models.terms import Place, Theme
from cairn.newsroom.words import Words, in_language


class FigureQuerySet(models.QuerySet["Figure"]):
    """Figures by where they come from."""

    def ours(self) -> Self:
        """Those that a release of ours says."""
        return self.exclude(release=None)

    def withdrawn(self) -> Self:
        """Those whose release may not be quoted any more."""
        return self.filter(release__state=State.WITHDRAWN)


class FigureManager(models.Manager.from_queryset(FigureQuerySet)):  # type: ignore[misc]
    """A figure is never shown without knowing whether its release still stands."""

    def get_queryset(self) -> FigureQuerySet:
        return super().get_queryset().select_related("release__series", "missing_from__series", "place")


class Figure(models.Model):
    """One number, stated once and shown wherever a page refers to it.

    A figure is of one of two kinds. Quoted from somebody else’s publication, its words are typed, with their source.
    From a release of ours, it is an indicator, a cell and a phrase; all words follow from them and are stored as they
    were accepted, so that no page changes without an entry in the figure’s history that says why.
    """

    code = models.SlugField(
        _("code"),
        max_length=80,
        unique=True,
        help_text=_("Part of the public address of the figure’s own page."),
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    phrase = Words(
        _("as it is said"), help_text=_("For example “over 2,300”. It may not claim more than the value.")
    )
    counts = Words(_("what it counts"), help_text=_("For example “people identified as potential victims”."))
    as_of = models.DateField(
        _("as of"), help_text=_("The day, or the last day, to which the number applies.")
    )
    window = Words(_("period"), blank=True, help_text=_("For example “since June 2015”."))
    known_on = models.DateField(
        _("known on"), null=True, blank=True, help_text=_("The day on which this was what was known.")
    )
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
    )
    source = Words(
        _("source"),
        help_text=_(
            "Who else counted and published it, and where. What we count ourselves comes from a release."
        ),
    )
    source_url = models.URLField(_("address of the source"), blank=True)
    method = Words(_("how it was counted"), blank=True, long=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="figures")

    # Of a figure from a release; empty of one that is quoted.
    release = models.ForeignKey(
        Release,
        verbose_name=_("release"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="figures",
    )
    indicator = models.CharField(_("indicator"), max_length=80, blank=True, editable=False, db_index=True)
    cell = models.CharField(_("cell"), max_length=500, blank=True, editable=False)
    claim = models.CharField(_("claim"), max_length=20, blank=True, editable=False)
    number = models.BigIntegerField(_("number"), null=True, editable=False)
    names_unit = models.BooleanField(
        _("says what is counted after the number"), default=False, editable=False
    )
    follows = models.BooleanField(_("follows the latest release"), default=False, editable=False)
    # The newer release against which an editor has kept the figure as it is.
    kept_against = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The newest release of its series, where that no longer has it.
    missing_from = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = FigureManager()

    panels = [
        HelpPanel(template="newsroom/admin/figures/quoted_help.html"),
        MultiFieldPanel([FieldPanel("phrase"), FieldPanel("counts"), FieldPanel("value")], _("What is said")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("as_of"), FieldPanel("known_on")]),
                FieldPanel("window"),
                FieldPanel("place"),
            ],
            _("When and where"),
        ),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("source_url"), FieldPanel("method")], _("How we know")
        ),
        FieldPanel("themes"),
        FieldPanel("code"),
    ]

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(release=None, indicator="", claim="", number=None)
                | (~Q(release=None) & ~Q(indicator="") & ~Q(claim="") & ~Q(number=None)),
                name="newsroom_figure_is_quoted_or_from_a_release",
            )
        ]

    def __str__(self) -> str:
        between = " · " if self.is_ours else " "
        return f"{in_language(self.phrase)}{between}{in_language(self.counts)}".strip() or self.code

    @property
    def is_ours(self) -> bool:
        """Whether a release of ours says it, and not somebody else."""
        return self.release_id is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.release is not None and self.release.state == State.WITHDRAWN

    @property
    def said(self) -> Phrase | None:
        """The claim with its number, of a figure from a release."""
        return None if self.number is None else Phrase(Claim(self.claim), self.number)

    def address(self, language: str | None = None) -> str:
        """Where readers find the figure’s own page."""
        return figure_address(self.code, language or get_language() or settings.LANGUAGE_CODE)

    def phrase_in(self, language: str | None = None) -> str:
        return in_language(self.phrase, language)

    def counts_in(self, language: str | None = None) -> str:
        return in_language(self.counts, language)

    def window_in(self, language: str | None = None) -> str:
        return in_language(self.window, language)

    def source_in(self, language: str | None = None) -> str:
        return in_language(self.source, language)

    def method_in(self, language: str | None = None) -> str:
        return in_language(self.method, language)
