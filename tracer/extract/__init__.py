"""Bytes of HTML, text, Markdown or PDF -> Document. No I/O: whoever got the bytes hands them in."""

from __future__ import annotations

import hashlib

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
    kind, _, parameters = (media_type or "").partition(";")
    kind = decoding.media_type(raw, kind.strip().lower(), address)
    if kind == PDF:
        content = _from_pdf(raw, address)
    else:
        text = decoding.decode(raw, address, charset=decoding.charset_of(parameters))
        content = _from_html(text, address) if kind == HTML else plain.read(text)
    if not content.text.strip():
        raise ReadError("There is no text in it", address, _EMPTY_HINTS.get(kind, ""))
    return Document(
        id=stable_id(content.given_url or address),
        name=name,
        text=content.text,
        sha256=hashlib.sha256(raw).hexdigest(),
        url=content.url or (address if plain.is_web_address(address) else None),
        title=content.title,
        authors=content.authors,
        publisher=content.publisher,
        published=content.published,
        retrieved=retrieved,
        links=content.links,
        detail=content.detail,
        media_type=kind,
        raw=raw,
    )


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
