"""Reading a drawing back: its shapes by name, its words with the place they take."""

from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from cairn.evidence.charts import Chart, Kind, Mark
from cairn.evidence.charts.letters import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Said:
    """A line of text, and the box around it as any reader's font would fill it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: "Said") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and along > 1


class Drawn:
    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)
        _x, _y, self.width, self.height = map(float, self.root.get("viewBox", "").split())

    def shapes(self, name: str) -> list[ET.Element]:
        """Those of the layers of this name, each with what its layer says of all."""
        found = []
        for layer in self.root.iter(f"{SVG}g"):
            if layer.get("class") == f"chart-{name}":
                found += [_with(layer, shape) for shape in layer]
        return found

    def said(self, *names: str) -> list[Said]:
        layers = [
            g
            for g in self.root.iter(f"{SVG}g")
            if not names or g.get("class") in {f"chart-{n}" for n in names}
        ]
        return [self._said(_with(g, text)) for g in layers for text in g.findall(f"{SVG}text")]

    def _said(self, text: ET.Element) -> Said:
        x, y, size = (float(text.get(name, "")) for name in ("x", "y", "font-size"))
        wide = width(text.text or "", size, bold=text.get("font-weight") == "600")
        anchor = text.get("text-anchor", "start")
        if self.root.get("direction") == "rtl":
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        return Said(text.text or "", left, left + wide, y - 0.75 * size, y + 0.2 * size)


def _with(layer: ET.Element, shape: ET.Element) -> ET.Element:
    whole = ET.Element(shape.tag, {**layer.attrib, **shape.attrib})
    whole.text = shape.text
    whole.extend(shape)
    return whole


def bars(*values: tuple[str, object], **more: object) -> Chart:
    marks = [Mark(label=label, value=value) for label, value in values]
    return Chart(
        kind=Kind.BARS, **{"title": "Most came from Vietnam", "unit": "People", "marks": marks} | more
    )


def line(*values: tuple[date, object], **more: object) -> Chart:
    marks = [Mark(label="", day=day, value=value) for day, value in values]
    return Chart(kind=Kind.LINE, **{"title": "The camp has doubled", "unit": "People", "marks": marks} | more)


def points(*values: tuple[str, float, float, object], **more: object) -> Chart:
    marks = [Mark(label=n, longitude=x, latitude=y, value=v, is_hidden=v is None) for n, x, y, v in values]
    return Chart(
        kind=Kind.MAP_POINTS, **{"title": "Most live in one camp", "unit": "People", "marks": marks} | more
    )


def countries(*values: tuple[str, object], **more: object) -> Chart:
    marks = [Mark(label="", country=code, value=v, is_hidden=v is None) for code, v in values]
    return Chart(
        kind=Kind.MAP_COUNTRIES, **{"title": "Most reached Greece", "unit": "People", "marks": marks} | more
    )


CALAIS = (
    ("New Jungle", 1.906, 50.969, 6000),
    ("Jules Ferry", 1.9085, 50.9705, 400),
    ("Tioxide", 1.884, 50.965, 150),
    ("Grande-Synthe", 2.303, 51.006, 2400),
    ("Norrent-Fontes", 2.408, 50.586, 90),
    ("Steenvoorde", 2.584, 50.809, 0),
    ("Angres", 2.757, 50.411, None),
)
ARRIVALS = (
    ("GR", 801_919),
    ("IT", 150_317),
    ("ES", 3_845),
    ("CY", 269),
    ("MT", 106),
    ("SI", 0),
    ("HR", None),
)
