"""What texts are found by: hashes of short runs of words and letters, each with its place.

Three kinds share one space of 64-bit numbers: three words in a row, which an edit nearby leaves
alone; one rare word by its first letters, for what is said in other words; and every fourth run
of seven letters regardless of spaces, for what was scanned badly. All is arithmetic on arrays of
code points, since a loop over words would take ten times as long.

A hash may be that of other words: whatever it finds is aligned with the needle and so verified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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


def _powers(size: int) -> Hashes:
    return np.cumprod(np.full(size, _BASE, dtype=np.uint64), dtype=np.uint64)


_LETTER = _table()
_POWERS = _powers(64)
_ALL = (1 << 64) - 1
_BASE_ONE, _MIX_ONE = int(_BASE), (int(_MIX[0]), int(_MIX[1]))
_POWERS_ONE: list[int] = _POWERS.tolist()
_FIRST_POWERS = tuple(_POWERS_ONE[:3])
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
    points; no feature runs from one text into the next."""

    def __init__(self, text: str, bounds: Places) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        letters = _letters_of(codes)
        self._bounds = bounds
        self._places: Places = np.flatnonzero(letters)
        self._values: Hashes = letters[self._places].astype(np.uint64)
        apart = np.diff(self._places, prepend=-1) > 1
        if any(sign in text for sign in _SKIPPED):
            apart &= ~self._joined(codes)
        apart[:1] = True
        self._starts: Places = np.flatnonzero(apart)

    def _joined(self, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Before which letters nothing but invisible characters stands, back to the last one."""
        seen = np.cumsum(np.isin(codes, _SKIPPED_CODES))[self._places]
        between = np.diff(self._places, prepend=-1) - 1
        joined: NDArray[np.bool_] = np.diff(seen, prepend=0) == between
        return joined

    @cached_property
    def _texts(self) -> Places:
        """Which text each word is of."""
        texts: Places = np.searchsorted(self._bounds, self.word_places, side="right")
        return texts

    @cached_property
    def word_places(self) -> Places:
        """Where each word begins."""
        places: Places = self._places[self._starts]
        return places

    @cached_property
    def _within(self) -> Places:
        """The number of each letter in its word."""
        lengths = np.diff(self._starts, append=len(self._places))
        within: Places = np.arange(len(self._places)) - np.repeat(self._starts, lengths)
        return within

    @cached_property
    def _products(self) -> Hashes:
        products: Hashes = self._values * _POWERS[self._within & 63]
        return products

    def _sums(self, products: Hashes) -> Hashes:
        if not len(self._starts):
            return np.zeros(0, dtype=np.uint64)
        sums: Hashes = np.add.reduceat(products, self._starts)
        return sums

    def words_in_a_row(self) -> Features:
        """Every three words in a row."""
        one = _mixed(self._sums(self._products), _WORDS)
        row = one[:-2] * _POWERS[0] + one[1:-1] * _POWERS[1] + one[2:] * _POWERS[2]
        same = self._texts[:-2] == self._texts[2:]
        return Features(_mixed(row, _WORDS)[same], self.word_places[:-2][same])

    def words(self) -> Features:
        """Every word but function words, by its first letters."""
        found = self.stems()
        rare = np.isin(found, _function_words(), invert=True)
        return Features(found[rare], self.word_places[rare])

    def rare_words(self) -> Features:
        """``words``, each at its first place in each text alone."""
        found = self.words()
        texts = np.searchsorted(self._bounds, found.places, side="right").astype(np.uint64)
        _, first = np.unique(
            _mixed(found.hashes ^ (texts << np.uint64(40)), _WORD), return_index=True
        )
        return Features(found.hashes[first], found.places[first])

    def stems(self) -> Hashes:
        return _mixed(self._sums(np.where(self._within < _STEM, self._products, 0)), _WORD)

    def runs_of_letters(self) -> Features:
        """One of four runs of letters, whatever is between them."""
        size = max(0, len(self._values) - _LETTERS + 1)
        row = np.zeros(size, dtype=np.uint64)
        for at in range(_LETTERS):
            row += self._values[at : at + size] * _POWERS[at]
        hashes = _mixed(row, _RUN)
        chosen = np.flatnonzero((hashes & _EVERY) == 0)
        first, last = self._places[chosen], self._places[chosen + _LETTERS - 1]
        same = np.searchsorted(self._bounds, first, "right") == np.searchsorted(
            self._bounds, last, "right"
        )
        return Features(hashes[chosen][same], first[same])


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
    return sum([ord(c) * _POWERS_ONE[i & 63] for i, c in enumerate(word)]) & _ALL


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
    a, b, c = _FIRST_POWERS
    return _mixed_one(first * a + second * b + third * c & _ALL, int(_WORDS))


def _letters_of(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    if not len(codes) or codes.max() < _TABLE_SIZE:
        return _LETTER[codes]
    letters = _LETTER[np.minimum(codes, _TABLE_SIZE - 1)]
    high = np.flatnonzero(codes >= _TABLE_SIZE)
    kinds, which = np.unique(codes[high], return_inverse=True)
    letters[high] = np.array([_letter(int(code)) for code in kinds], dtype=np.uint32)[which]
    return letters


class _Function:
    """The hashes of function words, worked out at first need."""

    hashes: Hashes | None = None


def _function_words() -> Hashes:
    if _Function.hashes is None:
        text = " ".join(sorted(FUNCTION_WORDS))
        _Function.hashes = Letters(text, ONE_TEXT).stems()
    return _Function.hashes


KINDS: tuple[Callable[[Letters], Features], ...] = (
    Letters.words_in_a_row,
    Letters.rare_words,
    Letters.runs_of_letters,
)
"""All that is kept of a document."""
