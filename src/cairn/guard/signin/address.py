"""Where a request comes from, as the lock after repeated failure counts it."""

from django.http import HttpRequest


def behind_proxy(request: HttpRequest) -> str:
    """The address that the proxy in front of the workspace saw: the last one, which it wrote itself.

    Those before it are what the visitor claims. Without the header a request came from this machine.
    """
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
