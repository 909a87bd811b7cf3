"""The lines of a tree of HTML as a browser would break them, and the links in each."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from tracer.models import Link, Span

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center code dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html item lb li list "
    "main nav ol p pre quote row section summary table tbody td tfoot th thead tr ul".split()
)
"""HTML's block elements, and trafilatura's own (head, item, lb, list, quote, row)."""
_UNSEEN = frozenset(
    "applet audio button canvas embed iframe math noscript object option script select style svg "
    "template textarea title video".split()
)
FURNITURE = frozenset("aside dialog footer nav".split())
"""What surrounds an article on a page; a form may hold all of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without white space at its edges; the links' spans count in ``text``.

    ``block`` is the element that the line stands in.
    """

    text: str
    links: tuple[Link, ...]
    block: etree._Element = field(compare=False, repr=False)

    @property
    def linked(self) -> float:
        """The share of the line that links carry, 0 to 1."""
        return sum(len(link.span) for link in self.links) / len(self.text)

    def within(self, tags: Collection[str]) -> bool:
        """Whether the line stands in an element that ``tags`` names, however deep."""
        return self.block.tag in tags or any(e.tag in tags for e in self.block.iterancestors())


class _Writer:
    """Collapses white space and cuts lines while the tree is walked."""

    def __init__(self, block: etree._Element) -> None:
        self.block = block
        self._pieces: list[str] = []
        self._length = 0
        self._open: tuple[int, str] | None = None
        self._links: list[Link] = []

    def write(self, text: str | None) -> None:
        collapsed = re.sub(r"[\s\x00-\x1f\x7f]+", " ", unicodedata.normalize("NFC", text or ""))
        if collapsed.startswith(" ") and (not self._pieces or self._pieces[-1].endswith(" ")):
            collapsed = collapsed[1:]
        if collapsed:
            self._pieces.append(collapsed)
            self._length += len(collapsed)

    def enter(self, tag: str, element: etree._Element) -> None:
        if tag == "a" and (url := element.get("href")):
            self._open = (self._length, url)

    def leave(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag == "cell":
            self.write(" ")

    def _close_link(self) -> None:
        if self._open is not None:
            start, url = self._open
            self._links.append(Link(Span(start, self._length), url))
            self._open = None

    def end_line(self) -> Iterator[Line]:
        """The line so far, if it holds anything; a link that is open goes on in the next one."""
        url = self._open[1] if self._open else None
        self._close_link()
        text = "".join(self._pieces).rstrip()
        if text:
            inner = (_trimmed(link, text) for link in self._links)
            yield Line(text, tuple(link for link in inner if len(link.span)), self.block)
        self._pieces, self._length, self._links = [], 0, []
        self._open = (0, url) if url is not None else None


def _trimmed(link: Link, line: str) -> Link:
    words = link.span.of(line)
    start = link.span.start + len(words) - len(words.lstrip())
    return Link(Span(start, max(start, link.span.start + len(words.rstrip()))), link.url)


def lines(tree: etree._Element) -> Iterator[Line]:
    """The lines of ``tree``, which has no comments, that hold text.

    White space is collapsed, and characters are in their composed form (NFC).
    """
    writer = _Writer(tree)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if tag in _BLOCKS:
            yield from writer.end_line()
            parent = element.getparent()
            writer.block = element if event == "start" or parent is None else parent
        if event == "start":
            writer.enter(tag, element)
            if tag in _UNSEEN:
                walk.skip_subtree()
            else:
                writer.write(element.text)
        else:
            writer.leave(tag)
            writer.write(element.tail if element is not tree else None)
    yield from writer.end_line()


def placed(found: Iterable[Line], text: str) -> Iterator[tuple[Line, int]]:
    """The lines of ``found`` that stand in ``text`` as they are, each with its offset there."""
    starts = _line_starts(text)
    for line in found:
        if offsets := starts.get(line.text):
            yield line, offsets.popleft()


_CONTEXT = 20
"""Characters on either side that must agree for a link to be placed in a line that differs."""


def links(found: Sequence[Line], text: str) -> Iterator[Link]:
    """The links of ``found`` on their words in ``text``, as far as ``text`` has their lines.

    A line that stands in ``text`` as it is gives its links their offsets; in one that was changed
    a link is placed where its words stand between the same neighbours, and once only.
    """
    offsets = {id(line): offset for line, offset in placed(found, text)}
    for line in found:
        offset = offsets.get(id(line))
        if offset is not None:
            yield from (Link(link.span.moved(offset), link.url) for link in line.links)
        else:
            yield from _between_neighbours(line, text)


def standing_in(tags: Collection[str], found: Iterable[Line], text: str) -> tuple[Span, ...]:
    """Where ``text`` has the lines that stand in an element that ``tags`` names, in text order."""
    return tuple(
        sorted(
            Span(offset, offset + len(line.text))
            for line, offset in placed(found, text)
            if line.within(tags)
        )
    )


def _line_starts(text: str) -> dict[str, deque[int]]:
    starts: dict[str, deque[int]] = {}
    offset = 0
    for line in text.split("\n"):
        starts.setdefault(line, deque()).append(offset)
        offset += len(line) + 1
    return starts


def _between_neighbours(line: Line, text: str) -> Iterator[Link]:
    for link in line.links:
        left = max(0, link.span.start - _CONTEXT)
        window = line.text[left : link.span.end + _CONTEXT]
        if len(window) - len(link.span) >= _CONTEXT and text.count(window) == 1:
            yield Link(link.span.moved(text.find(window) - left), link.url)
