"""PDF -> text, one paragraph a line, and where its pages begin."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator

import pypdf

from tracer.errors import ReadError
from tracer.extract.plain import links
from tracer.extract.reading import Content
from tracer.models import Marks

logging.getLogger("pypdf").addHandler(logging.NullHandler())

_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_FULL = 0.75
"""A line shorter than this share of the longest one on its page is a paragraph's last."""


def read(raw: bytes, where: str) -> Content:
    """The text of a PDF's pages, where each begins, its title and its authors.

    Raises ReadError: it is broken or locked.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("The PDF is locked with a password", where, "Save it without one")
        pages = [page.extract_text() for page in reader.pages]
        about = reader.metadata
        title = about.title if about else None
        author = about.author if about else None
    except ReadError:
        raise
    except Exception as error:  # pypdf raises whatever a broken file makes it stumble over
        raise ReadError("The PDF is broken", where, "Open it and save it anew") from error
    texts = ["\n".join(paragraphs(page.splitlines())) for page in pages]
    text = "\n".join(filter(None, texts))
    return Content(
        text=text,
        marks=Marks(pages=tuple(_starts(texts))),
        links=tuple(links(text)),
        title=(title or "").strip() or None,
        authors=(author.strip(),) if author and author.strip() else (),
    )


def _starts(texts: Iterable[str]) -> Iterator[int]:
    """Where each of the texts of pages begins in all of them, a line below the last; an empty one
    begins where the next one does."""
    start = 0
    for text in texts:
        yield start
        start += len(text) + 1 if text else 0


def paragraphs(lines: Iterable[str]) -> list[str]:
    """The lines of a page joined to paragraphs; words that were hyphenated at a line's end too."""
    lines = [" ".join(line.split()) for line in lines]
    width = max(map(len, lines), default=0)
    done, open_ = [], ""
    for line in lines:
        open_ = _joined(open_, line)
        if not line or (len(line) < _FULL * width and _ENDS_SENTENCE.search(line)):
            done.append(open_)
            open_ = ""
    return [paragraph for paragraph in [*done, open_] if paragraph]


def _joined(before: str, line: str) -> str:
    if _HYPHENATED.search(before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}".strip()
