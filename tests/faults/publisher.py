"""A process that publishes when it is told to, once for each line it reads, each time in a process of its own.

To start Django costs two seconds; to fork one that has started costs nothing. So a test can kill many publishes.
It answers with the number of the process that publishes and, when that has ended, with how it ended.
"""

import os
import resource
import sys
import traceback

import django

django.setup()

from django.db import connections  # noqa: E402

from cairn.newsroom.models import NewsIndexPage, StoryPage, Theme  # noqa: E402
from cairn.publish.acts import publish_site  # noqa: E402


def write_stories(count: str) -> None:
    """An archive: `count` stories on one theme, whose name all of them show."""
    theme = Theme.objects.create(code="river", names={"en": "Version 0"})
    news = NewsIndexPage.objects.get(locale__language_code="en")
    for number in range(int(count)):
        # The first is longer than any other file, for the disk that takes no large ones.
        text = [("paragraph", "<p>The river rose in the night.</p>" * (40 if number else 6000))]
        page = StoryPage(title=f"Story {number}", summary="What happened.", body=text, live=False)
        news.add_child(instance=page)
        page.themes = [theme]
        page.save_revision().publish()


def change_to(version: str) -> None:
    """One change that all pages show."""
    Theme.objects.filter(code="river").update(names={"en": f"Version {version}"})


def publish() -> None:
    publish_site()


def publish_everything() -> None:
    publish_site(everything=True)


def publish_in_small_files(limit: str) -> None:
    """No file may grow beyond the limit: the write itself is refused, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    publish_site()


def main(deeds) -> None:
    for line in sys.stdin:
        deed, *words = line.split()
        connections.close_all()
        if (child := os.fork()) == 0:
            _do(deeds[deed], words)
        print(child, flush=True)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _do(deed, words: list[str]) -> None:
    try:
        deed(*words)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr, flush=True)
        if not hasattr(error, "what_to_do"):
            traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(globals())
