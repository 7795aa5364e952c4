"""The name under which pytest finds the plugin; see `citydesign.audit.faces.plugin`."""

from citydesign.audit.faces.plugin import (
    A11y,
    a11y,
    pytest_addoption,
    pytest_configure,
    pytest_sessionfinish,
    pytest_testnodedown,
)

__all__ = [
    "A11y",
    "a11y",
    "pytest_addoption",
    "pytest_configure",
    "pytest_sessionfinish",
    "pytest_testnodedown",
]
