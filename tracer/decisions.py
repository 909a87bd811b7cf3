"""How decisions follow their claims when an article was edited. Pure.

A decision is made on words. As long as the article has them, the claim has the same id, and the
decision is its own. A decision whose words are gone follows them to the claim that is most like
them and near their place, if that claim says the same: one decision to a claim, one claim to a
decision. What fits no claim is an orphan, which is shown and never dropped.

This is worked out whenever decisions are read and is written nowhere. So likeness is always to the
words that the person saw, ten small edits do not add up to another claim, and words that come back
have their own decision back. When a person decides on a claim that a decision had followed, the
new decision says which former claim's it stands instead of, and that one is done with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tracer.judge.differences import modality, negations, poles
from tracer.judge.figures import figures, same_figures
from tracer.matching.likeness import likenesses
from tracer.models import Carried, Claim, Orphan, Review
from tracer.text import words

ALIKE = 70.0
"""How alike the words must be, 0 to 100. Calibrated with benchmarks/decisions.py on the articles of
gum_news and of the fixtures, each edited at random 10 times. At 70, 64 % of 1,177 decisions on
edited words followed rightly, 0.3 % went to another claim, and the others were orphans, which cost
a look; of 602 on deleted words 1.3 % followed. At 60 it is 71, 0.3 and 2.3 %, at 80 52, 0.3 and
0.5 %."""
PLACE = 10.0
"""What it costs, in points of likeness, to have moved from one end of the article to the other."""
AMBIGUOUS = 5.0
"""Points of likeness that two decisions may lose together to stay in the order of their words."""


@dataclass(frozen=True, slots=True)
class Made:
    """A decision as it was made: the claim's words at that time and the offset in the article
    that they began at (None: not known). ``instead_of`` is the id of the former claim whose
    decision had followed to this one and which this one stands instead of, or empty."""

    review: Review
    words: str
    starts: int | None = None
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """The decision that counts for each claim that has one, and those that fit no claim."""

    reviews: tuple[Review, ...]
    orphans: tuple[Orphan, ...]


def follow(claims: Sequence[Claim], made: Sequence[Made]) -> Followed:
    """Which decision counts for which of ``claims``, which are in text order. ``made`` are the
    decisions on an article that stand, the first one first; the last one on a claim counts."""
    last = {each.review.claim_id: each for each in made}
    own = [last[claim.id].review for claim in claims if claim.id in last]
    done = {claim.id for claim in claims} | {each.instead_of for each in made}
    strays = sorted((m for m in last.values() if m.review.claim_id not in done), key=_place)
    free = [claim for claim in claims if claim.id not in last]
    pairs = _assigned(strays, free)
    carried = [_carried(strays[at], pair) for at, pair in sorted(pairs.items())]
    left = (each for at, each in enumerate(strays) if at not in pairs)
    return Followed((*own, *carried), tuple(Orphan(each.review, each.words) for each in left))


def _place(made: Made) -> tuple[int, str]:
    return (made.starts or 0, made.review.claim_id)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim that a decision could follow to, by its number; ``score`` is ``likeness`` less
    what the way costs."""

    number: int
    claim: Claim
    likeness: float
    score: float


def _carried(made: Made, pair: _Pair) -> Review:
    origin = Carried(made.review.claim_id, made.words, pair.likeness)
    return replace(made.review, claim_id=pair.claim.id, carried=origin)


def _assigned(strays: Sequence[Made], free: Sequence[Claim]) -> dict[int, _Pair]:
    """For each of ``strays`` that finds a claim, by its number, that claim: the best pair first,
    then in order where that is as good."""
    table = _table(strays, free)
    ranked = sorted(table.items(), key=lambda item: (-item[1].score, item[0]))
    chosen: dict[int, _Pair] = {}
    taken: set[int] = set()
    for (at, number), pair in ranked:
        if at not in chosen and number not in taken:
            chosen[at] = pair
            taken.add(number)
    return _in_order(chosen, table)


def _table(strays: Sequence[Made], free: Sequence[Claim]) -> dict[tuple[int, int], _Pair]:
    """Every pair that would do, by the numbers of decision and claim."""
    alike = likenesses([m.words for m in strays], [c.text for c in free])
    length = max((claim.span.end for claim in free), default=0)
    return {
        (at, number): _Pair(number, claim, likeness, likeness - _way(made, claim, length))
        for at, made in enumerate(strays)
        for number, claim in enumerate(free)
        if (likeness := round(float(alike[at, number]), 1)) >= ALIKE
        and _say_the_same(made.words, claim.text)
    }


def _way(made: Made, claim: Claim, length: int) -> float:
    """What it costs to have moved, in points of likeness."""
    if made.starts is None:
        return 0.0
    return PLACE * min(1.0, abs(made.starts - claim.span.start) / max(length, 1))


def _say_the_same(one: str, other: str) -> bool:
    """Whether nothing that would make it another claim is in one of two texts alone (a figure, a
    negation, a modal verb), and no direction in one is the opposite of one in the other. A decision
    on "38 percent" is none on "83 percent"."""
    ours, theirs = words(one), words(other)
    keys, others = [w.key for w in ours], [w.key for w in theirs]
    return (
        same_figures(figures(ours), figures(theirs))
        and negations(keys) == negations(others)
        and poles(keys).isdisjoint(-pole for pole in poles(others) - poles(keys))
        and modality(keys) == modality(others)
    )


def _in_order(
    chosen: Mapping[int, _Pair], table: Mapping[tuple[int, int], _Pair]
) -> dict[int, _Pair]:
    """``chosen`` with the claims of two decisions exchanged as long as they stand in the wrong
    order and the exchange costs next to nothing. Each exchange leaves fewer in the wrong order."""
    done = dict(chosen)
    while crossing := next(_crossings(done, table), None):
        first, second = crossing
        ahead, behind = done[second].number, done[first].number
        done |= {first: table[first, ahead], second: table[second, behind]}
    return done


def _crossings(
    chosen: Mapping[int, _Pair], table: Mapping[tuple[int, int], _Pair]
) -> Iterator[tuple[int, int]]:
    for first, second in combinations(sorted(chosen), 2):
        behind, ahead = chosen[first], chosen[second]
        exchanged = (table.get((first, ahead.number)), table.get((second, behind.number)))
        if behind.number > ahead.number and None not in exchanged:
            now = sum(pair.likeness for pair in exchanged if pair)
            if now >= behind.likeness + ahead.likeness - AMBIGUOUS:
                yield first, second
