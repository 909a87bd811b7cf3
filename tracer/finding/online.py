"""Working online: what is fetched with, who looks, and what is kept of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from types import TracebackType

from tracer.errors import FetchError, TracerError, Unreachable, WriteError
from tracer.fetching import Web, WebOptions
from tracer.fetching import archive as wayback
from tracer.finding.near import AtHand, Links
from tracer.finding.search import Found, Page, Search, Step, Watch, not_taken, page_of
from tracer.finding.services import FactChecks, News, OutletArchive
from tracer.finding.values import Finder
from tracer.gather import BY_HAND, warcs
from tracer.matching import Sources
from tracer.models import Attempt, Claim, Document, Snapshot
from tracer.outlets import Outlets

GROUP = "tracer.finders"
"""The group of entry points that a newsroom's own finders are found under."""
_COPYING = "a copy in the Wayback Machine"

Opened = Callable[[WebOptions], Web]


@dataclass(frozen=True, slots=True)
class OnlineOrder:
    """``cache`` is the file that pages are kept in as their headers allow; ``warc`` the file that
    every fetched byte goes to, and then no cache is used, so that it is whole; ``copies`` asks the
    Wayback Machine to keep a copy of each page that was read."""

    cache: Path | None = None
    warc: Path | None = None
    copies: bool = False


class Online:
    """Use it as a context manager; at the end the web archive is written."""

    def __init__(
        self, order: OnlineOrder, watch: Watch = lambda _: None, opened: Opened = Web
    ) -> None:
        if order.warc:
            _try_file(order.warc)
        gaps = {wayback.HOST: wayback.GAP, News.HOST: News.GAP}
        self._order, self.watch = order, watch
        recording = order.warc is not None
        cache = None if recording else order.cache
        self._web = opened(WebOptions(cache, recording, gaps=gaps))
        self._archive = wayback.Archive(self._web)
        self._pages: dict[str, Page] = {}

    def __enter__(self) -> Online:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._web.close()
        if self._order.warc:
            taken = [way for page in self._pages.values() for way in page.taken]
            warcs.write(self._order.warc, taken, not_taken(self._web, taken))

    def article(self, address: str) -> Document:
        """The article at ``address``; if it is gone, its copy in the Wayback Machine.

        Raises ReadError: neither is to be had.
        """
        with _of(address):
            return self._kept(self._page(address)).document

    def _page(self, address: str) -> Page:
        try:
            return page_of(self._web.get(address))
        except Unreachable as error:
            try:
                copy = self._archive.nearest(address, None)
                return page_of(self._archive.read(copy), archived=True)
            except TracerError:
                raise error from None

    def source(self, address: str) -> tuple[Document, Snapshot]:
        """The page that a person gave as a source; no archive is asked. Raises ReadError."""
        with _of(address):
            page = self._kept(page_of(self._web.get(address)))
        return page.document, page.snapshot

    def _kept(self, page: Page) -> Page:
        if self._order.warc:
            before = self._pages.get(page.document.id, page)
            self._pages[page.document.id] = before.with_ways_of(page)
        return page

    def look(
        self, article: Document, claims: Iterable[Claim], at_hand: Sources, outlets: Outlets
    ) -> Found:
        """Look for the sources of those ``claims`` that are worth checking."""
        search = Search(article, self._web, self._archive, outlets, self.watch)
        worthy = [claim for claim in claims if claim.check_worthy]
        found = search.run(worthy, self._finders(at_hand, outlets))
        for page in found.pages.values():
            self._kept(page)
        if self._order.copies and not found.stopped:
            self._copy(found)
        return found

    def _finders(self, at_hand: Sources, outlets: Outlets) -> Sequence[Finder]:
        key = os.environ.get(FactChecks.KEY)
        return (
            Links(),
            AtHand(at_hand, outlets),
            *self._plugged_in(),
            OutletArchive(self._archive),
            News(self._web),
            *([FactChecks(self._web, key)] if key else []),
        )

    def _plugged_in(self) -> list[Finder]:
        """The finders of others, by name."""
        points = sorted(metadata.entry_points(group=GROUP), key=lambda point: point.name)
        return [point.load()(self._web) for point in points]

    def _copy(self, found: Found) -> None:
        pages = [page for page in found.pages.values() if not page.snapshot.archived]
        for done, page in enumerate(pages, start=1):
            address = page.snapshot.final
            try:
                copy = self._archive.save(address)
            except FetchError as error:
                outcome = f"not made: {error.what}"
            else:
                outcome = f"made: {copy}"
                snapshot = replace(page.snapshot, archived=copy)
                found.pages[page.document.id] = replace(page, snapshot=snapshot)
            found.attempts.append(Attempt("", _COPYING, address, outcome, page.document.id))
            self.watch(Step(_COPYING, address, outcome, done, len(pages)))


@contextmanager
def _of(address: str) -> Iterator[None]:
    """Whatever hindered it, an error about the address that a person gave, and what to do."""
    try:
        yield
    except FetchError as error:
        raise type(error)(error.what, address, error.do or BY_HAND) from error


def _try_file(path: Path) -> None:
    """Make sure that a web archive can be written to ``path``, before any work is done; one that
    is there may be evidence and is not replaced."""
    do = "Name another file with --save-warc"
    if path.exists():
        raise WriteError("There is such a file already", str(path), do)
    if not path.parent.is_dir():
        raise WriteError("There is no folder for the web archive", str(path), do)
