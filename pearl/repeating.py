"""Work that is looked for again and again beside the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def repeat(work: Callable[[], None], every_s: float, stop: asyncio.Event) -> None:
    """Do `work` at once and then every so many seconds, until `stop`. What it raises ends it."""
    stopping = asyncio.ensure_future(stop.wait())
    while not stop.is_set():
        work()
        await asyncio.wait({stopping}, timeout=every_s)
