"""Who decided and corrected what, when, and taken back by whom; and search over it all.

It shares its room with the store and uses the store's transactions. Nothing is ever deleted:
to undo is to add a row that takes another one back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from tracer import rows
from tracer.errors import Conflict, UnknownName
from tracer.models import Correction, Document, Review
from tracer.store import LINE, Store

_BATCH = 2_000
"""Documents or claims that are indexed in one transaction."""
OPENS, CLOSES = "\x02", "\x03"
"""What stands around the words that were searched for in ``Hit.words``: no text holds these."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision or correction that was taken back: by whom, and when (RFC 3339)."""

    reviewer: str
    at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision with its number and the words it was made on; ``taken_back`` is None as long as
    it stands."""

    number: int
    review: Review
    article_id: str
    words: str
    taken_back: Taken | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction with its number; ``taken_back`` is None as long as it stands."""

    number: int
    correction: Correction
    taken_back: Taken | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the journal: ``kind`` is decision, undone decision, correction, undone
    correction or source, ``what`` the decision, the correction as it is stored, or whether a
    source was added or dropped; the ``words`` are then what it is called."""

    at: str
    reviewer: str
    kind: str
    what: str
    note: str
    claim_id: str
    article_id: str
    words: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found. ``words`` has what was searched for between OPENS and CLOSES.
    ``key`` is the claim's id, or the document's; ``rating`` is empty for a document."""

    key: str
    article_id: str
    heading: str
    words: str
    rating: str = ""


class Journal:
    """The reviewers' side of an open database. Raises StoreError as the store does."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Decisions

    def decide(self, review: Review, after: int) -> None:
        """Record a decision that was made on seeing entry ``after`` (0: none).

        Raises Conflict: another decision stands by now. Raises UnknownName: no such claim.
        """
        with self._store._writing():
            standing = self._standing(review.claim_id)
            if standing is not None and self._is_repeated(standing.review, review):
                return
            _compare(standing, after)
            self._store._decide(review)

    def withdraw(self, number: int, by: Taken) -> Entry:
        """Take entry ``number`` back; doing it twice is doing it once.

        Raises Conflict: it is no longer the claim's last decision. Raises UnknownName.
        """
        with self._store._writing():
            entry = self._entry(number)
            if entry.taken_back is None:
                _compare(self._standing(entry.review.claim_id), number)
                row = {"review_id": number, "reviewer": by.reviewer, "at": by.at}
                self._store._insert("withdrawals", [row])
            return entry

    def standing(self, claim_id: str) -> Entry | None:
        """The decision on a claim that counts."""
        with self._store._reading():
            return self._standing(claim_id)

    def last_by(self, reviewer: str) -> Entry | None:
        """The last decision of ``reviewer`` that stands and that nobody decided over."""
        sql = _ENTRIES + _LAST_BY
        with self._store._reading():
            return next(iter(self._entries(sql, reviewer)), None)

    def history(self, claim_id: str) -> tuple[Entry, ...]:
        """Every decision on a claim and on the former ones that it stands instead of, the first
        one first, also those taken back."""
        with self._store._reading():
            return tuple(self._entries(LINE + _ENTRIES + _OF_LINE, claim_id))

    def _standing(self, claim_id: str) -> Entry | None:
        sql = _ENTRIES + (
            " WHERE reviews.claim_id = ? AND withdrawals.id IS NULL"
            " ORDER BY reviews.id DESC LIMIT 1"
        )
        return next(iter(self._entries(sql, claim_id)), None)

    def _is_repeated(self, standing: Review, review: Review) -> bool:
        """Whether ``review`` is the one that stands, sent twice. The same decision on a claim that
        has another rating by now is a new one."""
        claim = self._store._one("SELECT rating FROM claims WHERE id = ?", review.claim_id)
        return _same(standing, review) and (not claim or standing.state(claim["rating"]) != "open")

    def _entry(self, number: int) -> Entry:
        for entry in self._entries(_ENTRIES + " WHERE reviews.id = ?", number):
            return entry
        raise UnknownName("There is no such decision", str(number), "See the history")

    def _entries(self, sql: str, *values: Any) -> Iterator[Entry]:
        for row in self._store._all(sql, values):
            made_on = row["article_id"], row["claim_text"]
            yield Entry(row["id"], rows.review(row), *made_on, _taken(row))

    # Corrections

    def correct(self, correction: Correction, article_id: str) -> None:
        """Record a correction; the next check of the article applies it."""
        with self._store._writing():
            self._store._insert("corrections", [rows.correction_row(correction, article_id)])

    def uncorrect(self, number: int, by: Taken) -> str:
        """Take correction ``number`` back; doing it twice is doing it once. Returns the article's
        id. Raises UnknownName."""
        with self._store._writing():
            row = self._store._one("SELECT * FROM corrections WHERE id = ?", number)
            if not row or row["withdraws"] is not None:
                raise UnknownName("There is no such correction", str(number), "See the history")
            if not self._store._one("SELECT 1 FROM corrections WHERE withdraws = ?", number):
                taken = {"id": None, "withdraws": number, "reviewer": by.reviewer, "at": by.at}
                self._store._insert("corrections", [row | taken | {"note": ""}])
        return str(row["article_id"])

    def amendments(self, article_id: str) -> tuple[Amendment, ...]:
        """Every correction of an article's claims, the first one first."""
        with self._store._reading():
            found = self._store._all(_AMENDMENTS, [article_id])
        return tuple(Amendment(row["id"], rows.correction(row), _taken(row)) for row in found)

    def successor(self, claim_id: str) -> str:
        """The claim whose words were set for those of a former one; empty if there is none."""
        with self._store._reading():
            found = self._store._one(_SUCCESSOR, claim_id)
        return str(found["id"]) if found else ""

    # Sources

    def note_source(self, what: str, document: Document, article_id: str, by: Taken) -> None:
        """Note that a source was "added" or "dropped" at an article."""
        label = ": ".join(filter(None, (document.publisher, document.label)))
        row = {"what": what, "document_id": document.id, "label": label}
        row |= {"article_id": article_id, "reviewer": by.reviewer, "at": by.at}
        with self._store._writing():
            self._store._insert("source_events", [row])

    # What happened

    def events(self, limit: int, article_id: str = "") -> tuple[Event, ...]:
        """The last ``limit`` lines of the journal, the newest first."""
        with self._store._reading():
            found = self._store._all(_EVENTS, {"limit": limit, "article": article_id})
        return tuple(Event(**(row | {"is_there": bool(row["is_there"])})) for row in found)

    # Search

    def search_claims(self, query: str, limit: int) -> tuple[Hit, ...]:
        """Claims with all words of ``query``, in them or in who they are given to."""
        words = _spoken(query)
        if not words:
            return ()
        self._index(_CLAIMS)
        values = {"fts": self._store._db.quote_fts(words), "like": _like(words), "limit": limit}
        with self._store._reading():
            return tuple(Hit(**row) for row in self._store._all(_CLAIM_HITS, values))

    def search_documents(self, query: str, limit: int) -> tuple[Hit, ...]:
        """Kept documents and those that reports rest on that have all words of ``query``."""
        words = _spoken(query)
        if not words:
            return ()
        self._index(_DOCUMENTS)
        values = {"fts": self._store._db.quote_fts(words), "limit": limit}
        with self._store._reading():
            return tuple(Hit(**row) for row in self._store._all(_DOCUMENT_HITS, values))

    def kept(self, ids: Collection[str]) -> frozenset[str]:
        """Those of the documents ``ids`` that are kept."""
        sql = "SELECT id FROM kept WHERE id IN (SELECT value FROM json_each(?))"
        with self._store._reading():
            found = self._store._all(sql, [json.dumps(sorted(ids))])
        return frozenset(row["id"] for row in found)

    def document(self, document_id: str) -> Document:
        """The last version of a document that is kept or that a report rests on.

        Raises UnknownName: there is none.
        """
        with self._store._reading():
            row = self._store._one(
                "SELECT * FROM documents WHERE id = ? ORDER BY rowid DESC", document_id
            )
        if not row:
            raise UnknownName("There is no such source", document_id, "See the article’s sources")
        return rows.document(row)

    def _index(self, what: _Searched) -> None:
        """Index what is not yet, some of it at a time, so that nobody who writes waits for long."""
        while self._is_unindexed(what):
            with self._store._writing():
                last = self._store._one(what.last)["number"]
                self._store._db.execute(what.number)
                self._store._db.execute(what.index, [last])

    def _is_unindexed(self, what: _Searched) -> bool:
        with self._store._reading():
            return bool(self._store._one(what.unindexed + " LIMIT 1"))


def _compare(standing: Entry | None, after: int) -> None:
    number = standing.number if standing else 0
    if number != after:
        raise Conflict(
            "Somebody else decided meanwhile",
            standing.review.reviewer if standing else "a decision was taken back",
            "Look at both, and choose",
        )


def _same(one: Review, other: Review) -> bool:
    """Whether one person decided the same, for the same reason."""
    return (one.decision, one.reviewer, one.note) == (other.decision, other.reviewer, other.note)


def _taken(row: rows.Row) -> Taken | None:
    return Taken(row["taken_by"], row["taken_at"]) if row["taken_at"] else None


def _spoken(query: str) -> str:
    """The words of a query, without what FTS5 takes for more than words."""
    return " ".join(query.replace("\0", " ").replace('"', " ").split())


def _like(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


_ENTRIES = """
    SELECT reviews.*, withdrawals.reviewer AS taken_by, withdrawals.at AS taken_at
    FROM reviews LEFT JOIN withdrawals ON review_id = reviews.id
"""
_OF_LINE = " WHERE reviews.claim_id IN line ORDER BY reviews.id"
_LAST_BY = """
    WHERE reviews.reviewer = ? AND reviews.id IN (SELECT max(id) FROM standing GROUP BY claim_id)
    ORDER BY reviews.id DESC LIMIT 1
"""
_AMENDMENTS = """
    SELECT corrections.*, back.reviewer AS taken_by, back.at AS taken_at
    FROM corrections LEFT JOIN corrections AS back ON back.withdraws = corrections.id
    WHERE corrections.article_id = ? AND corrections.withdraws IS NULL
    ORDER BY corrections.id
"""
_SUCCESSOR = """
    WITH RECURSIVE standing_corrections AS (
        SELECT claim_id, claim_text, article_id, json_extract(change, '$.exact') AS exact
        FROM corrections WHERE withdraws IS NULL
            AND id NOT IN (SELECT withdraws FROM corrections WHERE withdraws IS NOT NULL)
    ), line (article, words) AS (
        SELECT article_id, exact FROM standing_corrections WHERE claim_id = ?
        UNION
        SELECT article_id, exact FROM standing_corrections
            JOIN line ON article_id = article AND claim_text = words
    )
    SELECT claims.id FROM claims JOIN line ON article_id = article AND text = words
    ORDER BY position LIMIT 1
"""
_EVENTS = """
    SELECT at, reviewer, kind, what, note, claim_id, article_id, claim_text AS words,
        claim_id IN (SELECT id FROM claims) AS is_there
    FROM journal WHERE :article = '' OR article_id = :article
    ORDER BY at DESC, id DESC LIMIT :limit
"""
_CLAIM_HITS = f"""
    WITH hit AS (
        SELECT claim_numbers.id, rank,
            highlight(claims_fts, 0, '{OPENS}', '{CLOSES}') AS words
        FROM claims_fts JOIN claim_numbers ON number = claims_fts.rowid
        WHERE claims_fts MATCH :fts
        UNION ALL
        SELECT id, 0, text FROM claims
        WHERE id IN (SELECT claim_id FROM hops WHERE name LIKE :like ESCAPE '\\')
    )
    SELECT hit.id AS key, article_id, article AS heading, min(hit.words) AS words, rating
    FROM hit JOIN findings ON claim_id = hit.id
    GROUP BY hit.id ORDER BY min(rank), urgency, position LIMIT :limit
"""  # noqa: S608 -- no value in it is a user's
_DOCUMENT_HITS = f"""
    SELECT documents.id AS key, coalesce(articles.id, '') AS article_id,
        coalesce(nullif(documents.title, ''), documents.name) AS heading,
        snippet(documents_fts, -1, '{OPENS}', '{CLOSES}', ' … ', 32) AS words
    FROM documents_fts
    JOIN document_numbers ON number = documents_fts.rowid
    JOIN documents USING (version)
    LEFT JOIN articles ON articles.document = documents.version
    WHERE documents_fts MATCH :fts
    ORDER BY rank LIMIT :limit
"""  # noqa: S608 -- no value in it is a user's


@dataclass(frozen=True, slots=True)
class _Searched:
    """Statements that index a table: its last number, which rows have none, number some of them,
    index those above a number."""

    last: str
    unindexed: str
    number: str
    index: str


def _searched(table: str, key: str, one: str, columns: str) -> _Searched:
    numbers = f"{one}_numbers"
    unindexed = f"SELECT {key} FROM {table} WHERE {key} NOT IN (SELECT {key} FROM {numbers})"  # noqa: S608
    return _Searched(
        f"SELECT coalesce(max(number), 0) AS number FROM {numbers}",  # noqa: S608
        unindexed,
        f"INSERT INTO {numbers} ({key}) {unindexed} LIMIT {_BATCH}",
        f"INSERT INTO {table}_fts (rowid, {columns}) "  # noqa: S608
        f"SELECT number, {columns} FROM {table}_numbered WHERE number > ?",
    )


_CLAIMS = _searched("claims", "id", "claim", "text")
_DOCUMENTS = _searched("documents", "version", "document", "title, name, publisher, text")
