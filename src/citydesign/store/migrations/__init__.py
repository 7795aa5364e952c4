"""How Alembic runs the migrations of any logic; the migrations stand beside its tables."""
