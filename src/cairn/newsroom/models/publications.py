"""Publications: reports, studies and plans, with their files in each language and how to cite them."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cairn.newsroom.citations import cite
from cairn.newsroom.models.media import MissionDocument
from cairn.newsroom.models.page import PublicPage
from cairn.newsroom.models.voices import Organisation, Person


def is_isbn(text: str) -> None:
    """Refuse a number whose check digit does not fit: a typing slip would lead readers to another book."""
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{13}", digits):
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
        fits = total % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 if digit == "X" else int(digit)) * (10 - place) for place, digit in enumerate(digits))
        fits = total % 11 == 0
    else:
        raise ValidationError(_("An ISBN has 10 or 13 digits."))
    if not fits:
        raise ValidationError(
            _("The check digit of this ISBN does not fit. Please compare it with the book.")
        )


def is_doi(text: str) -> None:
    """Accept `10.` prefix, slash, suffix: without the address of a resolver."""
    if not re.fullmatch(r"10\.\d{4,9}/\S+", text):
        raise ValidationError(_("A DOI begins with 10. and has a slash, for example 10.1000/182."))


class PublicationFile(TranslatableMixin, Orderable):
    """The publication in one language."""

    publication = ParentalKey("newsroom.PublicationPage", on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        MissionDocument, verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(
        _("language of the file"), max_length=12, help_text=_("Its code: en, fr, ar, so, pt-br …")
    )
    note = models.CharField(_("note"), max_length=150, blank=True, help_text=_("For example “summary only”."))

    override_translatable_fields = [SynchronizedField("language")]
    panels = [FieldPanel("document"), FieldRowPanel([FieldPanel("language"), FieldPanel("note")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class PublicationAuthor(TranslatableMixin, Orderable):
    """A person, an organisation, or a name as it stands on the title page."""

    publication = ParentalKey("newsroom.PublicationPage", on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(
        _("name as printed"), max_length=150, blank=True, help_text=_("Family name first: “Ahmed, Hodan”.")
    )
    person = models.ForeignKey(
        Person, verbose_name=_("or person"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("or organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("person"), FieldPanel("organisation")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    @property
    def display_name(self) -> str:
        if self.name:
            return self.name
        voice = self.person or self.organisation
        return voice.name_in() if voice else ""

    def clean(self) -> None:
        super().clean()
        if not self.display_name:
            raise ValidationError(
                _("Please name the author: a person, an organisation, or a name as printed.")
            )


class PublicationPage(PublicPage):
    """A report, study or plan."""

    number = models.CharField(
        _("number"), max_length=60, blank=True, help_text=_("The publisher's own number.")
    )
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[is_isbn])
    doi = models.CharField("DOI", max_length=120, blank=True, validators=[is_doi])
    published_on = models.DateField(_("published on"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    publisher = models.ForeignKey(
        Organisation,
        verbose_name=_("publisher"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
    )
    publisher_place = models.CharField(_("place of publication"), max_length=80, blank=True)
    launch_event = models.ForeignKey(
        "newsroom.EventPage",
        verbose_name=_("launched at"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="launched",
    )

    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("number"),
        SynchronizedField("isbn"),
        SynchronizedField("doi"),
    ]
    parent_page_types = ["newsroom.PublicationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        InlinePanel("authors", label=_("author"), heading=_("Authors")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("edition"), FieldPanel("pages")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("publisher_place")]),
                FieldRowPanel([FieldPanel("number"), FieldPanel("isbn"), FieldPanel("doi")]),
            ],
            _("Imprint"),
        ),
        InlinePanel("files", label=_("file"), heading=_("Files by language")),
        PageChooserPanel("launch_event", "newsroom.EventPage"),
        FieldPanel("body"),
        *PublicPage.finding_panels,
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("publication")

    def kind_now(self) -> str:
        return "publication"

    @property
    def date(self):
        return self.dated or self.published_on

    def cite(self, style: str) -> str:
        """The citation in `style`: apa, chicago or vancouver."""
        return cite(self, style)
