"""What an editor says of a figure from a release: one of the phrases that hold, or words of their own, which are checked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cairn.evidence.phrases import Claim, Phrase
from cairn.evidence.reads import Cited
from cairn.newsroom.figures.choice import Offer
from cairn.newsroom.models.figures import Figure
from cairn.newsroom.models.terms import Theme

OTHER = "other"


def claim_words() -> list[tuple[str, object]]:
    """Every way of saying a number, with what it promises."""
    return [("", _("Choose a way of saying it")), *((claim.value, claim.meaning) for claim in Claim)]


class WordsForm(forms.Form):
    """The phrase, and whether it follows later releases."""

    phrase = forms.ChoiceField(label=_("How it is said"), widget=forms.RadioSelect)
    claim = forms.ChoiceField(label=_("What the words promise"), required=False)
    number = forms.IntegerField(label=_("Number"), required=False, min_value=0)
    names_unit = forms.BooleanField(required=False, widget=forms.HiddenInput)
    follows = forms.ChoiceField(
        label=_("When a newer release comes out"),
        choices=[
            (
                "",
                _(
                    "Stay with this release: the sentence stays as it is, and I am told what the newer one says."
                ),
            ),
            (
                "yes",
                _("Follow it: where the same words still hold, the number changes by itself, and I am told."),
            ),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )

    def __init__(self, data: Any = None, files: Any = None, *, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.offers = offers
        self.fields["phrase"].choices = [(one.key, one.key) for one in offers] + [
            (OTHER, _("Say it another way"))
        ]
        self.fields["claim"].choices = claim_words()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("phrase") == OTHER and not (told.get("claim") and told.get("number") is not None):
            self.add_error("claim", _("Please choose what the words promise, and write the number."))
        return told

    def said(self) -> Phrase:
        """The phrase that was chosen or written."""
        told = self.cleaned_data
        if told["phrase"] == OTHER:
            return _phrase(told["claim"], told["number"])
        claim, _colon, number = told["phrase"].partition(":")
        return _phrase(claim, int(number))


class NewFigureForm(WordsForm):
    """The same for a figure that is made now."""

    code = forms.SlugField(
        label=_("Code"), max_length=80, help_text=_("Part of the public address of the figure’s own page.")
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The figure is shown on the topic pages of these themes."),
    )


class OtherWordsForm(WordsForm):
    """The same for a figure that pages may show already."""

    with_note = forms.BooleanField(
        label=_("Add a public correction to each page that shows the figure"), required=False
    )


class NoteForm(forms.Form):
    """Whether the pages of a figure say that it was corrected."""

    with_note = forms.BooleanField(
        label=_("Add a public correction to each page that shows the figure"), required=False
    )


def free_code(cited: Cited) -> str:
    """A code that no figure has: the indicator’s own, with the part that is meant, and a number where it is taken."""
    begun = slugify("-".join([cited.released.code, *cited.cell.at.values()]))[:74]
    taken = set(Figure.objects.filter(code__startswith=begun).values_list("code", flat=True))
    candidates = (begun if number == 1 else f"{begun}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in candidates if code not in taken)


def _phrase(claim: str, number: int) -> Phrase:
    try:
        return Phrase(Claim(claim), number)
    except ValueError as error:
        raise ValidationError(_("A share is one in two or less: write 2 or more.")) from error
