"""The demonstration, loaded once for all tests that look at it, in a transaction that is undone at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from cairn.demo.load import Summary, load_demonstration
from cairn.demo.texts import Texts


@pytest.fixture(scope="package")
def texts() -> Texts:
    return Texts()


@pytest.fixture(scope="package")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(folder)):
        yield folder


@pytest.fixture(scope="package")
def heard() -> list[tuple[int, int, str]]:
    """What the loading said about its progress."""
    return []


@pytest.fixture(scope="package")
def loaded(media, heard, catalogues, django_db_setup, django_db_blocker) -> Iterator[Summary]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demonstration(lambda *said: heard.append(said))
        transaction.set_rollback(True)
