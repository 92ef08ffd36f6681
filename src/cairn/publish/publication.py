"""One publish from beginning to end: the pages first, what takes longer in a generation that follows."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings

from cairn.mission.config import MissionConfig
from cairn.mission.secrets import site_signing_key
from cairn.publish import figure_pages, search
from cairn.publish.build import Build, Progress
from cairn.publish.changes import current_mark, record_look
from cairn.publish.collecting import collecting_later
from cairn.publish.data import pages as data_pages
from cairn.publish.errors import Failure, PagesFailed
from cairn.publish.instants import next_instant
from cairn.publish.making import Making
from cairn.publish.media import Media
from cairn.publish.memory import Memory
from cairn.publish.plan import plan
from cairn.publish.reading import read_snapshot
from cairn.publish.site import Generation, Site
from cairn.publish.targets import Target

# Up to this many late files (social cards) go out with the pages; more of them follow.
LATE_AT_ONCE = 24
WORTH_KEEPING = 20.0
# A newly published page goes before the index of the last ones, but the index is not put off for longer than this.
PATIENCE_FOR_SEARCH = timedelta(minutes=2)
BEHIND_SINCE = "search behind since"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a publish did: how many files it made (and which), kept and removed; how long readers waited."""

    rendered: int
    carried: int
    removed: int
    followed: int
    seconds_to_readers: float
    seconds: float
    generation: str
    paths: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass
class Publication:
    """What one publish knows while it runs."""

    mission: MissionConfig
    site: Site
    everything: bool = False
    keep_going: bool = False
    progress: Progress | None = None
    memory: Memory = field(default_factory=Memory)
    late: list[Target] = field(default_factory=list)
    followed: int = 0

    def run(self) -> Report:
        began, mark = time.monotonic(), current_mark()
        with collecting_later():
            before = self.site.current()
            snapshot = read_snapshot(self.mission, self.memory)
            until = next_instant(snapshot)
            pages = frozenset(card.path for card in snapshot.pages if not card.is_sensitive)
            pages |= data_pages.page_paths(snapshot) | figure_pages.page_paths(snapshot)
            targets = plan(snapshot)
        build = self._pages(targets, pages, before)
        at_readers = time.monotonic() - began
        record_look(mark, until)
        self._follow(pages, mark)
        self.site.sweep(give_way=lambda: current_mark() != mark)
        after = self.site.current()
        assert after
        return Report(
            rendered=len(build.rendered),
            carried=build.carried,
            removed=len((before.state.files.keys() if before else set()) - after.state.files.keys()),
            followed=self.followed,
            seconds_to_readers=at_readers,
            seconds=time.monotonic() - began,
            generation=after.name,
            paths=tuple(sorted(build.rendered)),
            failures=tuple(build.failures),
        )

    def _pages(self, targets: list[Target], pages: frozenset[str], before: Generation | None) -> Build:
        """The generation that readers wait for; none is made if nothing shows anything else."""
        with self.site.making() as making:
            build = self._build(making, before)
            with collecting_later():
                stale = targets if self.everything else build.stale(targets)
            self.late = [target for target in stale if target.late]
            if len(self.late) > LATE_AT_ONCE:
                stale = [target for target in stale if not target.late]
            else:
                self.late = []
            build.render(stale)
            self._stop_at(build)
            notes = self._index_of_before_or_now(build, pages)
            if before is None or making.files != before.state.files:
                self._out(build, notes)
        return build

    def _index_of_before_or_now(self, build: Build, pages: frozenset[str]) -> dict[str, str]:
        """The index that goes out with the pages: a new one if that is quick, else the one of before."""
        old = build.notes_of_before
        wanted = search.searched(build.making.files, pages)
        if wanted == old.get(search.NOTE) and not self.everything:
            build.carry_rest(only=search.FOLDER)
            return {search.NOTE: wanted}
        if len(pages) <= search.AT_ONCE:
            search.make_index(build, pages)
            return {search.NOTE: wanted}
        build.carry_rest(only=search.FOLDER)
        since = old.get(BEHIND_SINCE) or datetime.now(UTC).isoformat()
        return {search.NOTE: "" if self.everything else old.get(search.NOTE, ""), BEHIND_SINCE: since}

    def _follow(self, pages: frozenset[str], mark: str) -> None:
        """Make what follows the pages, giving way as soon as somebody changes another one."""
        with self._once_more() as build:
            give_up = partial(_is_overtaken, mark, build.notes_of_before)
            if not give_up() and self._has_new_index(build, pages, give_up):
                self._out(build, {search.NOTE: search.searched(build.making.files, pages)})
        if self.late and current_mark() == mark:
            self._follow_with_late_files(mark)

    def _has_new_index(self, build: Build, pages: frozenset[str], give_up: Callable[[], bool]) -> bool:
        """Whether the pages have changed since they were indexed, and there was time to do it anew."""
        if search.searched(build.files_of_before, pages) == build.notes_of_before.get(search.NOTE):
            return False
        return build.carry_rest(but=search.FOLDER, give_up=give_up) and search.make_index(
            build, pages, give_up
        )

    def _follow_with_late_files(self, mark: str) -> None:
        began = time.monotonic()
        with self._once_more() as build:
            build.render(self.late, enough=lambda: current_mark() != mark)
            self._stop_at(build)
            # Work of a few seconds is not worth a generation that keeps the other change waiting.
            if len(build.rendered) == len(self.late) or time.monotonic() - began > WORTH_KEEPING:
                build.carry_rest()
                self._out(build, dict(build.notes_of_before))
                self.followed = len(build.rendered)

    @contextmanager
    def _once_more(self) -> Iterator[Build]:
        """Another generation after the one that is current now."""
        with self.site.making() as making:
            yield self._build(making, self.site.current())

    def _build(self, making: Making, before: Generation | None) -> Build:
        media = Media(Path(settings.MEDIA_ROOT), str(self.mission.public_url).rstrip("/"), settings.MEDIA_URL)
        return Build(making, before, media, self.progress)

    def _stop_at(self, build: Build) -> None:
        """Nothing goes out with a failure in it, unless the operator said so."""
        if build.failures and not self.keep_going:
            raise PagesFailed(build.failures)
        build.keep_old_versions()

    def _out(self, build: Build, notes: dict[str, str]) -> None:
        with collecting_later():
            self.site.publish(build.making, site_signing_key(self.mission), notes)


def _is_overtaken(mark: str, notes: Mapping[str, str]) -> bool:
    """Whether another change waits, and the index has not been put off for too long already."""
    since = notes.get(BEHIND_SINCE)
    put_off = datetime.now(UTC) - datetime.fromisoformat(since) if since else timedelta()
    return current_mark() != mark and put_off < PATIENCE_FOR_SEARCH
