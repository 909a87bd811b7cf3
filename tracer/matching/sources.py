"""A searchable collection of source documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from tracer.matching.index import Index
from tracer.matching.needle import Needle, parse
from tracer.matching.page import Page
from tracer.matching.passages import quoted, told
from tracer.models import Document, Match

_SHORTLIST = 8
"""Documents that are aligned for one needle."""
_SHARE, _SHARE_IF_FOUND = 0.3, 0.6
"""Documents that share less than this of what the best one shares are not aligned; the second
holds once the words themselves were found."""
_PAGES = 256
"""Documents whose words are kept at hand between look-ups."""
_GOOD = 90.0
"""From this score on the words themselves were found, and no paraphrase is looked for."""
_LEAST = 20.0
"""A match below this score shares only a stray word and is not handed out."""


class Sources:
    """Documents that claims are held against.

    Of two documents with one id the first stands. ``listed`` are the ids that a report lists
    even when no claim meets them: all of them by default.
    """

    def __init__(
        self, documents: Iterable[Document], listed: Collection[str] | None = None
    ) -> None:
        kept: dict[str, Document] = {}
        for document in documents:
            kept.setdefault(document.id, document)
        self.documents: Mapping[str, Document] = MappingProxyType(kept)
        self.listed: frozenset[str] = frozenset(kept if listed is None else listed)
        self._ids = tuple(kept)
        self._pages: dict[str, Page] = {}

    @staticmethod
    def together(*collections: Sources) -> Sources:
        """One collection of all the documents; what any of them lists is listed."""
        documents = (d for c in collections for d in c.documents.values())
        return Sources(documents, frozenset().union(*(c.listed for c in collections)))

    @cached_property
    def index(self) -> Index:
        """The inverted index, built when it is first needed."""
        return Index(document.text for document in self.documents.values())

    def search(
        self, text: str, *, limit: int = 5, within: Collection[str] | None = None
    ) -> tuple[Match, ...]:
        """The passages that are most like ``text``, best first, at most ``limit``.

        Each document gives its best one, and where that is not the words themselves also the
        sentences that have most of the rare words. The article side of the differences counts in
        ``text``. ``within`` restricts the search to documents of these ids.
        """
        needle = parse(text)
        if not needle.keys:
            return ()
        numbers = None if within is None else self._numbers(within)
        shortlist = self.index.shortlist(needle.keys, max(limit, _SHORTLIST), numbers)
        ranked = sorted(self._found(needle, shortlist), key=lambda match: -match.score)
        return tuple(match for match in ranked if match.score >= _LEAST)[:limit]

    def _found(self, needle: Needle, shortlist: Sequence[tuple[int, float]]) -> list[Match]:
        found: list[Match] = []
        for number, votes in shortlist:
            share = votes / shortlist[0][1]
            good = any(match.score >= _GOOD for match in found)
            if share >= (_SHARE_IF_FOUND if good else _SHARE):
                found.extend(self._matches(needle, self._ids[number]))
        return found

    def _numbers(self, ids: Collection[str]) -> set[int]:
        return {number for number, document_id in enumerate(self._ids) if document_id in ids}

    def _matches(self, needle: Needle, document_id: str) -> list[Match]:
        page = self._page(document_id)
        best = quoted(needle, page, self.index.rarity)
        found = [best] if best else []
        if best is None or best.score < _GOOD:
            found.extend(told(needle, page, self.index.rarity))
        return found

    def _page(self, document_id: str) -> Page:
        if document_id not in self._pages:
            if len(self._pages) >= _PAGES:
                self._pages.pop(next(iter(self._pages)))
            self._pages[document_id] = Page(self.documents[document_id])
        return self._pages[document_id]
