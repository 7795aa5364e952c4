"""Runs the migrations of a `Schema` on the connection that it hands over."""

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given["metadata"],
    version_table=given["version_table"],
    # SQLite changes most things by copying the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
