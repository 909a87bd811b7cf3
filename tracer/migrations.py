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
    # Undoing a decision takes it back and keeps it: the row stays and a withdrawal is added.
    Step(
        "007_withdrawals",
        """
        CREATE TABLE withdrawals (
            id INTEGER PRIMARY KEY,
            review_id INTEGER NOT NULL UNIQUE REFERENCES reviews (id),
            reviewer TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER withdrawals_are_never_changed BEFORE UPDATE ON withdrawals
            BEGIN SELECT RAISE (ABORT, 'withdrawals are only ever added'); END;
        CREATE TRIGGER withdrawals_are_never_dropped BEFORE DELETE ON withdrawals
            BEGIN SELECT RAISE (ABORT, 'withdrawals are only ever added'); END;
        CREATE VIEW standing AS
            SELECT * FROM reviews WHERE id NOT IN (SELECT review_id FROM withdrawals);
        """,
    ),
    # What a reviewer set right in how a claim was read; every later check applies it.
    Step(
        "008_corrections",
        """
        CREATE TABLE corrections (
            id INTEGER PRIMARY KEY,
            article_id TEXT NOT NULL,
            claim_id TEXT NOT NULL,
            claim_text TEXT NOT NULL,
            kind TEXT NOT NULL,
            change TEXT NOT NULL,
            withdraws INTEGER UNIQUE REFERENCES corrections (id),
            reviewer TEXT NOT NULL,
            note TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX corrections_by_article ON corrections (article_id);
        CREATE TRIGGER corrections_are_never_changed BEFORE UPDATE ON corrections
            BEGIN SELECT RAISE (ABORT, 'corrections are only ever added'); END;
        CREATE TRIGGER corrections_are_never_dropped BEFORE DELETE ON corrections
            BEGIN SELECT RAISE (ABORT, 'corrections are only ever added'); END;
        """,
    ),
    # Full-text search over claims and documents. A rowid of a table with a text key may change at
    # VACUUM, so each row has a number of its own. What is new is indexed when somebody searches:
    # keeping 100,000 documents would take five times as long otherwise.
    Step(
        "009_search",
        """
        CREATE TABLE claim_numbers (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE VIEW claims_numbered AS
            SELECT number, claims.text FROM claim_numbers JOIN claims USING (id);
        CREATE VIRTUAL TABLE claims_fts USING fts5 (
            text, content = 'claims_numbered', content_rowid = 'number',
            tokenize = 'unicode61 remove_diacritics 2'
        );
        CREATE TRIGGER claims_fts_drop AFTER DELETE ON claims BEGIN
            INSERT INTO claims_fts (claims_fts, rowid, text)
                SELECT 'delete', number, old.text FROM claim_numbers WHERE id = old.id;
            DELETE FROM claim_numbers WHERE id = old.id;
        END;
        CREATE TABLE document_numbers (
            number INTEGER PRIMARY KEY,
            version TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE VIEW documents_numbered AS
            SELECT number, title, name, publisher, text
            FROM document_numbers JOIN documents USING (version);
        CREATE VIRTUAL TABLE documents_fts USING fts5 (
            title, name, publisher, text, content = 'documents_numbered', content_rowid = 'number',
            tokenize = 'unicode61 remove_diacritics 2'
        );
        CREATE TRIGGER documents_fts_drop AFTER DELETE ON documents BEGIN
            INSERT INTO documents_fts (documents_fts, rowid, title, name, publisher, text)
                SELECT 'delete', number, old.title, old.name, old.publisher, old.text
                FROM document_numbers WHERE version = old.version;
            DELETE FROM document_numbers WHERE version = old.version;
        END;
        """,
    ),
    # The view of before, with decisions that were taken back left out; and who did what, in order.
    Step(
        "010_standing_decisions",
        """
        DROP VIEW findings;
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
            (SELECT max(id) FROM standing WHERE standing.claim_id = claims.id);
        CREATE VIEW journal AS
            SELECT at, reviewer, decision AS what, note, claim_id, article_id, claim_text,
                'decision' AS kind, id
            FROM reviews
            UNION ALL
            SELECT withdrawals.at, withdrawals.reviewer, decision, '', claim_id, article_id,
                claim_text, 'undone decision', withdrawals.id
            FROM withdrawals JOIN reviews ON reviews.id = review_id
            UNION ALL
            SELECT at, reviewer, change, note, claim_id, article_id, claim_text,
                CASE WHEN withdraws IS NULL THEN 'correction' ELSE 'undone correction' END, id
            FROM corrections;
        """,
    ),
    # A decision follows its claim when the article is edited: by the words it was made on, and by
    # their place. One that is made on a claim that another one had followed to says so.
    Step(
        "011_places",
        """
        ALTER TABLE reviews ADD COLUMN starts INTEGER;
        ALTER TABLE reviews ADD COLUMN instead_of TEXT NOT NULL DEFAULT '';
        """,
    ),
    # For those who browse: see datasette.json.
    Step(
        "012_views_to_browse",
        """
        CREATE VIEW flagged_claims AS
            SELECT article, claim, rating, rules, chain, reasons, passage, passage_from,
                decision, reviewer, note, claim_id, article_id, urgency, check_worthiness
            FROM findings WHERE flagged
            ORDER BY urgency, check_worthiness DESC, article, article_id, position;
        CREATE VIEW checked_articles AS
            SELECT
                coalesce(nullif(documents.title, ''), documents.name) AS article,
                documents.publisher,
                documents.published,
                count(findings.claim_id) AS claims,
                coalesce(sum(findings.flagged), 0) AS flagged,
                coalesce(sum(findings.flagged AND findings.decision IS NOT NULL), 0) AS decided,
                documents.url,
                articles.generated AS checked,
                articles.id AS article_id
            FROM articles
            JOIN documents ON documents.version = articles.document
            LEFT JOIN findings ON findings.article_id = articles.id
            GROUP BY articles.id
            ORDER BY checked DESC, articles.id;
        CREATE VIEW decisions_on_former_words AS
            SELECT claim_text, decision, reviewer, note, at, article_id, claim_id
            FROM standing
            WHERE claim_id NOT IN (SELECT id FROM claims)
                AND claim_id NOT IN (SELECT instead_of FROM standing)
                AND id IN (SELECT max(id) FROM standing GROUP BY claim_id)
            ORDER BY id;
        """,
    ),
    # The index of the kept sources: see tracer.library. A document has a number that is never
    # given again; a removed one is listed until no segment has it any more.
    Step(
        "013_index",
        """
        CREATE TABLE index_documents (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            version TEXT NOT NULL UNIQUE REFERENCES documents (version)
        ) STRICT;
        CREATE TABLE index_removed (
            number INTEGER PRIMARY KEY
        ) STRICT;
        CREATE TABLE index_segments (
            id INTEGER PRIMARY KEY,
            bits INTEGER NOT NULL,
            size INTEGER NOT NULL,
            length INTEGER NOT NULL,
            starts BLOB NOT NULL,
            numbers BLOB NOT NULL
        ) STRICT;
        CREATE TABLE index_buckets (
            key INTEGER PRIMARY KEY,
            postings BLOB NOT NULL
        ) STRICT;
        """,
    ),
    # Headings, block quotations, pages, dates of change, languages: see models.Marks.
    Step("014_marks", "ALTER TABLE documents ADD COLUMN marks TEXT NOT NULL DEFAULT '{}'"),
    # What was fetched, and the steps of looking for it. Snapshots are only ever added: a page that
    # has changed is a row beside the old one, with its bytes and the version that was read of it.
    Step(
        "015_snapshots",
        """
        ALTER TABLE documents ADD COLUMN also_at TEXT NOT NULL DEFAULT '[]';
        CREATE TABLE snapshots (
            id INTEGER PRIMARY KEY,
            document_id TEXT NOT NULL,
            document TEXT NOT NULL REFERENCES documents (version),
            address TEXT NOT NULL,
            final TEXT NOT NULL,
            status INTEGER NOT NULL,
            headers TEXT NOT NULL,
            retrieved TEXT NOT NULL,
            sha256 TEXT NOT NULL REFERENCES contents (sha256),
            text_sha256 TEXT NOT NULL,
            archived TEXT
        ) STRICT;
        CREATE INDEX snapshots_by_address ON snapshots (address);
        CREATE INDEX snapshots_by_document ON snapshots (document);
        CREATE INDEX snapshots_by_content ON snapshots (sha256);
        CREATE TRIGGER snapshots_are_never_changed BEFORE UPDATE ON snapshots
            BEGIN SELECT RAISE (ABORT, 'snapshots are only ever added'); END;
        CREATE TRIGGER snapshots_are_never_dropped BEFORE DELETE ON snapshots
            BEGIN SELECT RAISE (ABORT, 'snapshots are only ever added'); END;
        ALTER TABLE sources ADD COLUMN snapshot INTEGER REFERENCES snapshots (id);
        CREATE VIEW snapshots_and_changes AS
            SELECT snapshots.*, (
                SELECT max(before.retrieved) FROM snapshots AS before
                WHERE before.address = snapshots.address AND before.id < snapshots.id
                    AND before.text_sha256 <> snapshots.text_sha256
            ) AS changed_since
            FROM snapshots;
        CREATE TABLE attempts (
            article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            claim_id TEXT NOT NULL,
            finder TEXT NOT NULL,
            address TEXT NOT NULL,
            outcome TEXT NOT NULL,
            document_id TEXT,
            PRIMARY KEY (article_id, position)
        ) STRICT;
        """,
    ),
    # What batches have been through: see tracer.ledger.
    Step(
        "016_turns",
        """
        CREATE TABLE turns (
            address TEXT PRIMARY KEY,
            content TEXT NOT NULL,
            under TEXT NOT NULL,
            article_id TEXT,
            failure TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    # Whose the kept sources are: see tracer.imprints. All of them are indexed anew for it.
    Step(
        "017_imprints",
        """
        CREATE TABLE index_imprints (
            sign TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (sign, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX index_imprints_by_number ON index_imprints (number);
        CREATE TABLE index_titles (
            sign TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (sign, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX index_titles_by_number ON index_titles (number);
        CREATE TABLE index_addresses (
            sign TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (sign, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX index_addresses_by_number ON index_addresses (number);
        INSERT OR IGNORE INTO index_removed (number) SELECT number FROM index_documents;
        DELETE FROM index_documents;
        """,
    ),
    # What a claim was rated when a person decided: under another rating it is open again.
    Step(
        "018_rated",
        """
        ALTER TABLE reviews ADD COLUMN rated TEXT;
        DROP VIEW flagged_claims;
        DROP VIEW checked_articles;
        DROP VIEW findings;
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
            claims.position,
            last.rated,
            last.id IS NOT NULL AND last.decision <> 'skipped'
                AND coalesce(last.rated, claims.rating) = claims.rating AS decided
        FROM claims
        JOIN articles ON articles.id = claims.article_id
        JOIN documents ON documents.version = articles.document
        LEFT JOIN matches AS best ON best.claim_id = claims.id AND best.position = 0
        LEFT JOIN documents AS origin ON origin.version = best.document
        LEFT JOIN reviews AS last ON last.id =
            (SELECT max(id) FROM standing WHERE standing.claim_id = claims.id);
        CREATE VIEW flagged_claims AS
            SELECT article, claim, rating, rules, chain, reasons, passage, passage_from,
                decided, decision, rated, reviewer, note, claim_id, article_id, urgency,
                check_worthiness
            FROM findings WHERE flagged
            ORDER BY urgency, check_worthiness DESC, article, article_id, position;
        CREATE VIEW checked_articles AS
            SELECT
                coalesce(nullif(documents.title, ''), documents.name) AS article,
                documents.publisher,
                documents.published,
                count(findings.claim_id) AS claims,
                coalesce(sum(findings.flagged), 0) AS flagged,
                coalesce(sum(findings.flagged AND findings.decided), 0) AS decided,
                documents.url,
                articles.generated AS checked,
                articles.id AS article_id
            FROM articles
            JOIN documents ON documents.version = articles.document
            LEFT JOIN findings ON findings.article_id = articles.id
            GROUP BY articles.id
            ORDER BY checked DESC, articles.id;
        """,
    ),
    # What reviewers gave the desk to check against, and took out again; and the journal with it.
    Step(
        "019_source_events",
        """
        CREATE TABLE source_events (
            id INTEGER PRIMARY KEY,
            what TEXT NOT NULL,
            document_id TEXT NOT NULL,
            label TEXT NOT NULL,
            article_id TEXT NOT NULL,
            reviewer TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER source_events_are_never_changed BEFORE UPDATE ON source_events
            BEGIN SELECT RAISE (ABORT, 'source events are only ever added'); END;
        CREATE TRIGGER source_events_are_never_dropped BEFORE DELETE ON source_events
            BEGIN SELECT RAISE (ABORT, 'source events are only ever added'); END;
        DROP VIEW journal;
        CREATE VIEW journal AS
            SELECT at, reviewer, decision AS what, note, claim_id, article_id, claim_text,
                'decision' AS kind, id
            FROM reviews
            UNION ALL
            SELECT withdrawals.at, withdrawals.reviewer, decision, '', claim_id, article_id,
                claim_text, 'undone decision', withdrawals.id
            FROM withdrawals JOIN reviews ON reviews.id = review_id
            UNION ALL
            SELECT at, reviewer, change, note, claim_id, article_id, claim_text,
                CASE WHEN withdraws IS NULL THEN 'correction' ELSE 'undone correction' END, id
            FROM corrections
            UNION ALL
            SELECT at, reviewer, what, '', '', article_id, label, 'source', id
            FROM source_events;
        """,
    ),
)
