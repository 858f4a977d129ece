"""Which websites may speak with the web channel, and who a request is from."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from sanic.request import Request

from pearl.settings import Settings

OF_THIS_MACHINE = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?")


def may_embed(origin: str, host: str, chosen: Settings) -> bool:
    """Whether a page of this origin may use the channel of the server that was called as `host`.

    The server's own pages may, the websites in PEARL_ALLOWED_ORIGINS, and in development this machine's.
    """
    if origin in chosen.allowed_origins or (urlsplit(origin).netloc == host and origin.startswith("http")):
        return True
    return not chosen.production and OF_THIS_MACHINE.fullmatch(origin) is not None


def address(request: Request) -> str:
    """The visitor's network address, for counting only.

    A web server on the same machine names the visitor at the end of X-Forwarded-For; nobody else is believed.
    """
    forwarded = str(request.headers.get("x-forwarded-for") or "").rpartition(",")[2].strip()
    return forwarded[:45] if forwarded and _is_this_machine(request.ip) else str(request.ip)


def _is_this_machine(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
