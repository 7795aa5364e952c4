"""Booking appointments: pure functions on explicit values.

No web framework, no database, no clock of its own.
"""
