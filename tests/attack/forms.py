"""The forms that stand in our pages, as a browser would send them: read from the page, filled in with what is plausible."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils import timezone

SENTENCE = "A sentence that gives a reason, long enough for anybody."
WRITTEN = frozenset({"text", "search", "tel", "textarea"})
TYPED = WRITTEN | {"date", "number", "email", "url", "hidden"}


@dataclass
class Place:
    """One thing that a form asks for."""

    name: str
    kind: str
    value: str = ""
    longest: int | None = None
    is_needed: bool = False

    @property
    def plausible(self) -> str:
        if self.value:
            return self.value
        match self.kind:
            case "date":
                return timezone.localdate().isoformat()
            case "number":
                return "1"
            case kind if kind in WRITTEN:
                return SENTENCE[: self.longest]
        return ""


@dataclass
class PageForm:
    """One form, where it leads, and all that it asks for."""

    method: str
    action: str
    places: list[Place] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        return (self.method, *sorted({place.name for place in self.places}))

    def filled(self) -> dict[str, str]:
        first: dict[str, str] = {}
        for place in self.places:
            if place.name != "csrfmiddlewaretoken" and place.kind not in (
                "file",
                "checkbox",
                "submit",
                "button",
            ):
                first.setdefault(place.name, place.plausible)
        return {name: value for name, value in first.items() if value}


def forms_in(body: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(body)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.open: PageForm | None = None
        self.choice: Place | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.open)
        elif self.open and tag in ("input", "select", "textarea", "button") and given.get("name"):
            kind = {"input": given.get("type", "text")}.get(tag, tag)
            longest = int(given["maxlength"]) if given.get("maxlength") else None
            place = Place(given["name"], kind, given.get("value", ""), longest, "required" in given)
            self.open.places.append(place)
            self.choice = place if tag == "select" else None
        elif tag == "option" and self.choice and (not self.choice.value or "selected" in given):
            self.choice.value = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
