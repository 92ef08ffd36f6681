"""What publish does: make the site anew where it shows something else, and let every reader see it at once."""

from cairn.mission.config import MissionConfig, load_mission
from cairn.newsroom import shell
from cairn.publish.build import Progress
from cairn.publish.changes import last_look, mark_changed
from cairn.publish.errors import SiteCouldNotBeWritten, is_the_disks
from cairn.publish.lock import only_one
from cairn.publish.memory import Memory
from cairn.publish.publication import Publication, Report
from cairn.publish.site import Site

__all__ = ["Report", "mark_changed", "publish_if_due", "publish_site", "site_of"]

# Used under the lock of the site alone.
_memory = Memory()


def site_of(mission: MissionConfig) -> Site:
    return Site(mission.storage_path / "site")


def publish_site(
    *, everything: bool = False, keep_going: bool = False, progress: Progress | None = None
) -> Report:
    """Publish what the public may see now.

    Only files that show something else are rendered, or all of them with `everything`. If one cannot be rendered,
    nothing is published and PagesFailed names it; with `keep_going` its old version stands, or it is left out.
    Whatever happens, readers see the old site or the new one, whole.
    """
    mission = load_mission()
    site = site_of(mission)
    try:
        with only_one(site.folder), shell.remembering():
            publication = Publication(mission, site, everything, keep_going, progress, _memory)
            return publication.run()
    except OSError as error:
        if not is_the_disks(error):
            raise
        raise SiteCouldNotBeWritten(error, site.folder) from error


def publish_if_due() -> Report | None:
    """Publish if something changed since the last look or an hour has come; cheap enough for every second."""
    return publish_site() if last_look().is_out_of_date else None
