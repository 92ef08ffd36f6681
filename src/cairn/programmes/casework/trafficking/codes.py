"""Lists of codes of counter-trafficking; those of HTCDS 2.0 stand as the standard spells them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TraffickingStatus(models.TextChoices):
    """HTCDS 2.0, vic_TraffickingStatus."""

    POSSIBLE = "PossibleVictimOfTrafficking", _("possibly a victim of trafficking")
    ACTUAL = "ActualVictimOfTrafficking", _("a victim of trafficking")
    NOT_A_VICTIM = "NotAVictimOfTrafficking", _("not a victim of trafficking")


class DecisionMaker(models.TextChoices):
    """HTCDS 2.0, vic_TraffickingStatusDecisionMakingOrg: what kind of organisation decided on the status."""

    POLICE = "Police", _("police")
    NGO = "NGO", _("non-governmental organisation")
    COURT = "CourtOrProsecution", _("court or prosecution")
    GOVERNMENT = "NonPoliceGovernmentalOrganization", _("governmental organisation that is not the police")
    OTHER = "Other", _("other")


class IdentifiedBy(models.TextChoices):
    """Who saw it first."""

    GOVERNMENT = "government", _("a government body")
    LOCAL_AUTHORITY = "local-authority", _("a local authority")
    MISSION = "mission", _("this mission")
    NGO = "ngo", _("a non-governmental organisation")
    POLICE = "police", _("the police")
    PUBLIC = "public", _("a member of the public")
    THEMSELVES = "themselves", _("the person themselves")
    OTHER = "other", _("somebody else")


class DeclinedWhy(models.TextChoices):
    """Why a case of another organisation is not taken on. The trace keeps the code; the rest is destroyed."""

    KNOWN = "known", _("we work with the person already")
    NOT_AGREED = "not-agreed", _("the person has not agreed that it is shared")
    NOT_OURS = "not-ours", _("it is for another office or organisation")
    TOO_LITTLE = "too-little", _("too little is told to know who is meant")
    IN_ERROR = "in-error", _("it was brought in error")


class Exploitation(models.TextChoices):
    """HTCDS 2.0, vic_TypeOfExploitation. A person may carry several, so they never add up to people."""

    FORCED_LABOUR = "ForcedLabour", _("forced labour")
    SEXUAL = "SexualExploitation", _("sexual exploitation")
    CHILD_LABOUR = "ChildLabour", _("child labour")
    FORCED_MARRIAGE = "ForcedMarriage", _("forced marriage")
    SERVITUDE = "Servitude", _("servitude")
    FORCED_MILITARY = "ForcedMilitaryByNonStateActors", _("forced into an armed group")
    ORGAN_REMOVAL = "OrganRemoval", _("removal of organs")
    FORCED_BEGGING = "ForcedBegging", _("forced begging")
    FORCED_ADOPTION = "ForcedAdoption", _("forced adoption")
    SURROGACY = "Surrogacy", _("forced surrogacy")
    OTHER = "Other", _("other")


class FormOfExploitation(models.TextChoices):
    """The forms by which SDG indicator 16.2.2 is divided."""

    LABOUR = "labour", _("forced labour, servitude and the like")
    SEXUAL = "sexual", _("sexual exploitation")
    ORGANS = "organs", _("removal of organs")
    OTHER = "other", _("other forms")


FORM_OF: dict[str, FormOfExploitation] = {
    Exploitation.FORCED_LABOUR: FormOfExploitation.LABOUR,
    Exploitation.CHILD_LABOUR: FormOfExploitation.LABOUR,
    Exploitation.SERVITUDE: FormOfExploitation.LABOUR,
    Exploitation.FORCED_BEGGING: FormOfExploitation.LABOUR,
    Exploitation.SEXUAL: FormOfExploitation.SEXUAL,
    Exploitation.ORGAN_REMOVAL: FormOfExploitation.ORGANS,
    Exploitation.FORCED_MARRIAGE: FormOfExploitation.OTHER,
    Exploitation.FORCED_MILITARY: FormOfExploitation.OTHER,
    Exploitation.FORCED_ADOPTION: FormOfExploitation.OTHER,
    Exploitation.SURROGACY: FormOfExploitation.OTHER,
    Exploitation.OTHER: FormOfExploitation.OTHER,
}


class AfterScreening(models.TextChoices):
    """What a caseworker decides when they have screened somebody; no rule decides it for them."""

    REFER = "refer", _("refer to the national mechanism, if the person agrees or the law asks")
    ASSIST = "assist", _("assist, without a referral")
    LOOK_AGAIN = "look-again", _("not clear: look again")
    NO_SIGN = "no-sign", _("no sign of trafficking: close or hand to another kind of work")
