"""A thread that works beside the server, with an event loop of its own: the database never holds up a visitor."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Protocol

from pearl.notices.deliverer import GRACE_S

log = logging.getLogger(__name__)


class Works(Protocol):
    """What goes on beside the server: the deliverer, the alarms, the limits on what is kept."""

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`."""


class Background:
    """Lets them work from `start` to `stop`."""

    def __init__(self, *working: Works) -> None:
        self._working = working
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._work, name="notices", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Take nothing new, let what is under way end for some seconds, give the rest back; returns when that is done."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(GRACE_S + 5)

    def _work(self) -> None:
        try:
            asyncio.run(self._main())
        except Exception:
            log.exception("Notices are no longer delivered, nor is anything erased by the limits; restart Pearl")

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await asyncio.gather(*(each.run(self._stop) for each in self._working))
