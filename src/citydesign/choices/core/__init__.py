"""What a resident chose, as values."""
