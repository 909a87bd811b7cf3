"""Linked data: names that other programs can link to, and JSON-LD that a page can hold."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from tracer.models import Document

_LEGAL = "%/:=&?~#+!$,;'@()*"
"""Characters beside letters, digits and ``_.-~`` that an address may hold as they are."""


def web_address(url: str | None) -> str | None:
    """``url`` as a URI if it is a whole http(s) address, else None. What no URI can hold (spaces,
    marks, other scripts) is percent-encoded."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    return quote(url or "", safe=_LEGAL, errors="replace")


def embeddable(value: dict[str, Any]) -> str:
    """``value`` as JSON that is safe inside a ``script`` element, where JSON-LD is put: no text in
    it can end the element."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def urn(kind: str, key: str) -> str:
    """A name for something that has no address, such as a claim; ``key`` is its id."""
    return f"urn:x-tracer:{kind}:{quote(key, safe='', errors='replace')}"


def iri(document: Document) -> str:
    """The address of a document, or a name that comes from its id."""
    return web_address(document.url) or urn("document", document.id)
