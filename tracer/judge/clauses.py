"""The clauses of a sentence, and what a disagreement between two texts is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracer.judge.telling import Part, Told
from tracer.models import DifferenceKind, Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where claim and passage say different things, and in what. ``source`` is None if what the
    article adds, such as a "not", has nothing against it there."""

    kind: DifferenceKind
    article: Span | None
    source: Span | None
    parts: tuple[Part, ...] = ()
    """What of the claim is in dispute, and so is not asked of the passage."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The words ``start`` to ``end`` (word numbers, half-open) that turn a clause."""

    start: int
    end: int
    level: int = 0


PARTED = re.compile(r"[,;:()\u2013\u2014]|\s-\s")
JOINING = frozenset(
    "but which while although whereas because when after before since despite".split()
)
FINITE = frozenset(
    "is are was were has have had will would may might could can should must did does do".split()
)
_SUBJECT = 3
"""So many words behind an "and" may be a subject with its verb."""
_TELLS = 1.5
"""What a clause must hold of the claim, beside the one that holds most, to be asked."""


def clauses(told: Told) -> list[tuple[int, int]]:
    """The clauses of a sentence, as word numbers; a comma in a list parts it too."""
    starts = [0]
    for at, (before, after) in enumerate(pairwise(told.words), start=1):
        between = told.text[before.span.end : after.span.start]
        if PARTED.search(between) or after.key in JOINING or _joins_another(told.keys, at):
            starts.append(at)
    return list(pairwise([*starts, len(told.words)]))


def _joins_another(keys: Sequence[str], at: int) -> bool:
    """Whether an "and" joins another statement, and not just another thing: "and that", "and
    Australia is"."""
    behind = keys[at + 1 : at + 1 + _SUBJECT]
    return keys[at] in ("and", "or") and ("that" in behind[:1] or not FINITE.isdisjoint(behind))


def clauses_told(claim: Told, core: Told) -> frozenset[int]:
    """The words of a sentence that stand in clauses which hold something of the claim."""
    worth = []
    for start, end in clauses(core):
        inside = [part for part in core.parts if start <= part.start < end]
        held = (p.weight for p in inside if p.kind != "name" and claim.holds(p))
        worth.append((sum(held), start, end))
    most = max((w for w, _, _ in worth), default=0.0)
    kept = [(s, e) for w, s, e in worth if w >= min(most, _TELLS)]
    return frozenset(at for start, end in kept for at in range(start, end))


def whole(told: Told) -> frozenset[int]:
    return frozenset(range(len(told.words)))


def spot(told: Told, cue: Cue | None) -> Span | None:
    return told.place(cue.start, cue.end) if cue else None
