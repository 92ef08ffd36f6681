"""What a kind of file has to say of itself, so that its lines can be taken."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Protocol

from cairn.programmes.tracking.exchange.columns import Names
from cairn.programmes.tracking.models.records import Record


class Incoming(Protocol):
    """A kind of file: the names of its columns, and what a line of it becomes."""

    model: type[Record]
    names: Names
    needed: tuple[str, ...]
    compared: tuple[str, ...]

    def build(self, cells: Mapping[str, str], known_on: Any) -> Record:
        """A record that nobody has saved yet."""

    def earlier(self, row: Any) -> Iterable[Record]:
        """What was recorded before about the same, also what was corrected or withdrawn since: nothing comes back."""

    def identity(self, row: Any) -> Hashable:
        """What makes two lines be about the same; `earlier` asks for no more and no less."""

    def place_of(self, cells: Mapping[str, str]) -> str:
        """The code of the place that a line may enter into its register; empty where lines enter none."""
