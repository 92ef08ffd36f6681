"""What a page says, piece by piece, and which pieces of its source a translation has followed.

Each live page keeps a fingerprint of every piece of text, so that how far a translation is behind costs one
query and no reading of texts. The pieces are those that translators see side by side (wagtail-localize).
"""

import html
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

if TYPE_CHECKING:
    from cairn.newsroom.models.page import PublicPage

# The place where pieces stand (a field, or a block of one), and the fingerprints of the pieces there.
Texts = dict[str, list[str]]


def texts_of(page: "PublicPage") -> Texts:
    """The fingerprints of every piece of text on the page as it stands in memory."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            getattr(page, field.name).get_prep_value()  # Gives new blocks the ids by which they are known.
    found = (segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue))
    return _gathered((segment.path, segment.string.data) for segment in found)


def note_texts(page: "PublicPage") -> None:
    """Note what the page says now, since when, and, on a translation, what it covers of its source."""
    before = _row_of(page)
    texts = texts_of(page)
    said_before = before.says if before else {}
    since = said_before.get("since") if said_before.get("texts") == texts else None
    page.says = {"texts": texts, "since": since or timezone.now().isoformat()}
    is_fresh = page.covers.get("for") == _digest(texts) and not (before and before.covers == page.covers)
    if not is_fresh:
        page.covers = coverage(page, texts, before)


def coverage(page: "PublicPage", texts: Texts, before: "PublicPage | None" = None) -> dict[str, object]:
    """Which pieces of which source stand on the page in its own language; empty on a page that is no translation."""
    record = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=page.locale_id)
        .select_related("source__locale")
        .first()
    )
    if record and record.enabled:
        language = record.source.locale.language_code
        covered = _by_record(record, texts, before)
    else:
        language = record.source.locale.language_code if record else settings.LANGUAGE_CODE
        source = _source_in(language, page)
        if source is None:
            return {}
        covered = _by_field(source.says.get("texts", {}), texts, before)
    return {"from": language, "for": _digest(texts), "texts": covered}


def texts_to_translate(record: Translation) -> Texts:
    """The pieces that translators see now, as they were when they were taken from the source."""
    segments = StringSegment.objects.filter(source_id=record.source_id).order_by("order")
    return _gathered(segments.values_list("context__path", "string__data"))


def pieces_behind(source: Texts, covered: Texts) -> int:
    """How many pieces of the source are new, changed, or gone, seen from what a translation covers."""
    behind = 0
    for place in source.keys() | covered.keys():
        now, then = list(source.get(place, [])), list(covered.get(place, []))
        for piece in then.copy():
            if piece in now:
                now.remove(piece)
                then.remove(piece)
        behind += max(len(now), len(then))
    return behind


def _by_record(record: Translation, texts: Texts, before: "PublicPage | None") -> Texts:
    """With side-by-side translation: a piece is covered if what was written for it stands on the page."""
    segments = (
        StringSegment.objects.filter(source_id=record.source_id)
        .annotate_translation(record.target_locale_id)
        .order_by("order")
        .values_list("context__path", "string__data", "translation")
    )
    wanted, confirmed = [], []
    for path, piece, translation in segments:
        wanted.append((path, piece))
        if translation and _fingerprint(translation) in texts.get(_place(path), []):
            confirmed.append((path, piece))
    found, kept = _gathered(confirmed), _unchanged(texts, before)
    # A piece that a translator is rewriting just now still stands on the page as it did.
    return {
        place: kept[place]
        if place in kept and len(found.get(place, [])) < len(pieces)
        else found.get(place, [])
        for place, pieces in _gathered(wanted).items()
    }


def _by_field(source: Texts, texts: Texts, before: "PublicPage | None") -> Texts:
    """A translation made by hand covers the source as it stood when the same place was last written."""
    kept, covered = _unchanged(texts, before), {}
    for place, pieces in source.items():
        field = place.partition(".")[0]
        shares_blocks = any(other in texts for other in source if other.partition(".")[0] == field)
        if place in kept:
            covered[place] = kept[place]
        elif place in texts:
            covered[place] = pieces
        elif not shares_blocks and any(other.partition(".")[0] == field for other in texts):
            is_rewritten = _field(texts, field) != _field(
                before.says.get("texts", {}) if before else {}, field
            )
            old = before.covers.get("texts", {}) if before else {}
            covered[place] = pieces if is_rewritten else old.get(place, [])
    return covered


def _unchanged(texts: Texts, before: "PublicPage | None") -> Texts:
    """What was covered before at places whose own text is still the same."""
    if before is None:
        return {}
    said, covered = before.says.get("texts", {}), before.covers.get("texts", {})
    return {place: covered[place] for place in covered if place in texts and said.get(place) == texts[place]}


def _field(texts: Texts, field: str) -> Texts:
    return {place: pieces for place, pieces in texts.items() if place.partition(".")[0] == field}


def _row_of(page: "PublicPage") -> "PublicPage | None":
    from cairn.newsroom.models.page import PublicPage

    return PublicPage.objects.filter(pk=page.pk).only("says", "covers").first() if page.pk else None


def _source_in(language: str, page: "PublicPage") -> "PublicPage | None":
    from cairn.newsroom.models.page import PublicPage

    if page.locale.language_code == language:
        return None
    same = PublicPage.objects.filter(translation_key=page.translation_key, locale__language_code=language)
    return same.only("says").first()


def _gathered(pieces: Iterable[tuple[str, str]]) -> Texts:
    texts: Texts = {}
    for path, piece in pieces:
        texts.setdefault(_place(path), []).append(_fingerprint(piece))
    return texts


def _place(path: str) -> str:
    field, _dot, rest = path.partition(".")
    return f"{field}.{sha256(rest.encode()).hexdigest()[:8]}" if rest else field


def _fingerprint(piece: str) -> str:
    """Of the words alone: a bold word or another address behind a link is no change of the text."""
    words = " ".join(html.unescape(re.sub(r"<br\s*/?>", " ", piece)).split())
    return sha256(re.sub(r"<[^>]+>", "", words).encode()).hexdigest()[:10]


def _digest(texts: Texts) -> str:
    return sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]
