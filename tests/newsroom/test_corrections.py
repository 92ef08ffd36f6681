"""What was wrong stays said: readers see the note, and the history shows who added, changed or removed it."""

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset

from cairn.newsroom.corrections import ADDED, CHANGED, REMOVED
from cairn.newsroom.models import Correction, StoryPage

from .conftest import posted

NOTE = "The bridge is 90 metres long, not 900."


def correction(note: str = NOTE, **fields) -> dict[str, str]:
    return {"corrected_on": "2015-11-12", "note": note, **fields}


def with_corrections(page: StoryPage, *rows: dict[str, str], standing: int = 0) -> dict:
    return posted(slug=page.slug, corrections=inline_formset(list(rows), initial=standing))


@pytest.fixture
def corrected(write) -> StoryPage:
    page = write()
    page.corrections.add(Correction(corrected_on=dt.date(2015, 11, 12), note=NOTE))
    page.save_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


@pytest.fixture
def row(corrected) -> Correction:
    return corrected.corrections.get()


def history(page: StoryPage) -> list[tuple[str, object]]:
    actions = PageLogEntry.objects.filter(page=page.pk, action__startswith="cairn.correction").order_by(
        "timestamp"
    )
    return [(entry.action, entry.user) for entry in actions]


def test_an_approver_adds_a_correction_to_a_live_page(write, omar):
    page = write()
    response = omar.edit(page, with_corrections(page, correction()), "action-publish")
    assert response.status_code == 302
    assert [note.note for note in StoryPage.objects.get(pk=page.pk).corrections.all()] == [NOTE]
    assert history(page) == [(ADDED, omar.user)]
    assert "Correction published" in omar.sees(reverse("wagtailadmin_pages:history", args=[page.pk]))


def test_who_writes_may_add_one_and_submit_it(corrected, row, nadia, omar):
    rows = [correction(id=row.pk), correction("The year was 2014.")]
    assert (
        nadia.edit(corrected, with_corrections(corrected, *rows, standing=1), "action-submit").status_code
        == 302
    )
    assert StoryPage.objects.get(pk=corrected.pk).corrections.count() == 1


@pytest.mark.parametrize("button", [None, "action-submit"])
@pytest.mark.parametrize("change", ["removed", "reworded", "redated", "left out"])
def test_who_writes_cannot_take_a_published_one_back(corrected, row, nadia, change, button):
    rows = {
        "removed": [correction(id=row.pk, DELETE="1")],
        "reworded": [correction("The bridge is long.", id=row.pk)],
        "redated": [correction(id=row.pk, corrected_on="2016-01-01")],
        "left out": [],
    }[change]
    data = with_corrections(corrected, *rows, standing=len(rows))
    response = nadia.edit(corrected, data, *([button] if button else []))
    assert response.status_code == 200
    assert "A published correction stays as it is." in unescape(response.content.decode())
    assert not StoryPage.objects.get(pk=corrected.pk).has_unpublished_changes


def test_going_back_to_a_version_without_it_takes_nothing_back(corrected, nadia):
    first = corrected.revisions.order_by("created_at").first()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[corrected.pk, first.pk])
    response = nadia.client.post(address, {**posted(slug=corrected.slug), "revision": first.pk})
    assert "A published correction stays as it is." in unescape(response.content.decode())


def test_an_approver_may_and_the_history_says_what_it_was(corrected, row, omar):
    omar.edit(
        corrected,
        with_corrections(corrected, correction("90 metres.", id=row.pk), standing=1),
        "action-publish",
    )
    page = StoryPage.objects.get(pk=corrected.pk)
    row = page.corrections.get()
    omar.edit(
        page,
        with_corrections(page, correction("90 metres.", id=row.pk, DELETE="1"), standing=1),
        "action-publish",
    )
    assert not StoryPage.objects.get(pk=page.pk).corrections.exists()
    assert history(page)[-2:] == [(CHANGED, omar.user), (REMOVED, omar.user)]
    seen = omar.sees(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert f"Published correction changed. It said: “{NOTE}”" in seen
    assert "Published correction removed: “90 metres.”" in seen


def test_a_draft_of_a_correction_is_nobodys_history_yet(write, nadia):
    page = write()
    nadia.edit(page, with_corrections(page, correction()))
    nadia.edit(page, with_corrections(page))
    assert history(page) == []
