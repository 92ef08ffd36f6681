"""Lists of codes for people: those of the field's standard (HTCDS 2.0) where it has them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """As registered, or as seen in papers."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("not known")


class Gender(TextChoices):
    """As the person says it: HTCDS 2.0, prs_Gender."""

    FEMININE = "Feminine", _("woman or girl")
    MASCULINE = "Masculine", _("man or boy")
    TRANSGENDER_FEMININE = "TransgenderFeminine", _("transgender woman")
    TRANSGENDER_MASCULINE = "TransgenderMasculine", _("transgender man")
    NON_CONFORMING = "NonConforming", _("non-conforming")
    NOT_SPECIFIED = "NonSpecifiedUnknown", _("not said or not known")


class MaritalStatus(TextChoices):
    """HTCDS 2.0, prs_MaritalStatus."""

    SINGLE = "Single", _("single")
    MARRIED = "Married", _("married")
    WIDOWED = "Widowed", _("widowed")
    DIVORCED = "Divorced", _("divorced")
    SEPARATED = "Separated", _("separated")
    PARTNERSHIP = "RegisteredPartnership", _("registered partnership")


class BirthCertainty(TextChoices):
    """How sure the day of birth is."""

    PAPERS = "papers", _("from papers")
    SAID = "said", _("as the person says")
    ESTIMATED = "estimated", _("estimated")
    DISPUTED = "disputed", _("disputed")


class DocumentKind(TextChoices):
    PASSPORT = "passport", _("passport")
    IDENTITY_CARD = "identity-card", _("identity card")
    BIRTH_CERTIFICATE = "birth-certificate", _("birth certificate")
    RESIDENCE_PERMIT = "residence-permit", _("residence permit")
    TRAVEL_DOCUMENT = "travel-document", _("travel document of a refugee or stateless person")
    ASYLUM_CARD = "asylum-card", _("card of an asylum seeker")
    DRIVING_LICENCE = "driving-licence", _("driving licence")
    REGISTRATION = "registration", _("number at another organisation")
    OTHER = "other", _("other")


class ContactKind(TextChoices):
    PHONE = "phone", _("telephone")
    MESSENGER = "messenger", _("messenger")
    EMAIL = "email", _("e-mail")
    ADDRESS = "address", _("address")
    THROUGH = "through", _("through somebody else")


class Safety(TextChoices):
    """Whether somebody may be reached this way without harm. Unknown is no."""

    SAFE = "safe", _("safe to use")
    CAREFUL = "careful", _("safe at the times and in the way noted")
    UNSAFE = "unsafe", _("never use")
    UNKNOWN = "unknown", _("not asked yet: do not use")


class RelationKind(TextChoices):
    """What one person is to another; each is said from the first to the second."""

    CHILD = "child", _("is a child of")
    GUARDIAN = "guardian", _("is the guardian of")
    PARENT = "parent", _("is a parent of")
    SIBLING = "sibling", _("is a brother or sister of")
    SPOUSE = "spouse", _("is married to or the partner of")
    TRAVELS_WITH = "travels-with", _("travels with")
    OTHER = "other", _("is otherwise related to")


class Flag(TextChoices):
    """What a colleague must know before they act."""

    AT_RISK_FROM_FAMILY = "family", _("at risk from members of the family")
    DO_NOT_CONTACT_EMBASSY = "embassy", _("never contact the embassy")
    INTERPRETER_NOT_OF_COMMUNITY = "interpreter", _("no interpreter of the same community")
    MAY_BE_WATCHED = "watched", _("may be watched or accompanied by somebody who controls them")
    MEDICAL = "medical", _("needs medical care soon")
    SAME_SEX_WORKER = "worker", _("wants a colleague of the same sex")
    SEPARATED_CHILD = "separated-child", _("unaccompanied or separated child")
    SUICIDE_RISK = "self-harm", _("risk of self-harm")
