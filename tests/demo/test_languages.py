"""The demonstration in missions that speak other languages than this one."""

import pytest

from cairn.demo import texts as texts_module
from cairn.demo.texts import NoLanguageForTheDemonstration, Texts
from cairn.mission.config import load_mission


@pytest.fixture
def mission_speaks(monkeypatch: pytest.MonkeyPatch):
    def speaks(*languages: str) -> Texts:
        spoken = {"languages": languages, "default_language": languages[0]}
        mission = load_mission().model_copy(update=spoken)
        monkeypatch.setattr(texts_module, "load_mission", lambda: mission)
        return Texts()

    return speaks


@pytest.mark.parametrize(
    ("spoken", "told"),
    [
        (("en", "fr", "ar"), ["en", "fr", "ar"]),
        (("fr", "en"), ["fr", "en"]),
        (("so", "ar"), ["ar"]),
        (("fr",), ["fr"]),
    ],
)
def test_it_is_told_in_the_mission_s_own_language_first(mission_speaks, spoken, told):
    assert mission_speaks(*spoken).languages == told


def test_a_mission_that_speaks_none_of_them_is_told_what_to_do(mission_speaks):
    with pytest.raises(NoLanguageForTheDemonstration, match="English, French and Arabic"):
        _ = mission_speaks("so", "ti").languages


def test_facts_that_do_not_depend_on_language_are_the_same_in_all(mission_speaks):
    texts = mission_speaks("fr")
    edition = texts.first("symposium", "fr")
    assert edition.facts["title"].startswith("Symposium")
    assert str(edition.facts["starts_on"]) == "2015-12-14"
    assert edition.facts["programme"][1]["title"].startswith("Bienvenue")
    assert edition.facts["programme"][1]["speaker"] == "valadares"


def test_pages_come_out_in_the_order_of_their_days(texts):
    days = [texts_module.day_of(texts.pages[key]["en"].facts) for key in texts.in_order]
    assert days == sorted(days)
    assert texts.in_order.index("about") < texts.in_order.index("help") < texts.in_order.index("topic-calais")
