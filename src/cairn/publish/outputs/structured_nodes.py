"""The parts that all structured data shares: who publishes, where a page stands, which languages it has."""

from dataclasses import dataclass
from typing import Any

from cairn.newsroom.asset_build import asset_map
from cairn.newsroom.models import PublicPage
from cairn.publish.outputs.facts import carried, full_url, url_of
from cairn.publish.snapshot import Card, Snapshot

Node = dict[str, Any]
# As wide as the picture over a story (newsroom.pictures), so that no further copy of it is made for this.
WIDE = "width-1280|format-webp|webpquality-78"


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to be described: its row, its card, the address it is shown at and the address of its picture."""

    page: PublicPage
    card: Card
    snapshot: Snapshot
    url: str
    picture: str = ""

    @property
    def language(self) -> str:
        return self.card.language

    @property
    def home_url(self) -> str:
        return full_url(f"/{self.language}/", self.snapshot)


def ref(subject: Subject, part: str) -> Node:
    return {"@id": f"{subject.url}#{part}"}


def mission_ref(subject: Subject) -> Node:
    return {"@id": f"{full_url('/', subject.snapshot)}#mission"}


def mission_node(subject: Subject) -> Node:
    """The mission as publisher; the home page says more of it."""
    mission = subject.snapshot.mission
    node = mission_ref(subject) | {
        "@type": "Organization",
        "name": mission.name_in(subject.language),
        "url": subject.home_url,
        "logo": _logo(subject),
    }
    if subject.card.model == "HomePage":
        node |= _contacts(subject)
    return node


def _logo(subject: Subject) -> str:
    files = asset_map()
    file = next((file for name, file in files.items() if name.startswith("logo.")), files.get("icon.svg"))
    return full_url(f"/assets/{file}", subject.snapshot) if file else ""


def _contacts(subject: Subject) -> Node:
    mission, language = subject.snapshot.mission, subject.language
    press = {"@type": "ContactPoint", "contactType": "press", "email": mission.contact.press_email}
    lines = [
        {
            "@type": "ContactPoint",
            "contactType": "emergency",
            "name": line.label_in(language),
            "telephone": line.number,
            "availableLanguage": list(line.languages),
        }
        for line in mission.emergency
    ]
    return {
        "alternateName": mission.short_name,
        "slogan": mission.tagline_in(language),
        "email": mission.contact.email,
        "telephone": mission.contact.phone,
        "address": mission.contact.address,
        "areaServed": [{"@type": "Country", "identifier": code} for code in mission.countries],
        "knowsLanguage": list(mission.languages),
        "contactPoint": [*([press] if mission.contact.press_email else []), *lines],
    }


def language_links(subject: Subject) -> Node:
    """The version that others translate, and its translations: that in the default language, where there is one."""
    versions = subject.snapshot.translations(subject.card)
    original = versions.get(subject.snapshot.mission.default_language) or next(
        iter(versions.values()), subject.card
    )
    if original.pk != subject.card.pk:
        return {"translationOfWork": _version(original, subject)}
    others = [_version(card, subject) for card in versions.values() if card.pk != original.pk]
    return {"workTranslation": others}


def _version(card: Card, subject: Subject) -> Node:
    """Its address and language only: a page is not drawn anew when another language words its title anew."""
    url = url_of(card, subject.snapshot)
    return {
        "@type": "CreativeWork",
        "@id": f"{url}#main",
        "url": url,
        "inLanguage": card.language,
    }


def path_node(subject: Subject) -> Node:
    """The way from the home page to this one; nothing for the home page itself."""
    steps = [card for address in _above(subject.card.address) if (card := subject.snapshot.at(address))]
    if len(steps) < 2:
        return {}
    return ref(subject, "path") | {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": carried(card.title),
                "item": url_of(card, subject.snapshot),
            }
            for place, card in enumerate(steps, start=1)
        ],
    }


def _above(address: str) -> list[str]:
    """`/en/`, `/en/news/` and `/en/news/slug/` for the last of them."""
    parts = address.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts) + 1)]


def images(subject: Subject) -> list[Node | str]:
    """The page's own picture with its credit, at a width that search engines take, and the card that has words."""
    picture = None if subject.card.is_sensitive else subject.page.picture
    if picture is None:
        return [subject.picture]
    photo = {
        "@type": "ImageObject",
        "url": full_url(picture.get_rendition(WIDE).url, subject.snapshot),
        "creditText": carried(picture.credit),
        "caption": carried(picture.alt_in(subject.language)),
    }
    return [photo, subject.picture]


def names_of(terms: tuple[str, ...], known: Any, language: str) -> list[str]:
    return [known[code].name_in(language) for code in terms if code in known]


def without_gaps(value: Any) -> Any:
    """The same without what is empty: an empty property is a claim that there is nothing."""
    if isinstance(value, dict):
        filled = ((name, without_gaps(part)) for name, part in value.items())
        return {name: part for name, part in filled if part not in ("", None, [], {})}
    if isinstance(value, (list, tuple)):
        return [part for one in value if (part := without_gaps(one)) not in ("", None, [], {})]
    return value
