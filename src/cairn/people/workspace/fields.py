"""Form fields for what a person's record keeps as codes and lists; each works without scripts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.letters import without_controls
from cairn.people.codes import Flag
from cairn.people.workspace import names


class Named(forms.CharField):
    """Something with a code that is typed by its name, with suggestions from a list on the page."""

    list_name = ""
    to_code: Callable[[str], str]
    to_name: Callable[[str], str]
    unknown: Any = ""

    def __init__(self, **options: Any) -> None:
        attrs = {"list": self.list_name, "autocomplete": "off"}
        super().__init__(**{"max_length": 80, "widget": forms.TextInput(attrs=attrs), **options})

    def prepare_value(self, value: Any) -> Any:
        # What was typed and refused comes back as it was typed.
        return type(self).to_name(str.__str__(value)) if value else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        code = type(self).to_code(text) if text else ""
        if text and not code:
            raise ValidationError(self.unknown % {"typed": text[:80]})
        return code


class CountryField(Named):
    list_name = "countries"
    to_code = staticmethod(names.country_code)
    to_name = staticmethod(names.country_name)
    unknown = _("No country is called “%(typed)s”. Choose one from the list.")


class LanguageField(Named):
    list_name = "languages"
    to_code = staticmethod(names.language_code)
    to_name = staticmethod(names.language_name)
    unknown = _("No language is called “%(typed)s”. Choose one from the list.")


class SeveralInputs(forms.TextInput):
    """The same question a few times; empty places count for nothing."""

    template_name = "people/widgets/several.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        own = context["widget"]["attrs"]
        filled = list(value or [])
        places = max(self.attrs.get("places", 3), len(filled) + 1)
        context["places"] = [
            {
                "value": filled[place] if place < len(filled) else "",
                "attrs": {**own, "id": f"{own.get('id', name)}{f'_{place}' if place else ''}"},
            }
            for place in range(places)
        ]
        for place in context["places"]:
            place["attrs"].pop("places", None)
        return context


class SeveralField(forms.Field):
    """A list of codes, each typed by its name."""

    def __init__(self, each: Named, *, places: int = 3, **options: Any) -> None:
        self.each = each
        attrs = {**each.widget.attrs, "places": places}
        super().__init__(**{"required": False, "widget": SeveralInputs(attrs=attrs), **options})

    def prepare_value(self, value: Any) -> list[Any]:
        return [self.each.prepare_value(one) for one in value or []]

    def clean(self, value: Any) -> list[str]:
        if not isinstance(value, list):
            return []
        return list(dict.fromkeys(filter(None, (self.each.clean(one) for one in value[:20]))))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != list(data or [])


class LinesField(forms.CharField):
    """A list of texts, one to a line."""

    def __init__(self, **options: Any) -> None:
        attrs = {"rows": 3}
        super().__init__(
            **{"required": False, "max_length": 5000, "widget": forms.Textarea(attrs=attrs), **options}
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        return list(filter(None, map(without_controls, super().clean(value).splitlines())))


class FlagsField(forms.MultipleChoiceField):
    """What a colleague must know first: boxes to tick."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "choices": Flag.choices,
                "required": False,
                "widget": forms.CheckboxSelectMultiple,
                **options,
            }
        )
