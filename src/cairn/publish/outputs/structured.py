"""What a page is, for search engines: schema.org as JSON-LD, from the same rows as the page itself."""

import json
from collections.abc import Callable, Iterator

from django.utils.safestring import SafeString

from cairn.newsroom.models import PathwayPage
from cairn.publish.outputs.structured_events import event
from cairn.publish.outputs.structured_nodes import Node, Subject, mission_node, path_node, ref, without_gaps
from cairn.publish.outputs.structured_pages import site, web_page
from cairn.publish.outputs.structured_routes import route, sources_of
from cairn.publish.outputs.structured_works import article, report

MAKERS: dict[str, Callable[[Subject], Node]] = {
    "EventPage": event,
    "HomePage": site,
    "PathwayPage": route,
    "PublicationPage": report,
    "StatementPage": article,
    "StoryPage": article,
}
# A script element ends at "</script" whatever stands around it, and older parsers break at two line separators.
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def structured_data(subject: Subject) -> SafeString:
    """The page's JSON-LD, ready to stand in a script element; nothing for a sensitive page."""
    return SafeString("") if subject.card.is_sensitive else in_script(list(graph(subject)))


def graph(subject: Subject) -> Iterator[Node]:
    make = MAKERS.get(subject.card.model)
    page = web_page(subject)
    if make:
        page["mainEntity"] = ref(subject, "main")
        yield make(subject)
    if isinstance(subject.page, PathwayPage):
        page |= sources_of(subject.page, subject)
    yield page
    yield mission_node(subject)
    if path := path_node(subject):
        yield path


def in_script(nodes: list[Node]) -> SafeString:
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": [without_gaps(node) for node in nodes]},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return SafeString(text.translate(_HARMLESS))
