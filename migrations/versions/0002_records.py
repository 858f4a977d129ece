"""The records that conversations leave: bookings, hand-overs, questions, feedback, notices, erasures, updates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
TABLES = ("bookings", "handoffs", "unanswered", "feedback", "outbox", "erasures", "telegram_updates")


def upgrade() -> None:
    _create_bookings()
    _create_handoffs()
    _create_unanswered()
    _create_feedback()
    _create_outbox()
    _create_erasures()
    _create_telegram_updates()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        *_referenced("bookings"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        *_sent("bookings"),
    )
    op.create_index("ix_bookings_sender", "bookings", ["sender"])
    op.create_index("ix_bookings_status_day", "bookings", ["status", "day"])


def _create_handoffs() -> None:
    op.create_table(
        "handoffs",
        *_referenced("handoffs"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("transcript", sa.JSON(), nullable=False),
        *_sent("handoffs"),
    )
    op.create_index("ix_handoffs_sender", "handoffs", ["sender"])
    op.create_index("ix_handoffs_status", "handoffs", ["status"])


def _create_unanswered() -> None:
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False, comment="sha256 of sender and text"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("best_label", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("resolved_at", MOMENT),
        *_sent("unanswered"),
        sa.UniqueConstraint("fingerprint", name="uq_unanswered_fingerprint"),
    )
    op.create_index("ix_unanswered_sender", "unanswered", ["sender"])
    op.create_index("ix_unanswered_resolved_at", "unanswered", ["resolved_at"])


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(300), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        *_sent("feedback"),
        sa.UniqueConstraint("sender", "answer_id", name="uq_feedback_sender"),
    )
    op.create_index("ix_feedback_answer_id", "feedback", ["answer_id"])


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_error", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("dead", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("idempotency_key", name="uq_outbox_idempotency_key"),
    )
    op.create_index("ix_outbox_open", "outbox", ["sent_at", "dead", "due_at"])


def _create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(32), nullable=False),
        sa.Column("sender_hash", sa.String(64), nullable=False, comment="sha256, so that the receipt names nobody"),
        sa.Column("erased", sa.JSON(), nullable=False, comment="rows erased, by store"),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
        sa.UniqueConstraint("receipt", name="uq_erasures_receipt"),
    )
    op.create_index("ix_erasures_sender_hash", "erasures", ["sender_hash"])


def _create_telegram_updates() -> None:
    op.create_table(
        "telegram_updates",
        sa.Column("bot_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("processed_at", MOMENT),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_telegram_updates"),
    )
    op.create_index("ix_telegram_updates_received_at", "telegram_updates", ["received_at"])


def _referenced(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """A row with a reference that people say and a key that makes a repeat one row."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("idempotency_key", sa.String(255), nullable=False),
        sa.UniqueConstraint("reference", name=f"uq_{table}_reference"),
        sa.UniqueConstraint("idempotency_key", name=f"uq_{table}_idempotency_key"),
    )


def _sent(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Who sent it, from where and when."""
    return (
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
