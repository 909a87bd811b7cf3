"""A claim as it is searched for: its words, and the places where it owns up to a change.

An ellipsis and a square bracket are marks, not words: they stand between the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tracer.models import Span
from tracer.text import Word, fold, word_key, words

_DOTS = r"(?:\.[ \u00a0]?\.[ \u00a0]?\.(?:[ \u00a0]?\.)?|\u2026)"
_LETTERS = r"[^\W\d_]"
_MARK = re.compile(
    rf"""
      (?P<adapted>{_LETTERS}+\[{_LETTERS}+\]{_LETTERS}* | \[{_LETTERS}+\]{_LETTERS}+)   # [w]e
    | (?P<elision>[\[(]\s*{_DOTS}\s*[\])] | {_DOTS})
    | (?P<bracket>\[[^\[\]]*\])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """An ellipsis or a bracket; ``at`` is the index of the word that it stands before."""

    at: int
    span: Span
    kind: Literal["elision", "bracket"]
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needle:
    """``adapted`` are the indices of the words with a bracket inside, such as "[w]e"."""

    text: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    marks: tuple[Mark, ...]
    adapted: frozenset[int]

    def mark_between(self, start: int, end: int) -> Mark | None:
        """The first mark that stands at a word boundary from ``start`` to ``end`` inclusive."""
        return next((mark for mark in self.marks if start <= mark.at <= end), None)


def parse(text: str) -> Needle:
    """``text`` as words and marks."""
    found: list[Word] = []
    marks: list[Mark] = []
    adapted: set[int] = set()
    folded, done = fold(text), 0
    for mark in _MARK.finditer(folded):
        found.extend(_words_between(folded, done, mark.start()))
        done = mark.end()
        span = Span(*mark.span())
        if mark["adapted"]:
            adapted.add(len(found))
            found.append(Word(span, word_key(re.sub(r"[\[\]]", "", mark.group()))))
        else:
            marks.append(_mark(len(found), span, mark))
    found.extend(_words_between(folded, done, len(folded)))
    keys = tuple(word.key for word in found)
    return Needle(text, tuple(found), keys, tuple(marks), frozenset(adapted))


def _mark(at: int, span: Span, mark: re.Match[str]) -> Mark:
    if mark["elision"]:
        return Mark(at, span, "elision")
    return Mark(at, span, "bracket", tuple(word.key for word in words(mark.group())))


def _words_between(text: str, start: int, end: int) -> list[Word]:
    return [Word(word.span.moved(start), word.key) for word in words(text[start:end])]
