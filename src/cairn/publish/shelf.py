"""One generation as a server holds it: only what its manifest names can be asked for.

A request never becomes a path on the disk. It is looked up among the names of the manifest, so there is nothing to
climb out of, no link to follow and no file to find by guessing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from cairn.publish.headers import NAME as HEADERS
from cairn.publish.headers import HeaderRules
from cairn.publish.manifest import MANIFEST, SIGNATURE, Listed, read_manifest
from cairn.publish.media_types import media_type
from cairn.publish.negotiate import CODINGS

REDIRECTS = "_redirects"
# What a page of the generation before may still ask for after the swap: it is on somebody's screen.
OUTLIVING = ("assets/", "cards/", "media/", "pagefind/")
_CODING = {suffix: coding for coding, suffix in CODINGS}


@dataclass(frozen=True, slots=True)
class Ready:
    """One variant of one file, with all that can be said about it beforehand."""

    path: str
    file: Path
    size: int
    etag: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    target: str
    status: int


@dataclass
class Shelf:
    """What one folder holds, by its manifest."""

    folder: Path
    files: Mapping[str, Listed]
    rules: HeaderRules
    redirects: Mapping[str, Redirect] = field(default_factory=dict)
    earlier: "Shelf | None" = None
    _ready: dict[tuple[str, str], Ready] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, earlier: "Shelf | None" = None) -> "Shelf":
        """Read a published folder; `earlier` still answers for hashed files that this one no longer has."""
        files = dict(read_manifest(folder))
        for name in (MANIFEST, SIGNATURE):
            # Neither is in the manifest; the time of writing is enough for a browser to tell versions apart.
            files[name] = Listed(f"{(folder / name).stat().st_mtime_ns:064x}", (folder / name).stat().st_size)
        rules = HeaderRules.parse(_text(folder, files, HEADERS))
        return cls(folder, files, rules, _redirects(_text(folder, files, REDIRECTS)), earlier)

    def ready(self, path: str, suffixes: tuple[str, ...] = ()) -> Ready | None:
        """The file in the first of these codings that it has; None if there is no such file."""
        suffix = next((suffix for suffix in suffixes if path + suffix in self.files), "")
        known = self._ready.get((path, suffix))
        if known is None and path in self.files:
            known = self._ready[path, suffix] = self._make_ready(path, suffix)
        if known is None and self.earlier and path.startswith(OUTLIVING):
            return self.earlier.ready(path, suffixes)
        return known

    def page(self, address: str) -> str:
        """The path of what lies at an address, or an empty string."""
        path = address[1:]
        if path in self.files:
            return path
        folder = f"{path}index.html" if not path or path.endswith("/") else ""
        return folder if folder in self.files else ""

    def lacks_a_slash(self, address: str) -> bool:
        return f"{address[1:]}/index.html" in self.files and not address.endswith("/")

    def not_found(self, address: str) -> str:
        """The page that says so, in the language of the address where there is one."""
        translated = f"{address[1:].partition('/')[0]}/404.html"
        return next((path for path in (translated, "404.html") if path in self.files), "")

    def _make_ready(self, path: str, suffix: str) -> Ready:
        listed = self.files[path + suffix]
        etag = f'"{listed.sha256[-32:]}"'
        headers = {
            "Content-Type": media_type(path),
            "ETag": etag,
            "Accept-Ranges": "bytes",
            **({"Content-Encoding": _CODING[suffix]} if suffix else {}),
            **({"Vary": "Accept-Encoding"} if self._has_variants(path) else {}),
            **self.rules.of("/" + re.sub(r"(^|/)index\.html$", r"\1", path)),
        }
        return Ready(path, self.folder / (path + suffix), listed.size, etag, tuple(headers.items()))

    def _has_variants(self, path: str) -> bool:
        return any(path + suffix in self.files for _coding, suffix in CODINGS)


def _text(folder: Path, files: Mapping[str, Listed], name: str) -> str:
    return (folder / name).read_text() if name in files else ""


def _redirects(text: str) -> dict[str, Redirect]:
    """`/old /new 301`, one a line; the same form on Netlify and Cloudflare Pages."""
    found = {}
    for line in text.splitlines():
        source, target, status, *_rest = [*line.split(), "", "", ""]
        if source.startswith("/") and target:
            found[unquote(source)] = Redirect(
                target, int(status) if status in {"301", "302", "307", "308"} else 301
            )
    return found


def with_slash(address: str) -> str:
    return quote(f"{address}/", safe="/:@!$&'()*+,;=~")
