"""The walk with files that every host and every form library must pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.forms.browser import Browser, Send, begin
from tests.test_forms_files import PDF

from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.file_store import FolderStore
from citydesign.forms.journey import Flow, MemoryStore
from citydesign.forms.uploads import Uploads


def uploads(folder: Path) -> Uploads:
    return Uploads(FolderStore(folder), types=("pdf",), max_size=100_000, max_files=3)


def flow(form: Any, uploads: Uploads) -> tuple[Flow, MemoryStore]:
    store = MemoryStore(debug=True, files=uploads.store)
    journey = Journey(name="filed", title="Filed", pages=[Page(name="a", title="A", form=form)])
    return Flow(journey, store, store.receive, b"s" * 32), store


def walk(send: Send, root: str, store: MemoryStore) -> None:
    """Send a file with an error elsewhere, remove one, go on, and send it all."""
    visit = Browser(send, root)
    begin(visit)
    visit.press(name="", papers=[("ä.pdf", PDF), ("b.pdf", PDF + b"2")])
    assert visit.reply.status == 422
    assert "ä.pdf</" in visit.reply.html
    remove = next(
        part.split('"')[0] for part in visit.reply.html.split('name="papers-remove" value="')[1:]
    )
    visit.ask(visit.url, {**visit.fill(), "papers-remove": [remove]})
    assert visit.reply.status == 200
    visit.press(name="Aino")
    assert visit.at == "check"
    assert "b.pdf" in visit.reply.html
    assert "ä.pdf" not in visit.reply.html
    visit.press()
    assert visit.at == "receipt"
    (sent,) = store.received
    (file,) = sent.data["a"]["papers"]
    assert (file["name"], file["size"]) == ("b.pdf", len(PDF) + 1)
    assert store.files is not None
    (kept,) = store.files.files(file["owner"])
    with store.files.open(kept) as content:
        assert content.read() == PDF + b"2"
