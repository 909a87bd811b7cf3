"""Who answers in an interview whose lines begin with Q: and A:."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearer, Bearers

ANSWER = "A"
"""The label of an answer."""
_TURN = re.compile(r"^([A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3}):\s+(\S.*)$", re.MULTILINE)


def interviewed(text: str, bearers: Bearers) -> Bearer | None:
    """The person whose name stands before other answers, or else who is named most."""
    named = Counter(id(bearer) for bearer in map(bearers.of, bearers.names) if bearer.is_person)
    people = {id(bearer): bearer for bearer in map(bearers.of, bearers.names)}
    answers = {match[1].split()[-1].casefold() for match in _answers(text)}
    labelled = [key for key in named if people[key].keys[-1] in answers]
    found = max(labelled or named, key=named.__getitem__, default=None)
    return people[found] if found is not None else None


def _answers(text: str) -> list[re.Match[str]]:
    return [match for match in _TURN.finditer(text) if not match[2].rstrip().endswith("?")]
