"""From a sheet to one SVG that stands in any page: no style, no script, no name that another drawing may have.

Vega-Lite draws; what it says about itself is taken off, and what readers need is put on: language, direction, a title
and a description for those who do not see it.
"""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from xml.etree import ElementTree as ET

import vl_convert

from cairn.evidence.charts.chart import Chart
from cairn.evidence.charts.saying import plain
from cairn.evidence.charts.sheet import SWAPPED, Sheet
from cairn.evidence.charts.tones import tone

VEGA_LITE = "6.4"
SVG = "{http://www.w3.org/2000/svg}"
KEPT = {
    "d", "fill", "fill-opacity", "font-size", "font-weight", "stroke", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "stroke-opacity", "stroke-width", "text-anchor", "x2", "y2",
}  # fmt: skip
SHARED = KEPT - {"d", "x2", "y2"} | {"font-family", "paint-order"}
FONTS = {"sans": "", "serif": "var(--serif,serif)"}
_FRACTION = re.compile(r"-?\d+\.\d+")
_CORNER = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
_PLACE = re.compile(r"translate\(([^,]+),([^)]+)\)")
_NAME = re.compile(r"([a-z_]+)_\d+_marks")


def drawn(sheet: Sheet, chart: Chart, alternative: str) -> str:
    """The same sheet gives the same bytes."""
    spec = json.dumps(sheet.spec(), ensure_ascii=False, sort_keys=True)
    own = "c" + sha256((spec + chart.title + alternative).encode()).hexdigest()[:10]
    root = _root(sheet, chart, alternative, own)
    # No address is allowed: a drawing is made of what it was given.
    root.extend(_layers(vl_convert.vegalite_to_svg(spec, VEGA_LITE, allowed_base_urls=[]), sheet, own))
    return ET.tostring(root, encoding="unicode")


def _root(sheet: Sheet, chart: Chart, alternative: str, own: str) -> ET.Element:
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"cairn-chart cairn-chart-{chart.kind}",
            "viewBox": f"0 0 {_short(sheet.width)} {_short(sheet.height)}",
            "width": "100%",
            "role": "img",
            "lang": chart.language,
            "direction": "rtl" if sheet.is_mirrored else "ltr",
            "font-family": "var(--sans,sans-serif)",
            "aria-labelledby": f"{own}-title",
            "aria-describedby": f"{own}-words",
        },
    )
    ET.SubElement(root, "title", {"id": f"{own}-title"}).text = plain(chart.title)
    ET.SubElement(root, "desc", {"id": f"{own}-words"}).text = plain(alternative)
    root.append(_hatch(own))
    return root


def _hatch(own: str) -> ET.Element:
    defs = ET.Element("defs")
    pattern = ET.SubElement(
        defs,
        "pattern",
        {
            "id": f"{own}-hatch",
            "width": "5",
            "height": "5",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    ET.SubElement(pattern, "path", {"d": "M0,0v5", "stroke": tone("edge"), "stroke-width": "3"})
    return defs


def _layers(drawing: str, sheet: Sheet, own: str) -> Iterator[ET.Element]:
    for layer in ET.fromstring(drawing).iter(f"{SVG}g"):
        if named := _NAME.search(layer.get("class", "")):
            group = ET.Element("g", {"class": f"chart-{named[1].replace('_', '-')}"})
            group.extend(_shape(each, sheet, own) for each in layer if _is_seen(each))
            if "mark-shape" in layer.get("class", ""):
                for outline in group:
                    outline.set("d", _stepwise(outline.get("d", "")))
            _share(group)
            if len(group):
                yield group


def _share(group: ET.Element) -> None:
    """What all shapes of a layer have in common is said once."""
    alike = set.intersection(*(set(shape.items()) for shape in group)) if len(group) > 1 else set()
    for name, value in sorted(each for each in alike if each[0] in SHARED):
        group.set(name, value)
        for shape in group:
            del shape.attrib[name]


def _is_seen(shape: ET.Element) -> bool:
    return shape.tag in {f"{SVG}text", f"{SVG}line"} or bool(shape.get("d"))


def _shape(shape: ET.Element, sheet: Sheet, own: str) -> ET.Element:
    made = ET.Element(shape.tag.removeprefix(SVG), {n: _short(v) for n, v in shape.items() if n in KEPT})
    if "fill" not in made.attrib and made.tag == "path":
        made.set("fill", "none")
    if made.get("fill") == "url(#hatch)":
        made.set("fill", f"url(#{own}-hatch)")
    if made.tag == "text":
        _set_words(made, shape, sheet)
    elif (place := shape.get("transform")) and place != "translate(0,0)":
        made.set("transform", _short(place))
    if said := shape.get("aria-label"):
        ET.SubElement(made, "title").text = said
    return made


def _set_words(made: ET.Element, shape: ET.Element, sheet: Sheet) -> None:
    made.text = shape.text
    x, y = _PLACE.search(shape.get("transform", "translate(0,0)")).groups()  # type: ignore[union-attr]
    made.attrib |= {"x": _short(x), "y": _short(y), "font-size": made.get("font-size", "").removesuffix("px")}
    if sheet.is_mirrored:
        # Vega counts from the left; a text that runs to the left starts at its right.
        made.set("text-anchor", SWAPPED[made.get("text-anchor", "start")])
    if family := FONTS.get(shape.get("font-family", "")):
        made.set("font-family", family)
    if "stroke" in made.attrib:
        made.set("paint-order", "stroke")


def _stepwise(path: str) -> str:
    """Each corner of an outline as a step from the one before, which takes half of the letters."""
    words, at = [], (0, 0)
    for ring in path.removesuffix("Z").split("Z"):
        places = [(round(float(x) * 10), round(float(y) * 10)) for x, y in _CORNER.findall(ring)]
        steps = [(x - fx, y - fy) for (x, y), (fx, fy) in zip(places, [at, *places], strict=False)]
        words += [
            ("m" if not nth else "l") + _step(*step)
            for nth, step in enumerate(steps)
            if not nth or step != (0, 0)
        ]
        words.append("z")
        at = places[0]
    return "".join(words)


def _step(*tenths: int) -> str:
    return ",".join(
        f"{each / 10:g}".replace("0.", ".", 1) if 0 < abs(each) < 10 else f"{each / 10:g}" for each in tenths
    )


def _short(value: object) -> str:
    """A tenth of a dot is as much as anybody sees."""
    return _FRACTION.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), str(value))
