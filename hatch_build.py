"""Build hook: CSS, scripts, tokens, contracts and types go into the wheel, not into git."""

import sys
import tempfile
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
        from citydesign.library import LIBRARY, OURS
        from citydesign.pack_files import write_data

        # A folder for each build, so that two at once don't take each other's files away.
        self._folder = tempfile.TemporaryDirectory(prefix="citydesign-wheel-")
        out = Path(self._folder.name)
        write_dist(out / "dist")
        write_data(out / "dist", OURS, LIBRARY)
        (out / "ui.pyi").write_text(stub(), "utf-8")
        build_data["force_include"] |= {
            str(out / "dist"): "citydesign/dist",
            str(out / "ui.pyi"): "citydesign/ui.pyi",
        }

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the folder away once its files are in the wheel."""
        if self.target_name == "wheel" and version != "editable":
            self._folder.cleanup()
