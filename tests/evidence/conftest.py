"""Compiled code of the tests lies in a folder of their own, kept between runs because compiling takes seconds."""

import pytest

from cairn.evidence.compiled import keep_compiled_in


@pytest.fixture(autouse=True, scope="session")
def compiled_code(pytestconfig: pytest.Config) -> None:
    keep_compiled_in(pytestconfig.cache.mkdir("compiled"))
