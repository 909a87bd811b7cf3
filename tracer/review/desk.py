"""What the desk does, without a word of HTTP: decide, undo, correct, add a source, check again.

Every act opens the database anew, so each thread has its own connection, and whatever was
acknowledged is on the disk. Files of reports are written after the database, by one thread at a
time and from what is stored by then, so the last one written has it all.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracer import corrections, render, run
from tracer.errors import DeskError, TracerError, UnknownName, WriteError
from tracer.journal import Amendment, Entry, Event, Hit, Journal, Taken
from tracer.models import (
    Claim,
    Correction,
    Document,
    Finding,
    NewChain,
    NewWords,
    Report,
    Review,
    Snapshot,
    Source,
)
from tracer.store import Listed, Located, Store, Stray

Fetch = Callable[[str], tuple[Document, Snapshot]]
"""Gets the page at an address. Raises ReadError."""
_PRESENT = 90.0
"""Seconds after which somebody who opened a claim is no longer thought to be at it."""
_CHECKS = 2
"""Articles that are checked again at one time; the model uses several cores for each."""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim whose rating is another one after a check; empty on the side where it is not."""

    claim_id: str
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of checking an article again. ``trouble`` says why it did not work, or what did
    not work after it; ``now`` are the ids of its claims by where they start."""

    changes: tuple[Change, ...]
    now: tuple[tuple[int, str], ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an article is. ``generated`` is the RFC 3339 time of its last check, ``decided``
    counts those of its flagged claims that are decided, ``skipped`` those that are left for
    later."""

    article_id: str
    label: str
    generated: str
    claims: int
    flagged: int
    decided: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Open:
    """A claim on the desk, with what is known of it."""

    located: Located
    standing: Entry | None
    history: tuple[Entry, ...]
    amendments: tuple[Amendment, ...]
    queue: tuple[Listed, ...]
    number: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """An article on the desk, with all that goes with it; ``kept`` are the ids of those of its
    sources that are kept for every check."""

    progress: Progress
    report: Report
    queue: tuple[Listed, ...]
    kept: frozenset[str]
    amendments: tuple[Amendment, ...]
    strays: tuple[Stray, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was taken back, whether its claim is still in its article, and what did not
    work beside it."""

    entry: Entry
    is_there: bool
    trouble: str


class Desk:
    """The acts of a desk over one database. Safe to use from several threads.

    ``fetch`` gets the page at an address; None: nothing may leave the machine.
    """

    def __init__(self, db: Path, order: run.Order, fetch: Fetch | None = None) -> None:
        self._db, self._order, self.fetch = db, order, fetch
        self._pool = ThreadPoolExecutor(_CHECKS, "check")
        self._checking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._writing = threading.Lock()
        self._jobs: dict[str, Future[Outcome]] = {}
        self._present: dict[str, dict[str, float]] = {}

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    @contextmanager
    def _open(self) -> Iterator[tuple[Store, Journal]]:
        with Store.existing(self._db) as store:
            yield store, Journal(store)

    # --- what there is ---------------------------------------------------------------------------

    def articles(self) -> tuple[Progress, ...]:
        """Every article, last checked first."""
        with self._open() as (store, _):
            return _progress(store)

    def queue(self, article_id: str = "") -> tuple[Listed, ...]:
        """The flagged claims of an article, or of all: unsourced first, then the gravest."""
        with self._open() as (store, _):
            return _queue(store, article_id)

    def folder(self, article_id: str) -> Folder:
        """Raises UnknownName: there is no such article."""
        with self._open() as (store, journal):
            report = store.report(article_id)
            if report is None:
                raise UnknownName("There is no such article", article_id, "See the articles")
            kept = journal.kept({s.document.id for s in report.sources if s.document})
            return Folder(
                next(p for p in _progress(store) if p.article_id == article_id),
                report,
                _queue(store, article_id),
                frozenset(kept),
                journal.amendments(article_id),
                tuple(s for s in store.stray_reviews() if s.article_id == article_id),
            )

    def claim(self, claim_id: str, scope: str, reviewer: str) -> Open:
        """The claim, and the queue of article ``scope`` (empty: of all) that it is part of.

        Raises UnknownName: there is no such claim.
        """
        with self._open() as (store, journal):
            located = _located(store, claim_id)
            found = located.finding.claim
            ids = [f.claim.id for f in located.report.findings]
            return Open(
                located,
                journal.standing(found.id),
                journal.history(found.id),
                journal.amendments(located.report.article.id),
                _queue(store, scope),
                ids.index(found.id) + 1,
                self._others_at(found.id, reviewer),
            )

    def successor(self, claim_id: str) -> str:
        """The claim that a former one was corrected to; empty if there is none."""
        with self._open() as (_, journal):
            return journal.successor(claim_id)

    def report(self, article_id: str) -> str:
        """The article's report as HTML. Raises UnknownName."""
        with self._open() as (store, _):
            report = store.report(article_id)
        if report is None:
            raise UnknownName("There is no such article", article_id, "See the articles")
        return render.to_html(report)

    def source(self, document_id: str) -> Source:
        """A document, and what was fetched of it last. Raises UnknownName: no report rests on it,
        and it is not kept."""
        with self._open() as (store, journal):
            document = journal.document(document_id)
            ways = filter(None, (document.url, *document.also_at))
            shots = [shot for way in ways for shot in store.snapshots(way)]
        source = Source(document.id, document.label, "read", document, document.detail)
        own = [shot for shot in shots if shot.sha256 == document.sha256]
        last = max(own, key=lambda shot: shot.retrieved, default=None)
        return run.with_shot(source, last) if last else source

    def events(self, limit: int, article_id: str) -> tuple[Event, ...]:
        with self._open() as (_, journal):
            return journal.events(limit, article_id)

    def search(self, query: str, limit: int) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        """Claims and documents."""
        with self._open() as (_, journal):
            return journal.search_claims(query, limit), journal.search_documents(query, limit)

    # --- decisions -------------------------------------------------------------------------------

    def decide(self, review: Review, after: int) -> str:
        """Record a decision that was made on seeing entry ``after``; the article's reports on disk
        show it. Returns what did not work beside it. Raises Conflict and UnknownName."""
        with self._open() as (store, journal):
            journal.decide(review, after)
            article_id = store.finding(review.claim_id).report.article.id
        return self._refresh(article_id)

    def undo(self, number: int, reviewer: str) -> Undone:
        """Take a decision back. Raises Conflict: it is not the claim's last one any more."""
        with self._open() as (store, journal):
            entry = journal.withdraw(number, Taken(reviewer, run.now()))
            claim_id = entry.review.claim_id
            is_there = any(each.claim_id == claim_id for each in store.findings())
        return Undone(entry, is_there, self._refresh(entry.article_id))

    def last_by(self, reviewer: str) -> Entry | None:
        with self._open() as (_, journal):
            return journal.last_by(reviewer)

    def following(self, claim_id: str, scope: str, reviewer: str) -> str:
        """The next claim of the queue that is open, if there is one: after ``claim_id``,
        then from the start; rather one that nobody else has open."""
        queue = self.queue(scope)
        at = next((n for n, q in enumerate(queue) if q.claim_id == claim_id), -1)
        order = [*queue[at + 1 :], *queue[: at + 1]]
        undecided = [q.claim_id for q in order if q.state == "open" and q.claim_id != claim_id]
        alone = [key for key in undecided if not self._others_at(key, reviewer)]
        return next(iter(alone or undecided), "")

    def _refresh(self, article_id: str) -> str:
        """Write the article's files anew. Returns what did not work; the database has it all."""
        with self._writing, self._open() as (store, _):
            report = store.report(article_id)
            try:
                if report is not None:
                    run.refresh(report, store)
            except WriteError as error:
                return str(error)
        return ""

    def arrive(self, claim_id: str, reviewer: str) -> None:
        """Note that ``reviewer`` has a claim open, and no other one."""
        now = time.monotonic()
        for key, people in list(self._present.items()):
            people.pop(reviewer, None)
            if not any(now - at < _PRESENT for at in people.values()):
                self._present.pop(key, None)
        self._present.setdefault(claim_id, {})[reviewer] = now

    def _others_at(self, claim_id: str, reviewer: str) -> tuple[str, ...]:
        now = time.monotonic()
        people = dict(self._present.get(claim_id, {})).items()
        return tuple(sorted(n for n, at in people if n != reviewer and now - at < _PRESENT))

    # --- sources and corrections: what makes it necessary to check again -------------------------

    def add_source(
        self,
        document: Document,
        article_id: str,
        by: Taken,
        snapshot: Snapshot | None = None,
    ) -> Future[Outcome]:
        """Keep ``document``, which takes part in every check from now on, and check again; also
        keep the ``snapshot`` of what was fetched, if it was.

        Raises DeskError: it is the article itself. Raises UnknownName.
        """
        if document.id == article_id:
            what = "This address is the article’s own"
            raise DeskError(what, document.url or "", "Give the address of the source")
        with self._open() as (store, journal):
            if store.report(article_id) is None:
                raise UnknownName("There is no such article", article_id, "See the articles")
            store.keep([document])
            journal.note_source("added", document, article_id, by)
            if snapshot is not None:
                store.note_snapshot(snapshot, document)
        return self.check(article_id)

    def drop_source(self, document_id: str, article_id: str, by: Taken) -> Future[Outcome]:
        """Keep a document no longer, and check again without it. Raises UnknownName."""
        with self._open() as (store, journal):
            document = journal.document(document_id)
            store.drop(document_id)
            journal.note_source("dropped", document, article_id, by)
        return self.check(article_id, without={document_id})

    def new_words(self, located: Located, words: str) -> NewWords:
        """The change that makes ``words`` of the article the claim.

        Raises DeskError: the article does not have them, or they cut through another claim.
        """
        claim, text = located.finding.claim, located.report.article.text
        span = corrections.place(text, claim.span, words)
        if span is None or not words.strip():
            what = "The article does not have these words in a row"
            raise DeskError(what, "", "Take them from the paragraph, word for word")
        claims = [finding.claim for finding in located.report.findings]
        other = corrections.crossed(claims, claim, span)
        if other is not None:
            number = claims.index(other) + 1
            what = f"These words take a part of claim {number}, and leave a part of it"
            raise DeskError(what, "", "Take in the whole of it, or nothing")
        return NewWords(span.of(text), span.start - claim.span.start)

    def correct(
        self, located: Located, change: NewWords | NewChain, reviewer: str, note: str
    ) -> Future[Outcome]:
        """Record a correction, which every check from now on applies, and check again.

        Raises DeskError: nothing would change.
        """
        claim = located.finding.claim
        if _changes_nothing(claim, change):
            raise DeskError("Nothing was changed", "", "Change the words or who said them")
        correction = Correction(claim.id, claim.text, change, reviewer, note, run.now())
        with self._open() as (_, journal):
            journal.correct(correction, located.report.article.id)
        return self.check(located.report.article.id)

    def uncorrect(self, number: int, reviewer: str) -> tuple[str, Future[Outcome]]:
        """Take a correction back and check again; also the article's id. Raises UnknownName."""
        with self._open() as (_, journal):
            article_id = journal.uncorrect(number, Taken(reviewer, run.now()))
        return article_id, self.check(article_id)

    # --- checking again --------------------------------------------------------------------------

    def check(self, article_id: str, without: Collection[str] = ()) -> Future[Outcome]:
        """Check an article again in the background, one check of it at a time."""
        job = self._pool.submit(self._check, article_id, frozenset(without))
        self._jobs[article_id] = job
        return job

    def is_checking(self, article_id: str) -> bool:
        job = self._jobs.get(article_id)
        return job is not None and not job.done()

    def _check(self, article_id: str, without: frozenset[str]) -> Outcome:
        with self._checking[article_id]:
            try:
                return self._checked(article_id, without)
            except TracerError as error:
                return Outcome((), (), f"The article was not checked again. {error}")

    def _checked(self, article_id: str, without: frozenset[str]) -> Outcome:
        with self._open() as (store, _):
            before = store.report(article_id)
            after = run.recheck_article(article_id, run.prepare(self._order, store), without)
        trouble = self._refresh(article_id)
        changes = _changes(before.findings if before else (), after.findings)
        now = tuple((f.claim.span.start, f.claim.id) for f in after.findings)
        return Outcome(changes, now, trouble)


def _located(store: Store, claim_id: str) -> Located:
    try:
        return store.finding(claim_id)
    except UnknownName as error:
        do = "Its article was edited, or the claim corrected, since. Search for its words"
        raise UnknownName("There is no such claim any more", claim_id, do) from error


def _queue(store: Store, article_id: str) -> tuple[Listed, ...]:
    return tuple(c for c in store.flagged() if article_id in ("", c.article_id))


def _progress(store: Store) -> tuple[Progress, ...]:
    queue = store.flagged()
    decided = Counter(c.article_id for c in queue if c.state == "decided")
    skipped = Counter(c.article_id for c in queue if c.state == "skipped")
    return tuple(
        Progress(a.id, a.label, a.generated, a.claims, a.flagged, decided[a.id], skipped[a.id])
        for a in store.articles()
    )


def _changes_nothing(claim: Claim, change: NewWords | NewChain) -> bool:
    if isinstance(change, NewWords):
        return change.offset == 0 and change.exact == claim.text
    chain = claim.attribution.chain if claim.attribution else ()
    given = {(n.name, n.role, n.anonymous) for n in change.named}
    same = given == {(hop.name, hop.role, hop.anonymous) for hop in chain}
    return same and bool(change.named) == bool(claim.attribution)


def _changes(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[Change, ...]:
    old = {f.claim.id: f for f in before}
    new = {f.claim.id: f for f in after}
    both = [
        Change(key, f.claim.text, old[key].rating if key in old else "", f.rating)
        for key, f in new.items()
        if key not in old or old[key].rating != f.rating
    ]
    gone = [Change("", f.claim.text, f.rating, "") for key, f in old.items() if key not in new]
    return (*both, *gone)
