"""What can keep a site from being published, in words for whoever has to put it right."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cairn.mission.errors import CairnError

# The disk says no: nothing about one page, and no reason to try the next.
DISK_REFUSES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})


@dataclass(frozen=True, slots=True)
class Failure:
    """One file that could not be made."""

    path: str
    name: str
    reason: str


class AnotherPublishRuns(CairnError):
    """Somebody else has been publishing for longer than this publish was willing to wait."""


class PagesFailed(CairnError):
    """Some pages could not be rendered, so nothing was published."""

    SHOWN = 10

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        lines = [f"  {failure.name}: {failure.reason}" for failure in self.failures[: self.SHOWN]]
        if more := len(self.failures) - len(lines):
            lines.append(f"  and {more} more")
        count = f"{len(self.failures)} pages" if len(self.failures) > 1 else "One page"
        super().__init__(
            f"{count} could not be rendered, so the site stays as it was:\n" + "\n".join(lines),
            "Mend or unpublish what is named, or publish the rest with: cairn publish --keep-going",
        )


class PageUnreadable(CairnError):
    """A page holds something that cannot be, so that not even a list can place it."""


class RendererStopped(CairnError):
    """A process that rendered pages ended before its work did."""


class SiteCouldNotBeWritten(CairnError):
    """The disk took no more; the old site stands."""

    def __init__(self, error: OSError, folder: Path) -> None:
        super().__init__(
            f"The site could not be written to {folder}: {error.strerror}. The old site stands, whole.",
            "Make room there (two generations of the site must fit), then publish again: cairn publish",
        )


def is_the_disks(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in DISK_REFUSES
