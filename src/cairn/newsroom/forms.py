"""The editor's form for public pages: what publishing demands is said beside the field, before anything is saved."""

from wagtail.admin.forms import WagtailAdminPageForm

from cairn.newsroom.checks import reasons_not_to_publish

# The buttons after which a page may reach readers: at once, or after an approver's yes.
LEADING_OUT = ("action-publish", "action-submit", "action-restart-workflow")


class PublicPageForm(WagtailAdminPageForm):
    """Drafts may be as unfinished as their author likes; what goes out, or to the approver, may not."""

    @property
    def is_leading_out(self) -> bool:
        return any(name in self.data for name in LEADING_OUT)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_leading_out and not self.errors:
            for reason in reasons_not_to_publish(self.instance):
                self.add_error(reason.field if reason.field in self.fields else None, reason.message)
