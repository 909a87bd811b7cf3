"""What a worker does: some articles in, an outcome each out.

A worker opens the database once, reads from it alone, and keeps the model and the index at hand.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracer import encoder, pipeline
from tracer.errors import ReadError, TracerError
from tracer.gather import articles
from tracer.gather.articles import Found
from tracer.matching import Sources
from tracer.models import Report
from tracer.outlets import Outlets
from tracer.run import generated, of_length, read_sources, settings
from tracer.store import Store


@dataclass(frozen=True, slots=True)
class Setup:
    """What all workers share. ``database`` holds the sources and the corrections, ``outlets`` is a
    CSV file of further outlets, ``threads`` how many cores one worker may use."""

    database: Path
    outlets: Path | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article: a report, or why there is none. ``address`` and ``content`` are
    those of what was found; ``problems`` are sources beside it that could not be read, a line each,
    told with the first article that they are beside."""

    address: str
    content: str
    report: Report | None = None
    failure: str = ""
    problems: tuple[str, ...] = ()


def check_all(setup: Setup, found: Sequence[Found]) -> list[Outcome]:
    """The outcome of each article of ``found``, in order.

    What goes wrong with one of them is its outcome; only what would go wrong with all is raised:
    StoreError, ConfigError and ModelError.
    """
    worker = _worker(setup)
    return [worker.outcome(article) for article in found]


def _worker(setup: Setup) -> _Worker:
    """This thread's worker: an open database belongs to the thread that opened it."""
    if getattr(_at_hand, "setup", None) != setup:
        encoder.use_threads(setup.threads)
        encoder.shipped()
        _at_hand.setup, _at_hand.worker = setup, _Worker(setup)
    worker: _Worker = _at_hand.worker
    return worker


_at_hand = threading.local()


class _Worker:
    """An open database with its index."""

    def __init__(self, setup: Setup) -> None:
        self._store = Store.existing(setup.database)
        self._sources = Sources.of(self._store.library())
        self._outlets = Outlets.with_own(setup.outlets)
        self._settings = settings("off", setup.outlets)
        self._beside: tuple[Path, Sources] | None = None

    def outcome(self, article: Found) -> Outcome:
        done = Outcome(article.address, article.content)
        try:
            sources, problems = self._sources_of(article)
            return replace(done, report=self._report(article, sources), problems=problems)
        except ReadError as error:
            return replace(done, failure=str(error))
        except (TracerError, MemoryError):
            raise
        except Exception as error:
            fault = f"tracer failed on it ({type(error).__name__}: {error})"
            return replace(done, failure=f"{fault}: {article.address}. Please report this")

    def _report(self, found: Found, sources: Sources) -> Report:
        article = of_length(articles.read(found), found.address)
        return pipeline.check(
            article,
            sources,
            outlets=self._outlets,
            generated=generated(),
            settings=self._settings,
            corrections=self._store.corrections(article.id),
        )

    def _sources_of(self, found: Found) -> tuple[Sources, tuple[str, ...]]:
        """The kept sources with those in the folder beside the article, and what of that could not
        be read, if it was read just now."""
        problems: tuple[str, ...] = ()
        if found.beside is None:
            return self._sources, problems
        if self._beside is None or self._beside[0] != found.beside:
            documents, problems = read_sources([found.beside])
            self._beside = found.beside, Sources(documents)
        return Sources.together(self._beside[1], self._sources), problems
