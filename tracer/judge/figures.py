"""Figures: numbers with what they count, whatever way they are written.

$2.4bn = 2.4 billion dollars; 38 % = 38 percent = 38 per cent; "a quarter" = 25 %; "two-nil" = 2-0;
a dozen = 12; "two" = 2; "third" = 3rd; "some 30" = "about 30"; "doubled" = "twice"; "3rd May" =
"May 3". A day of a month is a figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tracer.judge.shares import shares
from tracer.judge.vocabulary import MONTHS
from tracer.text import Word

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = (
    {name: value for value, name in enumerate(_SMALL)}
    | {name: 10 * tens for tens, name in enumerate(_TENS, start=2)}
    | {"nil": 0, "nought": 0}
)
_MAGNITUDES = {
    **dict.fromkeys(("dozen", "dozens"), 12),
    **dict.fromkeys(("hundred", "hundreds"), 100),
    **dict.fromkeys(("thousand", "thousands", "k"), 10**3),
    **dict.fromkeys(("million", "millions", "m", "mn", "mln", "mio"), 10**6),
    **dict.fromkeys(("billion", "billions", "b", "bn", "bln"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "tn", "trn"), 10**12),
}
"""A race over "100 m" is 100 million here: what counts is that both sides are read alike."""
_COUNTED = frozenset(_MAGNITUDES) - {"m", "b", "k"}
"""Magnitudes behind "a" and "half a"."""
_UNITS = {
    **dict.fromkeys(("%", "percent", "pct", "percentage"), "%"),
    **dict.fromkeys(("$", "dollar", "dollars", "dlr", "dlrs", "usd"), "$"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp", "stg", "sterling"), "£"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("¥", "yen", "jpy"), "¥"),
}
_SIGNS = "$£€¥"
_ORDINALS = {
    name: value
    for value, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        start=1,
    )
} | {name.removesuffix("y") + "ieth": value for name, value in _NUMBERS.items() if value >= 20}
_ORDINAL, _FACTOR, DAY = "th", "times", "day"
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_LONGEST_MONTH = 31
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_TIMES = {
    **dict.fromkeys(("halve", "halves", "halved", "halving"), Fraction(1, 2)),
    **dict.fromkeys(("double", "doubles", "doubled", "doubling", "twice", "twofold"), Fraction(2)),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling", "thrice"), Fraction(3)),
    **dict.fromkeys(("treble", "trebles", "trebled", "trebling", "threefold"), Fraction(3)),
    **dict.fromkeys(("quadruple", "quadrupled", "quadrupling", "fourfold"), Fraction(4)),
}
_BOUNDS: dict[tuple[str, ...], str] = {
    **dict.fromkeys(
        (("about",), ("around",), ("some",), ("roughly",), ("approximately",), ("almost",),
         ("nearly",)),
        "about",
    ),
    **dict.fromkeys((("more", "than"), ("over",), ("above",), ("at", "least")), "over"),
    **dict.fromkeys(
        (("less", "than"), ("fewer", "than"), ("under",), ("below",), ("at", "most"),
         ("up", "to")),
        "under",
    ),
}  # fmt: skip
"""What stands before a figure and says on which side of it the truth lies."""
_OPENING = frozenset(
    {bound[0] for bound in _BOUNDS}
    | _NUMBERS.keys()
    | _ORDINALS.keys()
    | _TIMES.keys()
    | MONTHS.keys()
    | set(_SIGNS)
    | {"a", "an", "half", "the", "us", "minus"}
)
"""Words that a figure may begin with."""
_COUNTING = _OPENING - {bound[0] for bound in _BOUNDS} - {"a", "an", "the", "us", "minus"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the words ``start`` to ``end`` (word numbers, half-open). ``value`` is its
    exact value in lowest terms, the digits of a time of day, or "5-3" for a day (month first) and
    "5-3-2019" for one with its year; ``unit`` is "" if unknown.
    ``bound`` is "over", "under", "about" or ""; its words belong to the figure."""

    start: int
    end: int
    value: str
    unit: str
    bound: str = ""

    def moved(self, by: int) -> Figure:
        """The same figure, ``by`` words further on."""
        return replace(self, start=self.start + by, end=self.end + by)

    def equals(self, other: Figure) -> bool:
        """Whether both say the same; a unit, a bound or the year of a day that one of them leaves
        out does not part them."""
        return (
            (self.value == other.value or self._is_day_of(other) or other._is_day_of(self))
            and (self.unit == other.unit or "" in (self.unit, other.unit))
            and (self.bound == other.bound or "" in (self.bound, other.bound))
        )

    def _is_day_of(self, other: Figure) -> bool:
        """Whether this is the other day without its year."""
        return self.unit == other.unit == DAY and other.value.startswith(f"{self.value}-")

    def follows_from(self, other: Figure) -> bool:
        """Whether a text that has ``other`` says this: "more than 30" does not follow from 30."""
        bounded = self.bound in ("over", "under") and self.bound != other.bound
        return self.equals(other) and not bounded and not other._is_day_of(self)


def may_count(key: str) -> bool:
    """Whether a word may be part of a figure: a text without such a word has none."""
    return key in _COUNTING or any(char.isdigit() for char in key)


def figures(words: Sequence[Word]) -> tuple[Figure, ...]:
    """The figures of ``words`` in order. "one" alone is a pronoun as often as a figure and
    counts only before a magnitude or a unit."""
    keys = [word.key for word in words]
    parts = {start: Figure(start, end, str(part), "%") for start, end, part in shares(words)}
    found: list[Figure] = []
    at = 0
    while at < len(keys):
        opens = keys[at] in _OPENING or keys[at][0].isdigit()
        figure = parts.get(at)
        if opens and not figure:
            figure = _bounded(keys, at, parts) or _figure(keys, at)
        if figure:
            found.append(figure)
        at = figure.end if figure else at + 1
    return tuple(found)


def _bounded(keys: Sequence[str], start: int, parts: Mapping[int, Figure]) -> Figure | None:
    for size in (1, 2):
        bound = _BOUNDS.get(tuple(keys[start : start + size]))
        at = start + size
        figure = parts.get(at) or _figure(keys, at) if bound and at < len(keys) else None
        if bound and figure and figure.unit not in (_ORDINAL, _FACTOR, DAY):
            return replace(figure, start=start, bound=bound)
    return None


def _figure(keys: Sequence[str], start: int) -> Figure | None:
    if keys[start] in _TIMES:
        return Figure(start, start + 1, str(_TIMES[keys[start]]), _FACTOR)
    return _day(keys, start) or _ordinal(keys, start) or _cardinal(keys, start)


def _day(keys: Sequence[str], start: int) -> Figure | None:
    """ "May 3", "3 May", "the 3rd of May 2019", "May 3rd, 2019"."""
    if keys[start] == "the" and start + 1 < len(keys) and keys[start + 1] not in MONTHS:
        after = _day(keys, start + 1)
        return replace(after, start=start) if after else None
    if keys[start] in MONTHS:
        month, (number, end) = keys[start], _day_number(keys, start + 1)
    else:
        number, end = _day_number(keys, start)
        end += keys[end : end + 1] == ["of"]
        month, end = (keys[end] if end < len(keys) else ""), end + 1
    if month not in MONTHS or not 1 <= number <= _LONGEST_MONTH:
        return None
    year = keys[end] if end < len(keys) and _YEAR.fullmatch(keys[end]) else ""
    if not year and keys[start].isdecimal() and keys[start + 1] == "may":
        return None  # "some 30 may have died"
    value = "-".join(filter(None, (str(MONTHS[month]), str(number), year)))
    return Figure(start, end + bool(year), value, DAY)


def _day_number(keys: Sequence[str], at: int) -> tuple[int, int]:
    """The number of a day and where it ends; 0 if there is none."""
    if at >= len(keys):
        return 0, at
    if keys[at].isdecimal() and len(keys[at]) <= 2:
        return int(keys[at]), at + 1 + (at + 1 < len(keys) and keys[at + 1] in _ORDINAL_ENDINGS)
    ordinal = _ordinal(keys, at)
    return (int(ordinal.value), ordinal.end) if ordinal else (0, at)


def _ordinal(keys: Sequence[str], start: int) -> Figure | None:
    """ "third", "twenty-third", "23rd"."""
    key, after = keys[start], keys[start + 1] if start + 1 < len(keys) else ""
    if key in _ORDINALS:
        return Figure(start, start + 1, str(_ORDINALS[key]), _ORDINAL)
    if key.isdecimal() and after in _ORDINAL_ENDINGS:
        return Figure(start, start + 2, str(int(key)), _ORDINAL)
    tens, ones = _NUMBERS.get(key, 0), _ORDINALS.get(after, 10)
    if tens >= 20 and ones < 10:
        return Figure(start, start + 2, str(tens + ones), _ORDINAL)
    return None


def _cardinal(keys: Sequence[str], start: int) -> Figure | None:
    if keys[start] == "minus":
        return _below_zero(keys, start)
    abroad = keys[start] == "us" and start + 1 < len(keys) and keys[start + 1] == "$"
    first = start + abroad
    unit = _UNITS[keys[first]] if keys[first] in _SIGNS else ""
    number, at = _number(keys, first + bool(unit))
    if number is None:
        return None
    if isinstance(number, str):
        return Figure(start, at, number, unit)
    value, scaled = _scaled(number, keys, at)
    after, end = _unit(keys, scaled)
    if keys[start] == "one" and end == start + 1:
        return None
    below = bool(_BELOW_ZERO & {" ".join(keys[at : at + 2]) for at in range(end, end + 3)})
    return Figure(start, end, str(-value if below else value), unit or after)


def _below_zero(keys: Sequence[str], start: int) -> Figure | None:
    """ "minus five"."""
    after = _cardinal(keys, start + 1) if start + 1 < len(keys) else None
    return replace(after, start=start, value=f"-{after.value}") if after else None


_BELOW_ZERO = frozenset(("below zero", "below freezing", "under zero"))
"""Behind "5", "5 degrees" or "5 degrees Celsius"."""


def _number(keys: Sequence[str], at: int) -> tuple[Fraction | str | None, int]:
    key = keys[at] if at < len(keys) else ""
    if key[:1].isdigit():
        return _digits(key), at + 1
    if key in _NUMBERS:
        return _spelled(keys, at)
    if key in ("a", "an") and at + 1 < len(keys) and keys[at + 1] in _COUNTED:
        return Fraction(1), at + 1
    if list(keys[at : at + 2]) == ["half", "a"] and keys[at + 2 : at + 3] != []:
        return (Fraction(1, 2), at + 2) if keys[at + 2] in _COUNTED else (None, at)
    return None, at


def _digits(key: str) -> Fraction | str:
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in key)
    *groups, last = plain.split(",")
    if groups and (len(last.split(".")[0]) == 3 or len(groups) > 1):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    try:
        return Fraction(plain)
    except ValueError:
        return plain


def _spelled(keys: Sequence[str], at: int) -> tuple[Fraction, int]:
    """ "twenty-two", "two hundred and fifty"."""
    value, at = _below_hundred(keys, at)
    if at < len(keys) and keys[at] == "hundred":
        value, at = value * 100, at + 1
        joined = at + (keys[at : at + 1] == ["and"])
        if joined < len(keys) and keys[joined] in _NUMBERS:
            rest, at = _below_hundred(keys, joined)
            value += rest
    return Fraction(value), at


def _below_hundred(keys: Sequence[str], at: int) -> tuple[int, int]:
    value = _NUMBERS[keys[at]]
    at += 1
    if value >= 20 and at < len(keys) and 0 < _NUMBERS.get(keys[at], 0) < 10:
        return value + _NUMBERS[keys[at]], at + 1
    return value, at


_HALF = ["and", "a", "half"]


def _scaled(value: Fraction, keys: Sequence[str], at: int) -> tuple[Fraction, int]:
    """``value`` times the magnitudes that follow, "and a half" before or behind them."""
    if list(keys[at : at + 3]) == _HALF:
        value, at = value + Fraction(1, 2), at + 3
    while at < len(keys) and keys[at] in _MAGNITUDES:
        value, at = value * _MAGNITUDES[keys[at]], at + 1
    return value, at


def _unit(keys: Sequence[str], at: int) -> tuple[str, int]:
    if list(keys[at : at + 2]) == ["per", "cent"]:
        return "%", at + 2
    if list(keys[at : at + 2]) == ["us", "dollars"]:
        return "$", at + 2
    if at < len(keys) and keys[at] in _UNITS and keys[at] not in _SIGNS:
        return _UNITS[keys[at]], at + 1
    return "", at


def same_figures(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether both name the same figures in the same order."""
    return len(one) == len(other) and all(a.equals(b) for a, b in zip(one, other, strict=True))


def written_alike(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether both name the same figures, each with all that it counts and with its bound. Of
    figures in a row ("5 to 6 per cent") one may carry the unit for all."""
    return (
        same_figures(one, other)
        and [figure.value for figure in one] == [figure.value for figure in other]
        and {figure.unit for figure in one} - {""} == {figure.unit for figure in other} - {""}
        and [figure.bound for figure in one] == [figure.bound for figure in other]
    )
