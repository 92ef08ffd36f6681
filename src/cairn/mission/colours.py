"""A whole palette from the mission's two colours, readable whichever two they are.

Tones are made in OKLCH, where equal lightness looks equally light in every hue. Where a tone carries words, its
lightness is moved until the contrast that WCAG asks for is reached: no mission can choose an unreadable site.
"""

from collections.abc import Iterator
from math import atan2, cbrt, cos, degrees, hypot, radians, sin

TEXT = 4.6  # WCAG 2.2 asks 4.5 for text; the rest covers rounding.
BODY = 7.2
SHAPE = 3.1


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _gamma(share: float) -> float:
    return 12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma, and hue in degrees."""
    r, g, b = _rgb(colour)
    long = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    mid = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short
    return lightness, hypot(a, bb), degrees(atan2(bb, a)) % 360


def _to_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short,
    )


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show: chroma gives way, lightness and hue stay."""
    while chroma > 0 and not all(-0.0005 <= share <= 1.0005 for share in _to_rgb(lightness, chroma, hue)):
        chroma -= 0.002
    shares = (round(255 * _gamma(min(max(share, 0), 1))) for share in _to_rgb(lightness, max(chroma, 0), hue))
    return "#" + "".join(f"{share:02x}" for share in shares)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio between two colours, 1 to 21."""
    weights = (0.2126, 0.7152, 0.0722)
    lights = sorted(sum(w * s for w, s in zip(weights, _rgb(colour), strict=True)) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def readable(start: tuple[float, float, float], on: Iterator[str] | list[str], at_least: float) -> str:
    """The tone nearest to `start` that stands out enough from every colour in `on`."""
    grounds = list(on)
    lightness, chroma, hue = start
    step = -0.005 if to_oklch(grounds[0])[0] > 0.55 else 0.005
    while 0 < lightness < 1:
        tone = from_oklch(lightness, chroma, hue)
        if min(contrast(tone, ground) for ground in grounds) >= at_least:
            return tone
        lightness += step
    return "#000000" if step < 0 else "#ffffff"


def light_palette(colour: str, accent: str) -> dict[str, str]:
    """Ink on limestone."""
    _, depth, hue = to_oklch(colour)
    accent_light, accent_depth, accent_hue = to_oklch(accent)
    grey = min(depth, 0.05)
    paper, stone = from_oklch(0.995, grey * 0.04, hue), from_oklch(0.965, grey * 0.14, hue)
    band = from_oklch(0.325, min(depth, 0.068), hue)
    return {
        "paper": paper,
        "stone": stone,
        "line": from_oklch(0.875, grey * 0.3, hue),
        "edge": readable((0.62, grey * 0.5, hue), [stone], SHAPE),
        "ink": readable((0.225, grey * 0.6, hue), [stone], BODY),
        "ink-soft": readable((0.45, grey * 0.6, hue), [stone], 6),
        "link": readable(to_oklch(colour), [stone, paper], TEXT + 1),
        "accent": readable((accent_light, accent_depth, accent_hue), [stone, paper], TEXT),
        "mark": from_oklch(0.72, min(max(accent_depth, 0.11), 0.17), accent_hue),
        "focus": from_oklch(0.83, 0.15, 85),
        "band": band,
        "band-raised": from_oklch(0.38, min(depth, 0.07), hue),
        "pebble": band,
        "band-line": from_oklch(0.49, min(depth, 0.062), hue),
        "band-ink": readable((0.985, 0.004, hue), [band], BODY),
        "band-soft": readable((0.86, 0.03, hue), [band], BODY),
    }


def dark_palette(colour: str, accent: str) -> dict[str, str]:
    """The same stones by night."""
    _, depth, hue = to_oklch(colour)
    _, accent_depth, accent_hue = to_oklch(accent)
    grey = min(depth, 0.05)
    paper, stone = from_oklch(0.192, grey * 0.36, hue), from_oklch(0.232, grey * 0.44, hue)
    band = from_oklch(0.272, min(depth, 0.05), hue)
    warm = min(max(accent_depth, 0.1), 0.13)
    return {
        "paper": paper,
        "stone": stone,
        "line": from_oklch(0.35, grey * 0.5, hue),
        "edge": readable((0.54, grey * 0.5, hue), [stone], SHAPE),
        "ink": readable((0.94, grey * 0.12, hue), [stone], BODY),
        "ink-soft": readable((0.78, grey * 0.3, hue), [stone], 6),
        "link": readable((0.82, min(depth, 0.085), hue), [stone, paper], BODY),
        "accent": readable((0.78, warm, accent_hue), [stone, paper], TEXT),
        "mark": from_oklch(0.74, max(warm, 0.12), accent_hue),
        "focus": from_oklch(0.85, 0.15, 85),
        "band": band,
        "band-raised": from_oklch(0.325, min(depth, 0.055), hue),
        "pebble": from_oklch(0.36, min(depth, 0.06), hue),
        "band-line": from_oklch(0.43, min(depth, 0.05), hue),
        "band-ink": readable((0.97, 0.006, hue), [band], BODY),
        "band-soft": readable((0.85, 0.03, hue), [band], BODY),
    }


def palette_css(colour: str, accent: str) -> str:
    """The tokens of both schemes; paper always takes the light one."""

    def tokens(palette: dict[str, str]) -> str:
        return "".join(f"--{name}:{tone};" for name, tone in palette.items())

    return (
        f":root{{color-scheme:light dark;{tokens(light_palette(colour, accent))}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{tokens(dark_palette(colour, accent))}}}}}\n"
    )
