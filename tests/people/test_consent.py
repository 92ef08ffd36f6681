"""What somebody agrees to is written down with the words they heard, and what is no answer is not taken for one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cairn.guard.consent_texts import OURS, NoSuchText, text_for, texts_for
from cairn.guard.models import AuditEntry, Notice
from cairn.guard.purposes import PURPOSES, Purpose
from cairn.guard.scope import MayNot, OutsideScope
from cairn.mission.errors import CairnError
from cairn.people.acts import (
    ask_exemption,
    decide_exemption,
    relate,
    withdraw_consent,
)
from cairn.people.models import Consent, Exemption

pytestmark = pytest.mark.django_db


# The words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_purpose_can_be_read_out_in_the_mission_s_languages(purpose, language):
    text = text_for(purpose, language)
    assert len(text.words.split()) > 40
    assert text.words.endswith(text_for(Purpose.STATISTICS, language).words.splitlines()[-1])


@pytest.mark.parametrize("purpose", Purpose)
def test_words_that_are_read_out_are_short(purpose):
    sentences = text_for(purpose, "en").words.replace("?", ".").replace(":", ".").split(".")
    assert max(len(sentence.split()) for sentence in sentences) <= 26


def test_a_mission_adds_a_language_and_takes_nothing_away(tmp_path, monkeypatch):
    (tmp_path / "consent").mkdir()
    (tmp_path / "consent" / "1.ti.toml").write_text('rights = "R"\nassistance = "A"\n')
    (tmp_path / "consent" / "1.en.toml").write_text('rights = "R"\nassistance = "Say yes."\n')
    (tmp_path / "consent" / "7.en.toml").write_text('rights = "R"\nassistance = "Say yes."\n')
    (tmp_path / "consent" / "101.en.toml").write_text('rights = "R"\nstory = "Ours."\n')
    ours = text_for(Purpose.ASSISTANCE, "en")

    monkeypatch.setattr("cairn.guard.consent_texts.load_mission", lambda: type("M", (), {"root": tmp_path}))
    assert text_for(Purpose.ASSISTANCE, "ti").words == "A\n\nR"
    assert text_for(Purpose.ASSISTANCE, "en") == ours
    assert text_for(Purpose.STORY, "en").version == 101
    assert {text.version for text in texts_for(Purpose.ASSISTANCE)} == {1}


def test_words_that_nobody_has_are_said_to_be_missing():
    with pytest.raises(NoSuchText, match="could be read out"):
        text_for(Purpose.STORY, "tlh")


def test_the_files_say_something_about_purposes_only():
    import tomllib

    for path in OURS.glob("*.toml"):
        assert tomllib.loads(path.read_text()).keys() == {*PURPOSES, "rights"}


# Recording ------------------------------------------------------------------------------------------------


def test_an_answer_names_the_words_that_were_heard(amina, hawa, ask):
    answer = ask(hawa, amina, text_language="fr", with_interpreter=True)
    heard = text_for(Purpose.ASSISTANCE, "fr")
    assert (answer.text_version, answer.text_language, answer.text_digest) == (1, "fr", heard.digest)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.details["person"]) == ("people:consent:recorded", str(hawa.pk))


def test_the_trace_and_the_row_do_not_say_for_what(amina, hawa, ask):
    ask(hawa, amina, Purpose.NATIONAL_REFERRAL, partner_code="SCA")
    assert "national" not in AuditEntry.objects.latest("sequence").data
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_consent")
        for value in cursor.fetchone():
            assert b"national" not in (
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"how": "spoken", "witness": ""}, "witness"),
        ({"how": "written"}, "scan"),
        ({"how": "thumbprint"}, "scan"),
        ({"given_at": timezone.now() + dt.timedelta(days=1)}, "given_at"),
        ({"valid_until": timezone.localdate() + dt.timedelta(days=4000)}, "valid_until"),
        ({"valid_until": timezone.localdate() - dt.timedelta(days=1)}, "valid_until"),
        ({"capacity": "not-now", "capacity_note": "Feverish."}, "capacity"),
        ({"capacity": "with-help"}, "capacity_note"),
        ({"spoken_for": "child"}, "spoken_for"),
        (
            {"spoken_for": "capacity", "guardian_name": "Lamin", "guardian_papers": "Court order"},
            "spoken_for",
        ),
        ({"guardian_name": "Lamin"}, "spoken_for"),
        ({"how": "by nodding"}, "how"),
        ({"partner_code": "not a code"}, "partner_code"),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_field(amina, hawa, ask, said, field):
    with pytest.raises(ValidationError) as refused:
        ask(hawa, amina, **said)
    assert field in refused.value.error_dict
    assert not Consent.objects.exists()


def test_one_agrees_to_one_partner_at_a_time(amina, hawa, ask):
    with pytest.raises(ValidationError) as refused:
        ask(hawa, amina, Purpose.PARTNER_SERVICE)
    assert "partner_code" in refused.value.error_dict


def test_a_no_needs_neither_witness_nor_paper(amina, hawa, ask):
    assert ask(hawa, amina, said="refused", how="spoken", witness="").said == "refused"


def test_words_in_a_language_that_they_do_not_speak_need_an_interpreter(amina, register, ask):
    awa = register(amina, "Awa", languages=["ff", "wo"])
    with pytest.raises(ValidationError) as refused:
        ask(awa, amina, text_language="fr")
    assert "text_language" in refused.value.error_dict
    assert ask(awa, amina, text_language="fr", with_interpreter=True).with_interpreter


def test_whoever_needs_an_interpreter_had_one(amina, register, ask):
    awa = register(amina, "Awa", needs_interpreter=True)
    with pytest.raises(ValidationError) as refused:
        ask(awa, amina)
    assert "with_interpreter" in refused.value.error_dict


def test_a_signature_is_kept_sealed(amina, hawa, ask):
    paper = SimpleUploadedFile("paper.pdf", b"%PDF- signed", content_type="application/pdf")
    answer = ask(hawa, amina, how="written", witness="", scan=paper)
    with answer.scan.open() as opened:
        assert opened.read() == b"%PDF- signed"


def test_a_consent_ends_by_itself(amina, hawa, ask):
    answer = ask(hawa, amina, Purpose.VOLUNTARY_RETURN, partner_code="IOM")
    assert dt.timedelta(150) < answer.valid_until - timezone.localdate() < dt.timedelta(190)


def test_only_those_within_the_scope_record(bako, ines, hawa, ask):
    with pytest.raises(OutsideScope):
        ask(hawa, bako)
    with pytest.raises(MayNot):
        ask(hawa, ines)


# Children and guardians -----------------------------------------------------------------------------------


def test_a_child_does_not_agree_alone(amina, musa, ask):
    with pytest.raises(ValidationError) as refused:
        ask(musa, amina)
    assert "spoken_for" in refused.value.error_dict


def test_whoever_may_be_a_child_is_treated_as_one(amina, register, ask):
    """Born in a year of which nobody knows the day: seventeen, perhaps."""
    ebrima = register(amina, "Ebrima", born=str(timezone.localdate().year - 18))
    with pytest.raises(ValidationError) as refused:
        ask(ebrima, amina)
    assert "spoken_for" in refused.value.error_dict


def test_the_guardian_agrees_and_the_child_is_asked(amina, hawa, musa, ask):
    relate(hawa, musa, kind="parent", by=amina)
    with pytest.raises(ValidationError) as refused:
        ask(musa, amina, spoken_for="child", guardian=hawa)
    assert "child_agrees" in refused.value.error_dict
    answer = ask(musa, amina, spoken_for="child", guardian=hawa, child_agrees=True)
    assert answer.guardian == hawa


def test_a_child_of_somebody_has_them_as_a_parent(amina, hawa, musa, ask):
    relate(musa, hawa, kind="child", by=amina)
    assert ask(musa, amina, spoken_for="child", guardian=hawa, child_agrees=True)


def test_a_stranger_is_no_guardian(amina, hawa, musa, ask):
    relate(hawa, musa, kind="travels-with", by=amina)
    with pytest.raises(ValidationError) as refused:
        ask(musa, amina, spoken_for="child", guardian=hawa, child_agrees=True)
    assert "guardian" in refused.value.error_dict


def test_a_guardian_is_grown_up(amina, register, musa, ask):
    sister = register(amina, "Fatou", born=str(timezone.localdate().year - 15))
    relate(sister, musa, kind="guardian", by=amina)
    with pytest.raises(ValidationError) as refused:
        ask(musa, amina, spoken_for="child", guardian=sister, child_agrees=True)
    assert "guardian" in refused.value.error_dict


def test_a_guardian_who_is_not_registered_shows_papers(amina, musa, ask):
    with pytest.raises(ValidationError):
        ask(musa, amina, spoken_for="child", guardian_name="Lamin Ceesay", child_agrees=True)
    named = {"guardian_name": "Lamin Ceesay", "guardian_papers": "Order of the court of Banjul"}
    assert ask(musa, amina, spoken_for="child", child_agrees=True, **named)


def test_a_guardian_out_of_sight_is_not_named(bako, amina, register, musa, ask):
    elsewhere = register(bako, "Sainey", born="1970")
    with pytest.raises(OutsideScope):
        ask(musa, amina, spoken_for="child", guardian=elsewhere, child_agrees=True)


# Taking it back -------------------------------------------------------------------------------------------


def test_a_consent_is_taken_back_and_stays_in_the_history(amina, hawa, ask):
    answer = ask(hawa, amina)
    withdrawn = withdraw_consent(answer, by=amina, how="By telephone", effect="Nothing was shared yet.")
    assert withdrawn.is_withdrawn
    assert withdrawn.said == "given"
    assert Consent.objects.get().withdrawal_how == "By telephone"
    assert AuditEntry.objects.latest("sequence").event == "people:consent:withdrawn"


def test_what_was_taken_back_is_not_taken_back_twice(amina, hawa, ask):
    answer = ask(hawa, amina)
    withdraw_consent(answer, by=amina, how="In person")
    with pytest.raises(CairnError, match="already"):
        withdraw_consent(answer, by=amina, how="In person")


def test_the_data_protection_officer_takes_back_and_does_not_record(leila, amina, hawa, ask):
    answer = ask(hawa, amina)
    with pytest.raises(MayNot):
        ask(hawa, leila)
    assert withdraw_consent(answer, by=leila, how="By letter").withdrawn_by == leila


def test_whoever_answers_for_them_is_told_of_a_withdrawal(
    leila, amina, hawa, ask, django_capture_on_commit_callbacks
):
    answer = ask(hawa, amina)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(answer, by=leila, how="By letter")
    notice = Notice.objects.get(to=amina)
    assert notice.sentence == f"A consent of {hawa} was withdrawn: share nothing more on it."


# Without consent ------------------------------------------------------------------------------------------

REASON = "She is in hospital, and the doctors need to know what she takes."


def test_no_letters_that_nobody_sees_are_kept(amina, hawa, ask):
    answer = ask(hawa, amina, capacity_note="drew\u202e it\x07", interpreter_note="\u200bher\x07sister")
    asked = ask_exemption(
        hawa, by=amina, purpose="partner-service", partner_code="HOSP", kind="vital-interest",
        reason=f"\u202e{REASON}\r\nNobody\x07else.",
    )  # fmt: skip
    assert Consent.objects.get(pk=answer.pk).capacity_note == "drew it"
    assert Consent.objects.get(pk=answer.pk).interpreter_note == "her sister"
    assert Exemption.objects.get(pk=asked.pk).reason == f"{REASON}\nNobody else."


def test_an_exemption_is_decided_by_somebody_else(amina, salma, hawa):
    asked = ask_exemption(
        hawa, by=amina, purpose="partner-service", partner_code="HOSP", kind="vital-interest", reason=REASON
    )
    assert not asked.is_approved
    with pytest.raises(MayNot):
        decide_exemption(asked, approve=True, by=amina)
    assert decide_exemption(asked, approve=True, by=salma).is_approved
    with pytest.raises(CairnError, match="already"):
        decide_exemption(asked, approve=False, by=salma)
    assert AuditEntry.objects.latest("sequence").details == {"approved": True, "person": str(hawa.pk)}


def test_a_supervisor_does_not_approve_their_own_request(salma, hawa):
    asked = ask_exemption(
        hawa, by=salma, purpose="partner-service", partner_code="HOSP", kind="vital-interest", reason=REASON
    )
    with pytest.raises(MayNot, match="does not decide"):
        decide_exemption(asked, approve=True, by=salma)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=asked.pk).update(
            decided_by=salma, decided_at=timezone.now(), is_approved=True
        )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "Urgent"}, "reason"),
        ({"kind": "it-is-easier"}, "kind"),
        ({"partner_code": ""}, "partner_code"),
        ({"valid_until": timezone.localdate() + dt.timedelta(days=31)}, "valid_until"),
    ],
)
def test_an_exemption_has_a_ground_a_reason_and_an_end(amina, hawa, said, field):
    usual = {"purpose": "partner-service", "partner_code": "HOSP", "kind": "vital-interest", "reason": REASON}
    with pytest.raises(ValidationError) as refused:
        ask_exemption(hawa, by=amina, **{**usual, **said})
    assert field in refused.value.error_dict
