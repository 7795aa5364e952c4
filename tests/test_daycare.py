"""A guardian applies for early childhood education, and the city decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from tests import daycare
from tests.served import usable_on_a_phone


def devices(
    chromium: Any, origin: str, judge: Callable[[Any], None], **options: Any
) -> tuple[Callable[[], daycare.Person], list[Any]]:
    """What gives a new device, and the devices that were given."""
    contexts: list[Any] = []

    def device() -> daycare.Person:
        contexts.append(chromium.new_context(bypass_csp=True, **options))
        return daycare.Person(contexts[-1], origin, judge)

    return device, contexts


@pytest.mark.parametrize(
    ("host", "scripts"), [("flask", True), ("flask", False), ("django", True), ("fastapi", True)]
)
def test_a_guardian_applies_on_two_devices_and_gets_a_decision(
    chromium: Any, tmp_path: Path, host: str, scripts: bool
) -> None:
    # What every page must be on a phone is asked once: the pages are the same on each host.
    whole = host == "flask" and scripts
    size = {"width": 320, "height": 640} if host == "flask" else {"width": 1280, "height": 900}
    judge = usable_on_a_phone if whole else lambda page: None
    with daycare.running(host, tmp_path / "kept") as service:
        options = {"viewport": size, "java_script_enabled": scripts}
        device, contexts = devices(chromium, service.origin, judge, **options)
        try:
            daycare.walk(service, device)
        finally:
            for one in contexts:
                one.close()
