"""One page to take home: what was agreed, in the person's language, and never a second page or a name."""

import datetime as dt
import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import trans_real
from pypdf import PdfReader

from cairn.guard.models import AuditEntry
from cairn.newsroom.asset_build import compile_catalogues
from cairn.programmes.casework.acts import (
    ask_for_money,
    begin_record,
    decide_money,
    finish_record,
    give_summary,
    open_case,
    plan_leg,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, Happening
from cairn.programmes.casework.papers import fitting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CALL = "Amina, +44 20 7946 0000"
PLAN = {
    "made_on": TODAY.isoformat(), "wants": "A small shop near the market.", "agreed": True, "economic": ["business-grant"],
    "economic_words": "With the cooperative.", "budget": 1000, "currency": "EUR",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    """The words of every language, as a mission has compiled them."""
    compile_catalogues()
    trans_real._translations.clear()


@pytest.fixture
def going(amina, hawa):
    return open_case(hawa, Work.RETURN, by=amina)


@pytest.fixture
def pay(amina, salma):
    """Ask for an instalment, and let a second person release it."""

    def asked(case, amount: int = 600, *, is_released: bool = True):
        said = {
            "kind": "livelihood",
            "currency": "EUR",
            "planned_on": dt.date(2027, 3, 1),
            "why": "First goods.",
        }
        payment = ask_for_money(case, amount=Decimal(amount), by=amina, **said)
        return decide_money(payment, is_released=True, by=salma) if is_released else payment

    return asked


@pytest.fixture
def agreed(going, amina, pay):
    """Arrived, with a plan that the returnee agreed to, and a first instalment that was released."""

    def agree(**plan) -> Case:
        Case.objects.filter(pk=going.pk).update(stage="arrived")
        going.refresh_from_db()
        record = begin_record(going, "reintegration-plan", answers={**PLAN, **plan}, by=amina)
        finish_record(record, by=amina)
        pay(going)
        return going

    return agree


def words_of(content: bytes) -> str:
    (page,) = PdfReader(BytesIO(content)).pages
    return " ".join(page.extract_text().replace("\u2068", "").replace("\u2069", "").split())


def test_it_says_what_was_agreed(agreed, amina):
    visit = dt.date(2027, 4, 2)
    told = words_of(give_summary(agreed(), language="en", call=CALL, next_visit=visit, by=amina))
    for said in (
        "A small shop near the market.", "grant to start a business. With the cooperative.", "600.00 EUR", "1 March 2027",
        "1,000.00 EUR", "2 April 2027", CALL, "you may stop at any time",
    ):  # fmt: skip
        assert said in told


def test_money_that_nobody_released_is_no_promise(agreed, amina, pay):
    case = agreed()
    pay(case, 123, is_released=False)
    assert "123.00" not in words_of(give_summary(case, language="en", call=CALL, by=amina))


def test_before_the_journey_it_says_until_when_one_may_say_no(going, amina):
    leaves = dt.datetime(2027, 7, 4, 7, 30, tzinfo=dt.UTC)
    plan_leg(going, leaves_from="Calais", goes_to="Banjul", leaves_at=leaves, zone="Europe/Paris", by=amina)
    told = words_of(give_summary(going, language="en", call=CALL, by=amina))
    assert "You may say no at any time until you board." in told
    assert "You board on 4 July 2027 · 09:30" in told


def test_a_plan_to_which_nobody_agreed_is_not_on_it(agreed, amina):
    assert "market" not in words_of(give_summary(agreed(agreed=False), language="en", call=CALL, by=amina))


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Ce que nous avons convenu"), ("fr", "subvention de démarrage"), ("fr", "1 mars 2027")],
)
def test_it_speaks_the_language_of_the_person(agreed, amina, language, said):
    assert said in words_of(give_summary(agreed(), language=language, call=CALL, by=amina))


def test_arabic_is_drawn_with_a_font_that_has_it_and_says_its_language(agreed, amina):
    reader = PdfReader(BytesIO(give_summary(agreed(), language="ar", call=CALL, by=amina)))
    fonts = {
        font["/BaseFont"]
        for font in (each.get_object() for each in reader.pages[0]["/Resources"]["/Font"].values())
    }
    assert any("Naskh" in font for font in fonts)
    assert reader.trailer["/Root"]["/Lang"] == "ar"


def test_it_carries_no_name(agreed, amina, hawa):
    told = words_of(give_summary(agreed(), language="en", call="The office, 112", by=amina))
    assert all(name not in told for name in (hawa.given_name, hawa.family_name, "Amina"))


# One page -------------------------------------------------------------------------------------------------------


def every(name: str) -> list[str]:
    return [one.code for one in form("reintegration-plan").question(name).choices]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_one_page_whatever_there_is_to_say(agreed, amina, pay, language):
    long = "one more word " * 1000
    case = agreed(
        wants=long, economic=every("economic"), economic_words=long, social=every("social"), social_words=long,
        psychosocial=every("psychosocial"), psychosocial_words=long, budget=1_000_000,
    )  # fmt: skip
    for _number in range(50):
        pay(case, 100)
    told = words_of(give_summary(case, language=language, call="9" * 200, next_visit=TODAY, by=amina))
    assert "…" in told


def test_what_was_left_out_is_said_with_its_sum(agreed, amina, pay):
    case = agreed(budget=1_000_000, wants="one more word " * 1000)
    for _number in range(50):
        pay(case, 100)
    told = words_of(give_summary(case, language="en", call=CALL, by=amina))
    assert "Shortened to fit one page" in told
    shown = 100 * told.count("100.00 EUR ·") + 600 * told.count("600.00 EUR ·")
    assert 0 < shown < 5600
    assert f"{5600 - shown:,}.00 EUR more" in told


def test_a_short_one_says_nothing_of_shortening(agreed, amina):
    assert "Shortened" not in words_of(give_summary(agreed(), language="en", call=CALL, by=amina))


def test_where_even_few_words_are_too_many_it_is_refused(agreed, amina, monkeypatch):
    monkeypatch.setattr(fitting, "SIZES", ((90.0, 120, 3),))
    with pytest.raises(fitting.TooLongForOnePage, match="one page"):
        give_summary(agreed(), language="en", call=CALL, by=amina)
    assert not Happening.objects.filter(what="summary-given").exists()


# Given out ------------------------------------------------------------------------------------------------------


def send(browser, case, **said):
    answer = {"language": "fr", "call": CALL, **said}
    return browser.post(reverse("casework:summary", args=[case.pk]), answer)


def test_it_is_given_out_with_a_trace_a_line_of_the_timeline_and_a_neutral_name(at, amina, agreed):
    case = agreed()
    answer = send(at(amina), case)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.subject_id) == ("casework:summary:given", str(case.pk))
    assert set(json.loads(entry.data)) == {"digest", "format", "person"}
    assert Happening.objects.get(what="summary-given").code == "fr"


def test_the_language_that_the_person_speaks_is_offered_first(at, amina, agreed, hawa):
    hawa.languages = ["fr"]
    hawa.save()
    shown = at(amina).get(reverse("casework:summary", args=[agreed().pk])).content.decode()
    assert 'value="fr" required id="id_language_1" checked' in shown


@pytest.mark.parametrize(("who", "status"), [("bako", 404), ("leila", 403), ("priya", 403)])
def test_who_gives_it(request, at, agreed, who, status):
    assert send(at(request.getfixturevalue(who)), agreed()).status_code == status


def test_other_kinds_of_work_have_no_such_page(at, amina, case):
    assert send(at(amina), case).status_code == 404
    with pytest.raises(NotInThisCase):
        give_summary(case, language="en", call=CALL, by=amina)


def test_somebody_has_to_answer_and_in_a_language_of_the_mission(going, amina, leila):
    with pytest.raises(ValidationError, match="whom to call"):
        give_summary(going, language="en", call="  ", by=amina)
    with pytest.raises(ValidationError, match="languages"):
        give_summary(going, language="xx", call=CALL, by=amina)
    with pytest.raises(PermissionDenied):
        give_summary(going, language="en", call=CALL, by=leila)
