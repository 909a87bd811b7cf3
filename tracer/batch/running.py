"""What a batch is to do, in which order, and that nothing is done twice."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from tracer import __version__, encoder
from tracer.batch.cluster import Cluster
from tracer.batch.engines import Engine, Job, Processes
from tracer.batch.work import Outcome, Setup
from tracer.copies import copy_sources, sources_digest
from tracer.errors import ReadError
from tracer.gather import articles
from tracer.gather.articles import Found
from tracer.ledger import Ledger, Turn
from tracer.models import Document, stable_id
from tracer.run import now, read_sources
from tracer.store import Store

_JOB_ARTICLES, _JOB_BYTES = 8, 200_000
"""What one job holds at most: a second's work or so, so that the bar moves and little is lost."""
_AT_ONCE = 16
"""Articles that are fetched at once; of one host, one at a time (see tracer.fetching)."""


class Watcher(Protocol):
    """Whoever is told how a batch goes."""

    def total(self, count: int) -> None: ...
    def advance(self, count: int) -> None: ...
    def problem(self, line: str) -> None: ...


@dataclass(slots=True)
class Tally:
    """How many articles were checked, could not be, and had had their turn before."""

    checked: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: folders, collections and files of articles, checked against the sources
    that ``database`` keeps. ``sources`` are kept there first, ``outlets`` is a CSV file of further
    outlets, and ``retry`` also takes the articles that failed before."""

    paths: tuple[Path, ...]
    database: Path
    sources: tuple[Path, ...] = ()
    outlets: Path | None = None
    retry: bool = False


Fetch = Callable[[str], Document]
"""What gives the article at an address, or raises ReadError."""
Workers = tuple[Engine, Setup]


def prepare(order: Order, store: Store, watcher: Watcher) -> None:
    """See that there is all that was named, and keep the sources in the database.

    Raises ReadError (a path is missing) and StoreError.
    """
    for path in order.paths:
        articles.require(path)
    for path in order.sources:
        documents, problems = read_sources([path])
        store.keep(documents)
        for problem in problems:
            watcher.problem(problem)


@contextmanager
def on_this_machine(order: Order, processes: int | None) -> Iterator[Workers]:
    """``processes`` processes, by default one for each core."""
    count = processes or encoder.cores()
    threads = max(1, encoder.cores() // count)
    yield Processes(count), Setup(order.database.resolve(), order.outlets, threads)


@contextmanager
def on_cluster(scheduler: str, order: Order, store: Store, shared: Path) -> Iterator[Workers]:
    """The workers of a Dask cluster. They read a copy of the kept sources in the folder
    ``shared``, which all of them must see under the same path; it is gone afterwards."""
    engine = Cluster(scheduler)
    copy = copy_sources(store, shared.resolve())
    try:
        yield engine, Setup(copy, order.outlets and order.outlets.resolve())
    finally:
        copy.unlink(missing_ok=True)


def run(
    order: Order, store: Store, workers: Workers, watcher: Watcher, fetch: Fetch | None = None
) -> Tally:
    """Do what is to be done; the outcomes of each job are kept before the next ones are. Articles
    in lists of addresses are got by ``fetch``; without it they fail.

    Cut off anywhere, it goes on where it was when it is run again: an article is left out if its
    bytes, the sources, the outlets, the model and tracer are what they were at its turn. Raises
    StoreError, ConfigError and ModelError.
    """
    watcher.total(sum(map(articles.count, order.paths)))
    engine, setup = workers
    ledger, tally, under = Ledger(store), Tally(), _under(order, store)
    left = _left(order, ledger, under, tally, watcher)
    for outcomes in engine.outcomes(setup, _jobs(_near(left, fetch) if fetch else left)):
        ledger.note(_turn(outcome, under) for outcome in outcomes)
        _tell(outcomes, tally, watcher)
    return tally


def _under(order: Order, store: Store) -> str:
    """What all articles are checked with, as an id that changes with any of it."""
    own = hashlib.sha256(order.outlets.read_bytes()).hexdigest() if order.outlets else ""
    return stable_id(__version__, encoder.fingerprint(), own, sources_digest(store))


def _left(
    order: Order, ledger: Ledger, under: str, tally: Tally, watcher: Watcher
) -> Iterator[Found]:
    """The articles that have not had their turn; the others are counted."""
    for found in (found for path in order.paths for found in articles.found(path)):
        if isinstance(found, ReadError):
            tally.failed += 1
            watcher.problem(str(found))
        elif _is_done(order, ledger, found, under):
            tally.skipped += 1
        else:
            yield found
            continue
        watcher.advance(1)


def _near(left: Iterator[Found], fetch: Fetch) -> Iterator[Found]:
    """The articles in their order, those that are far away fetched, some at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        waiting: deque[Future[Found]] = deque()
        for found in left:
            waiting.append(pool.submit(_got, found, fetch))
            if len(waiting) == _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _got(found: Found, fetch: Fetch) -> Found:
    """``found`` with its document, or why it could not be had; as it is if it is near."""
    if not found.is_far:
        return found
    try:
        return replace(found, fetched=fetch(found.address))
    except ReadError as error:
        return replace(found, fetched=error)


def _is_done(order: Order, ledger: Ledger, found: Found, under: str) -> bool:
    failure = ledger.failure(found.address, found.content, under)
    return failure is not None and not (order.retry and failure)


def _tell(outcomes: Iterable[Outcome], tally: Tally, watcher: Watcher) -> None:
    for outcome in outcomes:
        for problem in outcome.problems:
            watcher.problem(problem)
        if outcome.failure:
            tally.failed += 1
            watcher.problem(outcome.failure)
        else:
            tally.checked += 1
        watcher.advance(1)


def _turn(outcome: Outcome, under: str) -> Turn:
    return Turn(outcome.address, outcome.content, under, now(), outcome.report, outcome.failure)


def _jobs(found: Iterable[Found]) -> Iterator[Job]:
    """``found`` in jobs, as long as they may be."""
    job: list[Found] = []
    for article in found:
        if job and (
            len(job) == _JOB_ARTICLES
            or sum(len(a.raw) for a in job) + len(article.raw) > _JOB_BYTES
        ):
            yield job
            job = []
        job.append(article)
    if job:
        yield job
