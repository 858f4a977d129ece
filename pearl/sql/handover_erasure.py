"""Erasing what a visitor said in hand-overs; what the clinic promised to answer stays, and nothing else of it."""

from __future__ import annotations

from typing import get_args

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection

from pearl.handover.handover import Status
from pearl.sql.handover_tables import handoffs, handover_steps
from pearl.sql.tables import outbox

# A message or a wish to be called was left with a way to be reached; there the clinic has yet to answer.
KEPT: tuple[Status, ...] = ("call_back", "message")
ERASED = "erased"


def erase_handovers(connection: Connection, sender: str) -> int:
    """Erase the words of a sender's hand-overs; returns how many were erased as a whole.

    What is left of those is a reference and when which step was made by whom at the clinic.
    """
    mine = handoffs.c.sender == sender
    over = and_(mine, handoffs.c.status.in_([status for status in get_args(Status) if status not in KEPT]))
    _blank_steps(connection, mine, handover_steps.c.kind.not_in(KEPT))
    _blank_steps(connection, over, handover_steps.c.kind.in_(KEPT))
    connection.execute(update(handoffs).where(mine).values(transcript=[]))
    connection.execute(delete(outbox).where(outbox.c.about.in_(select(handoffs.c.reference).where(over))))
    return int(
        connection.execute(
            update(handoffs)
            .where(over)
            .values(
                status="ended",
                sender=ERASED,
                idempotency_key=f"{ERASED}:" + handoffs.c.reference,
                **dict.fromkeys(("reason", "message", "phone", "email"), ""),
            )
        ).rowcount
    )


def _blank_steps(connection: Connection, of: object, which: object) -> None:
    ids = select(handoffs.c.id).where(of)
    blank = {"text": "", "flag": ""}
    connection.execute(update(handover_steps).where(handover_steps.c.handoff.in_(ids), which).values(**blank))
