"""The way of a release in six steps, and who waits for whom. Screens, lists and the home page say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.evidence.models import Release, State
from cairn.guard.rights import Can
from cairn.guard.scope import may

CHOOSE, BUILD, TABLES, ATTACK, APPROVAL, PUBLISH = range(1, 7)
STEPS = {
    CHOOSE: (gettext_lazy("Choose"), "evidence:release"),
    BUILD: (gettext_lazy("Build"), "evidence:build"),
    TABLES: (gettext_lazy("Read the tables"), "evidence:tables"),
    ATTACK: (gettext_lazy("Read the attack"), "evidence:attack"),
    APPROVAL: (gettext_lazy("Approval"), "evidence:approval"),
    PUBLISH: (gettext_lazy("Publish"), "evidence:publish"),
}
# The step at which a release of each state stands, and the last one that can be opened.
STANDS_AT = {
    State.DRAFT: (BUILD, BUILD),
    State.BUILDING: (BUILD, BUILD),
    State.REFUSED: (ATTACK, ATTACK),
    State.ATTACKED: (TABLES, APPROVAL),
    State.ASKED: (APPROVAL, APPROVAL),
    State.APPROVED: (PUBLISH, PUBLISH),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the path shows it."""

    number: int
    title: Any
    url: str
    is_done: bool
    is_due: bool
    is_here: bool


def steps(release: Release, here: int = 0) -> list[Step]:
    """The whole path; steps that are not reached yet have no address."""
    due, last = STANDS_AT.get(State(release.state), (PUBLISH + 1, PUBLISH))
    return [
        Step(
            number,
            title,
            reverse(name, args=[release.pk]) if number <= last and not _is_empty(release, number) else "",
            number < due and not _is_empty(release, number),
            number == due,
            number == here,
        )
        for number, (title, name) in STEPS.items()
    ]


def _is_empty(release: Release, number: int) -> bool:
    """A release that gives people away has no tables to read."""
    return number == TABLES and not release.digest


@dataclass(frozen=True, slots=True)
class Next:
    """What is due, in a sentence; where the colleague who looks can do it, how it is called and where."""

    said: str
    button: str = ""
    url: str = ""

    @property
    def is_mine(self) -> bool:
        return bool(self.url)


def what_is_next(release: Release, user: Any) -> Next:
    """Who waits for whom."""
    match State(release.state):
        case State.ASKED:
            return _approval(release, user)
        case State.PUBLISHED:
            return Next(_("It is out. The next release of the series takes its place."))
        case State.SUPERSEDED:
            return Next(_("Another release has taken its place. It can still be read."))
        case State.WITHDRAWN:
            return Next(_("It was withdrawn: nobody may quote it any more."))
    said, button, name = _of_builder(release)
    if may(user, Can.RELEASE_BUILD):
        return Next(said, button, reverse(name, args=[release.pk]))
    return Next(said)


def _of_builder(release: Release) -> tuple[str, str, str]:
    match State(release.state):
        case State.DRAFT if release.sent_back:
            return (
                _("It was sent back: change what is asked for, and build it again."),
                _("Change the choice"),
                "evidence:release-change",
            )
        case State.DRAFT if release.trouble:
            return _("The build stopped. Nothing was published."), _("Read why"), "evidence:build"
        case State.DRAFT:
            return _("Its indicators are chosen. Now it can be built."), _("To the build"), "evidence:build"
        case State.BUILDING:
            return (
                _("The worker builds and attacks it at this moment."),
                _("Look how far it is"),
                "evidence:build",
            )
        case State.REFUSED:
            return (
                _("It would give people away. Read what the attack found, and choose coarser."),
                _("Read the attack"),
                "evidence:attack",
            )
        case State.ATTACKED:
            return (
                _("It is built, and the attack found nobody. Read the tables, then ask for approval."),
                _("Read the tables"),
                "evidence:tables",
            )
    return _("It is approved and can be published."), _("To publication"), "evidence:publish"  # fmt: skip


def _approval(release: Release, user: Any) -> Next:
    if not may(user, Can.RELEASE_APPROVE):
        return Next(_("It waits for the approval of a second person."))
    if user.pk in release.makers:
        return Next(_("It waits for the approval of somebody else, because you helped to make it."))
    url = reverse("evidence:approval", args=[release.pk])
    return Next(_("It waits for your approval."), _("Read and decide"), url)


def waiting_for(user: Any) -> Iterator[tuple[Release, Next]]:
    """The open releases on which this colleague can act now, those that wait for a decision first."""
    found = Release.objects.filter(state__in=STANDS_AT).select_related("series", "made_by")
    with_next = [(release, what_is_next(release, user)) for release in found]
    mine = [(release, due) for release, due in with_next if due.is_mine and release.state != State.BUILDING]
    yield from sorted(mine, key=lambda each: (each[0].state != State.ASKED, each[0].made_at))
