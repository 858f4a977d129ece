"""Beside the web channel: brings what staff do in another process to those who wait, and ends what nobody took in time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from pearl.assistant.conversations import CHANNEL, Conversations
from pearl.bootstrap import Services
from pearl.errors import PearlError
from pearl.handover.handover import SILENT

log = logging.getLogger(__name__)
LOOK_S = 0.5
# Every so many looks, it is also looked whose time has run out and whether words of a visitor were left unread.
ROUND = 10
# Two processes that write at once may be seen in the other order, so a few ids before the newest are looked at again.
OVERLAP = 50


class HandoverWatch:
    """Looks into the store twice a second; trouble with it is waited out."""

    def __init__(self, current: Services, conversations: Conversations) -> None:
        self._services, self._conversations = current, conversations
        self._newest = 0
        self._seen: deque[int] = deque(maxlen=2 * OVERLAP)

    async def run(self) -> None:
        """Watch until cancelled."""
        looks, troubled = 0, False
        while True:
            try:
                if not looks:
                    self._newest = max(self._newest, self._services.handovers.newest_step())
                self._ring()
                if looks % ROUND == 0:
                    self._make_the_round()
                looks, troubled = looks + 1, False
            except PearlError as error:
                if not troubled:
                    log.error("Hand-overs are not watched now: %s", error)
                troubled = True
            await asyncio.sleep(LOOK_S)

    def _ring(self) -> None:
        for step in self._services.handovers.steps_after(max(self._newest - OVERLAP, 0)):
            if step.id not in self._seen:
                self._seen.append(step.id)
                self._newest = max(self._newest, step.id)
                self._conversations.ring(step.handover.sender)

    def _make_the_round(self) -> None:
        for handover in self._services.handover_life.run_out():
            self._conversations.ring(handover.sender)
        # A visitor who has closed the page wakes nobody; what he said last still belongs to the staff.
        for handover in self._services.handovers.handovers(SILENT):
            if handover.channel == CHANNEL:
                self._conversations.wake(handover.sender)
