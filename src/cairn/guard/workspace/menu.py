"""Entries of the workspace's menu: each is seen by those who could open what is behind it, and by nobody else."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cairn.guard.rights import Can
from cairn.guard.scope import may


class Place(NamedTuple):
    """What a screen is called, where it is, its icon, and the right it asks for."""

    label: Any
    address: str
    icon: str
    right: Can
    attrs: dict[str, str] = {}


class Entry(MenuItem):
    """A place in the menu, for those who may go there."""

    def __init__(self, place: Place, order: int) -> None:
        self.right = place.right
        super().__init__(
            place.label,
            reverse(place.address),
            # Wagtail marks every entry whose name begins that of the current one. With an end that no address has, none
            # begins another: “people-list_” is not the beginning of “people-lists_”.
            name=f"{place.address.replace(':', '-')}_",
            icon_name=place.icon,
            attrs=dict(place.attrs),
            order=order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, self.right)


def offer(places: tuple[Place, ...], *, order: int) -> None:
    """Put places into the side menu, and among the ways of a page without scripts."""
    for number, place in enumerate(places):
        hooks.register(
            "register_admin_menu_item", lambda place=place, number=number: Entry(place, order + number)
        )

    @hooks.register("register_screen_ways", order=order)
    def ways(request: HttpRequest) -> Iterator[tuple[str, Any]]:
        yield from (
            (reverse(place.address), place.label) for place in places if may(request.user, place.right)
        )
