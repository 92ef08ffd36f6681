"""The side menu of the workspace marks the entry of the screen that is open, and no other."""

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu

pytestmark = pytest.mark.django_db


def test_no_entry_is_marked_with_another():
    """Wagtail marks every entry whose name is the beginning of the current one’s."""
    items = admin_menu.registered_menu_items
    names = [item.name for item in items]
    assert {reverse("people:list"), reverse("people:lists-left")} <= {item.url for item in items}
    assert [(one, other) for one in names for other in names if one != other and other.startswith(one)] == []
