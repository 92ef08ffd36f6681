"""The types of page that can stand on the public site."""

from functools import cache
from typing import Any

from django.apps import apps

from cairn.newsroom.models import PublicPage


@cache
def page_models() -> dict[str, Any]:
    """Every type by its name, as cards name it."""
    found = [
        model for model in apps.get_models() if issubclass(model, PublicPage) and model is not PublicPage
    ]
    return {model.__name__: model for model in sorted(found, key=lambda model: model.__name__)}


def page_model(name: str) -> Any:
    return page_models()[name]
