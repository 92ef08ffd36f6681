"""Who writes submits, who approves reads: nobody's words go out unread, and every step is in the history."""

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState

from cairn.guard.roles import Role
from cairn.newsroom.acts import prepare_workflow
from cairn.newsroom.models import StoryPage

from .conftest import posted


@pytest.fixture
def submitted(nadia, news) -> Page:
    nadia.create(news, "storypage", posted(), "action-submit")
    return Page.objects.get(slug="a-bridge-opens")


def waiting() -> TaskState:
    return TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)


def decide(colleague, page: Page, action: str, comment: str = ""):
    data = {
        **posted(slug=page.slug),
        "workflow-action-name": action,
        "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
    }
    return colleague.edit(page, data, "action-workflow-action")


def test_what_is_submitted_waits_for_an_approver(submitted, omar, nadia):
    assert not submitted.live
    assert waiting().task.name == "Read by an approver"
    assert "A bridge opens" in omar.sees(reverse("wagtailadmin_home"))
    assert "Waiting for my approval" in omar.sees(reverse("wagtailadmin_home"))
    assert "Waiting for my approval" not in nadia.sees(reverse("wagtailadmin_home"))


def test_an_approvers_yes_lets_the_page_out(submitted, omar):
    assert decide(omar, submitted, "approve").status_code == 302
    assert Page.objects.get(pk=submitted.pk).live
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_a_page_comes_back_with_a_comment_and_can_be_sent_again(submitted, omar, nadia):
    decide(omar, submitted, "reject", "Which river?")
    seen = nadia.sees(reverse("wagtailadmin_home"))
    assert "Sent back to me" in seen
    assert "Which river?" in seen
    assert not Page.objects.get(pk=submitted.pk).live

    nadia.edit(submitted, posted(slug=submitted.slug, title="A bridge over the Drina"), "action-submit")
    decide(omar, submitted, "approve")
    assert Page.objects.get(pk=submitted.pk).live
    assert "Which river?" in unescape(
        omar.sees(reverse("wagtailadmin_pages:workflow_history", args=[submitted.pk]))
        + _detail(omar, submitted)
    )


def _detail(colleague, page: Page) -> str:
    state = WorkflowState.objects.for_instance(page).get()
    return colleague.sees(reverse("wagtailadmin_pages:workflow_history_detail", args=[page.pk, state.pk]))


def test_who_writes_cannot_say_yes(submitted, nadia):
    decide(nadia, submitted, "approve")
    nadia.client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", waiting().pk]),
        {"comment": ""},
    )
    assert not Page.objects.get(pk=submitted.pk).live
    assert waiting()


def test_who_writes_cannot_take_a_page_down(write, nadia):
    page = write()
    nadia.client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert Page.objects.get(pk=page.pk).live


def test_changing_a_live_page_waits_for_approval_while_readers_see_the_old_one(write, nadia, omar):
    page = write()
    nadia.edit(page, posted(slug=page.slug, title="Two bridges open"), "action-submit")
    assert StoryPage.objects.get(pk=page.pk).title == "A bridge opens"
    decide_page = Page.objects.get(pk=page.pk)
    data = {**posted(slug=page.slug, title="Two bridges open"), "workflow-action-name": "approve"}
    omar.edit(decide_page, data, "action-workflow-action")
    assert StoryPage.objects.get(pk=page.pk).title == "Two bridges open"


def test_mail_is_off_unless_an_installation_switches_it_on(settings):
    from cairn.mission.settings import base

    assert base.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"


def test_a_mail_carries_a_title_and_an_address_and_never_a_comment(submitted, omar, nadia):
    nadia.user.email, omar.user.email = "nadia@mission.example", "omar@mission.example"
    nadia.user.save()
    omar.user.save()
    decide(omar, submitted, "reject", "A secret about the river")
    assert mail.outbox
    for message in mail.outbox:
        assert "A bridge opens" in message.subject + message.body
        assert reverse("wagtailadmin_pages:edit", args=[submitted.pk]) in message.body
        assert "A secret" not in message.subject + message.body
        assert "families" not in message.body


def test_the_workflow_is_made_once_and_stays_as_the_mission_changes_it(db):
    root = Page.objects.get(depth=1)
    workflow = WorkflowPage.objects.get(page=root).workflow
    assert workflow.name == "Approval"
    assert not prepare_workflow()

    own = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowPage.objects.filter(page=root).update(workflow=own)
    assert not prepare_workflow()
    assert WorkflowPage.objects.get(page=root).workflow == own


def test_wagtails_own_groups_and_workflow_have_gone(db):
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval", active=True).exists()
    assert Role.APPROVER == "approver"
