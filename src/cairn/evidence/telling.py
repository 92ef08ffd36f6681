"""Who is told when evidence waits for them: a sentence with the name of a release or of an indicator."""

from typing import Any

from cairn.evidence.models import IndicatorText, Release
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.reads import colleagues_in
from cairn.guard.rights import Can
from cairn.guard.roles import ROLES

# A notice has room for no more.
LONGEST = 40


def tell_maker(kind: Kind, release: Release, *, by: Any = None) -> None:
    _tell(kind, release.made_by, release.name, release, by)


def tell_approvers(release: Release, *, by: Any) -> None:
    """Each once, and none who had a hand in it: they must not approve it."""
    for colleague in holders(Can.RELEASE_APPROVE):
        if colleague.pk not in release.makers:
            _tell(Kind.RELEASE_ASKED, colleague, release.name, release, by)


def tell_writer(kind: Kind, text: IndicatorText, *, by: Any) -> None:
    _tell(kind, text.written_by, text.code, text, by)


def tell_reviewers(text: IndicatorText, *, by: Any) -> None:
    for colleague in holders(Can.INDICATOR_REVIEW):
        if colleague.pk != text.written_by_id:
            _tell(Kind.INDICATOR_WAITS, colleague, text.code, text, by)


def holders(right: Can) -> list[Any]:
    """Everybody whose roles bring a right, once."""
    roles = [role for role, info in ROLES.items() if right in info.can]
    return list({user.pk: user for role in roles for user in colleagues_in(role)}.values())


def _tell(kind: Kind, to: Any, name: str, row: Any, by: Any) -> None:
    tell(kind, to=to, by=by.pk if by else None, reference=name[:LONGEST], subject_id=str(row.pk))
