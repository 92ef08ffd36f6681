"""Logs that may be read by whoever looks after the machine: what failed and where, never a word of the data.

The message of an error often quotes the row, the form or the address it stumbled over, and so does whatever
caused it. A log therefore keeps the kind of error and the lines of code, which is what a developer needs first.
"""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

from cairn.mission.errors import CairnError

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

DEEPEST = 5


def told_without_data(error: BaseException) -> str:
    """Our own sentences as they are; of any other error its kind and its place."""
    if isinstance(error, CairnError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{type(error).__name__} at {' > '.join(places) or 'an unknown place'}"


# Such an address is a key by itself: whoever reads the log must not hold it.
LINK = re.compile(r"/told/[\w-]+")


class WithoutData(logging.Formatter):
    """Writes one line for each event, also for an error with a long story."""

    def format(self, record: logging.LogRecord) -> str:
        return LINK.sub("/told/…", super().format(record))

    def formatException(self, exc_info: ExcInfo) -> str:
        return told_without_data(exc_info[1]) if exc_info[1] else ""


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": WithoutData, "format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django would mail errors to administrators, with the request and its settings.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
