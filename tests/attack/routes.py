"""The whole URL configuration, walked: nothing is listed by hand, so a new address cannot be forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.regex_helper import normalize

from cairn.guard.screens import Screen

PROTECTED = frozenset({"guard", "people"})


@dataclass(frozen=True)
class Route:
    """One address with holes for what it is given, and what answers there."""

    name: str
    template: str
    holes: Mapping[str, Any]
    view: Any = field(repr=False)

    @property
    def view_class(self) -> type | None:
        return getattr(self.view, "view_class", None)

    @property
    def is_screen(self) -> bool:
        return isinstance(self.view_class, type) and issubclass(self.view_class, Screen)

    @property
    def is_protected(self) -> bool:
        return self.is_screen or self.name.partition(":")[0] in PROTECTED

    def address(self, given: Mapping[str, Any]) -> str:
        return "/" + self.template % {hole: given[hole] for hole in self.holes}


def all_routes(configuration: str | None = None) -> list[Route]:
    return list(_walk(get_resolver(configuration).url_patterns, "", (), {}))


def protected_routes(configuration: str | None = None) -> list[Route]:
    return [route for route in all_routes(configuration) if route.is_protected]


def _walk(
    patterns: Any, prefix: str, spaces: tuple[str, ...], converters: Mapping[str, Any]
) -> Iterator[Route]:
    for each in patterns:
        known = {**converters, **getattr(each.pattern, "converters", {})}
        path = prefix + _regex(each.pattern)
        if isinstance(each, URLResolver):
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from _walk(each.url_patterns, path, inner, known)
        elif isinstance(each, URLPattern):
            # Of an address with parts that may be left out, the fullest form.
            template, holes = max(normalize(path), key=lambda form: len(form[1]))
            name = ":".join((*spaces, each.name or template))
            yield Route(name, template, {hole: known.get(hole) for hole in holes}, each.callback)


def _regex(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    return pattern.regex.pattern.lstrip("^")
