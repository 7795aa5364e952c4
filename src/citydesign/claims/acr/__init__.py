"""The conformance report in the forms that others read: Markdown, OpenACR, EARL."""

from citydesign.claims.acr import earl, markdown, openacr

__all__ = ["earl", "markdown", "openacr"]
