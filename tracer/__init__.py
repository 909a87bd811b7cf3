"""tracer: how faithful is a news article to its sources?

    import tracer

    article = tracer.read_article("article.html")
    sources = tracer.read_sources("sources/")
    report = tracer.check(article, sources)
    print(tracer.to_json(report))

Everything below imports what it needs when it is called, so that ``import tracer`` is instant.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracer.matching import Sources
    from tracer.models import Claim, Document, Report

__version__ = "0.1.0"
__all__ = [
    "check",
    "find_claims",
    "open_sources",
    "read_article",
    "read_sources",
    "to_html",
    "to_json",
]


def read_article(
    path: str | Path | None = None,
    *,
    text: str | None = None,
    html: str | None = None,
    url: str | None = None,
) -> Document:
    """The article in a file, or in ``text`` or ``html`` that is at hand already; ``url`` is then
    the address it stands at, which its id comes from.

    Raises ReadError: no such file, or nothing in it that can be read as text; NeedsOnline: an
    address was given, and nothing may leave the machine; ValueError: not exactly one of
    ``path``, ``text`` and ``html`` was given.
    """
    if sum(given is not None for given in (path, text, html)) != 1:
        raise ValueError("give exactly one of path, text= and html=")
    if path is not None:
        from tracer import gather

        return gather.read_article(str(path))
    from tracer.extract import read_bytes
    from tracer.models import stable_id

    content = text if text is not None else html or ""
    return read_bytes(
        content.encode("utf-8", "surrogatepass"),
        address=url or f"text:{stable_id(content)}",
        name="article",
        media_type="text/plain" if text is not None else "text/html",
    )


def find_claims(article: Document) -> tuple[Claim, ...]:
    """The claims of ``article`` in text order, each with its attribution."""
    from tracer import pipeline
    from tracer.outlets import Outlets

    return pipeline.find_claims(article, Outlets.default())


def read_sources(path: str | Path) -> Sources:
    """The source documents in a folder or a file; files that cannot be read are left out.

    Raises ReadError: there is no such folder or file.
    """
    from tracer.gather.folders import read_sources
    from tracer.matching import Sources

    return Sources(read_sources(Path(path)).documents)


def open_sources(database: str | Path) -> Sources:
    """The source documents kept in a database with ``tracer sources add``.

    They are read when they are asked for; the database is open for as long as they are used.

    Raises StoreError: it is no database of tracer's, or cannot be read.
    """
    from weakref import finalize

    from tracer.matching import Sources
    from tracer.store import Store

    store = Store.open(Path(database))
    sources = Sources.of(store.library())
    finalize(sources, store.close)
    return sources


def check(article: Document, sources: Sources) -> Report:
    """How ``article`` stands to ``sources``: a frozen value."""
    from tracer import pipeline
    from tracer.outlets import Outlets
    from tracer.run import generated

    return pipeline.check(
        article, sources, outlets=Outlets.default(), generated=generated(), settings={}
    )


def to_json(report: Report) -> str:
    """``report`` as JSON text, as docs/format.md describes it."""
    from tracer import export

    return export.dumps(report)


def to_html(report: Report) -> str:
    """``report`` as one self-contained HTML page."""
    from tracer import render

    return render.to_html(report)
