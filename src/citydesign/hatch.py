"""The build hook of a pack: it puts what is made of the components into the pack's wheel.

[build-system]
requires = ["hatchling>=1.27", "citydesign[sass]>=0.2,<1"]
build-backend = "hatchling.build"

[tool.hatch.build.hooks.citydesign]
"""

import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from citydesign import pack_files, packs
from citydesign.errors import BuildError, CityDesignError


class PackBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes styles, scripts, contracts and types of each pack that the project declares."""

    PLUGIN_NAME = "citydesign"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the built files to a wheel; an editable install builds at first use.

        Raises:
            SystemExit: The project declares no pack, or something is wrong in one. The last line
                says what, with no traceback.
        """
        if self.target_name != "wheel" or version == "editable":
            return
        try:
            self._add(Path(self.root), build_data)
        except CityDesignError as error:
            self.app.abort(f"citydesign: {error}")

    def _add(self, root: Path, build_data: dict[str, Any]) -> None:
        declared = packs.declared(root)
        if not declared:
            raise BuildError(
                f"{root / 'pyproject.toml'}: declare the pack: "
                f'[project.entry-points."{packs.ENTRY_POINTS}"] rantakyla = "rantakyla"'
            )
        # A folder for each build, so that two at once don't take each other's files away.
        self._made = tempfile.TemporaryDirectory(prefix="citydesign-pack-")
        for name, folder in declared.items():
            out = Path(self._made.name) / name
            pack_files.write(packs.named(name, folder), out)
            package = folder.relative_to(root).as_posix().removeprefix("src/")
            for made in ("dist", "ui.pyi"):
                build_data["force_include"][str(out / made)] = f"{package}/{made}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the folder away once its files are in the wheel."""
        if self.target_name == "wheel" and version != "editable":
            self._made.cleanup()


@hookimpl
def hatch_register_build_hook() -> type[PackBuildHook]:
    """Tell hatchling of the hook."""
    return PackBuildHook
