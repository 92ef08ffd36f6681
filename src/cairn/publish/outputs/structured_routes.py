"""Legal routes as services of the country they lead to: for whom, where to ask for them, what they cost, who says so."""

from cairn.newsroom.countries import country_in_words
from cairn.newsroom.models import PathwayPage
from cairn.publish.outputs.facts import carried
from cairn.publish.outputs.structured_nodes import Node, Subject, mission_ref, ref


def route(subject: Subject) -> Node:
    page: PathwayPage = subject.page  # type: ignore[assignment]
    return ref(subject, "main") | {
        "@type": "GovernmentService",
        "name": carried(subject.card.title),
        "description": carried(subject.card.summary),
        "serviceType": str(page.get_route_display()),
        "jurisdiction": _country(page.destination, subject.language),
        "areaServed": [_country(code, subject.language) for code in page.origins],
        "audience": {"@type": "Audience", "audienceType": carried(page.whom)},
        "availableChannel": {
            "@type": "ServiceChannel",
            "name": carried(page.apply_where),
            "serviceUrl": page.apply_url,
        }
        if page.apply_where or page.apply_url
        else {},
        "offers": [
            {
                "@type": "Offer",
                "name": carried(cost.what),
                "price": str(cost.amount),
                "priceCurrency": cost.currency,
                "validFrom": cost.as_of.isoformat(),
            }
            for cost in page.costs.all()
        ],
        "mainEntityOfPage": {"@id": subject.url},
    }


def sources_of(page: PathwayPage, subject: Subject) -> Node:
    """What the page adds for those who weigh it: when it was last looked at, by whom, against what."""
    return {
        "lastReviewed": page.reviewed_on.isoformat() if page.reviewed_on else "",
        "reviewedBy": mission_ref(subject),
        "expires": page.review_by.isoformat() if page.review_by else "",
        "citation": [
            {"@type": "CreativeWork", "name": carried(source.title), "url": source.address}
            for source in page.sources.all()
        ],
    }


def _country(code: str, language: str) -> Node:
    return {"@type": "Country", "name": country_in_words(code, language), "identifier": code}
