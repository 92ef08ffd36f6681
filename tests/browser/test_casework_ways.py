"""One whole case of each other kind of work, by keyboard, as somebody new would go: whatever the page says is missing is
done, and then the case goes on."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from browser.axe import OURS, faults
from browser.test_casework import cast, choose, colleague, press  # noqa: F401
from cairn.guard.models import User
from signed_in import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = dt.date.today()
NO_VALUE = ":not([value=''])"
SURVEY = {
    **dict.fromkeys(("economic_satisfied", "housing", "education", "health", "water"), "good"),
    **dict.fromkeys(("justice", "transport", "network", "safety"), "fair"),
    **dict.fromkeys(("borrow", "work", "assets", "papers", "activities", "belonging", "remain"), "yes"),
    **dict.fromkeys(("food_cut", "tension", "distress", "discrimination"), "rarely"),
    "debt": "no",
}
REFERRAL = {
    "reporter_email": "referrals@example.org", "reporter_organisation": "A first responder (demonstration)",
    "reporter_nation": "england", "under_18": "no", "under_18_then": "no",
    "situations": "Held on a farm.", "how_started": "A man promised her work in a shop.", "still_in": "no",
    "indicators": "Somebody else kept her passport.", "reason": "She was made to work, and could not leave.",
    "where": "uk", "types": "labour-nothing", "consents": "yes", "first_names": "Hawa", "last_names": "Ceesay",
    "safe_to_write": "yes", "contact_name": "A colleague (demonstration)", "contact_phone": "+44 20 7946 0999",
}  # fmt: skip


def lead(page: Page, name: str) -> None:
    """Press something that leads to another page, and wait until it is there."""
    with page.expect_navigation():
        press(page, name)


def open_case(page: Page, person: str, kind: str) -> str:
    page.goto(person)
    lead(page, "Open a case")
    choose(page, "Kind of work", kind)
    lead(page, "Open the case")
    page.get_by_text("The case is open.").wait_for()
    return page.url


def fill_in(page: Page, case: str, title: str, **answers: Any) -> None:
    """Answer the questions of a form one after the other, and finish it."""
    page.goto(f"{case}forms/")
    lead(page, f"Fill in: {title}")
    for name, answer in answers.items():
        give(page, f"a-{name}", answer)
    lead(page, "Save and finish")
    assert not page.locator("#errors").count(), page.locator(".error-message, #errors").all_inner_texts()
    page.locator(".messages").get_by_text("The form is finished.").wait_for()


def give(page: Page, name: str, answer: Any) -> None:
    """Whatever kind of question it is: a day and a choice by their value, anything else as it is typed."""
    kind = page.locator(f"[name={name}]").first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        page.locator(f"[name={name}][value='{answer}']").focus()
        page.keyboard.press("Space")
    elif kind == "date":
        page.locator(f"[name={name}]").fill(answer.isoformat())
    else:
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(answer)


def go_on(page: Page, case: str, stage: str) -> None:
    page.goto(case)
    lead(page, f"Go on: {stage}")
    page.get_by_text(f"The case stands at “{stage}” now.").wait_for()


def ask_and_grant(page: Page, supervisor: Page, case: str, stage: str, *, closing: str = "") -> None:
    """A colleague asks for a move, and a supervisor grants it."""
    page.goto(case)
    lead(page, f"Ask for it: {stage}")
    page.locator("[name=why]").fill("All that was asked for is there.")
    if closing:
        choose(page, "Why the case ends", closing)
    lead(page, "Ask the supervisor")
    page.get_by_text("Until a supervisor decides, the case stays where it is.").first.wait_for()
    supervisor.goto(f"{case}approvals/")
    lead(supervisor, "Decide")
    choose(supervisor, "Decision", "grant it: the case moves")
    lead(supervisor, "Decide")
    supervisor.get_by_text("Your decision is recorded.").wait_for()


def is_clean(page: Page) -> None:
    assert faults(page, OURS) == []


def test_a_return_goes_from_the_first_talk_to_the_last_visit_and_its_end(colleague, cast):  # noqa: F811
    page, supervisor = colleague(), colleague("salma")
    case = open_case(page, cast.pages["of person"], "voluntary return and reintegration")

    fill_in(page, case, "Counselling on return", met_by="asked", destination="Gambia", why="To see my mother.",
            alternatives="yes", country_information="yes", help_explained="yes")  # fmt: skip
    go_on(page, case, "interview on voluntariness")
    fill_in(page, case, "Interview on voluntariness", held_on=TODAY - dt.timedelta(days=4), alone="yes",
            interpreter="none-needed", no_pressure="yes", not_detained="yes", understands="yes", no_fear="yes",
            may_change="yes", in_their_words="I want to go home.", finding="voluntary")  # fmt: skip
    go_on(page, case, "time to think")
    go_on(page, case, "eligibility and needs")
    fill_in(page, case, "Eligibility and needs", lawful="yes", first_time="yes", decision="yes",
            family_back="With her mother.", papers="valid")  # fmt: skip
    page.goto(case)
    # Hawa has a case of counter-trafficking as well, so the page asks for what keeps her safe.
    assert page.get_by_text("Safeguards for a victim who returns").is_visible()
    fill_in(
        page,
        case,
        "Safeguards for a victim who returns",
        risk_assessed="yes",
        rights_explained="yes",
        receiving="yes",
        plan="A shelter of the partner.",
    )
    ask_and_grant(page, supervisor, case, "preparation of the journey")

    page.goto(f"{case}journey/")
    lead(page, "Plan a leg")
    give(page, "leaves_from", "Calais")
    give(page, "goes_to", "Banjul")
    page.get_by_label("Leaves").fill(f"{TODAY + dt.timedelta(days=2)}T09:30")
    page.locator("[name=zone]").select_option("Europe/Paris")
    lead(page, "Add")
    page.get_by_text("The leg is planned.").wait_for()
    lead(page, "It is booked: 1")
    page.get_by_text("The leg is booked.").wait_for()
    fill_in(page, case, "The wish is confirmed again", confirmed_on=TODAY, alone="yes", still_wants="yes")
    go_on(page, case, "on the way")

    page.goto(f"{case}journey/")
    lead(page, "Boarding: 1")
    is_clean(page)
    give(page, "alone", "yes")
    give(page, "still_wants", "yes")
    lead(page, "Keep the answer, and board")
    page.get_by_text("Boarded, and the answer is kept.").wait_for()
    lead(page, "They arrived: 1")
    page.get_by_text("The person arrived from this leg.").wait_for()
    fill_in(page, case, "Arrival", arrived_on=TODAY, met="yes", onward="yes")
    go_on(page, case, "arrived")
    fill_in(page, case, "Plan of reintegration", made_on=TODAY, wants="A small shop.", agreed="yes", budget="1000",
            currency="EUR")  # fmt: skip
    go_on(page, case, "reintegration")

    page.goto(f"{case}journey/")
    lead(page, "Make the page")
    is_clean(page)
    give(page, "language", "fr")
    with page.expect_download() as download:
        press(page, "Make the page")
    assert download.value.suggested_filename.endswith(".pdf")
    page.goto(f"{case}timeline/")
    assert page.get_by_text("summary given to the person").is_visible()

    pay(page, supervisor, case)
    fill_in(
        page,
        case,
        "Monitoring visit",
        visited_on=TODAY,
        how="at-home",
        well="The shop is open.",
        as_planned="yes",
    )
    go_on(page, case, "monitoring")
    fill_in(page, case, "Survey on reintegration", **SURVEY)
    lead(page, "What it adds up to")
    is_clean(page)
    assert page.get_by_text("21 of 21 questions were answered.").is_visible()
    ask_and_grant(page, supervisor, case, "closed", closing="what was planned is reached")
    page.goto(case)
    assert page.get_by_text("what was planned is reached").is_visible()


def pay(page: Page, supervisor: Page, case: str) -> None:
    """An instalment is asked for, released by a second person, and done when its receipt is there."""
    page.goto(f"{case}money/")
    lead(page, "Ask for a payment")
    is_clean(page)
    page.locator("select[name=kind]").select_option("livelihood")
    for name, said in (("amount", "400"), ("currency", "eur"), ("why", "Shelves and a first stock.")):
        page.locator(f"[name={name}]").fill(said)
    lead(page, "Ask")
    page.get_by_text("Asked. A second person releases it").wait_for()
    supervisor.goto(f"{case}money/")
    lead(supervisor, "Release or refuse")
    is_clean(supervisor)
    choose(supervisor, "Decision", "release the payment")
    lead(supervisor, "Decide")
    page.goto(f"{case}money/")
    lead(page, "It was paid")
    is_clean(page)
    receipt = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"Signed"}
    page.get_by_label("Receipt").set_input_files(receipt)
    lead(page, "Save")
    page.get_by_text("Paid, and the receipt is kept.").wait_for()


def test_somebody_who_does_not_want_to_go_stays_by_one_button(colleague, cast):  # noqa: F811
    page = colleague()
    page.goto(cast.pages["boarding"])
    lead(page, "They do not want to go")
    is_clean(page)
    lead(page, "They stay")
    page.get_by_text("The person stays. No journey goes on from here.").wait_for()
    assert page.get_by_text("stays, by their own wish").first.is_visible()


def screen(page: Page, address: str, decision: str, reason: str) -> str:
    """Operational indicators are looked at, and a person decides what follows; the case stays at the decision."""
    page.goto(address)
    case = page.url.partition("forms/")[0]
    give(page, "a-dr_job", "seen")
    give(page, "a-dr_job_words", "She was told of a shop, and came to a farm.")
    lead(page, "Save and finish")
    assert not page.locator("#errors").count(), page.locator(".error-message, #errors").all_inner_texts()
    page.locator(".messages").get_by_text("The form is finished.").wait_for()
    go_on(page, case, "identification and decision")
    page.goto(f"{case}trafficking/")
    lead(page, "Decide")
    is_clean(page)
    give(page, "decision", decision)
    give(page, "reason", reason)
    lead(page, "Keep the decision")
    return case


def plan(page: Page, case: str) -> None:
    """Say how high the risk is, and what is to be done."""
    page.goto(case)
    lead(page, "Edit: Case file")
    page.locator("select[name=risk]").select_option("high")
    give(page, "plan", "A bed tonight; then a lawyer.")
    lead(page, "Save")
    page.get_by_text("Saved: risk, plan.").wait_for()


def test_a_case_of_trafficking_goes_from_screening_to_support(colleague, cast):  # noqa: F811
    page = colleague()
    case = screen(
        page, cast.pages["screening"], "assist", "She wants a bed and a lawyer first, and nothing else yet."
    )
    lead(page, "Record an identification")
    give(page, "identified_on", TODAY)
    page.locator("[name=identified_by]").select_option("mission")
    give(page, "status", "PossibleVictimOfTrafficking")
    give(page, "exploitation", "ForcedLabour")
    lead(page, "Record")
    plan(page, case)
    go_on(page, case, "support and recovery")
    fill_in(page, case, "Support plan", type="Health", objectives="To be well.")
    go_on(page, case, "follow-up")


def test_a_victim_is_referred_to_the_national_mechanism_until_it_has_decided(colleague, cast):  # noqa: F811
    # Whoever takes a pack along has just shown once more who they are.
    stepped_up = signed_in(User.objects.get(username="salma")).cookies[settings.SESSION_COOKIE_NAME]
    cast.sessions["salma"] = stepped_up.value
    page, supervisor = colleague(), colleague("salma")
    case = screen(
        page, cast.pages["screening"], "refer", "All three dimensions are there, and she agrees to it."
    )
    plan(page, case)
    go_on(page, case, "referral to the national mechanism")

    page.goto(f"{case}trafficking/")
    lead(page, "National Referral Mechanism (United Kingdom)")
    is_clean(page)
    give(page, "basis", "consent")
    page.locator("[name=first_responder]").select_option("salvation-army")
    give(page, "agreed_on", TODAY - dt.timedelta(days=61))
    lead(page, "Prepare the referral")
    fill_in(page, case, "Referral to the National Referral Mechanism", **REFERRAL)
    take_pack(supervisor, case)

    for days, step in ((60, "sent"), (55, "reasonable-positive"), (10, "conclusive-positive")):
        page.goto(f"{case}trafficking/")
        lead(page, "What happened")
        is_clean(page)
        give(page, "step", step)
        page.locator("[name=happened_at]").fill(f"{TODAY - dt.timedelta(days=days)}T10:00")
        lead(page, "Write it down")
    is_clean(page)
    assert page.get_by_text("conclusive grounds: positive").is_visible()
    assert not page.get_by_role("link", name="What happened").count()
    go_on(page, case, "support and recovery")
    ask_and_grant(page, supervisor, case, "closed", closing="what was planned is reached")
    page.goto(case)
    assert page.get_by_text("what was planned is reached").is_visible()


def take_pack(page: Page, case: str) -> None:
    """Read how the pack reads and what a reader would miss, and take it along on paper with the reason."""
    page.goto(f"{case}trafficking/")
    lead(page, "Referral pack")
    is_clean(page)
    assert page.get_by_role("heading", name="How it reads:").is_visible()
    assert page.get_by_text("A man promised her work in a shop.").first.is_visible()
    lead(page, "Take the pack along")
    is_clean(page)
    give(page, "reason", "For the first responder who sends it to the mechanism.")
    with page.expect_download() as download:
        press(page, "Take it along")
    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_case_of_another_organisation_becomes_one_of_ours(colleague, cast):  # noqa: F811
    supervisor = colleague("salma")
    supervisor.goto("/admin/")
    supervisor.goto(cast.pages["salma: proposals"])
    supervisor.locator("table a").first.focus()
    supervisor.keyboard.press("Enter")
    supervisor.get_by_text("One field could not be read").wait_for()
    is_clean(supervisor)
    lead(supervisor, "Open a case on it")
    lead(supervisor, "Open the case")
    supervisor.get_by_text("The case is open.").wait_for()
    assert supervisor.get_by_text("counter-trafficking").first.is_visible()


def test_a_case_of_legal_pathways_goes_from_advice_to_its_outcome(colleague, cast):  # noqa: F811
    page = colleague()
    case = open_case(page, cast.pages["of person"], "legal pathways")
    fill_in(
        page, case, "Advice on legal ways", held_on=TODAY, wish="To join her sister.", to_country="France", ways="family",
        risks_told="yes",
    )  # fmt: skip
    go_on(page, case, "application in the making")

    page.goto(f"{case}pathways/")
    lead(page, "Begin an application")
    for name, answer in (
        ("way", "family"),
        ("country", "France"),
        ("deadline", TODAY + dt.timedelta(days=20)),
    ):
        give(page, f"a-{name}", answer)
    lead(page, "Save")
    record = page.url
    page.goto(f"{case}pathways/")
    lead(page, "Add a document")
    give(page, "name", "Birth certificate")
    lead(page, "Add")
    page.goto(case)
    assert page.get_by_text("Some documents of the application are still to be brought").is_visible()
    page.goto(f"{case}pathways/")
    lead(page, "Check Birth certificate")
    is_clean(page)
    give(page, "state", "there")
    lead(page, "Keep")
    answer_later(page, record, sent_on=TODAY)
    go_on(page, case, "waiting for the outcome")
    answer_later(page, record, outcome="granted", decided_on=TODAY)
    go_on(page, case, "after the outcome")
    page.goto(case)
    lead(page, "Go on: closed")
    page.locator("[name=why]").fill("She lives with her sister now.")
    choose(page, "Why the case ends", "what was planned is reached")
    lead(page, "Go on")
    page.get_by_text("The case stands at “closed” now.").wait_for()


def answer_later(page: Page, record: str, **answers: Any) -> None:
    """Go on with a form that was saved before, and save it again."""
    page.goto(record)
    lead(page, "Change")
    for name, answer in answers.items():
        give(page, f"a-{name}", answer)
    lead(page, "Save")
    page.locator(".messages").get_by_text("Saved:").wait_for()
