"""Taking in the releases of a neighbour: whole and verified, or not at all."""

import json
import shutil
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils import timezone

from cairn.evidence.federation.reading import CannotRead, Offered, Site
from cairn.evidence.models import Neighbour, NeighbourRelease
from cairn.evidence.releases.verifying import APPROVAL, SIGNATURE, public_key_in, verify_release
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError


def neighbours_folder(neighbour: Neighbour) -> Path:
    folder = load_mission().storage_path / "evidence" / "neighbours" / neighbour.code
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(release: NeighbourRelease) -> Path:
    return neighbours_folder(release.neighbour) / release.digest


def bring(neighbour: Neighbour) -> list[Offered]:
    """Fetch and verify what a neighbour offers and we have not; what goes wrong is kept in words, and nothing lost.

    A site may be slow, so nobody's transaction stays open meanwhile: `remember` then says what there is.
    """
    try:
        key = public_key_in(neighbour.public_key.encode())
        site = Site(neighbour.address)
        offered = site.offered(key)
        for one in offered:
            if not (neighbours_folder(neighbour) / one.digest).exists():
                _bring(site, one, neighbour, key)
    except CairnError as error:
        Neighbour.objects.filter(pk=neighbour.pk).update(trouble=str(error), looked_at=timezone.now())
        raise
    return offered


def _bring(site: Site, one: Offered, neighbour: Neighbour, key: Ed25519PublicKey) -> None:
    """All files of a release into a folder beside its name; the name stands for what was verified."""
    root = neighbours_folder(neighbour)
    work = root / f".work-{one.digest[:16]}"
    shutil.rmtree(work, ignore_errors=True)
    for path, listed in one.files.items():
        target = work / path.removeprefix(one.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        site.fetch(path, listed, target)
    wrong = verify_release(work, key, _bytes(work / APPROVAL), _bytes(work / SIGNATURE))
    if wrong:
        shutil.rmtree(work)
        raise CannotRead(f"{one.series}-{one.number}: {' '.join(wrong)}")
    work.rename(root / one.digest)


@transaction.atomic
def remember(neighbour: Neighbour, offered: list[Offered]) -> list[NeighbourRelease]:
    """Answer what is new. Current is the newest of a series that the neighbour still offers; what it withdrew is none.

    Neither is what it ever superseded: where the newer one is withdrawn, the older is not said again.
    """
    held = Neighbour.objects.select_for_update().get(pk=neighbour.pk)
    new = []
    for one in offered:
        approval = json.loads(_bytes(neighbours_folder(held) / one.digest / APPROVAL))
        row, is_new = NeighbourRelease.objects.get_or_create(
            neighbour=held,
            digest=one.digest,
            defaults={"series": one.series, "number": one.number, "approval": approval},
        )
        new += [row] if is_new else []
    superseded = {row.approval.get("supersedes") for row in held.releases.all()}
    standing = [one for one in offered if f"{one.series}-{one.number}" not in superseded]
    newest = {one.series: one.digest for one in sorted(standing, key=lambda one: one.number)}
    held.releases.update(is_current=False)
    held.releases.filter(digest__in=newest.values()).update(is_current=True)
    held.trouble, held.looked_at = "", timezone.now()
    held.save(update_fields=["trouble", "looked_at"])
    return new


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
