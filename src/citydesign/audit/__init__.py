"""The audit: seventeen oracles over every example page, and over a city's own pages."""

from citydesign.audit.finding import Finding, Setting

__all__ = ["Finding", "Setting"]
