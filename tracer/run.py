"""One article, from its address to saved findings and written reports.

The order guards the work: the database and the report folder are tried before anything is read,
findings are saved before reports are written, and a report is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracer import export, extract, gather, pipeline, render
from tracer.errors import ConfigError, ReadError, UnknownName, WriteError
from tracer.export import Format
from tracer.extract import plain
from tracer.gather import folders
from tracer.index import write_index
from tracer.matching import Sources
from tracer.models import Attempt, Claim, Document, Report, Review, Snapshot, Source, stable_id
from tracer.outlets import Outlets
from tracer.store import Output, Store, Stray

if TYPE_CHECKING:
    from tracer.finding.online import Online

STANDARD_INPUT = STANDARD_OUTPUT = "-"
_NAME = "standard input"
"""What people are told of it."""
LONGEST, MOST_WORDS = 2_000_000, 400_000
"""Code points of an article; and its words, marks and lines, which are what takes time. The longest
features have some 150,000 code points; what is longer than this is a shelf of books, and nobody
could open its report in a browser."""
_COUNTED = re.compile(r"\w+|[^\w\s]|\n+")
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
    and the outlets. ``problems`` are the sources that could not be read, a line each. Without
    ``online`` nothing leaves the machine."""

    order: Order
    store: Store
    shared: Sources
    outlets: Outlets
    problems: tuple[str, ...] = ()
    online: Online | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking for an article's sources online came to. ``claims`` are those it was done for,
    None where it was not; ``stopped``: somebody cut it short."""

    claims: tuple[Claim, ...] | None = None
    documents: tuple[Document, ...] = ()
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one article. ``strays`` are decisions on words that it no longer has;
    ``stopped`` says that the search for its sources was cut short."""

    report: Report
    paths: tuple[Path, ...]
    problems: tuple[str, ...]
    strays: tuple[Stray, ...]
    stopped: bool = False


def prepare(order: Order, store: Store, online: Online | None = None) -> Bench:
    """Try the report folder, then read what all articles share.

    Raises WriteError (the folder cannot be written), ReadError (a folder of sources is missing)
    and ConfigError (the CSV of outlets).
    """
    if order.formats:
        _try_folder(order.out)
    listed, listed_problems = read_sources(order.sources)
    archive, archive_problems = read_sources(order.archive)
    return Bench(
        order,
        store,
        Sources.together(
            Sources([*listed, *archive], [document.id for document in listed]),
            Sources.of(store.library()),
        ),
        Outlets.with_own(order.outlets),
        listed_problems + archive_problems,
        online,
    )


def check_article(address: str, bench: Bench) -> Checked:
    """Check the article at ``address`` (a file, "-" for standard input, or an http(s) address),
    save and write.

    A folder ``sources`` beside it takes part; online, so do the sources that it cites. The report
    carries the decisions in the database. Raises ReadError, StoreError and WriteError; findings
    are saved before a report is written.
    """
    article = read_article(address, bench)
    beside, problems = read_sources(_folder_beside(address, bench.order.sources))
    looked = _looked(article, beside, bench)
    report = _checked(article, beside, bench, looked)
    with _kept("findings are"):
        paths = write(report, bench.order.formats, bench.order.out, bench.store)
    strays = tuple(s for s in bench.store.stray_reviews() if s.article_id == article.id)
    return Checked(report, paths, problems, strays, looked.stopped)


def recheck_article(article_id: str, bench: Bench, without: Collection[str] = ()) -> Report:
    """Check a stored article again, as it was read, against the sources of its report and those
    of the bench, but for the documents ``without``; save. See ``refresh``.

    Raises UnknownName and StoreError.
    """
    before = _stored(article_id, bench.store)
    at_hand = [
        bench.shared.documents.get(source.document.id, source.document)
        for source in before.sources
        if source.document is not None and source.document.id not in without
    ]
    shots = {s.snapshot.document_id: s.snapshot for s in before.sources if s.snapshot is not None}
    return _checked(before.article, at_hand, bench, Looked(None, (), shots, before.attempts))


def _looked(article: Document, beside: Sequence[Document], bench: Bench) -> Looked:
    """The sources of ``article`` that are not at hand, looked for online."""
    if bench.online is None:
        return Looked()
    corrections = bench.store.corrections(article.id)
    claims = pipeline.corrected_claims(article, bench.outlets, corrections)
    found = bench.online.look(article, claims, _together(beside, bench), bench.outlets)
    shots = {key: page.snapshot for key, page in found.pages.items()}
    return Looked(claims, found.documents, shots, tuple(found.attempts), found.stopped)


def _together(at_hand: Sequence[Document], bench: Bench) -> Sources:
    return Sources.together(Sources(at_hand), bench.shared) if at_hand else bench.shared


def _checked(
    article: Document, at_hand: Sequence[Document], bench: Bench, looked: Looked
) -> Report:
    """The report on ``article`` as it is in the database once it is saved: with the decisions on
    its claims. ``at_hand`` are sources beside those of the bench, and so are those ``looked``
    for."""
    report = pipeline.check(
        article,
        _together([*looked.documents, *at_hand], bench),
        outlets=bench.outlets,
        generated=generated(),
        settings=settings("on" if bench.online else "off", bench.order.outlets),
        corrections=bench.store.corrections(article.id),
        claims_found=looked.claims,
    )
    sources = tuple(_with_snapshot(source, looked, bench.store) for source in report.sources)
    report = replace(report, sources=sources, attempts=looked.attempts)
    bench.store.save(report)
    return bench.store.decided(report)


def _with_snapshot(source: Source, looked: Looked, store: Store) -> Source:
    snapshot = looked.snapshots.get(source.id)
    if snapshot is None or source.document is None or source.document.retrieved is None:
        return source
    shot = store.compared(snapshot)
    return with_shot(source, shot)


def with_shot(source: Source, shot: Snapshot) -> Source:
    """``source`` as what ``shot`` holds, and whether its text has changed."""
    changed = f"its text has changed since {shot.changed_since}" if shot.changed_since else ""
    detail = "; ".join(filter(None, (source.detail, changed)))
    return replace(source, snapshot=shot, detail=detail)


def read_article(address: str, bench: Bench | None = None) -> Document:
    """The article at ``address``: a file, "-" for standard input, or an http(s) address.

    An address is fetched if the ``bench`` is online; if not, it may be that of a source at hand.
    Raises ReadError, also if it is longer than LONGEST; NeedsOnline: an address, and neither.
    """
    if address == STANDARD_INPUT:
        return of_length(_standard_input(), _NAME)
    if bench is not None and plain.is_web_address(address):
        found = bench.online.article(address) if bench.online else _at_hand(address, bench)
        if found is not None:
            return of_length(found, address)
    return of_length(gather.read_article(address), address)


def _at_hand(address: str, bench: Bench) -> Document | None:
    documents = bench.shared.documents
    listed = (documents[key] for key in sorted(bench.shared.listed))
    known = next((d for d in listed if address in {d.url, *d.also_at}), None)
    key = stable_id(address)
    return known or documents.get(key)


def of_length(article: Document, where: str) -> Document:
    """``article``. Raises ReadError: it has more than LONGEST code points, or MOST_WORDS."""
    size = len(article.text)
    if size > LONGEST:
        raise _too_long(f"{size:,} characters", f"{LONGEST:,}", where)
    words = sum(1 for _ in _COUNTED.finditer(article.text))
    if words > MOST_WORDS:
        raise _too_long(f"{words:,} words, marks and lines", f"{MOST_WORDS:,}", where)
    return article


def _too_long(size: str, most: str, where: str) -> ReadError:
    what = f"This is too long for an article: {size}"
    return ReadError(what, where, f"Check it in parts of at most {most}")


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
    """Write ``report`` to ``out`` in each of ``formats`` and remember where. Files there from when
    the article had another title are removed.

    Raises WriteError: a file cannot be written.
    """
    paths = tuple(export.write(report, FORMATS[name], out) for name in formats)
    for name, path in zip(formats, paths, strict=True):
        store.note_output(report.article.id, path.resolve(), name)
        _remove_former(report, Output(path.resolve(), name), store)
    return paths


def _remove_former(report: Report, now: Output, store: Store) -> None:
    for output in store.outputs(report.article.id):
        is_former = output.path.parent == now.path.parent and output.path.name != now.path.name
        if is_former and output.format == now.format:
            with suppress(OSError):  # what cannot be removed is in nobody's way
                output.path.unlink(missing_ok=True)
            store.forget_output(output.path)


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
    return write(_stored(article_id, store), formats, out, store)


def exported(article_id: str, format: str, store: Store) -> str:
    """The stored report on an article in ``format``, with the decisions so far.

    Raises UnknownName: there is none.
    """
    return FORMATS[format].text(_stored(article_id, store))


def _stored(article_id: str, store: Store) -> Report:
    report = store.report(article_id)
    if report is None:
        raise UnknownName("There is no such article", article_id, "See: tracer list")
    return report


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


def settings(network: str, outlets: Path | None) -> dict[str, str]:
    """What a report says that it was made with: the ``network`` "on" or "off", and the newsroom's
    own list of ``outlets``, if there is one."""
    return {"network": network, **({"outlets": outlets.name} if outlets else {})}


def _folder_beside(address: str, given: Iterable[Path]) -> tuple[Path, ...]:
    """The folder ``sources`` beside a file, unless there is none or it was given anyway."""
    if address == STANDARD_INPUT or plain.is_web_address(address):
        return ()
    folder = Path(address).parent / folders.SOURCES
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
