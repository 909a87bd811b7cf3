"""Looking features up in the segments of several collections as if they were one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop
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
Hit = tuple[int, int, list[int]]
"""The weight of a feature, its place in the needle, and its places in documents."""
_FINE = 1 << 20
"""Weights are summed as whole numbers, so that the order of summing tells nothing."""
Allowed = Callable[[int, int], bool]
"""Whether the document of a shelf and a number may be found."""


class Candidate(NamedTuple):
    """A document that shares features with a needle. ``votes`` is the summed rarity of what it
    shares, ``begins`` where the needle would begin in it by each of those, in code points."""

    shelf: int
    number: int
    votes: int
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
        added = np.lexsort((np.asarray(self._numbers), owners[: len(self._numbers)]))
        self._order = np.argsort(added).data
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
        hits = self._hits(features)
        places = [place for _, _, some in hits for place in some]
        owners = (self._begin.searchsorted(places, side="right") - 1).tolist()
        begins = [place - offset for _, offset, some in hits for place in some]
        bar = 0
        ranked = self._votes(hits, owners, fewest)
        heapify(ranked)
        while ranked:
            vote, _, document = heappop(ranked)
            at, number = self._shelf[document], self._numbers[document]
            if allowed is None or allowed(at, number):
                bar = bar or vote
                if vote > share * bar:
                    return
                start = self._starts[document]
                mine = [begins[n] - start for n in _where(owners, document)]
                yield Candidate(at, number, -vote, mine)

    def _hits(self, features: Sequence[tuple[int, int]]) -> list[Hit]:
        """The rarest features, up to a budget: the weight of each, its place in the needle, and
        where it stands."""
        found = self._find([value for value, _ in features])
        counts = list(map(self._count, found))
        hits: list[Hit] = []
        budget = _BUDGET
        for n in sorted(range(len(counts)), key=counts.__getitem__):
            budget -= counts[n]
            if budget < 0 or counts[n] > COMMON:
                break
            if counts[n]:
                weight = round(_FINE * self._weight(counts[n]))
                hits.append((weight, features[n][1], self._places(found[n])))
        return hits

    def _weight(self, count: int) -> float:
        """What a feature tells that so many documents have."""
        return math.log((self.size + _BACKGROUND) / (count + _BACKGROUND_SHARE))

    def _votes(
        self, hits: Sequence[Hit], owners: Sequence[int], fewest: int
    ) -> list[tuple[int, int, int]]:
        """For each document that has ``fewest`` features or more: less than nothing by their
        summed weight, its place in the order of adding, and itself. ``owners`` are the documents
        of all places."""
        shared: defaultdict[int, list[int]] = defaultdict(list)
        end = 0
        for weight, _, some in hits:
            start, end = end, end + len(some)
            for document in set(owners[start:end]):
                shared[document].append(weight)
        order = self._order
        return [(-sum(w), order[own], own) for own, w in shared.items() if len(w) >= fewest]

    def rarity(self, keys: Iterable[str]) -> dict[str, float]:
        """How much it tells that two texts share each of these words, function words aside: 1 to
        some 10."""
        asked = dict.fromkeys(keys)
        unknown = [key for key in asked if key not in self._rarities]
        plain = {key: "".join(filter(str.isalnum, key)) for key in unknown}
        found = self._find([stem_hash(plain[key]) for key in unknown])
        for key, count in zip(unknown, map(self._count, found), strict=True):
            told = self._weight(count)
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
        """How many there are, less what is removed; beyond COMMON there is one number for all, so
        that it does not matter how many segments have them."""
        found = len(self._places(runs)) if self._gone else sum(len(run) for run, _ in runs)
        return min(found, COMMON + 1)

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


def _where(numbers: Sequence[int], number: int) -> Iterator[int]:
    """The indices at which a number is."""
    at = -1
    for _ in range(numbers.count(number)):
        at = numbers.index(number, at + 1)
        yield at
