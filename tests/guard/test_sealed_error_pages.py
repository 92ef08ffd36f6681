"""An error page, as a developer or an error mail shows it, holds no word about anybody."""

import re
import sys
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import get_exception_reporter_class

from cairn.guard.keys.errors import KeyDestroyed


def there(mirrored: str) -> str:
    """An error page shows the lines of this file too; so the words do not stand in it."""
    return mirrored[::-1]


NAME, VILLAGE, PHONE = there("jahxoH atidrA"), there("ratsaB-llaZ"), there("1111 000 96 553+")
WORDS = (*NAME.split(), NAME.split()[1].lower(), VILLAGE[:4], PHONE[1:4], there("8002"), PHONE[5:])
JOINED = PHONE[1:].replace(" ", "")


def told(said: str) -> list[str]:
    """What of it an error page gives away; a page numbers its frames, so a number counts where it stands alone."""
    return [word for word in (*WORDS, JOINED) if re.search(rf"(?<!\d){re.escape(word)}(?!\d)", said)]


def fails_with(error: Exception) -> None:
    """Everything that code on the way to a screen may hold."""
    name, person, phones, born_on = (
        NAME,
        {"name": NAME, "from": VILLAGE},
        [PHONE],
        date(int(there("8002")), 2, 28),
    )
    number = int(PHONE.replace(" ", ""))
    assert all((name, person, phones, born_on, number))
    raise error


@pytest.fixture(params=["get_traceback_html", "get_traceback_text"])
def page(request, settings):
    """What Django would show or send for an error, in the mode that shows most."""
    settings.DEBUG = True

    def draw(error: Exception) -> str:
        asked = RequestFactory().post(
            f"/people/?q={NAME.split()[1].lower()}+{there('8002')}",
            {"name": NAME, "scan": SimpleUploadedFile(f"{NAME}.pdf", b"%PDF")},
            HTTP_COOKIE=f"last={PHONE}",
            HTTP_REFERER=f"http://testserver/?q={NAME}",
        )
        try:
            fails_with(error)
        except Exception:
            reporter = get_exception_reporter_class(asked)(asked, *sys.exc_info())
            return getattr(reporter, request.param)()

    return draw


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal: {NAME!r}"),
        KeyError(NAME),
        UnicodeEncodeError("ascii", f"{VILLAGE} ë", 12, 13, "ordinal not in range"),
    ],
)
def test_an_error_is_told_by_its_kind_and_place(page, error):
    error.add_note(f"while reading {NAME}")
    said = page(error)
    assert type(error).__name__ in said
    assert "fails_with" in said
    assert not told(said)


def test_our_own_sentences_are_shown(page):
    assert "its key is destroyed" in page(KeyDestroyed("This was erased: its key is destroyed."))


def test_an_error_mail_says_no_more(settings, mailoutbox):
    import logging

    settings.ADMINS = [("Keeper", "keeper@mission.example")]
    try:
        fails_with(ValueError(NAME))
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "Internal error", None, sys.exc_info())
        AdminEmailHandler(include_html=True).emit(record)
    mail = mailoutbox[0]
    said = mail.body + mail.alternatives[0][0]
    assert "fails_with" in said
    assert not told(said)
