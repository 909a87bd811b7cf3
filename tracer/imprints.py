"""Whose the kept sources are: tables beside the index, filled in the same transaction.

It shares its room with the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from tracer import rows
from tracer.matching.imprints import addresses_of, imprints_of, telling
from tracer.models import Document

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES: dict[str, Callable[[Document], Iterable[str]]] = {
    "index_imprints": imprints_of,
    "index_titles": lambda document: telling(document.title or ""),
    "index_addresses": addresses_of,
}
"""The tables, and what each holds of a document: rows of a sign and the document's number."""
_UNREAD = """
    SELECT index_documents.number AS index_number, documents.*
    FROM index_documents JOIN documents USING (version)
    WHERE number > ? AND (publisher IS NOT NULL OR url IS NOT NULL OR title IS NOT NULL)
"""
_FOUND = """
    SELECT documents.id FROM {table}
    JOIN index_documents USING (number) JOIN documents USING (version)
    WHERE sign IN (SELECT value FROM json_each(?))
    GROUP BY number HAVING count(*) >= ? ORDER BY documents.id
"""
_DIFFERENT = """
    WITH RECURSIVE different (sign) AS (
        SELECT min(sign) FROM index_imprints
        UNION ALL
        SELECT (SELECT min(sign) FROM index_imprints AS next WHERE next.sign > different.sign)
        FROM different WHERE sign IS NOT NULL
    )
    SELECT sign FROM different WHERE sign IS NOT NULL
"""


def note_imprints(db: Database, after: int) -> None:
    """Note whose the documents with a number above ``after`` are, and forget those that are gone,
    inside the caller's transaction."""
    for table in _TABLES:
        gone = f"DELETE FROM {table} WHERE number IN (SELECT number FROM index_removed)"  # noqa: S608 -- ours
        db.execute(gone)
    new = [(row.pop("index_number"), rows.document(row)) for row in db.query(_UNREAD, [after])]
    for table, signs in _TABLES.items():
        db.conn.executemany(
            f"INSERT INTO {table} (sign, number) VALUES (?, ?)",  # noqa: S608 -- ours
            ((sign, number) for number, document in new for sign in set(signs(document))),
        )


class KeptImprints:
    """Whose the kept sources are, looked up in the database; ids come in their order. ``state``
    is what tells whether documents came or went."""

    def __init__(self, db: Database, state: Callable[[], object]) -> None:
        self._db, self._state = db, state
        self._known: tuple[object, tuple[str, ...]] | None = None

    def all(self) -> tuple[str, ...]:
        state = self._state()
        if self._known is None or self._known[0] != state:
            self._known = state, tuple(sign for (sign,) in self._db.execute(_DIFFERENT))
        return self._known[1]

    def under(self, imprints: Collection[str]) -> Iterable[str]:
        return self._found("index_imprints", imprints)

    def titled(self, name: str) -> Iterable[str]:
        words = telling(name)
        return self._found("index_titles", words, len(words))

    def at(self, addresses: Collection[str]) -> Iterable[str]:
        return self._found("index_addresses", addresses)

    def _found(self, table: str, signs: Collection[str], fewest: int = 1) -> Iterator[str]:
        """The documents that have at least ``fewest`` of ``signs``."""
        if signs:
            given = [json.dumps(sorted(signs)), fewest]
            yield from (key for (key,) in self._db.execute(_FOUND.format(table=table), given))
