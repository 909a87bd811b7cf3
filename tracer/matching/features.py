"""What texts are found by: hashes of short runs of words and letters, each with its place.

Three kinds share one space of 64-bit numbers: three words in a row, which an edit nearby leaves
alone; one rare word by its first letters, for what is said in other words; and every fourth run
of seven letters regardless of spaces, for what was scanned badly. All is arithmetic on arrays of
code points, since a loop over words would take ten times as long.

A hash may be that of other words: whatever it finds is aligned with the needle and so verified.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from tracer.text import FUNCTION_WORDS, fold

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

ONE_TEXT: Places = np.zeros(1, dtype=np.int64)
"""The bounds of a single text."""
_TABLE_SIZE = 0x3000
"""Code points that are looked up in a table; those above are letters or not one by one."""
_SKIPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Invisible characters that part no word."""
_SKIPPED_CODES = np.array([ord(sign) for sign in _SKIPPED], dtype=np.uint32)
_STEM = 6
"""Letters of a word that its hash depends on as a single word: "promises" meets "promised"."""
_LETTERS = 7
_EVERY = np.uint64(3)
"""Of the runs of letters those are taken whose hash has none of these bits: one of four."""
_SLOT, _SLOTS = np.uint64(36), np.uint64(0x3FFF)
"""Where in a hash the bits are by which no two function words share a slot."""
_WORDS, _WORD, _RUN = (np.uint64(salt) for salt in (0x9E37, 0x79B9, 0x7F4A))
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
"""The odd numbers of splitmix64 (Steele, Lea and Flood 2014), whose last steps are ``_mixed``."""


def _letter(code: int) -> int:
    """The folded letter or digit of a code point; 0 for what parts words."""
    folded = fold(chr(code))
    return ord(folded) if folded.isalnum() else 0


def _table() -> NDArray[np.uint32]:
    return np.array([_letter(code) for code in range(_TABLE_SIZE)], dtype=np.uint32)


@lru_cache(maxsize=2)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The powers of the base that letters are weighed with, and their inverses, for at least
    ``size`` letters."""
    up = np.full(size, _BASE, dtype=np.uint64)
    down = np.full(size, pow(int(_BASE), -1, 1 << 64), dtype=np.uint64)
    down[:1] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


_LETTER = _table()
_ALL = (1 << 64) - 1
_BASE_ONE, _MIX_ONE = int(_BASE), (int(_MIX[0]), int(_MIX[1]))
_THREE = tuple(_BASE_ONE**power & _ALL for power in (1, 2, 3))
_SHORT = 1 << 12
"""Letters for which powers are worked out at least."""
_RUN_OF_LETTERS = re.compile(r"[^\W_]+")


def _mixed(values: Hashes, salt: np.uint64) -> Hashes:
    values = (values + salt) * _BASE
    values ^= values >> np.uint64(30)
    values *= _MIX[0]
    values ^= values >> np.uint64(27)
    values *= _MIX[1]
    values ^= values >> np.uint64(31)
    return values


@dataclass(frozen=True, slots=True)
class Features:
    """Hashes and the place, in code points, where the words or letters behind each begin."""

    hashes: Hashes
    places: Places


class Letters:
    """A text, or several in a row, as letters. ``bounds`` are where the texts begin, in code
    points; no feature runs from one text into the next.

    The hash of a run is the sum of its letters, each times a power of an odd base. Sums are
    taken once, up to every letter; the sum of a run is then one difference, times the inverse of
    the power at which it begins (odd numbers have one modulo 2 ** 64).
    """

    def __init__(self, text: str, bounds: Places) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        letters = _letters_of(codes)
        self._places: Places = np.flatnonzero(letters)
        values = letters[self._places].astype(np.uint64)
        size = len(values)
        powers, self._inverse = _powers(1 << max(_SHORT, size + 1).bit_length())
        self._sums: Hashes = np.zeros(size + 1, dtype=np.uint64)
        np.cumsum(values * powers[:size], out=self._sums[1:])
        apart = np.ones(size, dtype=np.bool_)
        np.greater(self._places[1:] - self._places[:-1], 1, out=apart[1:])
        if any(sign in text for sign in _SKIPPED):
            apart &= ~self._joined(codes)
        apart[:1] = True
        self._starts: Places = np.flatnonzero(apart)
        self._ends: Places = np.append(self._starts[1:], size) if size else self._starts
        self._bounds = bounds[1:]

    def _joined(self, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Before which letters nothing but invisible characters stands, back to the last one."""
        seen = np.cumsum(np.isin(codes, _SKIPPED_CODES))[self._places]
        between = np.diff(self._places, prepend=-1) - 1
        joined: NDArray[np.bool_] = np.diff(seen, prepend=0) == between
        return joined

    @cached_property
    def word_places(self) -> Places:
        """Where each word begins."""
        places: Places = self._places[self._starts]
        return places

    def _runs(self, starts: Places, ends: Places) -> Hashes:
        """The sum of each run of letters, not mixed yet."""
        sums: Hashes = (self._sums[ends] - self._sums[starts]) * self._inverse[starts]
        return sums

    def words_in_a_row(self) -> Features:
        """Every three words in a row."""
        one = _mixed(self._runs(self._starts, self._ends), _WORDS)
        first, second, third = map(np.uint64, _THREE)
        row = _mixed(one[:-2] * first + one[1:-1] * second + one[2:] * third, _WORDS)
        same = self._in_one_text(self.word_places, len(row), 3)
        return Features(row[same], self.word_places[: len(row)][same])

    def words(self) -> Features:
        """Every word but function words, by its first letters."""
        found = self.stems()
        rare = _function_words()[_slot(found)] != found
        return Features(found[rare], self.word_places[rare])

    def stems(self) -> Hashes:
        """The hash of every word's first letters."""
        ends = np.minimum(self._starts + _STEM, self._ends)
        return _mixed(self._runs(self._starts, ends), _WORD)

    def runs_of_letters(self) -> Features:
        """One of four runs of letters, whatever is between them."""
        size = max(0, len(self._places) - _LETTERS + 1)
        row = (self._sums[_LETTERS:] - self._sums[:size]) * self._inverse[:size]
        hashes = _mixed(row, _RUN)
        chosen = np.flatnonzero(
            ((hashes & _EVERY) == 0) & self._in_one_text(self._places, size, _LETTERS)
        )
        return Features(hashes[chosen], self._places[chosen])

    def _in_one_text(self, places: Places, count: int, size: int) -> NDArray[np.bool_]:
        """Which of the first ``count`` of ``places`` have so many others behind them, ``size``
        with themselves, in the same text."""
        inside = np.ones(count, dtype=np.bool_)
        firsts = places.searchsorted(self._bounds)
        last = np.subtract.outer(firsts, np.arange(1, size))
        inside[last[(last >= 0) & (last < count)]] = False
        return inside


def _mixed_one(value: int, salt: int) -> int:
    """``_mixed`` for one number."""
    value = (value + salt) * _BASE_ONE & _ALL
    value = (value ^ value >> 30) * _MIX_ONE[0] & _ALL
    value = (value ^ value >> 27) * _MIX_ONE[1] & _ALL
    return value ^ value >> 31


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> int:
    """The hash of a folded word, as ``words_in_a_row`` has it."""
    return _mixed_one(_polynomial(word), int(_WORDS))


@lru_cache(maxsize=1 << 16)
def stem_hash(word: str) -> int:
    """The hash of a folded word as ``stems`` has it."""
    return _mixed_one(_polynomial(word[:_STEM]), int(_WORD))


def _polynomial(word: str) -> int:
    found = 0
    for letter in reversed(word):
        found = (found + ord(letter)) * _BASE_ONE & _ALL
    return found


def some_rows(folded: str, most: int) -> list[tuple[int, int]]:
    """At most ``most`` of the runs of three words of a folded text, evenly spread: their hashes,
    and where they begin in code points.

    The same hashes as ``words_in_a_row``, for a text so short that arrays would cost more.
    """
    for sign in _SKIPPED:
        if sign in folded:
            folded = folded.replace(sign, "")
    found = _RUN_OF_LETTERS.findall(folded)
    count = len(found) - 2
    chosen = range(count) if count <= most else (n * (count - 1) // (most - 1) for n in range(most))
    places = _places(folded, found)
    return [(_row(*map(_word, found[n : n + 3])), places[n]) for n in chosen]


def _places(text: str, found: Sequence[str]) -> list[int]:
    """Where each of the runs of letters ``found`` in ``text`` begins."""
    at, index = 0, text.index
    places: list[int] = []
    for word in found:
        at = index(word, at)
        places.append(at)
        at += len(word)
    return places


def words_and_runs(folded: str) -> list[tuple[int, int]]:
    """The rare words and runs of letters of a short folded text: their hashes, and where they
    begin in code points."""
    letters = Letters(folded, ONE_TEXT)
    kinds = (letters.words_in_a_row(), letters.words(), letters.runs_of_letters())
    return [
        pair
        for kind in kinds
        for pair in zip(kind.hashes.tolist(), kind.places.tolist(), strict=True)
    ]


def _row(first: int, second: int, third: int) -> int:
    a, b, c = _THREE
    return _mixed_one(first * a + second * b + third * c & _ALL, int(_WORDS))


def _letters_of(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    letters = _LETTER.take(codes, mode="clip")
    if not len(codes) or codes.max() < _TABLE_SIZE:
        return letters
    high = np.flatnonzero(codes >= _TABLE_SIZE)
    kinds, which = np.unique(codes[high], return_inverse=True)
    letters[high] = np.array([_letter(int(code)) for code in kinds], dtype=np.uint32)[which]
    return letters


@lru_cache(maxsize=1)
def _function_words() -> Hashes:
    """The hash of each function word in its slot."""
    found = Letters(" ".join(sorted(FUNCTION_WORDS)), ONE_TEXT).stems()
    slots = np.zeros(int(_SLOTS) + 1, dtype=np.uint64)
    slots[_slot(found)] = found
    return slots


def _slot(hashes: Hashes) -> Hashes:
    return hashes >> _SLOT & _SLOTS
