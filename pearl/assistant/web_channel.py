"""The widget's channel: signed sessions, messages that are sent once, history and replies by cursor.

POST   /webhooks/web/session                  → {"token", "expires_in"}; with a token, the same session goes on
DELETE /webhooks/web/session                  → the receipt; everything said is erased
POST   /webhooks/web/messages {"id", "text"}  → the message as it is kept
GET    /webhooks/web/messages?after=CURSOR    → {"messages", "cursor", …}, as soon as there is one
POST   /webhooks/web/feedback                 {"answer_id", "helpful"}
and what `pearl/web/visitor_requests.py` adds: free times, a calendar entry, the conversation by e-mail.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.assistant.conversations import CHANNEL, Conversations
from pearl.assistant.handover_watch import HandoverWatch
from pearl.assistant.rest_channel import apology
from pearl.bootstrap import services
from pearl.errors import BadInput
from pearl.feedback import Feedback
from pearl.handover.offer import offer_of_a_person
from pearl.keeping import made_keepable
from pearl.messages import CLIENT_ID_LIMIT, VISITOR, Message
from pearl.settings import Settings
from pearl.web.body import read_object
from pearl.web.visitor_requests import visitor_requests
from pearl.web.visitors import Handler, Visitors

PATIENCE_S = 25
# The whole body holds at most 16 KiB; a text of more than 2,000 characters is read by the gate and politely refused.
CLIENT_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{CLIENT_ID_LIMIT}}}")


class WebChannel(InputChannel):
    """Conversations are kept under `web:…`, a name that nobody chooses and only a signed token gives."""

    def __init__(self, chosen: Settings) -> None:
        self._visitors = Visitors(chosen)
        self._conversations: Conversations
        self._watch: asyncio.Task[None]

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> WebChannel:
        from pearl.settings import settings

        return cls(settings())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint, guard = Blueprint("web_channel"), self._visitors.guarded
        routes: list[tuple[str, str, Handler]] = [
            ("POST", "/session", self._begin),
            ("DELETE", "/session", self._erase),
            ("POST", "/messages", self._receive),
            ("GET", "/messages", self._read),
            ("POST", "/feedback", self._rate),
            *visitor_requests(self._visitors),
        ]
        routes += [("OPTIONS", path, self._visitors.preflight) for path in dict.fromkeys(path for _, path, _ in routes)]
        for method, path, handler in routes:
            blueprint.add_route(guard(handler), path, methods=[method], name=f"{method}_{path[1:]}".lower())

        async def open_conversations(app: Sanic, loop: Any) -> None:
            current = services()
            self._conversations = Conversations(
                on_new_message, app.ctx.agent.tracker_store, current.messages, current.clock, lambda: apology(app)
            )
            self._watch = loop.create_task(HandoverWatch(current, self._conversations).run())

        async def close_conversations(app: Sanic, loop: Any) -> None:
            self._watch.cancel()
            await self._conversations.close()

        blueprint.listener("after_server_start")(open_conversations)
        blueprint.listener("before_server_stop")(close_conversations)
        return blueprint

    async def _begin(self, request: Request) -> HTTPResponse:
        token, seconds = self._visitors.begin_or_renew(request)
        return response.json({"token": token, "expires_in": seconds})

    async def _erase(self, request: Request) -> HTTPResponse:
        sender = self._visitors.session(request).sender
        await self._conversations.quiet(sender)
        receipt = services().erasures.erase(sender)
        self._conversations.ring(sender)
        erased = {"receipt": receipt.reference, "erased": receipt.erased, "kept": list(receipt.kept)}
        return response.json({**erased, "erased_at": receipt.erased_at.isoformat()})

    async def _receive(self, request: Request) -> HTTPResponse:
        session = self._visitors.session(request)
        client_id, text, payload = read_message(request.body)
        self._visitors.count_message(request, session)
        kept = services().messages.add(
            Message(
                sender=session.sender,
                author=VISITOR,
                text=text,
                created_at=services().clock.now(),
                client_id=client_id,
                payload=payload,
            )
        )
        self._conversations.wake(session.sender)
        self._conversations.ring(session.sender)
        return response.json({"message": shown(kept)}, status=202)

    async def _rate(self, request: Request) -> HTTPResponse:
        session = self._visitors.session(request)
        data = read_object(request.body, '{"answer_id": "…", "helpful": true}')
        if not isinstance(data.get("answer_id"), str) or not isinstance(data.get("helpful"), bool):
            raise BadInput("'answer_id' must be a text, and 'helpful' true or false.")
        self._visitors.count_message(request, session)
        now = services().clock.now()
        services().feedback.rate(
            Feedback(
                answer_id=data["answer_id"],
                helpful=data["helpful"],
                sender=session.sender,
                channel=CHANNEL,
                created_at=now,
            )
        )
        if not data["helpful"] and services().handover_life.with_person(session.sender) is None:
            services().messages.add(offer_of_a_person(session.sender, data["answer_id"], services().facts, now))
            self._conversations.ring(session.sender)
        return response.json({"kept": True})

    async def _read(self, request: Request) -> HTTPResponse:
        session = self._visitors.session(request)
        self._visitors.count_read(session)
        after, patience = _number(request, "after", 0, 2**31 - 1), _number(request, "wait", PATIENCE_S, PATIENCE_S)
        self._conversations.wake(session.sender)
        found = await self._conversations.news(session.sender, after, patience)
        current = services()
        return response.json(
            {
                "messages": [shown(message) for message in found],
                "cursor": found[-1].position if found else after,
                "busy": current.messages.waiting(session.sender) is not None,
                "open": current.hours.state(current.clock.now()).is_open,
                "open_state": current.facts.open_state(),
                **_person(session.sender),
            }
        )


def read_message(body: bytes) -> tuple[str, str, str | None]:
    """The visitor's own id of a message, its text, and what a tapped button sends in its place.

    Raises BadInput saying what is wrong with it.
    """
    data = read_object(body, '{"id": "…", "text": "…"}')
    client_id, text, payload = data.get("id"), data.get("text"), data.get("payload")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise BadInput(
            f"'id' must be a text of 1 to {CLIENT_ID_LIMIT} letters, digits, '-' or '_', new for each message."
        )
    if not isinstance(text, str) or not text.strip():
        raise BadInput("'text' must be a text that is not empty.")
    if payload is not None and (not isinstance(payload, str) or not payload.strip()):
        raise BadInput("'payload' must be what the tapped button names, or be left out.")
    return client_id, made_keepable(text), None if payload is None else made_keepable(payload)


def shown(message: Message) -> dict[str, Any]:
    """A message as the widget gets it."""
    seen: dict[str, Any] = {"cursor": message.position, "from": message.author, "text": message.text}
    if message.client_id and message.author == VISITOR:
        seen["id"] = message.client_id
    if message.payload:
        seen["payload"] = message.payload
    return {**seen, **message.extras, "at": message.created_at.isoformat()}


def _person(sender: str) -> dict[str, str]:
    """Who at the clinic has the conversation, without a name as long as nobody has taken it; nothing without a person."""
    handover = services().handover_life.with_person(sender)
    return {"person": handover.taken_by} if handover else {}


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.args.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,10}", text):
        raise BadInput(f"'{name}' must be a whole number, such as 0.")
    return min(int(text), most)
