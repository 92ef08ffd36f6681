"""Whatever colleagues press and in whatever order: a case moves as its way says, and money by two hands within a budget."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cairn.guard.scope import MayNot
from cairn.programmes.casework.acts import (
    ask_for_money,
    begin_record,
    confirm_paid,
    decide_approval,
    decide_money,
    finish_record,
    move_case,
    open_case,
    return_money,
    take_back_approval,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import OPEN_STATES, Decision, PaymentState, What, Work
from cairn.programmes.casework.models import Approval, Case, Payment
from cairn.programmes.casework.ways import Way, way_of, ways

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHY = "It was talked through with the person."
BUDGET = 1000
FEW = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class OfOneCase(RuleBasedStateMachine):
    """Everything that one run writes is taken back at its end."""

    kind = Work.RETURN

    def __init__(self, person, amina, salma):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.who = {"worker": amina, "supervisor": salma}
        self.number = open_case(person, self.kind, by=amina).pk

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.number)

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)


HANDS = st.sampled_from(["worker", "supervisor"])


class Moving(OfOneCase):
    """Gates are shut or open as it comes; what a gate asks for is tried elsewhere."""

    shut = False

    def __init__(self, person, amina, salma):
        super().__init__(person, amina, salma)
        type(self).shut = False
        self.path = [self.case.stage]
        self.granted = 0

    @rule()
    def shut_or_open_the_gates(self):
        type(self).shut = not type(self).shut

    @rule(data=st.data(), by=HANDS, why=st.sampled_from(["", WHY]), reason=st.sampled_from(["", "moved"]))
    def move(self, data, by, why, reason):
        case = self.case
        way, waits = way_of(case), case.approvals.filter(decision=Decision.ASKED).exists()
        to = data.draw(st.sampled_from([stage.name for stage in way.stages]))
        listed = way.stage(case.stage).move(to)
        try:
            answer = move_case(case, to, by=self.who[by], why=why, closing_reason=reason)
        except NotInThisCase:
            assert listed is None or self.shut or (waits and listed.asks_supervisor(case))
            return
        except ValidationError:
            ends = way.stage(to).state not in OPEN_STATES
            assert (not why and (listed.needs_reason or listed.asks_supervisor(case))) or (
                ends and not reason
            )
            return
        assert not self.shut
        assert isinstance(answer, Approval) is listed.asks_supervisor(case)
        if not isinstance(answer, Approval):
            self.path.append(to)

    def waiting(self) -> Approval | None:
        return Approval.objects.filter(case=self.number, decision=Decision.ASKED).first()

    @precondition(lambda self: self.waiting() is not None)
    @rule(by=HANDS, is_granted=st.booleans())
    def decide(self, by, is_granted):
        asked, before = self.waiting(), self.case
        move = way_of(before).stage(before.stage).move(asked.to_stage)
        try:
            with transaction.atomic():
                decide_approval(asked, is_granted=is_granted, by=self.who[by], answer=WHY)
        except MayNot:
            assert by == "worker"
        except NotInThisCase:
            assert asked.made_by == self.who[by] or (is_granted and (move is None or self.shut))
        else:
            assert (by, asked.made_by) == ("supervisor", self.who["worker"])
            self.path += [asked.to_stage] * is_granted
            self.granted += is_granted

    @precondition(lambda self: self.waiting() is not None)
    @rule(by=HANDS)
    def take_back(self, by):
        asked = self.waiting()
        try:
            assert take_back_approval(asked, by=self.who[by]).decision == Decision.TAKEN_BACK
        except NotInThisCase:
            assert asked.made_by != self.who[by]

    @invariant()
    def it_stands_where_its_way_led_it(self):
        case = self.case
        way = way_of(case)
        assert case.stage == self.path[-1]
        assert case.state == way.stage(case.stage).state
        assert (case.closed_at is None) is case.is_open
        moves = [way.stage(one).move(other) for one, other in pairwise(self.path)]
        assert sum(move.asks_supervisor(case) for move in moves) == self.granted

    @invariant()
    def the_timeline_tells_the_same(self):
        told = self.case.happenings.filter(what=What.MOVED).order_by("made_at", "pk")
        assert list(told.values_list("code", flat=True)) == self.path[1:]

    @invariant()
    def one_question_waits_and_nobody_answers_their_own(self):
        asked = Approval.objects.filter(case=self.number)
        assert asked.filter(decision=Decision.ASKED).count() <= 1
        decided = asked.filter(decision__in=(Decision.GRANTED, Decision.REFUSED))
        assert all(each.decided_by_id != each.made_by_id for each in decided)


@pytest.mark.parametrize("kind", ways())
def test_a_case_moves_only_as_its_way_says(kind, hawa, amina, salma, monkeypatch):
    class OfThisKind(Moving):
        pass

    OfThisKind.kind = kind
    monkeypatch.setattr(Way, "why_not", lambda self, case, to: iter(["Shut."] if OfThisKind.shut else []))
    run_state_machine_as_test(lambda: OfThisKind(hawa, amina, salma), settings=FEW)


class Paying(OfOneCase):
    """A return with a plan of so much money."""

    def __init__(self, person, amina, salma):
        super().__init__(person, amina, salma)
        Case.objects.filter(pk=self.number).update(stage="arrived")
        plan = {"made_on": TODAY.isoformat(), "wants": "A shop.", "agreed": True, "currency": "EUR"}
        finish_record(
            begin_record(self.case, "reintegration-plan", by=amina, answers={**plan, "budget": BUDGET}),
            by=amina,
        )
        self.states: dict[object, str] = {}

    def live(self) -> Decimal:
        gone = (PaymentState.REFUSED, PaymentState.RETURNED)
        return sum(
            (each.amount for each in Payment.objects.filter(case=self.number).exclude(state__in=gone)),
            Decimal(0),
        )

    @rule(by=HANDS, amount=st.integers(1, 700))
    def ask(self, by, amount):
        left, is_open = BUDGET - self.live(), self.case.is_open
        said = {"kind": "livelihood", "currency": "EUR", "planned_on": TODAY, "why": "Goods"}
        try:
            payment = ask_for_money(self.case, amount=Decimal(amount), by=self.who[by], **said)
        except ValidationError:
            assert amount > left
        except NotInThisCase:
            assert not is_open
        else:
            assert is_open
            assert amount <= left
            self.states[payment.pk] = PaymentState.ASKED

    @rule()
    def end_or_go_on(self):
        is_open = self.case.is_open
        said = {"stage": "closed", "state": "Closed", "closed_at": timezone.now()}
        back = {"stage": "arrived", "state": "Active", "closed_at": None}
        Case.objects.filter(pk=self.number).update(**(said if is_open else back))

    @precondition(lambda self: self.states)
    @rule(data=st.data(), by=HANDS, to=st.sampled_from(list(PaymentState)))
    def go_on(self, data, by, to):
        payment = Payment.objects.get(pk=data.draw(st.sampled_from(sorted(self.states, key=str))))
        user, before = self.who[by], self.states[payment.pk]
        try:
            with transaction.atomic():
                self._do(payment, to, user)
        except MayNot:
            assert (by, to) in {("worker", PaymentState.RELEASED), ("worker", PaymentState.REFUSED)}
            return
        except NotInThisCase:
            is_second = payment.made_by_id != user.pk or to in (PaymentState.PAID, PaymentState.RETURNED)
            is_released_at_end = to == PaymentState.RELEASED and not payment.case.is_open
            assert to not in Payment.MOVES[before] or not is_second or is_released_at_end
            return
        assert to == PaymentState.ASKED or to in Payment.MOVES[before]
        self.states[payment.pk] = before if to == PaymentState.ASKED else to

    def _do(self, payment, to, user):
        match to:
            case PaymentState.RELEASED | PaymentState.REFUSED:
                decide_money(payment, is_released=to == PaymentState.RELEASED, by=user, answer="So.")
            case PaymentState.PAID:
                receipt = SimpleUploadedFile("r.pdf", b"%PDF")
                confirm_paid(payment, paid_on=TODAY - dt.timedelta(days=1), receipt=receipt, by=user)
            case PaymentState.RETURNED:
                return_money(payment, why="She did not come.", by=user)

    @invariant()
    def each_stands_where_it_was_brought_by_two_hands(self):
        rows = Payment.objects.filter(case=self.number)
        assert {row.pk: row.state for row in rows} == self.states
        for row in rows:
            was_released = row.state in (PaymentState.RELEASED, PaymentState.PAID, PaymentState.RETURNED)
            assert (row.released_by_id is not None) is was_released
            assert row.released_by_id != row.made_by_id
            assert (row.receipt_id is not None) is (row.state == PaymentState.PAID)

    @invariant()
    def no_more_is_promised_than_the_plan_has(self):
        assert self.live() <= BUDGET


def test_money_goes_out_by_two_hands_and_within_the_budget(hawa, amina, salma):
    run_state_machine_as_test(lambda: Paying(hawa, amina, salma), settings=FEW)
