"""Goals are quoted in the words of the framework, in the language of the reader where those words are known."""

import pytest

from cairn.evidence.indicators.goals import GOALS, IN_OTHER_LANGUAGES, goal_in


def test_a_goal_is_quoted_in_the_framework_s_own_french():
    said = goal_in("fr", "16.2.2")
    assert said.text.startswith("Nombre de victimes de la traite d’êtres humains")
    assert (said.language, said.direction) == ("fr", "ltr")


def test_violence_by_partners_and_by_others_are_both_goals():
    assert GOALS["5.2.1"] == (
        "Proportion of ever-partnered women and girls aged 15 years and older subjected to physical, sexual or "
        "psychological violence by a current or former intimate partner in the previous 12 months, "
        "by form of violence and by age"
    )
    assert "other than an intimate partner" in GOALS["5.2.2"]


def test_arabic_reads_from_right_to_left():
    assert (goal_in("ar", "16.2.2").language, goal_in("ar", "16.2.2").direction) == ("ar", "rtl")


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
def test_what_is_not_known_in_a_language_stays_english_and_says_so(language):
    said = goal_in(language, "10.7.3")
    assert (said.text, said.language, said.direction) == (GOALS["10.7.3"], "en", "ltr")


@pytest.mark.parametrize("language", IN_OTHER_LANGUAGES)
def test_only_goals_of_the_framework_are_translated(language):
    assert set(IN_OTHER_LANGUAGES[language]) <= set(GOALS)
