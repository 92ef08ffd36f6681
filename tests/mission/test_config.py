"""mission.toml says who the mission is; what it says wrongly is named, with what is allowed."""

from datetime import date

import pytest

from cairn.mission.config import load_mission
from cairn.mission.config_values import contrast_with_white, known_countries
from cairn.mission.errors import WrongSettings

REFUSED = {
    "an unknown key": (
        ('storage = "kept"', 'storage = "kept"\nstorrage = "lost"'),
        "mission.toml: “storrage” is not a setting that Cairn knows; found “lost”.",
    ),
    "an unknown key inside a table": (
        ("[contact]", '[contact]\nfax = "1"'),
        "mission.toml: “contact.fax” is not a setting that Cairn knows; found “1”.",
    ),
    "a missing value": (
        ('time_zone = "Europe/London"\n', ""),
        "mission.toml: “time_zone” is missing; every mission needs it.",
    ),
    "an empty name": (
        ('name = "Mission of the Two Rivers"', 'name = "  "'),
        "mission.toml: “name” found “  ”; allowed is a few words; it was left empty.",
    ),
    "a language nobody speaks": (
        ('languages = ["en", "fr"]', 'languages = ["en", "xx"]'),
        "mission.toml: “languages.2” found “xx”; allowed is a language code such as “en”",
    ),
    "a language twice": (
        ('languages = ["en", "fr"]', 'languages = ["en", "en"]'),
        "allowed is each of them once.",
    ),
    "no language": (
        ('languages = ["en", "fr"]', "languages = []"),
        "mission.toml: “languages” found a list: []; allowed is at least one.",
    ),
    "a default language not offered": (
        ('default_language = "en"', 'default_language = "ar"'),
        "mission.toml: “default_language” found “ar”; allowed is one of the mission's languages: “en”, “fr”.",
    ),
    "a time zone misspelt": (
        ("Europe/London", "Europe/Londn"),
        "a time zone of the IANA list, such as “Europe/London”; did you mean “Europe/London”?",
    ),
    "a country in small letters": (
        ('["GB"]', '["gb"]'),
        "mission.toml: “countries.1” found “gb”; allowed is a country code of two capital letters "
        "(ISO 3166), such as “GB”; did you mean “GB”?",
    ),
    "a union of countries": (('["GB"]', '["EU"]'), "“countries.1” found “EU”"),
    "a colour by name": (
        ("[contact]", '[appearance]\ncolour = "teal"\n[contact]'),
        "“appearance.colour” found “teal”; allowed is a colour written as # and six hexadecimal digits",
    ),
    "a colour too pale for white words": (
        ("[contact]", '[appearance]\ncolour = "#dddddd"\n[contact]'),
        "a darker colour: against white this one has a contrast of 1.4 to 1, and readers need 4.5 to 1.",
    ),
    "a logo that is not there": (
        ("[contact]", '[appearance]\nlogo = "logo.svg"\n[contact]'),
        "a file that exists beside mission.toml, or nothing",
    ),
    "a database of another kind": (
        ("sqlite:///cairn.sqlite3", "mysql://localhost/cairn"),
        "“database” found “mysql://localhost/cairn”; allowed is “sqlite:///cairn.sqlite3” or “postgresql://",
    ),
    "a public address with a path": (
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/site"),
        "the address of a site, without a path, such as “https://www.example.org”",
    ),
    "a port that is no number": (("127.0.0.1:8080", "127.0.0.1:port"), "the address of a site"),
    "a place for keys that is none": (
        ("[contact]", '[keys]\nsource = "cloud"\n[contact]'),
        "“keys.source” found “cloud”; allowed is “file”, “environment” or “command”.",
    ),
    "a vault without the command that asks it": (
        ("[contact]", '[keys]\nsource = "command"\n[contact]'),
        "allowed is a command together with source = “command”, and only then.",
    ),
    "an address that is no e-mail": (
        ("office@rivers.example", "office"),
        "“contact.email” found “office”; allowed is an e-mail address, such as “press@example.org”.",
    ),
    "a day that is none": (
        ("[contact]", '[demonstration]\ntoday = "soon"\n[contact]'),
        "“demonstration.today” found “soon”; allowed is a day such as “2015-11-16”",
    ),
    "yes for true": (
        ("[contact]", '[demonstration]\nenabled = "maybe"\n[contact]'),
        "“demonstration.enabled” found “maybe”; allowed is true or false.",
    ),
    "a number for words": (
        ('name = "Mission of the Two Rivers"', "name = 7"),
        "“name” found 7; allowed is words in quotation marks.",
    ),
    "a password": (
        ("[contact]", '[contact]\nmail_password = "hush"'),
        "mission.toml: “contact.mail_password” looks like a secret, and no secret may live in this file.\n"
        "Remove the line and give it in the environment as CAIRN_SECRET_MAIL_PASSWORD.",
    ),
    "a password inside an address": (
        ("sqlite:///cairn.sqlite3", "postgresql://cairn:hush@localhost/cairn"),
        "the database address carries a password, and no secret may live in this file.",
    ),
    "text that is not TOML": (('name = "Mission', "name = Mission"), "mission.toml is not valid TOML:"),
}


@pytest.mark.parametrize("change", REFUSED)
def test_what_is_wrong_is_named_with_what_is_allowed(change, state_mission):
    replacement, sentence = REFUSED[change]
    with pytest.raises(WrongSettings) as refusal:
        state_mission(replacement)
    assert sentence in str(refusal.value)
    assert "hush" not in str(refusal.value)


def test_every_fault_is_named_at_once(state_mission):
    with pytest.raises(WrongSettings) as refusal:
        state_mission(("Europe/London", "Nowhere"), ('["GB"]', '["XX"]'))
    assert "time_zone" in refusal.value.message
    assert "countries" in refusal.value.message


def test_a_missing_file_says_where_it_was_looked_for(tmp_path, monkeypatch, quiet_environment):
    monkeypatch.setenv("CAIRN_MISSION_FILE", str(tmp_path / "mission.toml"))
    with pytest.raises(WrongSettings, match="There is no mission.toml in .*\n.*CAIRN_MISSION_FILE"):
        load_mission.__wrapped__()


def test_a_storage_folder_that_is_a_file_is_refused(tmp_path, state_mission):
    (tmp_path / "kept").write_text("in the way")
    with pytest.raises(WrongSettings, match="allowed is a folder that Cairn may write to"):
        state_mission()


def test_a_fault_in_the_environment_names_the_variable(monkeypatch, state_mission):
    monkeypatch.setenv("CAIRN_TIME_ZONE", "Europe/Pariss")
    with pytest.raises(WrongSettings, match="^CAIRN_TIME_ZONE: “time_zone” found “Europe/Pariss”"):
        state_mission()


def test_a_misspelt_variable_does_not_pass_in_silence(monkeypatch, state_mission):
    monkeypatch.setenv("CAIRN_DATABSE", "postgresql://localhost/cairn")
    with pytest.raises(
        WrongSettings, match="CAIRN_DATABSE, which Cairn does not know.\nDid you mean CAIRN_DATABASE"
    ):
        state_mission()


def test_the_environment_speaks_before_the_file(monkeypatch, state_mission):
    monkeypatch.setenv("CAIRN_LANGUAGES", "en, fr, ar")
    monkeypatch.setenv("CAIRN_DEMONSTRATION__ENABLED", "true")
    monkeypatch.setenv("CAIRN_CONTACT__PHONE", "+44 20 7946 0001")
    mission = state_mission()
    assert mission.languages == ("en", "fr", "ar")
    assert mission.demonstration.enabled
    assert (mission.contact.email, mission.contact.phone) == ("office@rivers.example", "+44 20 7946 0001")


def test_the_environment_may_carry_the_database_password(monkeypatch, state_mission):
    monkeypatch.setenv("CAIRN_DATABASE", "postgresql://cairn:hush@localhost/cairn")
    assert state_mission().database.endswith("@localhost/cairn")


def test_folders_start_where_the_file_stands(tmp_path, rivers):
    assert rivers.storage_path == tmp_path / "kept"
    assert rivers.sqlite_path == tmp_path / "kept" / "cairn.sqlite3"


def test_an_absolute_database_file_stays_where_it_is(tmp_path, state_mission):
    mission = state_mission(("sqlite:///cairn.sqlite3", "sqlite:////srv/cairn.sqlite3"))
    assert str(mission.sqlite_path) == "/srv/cairn.sqlite3"


def test_postgresql_has_no_file(state_mission):
    mission = state_mission(("sqlite:///cairn.sqlite3", "postgresql://cairn@localhost:5432/cairn"))
    assert mission.sqlite_path is None


def test_a_mission_cannot_be_changed_while_it_runs(rivers):
    with pytest.raises(ValueError, match="frozen"):
        rivers.name = "Another"


def test_one_line_adds_a_language_with_its_name_and_direction(state_mission):
    mission = state_mission(('["en", "fr"]', '["en", "fr", "ar", "fa-AF", "ti"]'))
    assert mission.languages == ("en", "fr", "ar", "fa-af", "ti")
    assert mission.language_names["fr"] == "Français"
    assert mission.is_right_to_left("fa-af")
    assert not mission.is_right_to_left("ti")


def test_words_fall_back_to_the_mission_s_own(state_mission):
    mission = state_mission(more='\n[names]\nfr = "Mission des Deux Rivières"\n')
    assert mission.name_in("fr") == "Mission des Deux Rivières"
    assert mission.name_in("ar") == "Mission of the Two Rivers"


def test_an_emergency_line_speaks_the_reader_s_language(state_mission):
    (line,) = state_mission(
        more='[[emergency]]\nlabel = "Police"\nnumber = "999"\nhours = "always"\n'
        'hours_in_words = {fr = "toujours"}\n'
    ).emergency
    assert (line.label_in("fr"), line.hours_in("fr"), line.hours_in("ar")) == ("Police", "toujours", "always")


def test_an_empty_today_means_the_real_day(state_mission):
    assert state_mission(more='[demonstration]\ntoday = ""\n').demonstration.today is None
    assert state_mission(more='[demonstration]\ntoday = "2015-11-16"\n').demonstration.today == date(
        2015, 11, 16
    )


def test_countries_are_those_of_the_standard():
    assert {"GB", "SO", "XK"} <= known_countries()
    assert not {"EU", "UN", "ZZ"} & known_countries()


def test_contrast_is_measured_as_wcag_does():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
