"""What the body of a page may hold. Each block is drawn by the template of its name in `newsroom/blocks/`."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

# Headings have their own block, and pictures too, so that each page keeps one outline and every picture its words.
TEXT_FEATURES = [
    *("bold", "italic", "figure", "link", "document-link", "ol", "ul", "superscript", "subscript"),
]


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them and in which office."""

    text = blocks.TextBlock(label=_("words"))
    who = blocks.CharBlock(label=_("who said it"), max_length=150)
    role = blocks.CharBlock(label=_("office"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "newsroom/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture in the run of the text; its description and credit come with the picture."""

    image = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "newsroom/blocks/picture.html"


class FiguresBlock(blocks.StructBlock):
    """One or more figures, each with what it counts, when, and where it comes from."""

    figures = blocks.ListBlock(
        SnippetChooserBlock("newsroom.Figure", label=_("figure")), label=_("figures"), min_num=1
    )

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "newsroom/blocks/figures.html"


class ChartBlock(SnippetChooserBlock):
    """A chart or map of a release with its table, drawn in the language of the page when the page is made."""

    def __init__(self, **options: Any) -> None:
        super().__init__("newsroom.ReleaseChart", **options)

    def deconstruct(self) -> Any:
        """For a migration it is a choice of a chart; how it is drawn changes no column."""
        return "wagtail.snippets.blocks.SnippetChooserBlock", ("newsroom.ReleaseChart",), {}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cairn.newsroom.figures.shown import shown

        context = super().get_context(value, parent_context)
        # Not chosen yet, or taken out of the list since.
        return context | shown(value, get_language() or "") if value else context

    class Meta:
        icon = "table"
        label = _("Chart or map")
        template = "newsroom/blocks/chart.html"


class FactBlock(blocks.StructBlock):
    """One line of a table of facts."""

    label = blocks.CharBlock(label=_("what"), max_length=100)
    value = blocks.CharBlock(label=_("fact"), max_length=300)


class FactsBlock(blocks.StructBlock):
    """A short table: what, and the fact."""

    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    facts = blocks.ListBlock(FactBlock(), label=_("facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "newsroom/blocks/facts.html"


class LinkBlock(blocks.StructBlock):
    """A way on: to a page of ours, or to somebody else's address."""

    text = blocks.CharBlock(label=_("text"), max_length=150)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or an address"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")


class LinksBlock(blocks.StructBlock):
    """Where to read on."""

    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    links = blocks.ListBlock(LinkBlock(), label=_("links"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Links")
        template = "newsroom/blocks/links.html"


class StoryBlocks(blocks.StreamBlock):
    """Everything a page's body is made of."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=150, template="newsroom/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=TEXT_FEATURES, template="newsroom/blocks/paragraph.html"
    )
    quote = QuoteBlock()
    picture = PictureBlock()
    figures = FiguresBlock()
    chart = ChartBlock()
    facts = FactsBlock()
    callout = blocks.RichTextBlock(
        label=_("Call-out"),
        icon="info-circle",
        features=["bold", "italic", "figure", "link"],
        template="newsroom/blocks/callout.html",
    )
    links = LinksBlock()
    document = DocumentChooserBlock(label=_("Document"), template="newsroom/blocks/document.html")
    embed = EmbedBlock(
        label=_("Film or sound elsewhere"),
        icon="media",
        template="newsroom/blocks/embed.html",
        help_text=_(
            "Shown as a link: our pages load nothing from elsewhere. Not allowed on sensitive pages."
        ),
    )


class ApproachBlock(blocks.StructBlock):
    """One of the five parts of the mission's approach."""

    icon = blocks.ChoiceBlock(
        label=_("sign"),
        choices=[
            ("protection", _("protection")),
            ("routes", _("legal routes")),
            ("return", _("return and reintegration")),
            ("information", _("information")),
            ("trafficking", _("counter-trafficking")),
        ],
    )
    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.TextBlock(label=_("text"), max_length=300)
    page = blocks.PageChooserBlock(label=_("read on"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Part of the approach")
