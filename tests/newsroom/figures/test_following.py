"""What becomes of a figure when a newer release comes out, or its own is withdrawn; and who is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from cairn.evidence.phrases import Claim, Phrase
from cairn.guard.models import Notice
from cairn.newsroom.figures import acts
from cairn.newsroom.figures.reads import overtaken
from cairn.newsroom.models import Figure

pytestmark = pytest.mark.django_db


def told(colleague) -> list[str]:
    return list(Notice.objects.filter(to=colleague.user).order_by("pk").values_list("kind", flat=True))


def history(figure) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(figure).order_by("pk").values_list("action", flat=True))


def test_a_figure_that_follows_changes_its_number_and_says_so_in_its_history(
    put_out, choose, story_with, nadia
):
    figure = choose(put_out(), follows=True)
    story_with(figure)
    second = put_out(people=6_200)
    figure.refresh_from_db()
    assert (figure.phrase["en"], figure.release) == ("doubled to 6,200", second)
    assert told(nadia) == ["figure-followed"]
    entry = ModelLogEntry.objects.for_instance(figure).get(action=acts.FOLLOWED)
    assert (entry.data["before"]["en"], entry.data["after"]["en"]) == ("doubled to 6,000", "doubled to 6,200")
    assert overtaken() == []


def test_words_that_still_hold_stay_and_nobody_is_troubled(put_out, choose, story_with, nadia):
    figure = choose(put_out(), Phrase(Claim.OVER, 5_900), follows=True)
    story_with(figure)
    second = put_out(people=6_200)
    figure.refresh_from_db()
    assert (figure.phrase["en"], figure.value, figure.release) == ("over 5,900", 6_200, second)
    assert told(nadia) == []


def test_what_no_longer_holds_stays_on_the_old_release_and_waits(put_out, choose, story_with, nadia):
    first = put_out()
    figure = choose(first, follows=True)
    page = story_with(figure)
    put_out(people=5_600)
    figure.refresh_from_db()
    assert (figure.phrase["en"], figure.release) == ("doubled to 6,000", first)
    assert told(nadia) == ["figure-holds-no-more"]
    assert history(figure) == [acts.CHOSEN, acts.STALE]
    [waiting] = overtaken()
    assert waiting.phrase is None
    assert [one.pk for one in waiting.pages] == [page.pk]
    assert "nearly doubled to 5,600" in [offer.sentences["en"] for offer in waiting.offers]


def test_a_pinned_figure_stays_and_its_editor_is_told_what_the_newer_release_says(
    put_out, choose, story_with, nadia
):
    first = put_out()
    figure = choose(first)
    story_with(figure)
    put_out(people=6_200)
    figure.refresh_from_db()
    assert (figure.phrase["en"], figure.release) == ("doubled to 6,000", first)
    assert told(nadia) == ["figure-says-otherwise"]
    [waiting] = overtaken()
    assert waiting.sentences["en"] == "doubled to 6,200"


def test_a_pinned_figure_of_which_the_newer_release_says_the_same_waits_for_nobody(
    put_out, choose, story_with, nadia
):
    story_with(choose(put_out()))
    put_out()
    assert told(nadia) == []
    assert overtaken() == []


def test_an_accepted_change_moves_the_figure(put_out, choose, nadia):
    figure = choose(put_out())
    second = put_out(people=6_200)
    moved = acts.move_to_newest(figure, by=nadia.user)
    assert (moved.phrase["en"], moved.release) == ("doubled to 6,200", second)
    assert overtaken() == []


def test_what_no_longer_holds_cannot_be_accepted(put_out, choose, nadia):
    figure = choose(put_out())
    put_out(people=5_600)
    with pytest.raises(ValidationError, match="no longer holds"):
        acts.move_to_newest(figure, by=nadia.user)


def test_a_figure_kept_on_purpose_waits_again_with_the_release_after(put_out, choose, nadia):
    figure = choose(put_out())
    put_out(people=6_200)
    acts.keep_as_it_is(figure, by=nadia.user)
    assert overtaken() == []
    put_out(people=6_300)
    assert [one.figure for one in overtaken()] == [figure]


def test_a_figure_of_a_withdrawn_release_waits_and_cannot_be_kept(
    put_out, choose, story_with, withdraw, nadia
):
    release = put_out()
    figure = choose(release)
    story_with(figure)
    withdraw(release)
    assert told(nadia) == ["figure-withdrawn"]
    assert [one.figure for one in overtaken()] == [figure]
    with pytest.raises(ValidationError, match="withdrawn"):
        acts.keep_as_it_is(figure, by=nadia.user)


def test_nothing_of_a_withdrawn_release_can_be_chosen(put_out, choose, withdraw):
    release = put_out()
    withdraw(release)
    with pytest.raises(ValidationError, match="withdrawn"):
        choose(release)


def test_a_hidden_cell_cannot_be_chosen(put_out, choose):
    with pytest.raises(ValidationError, match="does not show this cell"):
        choose(put_out(), Phrase(Claim.EXACTLY, 3), key="camp=road")


def test_a_phrase_that_says_more_is_refused_with_what_may_be_said(put_out, choose):
    with pytest.raises(ValidationError) as refused:
        choose(put_out(people=6_000, low=5_500))
    assert "“doubled to 6,000” does not hold" in refused.value.messages[0]
    assert "“nearly doubled to 6,000”" in refused.value.messages[1]
    assert not Figure.objects.exists()


def test_other_words_are_checked_against_the_newest_release(put_out, choose, nadia):
    figure = choose(put_out(), follows=True)
    newest = put_out(people=5_600).released.get(code="people-in-camps")
    with pytest.raises(ValidationError):
        acts.say_otherwise(
            figure, newest, "", Phrase(Claim.DOUBLED, 5_600), by=nadia.user, names_unit=False, follows=True
        )
    said = acts.say_otherwise(
        figure, newest, "", Phrase(Claim.NEARLY_DOUBLED, 5_600), by=nadia.user, names_unit=False, follows=True
    )
    assert said.phrase["en"] == "nearly doubled to 5,600"


def test_who_may_not_write_figures_chooses_none(put_out, choose, ada):
    figure = choose(put_out())
    put_out(people=6_200)
    with pytest.raises(PermissionDenied):
        acts.move_to_newest(figure, by=ada.user)


def test_an_accepted_change_leaves_a_note_on_its_pages(put_out, choose, story_with, omar):
    figure = choose(put_out())
    page = story_with(figure)
    put_out(people=6_200)
    acts.move_to_newest(figure, by=omar.user, with_note=True)
    [note] = type(page).objects.get(pk=page.pk).corrections.all()
    assert note.note == (
        "This page said “doubled to 6,000”. It is “doubled to 6,200” "
        "(Migration Mission in the United Kingdom, release “Calais” 2)."
    )


def test_a_note_takes_no_unfinished_draft_out_with_it(put_out, choose, story_with, omar):
    figure = choose(put_out())
    page = story_with(figure)
    draft = page.get_latest_revision_as_object()
    draft.title = "Not ready yet"
    draft.save_revision()
    put_out(people=6_200)
    acts.move_to_newest(figure, by=omar.user, with_note=True)
    live = type(page).objects.get(pk=page.pk)
    assert (live.title, live.corrections.count()) == ("A bridge opens", 1)
    kept = live.get_latest_revision_as_object()
    assert (kept.title, kept.corrections.count()) == ("Not ready yet", 1)
    kept.save_revision().publish()
    assert type(page).objects.get(pk=page.pk).corrections.count() == 1


def test_who_may_not_publish_leaves_the_note_to_the_approver(put_out, choose, story_with, nadia):
    figure = choose(put_out())
    page = story_with(figure)
    put_out(people=6_200)
    acts.move_to_newest(figure, by=nadia.user, with_note=True)
    live = type(page).objects.get(pk=page.pk)
    assert live.corrections.count() == 0
    assert live.get_latest_revision_as_object().corrections.count() == 1
