"""One article, from its address to saved findings and written reports.

The order guards the work: the database and the report folder are tried before anything is read,
findings are saved before reports are written, and a report is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from tracer import export, extract, gather, pipeline, render
from tracer.errors import ConfigError, ReadError, UnknownName, WriteError
from tracer.export import Format
from tracer.gather import folders
from tracer.index import write_index
from tracer.matching import Sources
from tracer.models import Document, Report, Review
from tracer.outlets import Outlets
from tracer.store import Store, Stray

STANDARD_INPUT = "-"
_NAME = "standard input"
"""What people are told of it."""
LONGEST = 2_000_000
"""Code points of an article. The longest features have some 150,000; what is longer than this is a
shelf of books, and nobody could open its report in a browser."""
FORMATS: Mapping[str, Format] = MappingProxyType(
    {"html": Format("html", render.to_html), **export.FORMATS}
)
"""Every format that a report can be written in, by name."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with each article.

    ``sources`` are folders and files whose documents the report lists; those of ``archive`` take
    part too, and are listed where a claim meets them. ``formats`` are names of FORMATS, ``out`` is
    the folder they are written to, ``outlets`` a CSV file of further outlets.
    """

    out: Path
    formats: tuple[str, ...] = ("html",)
    sources: tuple[Path, ...] = ()
    archive: tuple[Path, ...] = ()
    outlets: Path | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What several articles share: the database, the sources that are not of one article alone,
    and the outlets. ``problems`` are the sources that could not be read, a line each."""

    order: Order
    store: Store
    shared: Sources
    outlets: Outlets
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one article. ``strays`` are decisions on words that it no longer has."""

    report: Report
    paths: tuple[Path, ...]
    problems: tuple[str, ...]
    strays: tuple[Stray, ...]


def prepare(order: Order, store: Store) -> Bench:
    """Try the report folder, then read what all articles share.

    Raises WriteError (the folder cannot be written), ReadError (a folder of sources is missing)
    and ConfigError (the CSV of outlets).
    """
    if order.formats:
        _try_folder(order.out)
    listed, listed_problems = read_sources(order.sources)
    archive, archive_problems = read_sources(order.archive)
    known = Outlets.default()
    return Bench(
        order,
        store,
        Sources.together(
            Sources([*listed, *archive], [document.id for document in listed]),
            Sources.of(store.library()),
        ),
        known.extended(order.outlets) if order.outlets else known,
        listed_problems + archive_problems,
    )


def check_article(address: str, bench: Bench) -> Checked:
    """Check the article at ``address`` (a file, or "-" for standard input), save and write.

    A folder ``sources`` beside it takes part. The report carries the decisions in the database.
    Raises ReadError, StoreError and WriteError; findings are saved before a report is written.
    """
    article = read_article(address)
    beside, problems = read_sources(_folder_beside(address, bench.order.sources))
    report = _checked(article, beside, bench)
    with _kept("findings are"):
        paths = write(report, bench.order.formats, bench.order.out, bench.store)
    strays = tuple(s for s in bench.store.stray_reviews() if s.article_id == article.id)
    return Checked(report, paths, problems, strays)


def recheck_article(article_id: str, bench: Bench, without: Collection[str] = ()) -> Report:
    """Check a stored article again, as it was read, against the sources of its report and those
    of the bench, but for the documents ``without``; save. See ``refresh``.

    Raises UnknownName and StoreError.
    """
    before = bench.store.report(article_id)
    if before is None:
        raise UnknownName("There is no such article", article_id, "See: tracer list")
    at_hand = [
        bench.shared.documents.get(source.document.id, source.document)
        for source in before.sources
        if source.document is not None and source.document.id not in without
    ]
    return _checked(before.article, at_hand, bench)


def _checked(article: Document, at_hand: Sequence[Document], bench: Bench) -> Report:
    """The report on ``article`` as it is in the database once it is saved: with the decisions on
    its claims. ``at_hand`` are sources beside those of the bench."""
    report = pipeline.check(
        article,
        Sources.together(Sources(at_hand), bench.shared) if at_hand else bench.shared,
        outlets=bench.outlets,
        generated=generated(),
        settings=_settings(bench),
        corrections=bench.store.corrections(article.id),
    )
    bench.store.save(report)
    return bench.store.decided(report)


def read_article(address: str) -> Document:
    """The article at ``address``: a file, or "-" for standard input.

    Raises ReadError, also if it is longer than LONGEST; for an http(s) address NeedsOnline.
    """
    article = _standard_input() if address == STANDARD_INPUT else gather.read_article(address)
    if len(article.text) > LONGEST:
        what = f"This is too long for an article: {len(article.text):,} characters"
        where = _NAME if address == STANDARD_INPUT else address
        raise ReadError(what, where, f"Check it in parts of at most {LONGEST:,}")
    return article


def _standard_input() -> Document:
    """What comes from standard input has no address, so its id comes from the bytes themselves:
    two articles that are piped in never take each other's place."""
    raw = sys.stdin.buffer.read()
    address = f"{STANDARD_INPUT}:{hashlib.sha256(raw).hexdigest()}"
    try:
        return extract.read_bytes(raw, address=address, name=_NAME)
    except ReadError as error:
        raise ReadError(error.what, _NAME, error.do) from error


def read_sources(paths: Iterable[Path]) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """The documents of folders and files, and a line for each that could not be read.

    Raises ReadError: a folder or file is missing.
    """
    gathered = [folders.read_sources(path) for path in paths]
    return (
        folders.distinct(document for each in gathered for document in each.documents),
        tuple(problem for each in gathered for problem in each.problems),
    )


def write(report: Report, formats: Iterable[str], out: Path, store: Store) -> tuple[Path, ...]:
    """Write ``report`` to ``out`` in each of ``formats`` and remember where.

    Raises WriteError: a file cannot be written.
    """
    paths = tuple(export.write(report, FORMATS[name], out) for name in formats)
    for name, path in zip(formats, paths, strict=True):
        store.note_output(report.article.id, path.resolve(), name)
    return paths


def decide(review: Review, store: Store) -> tuple[Path, ...]:
    """Record ``review`` and show it in the reports of its article that are on disk.

    Returns the files that were written anew. Raises UnknownName and WriteError.
    """
    store.decide(review)
    return refresh(store.finding(review.claim_id).report, store)


def refresh(report: Report, store: Store) -> tuple[Path, ...]:
    """Write ``report``, as it is stored by now, to those of its article's files that are there.

    Returns them. Raises WriteError: a file cannot be written.
    """
    with _kept("decision is"):
        paths = tuple(
            export.write(report, FORMATS[output.format], output.path.parent)
            for output in store.outputs(report.article.id)
            if output.path.exists() and output.path.name == _file_name(report, output.format)
        )
        for folder in sorted({path.parent for path in paths}):
            write_index(folder)
        return paths


@contextmanager
def _kept(what: str) -> Iterator[None]:
    """Say of a report that cannot be written what was not lost with it."""
    try:
        yield
    except WriteError as error:
        raise WriteError(
            f"The {what} in the database, but the report was not written", error.where, error.do
        ) from error


def export_article(
    article_id: str, formats: Iterable[str], out: Path, store: Store
) -> tuple[Path, ...]:
    """Write the stored report on an article to ``out``, with the decisions so far.

    Raises UnknownName (there is none) and WriteError.
    """
    report = store.report(article_id)
    if report is None:
        raise UnknownName("There is no such article", article_id, "See: tracer list")
    return write(report, formats, out, store)


def generated() -> str:
    """Now as an RFC 3339 time in UTC, or the time that SOURCE_DATE_EPOCH gives in seconds.

    Raises ConfigError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return now()
    try:
        return _rfc3339(datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            "SOURCE_DATE_EPOCH is not a number of seconds", epoch, "Correct it or unset it"
        ) from error


def now() -> str:
    """Now as an RFC 3339 time in UTC."""
    return _rfc3339(datetime.now(UTC))


def _rfc3339(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _file_name(report: Report, format: str) -> str:
    return export.file_name(report.article, FORMATS[format].extension)


def _settings(bench: Bench) -> dict[str, str]:
    outlets = bench.order.outlets
    return {"network": "off", **({"outlets": outlets.name} if outlets else {})}


def _folder_beside(address: str, given: Iterable[Path]) -> tuple[Path, ...]:
    """The folder ``sources`` beside a file, unless there is none or it was given anyway."""
    if address == STANDARD_INPUT:
        return ()
    folder = Path(address).parent / "sources"
    known = {path.resolve() for path in given}
    return (folder,) if folder.is_dir() and folder.resolve() not in known else ()


def _try_folder(folder: Path) -> None:
    """Make sure that reports can be written to ``folder``, before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise WriteError(
            "Cannot write reports to this folder",
            str(folder),
            f"{error.strerror or error}; choose another one with --out",
        ) from error
