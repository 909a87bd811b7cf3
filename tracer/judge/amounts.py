"""Figures as reported speech puts them: rounded, with a word that says so ("close to 300,000" for
290,000, "just over half" for 52 %), or to fewer decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from tracer.judge.figures import DAY, Figure, figures
from tracer.text import Word

_ABOUT = (("about",), ("around",), ("some",), ("roughly",), ("approximately",))
_BELOW = (
    ("almost",), ("nearly",), ("close", "to"), ("just", "under"), ("little", "under"),
    ("just", "below"), ("under",), ("below",), ("less", "than"), ("fewer", "than"), ("up", "to"),
    ("at", "most"), ("as", "much", "as"), ("as", "many", "as"),
)  # fmt: skip
_ABOVE = (
    ("just", "over"), ("little", "over"), ("more", "than"), ("over",), ("above",),
    ("at", "least"), ("well", "over"),
)  # fmt: skip
_SIDES: dict[tuple[str, ...], tuple[int, int]] = {
    **dict.fromkeys(_ABOUT, (-1, 1)),
    **dict.fromkeys(_BELOW, (0, 1)),
    **dict.fromkeys(_ABOVE, (-1, 0)),
}
"""On which side of the true figure, below and above, a word lets the claimed one lie."""
_INCLUSIVE = {*_ABOUT, ("at", "least"), ("at", "most"), ("up", "to"), ("as", "much", "as")}
_TIMES = frozenset("year month week day hour minute decade".split())
_ORDINAL = "th"
_ROUNDED = Fraction(1, 8)
"""How far a rounded figure may lie from the true one, as a share of that; what newspapers round
stays well inside it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in the words ``start`` to ``end`` (word numbers, half-open), and what lies before
    it: ``sides`` says whether the true figure may be larger (-1) or smaller (1) than the claimed
    one, ``inclusive`` whether it may also be just that."""

    start: int
    end: int
    figure: Figure
    sides: tuple[int, int] = (0, 0)
    inclusive: bool = True

    @property
    def value(self) -> Fraction | None:
        """The figure as a number; None for a day or a time."""
        return None if self.figure.unit == DAY else _number(self.figure.value)

    def follows_from(self, other: Amount) -> bool:
        """Whether a text that has ``other`` says this, rounded or not."""
        if (self.figure.unit == _ORDINAL) != (other.figure.unit == _ORDINAL):
            return False
        if self.figure.follows_from(other.figure):
            return True
        if not self.is_like(other):
            return False
        ours, theirs = self.value, other.value
        if ours is None or theirs is None or not theirs:
            return False
        if _rounds_to(theirs, ours) or (_is_endless(ours) and _rounds_to(ours, theirs)):
            return True
        off = (ours - theirs) / theirs
        low, high = self.sides
        return low * _ROUNDED <= off <= high * _ROUNDED and (off != 0 or self.inclusive)

    def is_like(self, other: Amount) -> bool:
        """Whether both count in one unit."""
        return self.figure.unit == other.figure.unit


@lru_cache(maxsize=1 << 12)
def _number(value: str) -> Fraction | None:
    try:
        return Fraction(value)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 12)
def _rounds_to(exact: Fraction, given: Fraction) -> bool:
    """Whether ``given`` is ``exact`` with fewer decimals, and at least two digits of it: 9.4 for
    9.37 (billion), 33 for 33.4. A whole number of people or ships is not rounded so."""
    unit = next((m for m in _SCALES if abs(exact) >= m), Fraction(1))
    exact, given = exact / unit, given / unit
    fewer = any(round(exact, decimals) == given for decimals in (0, 1))
    digits = given.denominator != 1 or abs(given) >= _TWO_DIGITS
    return fewer and digits and exact.denominator != 1


def _is_endless(value: Fraction) -> bool:
    """Whether no decimal says it: a third."""
    return any(value.denominator % prime == 0 for prime in (3, 7))


_SCALES = (10**12, 10**9, 10**6)
_TWO_DIGITS = 10


def amounts(words: Sequence[Word]) -> tuple[Amount, ...]:
    """The figures of ``words`` in order, without the "first" that may be no rank."""
    keys = [word.key for word in words]
    found = (f for f in figures(words) if keys[f.start : f.end] != ["first"])
    return tuple(_bounded(keys, Amount(f.start, f.end, f)) for f in found)


def _bounded(keys: Sequence[str], amount: Amount) -> Amount:
    """The amount with the sides that the words before it, or its own first ones, leave open."""
    start = amount.start + _own_bound(amount.figure, keys)
    if (
        keys[start - 1 : start] == ["over"]
        and keys[amount.end : amount.end + 1]
        and (keys[amount.end].removesuffix("s") in _TIMES)
    ):  # "over five months" is how long
        return replace(amount, figure=replace(amount.figure, bound=""))
    for size in (3, 2, 1):
        first = max(0, start - size)
        before = tuple(keys[first:start])
        before = before[:-1] if before[-1:] == ("a",) else before
        if before in _SIDES:
            first = min(amount.start, first)
            return replace(
                amount, start=first, sides=_SIDES[before], inclusive=before in _INCLUSIVE
            )
    return amount


def _own_bound(figure: Figure, keys: Sequence[str]) -> int:
    """How many words of a figure are its bound: "more than" in "more than 30"."""
    if not figure.bound:
        return 0
    return 2 if keys[figure.start + 1] in ("than", "least", "most", "to") else 1
