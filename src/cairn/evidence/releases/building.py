"""Building a release: facts, results, attack, files. A build that was stopped goes on with what it has laid down."""

import errno
import json
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cairn import __version__
from cairn.evidence.attack.report import Report
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import fact_table
from cairn.evidence.facts.snapshots import Snapshot, read_snapshot, take_snapshot
from cairn.evidence.indicators import indicator
from cairn.evidence.models import Release, Released, State
from cairn.evidence.releases.computing import compute
from cairn.evidence.releases.files import write_files
from cairn.evidence.releases.people_tables import Earlier
from cairn.evidence.releases.results import Result, canonical, digest_of, result_of
from cairn.evidence.releases.store import in_hand, work_folder, write_whole
from cairn.evidence.telling import tell_maker
from cairn.guard.notices.kinds import Kind
from cairn.guard.reads import language_of
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError

logger = logging.getLogger(__name__)
RESULTS = "results.json"
Progress = Callable[[int, int, str], None]


def build(release: Release, progress: Progress | None = None) -> Release:
    """Bring a release that is to be built to “attacked” or “refused”; what stops it is kept with it, in words."""
    with in_hand(release.name):
        # Whoever waited for the hand that had it finds it done.
        release.refresh_from_db()
        return _try(release, progress or _telling(release)) if release.state == State.BUILDING else release


def _try(release: Release, progress: Progress) -> Release:
    try:
        return _build(release, progress)
    except Exception as error:
        # Whoever made the release reads it, and the worker speaks no language of its own.
        with translation.override(language_of(release.made_by)):
            _stopped(release, _why(error))
        raise


def _build(release: Release, progress: Progress) -> Release:
    snapshot = _facts(release, progress)
    _ensure_unchanged(release, snapshot)
    inputs = _inputs(release)
    work = work_folder(digest_of(canonical(inputs))[:32])
    results, report = _laid_down(work) or _computed(release, snapshot, progress, work)
    digest = ""
    if report["may_be_published"]:
        progress(0, 0, _("Writing the files"))
        digest = write_files(release, results)
    _ensure_unchanged(release, snapshot)
    _finish(release, inputs, results, report, digest)
    shutil.rmtree(work)
    return release


def _facts(release: Release, progress: Progress) -> Snapshot:
    """The facts that this release is made of: those it began with, or those of this moment."""
    with suppress(WrongFacts):  # Raised where they are not kept any more.
        if release.snapshot:
            return read_snapshot(release.snapshot)
    progress(0, 0, _("Taking a snapshot of the facts"))
    names = sorted({indicator(code).facts for code in release.indicators})
    snapshot = take_snapshot([fact_table(name) for name in names])
    release.snapshot, release.known_on = snapshot.name, snapshot.taken_at.date()
    release.save(update_fields=["snapshot", "known_on"])
    return snapshot


def _ensure_unchanged(release: Release, snapshot: Snapshot) -> None:
    """Facts that somebody has changed are forgotten with the refusal, so that the next build takes fresh ones."""
    try:
        snapshot.ensure_unchanged()
    except WrongFacts:
        release.snapshot, release.known_on = "", None
        release.save(update_fields=["snapshot", "known_on"])
        raise


def earlier_releases(first: int | None = None) -> list[Earlier]:
    """All that was ever published about people, in the order of its publication; what is withdrawn is known all the same.

    With a number, what was out when there were so many.
    """
    out = list(Release.objects.out().order_by("published_at", "pk").values_list("pk", flat=True)[:first])
    said = Released.objects.filter(release__in=out, content__of_people=True).select_related("release__series")
    return [
        Earlier(one.release.name, one.release.snapshot, one.result)
        for one in said.order_by("release__published_at", "release_id", "code")
    ]


def _inputs(release: Release) -> dict[str, Any]:
    """Everything that the results follow from; another answer to any of them is another build."""
    out = Release.objects.out().order_by("published_at", "pk")
    return {
        "release": release.name,
        "snapshot": release.snapshot,
        "cut_off": release.cut_off.isoformat(),
        "indicators": [indicator(code).model_dump(mode="json") for code in release.indicators],
        "earlier": list(out.values_list("digest", flat=True)),
        "floor": load_mission().disclosure.model_dump(mode="json"),
        "code": __version__,
    }


def _computed(
    release: Release, snapshot: Snapshot, progress: Progress, work: Any
) -> tuple[tuple[Result, ...], dict[str, Any]]:
    chosen = [indicator(code) for code in release.indicators]
    computed = compute(release.name, chosen, snapshot, release.cut_off, earlier_releases(), progress)
    report = {
        "may_be_published": computed.may_be_published,
        "attacks": {name: as_plain(attack) for name, attack in computed.attacks.items()},
    }
    kept = {"report": report, "results": [result.plain() for result in computed.results]}
    write_whole(work / RESULTS, canonical(kept))
    return computed.results, report


def _laid_down(work: Any) -> tuple[tuple[Result, ...], dict[str, Any]] | None:
    """What a build with the same inputs computed before it was stopped."""
    try:
        kept = json.loads((work / RESULTS).read_bytes())
    except (OSError, ValueError):
        return None
    return tuple(result_of(one) for one in kept["results"]), kept["report"]


def as_plain(report: Report) -> dict[str, Any]:
    """The report as it is kept with the release."""
    return {
        "figures": report.figures,
        "few": report.few,
        "narrowest": report.narrowest,
        "findings": [
            {
                "about": one.about,
                "people": one.people,
                "low": one.low,
                "high": one.high,
                "needed": one.needed,
                "proof": [
                    {"release": told.release, "table": told.table, "cell": told.cell, "said": told.said}
                    for told in one.proof
                ],
                "mend": one.mend,
            }
            for one in report.findings
        ],
        "revisions": [
            {"before": str(one.before), "after": str(one.after), "people": one.people, "mend": one.mend}
            for one in report.revisions
        ],
        "insiders": list(report.insiders),
    }


@transaction.atomic
def _finish(
    release: Release,
    inputs: dict[str, Any],
    results: tuple[Result, ...],
    report: dict[str, Any],
    digest: str,
) -> None:
    """Keep what was built, unless it would be built otherwise by now."""
    held = (
        Release.objects.select_for_update(of=("self",)).select_related("series", "made_by").get(pk=release.pk)
    )
    if held.state != State.BUILDING:
        return
    if _inputs(held) != inputs:
        # An attack without what came out meanwhile would say too much.
        _stopped(
            release,
            _("Another release was published, or this one was changed, while it was built. Build it again."),
        )
        return
    held.released.all().delete()
    Released.objects.bulk_create(_released(held, result) for result in results if digest)
    held.state = State.ATTACKED if digest else State.REFUSED
    held.digest, held.report, held.trouble, held.step = digest, report, "", ""
    held.code_version, held.attacked_after = __version__, len(inputs["earlier"])
    held.save()
    record(Event.RELEASE_ATTACKED if digest else Event.RELEASE_REFUSED, held, by=held.made_by)
    tell_maker(Kind.RELEASE_BUILT if digest else Kind.RELEASE_REFUSED, held)
    release.refresh_from_db()


def _released(release: Release, result: Result) -> Released:
    plain = result.plain()
    one = result.indicator
    return Released(
        release=release, code=one.code, version=one.version, content=plain, digest=digest_of(canonical(plain))
    )


def _stopped(release: Release, why: str) -> None:
    logger.warning("The build of release %s stopped.", release.pk)
    waiting = Release.objects.filter(pk=release.pk, state=State.BUILDING)
    if waiting.update(state=State.DRAFT, trouble=why, step=""):
        tell_maker(Kind.RELEASE_STOPPED, release)
    release.refresh_from_db()


def _why(error: Exception) -> str:
    """What stopped a build, in the language that is active."""
    match error:
        case CairnError():
            return str(error)
        case OSError():
            return _said(error)
    return _("Something unforeseen happened; the log of the worker says what. Nothing was published.")


def _said(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return _(
            "The disk is full. Nothing was published; make room and build again: it goes on where it stopped."
        )
    return _("A file could not be written: %(reason)s. Nothing was published.") % {"reason": error.strerror}


def _telling(release: Release) -> Progress:
    """Progress that the workspace shows."""

    def tell(_done: int, _total: int, what: str) -> None:
        Release.objects.filter(pk=release.pk).update(step=what[:100])

    return tell
