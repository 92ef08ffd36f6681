"""Tracking in the workspace: what is wrong is corrected with a reason, and both can be read; nobody else gets in."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.evidence.charts import letters, svg
from cairn.programmes.tracking.acts import correct, record_new, withdraw
from cairn.programmes.tracking.exchange import importing
from cairn.programmes.tracking.exchange.importing import continue_file
from cairn.programmes.tracking.models import (
    Assessment,
    BroughtFile,
    FlowCount,
    FlowPoint,
    Incident,
    PossibleRepetition,
    Site,
)
from cairn.programmes.tracking.workspace.chart import incidents_on_map, series_of
from evidence.drawn import Drawn
from programmes.tracking.told import OLD, count, incident, sheet
from signed_in import signed_in

pytestmark = pytest.mark.django_db

REASON = "The prefecture counted again on the same day."


@pytest.fixture
def browser(yusuf):
    return signed_in(yusuf)


def at(name: str, *parts) -> str:
    return reverse(f"tracking:{name}", args=parts)


def text_of(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def fields_of(browser, address: str) -> dict[str, str]:
    """What the form of a page holds when nothing is written into it."""
    form = browser.get(address).context["form"]
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


@pytest.mark.parametrize("name", ["sites", "points", "incidents", "repetitions", "incident-record", "files"])
def test_each_page_is_for_those_who_record(name, browser, nadia):
    assert browser.get(at(name)).status_code == 200
    assert signed_in(nadia).get(at(name)).status_code == 403


def test_an_incident_is_recorded_on_its_form(browser, yusuf):
    told = fields_of(browser, at("incident-record")) | {
        "code": "2015.MMP1", "first_day": "2015-07-01", "dead": "1", "cause": "transport", "country": "FR",
        "location": "Tunnel site", "source": "Prosecutor", "source_quality": "5", "known_on": "2015-07-02",
    }  # fmt: skip
    answer = browser.post(at("incident-record"), told)
    kept = Incident.objects.get()
    assert answer.url == at("incident", kept.pk)
    assert (kept.dead, kept.reported_by, kept.known_on) == (1, yusuf, dt.date(2015, 7, 2))
    assert "2015.MMP1" in text_of(browser, at("incidents"))


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(browser):
    told = fields_of(browser, at("incident-record")) | {
        "code": "A", "first_day": "2999-01-01", "dead": "1", "cause": "transport", "location": "Here",
        "source": "Prosecutor", "source_quality": "5",
    }  # fmt: skip
    answer = browser.post(at("incident-record"), told)
    assert answer.status_code == 422
    assert "This day is still to come." in answer.context["form"].errors["first_day"]
    assert not Incident.objects.exists()


def test_an_incident_is_corrected_with_a_reason_and_both_are_read(browser, yusuf):
    first = record_new(incident("A", "2015-07-01"), by=yusuf)
    address = at("incident-correct", first.pk)
    told = fields_of(browser, address) | {
        "dead": "2",
        "reason": "A second body was found.",
        "known_on": "2015-07-03",
    }
    answer = browser.post(address, told)
    better = Incident.objects.standing().get()
    assert answer.url == at("incident", better.pk)
    assert (better.dead, better.corrects, Incident.objects.get(pk=first.pk).dead) == (2, first, 1)
    assert "A second body was found." in text_of(browser, at("incident", better.pk))
    assert at("incident", better.pk) in text_of(browser, at("incident", first.pk))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Nothing differs"),
        ({"dead": "2", "reason": "wrong"}, "Say why"),
        ({"dead": "0"}, "Somebody died"),
    ],
)
def test_a_correction_that_is_none_is_refused(browser, yusuf, changed, said):
    first = record_new(incident("A", "2015-07-01"), by=yusuf)
    address = at("incident-correct", first.pk)
    answer = browser.post(address, fields_of(browser, address) | {"reason": REASON} | changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Incident.objects.count() == 1


def test_a_record_is_withdrawn_with_a_reason(browser, yusuf):
    first = record_new(incident("A", "2015-07-01"), by=yusuf)
    browser.post(at("incident-withdraw", first.pk), {"reason": "It happened elsewhere, on another way."})
    assert not Incident.objects.standing().exists()
    assert "It happened elsewhere" in text_of(browser, at("incident", first.pk))


def test_two_reports_of_one_incident_are_decided_and_the_later_is_withdrawn_next(browser, yusuf):
    record_new(incident("A", "2015-07-01", latitude="50.92", longitude="1.81"), by=yusuf)
    later = record_new(incident("B", "2015-07-02", latitude="50.95", longitude="1.85"), by=yusuf)
    pair = PossibleRepetition.objects.get()
    assert at("repetition", pair.pk) in text_of(browser, at("repetitions"))
    assert "Tunnel site" in text_of(browser, at("repetition", pair.pk))
    answer = browser.post(at("repetition", pair.pk), {"decision": "same"})
    assert answer.url == at("incident-withdraw", later.pk)
    assert PossibleRepetition.objects.get().is_same is True
    assert at("repetition", pair.pk) not in text_of(browser, at("repetitions"))


def test_two_incidents_stay_two(browser, yusuf):
    record_new(incident("A", "2015-07-01"), by=yusuf)
    record_new(incident("B", "2015-07-02"), by=yusuf)
    pair = PossibleRepetition.objects.get()
    assert browser.post(at("repetition", pair.pk), {"decision": "apart"}).url == at("repetitions")
    assert Incident.objects.standing().count() == 2


def test_a_site_shows_its_series_with_ranges_and_corrections(browser, dunes, yusuf):
    record_new(count(dunes, "2015-09-25", 3000), by=yusuf)
    first = record_new(count(dunes, "2015-10-16", 5000, people_low=4500, people_high=5500), by=yusuf)
    correct(first, by=yusuf, reason=REASON, people=6000, people_low=5500, people_high=6000)
    page = text_of(browser, at("site", dunes.pk))
    assert 'class="chart-line"' in page
    assert REASON in page
    assert '<del class="cairn-was">5,000</del>' in page
    assert "6,000" in text_of(browser, at("sites"))


def test_a_count_is_recorded_corrected_and_withdrawn_on_its_pages(browser, dunes, yusuf):
    told = fields_of(browser, at("count-record", dunes.pk)) | {
        "counted_on": "2015-10-16", "people": "5000", "method": "official", "confidence": "low", "source": "Prefecture",
    }  # fmt: skip
    assert browser.post(at("count-record", dunes.pk), told).url == at("site", dunes.pk)
    kept = Assessment.objects.get()
    address = at("count-correct", kept.pk)
    browser.post(address, fields_of(browser, address) | {"people": "6000", "reason": REASON})
    better = Assessment.objects.standing().get()
    assert (better.people, better.site, better.source) == (6000, dunes, "Prefecture")
    browser.post(at("count-withdraw", better.pk), {"reason": REASON})
    assert not Assessment.objects.standing().exists()


def test_a_flow_is_recorded_and_corrected_on_its_pages(browser, yusuf):
    point = FlowPoint.objects.create(code="MK-GEV", name="Gevgelija", country="MK")
    told = fields_of(browser, at("flow-record", point.pk)) | {
        "first_day": "2015-08-01", "last_day": "2015-08-07", "people": "120", "direction": "in", "source": "Partner",
    }  # fmt: skip
    assert browser.post(at("flow-record", point.pk), told).url == at("point", point.pk)
    address = at("flow-correct", FlowCount.objects.get().pk)
    browser.post(address, fields_of(browser, address) | {"people": "140", "reason": REASON})
    assert FlowCount.objects.standing().get().people == 140
    assert REASON in text_of(browser, at("point", point.pk))


def lines_of(site) -> list:
    """The lines of a site's series as they are drawn."""
    return Drawn(svg(series_of(site, Assessment.objects.all()))).shapes("line")


def test_a_line_ends_where_nobody_counted(dunes, yusuf):
    for day in ("2015-06-01", "2015-06-20", "2015-12-01", "2015-12-20"):
        record_new(count(dunes, day, 1000), by=yusuf)
    assert len(lines_of(dunes)) == 2


def test_what_two_sources_say_is_never_one_line(dunes, yusuf):
    for day in ("2016-06-01", "2016-06-20"):
        record_new(count(dunes, day, 4480), by=yusuf)
        record_new(count(dunes, day, 6123, source="Charities"), by=yusuf)
    assert len(lines_of(dunes)) == 2


def test_what_was_withdrawn_is_a_hollow_point_without_a_line(dunes, yusuf):
    record_new(count(dunes, "2015-09-25", 3000), by=yusuf)
    withdraw(record_new(count(dunes, "2015-10-01", 9000), by=yusuf), by=yusuf, reason=REASON)
    drawn = Drawn(svg(series_of(dunes, Assessment.objects.all())))
    assert drawn.shapes("line") == []
    (hollow,) = drawn.shapes("superseded")
    assert REASON in "".join(hollow.itertext())
    assert "9,000" not in [each.text for each in drawn.said("label", "peak")]


def test_of_many_sources_those_are_drawn_that_counted_most_and_the_page_says_so(browser, dunes, yusuf):
    for number in range(6):
        for day in ("2016-06-01", "2016-06-20")[: 1 if number == 3 else 2]:
            record_new(count(dunes, day, 4480 + number, source=f"Source {number}"), by=yusuf)
    assert "Source 3" not in series_of(dunes, Assessment.objects.all()).groups
    assert "Only the sources that counted most often are drawn" in text_of(browser, at("site", dunes.pk))


def test_lists_show_where_their_rows_are(browser, dunes, yusuf):
    assert "cairn-chart" not in text_of(browser, at("sites"))
    Site.objects.update(longitude="1.906", latitude="50.969")
    FlowPoint.objects.create(
        code="MK-GEV", name="Gevgelija", country="MK", longitude="22.5", latitude="41.14"
    )
    record_new(count(dunes, "2015-09-25", 3000), by=yusuf)
    for code in ("2015.MMP1", "2015.MMP2"):
        record_new(incident(code, "2015-07-01", longitude="1.81", latitude="50.93"), by=yusuf)
    for name, said in (
        ("sites", f"{dunes.name} · 3,000"),
        ("points", "Gevgelija"),
        ("incidents", "Tunnel site · 2"),
    ):
        page = text_of(browser, at(name))
        assert page.count("cairn-chart-map-points") == 2, name
        assert said in page


def test_incidents_at_one_place_stand_together_on_the_map(yusuf):
    for code, location, longitude in (
        ("A", "Tunnel site", "1.81"),
        ("B", "A lorry", "1.81"),
        ("C", "Port", "1.87"),
    ):
        where = {"location": location, "longitude": longitude, "latitude": "50.93"}
        record_new(incident(code, "2015-07-01", dead=2, **where), by=yusuf)
    marks = incidents_on_map(Incident.objects.order_by("code")).marks
    assert [(mark.label, mark.value) for mark in marks] == [("2 incidents", 4), ("Port", 2)]


def test_a_list_is_read_without_its_map_where_outlines_are_not_set_up(browser, dunes, monkeypatch, tmp_path):
    Site.objects.update(longitude="1.9061", latitude="50.9691")
    monkeypatch.setattr(letters, "MODULES", tmp_path)
    page = text_of(browser, at("sites"))
    assert "cairn-chart" not in page
    assert dunes.name in page


def upload(browser, **told):
    file = SimpleUploadedFile("mmp.csv", sheet(OLD, {**OLD, "Incident ID": "B", "Number Dead": "-1"}).read())
    told = {"kind": "incidents", "known_on": "2016-01-01", "file": file, **told}
    return browser.post(at("files"), told, follow=True)


def test_a_file_is_tried_and_then_written(browser):
    page = upload(browser, is_trial="on").content.decode()
    assert "nothing is written yet" in page
    assert "below zero" in page
    assert not Incident.objects.exists()
    assert "This was written" in upload(browser).content.decode()
    assert Incident.objects.get().known_on == dt.date(2016, 1, 1)


def test_a_file_that_is_no_sheet_is_refused_kindly(browser):
    file = SimpleUploadedFile("a.csv", b"one,two\n1,2\n")
    answer = browser.post(at("files"), {"kind": "sites", "known_on": "2016-01-01", "file": file})
    assert answer.status_code == 422
    assert "no column" in answer.content.decode()


def test_a_long_file_is_watched_on_its_way(browser, yusuf, monkeypatch):
    monkeypatch.setattr(importing, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(importing, "BATCH", 1)
    answer = upload(browser)
    file, address = BroughtFile.objects.get(), answer.request["PATH_INFO"]
    assert (file.by, address, answer.status_code) == (yusuf, at("brought", file.pk), 200)
    assert not continue_file(file, seconds=0)
    page = text_of(browser, address)
    assert "1 line so far" in page
    assert "http-equiv" in page
    while not continue_file(file, seconds=0):
        pass
    page = text_of(browser, address)
    assert "http-equiv" not in page
    assert "below zero" in page
    assert file.reference in text_of(browser, at("files"))


def test_a_report_shows_what_needs_somebody_first_and_the_rest_a_page_at_a_time(browser):
    lines = [{**OLD, "Number Dead": "-1"}, *([OLD] * 60)]
    file = SimpleUploadedFile("mmp.csv", sheet(*lines).read())
    told = {"kind": "incidents", "known_on": "2016-01-01", "file": file}
    answer = browser.post(at("files"), told, follow=True)
    address = answer.request["PATH_INFO"]
    assert [line.number for line in answer.context["page"].rows] == [2]
    for show, first, many in (("all", 2, 50), ("new", 3, 1), ("known", 4, 50), ("differs", None, 0)):
        page = browser.get(address, {"show": show}).context["page"]
        assert ([*(line.number for line in page.rows), None][0], len(page.rows)) == (first, many)
    page = browser.get(address, {"show": "known"}).context["page"]
    rest = browser.get(address, {"show": "known", "after": page.after}).context["page"]
    assert [line.number for line in rest.rows] == list(range(54, 63))


def test_a_file_is_seen_by_whoever_brought_it(browser, ines, nadia):
    upload(browser)
    address = at("brought", BroughtFile.objects.get().pk)
    assert signed_in(ines).get(address).status_code == 404
    assert signed_in(nadia).get(address).status_code == 403


@pytest.mark.parametrize(
    ("form", "start"), [("csv", b"\xef\xbb\xbfMain ID"), ("hxl", b"\xef\xbb\xbfMain"), ("xlsx", b"PK")]
)
def test_a_table_is_taken_along(browser, yusuf, form, start):
    record_new(incident("A", "2015-07-01"), by=yusuf)
    answer = browser.get(at("take", "incidents", form))
    assert answer.content.startswith(start)
    assert (b"#affected+killed" in answer.content) == (form == "hxl")
    assert "attachment" in answer["Content-Disposition"]


def test_a_table_that_is_not_there_is_not_found(browser):
    assert browser.get(at("take", "people", "csv")).status_code == 404


def test_places_are_entered_and_changed_in_their_registers_and_never_deleted(browser, dunes, nadia):
    assert "The dunes" in text_of(browser, reverse("tracking_sites:index"))
    assert browser.get(reverse("tracking_sites:edit", args=[dunes.pk])).status_code == 200
    told = {"code": "MK-GEV", "name": "Gevgelija", "country": "MK"}
    browser.post(reverse("tracking_points:add"), told)
    assert FlowPoint.objects.get().name == "Gevgelija"
    assert signed_in(nadia).get(reverse("tracking_sites:index")).status_code == 302
    assert browser.post(reverse("tracking_sites:delete", args=[dunes.pk])).status_code in (302, 403, 404)
    assert type(dunes).objects.count() == 1


def test_the_menu_leads_there(browser):
    page = text_of(browser, reverse("wagtailadmin_home"))
    assert at("incidents") in page
    assert at("sites") in page
