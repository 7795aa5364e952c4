"""How Alembic runs the migrations of any logic; the migrations are beside its tables."""
