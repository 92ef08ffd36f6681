"""A correction stays: what was wrong once remains said, and whoever takes such a note away is seen in the history."""

from typing import TYPE_CHECKING, NamedTuple

from wagtail.log_actions import log

if TYPE_CHECKING:
    from cairn.newsroom.models.page import PublicPage

ADDED = "cairn.correction.add"
CHANGED = "cairn.correction.change"
REMOVED = "cairn.correction.remove"


class Note(NamedTuple):
    """A correction as readers see it."""

    corrected_on: str
    note: str


def corrections_of(page: "PublicPage") -> dict[str, Note]:
    """The corrections that readers see now, by the key that is the same in every draft; none if they see no page."""
    from cairn.newsroom.models.page import Correction

    rows = Correction.objects.filter(page_id=page.pk, page__live=True)
    return {
        str(key): Note(day.isoformat(), note)
        for key, day, note in rows.values_list("translation_key", "corrected_on", "note")
    }


def record_corrections(page: "PublicPage", before: dict[str, Note]) -> None:
    """Write into the page's history which notes came, changed or went with this publication, and by whom."""
    after = corrections_of(page)
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old != new:
            action = ADDED if old is None else REMOVED if new is None else CHANGED
            words = {"note": (new or old).note, "was": old.note if old and new else ""}
            log(instance=page, action=action, revision=page.live_revision, data=words)
