"""Whoever writes an indicator is refused in their own language."""

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from cairn.evidence.indicators.library import ensure_fits, indicator
from cairn.evidence.indicators.reading import WrongIndicator
from cairn.newsroom.asset_build import compile_catalogues


@pytest.fixture(autouse=True)
def catalogues():
    compile_catalogues()
    trans_real._translations.clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "is no code, so nothing can be counted by it"),
        ("fr", "n’est pas un code : rien ne peut être compté selon elle"),
        ("ar", "ليس رمزاً"),
    ],
)
def test_a_dimension_that_is_no_code_is_refused_in_words(language, said):
    wrong = indicator("people-identified").model_copy(update={"dimensions": ["identified_on"]})
    with translation.override(language), pytest.raises(WrongIndicator, match=said):
        ensure_fits(wrong)
