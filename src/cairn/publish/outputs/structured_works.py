"""Statements and stories as articles, publications as reports, with their corrections and translations."""

from cairn.newsroom.models import Person, PublicationPage, StatementPage, StoryPage
from cairn.publish.media_types import media_type
from cairn.publish.outputs.facts import carried, full_url, kind_label, published_at, updated_at
from cairn.publish.outputs.structured_nodes import (
    Node,
    Subject,
    images,
    language_links,
    mission_ref,
    names_of,
    ref,
)


def article(subject: Subject) -> Node:
    is_opinion = subject.card.kind == "opinion"
    return _work(subject) | {
        "@type": "OpinionNewsArticle" if is_opinion else "NewsArticle",
        "articleSection": kind_label(subject.card),
        **_authorship(subject),
        "contributor": _spokesperson(subject),
        "publisher": mission_ref(subject),
    }


def report(subject: Subject) -> Node:
    """A publication: it was published on the day that stands in it, not on the day its page went out."""
    page: PublicationPage = subject.page  # type: ignore[assignment]
    publisher = page.publisher
    return _work(subject) | {
        "@type": "Report",
        "datePublished": page.published_on.isoformat(),
        "reportNumber": page.number,
        "version": page.edition,
        "identifier": _identifiers(page),
        "encoding": _files(subject),
        "sameAs": f"https://doi.org/{page.doi}" if page.doi else "",
        "author": _authors(page, subject.language) or mission_ref(subject),
        "publisher": (
            organisation(publisher.name_in(subject.language), publisher.website)
            if publisher
            else mission_ref(subject)
        ),
    }


def _work(subject: Subject) -> Node:
    card, snapshot = subject.card, subject.snapshot
    return ref(subject, "main") | {
        "headline": carried(card.title),
        "description": carried(card.summary),
        "url": subject.url,
        "mainEntityOfPage": {"@id": subject.url},
        "datePublished": published_at(card, snapshot).isoformat(timespec="seconds"),
        "dateModified": updated_at(card, snapshot).isoformat(timespec="seconds"),
        "inLanguage": card.language,
        "isAccessibleForFree": True,
        "image": images(subject),
        "keywords": names_of(card.themes, snapshot.themes, card.language),
        "contentLocation": [
            {"@type": "Place", "name": name} for name in names_of(card.places, snapshot.places, card.language)
        ],
        "correction": _corrections(subject),
        **language_links(subject),
    }


def _corrections(subject: Subject) -> list[Node]:
    return [
        {
            "@type": "CorrectionComment",
            "text": carried(correction.note),
            "datePublished": correction.corrected_on.isoformat(),
        }
        for correction in subject.page.corrections.all()
    ]


def _authorship(subject: Subject) -> Node:
    """The office that answers for a statement; for a story the mission, with the byline as it stands.

    A byline may be a person or an office and does not say which. Search engines want to be told, so it is given as
    the credit, which may be either, and nobody is called what they are not.
    """
    page = subject.page
    if isinstance(page, StatementPage):
        return {"author": organisation(page.office) | {"parentOrganization": mission_ref(subject)}}
    byline = carried(page.byline) if isinstance(page, StoryPage) else ""
    return {"author": mission_ref(subject), "creditText": byline}


def _spokesperson(subject: Subject) -> Node:
    page = subject.page
    speaks = page.spokesperson if isinstance(page, StatementPage) else None
    return person(speaks, subject.language) if speaks else {}


def _authors(page: PublicationPage, language: str) -> list[Node]:
    authors = []
    for author in page.authors.select_related("person__organisation", "organisation"):
        if author.person:
            authors.append(person(author.person, language))
        elif author.organisation:
            authors.append(organisation(author.organisation.name_in(language), author.organisation.website))
        else:
            authors.append({"@type": "Person", "name": carried(author.name)})
    return authors


def _files(subject: Subject) -> list[Node]:
    """The files to take away, one for each language; publishing gives them their lasting addresses."""
    page: PublicationPage = subject.page  # type: ignore[assignment]
    return [
        {
            "@type": "MediaObject",
            "name": carried(file.note),
            "contentUrl": full_url(file.document.url, subject.snapshot),
            "encodingFormat": media_type(file.document.filename),
            "inLanguage": file.language,
        }
        for file in page.files.select_related("document")
    ]


def _identifiers(page: PublicationPage) -> list[Node]:
    numbers = (("DOI", page.doi), ("ISBN", page.isbn))
    return [
        {"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in numbers if value
    ]


def person(who: Person, language: str) -> Node:
    affiliation = who.organisation
    return {
        "@type": "Person",
        "name": carried(who.name_in(language)),
        "jobTitle": carried(who.role_in(language)),
        "affiliation": organisation(affiliation.name_in(language), affiliation.website)
        if affiliation
        else {},
    }


def organisation(name: str, website: str = "") -> Node:
    return {"@type": "Organization", "name": carried(name), "url": website}
