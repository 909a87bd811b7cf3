"""Sentences cut into tokens, with what stands inside quotation marks.

A unit is a sentence, or the sentences that one pair of quotation marks holds together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tracer.models import Span
from tracer.text import paragraphs, quotations, sentences_of

_TOKEN = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}                              # U.S.
    | (?<!\w)[A-Z]\.(?=\s[A-Z])                       # the initial in Tom A. Smith
    | [^\W_]+(?:[-.,\u2019'&/][^\W_]+)*[\u2019'](?=\s)   # the ministers'
    | [^\W_]+(?:[-.,\u2019'&/][^\W_]+)*                # don't  2,400.5  roll-out
    | \S                                              # one mark
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"(?:[\u2019']s|(?<=s)[\u2019'])$")
MOST_CHARACTERS = 3_000
"""A longer unit is cut: the longest of PolNeAR's training half has 1,516 characters, and the
rules look at every pair of cues of a unit."""
QUOTATION_MARKS = frozenset("\"'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. ``low`` is casefolded; ``quoted`` says that it stands inside marks."""

    span: Span
    text: str
    low: str
    quoted: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def bare(self) -> str:
        """``low`` without a possessive ending."""
        return _POSSESSIVE.sub("", self.low)

    @property
    def is_possessive(self) -> bool:
        return self.is_word and self.bare != self.low


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences of ``paragraph`` (its index), as tokens. ``quotes`` are the stretches
    inside quotation marks, without the marks."""

    span: Span
    paragraph: int
    tokens: tuple[Token, ...]
    quotes: tuple[Span, ...]

    @property
    def outside(self) -> tuple[int, ...]:
        """The indices of the words outside quotation marks."""
        return tuple(i for i, t in enumerate(self.tokens) if t.is_word and not t.quoted)

    def low(self, at: int) -> str:
        """The casefolded token at index ``at``; empty outside the unit."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""


def units(text: str) -> tuple[Unit, ...]:
    """The units of ``text`` in order."""
    quotes = quotations(text)
    found: list[Unit] = []
    at = 0
    for index, paragraph in enumerate(paragraphs(text)):
        while at < len(quotes) and quotes[at].end <= paragraph.start:
            at += 1
        upto = at
        while upto < len(quotes) and quotes[upto].start < paragraph.end:
            upto += 1
        inside = quotes[at:upto]
        for span in _cut(_held_together(sentences_of(text, paragraph), inside)):
            first = bisect_left(inside, span.start, key=lambda quote: quote.start)
            after = bisect_right(inside, span.end, key=lambda quote: quote.end)
            held = inside[first:after]
            found.append(Unit(span, index, _tokens(text, span, held), held))
    return tuple(found)


def _held_together(parts: tuple[Span, ...], quotes: tuple[Span, ...]) -> list[Span]:
    """``parts`` with those joined whose border lies inside a quotation."""
    joined: list[Span] = []
    at = 0
    for part in parts:
        while at < len(quotes) and quotes[at].end <= part.start:
            at += 1
        if joined and at < len(quotes) and quotes[at].start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined


def _cut(spans: list[Span]) -> Iterator[Span]:
    for span in spans:
        for start in range(span.start, span.end, MOST_CHARACTERS):
            yield Span(start, min(start + MOST_CHARACTERS, span.end))


def _tokens(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Token, ...]:
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(text, span.start, span.end):
        while at < len(quotes) and quotes[at].end <= match.start():
            at += 1
        quoted = at < len(quotes) and quotes[at].start <= match.start()
        word = match.group()
        found.append(
            Token(Span(*match.span()), word, word.casefold().replace("\u2019", "'"), quoted)
        )
    return tuple(found)
