"""Indicators that colleagues write: what is wrong is said with its line, a second person reviews, and then they count."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cairn.evidence.acts import (
    begin_indicator,
    keep_text,
    put_up_for_review,
    retire_indicator,
    review_indicator,
)
from cairn.evidence.errors import NotNow
from cairn.evidence.facts import fact_tables
from cairn.evidence.facts.snapshots import take_snapshot
from cairn.evidence.indicators import WrongIndicator, indicator
from cairn.evidence.indicators.library import UnknownIndicator, declared
from cairn.evidence.models import IndicatorText, TextState
from cairn.evidence.tasks import preview_text
from cairn.guard.models import AuditEntry, Notice
from cairn.guard.notices.kinds import Kind
from cairn.guard.roles import Role
from cairn.guard.trace.events import Event
from cairn.mission.worker import LONG, do_waiting_tasks
from evidence.releases.conftest import REGISTERED, colleague

pytestmark = pytest.mark.django_db


def words(
    code: str = "women",
    *,
    version: int = 1,
    by: str = '["country"]',
    more: str = "",
    rule: str = "suppressed",
) -> str:
    text = REGISTERED.format(
        code=code, dimensions=by, rule=rule, more=f"version = {version}\n{more}", numbers=""
    )
    return text.strip() + "\n"


@pytest.fixture
def write(declare, ines):
    """A draft of an indicator, with these words."""
    declare()

    def written(text: str | None = None, code: str = "women") -> IndicatorText:
        draft = begin_indicator(code, by=ines, facts="test.people")
        return keep_text(draft, by=ines, words=text or words(code), seen=draft.edition)

    return written


@pytest.fixture
def in_force(write, priya):
    """One that was written and reviewed."""

    def reviewed(text: str | None = None, code: str = "women") -> IndicatorText:
        draft = write(text, code)
        waiting = put_up_for_review(draft, by=draft.written_by, seen=draft.edition)
        return review_indicator(waiting, by=priya, seen=waiting.edition)

    return reviewed


def previewed(browser, text: IndicatorText) -> str:
    """The page that shows what a text would say, after the worker has counted."""
    answer = kept(browser, text, text.text, "preview")
    assert answer.status_code == 302
    page = browser.client.get(answer.url).content.decode()
    if "data-progress" in page:
        preview_text.call(text.pk)
        page = browser.client.get(answer.url).content.decode()
    return page


def kept(browser, text: IndicatorText, said: str, do: str = "keep"):
    text.refresh_from_db()
    return browser.post("text-edit", text.pk, text=said, seen=text.edition, do=do)


# Writing --------------------------------------------------------------------------------------------------------


def test_an_indicator_is_written_reviewed_and_chosen(at, ines, priya, declare):
    declare()
    writer, reviewer = at(ines), at(priya)
    writer.post("text-begin", code="women", facts="test.people")
    text = IndicatorText.objects.get()
    assert 'facts = "test.people"' in text.text
    assert "women" not in declared()

    answer = kept(writer, text, words(), "ask")
    assert answer.url == reverse("evidence:text", args=[text.pk])
    assert "The indicator women waits for your review." in reviewer.home()
    page = reviewer.get("text-review", text.pk)
    reviewer.post("text-review", text.pk, has_read="on", seen=page.context["form"]["seen"].value())

    text.refresh_from_db()
    assert (text.state, text.reviewed_by) == (TextState.REVIEWED, priya)
    assert indicator("women").dimensions == ["country"]
    assert "women" in at(ines).page("indicators")
    events = AuditEntry.objects.filter(event__startswith="evidence:indicator").values_list("event", flat=True)
    assert [event.rpartition(":")[2] for event in events.order_by("sequence")] == [
        "written", "written", "asked", "reviewed",
    ]  # fmt: skip


def test_the_form_to_begin_with_lacks_words_and_nothing_else(declare, ines, at):
    declare()
    text = begin_indicator("women", by=ines, facts="test.people")
    page = at(ines).page("text-edit", text.pk)
    assert "“title” wants words at least in English" in page
    filled = text.text.replace('en = ""', 'en = "Women"')
    assert kept(at(ines), text, filled, "ask").status_code == 302


@pytest.mark.parametrize(
    ("before", "after", "said", "line"),
    [
        ('kind = "count"', 'kind = "sum"', "a “column” with every measure but “count”", '[measure]'),
        ('["country"]', '["village"]', "has no column “village”", "dimensions"),
        ('kind = "suppressed"', 'kind = "suppressed"\nthreshold = 3', "below the floor of this mission", "threshold"),
        ('kind = "suppressed"', 'kind = "open"', "every row of these facts is a person", 'kind = "open"'),
        ('facts = "test.people"', 'facts = "test.nothing"', "There is no fact table “test.nothing”", "facts"),
        ('code = "women"', 'code = "women"\nwhole = "women"', "is a part of itself", "whole"),
        ('code = "women"', 'code = "women"\nwhole = "nobody"', "which is no indicator", "whole"),
        ('code = "women"', 'code = "men"', "this text is version 1 of “women”", "code"),
        ('owner = "information"', 'owner = "information', "this is no TOML", "owner"),
        ('[measure]', '[period]\ncolumn = "day"\nfirst = 1815-06-18\n[measure]', "days between 1900 and 2100", "[period]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_counted(
    at, ines, write, before, after, said, line
):
    text = write()
    wrong = words().replace(before, after)
    assert wrong != words()
    answer = kept(at(ines), text, wrong, "ask")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said.casefold() in page.casefold()
    marked = page.split("cairn-listing__wrong")[1].split("</li>")[0]
    assert line.replace('"', "&quot;") in marked
    text.refresh_from_db()
    assert (text.state, text.text) == (TextState.DRAFT, wrong), "a draft keeps wrong words too"
    assert "women" not in declared()
    with pytest.raises(UnknownIndicator):
        indicator("women")


def test_a_circle_through_others_is_refused(in_force, write, ines):
    in_force(code="women")
    in_force(words("girls", more='whole = "women"'), code="girls")
    text = write(words("women", version=2, more='whole = "girls"'))
    with pytest.raises(WrongIndicator, match="is a part of itself"):
        put_up_for_review(text, by=ines, seen=text.edition)
    assert indicator("women").version == 1


def test_the_script_asks_the_same_and_keeps_nothing(at, ines, write):
    text = write()
    said = at(ines).post("text-check", text.pk, text=words().replace("country", "village"))
    assert "has no column “village”" in said.content.decode()
    text.refresh_from_db()
    assert text.text == words()


def test_two_who_write_at_once_do_not_lose_a_word(at, ines, write):
    text = write()
    other = colleague("omar", Role.INFORMATION)
    first_seen = text.edition
    kept(at(other), text, words(by='["sex"]'))
    said = at(ines).refused("text-edit", text.pk, text=words(by="[]"), seen=first_seen, do="keep")
    assert "has written into this text since you opened it" in said
    assert "dimensions = []" in said, "what was written stays in the page"
    text.refresh_from_db()
    assert '["sex"]' in text.text


def test_a_text_has_one_draft_at_a_time(write, ines):
    write()
    with pytest.raises(NotNow, match="being written already"):
        begin_indicator("women", by=ines)


@pytest.mark.parametrize("code", ["", "Women", "two words", "ünicode", "a" * 81])
def test_a_code_that_cannot_stand_in_an_address_is_refused(at, ines, declare, code):
    declare()
    at(ines).refused("text-begin", code=code, facts="test.people")
    assert not IndicatorText.objects.exists()


def test_a_text_that_is_longer_than_any_declaration_is_refused(at, ines, write):
    text = write()
    assert kept(at(ines), text, "#" * 60_000).status_code == 422
    text.refresh_from_db()
    assert text.text == words()


# Reviewing ------------------------------------------------------------------------------------------------------


def test_nobody_reviews_their_own_text(at, ines, write):
    draft = write()
    waiting = put_up_for_review(draft, by=ines, seen=draft.edition)
    with pytest.raises(NotNow, match="somebody else has to review"):
        review_indicator(waiting, by=ines, seen=waiting.edition)
    assert "somebody else reviews it" in at(ines).page("text", waiting.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorText.objects.update(state=TextState.REVIEWED, reviewed_by=ines)


def test_what_is_put_in_force_is_what_was_read(at, ines, priya, write):
    draft = write()
    waiting = put_up_for_review(draft, by=ines, seen=draft.edition)
    seen = waiting.edition
    changed = keep_text(waiting, by=ines, words=words(by='["sex", "country"]'), seen=seen)
    assert changed.state == TextState.DRAFT
    put_up_for_review(changed, by=ines, seen=changed.edition)
    assert "has written into this text" in at(priya).refused(
        "text-review", draft.pk, has_read="on", seen=seen
    )
    assert "women" not in declared()


def test_a_text_is_sent_back_with_a_reason(at, ines, priya, write):
    draft = write()
    put_up_for_review(draft, by=ines, seen=draft.edition)
    assert "Say why in a few words" in at(priya).refused("text-send-back", draft.pk, why="no")
    at(priya).post("text-send-back", draft.pk, why="It counts children as well as women.")
    assert "It counts children as well as women." in at(ines).page("text-edit", draft.pk)
    assert "It counts children as well as women." in at(ines).home()
    assert Notice.objects.filter(to=ines, kind=Kind.INDICATOR_SENT_BACK).exists()


def test_rights_decide_who_writes_and_who_reviews(write, priya, daniel, nadia, at):
    text = write()
    for user in (priya, daniel, nadia):
        with pytest.raises(PermissionDenied):
            begin_indicator("others", by=user, facts="test.people")
        with pytest.raises(PermissionDenied):
            keep_text(text, by=user, words="", seen=text.edition)
        with pytest.raises(PermissionDenied):
            retire_indicator(text, by=user)
    at(daniel).get("text", text.pk)
    at(daniel).get("text-review", text.pk, status=403)
    at(nadia).get("indicators", status=403)


# In force -------------------------------------------------------------------------------------------------------


def test_the_highest_version_counts_and_the_one_before_when_it_is_retired(in_force, ines):
    assert indicator("registered").dimensions == ["sex", "country"]
    text = in_force(words("registered", version=2), code="registered")
    assert indicator("registered").version == 2
    retire_indicator(text, by=ines)
    assert indicator("registered").version == 1


def test_a_programme_s_text_is_where_its_next_version_begins(write, ines, at):
    write()
    at(ines).post("indicator-next", "registered")
    text = IndicatorText.objects.get(code="registered")
    assert text.version == 2
    assert "version = 2" in text.text
    assert 'dimensions = ["sex", "country"]' in text.text


def test_what_is_a_part_of_another_keeps_its_whole(in_force, ines):
    whole = in_force(code="women")
    in_force(words("girls", more='whole = "women"'), code="girls")
    with pytest.raises(NotNow, match="is a part of “women”"):
        retire_indicator(whole, by=ines)


def test_a_retired_indicator_is_chosen_no_more_and_its_release_keeps_it(in_force, make, put_out, ines, at):
    text = in_force()
    release = put_out(make("women"))
    retire_indicator(text, by=ines)
    with pytest.raises(UnknownIndicator):
        indicator("women")
    assert "no longer in force" in at(ines).page("release", release.pk)
    assert "People registered" in at(ines).page("table", release.pk, "women")
    assert IndicatorText.objects.filter(pk=text.pk).exists()


def test_a_text_that_fits_its_facts_no_more_takes_no_other_with_it(
    in_force, camp, make, at, ines, monkeypatch
):
    in_force(words(by='["speaks"]'))
    whole = camp.people_table
    from cairn.evidence.facts import register as facts_register

    def without_speaks():
        table = whole()
        columns = tuple(column for column in table.columns if column.name != "speaks")
        return type(table)(**{name: getattr(table, name) for name in table.__slots__} | {"columns": columns})

    monkeypatch.setitem(facts_register._BUILDERS, "test.people", without_speaks)
    assert "no longer fits its facts" in at(ines).page("indicators")
    assert "has no column “speaks”" in at(ines).page("indicator", "women")
    assert indicator("registered").version == 1


# What it would say -----------------------------------------------------------------------------------------------


def test_a_preview_shows_protected_figures_and_keeps_nothing(at, ines, write):
    text = write(words(by='["sex", "country"]'))
    take_snapshot(fact_tables_of_the_camp())
    page = previewed(at(ines), text)
    assert "What it would say" in page
    assert "360" in page
    assert ">2<" not in page
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.who, entry.subject_id) == (Event.FACTS_READ, ines.pk, str(text.pk))


def test_a_preview_of_people_is_counted_by_the_worker_once(at, ines, write):
    text = write()
    take_snapshot(fact_tables_of_the_camp())
    for _look in range(3):
        page = at(ines).page("text", text.pk, preview="1")
        assert "The worker counts and attacks it" in page
        assert '<noscript><meta http-equiv="refresh"' in page
    assert DBTaskResult.objects.filter(task_path=preview_text.module_path).count() == 1
    do_waiting_tasks(LONG)
    assert "cairn-total" in at(ines).page("text", text.pk, preview="1")
    assert "cairn-total" in at(ines).page("text", text.pk, by="country")


def test_a_preview_that_gives_somebody_away_with_what_is_out_shows_no_figure(
    at, ines, write, declare, make, put_out
):
    put_out(make(declare("registered", by=("country",))))
    text = write(words(by="[]", more='only = { sex = ["male"], country = ["ER"] }'))
    page = previewed(at(ines), text)
    assert "It would give people away" in page
    assert "Country: Eritrea" in page
    assert "cairn-total" not in page


def test_a_preview_of_too_few_people_says_so_and_not_how_many(at, ines, write):
    text = write(words(by="[]", more='only = { sex = ["female"], country = ["ER"] }'))
    take_snapshot(fact_tables_of_the_camp())
    page = previewed(at(ines), text)
    assert "counts fewer than 5 people" in page
    assert "cairn-total" not in page


def test_a_preview_without_facts_says_how_to_get_them(at, ines, write):
    text = write()
    page = previewed(at(ines), text)
    assert "No snapshot holds the facts “test.people” yet." in page
    assert reverse("evidence:snapshot") in page


def test_a_preview_of_no_rows_says_so(at, ines, write, camp):
    camp.people.clear()
    text = write()
    take_snapshot(fact_tables_of_the_camp())
    assert "“test.people” is empty" in previewed(at(ines), text)


def test_things_are_previewed_while_somebody_writes_and_people_by_button(at, ines, write, declare):
    text = write()
    take_snapshot(fact_tables_of_the_camp())
    while_writing = at(ines).post("text-check", text.pk, text=words()).content.decode()
    assert "What it would say" not in while_writing
    deaths = begin_indicator("deaths", by=ines)
    while_writing = at(ines).post("text-check", deaths.pk, text=deaths.text).content.decode()
    assert "What it would say" in while_writing
    assert "cairn-total" in while_writing


def fact_tables_of_the_camp():
    return [table for table in fact_tables() if table.name.startswith("test.")]
