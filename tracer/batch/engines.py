"""Who does the work: processes of this machine.

An engine takes jobs as it has room for them and gives their outcomes as they come, in any order.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Protocol

from tracer.batch.work import Outcome, Setup, check_all
from tracer.gather.articles import Found

Job = Sequence[Found]
"""Articles that one worker does in one go."""


class Engine(Protocol):
    """Whatever does jobs."""

    def outcomes(self, setup: Setup, jobs: Iterator[Job]) -> Iterator[list[Outcome]]:
        """The outcomes of each job, once for each article; no more jobs are taken from ``jobs``
        than there is room for. Raises what ``check_all`` raises."""
        ...


_AHEAD = 2
"""Jobs in hand for each process, so that none waits for the next."""


class Processes:
    """``count`` processes, each with the model, the index and an open database of its own.

    If a process dies, the articles that were in hand are done again, one by one; the one that a
    process dies of a second time is given up.
    """

    def __init__(self, count: int) -> None:
        self._count = count

    def outcomes(self, setup: Setup, jobs: Iterator[Job]) -> Iterator[list[Outcome]]:
        while lost := (yield from self._until_broken(setup, jobs)):
            yield from ([_alone(setup, article)] for article in lost)

    def _until_broken(
        self, setup: Setup, jobs: Iterator[Job]
    ) -> Generator[list[Outcome], None, list[Found]]:
        """Do ``jobs``, until all are done or a process dies; returns what was in hand then."""
        held: dict[Future[list[Outcome]], Job] = {}
        with _pool(self._count) as pool:
            try:
                while True:
                    for job in islice(jobs, self._count * _AHEAD - len(held)):
                        held[_submitted(pool, setup, job)] = job
                    if not held:
                        return []
                    for future in wait(held, return_when=FIRST_COMPLETED).done:
                        outcomes = future.result()
                        del held[future]
                        yield outcomes
            except BrokenProcessPool:
                return [article for job in held.values() for article in job]
            finally:
                pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, setup: Setup, job: Job) -> Future[list[Outcome]]:
    """The job in hand; in a pool that has just broken, as one that broke with it."""
    try:
        with _deaf():
            return pool.submit(check_all, setup, job)
    except BrokenProcessPool as error:
        broken: Future[list[Outcome]] = Future()
        broken.set_exception(error)
        return broken


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C waits while processes are started, and they never hear it: it is the parent's."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _alone(setup: Setup, article: Found) -> Outcome:
    """The outcome of an article in a process of its own, which may die of it."""
    with _pool(1) as pool:
        try:
            return _submitted(pool, setup, [article]).result()[0]
        except BrokenProcessPool:
            return lost(article)


def lost(article: Found) -> Outcome:
    """The outcome of an article whose process died more than once."""
    what = "The process that read it died, twice; it may need more memory than there is"
    return Outcome(article.address, article.content, failure=f"{what}: {article.address}")


def _pool(count: int) -> ProcessPoolExecutor:
    # forked, a child would share the parent's open database and the model's threads
    return ProcessPoolExecutor(count, get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """In a new process: leave Ctrl-C to the parent, and go when it is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
