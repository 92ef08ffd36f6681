"""What Cairn says while it works: a bar on a terminal, plain lines in a log, and how long each step took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# How much is done, of how much, and what it is about right now.
Advance = Callable[[int, int, str], None]

PLAIN_EVERY = 5.0  # Seconds between two lines about the same step where no bar can be drawn.


class Report:
    """Tells one person, or one log, how the work goes on."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    @contextmanager
    def step(self, label: str) -> Iterator[Advance]:
        """Show a step that may take a while; call what it gives with (done, total, what)."""
        begun = time.monotonic()
        if self.console.is_terminal:
            with self._bar(label) as advance:
                yield advance
        else:
            self.say(f"{label} …")
            yield self._lines()
        self.say(f"[green]✓[/] {label} [dim]({time.monotonic() - begun:.1f} s)[/]")

    def say(self, line: str) -> None:
        self.console.print(line, soft_wrap=True)

    def quote(self, line: str) -> None:
        """A line that somebody else wrote; nothing in it is taken for markup."""
        self.console.print(line, soft_wrap=True, markup=False)

    @contextmanager
    def _bar(self, label: str) -> Iterator[Advance]:
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[what]}[/]"),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(label, total=None, what="")

            def advance(done: int, total: int, what: str = "") -> None:
                progress.update(task, completed=done, total=total or None, what=what[:50])

            yield advance

    def _lines(self) -> Advance:
        last = time.monotonic()

        def advance(done: int, total: int, what: str = "") -> None:
            nonlocal last
            if time.monotonic() - last >= PLAIN_EVERY:
                last = time.monotonic()
                self.say(f"  {done} of {total} {what}".rstrip())

        return advance
