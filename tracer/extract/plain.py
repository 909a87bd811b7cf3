"""Text and Markdown: the front matter block, the links, and Markdown's headings and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from tracer.extract.reading import Content
from tracer.models import Link, Marks, Span
from tracer.text import trimmed

_KEYS = frozenset({"publisher", "url", "title", "published", "authors"})
_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[A-Za-z][\w-]*:[^\n]*\n|[ \t]*\n)*)---[ \t]*(?:\n|\Z)")


def is_web_address(address: str) -> bool:
    """Whether ``address`` is an http or https one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and address.split() == [address]
    )


def read_markdown(text: str) -> Content:
    """What ``read`` gives, with the headings and the block quotations marked, a line each."""
    content = read(text)
    return replace(content, marks=_marks(content.text))


def read(text: str) -> Content:
    """What a text file holds: its front matter as metadata, and the text after it, unchanged."""
    given, body = front_matter(text)
    url = given.get("url", "")
    url_or_none = url if is_web_address(url) else None
    return Content(
        text=body,
        links=tuple(links(body)),
        url=url_or_none,
        given_url=url_or_none,
        title=given.get("title") or None,
        authors=_names(given.get("authors", "")),
        publisher=given.get("publisher") or None,
        published=given.get("published") or None,
    )


def front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """The front matter block that ``text`` opens with, by key, and the text after it.

    A block without a key that tracer knows is part of the text: a rule between two lines may
    look like one.
    """
    block = _FRONT_MATTER.match(text)
    lines = [line.partition(":") for line in block.group(1).split("\n")] if block else []
    given = {key.lower(): _unquoted(value.strip()) for key, _, value in lines}
    if block is None or not _KEYS & given.keys():
        return {}, text
    return given, text[block.end() :]


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _names(value: str) -> tuple[str, ...]:
    inner = value.strip("[]")
    parts = inner.split(";") if ";" in inner else re.split(r",|\band\b", inner)
    return tuple(name for part in parts if (name := _unquoted(part.strip())))


_LINK = re.compile(
    r"""
      \[(?P<inline>[^\[\]\n]+)\]\(\s*<?(?P<target>https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?
      (?:[ ]+["'(][^\n"'()]*["')])?[ ]*\)                       # [words](address "title")
    | \[(?P<words>[^\[\]\n]+)\]\[(?P<label>[^\[\]\n]*)\]       # [words][label]
    | (?P<bare>https?://[^\s<>"\u201c\u201d]{1,2000})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TARGET = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:\s*<?(https?://[^\s<>]+)", re.MULTILINE | re.I)


def links(text: str) -> Iterator[Link]:
    """The links of ``text`` in order: Markdown's, on their words, and bare addresses, on
    themselves."""
    targets = {label.casefold(): url for label, url in _TARGET.findall(text)}
    for found in _LINK.finditer(text):
        if found["bare"]:
            end = len(_without_trailing_marks(found["bare"]))
            yield Link(Span(found.start(), found.start() + end), found["bare"][:end])
        elif found["inline"]:
            yield Link(Span(*found.span("inline")), found["target"])
        elif url := targets.get((found["label"] or found["words"]).casefold()):
            yield Link(Span(*found.span("words")), url)


_FENCED = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t](?P<hashed>[^\n]+)"
    r"|^ {0,3}(?P<underlined>[^\s>#+*-][^\n]*)\n {0,3}(?:=+|-{2,})[ \t]*$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^ {0,3}>(?: {0,3}>)*(?P<quoted>[^\n]+)", re.MULTILINE)


def _marks(text: str) -> Marks:
    """The headings and block quotations of Markdown, without their own marks; there are none in
    blocks of code."""
    prose = _FENCED.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    return Marks(
        headings=tuple(_unclosed(span, prose) for span in _inner(_HEADING.finditer(prose))),
        quotations=tuple(_inner(_QUOTED.finditer(prose))),
    )


def _inner(found: Iterable[re.Match[str]]) -> Iterator[Span]:
    """The named group of each match, as far as it holds words, without spaces at its edges."""
    spans = (trimmed(match.string, Span(*match.span(match.lastgroup or 0))) for match in found)
    yield from filter(len, spans)


def _unclosed(heading: Span, text: str) -> Span:
    """A heading without the marks that may close it: "# Words #"."""
    words = heading.of(text)
    inner = words.rstrip("#")
    if not inner[-1:].isspace():
        return heading
    return Span(heading.start, heading.start + len(inner.rstrip()))


def _without_trailing_marks(address: str) -> str:
    """``address`` without the marks of the sentence around it; a bracket stays if it was opened
    inside."""
    while address[-1] in ".,;:!?'*_" or (
        address[-1] in ")]" and address.count(address[-1]) > address.count(_OPENED[address[-1]])
    ):
        address = address[:-1]
    return address


_OPENED = {")": "(", "]": "["}
