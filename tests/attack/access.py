"""Who may open what: one line for each protected address, and the suite fails for an address without one.

`who` are the roles that get the page, on a row within their reach where the address names a row. Everybody else
gets 403 within their reach and on pages that name no row, and 404 beyond it. Written down by hand, and not taken
from the table of roles: a slip there shows here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PERSON = "people.person"
KEEPS = "caseworker case-supervisor field-partner"
READS = f"{KEEPS} data-protection information"
TRACE = "auditor data-protection"
LISTS = "case-supervisor information"
DOUBLES = "information"
GLASS = "caseworker case-supervisor"
EVIDENCE = "data-protection information programme"
APPROVES = "data-protection programme"
MAKES = "information"
TRACKING = "field-partner information"
NAMES = "caseworker case-supervisor data-protection"
# Figures from releases are public by nature; who writes for the public chooses them. Here no release is out.
WRITES = "approver communications"


@dataclass(frozen=True)
class Access:
    who: frozenset[str]
    row: str
    status: int
    right_first: bool = False
    is_mine: bool = False
    is_open: bool = False
    hidden: int = 403
    words: Mapping[str, str] = field(default_factory=dict)


def line(who: str, *, row: str = "", status: int = 200, hidden: int = 403, **words: str) -> Access:
    """`row` is the kind that the address names; `words` are for its holes that take a word of our code.

    `hidden` is what answers within reach, where the role does not see the field that the page shows.
    """
    return Access(frozenset(who.split()), row, status, hidden=hidden, words=words)


def right_first(who: str, *, row: str, mine: bool = False) -> Access:
    """The right is asked for before the row. Rows that are `mine` do not exist for anybody but their maker."""
    return Access(frozenset(who.split()), row, 200, right_first=True, is_mine=mine)


def open_list(who: str = TRACKING, **words: str) -> Access:
    """All rows of a kind that names nobody, wherever they come from: this page moves when one is recorded anywhere."""
    return Access(frozenset(who.split()), "", 200, is_open=True, words=words)


def open_row(kind: str, who: str = TRACKING, *, status: int = 200, **words: str) -> Access:
    """A row that is nobody's, of tracking or of evidence: whoever has the right has it on all of them."""
    return Access(frozenset(who.split()), kind, status, right_first=True, is_open=True, words=words)


def at_incident(who: str) -> Access:
    """A page about names at an incident: the incident is open to all who have the right, the names are not."""
    return Access(frozenset(who.split()), "tracking.incident", 200, right_first=True, is_open=True)


RELEASE, SERIES, TEXT = "evidence.release", "evidence.series", "evidence.indicatortext"
NEIGHBOUR = "evidence.neighbour"

CASE, NATIONAL = "casework.case", "casework.nationalreferral"
INBOUND, REFERRED = "casework.inbound", "casework.partnerreferral"
WORKS = "caseworker case-supervisor"

ACCESS = {
    "casework:approval": line("case-supervisor", row="casework.approval"),
    "casework:approval-take-back": line(WORKS, row="casework.approval"),
    "casework:approvals": line(NAMES, row=CASE),
    "casework:attempt-add": line(WORKS, row=CASE),
    "casework:case": line(NAMES, row=CASE),
    "casework:caseload": line(NAMES),
    # The conflict of these rows is about a person, so that here it is none: tests/programmes/casework has its own.
    "casework:conflict": Access(frozenset(WORKS.split()), "guard.conflict", 404, right_first=True),
    "casework:decide-screening": line(WORKS, row="casework.caserecord"),
    "casework:doing": line(NAMES, row=CASE),
    "casework:edit": line(WORKS, row=CASE),
    "casework:file": line(NAMES, row="casework.casefile"),
    "casework:file-add": line(WORKS, row=CASE),
    "casework:file-remove": line(WORKS, row="casework.casefile"),
    "casework:files": line(NAMES, row=CASE),
    "casework:fill": line(WORKS, row=CASE, form="operational-indicators"),
    "casework:forms": line(NAMES, row=CASE),
    "casework:hand-over": line(WORKS, row=CASE),
    "casework:hand-over-caseload": line("case-supervisor"),
    "casework:history": line(NAMES, row=CASE),
    "casework:identify": line(WORKS, row=CASE),
    # The case of these rows is one of counter-trafficking, which has no journey: tests/programmes/casework has its own.
    "casework:journey": line(NAMES, row=CASE, status=404),
    "casework:leg-arrive": line(WORKS, row="casework.leg", status=404),
    "casework:leg-board": line(WORKS, row="casework.leg", status=404),
    "casework:leg-book": line(WORKS, row="casework.leg", status=404),
    "casework:leg-change": line(WORKS, row="casework.leg", status=404),
    "casework:leg-drop": line(WORKS, row="casework.leg", status=404),
    "casework:leg-plan": line(WORKS, row=CASE, status=404),
    "casework:inbound": line(NAMES, row=INBOUND),
    "casework:inbound-accept": line(WORKS, row=INBOUND),
    "casework:inbound-bring": line(WORKS),
    "casework:inbound-decline": line(WORKS, row=INBOUND),
    "casework:inbound-fetch": line(WORKS),
    "casework:inbound-list": line(NAMES),
    "casework:inbound-reply": line(WORKS, row=INBOUND),
    "casework:inbound-write": line(WORKS),
    "casework:list": line(NAMES),
    "casework:money": line(NAMES, row=CASE),
    "casework:money-ask": line(WORKS, row=CASE),
    "casework:money-decide": line("case-supervisor", row="casework.payment"),
    "casework:money-paid": line(WORKS, row="casework.payment"),
    "casework:money-return": line(WORKS, row="casework.payment"),
    "casework:move": line(WORKS, row=CASE, to="decision"),
    "casework:note-drop": line(WORKS, row=CASE),
    "casework:note-keep": line(WORKS, row=CASE, status=302),
    "casework:note-write": line(WORKS, row=CASE),
    "casework:notes": line(NAMES, row=CASE),
    "casework:of-person": line(NAMES, row=PERSON),
    "casework:open": line(WORKS, row=PERSON),
    "casework:pack": line(NAMES, row=NATIONAL),
    # The case of the harness is of another kind.
    "casework:pathways": line(NAMES, row=CASE, status=404),
    "casework:proposal": line(NAMES, row="casework.proposal"),
    "casework:proposal-accept": line(WORKS, row="casework.proposal"),
    "casework:proposal-decline": line(WORKS, row="casework.proposal"),
    "casework:proposals": line(NAMES),
    "casework:proposals-bring": line(LISTS),
    # Nothing was sent yet, so that no answer can follow.
    "casework:partner-answer": line(WORKS, row=REFERRED, status=404),
    "casework:paper": line(WORKS, row="casework.applicationpaper"),
    "casework:paper-add": line(WORKS, row="casework.caserecord"),
    "casework:partner-ask": line(WORKS, row=CASE),
    "casework:partner-change": line(WORKS, row=REFERRED),
    "casework:partner-package": line(WORKS, row=REFERRED, status=302),
    "casework:partner-send": line(WORKS, row=REFERRED),
    "casework:partner-withdraw": line(WORKS, row=REFERRED),
    "casework:partners": line(NAMES, row=CASE),
    "casework:receipt": line(NAMES, row="casework.payment"),
    "casework:record": line(NAMES, row="casework.caserecord"),
    "casework:record-change": line(WORKS, row="casework.caserecord"),
    "casework:record-finish": line(WORKS, row="casework.caserecord"),
    "casework:record-reopen": line(WORKS, row="casework.caserecord"),
    "casework:refer-nationally": line(WORKS, row=CASE, mechanism="nrm-uk"),
    "casework:referral-step": line(WORKS, row=NATIONAL),
    "casework:service-give": line(WORKS, row=CASE),
    "casework:stay": line(WORKS, row=CASE, status=404),
    "casework:summary": line(WORKS, row=CASE, status=404),
    # The form of these rows is a screening.
    "casework:survey": line(NAMES, row="casework.caserecord", status=404),
    "casework:take-htcds": line("case-supervisor", row=CASE),
    "casework:take-pack": line("case-supervisor", row=NATIONAL),
    "casework:task-finish": line(WORKS, row="casework.task"),
    "casework:task-set": line(WORKS, row=CASE),
    "casework:tasks": line(NAMES),
    "casework:timeline": line(NAMES, row=CASE),
    "casework:trafficking": line(NAMES, row=CASE),
    "casework:waiting": line("case-supervisor"),
    "evidence:approval": open_row(RELEASE, EVIDENCE),
    "evidence:approve": open_row(RELEASE, APPROVES),
    "evidence:ask": open_row(RELEASE, MAKES),
    "evidence:attack": open_row(RELEASE, EVIDENCE),
    "evidence:build": open_row(RELEASE, MAKES),
    "evidence:build-go-on": open_row(RELEASE, MAKES),
    "evidence:drop": open_row(RELEASE, MAKES),
    "evidence:facts": open_list(EVIDENCE),
    "evidence:indicator": line(EVIDENCE, code="people-in-sites"),
    "evidence:indicator-next": line(MAKES, code="people-in-sites"),
    "evidence:indicators": open_list(EVIDENCE),
    "evidence:neighbour": open_row(NEIGHBOUR, EVIDENCE),
    "evidence:neighbour-look": open_row(NEIGHBOUR, MAKES),
    "evidence:neighbours": open_list(EVIDENCE),
    "evidence:publish": open_row(RELEASE, MAKES),
    "evidence:release": open_row(RELEASE, EVIDENCE),
    "evidence:release-change": open_row(RELEASE, MAKES),
    "evidence:release-new": open_row(SERIES, MAKES),
    "evidence:releases": open_list(EVIDENCE),
    "evidence:send-back": open_row(RELEASE, APPROVES),
    "evidence:series": open_row(SERIES, EVIDENCE),
    "evidence:series-new": line(MAKES),
    "evidence:snapshot": line(MAKES),
    "evidence:subscribe": line(MAKES),
    "evidence:table": open_row(RELEASE, EVIDENCE, status=404, code="people-in-sites"),
    "evidence:tables": open_row(RELEASE, EVIDENCE),
    "evidence:text": open_row(TEXT, EVIDENCE),
    "evidence:text-begin": line(MAKES),
    "evidence:text-check": open_row(TEXT, MAKES, status=302),
    "evidence:text-edit": open_row(TEXT, MAKES),
    "evidence:text-retire": open_row(TEXT, MAKES),
    "evidence:text-review": open_row(TEXT, "information programme"),
    "evidence:text-send-back": open_row(TEXT, "information programme"),
    "evidence:unsubscribe": open_row(NEIGHBOUR, MAKES),
    "evidence:withdraw": open_row(RELEASE, EVIDENCE),
    "figures:accept": line(WRITES, pk="1", status=404),
    "figures:cells": line(WRITES, released="1", status=404),
    "figures:chart": line(WRITES, pk="1", status=404),
    "figures:chart-accept": line(WRITES, pk="1", status=404),
    "figures:chart-keep": line(WRITES, pk="1", status=404),
    "figures:chart-new": line(WRITES, released="1", division="place", status=404),
    "figures:figure": line(WRITES, pk="1", status=404),
    "figures:indicators": line(WRITES),
    "figures:keep": line(WRITES, pk="1", status=404),
    "figures:other-words": line(WRITES, pk="1", status=404),
    "figures:stale": line(WRITES),
    "figures:words": line(WRITES, released="1", status=404),
    "guard:glass": line(GLASS),
    "guard:glass-broken": line("case-supervisor data-protection"),
    "guard:glass-close": line("", row="guard.glass"),
    "guard:left-behind": line(KEEPS),
    "guard:trace": line(TRACE),
    "guard:trace-export": line(TRACE),
    "guard:who-looked": line(TRACE),
    "guard:who-searched": line(TRACE),
    "people:add-file": line("caseworker case-supervisor", row=PERSON),
    "people:add-part": line(KEEPS, row=PERSON, kind="contact"),
    "people:change-part": line(KEEPS, row="people.contact", kind="contact"),
    "people:conflict": line(KEEPS, row="guard.conflict"),
    "people:conflicts": line(KEEPS),
    "people:consent": line(f"{KEEPS} data-protection", row=PERSON),
    "people:consent-paper": line(f"{KEEPS} data-protection", row="people.consent"),
    "people:consent-record": line(KEEPS, row=PERSON),
    "people:consent-withdraw": line("caseworker case-supervisor data-protection", row="people.consent"),
    "people:disclose": line("data-protection", row=PERSON),
    "people:disclosed-part": line("data-protection", row="people.disclosedpart", status=302),
    "people:double": right_first(DOUBLES, row="people.possibledouble"),
    "people:doubles": line(DOUBLES),
    "people:doubles-search": line(DOUBLES),
    "people:edit": line(KEEPS, row=PERSON, section="names"),
    "people:edit-photograph": line("caseworker case-supervisor", row=PERSON),
    "people:erase": line("data-protection", row=PERSON),
    "people:erasure": right_first("data-protection", row="people.erasure"),
    "people:erasure-receipt": right_first("data-protection", row="people.erasure"),
    "people:erasures": line("data-protection"),
    "people:exemption": line("case-supervisor data-protection", row="people.exemption"),
    "people:exemption-ask": line(KEEPS, row=PERSON),
    "people:extracts-left": line(TRACE),
    "people:family": line(READS, row=PERSON),
    "people:file": line("caseworker case-supervisor data-protection", row="people.personfile"),
    "people:files": line(READS, row=PERSON),
    "people:hand-over": line(KEEPS, row=PERSON),
    "people:history": line(READS, row=PERSON),
    "people:hold": line("data-protection", row=PERSON),
    "people:hold-lift": line("data-protection", row="people.legalhold"),
    "people:join-household": line(KEEPS, row=PERSON),
    "people:leave-household": line(KEEPS, row=PERSON),
    "people:list": line(READS),
    "people:list-order": line(LISTS),
    "people:list-take": right_first(LISTS, row="people.export", mine=True),
    "people:lists": line(LISTS),
    "people:lists-left": line(TRACE),
    "people:looked": line("data-protection", row=PERSON),
    "people:merge-undo": right_first(DOUBLES, row="people.merge"),
    "people:merges": line(DOUBLES),
    "people:papers": line(READS, row=PERSON),
    "people:person": line(READS, row=PERSON),
    "people:photograph": line("caseworker case-supervisor data-protection", row=PERSON),
    "people:privacy": line("data-protection", row=PERSON),
    "people:register": line(f"{KEEPS} information"),
    "people:relate": line(KEEPS, row=PERSON),
    "people:remove-file": line("caseworker case-supervisor", row="people.personfile"),
    "people:remove-part": line(KEEPS, row="people.contact", kind="contact"),
    "people:review": line("data-protection", row="people.retentionreview"),
    "people:reviews": line("data-protection"),
    "people:scan": line(f"{KEEPS} data-protection", row="people.identitydocument", hidden=404),
    "people:search": line(READS),
    "people:sheet": right_first(LISTS, row="people.import", mine=True),
    "people:sheet-bring": line(LISTS),
    "people:sheet-forget": right_first(LISTS, row="people.import", mine=True),
    "people:sheet-write": right_first(LISTS, row="people.import", mine=True),
    "people:sheets": line(LISTS),
    "people:statement": line("data-protection", month="2026-01", status=404),
    "people:unrelate": line(KEEPS, row="people.relation"),
    "tracking:brought": right_first(TRACKING, row="tracking.broughtfile", mine=True),
    "tracking:count-correct": open_row("tracking.assessment"),
    "tracking:count-record": open_row("tracking.site"),
    "tracking:count-withdraw": open_row("tracking.assessment"),
    "tracking:files": line(TRACKING),
    "tracking:flow-correct": open_row("tracking.flowcount"),
    "tracking:flow-record": open_row("tracking.flowpoint"),
    "tracking:flow-withdraw": open_row("tracking.flowcount"),
    "tracking:incident": open_row("tracking.incident"),
    "tracking:incident-correct": open_row("tracking.incident"),
    "tracking:incident-record": line(TRACKING),
    "tracking:incident-withdraw": open_row("tracking.incident"),
    "tracking:incidents": open_list(),
    "tracking:name-add": at_incident(GLASS),
    "tracking:name-change": line(GLASS, row="tracking.namedvictim"),
    "tracking:name-erase": line("data-protection", row="tracking.namedvictim"),
    "tracking:name-keep": line("data-protection", row="tracking.namedvictim"),
    "tracking:name-remove": line(GLASS, row="tracking.namedvictim"),
    "tracking:named": open_list(NAMES),
    "tracking:names": at_incident(NAMES),
    "tracking:names-over": line("data-protection"),
    "tracking:point": open_row("tracking.flowpoint"),
    "tracking:points": open_list(),
    "tracking:repetition": open_row("tracking.possiblerepetition"),
    "tracking:repetitions": open_list(),
    "tracking:site": open_row("tracking.site"),
    "tracking:sites": open_list(),
    "tracking:take": open_list(name="incidents", form="csv"),
}
