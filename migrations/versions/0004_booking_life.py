"""Places, so that no time is given out twice; the changes of a booking's life; wrong pairs of reference and contact."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
NEW_COLUMNS = ("site", "known_patient", "consented_at", "place", "places")
PLACE = "place IS NULL OR (place >= 0 AND place < places AND starts_at IS NOT NULL)"
PLACED = "starts_at IS NULL OR place IS NOT NULL OR status IN ('declined', 'cancelled')"
STATUS = "status IN ('requested', 'confirmed', 'declined', 'moved', 'cancelled', 'done')"


def upgrade() -> None:
    _add_columns()
    _give_places()
    with op.batch_alter_table("bookings") as table:
        table.create_unique_constraint("uq_bookings_starts_at_place", ["starts_at", "place"])
        table.create_check_constraint(op.f("ck_bookings_place"), PLACE)
        table.create_check_constraint(op.f("ck_bookings_placed"), PLACED)
        table.create_check_constraint(op.f("ck_bookings_status"), STATUS)
    _create_booking_changes()
    _create_wrong_pairs()


def downgrade() -> None:
    op.drop_table("wrong_pairs")
    op.drop_table("booking_changes")
    with op.batch_alter_table("bookings") as table:
        for name in ("ck_bookings_status", "ck_bookings_placed", "ck_bookings_place"):
            table.drop_constraint(op.f(name), type_="check")
        table.drop_constraint("uq_bookings_starts_at_place", type_="unique")
        for name in NEW_COLUMNS:
            table.drop_column(name)


def _add_columns() -> None:
    place = "which of the places at starts_at it takes, from 0; none when it takes none"
    places = "how many places there were at that time when it was given one"
    op.add_column("bookings", sa.Column("site", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("bookings", sa.Column("known_patient", sa.Boolean()))
    op.add_column("bookings", sa.Column("consented_at", MOMENT))
    op.add_column("bookings", sa.Column("place", sa.Integer(), comment=place))
    op.add_column("bookings", sa.Column("places", sa.Integer(), comment=places))


def _give_places() -> None:
    """Bookings from before keep their times, also where more of them are at one time than there are places now."""
    table = sa.table("bookings", *(sa.column(name) for name in ("id", "starts_at", "place", "places")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.id, table.c.starts_at).order_by(table.c.id)).fetchall()
    given, places = Counter(), Counter(moment for _, moment in rows)
    for number, moment in rows:
        if moment is not None:
            values = {"place": given[moment], "places": places[moment]}
            connection.execute(sa.update(table).where(table.c.id == number).values(**values))
            given[moment] += 1


def _create_booking_changes() -> None:
    op.create_table(
        "booking_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="counts the changes of one booking from 0"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(255), nullable=False, comment="visitor, or staff: and a name"),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the booking's day after the change"),
        sa.Column("starts_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["booking"], ["bookings.id"], name="fk_booking_changes_booking", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_booking_changes"),
        sa.UniqueConstraint("booking", "sequence", name="uq_booking_changes_booking"),
    )
    op.execute(
        "INSERT INTO booking_changes (booking, sequence, kind, at, by, said, day, starts_at) "
        "SELECT id, 0, 'requested', created_at, 'visitor', '', day, starts_at FROM bookings"
    )


def _create_wrong_pairs() -> None:
    op.create_table(
        "wrong_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_pairs"),
    )
    op.create_index("ix_wrong_pairs_reference", "wrong_pairs", ["reference"])
    op.create_index("ix_wrong_pairs_sender", "wrong_pairs", ["sender"])
