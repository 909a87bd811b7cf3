"""The shape of the database, as steps that are only ever added to.

Never edit a step that was released: databases that have it will not run it again. Add one below
it, with a line that says why. Each runs in a transaction together with the note that it ran.

What a person browses is in columns; what is nested (spans, differences, links) is JSON. A
``documents`` row is one *version* of a document and never changes, so a finding always points at
the words that it was found in, also after the file it came from was edited.
"""

from __future__ import annotations

from dataclasses import dataclass

SET_NAME = "tracer"
"""The name of this set in the table ``_sqlite_migrations``, where other programs have theirs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the schema: its name for good, and the statements that make it."""

    name: str
    sql: str


STEPS: tuple[Step, ...] = (
    # The first shape: one article's findings, the documents they rest on, what reviewers decided.
    Step(
        "001_documents",
        """
        CREATE TABLE contents (
            sha256 TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            zlib BLOB NOT NULL
        ) STRICT;
        CREATE TABLE documents (
            version TEXT PRIMARY KEY,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            title TEXT,
            publisher TEXT,
            url TEXT,
            authors TEXT NOT NULL,
            published TEXT,
            retrieved TEXT,
            media_type TEXT NOT NULL,
            detail TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            content TEXT REFERENCES contents (sha256),
            text TEXT NOT NULL,
            links TEXT NOT NULL
        ) STRICT;
        CREATE INDEX documents_by_id ON documents (id);
        CREATE INDEX documents_by_content ON documents (content);
        CREATE TABLE kept (
            id TEXT PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents (version)
        ) STRICT;
        CREATE INDEX kept_by_document ON kept (document);
        """,
    ),
    Step(
        "002_findings",
        """
        CREATE TABLE articles (
            id TEXT PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents (version),
            generated TEXT NOT NULL,
            version TEXT NOT NULL,
            settings TEXT NOT NULL
        ) STRICT;
        CREATE INDEX articles_by_document ON articles (document);
        CREATE TABLE sources (
            article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            detail TEXT NOT NULL,
            document TEXT REFERENCES documents (version),
            PRIMARY KEY (article_id, position)
        ) STRICT;
        CREATE INDEX sources_by_document ON sources (document);
        CREATE TABLE claims (
            id TEXT PRIMARY KEY,
            article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            text TEXT NOT NULL,
            part_of TEXT NOT NULL,
            kind TEXT NOT NULL,
            check_worthy INTEGER NOT NULL,
            check_worthiness REAL NOT NULL,
            why TEXT NOT NULL,
            cue TEXT,
            source TEXT,
            contents TEXT,
            attribution_rule TEXT,
            confidence REAL,
            rating TEXT NOT NULL,
            score REAL NOT NULL,
            reasons TEXT NOT NULL,
            rules TEXT NOT NULL,
            flagged INTEGER NOT NULL,
            urgency INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX claims_by_article ON claims (article_id, position);
        CREATE INDEX claims_by_urgency ON claims (flagged, urgency);
        CREATE TABLE hops (
            claim_id TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            id TEXT NOT NULL,
            mention TEXT,
            anonymous INTEGER NOT NULL,
            state TEXT NOT NULL,
            PRIMARY KEY (claim_id, position)
        ) STRICT;
        CREATE INDEX hops_by_id ON hops (id);
        CREATE TABLE matches (
            claim_id TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            document_id TEXT NOT NULL,
            document TEXT REFERENCES documents (version),
            relation TEXT NOT NULL,
            wording TEXT,
            score REAL NOT NULL,
            text TEXT NOT NULL,
            prefix TEXT NOT NULL,
            suffix TEXT NOT NULL,
            spans TEXT NOT NULL,
            differences TEXT NOT NULL,
            PRIMARY KEY (claim_id, position)
        ) STRICT;
        CREATE INDEX matches_by_document ON matches (document);
        """,
    ),
    # No foreign key to claims: a decision outlives a claim that was edited away.
    Step(
        "003_reviews",
        """
        CREATE TABLE reviews (
            id INTEGER PRIMARY KEY,
            claim_id TEXT NOT NULL,
            article_id TEXT NOT NULL,
            claim_text TEXT NOT NULL,
            decision TEXT NOT NULL,
            reviewer TEXT NOT NULL,
            note TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX reviews_by_claim ON reviews (claim_id);
        CREATE INDEX reviews_by_article ON reviews (article_id);
        CREATE TRIGGER reviews_are_never_changed BEFORE UPDATE ON reviews
            BEGIN SELECT RAISE (ABORT, 'reviews are only ever added'); END;
        CREATE TRIGGER reviews_are_never_dropped BEFORE DELETE ON reviews
            BEGIN SELECT RAISE (ABORT, 'reviews are only ever added'); END;
        """,
    ),
    # Where reports were written, so that a decision can be shown in them.
    Step(
        "004_outputs",
        """
        CREATE TABLE outputs (
            path TEXT PRIMARY KEY,
            article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
            format TEXT NOT NULL
        ) STRICT;
        CREATE INDEX outputs_by_article ON outputs (article_id);
        """,
    ),
    # What a person looks at first, with sqlite3 or Datasette.
    Step(
        "005_view_findings",
        """
        CREATE VIEW findings AS
        SELECT
            claims.id AS claim_id,
            articles.id AS article_id,
            coalesce(nullif(documents.title, ''), documents.name) AS article,
            claims.text AS claim,
            claims.kind,
            claims.rating,
            claims.score,
            claims.flagged,
            claims.check_worthy,
            (SELECT group_concat(name, ' → ') FROM
                (SELECT name FROM hops WHERE claim_id = claims.id ORDER BY position)) AS chain,
            (SELECT group_concat(value, ' ') FROM json_each(claims.rules)) AS rules,
            (SELECT group_concat(value, ' ') FROM json_each(claims.reasons)) AS reasons,
            best.text AS passage,
            coalesce(nullif(origin.title, ''), origin.name) AS passage_from,
            last.decision,
            last.reviewer,
            last.note,
            last.at AS decided_at,
            claims.urgency,
            claims.check_worthiness,
            claims.position
        FROM claims
        JOIN articles ON articles.id = claims.article_id
        JOIN documents ON documents.version = articles.document
        LEFT JOIN matches AS best ON best.claim_id = claims.id AND best.position = 0
        LEFT JOIN documents AS origin ON origin.version = best.document
        LEFT JOIN reviews AS last ON last.id =
            (SELECT max(id) FROM reviews WHERE reviews.claim_id = claims.id);
        """,
    ),
    # Claims of before were read by rules that looked for speech alone.
    Step(
        "006_speech",
        """
        ALTER TABLE claims ADD COLUMN speech REAL;
        UPDATE claims SET speech = 1.0 WHERE cue IS NOT NULL OR contents IS NOT NULL;
        """,
    ),
)
