"""The page itself, whatever it holds; and the site as a whole, on its home page."""

from cairn.publish.outputs.facts import carried, full_url
from cairn.publish.outputs.structured_nodes import (
    Node,
    Subject,
    language_links,
    mission_ref,
    names_of,
    path_node,
    ref,
)

# What these hold is described in full beside the page.
HOLD_A_WORK = frozenset({"EventPage", "PublicationPage", "StatementPage", "StoryPage"})
LISTS = frozenset(
    {
        *("EventIndexPage", "NewsIndexPage", "PathwayIndexPage", "PublicationIndexPage"),
        *("TopicIndexPage", "TopicPage"),
    }
)


def web_page(subject: Subject) -> Node:
    """A page of the site, or one that gathers others. What a list holds is left to the list: it moves daily."""
    card, snapshot = subject.card, subject.snapshot
    themes = names_of(card.themes, snapshot.themes, subject.language)
    told = {
        "description": carried(card.search_description or card.summary),
        "about": [{"@type": "Thing", "name": theme} for theme in themes],
    }
    return {
        "@type": "CollectionPage" if card.model in LISTS else "WebPage",
        "@id": subject.url,
        "url": subject.url,
        "name": carried(card.title),
        **({} if card.model in HOLD_A_WORK else told),
        "inLanguage": subject.language,
        "isPartOf": {"@id": f"{subject.home_url}#main"},
        "breadcrumb": ref(subject, "path") if path_node(subject) else {},
        "primaryImageOfPage": {"@type": "ImageObject", "url": subject.picture} if subject.picture else {},
        # An event is not a work that can be translated; its page is.
        **({} if card.model in HOLD_A_WORK - {"EventPage"} else language_links(subject)),
    }


def site(subject: Subject) -> Node:
    """The site in one language, with its own search."""
    mission, language = subject.snapshot.mission, subject.language
    search = full_url(f"/{language}/search/", subject.snapshot) + "?q={search_term_string}"
    return ref(subject, "main") | {
        "@type": "WebSite",
        "name": mission.name_in(language),
        "alternateName": mission.short_name,
        "description": mission.tagline_in(language),
        "url": subject.url,
        "inLanguage": language,
        "publisher": mission_ref(subject),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
