"""Feedback in SQL: one row for each visitor and version of an answer."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from pearl.feedback import Feedback
from pearl.sql.engine import Database
from pearl.sql.rows import values_of
from pearl.sql.tables import feedback


class SqlFeedbackStore:
    """Keeps the last word of each visitor on each answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rate(self, given: Feedback) -> None:
        """Keep a visitor's word, in place of an earlier one. Raises BadInput, StoreUnavailable."""
        values = asdict(given.checked())
        same = (feedback.c.sender == given.sender) & (feedback.c.answer_id == given.answer_id)
        try:
            with self._database.writing() as connection:
                if not connection.execute(update(feedback).where(same).values(**values)).rowcount:
                    connection.execute(insert(feedback).values(**values))
        except IntegrityError:  # the same visitor in another process, a moment before
            with self._database.writing() as connection:
                connection.execute(update(feedback).where(same).values(**values))

    def all(self) -> tuple[Feedback, ...]:
        """All feedback, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(feedback).order_by(feedback.c.id))
            return tuple(Feedback(**values_of(row, Feedback)) for row in rows)
