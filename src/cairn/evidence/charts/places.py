"""Finding room for words on a map: beside their place, or a little way off with a stroke to it, and never on others."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # Left, top, right, bottom.
CLOSE, FAR = 4.0, (18.0, 34.0, 52.0)
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.75, -0.75), (0.75, 0.75), (-0.75, -0.75), (-0.75, 0.75))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand, and from which side they face their place."""

    box: Box
    anchor: str
    reach: float


@dataclass(slots=True)
class Room:
    """The frame of a map and what is taken of it."""

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = self.frame
        inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        return inside and not any(_overlap(box, each) for each in self.taken)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def spot(self, x: float, y: float, radius: float, wide: float, tall: float, *, far: bool) -> Spot | None:
        """The nearest free one for words of this size; it is taken from now on."""
        for spot in _spots(x, y, radius, wide, tall, FAR if far else ()):
            if self.is_free(spot.box):
                self.take(spot.box)
                return spot
        return None


def _spots(
    x: float, y: float, radius: float, wide: float, tall: float, far: tuple[float, ...]
) -> Iterator[Spot]:
    for reach in (CLOSE, *far):
        for across, down in SIDES:
            away = radius + reach
            cx, cy = x + across * away, y + down * away
            anchor = "start" if across > 0 else "end" if across < 0 else "middle"
            left = {"start": cx, "end": cx - wide, "middle": cx - wide / 2}[anchor]
            top = cy - tall / 2 if not down or across else cy - tall if down < 0 else cy
            yield Spot((left, top, left + wide, top + tall), anchor, reach)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
