"""What every public page has: a summary, a picture with words, themes and places, a date, and honest corrections."""

import datetime as dt
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cairn.newsroom.blocks import StoryBlocks
from cairn.newsroom.checks import Reason, ensure_fit_to_publish
from cairn.newsroom.corrections import corrections_of, record_corrections
from cairn.newsroom.forms import PublicPageForm
from cairn.newsroom.models.media import MissionImage
from cairn.newsroom.models.terms import Place, Theme
from cairn.newsroom.texts import note_texts

# The kinds that readers can tell apart, filter by and subscribe to.
KIND_LABELS = {
    "statement": _("Statement"),
    "news": _("News"),
    "opinion": _("Opinion"),
    "launch": _("Launch"),
    "update": _("Update"),
    "event": _("Event"),
    "publication": _("Publication"),
}


class Correction(TranslatableMixin, Orderable):
    """What was wrong, what is right, and since when the page says so."""

    page = ParentalKey("newsroom.PublicPage", on_delete=models.CASCADE, related_name="corrections")
    corrected_on = models.DateField(_("corrected on"), default=timezone.localdate)
    note = models.TextField(
        _("what was corrected"), help_text=_("Readers see this note under the text, for good.")
    )

    panels = [FieldPanel("corrected_on"), FieldPanel("note")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")


class PublicPage(Page):
    """The common ground of all page types, with its own table so that a list of the news is one query."""

    summary = models.CharField(
        _("summary"),
        max_length=250,
        help_text=_("One or two sentences. Stands in lists, feeds, search results and on cards."),
    )
    picture = models.ForeignKey(
        MissionImage,
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    body = StreamField(StoryBlocks(), verbose_name=_("text"), blank=True)
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="pages")
    places = ParentalManyToManyField(Place, verbose_name=_("places"), blank=True, related_name="pages")
    dated = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("Shown and sorted by. Empty: the day of first publication."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive page"),
        default=False,
        help_text=_(
            "For help with trafficking, violence or status: neutral title and address, no card, nothing embedded, "
            "and a control to leave the page at once."
        ),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Even if published, nobody outside sees it before."),
    )

    kind = models.CharField(max_length=20, editable=False, db_index=True, default="")
    # Fingerprints of each piece of text: what readers see, and which pieces of the source it translates (texts.py).
    says = models.JSONField(editable=False, default=dict)
    covers = models.JSONField(editable=False, default=dict)

    # Translators see words only; everything else follows the source when a translation is brought up to date.
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("themes", overridable=False),
        SynchronizedField("places", overridable=False),
    ]
    is_creatable = False
    # A page that only some may read has no place on a site that everybody can copy.
    private_page_options: list[str] = []
    base_form_class = PublicPageForm

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        FieldPanel("picture"),
    ]
    finding_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("themes"), FieldPanel("places")]), FieldPanel("dated")],
            _("How it is found"),
        )
    ]
    care_panels = [
        InlinePanel("corrections", label=_("correction"), heading=_("Corrections")),
        FieldPanel("is_sensitive"),
    ]
    settings_panels = [PublishingPanel(), FieldPanel("embargo_until")]

    class Meta:
        verbose_name = _("public page")

    @property
    def kind_label(self) -> str:
        """How this kind of page is called where kinds are mixed, in the reader's language."""
        return str(KIND_LABELS.get(self.kind, ""))

    def reasons_of_its_type(self) -> Iterator[Reason]:
        """What pages of this type owe their readers besides what every page does."""
        return iter(())

    def kind_now(self) -> str:
        """The kind that this page is by its type and fields; kept in `kind` so that lists need no join."""
        return ""

    def full_clean(self, *args, **kwargs):
        self.kind = self.kind_now()
        super().full_clean(*args, **kwargs)

    @property
    def date(self) -> dt.date | None:
        """The date readers see: the editor's, else the day it first went out."""
        if self.dated:
            return self.dated
        return timezone.localdate(self.first_published_at) if self.first_published_at else None

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def picture_alt(self) -> str:
        return self.picture.alt_in(self.language) if self.picture else ""

    def is_under_embargo(self, now: dt.datetime | None = None) -> bool:
        return self.embargo_until is not None and self.embargo_until > (now or timezone.now())

    def save(self, *args, update_fields=None, **kwargs):
        """Whatever way a page takes to its readers, it passes here: one that is not fit stops."""
        if not self.live or update_fields is not None:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        # Wagtail gives a new page its language only while it saves; the checks need it before.
        if self.locale_id is None:
            self.locale = self.get_default_locale()
        ensure_fit_to_publish(self)
        note_texts(self)
        with transaction.atomic():
            before = corrections_of(self)
            super().save(*args, **kwargs)
            record_corrections(self, before)

    @transaction.atomic
    def publish(self, revision, **kwargs):
        """Publish or schedule; a page that is not fit is not even put on the clock."""
        ensure_fit_to_publish(revision.as_object())
        super().publish(revision, **kwargs)
