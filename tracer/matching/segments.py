"""Segments: sorted runs of postings that never change, cut into buckets of some kilobytes.

A posting is one number of 64 bits: above, a feature's hash; below, its place in the segment, in
units of four code points. So a sorted segment is sorted by hash, a document is found from a place
by bisection, and to merge segments is to sort what they hold. A segment of ``bits`` has
``2 ** bits`` buckets, one for each beginning of a hash; merging takes up one beginning at a time,
and its memory does not grow with the segments.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tracer.matching.features import Features, Hashes, Letters, Places

UNIT = 4
"""Code points from one place to the next."""
_PLACE_BITS = np.uint64(30)
_PLACES = (1 << 30) - 1
LONGEST = 1 << 30
"""Units of text that one segment can hold: some four billion code points."""
_BUCKET = 1024
"""Postings in a bucket, about: eight kilobytes, which SQLite reads in some ten microseconds."""
_PORTION = 1 << 15
"""Units of text that are read at once: their letters lie in the processor's cache."""
_PARTS = 7
"""Bits by which a segment is parted to be cut into buckets."""
COMMON = 1000
"""A feature of more postings is too common to find anything by; a segment keeps only so many
and one more of them, which tell that it is."""

_ALL = (1 << 64) - 1

Numbers = NDArray[np.uint32]
Postings = memoryview  # of a bucket: bisected in a tenth of the time that an array takes


@dataclass(frozen=True, slots=True)
class Segment:
    """What is kept in memory of a segment. ``starts`` are the places where its documents begin,
    ``numbers`` those documents, ``length`` the units of their text, ``size`` its postings."""

    id: int
    bits: int
    size: int
    length: int
    starts: Numbers
    numbers: Numbers

    def bucket(self, hash_value: int) -> int:
        """The key of the bucket that has the postings of a hash."""
        return self.id << 32 | hash_value >> (64 - self.bits)

    def every_bucket(self) -> range:
        """The keys of all its buckets."""
        first = self.id << 32
        return range(first, first + (1 << self.bits))


class Shelf(Protocol):
    """Where segments are kept. Documents have numbers, which are never given again, in the order
    in which they were added."""

    def segments(self) -> Sequence[Segment]:
        """All segments, oldest first."""

    def removed(self) -> frozenset[int]:
        """The numbers of removed documents that segments still have."""

    def buckets(self, keys: Collection[int]) -> Mapping[int, bytes]:
        """The buckets with these keys; one that is empty may be left out."""

    def put(self, segment: Segment, buckets: Iterator[tuple[int, bytes]]) -> None:
        """Keep a segment with its buckets, each with its key."""

    def drop(self, segments: Sequence[Segment]) -> None:
        """Forget segments and their buckets."""

    def forget(self, numbers: Collection[int]) -> None:
        """No segment has these removed documents any more."""


def decoded(bucket: bytes) -> Postings:
    """The postings of a bucket."""
    if sys.byteorder == "little":
        return memoryview(bucket).cast("Q")
    return memoryview(_array(bucket).data)


def _array(bucket: bytes) -> Hashes:
    return np.frombuffer(bucket, dtype="<u8").astype(np.uint64, copy=False)


def of(postings: Postings, hash_value: int) -> Postings:
    """The postings of one feature in its bucket."""
    low = hash_value & ~_PLACES
    first = bisect_left(postings, low)
    end = min(len(postings), first + COMMON + 1)
    return postings[first : bisect_right(postings, low | _PLACES, first, end)]


def places(postings: Postings, apart: int) -> list[int]:
    """Where postings are in their segment, in code points, and ``apart`` more."""
    return [(posting & _PLACES) * UNIT + apart for posting in postings]


def _posted(hashes: Hashes, places: Places) -> Hashes:
    return hashes & np.uint64(~_PLACES & _ALL) | places.astype(np.uint64)


def _places(postings: Hashes) -> Places:
    return (postings & np.uint64(_PLACES)).astype(np.int64)


def _bits(size: int) -> int:
    return max(0, (size // _BUCKET).bit_length())


# --- building ------------------------------------------------------------------------------------


def build(shelf: Shelf, number: int, documents: Sequence[tuple[int, str]]) -> None:
    """Put a new segment of documents, each with its number, on ``shelf``."""
    lengths = np.array([len(text) // UNIT + 1 for _, text in documents])
    ends: Places = np.cumsum(lengths)
    starts: Places = ends - lengths
    texts = [text for _, text in documents]
    postings = np.concatenate(list(_found(texts, starts, lengths)))
    postings.sort()
    numbers = np.array([n for n, _ in documents], dtype=np.uint32)
    size = len(postings)
    segment = Segment(number, _bits(size), size, int(ends[-1]), starts.astype(np.uint32), numbers)
    shelf.put(segment, _buckets(segment, postings))


def _buckets(segment: Segment, postings: Hashes) -> Iterator[tuple[int, bytes]]:
    """The buckets of a segment, a part of its sorted postings at a time."""
    bits = min(segment.bits, _PARTS)
    edges = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
    for prefix, part in enumerate(np.split(postings, postings.searchsorted(edges))):
        yield from _cut(segment, _thinned(part), prefix, bits)


def _found(texts: Sequence[str], starts: Places, lengths: Places) -> Iterator[Hashes]:
    """The postings of texts that begin at ``starts``, some texts at a time."""
    last = 0
    for end in (*np.flatnonzero(np.diff(starts // _PORTION)) + 1, len(texts)):
        some = slice(last, end)
        joined = "".join(
            text.ljust(length * UNIT)
            for text, length in zip(texts[some], lengths[some].tolist(), strict=True)
        )
        begin = starts[last]
        letters = Letters(joined, (starts[some] - begin) * UNIT)
        yield _packed(letters.words_in_a_row(), begin)
        yield _once(_packed(letters.words(), begin), begin, lengths[some])
        yield _packed(letters.runs_of_letters(), begin)
        last = end


def _packed(found: Features, begin: int) -> Hashes:
    """Features of texts that begin at the place ``begin`` as postings."""
    return _posted(found.hashes, found.places // UNIT + begin)


def _once(postings: Hashes, begin: int, lengths: Places) -> Hashes:
    """Each feature at its first place in each of the texts that begin at ``begin``."""
    postings.sort()
    texts = np.repeat(np.arange(len(lengths)), lengths)[_places(postings) - begin]
    kept = np.ones(len(postings), dtype=np.bool_)
    kept[1:] = np.diff(texts) != 0
    kept[1:] |= np.diff(postings >> _PLACE_BITS) != 0
    return postings[kept]


def _thinned(postings: Hashes) -> Hashes:
    """Sorted postings without those of a common feature beyond what tells that it is common."""
    if len(postings) <= COMMON + 1:
        return postings
    hashes = postings >> _PLACE_BITS
    extra = hashes[COMMON + 1 :] == hashes[: -COMMON - 1]
    kept: Hashes = postings[np.concatenate((np.ones(COMMON + 1, dtype=bool), ~extra))]
    return kept


def _cut(
    segment: Segment, postings: Hashes, prefix: int, prefix_bits: int
) -> Iterator[tuple[int, bytes]]:
    """The buckets of those postings of a segment whose hashes begin with ``prefix``."""
    first = prefix << (segment.bits - prefix_bits)
    count = 1 << (segment.bits - prefix_bits)
    if segment.bits == 0:
        yield segment.id << 32, postings.astype("<u8").tobytes()
        return
    edges = np.arange(first, first + count + 1, dtype=np.uint64) << np.uint64(64 - segment.bits)
    cuts = (8 * postings.searchsorted(edges[:-1])).tolist()
    data = postings.astype("<u8", copy=False).tobytes()
    for at, (start, end) in enumerate(pairwise([*cuts, len(data)]), segment.id << 32 | first):
        if start < end:
            yield at, data[start:end]


# --- merging -------------------------------------------------------------------------------------


def merge(shelf: Shelf, number: int, merged: Sequence[Segment]) -> None:
    """Put one segment in the place of several that lie on ``shelf``, without what was removed."""
    removed = shelf.removed()
    moves = _moves(merged, removed)
    size = sum(segment.size for segment in merged)
    starts = np.concatenate([m.starts for m in moves])
    numbers = np.concatenate([m.numbers for m in moves])
    length = moves[-1].end
    segment = Segment(number, _bits(size), size, length, starts, numbers)
    shelf.put(segment, _merged(shelf, segment, merged, moves))
    shelf.drop(merged)
    had = {n for part in merged for n in part.numbers.tolist()} if removed else frozenset[int]()
    shelf.forget(removed & had)


@dataclass(frozen=True, slots=True)
class _Move:
    """How the places of a segment change: ``by`` for each of its documents, where ``gone`` marks
    the removed ones; ``starts`` and ``numbers`` are those of the others, up to ``end``."""

    by: Places
    gone: NDArray[np.bool_]
    starts: Numbers
    numbers: Numbers
    end: int


def _moves(segments: Sequence[Segment], removed: Collection[int]) -> list[_Move]:
    moves: list[_Move] = []
    end = 0
    for segment in segments:
        gone = np.isin(segment.numbers, np.array(sorted(removed), dtype=np.uint32))
        lengths = np.diff(segment.starts.astype(np.int64), append=segment.length)
        ends = end + np.cumsum(np.where(gone, 0, lengths))
        starts = ends - np.where(gone, 0, lengths)
        end = int(ends[-1]) if len(ends) else end
        by = starts - segment.starts.astype(np.int64)
        kept = starts[~gone].astype(np.uint32)
        moves.append(_Move(by, gone, kept, segment.numbers[~gone], end))
    return moves


def _merged(
    shelf: Shelf, segment: Segment, merged: Sequence[Segment], moves: Sequence[_Move]
) -> Iterator[tuple[int, bytes]]:
    """The buckets of the new segment, one beginning of a hash after the other."""
    bits = min(part.bits for part in merged)
    for prefix in range(1 << bits):
        parts = [
            _moved(postings, part, move)
            for part, move in zip(merged, moves, strict=True)
            if len(postings := _beginning(shelf, part, prefix, bits))
        ]
        if parts:
            postings = np.concatenate(parts)
            postings.sort()
            yield from _cut(segment, _thinned(postings), prefix, bits)


def _beginning(shelf: Shelf, segment: Segment, prefix: int, bits: int) -> Hashes:
    """The postings of a segment whose hashes begin with ``prefix``."""
    count = 1 << (segment.bits - bits)
    first = segment.id << 32 | prefix * count
    found = shelf.buckets(range(first, first + count))
    return _array(b"".join(found[key] for key in sorted(found)))


def _moved(postings: Hashes, segment: Segment, move: _Move) -> Hashes:
    """Postings with the places that they have in the new segment; those of removed documents
    left out."""
    if not move.gone.any():  # all its documents move alike
        return postings + np.uint64(move.by[0])
    places = _places(postings)
    documents = np.searchsorted(segment.starts, places, side="right") - 1
    kept = ~move.gone[documents]
    moved = places + move.by[documents]
    return _posted(postings, moved)[kept]
