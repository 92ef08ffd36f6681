"""The bar beside side-by-side translation: how far behind, and what this colleague may do next."""

from django import template
from django.template import Context

from cairn.newsroom import translating

register = template.Library()


@register.inclusion_tag("newsroom/admin/translation_bar.html", takes_context=True)
def translation_bar(context: Context) -> dict[str, object]:
    page, user = context["instance"], context["request"].user
    offers = translating.beside_the_segments(page, context["translation"], user)
    return {**offers, "csrf_token": context["csrf_token"], "page": page}
