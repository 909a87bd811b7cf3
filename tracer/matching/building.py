"""Adding documents to a shelf: segments in batches, merged as they grow in number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from tracer.matching import segments as seg
from tracer.matching.segments import Segment, Shelf

_BATCH = 16_000_000
"""Code points of text that become a segment at once: some 200 MB while it is made."""
_FAN = 3
"""So many segments of about one size become one."""
_SMALLEST = 20_000
"""Postings of a segment below which all count as one size."""


def add(shelf: Shelf, documents: Iterable[tuple[int, str]]) -> None:
    """Index documents, each with its number, a batch at a time; then merge what has grown."""
    for batch in _batches(documents):
        seg.build(shelf, _next_id(shelf), batch)
        while merged := _due(shelf.segments()):
            seg.merge(shelf, _next_id(shelf), merged)


def _next_id(shelf: Shelf) -> int:
    return max((segment.id for segment in shelf.segments()), default=0) + 1


def _due(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The segments that are to be merged: as many of one size as are too many, if any."""
    classes: dict[int, list[Segment]] = {}
    for segment in segments:
        classes.setdefault(_class(segment), []).append(segment)
    for size in sorted(classes):
        held = classes[size]
        if len(held) >= _FAN and sum(segment.length for segment in held) < seg.LONGEST:
            return held
    return ()


def _class(segment: Segment) -> int:
    return int(math.log(max(segment.size, _SMALLEST) / _SMALLEST, _FAN))


def _batches(documents: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    held: list[tuple[int, str]] = []
    size = 0
    for document in documents:
        held.append(document)
        size += len(document[1])
        if size >= _BATCH:
            yield held
            held, size = [], 0
    if held:
        yield held
