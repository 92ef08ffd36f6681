"""Publishing many pages at once: what is fit goes out, what is not is named with its reasons."""

from django.db import transaction
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from cairn.guard.models import User
from cairn.newsroom.checks import PublishRefused
from cairn.newsroom.refusals import refusal_in_words


class PublishFitPages(PublishBulkAction):
    """Wagtail's own action stops at the first page that is refused, and takes back those before it."""

    def get_execution_context(self):
        return {**super().get_execution_context(), "action": self}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        include_descendants: bool = False,
        user: User | None = None,
        action: "PublishFitPages | None" = None,
        **kwargs: object,
    ) -> tuple[int, int]:
        refused: list[str] = []
        parents = sum(_publish(page, user, refused) for page in objects)
        children = 0
        if include_descendants:
            for page in objects:
                drafts = page.get_descendants().not_live().specific()
                children += sum(_publish(draft, user, refused) for draft in drafts if _may(user, draft))
        if action:
            for sentence in refused:
                messages.error(action.request, sentence)
        return parents, children

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects and not num_child_objects:
            return None
        total = num_parent_objects + num_child_objects
        return ngettext("%(count)d page has gone out.", "%(count)d pages have gone out.", total) % {
            "count": total
        }


def _may(user: User | None, page: Page) -> bool:
    return user is None or page.permissions_for_user(user).can_publish()


def _publish(page: Page, user: User | None, refused: list[str]) -> bool:
    try:
        with transaction.atomic():
            revision = page.get_latest_revision() or page.specific.save_revision(user=user)
            revision.publish(user=user)
    except PublishRefused as refusal:
        refused.append(refusal_in_words(refusal))
        return False
    return True
