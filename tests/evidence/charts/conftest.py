"""Fonts for pictures are kept between runs, because merging them takes seconds."""

from collections.abc import Iterator

import pytest

from cairn.evidence.charts import picture


@pytest.fixture(autouse=True, scope="session")
def kept_fonts(pytestconfig: pytest.Config) -> Iterator[None]:
    home = pytestconfig.cache.mkdir("chart-fonts")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(picture, "font_home", lambda: home)
        yield
