"""Figures and dates of a claim against those of the passage that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from tracer.judge.amounts import Amount
from tracer.judge.clauses import Conflict
from tracer.judge.figures import DAY
from tracer.judge.kinship import kin
from tracer.judge.telling import Part, Passage, Told
from tracer.judge.vocabulary import MONTHS, WEEKDAYS
from tracer.models import DifferenceKind, Span


def other_amounts(passage: Passage) -> Iterator[Conflict]:
    """The figures and dates of the claim that the passage has not, each with the one of the core
    sentence that stands in its place: of one unit, and beside the same word."""
    claim, core = passage.claim, passage.core
    taken = [a for a in core.amounts if any(o.follows_from(a) for o in claim.amounts)]
    for part in claim.parts:
        if part.amount and not _is_held(part.amount, passage):
            free = [a for a in core.amounts if a not in taken]
            other = next((a for a in free if _instead(part.amount, a, claim, core)), None)
            kind: DifferenceKind = "date" if _is_date(part.amount) else "figure"
            there = core.place(other.start, other.end) if other else None
            yield Conflict(kind, claim.place(part.start, part.end), there, (part,))


def _is_held(ours: Amount, passage: Passage) -> bool:
    """Whether the core sentence has a figure, or another one of the passage that counts the same
    with it; a date may stand anywhere in the passage."""
    claim = passage.claim
    if any(ours.follows_from(other) for other in passage.core.amounts):
        return True
    counted = _counts(claim, ours)
    return any(
        ours.follows_from(other) and (_is_date(ours) or counted & _beside(sentence, other))
        for sentence in passage.sentences[1:]
        for other in sentence.amounts
    )


def _instead(ours: Amount, theirs: Amount, claim: Told, core: Told) -> bool:
    """Whether one figure stands for the other: both count the same, or both are money, or shares,
    beside the same word."""
    if not ours.is_like(theirs) or _is_date(ours) != _is_date(theirs):
        return False
    if _is_date(ours):
        return True
    same = bool(_counts(claim, ours) & _counts(core, theirs))
    return same or bool(ours.figure.unit and _beside(claim, ours) & _beside(core, theirs))


_THE = {(key,) for key in "the its his her their our these those".split()}
_BESIDE = 4


def _counts(told: Told, amount: Amount) -> frozenset[str | int]:
    """The kin of what a figure counts: the word behind it, or behind "of the" and a second
    figure."""
    end = amount.end
    if told.keys[end : end + 1] == ("of",):
        end += 1 + (told.keys[end + 1 : end + 2] in _THE)
        end = next((other.end for other in told.amounts if other.start == end), end)
    behind = next((p for p in told.parts if end <= p.start <= end + 1), None)
    return kin(behind.key) if behind and behind.kind == "word" else frozenset()


def _beside(told: Told, amount: Amount) -> frozenset[str | int]:
    near = (
        part.key
        for part in told.parts
        if part.kind in ("word", "light")
        and amount.start - _BESIDE <= part.start < amount.end + _BESIDE
    )
    return frozenset(k for key in near for k in kin(key))


def otherwise_counted(passage: Passage) -> Iterator[Conflict]:
    """Figures that both have, of different things: "82 per cent of the seats", "of the vote"."""
    claim, core = passage.claim, passage.core
    for ours in claim.amounts:
        for theirs in core.amounts:
            one, other = _of_what(claim, ours), _of_what(core, theirs)
            if ours.follows_from(theirs) and one and other and not passage.holds(one):
                yield Conflict(
                    "figure",
                    claim.place(ours.start, one.end),
                    core.place(theirs.start, other.end),
                    (one,),
                )
            elif ours.follows_from(theirs) and one and other and not _alike(one, other, core):
                yield Conflict(
                    "figure", claim.place(ours.start, one.end), core.place(theirs.start, other.end)
                )


def exchanged_amounts(passage: Passage) -> Iterator[Conflict]:
    """Two figures that both have, each of what the other one is of there: "2 per cent this year
    and 3 next year"."""
    claim, core = passage.claim, passage.core
    held = [
        (ours, same[0])
        for ours in claim.amounts
        if len(same := [a for a in core.amounts if ours.follows_from(a)]) == 1
    ]
    for (one, its), (other, others) in combinations(held, 2):
        if not one.is_like(other) or _is_date(one) or its is others:
            continue
        here, there = (_near_keys(claim, a) for a in (one, other))
        its_own, others_own = (_near_keys(core, a) for a in (its, others))
        crossed = min(len(here & others_own), len(there & its_own))
        if crossed > max(len(here & its_own), len(there & others_own)):
            place = sorted((its, others), key=lambda a: a.start)
            yield Conflict(
                "figure",
                claim.place(one.start, other.end),
                core.place(place[0].start, place[1].end),
            )


def _near_keys(told: Told, amount: Amount) -> frozenset[str]:
    """What says of what a figure is: the word before it and those behind it, up to a pause or the
    next figure."""
    numbers = range(amount.end, min(amount.end + _BESIDE, len(told.keys)))
    others = [a.start for a in told.amounts if not _is_date(a)]
    behind: list[str] = []
    for at in numbers:
        if at in others or told.words[at].span.start - told.words[at - 1].span.end > 1:
            break
        behind.append(told.keys[at])
    before = told.keys[max(0, amount.start - 1) : amount.start]
    return frozenset((*before, *behind)) - _IDLE


_IDLE = frozenset("and the a an of in by with was were is are".split())


def _alike(one: Part, other: Part, core: Told) -> bool:
    """Whether two words are kin, or the first stands beside the second: "nationwide vote"."""
    near = [p.key for p in core.parts if other.start - 2 <= p.start <= other.start + 2]
    return any(kin(one.key) & kin(key) for key in near if key)


def _of_what(told: Told, amount: Amount) -> Part | None:
    """What a share is taken of."""
    keys = [word.key for word in told.words[amount.end : amount.end + 2]]
    if amount.figure.unit != "%" or keys[:1] != ["of"]:
        return None
    part = next((p for p in told.parts if amount.end < p.start <= amount.end + 2), None)
    return part if part and part.kind == "word" else None


def other_dates(passage: Passage) -> Iterator[Conflict]:
    """Months and weekdays of the claim that the passage has not, each with another one there."""
    claim = passage.claim
    for part in claim.parts:
        if part.kind == "date" and not passage.holds(part) and not _dated(passage, part.key):
            other = next(filter(None, (_date(s, part.key) for s in passage.sentences)), None)
            yield Conflict("date", claim.place(part.start, part.end), other, (part,))


_NOW = frozenset("this next last coming previous past".split())


def other_times(passage: Passage) -> Iterator[Conflict]:
    """A "next year" of the claim that is a "this year" in the core sentence."""
    claim, core = passage.claim, passage.core
    there = dict(_times(core))
    for (now, time), at in _times(claim):
        others = [place for (other, same), place in there.items() if same == time and other != now]
        if others and (now, time) not in there:
            yield Conflict("date", claim.place(at, at + 2), core.place(others[0], others[0] + 2))


def _times(told: Told) -> Iterator[tuple[tuple[str, str], int]]:
    for at, (now, time) in enumerate(pairwise(told.keys)):
        if now in _NOW and (time in _PERIODS or time in WEEKDAYS or time in MONTHS):
            yield (now, time), at


_PERIODS = frozenset("year month week weekend quarter season spring summer autumn winter".split())


def _dated(passage: Passage, key: str) -> bool:
    month = f"{MONTHS.get(key)}-"
    return any(
        a.figure.unit == DAY and a.figure.value.startswith(month)
        for s in passage.sentences
        for a in s.amounts
    )


def _date(told: Told, key: str) -> Span | None:
    """Another month for a month, another weekday for a weekday."""
    for part in told.parts:
        day = part.amount is not None and part.amount.figure.unit == DAY and key in MONTHS
        if day or (part.kind == "date" and (part.key in MONTHS) == (key in MONTHS)):
            return told.place(part.start, part.end)
    return None


_YEAR = re.compile(r"(1[5-9]|20)\d\d")


def _is_date(amount: Amount) -> bool:
    unit, value = amount.figure.unit, amount.figure.value
    return unit == DAY or (not unit and bool(_YEAR.fullmatch(value)))
