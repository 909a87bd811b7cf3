"""Web archives (WARC): read as sources, and written of what was fetched.

A file that tracer wrote is a whole and plain one, for any program that reads WARC. Beyond that an
answer that was no source, such as a robots.txt or what a search service said, is marked with a
header of our own, so that reading the file again gives the same documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from tracer import __version__
from tracer.errors import ReadError, WriteError
from tracer.gather import pages
from tracer.models import Document
from tracer.whole import replacing

if TYPE_CHECKING:
    from tracer.fetching import Exchange

_READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_MOST = 100_000_000
"""Bytes of a page once it is unpacked: the packing may be a bomb."""
_ROLE, _NO_SOURCE = "Tracer-Role", "not a source"
_ASKED = "Tracer-Asked"
"""Headers of our own: that an answer was no source, and the address that an article gave for it."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_FRAMING = frozenset({"transfer-encoding", "content-length"})
"""Headers about how bytes were sent; the bytes are kept as they were put together again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A page that became a document: the address that was asked for, and the exchanges that led
    to it, the page itself last."""

    asked: str
    exchanges: tuple[Exchange, ...]


def from_archive(path: Path, address: str) -> Iterator[Document | ReadError]:
    """The pages of a web archive, each known by its address; those that redirects led to know the
    addresses that led there, and archived copies what they are copies of.

    Responses that are no page, such as images and redirects, are left out. Raises ReadError: it
    is no web archive, or it is broken from some place on. Raises OSError.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    empty = True
    led: dict[str, tuple[str, ...]] = {}
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                empty = False
                if _is_source(record):
                    _note_redirect(record, led)
                    if _is_page(record):
                        yield _from_response(record, led)
        except (ArchiveLoadFailed, ValueError, EOFError) as error:
            raise ReadError(f"The web archive is broken ({error})", address, _AGAIN) from error
    if empty:
        raise ReadError("There is nothing in the web archive", address, _AGAIN)


_AGAIN = "Make the archive anew, or leave it out"


def _is_source(record: Any) -> bool:
    return (
        record.rec_type == "response"
        and record.http_headers is not None
        and record.rec_headers.get_header(_ROLE) != _NO_SOURCE
        and urlsplit(_target(record)).path != "/robots.txt"
    )


def _target(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI")).strip("<>")


def _note_redirect(record: Any, led: dict[str, tuple[str, ...]]) -> None:
    location = record.http_headers.get_header("Location")
    if location and record.http_headers.get_statuscode().startswith("3"):
        here = _target(record)
        led[urljoin(here, location)] = (*led.get(here, ()), here)


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    kind = str(headers.get_header("Content-Type")).lower()
    return headers.get_statuscode() == "200" and kind.startswith(_READABLE)


def _from_response(record: Any, led: dict[str, tuple[str, ...]]) -> Document | ReadError:
    address = _target(record)
    raw = record.content_stream().read(_MOST)
    if len(raw) == _MOST:
        return ReadError("A page of the web archive is too large", address, "Leave it out")
    if record.raw_stream.limit > 0:
        return ReadError("The web archive ends in the middle of a page", address, _AGAIN)
    answer = pages.Answer(
        address=address,
        body=raw,
        media_type=record.http_headers.get_header("Content-Type") or "",
        retrieved=record.rec_headers.get_header("WARC-Date"),
        by_way_of=_by_way_of(record, led),
    )
    try:
        return pages.read(answer)
    except ReadError as error:
        return error


def _by_way_of(record: Any, led: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    here, asked = _target(record), record.rec_headers.get_header(_ASKED)
    ways = dict.fromkeys((*led.get(here, ()), *([asked] if asked else [])))
    return tuple(address for address in ways if address != here)


def write(path: Path, taken: Iterable[Taken], others: Iterable[Exchange]) -> None:
    """Write all exchanges to ``path``, whole or not at all: of the pages in the order in which
    their documents count, then the ``others``.

    Raises WriteError: the file cannot be written.
    """
    try:
        with replacing(path) as file:
            _write(file, path.name, taken, others)
    except OSError as error:
        raise WriteError("Cannot write the web archive", str(path), str(error.strerror)) from error


def _write(file: Any, name: str, taken: Iterable[Taken], others: Iterable[Exchange]) -> None:
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=not name.endswith(".warc"))
    about = {"software": f"tracer/{__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    for page in taken:
        for exchange in page.exchanges:
            _write_exchange(writer, exchange, {_ASKED: page.asked})
    for exchange in others:
        _write_exchange(writer, exchange, {_ROLE: _NO_SOURCE})


def _write_exchange(writer: Any, exchange: Exchange, marked: dict[str, str]) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    answered = StatusAndHeaders(
        f"{exchange.status} {_plain(exchange.reason)}".strip(), _framed(exchange), "HTTP/1.1"
    )
    parts = urlsplit(exchange.address)
    line = f"{exchange.method} {parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    asked = StatusAndHeaders(f"{line} HTTP/1.1", list(exchange.asked), is_http_request=True)
    dated = {"WARC-Date": exchange.at}
    response = writer.create_warc_record(
        exchange.address,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=answered,
        warc_headers_dict=dated | marked,
    )
    request = writer.create_warc_record(
        exchange.address, "request", http_headers=asked, warc_headers_dict=dict(dated)
    )
    writer.write_request_response_pair(request, response)


def _framed(exchange: Exchange) -> list[tuple[str, str]]:
    kept = [
        (_plain(name), _CONTROLS.sub(" ", value))
        for name, value in exchange.headers
        if name.lower() not in _FRAMING
    ]
    return [*kept, ("Content-Length", str(len(exchange.body)))]


def _plain(text: str) -> str:
    """``text`` in the letters that a first line and the names of headers may have."""
    return _CONTROLS.sub(" ", text.encode("ascii", "replace").decode())
