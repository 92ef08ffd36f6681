"""The editor's form for public pages: what publishing demands is said beside the field, before anything is saved."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError

from cairn.newsroom.checks import Reason, reasons_not_to_publish
from cairn.newsroom.corrections import Note, corrections_of

# The buttons after which a page may reach readers: at once, or after an approver's yes.
LEADING_OUT = ("action-publish", "action-submit", "action-restart-workflow")


class PublicPageForm(WagtailAdminPageForm):
    """Drafts may be as unfinished as their author likes; what goes out, or to the approver, may not."""

    @property
    def is_leading_out(self) -> bool:
        says_yes = (
            "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        )
        return says_yes or any(name in self.data for name in LEADING_OUT)

    def clean_summary(self) -> str:
        """One paragraph, whatever the width at which it was written: it stands in feeds and on cards."""
        return " ".join(self.cleaned_data["summary"].split())

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_leading_out and not self.errors:
            reasons = list(reasons_not_to_publish(self.instance))
            for reason in reasons:
                # Rows of the page are read only after its fields; what they lack is said in `is_valid`.
                if reason.block is None and reason.field not in self.formsets:
                    self.add_error(reason.field if reason.field in self.fields else None, reason.message)
            self._say_at_the_blocks([reason for reason in reasons if reason.block is not None])

    def _say_at_the_blocks(self, reasons: list[Reason]) -> None:
        at: dict[int, list[str]] = {}
        for reason in reasons:
            at.setdefault(reason.block, []).append(reason.message)
        if at:
            errors = {block: ValidationError(messages) for block, messages in at.items()}
            self.add_error("body", StreamBlockValidationError(block_errors=errors))

    def _rows_missing(self) -> Iterator[str]:
        """What is demanded of rows that the editor has just left empty."""
        for reason in reasons_not_to_publish(self.instance):
            rows = self.formsets[reason.field].cleaned_data if reason.field in self.formsets else None
            if rows is not None and not any(fields and not fields.get("DELETE") for fields in rows):
                yield reason.message

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if is_valid and self.is_leading_out and (missing := list(self._rows_missing())):
            for message in missing:
                self.add_error(None, message)
            return False
        if is_valid and self._takes_back_a_correction():
            self.add_error(
                None,
                _(
                    "A published correction stays as it is. If it is wrong itself, please add another one, "
                    "or ask an approver to take it back."
                ),
            )
            return False
        return is_valid

    def _takes_back_a_correction(self) -> bool:
        """Only who may publish may change or remove what readers were told was wrong; the history shows it."""
        formset = self.formsets.get("corrections")
        if formset is None or not self.instance.pk or self.for_user is None:
            return False
        kept = [
            Note(str(fields.get("corrected_on")), fields.get("note"))
            for fields in formset.cleaned_data
            if fields and not fields.get("DELETE")
        ]
        lost = [note for note in corrections_of(self.instance).values() if note not in kept]
        return bool(lost) and not self.instance.permissions_for_user(self.for_user).can_publish()
