"""The partners of the demonstration are invented, and each is told little."""

import pytest
from django.utils import timezone

from cairn.demo.cast import MARK
from cairn.demo.partners import PARTNERS, record_partners
from cairn.guard.purposes import Purpose
from cairn.programmes.partners.items import every_item
from cairn.programmes.partners.models import Organisation, SharingAgreement
from cairn.programmes.partners.reads import may_be_told

pytestmark = pytest.mark.django_db
CODES = [each.code for each in PARTNERS]


@pytest.fixture(autouse=True)
def recorded():
    record_partners()


def test_nobody_can_mistake_them_for_real():
    assert all(MARK in partner.name for partner in Organisation.objects.filter(code__in=CODES))


def test_each_has_an_agreement_as_one_that_is_typed():
    for agreement in SharingAgreement.objects.filter(partner__code__in=CODES):
        agreement.full_clean()
        agreement.partner.full_clean()


def test_to_each_something_may_be_told_and_never_everything():
    for each in PARTNERS:
        partner = Organisation.objects.get(code=each.code)
        told = may_be_told(partner, each.purposes[0], timezone.localdate())
        assert told == set(each.items) < set(every_item())
        assert not may_be_told(partner, Purpose.RESEARCH, timezone.localdate())


def test_a_second_loading_enters_nobody_again():
    assert record_partners() == 0
