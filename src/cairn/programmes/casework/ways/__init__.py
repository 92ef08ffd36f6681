"""How each kind of work goes: its stages, the moves between them, and what must be true before a move."""

from cairn.programmes.casework.ways.machine import Gate, Move, Stage, Way, way_of, ways

__all__ = ["Gate", "Move", "Stage", "Way", "way_of", "ways"]
