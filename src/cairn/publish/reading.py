"""Reads the live rows of the newsroom into a snapshot: a handful of queries for each page type, none for each page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cairn.mission.config import MissionConfig, load_mission
from cairn.newsroom import reads
from cairn.newsroom.models import Figure, Place, Theme
from cairn.publish.code import code_digest
from cairn.publish.data.known import read_data
from cairn.publish.memory import Memory
from cairn.publish.page_cards import BESIDES, PageRow, cards_of
from cairn.publish.pages import page_model, page_models
from cairn.publish.rows import read_children, read_links, read_rows
from cairn.publish.snapshot import Card, PublicFigure, Snapshot, Term
from cairn.publish.things import Things


def read_snapshot(mission: MissionConfig | None = None, memory: Memory | None = None) -> Snapshot:
    """Everything that the public may see at this moment."""
    mission, memory = mission or load_mission(), memory or Memory()
    code, things, now = code_digest(mission), Things(), reads.now()
    with memory.recalling((code, mission, timezone.get_current_timezone_name())):
        cards = cards_of(_public_rows(mission, memory), things, now, memory)
    pages = tuple(sorted(cards, key=lambda card: card.address))
    return Snapshot(
        mission=mission,
        today=reads.today(),
        now=now,
        code=code,
        pages=pages,
        themes=_terms(Theme, things),
        places=_terms(Place, things),
        redirects=_redirects(cards),
        figures=_figures(pages),
        data=read_data(),
    )


def _public_rows(mission: MissionConfig, memory: Memory) -> list[PageRow]:
    roots = _roots(mission)
    types = ContentType.objects.get_for_models(*page_models().values())
    instant = timezone.now()
    rows: list[PageRow] = []
    for model in page_models().values():
        children, links = read_children(model), read_links(model)
        live = model.objects.live().filter(content_type=types[model])
        for row in read_rows(live, also=BESIDES, conclude=memory.rows.of):
            address = _address(row.values["url_path"], roots)
            embargo = row.values["embargo_until"]
            if address and not (embargo and embargo > instant):
                rows.append(PageRow(model, row, address, children.get(row.pk, []), links.get(row.pk, [])))
    return rows


def _roots(mission: MissionConfig) -> dict[str, str]:
    """Where each language begins: the path of its home page in the tree, and its address."""
    homes = reads.HomePage.objects.live().values_list("url_path", "locale__language_code")
    return {path: f"/{language}/" for path, language in homes if language in mission.languages}


def _address(url_path: str, roots: Mapping[str, str]) -> str:
    root = "/".join(url_path.split("/")[:2]) + "/"
    return roots[root] + url_path.removeprefix(root) if root in roots else ""


def _terms(model: type[Theme] | type[Place], things: Things) -> dict[str, Term]:
    names = dict(model.objects.values_list("code", "names"))
    rows = things.rows(model).values()
    return {
        code: Term(code=code, names=names[code], digest=things.digest((model, str(row.pk))))
        for row in sorted(rows, key=lambda row: row.values["code"])
        if (code := row.values["code"]) in names
    }


def _figures(pages: Iterable[Card]) -> tuple[PublicFigure, ...]:
    """Those that a public page says: in its text, or because it gathers everything on the figure’s theme."""
    uses: dict[int, set[Card]] = defaultdict(set)
    by_pk = {card.pk: card for card in pages}
    for card in by_pk.values():
        for pk in card.figures:
            uses[pk].add(card)
    topics = page_model("TopicPage").objects.filter(theme__figures__isnull=False)
    for page, pk in topics.values_list("pk", "theme__figures"):
        if page in by_pk:
            uses[pk].add(by_pk[page])
    codes = Figure.objects.filter(pk__in=list(uses)).order_by("code").values_list("pk", "code")
    return tuple(
        PublicFigure(
            pk=pk, code=code, uses=tuple(sorted(uses[pk], key=lambda card: (card.title, card.address)))
        )
        for pk, code in codes
    )


def _redirects(cards: Iterable[Card]) -> tuple[tuple[str, str, bool], ...]:
    """Old addresses and where they lead now; what would lead to a page that is not public is left out."""
    addresses = {card.pk: card.address for card in cards}
    found = Redirect.objects.order_by("old_path", "pk")
    led = (
        (one.old_path, _target(one, addresses), one.is_permanent) for one in found.only(*_REDIRECT_COLUMNS)
    )
    return tuple(redirect for redirect in led if redirect[1])


_REDIRECT_COLUMNS = (
    "old_path",
    "redirect_link",
    "redirect_page_id",
    "redirect_page_route_path",
    "is_permanent",
)


def _target(redirect: Redirect, addresses: Mapping[int, str]) -> str:
    if redirect.redirect_page_id is None:
        return redirect.redirect_link
    address = addresses.get(redirect.redirect_page_id, "")
    return address and address.rstrip("/") + (redirect.redirect_page_route_path or "/")
