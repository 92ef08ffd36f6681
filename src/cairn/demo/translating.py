"""The demonstration's translations as translators know them: segment by segment, side by side.

A text in another language is put onto a page built as its source is, so the segments of both stand in the same
places, and each becomes the translation of the one beside it. What readers see is then the same as what
wagtail-localize would assemble from the segments.
"""

from __future__ import annotations

import json
from itertools import zip_longest

from wagtail.models import Locale
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cairn.demo.markup import MarkupError
from cairn.guard.models import User
from cairn.newsroom.models import HomePage, PublicPage


def source_of(page: PublicPage) -> TranslationSource:
    """What translators of this page see: its words as they stand now."""
    return TranslationSource.update_or_create_from_instance(page)[0]


def put_side_by_side(source: TranslationSource, page: PublicPage, writer: User) -> None:
    """Let the page, not yet out, be the translation of the source, with every segment translated as it has it."""
    Translation.objects.get_or_create(source=source, target_locale=page.locale)
    _write_segments(source, page, writer)
    if isinstance(page, HomePage):
        _keep_the_address(source, page, writer)


def note_in_log(source: TranslationSource, page: PublicPage) -> None:
    TranslationLog.objects.create(source=source, locale=page.locale, revision=page.latest_revision)


def _write_segments(source: TranslationSource, page: PublicPage, writer: User) -> None:
    segments = source.stringsegment_set.order_by("order").select_related("context")
    own = [one for one in extract_segments(page) if isinstance(one, StringSegmentValue)]
    words: dict[tuple[int, int], str] = {}
    for segment, mine in zip_longest(segments, own):
        if segment is None or mine is None or segment.context.path != mine.path:
            place = segment.context.path if segment else mine.path
            raise MarkupError(f"“{page.title}” ({page.locale}) is not built as its source is, at {place}.")
        words[segment.string_id, segment.context_id] = mine.string.data
    standing = StringTranslation.objects.filter(locale=page.locale, context__object_id=source.object_id)
    known = set(standing.values_list("translation_of_id", "context_id"))
    StringTranslation.objects.bulk_create(
        _translated(string, context, text, page.locale, writer)
        for (string, context), text in words.items()
        if (string, context) not in known
    )


def _translated(string: int, context: int, text: str, locale: Locale, writer: User) -> StringTranslation:
    return StringTranslation(
        locale=locale,
        translation_of_id=string,
        context_id=context,
        data=text,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        last_translated_by=writer,
    )


def _keep_the_address(source: TranslationSource, page: PublicPage, writer: User) -> None:
    """A home page is called by its language, because all home pages share one folder of addresses."""
    segment = source.overridablesegment_set.get(context__path="slug")
    SegmentOverride.objects.get_or_create(
        locale=page.locale,
        context=segment.context,
        defaults={"data_json": json.dumps(page.slug), "last_translated_by": writer},
    )
