"""What a figure, a date or a verb of the claim belongs to, and whether it is of the same there.

A sentence with two figures ("fell 7 percent on Tuesday after rising 3 percent on Monday") holds
every word of a claim that ties one of them to what the other one is of. So each stretch of a
sentence goes to the figure in it, and what may be shared by both, a subject or a verb, only if the
other stretch has none of its own. In doubt a figure is not the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracer.judge.assertions import other_quantity
from tracer.judge.clauses import JOINING, PARTED, Conflict
from tracer.judge.figures import DAY
from tracer.judge.kinship import kin, name_kin
from tracer.judge.telling import Part, Passage, Told, alike, sentences_told
from tracer.judge.vocabulary import MONTHS, is_past

_DIVIDING = JOINING | frozenset("and or compared versus against".split())
"""Words behind which something else is told of the next figure."""
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_TIMES = re.compile(r"(?:second|minute|hour|day|week|month|year|decade)s?")
_BESIDE = 3
"""So many words before a figure may stand the verb or noun that it belongs to."""
_RATES = frozenset("each apiece per a an every".split())
"""Behind a figure they make a price of it."""
_EACH = frozenset("each apiece per".split())
_PART = frozenset("half most many some few several all none any quarter third".split())
_THE = frozenset("the its his her their our these those".split())


def doubts(passage: Passage) -> tuple[Conflict, ...]:
    """What forbids that the passage tells the claim, though nothing in it says otherwise."""
    return (
        *_misbound(passage),
        *_not_of_the_whole(passage),
        *_priced(passage),
        *_of_another_verb(passage),
        *_of_nobody(passage),
        *other_quantity(passage.claim, passage.core),
    )


# --- figures and dates ----


def _misbound(passage: Passage) -> Iterator[Conflict]:
    claim, core = passage.claim, passage.core
    ours, theirs = _stretches(claim), _stretches(core)
    for own in ours:
        same = [s for s in theirs if s.kind == own.kind and alike(own.part, s.part)]
        rivals = [s for s in theirs if s.kind == own.kind and s not in same]
        if same and rivals and not any(_is_bound_alike(own, s, rivals, passage) for s in same):
            yield Conflict("figure", claim.place(own.part.start, own.part.end), None, (own.part,))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A figure or date with the words ``start`` to ``end`` (word numbers, half-open) that say
    something of it. ``kind`` is what figures may be taken for each other by."""

    part: Part
    kind: str
    start: int
    end: int

    def has(self, part: Part) -> bool:
        return self.start <= part.start < self.end


def _stretches(told: Told) -> list[_Stretch]:
    """The figures and dates of a sentence, each with its stretch: to the first border behind it,
    and from the last one before it, where another of its kind stands beyond."""
    borders = _borders(told)
    kinds: dict[str, list[Part]] = {}
    for part in told.parts:
        if _is_figure(part):
            kinds.setdefault(_kind(told, part), []).append(part)
    found = []
    for kind, parts in kinds.items():
        edges = [0, *(_edge(told, one, other, borders) for one, other in pairwise(parts))]
        for number, part in enumerate(parts):
            end = edges[number + 1] if number + 1 < len(parts) else len(told.words)
            found.append(_Stretch(part, kind, edges[number], end))
    return found


def _edge(told: Told, one: Part, other: Part, borders: Sequence[int]) -> int:
    """Where the stretch of ``one`` ends: at the last border before ``other``, or else at a "to"
    or "from", or with ``one``."""
    between = [at for at in borders if one.end <= at <= other.start]
    leading = [at for at in range(one.end, other.start) if told.keys[at] in ("from", "to")]
    return (between or leading or [one.end])[-1]


def _borders(told: Told) -> list[int]:
    return [
        at
        for at, (before, after) in enumerate(pairwise(told.words), start=1)
        if PARTED.search(told.text[before.span.end : after.span.start]) or after.key in _DIVIDING
    ]


def _kind(told: Told, part: Part) -> str:
    """What a figure may be taken for: another share, sum, length of time, year, day or number."""
    if part.amount is None:
        return "month" if part.key in MONTHS else "weekday"
    unit, value = part.amount.figure.unit, part.amount.figure.value
    if unit:
        return "month" if unit == DAY else unit
    if _YEAR.fullmatch(value):
        return "year"
    behind = told.keys[part.end] if part.end < len(told.keys) else ""
    return "time" if _TIMES.fullmatch(behind) else "number"


def _is_bound_alike(
    own: _Stretch, same: _Stretch, rivals: Sequence[_Stretch], passage: Passage
) -> bool:
    """Whether all that the claim ties to a figure is tied to ``same`` in the sentence, or may be
    shared by it."""
    claim, core = passage.claim, passage.core
    counted = [r for r in rivals if _counts_alike(own, same, r, claim, core)]
    return not any(
        _is_elsewhere(bound, same, counted if side == "before" else rivals, core, side)
        for side, bound in _bound(own, claim)
    )


def _counts_alike(own: _Stretch, same: _Stretch, rival: _Stretch, claim: Told, core: Told) -> bool:
    """Whether a rival may count what the figure counts: not shells for miles."""
    ours, theirs, other = (
        _behind(own.part, claim), _behind(same.part, core), _behind(rival.part, core)
    )  # fmt: skip
    sure = ours and theirs and other and _akin(ours, theirs)
    return not (sure and ours and other) or _akin(ours, other)


def _bound(own: _Stretch, claim: Told) -> Iterator[tuple[str, Part]]:
    """What a figure of the claim is tied to: names and dates of its stretch, the verb or noun
    right before it, and what it counts."""
    for part in claim.parts:
        other = part.kind == "date" or (part.amount is not None and _is_day(claim, part))
        if part != own.part and own.has(part) and (part.kind == "name" or other):
            yield ("name" if part.kind == "name" else _kind(claim, part)), part
    before, behind = _before(own.part, claim), _behind(own.part, claim)
    if before:
        yield "before", before
    if behind and own.part.amount and not _is_day(claim, own.part):
        yield "behind", behind


def _is_day(told: Told, part: Part) -> bool:
    return _kind(told, part) in ("month", "weekday", "year")


def _before(part: Part, told: Told) -> Part | None:
    near = [p for p in told.parts if p.kind == "word" and 0 <= part.start - p.end < _BESIDE]
    return near[-1] if near else None


def _behind(part: Part, told: Told) -> Part | None:
    near = [p for p in told.parts if p.kind == "word" and 0 <= p.start - part.end < 2]
    return near[0] if near else None


def _is_elsewhere(
    bound: Part, same: _Stretch, rivals: Sequence[_Stretch], core: Told, side: str
) -> bool:
    """Whether the sentence has ``bound`` with a rival only, and something else in its place with
    the figure itself."""
    places = [p for p in core.parts if alike(bound, p)]
    held = [(rival, p) for rival in rivals for p in places if rival.has(p)]
    if not held or any(same.has(p) for p in places):
        return False
    if side == "before":
        instead = _before(same.part, core)
        return instead is not None and instead not in places
    if side == "behind":
        return _behind(same.part, core) is not None
    if side == "name":
        sides = {_is_ahead(p, rival.part) for rival, p in held}
        names = (p for p in core.parts if p.kind == "name" and same.has(p))
        return any(_is_ahead(p, same.part) in sides for p in names)
    return any(same.has(p) and _kind(core, p) == side for p in core.parts if _is_figure(p))


def _is_ahead(one: Part, other: Part) -> bool:
    return one.start < other.start


def _is_figure(part: Part) -> bool:
    return part.amount is not None or part.kind == "date"


# --- parts and prices ----


def _not_of_the_whole(passage: Passage) -> Iterator[Conflict]:
    """Figures that the sentence has only as the whole of which it tells a part: "two of the five
    mines" for "five mines"."""
    claim, core = passage.claim, passage.core
    for part in claim.parts:
        same = [p for p in core.parts if part.amount and p.amount and alike(part, p)]
        out_of = claim.keys[part.start - 1 : part.start] == ("of",) or _is_whole(part, claim)
        if same and not out_of and all(_is_whole(p, core) for p in same):
            yield Conflict("figure", claim.place(part.start, part.end), None, (part,))


def _is_whole(part: Part, told: Told) -> bool:
    """Whether a figure stands behind "two of the" or "most of"."""
    at = part.start - 1
    while at >= 0 and told.keys[at] in _THE:
        at -= 1
    if at < 1 or told.keys[at] != "of":
        return False
    return told.keys[at - 1] in _PART or any(p.amount and p.end == at for p in told.parts)


def _priced(passage: Passage) -> Iterator[Conflict]:
    """Figures that are the price of one thing in the sentence, and of all in the claim."""
    claim, core = passage.claim, passage.core
    for part in claim.parts:
        same = [p for p in core.parts if part.amount and p.amount and alike(part, p)]
        priced = [p for p in same if _EACH & {*core.keys[p.end : p.end + 1]}]
        if same and priced == same and not _RATES & {*claim.keys[part.end : part.end + 1]}:
            yield Conflict("figure", claim.place(part.start, part.end), None, (part,))


# --- verbs and names ----


def _of_another_verb(passage: Passage) -> Iterator[Conflict]:
    """Names that stand nearest to one verb in the claim and nearest to another in the sentence,
    if that holds of two of them: who was cleared, and who convicted."""
    claim, core = passage.claim, passage.core
    theirs = [p for p in core.parts if _is_verb(p) and claim.holds(p)]
    ours = [p for p in claim.parts if _is_verb(p) and any(_akin(p, other) for other in theirs)]
    names = (p for p in claim.parts if p.kind == "name")
    moved = [p for p in names if _is_moved(p, ours, theirs, claim, core)]
    if len({part.run for part in moved}) > 1:
        yield Conflict("name", claim.place(moved[0].start, moved[-1].end), None, tuple(moved))


def _is_moved(
    name: Part, ours: Sequence[Part], theirs: Sequence[Part], claim: Told, core: Told
) -> bool:
    there = [p for p in core.parts if p.kind == "name" and _same_name(p, name)]
    here = _nearest(name, ours, claim)
    other = _nearest(there[0], theirs, core) if len(there) == 1 else None
    return here is not None and other is not None and not _akin(here, other)


def _is_verb(part: Part) -> bool:
    return part.kind == "word" and (is_past(part.key) or part.key.endswith("ing"))


def _akin(one: Part, other: Part) -> bool:
    return bool(kin(one.key) & kin(other.key))


def _same_name(one: Part, other: Part) -> bool:
    return name_kin(one.key) == name_kin(other.key)


_LEADING = frozenset("of for from by after with".split())
"""Behind one of these a verb is no more of the name before it: "cleared Lee of bribing"."""


def _nearest(name: Part, verbs: Sequence[Part], told: Told) -> Part | None:
    """The verb that stands nearest to a name; None if two are as near."""
    own = [v for v in verbs if v.start < name.start or told.keys[v.start - 1] not in _LEADING]
    found = sorted(own, key=lambda verb: _distance(verb, name))
    tied = len(found) > 1 and _distance(found[0], name) == _distance(found[1], name)
    return found[0] if found and not tied else None


def _distance(one: Part, other: Part) -> int:
    return max(one.start - other.end, other.start - one.end)


def _of_nobody(passage: Passage) -> Iterator[Conflict]:
    """Names of the claim that the document has nowhere."""
    claim, everything = passage.claim, sentences_told(passage.core.text)
    for part in claim.parts:
        if part.kind == "name" and not any(sentence.holds(part) for sentence in everything):
            yield Conflict("name", claim.place(part.start, part.end), None, (part,))
