"""The desk: accounts of the staff, sessions, tries to sign in, the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False, comment="argon2id"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("one_time", sa.Boolean(), nullable=False, comment="made for a demonstration"),
        sa.Column("disabled_at", MOMENT),
        sa.CheckConstraint("role IN ('reception', 'clinician', 'admin')", name=op.f("ck_staff_role")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("key", sa.String(64), primary_key=True, comment="sha256 of the token that the browser holds"),
        sa.Column("name", sa.String(40), sa.ForeignKey("staff.name", ondelete="CASCADE"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("ix_staff_sessions_name", "staff_sessions", ["name"])
    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name_hash", sa.String(64), nullable=False, comment="sha256 of the typed name"),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_sign_in_tries_name_hash", "sign_in_tries", ["name_hash"])
    op.create_index("ix_sign_in_tries_address", "sign_in_tries", ["address"])
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.String(255), nullable=False),
    )
    op.create_index("ix_audit_entries_about", "audit_entries", ["about"])


def downgrade() -> None:
    for name in ("audit_entries", "sign_in_tries", "staff_sessions", "staff"):
        op.drop_table(name)
