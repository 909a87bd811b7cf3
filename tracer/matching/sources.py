"""A searchable collection of source documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from itertools import chain, islice
from typing import Protocol

from tracer.matching.calibration import calibrated
from tracer.matching.features import some_rows, words_and_runs
from tracer.matching.imprints import Imprints, ImprintsTogether
from tracer.matching.index import Allowed, Candidate, Index
from tracer.matching.memory import Memory
from tracer.matching.needle import Needle, parse
from tracer.matching.page import Page
from tracer.matching.paraphrase import MOST_TOLD, Told, told
from tracer.matching.passages import quoted
from tracer.matching.segments import Shelf
from tracer.matching.windows import around
from tracer.models import Document, Match
from tracer.text import FUNCTION_WORDS

_SHORTLIST = 8
"""Documents that are aligned for one needle."""
_SHARE, _SHARE_IF_FOUND = 0.3, 0.6
"""Documents that share less than this of what the best one shares are not aligned; the second
holds once the words themselves were found."""
_FIRST = 5
"""Runs of three words that are looked up first, evenly spread over the needle."""
_FEWEST = 2
"""So many of those a document must have to be read for them: one alone is chance."""
_FEW = 3
"""Documents that are read for what else they share, unless more matches are asked for."""
_GOOD = 90.0
"""From this likeness on the words themselves were found, and no paraphrase is looked for."""
_LEAST = 20.0
"""A match below this likeness shares only a stray word and is not handed out."""


class Library(Shelf, Protocol):
    """A shelf with its documents. Whoever searches reads inside ``reading``, where nothing
    changes, and looks at ``state`` to see whether something has changed since the last time."""

    @property
    def documents(self) -> Mapping[str, Document]: ...
    @property
    def imprints(self) -> Imprints: ...
    @property
    def size_in_bytes(self) -> int: ...
    def id_of(self, number: int) -> str: ...
    def reading(self) -> AbstractContextManager[None]: ...
    def state(self) -> object: ...


class _Together(Mapping[str, Document]):
    """Several mappings as one; of two documents with one id the first stands."""

    def __init__(self, parts: Sequence[Mapping[str, Document]]) -> None:
        self._parts = parts

    def __getitem__(self, document_id: str) -> Document:
        for part in self._parts:
            if document_id in part:
                return part[document_id]
        raise KeyError(document_id)

    def __contains__(self, document_id: object) -> bool:
        return any(document_id in part for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(chain.from_iterable(self._parts)))

    def __len__(self) -> int:
        return len(dict.fromkeys(self))


class Sources:
    """Documents that claims are held against.

    Of two documents with one id the first stands. ``listed`` are the ids that a report lists
    even when no claim meets them, in order: all of them by default.
    """

    def __init__(
        self, documents: Iterable[Document], listed: Collection[str] | None = None
    ) -> None:
        kept: dict[str, Document] = {}
        for document in documents:
            kept.setdefault(document.id, document)
        self._take([Memory(kept)], kept if listed is None else listed)

    @classmethod
    def of(cls, *libraries: Library, listed: Collection[str] = ()) -> Sources:
        """The documents of libraries that exist already, such as that of a database."""
        sources = cls.__new__(cls)
        sources._take(libraries, listed)
        return sources

    @staticmethod
    def together(*collections: Sources) -> Sources:
        """One collection of all the documents; what any of them lists is listed."""
        libraries = [library for c in collections for library in c._libraries]
        return Sources.of(*libraries, listed=[key for c in collections for key in c.listed])

    def _take(self, libraries: Sequence[Library], listed: Iterable[str]) -> None:
        self._libraries = libraries
        self.listed = dict.fromkeys(listed).keys()
        self.imprints = ImprintsTogether([(one.imprints, one.documents) for one in libraries])
        parts = [library.documents for library in libraries]
        self.documents: Mapping[str, Document] = parts[0] if len(parts) == 1 else _Together(parts)
        self._index: Index | None = None
        self._states: list[object] = []

    def prepare(self) -> None:
        """Build what is not built yet, and take up what has changed since the last search."""
        states = [library.state() for library in self._libraries]
        if self._index is None:
            self._index = Index(self._libraries)
        elif states != self._states:
            self._index.refresh()
        self._states = states

    @property
    def size_in_bytes(self) -> int:
        """What the index takes, without the documents."""
        return sum(library.size_in_bytes for library in self._libraries)

    @property
    def index(self) -> Index:
        """The index as it was at the last search."""
        if self._index is None:
            self.prepare()
        assert self._index is not None
        return self._index

    def search(
        self, text: str, *, limit: int = 5, within: Collection[str] | None = None
    ) -> tuple[Match, ...]:
        """The passages that are most like ``text``, best first, at most ``limit``.

        Each document gives its best one, and where that is not the words themselves also the
        sentences that have most of the rare words. The article side of the differences counts in
        ``text``. ``within`` restricts the search to documents of these ids. A passage with the
        very words has a score of 100, and any other one a calibrated score (see calibration.py).
        """
        needle = parse(text)
        found = self._matches(needle, limit, within)
        return tuple(replace(match, score=_score(match, len(needle.keys))) for match in found)

    def likenesses(
        self, text: str, *, limit: int = 5, within: Collection[str] | None = None
    ) -> tuple[Match, ...]:
        """As ``search``, with how like ``text`` each passage is, of 100, in place of a score: what
        scores are calibrated from."""
        return self._matches(parse(text), limit, within)

    def _matches(
        self, needle: Needle, limit: int, within: Collection[str] | None
    ) -> tuple[Match, ...]:
        if not needle.keys or (within is not None and not within):
            return ()
        with ExitStack() as stack:
            for library in self._libraries:
                stack.enter_context(library.reading())
            self.prepare()
            found = self._search(needle, limit, self._allowed(within))
        return tuple(match for match in found if match.score >= _LEAST)[:limit]

    def _search(self, needle: Needle, limit: int, allowed: Allowed | None) -> list[Match]:
        """First by what lies on the needle's own words in a row; if that is not enough, by all
        that it may share with a document."""
        found = self._copies(needle, limit, allowed)
        if sum(match.score >= _GOOD for match in found) < limit:
            found = self._others(needle, limit, allowed)
        return sorted(found, key=_likest)

    def _copies(self, needle: Needle, limit: int, allowed: Allowed | None) -> list[Match]:
        """The matches in windows around what lies on the needle's words in a row, until ``limit``
        of them are the words themselves."""
        found: list[Match] = []
        best = 0
        rows = some_rows(needle.plain, _FIRST)
        fewest = min(_FEWEST, len(rows))
        shortlist = self.index.candidates(rows, allowed, share=_SHARE, fewest=fewest)
        for candidate in islice(shortlist, _SHORTLIST):
            best = best or candidate.votes
            good = any(match.score >= _GOOD for match in found)
            if good and candidate.votes < _SHARE_IF_FOUND * best:
                break
            document = self._document(candidate)
            page = Page(document, around(needle, candidate.begins, document.text))
            match = quoted(needle, page)
            found.extend([match] if match else [])
            if sum(match.score == 100 for match in found) == limit:
                break
        return found

    def _others(self, needle: Needle, limit: int, allowed: Allowed | None) -> list[Match]:
        """The best matches of the same words and of other words; of the others only those that
        are among the best ``limit`` are worked out."""
        found: list[Match] = []
        features = words_and_runs(needle.plain)
        ranked = self.index.candidates(features, allowed, share=_SHARE, fewest=1)
        shortlist = islice(ranked, max(limit, _FEW))
        weights = self.index.rarity(key for key in needle.keys if key not in FUNCTION_WORDS)
        others: list[Document] = []
        for candidate in shortlist:
            document = self._document(candidate)
            windows = around(needle, candidate.begins, document.text)
            match = quoted(needle, Page(document, windows))
            found.extend([match] if match else [])
            if match is None or match.score < _GOOD:
                others.append(document)
        if sum(match.score >= MOST_TOLD for match in found) >= limit:
            return found
        all_told = [one for document in others for one in told(needle, document, weights)]
        every: list[Match | Told] = [*found, *all_told]
        best = sorted(every, key=_likest)[:limit]
        return [one.match(needle) if isinstance(one, Told) else one for one in best]

    def _allowed(self, within: Collection[str] | None) -> Allowed | None:
        """Whether a document may be found: it is ``within``, and the first of its id."""
        libraries = self._libraries
        if within is None and len(libraries) == 1:
            return None

        def allowed(at: int, number: int) -> bool:
            document_id = libraries[at].id_of(number)
            return (within is None or document_id in within) and not any(
                document_id in earlier.documents for earlier in libraries[:at]
            )

        return allowed

    def _document(self, candidate: Candidate) -> Document:
        library = self._libraries[candidate.shelf]
        return library.documents[library.id_of(candidate.number)]


def _likest(match: Match | Told) -> float:
    return -match.score


def _score(match: Match, size: int) -> float:
    return calibrated(match.score, size) if match.differences else 100.0
