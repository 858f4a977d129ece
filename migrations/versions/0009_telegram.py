"""Telegram: how far each chat's conversation has been brought, and what still waits for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WAITS = sa.text("answered_at IS NULL AND author = 'visitor'")


def upgrade() -> None:
    op.create_table(
        "telegram_chats",
        sa.Column("sender", sa.String(255), primary_key=True),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_telegram_chats_bot_id", "telegram_chats", ["bot_id"])
    columns = ["sender", "position"]
    op.create_index("ix_messages_waiting", "messages", columns, sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index("ix_messages_waiting", "messages")
    op.drop_table("telegram_chats")
