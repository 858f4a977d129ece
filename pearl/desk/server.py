"""The desk's server: in a thread of the serving process, at a port of its own that visitors never see."""

from __future__ import annotations

import logging
import socket
import sys
import threading

import uvicorn

from pearl.bootstrap import Services
from pearl.desk.app import build_desk
from pearl.desk.door import Desk
from pearl.errors import SettingMissing
from pearl.settings import Settings
from pearl.staff.accounts import Accounts

log = logging.getLogger(__name__)
GRACE_S = 5


class DeskServer:
    """Serves from `start` to `stop`."""

    def __init__(self, listening: socket.socket, desk: Desk) -> None:
        self._listening = listening
        host, port = listening.getsockname()[:2]
        self.url = f"http://{host}:{port}"
        config = uvicorn.Config(
            build_desk(desk), log_config=None, access_log=False, lifespan="off", loop="asyncio", http="h11", ws="none", server_header=False,
            timeout_graceful_shutdown=GRACE_S, limit_concurrency=200,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no new requests, let those under way end; returns when that is done."""
        self._server.should_exit = True
        self._thread.join(GRACE_S + 2)
        self._listening.close()

    def _work(self) -> None:
        try:
            self._server.run(sockets=[self._listening])
        except Exception:
            log.exception("The desk is no longer served; restart Pearl")
            self._listening.close()


def desk_server(chosen: Settings, current: Services) -> DeskServer | None:
    """The desk as the settings want it; None where it is off, or its usual port is taken by something else.

    Raises SettingMissing when the port that somebody chose cannot be used.
    """
    if chosen.desk_port is None:
        return None
    try:
        listening = _listen(chosen.desk_host, chosen.desk_port)
    except SettingMissing as error:
        if chosen.desk_port_is_chosen:
            raise
        print(f"No desk is served: {error}", file=sys.stderr)
        return None
    by_email, by_telegram = bool(chosen.mail.host), bool(chosen.telegram.token)
    return DeskServer(listening, Desk(current, chosen.production, by_email, by_telegram))


def how_to_get_in(chosen: Settings, current: Services) -> str:
    """What to tell whoever starts Pearl about the way in.

    The demonstration's account is for development, and only as long as nobody has a real one.
    """
    accounts = Accounts(current.staff, current.clock, "pearl serve")
    if not chosen.production and (made := accounts.for_a_demonstration()):
        account, password = made
        return f"sign in as {account.name} with {password}, good until the next start"
    accounts.end_demonstration()
    if all(account.disabled_at for account in current.staff.accounts()):
        return "make the first account with: .venv/bin/pearl desk add-user NAME --role admin"
    return "sign in with your account"


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise SettingMissing(
            f"Port {port} on {host}, for the desk, cannot be used ({error.strerror}); "
            "stop what uses it, or choose another, for example: PEARL_DESK_PORT=8091 make run."
        ) from error
    return listening
