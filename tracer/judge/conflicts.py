"""How a passage that tells the same thing says otherwise: in negation, certainty, direction,
quantity, a figure, a date, a name, or in who did it to whom.

Only those clauses of the passage are asked that hold something of the claim: what a source may
do next year does not make doubtful what it did last year.
"""

from __future__ import annotations

from dataclasses import replace

from tracer.judge.assertions import certain, denied_alike, negation, quantity
from tracer.judge.clauses import Conflict, clauses_told
from tracer.judge.counts import (
    exchanged_amounts,
    other_amounts,
    other_dates,
    other_times,
    otherwise_counted,
)
from tracer.judge.directions import compared, direction, moved, placed, undirected, unmatched
from tracer.judge.roles import crossed, other_agents, other_names, other_routes, other_speaker
from tracer.judge.telling import Passage


def conflicts(passage: Passage) -> tuple[Conflict, ...]:
    """Everything in which claim and passage disagree; what lies over one another in the claim is
    one disagreement."""
    kept: list[Conflict] = []
    for conflict in _all(passage):
        same = next((n for n, other in enumerate(kept) if _same_place(conflict, other)), None)
        if same is None:
            kept.append(conflict)
        else:
            kept[same] = _as_one(kept[same], conflict)
    return tuple(kept)


def _as_one(one: Conflict, other: Conflict) -> Conflict:
    first = one if one.source or not other.source else other
    return replace(first, parts=one.parts + other.parts)


def _same_place(one: Conflict, other: Conflict) -> bool:
    return bool(one.article and other.article and one.article.overlaps(other.article))


def _all(passage: Passage) -> tuple[Conflict, ...]:
    ours, theirs = passage.claim, passage.core
    there = clauses_told(ours, theirs)
    found = [
        check(ours, theirs, there) for check in (certain, direction, undirected, compared, quantity)
    ]
    found += [placed(ours, theirs), moved(ours, theirs), unmatched(ours, theirs)]
    beside = [direction(ours, s, clauses_told(ours, s)) for s in passage.sentences[1:]]
    return (
        *filter(None, found if denied_alike(passage) else [negation(ours, theirs, there), *found]),
        *filter(None, beside),
        *other_amounts(passage),
        *otherwise_counted(passage),
        *exchanged_amounts(passage),
        *other_dates(passage),
        *other_times(passage),
        *other_agents(passage),
        *other_names(passage),
        *other_speaker(passage),
        *other_routes(passage),
        *crossed(passage),
    )
