"""The files of a release: named by what is in them, whole, and the same bytes wherever they are made."""

import csv
import io
import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from cairn.evidence.acts import change_draft, order_build
from cairn.evidence.models import Release, State
from cairn.evidence.releases.building import build
from cairn.evidence.releases.store import folder_of, releases_folder
from cairn.mission.config import load_mission

from .conftest import LAST

pytestmark = pytest.mark.django_db
NAUGHT, GONE = ("0", "F", "A"), ("", "C", "Q")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(release: Release, code: str = "registered") -> list[dict[str, str]]:
    text = (folder_of(release.digest) / f"tables/{code}.csv").read_text()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def line(release: Release, code: str = "registered", **at: str) -> dict[str, str]:
    (found,) = [each for each in lines(release, code) if at.items() <= each.items()]
    return found


def test_a_release_lies_in_a_folder_that_is_named_by_its_content(make, declare):
    release = make(declare(), "deaths")
    assert release.state == State.ATTACKED
    folder = folder_of(release.digest)
    assert sha256((folder / "release.json").read_bytes()).hexdigest() == release.digest == folder.name
    left = [path.name for path in releases_folder().iterdir() if not path.name.startswith(".lock-")]
    assert left == [folder.name], "no work folder is left"


def test_release_json_names_every_other_file(make, declare):
    release = make(declare(), "deaths")
    found = bytes_of(folder_of(release.digest))
    told = json.loads(found.pop("release.json"))
    assert {one["path"]: (one["sha256"], one["size"]) for one in told["files"]} == {
        path: (sha256(content).hexdigest(), len(content)) for path, content in found.items()
    }
    assert [one["code"] for one in told["indicators"]] == ["registered", "deaths"]
    assert (told["release"], told["snapshot"], told["cut_off"]) == (
        "calais-1",
        release.snapshot,
        "2015-11-16",
    )


def test_the_same_facts_are_the_same_bytes_in_another_storage(
    make, declare, camp, ines, storage, monkeypatch
):
    release = make(declare(rule="perturbed"), "deaths")
    first = bytes_of(folder_of(release.digest))

    elsewhere = storage.with_name("elsewhere")
    shutil.copytree(storage / "secrets", elsewhere / "secrets")
    monkeypatch.setenv("CAIRN_STORAGE", str(elsewhere))
    load_mission.cache_clear()
    change_draft(release, by=ines, indicators=release.indicators, cut_off=LAST)
    order_build(release, by=ines)
    again = build(Release.objects.get())
    assert elsewhere in folder_of(again.digest).parents
    assert bytes_of(folder_of(again.digest)) == first
    assert {Path(path).suffix for path in first} == {".json", ".jsonld", ".csv", ".parquet", ".xlsx", ".md"}


def test_no_file_names_a_colleague(make, declare, ines, daniel, put_out):
    release = put_out(make(declare(), "deaths"))
    for path, content in bytes_of(folder_of(release.digest)).items():
        assert not re.search(rb"\b(ines|daniel)\b", content), path


def test_a_release_that_is_there_is_left_alone(make, declare, ines):
    release = make(declare())
    folder = folder_of(release.digest)
    marked = {path: path.stat().st_ino for path in folder.rglob("*")}
    change_draft(release, by=ines, indicators=release.indicators, cut_off=LAST)
    order_build(release, by=ines)
    assert build(Release.objects.get()).digest == folder.name
    assert {path: path.stat().st_ino for path in folder.rglob("*")} == marked


def test_nought_hidden_and_not_known_stay_apart(make, declare):
    release = make(declare())
    hidden = line(release, sex="female", country="ER")
    assert (hidden["value"], hidden["CONF_STATUS"], hidden["OBS_STATUS"]) == GONE
    nobody = line(release, sex="_U", country="AF")
    assert (nobody["value"], nobody["CONF_STATUS"], nobody["OBS_STATUS"]) == NAUGHT
    assert nobody["sex_en"] == "not known"
    assert line(release, sex="_T", country="_T")["value"] == "360"


@pytest.mark.parametrize(
    ("rule", "numbers"), [("suppressed", ""), ("rounded", "base = 10"), ("perturbed", "")]
)
def test_every_table_adds_up_to_its_headline(make, declare, rule, numbers):
    """Along each choice of dimensions the lines and their last, “not shown in the lines above”, are the exact total."""
    release = make(declare(rule=rule, numbers=numbers))
    every = lines(release)
    assert line(release, sex="_T", country="_T")["value"] == "360"
    for divided in ({"sex"}, {"country"}, {"sex", "country"}):
        table = [
            each
            for each in every
            if all((each[name] != "_T") == (name in divided) for name in ("sex", "country"))
        ]
        assert sum(int(each["value"] or 0) for each in table) == 360
        (rest,) = [each for each in table if "_R" in each.values()]
        assert rest["CONF_STATUS"] == "F"


def test_what_people_say_several_times_has_no_such_line(make, declare):
    release = make(declare(by=("sex", "speaks")))
    assert not [each for each in lines(release) if each["speaks"] == "_R"]
    methods = (folder_of(release.digest) / "methods.en.md").read_text()
    assert "“Speaks” says several things of a person" in methods


def test_no_word_of_a_table_is_a_formula(make, declare):
    release = make(declare())
    assert line(release, sex="_T", country="SY")["country_en"] == "'=SYRIA()"
    book = load_workbook(folder_of(release.digest) / "tables/registered.en.xlsx")
    assert {cell.data_type for row in book["Data"].iter_rows() for cell in row} <= {"s", "n"}


def test_hxl_has_its_tags_in_the_second_row(make, declare):
    release = make(declare(), "deaths")
    names, tags, *rest = csv.reader(
        io.StringIO((folder_of(release.digest) / "tables/registered.hxl.csv").read_text(), newline="")
    )
    tagged = dict(zip(names, tags, strict=True))
    assert (tagged["sex"], tagged["country_fr"]) == ("#gender+code", "#country+origin+name+i_fr")
    assert all(tag.startswith("#") for tag in tags)
    assert [dict(zip(names, row, strict=True)) for row in rest] == lines(release)


def test_parquet_holds_the_same_lines_with_types(make, declare):
    release = make(declare(), "deaths")
    table = pq.read_table(folder_of(release.digest) / "tables/registered.parquet")
    assert str(table.schema.field("value").type) == "int64"
    assert not table.schema.field("sex").nullable
    plain = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in table.to_pylist()
    ]
    assert plain == [{name: value.removeprefix("'") for name, value in row.items()} for row in lines(release)]


def test_a_workbook_speaks_one_language_in_its_direction(make, declare):
    release = make(declare(), "deaths")
    folder = folder_of(release.digest) / "tables"
    english, arabic = (load_workbook(folder / f"deaths.{language}.xlsx") for language in ("en", "ar"))
    assert english.sheetnames == ["Data", "About"]
    assert [sheet.sheet_view.rightToLeft for sheet in arabic] == [True, True]
    rows = list(english["Data"].iter_rows(values_only=True))
    assert rows[0] == (
        "Place (code)", "Place", "period (code)", "period", "value", "at least", "at most",
        "whether it is confidential", "why there is no value",
    )  # fmt: skip
    assert rows[1] == ("_T", "total", "_T", "total", 4, 4, 5, "free", "there is one")
    about = dict(english["About"].iter_rows(min_row=2, values_only=True))
    assert about["Definition"] == "Deaths on the way, counted."
    assert "calais-1" in about["How to cite"]


def test_methods_say_what_protects_people_and_what_changed(make, declare, put_out):
    put_out(make(declare()))
    release = make("registered", changes={"en": "Thirty more people were registered."})
    methods = (folder_of(release.digest) / "methods.en.md").read_text()
    assert "Counts from 1 to 4 are hidden" in methods
    assert "Thirty more people were registered." in methods
    assert "release calais-2, up to 16 November 2015" in methods
