"""Bytes of HTML, text, Markdown or PDF -> Document. No I/O: whoever got the bytes hands them in."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from tracer.errors import ReadError
from tracer.extract import decoding, plain
from tracer.extract.reading import Content
from tracer.models import Document, stable_id

HTML, TEXT, MARKDOWN, PDF = "text/html", "text/plain", "text/markdown", "application/pdf"


def read_bytes(
    raw: bytes,
    *,
    address: str,
    name: str,
    media_type: str | None = None,
    retrieved: str | None = None,
) -> Document:
    """The document that ``raw`` holds.

    ``address`` is where it was read (an http(s) address, or an absolute file path) and gives the
    document its id, unless a front matter block gives a ``url``. ``media_type`` may carry a
    charset, as in an HTTP header; None means: look at the bytes. Bytes that plainly are something
    else than their type says (a PDF, an image) are taken for what they are.

    Raises ReadError: there is nothing in it, it is no text, or no text can be got out of it.
    """
    given, _, parameters = (media_type or "").partition(";")
    kind = decoding.media_type(raw, given.strip().lower(), address)
    content = _content(raw, kind, decoding.charset_of(parameters), address)
    if not content.text.strip():
        raise ReadError("There is no text in it", address, _EMPTY_HINTS.get(kind, decoding.WHOLE))
    document = _described(content, address, name)
    digest = hashlib.sha256(raw).hexdigest()
    return replace(document, sha256=digest, retrieved=retrieved, media_type=kind, raw=raw)


def _described(content: Content, address: str, name: str) -> Document:
    """The document as far as its content describes it; the bytes are not in it yet."""
    return Document(
        id=stable_id(content.given_url or address),
        name=name,
        text=content.text,
        sha256="",
        url=content.url or (address if plain.is_web_address(address) else None),
        title=content.title,
        authors=content.authors,
        publisher=content.publisher,
        published=content.published,
        links=content.links,
        detail=content.detail,
        marks=content.marks,
    )


def _content(raw: bytes, kind: str, charset: str, address: str) -> Content:
    if kind == PDF:
        return _from_pdf(raw, address)
    text = decoding.decode(raw, address, charset=charset)
    if kind == HTML:
        return _from_html(text, address)
    return plain.read_markdown(text) if kind == MARKDOWN else plain.read(text)


_EMPTY_HINTS = {
    HTML: "If the page is built by a script, save it from the browser and use that file",
    PDF: "It is probably a scan: run a text recognition program over it first",
}


def _from_html(text: str, address: str) -> Content:
    from tracer.extract import page

    return page.read(text, address)


def _from_pdf(raw: bytes, address: str) -> Content:
    from tracer.extract import pdf

    return pdf.read(raw, address)
