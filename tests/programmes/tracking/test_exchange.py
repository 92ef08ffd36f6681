"""Files come in line by line and go out as they came; what cannot be read is said with its line, and nothing is guessed."""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile

from cairn.guard.scope import MayNot
from cairn.guard.trace.models import AuditEntry
from cairn.people.exchange.sheets import NoSheet, read_sheet
from cairn.programmes.tracking import facts
from cairn.programmes.tracking.acts import correct, record_new
from cairn.programmes.tracking.codes import Outcome
from cairn.programmes.tracking.exchange.displacement import FlowCounts, SiteCounts
from cairn.programmes.tracking.exchange.exporting import write_table
from cairn.programmes.tracking.exchange.importing import KINDS, bring_in
from cairn.programmes.tracking.exchange.missing_migrants import MissingMigrants
from cairn.programmes.tracking.exchange.outgoing import NEWER, OLDER, TABLES
from cairn.programmes.tracking.models import Assessment, FlowCount, FlowPoint, Incident, Site
from programmes.tracking.told import FLOW, NEW, OLD, SITE, sheet

pytestmark = pytest.mark.django_db


def bring(kind, *lines, by, is_trial=False, known_on=dt.date(2022, 1, 1), **told_once):
    """What became of each line."""
    file = lines[0] if isinstance(lines[0], io.BytesIO) else sheet(*lines)
    name = next(name for name, each in KINDS.items() if isinstance(kind, each))
    upload = ContentFile(file.getvalue())
    brought = bring_in(upload, kind=name, known_on=known_on, is_trial=is_trial, by=by, **told_once)
    return list(brought.lines.order_by("number"))


def refusal(kind, line, by) -> str:
    """Why a line is refused; it must be, and nothing of it may stay."""
    (told,) = bring(kind, line, by=by)
    assert (told.outcome, kind.model.objects.count()) == (Outcome.REFUSED, 0)
    return " ".join(told.reasons)


def test_older_columns_are_read_as_published(ines):
    (line,) = bring(MissingMigrants(), OLD, by=ines)
    kept = Incident.objects.get()
    assert (line.number, line.outcome) == (2, Outcome.NEW)
    assert (kept.code, kept.first_day, kept.dead, kept.missing) == (
        "2015.MMP00401",
        dt.date(2015, 7, 20),
        1,
        0,
    )
    assert (kept.cause, kept.cause_reported) == ("transport", "Hit by train")
    assert (kept.origin_country, str(kept.latitude), str(kept.longitude)) == ("SY", "50.922500", "1.781600")
    assert kept.source_url == "https://example.org/a"
    assert "https://example.org/b" in kept.note
    assert (kept.reported_by, kept.known_on, kept.survivors) == (ines, dt.date(2022, 1, 1), None)


def test_newer_columns_are_read_as_published(ines):
    bring(MissingMigrants(), NEW, by=ines)
    kept = Incident.objects.get()
    assert (kept.dead, kept.missing, kept.country, kept.origin_country) == (27, 4, "FR", "IQ")
    assert (kept.cause, kept.cause_reported) == ("drowning", "Boat sank")
    assert (float(kept.latitude), float(kept.longitude)) == (51.17, -1.26)


def test_a_trial_says_what_would_follow_and_leaves_nothing_but_that_it_was_tried(ines):
    before = AuditEntry.objects.count()
    trial = bring(
        MissingMigrants(), OLD, {**OLD, "Incident ID": "B", "Number Dead": "-1"}, by=ines, is_trial=True
    )
    assert [line.outcome for line in trial] == [Outcome.NEW, Outcome.REFUSED]
    assert (Incident.objects.count(), AuditEntry.objects.count()) == (0, before + 1)


def test_the_same_file_twice_adds_nothing(ines):
    bring(MissingMigrants(), OLD, by=ines)
    again = bring(MissingMigrants(), OLD, OLD, by=ines)
    assert [line.outcome for line in again] == [Outcome.KNOWN, Outcome.KNOWN]
    assert Incident.objects.count() == 1


def test_a_file_changes_nothing_that_is_recorded_and_says_what_differs(ines):
    bring(MissingMigrants(), OLD, by=ines)
    (line,) = bring(MissingMigrants(), {**OLD, "Number Dead": "2"}, by=ines)
    assert (line.outcome, line.reasons) == (Outcome.DIFFERS, ["dead: 1 → 2"])
    assert Incident.objects.get().dead == 1


def test_a_file_does_not_bring_back_what_was_corrected(ines):
    bring(MissingMigrants(), OLD, by=ines)
    correct(Incident.objects.get(), by=ines, reason="A second person was found.", dead=2)
    (line,) = bring(MissingMigrants(), OLD, by=ines)
    assert line.outcome == Outcome.KNOWN
    assert Incident.objects.standing().get().dead == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Number Dead": "-3"}, "dead: “-3” is below zero"),
        ({"Minimum Estimated Number of Missing": "several"}, "is no whole number"),
        ({"Number Dead": "1.5"}, "is no whole number"),
        ({"Number Dead": "1e999999999"}, "is too large a number"),
        ({"Number Dead": "1e5000"}, "is too large a number"),
        ({"Number Dead": "-1e5000"}, "is too large a number"),
        ({"Incident ID": ""}, "nothing is taken from the line above"),
        ({"Incident Date": ""}, "nothing is taken from the line above"),
        ({"Number Dead": ""}, "nothing is taken from the line above"),
        ({"Incident Date": "some day in July"}, "no day that can be read"),
        ({"Incident Date": "07/20/2014"}, "not in the year 2015"),
        ({"Incident Date": "05/06/2015", "Reported Month": ""}, "two days"),
        ({"Coordinates": "150.9, 1.78"}, "no degrees up to 90"),
        ({"Coordinates": "near Calais"}, "no degrees"),
        ({"Source Quality": ""}, "from 1 to 5"),
        ({"Information Source": ""}, "source: This field cannot be blank"),
        ({"Number of Males": "9"}, "more than all dead and missing"),
    ],
)  # fmt: skip
def test_a_dirty_line_is_refused_with_its_reason(ines, wrong, said):
    assert said in refusal(MissingMigrants(), {**OLD, **wrong}, ines)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Number of Dead": "31"}, "one may contain the other"),
        ({"Number of Dead": "", "Minimum Estimated Number of Missing": ""}, "Only the sum"),
        ({"Incident Type": "Rumour"}, "no type of incident"),
    ],
)
def test_two_meanings_of_dead_and_missing_are_not_mixed(ines, wrong, said):
    assert said in refusal(MissingMigrants(), {**NEW, **wrong}, ines)


@pytest.mark.parametrize(
    "written",
    ["2015-07-06", "2015-07-06 00:00:00", "July 6, 2015", "6 July 2015", "Jul 6, 2015", "07/06/2015", "06/07/2015",
     "Mon, 07/06/2015", "6-Jul-2015", "2015/07/06"],
)  # fmt: skip
def test_one_day_in_its_many_forms(ines, written):
    bring(MissingMigrants(), {**OLD, "Incident Date": written}, by=ines)
    assert Incident.objects.get().first_day == dt.date(2015, 7, 6)


@pytest.mark.parametrize(
    ("reported", "cause"),
    [
        ("Presumed drowning", "drowning"),
        ("Vehicle accident / death linked to hazardous transport", "transport"),
        ("Harsh environmental conditions / lack of adequate shelter, food, water", "harsh-conditions"),
        ("Drowning or hypothermia", "unknown"),
        ("Struck by lightning", "unknown"),
    ],
)
def test_a_cause_that_is_in_no_category_keeps_its_words(ines, reported, cause):
    bring(MissingMigrants(), {**OLD, "Cause of Death": reported}, by=ines)
    kept = Incident.objects.get()
    assert (kept.cause, kept.cause_reported) == (cause, reported)


def test_what_is_longer_than_its_field_stands_whole_in_the_note(ines):
    many = "Afghanistan,Iraq"
    bring(
        MissingMigrants(), {**OLD, "Country of Origin": many, "Information Source": "Paper, " * 60}, by=ines
    )
    kept = Incident.objects.get()
    assert (kept.origin_country, len(kept.source)) == ("", 200)
    assert f"country of origin: {many}" in kept.note
    assert ("Paper, " * 60).strip() in kept.note


def test_a_file_without_the_needed_columns_is_refused_as_a_whole(ines):
    with pytest.raises(NoSheet, match="no column “Incident Date”"):
        bring(MissingMigrants(), {"Number of Dead": "1", "Missing": "0"}, by=ines)


def test_who_does_not_record_brings_in_nothing(nadia):
    with pytest.raises(MayNot):
        bring(MissingMigrants(), OLD, by=nadia)


@pytest.mark.parametrize("as_workbook", [False, True])
@pytest.mark.parametrize("name", ["incidents", "incidents-older"])
def test_incidents_leave_as_they_came(ines, name, as_workbook):
    bring(MissingMigrants(), NEW, by=ines)
    bring(MissingMigrants(), {**OLD, "Location of death": "=cmd()"}, by=ines)
    before = told_of_incidents()
    file = written(name, as_workbook=as_workbook, with_tags=True)
    Incident.objects.all().delete()
    report = bring(MissingMigrants(), file, by=ines)
    assert [line.outcome for line in report] == [Outcome.NEW, Outcome.NEW], report
    assert told_of_incidents() == before


def told_of_incidents() -> list[tuple[object, ...]]:
    """What both forms can say; the categories of causes are in the newer one only."""
    names = (
        "code",
        "first_day",
        "dead",
        "missing",
        "latitude",
        "longitude",
        "cause_reported",
        "location",
        "men",
    )
    return list(Incident.objects.order_by("code").values_list(*names, "origin_country", "source_quality"))


def written(name: str, **how) -> io.BytesIO:
    file = io.BytesIO()
    write_table(file, TABLES[name], **how)
    file.seek(0)
    return file


def test_no_cell_that_leaves_is_a_formula(ines):
    bring(MissingMigrants(), {**OLD, "Location of death": "=cmd()"}, by=ines)
    rows = [cells for _line, cells in read_sheet(written("incidents"))]
    at = rows[0].index("Location of Incident")
    assert rows[1][at] == "'=cmd()"


def test_the_older_form_has_the_22_columns_of_the_project():
    assert [column.name for column in OLDER] == list(OLD)


def test_tags_are_those_of_the_facts(db):
    for table, columns in ((facts.incidents(), NEWER), (facts.populations(), TABLES["sites"].columns)):
        ours = {column.hxl for column in table.columns} - {"#loc+code", "#country+code", "#date+reported"}
        # The project publishes no upper ends.
        ours -= {"#affected+killed+max", "#affected+dead+missing+max"}
        assert ours <= {column.tag for column in columns}, table.name


def test_only_what_stands_leaves(ines):
    bring(MissingMigrants(), OLD, by=ines)
    correct(Incident.objects.get(), by=ines, reason="A second person was found.", dead=2)
    rows = [cells for _line, cells in read_sheet(written("incidents-older"))]
    assert [row[6] for row in rows] == ["Number Dead", "2"]


def test_sites_and_their_counts_come_and_go(ines):
    report = bring(
        SiteCounts(), SITE, {**SITE, "Reporting Date": "2015-09-25", "Individuals": "3000"}, by=ines
    )
    assert [line.outcome for line in report] == [Outcome.NEW, Outcome.NEW], report
    assert (Site.objects.get().name, Assessment.objects.count()) == ("The dunes", 2)
    file = written("sites", with_tags=True)
    assert {line.outcome for line in bring(SiteCounts(), file, by=ines)} == {Outcome.KNOWN}
    Assessment.objects.all().delete()
    Site.objects.all().delete()
    file.seek(0)
    assert {line.outcome for line in bring(SiteCounts(), file, by=ines)} == {Outcome.NEW}
    assert sorted(Assessment.objects.values_list("people", flat=True)) == [3000, 6000]


def test_a_refused_line_enters_no_site(ines):
    assert "method" in refusal(SiteCounts(), {**SITE, "Method": "guess"}, ines)
    assert not Site.objects.exists()


def test_a_place_that_is_only_in_the_line_above_is_refused(ines):
    assert "line above" in refusal(SiteCounts(), {**SITE, "Site ID": ""}, ines)


def test_columns_of_displacement_tracking_are_known(ines, dunes):
    line = {
        "SSID": "FR-CAL-01", "reportingDate": "2015-10-16", "numPresentIdpInd": "6000", "Method": "official",
        "Confidence": "low", "Source": "Prefecture",
    }  # fmt: skip
    bring(SiteCounts(), line, by=ines)
    assert (Assessment.objects.get().site, Assessment.objects.get().people) == (dunes, 6000)


PUBLISHED = {
    "SSID": "FR-CAL-01", "Site Name": "The dunes", "Site Type": "informal camp", "Country Code": "FR",
    "Reporting Date": "2015-10-16", "Individuals": "6000",
}  # fmt: skip


def test_a_file_as_displacement_tracking_publishes_it_is_told_once_what_it_lacks(ines):
    assert "method" in refusal(SiteCounts(), PUBLISHED, ines)
    told = {"method": "key-informant", "confidence": "low", "source": "Displacement tracking"}
    (line,) = bring(SiteCounts(), PUBLISHED, by=ines, **told)
    kept = Assessment.objects.get()
    assert (line.outcome, kept.people) == (Outcome.NEW, 6000)
    assert {name: getattr(kept, name) for name in told} == told


def test_what_a_line_says_itself_is_believed(ines):
    (line,) = bring(
        SiteCounts(), {**SITE, "Source": ""}, by=ines, method="aerial", source="Displacement tracking"
    )
    kept = Assessment.objects.get()
    assert (line.outcome, kept.method, kept.source) == (Outcome.NEW, "official", "Displacement tracking")


def test_a_flow_file_without_sources_has_the_one_that_was_told(ines):
    (line,) = bring(FlowCounts(), {**FLOW, "Source": ""}, by=ines, source="Flow monitoring")
    assert (line.outcome, FlowCount.objects.get().source) == (Outcome.NEW, "Flow monitoring")


def test_tags_say_what_columns_are_whatever_they_are_headed(ines):
    tagged = {
        "Código del sitio": ("#loc +CODE +site", "FR-CAL-01"), "Nombre": ("#loc+site+name", "The dunes"),
        "Tipo": ("#loc+type", "informal camp"), "País": ("#country+code", "FR"),
        "Fecha": ("#date+occurred", "2015-10-16"), "Households": ("#affected", "6000"),
        "Individuals": ("#affected+hh", "900"), "Mujeres": ("#affected+adult+f", "700"),
        "Método": ("#meta+method", "official"), "Confianza": ("#meta+confidence", "medium"), "Source": ("", "Prefecture"),
    }  # fmt: skip
    tags, line = ({name: pair[at] for name, pair in tagged.items()} for at in (0, 1))
    (told,) = bring(SiteCounts(), tags, line, by=ines)
    kept = Assessment.objects.get()
    assert (told.outcome, told.number) == (Outcome.NEW, 3)
    assert (kept.site.name, kept.people, kept.households, kept.women) == ("The dunes", 6000, 900, 700)
    assert kept.source == "Prefecture"


def test_foreign_columns_without_tags_are_refused_as_a_whole(ines):
    with pytest.raises(NoSheet, match="no column"):
        bring(SiteCounts(), {"Código": "FR-CAL-01", "Fecha": "2015-10-16", "Personas": "6000"}, by=ines)


def test_flows_come_and_go(ines):
    (line,) = bring(FlowCounts(), FLOW, by=ines)
    assert line.outcome == Outcome.NEW, line
    kept = FlowCount.objects.get()
    assert (kept.nationality, kept.sex, kept.direction, kept.last_day) == (
        "SY",
        "female",
        "in",
        dt.date(2015, 8, 7),
    )
    (again,) = bring(FlowCounts(), written("flows"), by=ines)
    assert again.outcome == Outcome.KNOWN
    assert FlowPoint.objects.get().name == "Gevgelija"


def test_a_correction_leaves_in_place_of_what_it_corrects(ines, dunes):
    row = Assessment(
        site=dunes,
        counted_on="2015-10-16",
        people=5000,
        method="official",
        confidence="low",
        source="Prefecture",
    )
    correct(record_new(row, by=ines), by=ines, reason="The prefecture counted again.", people=6000)
    assert [cells[11] for _line, cells in read_sheet(written("sites"))] == ["Individuals", "6000"]
