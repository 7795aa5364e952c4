"""Answers as values: pure functions, without words."""
