"""Which way things go: up or down, and other pairs of opposites."""

from __future__ import annotations

from tracer.judge.clauses import Conflict, Cue, spot, whole
from tracer.judge.negation import DECLINING, negations
from tracer.judge.telling import Told
from tracer.judge.vocabulary import POLES

_UP = frozenset(
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown "
    "growing growth gain gains gained climb climbs climbed climbing jump jumped surge surged soar "
    "soared raise raises raised lift lifts lifted boost boosted up higher more larger bigger above "
    "expand expanded widen widened improve improved accelerate accelerated sped doubled doubling "
    "tripled faster stronger highest most rebound rebounded recover recovered upward "
    "exceed exceeded exceeds strengthen strengthened".split()
)
_DOWN = frozenset(
    "fall falls fell fallen falling decrease decreases decreased decreasing decline declines "
    "declined declining drop drops dropped dropping cut cuts cutting reduce reduces reduced "
    "reducing lower lowered lowers less fewer smaller below shrink shrinks shrank shrunk plunge "
    "plunged slump slumped slide slid dip dipped tumble tumbled halve halved halving down narrow "
    "narrowed worsen worsened slow slowed slower weaken weakened weaker lowest least downward "
    "slash slashed trim trimmed under sink sank sunk".split()
)
_VAGUE_POLES = frozenset(
    abs(pole)
    for word in ("before", "to", "for", "left", "first", "open", "up", "above", "rise", "best")
    for pole in POLES.get(word, ())
)
"""Pairs too loose for texts that put things in other words, and those of _UP and _DOWN."""


def _sides(told: Told, inside: frozenset[int]) -> tuple[list[Cue], list[Cue]]:
    keys = [(at, told.words[at].key) for at in sorted(inside)]
    up = [Cue(at, at + 1) for at, key in keys if key in _UP and not _is_bound(told, at)]
    down = [Cue(at, at + 1) for at, key in keys if key in _DOWN and not _is_bound(told, at)]
    return up, down


_COMPARING = frozenset("than versus compared against from".split())
_MOVED = frozenset(
    "go goes went gone going come came coming move moved was were is are be been being by pushed "
    "brought sent edged rose fell".split()
)


def _is_bound(told: Told, at: int) -> bool:
    """Whether a word of direction has none here: "more than 30", "turned down", "decline to"."""
    keys = [word.key for word in told.words]
    key, after, before = keys[at], keys[at + 1 : at + 2], keys[at - 1] if at else ""
    if key in ("up", "down"):
        return before not in _MOVED
    if key in ("under", "below", "above", "more", "less", "fewer", "most", "least"):
        figured = any(a.start - 2 <= at < a.end for a in told.amounts) and before != "well"
        return figured or key in ("under", "most", "least", "more", "less", "fewer")
    return key in DECLINING and after == ["to"]


def turned(ours: Told, theirs: Told, there: frozenset[int]) -> bool:
    """Whether the two point in opposite directions."""
    return bool(_opposed_sides(ours, theirs, there) or _opposites(ours, theirs, there))


def compared(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    """What the claim sets above something else, if the sentence compares nothing."""
    keys = [word.key for word in ours.words]
    figured = {a.start - 1 for a in ours.amounts} | {
        at for a in ours.amounts for at in range(a.start, a.end)
    }
    at = next((n for n, key in enumerate(keys) if key == "than" and n not in figured), 0)
    if not at or any(theirs.words[n].key in _COMPARING for n in there):
        return None
    return Conflict("direction", ours.place(at - 1, at + 1), None)


def undirected(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    """A rise or fall that the claim tells and the sentence has no word for."""
    up, down = _sides(ours, whole(ours))
    lacking = [
        cue
        for cue in (*up, *down)
        for part in ours.parts
        if part.start == cue.start and not theirs.holds(part)
    ]
    if not lacking or any(_sides(theirs, there)):
        return None
    return Conflict("direction", spot(ours, lacking[0]), None)


def _opposed_sides(ours: Told, theirs: Told, there: frozenset[int]) -> tuple[Cue, Cue] | None:
    (up, down), (rising, falling) = _sides(ours, whole(ours)), _sides(theirs, there)
    for one, less, other, rest in ((up, down, falling, rising), (down, up, rising, falling)):
        if one and other and not less and not rest:
            return one[0], other[0]
    return None


def direction(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    denied = len(negations(ours, whole(ours))) % 2 != len(negations(theirs, there)) % 2
    pair = _opposed_sides(ours, theirs, there) or next(iter(_opposites(ours, theirs, there)), None)
    if pair is None or denied:
        return None
    return Conflict("direction", spot(ours, pair[0]), spot(theirs, pair[1]))


def _opposites(ours: Told, theirs: Told, there: frozenset[int]) -> list[tuple[Cue, Cue]]:
    """The words of the two that are each other's opposites, if neither has both."""
    here = [(at, POLES[w.key]) for at, w in enumerate(ours.words) if w.key in POLES]
    said = [
        (at, POLES[theirs.words[at].key]) for at in sorted(there) if theirs.words[at].key in POLES
    ]
    known_here = {pole for _, poles in here for pole in poles}
    known_there = {pole for _, poles in said for pole in poles}
    return [
        (Cue(at, at + 1), Cue(other, other + 1))
        for at, poles in here
        for other, opposed in said
        for pole in poles
        if -pole in opposed
        and abs(pole) not in _VAGUE_POLES
        and -pole not in known_here
        and pole not in known_there
    ]
