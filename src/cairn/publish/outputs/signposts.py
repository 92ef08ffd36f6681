"""Small files that tell programs the way: robots.txt, security.txt, redirects, and how browsers may search here."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from django.utils.encoding import iri_to_uri

from cairn.publish.outputs.facts import carried, full_url
from cairn.publish.snapshot import Snapshot
from cairn.publish.targets import Target, fingerprint

SECURITY = ".well-known/security.txt"
# OpenSearch 1.1 allows no longer name.
SHORT_NAME = 16


def targets(snapshot: Snapshot) -> Iterator[Target]:
    texts = {
        "robots.txt": (robots(snapshot), "what search engines may read (robots.txt)"),
        SECURITY: (security(snapshot), "whom to tell about a hole (security.txt)"),
        "_redirects": (redirects(snapshot), "the redirects"),
    }
    texts |= {
        f"{language}/opensearch.xml": (search(snapshot, language), f"how browsers search in {language}")
        for language in snapshot.languages
        if snapshot.home(language)
    }
    for path, (text, about) in texts.items():
        yield Target(
            path=path, fingerprint=fingerprint(path, text), render=partial(text.encode, "utf-8"), about=about
        )


def robots(snapshot: Snapshot) -> str:
    """Everything may be read, but a demonstration may not be found: its mission does not exist."""
    if snapshot.mission.demonstration.enabled:
        return "# Nobody should find a demonstration by a search and take it for a mission.\nUser-agent: *\nDisallow: /\n"
    maps = "".join(
        f"Sitemap: {full_url(address, snapshot)}\n" for address in ("/sitemap.xml", "/sitemap-news.xml")
    )
    return f"User-agent: *\nDisallow:\n\n{maps}"


def security(snapshot: Snapshot) -> str:
    """RFC 9116. `Expires` is required and a file of the site may not know the clock, so it follows the calendar."""
    contact = snapshot.mission.contact
    lines = [
        f"Contact: mailto:{contact.security_email or contact.email}",
        f"Expires: {expires_after(snapshot.today)}T23:59:59Z",
        f"Preferred-Languages: {', '.join(_fallback_first(snapshot))}",
        f"Canonical: {full_url('/' + SECURITY, snapshot)}",
    ]
    return "\n".join(lines) + "\n"


def expires_after(today: date) -> date:
    """The end of the next half-year: always six to twelve months ahead, and new only twice a year.

    The RFC asks for less than a year; the end of the year alone would leave a single day in December.
    """
    return date(today.year, 12, 31) if today.month <= 6 else date(today.year + 1, 6, 30)


def _fallback_first(snapshot: Snapshot) -> list[str]:
    default = snapshot.mission.default_language
    return [default, *(language for language in snapshot.languages if language != default)]


def redirects(snapshot: Snapshot) -> str:
    """The form of Netlify and Cloudflare Pages, which `serve` reads too. The bare address leads to a home page.

    Old addresses stand with and without their last slash: not every server takes the two for one. Where a page has
    come back to an old address, the page wins. Addresses told apart by a query cannot be told apart by files.
    """
    lines = [f"/ /{snapshot.mission.default_language}/ 302"]
    for old, new, is_permanent in sorted(snapshot.redirects):
        bare = old.rstrip("/")
        if bare and "?" not in bare and snapshot.at(f"{bare}/") is None:
            status = 301 if is_permanent else 302
            lines += [f"{_in_ascii(form)} {_in_ascii(new)} {status}" for form in (bare, f"{bare}/")]
    return "\n".join(lines) + "\n"


def _in_ascii(address: str) -> str:
    """An address without a space, which would end it, and without a sign that these servers give a meaning."""
    if address.startswith("/"):
        return quote(address, safe="/%?=&@!$'(),;~#+")
    return iri_to_uri(address).replace(" ", "%20")


def search(snapshot: Snapshot, language: str) -> str:
    """OpenSearch 1.1: lets a browser offer the site's own search, which runs on the reader's machine."""
    name = carried(snapshot.mission.name_in(language))
    address = full_url(f"/{language}/search/", snapshot) + "?q={searchTerms}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(_in_few_letters(carried(snapshot.mission.short_name)))}</ShortName>\n"
        f"<Description>{escape(name)}</Description>\n"
        f"<Language>{escape(language)}</Language>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template={quoteattr(address)}/>\n'
        "</OpenSearchDescription>\n"
    )


def _in_few_letters(name: str) -> str:
    """As many whole words as a browser's list of searches takes; of one long word its beginning."""
    while len(name) > SHORT_NAME and " " in name:
        name = name.rsplit(" ", 1)[0]
    return name[:SHORT_NAME]
