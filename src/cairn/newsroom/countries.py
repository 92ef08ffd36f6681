"""Countries as an editor chooses several and as readers read them: codes in the row, names in each language."""

from functools import cache
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import lazy
from django.utils.text import capfirst

from cairn.newsroom.dates import babel_locale

# Unions, whole worlds and codes for tests, which nobody comes from.
NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def country_in_words(code: str, language: str | None = None) -> str:
    """“France”, “فرنسا”; the code itself where nobody has a name for it."""
    return babel_locale(language).territories.get(code, code)


@cache
def country_codes() -> tuple[str, ...]:
    codes = babel_locale("en").territories
    return tuple(
        sorted(code for code in codes if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY)
    )


def country_choices() -> list[tuple[str, Any]]:
    """Every country, named in the language of whoever chooses and sorted in it."""
    named = [(code, lazy(country_in_words, str)(code)) for code in country_codes()]
    return sorted(named, key=lambda pair: str(pair[1]).casefold())


class CountryField(models.CharField):
    """One country, by its two letters. The list is no part of the table: a new country changes no migration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 2, **kwargs})

    def deconstruct(self) -> Any:
        """For migrations, which know no code of ours: a short text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.ChoiceField(
            choices=lambda: [("", "–"), *country_choices()],
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


class CountriesField(models.JSONField):
    """Several countries, by their two letters; none at all may mean any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=country_choices,
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 8}),
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
