"""Translating side by side: from the translator's segments to a draft, to an approver, to the readers.

wagtail-localize writes segments straight into the live page and asks nobody. These acts go the way of every
other page instead: a draft first, then the checks, the rights and the approver.
"""

from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision, TaskState
from wagtail_localize.models import Translation, TranslationLog

from cairn.guard.models import User
from cairn.newsroom.checks import PublishRefused, ensure_fit_to_publish
from cairn.newsroom.models import PublicPage
from cairn.newsroom.texts import coverage, texts_of

# Wagtail-localize leaves an emptied choice as it was.
MANY = ("themes", "places", "organisers")


def translation_of(page: Page) -> Translation | None:
    """The side-by-side translation that makes this page, if there is one."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source__locale", "target_locale")
        .first()
    )


@transaction.atomic
def save_draft(translation: Translation, *, by: User) -> Revision:
    """The page as its segments make it now, as a draft of which readers see nothing."""
    page = assembled(translation)
    if (lock := page.get_lock()) and lock.for_user(by):
        raise PermissionDenied
    page.covers = coverage(page, texts_of(page), PublicPage.objects.get(pk=page.pk))
    page.full_clean()
    if not page.live:
        page.save()
    revision = page.save_revision(user=by, log_action=True)
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )
    return revision


@transaction.atomic
def publish_translation(translation: Translation, *, by: User) -> Revision:
    """Let the translation out, by somebody who may publish in this language."""
    page = translation.get_target_instance()
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied
    revision = save_draft(translation, by=by)
    revision.publish(user=by)
    return revision


@transaction.atomic
def submit_translation(translation: Translation, *, by: User) -> None:
    """Send the translation to the approver, or send it again after it came back."""
    revision = save_draft(translation, by=by)
    ensure_fit_to_publish(revision.as_object())
    page = translation.get_target_instance()
    state = page.current_workflow_state
    if state and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user=by)
    elif not state:
        if not page.permissions_for_user(by).can_submit_for_moderation():
            raise PermissionDenied
        page.get_workflow().start(page, by)


@transaction.atomic
def decide(state: TaskState, action: str, *, by: User, comment: str = "") -> None:
    """An approver's yes, or a comment on what is still missing."""
    task = state.task.specific
    page = state.revision.content_object
    if action not in [name for name, _label, _modal in task.get_actions(page, by)]:
        raise PermissionDenied
    task.on_action(state, by, action, comment=comment)


def assembled(translation: Translation) -> PublicPage:
    """The translated page in memory: words of the segments, everything else of the source."""
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    source = translation.source.as_instance()
    for name in MANY:
        if hasattr(page, name):
            getattr(page, name).set(getattr(source, name).all())
    wanted = slugify(page.slug, allow_unicode=True) or slugify(page.title, allow_unicode=True)
    page.slug = find_available_slug(page.get_parent(), wanted, ignore_page_id=page.pk)
    return page


def reasons_in_words(error: ValidationError, page: Page) -> list[str]:
    """What is wrong, each with the name of its field."""
    if isinstance(error, PublishRefused) or not hasattr(error, "error_dict"):
        return list(error.messages)
    sentences = []
    for name, problems in error.message_dict.items():
        try:
            label = str(page._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            label = ""
        sentences += [f"{label.capitalize()}: {problem}" if label else problem for problem in problems]
    return sentences
