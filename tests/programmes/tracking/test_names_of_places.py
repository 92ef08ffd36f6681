"""A site is called in the language of whoever reads of it, and by its first name where that language has none."""

import pytest
from django.urls import reverse
from django.utils import translation

from cairn.evidence.facts.described import described, table_of
from cairn.programmes.tracking.facts import flows, populations
from cairn.programmes.tracking.models import FlowPoint, Site
from cairn.programmes.tracking.workspace.chart import points_on_map
from signed_in import signed_in

pytestmark = pytest.mark.django_db
NAMES = {"fr": "Les dunes", "ar": "الكثبان"}


@pytest.fixture
def called_dunes(dunes) -> Site:
    dunes.names = NAMES
    dunes.save()
    return dunes


@pytest.mark.parametrize(("language", "said"), [("en", "The dunes"), *NAMES.items()])
def test_a_site_is_called_in_each_language(called_dunes, language, said):
    with translation.override(language):
        assert (called_dunes.called, str(called_dunes)) == (said, f"{said} (FR-CAL-01)")


def test_what_a_snapshot_keeps_of_a_site_is_its_name_in_every_language(called_dunes):
    Site.objects.create(code="FR-CAL-02", name="The road", kind="informal-camp", country="FR")
    told = described(populations())
    [column] = [each for each in told["columns"] if each["name"] == "site"]
    assert column["labels"] == {
        "FR-CAL-01": {"en": "The dunes", **NAMES},
        "FR-CAL-02": {"en": "The road", "fr": "The road", "ar": "The road"},
    }
    with translation.override("fr"):
        assert str(table_of(told).column("site").labels["FR-CAL-01"]) == "Les dunes"


def test_so_is_a_flow_monitoring_point():
    point = FlowPoint.objects.create(
        code="MK-GEV", name="Gevgelija", names={"ar": "غيفغليا"}, country="MK", latitude=41, longitude=22
    )
    [column] = [each for each in described(flows())["columns"] if each["name"] == "point"]
    assert column["labels"]["MK-GEV"] == {"en": "Gevgelija", "fr": "Gevgelija", "ar": "غيفغليا"}
    with translation.override("ar"):
        chart = points_on_map([point])
    assert chart is not None
    assert [mark.label for mark in chart.marks] == ["غيفغليا"]


def test_names_are_written_and_found_in_the_register(dunes, ines):
    browser = signed_in(ines)
    told = {"code": dunes.code, "name": dunes.name, "kind": dunes.kind, "country": dunes.country}
    names = {"names_en": "", "names_fr": "Les dunes", "names_ar": "الكثبان"}
    browser.post(reverse("tracking_sites:edit", args=[dunes.pk]), {**told, **names})
    dunes.refresh_from_db()
    assert dunes.names == NAMES
    assert dunes.code in browser.get(reverse("tracking_sites:index") + "?q=الكثبان").content.decode()
    shown = browser.get(reverse("tracking:site", args=[dunes.pk])).content.decode()
    assert "Les dunes · الكثبان" in shown
