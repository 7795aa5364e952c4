"""The living style guide: read from components and tokens, written as Markdown, built by MkDocs."""

from citydesign.gallery.site import build, write

__all__ = ["build", "write"]
