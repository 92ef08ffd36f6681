"""How the command line ends when something goes wrong: words and an exit code, not a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from cairn.mission.errors import CairnError

INTERRUPTED = 130


@contextmanager
def failures_in_words() -> Iterator[None]:
    """Say an expected failure in its own words; whatever nobody expected keeps its traceback."""
    try:
        yield
    except CairnError as error:
        say = Console(stderr=True, highlight=False, soft_wrap=True).print
        say(f"✗ {error.message}", style="bold red", markup=False)
        if error.what_to_do:
            say(f"  {error.what_to_do}", markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        Console(stderr=True).print("Stopped.")
        sys.exit(INTERRUPTED)
