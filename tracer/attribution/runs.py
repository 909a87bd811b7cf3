"""Where a run of words begins and ends that may be a name: capitals, and small words in between."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.models import Span
from tracer.text import word_key

if TYPE_CHECKING:
    from tracer.attribution.units import Token, Unit

LONGEST = 12
"""Tokens of a name; a longer run of capitals is a headline or a list, and is cut."""


def looks_like_name(token: Token) -> bool:
    """Whether a token may be part of a name: a capital, and no word that only opens a sentence."""
    if _OF_PARTY.match(token.text) or _COMPOUND.search(token.text):
        return False
    shouted = token.text.isupper() and len(token.text) > 1
    capital = token.is_capital or _PARTICLE.match(token.text) is not None
    return capital and (shouted or token.low not in lex.FUNCTION_WORDS)


_OF_PARTY = re.compile(r"[RDI]-[A-Z]")
"""The party and state of a member of Congress: (R-Fla.)."""
_COMPOUND = re.compile(
    r"-(?:based|born|led|backed|area|style|controlled|owned|run|trained|educated)$"
)
"""Ends of adjectives that hold a name: "Dallas-based"."""
_PARTICLE = re.compile(r"(?:al|el|ul|as|ad|bin)-[A-Z]")


def bare_span(unit: Unit, first: int, end: int) -> Span:
    """The tokens from ``first`` to ``end`` without a possessive ending."""
    last = unit.tokens[end - 1]
    cut = len(last.low) - len(last.bare)
    return Span(unit.tokens[first].span.start, max(last.span.start, last.span.end - cut))


def run_end(unit: Unit, start: int, stop: int, known: Collection[str] | None) -> int:
    """The end of the run of name tokens that begins at ``start``."""
    at, quoted = start, unit.tokens[start].quoted
    stop = min(stop, start + LONGEST)
    while at < stop and unit.tokens[at].quoted == quoted:
        token = unit.tokens[at]
        if not (_may_follow(unit, start, at, known) or joins(unit, start, at)):
            break
        at += 1
        if token.is_possessive and not _owns_body(unit, at):
            break
    return at


def _may_follow(unit: Unit, start: int, at: int, known: Collection[str] | None) -> bool:
    token = unit.tokens[at]
    if not looks_like_name(token) or _is_shouted_word(unit, at):
        return False
    if known is not None and word_key(token.bare) not in known:
        return False
    before = unit.low(at - 1) if at > start else ""
    if at > start and _starts_over(unit, start, at):
        return False
    named = before in lex.TITLES or before in gazetteer.GIVEN or before == "."
    return token.bare not in lex.CALENDAR or named


def _is_shouted_word(unit: Unit, at: int) -> bool:
    """Whether "THE" or "SAID" stands in a text of nothing but capitals."""
    token = unit.tokens[at]
    if not token.text.isupper() or token.low not in lex.FUNCTION_WORDS | lex.SAFE_CUES:
        return False
    beside = [unit.tokens[i] for i in (at - 1, at + 1) if 0 <= i < len(unit.tokens)]
    return any(len(t.text) > 1 and t.text.isupper() for t in beside)


def _starts_over(unit: Unit, start: int, at: int) -> bool:
    """Whether a person's name begins at ``at``: "Secretary of State Ann Lee", "envoy to Ukraine Bo
    Li"."""
    before, low = unit.low(at - 1), unit.low(at)
    place = " ".join(word_key(t.bare) for t in unit.tokens[start:at]) in gazetteer.PLACES
    if place and unit.low(start - 1) in {"to", "of"} and unit.low(start - 2) in lex.ROLE_NOUNS:
        rest = [looks_like_name(t) for t in unit.tokens[at : at + 3]]
        return rest[:2] == [True, True] and rest[2:] != [True]
    if before not in _OFFICE_ENDS or low not in gazetteer.GIVEN or low in gazetteer.PLACES:
        return False
    return at + 1 < len(unit.tokens) and looks_like_name(unit.tokens[at + 1])


_OFFICE_ENDS = (lex.BODY_WORDS | lex.RANKS) - lex.TITLES


def _owns_body(unit: Unit, at: int) -> bool:
    """Whether a possessive is part of a name: "Queen's University", "the Bakers' Guild"."""
    if at >= len(unit.tokens) or not unit.tokens[at].is_capital:
        return False
    plural = unit.low(at - 1).endswith("s'") and unit.low(at) in lex.BODY_WORDS
    return plural or unit.low(at) in _SEATS_OF


_SEATS_OF = frozenset({"university", "college", "hospital", "court"})


def joins(unit: Unit, start: int, at: int) -> bool:
    """Whether a small word at ``at`` is part of a name: "University of London", "de Gaulle"."""
    if at == start or at + 1 >= len(unit.tokens):
        return False
    low, before, after = unit.low(at), unit.low(at - 1), unit.tokens[at + 1]
    if low == ".":
        close = unit.tokens[at].span.start == unit.tokens[at - 1].span.end
        return before in lex.ABBREVIATED and close and looks_like_name(after)
    if not looks_like_name(after) and not (low == "of" and unit.low(at + 1) == "the"):
        return False
    if low in {"of", "for", "the", "against"}:
        return _of_body(unit, start, at)
    if low == "and":
        return _and_in_body(unit, start, at)
    return low in lex.NAME_PARTICLES or low == "&"


def _of_body(unit: Unit, start: int, at: int) -> bool:
    """Whether "of" at ``at`` is inside a body's name: "House of the People"."""
    lows = [t.low for t in unit.tokens[start:at]]
    if lows[-1] == "of":
        return looks_like_name(unit.tokens[at + 1]) and lows[-2:-1] != ["mayor"]
    if unit.low(at + 1) == "the" and not (
        at + 2 < len(unit.tokens) and looks_like_name(unit.tokens[at + 2])
    ):
        return False
    body = any(low in lex.BODY_WORDS for low in lows)
    return body and lows[-1] not in lex.TITLES | lex.ROLE_NOUNS


def _and_in_body(unit: Unit, start: int, at: int) -> bool:
    """Whether "and" is inside a body's name: "the Food and Drug Administration"."""
    lows = [t.low for t in unit.tokens[start:at]]
    after = [t.low for t in unit.tokens[at + 1 : at + 5]]
    if {"of", "for"} & set(lows) and any(low in _PLURAL_BODIES for low in lows[:2]):
        return lows[-1] not in gazetteer.PLACES and lows[-1] not in lex.BODY_WORDS
    alone = len(lows) == 1 and unit.low(start - 1) == "the" and lows[0] not in lex.BODY_WORDS
    ends = next((i for i, low in enumerate(after) if low in lex.BODY_WORDS), None)
    if not alone or ends is None or lows[0] in gazetteer.PLACES | gazetteer.SEATS:
        return False
    return ends > 0 and all(map(looks_like_name, unit.tokens[at + 1 : at + 2 + ends]))


_PLURAL_BODIES = frozenset(
    "department ministry centers centre center office institute federation society association "
    "committee bureau commission council board school college academy union".split()
)
