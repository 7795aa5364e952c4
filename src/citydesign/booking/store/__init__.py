"""Where bookings are kept: SQLite on one machine, PostgreSQL when a city outgrows it."""
