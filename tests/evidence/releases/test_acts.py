"""A release goes one way: drafted, attacked, approved by a second person, published; then superseded or withdrawn."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cairn.evidence.acts import (
    approve,
    ask_for_approval,
    change_draft,
    draft_release,
    drop_draft,
    order_build,
    publish_release,
    send_back,
    withdraw_release,
)
from cairn.evidence.errors import NotNow
from cairn.evidence.models import Release, Released, Series, State
from cairn.evidence.releases.building import build
from cairn.evidence.signals import release_changed
from cairn.guard.acts import give_role
from cairn.guard.models import AuditEntry
from cairn.guard.roles import Role
from cairn.guard.trace.events import Event

from .conftest import LAST, colleague

pytestmark = pytest.mark.django_db
BECAUSE = {"en": "A boat was counted twice."}


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """What listeners were told, by the state in which they found the release."""
    told = []

    def listen(release, **_more):
        told.append((release.name, release.state))

    release_changed.connect(listen)
    yield told
    release_changed.disconnect(listen)


def events(release: Release) -> list[str]:
    return list(
        AuditEntry.objects.filter(event__startswith="evidence:release")
        .order_by("sequence")
        .values_list("event", flat=True)
    )


def test_the_way_of_a_release_is_in_the_trace(make, declare, put_out, ines, daniel):
    release = make(declare())
    put_out(release)
    assert events(release) == [
        Event.RELEASE_DRAFTED,
        Event.RELEASE_BUILDING,
        Event.RELEASE_ATTACKED,
        Event.RELEASE_ASKED,
        Event.RELEASE_APPROVED,
        Event.RELEASE_PUBLISHED,
    ]
    release.refresh_from_db()
    assert (release.state, release.approved_by, release.approver_role) == (
        State.PUBLISHED, daniel, Role.DATA_PROTECTION,
    )  # fmt: skip


def test_nobody_approves_their_own_release(make, declare, ines):
    give_role(ines, Role.DATA_PROTECTION)
    release = ask_for_approval(make(declare()), by=ines)
    with pytest.raises(NotNow, match="somebody else has to approve"):
        approve(release, by=ines)
    # The database refuses it as well, whoever asks.
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(approved_by=ines)


@pytest.mark.parametrize("hand", ["chose", "ordered the build"])
def test_whoever_had_a_hand_in_a_release_of_somebody_else_does_not_approve_it(make, declare, ines, hand):
    """Otherwise one colleague would choose the figures and answer for them, under the name of another."""
    both = colleague("olga", Role.INFORMATION)
    give_role(both, Role.DATA_PROTECTION)
    release = make(declare())
    chose, ordered = (both, ines) if hand == "chose" else (ines, both)
    change_draft(release, by=chose, indicators=["deaths"], cut_off=LAST)
    order_build(release, by=ordered)
    release = ask_for_approval(build(Release.objects.get()), by=ines)
    with pytest.raises(NotNow, match="somebody else has to approve"):
        approve(release, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(approved_by=both)
    approve(release, by=colleague("daniel", Role.DATA_PROTECTION))


def test_rights_decide_who_does_what(make, declare, ines, daniel, calais):
    stranger = colleague("nadia", Role.COMMUNICATIONS)
    declare()
    for act in (
        lambda: draft_release(calais, by=stranger, indicators=["registered"], cut_off=LAST),
        lambda: draft_release(calais, by=daniel, indicators=["registered"], cut_off=LAST),
    ):
        with pytest.raises(PermissionDenied):
            act()
    release = ask_for_approval(make("registered"), by=ines)
    for act in (approve, publish_release, order_build, drop_draft):
        with pytest.raises(PermissionDenied):
            act(release, by=stranger)
    with pytest.raises(PermissionDenied):
        withdraw_release(release, by=stranger, why=BECAUSE)
    assert Release.objects.get().state == State.ASKED


@pytest.mark.parametrize("before", ["attack", "asking", "approval"])
def test_nothing_is_published_on_a_short_cut(make, declare, ines, daniel, calais, before):
    release = draft_release(calais, by=ines, indicators=[declare()], cut_off=LAST)
    if before != "attack":
        drop_draft(release, by=ines)
        release = make("registered")
    if before == "approval":
        ask_for_approval(release, by=ines)
    with pytest.raises(NotNow, match="cannot be done with it now"):
        publish_release(release, by=ines)


def test_a_series_has_one_release_in_the_making(make, declare, ines, calais):
    release = make(declare())
    with pytest.raises(NotNow, match="in the making already"):
        draft_release(calais, by=ines, indicators=["registered"], cut_off=LAST)
    drop_draft(release, by=ines)
    assert draft_release(calais, by=ines, indicators=["registered"], cut_off=LAST).number == 1


def test_a_release_of_nothing_is_no_release(declare, ines, calais):
    with pytest.raises(ValidationError, match="at least one indicator"):
        draft_release(calais, by=ines, indicators=[], cut_off=LAST)


def test_a_choice_that_changes_has_to_be_attacked_and_approved_anew(make, declare, ines, daniel):
    release = make(declare())
    ask_for_approval(release, by=ines)
    approve(release, by=daniel)
    changed = change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST)
    assert (changed.state, changed.digest, changed.approved_by, changed.snapshot) == (
        State.DRAFT,
        "",
        None,
        "",
    )
    assert not Released.objects.exists()


def test_the_second_person_sends_back_with_a_reason(make, declare, ines, daniel):
    release = ask_for_approval(make(declare()), by=ines)
    with pytest.raises(ValidationError, match="Say why"):
        send_back(release, by=daniel, why="no")
    back = send_back(release, by=daniel, why="The camp beside the tunnel is missing.")
    assert (back.state, back.sent_back) == (State.DRAFT, "The camp beside the tunnel is missing.")


def test_another_release_that_came_out_meanwhile_asks_for_another_attack(
    make, declare, put_out, ines, daniel
):
    waiting = make(declare())
    ask_for_approval(waiting, by=ines)
    approve(waiting, by=daniel)
    put_out(make("deaths", series=Series.objects.create(code="other", title={"en": "Other"})))
    with pytest.raises(NotNow, match="published after this one was attacked"):
        publish_release(waiting, by=ines)
    assert Release.objects.get(pk=waiting.pk).state == State.APPROVED


def test_the_next_release_says_what_changed_and_takes_the_place_of_the_one_before(
    make, declare, camp, put_out, ines, heard, django_capture_on_commit_callbacks
):
    first = put_out(make(declare()))
    camp.arrive("male", "AF", 50)
    silent = make("registered")
    with pytest.raises(ValidationError, match="Say what changed"):
        ask_for_approval(silent, by=ines)
    drop_draft(silent, by=ines)

    second = make("registered", changes={"en": "Fifty men came from Afghanistan."})
    with django_capture_on_commit_callbacks(execute=True):
        put_out(second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SUPERSEDED, State.PUBLISHED)
    assert heard == [("calais-2", State.PUBLISHED)]
    assert Released.objects.latest("registered").release == second
    assert first in Release.objects.standing(), "who quoted it may go on"


def test_what_is_withdrawn_is_quoted_no_more_and_stays_with_its_reason(
    make, declare, put_out, daniel, heard, django_capture_on_commit_callbacks
):
    release = put_out(make(declare()))
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_release(release, by=daniel, why={"en": ""})
    with django_capture_on_commit_callbacks(execute=True):
        withdrawn = withdraw_release(release, by=daniel, why=BECAUSE)
    assert (withdrawn.state, withdrawn.withdrawn_why) == (State.WITHDRAWN, BECAUSE)
    assert heard == [("calais-1", State.WITHDRAWN)]
    assert Released.objects.latest("registered") is None
    assert withdrawn in Release.objects.out()
    assert withdrawn not in Release.objects.standing()
    with pytest.raises(NotNow):
        drop_draft(withdrawn, by=release.made_by)
