"""Which documents share a needle's rare words: an inverted index over word keys."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from heapq import nsmallest
from sys import getsizeof

from tracer.text import FUNCTION_WORDS, fold, spelled, word_key

_BACKGROUND = 1000
"""So many other documents are imagined beside those at hand, so that "the" is common and
"lighthouse" is rare even among four."""
_BACKGROUND_SHARE = 5
"""In how many of them a word that is no function word is imagined to stand."""
_LEAST = 0.05
_BUDGET = 10_000
"""Postings read for one needle, its rarest words first: what keeps a look-up to milliseconds."""


class _Keys(dict[str, str]):
    """The key of each spelling, worked out once."""

    def __missing__(self, spelling: str) -> str:
        self[spelling] = key = word_key(spelling)
        return key


class Index:
    """Postings of word keys. Documents are numbers, in the order of the texts given."""

    def __init__(self, texts: Iterable[str]) -> None:
        postings: defaultdict[str, list[int]] = defaultdict(list)
        key_of, self._size = _Keys(), 0
        for number, text in enumerate(texts):
            self._size += 1
            for key in {key_of[spelling] for spelling in spelled(fold(text))}:
                postings[key].append(number)
        self._postings = dict(postings)

    @property
    def size_in_bytes(self) -> int:
        """What the postings and their keys take in memory, list headers included."""
        parts = [self._postings, *self._postings, *self._postings.values()]
        return sum(map(getsizeof, parts))

    def rarity(self, key: str) -> float:
        """How much it tells that two texts share this word: about 0 for "the", up to 10."""
        assumed = _BACKGROUND if key in FUNCTION_WORDS else _BACKGROUND_SHARE
        having = len(self._postings.get(key, ())) + assumed
        return max(_LEAST, math.log((self._size + _BACKGROUND) / having))

    def shortlist(
        self, keys: Iterable[str], limit: int, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ``limit`` documents that share most of ``keys``, best first, each with the summed
        rarity of what it shares."""
        votes: defaultdict[int, float] = defaultdict(float)
        read = 0
        for key, weight in self._rarest_first(keys):
            posting = self._postings[key]
            if votes and read + len(posting) > _BUDGET:
                break
            read += len(posting)
            for number in posting:
                votes[number] += weight
        able = votes.items() if within is None else ((n, votes[n]) for n in within if n in votes)
        return nsmallest(limit, able, key=lambda vote: (-vote[1], vote[0]))

    def _rarest_first(self, keys: Iterable[str]) -> list[tuple[str, float]]:
        known = ((key, self.rarity(key)) for key in set(keys) if key in self._postings)
        return sorted(known, key=lambda pair: (-pair[1], pair[0]))
