"""A collection in memory, for documents that are in no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType

from tracer.matching.building import add
from tracer.matching.imprints import ImprintsInMemory
from tracer.matching.segments import Segment
from tracer.models import Document


class Memory:
    """Documents by id, and their index, which is built at the first look at it."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._kept = dict(documents)
        self._ids = list(self._kept)
        self._segments: dict[int, Segment] = {}
        self._buckets: dict[int, bytes] = {}
        self._removed: set[int] = set()
        self._indexed = 0
        self._state = 0
        self._imprints: tuple[int, ImprintsInMemory] | None = None

    @property
    def documents(self) -> Mapping[str, Document]:
        return MappingProxyType(self._kept)

    @property
    def imprints(self) -> ImprintsInMemory:
        """Whose the documents are, as they now are."""
        state = self.state()
        if self._imprints is None or self._imprints[0] != state:
            self._imprints = state, ImprintsInMemory(self._kept)
        return self._imprints[1]

    @property
    def size_in_bytes(self) -> int:
        """What the index takes, without the documents."""
        heads = sum(s.starts.nbytes + s.numbers.nbytes for s in self.segments())
        return heads + sum(map(len, self._buckets.values()))

    def add(self, documents: Iterable[Document]) -> None:
        """Add documents; one with a known id takes the place of that one."""
        for document in documents:
            self.remove(document.id)
            self._kept[document.id] = document
            self._ids.append(document.id)

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is there."""
        if self._kept.pop(document_id, None):
            last = len(self._ids) - 1 - self._ids[::-1].index(document_id)
            self._removed.add(last)
            self._state += 1

    def id_of(self, number: int) -> str:
        return self._ids[number]

    def reading(self) -> AbstractContextManager[None]:
        return nullcontext()

    def state(self) -> int:
        self._index()
        return self._state

    def segments(self) -> Sequence[Segment]:
        self._index()
        return tuple(self._segments.values())

    def removed(self) -> frozenset[int]:
        return frozenset(self._removed)

    def buckets(self, keys: Collection[int]) -> Mapping[int, bytes]:
        return {key: self._buckets[key] for key in keys if key in self._buckets}

    def put(self, segment: Segment, buckets: Iterator[tuple[int, bytes]]) -> None:
        self._buckets.update(buckets)
        self._segments[segment.id] = segment

    def drop(self, segments: Sequence[Segment]) -> None:
        for segment in segments:
            del self._segments[segment.id]
            for key in segment.every_bucket():
                self._buckets.pop(key, None)

    def forget(self, numbers: Collection[int]) -> None:
        self._removed.difference_update(numbers)

    def _index(self) -> None:
        """Index the documents that were added since the last look."""
        first, self._indexed = self._indexed, len(self._ids)
        if first < self._indexed:
            self._state += 1
            waiting = ((n, self._ids[n]) for n in range(first, self._indexed))
            add(self, ((n, self._kept[key].text) for n, key in waiting if n not in self._removed))
