"""When Python looks for objects that hold each other and are held by nobody else."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Put that off until what is done here is done.

    A plan of 5,000 pages makes a million small objects that are all still needed, and hold nothing in a circle. Each
    time so many are new, Python walks through every object of the process, which took as long as the planning itself.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
