"""Which addresses to ask at a route, what to post there, and what a role should get."""

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.urls.converters import IntConverter, UUIDConverter

from attack.access import ACCESS, Access
from attack.routes import Route, protected_routes
from attack.rows import COVERS, Side, protected_models
from cairn.guard.rights import Can, Reach
from cairn.guard.roles import ROLES, Role
from cairn.people.models import Person

POINTS_AT_ROWS = re.compile(
    r"(^|_)(id|ids|pk|person|people|to|with|other|one|row|rows|worker|household|guardian)$"
)
NAMES_A_CODE = re.compile(r"reference|code")


def addresses(route: Route, side: Side) -> Iterator[str]:
    """The address with each row of this side that could stand in it."""
    access = ACCESS.get(route.name)
    options = [_values(route, hole, side, access) for hole in route.holes]
    for values in itertools.product(*options):
        yield route.address(dict(zip(route.holes, values, strict=True)))


def expected(access: Access, role: Role, side: Side) -> int:
    """What a role gets for a row of this side."""
    if access.is_mine:
        # The rows of the own side are made by the field partner (conftest.py), and exist for nobody else.
        is_within = side.name == "own" and role is Role.FIELD_PARTNER
    else:
        is_within = not access.row or access.is_open or ROLES[role].reach in COVERS[side.name]
    has_right = role in access.who
    if access.right_first and not has_right:
        return 403
    if not is_within:
        return 404
    return access.status if has_right else access.hidden if _may_read(role) else 403


def may_also(access: Access, wanted: int) -> tuple[int, ...]:
    """Within reach, a page that takes no posts may say so; beyond it, nothing is said at all."""
    return (405,) if wanted in (access.hidden, access.status, 403) else ()


def _may_read(role: Role) -> bool:
    return Can.PERSON_READ in ROLES[role].can


def sides_for(route: Route, role: Role, sides: list[Side]) -> list[Side]:
    """An address without a row is asked once; whoever reaches nobody, or everybody, meets all sides as one."""
    if not ACCESS[route.name].row or ROLES[role].reach in (Reach.NOBODY, Reach.MISSION):
        return [side for side in sides if side.name == "far"]
    return [side for side in sides if side.name != "kin"]


def plausible(side: Side, body: str = "") -> dict[str, Any]:
    """Everything that any form of ours asks for, with this side's rows wherever a row can be named.

    What the page's own form holds already, such as the version, is kept.
    """
    standing = _fields_in(body)
    posted = {name: standing.get(name) or _typed(name, side) for name in (*_every_field(), *standing)}
    for name in posted:
        if POINTS_AT_ROWS.search(name):
            posted[name] = _row_named(name, side)
        elif NAMES_A_CODE.search(name):
            posted[name] = side.person.reference
    posted.pop("csrfmiddlewaretoken", None)
    return posted


def _values(route: Route, hole: str, side: Side, access: Access | None) -> list[Any]:
    """What can stand in one hole: rows of the kind that the table names, words of our code, or anything plausible."""
    if access and hole in access.words:
        return [access.words[hole]]
    rows = side.of(apps.get_model(access.row)) if access and access.row else side.rows
    match route.holes[hole]:
        case UUIDConverter():
            return [row.pk for row in rows if len(str(row.pk)) == 36]
        case IntConverter():
            numbers = [row.pk for row in rows if isinstance(row.pk, int)]
            return numbers or [side.person.number]
    return [_guessed(hole, side)]


def _guessed(hole: str, side: Side) -> Any:
    """For Wagtail's addresses: the ones that take any model are asked for a person."""
    known = {"app_label": "people", "model_name": "person", "content_type_app_name": "people"}
    known |= {"content_type_model_name": "person", "path": "people", "model_string": "people.person"}
    return known.get(hole) or (side.person.number if hole.startswith("_") else side.person.pk)


def _row_named(name: str, side: Side) -> str:
    kinds = {model._meta.model_name: model for model in protected_models()}
    rows = side.of(kinds.get(name.removesuffix("_id"), Person))
    return str(rows[0].pk if rows else side.person.pk)


def _typed(name: str, side: Side) -> str:
    if "version" in name or "based_on" in name:
        return "1"
    return "A sentence that gives a reason, long enough for anybody."


@cache
def _every_field() -> tuple[str, ...]:
    """The names of all fields of all forms of protected screens, and of all protected rows."""
    names = set()
    for route in protected_routes():
        names |= set(getattr(getattr(route.view_class, "form_class", None), "base_fields", ()))
    for model in protected_models():
        names |= {each.name for each in model._meta.concrete_fields}
    return tuple(sorted(names))


def _fields_in(body: str) -> Mapping[str, str]:
    reader = _FormReader()
    reader.feed(body)
    return reader.found


class _FormReader(HTMLParser):
    """The fields of the forms in a page, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("input", "select", "textarea") and given.get("name"):
            self.found.setdefault(given["name"] or "", given.get("value") or "")
