"""A claim as it is searched for: its words, and the places where it owns up to a change.

An ellipsis and a square bracket are marks, not words: they stand between the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from tracer.models import Span
from tracer.text import fold, parted, spelled, word_key

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


_IN_MARKS = ("[", "\u2026", "..", ". .")
"""Every text with a mark has one of these."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An ellipsis or a bracket; ``at`` is the index of the word that it stands before."""

    at: int
    span: Span
    kind: Literal["elision", "bracket"]
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needle:
    """``starts`` and ``ends`` are those of each word. ``adapted`` are the indices of the words
    with a bracket inside, such as "[w]e"; ``plain`` is the folded text with no marks and no such
    brackets, as long as ``text``."""

    text: str
    plain: str
    keys: tuple[str, ...]
    starts: Sequence[int]
    ends: Sequence[int]
    marks: tuple[Mark, ...]
    adapted: frozenset[int]

    def mark_between(self, start: int, end: int) -> Mark | None:
        """The first mark that stands at a word boundary from ``start`` to ``end`` inclusive."""
        return next((mark for mark in self.marks if start <= mark.at <= end), None)

    def span(self, start: int, end: int) -> Span:
        """The stretch from word ``start`` up to word ``end``, which is not part of it."""
        return Span(self.starts[start], self.ends[end - 1])


def parse(text: str) -> Needle:
    """``text`` as words and marks."""
    folded = fold(text)
    if not any(sign in folded for sign in _IN_MARKS):
        parts = parted(folded)
        keys = tuple(map(word_key, parts[1::2]))
        return Needle(text, folded, keys, *edges(parts, 0), (), frozenset())
    builder = _Builder(folded)
    done = 0
    for mark in _MARK.finditer(folded):
        builder.take_words(done, mark.start())
        builder.take_mark(mark)
        done = mark.end()
    builder.take_words(done, len(folded))
    return builder.needle(text)


class _Builder:
    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._keys: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._marks: list[Mark] = []
        self._adapted: set[int] = set()
        self._plain: list[str] = []

    def take_words(self, start: int, end: int) -> None:
        part = self._folded[start:end]
        parts = parted(part)
        starts, ends = edges(parts, start)
        self._keys.extend(map(word_key, parts[1::2]))
        self._starts.extend(starts)
        self._ends.extend(ends)
        self._plain.append(part)

    def take_mark(self, mark: re.Match[str]) -> None:
        span = Span(*mark.span())
        if mark["adapted"]:
            whole = re.sub(r"[\[\]]", "", mark.group())
            self._adapted.add(len(self._keys))
            self._keys.append(word_key(whole))
            self._starts.append(mark.start())
            self._ends.append(mark.end())
            self._plain.append(whole.ljust(len(span)))
            return
        self._plain.append(" " * len(span))
        inner = () if mark["elision"] else tuple(map(word_key, spelled(mark.group())))
        kind: Literal["elision", "bracket"] = "elision" if mark["elision"] else "bracket"
        self._marks.append(Mark(len(self._keys), span, kind, inner))

    def needle(self, text: str) -> Needle:
        return Needle(
            text,
            "".join(self._plain),
            tuple(self._keys),
            self._starts,
            self._ends,
            tuple(self._marks),
            frozenset(self._adapted),
        )


def edges(parts: Sequence[str], at: int) -> tuple[list[int], list[int]]:
    """Where each word starts and ends in a text that is ``parted`` and begins ``at``."""
    found = list(accumulate(map(len, parts), initial=at))
    return found[1:-1:2], found[2::2]
