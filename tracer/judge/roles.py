"""Who did it to whom: subjects, names and the order they stand in around a verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracer.judge.clauses import PARTED, Conflict
from tracer.judge.kinship import kin, name_kin
from tracer.judge.telling import Part, Passage, Told, alike
from tracer.judge.vocabulary import is_past, root
from tracer.text import FUNCTION_WORDS

_SUBJECT = 4
"""So many words may stand between a name and the verb whose subject it is."""


def other_agents(passage: Passage) -> Iterator[Conflict]:
    """Verbs that the passage has with another subject: one that the claim names elsewhere, or one
    that it does not name at all while the passage does not know the claim's."""
    claim, core = passage.claim, passage.core
    for ours in claim.parts:
        agent = _agent(claim, ours)
        once = sum(_same_verb(ours, other) for other in claim.parts) == 1
        if ours.kind not in ("word", "light") or agent is None or not once:
            continue
        for theirs in core.parts:
            other = _agent(core, theirs) if _same_verb(ours, theirs) else None
            another = other and name_kin(other.key) != name_kin(agent.key)
            if other and another and (_is_named(other, claim) or not core.holds(agent)):
                yield Conflict(
                    "name",
                    claim.place(agent.start, agent.end),
                    core.place(other.start, other.end),
                    (agent,),
                )


def _is_named(name: Part, claim: Told) -> bool:
    return any(p.kind == "name" and name_kin(p.key) == name_kin(name.key) for p in claim.parts)


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
        return _before_an_aside(told, verb)
    passive = _BEING & set(passed) and keys[verb.start].endswith(("ed", "en"))
    if passive:
        return _behind_by(told, verb)
    part = next((p for p in told.parts if p.end == at + 1), None)
    return part if part and part.kind == "name" else None


def _behind_by(told: Told, verb: Part) -> Part | None:
    """The last word of the name right behind "by", which stands right behind a passive."""
    if told.keys[verb.end : verb.end + 1] != ("by",):
        return None
    first = next((p for p in told.parts if p.kind != "light" and p.start > verb.end), None)
    if first is None or first.kind != "name":
        return None
    return max((p for p in told.parts if p.run == first.run), key=lambda p: p.end)


def _before_an_aside(told: Told, verb: Part) -> Part | None:
    """The name that a sentence opens with, if a comma follows it and the verb a second one: "Lee,
    who had waited, left"."""
    first = next((p for p in told.parts if p.kind != "light"), None)
    if first is None or first.kind != "name":
        return None
    last = max((p for p in told.parts if p.run == first.run), key=lambda p: p.end)
    beyond = told.text[told.words[last.end - 1].span.end : told.words[verb.start].span.start]
    return last if beyond.startswith(",") and beyond.count(",") == _ASIDE else None


_ASIDE = 2
_CLOSE = 6
"""How far a verb's subject and object may stand from it in a claim, in words; in a passage twice
as far."""
_BEING = frozenset("is are was were be been being get gets got".split())


def crossed(passage: Passage) -> Iterator[Conflict]:
    """The first two things that the claim has as doer and as done to of one verb, and the passage
    the other way round: who sued whom."""
    claim, core = passage.claim, passage.core
    for verb, there in _shared_verbs(claim, core):
        doers, done_to = _sides(claim, verb, _CLOSE)
        their_doers, their_done_to = _sides(core, there, 2 * _CLOSE)
        left = [p for p in doers if _once(p, core) and _one_of(p, their_done_to)]
        right = [p for p in done_to if _once(p, core) and _one_of(p, their_doers)]
        if left and right:
            named = "name" in {part.kind for part in (left[0], right[0])}
            start, end = sorted((left[0].start, right[0].start))
            source = core.place(there, there + 1) if named else None
            yield Conflict("order", claim.place(start, end + 1), source)
            return


def _shared_verbs(claim: Told, core: Told) -> Iterator[tuple[int, int]]:
    """The words of both, as word numbers, that may be one verb; in the passage there is one."""
    for at, key in enumerate(claim.keys):
        verbal = key and key not in FUNCTION_WORDS and not key.endswith(_NOUN)
        if verbal and claim.words[at].span.of(claim.text)[0].islower():
            places = [n for n, other in enumerate(core.keys) if other and kin(key) & kin(other)]
            one = len(places) == 1 and not core.keys[places[0]].endswith(_NOUN)
            there = core.keys[places[0]] if places else ""
            past = one and (is_past(key) or (is_past(there) and root(key) == root(there)))
            if past and not _names_it(core, places[0]):
                yield at, places[0]


def _names_it(told: Told, at: int) -> bool:
    return any(p.kind in ("name", "amount") and p.start <= at < p.end for p in told.parts)


def _sides(told: Told, verb: int, reach: int) -> tuple[list[Part], list[Part]]:
    """What stands close to a verb as doer and as done to; in a passive the doer follows "by"."""
    things = [p for p in told.parts if p.kind in ("name", "word") and p.start != verb]
    before = [p for p in things if 0 < verb - p.start <= reach]
    after = [p for p in things if 0 < p.start - verb <= reach]
    by = next((n for n in range(verb + 1, len(told.keys)) if told.keys[n] == "by"), 0)
    if _is_passive(told, verb) or (verb < by <= verb + 2 and is_past(told.keys[verb])):
        return [p for p in things if by and 0 < p.start - by <= _BY], before
    return before, after


_BY = 4
"""So many words behind a "by" stands whoever it is by."""
_NOUN = ("er", "ers", "or", "ors", "ion", "ions", "ment", "ments")
"""Endings that make a noun of a verb."""


def _is_passive(told: Told, verb: int) -> bool:
    at = verb - 1
    while at >= 0 and (told.keys[at] in _AUXILIARIES or told.keys[at].endswith("ly")):
        if told.keys[at] in _BEING:
            return is_past(told.keys[verb])
        at -= 1
    return at >= 0 and told.keys[at] in _BEING and is_past(told.keys[verb])


def _once(part: Part, told: Told) -> bool:
    return sum(alike(part, other) for other in told.parts if other.kind in ("name", "word")) == 1


def _one_of(part: Part, others: Sequence[Part]) -> bool:
    return any(alike(part, other) for other in others)


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
        foreign = next((r for r in theirs if _is_foreign(r, core, claim)), None)
        if other is None and elsewhere and foreign:
            yield Conflict("name", claim.place(run[0].start, run[-1].end), None)
        if other:
            yield Conflict(
                "name",
                claim.place(run[0].start, run[-1].end),
                core.place(other[0].start, other[-1].end),
                tuple(run),
            )


def other_speaker(passage: Passage) -> Iterator[Conflict]:
    """Who says it in the claim, if the core sentence does not name them and another one says it
    there."""
    claim, core = passage.claim, passage.core
    first = next(iter(_runs(claim)), [])
    behind = claim.keys[first[-1].end : first[-1].end + 1] if first else ()
    if not first or not _SPEAKS & set(behind) or any(map(core.holds, first)):
        return
    other = next((r for r in _runs(core) if _says(core, r) and not any(map(claim.holds, r))), None)
    if other:
        yield Conflict(
            "name",
            claim.place(first[0].start, first[-1].end),
            core.place(other[0].start, other[-1].end),
            tuple(first),
        )


def _says(told: Told, run: Sequence[Part]) -> bool:
    start, end = run[0].start, run[-1].end
    return bool(_SAYING & {*told.keys[end : end + 1], *told.keys[max(0, start - 1) : start]})


_SPEAKS = _SAYING | frozenset(
    "called calls described describes warned warns claimed claims argued argues insisted insists "
    "denied denies admitted admits predicted promised accused praised criticised criticized "
    "condemned demanded urged believes believed thinks thought complained confirmed".split()
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
