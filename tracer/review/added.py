"""A source that a reviewer pasted, a file that they chose, or a page of theirs -> Document.

What the bytes are is looked at, never believed. No name from a form is ever opened: a file's name
is only shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from tracer import extract
from tracer.errors import ReadError
from tracer.extract.plain import is_web_address
from tracer.models import Document

LONGEST_TEXT = 4_000_000
"""Characters of a pasted text; a document of 800,000 words."""
_ENDINGS: Mapping[str, str | None] = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": None,
    ".text": None,
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": None,
}
"""What a file is read as; None: its bytes alone say so."""


@dataclass(frozen=True, slots=True)
class About:
    """What the reviewer says of a source; what is empty is left to the source itself."""

    outlet: str
    title: str
    url: str
    published: str


def from_text(text: str, about: About) -> Document:
    """Raises ReadError: there is nothing in it, or what is said of it makes no sense."""
    if not text.strip():
        raise ReadError("There is no source yet", "", "Paste its text, or choose a file")
    if len(text) > LONGEST_TEXT:
        what = f"The text is longer than {LONGEST_TEXT:,} characters"
        raise ReadError(what, "", "Paste the part that matters")
    return _described(text.encode("utf-8", "replace"), "pasted text", "text/plain", about)


def from_file(name: str, raw: bytes, about: About) -> Document:
    """Raises ReadError: it is no HTML, text, Markdown or PDF, or nothing can be got out of it."""
    shown = PurePosixPath(name.replace("\\", "/"))
    ending = shown.suffix.lower()
    if ending not in _ENDINGS:
        what = f"Files like this cannot be read: {shown.name or 'without a name'}"
        raise ReadError(what, "", "Choose an .html, .txt, .md or .pdf file")
    return _described(raw, shown.name, _ENDINGS[ending], about)


def _described(raw: bytes, name: str, media_type: str | None, about: About) -> Document:
    url = address(about.url)
    where = url or f"desk:{hashlib.sha256(raw).hexdigest()}"
    try:
        stem = PurePosixPath(name).stem
        document = extract.read_bytes(raw, address=where, name=stem, media_type=media_type)
    except ReadError as error:
        raise ReadError(error.what, name, error.do) from error
    return replace(described(document, about), url=url or document.url)


def described(document: Document, about: About) -> Document:
    """``document`` with what the reviewer says of it, but for its address. Raises ReadError."""
    return replace(
        document,
        publisher=about.outlet.strip() or document.publisher,
        title=about.title.strip() or document.title,
        published=day(about.published) or document.published,
    )


def address(given: str) -> str:
    """The address in a field, or nothing. Raises ReadError: it is none."""
    url = given.strip()
    if url and not is_web_address(url):
        raise ReadError("This is not an address", url[:200], "It begins with http:// or https://")
    return url


def day(given: str) -> str:
    """The date in a field, or nothing. Raises ReadError: it is none."""
    value = given.strip()
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        raise ReadError("This is not a date", value[:40], "Write it as 2019-09-10") from error
