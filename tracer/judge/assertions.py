"""Whether two texts assert the same of a thing: denied or not, done or planned or possible, all of
it or some."""

from __future__ import annotations

from collections.abc import Iterator

from tracer.judge.clauses import Conflict, Cue, clauses_told, spot, whole
from tracer.judge.directions import turned
from tracer.judge.kinship import kin
from tracer.judge.negation import negations
from tracer.judge.telling import Part, Passage, Told
from tracer.judge.vocabulary import expanded, root


def denied_alike(passage: Passage) -> bool:
    """Whether all of the passage together denies as often as the claim, or never."""
    there = [negations(s, clauses_told(passage.claim, s)) for s in passage.sentences]
    here = negations(passage.claim, whole(passage.claim))
    return len(here) % 2 == sum(map(len, there)) % 2


def negation(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    here, denied = negations(ours, whole(ours)), negations(theirs, there)
    if len(here) % 2 == len(denied) % 2 or turned(ours, theirs, there):
        return None
    if any(root(theirs.keys[cue.start]) in map(root, ours.keys) for cue in denied if not here):
        return None
    one, other = next(iter(here), None), next(iter(denied), None)
    return Conflict("negation", spot(ours, one), spot(theirs, other))


# --- certainty ----

_FACT, _AHEAD, _DOUBTFUL = 0, 1, 2
_LEVELS = {
    **dict.fromkeys(
        "will shall 'll would plan plans planning intend intends intended aim aims hope hopes "
        "hoped seek seeks seeking propose proposes proposed wants want need needs must should "
        "ought scheduled ballot forecast forecasts predict predicts predicted project projects "
        "projected estimate estimates prepared ready conditional demand demands demanded urged "
        "urge attempt attempts attempted try tries trying offered pledged vowed promised "
        "promises".split(),
        _AHEAD,
    ),
    **dict.fromkeys(
        "might could possibly perhaps maybe potentially likely unlikely expected expect expects if "
        "unless consider considers considering option speculation alleged allegedly "
        "reportedly suspected suspicion rumoured rumored possible possibility "
        "chance mull mulling weigh weighing claim claims claimed accused allegation allegations "
        "probably".split(),
        _DOUBTFUL,
    ),
}
_CONDITIONS = frozenset("if unless".split())
_PREDICTING = frozenset(
    "forecast forecasts predict predicts predicted project projects projected estimate estimates "
    "expected expect expects anticipate anticipates anticipated".split()
)
_AHEAD_TO = frozenset(
    "has have had is are was were be going set about agreed means mean meant".split()
)
_VERBLESS = frozenset("the a an its his her their this that these those our my".split())


def certainty(told: Told, inside: frozenset[int]) -> list[Cue]:
    """The words of ``inside`` that say something is not, or not yet, a fact."""
    keys, found = told.keys, []
    for at in sorted(inside):
        after = keys[at + 1] if at + 1 < len(keys) else ""
        behind = keys[at + 2] if at + 2 < len(keys) else ""
        surface = told.words[at].span.of(told.text)
        if keys[at] == "may" and surface == "may" and not after[:1].isdigit():
            found.append(Cue(at, at + 1, _DOUBTFUL))
        elif keys[at] in _AHEAD_TO and after == "to" and behind not in _VERBLESS:
            found.append(Cue(at, at + 2, _AHEAD))
        elif any(word in _LEVELS for word in expanded(keys[at]).split()):
            level = max(_LEVELS.get(word, 0) for word in expanded(keys[at]).split())
            found.append(Cue(at, at + 1, level))
    return found


def certain(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    here, said = certainty(ours, whole(ours)), certainty(theirs, there)
    level = max((cue.level for cue in here), default=_FACT)
    beyond = max((cue.level for cue in said), default=_FACT)
    held = any(ours.keys[cue.start] in _CONDITIONS for cue in here)
    if beyond == level or (beyond < level and (level < _DOUBTFUL or held)):
        return None
    one = next((cue for cue in here if cue.level == level), None)
    other = next((cue for cue in said if cue.level == beyond), None)
    if one and other and {ours.keys[one.start], theirs.keys[other.start]} <= _PREDICTING:
        return None
    return Conflict("modality", spot(ours, one), spot(theirs, other))


# --- quantity ----

_EVERY = frozenset("all every each entire everyone everybody everything always whole".split())
_PARTLY = frozenset("some several many few most part half sometimes mostly partly often".split())
_SOME = frozenset("some several many most".split())
_NO_QUANTITY = frozenset("above after at not and".split())
"""Before "all" and the like: "above all", "after all", "not all"."""
_NONE = frozenset("none nobody neither never".split())


def quantity(ours: Told, theirs: Told, there: frozenset[int]) -> Conflict | None:
    none = _of(ours, whole(ours), _NONE | {"no"})
    if none and not _of(theirs, there, _NONE | {"no"}):
        part = _of(theirs, there, _SOME)
        return Conflict("modality", spot(ours, none), spot(theirs, part)) if part else None
    here = _of(ours, whole(ours), _EVERY)
    if here and not _of(theirs, there, _EVERY):
        part = _of(theirs, there, _PARTLY) or _some_of(theirs, there)
        return Conflict("modality", spot(ours, here), spot(theirs, part))
    some = _of(ours, whole(ours), _PARTLY)
    if some and not _of(theirs, there, _PARTLY):
        every = _of(theirs, there, _EVERY | _NONE)
        return Conflict("modality", spot(ours, some), spot(theirs, every)) if every else None
    return None


def _some_of(told: Told, inside: frozenset[int]) -> Cue | None:
    """A figure out of a larger one: "2,800 of NBC's 8,000 workers"."""
    for amount in told.amounts:
        after = told.words[amount.end : amount.end + 1]
        if amount.start in inside and after and after[0].key == "of" and not amount.figure.unit:
            return Cue(amount.start, amount.end)
    return None


def _of(told: Told, inside: frozenset[int], keys: frozenset[str]) -> Cue | None:
    for at in sorted(inside):
        before = told.keys[at - 1] if at else ""
        if told.keys[at] in keys and before not in _NO_QUANTITY:
            return Cue(at, at + 1)
    return None


_QUANTITIES = {
    "few": 1, "some": 2, "several": 2, "many": 3, "most": 4, "majority": 4, "all": 5, "every": 5,
    "each": 5,
}  # fmt: skip
"""In this order: few < some < many < most < all."""
_FEW, _SOME_OF = 1, 2
_QUANTIFIED = 3
"""So many words behind a quantity stands what there is so much of: "few of the older voters"."""


def other_quantity(ours: Told, theirs: Told) -> Iterator[Conflict]:
    """Things of which the claim has more, or fewer, than the sentence: few for many, many for
    most; and "voters" for "few voters". Some, several and a few are one."""
    here, there = _quantities(ours), _quantities(theirs)
    quantified = [part for _, _, part in here]
    for cue, level, part in here:
        same = [other for _, other, thing in there if kin(part.key) & kin(thing.key)]
        if same and level not in same:
            yield Conflict("modality", spot(ours, cue), None)
    for _, level, part in there:
        plain = [p for p in ours.parts if p not in quantified and kin(p.key) & kin(part.key)]
        if level == _FEW and plain and not negations(ours, whole(ours)):
            yield Conflict("modality", ours.place(plain[0].start, plain[0].end), None)


def _quantities(told: Told) -> list[tuple[Cue, int, Part]]:
    """The quantities of a sentence, with their level and what there is so much of."""
    found = []
    for at, key in enumerate(told.keys):
        before = told.keys[at - 1] if at else ""
        level = _level(before, key)
        near = (p for p in told.parts if p.kind == "word" and 0 < p.start - at <= _QUANTIFIED)
        part = next(near, None)
        if level and part and (before not in _NO_QUANTITY or before == "not"):
            found.append((Cue(at, at + 1), level, part))
    return found


def _level(before: str, key: str) -> int:
    if (before, key) == ("a", "few"):
        return _SOME_OF
    sparse = (before, key) in (("not", "many"), ("hardly", "any"), ("hardly", "many"))
    return _FEW if sparse else _QUANTITIES.get(key, 0)
