"""The way of a page to its readers: one colleague writes, another one reads it and says yes."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from cairn.guard.acts import group_of
from cairn.guard.roles import Role
from cairn.mission.config import load_mission

# Wagtail's own first workflow, whose group the roles have replaced.
BEFORE_OURS = "Moderators approval"


@transaction.atomic
def prepare_workflow() -> bool:
    """See to it that every page goes past an approver; answer whether anything had to be made.

    A mission may put its own workflow on the root or on a section; that one stays.
    """
    approvers, root = group_of(Role.APPROVER), Page.objects.get(depth=1)
    standing = (
        WorkflowPage.objects.filter(page=root, workflow__active=True).select_related("workflow").first()
    )
    if standing and standing.workflow.name != BEFORE_OURS:
        return False
    with translation.override(load_mission().default_language):
        workflow = Workflow.objects.create(name=gettext("Approval"))
        task = GroupApprovalTask.objects.create(name=gettext("Read by an approver"))
    task.groups.set([approvers])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    _retire_the_first_workflow()
    return True


def _retire_the_first_workflow() -> None:
    for workflow in Workflow.objects.filter(name=BEFORE_OURS, active=True):
        tasks = list(workflow.tasks)
        workflow.deactivate()
        for task in tasks:
            task.deactivate()
