"""The life of a hand-over: who has the conversation, what the visitor left, and each step of its way."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
TEXTS = ("taken_by", "message", "phone", "email")
STATUS = "status IN ('waiting', 'taken', 'missed', 'after_hours', 'call_back', 'message', 'ended')"


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("handoffs", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))
    for name in ("changed_at", "said_at"):
        op.add_column("handoffs", sa.Column(name, MOMENT))
    # Nobody was told of the hand-overs from before, so nobody takes one any more.
    op.execute("UPDATE handoffs SET status = 'missed', changed_at = created_at, said_at = created_at")
    with op.batch_alter_table("handoffs") as table:
        for name in ("changed_at", "said_at"):
            table.alter_column(name, existing_type=MOMENT, nullable=False)
        table.create_check_constraint(op.f("ck_handoffs_status"), STATUS)
    _create_handover_steps()


def downgrade() -> None:
    op.drop_table("handover_steps")
    with op.batch_alter_table("handoffs") as table:
        table.drop_constraint(op.f("ck_handoffs_status"), type_="check")
        for name in (*TEXTS, "changed_at", "said_at"):
            table.drop_column(name)


def _create_handover_steps() -> None:
    op.create_table(
        "handover_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="counts the steps of one hand-over from 0"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(255), nullable=False, comment="visitor, pearl, or staff: and a name"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False, comment="the red flag that the gate saw in the text"),
        sa.Column("key", sa.String(255), comment="names what must not be kept twice"),
        sa.Column("tells", sa.Boolean(), nullable=False, comment="whether the text is to be brought to the visitor"),
        sa.ForeignKeyConstraint(["handoff"], ["handoffs.id"], name="fk_handover_steps_handoff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_handover_steps"),
        sa.UniqueConstraint("handoff", "sequence", name="uq_handover_steps_handoff"),
        sa.UniqueConstraint("handoff", "key", name="uq_handover_steps_handoff_key"),
    )
    op.execute(
        "INSERT INTO handover_steps (handoff, sequence, kind, at, by, text, flag, tells) "
        "SELECT id, 0, 'requested', created_at, 'visitor', '', '', false FROM handoffs"
    )
