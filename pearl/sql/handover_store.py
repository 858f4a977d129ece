"""The store of hand-overs in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pearl.errors import HandoverRefused, StoreUnavailable
from pearl.handover.handover import Handover, Line, Status, Step
from pearl.handover.store import CHANGED_MEANWHILE, UNKNOWN, first_step
from pearl.keeping import keepable
from pearl.messages import Message
from pearl.notices.notice import Notice
from pearl.reference import HANDOFF, Draw, draw_reference
from pearl.sql.engine import Database
from pearl.sql.handover_tables import handoffs, handover_steps
from pearl.sql.message_store import append_message
from pearl.sql.outbox import insert_notices
from pearl.sql.rows import is_repeat, values_of

ATTEMPTS = 20
_STEP = ("kind", "at", "by", "sequence", "text", "flag", "tells")


class SqlHandoverStore:
    """A HandoverStore over a migrated database; safe among threads and processes, since constraints hold the promises.

    The message of a step, and its notices, are kept with it.
    """

    def __init__(
        self,
        database: Database,
        draw: Draw = draw_reference,
        notices_for: Callable[[Step], Iterable[Notice]] = lambda step: (),
    ) -> None:
        self._database, self._draw, self._notices_for = database, draw, notices_for

    def add(self, handover: Handover) -> Handover:
        handover = handover.checked()
        for _ in range(ATTEMPTS):
            try:
                with self._database.writing() as connection:
                    if row := _find(connection, "idempotency_key", handover.idempotency_key):
                        return _handover(row)
                    drawn = replace(handover, reference=self._draw(HANDOFF))
                    added = connection.execute(insert(handoffs).values(**_values(drawn)))
                    self._keep(connection, added.inserted_primary_key[0], first_step(drawn))
                    return drawn
            except IntegrityError as error:
                if not is_repeat(error):
                    raise
        raise StoreUnavailable("No free reference was found for a new record; try again.")

    def handover(self, reference: str) -> Handover | None:
        if not keepable(reference):
            return None
        return next(iter(self._read(select(handoffs).where(handoffs.c.reference == reference))), None)

    def latest(self, sender: str) -> Handover | None:
        newest = select(handoffs).where(handoffs.c.sender == sender).order_by(handoffs.c.id.desc()).limit(1)
        return next(iter(self._read(newest)), None)

    def handovers(self, statuses: Collection[Status] | None = None) -> tuple[Handover, ...]:
        query = select(handoffs).order_by(handoffs.c.id)
        return self._read(query if statuses is None else query.where(handoffs.c.status.in_(tuple(statuses))))

    def steps(self, reference: str) -> tuple[Step, ...]:
        if not keepable(reference):
            return ()
        of_it = select(handover_steps).join(handoffs).where(handoffs.c.reference == reference)
        with self._database.reading() as connection:
            row = _find(connection, "reference", reference)
            steps = connection.execute(of_it.order_by(handover_steps.c.sequence)).all()
        return tuple(_step(step, _handover(row)) for step in steps)

    def add_step(self, step: Step, message: Message | None = None) -> Handover:
        step, message = step.checked(), message.checked() if message else None
        for _ in range(ATTEMPTS):
            try:
                with self._database.writing() as connection:
                    return self._insert_step(connection, step, message)
            except IntegrityError as error:  # the visitor wrote at the same moment, or a twin of this step came first
                if not is_repeat(error):
                    raise
        raise StoreUnavailable("Too much happened in one conversation at once; try again.")

    def stirred_after(self, step_id: int) -> tuple[tuple[int, str], ...]:
        later = select(handover_steps.c.id, handoffs.c.sender).join(handoffs).where(handover_steps.c.id > step_id)
        with self._database.reading() as connection:
            return tuple((row.id, row.sender) for row in connection.execute(later.order_by(handover_steps.c.id)))

    def newest_step(self) -> int:
        with self._database.reading() as connection:
            return int(connection.execute(select(func.coalesce(func.max(handover_steps.c.id), 0))).scalar_one())

    def clear(self) -> None:
        with self._database.writing() as connection:
            for table in (handover_steps, handoffs):
                connection.execute(delete(table))

    def _insert_step(self, connection: Connection, step: Step, message: Message | None) -> Handover:
        row = _find(connection, "reference", step.handover.reference, for_update=True)
        if row is None:
            raise HandoverRefused(UNKNOWN)
        mine = handover_steps.c.handoff == row.id
        if (
            step.key
            and connection.execute(select(handover_steps.c.id).where(mine, handover_steps.c.key == step.key)).first()
        ):
            return _handover(row)
        made = connection.execute(select(func.count()).select_from(handover_steps).where(mine)).scalar_one()
        # An erasure adds no step, yet what it blanked must not be written again.
        if made != step.sequence or row.sender != step.handover.sender:
            raise HandoverRefused(CHANGED_MEANWHILE)
        self._keep(connection, row.id, step)
        connection.execute(update(handoffs).where(handoffs.c.id == row.id).values(**_values(step.handover)))
        if message is not None:
            append_message(connection, message)
        return step.handover

    def _keep(self, connection: Connection, handoff: int, step: Step) -> None:
        values = {name: getattr(step, name) for name in _STEP}
        row = insert(handover_steps).values(handoff=handoff, key=step.key or None, **values)
        connection.execute(row)
        insert_notices(connection, self._notices_for(step))

    def _read(self, query: Any) -> tuple[Handover, ...]:
        with self._database.reading() as connection:
            return tuple(_handover(row) for row in connection.execute(query))


def _find(connection: Connection, column: str, value: str, for_update: bool = False) -> Any:
    query = select(handoffs).where(handoffs.c[column] == value)
    return connection.execute(query.with_for_update() if for_update else query).first()


def _values(handover: Handover) -> dict[str, Any]:
    lines = [{**asdict(line), "at": line.at.isoformat() if line.at else None} for line in handover.transcript]
    return {**asdict(handover), "transcript": lines}


def _handover(row: Any) -> Handover:
    values = values_of(row, Handover)
    return Handover(**{**values, "transcript": tuple(_line(said) for said in values["transcript"])})


def _line(said: Any) -> Line:
    if isinstance(said, list):  # kept by an earlier Pearl, without its moment
        author, text = map(str, said)
        return Line({"user": "visitor", "bot": "pearl"}.get(author, author), text)
    return Line(**{**said, "at": datetime.fromisoformat(said["at"]) if said["at"] else None})


def _step(row: Any, handover: Handover) -> Step:
    return Step(handover=handover, key=row.key or "", id=row.id, **{name: getattr(row, name) for name in _STEP})
