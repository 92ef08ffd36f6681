"""A case and everything that hangs on it."""

from cairn.programmes.casework.models.applications import ApplicationPaper, PaperState
from cairn.programmes.casework.models.approvals import Approval
from cairn.programmes.casework.models.cases import Case
from cairn.programmes.casework.models.doing import Attempt, CaseFile, Service, Task
from cairn.programmes.casework.models.exchange import CaseExport, Proposal, ProposalState
from cairn.programmes.casework.models.identifications import Identification
from cairn.programmes.casework.models.inbound import CameAs, Inbound, InboundState
from cairn.programmes.casework.models.money import Payment
from cairn.programmes.casework.models.partner_referrals import PartnerReferral
from cairn.programmes.casework.models.parts import Happening, PartOfCase
from cairn.programmes.casework.models.referrals import NationalReferral, ReferralStep
from cairn.programmes.casework.models.screenings import ScreeningDecision
from cairn.programmes.casework.models.travel import Leg
from cairn.programmes.casework.models.writing import CaseRecord, Note

__all__ = [
    "ApplicationPaper",
    "Approval",
    "Attempt",
    "CameAs",
    "Case",
    "CaseExport",
    "CaseFile",
    "CaseRecord",
    "Happening",
    "Identification",
    "Inbound",
    "InboundState",
    "Leg",
    "NationalReferral",
    "Note",
    "PaperState",
    "PartOfCase",
    "PartnerReferral",
    "Payment",
    "Proposal",
    "ProposalState",
    "ReferralStep",
    "ScreeningDecision",
    "Service",
    "Task",
]
