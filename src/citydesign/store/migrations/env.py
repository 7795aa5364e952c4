"""Runs the migrations on the connection that `migrate` hands over."""

from alembic import context

from citydesign.booking.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes most things by copying the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
