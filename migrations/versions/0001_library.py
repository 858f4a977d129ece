"""The library: sources, topics and red flags, each with a head and its versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for heads in ("sources", "topics", "red_flags"):
        _create_heads(heads)
    _create_source_versions()
    _create_topic_versions()
    _create_red_flag_versions()
    _create_of_topic_version(
        "citations",
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("supports", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.key"], name="fk_citations_source"),
    )
    op.create_index("ix_citations_source", "citations", ["source"])
    _create_of_topic_version("phrasings", sa.Column("text", sa.Text(), nullable=False))
    _create_of_topic_version("passages", sa.Column("text", sa.Text(), nullable=False))


def downgrade() -> None:
    for table in ("passages", "phrasings", "citations", "red_flag_versions", "topic_versions", "source_versions"):
        op.drop_table(table)
    for table in ("red_flags", "topics", "sources"):
        op.drop_table(table)


def _create_heads(name: str) -> None:
    op.create_table(
        name,
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(64)),
        sa.Column("withdrawn_at", MOMENT),
        sa.PrimaryKeyConstraint("key", name=f"pk_{name}"),
    )


def _create_source_versions() -> None:
    _create_versions(
        "source_versions",
        "sources",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
    )


def _create_topic_versions() -> None:
    _create_versions(
        "topic_versions",
        "topics",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("risk", sa.String(16), nullable=False),
        sa.Column("short_answer", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("sources_differ", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("related", sa.JSON(), nullable=False),
        sa.Column("about_clinic", sa.Boolean(), nullable=False),
        *_review(),
        sa.CheckConstraint(
            "risk IN ('low', 'medicine', 'pregnancy', 'child', 'eye')", name=op.f("ck_topic_versions_risk")
        ),
    )


def _create_red_flag_versions() -> None:
    _create_versions(
        "red_flag_versions",
        "red_flags",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("advice", sa.JSON(), nullable=False),
        *_review(),
    )


def _create_versions(name: str, heads: str, *content: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("editor", sa.String(255)),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *content,
        sa.CheckConstraint("origin IN ('file', 'desk')", name=op.f(f"ck_{name}_origin")),
        sa.CheckConstraint("version > 0", name=op.f(f"ck_{name}_version")),
        sa.ForeignKeyConstraint(["key"], [f"{heads}.key"], name=f"fk_{name}_key"),
        sa.PrimaryKeyConstraint("key", "version", name=f"pk_{name}"),
    )


def _review() -> tuple[sa.Column, ...]:
    return (
        sa.Column("reviewer", sa.Text()),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
    )


def _create_of_topic_version(name: str, *content: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("topic", sa.String(255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *content,
        sa.ForeignKeyConstraint(
            ["topic", "version"], ["topic_versions.key", "topic_versions.version"], name=f"fk_{name}_topic"
        ),
        sa.PrimaryKeyConstraint("topic", "version", "position", name=f"pk_{name}"),
    )
