"""Legal routes by which people may come, go and stay: what they ask for, what they cost, and who said so when."""

import datetime as dt
from collections.abc import Iterator

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cairn.newsroom.checks import Reason
from cairn.newsroom.countries import CountriesField, CountryField
from cairn.newsroom.models.page import PublicPage
from cairn.newsroom.pathways.checks import reasons_against
from cairn.newsroom.pathways.codes import free_code


class Requirement(TranslatableMixin, Orderable):
    """One thing that must be true of whoever takes this route."""

    route = ParentalKey("newsroom.PathwayPage", on_delete=models.CASCADE, related_name="requirements")
    text = models.TextField(_("requirement"), max_length=500)

    panels = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Paper(TranslatableMixin, Orderable):
    """A document to bring. A case that follows an application checks each of them."""

    route = ParentalKey("newsroom.PathwayPage", on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(_("document"), max_length=200)
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("How old it may be, who issues it.")
    )

    panels = [FieldPanel("name"), FieldPanel("note")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Cost(TranslatableMixin, Orderable):
    """What has to be paid, as it was on one day."""

    route = ParentalKey("newsroom.PathwayPage", on_delete=models.CASCADE, related_name="costs")
    what = models.CharField(_("what for"), max_length=150)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, help_text=_("Three letters: GBP, EUR."))
    as_of = models.DateField(_("as of"))

    override_translatable_fields = [SynchronizedField("currency", overridable=False)]
    panels = [
        FieldPanel("what"),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("currency"), FieldPanel("as_of")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Source(TranslatableMixin, Orderable):
    """Where it is said, and on which day somebody read it there."""

    route = ParentalKey("newsroom.PathwayPage", on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=200)
    address = models.URLField(_("address"))
    read_on = models.DateField(_("read on"))

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("address"), FieldPanel("read_on")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class PathwayPage(PublicPage):
    """One legal route from somewhere to a country, looked at again by a day that readers are told."""

    class Route(models.TextChoices):
        FAMILY = "family", _("Family reunion")
        WORK = "work", _("Work")
        STUDY = "study", _("Study")
        RESETTLEMENT = "resettlement", _("Resettlement")
        HUMANITARIAN = "humanitarian", _("Humanitarian visa")
        REGULARISATION = "regularisation", _("Regularisation")

    route = models.CharField(_("kind of route"), max_length=20, choices=Route)
    # What a case keeps of the route; given once, so that another title or address cuts no case off.
    code = models.SlugField(max_length=255, editable=False, default="", db_index=True)
    origins = CountriesField(
        _("countries of origin"), help_text=_("None chosen: open to people from any country.")
    )
    destination = CountryField(_("country of destination"))
    whom = models.TextField(_("whom it is for"), max_length=600, blank=True)
    duration = models.CharField(_("how long it takes"), max_length=250, blank=True)
    apply_where = models.TextField(_("where to apply"), max_length=400, blank=True)
    apply_url = models.URLField(_("address for applications"), blank=True)
    reviewed_on = models.DateField(_("last checked on"), null=True, blank=True)
    review_by = models.DateField(
        _("to be checked again by"),
        null=True,
        blank=True,
        help_text=_("Readers see both days; after this one they are told that it may be out of date."),
    )

    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("origins", overridable=False),
        SynchronizedField("destination", overridable=False),
    ]
    parent_page_types = ["newsroom.PathwayIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*PublicPage.search_fields, index.SearchField("whom")]
    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("route"), FieldPanel("destination")]),
                FieldPanel("origins"),
                FieldPanel("whom"),
            ],
            _("Which route, and for whom"),
        ),
        InlinePanel("requirements", label=_("requirement"), heading=_("What is asked for")),
        InlinePanel("papers", label=_("document"), heading=_("Documents to bring")),
        InlinePanel("costs", label=_("cost"), heading=_("What it costs")),
        MultiFieldPanel(
            [FieldPanel("duration"), FieldPanel("apply_where"), FieldPanel("apply_url")],
            _("How long, and where to apply"),
        ),
        FieldPanel("body"),
        InlinePanel("sources", label=_("source"), heading=_("Sources")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("review_by")])], _("Review")),
        *PublicPage.finding_panels,
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("legal pathway")

    def kind_now(self) -> str:
        return "pathway"

    def full_clean(self, *args, **kwargs):
        self.code = self.code or free_code(self)
        super().full_clean(*args, **kwargs)

    def reasons_of_its_type(self) -> Iterator[Reason]:
        return reasons_against(self)

    def is_overdue(self, today: dt.date) -> bool:
        """Whether somebody should have looked at it again by now."""
        return self.review_by is not None and self.review_by < today
