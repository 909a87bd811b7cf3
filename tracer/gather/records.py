"""Files that hold many documents: JSON, JSON lines and web archives.

A record that cannot be read comes out as its ReadError, in its place, and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

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
    """The documents of a file with one JSON object a line. Raises OSError."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                item = _parsed(line, f"{address}, line {number}")
            except ReadError as error:
                yield error
            else:
                yield _attempt(item, path, address, number)


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


_READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


def from_archive(path: Path, address: str) -> Iterator[Record]:
    """The pages of a web archive (WARC), each known by its address.

    Responses that are no page, such as images and redirects, are left out. Raises ReadError: it
    is no web archive, or it is broken from some place on. Raises OSError.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    empty = True
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                empty = False
                if _is_page(record):
                    yield _from_response(record)
        except (ArchiveLoadFailed, ValueError, EOFError) as error:
            raise ReadError(f"The web archive is broken ({error})", address, _AGAIN) from error
    if empty:
        raise ReadError("There is nothing in the web archive", address, _AGAIN)


_AGAIN = "Make the archive anew, or leave it out"


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    return (
        record.rec_type == "response"
        and headers is not None
        and headers.get_statuscode() == "200"
        and str(headers.get_header("Content-Type")).lower().startswith(_READABLE)
    )


def _from_response(record: Any) -> Record:
    address = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    raw = record.content_stream().read()
    if record.raw_stream.limit > 0:
        return ReadError("The web archive ends in the middle of a page", address, _AGAIN)
    try:
        return read_bytes(
            raw,
            address=address,
            name=address,
            media_type=record.http_headers.get_header("Content-Type"),
            retrieved=record.rec_headers.get_header("WARC-Date"),
        )
    except ReadError as error:
        return error
