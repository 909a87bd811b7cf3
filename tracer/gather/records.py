"""Files that hold many documents: JSON and JSON lines (also packed).

A record that cannot be read comes out as its ReadError, in its place, and the others go on.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from tracer.errors import ReadError
from tracer.extract import read_bytes
from tracer.extract.plain import is_web_address
from tracer.models import Document

Record = Document | ReadError


def from_json(path: Path, address: str) -> Iterator[Record]:
    """The documents of a JSON file: one object, or a list of objects.

    Raises ReadError: it is no JSON. Raises OSError.
    """
    value = _parsed(path.read_bytes(), address)
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _attempt(item, path, address, number)


def from_json_lines(path: Path, address: str) -> Iterator[Record]:
    """The documents of a file with one JSON object a line. Raises OSError, and ReadError: its
    packing is broken from some line on."""
    with opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield from_line(line, path, address, number)
                except ReadError as error:
                    yield error


def from_line(line: bytes, path: Path, address: str, number: int) -> Document:
    """The document in line ``number`` of the file at ``path``. Raises ReadError."""
    return _from_item(_parsed(line, f"{address}, line {number}"), path, address, number)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The lines of a file, unpacked as its ending says (.gz, .zst). Raises OSError, and ReadError:
    it is not packed so, or ends in the middle."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    ways: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".zst": zstd.open}
    way = ways.get(path.suffix.lower(), open)
    try:
        with way(path, "rb") as lines:
            yield lines
    except (gzip.BadGzipFile, zlib.error, EOFError, zstd.ZstdError) as error:
        raise ReadError(f"The file is broken ({error})", str(path), "Pack it anew") from error


def _parsed(raw: bytes, where: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"This is not valid JSON ({error})", where, _CORRECT) from error


_CORRECT = "Correct it or leave it out"


def _attempt(item: Any, path: Path, address: str, number: int) -> Record:
    try:
        return _from_item(item, path, address, number)
    except ReadError as error:
        return error


def _from_item(item: Any, path: Path, address: str, number: int) -> Document:
    """The document that a JSON object describes: ``text`` or ``html``, and about it ``id``,
    ``url``, ``title``, ``publisher``, ``published`` and ``authors``."""
    given = item if isinstance(item, dict) else {}
    label = str(given.get("id") or number)
    url = str(given.get("url") or "")
    where = url if is_web_address(url) else f"{address}#{label}"
    body = given.get("html") or given.get("text")
    if not isinstance(body, str):
        what = "The object has neither a text nor html"
        raise ReadError(what, f"{address}#{label}", _CORRECT)
    read = read_bytes(
        body.encode("utf-8", "surrogatepass"),
        address=where,
        name=f"{path.stem} {label}",
        media_type="text/html" if given.get("html") else "text/plain",
    )
    return replace(
        read,
        title=_text(given.get("title")) or read.title,
        publisher=_text(given.get("publisher")) or read.publisher,
        published=_text(given.get("published")) or read.published,
        authors=_texts(given.get("authors")) or read.authors,
    )


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for item in values if (text := _text(item)))
