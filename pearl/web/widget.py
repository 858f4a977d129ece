"""The widget's script, and what this clinic says in it; any website may load both."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.bootstrap import Services, chat_words, services
from pearl.chat_words import ChatWords, chosen
from pearl.clinic_facts import ClinicFacts
from pearl.library.answering import answer
from pearl.settings import settings
from pearl.web.visitor_requests import can_mail

BUNDLES = Path(__file__).resolve().parent / "static" / "widget"
LANGUAGE_LIMIT = 35
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}
# An old copy is better than nothing while the server is away.
SCRIPT_AGE = "public, max-age=3600, stale-if-error=604800"
WORDS_AGE = "public, max-age=60, stale-if-error=604800"


def widget() -> Blueprint:
    """The blueprint with /widget/pearl.js, /widget/sheets.js and /widget/clinic.json."""
    blueprint = Blueprint("widget")
    for name in ("pearl.js", "sheets.js"):
        blueprint.add_route(script(name), f"/widget/{name}", name=name.replace(".", "_"))
    blueprint.add_route(clinic, "/widget/clinic.json", name="clinic")
    return blueprint


def script(name: str) -> Any:
    """A handler that gives a script as it was built."""

    async def script(request: Request) -> HTTPResponse:
        return _file(request, _bundle(name), "text/javascript; charset=utf-8", SCRIPT_AGE)

    return script


async def clinic(request: Request) -> HTTPResponse:
    """What the clinic says, at this moment, and the chat's own words in the language asked for."""
    current, wanted = services(), str(request.args.get("lang") or "")[:LANGUAGE_LIMIT]
    says = {**clinic_words(current, current.facts), **own_words(current, wanted)}
    return _file(request, json.dumps(says, ensure_ascii=False).encode(), "application/json", WORDS_AGE)


def own_words(current: Services, wanted: str) -> dict[str, Any]:
    """The words on buttons and lines, with their language and direction."""
    found = chosen(_languages(), wanted, current.profile.languages[0])
    words = {re.sub("_([a-z])", lambda match: match[1].upper(), key): text for key, text in found.words.items()}
    return {"lang": found.language, "dir": found.direction, "language": current.profile.languages[0], "words": words}


@lru_cache(maxsize=1)
def _languages() -> dict[str, ChatWords]:
    return chat_words(settings())


@lru_cache(maxsize=2)
def _bundle(name: str) -> bytes:
    return (BUNDLES / name).read_bytes()


def _file(request: Request, body: bytes, kind: str, age: str) -> HTTPResponse:
    """The body, small if the browser can unpack it; 304 when it has this very one."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers: Mapping[str, str] = {**HEADERS, "Cache-Control": age, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return response.empty(status=304, headers=dict(headers))
    if "gzip" in str(request.headers.get("accept-encoding") or ""):
        body, headers = gzip.compress(body, mtime=0), {**headers, "Content-Encoding": "gzip"}
    return response.raw(body, content_type=kind, headers=dict(headers))


def clinic_words(current: Services, facts: ClinicFacts) -> dict[str, Any]:
    """What the widget says in the clinic's name, filled with its facts."""
    profile, said = current.profile, current.profile.widget
    return {
        "name": profile.name,
        "title": said.title,
        "mails": can_mail(),
        "phone": profile.phone,
        "privacy": profile.consent.privacy_notice,
        "emergency": facts.fill(said.emergency),
        "unreachable": facts.fill(said.unreachable),
        "greeting": [facts.fill(part) for part in said.greeting],
        "suggestions": [{"title": tap.title, "payload": tap.payload} for tap in said.suggestions],
        "hours": facts.week().split("; "),
        "open": current.hours.state(current.clock.now()).is_open,
        "open_state": facts.open_state(),
        "links": known_links(facts),
        "answers": carried_answers(current, facts),
    }


def known_links(facts: ClinicFacts) -> list[dict[str, str]]:
    """Numbers and addresses that can be tapped wherever they stand in a reply."""
    values = facts.values()
    numbers = {values[name] for name in ("phone", "emergency", "advice_line", "crisis_line", "poison_line")}
    links = [{"text": number, "href": "tel:" + re.sub(r"[^\d+]", "", number)} for number in sorted(numbers)]
    return [*links, {"text": values["email"], "href": f"mailto:{values['email']}"}]


def carried_answers(current: Services, facts: ClinicFacts) -> list[dict[str, Any]]:
    """The answers for the time when the server cannot be reached, each with its sources and its state of review."""
    library, carried = current.library.library(), []
    for key in current.profile.widget.carried_answers:
        topic, answer_id = library.topic(key), current.library.answer_id(key)
        if topic is None or answer_id is None:
            continue
        given = answer(topic, answer_id, library, {}, facts)
        sources = [{"title": source.title, "url": source.url} for source in given.sources[:3] if source.url]
        carried.append({"title": given.title, "text": given.text, "review": given.review_line, "sources": sources})
    return carried
