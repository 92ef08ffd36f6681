"""`cairn evidence release` and its kin: finding what their words name. Asked for after Django has started."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction

from cairn.evidence.acts import change_draft, draft_release, order_build
from cairn.evidence.models import Release, Series, State
from cairn.evidence.models.releases import OPEN
from cairn.evidence.releases.verifying import APPROVAL, SIGNATURE, approval_files
from cairn.guard.models import User
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError

MOST_SHOWN = 40


@transaction.atomic
def drafted_for(
    by: Any, code: str, title: str, indicators: list[str], until: dt.date, changes: str
) -> Release:
    """A release that is ordered to be built here: a new draft, or the one that was begun with the same choice."""
    language = load_mission().default_language
    series = _series(code, title, language)
    said = {language: changes} if changes else {}
    begun = series.releases.filter(state__in=OPEN).first()
    if begun is None:
        begun = draft_release(series, by=by, indicators=indicators, cut_off=until, changes=said)
    elif (begun.indicators, begun.cut_off) == (indicators, until) and begun.state == State.BUILDING:
        return begun
    elif begun.state in (State.ASKED, State.APPROVED):
        raise CairnError(f"{begun.name} is “{begun.state}”.", "Publish it or send it back first.")
    elif (begun.indicators, begun.cut_off, begun.state) != (indicators, until, State.DRAFT):
        begun = change_draft(
            begun, by=by, indicators=indicators, cut_off=until, changes=said or begun.changes
        )
    return order_build(begun, by=by, to_worker=False)


def _series(code: str, title: str, language: str) -> Any:
    series = Series.objects.filter(code=code).first()
    if series is None:
        if not title:
            raise CairnError(f"There is no series “{code}”.", "Give a --title to begin one.")
        series = Series(code=code, title={language: title})
        series.full_clean()
        series.save()
    return series


def colleague(username: str) -> Any:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CairnError(f"Nobody here is called “{username}”.", "Give the user name of a colleague.")
    return user


def release_called(name: str) -> Release:
    code, _, number = name.rpartition("-")
    found = Release.objects.filter(series__code=code, number=int(number) if number.isdigit() else 0)
    release = found.select_related("series").first()
    if release is None:
        raise CairnError(f"There is no release “{name}”.", "cairn evidence releases lists them.")
    return release


def found_in(release: Release) -> str:
    """What the attack proved, a line each."""
    return "\n".join(
        f"{table}: {one['about']}, between {one['low']} and {one['high']} people. {one['mend']}"
        for table, attack in sorted(release.report["attacks"].items())
        for one in attack["findings"][:MOST_SHOWN]
    )


def approval_beside(folder: Path) -> tuple[bytes, bytes]:
    """As it lies beside the files; at home it is kept with the release."""
    if (folder / APPROVAL).exists():
        return content_of(folder / APPROVAL), content_of(folder / SIGNATURE)
    known = Release.objects.out().filter(digest=folder.resolve().name).select_related("series").first()
    if known is None:
        raise CairnError(
            f"There is no {APPROVAL} in {folder}.", "A release that is out has one beside its files."
        )
    files = approval_files(known)
    return files[APPROVAL], files[SIGNATURE]


def content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CairnError(f"{file} cannot be read ({type(error).__name__}).") from None
