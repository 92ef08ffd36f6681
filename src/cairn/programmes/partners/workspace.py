"""Partners and agreements in Wagtail's own views: they are open registers, and hold nobody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from cairn.guard import purposes
from cairn.programmes.partners.items import items_by_kind
from cairn.programmes.partners.models import Organisation, SharingAgreement

Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AgreementForm(WagtailAdminModelForm):
    """Purposes and items are ticked one by one; what is not ticked is not told."""

    purposes = forms.MultipleChoiceField(
        label=_("Purposes"), choices=purposes.CHOICES, widget=forms.CheckboxSelectMultiple
    )
    items = forms.MultipleChoiceField(
        label=_("What may be told"),
        choices=items_by_kind,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the partner needs for its part, and no more."),
    )

    class Meta:
        model = SharingAgreement
        fields = (
            "partner", "title", "purposes", "items", "signed_on", "valid_from", "valid_until", "ended_on",
        )  # fmt: skip
        widgets = dict.fromkeys(("signed_on", "valid_from", "valid_until", "ended_on"), Day)


class RegisterViewSet(ModelViewSet):
    """What was agreed stays readable: an end has a day, and nothing is deleted, because referrals hang on it."""

    add_to_reference_index = False
    copy_view_enabled = False
    delete_view_enabled = False


class OrganisationViewSet(RegisterViewSet):
    model = Organisation
    name = "partners_organisations"
    url_prefix = "partners/organisations"
    icon = "group"
    menu_label = _("Partners")
    search_fields = ("name", "code")
    ordering = ("name",)
    form_fields = (
        "code", "name", "kind", "country", "address", "telephone", "e_mail", "public_key", "origin",
        "ended_on",
    )  # fmt: skip
    list_display = ("name", "code", "kind", "country", "fingerprint", "ended_on")
    list_filter = ("kind", "country")


class AgreementViewSet(RegisterViewSet):
    model = SharingAgreement
    name = "partners_agreements"
    url_prefix = "partners/agreements"
    icon = "doc-full-inverse"
    menu_label = _("Sharing agreements")
    search_fields = ("title",)
    ordering = ("partner__name",)
    form_fields = AgreementForm.Meta.fields
    list_display = ("title", "partner", "signed_on", "valid_from", "valid_until", "ended_on")
    list_filter = ("partner",)

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AgreementForm


def registers() -> list[Any]:
    return [OrganisationViewSet(), AgreementViewSet()]
