"""Sites and points in Wagtail's own views: they are open registers of places, and hold nobody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cairn.programmes.tracking.models import FlowPoint, Site


class PlaceViewSet(ModelViewSet):
    """A place is entered and changed; none is deleted, because counts hang on it."""

    search_fields = ("name", "names", "code")
    ordering = ("code",)
    add_to_reference_index = False
    copy_view_enabled = False
    delete_view_enabled = False


class SiteViewSet(PlaceViewSet):
    model = Site
    name = "tracking_sites"
    url_prefix = "tracking/registers/sites"
    icon = "home"
    menu_label = _("Register of sites")
    form_fields = (
        "code", "name", "names", "kind", "country", "area", "latitude", "longitude", "manager", "opened_on", "closed_on",
        "note",
    )  # fmt: skip
    list_display = ("name", "code", "kind", "country", "opened_on", "closed_on")
    list_filter = ("kind", "country")


class FlowPointViewSet(PlaceViewSet):
    model = FlowPoint
    name = "tracking_points"
    url_prefix = "tracking/registers/points"
    icon = "crosshairs"
    menu_label = _("Register of flow monitoring points")
    form_fields = ("code", "name", "names", "country", "latitude", "longitude", "opened_on", "closed_on")
    list_display = ("name", "code", "country", "opened_on", "closed_on")
    list_filter = ("country",)


def registers() -> list[Any]:
    return [SiteViewSet(), FlowPointViewSet()]
