"""Figures as reported speech puts them: a share in words ("a fifth", "six in ten"), and a figure
rounded with a word that says so ("close to 300,000" for 290,000, "just over half" for 52 %).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from tracer.judge.figures import DAY, Figure, figures
from tracer.text import Word

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_HOW_MANY = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_TAKEN = "one two three four five six seven eight nine ten".split()
_COUNTS = {word: n for n, word in enumerate(_TAKEN, start=1)} | {str(n): n for n in range(1, 101)}
_NO_NOUN = frozenset(
    "of to in from off over more less on at by as when while after before and but or since".split()
)
"""What may follow "a fifth" the share; before a noun it counts: "a fifth carrier"."""

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
        try:
            return None if self.figure.unit == DAY else Fraction(self.figure.value)
        except ValueError:
            return None

    def follows_from(self, other: Amount) -> bool:
        """Whether a text that has ``other`` says this, rounded or not."""
        if (self.figure.unit == _ORDINAL) != (other.figure.unit == _ORDINAL):
            return False
        if self.figure.follows_from(other.figure):
            return True
        ours, theirs = self.value, other.value
        if ours is None or theirs is None or not theirs or not self.is_like(other):
            return False
        off = (ours - theirs) / theirs
        low, high = self.sides
        return low * _ROUNDED <= off <= high * _ROUNDED and (off != 0 or self.inclusive)

    def is_like(self, other: Amount) -> bool:
        """Whether both count in one unit."""
        return self.figure.unit == other.figure.unit


def amounts(words: Sequence[Word]) -> tuple[Amount, ...]:
    """The figures of ``words`` in order, shares in words among them."""
    keys = [word.key for word in words]
    shares = list(_shares(keys, _ends(words)))
    taken = {at for share in shares for at in range(share.start, share.end)}
    plain = [
        f
        for f in figures(words)
        if taken.isdisjoint(range(f.start, f.end)) and keys[f.start : f.end] != ["first"]
    ]
    found = [*shares, *(Amount(f.start, f.end, f) for f in plain)]
    return tuple(_bounded(keys, each) for each in sorted(found, key=lambda a: a.start))


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


def _ends(words: Sequence[Word]) -> frozenset[int]:
    """The words with something more than a space behind them, or nothing."""
    last = {len(words) - 1}
    return frozenset(last.union(n for n, (one, other) in enumerate(pairwise(words))
                                if other.span.start - one.span.end > 1))  # fmt: skip


def _shares(keys: Sequence[str], ends: frozenset[int]) -> Iterator[Amount]:
    """ "a fifth", "two thirds", "half", "six in ten"; not the "half" of "an hour and a half"."""
    for at, key in enumerate(keys):
        after = keys[at + 1] if at + 1 < len(keys) else "of"
        number = keys[at - 1] if at else ""
        alone = after in _NO_NOUN or at in ends
        start = at - (number in _HOW_MANY)
        if key in _PARTS and alone and (start < at or key == "half") and keys[start - 1] != "and":
            yield _share(start, at + 1, Fraction(_HOW_MANY.get(number, 1), _PARTS[key]))
        among = at + 1 if after == "in" else at + 2
        if key in _COUNTS and (after == "in" or keys[at + 1 : at + 3] == ["out", "of"]):
            whole = keys[among + 1] if among + 1 < len(keys) else ""
            among += 1
            if whole in _COUNTS and _COUNTS[key] < _COUNTS[whole]:
                yield _share(at, among + 1, Fraction(_COUNTS[key], _COUNTS[whole]))


def _share(start: int, end: int, value: Fraction) -> Amount:
    return Amount(start, end, Figure(start, end, str(100 * value), "%"))
