"""Where a figure was put right, its pages can say so: a correction in the language of each, with old and new sentence."""

import uuid
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cairn.newsroom.figures.reads import pages_using
from cairn.newsroom.models.figures import Figure
from cairn.newsroom.models.page import Correction, PublicPage
from cairn.newsroom.words import in_language


def note_on_pages(figure: Figure, before: dict[str, str], *, by: Any) -> list[PublicPage]:
    """Add the correction to every live page that shows the figure; answer those on which readers see it already.

    Who may publish a page publishes the note with it. Where somebody may not, or where a draft is under way, the note
    waits in the draft for its approver.
    """
    # The same correction in every language, so that a translation is known as that of its source.
    keys: dict[uuid.UUID, uuid.UUID] = {}
    shown = []
    # Sources first: a translation takes over their corrections.
    for page in sorted(pages_using(figure), key=_is_translation):
        note = _note(figure, before, page.language)
        key = keys.setdefault(page.translation_key, uuid.uuid4())
        if _add(page.specific, note, key, by=by):
            shown.append(page)
        _into_segments(page, key, note, by=by)
    return shown


def _note(figure: Figure, before: dict[str, str], language: str) -> str:
    with translation.override(language):
        return _("This page said “%(old)s”. It is “%(new)s” (%(source)s).") % {
            "old": in_language(before, language),
            "new": figure.phrase_in(language),
            "source": figure.source_in(language),
        }


def _add(page: PublicPage, note: str, key: uuid.UUID, *, by: Any) -> bool:
    """Put the note on what readers see if that may be, and into the draft that is under way."""
    today = timezone.localdate()
    may_publish = page.permissions_for_user(by).can_publish()
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    made = Correction(corrected_on=today, note=note, translation_key=key, locale=page.locale)
    if may_publish:
        page.corrections.add(made)
        page.save_revision(user=by, log_action=True).publish(user=by)
        made = page.corrections.get(translation_key=key)
    if draft is None and not may_publish:
        draft = page
    if draft is not None:
        kept = {"corrected_on": today, "note": note, "translation_key": key, "locale": page.locale}
        draft.corrections.add(Correction(pk=made.pk, **kept))
        draft.save_revision(user=by, log_action=True)
    return may_publish


def _is_translation(page: PublicPage) -> bool:
    return _record(page) is not None


def _record(page: PublicPage) -> Translation | None:
    own = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return own.select_related("source").first()


def _into_segments(page: PublicPage, key: uuid.UUID, note: str, *, by: Any) -> None:
    """Let side-by-side translation know the note of a translated page, or it would be lost with its next edition."""
    record = _record(page)
    if record is None:
        return
    record.source.update_from_db()
    segment = StringSegment.objects.filter(
        source=record.source, context__path=f"corrections.{key}.note"
    ).first()
    if segment is not None:
        StringTranslation.objects.update_or_create(
            locale=page.locale,
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            defaults={"data": note, "translation_type": "manual", "last_translated_by": by},
        )
