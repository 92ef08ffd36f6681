"""Screens of side-by-side translation that stand before wagtail-localize's own, which ask for no right to publish."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Locale, Page, TaskState
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import stop_translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cairn.guard.models import User
from cairn.newsroom import side_by_side
from cairn.newsroom.models import HomePage, PublicPage
from cairn.newsroom.texts import pieces_behind, texts_to_translate
from cairn.newsroom.translations import translation_debt


def publish_from_the_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Takes the place of wagtail-localize's own Publish: rights, checks and history as for every page."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = side_by_side.translation_of(page)
    if translation is None:
        return None
    try:
        side_by_side.publish_translation(translation, by=request.user)
    except ValidationError as error:
        _tell(request, error, page)
    else:
        _say_how_complete(request, translation)
    return redirect(request.path)


@require_POST
def submit(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The translator's button: send it to the approver."""
    translation = get_object_or_404(
        Translation.objects.select_related("source"), pk=translation_id, enabled=True
    )
    page = translation.get_target_instance()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    try:
        side_by_side.submit_translation(translation, by=request.user)
    except ValidationError as error:
        _tell(request, error, page)
    else:
        messages.success(request, _("The translation waits for approval."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def decide(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """The approver's buttons beside a translation: approve, or send back with a comment."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    state = get_object_or_404(waiting, pk=task_state_id).specific
    page = state.revision.content_object
    action, comment = request.POST.get("decision", ""), request.POST.get("comment", "").strip()
    if action == "reject" and not comment:
        messages.error(request, _("Please write what is still missing, so that the translator can mend it."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    side_by_side.decide(state, action, by=request.user, comment=comment)
    said = _("Approved and published.") if action == "approve" else _("Sent back with your comment.")
    messages.success(request, said)
    return redirect("wagtailadmin_home")


@require_POST
def bring_up_to_date(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Show the newest text of the source to its translators; nothing that readers see changes."""
    translation = get_object_or_404(
        Translation.objects.select_related("source"), pk=translation_id, enabled=True
    )
    page = translation.get_target_instance()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    translation.source.update_from_db()
    messages.success(
        request, _("The newest text of the source is here. What is new waits for its translation.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


class SubmitForTranslation(SubmitPageTranslationView):
    """Only into languages in which the colleague may write."""

    def get_form(self):
        form = super().get_form()
        form.fields["locales"].queryset = form.fields["locales"].queryset.filter(
            pk__in=[locale.pk for locale in locales_of(self.request.user)]
        )
        return form


class UpdateWithoutPublishing(UpdateTranslationsView):
    """New text of the source comes in as segments to translate; it never goes out untranslated by a tick in a box."""

    def get_form(self):
        form = super().get_form()
        form.fields["publish_translations"] = forms.BooleanField(
            required=False, disabled=True, initial=False, widget=forms.HiddenInput
        )
        return form


@require_POST
def stop(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Leaving the side-by-side view changes how a page is made: it is for who may publish it."""
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
    if not translation.get_target_instance().permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return stop_translation(request, translation_id)


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """A page that shows one language under the name of another helps no reader."""
    messages.error(request, _("A page in one language cannot be a copy of another. Please translate it."))
    return redirect("wagtailadmin_pages:edit", page_id)


def locales_of(user: User) -> list[Locale]:
    """The languages in whose pages somebody may write."""
    homes = HomePage.objects.select_related("locale")
    return [home.locale for home in homes if home.permissions_for_user(user).can_add_subpage()]


def beside_the_segments(page: PublicPage, translation: Translation, user: User) -> dict[str, object]:
    """What the bar above the segments offers this colleague now."""
    state, rights = page.current_workflow_state, page.permissions_for_user(user)
    task_state = state.current_task_state.specific if state else None
    waits = bool(task_state and task_state.status == TaskState.STATUS_IN_PROGRESS)
    actions = task_state.task.specific.get_actions(page, user) if waits else []
    return {
        "debt": translation_debt(page) if page.live else None,
        "is_behind": _source_is_newer(translation),
        "may_decide": any(name == "approve" for name, _label, _modal in actions),
        "may_submit": not rights.can_publish() and not waits,
        "sent_back": task_state.comment
        if task_state and task_state.status == TaskState.STATUS_REJECTED
        else "",
        "task_state": task_state if waits else None,
        "translation": translation,
        "waits": waits,
    }


def _source_is_newer(translation: Translation) -> bool:
    """Whether readers of the source see other words, or a later page, than these pieces were taken from."""
    source = translation.source.get_source_instance()
    if not source.live:
        return False
    is_later = source.last_published_at > translation.source.last_updated_at
    return is_later or pieces_behind(source.says.get("texts", {}), texts_to_translate(translation)) > 0


def _tell(request: HttpRequest, error: ValidationError, page: Page) -> None:
    sentences = " ".join(side_by_side.reasons_in_words(error, page))
    messages.error(request, _("The translation did not go out. %(reasons)s") % {"reasons": sentences})


def _say_how_complete(request: HttpRequest, translation: Translation) -> None:
    total, translated = translation.get_progress()
    if translated < total:
        sentence = ngettext(
            "Published. %(count)d piece of text is not translated yet and stands there as in the source.",
            "Published. %(count)d pieces of text are not translated yet and stand there as in the source.",
            total - translated,
        )
        messages.warning(request, sentence % {"count": total - translated})
    else:
        messages.success(request, _("The translation is published."))


urls = [
    path("localize/submit/page/<int:page_id>/", SubmitForTranslation.as_view()),
    path("localize/update/<int:translation_source_id>/", UpdateWithoutPublishing.as_view()),
    path("localize/translate/<int:translation_id>/disable/", stop),
    path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias),
    path("translation/<int:translation_id>/submit/", submit, name="cairn_submit_translation"),
    path("translation/<int:translation_id>/update/", bring_up_to_date, name="cairn_update_translation"),
    path("translation/decide/<int:task_state_id>/", decide, name="cairn_decide_translation"),
]
