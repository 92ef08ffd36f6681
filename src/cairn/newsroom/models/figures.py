"""A figure as the public meets it: the number, what it counts, and everything needed to doubt it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cairn.newsroom.models.terms import Place, Theme
from cairn.newsroom.words import Words, in_language


class Figure(models.Model):
    """One number, stated once and shown wherever a page refers to it.

    Pages never hold a number of their own: a correction here corrects every page. `code` is the name by which
    an indicator of a release can take the figure over.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
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
    source = Words(_("source"), help_text=_("Who counted or published it, and where."))
    source_url = models.URLField(_("address of the source"), blank=True)
    method = Words(_("how it was counted"), blank=True, long=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="figures")

    panels = [
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

    def __str__(self) -> str:
        return f"{in_language(self.phrase)} {in_language(self.counts)}".strip() or self.code

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
