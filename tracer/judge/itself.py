"""The article against itself (T501): one thing that it tells in two ways.

Two claims tell one thing if they share most of what they are about, and if the words right beside
the figure, date, name, direction or negation in which they differ are the same. Nothing else may
tell the two apart: a name, a time, a speaker, "another", "from 12 to 15". Ordinary news repeats its
forms of words all the time, so in doubt this is silent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tracer.judge import reasons
from tracer.judge.comparison import Side, words_within
from tracer.judge.differences import negations, poles
from tracer.judge.figures import DAY, Figure
from tracer.judge.vocabulary import MONTHS, WEEKDAYS, is_content, spelling
from tracer.models import Claim, Document, Finding, Span
from tracer.text import stem

_SHARED, _SHARE = 3, 0.5
"""Content words that two claims must share to be compared at all, in number and as a share of
the shorter one's: where fewer are shared they do not tell the same event."""
_REMEMBERED = 50
"""Claims with one word that a claim is held against, the last ones: what keeps a book from being
compared sentence by sentence with itself."""
_BESIDE = 3
"""Equal words right before and behind what differs, together, that make it the same slot."""
_ALIKE = 0.6
"""Likeness of two words from which they may be one name in two spellings."""
_ROUNDED = 0.1
"""A round figure may stand so far, as a share, from the one that it rounds."""
_LONGEST = 3
"""Words of a difference that is no figure."""
_APART = frozenset(
    "another other others each every per respectively compared against versus vs previous "
    "previously earlier later former formerly next then again originally initially now instead "
    "since including excluding original initial first second third fourth fifth half more fewer "
    "less extra additional further remaining rest average typical if would could might may".split()
)
"""Words of which one claim has one and the other has not: they may speak of two things."""
_RANGE = frozenset("from to between up down".split())
"""Before a figure: it may be one end of a change, and the other figure the other one."""
_AUXILIARY = frozenset(
    "am is are was were be been do does did has have had will would can could shall should".split()
)
"""What may stand beside a "not" that is the only difference; "not just" denies nothing."""

_NEW_CLAUSE = re.compile(r"[:;,]\s")
_MEASURES = frozenset(
    "peso pesos franc francs mark marks lira lire rupee rupees rouble roubles ruble rubles crown "
    "crowns krona krone yuan rand real baht won dinar riyal shilling cents pence tonne tonnes ton "
    "tons barrel barrels litre litres liter liters mile miles metre metres meter meters km kg end "
    "beginning start middle year years month months week weeks day days quarter half hour hours "
    "minute minutes time times".split()
)
"""Words that say how much or when, and not of what: two sums of pesos are not one thing."""

_PRONOUNS = frozenset("he she it they we this these that those".split())
"""What a claim may open with that stands for one thing here and for another there."""

_Place = tuple[int, int]
"""Words ``start`` to ``end`` (numbers, half-open) of a claim."""


def told_in_two_ways(article: Document, findings: Sequence[Finding]) -> dict[str, str]:
    """For the id of each claim that the article tells otherwise elsewhere, the sentence that says
    so."""
    told: dict[str, str] = {}
    read = {f.claim.id: _Told.of(article, f.claim) for f in findings if f.claim.check_worthy}
    for one, other in _alike(article, findings):
        if one.id in told and other.id in told:
            continue
        clash = _clash(read[one.id], read[other.id])
        if clash:
            here, there = clash
            told.setdefault(one.id, reasons.told_twice(here, there, other.text))
            told.setdefault(other.id, reasons.told_twice(there, here, one.text))
    return told


def _alike(article: Document, findings: Sequence[Finding]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims that share content words, not parts of one quotation."""
    claims = [f.claim for f in findings if f.claim.check_worthy]
    stems = [_stems(article, claim) for claim in claims]
    having: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        near: Counter[int] = Counter()
        for key in stems[number]:
            earlier = having.setdefault(key, [])
            near.update(earlier[-_REMEMBERED:])
            earlier.append(number)
        for other, shared in sorted(near.items()):
            least = max(_SHARED, _SHARE * min(len(stems[number]), len(stems[other])))
            if shared >= least and claim.group != claims[other].group:
                yield claims[other], claim


def _stems(article: Document, claim: Claim) -> frozenset[str]:
    found = words_within(article.text, claim.span)
    return frozenset(
        stem(word.key)
        for word in found
        if is_content(word.key) and word.key not in MONTHS and not word.key[:1].isdigit()
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with its words, and what may tell it from another one."""

    claim: Claim
    side: Side
    keys: tuple[str, ...]

    @staticmethod
    def of(article: Document, claim: Claim) -> _Told:
        side = Side.of(article.text, (claim.span,))
        return _Told(claim, side, tuple(spelling(word.key) for word in side.words))

    def span(self, start: int, end: int) -> Span:
        """Where the words ``start`` to ``end`` stand; before word ``start`` if that is none."""
        if start == end:
            return Span(*2 * (self.side.words[min(start, len(self.keys) - 1)].span.start,))
        return Span(self.side.words[start].span.start, self.side.words[end - 1].span.end)

    def text(self, start: int, end: int) -> str:
        """The words ``start`` to ``end`` with one more on either side."""
        return self.span(max(0, start - 1), min(len(self.keys), end + 1)).of(self.side.text)

    def beside(self, place: _Place) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The names, times and figures that the claim has outside ``place``."""
        inside = set(self.keys[slice(*place)])
        dated = (k for k in self.keys if k in MONTHS or k in WEEKDAYS)
        figures = [f for f in self.side.figures if f.end <= place[0] or f.start >= place[1]]
        years = (f.value for f in figures if _is_year(f))
        return (
            self.side.names(self.claim.span) - self.side.names(self.span(*place)),
            frozenset(dated) - inside | frozenset(years),
            frozenset(f.value for f in figures if not _is_year(f)),
        )

    def speakers(self) -> frozenset[str]:
        attribution = self.claim.attribution
        return frozenset(hop.id for hop in attribution.chain) if attribution else frozenset()


def _is_year(figure: Figure) -> bool:
    plain = not figure.unit and figure.end == figure.start + 1
    return plain and figure.value.isdigit() and 1500 <= int(figure.value) <= 2100


# --- what differs ---------------------------------------------------------------------------------


def _clash(one: _Told, other: _Told) -> tuple[str, str] | None:
    """What the two say in two ways, in the words of each; None if nothing, or if in doubt."""
    if one.keys == other.keys:
        return None
    if one.speakers() and other.speakers() and one.speakers() != other.speakers():
        return None
    if (set(one.keys) ^ set(other.keys)) & _APART:
        return None
    slots = [*_figures(one, other), *_words(one, other)]
    if len(slots) != 1:
        return None
    (ours, theirs) = slots[0]
    if _of_whom(one, ours) or _of_whom(other, theirs) or _of_two_periods(one, other, ours):
        return None
    if _told_apart(one, other, ours, theirs):
        return None
    return one.text(*ours), other.text(*theirs)


def _told_apart(one: _Told, other: _Told, ours: _Place, theirs: _Place) -> bool:
    """Whether something outside the two places tells the claims apart: names or times of which
    each has its own, a second figure, or a name of one of them where they have none in common."""
    here, there = one.beside(ours), other.beside(theirs)
    names, times, figures = (
        (mine - yours, yours - mine, mine & yours) for mine, yours in zip(here, there, strict=True)
    )
    return (
        any(all(own) for own in (names[:2], times[:2], figures[:2]))
        or (any(names[:2]) and not names[2])
    )  # fmt: skip


def _of_whom(told: _Told, place: _Place) -> bool:
    """Whether what stands at ``place`` is told of a pronoun that the claim opens with."""
    led = told.side.text[told.claim.span.start : told.span(*place).start]
    return told.keys[0] in _PRONOUNS and not _NEW_CLAUSE.search(led)


def _of_two_periods(one: _Told, other: _Told, ours: _Place) -> bool:
    """Whether a figure is told of each of two months: prices rose 1 per cent in May, and in
    June."""
    dated = any(key in MONTHS for key in one.keys[slice(*ours)])
    return dated and all(any(f.unit not in ("", DAY) for f in t.side.figures) for t in (one, other))


def _figures(one: _Told, other: _Told) -> Iterator[tuple[_Place, _Place]]:
    """The figures that differ in one slot, each of which only one claim has."""
    for mine in one.side.figures:
        for yours in other.side.figures:
            ours, theirs = (mine.start, mine.end), (yours.start, yours.end)
            if (
                mine.unit == yours.unit
                and not any(mine.equals(f) for f in other.side.figures)
                and not any(yours.equals(f) for f in one.side.figures)
                and not _rounds(mine, yours)
                and not _in_a_range(one, mine)
                and not _in_a_range(other, yours)
                and not (_is_label(one, mine) and _is_label(other, yours))
                and _beside(one, other, ours, theirs) >= _BESIDE
            ):
                yield ours, theirs


def _in_a_range(told: _Told, figure: Figure) -> bool:
    """Whether a figure is one end of "from 12 to 15"; a date may well stand behind "to"."""
    return (
        bool(figure.start) and told.keys[figure.start - 1] in _RANGE and len(told.side.figures) > 1
    )


def _is_label(told: _Told, figure: Figure) -> bool:
    """Whether a figure counts nothing and is part of what a thing is called: "system 3000,"."""
    before, behind = told.keys[figure.start - 1 : figure.start], told.keys[figure.end :]
    end = told.side.words[figure.end - 1].span.end
    ends = not behind or told.side.words[figure.end].span.start - end > 1
    return not figure.unit and ends and any(map(is_content, before))


def _rounds(one: Figure, other: Figure) -> bool:
    """Whether one figure may be the other, told roughly."""
    if one.bound != other.bound:
        return True
    try:
        mine, yours = float(one.value), float(other.value)
    except ValueError:
        return False
    least, most = sorted((mine, yours))
    round_one = any(
        f.value.rstrip("0").replace(".", "") in set("123456789") | {"15", "25"}
        for f in (one, other)
    )
    return round_one and not _is_year(one) and most >= 10 and most - least <= _ROUNDED * most


def _words(one: _Told, other: _Told) -> Iterator[tuple[_Place, _Place]]:
    """A name, a day, a direction or a negation that differs in one slot."""
    codes = SequenceMatcher(None, one.keys, other.keys, autojunk=False).get_opcodes()
    for tag, i, i_end, j, j_end in codes:
        if tag == "replace" and min(i_end - i, j_end - j) == 1:
            i_end, j_end = i + 1, j + 1
        ours, theirs = (i, i_end), (j, j_end)
        if tag == "equal" or max(i_end - i, j_end - j) > _LONGEST:
            continue
        if _beside(one, other, ours, theirs) >= _BESIDE and _turns(one, other, ours, theirs):
            yield ours, theirs


def _turns(one: _Told, other: _Told, ours: _Place, theirs: _Place) -> bool:
    mine, yours = one.keys[slice(*ours)], other.keys[slice(*theirs)]
    if negations(mine) % 2 != negations(yours) % 2:
        return all(negations([key]) or key in _AUXILIARY for key in mine + yours)
    if len(mine) != 1 or len(yours) != 1:
        return False
    dated = any({mine[0], yours[0]} <= set(days) for days in (WEEKDAYS, MONTHS))
    if dated or any(-pole in poles(yours) for pole in poles(mine)):
        return True
    return _is_name(one, ours) and _is_name(other, theirs) and _spelt_alike(mine[0], yours[0])


def _is_name(told: _Told, place: _Place) -> bool:
    """Whether a word is part of a name of which another part stands before or behind it."""
    start, end = place
    beside = [(n, n + 1) for n in (start - 1, end) if 0 <= n < len(told.keys)]
    return all(told.side.names(told.span(*p)) for p in [place]) and any(
        told.side.names(told.span(*p)) for p in beside
    )


def _spelt_alike(one: str, other: str) -> bool:
    bare = one.removesuffix("'s"), other.removesuffix("'s")
    return bare[0] != bare[1] and SequenceMatcher(None, *bare).ratio() >= _ALIKE


def _beside(one: _Told, other: _Told, ours: _Place, theirs: _Place) -> int:
    """How many words right before and behind two places are the same; 0 if none of them says
    something, or if they lead to different things: "on the harbour", "on the school". What a
    share or a sum of money is of stands before it, and a count is of what stands behind it."""
    before = _run(one.keys[: ours[0]][::-1], other.keys[: theirs[0]][::-1])
    behind = _run(one.keys[ours[1] :], other.keys[theirs[1] :])
    measured = any(f.unit and f.start == ours[0] for f in one.side.figures)
    telling = before.same if measured else before.same + behind.same
    apart = behind.leads_apart() or (before.tells() and before.leads_apart())
    if apart or not any(map(_says_what, telling)):
        return 0
    return len(before.same) + len(behind.same)


def _says_what(key: str) -> bool:
    timed = key in _MEASURES or key in MONTHS or key in WEEKDAYS
    return is_content(key) and not timed and not key[:1].isdigit()


@dataclass(frozen=True, slots=True)
class _Run:
    """The words with which two sequences begin, both, and the next one of each."""

    same: tuple[str, ...]
    next_ones: tuple[str, ...]

    def tells(self) -> bool:
        return any(map(is_content, self.same))

    def leads_apart(self) -> bool:
        """Whether both go on, each with a word of its own that says something."""
        return len(self.next_ones) == 2 and all(map(is_content, self.next_ones))


def _run(ours: Sequence[str], theirs: Sequence[str]) -> _Run:
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    return _Run(tuple(ours[:same]), (*ours[same : same + 1], *theirs[same : same + 1]))
