"""Where a person finds a passage again: an address that opens the page at its words.

Text fragments, https://wicg.github.io/scroll-to-text-fragment/: ``#:~:text=start,end`` with words
before and behind where these stand more than once. A PDF is opened at its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from tracer.models import Document, Passage, Span
from tracer.text import fold

_LONG = 100
"""Code points from which only the first and the last words of a passage are named: fewer words
have less in them that the page may have otherwise, such as a footnote's number."""
_EDGE = 4
"""How many words those are."""
_SHORT = 20
"""Code points below which words are named with their neighbours even if they stand once: the page
has more on it than the text that was read. Chromium does so at the same length."""
_MOST_NEIGHBOURS = 10


def passage_address(address: str, document: Document, passage: Passage) -> str:
    """``address``, where ``document`` is from, with what opens it at ``passage``; empty if the
    passage cannot be told from the rest of the document."""
    page = document.marks.page_of(passage.spans[0].start)
    whole, _, fragment = address.partition("#")
    if page:
        return f"{whole}#page={page}"
    found = (_named(document.text, span) for span in passage.spans)
    directives = [str(each) for each in found if each]
    return f"{whole}#{fragment.partition(':~:')[0]}:~:{'&'.join(directives)}" if directives else ""


@dataclass(frozen=True, slots=True)
class _Named:
    """A text directive; all but ``start`` may be empty. Each part lies in one line of the text,
    as the page's blocks do: a browser looks for it inside one of them."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        prefix = f"{_encoded(self.prefix)}-" if self.prefix else ""
        suffix = f"-{_encoded(self.suffix)}" if self.suffix else ""
        parts = (prefix, _encoded(self.start), _encoded(self.end), suffix)
        return f"text={','.join(filter(None, parts))}"

    def leads_to(self, folded: str) -> Span | None:
        """What a browser finds in a text: the first place where all parts are whole words."""
        start, end, prefix, suffix = map(_spaced, (self.start, self.end, self.prefix, self.suffix))
        to_end = rf"(?:.*?(?<!\w){end})" if end else ""
        before = rf"{prefix}\s*" if prefix else ""
        after = rf"(?!\w)\s*{suffix}" if suffix else ""
        found = re.search(rf"(?<!\w){before}({start}(?!\w){to_end}){after}(?!\w)", folded, re.S)
        return Span(*found.span(1)) if found else None


def _encoded(words: str) -> str:
    """Percent-encoded, the signs that part a directive's parts included."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")


def _spaced(words: str) -> str:
    """A pattern for ``words`` in a folded text, with any number of spaces between them."""
    return " +".join(re.escape(word) for word in fold(words).split())


def _named(text: str, span: Span) -> _Named | None:
    """The shortest directive that leads to ``span`` of ``text`` and to nothing before it."""
    span = _whole_words(text, span)
    if not len(span):
        return None
    folded = _folded(text)
    tried = (each for each in _candidates(text, span) if each.leads_to(folded) == span)
    return next(tried, None)


def _folded(text: str) -> str:
    """``text`` folded, with its line ends."""
    return "\n".join(map(fold, text.split("\n")))


def _whole_words(text: str, span: Span) -> Span:
    """``span`` without space at its edges, and with the rest of the words that it cuts."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = max(start, span.end - (len(words) - len(words.rstrip())))
    while 0 < start < end and _is_inside_a_word(text, start):
        start -= 1
    while start < end < len(text) and _is_inside_a_word(text, end):
        end += 1
    return Span(start, end)


def _is_inside_a_word(text: str, at: int) -> bool:
    return bool(re.fullmatch(r"\w\w", text[at - 1 : at + 1]))


def _candidates(text: str, span: Span) -> Iterator[_Named]:
    """Directives for ``span``, with more and more of the words around it in its line."""
    start, end = _edges(span.of(text))
    before = text[: span.start].rpartition("\n")[2].split()
    behind = text[span.end :].partition("\n")[0].split()
    if len(span) >= _SHORT or not (before or behind):
        yield _Named(start, end)
    for count in range(1, _MOST_NEIGHBOURS + 1):
        prefix, suffix = " ".join(before[-count:]), " ".join(behind[:count])
        yield _Named(start, end, prefix)
        yield _Named(start, end, "", suffix)
        yield _Named(start, end, prefix, suffix)


def _edges(words: str) -> tuple[str, str]:
    """What a directive says of ``words``: all of them, or where they begin and end."""
    first, *others = words.split("\n")
    begin, end = first.split(), (others or [first])[-1].split()
    if not others and (len(words) < _LONG or len(begin) < 2 * _EDGE):
        return " ".join(begin), ""
    return " ".join(begin[:_EDGE]), " ".join(end[-_EDGE:])
