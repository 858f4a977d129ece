"""Rasa's REST protocol for development, with a check of everything that comes in."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.errors import BadInput
from pearl.understanding.message import incoming
from pearl.web.body import read_object

log = logging.getLogger(__name__)
SENDER_LIMIT = 200


class Replies(CollectingOutputChannel):
    """Collects each reply as one message with its buttons and its note, addressed to the sender as he named himself."""

    def __init__(self, sender: str) -> None:
        super().__init__()
        self._sender = sender

    @classmethod
    def name(cls) -> str:
        return "rest"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        keys = ("text", "buttons", "custom")
        self.messages.append({"recipient_id": self._sender, **{key: message[key] for key in keys if message.get(key)}})


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook` with {"sender", "message"}; conversations are kept under `rest:<sender>`."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> RestChannel:
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("rest_channel")

        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text = read_message(request.body)
            except BadInput as error:
                return response.json({"error": str(error)}, status=400)
            replies = Replies(sender)
            message = UserMessage(incoming(text), replies, f"rest:{sender}", input_channel=self.name())
            try:
                await on_new_message(message)
            except Exception as error:
                log.error("A turn failed: %s", type(error).__name__)
                await replies.send_response(sender, {"text": apology(request.app)})
            return response.json(replies.messages)

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint


def read_message(body: bytes) -> tuple[str, str]:
    """The sender and the text of a request's body.

    Raises BadInput saying what is wrong with it.
    """
    data = read_object(body, '{"sender": "…", "message": "…"}')
    sender, text = data.get("sender"), data.get("message")
    if not isinstance(sender, str) or not 0 < len(sender) <= SENDER_LIMIT or not sender.isprintable():
        raise BadInput(f"'sender' must be a text of 1 to {SENDER_LIMIT} printable characters.")
    if not isinstance(text, str) or not text.strip():
        raise BadInput("'message' must be a text that is not empty.")
    return sender, text


def apology(app: Sanic) -> str:
    """The domain's words for trouble, with the clinic's phone number."""
    from pearl.bootstrap import services

    words = app.ctx.agent.domain.responses["utter_trouble"][0]["text"]
    return str(words).replace("{phone}", services().profile.phone)
