"""Finding the way: pure functions for pages of results and trees of pages."""
