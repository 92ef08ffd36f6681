"""What surrounds every public page: the home of its language, the sections, and its versions in other languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from cairn.evidence.models import Release
from cairn.mission.config import load_mission
from cairn.newsroom import reads
from cairn.newsroom.models import HomePage, NewsIndexPage, PublicPage

# What the pages of the data section have for a path in the tree, in which they do not stand.
DATA = "data"
_remembered: ContextVar[dict[Any, Any] | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within this, the shell is read once per language: for whoever renders many pages of one moment."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def once(key: tuple[str, ...], read: Any) -> Any:
    """What was read before within `remembering`, else what `read` answers now."""
    memory = _remembered.get()
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    return memory[key]


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the navigation."""

    title: str
    address: str
    kind: str
    path: str

    def leads_to(self, page: Page | None) -> bool:
        """True on the page itself and on everything below it."""
        return page is not None and (page.path or "").startswith(self.path)


@dataclass(frozen=True, slots=True)
class Version:
    """A language of the switcher: this page in it, or its home where the page has no such version."""

    language: str
    name: str
    address: str
    is_current: bool
    is_same_page: bool


def public(page: Page | None) -> Page | None:
    """A chosen page as its own type, in the reader's language where it is out in it.

    None while the chosen page is a draft, withdrawn or under embargo. An editor chooses a page once; whoever
    translates it later need not choose again.
    """
    if page is None or not page.live:
        return None
    own = page.specific
    if not isinstance(own, PublicPage):
        return own
    if own.is_under_embargo():
        return None
    here = public_translations(own).get(get_language() or "")
    return here.specific if here and here.pk != own.pk else own


def address_of(page: Page) -> str:
    return page.url or "/"


def home_of(language: str) -> HomePage | None:
    return once(("home", language), lambda: reads.home_of(language))


def ways(language: str) -> list[Way]:
    """What the header leads to."""
    return once(("ways", language), lambda: [*map(_way, reads.navigation(language)), *_data_way(language)])


def _data_way(language: str) -> Iterator[Way]:
    """To the data, as soon as anything was released."""
    if Release.objects.out().exists():
        with override(language):
            yield Way(_("Data"), f"/{language}/data/", DATA, DATA)


def small_ways(language: str) -> list[Way]:
    """What the footer leads to besides: about the mission, privacy, help."""
    return once(("small", language), lambda: [_way(page) for page in reads.footer_pages(language)])


def help_way(language: str) -> Way | None:
    """Where somebody in need is led to, under the name that the home page gives it."""
    return once(("help", language), lambda: _read_help(home_of(language)))


def _read_help(home: HomePage | None) -> Way | None:
    there = public(home.help_page) if home else None
    return (
        Way(home.help_title or there.title, address_of(there), "help", there.path) if home and there else None
    )


def news_section(language: str) -> NewsIndexPage | None:
    return NewsIndexPage.objects.live().filter(locale__language_code=language).first()


def news_address(language: str) -> str:
    """Where filters of the news begin; empty for a language without news."""
    section = once(("news", language), lambda: news_section(language))
    return address_of(section) if section else ""


def _way(page: Page) -> Way:
    return Way(page.title, address_of(page), page.specific_class.__name__, page.path)


def section_of(page: Page) -> Page | None:
    """The index a page stands under."""
    parent = page.get_parent()
    return parent.specific if parent and not parent.is_root() else None


def versions(page: Page | None, language: str) -> list[Version]:
    """Every language of the mission, in its order."""
    mission = load_mission()
    own = public_translations(page)
    found = []
    for code in mission.languages:
        there = own.get(code) or home_of(code)
        if there is not None:
            name = mission.language_names[code]
            found.append(Version(code, name, address_of(there), code == language, code in own))
    return found


def public_translations(page: Page | None) -> dict[str, PublicPage]:
    """The page in each language in which the public may read it; read once for each page that is drawn."""
    if page is None or not getattr(page, "translation_key", None):
        return {}
    if not hasattr(page, "_public_translations"):
        same = reads.public_pages().filter(translation_key=page.translation_key).select_related("locale")
        by_language = {version.language: version for version in same}
        order = load_mission().languages
        page._public_translations = {code: by_language[code] for code in order if code in by_language}
    return page._public_translations
