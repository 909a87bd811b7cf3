"""Which way things go: up or down, and other pairs of opposites."""

from __future__ import annotations

from itertools import takewhile

from tracer.judge.clauses import FINITE, Conflict, Cue, spot, whole
from tracer.judge.kinship import kin
from tracer.judge.negation import DECLINING, negations
from tracer.judge.telling import Told
from tracer.judge.vocabulary import POLES, root
from tracer.text import FUNCTION_WORDS

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
    keys = [(at, told.keys[at]) for at in sorted(inside)]
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
    keys = told.keys
    key, after, before = keys[at], keys[at + 1 : at + 2], keys[at - 1] if at else ""
    if key in ("up", "down"):
        behind = {a.start for a in told.amounts} | {a.start - 1 for a in told.amounts}
        return before not in _MOVED and not (at + 1 in behind or after[:1] == ("from",))
    if key in ("under", "below", "above", "more", "less", "fewer", "most", "least"):
        figured = any(a.start - 2 <= at < a.end for a in told.amounts) and before != "well"
        return figured or key in ("under", "most", "least", "more", "less", "fewer")
    return key in DECLINING and after == ("to",)


def turned(ours: Told, theirs: Told, there: frozenset[int]) -> bool:
    """Whether the two point in opposite directions."""
    return bool(_opposed_sides(ours, theirs, there) or _opposites(ours, theirs, there))


def compared(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    """What the claim sets above something else, if the sentence compares nothing."""
    keys = ours.keys
    figured = {a.start - 1 for a in ours.amounts} | {
        at for a in ours.amounts for at in range(a.start, a.end)
    }
    than = (n for n, key in enumerate(keys) if key == "than" and n not in figured)
    at = next((n for n in than if keys[n - 1] not in ("other", "rather")), 0)
    if not at or any(theirs.keys[n] in _COMPARING for n in there):
        return None
    return Conflict("direction", ours.place(at - 1, at + 1), None)


_TURNING = {
    one: other
    for pair in (("before", "after"), ("for", "against"), ("with", "without"), ("above", "below"))
    for one, other in (pair, pair[::-1])
}
_DETERMINERS = frozenset("the a an his her its their this that these those".split())
_NEAR = 4
"""So many words behind "cut" stands what is cut."""


def placed(ours: Told, theirs: Told) -> Conflict | None:
    """What the claim sets before, and the sentence after, the same thing; or for and against."""
    there = _placed(theirs)
    for at, key, keys in _placed(ours):
        for other, opposite, same in there:
            if _TURNING[key] == opposite and keys & same:
                return Conflict("direction", ours.place(at, at + 1), theirs.place(other, other + 1))
    return None


def _placed(told: Told) -> list[tuple[int, str, frozenset[str | int]]]:
    """The words of _TURNING, with the kin of what each of them leads to."""
    found = []
    for at, key in enumerate(told.keys):
        if key in _TURNING:
            rest = (k for k in told.keys[at + 1 :] if k and k not in _DETERMINERS)
            behind = takewhile(lambda k: k not in FUNCTION_WORDS and k not in _TURNING, rest)
            found.append((at, key, frozenset(k for other in behind for k in kin(other))))
    return found


def moved(ours: Told, theirs: Told) -> Conflict | None:
    """What the claim says rises, and the sentence, whatever else it says, that it falls."""
    (up, down), (rising, falling) = _sides(ours, whole(ours)), _sides(theirs, whole(theirs))
    for cues, same, opposite in ((up, rising, falling), (down, falling, rising)):
        for cue in cues:
            thing = _thing(ours, cue)
            other = next((c for c in opposite if thing & _thing(theirs, c)), None)
            if other and not any(thing & _thing(theirs, c) for c in same):
                return Conflict("direction", spot(ours, cue), spot(theirs, other))
    return None


def _thing(told: Told, cue: Cue) -> frozenset[str]:
    """The roots of what a word of direction most likely belongs to: the noun right before "rose",
    or else what follows "cut its"."""
    words = [p for p in told.parts if p.kind == "word" and p.start != cue.start]
    before = cue.start
    while before and told.keys[before - 1] in FINITE:
        before -= 1
    led = [p for p in words if p.end == before]
    chosen = led or [p for p in words if 0 < p.start - cue.start <= _NEAR][:2]
    return frozenset(root(part.key) for part in chosen)


def unmatched(ours: Told, theirs: Told) -> Conflict | None:
    """A word of the claim that has an opposite, if the sentence says nothing like it: "stop"."""
    for part in ours.parts:
        poles = {abs(pole) for pole in POLES.get(part.key, ())} - _VAGUE_POLES
        plain = part.kind == "word" and part.key not in _OFTEN_IMPLIED
        if plain and poles and not theirs.holds(part):
            return Conflict("direction", ours.place(part.start, part.end), None)
    return None


_OFTEN_IMPLIED = frozenset(
    "able back backed buy certain fail failed fails first full high known last late long longer "
    "new old private public raise raised raising sure strong young".split()
)


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
    here = [(at, POLES[key]) for at, key in enumerate(ours.keys) if key in POLES]
    said = [(at, POLES[theirs.keys[at]]) for at in sorted(there) if theirs.keys[at] in POLES]
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
