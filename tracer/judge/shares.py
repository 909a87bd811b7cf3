"""Shares in words: "a fifth", "two thirds of", "half", "six in ten", "9 out of 10"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from tracer.text import Word

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_HOW_MANY = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_TAKEN = "one two three four five six seven eight nine ten".split()
_COUNTS = {word: n for n, word in enumerate(_TAKEN, start=1)} | {str(n): n for n in range(1, 101)}
_RANKS = frozenset("first second third last other final".split())
"""Before "half" or "quarter" these make a time of it."""
_NO_NOUN = frozenset(
    "of to in from off over more less on at by as when while after before and but or since".split()
)
"""What may follow "a fifth" the share; before a noun it counts: "a fifth carrier"."""

Share = tuple[int, int, Fraction]
"""Start and end in word numbers, half-open, and the share in per cent."""


def shares(words: Sequence[Word]) -> Iterator[Share]:
    """The shares that ``words`` name in words, in order; not the "half" of "an hour and a half"."""
    keys = [word.key for word in words]
    for at, key in enumerate(keys):
        if key in _PARTS:
            yield from _part(keys, at, at in _ends(words))
        elif key in _COUNTS:
            yield from _out_of(keys, at)


def _part(keys: Sequence[str], at: int, last: bool) -> Iterator[Share]:
    after = keys[at + 1] if at + 1 < len(keys) else "of"
    number = keys[at - 1] if at else ""
    start = at - (number in _HOW_MANY)
    sure = start < at or keys[at] == "half"
    if number in _RANKS:
        return
    if sure and (after in _NO_NOUN or last) and keys[max(0, start - 1)] != "and":
        yield start, at + 1, Fraction(100 * _HOW_MANY.get(number, 1), _PARTS[keys[at]])


def _out_of(keys: Sequence[str], at: int) -> Iterator[Share]:
    among = next((at + len(p) + 1 for p in _AMONG if tuple(keys[at + 1 : at + 1 + len(p)]) == p), 0)
    whole = _COUNTS.get(keys[among], 0) if 0 < among < len(keys) else 0
    if _COUNTS[keys[at]] < whole:
        yield at, among + 1, Fraction(100 * _COUNTS[keys[at]], whole)


_AMONG = (("in",), ("out", "of"))


def _ends(words: Sequence[Word]) -> frozenset[int]:
    """The words with something more than a space behind them, or nothing."""
    apart = (n for n, (a, b) in enumerate(pairwise(words)) if b.span.start - a.span.end > 1)
    return frozenset((*apart, len(words) - 1))
