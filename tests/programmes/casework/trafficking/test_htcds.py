"""HTCDS 2.0: all of it as data, what leaves held to it field by field, what comes in read with patience."""

import contextlib
import csv
import datetime as dt
import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cairn.guard.models import AuditEntry
from cairn.guard.purposes import Purpose
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.people.acts.consent import withdraw_consent
from cairn.people.codes import Gender, MaritalStatus
from cairn.programmes.casework.acts import (
    accept_proposal,
    begin_record,
    begin_referral,
    bring_cases,
    drop_proposal,
    finish_note,
    finish_record,
    note_step,
    take_case_along,
)
from cairn.programmes.casework.acts.inbound import write_inbound
from cairn.programmes.casework.acts.inbound_deciding import accept_inbound
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import CaseState, Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, CaseExport, PartnerReferral, Proposal
from cairn.programmes.casework.trafficking.codes import DecisionMaker, Exploitation, TraffickingStatus
from cairn.programmes.casework.trafficking.htcds.ctdc import Group, in_ctdc
from cairn.programmes.casework.trafficking.htcds.exporting import as_csv, record_of
from cairn.programmes.casework.trafficking.htcds.importing import MOST_BYTES, CannotRead, read_cases
from cairn.programmes.casework.trafficking.htcds.standard import standard
from cairn.programmes.partners.models import Organisation

HTCDS = standard()
REASON = "The court asked for the case file in writing."
FORMS = ("victim-context", "perpetrator", "historic-event", "support-plan")


class TestTheStandard:
    def test_it_has_84_fields_in_its_tables(self):
        counts = {code: len(HTCDS.of_table(code)) for code in HTCDS.tables}
        assert counts == {
            "org": 10, "prs": 25, "vic": 16, "per": 3, "cas": 13, "cco": 1, "hte": 10, "spl": 5, "con": 1,
        }  # fmt: skip
        assert len({field.name for field in HTCDS.fields}) == 84

    def test_forty_are_core_and_three_are_deprecated(self):
        core = {code: sum(field.core for field in HTCDS.of_table(code)) for code in HTCDS.tables}
        assert {code: count for code, count in core.items() if count} == {
            "prs": 15,
            "vic": 11,
            "cas": 13,
            "con": 1,
        }
        deprecated = [field for field in HTCDS.fields if field.deprecated]
        assert len(deprecated) == 3
        assert sum(field.core for field in deprecated) == 2

    def test_lists_are_as_long_as_the_reference_says(self):
        assert {name: len(codes) for name, codes in HTCDS.lists.items()} == {
            "org_Type": 9, "Gender": 6, "MaritalStatus": 6, "Education": 9, "TraffickingStatus": 3,
            "DecisionMakingOrg": 5, "RelationshipToTrafficker": 3, "MethodOfRecruitment": 10, "MethodsOfControl": 16,
            "TypeOfExploitation": 11, "TypeOfSexExploitation": 4, "ForcedLabourIndustry": 21, "WebsitesAndApps": 15,
            "RoleInProcess": 15, "CaseStatus": 4, "ReferralReason": 3, "EventType": 3, "PlanType": 9,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("choices", "name"),
        [
            (Gender, "Gender"), (MaritalStatus, "MaritalStatus"), (CaseState, "CaseStatus"),
            (Exploitation, "TypeOfExploitation"), (TraffickingStatus, "TraffickingStatus"),
            (DecisionMaker, "DecisionMakingOrg"),
        ],
    )  # fmt: skip
    def test_our_own_lists_spell_as_it_does(self, choices, name):
        assert choices.values == HTCDS.lists[name]

    def test_every_form_names_fields_that_exist_with_their_codes(self):
        for code in FORMS:
            for question in form(code).questions():
                field = HTCDS.field(question.standard)
                assert field is not None, question.name
                beyond = HTCDS.only_in_definitions.get(field.list, [])
                codes = [choice.code for choice in question.choices]
                assert codes == ([*HTCDS.lists[field.list], *beyond] if field.list else [])
                assert field.origin == f"form:{code}.{question.name}"

    def test_where_a_field_comes_from_is_there_or_why_it_is_not(self):
        for field in HTCDS.fields:
            assert bool(field.origin) is not bool(field.empty)
            where, _dot, name = field.origin.partition(".")
            if where.startswith("form:"):
                assert form(where.removeprefix("form:")).question(name)


@pytest.fixture
def told(trafficked, hawa, amina, identify):
    """A case about which much is known."""
    identify(trafficked, exploitation=["ForcedLabour"], decided_by="Police", place="A farm")
    case = Case.objects.get(pk=trafficked.pk)
    case.stage = "support"
    case.save()
    for name, answers in (
        ("victim-context", {"methods_of_control": ["DebtBondage", "RestrictsMovement"], "relationship": "Unaquainted",
                            "age_when_trafficked": 17, "industry": ["A_AgricultureForestryAndFishing"]}),
        ("perpetrator", {"role": ["Transporter"], "details": "=HYPERLINK(1)"}),
        ("perpetrator", {"role": ["Exploiter"]}),
        ("historic-event", {"type": "Exploitation", "country": "GB", "date": "2026-01-05"}),
        ("support-plan", {"type": ["Health"], "objectives": "To be well."}),
    ):  # fmt: skip
        finish_record(begin_record(case, name, by=amina, answers=answers), by=amina)
    finish_note(case, "She arrived alone.", by=amina)
    return case


@pytest.mark.django_db
class TestLeaving:
    def test_what_leaves_is_held_to_the_standard_field_by_field(self, told, salma):
        content, _left = take_case_along(told, format=Format.JSON, reason=REASON, by=salma)
        document = json.loads(content)
        assert (document["standard"], document["version"]) == ("HTCDS", "2.0")
        (case,) = document["cases"]
        assert list(HTCDS.troubles(case)) == []
        assert case["prs"]["prs_FirstName"] == told.person.given_name
        assert case["vic"]["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
        assert [row["per_RoleInProcess"] for row in case["per"]] == [["Transporter"], ["Exploiter"]]
        assert case["hte"] == [{"hte_Country": "GB", "hte_Date": "2026-01-05", "hte_Type": "Exploitation"}]
        assert case["cco"] == [{"cco_CaseComment": "She arrived alone."}]
        assert case["cas"]["cas_Status"] == "Active"

    def test_a_code_that_only_definitions_know_leaves_as_other(self, told, salma):
        record, _left = record_of(told, by=salma)
        assert record["vic"]["vic_MethodsOfControl"] == ["DebtBondage", "Other"]

    def test_what_does_not_fit_is_left_out_and_said(self, told, hawa, salma):
        hawa.born = "1990"
        hawa.save()
        record, left = record_of(Case.objects.get(pk=told.pk), by=salma)
        assert "prs_Birthdate" not in record["prs"]
        assert [name for name, _why in left] == ["prs_Birthdate"]

    def test_sheets_keep_names_apart_and_run_nothing(self, told, salma):
        record, _left = record_of(told, by=salma)
        with zipfile.ZipFile(io.BytesIO(as_csv([record]))) as folder:
            sheets = {
                name: list(csv.DictReader(io.StringIO(folder.read(name).decode())))
                for name in folder.namelist()
            }
        assert sorted(sheets) == sorted(f"{code}.csv" for code in HTCDS.tables)
        for code in HTCDS.tables:
            with zipfile.ZipFile(io.BytesIO(as_csv([record]))) as folder:
                header = folder.read(f"{code}.csv").decode().splitlines()[0].split(",")
            assert header == ["ID", *(field.name for field in HTCDS.of_table(code))]
        assert [row["ID"] for row in sheets["per.csv"]] == ["1", "1"]
        assert sheets["per.csv"][0]["per_RoleDetails"] == "'=HYPERLINK(1)"
        assert told.person.given_name not in str(sheets["vic.csv"])

    def test_that_it_was_taken_and_why_stays_with_the_case(self, told, salma):
        content, _left = take_case_along(told, format=Format.CSV, reason=REASON, by=salma)
        row = CaseExport.objects.get()
        assert (row.reason, row.made_by, row.format) == (REASON, salma, "csv")
        entry = AuditEntry.objects.filter(event=Event.CASE_TAKEN).get()
        assert row.digest == sha256(content).hexdigest()
        assert row.digest in entry.data
        assert REASON not in entry.data

    def test_whoever_referred_them_stands_in_it_for_whoever_sees_what_they_told(self, amina, bako, salma):
        shelter = Organisation.objects.create(
            code="S", name="House", kind="ngo", country="FR", telephone="+33 1 23"
        )
        letter = write_inbound(
            by=amina, sender="Somebody", partner=shelter, words="Please find her a lawyer.", given_name="Ina"
        )
        case = accept_inbound(letter, by=amina, kind=Work.TRAFFICKING)
        record, left = record_of(case, by=salma)
        told = {name: value for name, value in record["cas"].items() if "ferr" in name}
        assert told == {
            "cas_ReferringOrganisation": "House",
            "cas_IncomingReferralDate": timezone.localdate().isoformat(),
            "cas_IncomingReferralDetails": "Please find her a lawyer.",
        }
        assert record["org"] == [{"org_Name": "House", "org_Type": "NGO", "org_ShippingCountry": "FR"}]
        assert [name for name, _why in left] == ["org_Phone"]
        others, _left = record_of(case, by=bako)
        assert "cas_ReferringOrganisation" not in others["cas"]
        assert "org" not in others

    def test_the_latest_referral_that_was_sent_stands_in_it_and_every_organisation(self, told, amina, salma):
        law = Organisation.objects.create(code="LAW", name="Law Centre", kind="legal", country="GB")
        shelter = Organisation.objects.create(code="S", name="House", kind="shelter", country="GB")
        asked = {
            "purpose": "partner-service",
            "urgency": "today",
            "language": "en",
            "chosen": ["person.born"],
        }
        for partner, days in ((law, 2), (shelter, None)):
            PartnerReferral.objects.create(
                case=told, data_key=told.data_key, made_by=amina, partner=partner, reference=f"R-{partner.code}",
                service="legal-advice", words=f"To {partner.name}", **asked,
                **({"state": "sent", "sent_at": timezone.now() - dt.timedelta(days=days)} if days else {}),
            )  # fmt: skip
        referral = begin_referral(
            told,
            "nrm-uk",
            by=amina,
            basis="consent",
            first_responder="salvation-army",
            agreed_on=dt.date(2026, 1, 2),
        )
        note_step(referral, "sent", happened_at=timezone.now() - dt.timedelta(days=9), by=amina)
        record, _left = record_of(told, by=salma)
        day = timezone.localdate() - dt.timedelta(days=2)
        assert {
            name: value for name, value in record["cas"].items() if "Outgoing" in name or "Referred" in name
        } == {
            "cas_ReferredOrganisation": "Law Centre",
            "cas_ReasonForOutgoingReferral": "AdditionalServicesRequired",
            "cas_OutgoingReferralDate": day.isoformat(),
            "cas_OutgoingReferralDetails": "To Law Centre",
        }
        assert [each["org_Name"] for each in record["org"]] == ["Salvation Army", "Law Centre"]

    def test_what_they_agreed_to_stands_in_codes_and_no_other_consent_does(
        self, told, hawa, amina, salma, ask
    ):
        ask(hawa, amina, Purpose.STORY)
        assert "con" not in record_of(told, by=salma)[0]
        consent = ask(hawa, amina, Purpose.ASSISTANCE)
        today = timezone.localdate().isoformat()
        text = f"{consent.how}, text assistance {consent.text_version} ({consent.text_language})"
        assert record_of(told, by=salma)[0]["con"] == {"con_Consent": f"given {today}, {text}"}
        withdraw_consent(consent, by=amina, how="By telephone.")
        assert record_of(told, by=salma)[0]["con"] == {"con_Consent": f"withdrawn {today}, {text}"}

    def test_only_whoever_may_export_takes_it(self, told, amina, bako, salma):
        with pytest.raises(PermissionDenied):
            take_case_along(told, format=Format.JSON, reason=REASON, by=amina)
        with pytest.raises(Http404):
            take_case_along(told, format=Format.JSON, reason=REASON, by=bako)
        with pytest.raises(ValidationError):
            take_case_along(told, format=Format.JSON, reason="because", by=salma)

    def test_the_person_leaves_only_with_whoever_may_see_them(self, told, south, hawa, salma):
        hawa.office, hawa.team, hawa.worker = south, None, None
        hawa.save()
        with pytest.raises(Http404):
            take_case_along(Case.objects.get(pk=told.pk), format=Format.JSON, reason=REASON, by=salma)

    def test_another_kind_of_work_does_not_leave_by_it(self, case, salma):
        with pytest.raises(NotInThisCase):
            take_case_along(case, format=Format.JSON, reason=REASON, by=salma)


def sheet(**cells):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([list(cells), list(cells.values())])
    return out.getvalue().encode()


class TestReading:
    @pytest.mark.parametrize(
        ("name", "value", "table", "field", "read"),
        [
            # The defects that were found in the published toolkit.
            ("prs_First_Name", "Ina", "prs", "prs_FirstName", "Ina"),
            ("prs_Second_Name", "Onda", "prs", "prs_SecondName", "Onda"),
            ("Second Name", "Onda", "prs", "prs_SecondName", "Onda"),
            ("vic_Methods_of_Control", "DebtBondage ", "vic", "vic_MethodsOfControl", ["DebtBondage"]),
            ("vic_MethodsOfControl", "ThreatOfLawEnforcement", "vic", "vic_MethodsOfControl", ["ThreatsLawEnforcement"]),
            ("vic_MethodsOfControl", "PsychoactiveSubstances", "vic", "vic_MethodsOfControl", ["PsychoactiveSubstance"]),
            ("vic_MethodsOfControl", "RestrictsMovement", "vic", "vic_MethodsOfControl", ["RestrictsMovement"]),
            ("vic_RelationshipToTrafficker", "Unacquainted", "vic", "vic_RelationshipToTrafficker", "Unaquainted"),
            ("prs_PrimaryLanguage", "ar", "prs", "prs_PrimaryLanguage", "ara"),
            ("prs_PrimaryLanguage", "ARA", "prs", "prs_PrimaryLanguage", "ara"),
            ("prs_MobilePhone", "0044 20 7946 0000", "prs", "prs_MobilePhone", "+442079460000"),
            ("vic_ForcedLabourIndustry", "A", "vic", "vic_ForcedLabourIndustry", ["A_AgricultureForestryAndFishing"]),
            ("vic_TypeOfExploitation", "ForcedLabour Servitude", "vic", "vic_TypeOfExploitation",
             ["ForcedLabour", "Servitude"]),
            ("prs_Citizenship", "so, er", "prs", "prs_Citizenship", ["SO", "ER"]),
            ("PRS_GENDER", "feminine", "prs", "prs_Gender", "Feminine"),
        ],
    )  # fmt: skip
    def test_spellings_of_the_toolkit_are_read_and_said(self, name, value, table, field, read):
        (case,) = read_cases(sheet(**{name: value}))
        assert case.record == {table: {field: read}}
        assert case.taken_as
        assert case.not_read == []

    def test_what_cannot_be_read_is_said_and_the_rest_is_kept(self):
        (case,) = read_cases(
            sheet(prs_FirstName="Ina", prs_Gender="Green", vic_Mood="Bad", prs_Birthdate="1990")
        )
        assert case.record == {"prs": {"prs_FirstName": "Ina"}}
        assert [name for name, _why in case.not_read] == ["prs_Gender", "vic_Mood", "prs_Birthdate"]

    @pytest.mark.parametrize(
        "content",
        [b"", b"\xff\xfe", b"{", b"[]", b"name,age\nIna,3\n", b'{"cases": [1, null]}', b'{"cases": 3}'],
    )
    def test_what_is_no_file_of_cases_is_refused_in_words(self, content):
        with pytest.raises(CannotRead):
            read_cases(content)

    @given(st.binary(max_size=300))
    def test_nothing_that_is_brought_breaks_the_reading(self, content):
        with contextlib.suppress(CannotRead):
            read_cases(content)

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                            st.sampled_from(["prs", "per", "prs_FirstName", "per_RoleInProcess", "cases", "x"]), inner,
                            max_size=3)))  # fmt: skip
    def test_no_json_breaks_it_either(self, told):
        try:
            found = read_cases(json.dumps(told).encode())
        except CannotRead:
            return
        for case in found:
            assert [name for name, _ in HTCDS.troubles(case.record) if name not in ("prs", "per")] == []


@pytest.mark.django_db
class TestBringing:
    def test_what_leaves_is_read_again_as_it_was(self, told, salma):
        record, _left = record_of(told, by=salma)
        (read,) = read_cases(json.dumps({"cases": [record]}).encode())
        assert (read.record, read.taken_as, read.not_read) == (record, [], [])

    def test_sheets_that_leave_are_read_again_as_they_were(self, told, salma):
        record, _left = record_of(told, by=salma)
        other = {"prs": {"prs_FirstName": "Ina", "prs_Citizenship": ["SO", "ER"], "prs_NumberOfChildren": 2},
                 "hte": [{"hte_Latitude": 51.5}, {"hte_City": "Leeds; then Hull"}]}  # fmt: skip
        found = read_cases(as_csv([record, other]))
        assert [(each.record, each.taken_as, each.not_read) for each in found] == [
            (record, [], []),
            (other, [], []),
        ]

    @given(st.binary(max_size=300))
    def test_a_broken_folder_of_sheets_is_refused_in_words(self, content):
        for broken in (b"PK\x03\x04" + content, as_csv([{"prs": {"prs_FirstName": "Ina"}}])[:-1] + content):
            with contextlib.suppress(CannotRead):
                read_cases(broken)

    def test_a_folder_that_is_packed_in_another_way_is_refused_in_words(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as folder:
            folder.writestr("prs.csv", "ID,prs_FirstName\n1,Ina\n" * 50)
        with pytest.raises(CannotRead, match="broken"):
            read_cases(out.getvalue()[:60] + bytes(20) + out.getvalue()[80:])

    def test_a_folder_that_unpacks_to_more_than_a_file_may_hold_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
            folder.writestr("prs.csv", b"ID,prs_FirstName\n1," + b"a" * MOST_BYTES)
        with pytest.raises(CannotRead, match="larger than 10 MB"):
            read_cases(out.getvalue())

    def test_cases_of_others_become_proposals_and_never_cases(self, salma):
        (proposal,) = bring_cases(sheet(prs_First_Name="Ina", cas_Status="Active"), by=salma)
        assert Case.objects.count() == 0
        kept = Proposal.objects.visible_to(salma).get()
        assert kept.content == {"prs": {"prs_FirstName": "Ina"}, "cas": {"cas_Status": "Active"}}
        assert kept.taken_as == [["prs_First_Name", "prs_First_Name", "prs_FirstName"]]
        assert proposal.state == "open"

    def test_another_office_sees_no_proposal(self, salma, bako):
        bring_cases(sheet(prs_FirstName="Ina"), by=salma)
        assert not Proposal.objects.visible_to(bako).exists()

    def test_a_caseworker_brings_none(self, amina):
        with pytest.raises(PermissionDenied):
            bring_cases(sheet(prs_FirstName="Ina"), by=amina)

    def test_somebody_opens_a_case_on_it_with_what_was_told(self, salma, hawa):
        (proposal,) = bring_cases(
            sheet(vic_TraffickingStatus="ActualVictimOfTrafficking", vic_TypeOfExploitation="Servitude"),
            by=salma,
        )
        case = accept_proposal(proposal, hawa, by=salma)
        identification = case.identifications.get()
        assert (identification.status, identification.exploitation) == (
            "ActualVictimOfTrafficking",
            ["Servitude"],
        )
        with pytest.raises(NotInThisCase, match="already"):
            accept_proposal(proposal, hawa, by=salma)

    def test_what_nobody_needs_goes_with_its_key(self, salma):
        (proposal,) = bring_cases(sheet(prs_FirstName="Ina"), by=salma)
        drop_proposal(proposal, why="too-little", by=salma)
        assert not Proposal.objects.exists()
        proposal.data_key.refresh_from_db()
        assert proposal.data_key.is_destroyed


class TestColumnsOfCTDC:
    @pytest.mark.parametrize(
        ("group", "held", "told"),
        [
            (
                Group.CONTROL,
                {"DebtBondage", "PsychoactiveSubstance"},
                {"DebtBondage", "PsychoactiveSubstances"},
            ),
            (Group.CONTROL, {"PhysicalThreats", "ThreatensChildrenFamily"}, {"Threats"}),
            (Group.LABOUR, {"F_Construction", "P_Education"}, {"Construction", "Other"}),
            (Group.LABOUR, {"F_Construction"}, {"Construction"}),
            (Group.LABOUR, set(), set()),
            (Group.RECRUITER, {"Familial"}, {"Family"}),
        ],
    )
    def test_what_htcds_tells_has_a_code_of_the_dataset(self, group, held, told):
        assert in_ctdc(group, held) == told

    @pytest.mark.parametrize(
        ("group", "question"),
        [
            (Group.CONTROL, "methods_of_control"),
            (Group.LABOUR, "industry"),
            (Group.RECRUITER, "relationship"),
        ],
    )
    def test_no_answer_of_the_form_is_lost(self, group, question):
        for choice in form("victim-context").question(question).choices:
            assert in_ctdc(group, {choice.code}), choice.code
