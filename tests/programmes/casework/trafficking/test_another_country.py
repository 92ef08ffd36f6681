"""Another country is a file with its mechanism and a file with its form: its clocks, its way, its check and its pack."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from cairn.programmes.casework.acts import begin_record, begin_referral, finish_record, note_step, take_pack
from cairn.programmes.casework.acts.packing import pack_and_quality
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.forms import library as forms
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.trafficking.mechanisms import library, mechanisms
from cairn.programmes.casework.trafficking.mechanisms.library import WrongMechanism
from cairn.programmes.casework.trafficking.packs.quality import quality_of
from cairn.programmes.casework.ways.machine import way_of

FILES = Path(__file__).parent / "invented"
REASON = "The council reads it on the day of the market."
# In Auckland it is the second of April already, a day before Good Friday.
ASKED = dt.datetime(2026, 4, 1, 20, tzinfo=dt.UTC)
WHOLE = {
    "wish": "asks", "called": "Hawa", "sworn": ["elder", "scribe"], "story": "In 2025 she was kept in a mill.",
    "villages": "Oum\nSel",
}  # fmt: skip


@pytest.fixture(autouse=True)
def invented(monkeypatch):
    """A mission that knows one more country."""
    monkeypatch.setattr(forms, "_FOLDERS", [*forms._FOLDERS, FILES / "forms"])
    monkeypatch.setattr(library, "_FOLDERS", [*library._FOLDERS, FILES / "mechanisms"])
    caches = (forms.forms, library.mechanisms)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


@pytest.fixture
def case(trafficked):
    case = Case.objects.get(pk=trafficked.pk)
    case.stage = "referral"
    case.save()
    return case


@pytest.fixture
def referral(case, amina):
    return begin_referral(case, "invented", by=amina, basis="request", first_responder="mission")


@pytest.fixture
def fill(case, amina):
    def filled(answers):
        return finish_record(begin_record(case, "invented-referral", by=amina, answers=answers), by=amina)

    return filled


def failing(answers):
    invented = mechanisms()["invented"]
    findings = quality_of(forms.form(invented.form), invented.quality, answers).findings
    return {one.code for one in findings if not one.holds}


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({}, set()),
        ({"story": "She was kept in a mill."}, {"seasons"}),
        ({"villages": "Oum\nSel\nTar"}, {"villages"}),
        ({"sworn": ["elder"]}, {"sworn"}),
        ({"wish": "silent"}, set()),
        ({"wish": "", "called": "", "sworn": []}, {"sworn", "complete"}),
    ],
)
def test_a_draft_is_held_against_the_list_of_its_own_country(change, failed):
    assert failing(WHOLE | change) == failed


def test_a_mechanism_speaks_of_questions_that_its_form_has(tmp_path, monkeypatch):
    text = (FILES / "mechanisms" / "invented.1.toml").read_text()
    (tmp_path / "wrong.toml").write_text(text.replace('questions = ["story"]', 'questions = ["song"]'))
    monkeypatch.setattr(library, "_FOLDERS", [tmp_path])
    library.mechanisms.cache_clear()
    with pytest.raises(WrongMechanism, match="“song” is no question of the form “invented-referral”"):
        mechanisms()


@pytest.mark.django_db
class TestReferring:
    def test_its_clocks_run_by_its_own_calendar(self, referral, case, amina):
        note_step(referral, "asked", happened_at=ASKED, by=amina)
        assert [task.due_on for task in case.tasks.filter(done_at=None)] == [dt.date(2026, 4, 8)]
        note_step(referral, "granted", happened_at=ASKED + dt.timedelta(days=1), by=amina)
        assert not case.tasks.filter(done_at=None).exists()

    def test_its_form_opens_where_a_case_is_referred(self, case):
        assert "invented-referral" in way_of(case).stage("referral").forms

    def test_its_pack_holds_its_form_and_its_check(self, referral, fill, salma):
        fill(WHOLE | {"sworn": ["scribe"]})
        _pack, quality, _files = pack_and_quality(referral)
        assert quality.advice == ["Swear it before an elder and a scribe."]
        paper = take_pack(referral, reason=REASON, by=salma)
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
        assert "Through which villages?" in text
        assert "National Referral Mechanism" not in text

    def test_its_form_says_nothing_else_than_the_basis_of_the_referral(self, referral, fill, salma):
        fill(WHOLE | {"wish": "silent"})
        with pytest.raises(NotInThisCase, match="says otherwise"):
            take_pack(referral, reason=REASON, by=salma)

    def test_without_a_name_it_says_none(self, referral, fill, hawa, salma):
        referral.basis = "silence"
        referral.save()
        fill(WHOLE | {"wish": "silent", "called": "", "sworn": []} | {"story": f"2025: {hawa.given_name}."})
        with pytest.raises(NotInThisCase, match="leave it out"):
            take_pack(referral, reason=REASON, by=salma)
