"""The history of the tables, kept by Alembic and shipped with the package."""
