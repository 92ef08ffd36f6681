"""Pictures and documents on their way to the public: copied under a name that carries their content.

Templates name media as the workspace serves them (/media/…). When a file has been rendered, each such address is
replaced by that of a copy in the site, whose name changes whenever its bytes do: caches may keep it for ever.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from cairn.publish.state import Made

PREFIX = "media/"
# Storage adds an underscore and seven signs to a name that is taken. A site made anew must not depend on that.
_TAKEN_NAME = re.compile(r"_[a-zA-Z0-9]{7}(?=\.|$)")


class MediaMissing(Exception):
    """A page shows pictures or offers documents whose files are not there."""

    def __init__(self, names: list[str], folder: Path) -> None:
        self.names = names
        are = "is" if len(names) == 1 else "are"
        super().__init__(
            f"{', '.join(names)} {are} not in {folder}. Put it back from a backup, or upload it again."
        )


@dataclass(frozen=True, slots=True)
class Medium:
    """One file of the media folder and what it becomes in the site."""

    source: Path
    path: str
    made: Made


@dataclass
class Media:
    """The mission's media folder, and the copies that pages ask for."""

    folder: Path
    public_url: str
    url: str = "/media/"
    _known: dict[str, Medium | None] = field(default_factory=dict)

    def rewrite(self, content: bytes) -> tuple[bytes, dict[str, Medium]]:
        """The content with every media address replaced, and the media that it now needs, by their paths."""
        if self.url.encode() not in content:
            return content, {}
        needed: dict[str, Medium] = {}
        missing: dict[str, None] = {}

        def replaced(found: re.Match[str]) -> str:
            before, name = found["before"], found["name"]
            medium = self._medium(unquote(name))
            if medium is None:
                # In a text that only mentions such an address nothing is missing.
                if before.endswith('"'):
                    missing[unquote(name)] = None
                return found[0]
            needed[medium.path] = medium
            return f"{before}/{quote(medium.path)}"

        rewritten = self._address.sub(replaced, content.decode()).encode()
        if missing:
            raise MediaMissing(list(missing), self.folder)
        return rewritten, needed

    def look_again(self, names: Iterable[str]) -> None:
        """Forget that these were missing: somebody may have made them again."""
        for name in names:
            self._known.pop(name, None)

    @property
    def _address(self) -> re.Pattern[str]:
        """Our own media addresses, in an attribute, a list of sources or a string; nobody else's."""
        own = re.escape(self.public_url)
        return re.compile(rf"(?P<before>(?<!\w){own}|[\"'(=;,]\s?){re.escape(self.url)}(?P<name>[\w.%/~+-]+)")

    def _medium(self, name: str) -> Medium | None:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Medium | None:
        source = self.folder / name
        if ".." in PurePosixPath(name).parts or not source.is_file():
            return None
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path = PREFIX + hashed_name(name, digest)
        return Medium(source, path, Made(fingerprint=digest, sha256=digest, size=source.stat().st_size))


def hashed_name(name: str, digest: str) -> str:
    """`images/camp.width-800.webp` becomes `images/camp.width-800.3f2a…webp`."""
    folder, _, last = name.rpartition("/")
    stem, dot, suffix = _TAKEN_NAME.sub("", last).rpartition(".")
    renamed = f"{stem}.{digest[:16]}.{suffix}" if dot else f"{suffix}.{digest[:16]}"
    return f"{folder}/{renamed}" if folder else renamed
