"""Files that a host serves. Provisional: the style build replaces this module."""

from pathlib import Path

from citydesign.paths import BUILD


def check_theme(theme: str) -> None:
    """Refuse an unknown theme."""


def asset_url(name: str, base: str) -> str:
    """URL of an asset."""
    return f"{base}/{name}"


def integrity(name: str) -> str:
    """Subresource integrity of an asset."""
    return "sha384-0"


def assets_path() -> Path:
    """Folder to serve."""
    return BUILD


def csp() -> dict[str, list[str]]:
    """Content-Security-Policy."""
    return {"default-src": ["'self'"]}
