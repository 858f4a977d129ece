"""What delivering the outbox needs: the lease on a notice, its next try, why it was dropped, its booking; who wants no reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("lease", sa.String(32)))
    op.add_column("outbox", sa.Column("next_try_at", MOMENT))
    op.add_column("outbox", sa.Column("dropped", sa.Text()))
    op.add_column("outbox", sa.Column("about", sa.String(32), comment="the booking's reference"))
    op.create_index("ix_outbox_about", "outbox", ["about"])
    op.create_table(
        "reminder_opt_outs",
        sa.Column("address_hash", sa.String(64), primary_key=True, comment="sha256, so that the list names nobody"),
        sa.Column("opted_out_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("reminder_opt_outs")
    op.drop_index("ix_outbox_about", "outbox")
    for column in ("about", "dropped", "next_try_at", "lease"):
        op.drop_column("outbox", column)
