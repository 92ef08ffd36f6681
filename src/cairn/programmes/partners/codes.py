"""Lists of codes about partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    AUTHORITY = "authority", _("public authority")
    COMMUNITY = "community", _("community organisation")
    INTERNATIONAL = "international", _("international organisation")
    LEGAL = "legal", _("legal advice")
    MEDICAL = "medical", _("hospital or medical service")
    MISSION = "mission", _("another mission")
    NGO = "ngo", _("non-governmental organisation")
    SHELTER = "shelter", _("shelter")
