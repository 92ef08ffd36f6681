"""The demonstration's translations, made the way translators make them: segment by segment, side by side.

The text in another language is put onto a twin of the source in memory. The twin has the same structure, so its
segments stand in the same places, and each becomes the translation of the source's segment beside it.
"""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cairn.demo.building import Found, put_approach, put_body, put_words
from cairn.demo.markup import Block, MarkupError
from cairn.demo.shelf import Shelf
from cairn.guard.models import User
from cairn.newsroom.models import HomePage, PublicPage
from cairn.newsroom.side_by_side import publish_translation


def translate(
    page: PublicPage, locale: Locale, twin: PublicPage, *, writer: User, approver: User
) -> PublicPage:
    """Publish the page in another language, every segment of it translated as the twin has it."""
    source = source_of(page)
    target = page.get_translation_or_none(locale) or page.copy_for_translation(locale)
    translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=locale)
    _write_segments(source, locale, twin, writer)
    _keep_the_address(source, locale, target, writer)
    publish_translation(translation, by=approver)
    return PublicPage.objects.get(pk=target.pk).specific


def source_of(page: PublicPage) -> TranslationSource:
    """What translators of this page see: its words as they stand now."""
    source, is_new = TranslationSource.get_or_create_from_instance(page)
    if not is_new:
        source.update_from_db()
    return source


def twin_of(
    page: PublicPage, key: str, facts: dict[str, Any], blocks: list[Block], shelf: Shelf, found: Found
) -> PublicPage:
    """The page in memory with the words of another language; `facts` are the source's, overlaid by them."""
    twin = type(page).objects.get(pk=page.pk)
    put_words(twin, facts)
    put_body(twin, key, blocks, shelf, found)
    if isinstance(twin, HomePage):
        put_approach(twin, key, facts["approach"], found)
    return twin


def _write_segments(source: TranslationSource, locale: Locale, twin: PublicPage, writer: User) -> None:
    segments = source.stringsegment_set.order_by("order").select_related("context")
    theirs = [one for one in extract_segments(twin) if isinstance(one, StringSegmentValue)]
    wanted: dict[tuple[int, int], str] = {}
    for segment, their in zip_longest(segments, theirs):
        if segment is None or their is None or segment.context.path != their.path:
            place = segment.context.path if segment else their.path
            raise MarkupError(f"“{twin.title}” ({locale}) is not built as its source is, at {place}.")
        wanted[segment.string_id, segment.context_id] = their.string.data
    standing = StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    known = set(standing.values_list("translation_of_id", "context_id"))
    StringTranslation.objects.bulk_create(
        StringTranslation(
            locale=locale,
            translation_of_id=string,
            context_id=context,
            data=words,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=writer,
        )
        for (string, context), words in wanted.items()
        if (string, context) not in known
    )


def _keep_the_address(source: TranslationSource, locale: Locale, target: PublicPage, writer: User) -> None:
    """A home page is called by its language, because all home pages share one folder of addresses."""
    segment = source.overridablesegment_set.filter(context__path="slug").first()
    if segment and isinstance(target, HomePage):
        SegmentOverride.objects.get_or_create(
            locale=locale,
            context=segment.context,
            defaults={"data_json": json.dumps(target.slug), "last_translated_by": writer},
        )
