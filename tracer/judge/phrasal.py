"""Verbs of two words, and the one word that says the same: "turned down" is "rejected".

Made by hand from general knowledge; none was fitted to labelled data.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracer.judge.vocabulary import root

_LISTED = """
ask for: demanded; back down: withdrew; back out: withdrew; bail out: rescued; bring in: introduced
call for: demanded; call off: cancelled; call on: urged; carry out: conducted
carry on: continued; close down: closed; cut back: cut; do without: lacked; draw up: drafted
drop out: withdrew; find out: learned; get rid: removed; give up: abandoned; go ahead: began
go down: fell; go on: continued; go up: rose; hand over: gave; hit out: criticised
hold up: delayed; kick off: began; lay off: dismissed; look into: investigated
look for: sought; open up: opened; own up: admitted; pay back: repaid; phase out: ended
pick up: rose; point out: said; pull out: withdrew; put back: postponed; put forward: proposed
put off: postponed; rule out: rejected; send back: returned; set out: explained
set up: established; shut down: closed; sign up: joined; speed up: accelerated
stand down: resigned; step down: resigned; take on: hired; take over: acquired
take part: participated; think about: consider; throw out: rejected
turn down: rejected; vote down: rejected
weigh up: considered; wind up: ended
"""


def _table() -> dict[tuple[str, str], str]:
    entries = (entry.split(":") for entry in _LISTED.replace("\n", ";").split(";") if entry.strip())
    pairs = ((*phrase.split(), word.strip()) for phrase, word in entries)
    return {(root(verb), other): word for verb, other, word in pairs}


_PHRASES = _table()
_SECOND = frozenset(other for _, other in _PHRASES)


def in_one_word(keys: Sequence[str]) -> tuple[str, ...]:
    """``keys`` with each verb of two words put as one, and "" in the place of its second word."""
    said = list(keys)
    for at in range(2, len(said)):
        if said[at - 2] == "in" and said[at - 1] in ("favour", "favor") and said[at] == "of":
            said[at - 2 : at + 1] = ["for", "", ""]
    for at in range(1, len(said)):
        if said[at] in _SECOND:
            word = _PHRASES.get((root(said[at - 1]), said[at]))
            if word:
                said[at - 1 : at + 1] = [word, ""]
    return tuple(said)
