"""Faults put into good pages on purpose: each must turn the suite red for the reason named."""
