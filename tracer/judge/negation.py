"""The words by which a sentence denies something."""

from __future__ import annotations

from tracer.judge.clauses import Cue
from tracer.judge.telling import Told
from tracer.judge.vocabulary import NEGATIONS, expanded

_LACKING = frozenset(
    "fail failed fails failing failure unable unlikely lack lacks lacked neither unwilling unless "
    "otherwise avoid avoids avoided avoiding rejecting rejects reject refusing refusal".split()
)
_UNTRUE = frozenset("baseless untrue false unfounded groundless".split())
"""Said of a report they deny it; "denied as baseless" is one denial."""
_TO = {("yet", "to"), ("no", "longer")}
DECLINING = frozenset("decline declined declines declining".split())
_IDLE_NOT = {("not", "only"), ("no", "doubt"), ("no", "less"), ("no", "fewer"), ("nor", "")}


def negations(told: Told, inside: frozenset[int]) -> list[Cue]:
    """The words of ``inside`` by which something is denied; "neither ... nor" is one."""
    keys, found = told.keys, []
    for at in sorted(inside):
        after = keys[at + 1] if at + 1 < len(keys) else ""
        if (keys[at] == "nor" and "neither" in keys) or (keys[at], after) in _IDLE_NOT:
            continue
        if (keys[at], after) in _TO or (keys[at] in DECLINING and after == "to"):
            found.append(Cue(at, at + 2))
        elif keys[at] in _UNTRUE and set(keys[max(0, at - 3) : at]) & NEGATIONS:
            continue
        elif keys[at] in _LACKING or keys[at] in _UNTRUE or _denies(keys[at]):
            found.append(Cue(at, at + 1))
    return found


def _denies(key: str) -> bool:
    return any(word in NEGATIONS for word in expanded(key).split())
