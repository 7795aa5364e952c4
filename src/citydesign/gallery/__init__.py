"""The living style guide."""
