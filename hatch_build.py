"""Build hook: CSS, scripts, tokens, contracts and types go into the wheel, not into git."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes what `citydesign build` writes, and ships it inside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the built files to a wheel; an editable install builds at first use."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from citydesign.cli import write_dist
        from citydesign.export import stub

        out = root / "build" / "wheel"
        write_dist(out / "dist")
        (out / "ui.pyi").write_text(stub(), "utf-8")
        build_data["force_include"] |= {
            str(out / "dist"): "citydesign/dist",
            str(out / "ui.pyi"): "citydesign/ui.pyi",
        }
