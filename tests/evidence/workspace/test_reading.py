"""Tables and attacks as colleagues read them: hidden is said, changes are marked, proofs are in words."""

import pytest

from cairn.evidence.models import Release, Series, State
from cairn.evidence.workspace.attack_words import told
from cairn.evidence.workspace.comparing import compared
from cairn.evidence.workspace.reading import Reader

pytestmark = pytest.mark.django_db


def reader_of(release: Release, code: str) -> Reader:
    return Reader(compared(release.released.get(code=code)), "en")


def test_a_table_says_hidden_where_a_count_is_small(at, built, priya):
    page = at(priya).page("table", built.pk, "registered", by="sex,country")
    assert "cairn-number--hidden" in page
    assert "at least 1" in page
    assert ">2<" not in page, "the two women from Eritrea"
    assert "360" in page


def test_a_table_of_two_dimensions_stands_as_a_square_with_totals(built):
    reader = reader_of(built, "registered")
    assert reader.cuts() == [("sex",), ("country",), ("sex", "country")]
    cross = reader.cross(("sex", "country"))
    assert cross.columns[-1] == "Total"
    label, figures = cross.rows[-1]
    assert (label, figures[-1].shown) == ("Total", "360")


def test_the_cut_in_the_address_is_the_one_that_is_shown(at, built, ines):
    by_sex = at(ines).page("table", built.pk, "registered", by="sex")
    assert "Afghanistan" not in by_sex
    assert "Afghanistan" in at(ines).page("table", built.pk, "registered", by="country")
    at(ines).page("table", built.pk, "registered", by="nonsense", page="-3")
    at(ines).get("table", built.pk, "nowhere", status=404)


def test_figures_that_changed_since_the_release_before_are_marked(at, built, put_out, make, camp, ines):
    put_out(built)
    camp.arrive("male", "AF", 50)
    second = make("registered", changes={"en": "Fifty men came from Afghanistan."})
    page = at(ines).page("table", second.pk, "registered", by="country")
    assert "Compared with Calais 1" in page
    assert "was 200" in page
    assert "was 100" not in page, "nobody came from Syria"


def test_a_range_that_sources_gave_is_no_guess_of_readers(at, make, declare, ines):
    release = make("deaths")
    page = at(ines).page("table", release.pk, "deaths", by="place")
    assert "2 to 3" in page
    assert "the range that sources gave" in page
    assert "cairn-number--hidden" not in page


def test_a_release_that_gives_people_away_says_whom_by_which_figures_and_what_mends_it(
    at, make, declare, put_out, camp, priya, ines
):
    put_out(make(declare("registered", by=("country",))))
    other = Series.objects.create(code="men", title={"en": "Men"})
    declare("men", by=(), more='only = { sex = ["male"], country = ["ER"] }')
    refused = make("men", series=other)
    assert refused.state == State.REFUSED
    page = at(priya).page("attack", refused.pk)
    assert "It would give people away in" in page
    assert "Country: Eritrea" in page
    assert "calais-1" in page
    assert "These figures together prove it" in page
    assert "What would mend it" in page
    assert "There are no tables" in at(ines).page("tables", refused.pk)
    assert "Read what the attack found, and choose coarser." in at(ines).page("releases")


REPORT = {
    "figures": 12, "few": 3, "narrowest": 0, "insiders": ["Whoever is alone in sex female can work out country ER."],
    "findings": [
        {
            "about": "country ER; sex female, unknown", "people": 2, "low": 2, "high": 2, "needed": 3,
            "proof": [
                {"release": "calais-1", "table": "registered", "cell": "country=ER;sex=", "said": "hidden, at least 1"}
            ],
            "mend": "Hide “country=ER” of “registered” as well, or publish coarser categories.",
        },
    ],
    "revisions": [
        {
            "before": "calais-1: registered: country=ER = 40", "after": "calais-2: registered: country=ER = 42", "people": 2,
            "mend": "Keep “40” until more than 2 people have changed, or publish the figure rounded from now on.",
        },
    ],
}  # fmt: skip


def test_the_codes_of_a_report_find_their_words(camp):
    said = told("test.people", REPORT)
    finding = said.findings[0]
    assert finding.about == "Country: Eritrea; Sex: female, not known"
    assert (finding.known, finding.is_exact) == ("exactly 2", True)
    assert finding.proof[0].cell == "Country: Eritrea; Sex: not known"
    assert finding.proof[0].said == "hidden, at least 1"
    assert "“Country: Eritrea”" in finding.mend
    assert said.moved[0].before == "calais-1, registered, Country: Eritrea: 40"
    assert "more than 2 people" in said.moved[0].mend
    assert said.insiders == ["Whoever is alone in “Sex: female” can work out “Country: Eritrea”."]


def test_days_of_a_report_are_said_as_readers_say_them(camp):
    finding = {**REPORT["findings"][0], "about": "day 2015-10-01 to 2015-10-16; speaks:ti yes"}
    said = told("test.people", {**REPORT, "findings": [finding]}).findings[0]
    assert said.about == "Day of arrival: 1 October 2015 to 16 October 2015; Speaks, ti: yes"


def test_a_report_of_facts_that_are_gone_is_shown_as_it_stands():
    said = told("old.facts", {**REPORT, "insiders": ["Something that nobody knew to say."]})
    assert said.title == "old.facts"
    assert said.findings[0].about == "Country: ER; Sex: female, not known"
    assert said.insiders == ["Something that nobody knew to say."]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_reports_speak_the_language_of_their_readers(catalogues, camp, language):
    from django.utils import translation

    with translation.override(language):
        said = told("test.people", REPORT)
    english = told("test.people", REPORT)
    assert said.findings[0].mend != english.findings[0].mend
    assert said.insiders != english.insiders
    assert said.moved[0].mend != english.moved[0].mend
