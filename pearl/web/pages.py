"""The demonstration clinic's page, the privacy notice and the state of health."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.bootstrap import services
from pearl.errors import PearlError
from pearl.settings import Settings

FOLDER = Path(__file__).resolve().parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
ASSETS = {"page.js": "text/javascript", "page.css": "text/css", "icon.svg": "image/svg+xml"}


def pages(chosen: Settings) -> Blueprint:
    """The blueprint with /, /page/…, /privacy and /health; the demonstration page at / is off in production."""
    blueprint = Blueprint("pages")
    if not chosen.production:
        blueprint.add_route(_page("clinic.html"), "/", name="clinic")
    for name, kind in ASSETS.items():
        blueprint.add_route(_asset(name, kind), f"/page/{name}", name=name.replace(".", "_"))
    blueprint.add_route(_page("privacy.html", _way_back(chosen)), "/privacy", name="privacy")
    blueprint.add_route(health, "/health", name="health")
    return blueprint


async def health(request: Request) -> HTTPResponse:
    """200 when a question can be answered, 503 when not, with each dependency's state."""
    states = {"model": "ok" if getattr(request.app.ctx, "agent", None) else "not loaded", "database": _database()}
    ready = all(state == "ok" for state in states.values())
    return response.json({"status": "ok" if ready else "trouble", **states}, status=200 if ready else 503)


def _database() -> str:
    try:
        services().library.fingerprint()
    except PearlError as error:
        return str(error)
    return "ok"


def _way_back(chosen: Settings) -> str:
    """Where a reader of the privacy notice came from: the page here, else the first website that carries the widget."""
    return next(iter(chosen.allowed_origins), "") if chosen.production else "/"


def _page(name: str, back: str = "") -> Any:
    async def page(request: Request) -> HTTPResponse:
        words = {key: escape(value) for key, value in services().facts.values().items()}
        link = f'<a href="{escape(back)}">Back to {words["clinic"]}</a>' if back else ""
        words["back"] = f'<p class="small">{link}</p>' if link else ""
        text = Template((FOLDER / name).read_text(encoding="utf-8")).safe_substitute(words)
        return response.html(text, headers=HEADERS)

    return page


def _asset(name: str, kind: str) -> Any:
    async def asset(request: Request) -> HTTPResponse:
        return response.raw((FOLDER / name).read_bytes(), content_type=kind, headers=HEADERS)

    return asset
