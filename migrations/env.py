"""Alembic's way in. `pearl.sql.migration` calls it with a connection that is in a transaction already."""

from alembic import context

from pearl.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
