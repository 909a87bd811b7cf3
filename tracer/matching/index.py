"""Looking features up in the segments of several collections as if they were one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracer.matching import segments as seg
from tracer.matching.features import Places, stem_hash
from tracer.matching.segments import COMMON, UNIT, Postings, Shelf

_HELD = 8_192
"""Buckets that are kept at hand: at most some 64 MB."""
_BACKGROUND = 1000
"""So many other documents are imagined beside those at hand, so that "lighthouse" is rare even
among four."""
_BACKGROUND_SHARE = 5
"""In how many of them a word that is no function word is imagined to stand."""
_LEAST = 1.0
"""The rarity of the commonest word, and of a sign such as "%"."""
_BUDGET = 600
"""Postings that are read for one needle at most, those of its rarest features."""
_APART = 34
"""Bits by which the places of one segment are set apart from those of the next."""
_NOWHERE: Places = np.zeros(0, dtype=np.int64)


Runs = list[tuple[Postings, int]]
"""Postings of one feature in several segments, and what sets the places of each apart."""
Allowed = Callable[[int, int], bool]
"""Whether the document of a shelf and a number may be found."""


class Candidate(NamedTuple):
    """A document that shares features with a needle. ``votes`` is the summed rarity of what it
    shares, ``begins`` where the needle would begin in it by each of those, in code points."""

    shelf: int
    number: int
    votes: float
    begins: Sequence[int]


class Index:
    """The segments of several shelves as one collection. ``refresh`` sees what has changed."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = shelves
        self._held: list[dict[int, Postings]] = [{} for _ in shelves]
        self._rarities: dict[str, float] = {}
        self.refresh()

    def refresh(self) -> None:
        """Take up the segments and removals as they now are."""
        self._held = [{} for _ in self._shelves]
        self._rarities.clear()
        self._parts = [(at, s) for at, shelf in enumerate(self._shelves) for s in shelf.segments()]
        starts = [
            s.starts.astype(np.int64) * UNIT + (n << _APART) for n, (_, s) in enumerate(self._parts)
        ]
        numbers = [segment.numbers.astype(np.int64) for _, segment in self._parts]
        owners = np.repeat([at for at, _ in self._parts] or [0], [len(s) for s in starts] or [0])
        self._begin: Places = np.concatenate([_NOWHERE, *starts])
        self._starts = self._begin.data
        self._numbers = np.concatenate([_NOWHERE, *numbers]).data
        self._shelf = owners.astype(np.int64).data
        self._gone = self._removed(owners)
        self.size = len(self._numbers) - len(self._gone)

    def _removed(self, owners: NDArray[np.int64]) -> frozenset[int]:
        """The documents that are removed, by their places among all."""
        gone: set[int] = set()
        for at, shelf in enumerate(self._shelves):
            removed = np.array(sorted(shelf.removed()), dtype=np.int64)
            if len(removed):
                mine = np.isin(np.asarray(self._numbers), removed) & (owners == at)
                gone.update(np.flatnonzero(mine).tolist())
        return frozenset(gone)

    def candidates(
        self,
        features: Sequence[tuple[int, int]],
        allowed: Allowed | None,
        *,
        share: float,
        fewest: int,
    ) -> Iterator[Candidate]:
        """The documents that share most of ``features``, each a hash and its place in the needle,
        weighted by rarity, best first: those that have at least ``fewest``, down to ``share`` of
        what the best one has."""
        places, which, weights = self._hits(features)
        if not len(places):
            return
        documents = self._begin.searchsorted(places, side="right") - 1
        begins = places - self._begin[documents]
        begins -= np.array([offset for _, offset in features])[which]
        bar = 0.0
        for vote, document in self._ranked(documents, which, weights, fewest):
            at, number = self._shelf[document], self._numbers[document]
            if allowed is None or allowed(at, number):
                bar = bar or share * vote
                if vote < bar:
                    return
                yield Candidate(at, number, vote, begins[documents == document].tolist())

    def _hits(
        self, features: Sequence[tuple[int, int]]
    ) -> tuple[Places, Places, NDArray[np.float64]]:
        """Where documents have features, which one of them is there, and the weight of each;
        the rarest features first, up to a budget."""
        found = self._find([value for value, _ in features])
        counts = list(map(self._count, found))
        places: list[int] = []
        which: list[int] = []
        for n in sorted(range(len(counts)), key=counts.__getitem__):
            if len(places) + counts[n] > _BUDGET or counts[n] > COMMON:
                break
            if counts[n]:
                places.extend(self._places(found[n]))
                which.extend([n] * counts[n])
        weights = np.log((self.size + _BACKGROUND) / (np.array(counts) + _BACKGROUND_SHARE))
        return np.array(places, dtype=np.int64), np.array(which, dtype=np.int64), weights

    def _ranked(
        self, documents: Places, which: Places, weights: NDArray[np.float64], fewest: int
    ) -> list[tuple[float, int]]:
        """The summed weight of the different features of each document, highest first; of equal
        ones the document that was added first."""
        size = len(weights)
        pairs = documents * size + which
        pairs.sort()
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
        owners = pairs // size
        firsts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        sums = np.add.reduceat(weights[pairs % size], firsts).round(6)
        able = np.concatenate((firsts[1:], [len(pairs)])) - firsts >= fewest
        rows = zip(sums[able].tolist(), owners[firsts[able]].tolist(), strict=True)
        return sorted(rows, key=lambda r: (-r[0], self._shelf[r[1]], self._numbers[r[1]]))

    def rarity(self, keys: Iterable[str]) -> dict[str, float]:
        """How much it tells that two texts share each of these words, function words aside: 1 to
        some 10."""
        asked = dict.fromkeys(keys)
        unknown = [key for key in asked if key not in self._rarities]
        plain = {key: "".join(filter(str.isalnum, key)) for key in unknown}
        found = self._find([stem_hash(plain[key]) for key in unknown])
        for key, count in zip(unknown, map(self._count, found), strict=True):
            told = math.log((self.size + _BACKGROUND) / (count + _BACKGROUND_SHARE))
            self._rarities[key] = max(_LEAST, told) if plain[key] else _LEAST
        return {key: self._rarities[key] for key in asked}

    def _find(self, hashes: Sequence[int]) -> list[Runs]:
        """The postings of each feature."""
        held = [self._buckets(at, hashes) for at in range(len(self._shelves))]
        found: list[Runs] = [[] for _ in hashes]
        for n, (at, segment) in enumerate(self._parts):
            own, shift, first = held[at], 64 - segment.bits, segment.id << 32
            for value, runs in zip(hashes, found, strict=True):
                postings = own[first | value >> shift]
                if postings and (run := seg.of(postings, value)):
                    runs.append((run, n << _APART))
        return found

    def _places(self, runs: Runs) -> list[int]:
        """Where those are, less what is removed."""
        found = [place for run, apart in runs for place in seg.places(run, apart)]
        if not self._gone:
            return found
        return [p for p in found if bisect_right(self._starts, p) - 1 not in self._gone]

    def _count(self, runs: Runs) -> int:
        """How many there are, less what is removed."""
        return len(self._places(runs)) if self._gone else sum(len(run) for run, _ in runs)

    def _buckets(self, at: int, hashes: Sequence[int]) -> dict[int, Postings]:
        """The buckets of a shelf, among others those of ``hashes``."""
        held = self._held[at]
        parts = [segment for part, segment in self._parts if part == at]
        keys = {segment.bucket(value) for segment in parts for value in hashes}
        missing = [key for key in keys if key not in held]
        if missing:
            if len(held) + len(missing) > _HELD:
                held.clear()
                missing = list(keys)
            read = self._shelves[at].buckets(missing)
            held.update((key, seg.decoded(read.get(key, b""))) for key in missing)
        return held
