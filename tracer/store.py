"""The database: what was found, what it rests on, what reviewers decided, which sources are kept.

One file of SQLite, for ``sqlite3`` and Datasette to browse: see the view ``findings``.

A document is stored once for each *version* of it (its id and everything it says), and a version
is never changed. A run replaces an article's findings as a whole, in one transaction; keeping a
changed source points the kept set at its new version, while findings go on pointing at the one
they were found in. A version that nothing points at any more is removed.

Decisions are only ever added. One whose claim is gone, because the article was edited, follows it
to the words that took its place (see ``decisions``); one that fits none is an orphan and stays, see
``Store.stray_reviews``. Should the claim come back, its decision is there.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tracer import rows, soundness
from tracer.decisions import Followed, Made, follow
from tracer.errors import StoreError, UnknownName
from tracer.library import KEPT, KeptLibrary, index_all, index_kept
from tracer.migrations import SET_NAME, STEPS
from tracer.models import (
    Claim,
    Correction,
    Document,
    Finding,
    Rating,
    Report,
    Review,
    Snapshot,
    State,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 30.0
"""How long to wait for another process that writes to the same database."""

_APPLICATION = "PRAGMA application_id = 0x54524352"  # "TRCR": `file` can name the database


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of ``tracer list``: a row of the view ``findings``. ``rated`` is the rating that the
    decision was made on; ``carried`` says whether it was made on other words; ``reason`` is the
    first one of its rating."""

    claim_id: str
    article_id: str
    article: str
    claim: str
    rating: Rating
    chain: str
    rules: str
    flagged: bool
    state: State
    decision: str | None
    rated: Rating | None = None
    carried: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article in the database. ``generated`` is the RFC 3339 time of its last check."""

    id: str
    label: str
    url: str | None
    generated: str
    claims: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Located:
    """A claim that was asked for, and the report that it is part of."""

    report: Report
    finding: Finding


@dataclass(frozen=True, slots=True)
class Stray:
    """A decision whose claim is no longer in its article, and the words it was about."""

    review: Review
    article_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a report was written to. ``path`` is absolute."""

    path: Path
    format: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeping documents came to, in numbers of documents."""

    added: int
    changed: int
    unchanged: int


class Store:
    """An open database. Use it as a context manager, in one thread.

    Every method raises StoreError if the database cannot be read or written, and every one that
    writes does so wholly or not at all.
    """

    def __init__(self, db: Database, path: Path) -> None:
        self._db, self._path = db, path

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open ``path`` for reading and writing; make it if it is not there.

        Raises StoreError: a folder, not a database, another program's database, one of a newer
        tracer, or a place that cannot be written.
        """
        store = cls._opened(path)
        try:
            with store._writing():
                pass
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def existing(cls, path: Path) -> Store:
        """Open a database that is there; a current one may also be one that cannot be written.

        Raises StoreError as ``open`` does, and if there is no database yet.
        """
        if not path.exists():
            raise StoreError("There is no database yet", str(path), "Run tracer check first")
        return cls._opened(path)

    @classmethod
    def _opened(cls, path: Path) -> Store:
        with explained(path):
            db = _connected(path)
            try:
                _prepare(db, path)
            except BaseException:
                db.close()
                raise
        return cls(db, path)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Findings

    def save(self, report: Report) -> None:
        """Put ``report`` in the place of what was stored of its article.

        Saving the same report again changes nothing. Decisions that the report carries are added
        unless they are recorded already; none is dropped.
        """
        with self._writing():
            self._save(report)

    def _save(self, report: Report) -> None:
        before = self._versions_of(report.article.id)
        self._add_documents([report.article, *_documents_of(report)])
        self._replace_article(report)
        self._add_new_reviews(report)
        self._sweep(before)

    def report(self, article_id: str) -> Report | None:
        """The last report on an article with the last decision on each claim, or None.

        Its documents come without their raw bytes: see ``raw``.
        """
        with self._reading():
            article = self._one("SELECT * FROM articles WHERE id = ?", article_id)
            return self._report(article) if article else None

    def decided(self, report: Report) -> Report:
        """``report`` with the decisions that stand, each on the claim that it is about or has
        followed to, and with those that fit no claim."""
        with self._reading():
            return self._decided(report)

    def corrections(self, article_id: str) -> tuple[Correction, ...]:
        """What reviewers set right in how an article was read and did not take back, in order."""
        with self._reading():
            return tuple(map(rows.correction, self._all(_CORRECTIONS, [article_id])))

    def reports(self) -> Iterator[Report]:
        """Every stored report, in the order of ``articles``."""
        for article in self.articles():
            report = self.report(article.id)
            if report is not None:
                yield report

    def articles(self) -> tuple[Shelved, ...]:
        """Every article in the database, last checked first."""
        with self._reading():
            return tuple(Shelved(**row) for row in self._all(_ARTICLES))

    def article_id(self, wanted: str) -> str:
        """The id of the article with the id, the beginning of an id, or the address ``wanted``.

        Raises UnknownName: there is none, or more than one.
        """
        with self._reading():
            found = self._all(
                "SELECT articles.id FROM articles JOIN documents "
                "ON documents.version = articles.document "
                "WHERE substr(articles.id, 1, length(:wanted)) = :wanted OR url = :wanted",
                {"wanted": wanted},
            )
        return _the_one("article", wanted, [row["id"] for row in found], "tracer list")

    def findings(self) -> tuple[Listed, ...]:
        """All claims of all articles, most urgent first."""
        return self._listed("")

    def flagged(self) -> tuple[Listed, ...]:
        """The flagged claims of all articles: unsourced ones first, then the gravest."""
        return self._listed("WHERE flagged")

    def finding(self, claim_id: str) -> Located:
        """The claim with this id, or the only one whose id starts so.

        Raises UnknownName: there is none, or more than one.
        """
        with self._reading():
            found = self._all(
                "SELECT id, article_id FROM claims WHERE substr(id, 1, length(:id)) = :id",
                {"id": claim_id},
            )
            known = _the_one("claim", claim_id, [row["id"] for row in found], "tracer list")
            article_id = next(row["article_id"] for row in found if row["id"] == known)
            report = self._report(self._one("SELECT * FROM articles WHERE id = ?", article_id))
        return Located(report, next(f for f in report.findings if f.claim.id == known))

    def snapshots(self, address: str) -> tuple[Snapshot, ...]:
        """What was fetched from ``address`` so far, in order. ``raw`` has the bytes of each."""
        sql = "SELECT * FROM snapshots_and_changes WHERE address = ? ORDER BY id"
        with self._reading():
            return tuple(map(rows.snapshot, self._all(sql, [address])))

    def note_snapshot(self, snapshot: Snapshot, document: Document) -> None:
        """Keep what was fetched for a document that a person gave by its address."""
        with self._writing():
            self._add_documents([document])
            self._add_snapshot(snapshot, document)

    def compared(self, snapshot: Snapshot) -> Snapshot:
        """``snapshot`` with when the last one before it was made that gave another text."""
        other = [
            before.retrieved
            for before in self.snapshots(snapshot.address)
            if before.text_sha256 != snapshot.text_sha256 and before.retrieved < snapshot.retrieved
        ]
        return replace(snapshot, changed_since=max(other, default=None))

    # Decisions

    def decide(self, review: Review) -> None:
        """Record a decision on a claim as it is rated now; it is the last one from now on.

        Raises UnknownName: no claim has the id.
        """
        with self._writing():
            self._decide(review)

    def _decide(self, review: Review) -> None:
        claim = self._one("SELECT * FROM claims WHERE id = ?", review.claim_id)
        if not claim:
            raise UnknownName("No claim has this id", review.claim_id, "See: tracer list")
        former = self._instead_of(claim["article_id"], review.claim_id)
        about = rows.finding(claim, (), ())
        made = replace(review, rated=about.rating)
        self._insert("reviews", [rows.review_row(made, claim["article_id"], about.claim, former)])

    def _instead_of(self, article_id: str, claim_id: str) -> str:
        """The former claim whose decision a new one on this claim stands instead of, or empty."""
        made = self._made(article_id)
        found = follow(self._claims_of(article_id), made).reviews
        carried = next((r.carried for r in found if r.claim_id == claim_id), None)
        if carried is not None:
            return carried.claim_id
        return next((m.instead_of for m in reversed(made) if m.review.claim_id == claim_id), "")

    def reviews(self, claim_id: str) -> tuple[Review, ...]:
        """Every decision on a claim and on the former ones it stands instead of, the first one
        first."""
        with self._reading():
            found = self._all(_HISTORY, [claim_id])
        return tuple(map(rows.review, found))

    def stray_reviews(self) -> tuple[Stray, ...]:
        """The decisions that fit no claim of their articles any more, the last one of each."""
        with self._reading():
            return tuple(
                Stray(orphan.review, article_id, orphan.words)
                for article_id, followed in self._edited()
                for orphan in followed.orphans
            )

    def _edited(self) -> list[tuple[str, Followed]]:
        """Where decisions on words that are gone went, for each article that has any."""
        ids = [row["article_id"] for row in self._all(_EDITED)]
        return [(key, follow(self._claims_of(key), self._made(key))) for key in ids]

    # Kept sources

    def keep(self, documents: Iterable[Document]) -> Keeping:
        """Keep source documents, which take part in every check from now on.

        A document with the id of a kept one replaces it. Findings on the older version still
        point at that one until their article is checked again.
        """
        with self._writing():
            given = {document.id: document for document in documents}
            before = self._kept_versions(given)
            self._add_documents(given.values())
            after = {key: rows.version(document) for key, document in given.items()}
            self._point_kept_at(after)
            index_kept(self._db, {*before.values(), *after.values()})
            self._sweep({before[key] for key in after if key in before})
        same = sum(before.get(key) == version for key, version in after.items())
        added = sum(key not in before for key in after)
        return Keeping(added, len(after) - added - same, same)

    def kept(self) -> tuple[Document, ...]:
        """The kept documents by id, without their raw bytes."""
        with self._reading():
            found = self._all(KEPT + " ORDER BY kept.id")
        return tuple(map(rows.document, found))

    def library(self) -> KeptLibrary:
        """The kept documents to search, for as long as the database is open. They are read when
        they are asked for, and what is kept or dropped meanwhile, here or in another process, is
        seen by the next search."""
        return KeptLibrary(self._db)

    def kept_document(self, wanted: str) -> Document:
        """The kept document with the id, the beginning of an id, or the address ``wanted``.

        Raises UnknownName: there is none, or more than one.
        """
        with self._reading():
            found = self._all(
                KEPT + " WHERE substr(kept.id, 1, length(:wanted)) = :wanted OR url = :wanted",
                {"wanted": wanted},
            )
        known = _the_one("kept source", wanted, [r["id"] for r in found], "tracer sources list")
        return rows.document(next(row for row in found if row["id"] == known))

    def drop(self, document_id: str) -> None:
        """Keep a document no longer. Findings on it still have it.

        Raises UnknownName: no document with this id is kept.
        """
        with self._writing():
            version = self._kept_versions([document_id]).get(document_id)
            if version is None:
                raise UnknownName(
                    "No kept source has this id", document_id, "See: tracer sources list"
                )
            self._db.execute("DELETE FROM kept WHERE id = ?", [document_id])
            index_kept(self._db, [version])
            self._sweep({version})

    def raw(self, sha256: str) -> bytes | None:
        """The bytes with this SHA-256 as they were read, or None if they are not stored."""
        with self._reading():
            row = self._one("SELECT zlib FROM contents WHERE sha256 = ?", sha256)
        return zlib.decompress(row["zlib"]) if row else None

    # Files

    def note_output(self, article_id: str, path: Path, format: str) -> None:
        """Remember that the article's report was written to ``path`` (absolute)."""
        with self._writing():
            self._db.execute(
                "INSERT OR REPLACE INTO outputs (path, article_id, format) VALUES (?, ?, ?)",
                [str(path), article_id, format],
            )

    def forget_output(self, path: Path) -> None:
        """Remember no longer that a report was written to ``path``."""
        with self._writing():
            self._db.execute("DELETE FROM outputs WHERE path = ?", [str(path)])

    def outputs(self, article_id: str) -> tuple[Output, ...]:
        """The files that the article's reports were written to; some may be gone."""
        with self._reading():
            found = self._all(
                "SELECT * FROM outputs WHERE article_id = ? ORDER BY path", [article_id]
            )
        return tuple(Output(Path(row["path"]), row["format"]) for row in found)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the database, a line each; nothing if it is sound. Reads it all."""
        with self._reading():
            inside = tuple(soundness.problems(self._db))
        return (*inside, *soundness.left_over(self._path))

    # Below: the parts of the above, each inside its transaction

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with explained(self._path), _immediate(self._db):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One state of the database for all that is read inside, whoever writes meanwhile."""
        with explained(self._path), self._db.atomic():
            yield

    def _all(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[rows.Row]:
        return list(self._db.query(sql, dict(values) if isinstance(values, Mapping) else values))

    def _one(self, sql: str, *values: Any) -> rows.Row:
        return next(iter(self._all(sql, values)), {})

    def _insert(self, table: str, records: Sequence[rows.Row]) -> None:
        if records:
            self._db.table(table).insert_all(records)

    def _add_documents(self, documents: Iterable[Document]) -> None:
        for document in documents:
            content = self._add_content(document.raw) if document.raw else None
            row = rows.document_row(document, content)
            names = ", ".join(row)
            slots = ", ".join(f":{name}" for name in row)
            self._db.execute(
                f"INSERT INTO documents ({names}) VALUES ({slots}) ON CONFLICT (version) "  # noqa: S608 -- names of our columns
                "DO UPDATE SET content = coalesce(content, excluded.content)",
                row,
            )

    def _add_content(self, raw: bytes) -> str:
        digest = hashlib.sha256(raw).hexdigest()
        if not self._one("SELECT 1 FROM contents WHERE sha256 = ?", digest):
            row = {"sha256": digest, "size": len(raw), "zlib": zlib.compress(raw)}
            self._insert("contents", [row])
        return digest

    def _replace_article(self, report: Report) -> None:
        article_id = report.article.id
        outputs = self._all("SELECT * FROM outputs WHERE article_id = ?", [article_id])
        self._db.execute("DELETE FROM articles WHERE id = ?", [article_id])
        self._insert("articles", [_article_row(report)])
        self._insert("outputs", outputs)
        self._insert("sources", list(self._source_rows(report)))
        attempts = [rows.attempt_row(a, article_id, at) for at, a in enumerate(report.attempts)]
        self._insert("attempts", attempts)
        claims = [rows.claim_row(f, article_id, at) for at, f in enumerate(report.findings)]
        self._insert("claims", claims)
        versions = {d.id: rows.version(d) for d in reversed(_documents_of(report))}
        self._insert("hops", [row for f in report.findings for row in rows.hop_rows(f.claim)])
        matches = [row for f in report.findings for row in rows.match_rows(f, versions)]
        self._insert("matches", matches)

    def _source_rows(self, report: Report) -> Iterator[rows.Row]:
        for position, source in enumerate(report.sources):
            number = None
            if source.snapshot is not None and source.document is not None:
                number = self._add_snapshot(source.snapshot, source.document)
            yield rows.source_row(source, report.article.id, position, number)

    def _add_snapshot(self, snapshot: Snapshot, document: Document) -> int:
        """The number of the snapshot's row. While a page stays the same, its snapshots point at
        the version that was read first, so that its text is kept once."""
        known = self._all(
            "SELECT * FROM snapshots WHERE address = ? ORDER BY id DESC", [snapshot.address]
        )
        row = rows.snapshot_row(snapshot, rows.version(document))
        for before in known:
            if all(before[name] == row[name] for name in ("retrieved", "sha256", "archived")):
                return int(before["id"])
        if known and known[0]["text_sha256"] == row["text_sha256"]:
            row["document"] = known[0]["document"]
        self._add_content(document.raw)
        self._insert("snapshots", [row])
        return int(self._one("SELECT max(id) AS id FROM snapshots")["id"])

    def _add_new_reviews(self, report: Report) -> None:
        for finding in report.findings:
            review = finding.review
            if review is None or review.carried or review in self._reviews_of(finding.claim.id):
                continue
            self._insert("reviews", [rows.review_row(review, report.article.id, finding.claim)])

    def _reviews_of(self, claim_id: str) -> list[Review]:
        found = self._all("SELECT * FROM reviews WHERE claim_id = ? ORDER BY id", [claim_id])
        return [rows.review(row) for row in found]

    def _versions_of(self, article_id: str) -> set[str]:
        found = self._all(
            "SELECT document FROM articles WHERE id = :id "
            "UNION SELECT document FROM sources WHERE article_id = :id AND document IS NOT NULL",
            {"id": article_id},
        )
        return {row["document"] for row in found}

    def _kept_versions(self, ids: Iterable[str]) -> dict[str, str]:
        """The versions in which documents of these ids are kept."""
        sql = "SELECT * FROM kept WHERE id IN (SELECT value FROM json_each(:ids))"
        found = self._all(sql, {"ids": json.dumps(list(ids))})
        return {row["id"]: row["document"] for row in found}

    def _point_kept_at(self, versions: Mapping[str, str]) -> None:
        self._db.conn.executemany(
            "INSERT INTO kept (id, document) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET document = excluded.document",
            versions.items(),
        )

    def _sweep(self, versions: Collection[str]) -> None:
        """Remove those of ``versions`` that nothing points at, and their bytes."""
        chosen = {"versions": json.dumps(sorted(versions))}
        contents = self._all(_CONTENTS_OF, chosen)
        self._db.execute(_SWEEP_DOCUMENTS, chosen)
        unused = {"contents": json.dumps([row["content"] for row in contents])}
        self._db.execute(_SWEEP_CONTENTS, unused)

    def _listed(self, where: str) -> tuple[Listed, ...]:
        with self._reading():
            found = self._all(_LISTED.format(where=where))
            carried = {r.claim_id: r for _, f in self._edited() for r in f.reviews if r.carried}
        return tuple(_line(row, carried.get(row["claim_id"])) for row in found)

    def _report(self, article: rows.Row) -> Report:
        documents = self._documents_by_version(article)
        sources = self._all(
            "SELECT * FROM sources WHERE article_id = ? ORDER BY position", [article["id"]]
        )
        attempts = self._all(
            "SELECT * FROM attempts WHERE article_id = ? ORDER BY position", [article["id"]]
        )
        shots = {n: rows.snapshot(row) for n, row in self._snapshots_of(sources).items()}
        report = Report(
            article=documents[article["document"]],
            findings=self._findings_of(article["id"]),
            sources=tuple(rows.source(row, documents, shots) for row in sources),
            version=article["version"],
            generated=article["generated"],
            settings=json.loads(article["settings"]),
            attempts=tuple(map(rows.attempt, attempts)),
        )
        return self._decided(report)

    def _snapshots_of(self, sources: Iterable[rows.Row]) -> dict[int, rows.Row]:
        numbers = json.dumps([row["snapshot"] for row in sources if row["snapshot"]])
        return {row["id"]: row for row in self._all(_SNAPSHOTS, {"numbers": numbers})}

    def _decided(self, report: Report) -> Report:
        claims = [finding.claim for finding in report.findings]
        found = follow(claims, self._made(report.article.id))
        return replace(report.with_reviews(found.reviews), orphans=found.orphans)

    def _made(self, article_id: str) -> list[Made]:
        """The decisions on an article's claims that were not taken back, the first one first."""
        found = self._all("SELECT * FROM standing WHERE article_id = ? ORDER BY id", [article_id])
        return [rows.made(row) for row in found]

    def _claims_of(self, article_id: str) -> list[Claim]:
        """The claims of an article in text order, without who they are given to."""
        found = self._all(
            "SELECT * FROM claims WHERE article_id = ? ORDER BY position", [article_id]
        )
        return [rows.finding(row, (), ()).claim for row in found]

    def _documents_by_version(self, article: rows.Row) -> dict[str, Document]:
        wanted = {"versions": json.dumps(sorted(self._versions_of(article["id"])))}
        found = self._all(_DOCUMENTS_OF, wanted)
        return {row["version"]: rows.document(row) for row in found}

    def _findings_of(self, article_id: str) -> tuple[Finding, ...]:
        claims = self._all(
            "SELECT * FROM claims WHERE article_id = ? ORDER BY position", [article_id]
        )
        hops = self._by_claim("hops", article_id)
        matches = self._by_claim("matches", article_id)
        return tuple(rows.finding(row, hops[row["id"]], matches[row["id"]]) for row in claims)

    def _by_claim(self, table: str, article_id: str) -> Mapping[str, list[rows.Row]]:
        found: defaultdict[str, list[rows.Row]] = defaultdict(list)
        sql = _BY_CLAIM.format(table=table)
        for row in self._all(sql, [article_id]):
            found[row["claim_id"]].append(row)
        return found


_ARTICLES = """
    SELECT articles.id, coalesce(nullif(title, ''), name) AS label, url, generated,
        (SELECT count(*) FROM claims WHERE article_id = articles.id) AS claims,
        (SELECT count(*) FROM claims WHERE article_id = articles.id AND flagged) AS flagged
    FROM articles JOIN documents ON documents.version = articles.document
    ORDER BY generated DESC, articles.id
"""
_LISTED = """
    SELECT findings.*, (
        SELECT json_extract(claims.reasons, '$[0]') FROM claims WHERE claims.id = claim_id
    ) AS reason
    FROM findings {where}
    ORDER BY urgency, check_worthiness DESC, article, article_id, position
"""
_BY_CLAIM = """
    SELECT {table}.* FROM {table} JOIN claims ON claims.id = claim_id
    WHERE article_id = ? ORDER BY claims.position, {table}.position
"""
_EDITED = """
    SELECT DISTINCT article_id FROM standing
    WHERE claim_id NOT IN (SELECT id FROM claims) ORDER BY article_id
"""
LINE = """
    WITH RECURSIVE line (claim) AS (
        SELECT ?
        UNION
        SELECT instead_of FROM reviews JOIN line ON claim_id = claim WHERE instead_of <> ''
    )
"""
"""A table ``line`` of the ids of a claim and of the former ones that it stands instead of."""
_HISTORY = LINE + " SELECT * FROM reviews WHERE claim_id IN line ORDER BY id"  # noqa: S608 -- ours
_CORRECTIONS = """
    SELECT * FROM corrections AS c WHERE article_id = ? AND withdraws IS NULL
        AND id NOT IN (SELECT withdraws FROM corrections WHERE withdraws IS NOT NULL)
    ORDER BY id
"""
_DOCUMENTS_OF = """
    SELECT * FROM documents WHERE version IN (SELECT value FROM json_each(:versions))
"""
_SNAPSHOTS = """
    SELECT * FROM snapshots_and_changes WHERE id IN (SELECT value FROM json_each(:numbers))
"""
_CONTENTS_OF = """
    SELECT DISTINCT content FROM documents
    WHERE content IS NOT NULL AND version IN (SELECT value FROM json_each(:versions))
"""
_SWEEP_DOCUMENTS = """
    DELETE FROM documents WHERE version IN (SELECT value FROM json_each(:versions))
        AND NOT EXISTS (SELECT 1 FROM kept WHERE kept.document = version)
        AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.document = documents.version)
        AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.document = documents.version)
        AND NOT EXISTS (SELECT 1 FROM matches WHERE matches.document = documents.version)
        AND NOT EXISTS (SELECT 1 FROM snapshots WHERE snapshots.document = documents.version)
"""
_SWEEP_CONTENTS = """
    DELETE FROM contents WHERE sha256 IN (SELECT value FROM json_each(:contents))
        AND NOT EXISTS (SELECT 1 FROM documents WHERE content = contents.sha256)
        AND NOT EXISTS (SELECT 1 FROM snapshots WHERE snapshots.sha256 = contents.sha256)
"""


def _line(row: rows.Row, carried: Review | None) -> Listed:
    """A row of the view ``findings``, with the decision that followed to the claim, if one did."""
    own = rows.review(row | {"at": row["decided_at"]}) if row["decision"] else None
    review = carried or own
    return Listed(
        claim_id=row["claim_id"],
        article_id=row["article_id"],
        article=row["article"],
        claim=row["claim"],
        rating=row["rating"],
        chain=row["chain"] or "",
        rules=row["rules"] or "",
        flagged=bool(row["flagged"]),
        state=review.state(row["rating"]) if review else "open",
        decision=review.decision if review else None,
        rated=review.rated if review else None,
        carried=carried is not None,
        reason=row["reason"] or "",
    )


def _documents_of(report: Report) -> list[Document]:
    return [source.document for source in report.sources if source.document is not None]


def _article_row(report: Report) -> rows.Row:
    return {
        "id": report.article.id,
        "document": rows.version(report.article),
        "generated": report.generated,
        "version": report.version,
        "settings": json.dumps(dict(report.settings), ensure_ascii=False),
    }


def _the_one(what: str, wanted: str, found: Sequence[str], see: str) -> str:
    if wanted in found:
        return wanted
    if len(found) == 1 and wanted:
        return found[0]
    if found and wanted:
        raise UnknownName(f"More than one {what} fits", wanted, "Give more of its id")
    raise UnknownName(f"There is no such {what}", wanted, f"See: {see}")


# Opening


def _connected(path: Path) -> Database:
    from sqlite_utils import Database

    if path.is_dir():
        raise StoreError("The database is a folder", str(path), "Name a file with --db")
    if not path.parent.is_dir():
        raise StoreError("There is no folder for the database", str(path), "Make it, or use --db")
    db = Database(sqlite3.connect(path, timeout=BUSY_SECONDS), execute_plugins=False)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _prepare(db: Database, path: Path) -> None:
    """Bring the schema up to date, whoever else is at it."""
    from sqlite_utils import Migrations

    _refuse_foreign(db, path)
    migrations = Migrations(SET_NAME)
    for step in STEPS:
        migrations(name=step.name)(lambda db, sql=step.sql: db.executescript(sql))
    if migrations.pending(db):
        db.enable_wal()
        with _immediate(db):
            missing = [step.name for step in migrations.pending(db)]
            if missing and len(missing) < len(STEPS):
                _back_up(path, missing[0])
            migrations.apply(db)
            db.execute(_APPLICATION)
            index_all(db)


def _back_up(path: Path, step: str) -> None:
    """Copy a database to a file beside it, before ``step`` gives it another shape. A copy that is
    not whole has a name that says so.

    The copy is read by a connection of its own: from one that has begun to write, none is made.
    """
    copy = path.with_name(f"{path.name}.before-{step}")
    half = copy.with_name(copy.name + soundness.HALF)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.replace(copy)


def _refuse_foreign(db: Database, path: Path) -> None:
    tables = db.table_names()
    applied: set[str] = set()
    if "_sqlite_migrations" in tables:
        sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
        applied = {row["name"] for row in db.query(sql, [SET_NAME])}
    if tables and not applied:
        raise StoreError(
            "This database belongs to another program", str(path), "Name another file with --db"
        )
    if applied - {step.name for step in STEPS}:
        raise StoreError("A newer tracer made this database", str(path), "Update tracer")


@contextmanager
def _immediate(db: Database) -> Iterator[None]:
    """A transaction that has the right to write from its start, so it never fails half-way
    because another one wrote meanwhile."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors as one line for a person."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(*_explanation(error, path)) from error
    except UnicodeEncodeError as error:
        what = "A text holds half of a character pair and cannot be stored"
        raise StoreError(what, str(path)) from error


def _explanation(error: sqlite3.Error, path: Path) -> tuple[str, str, str]:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    where = str(path)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return "This is not a database, or it is damaged", where, "Name another file with --db"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return "The database cannot be written", where, "Name a file in another folder with --db"
    if code == sqlite3.SQLITE_BUSY:
        return "Another program is using the database", where, "Try again when it is done"
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return "The disk is full or failing", where, "Make room and run it again; nothing was lost"
    return f"The database refused ({error})", where, "Run: tracer doctor"
