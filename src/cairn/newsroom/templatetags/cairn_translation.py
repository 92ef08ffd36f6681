"""The bar beside side-by-side translation: how far behind, and what this colleague may do next."""

import json

from django import template
from django.template import Context

from cairn.newsroom import translating

register = template.Library()

# Which page or figure is meant is the source's to say; readers meet it in their own language anyway.
NOT_FOR_TRANSLATORS = {"page_chooser", "snippet_chooser", "unknown"}


@register.filter
def for_translators(props: str) -> str:
    """What wagtail-localize's editor is told, without choices that no translator should have to make."""
    told = json.loads(props)
    told["links"]["convertToAliasUrl"] = None
    told["segments"] = [
        piece
        for piece in told["segments"]
        if (piece["location"].get("widget") or {}).get("type") not in NOT_FOR_TRANSLATORS
    ]
    return json.dumps(told)


@register.inclusion_tag("newsroom/admin/translation_bar.html", takes_context=True)
def translation_bar(context: Context) -> dict[str, object]:
    page, user = context["instance"], context["request"].user
    offers = translating.beside_the_segments(page, context["translation"], user)
    return {**offers, "csrf_token": context["csrf_token"], "page": page}
