"""The one public server: channels, the clinic's page, health."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels import channel as channels
from rasa.core.channels.channel import InputChannel
from rasa.shared.core.domain import Domain
from sanic import Sanic

from pearl.assistant.endpoint import InProcessActions, prepare_validator
from pearl.assistant.memory import drop_what_loading_left
from pearl.assistant.rest_channel import RestChannel
from pearl.assistant.telegram.channel import TelegramChannel
from pearl.assistant.tracker_store import PearlTrackerStore
from pearl.assistant.web_channel import WebChannel
from pearl.bootstrap import alarms, daily_retention, deliverer, services
from pearl.delivery.background import Background
from pearl.desk.server import DeskServer, desk_server, how_to_get_in
from pearl.errors import ModelMismatch, SettingMissing
from pearl.model import model_file
from pearl.settings import Settings, settings
from pearl.web.pages import pages
from pearl.web.widget import widget

BODY_LIMIT = 16 * 1024


def serve() -> None:
    """Serve until Ctrl-C.

    Raises SettingMissing when a port is taken or notices have no way out, ModelMismatch when the model cannot be
    loaded, StoreUnavailable.
    """
    chosen = settings()
    listening = listen(chosen)
    app = build_app(chosen)
    current = services()
    work_beside(app, Background(deliverer(chosen, current), alarms(chosen, current), daily_retention(current)))
    if desk := desk_server(chosen, current):
        serve_desk_beside(app, desk, how_to_get_in(chosen, current))

    async def ready(app: Sanic, loop: Any) -> None:
        host, port = listening.getsockname()[:2]
        print(f"Pearl is ready: http://{host}:{port}", flush=True)

    app.register_listener(ready, "after_server_start")
    app.run(sock=listening, access_log=False, debug=False)


def listen(chosen: Settings) -> socket.socket:
    """The listening socket; port 0 takes a free one. Raises SettingMissing when it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((chosen.host, chosen.port))
    except OSError as error:
        listening.close()
        raise SettingMissing(
            f"Port {chosen.port} on {chosen.host} cannot be used ({error.strerror}); "
            "stop what uses it, or choose another, for example: PEARL_PORT=8081 make run."
        ) from error
    return listening


def build_app(chosen: Settings) -> Sanic:
    """The Sanic application: everything under /webhooks, the page, /health."""
    app = Sanic("pearl", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_LIMIT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.MOTD = False
    served: list[InputChannel] = [WebChannel(chosen)]
    if not chosen.production:
        served.append(RestChannel())
    if chosen.telegram.token:
        served.append(TelegramChannel(chosen))
    channels.register(served, app, route="/webhooks/")
    app.blueprint(pages(chosen))
    app.blueprint(widget())

    async def load(app: Sanic, loop: Any) -> None:
        app.ctx.agent = load_agent(model_file())
        drop_what_loading_left()

    app.register_listener(load, "before_server_start")
    return app


def work_beside(app: Sanic, background: Background) -> None:
    """Deliver notices, alarm and erase from the server's start to its end."""

    async def begin(app: Sanic, loop: Any) -> None:
        background.start()

    async def end(app: Sanic, loop: Any) -> None:
        await loop.run_in_executor(None, background.stop)

    app.register_listener(begin, "after_server_start")
    app.register_listener(end, "before_server_stop")


def serve_desk_beside(app: Sanic, desk: DeskServer, way_in: str) -> None:
    """Serve the staff's desk from the server's start to its end."""

    async def begin(app: Sanic, loop: Any) -> None:
        desk.start()
        # Standard output holds the line that Pearl is ready, and nothing else.
        print(f"The desk for staff: {desk.url} ({way_in})", file=sys.stderr, flush=True)

    async def end(app: Sanic, loop: Any) -> None:
        await loop.run_in_executor(None, desk.stop)

    app.register_listener(begin, "after_server_start")
    app.register_listener(end, "before_server_stop")


def load_agent(model: Path) -> Agent:
    """The agent over Pearl's tracker store, with the actions in this process."""
    prepare_validator()
    store = PearlTrackerStore(Domain.empty())
    agent = Agent.load(str(model), tracker_store=store, action_endpoint=InProcessActions())
    if agent.processor is None:
        raise ModelMismatch(f"The model {model} cannot be loaded; run `make train`.")
    # Rasa wraps the store so that trouble becomes an empty conversation; a visitor is owed the truth instead.
    agent.tracker_store = agent.processor.tracker_store = store
    return agent
