"""The files of a journey: each question has a tray of its own, found by what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from typing import Any

from citydesign.exchange import Sent
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.files import KeptFile, Owner
from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.file_store import FileStore
from citydesign.forms.journey.binding import file_fields
from citydesign.forms.journey.port import FilingStore, Store
from citydesign.locale import use_locale
from citydesign.store import Reason, Secret, StoreUnavailable


class Files:
    """The files of all journeys of one declaration.

    The key of a tray is made from the journey, the page and the field; what a form sends as a key
    counts for nothing. So the same page finds its files again, on another device too.

    Args:
        journey: The declaration.
        store: Where journeys are kept.
        secret: Of the service.

    Raises:
        CityDesignError: A page asks for files, and the store would not delete them.
    """

    def __init__(self, journey: Journey, store: Store, secret: Secret) -> None:
        self._journey, self._secret = journey, secret
        self._store = store if isinstance(store, FilingStore) else None
        self._names: dict[str, tuple[str, ...]] = {}
        for page in journey.pages:
            if isinstance(page, Page):
                with use_locale(journey.languages[0]):
                    fields = file_fields(page, journey.languages[0])
                self._names[page.name] = tuple(field.name for field in fields)
                for field in fields:
                    self._check(page, field.name, field.keeper, type(store).__name__)

    def _check(self, page: Page, name: str, keeper: FileStore, store: str) -> None:
        files = self._store.files if self._store else None
        if files is None:
            raise page.error(
                f"{name!r} asks for files, and {store} keeps none; use SqlStore(files=...)"
            )
        if files is not keeper:
            raise page.error(
                f"the files of {name!r} are kept where {store} deletes none; give both the same "
                "file store"
            )

    def names(self, key: str) -> tuple[str, ...]:
        """Give the names of the fields for files at a place."""
        return self._names.get(key.rpartition("/")[2], ())

    def bindable(
        self, id: str, key: str, lists: Mapping[str, Sequence[str]], form: Sent | None = None
    ) -> Sent:
        """Give what a page is bound to: its answers and its trays.

        Args:
            id: Of the journey.
            key: Of the place.
            lists: What was answered.
            form: What was sent just now: its uploads are taken, and a file that it removes is
                removed. None to take nothing.
        """
        whole: dict[str, Sequence[Any]] = dict(lists)
        for name in self.names(key):
            owner = self._owner(id, key, name)
            whole[f"{name}-key"] = [owner]
            if form is None:
                continue
            uploads = [one for one in form.files.get(name, ()) if is_answered(one)]
            if uploads and self._store:
                self._store.note_files(id, owner)
            whole[name] = uploads
            if removed := form.get(f"{name}-remove"):
                whole[f"{name}-remove"] = [removed]
        return Sent(whole)

    def removes(self, key: str, form: Sent) -> bool:
        """Say whether a form was sent by the button that removes a file."""
        return any(form.get(f"{name}-remove") for name in self.names(key))

    def answers(self, id: str, key: str) -> dict[str, list[str]]:
        """Give the ids of the files at a place, as its answers, whatever order they came in."""
        return {
            name: sorted(one.id for one in files) for name, files in self._kept(id, key) if files
        }

    def payload(self, id: str, key: str) -> dict[str, list[dict[str, Any]]]:
        """Give the files at a place as they are sent with the answers."""
        return {
            name: [
                {"owner": one.owner, "id": one.id, "name": one.name, "type": one.type,
                 "size": one.size}
                for one in files
            ]
            for name, files in self._kept(id, key)
            if files
        }  # fmt: skip

    def forget(self, id: str, keys: Iterable[str]) -> None:
        """Delete the files at these places."""
        for key in keys:
            for name in self.names(key):
                assert self._store is not None
                assert self._store.files is not None
                with reachable():
                    self._store.files.forget(self._owner(id, key, name))

    def _kept(self, id: str, key: str) -> Iterator[tuple[str, list[KeptFile]]]:
        for name in self.names(key):
            assert self._store is not None
            assert self._store.files is not None
            with reachable():
                found = self._store.files.files(self._owner(id, key, name))
            yield name, found

    def _owner(self, id: str, key: str, name: str) -> Owner:
        return Owner(f"journey-{self._secret.digest('journey-files', id, key, name).hex()[:32]}")


@contextmanager
def reachable() -> Iterator[None]:
    """Treat a file store that fails like a database that fails.

    Raises:
        StoreUnavailable: It could not.
    """
    try:
        yield
    except OSError as error:
        full = error.errno in (ENOSPC, EDQUOT)
        # Not chained: its text may name a file.
        raise StoreUnavailable(Reason.FULL if full else Reason.GONE, "the files") from None
