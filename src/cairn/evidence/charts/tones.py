"""The tones of a chart: the site's own, by name, so that one drawing stands in its light and its dark scheme.

Each is written as a custom property with the light tone behind it: in a page the page's scheme decides, and a drawing
that somebody saved is still in colour. A picture has no scheme and takes the tones of one.
"""

import re
from functools import lru_cache

from cairn.mission.colours import dark_palette, light_palette
from cairn.mission.config import load_mission

# Never the only difference: each goes with a shape, a dash and its name.
OF_GROUPS = ("link", "accent", "ink-soft", "edge", "ink")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
DASHES = ((), (7, 4), (2, 3), (9, 3, 2, 3), (4, 2))
_TONE = re.compile(r"var\(--([a-z-]+),#[0-9a-f]{6}\)")


@lru_cache(maxsize=2)
def palette(*, dark: bool = False) -> dict[str, str]:
    look = load_mission().appearance
    return (dark_palette if dark else light_palette)(look.colour, look.accent)


def tone(name: str) -> str:
    return f"var(--{name},{palette()[name]})"


def settled(drawing: str, *, dark: bool = False) -> str:
    """The drawing with the tones of one scheme."""
    tones = palette(dark=dark)
    return _TONE.sub(lambda found: tones[found[1]], drawing)
