"""Who did it to whom: subjects, names and the order they stand in around a verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracer.judge.clauses import PARTED, Conflict
from tracer.judge.kinship import kin, name_kin
from tracer.judge.telling import Part, Passage, Told, alike
from tracer.judge.vocabulary import is_past

_SUBJECT = 4
"""So many words may stand between a name and the verb whose subject it is."""


def other_agents(passage: Passage) -> Iterator[Conflict]:
    """Verbs that the passage has with another subject: one that the claim names as the object,
    or one that it does not name at all while the passage does not know the claim's."""
    claim, core = passage.claim, passage.core
    for ours in claim.parts:
        agent = _agent(claim, ours)
        if ours.kind not in ("word", "light") or agent is None:
            continue
        for theirs in core.parts:
            other = _agent(core, theirs) if _same_verb(ours, theirs) else None
            another = other and name_kin(other.key) != name_kin(agent.key)
            if other and another and (_is_after(other, ours, claim) or not core.holds(agent)):
                yield Conflict(
                    "name",
                    claim.place(agent.start, agent.end),
                    core.place(other.start, other.end),
                    (agent,),
                )


def _is_after(name: Part, verb: Part, claim: Told) -> bool:
    """Whether the claim has the name behind the verb, as its object."""
    return any(
        p.kind == "name" and p.start > verb.start and name_kin(p.key) == name_kin(name.key)
        for p in claim.parts
    )


def _same_verb(ours: Part, theirs: Part) -> bool:
    return theirs.kind in ("word", "light") and bool(kin(ours.key) & kin(theirs.key))


_AUXILIARIES = frozenset(
    "has have had is are was were will would may might could can should must be been also now "
    "already still never not".split()
)


def _agent(told: Told, verb: Part) -> Part | None:
    """The name that is the subject of ``verb``: it stands before it, with nothing between but
    auxiliaries and adverbs. None in a passive, or if there is none."""
    at = verb.start - 1
    keys = [word.key for word in told.words]
    passed: list[str] = []
    while (
        at >= 0 and len(passed) < _SUBJECT and (keys[at] in _AUXILIARIES or keys[at].endswith("ly"))
    ):
        passed.append(keys[at])
        at -= 1
    if at < 0 or keys[at].endswith("'s"):
        return None
    if PARTED.search(told.text[told.words[at].span.end : told.words[verb.start].span.start]):
        return None
    passive = _BEING & set(passed) and keys[verb.start].endswith(("ed", "en"))
    part = next((p for p in told.parts if p.end == at + 1), None)
    return part if part and part.kind == "name" and not passive else None


_CLOSE = 6
"""How far a verb's subject and object may stand from it, in words."""
_BEING = frozenset("is are was were be been being".split())


def crossed(passage: Passage) -> Iterator[Conflict]:
    """The first two things that stand on either side of one word in the claim, and the other way
    round in the passage, in the same voice: who sued whom."""
    claim, core = passage.claim, passage.core
    if [w.key for w in claim.words].count("by") != [w.key for w in core.words].count("by"):
        return
    for verb in claim.parts:
        places = [p for p in core.parts if verb.key and p.key and alike(verb, p)]
        passive = {w.key for w in claim.words[max(0, verb.start - 2) : verb.start]} & _BEING
        if is_past(verb.key) and not passive and len(places) == 1:
            left, right = _around(claim, core, verb, places[0])
            if left and right:
                named = left[0].kind == right[0].kind == "name"
                there = core.place(places[0].start, places[0].end) if named else None
                yield Conflict("order", claim.place(left[0].start, right[0].end), there)
                return


def _around(claim: Told, core: Told, verb: Part, there: Part) -> tuple[list[Part], list[Part]]:
    """What stands before ``verb`` in the claim and after it in the passage, and the reverse; only
    what the passage has once."""
    left: list[Part] = []
    right: list[Part] = []
    for part in claim.parts:
        found = [p for p in core.parts if part.kind in ("word", "name") and alike(part, p)]
        if (
            len(found) == 1
            and 0 < verb.start - part.start <= _CLOSE
            and found[0].start > there.start
        ):
            left.append(part)
        if (
            len(found) == 1
            and 0 < part.start - verb.start <= _CLOSE
            and found[0].start < there.start
        ):
            right.append(part)
    return left, right


_WAYS = {"from": "to", "to": "from"}


def other_routes(passage: Passage) -> Iterator[Conflict]:
    """Names that the claim has behind "from" and the passage behind "to", or the other way."""
    claim, core = passage.claim, passage.core
    there = {(_before(core, p), name_kin(p.key)) for p in core.parts if p.kind == "name"}
    for part in claim.parts:
        way, name = _before(claim, part), name_kin(part.key)
        if (
            part.kind == "name"
            and way in _WAYS
            and (_WAYS[way], name) in there
            and (way, name) not in there
        ):
            yield Conflict("direction", claim.place(part.start - 1, part.end), None)


def _before(told: Told, part: Part) -> str:
    return told.words[part.start - 1].key if part.start else ""


_SAYING = frozenset(
    "said says say saying told tells added adds announced reported reports according reply".split()
)


def other_names(passage: Passage) -> Iterator[Conflict]:
    """Names of the claim that the core sentence has in another form ("House Oversight Committee"
    for "House Judiciary Committee"), and a claim's subject in whose place it has another."""
    claim, core = passage.claim, passage.core
    theirs = _runs(core)
    for number, run in enumerate(_runs(claim)):
        lacking = [p for p in run if not core.holds(p)]
        other = next((r for r in theirs if lacking and _stands_for(r, run, claim)), None)
        if other is None and number == 0 and len(lacking) == len(run) and _leads(claim, run):
            other = next((r for r in theirs if _is_foreign(r, core, claim)), None)
        elsewhere = not any(map(passage.holds, run)) and not _leads(claim, run)
        if other is None and elsewhere and any(_is_foreign(r, core, claim) for r in theirs):
            yield Conflict("name", claim.place(run[0].start, run[-1].end), None)
        if other:
            yield Conflict(
                "name",
                claim.place(run[0].start, run[-1].end),
                core.place(other[0].start, other[-1].end),
                tuple(run),
            )


def _runs(told: Told) -> list[list[Part]]:
    runs: dict[int, list[Part]] = {}
    for part in told.parts:
        if part.kind == "name":
            runs.setdefault(part.run, []).append(part)
    return list(runs.values())


def _stands_for(theirs: Sequence[Part], ours: Sequence[Part], claim: Told) -> bool:
    """Whether two names share words, and each has one that the other text lacks."""
    shared = {name_kin(p.key) for p in theirs} & {name_kin(p.key) for p in ours}
    new = [p for p in theirs if not claim.holds(p)]
    return bool(shared and new)


def _leads(claim: Told, run: Sequence[Part]) -> bool:
    """Whether a name is the first thing that the claim says, and no more than who says it."""
    behind = claim.words[run[-1].end : run[-1].end + 1]
    return not any(w.key in _SAYING for w in behind) and all(
        part.start >= run[0].start for part in claim.parts if part.kind != "light"
    )


def _is_foreign(run: Sequence[Part], core: Told, claim: Told) -> bool:
    """Whether a name stands where a subject does, is unknown to the claim and speaks of nothing
    itself: "said Smith"."""
    behind = core.words[run[-1].end : run[-1].end + 1]
    before = core.words[max(0, run[0].start - 1) : run[0].start]
    ends = not behind or behind[0].span.start - core.words[run[-1].end - 1].span.end > 1
    speaks = any(w.key in _SAYING for w in behind) or (
        ends and any(w.key in _SAYING for w in before)
    )
    owned = core.words[run[-1].end - 1].key.endswith("'s")
    verb = next((p for p in core.parts if p.start > run[-1].start and claim.holds(p)), None)
    return not speaks and not owned and verb is not None and not any(map(claim.holds, run))
