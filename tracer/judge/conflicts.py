"""How a passage that tells the same thing says otherwise: in negation, certainty, direction,
quantity, a figure, a date, a name, or in who did it to whom.

Only those clauses of the passage are asked that hold something of the claim: what a source may
do next year does not make doubtful what it did last year.
"""

from __future__ import annotations

from tracer.judge.assertions import certain, denied_alike, negation, quantity
from tracer.judge.clauses import Conflict, clauses_told
from tracer.judge.counts import other_amounts, other_dates, otherwise_counted
from tracer.judge.directions import compared, direction, undirected
from tracer.judge.roles import crossed, other_agents, other_names, other_routes
from tracer.judge.telling import Passage


def conflicts(passage: Passage) -> tuple[Conflict, ...]:
    """Everything in which claim and passage disagree."""
    ours, theirs = passage.claim, passage.core
    there = clauses_told(ours, theirs)
    found = [
        check(ours, theirs, there) for check in (certain, direction, undirected, compared, quantity)
    ]
    beside = [direction(ours, s, clauses_told(ours, s)) for s in passage.sentences[1:]]
    return (
        *filter(None, found if denied_alike(passage) else [negation(ours, theirs, there), *found]),
        *filter(None, beside),
        *other_amounts(passage),
        *otherwise_counted(passage),
        *other_dates(passage),
        *other_agents(passage),
        *other_names(passage),
        *other_routes(passage),
        *crossed(passage),
    )
