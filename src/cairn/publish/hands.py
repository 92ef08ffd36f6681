"""Work shared between processes: twice the pages a minute on two cores.

Processes are forked, so they see the plan as it is; database connections are closed before, for two processes must not
speak through one. A hand whose publish was killed notices and ends as well.
"""

import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from django.db import connections

from cairn.publish.errors import RendererStopped

Item = TypeVar("Item")
Result = TypeVar("Result")
# Below this a fork and two new connections cost more than they save.
WORTH_SHARING = 120


def hands_for(count: int) -> int:
    """How many processes to use for so many files; one where forking would lose sight of the data."""
    if count < WORTH_SHARING or any(connection.in_atomic_block for connection in connections.all()):
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), 4))


def share(
    items: Sequence[Item],
    do: Callable[[Item], Result],
    hands: int,
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[Result]:
    """`do` each item, in any order, until that is `enough`; in this process when there is but one hand."""
    if hands == 1:
        for item in items:
            if enough():
                return
            yield do(item)
        return
    connections.close_all()
    context = multiprocessing.get_context("fork")
    resting = context.Event()
    readers: list[Connection] = []
    processes: list[Any] = []
    try:
        for number in range(hands):
            reader, writer = context.Pipe(duplex=False)
            readers.append(reader)
            labour = (items[number::hands], do, writer, tuple(readers), os.getpid(), resting)
            process = context.Process(target=_labour, args=labour, daemon=True)
            with warnings.catch_warnings():
                # Newer Pythons warn of forks among threads; ours only draw progress bars.
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
            processes.append(process)
            writer.close()
        for result in _gather(readers):
            yield result
            if enough():
                resting.set()
        _end(processes)
    finally:
        for process in processes:
            process.kill()
            process.join()
        for reader in readers:
            reader.close()


def _gather(readers: list[Connection]) -> Iterator[Any]:
    waiting = list(readers)
    while waiting:
        for reader in wait(waiting):
            assert isinstance(reader, Connection)
            try:
                result = reader.recv()
            except EOFError:
                waiting.remove(reader)
                continue
            if isinstance(result, BaseException):
                raise result
            yield result


def _end(processes: list[Any]) -> None:
    for process in processes:
        process.join()
        if process.exitcode:
            raise RendererStopped(
                f"A process that renders pages ended early (code {process.exitcode}). The old site stands.",
                "This happens when memory runs out. Make room, then publish again: cairn publish",
            )


def _labour(
    items: Sequence[Any],
    do: Callable[[Any], Any],
    writer: Connection,
    inherited: tuple[Connection, ...],
    publisher: int,
    resting: Any,
) -> None:
    # A reader kept open here would hide from the other hands that the publisher is gone.
    for reader in inherited:
        reader.close()
    try:
        for item in items:
            if os.getppid() != publisher or resting.is_set():
                return
            writer.send(do(item))
    except BrokenPipeError:
        return
    except Exception as error:
        writer.send(error)
    finally:
        connections.close_all()
        writer.close()
