"""The systems that look-up is measured against, each as one would set it up with care.

All find documents by their words and place the needle in them with rapidfuzz's
``partial_ratio_alignment``, on text folded with tracer's own fold, so that offsets hold.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz, process

from tracer.matching import Sources
from tracer.matching.passages import closed
from tracer.models import Document
from tracer.text import fold, spelled

SHORTLIST = 10
"""Documents that the full-text systems give to rapidfuzz."""
RAREST = 8
"""Words of a needle that FTS5 is asked for; tantivy is quick enough for all of them."""


class Found(NamedTuple):
    """The document, the spans in it (code points, half-open) and a score of 0 to 100."""

    doc: str | None
    spans: list[list[int]]
    score: float


NOTHING = Found(None, [], 0.0)


class System(Protocol):
    """Something that looks needles up in documents."""

    name: str

    def build(self, documents: Iterable[tuple[str, str]]) -> None: ...
    def search(self, needle: str) -> Found: ...
    def size(self) -> int: ...


class Tracer:
    """This project."""

    name = "tracer"

    def build(self, documents: Iterable[tuple[str, str]]) -> None:
        self._sources = Sources(
            Document(id=key, name=key, text=text, sha256="") for key, text in documents
        )
        self._sources.prepare()

    def search(self, needle: str) -> Found:
        matches = self._sources.search(needle, limit=1)
        if not matches:
            return NOTHING
        spans = [[span.start, span.end] for span in closed(matches[0])]
        return Found(matches[0].passage.document_id, spans, matches[0].score)

    def size(self) -> int:
        return self._sources.size_in_bytes


class Everything:
    """rapidfuzz over every document, no index."""

    name = "rapidfuzz over everything"

    def build(self, documents: Iterable[tuple[str, str]]) -> None:
        self._texts = {key: fold(text) for key, text in documents}

    def search(self, needle: str) -> Found:
        folded = fold(needle)
        best = process.extractOne(folded, self._texts, scorer=fuzz.partial_ratio)
        return _best(folded, [(self._texts[best[2]], best[2])]) if best else NOTHING

    def size(self) -> int:
        return 0


class FullText:
    """SQLite FTS5, ranked by bm25, asked for a needle's rarest words; rapidfuzz places it."""

    name = "FTS5 + rapidfuzz"

    def build(self, documents: Iterable[tuple[str, str]]) -> None:
        self._texts = {key: fold(text) for key, text in documents}
        self._keys = list(self._texts)
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(
            "CREATE VIRTUAL TABLE docs USING fts5(text, content='', tokenize='unicode61');"
            "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(docs, 'row');"
        )
        self._db.executemany(
            "INSERT INTO docs (rowid, text) VALUES (?, ?)", enumerate(self._texts.values())
        )
        self._db.commit()
        self._counts: dict[str, int] = dict(
            self._db.execute("SELECT term, doc FROM vocabulary").fetchall()
        )

    def search(self, needle: str) -> Found:
        folded = fold(needle)
        rare = _rarest(folded, self._counts)
        if not rare:
            return NOTHING
        query = " OR ".join(f'"{word}"' for word in rare)
        rows = self._db.execute(
            "SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT ?", [query, SHORTLIST]
        ).fetchall()
        keys = [self._keys[number] for (number,) in rows]
        return _best(folded, [(self._texts[key], key) for key in keys])

    def size(self) -> int:
        pages = self._db.execute("PRAGMA page_count").fetchone()[0]
        return int(pages) * int(self._db.execute("PRAGMA page_size").fetchone()[0])


class Tantivy:
    """tantivy (the Rust engine) with one writer thread; rapidfuzz places the needle."""

    name = "tantivy + rapidfuzz"

    def build(self, documents: Iterable[tuple[str, str]]) -> None:
        import tantivy

        self._engine = tantivy
        self._texts = {key: fold(text) for key, text in documents}
        self._keys = list(self._texts)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=False)
        schema.add_unsigned_field("number", stored=True)
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=200_000_000, num_threads=1)
        for number, text in enumerate(self._texts.values()):
            writer.add_document(tantivy.Document(text=text, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, needle: str) -> Found:
        folded = fold(needle)
        words = sorted(set(_terms(folded)))
        if not words:
            return NOTHING
        engine = self._engine
        clauses = [
            (engine.Occur.Should, engine.Query.term_query(self._schema, "text", word))
            for word in words
        ]
        hits = self._searcher.search(engine.Query.boolean_query(clauses), SHORTLIST, count=False)
        numbers = [self._searcher.doc(address)["number"][0] for _, address in hits.hits]
        keys = [self._keys[number] for number in numbers]
        return _best(folded, [(self._texts[key], key) for key in keys])

    def size(self) -> int:
        return 0


def _terms(folded: str) -> list[str]:
    parts = (part for word in spelled(folded) for part in word.replace(".", " ").split())
    return [part for part in parts if part.isalnum()]


def _rarest(folded: str, counts: Mapping[str, int]) -> Sequence[str]:
    known = sorted({word for word in _terms(folded) if counts.get(word)})
    return sorted(known, key=lambda word: counts.get(word, math.inf))[:RAREST]


def _best(folded: str, texts: Iterable[tuple[str, str]]) -> Found:
    """Where rapidfuzz places the needle in the text that has most of it."""
    found = NOTHING
    for text, key in texts:
        placed = fuzz.partial_ratio_alignment(folded, text, score_cutoff=found.score)
        if placed and placed.score > found.score:
            found = Found(key, [[placed.dest_start, placed.dest_end]], placed.score)
    return found


ALL: tuple[type[System], ...] = (Tracer, Tantivy, FullText, Everything)
