"""A release in the workspace: each step leads to the next, and whoever cannot go on is told why and who can."""

import datetime as dt

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cairn.evidence.acts import approve, ask_for_approval, change_draft, draft_release
from cairn.evidence.models import Release, Series, State
from cairn.guard.acts import give_role
from cairn.guard.models import AuditEntry, Notice
from cairn.guard.notices.kinds import Kind
from cairn.guard.roles import Role

from .conftest import as_the_worker_builds, build_again

pytestmark = pytest.mark.django_db
LAST = "2015-11-16"


def kinds_told(user) -> list[str]:
    return list(Notice.objects.filter(to=user).order_by("pk").values_list("kind", flat=True))


def test_a_release_goes_the_whole_way_by_its_pages(at, ines, priya, declare, camp):
    maker, approver = at(ines), at(priya)
    declare()
    answer = maker.post("series-new", code="calais", title_en="Calais", title_fr="Calais", title_ar="")
    series = Series.objects.get()
    assert answer.url == reverse("evidence:release-new", args=[series.pk])

    answer = maker.post("release-new", series.pk, indicators=["registered", "deaths"], cut_off=LAST)
    release = Release.objects.get()
    assert answer.url == reverse("evidence:build", args=[release.pk])

    maker.post("build", release.pk)
    assert "It is being built" in maker.page("build", release.pk)
    as_the_worker_builds(release)

    tables = maker.page("tables", release.pk)
    assert "People registered" in tables
    assert "Deaths on the way" in tables
    assert "Nobody is given away" in maker.page("attack", release.pk)
    maker.post("ask", release.pk)
    assert "so you cannot approve it" in maker.page("approval", release.pk)

    page = approver.get("approve", release.pk)
    approver.post("approve", release.pk, has_read="on", seen=page.context["form"]["seen"].value())
    release.refresh_from_db()
    assert (release.state, release.approved_by) == (State.APPROVED, priya)

    maker.post("publish", release.pk)
    release.refresh_from_db()
    assert release.state == State.PUBLISHED
    assert "It is out." in maker.page("release", release.pk)


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("release", "priya", 200),
        ("attack", "priya", 200),
        ("build", "priya", 403),
        ("release-change", "priya", 403),
        ("publish", "daniel", 403),
        ("approve", "ines", 403),
        ("approve", "daniel", 200),
        ("withdraw", "daniel", 200),
        ("release", "nadia", 403),
        ("attack", "nadia", 403),
    ],
)
def test_each_step_is_for_those_whose_it_is(at, built, request, name, who, status):
    at(request.getfixturevalue(who)).get(name, built.pk, status=status)


def test_whoever_reads_the_attack_is_written_down(at, built, priya):
    assert "of one fact table against each other" in at(priya).page("attack", built.pk)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.who, entry.subject_id) == ("evidence:release:read", priya.pk, str(built.pk))


def test_the_list_says_who_waits_for_whom(at, built, ines, priya, nadia):
    assert "Read the tables, then ask for approval." in at(ines).page("releases")
    assert "This waits for you" not in at(priya).page("releases")
    ask_for_approval(built, by=ines)
    assert "It waits for your approval." in at(priya).page("releases")
    mine = at(ines).page("releases")
    assert "This waits for you" not in mine
    assert "It waits for the approval of a second person." in mine


def test_a_maker_who_may_approve_others_sees_why_not_this_one(at, built, ines):
    give_role(ines, Role.DATA_PROTECTION)
    ask_for_approval(built, by=ines)
    assert "because you helped to make it" in at(ines).page("approval", built.pk)
    assert "somebody else has to approve it" in at(ines).page("approve", built.pk)
    assert "somebody else has to approve it" in at(ines).refused(
        "approve", built.pk, has_read="on", seen=built.digest
    )


def test_those_who_have_to_do_something_are_told(built, ines, daniel, priya, nadia, at):
    ask_for_approval(built, by=ines)
    assert kinds_told(ines) == [Kind.RELEASE_BUILT]
    assert kinds_told(daniel) == kinds_told(priya) == [Kind.RELEASE_ASKED]
    assert kinds_told(nadia) == []
    assert "The release calais-1 waits for your approval." in at(priya).home()
    assert reverse("evidence:release", args=[built.pk]) in at(priya).home()
    at(priya).post("send-back", built.pk, why="The camp beside the tunnel is missing.")
    assert kinds_told(ines)[-1] == Kind.RELEASE_SENT_BACK
    assert "It was sent back: change what is asked for" in at(ines).home()


def test_a_release_that_is_sent_back_says_why_until_it_is_asked_for_again(at, built, ines, priya):
    ask_for_approval(built, by=ines)
    assert "Say why in a few words" in at(priya).refused("send-back", built.pk, why="no")
    at(priya).post("send-back", built.pk, why="The camp beside the tunnel is missing.")
    for name in ("release", "release-change"):
        assert "The camp beside the tunnel is missing." in at(ines).page(name, built.pk)


def test_what_was_approved_is_what_was_read(at, built, ines, priya, camp):
    ask_for_approval(built, by=ines)
    seen = at(priya).get("approve", built.pk).context["form"]["seen"].value()
    camp.arrive("male", "AF", 50)
    change_draft(built, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    ask_for_approval(build_again(built, ines), by=ines)

    said = at(priya).refused("approve", built.pk, has_read="on", seen=seen)
    assert "built again after you read it" in said
    built.refresh_from_db()
    assert built.state == State.ASKED


def test_nobody_approves_or_chooses_without_saying_what_they_saw(at, built, ines, priya):
    ask_for_approval(built, by=ines)
    assert "read it before you approve it" in at(priya).refused("approve", built.pk, has_read="on")
    said = at(ines).refused("release-change", built.pk, indicators=["deaths"], cut_off=LAST)
    assert "Somebody else has changed this release" in said
    built.refresh_from_db()
    assert (built.state, built.indicators) == (State.ASKED, ["registered"])


def test_two_who_choose_at_once_do_not_overrule_each_other(at, ines, calais, declare):
    declare()
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    seen = at(ines).get("release-change", release.pk).context["form"]["seen"].value()
    change_draft(release, by=ines, indicators=["deaths"], cut_off=dt.date(2015, 11, 16))
    said = at(ines).refused("release-change", release.pk, indicators=["registered"], cut_off=LAST, seen=seen)
    assert "Somebody else has changed this release" in said
    assert Release.objects.get().indicators == ["deaths"]


def test_two_who_begin_a_release_at_once_make_one(at, ines, calais, declare):
    declare()
    draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    said = at(ines).refused("release-new", calais.pk, indicators=["registered"], cut_off=LAST)
    assert "in the making already" in said
    assert Release.objects.count() == 1


def test_a_press_of_build_that_comes_twice_builds_once(at, ines, calais, declare):
    declare()
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    at(ines).post("build", release.pk)
    assert "cannot be done with it now" in at(ines).refused("build", release.pk)


def test_a_build_that_a_stopped_worker_left_goes_on(
    at, ines, calais, declare, django_capture_on_commit_callbacks
):
    declare()
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    assert "It is not being built" in at(ines).page("build-go-on", release.pk)
    at(ines).post("build", release.pk)
    before = DBTaskResult.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        at(ines).post("build-go-on", release.pk)
    assert DBTaskResult.objects.count() == before + 1


def test_what_stopped_a_build_is_said_in_words_with_the_way_on(at, ines, calais, declare, camp):
    declare()
    camp.people.clear()
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    at(ines).post("build", release.pk)
    with pytest.raises(Exception, match="is empty"):
        as_the_worker_builds(release)
    page = at(ines).page("build", release.pk)
    assert "The build stopped; nothing was published" in page
    assert "“test.people” is empty" in page
    assert "Build it again" in page
    assert kinds_told(ines) == [Kind.RELEASE_STOPPED]


def test_progress_is_seen_without_scripts(at, ines, calais, declare):
    declare()
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    at(ines).post("build", release.pk)
    Release.objects.update(step="Protecting and attacking “People”")
    page = at(ines).page("build", release.pk)
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Protecting and attacking “People”" in page
    as_the_worker_builds(release)
    assert "http-equiv" not in at(ines).page("build", release.pk)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"indicators": [], "cut_off": LAST}, "Choose at least one indicator."),
        ({"indicators": ["registered"], "cut_off": "2999-01-01"}, "This day is still to come."),
        ({"indicators": ["registered"], "cut_off": "1815-06-18"}, "outside time"),
        ({"indicators": ["registered"], "cut_off": "soon"}, "Enter a valid date."),
        ({"indicators": ["nowhere"], "cut_off": LAST}, "not one of the available choices"),
    ],
)
def test_a_choice_that_cannot_be_counted_is_refused_beside_its_field(at, ines, calais, declare, told, said):
    declare()
    assert said in at(ines).refused("release-new", calais.pk, **told)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"code": "Two Words", "title_en": "Calais"}, "Small letters and digits"),
        ({"code": "calais", "title_en": "Calais"}, "a series with this code already"),
        ({"code": "other"}, "a title in one language at least"),
    ],
)
def test_a_series_needs_a_code_of_its_own_and_a_title(at, ines, calais, told, said):
    assert said in at(ines).refused("series-new", **told)
    assert Series.objects.count() == 1


def test_the_next_release_begins_with_the_last_choice_and_asks_what_changed(at, built, put_out, ines):
    put_out(built)
    page = at(ines).get("release-new", built.series_id)
    assert page.context["form"]["indicators"].value() == ["registered"]
    at(ines).post("release-new", built.series_id, indicators=["registered"], cut_off=LAST)
    second = build_again(Release.objects.get(number=2), ines)
    assert "say what changed since the release before" in at(ines).page("approval", second.pk)
    assert "Say what changed since the release before" in at(ines).refused("ask", second.pk)

    page = at(ines).get("release-change", second.pk)
    told = {name: page.context["form"][name].value() for name in ("seen", "indicators", "facts")}
    facts = second.snapshot
    at(ines).post(
        "release-change", second.pk, **told, cut_off=LAST, changes_en="Nothing but the day of the count."
    )
    second = build_again(second, ines)
    assert second.snapshot == facts, "the figures stay as they are while words are added"
    at(ines).post("ask", second.pk)
    assert Release.objects.get(number=2).state == State.ASKED


def test_publication_says_what_it_supersedes_and_history_tells_it(at, built, put_out, make, ines, daniel):
    put_out(built)
    second = make("registered", changes={"en": "Fifty men came from Afghanistan."})
    ask_for_approval(second, by=ines)
    approve(second, by=daniel)
    assert "It takes the place of Calais 1" in at(ines).page("publish", second.pk)
    at(ines).post("publish", second.pk)
    history = at(ines).page("series", built.series_id)
    assert "Fifty men came from Afghanistan." in history
    assert history.index("Number 2") < history.index("Number 1")


def test_what_is_out_is_withdrawn_with_a_reason_in_a_language(at, built, put_out, daniel):
    put_out(built)
    assert "Say why in a few words" in at(daniel).refused("withdraw", built.pk, why_en="")
    at(daniel).post("withdraw", built.pk, why_en="A boat was counted twice.", why_fr="")
    built.refresh_from_db()
    assert (built.state, built.withdrawn_why) == (State.WITHDRAWN, {"en": "A boat was counted twice."})
    assert "A boat was counted twice." in at(daniel).page("release", built.pk)
    assert "cannot be done with it now" in at(daniel).page("withdraw", built.pk)


def test_a_draft_is_dropped_and_what_is_out_is_not(at, built, put_out, ines, calais):
    put_out(built)
    assert "cannot be done with it now" in at(ines).page("drop", built.pk)
    at(ines).refused("drop", built.pk)
    draft = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    assert at(ines).post("drop", draft.pk).url == reverse("evidence:series", args=[calais.pk])
    assert list(Release.objects.all()) == [built]


def test_no_short_cut_leads_through_the_pages(at, ines, priya, calais, declare):
    declare()
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    for name in ("ask", "publish"):
        at(ines).refused(name, release.pk)
    at(priya).refused("approve", release.pk, has_read="on", seen="anything")
    release.refresh_from_db()
    assert release.state == State.DRAFT
