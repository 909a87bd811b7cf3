"""How worth checking some words are, read off the words alone.

Fact-checkers look for figures, dates, names, events and comparisons, and pass over opinion and
questions. Each such sign has a weight set by hand; they are trained on nothing, and their sum
goes through the logistic function.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tracer.text import words


@dataclass(frozen=True, slots=True)
class Worth:
    """How worth checking some words are, 0 to 1, and why in plain words."""

    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    pattern: re.Pattern[str]
    weight: float
    why: str


def _sign(pattern: str, weight: float, why: str) -> _Sign:
    return _Sign(re.compile(pattern), weight, why)


_NUMBERS = (
    r"million|billion|trillion|dozen|half|third|quarter|hundreds|thousands|percent|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety"
)
_CALENDAR = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
_EXTREMES = (
    r"only|first|last|largest|biggest|highest|lowest|most|least|best|worst|never|no other|every|all"
)
_COMPARISONS = (
    r"more|less|fewer|higher|lower|better|worse|than|increase[ds]?|decrease[ds]?|rose|fell|grew"
    r"|doubled|cut|dropped"
)
_EVENTS = (
    r"was|were|had|has|have|did|\w{3,}ed|took|made|gave|won|lost|held|voted|banned|signed|said"
)
_WISHES = (
    r"should|ought|must|need to|let(?:'s|’s| us)|perhaps|maybe|hopefully|unfortunately"
    r"|i (?:think|believe|feel|hope|guess|want|love|like)"
)
_JUDGEMENTS = (
    r"important|significan(?:t|ce)|interesting|wonderful|terrible|great|good|bad|wrong|right"
    r"|beautiful|sad|proud|shame|remarkable|amazing|sense|matters?"
)
_COMMENTS = (
    r"that['’]s|this is|it['’]s|here['’]s|thank|well|yes|no|okay|please|welcome"
    r"|good (?:evening|morning)"
)

_SIGNS = (
    _sign(rf"\d|(?i:\b(?:{_NUMBERS})\b)", 1.6, "it gives a figure"),
    _sign(
        rf"\b(?:{_CALENDAR})\b|(?i:\b(?:yesterday|last (?:year|month|week)|years? ago)\b)",
        0.8,
        "it gives a date",
    ),
    _sign(r"(?<!^)(?<![.!?\"“] )\b[A-Z][\w’'-]+", 1.0, "it names somebody or something"),
    _sign(
        rf"(?i)\b(?:{_EXTREMES})\b",
        0.5,
        "it says that something is the most, the only or the first",
    ),
    _sign(rf"(?i)\b(?:{_COMPARISONS})\b", 0.7, "it compares or says that something changed"),
    _sign(
        r"(?i)\b(?:because|caused?|led to|due to|as a result|since|therefore|mean that)\b",
        0.4,
        "it gives a cause",
    ),
    _sign(rf"(?i)\b(?:{_EVENTS})\b", 0.7, "it tells of an event or a state of affairs"),
    _sign(r"(?i)\b(?:is|are|will|would|can)\b", 0.2, "it says how something is or will be"),
    _sign(r"\?[\"”’]*$", -4.0, "it is a question"),
    _sign(rf"(?i)\b(?:{_WISHES})\b", -1.5, "it is an opinion or a wish"),
    _sign(rf"(?i)\b(?:{_JUDGEMENTS})\b", -0.9, "it passes judgement"),
    _sign(rf"(?i)^\W*(?:{_COMMENTS})\b", -1.2, "it comments rather than tells"),
)
_BIAS = -1.3
"""With one ordinary sign a sentence stays below one half, with two it passes."""
_PER_WORD, _MOST_WORDS = 0.05, 16


def worthiness(text: str) -> Worth:
    """How worth checking ``text`` is, from the words in it alone."""
    signs = [sign for sign in _SIGNS if sign.pattern.search(text)]
    count = len(words(text))
    z = _BIAS + sum(sign.weight for sign in signs) + _PER_WORD * min(count, _MOST_WORDS)
    shown = [s for s in signs if (s.weight > 0) == (z >= 0)]
    score = 1 / (1 + math.exp(-z)) if count else 0.0
    return Worth(round(score, 3), tuple(sign.why for sign in shown))
