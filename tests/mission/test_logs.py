"""A log says what failed and where, and never quotes the data that it failed on."""

import io
import logging

import pytest

from cairn.mission.errors import CairnError
from cairn.mission.logs import WithoutData, told_without_data


def stumble(over: str) -> None:
    try:
        int(over)
    except ValueError as error:
        raise LookupError(f"no case of {over}") from error


@pytest.fixture
def logged():
    """Log an error as the running processes do; answer what was written."""

    def log(stumbling: Exception) -> str:
        written, logger = io.StringIO(), logging.getLogger("cairn.tests.logs")
        handler = logging.StreamHandler(written)
        handler.setFormatter(WithoutData("%(levelname)s %(message)s"))
        logger.addHandler(handler)
        try:
            raise stumbling
        except Exception:
            logger.exception("Task %s failed", "17")
        finally:
            logger.removeHandler(handler)
        return written.getvalue()

    return log


def test_neither_the_error_s_words_nor_its_cause_s_are_written(logged):
    with pytest.raises(LookupError) as caught:
        stumble("Amina Warsame")
    written = logged(caught.value)
    assert written.startswith("ERROR Task 17 failed\nLookupError at test_logs.py:")
    assert "stumble" in written
    assert "Amina" not in written


def test_our_own_sentences_are_written_whole():
    assert told_without_data(CairnError("The disk is full.", "Make room.")) == "The disk is full.\nMake room."


def test_an_error_that_was_never_raised_has_no_place():
    assert told_without_data(ValueError("Amina")) == "ValueError at an unknown place"


@pytest.mark.parametrize("line", ["Gone: %s", "Forbidden (CSRF cookie not set.): %s"])
def test_a_link_that_opens_something_is_not_written(line):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, line, ("/told/kR4-x_9/sealed/",), None
    )
    written = WithoutData("%(message)s").format(record)
    assert written == line % "/told/…/sealed/"
