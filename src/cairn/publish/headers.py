"""The headers that protect readers and keep caches honest, written once into the site as `_headers`.

The file has the form that Netlify and Cloudflare Pages read; `serve` reads the same file, so that the rules are
signed with the site and hold on every mirror. Later rules win; `! Name` takes back what an earlier rule set.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

NAME = "_headers"
# Files whose name carries the hash of their content.
HASHED = ("assets/", "cards/", "media/", "pagefind/fragment/", "pagefind/index/")
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=30, must-revalidate"
NEVER = "no-store"

Rule = tuple[re.Pattern[str], tuple[tuple[str, str], ...]]


def content_security_policy(*, scripts: str = "'self'") -> str:
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def security_headers(*, is_https: bool) -> dict[str, str]:
    """What every answer carries. HSTS only over https: a browser must not learn it from a trial on http."""
    headers = {
        "Content-Security-Policy": content_security_policy(),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), interest-cohort=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers


def headers_file(*, is_https: bool, search: Iterable[str], sensitive: Iterable[str]) -> bytes:
    """The rules of one site; `search` and `sensitive` are the addresses of such pages.

    Only the search page may run WebAssembly, which its index needs. A sensitive page is kept by no cache.
    """
    lines = ["/*", *_set(security_headers(is_https=is_https)), f"  Cache-Control: {SHORTLY}"]
    for prefix in HASHED:
        lines += [f"/{prefix}*", *_replace("Cache-Control", FOR_EVER)]
    # Data are for everybody, also for notebooks and pages of others.
    lines += ["/data/*", *_set({"Access-Control-Allow-Origin": "*"})]
    policy = content_security_policy(scripts="'self' 'wasm-unsafe-eval'")
    for address in sorted(search):
        lines += [quote(address), *_replace("Content-Security-Policy", policy)]
    for address in sorted(sensitive):
        lines += [quote(address), *_replace("Cache-Control", NEVER)]
    return ("\n".join(lines) + "\n").encode()


def _set(headers: dict[str, str]) -> list[str]:
    return [f"  {name}: {value}" for name, value in headers.items()]


def _replace(name: str, value: str) -> list[str]:
    return [f"  ! {name}", f"  {name}: {value}"]


@dataclass(frozen=True, slots=True)
class HeaderRules:
    """The rules of `_headers`, asked by address."""

    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, text: str) -> "HeaderRules":
        gathered: list[tuple[str, list[tuple[str, str]]]] = []
        for line in text.splitlines():
            if line.startswith("/"):
                gathered.append((unquote(line.strip()), []))
            elif gathered and ":" in line:
                name, _, value = line.strip().partition(":")
                gathered[-1][1].append((name.strip(), value.strip()))
        return cls(tuple((_pattern(address), tuple(headers)) for address, headers in gathered))

    def of(self, address: str) -> dict[str, str]:
        """What an answer at this address carries, by name."""
        found: dict[str, str] = {}
        for pattern, headers in self.rules:
            if pattern.fullmatch(address):
                found.update(headers)
        return found


@lru_cache(maxsize=4096)
def _pattern(address: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in address.split("*")), re.DOTALL)
