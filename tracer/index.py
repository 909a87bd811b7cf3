"""The index over the reports in a folder: one page that leads to each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args
from urllib.parse import quote

from tracer.entries import Entry, in_head
from tracer.export import FORMATS, put
from tracer.models import Rating
from tracer.render import styled
from tracer.views import Badge, badge, day, when

NAME = "index.html"
_MARK = '<meta name="tracer-index"'
"""What tells an index of tracer's from somebody else's page."""
_REPORT = re.compile(r".+-[0-9a-f]{8}\.html")
_HEAD = 16_384
"""Bytes of a page that its entry lies in."""
_CALLED = {
    "json": "JSON",
    "csv": "CSV",
    "jsonl": "JSON lines",
    "sarif": "SARIF",
    "webannotation": "Web Annotations",
    "claimreview": "ClaimReview",
    "markdown": "Markdown",
}
_TRIES = 5
"""How often the page is written anew because reports came or went meanwhile."""


@dataclass(frozen=True, slots=True)
class Share:
    """The claims of one rating; ``start`` and ``percent`` place it in the report's bar."""

    badge: Badge
    count: int
    start: float
    percent: float


@dataclass(frozen=True, slots=True)
class Other:
    """The same findings in another format, in a file beside."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the index."""

    title: str
    href: str
    byline: tuple[str, ...]
    checked: str
    claims: int
    flagged: int
    decided: int
    percent: int
    shares: tuple[Share, ...]
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The whole index, the report that was checked last first."""

    lines: tuple[Line, ...]
    claims: int
    flagged: int
    decided: int


def write_index(folder: Path) -> Path | None:
    """Write the index over the reports in ``folder``, whole or not at all, and return its path.

    None, and nothing is written, if there is no report, or a page of that name that is not
    tracer's. Several may do this at once: who writes last has seen all that was there before.
    Raises WriteError.
    """
    path = folder / NAME
    if not _is_ours(path) if path.exists() else not _found(folder):
        return None
    for _ in range(_TRIES):
        text = page(folder)
        put(path, text)
        if page(folder) == text:
            break
    return path


def page(folder: Path) -> str:
    """The index as HTML. The same reports give the same text."""
    lines = tuple(_line(path, found) for path, found in _found(folder))
    view = IndexView(
        lines,
        sum(line.claims for line in lines),
        sum(line.flagged for line in lines),
        sum(line.decided for line in lines),
    )
    return styled("index.html", ("base.css", "index.css"), view=view)


def _is_ours(path: Path) -> bool:
    return _MARK in _start(path)


def _found(folder: Path) -> list[tuple[Path, Entry]]:
    """The last report on each article in ``folder`` with its entry, in the order of the index."""
    entries = [(path, found) for path in _pages(folder) if (found := _entry(path)) is not None]
    entries.sort(key=lambda item: (item[1].title.casefold(), item[0].name))
    entries.sort(key=lambda item: item[1].generated, reverse=True)
    last: dict[str, tuple[Path, Entry]] = {}
    for path, found in entries:
        last.setdefault(found.id, (path, found))
    return list(last.values())


def _pages(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if _REPORT.fullmatch(path.name))


def _entry(path: Path) -> Entry | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return _read(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=1 << 14)
def _read(path: Path, _changed: int, _size: int) -> Entry | None:
    """The entry of a page, read once for as long as the file is the same."""
    return in_head(_start(path))


def _start(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def _line(path: Path, found: Entry) -> Line:
    return Line(
        title=found.title or path.name,
        href=quote(path.name),
        byline=tuple(part for part in (found.publisher, day(found.published)) if part),
        checked=when(found.generated),
        claims=found.claims,
        flagged=found.flagged,
        decided=min(found.decided, found.flagged),
        percent=round(100 * min(found.decided, found.flagged) / found.flagged)
        if found.flagged
        else 100,
        shares=tuple(_shares([(r, found.ratings.get(r, 0)) for r in get_args(Rating)])),
        others=tuple(_others(path)),
    )


def _shares(counts: Sequence[tuple[Rating, int]]) -> Iterator[Share]:
    total, before = max(1, sum(count for _, count in counts)), 0
    for rating, count in counts:
        if count:
            place = (round(100 * before / total, 2), round(100 * count / total, 2))
            yield Share(badge(rating), count, *place)
            before += count


def _others(path: Path) -> Iterator[Other]:
    """The files beside a report that have its findings in another format."""
    for name, form in FORMATS.items():
        other = path.with_name(f"{path.stem}.{form.extension}")
        if other.is_file():
            yield Other(_CALLED[name], quote(other.name))
