"""The search index that a reader's browser asks piece by piece (Pagefind); made from the pages as they were rendered.

What stands beside a result (kind and day) is metadata: Pagefind would write filters in a random order, so that two
runs differed.

Indexing 5,000 pages takes about ten seconds. A small site has its index at once; on a large one it follows the pages
in a generation of its own, and until then readers search the index of a moment ago.
"""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pagefind_bin import get_executable

from cairn.mission.errors import CairnError
from cairn.publish.build import ASKS_EVERY, Build
from cairn.publish.making import Making
from cairn.publish.site import MAKING
from cairn.publish.state import Made
from cairn.publish.targets import fingerprint

FOLDER = "pagefind/"
PAGES = ".indexed"
ENTRY = "pagefind-entry.json"
NOTE = "search"
# Indexing this many takes about a second, which is not worth a generation of its own.
AT_ONCE = 400
LISTENS_EVERY = 0.2
# Ready-made forms that the site does not use: it has its own.
UNUSED = ("pagefind-component-ui", "pagefind-highlight", "pagefind-modular-ui", "pagefind-ui")


class SearchIndexFailed(CairnError):
    """The indexer ended with an error."""


def searched(files: Mapping[str, Made], paths: frozenset[str]) -> str:
    """A hash of all that the index is made from."""
    return fingerprint({path: made.sha256 for path, made in files.items() if path in paths})


def make_index(build: Build, paths: frozenset[str], give_up: Callable[[], bool] = lambda: False) -> bool:
    """Index these pages of a generation in the making, into the same generation; False if it was given up."""
    pages = _set_out(build.making, paths)
    with tempfile.TemporaryDirectory(prefix=f"{MAKING}index-", dir=pages.folder.parent) as folder:
        index = Path(folder, "index")
        if pages.files and not _run(pages.folder, index, give_up):
            return False
        for number, (path, content) in enumerate(_made(index)):
            if number % ASKS_EVERY == 0 and give_up():
                return False
            build.put(FOLDER + path, content)
    return True


def _set_out(making: Making, paths: frozenset[str]) -> Making:
    """The pages to be indexed and no others, in a folder that stays: the next index finds most of them there."""
    pages = Making(making.folder.parent / PAGES)
    pages.folder.mkdir(exist_ok=True)
    for path in sorted(paths & making.files.keys()):
        page = replace(making.files[path], variants={})
        if not pages.carry(path, page, making.folder):
            pages.adopt(path, making.folder / path, page)
    pages.tidy()
    return pages


def _run(pages: Path, index: Path, give_up: Callable[[], bool]) -> bool:
    command = [str(get_executable()), "--site", str(pages), "--output-path", str(index), "--silent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as indexer:
        while True:
            try:
                said, _nothing = indexer.communicate(timeout=LISTENS_EVERY)
                break
            except subprocess.TimeoutExpired:
                if give_up():
                    indexer.kill()
                    return False
    if indexer.returncode:
        raise SearchIndexFailed(
            f"The search index could not be made: {said.strip()[:500]}",
            "The site stays as it was. Publish again, and if this is said again, look at: cairn doctor",
        )
    return True


def _made(index: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(index.rglob("*")):
        if path.is_file() and not path.name.startswith(UNUSED):
            content = path.read_bytes()
            yield path.relative_to(index).as_posix(), _in_order(content) if path.name == ENTRY else content


def _in_order(content: bytes) -> bytes:
    """The entry names the languages in random order; which order does not matter to its reader."""
    return json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False).encode()
