"""Words in several languages on one row: the column, and the form field that asks for them.

Short words that every language shares (a place is the same place in Arabic) stay one row, so that links, filters and
counts mean the same everywhere.
"""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cairn.mission.config import load_mission


class WordsInput(forms.MultiWidget):
    """One line for each language of the mission, labelled with the language's own name."""

    template_name = "evidence/words_input.html"

    def __init__(self, languages: list[tuple[str, str]], *, long: bool = False, attrs=None) -> None:
        self.codes = [code for code, _name in languages]
        self.names = dict(languages)
        kind = forms.Textarea if long else forms.TextInput
        mission, size = load_mission(), {"rows": 3} if long else {}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: kind(
                attrs={"lang": code, "dir": "rtl" if mission.is_right_to_left(code) else "ltr", **size}
            )
            for code in self.codes
        }
        super().__init__(widgets, attrs)

    def use_required_attribute(self, initial: object) -> bool:
        """Only the first language has to be written; a browser would ask for each line."""
        return False

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            part["language"] = self.names[code]
        return context


class WordsFormField(forms.MultiValueField):
    """Gathers the lines into `{language: text}`; the default language may not stay empty where words are required."""

    def __init__(self, *, long: bool = False, **kwargs) -> None:
        self.languages = list(settings.LANGUAGES)
        kwargs.pop("widget", None)
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        super().__init__(
            fields=[forms.CharField(required=False, strip=True) for _pair in self.languages],
            widget=WordsInput(self.languages, long=long),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, lines: list[str]) -> dict[str, str]:
        pairs = zip(self.languages, lines or [], strict=False)
        return {code: text for (code, _name), text in pairs if text}

    def clean(self, value):
        lines = [(line or "").strip() for line in value or []]
        if self.required and not self.compress(lines).get(settings.LANGUAGE_CODE):
            name = dict(self.languages).get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)
            raise ValidationError(_("Please write it in %(language)s at least.") % {"language": name})
        return super().clean(value) or {}

    def has_changed(self, initial, data) -> bool:
        return (initial or {}) != self.compress(
            data if isinstance(data, list) else self.widget.decompress(data)
        )


class Words(models.JSONField):
    """`{language: text}` in one column, edited as one line a language."""

    def __init__(self, *args, long: bool = False, **kwargs) -> None:
        self.long = long
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        """In the order of the mission's languages: PostgreSQL keeps another, SQLite that of writing."""
        words = super().from_db_value(value, expression, connection)
        if not isinstance(words, dict):
            return words
        return {code: words[code] for code in (*dict(settings.LANGUAGES), *words) if code in words}

    def formfield(self, **kwargs):
        kwargs.pop("form_class", None)
        kwargs.pop("choices_form_class", None)
        return WordsFormField(
            long=self.long,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )
