"""The kept sources as a library to search: their index in the database, their texts on demand.

Segments and buckets are rows (see ``tracer.matching.segments``). They are written in the
transaction that keeps or drops the documents, so another process sees them as they were before or
as they are after; and each search reads in a transaction of its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from tracer import rows
from tracer.imprints import KeptImprints, note_imprints
from tracer.matching.building import add
from tracer.matching.segments import Segment
from tracer.models import Document

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_ONCE = 500
"""Keys that are asked for in one statement: SQLite takes some thousand."""
KEPT = "SELECT documents.* FROM kept JOIN documents ON documents.version = kept.document"
"""The kept documents, as rows."""
_EVERY = "SELECT document FROM kept UNION SELECT version FROM index_documents"
_LIST_OBSOLETE = """
    INSERT INTO index_removed (number) SELECT number FROM index_documents
    WHERE version IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM kept WHERE kept.document = version)
"""
_NUMBER_NEW = """
    INSERT OR IGNORE INTO index_documents (version) SELECT version FROM documents
    WHERE version IN (SELECT value FROM json_each(?))
        AND EXISTS (SELECT 1 FROM kept WHERE kept.document = version)
    ORDER BY id
"""


def index_all(db: Database) -> None:
    """Bring the index up to all documents that are kept, inside the caller's transaction."""
    index_kept(db, [version for (version,) in db.execute(_EVERY).fetchall()])


def index_kept(db: Database, versions: Collection[str]) -> None:
    """Bring the index up to what is kept of these versions, inside the caller's transaction."""
    among = [json.dumps(list(versions))]
    db.execute(_LIST_OBSOLETE, among)
    db.execute("DELETE FROM index_documents WHERE number IN (SELECT number FROM index_removed)")
    last = db.execute("SELECT coalesce(max(number), 0) FROM index_documents").fetchone()[0]
    db.execute(_NUMBER_NEW, among)
    note_imprints(db, last)
    new = db.execute(
        "SELECT number, text FROM index_documents JOIN documents USING (version) "
        "WHERE number > ? ORDER BY number",
        [last],
    )
    add(KeptShelf(db), new)


class KeptShelf:
    """The tables of the index."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def segments(self) -> Sequence[Segment]:
        found = self._db.execute(
            "SELECT id, bits, size, length, starts, numbers FROM index_segments ORDER BY id"
        )
        return tuple(
            Segment(number, bits, size, length, _numbers(starts), _numbers(numbers))
            for number, bits, size, length, starts, numbers in found
        )

    def removed(self) -> frozenset[int]:
        return frozenset(n for (n,) in self._db.execute("SELECT number FROM index_removed"))

    def buckets(self, keys: Collection[int]) -> Mapping[int, bytes]:
        found: dict[int, bytes] = {}
        rest = iter(keys)
        while some := list(islice(rest, _AT_ONCE)):
            slots = ",".join("?" * len(some))
            sql = f"SELECT key, postings FROM index_buckets WHERE key IN ({slots})"  # noqa: S608
            found.update(self._db.execute(sql, some).fetchall())
        return found

    def put(self, segment: Segment, buckets: Iterator[tuple[int, bytes]]) -> None:
        insert = "INSERT INTO index_buckets (key, postings) VALUES (?, ?)"
        self._db.conn.executemany(insert, buckets)
        starts, numbers = (
            part.astype("<u4").tobytes() for part in (segment.starts, segment.numbers)
        )
        self._db.execute(
            "INSERT INTO index_segments (id, bits, size, length, starts, numbers) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [segment.id, segment.bits, segment.size, segment.length, starts, numbers],
        )

    def drop(self, segments: Sequence[Segment]) -> None:
        for segment in segments:
            keys = segment.every_bucket()
            self._db.execute(
                "DELETE FROM index_buckets WHERE key BETWEEN ? AND ?", [keys[0], keys[-1]]
            )
            self._db.execute("DELETE FROM index_segments WHERE id = ?", [segment.id])

    def forget(self, numbers: Collection[int]) -> None:
        rows = [(number,) for number in numbers]
        self._db.conn.executemany("DELETE FROM index_removed WHERE number = ?", rows)


class KeptLibrary(KeptShelf):
    """The index with the documents that it is about."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.documents: Mapping[str, Document] = _KeptDocuments(db)
        self.imprints = KeptImprints(db, self.state)
        self._ids: dict[int, str] = {}

    @property
    def size_in_bytes(self) -> int:
        """What the index takes, without the documents."""
        sql = (
            "SELECT (SELECT coalesce(sum(length(postings)), 0) FROM index_buckets) + "
            "(SELECT coalesce(sum(length(starts) + length(numbers)), 0) FROM index_segments)"
        )
        return int(self._db.execute(sql).fetchone()[0])

    def id_of(self, number: int) -> str:
        if number not in self._ids:
            sql = "SELECT id FROM index_documents JOIN documents USING (version) WHERE number = ?"
            self._ids[number] = self._db.execute(sql, [number]).fetchone()[0]
        return self._ids[number]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the database for all that is read inside, whoever writes meanwhile."""
        if self._db.conn.in_transaction:
            yield
            return
        self._db.conn.execute("BEGIN")
        try:
            yield
        finally:
            self._db.conn.execute("ROLLBACK")

    def state(self) -> object:
        """A new segment has the highest id of all, and removals only add up until it comes."""
        sql = "SELECT (SELECT max(id) FROM index_segments), (SELECT count(*) FROM index_removed)"
        return self._db.execute(sql).fetchone()


class _KeptDocuments(Mapping[str, Document]):
    """The kept documents by id, each read from the database when it is asked for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, where: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        return self._db.query(f"{KEPT} {where}", values)

    def __getitem__(self, document_id: str) -> Document:
        for row in self._rows("WHERE kept.id = ?", [document_id]):
            return rows.document(row)
        raise KeyError(document_id)

    def __contains__(self, document_id: object) -> bool:
        sql = "SELECT 1 FROM kept WHERE id = ?"
        return self._db.execute(sql, [document_id]).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        found = self._db.execute("SELECT id FROM kept ORDER BY id").fetchall()
        return (document_id for (document_id,) in found)

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM kept").fetchone()[0])


def _numbers(column: bytes) -> np.ndarray[Any, np.dtype[np.uint32]]:
    return np.frombuffer(column, dtype="<u4").astype(np.uint32, copy=False)
