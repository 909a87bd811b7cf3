"""Noun phrases beside a cue: where a source span begins and ends.

All functions take and give half-open ranges of token indices of one unit.
"""

from __future__ import annotations

from tracer.attribution import lexicon as lex
from tracer.attribution.units import QUOTATION_MARKS, Token, Unit

MOST_WORDS = 14
"""Words that a source span may have; in PolNeAR's training half 97 of 100 have fewer."""


def is_name_token(token: Token) -> bool:
    """Whether a token looks like part of a name: a capital, and no word that only begins a
    sentence."""
    shouted = token.text.isupper() and len(token.text) > 1
    return token.is_capital and (shouted or token.low not in lex.FUNCTION_WORDS)


def skip_back_over(unit: Unit, at: int, lows: frozenset[str]) -> int:
    """The first index of the run of ``lows`` that ends just before ``at``."""
    while at > 0 and unit.tokens[at - 1].low in lows and not unit.tokens[at - 1].quoted:
        at -= 1
    return at


def source_before(unit: Unit, at: int) -> tuple[int, int] | None:
    """The noun phrase that ends just before token ``at``, past a parenthesis between commas; with
    it, if it is a name ("The minister, Bob Lee,")."""
    if at and unit.tokens[at - 1].text == "," and not unit.tokens[at - 1].quoted:
        opening = _opening_comma(unit, at - 1)
        phrase = _phrase_back(unit, opening) if opening is not None else None
        if phrase and opening and all(map(is_name_token, unit.tokens[opening + 1 : at - 1])):
            return phrase[0], at - 1
        return phrase
    return _phrase_back(unit, at)


def _opening_comma(unit: Unit, closing: int) -> int | None:
    for index in range(closing - 1, max(closing - 20, 0), -1):
        token = unit.tokens[index]
        if token.text in QUOTATION_MARKS or token.quoted:
            return None
        if token.text == ",":
            return index
    return None


def _phrase_back(unit: Unit, end: int) -> tuple[int, int] | None:
    if end and unit.tokens[end - 1].low == "who":
        head_end = end - 2 if end > 1 and unit.tokens[end - 2].text == "," else end - 1
        return _phrase_back(unit, head_end) or (end - 1, end)
    start = end
    while start > 0 and end - start < MOST_WORDS and _belongs(unit, start - 1, end):
        start -= 1
    start = _past_adjunct(unit, start, end)
    return (start, end) if start < end and _is_phrase(unit, start, end) else None


def _belongs(unit: Unit, at: int, end: int) -> bool:
    """Whether the token at ``at`` can be part of a noun phrase that ends at ``end``."""
    token = unit.tokens[at]
    if token.quoted or not token.is_word:
        return token.text in {"-", "&"} and not token.quoted
    if end - at > 1 and unit.tokens[at + 1].low in lex.SUBJECT_PRONOUNS:
        return False
    if at + 1 == end and token.low in lex.SUBJECT_PRONOUNS:
        return True
    if token.low in {"and", "or"}:
        return _joins_names(unit, at)
    return token.low not in lex.CLAUSE_STARTERS | lex.AUXILIARIES | lex.SUBJECT_PRONOUNS


def _within_name(unit: Unit, at: int) -> bool:
    """Whether the word at ``at`` is, or follows, a small word inside a name: "Maria da Silva"."""
    particle = at if unit.tokens[at].low in lex.NAME_PARTICLES else at - 1
    if not 0 < particle < len(unit.tokens) - 1:
        return False
    return is_name_token(unit.tokens[particle - 1]) and is_name_token(unit.tokens[particle + 1])


def _joins_names(unit: Unit, at: int) -> bool:
    """Whether the "and" at ``at`` stands between two names: "Reuters and the Daily Wire"."""
    after = at + 2 if at + 2 < len(unit.tokens) and unit.tokens[at + 1].low == "the" else at + 1
    if not 0 < at < after < len(unit.tokens):
        return False
    return is_name_token(unit.tokens[at - 1]) and is_name_token(unit.tokens[after])


def _past_adjunct(unit: Unit, start: int, end: int) -> int:
    """Past words that open the sentence but are no part of the subject ("On Friday", "Still")."""
    lows = [t.low for t in unit.tokens[start:end]]
    if lows and lows[0] in lex.PREPOSITIONS:
        heads = [
            i for i, t in enumerate(unit.tokens[start:end]) if i and _opens_phrase(unit, start + i)
        ]
        return start + heads[-1] if heads else end
    while start < end and unit.tokens[start].low in lex.ADVERBS | lex.TIME_WORDS | {"and", "but"}:
        start += 1
    return start


def _opens_phrase(unit: Unit, at: int) -> bool:
    token, before = unit.tokens[at], unit.tokens[at - 1]
    if before.low in lex.PREPOSITIONS or before.low in lex.DETERMINERS:
        return False
    return token.low in lex.DETERMINERS or (is_name_token(token) and not is_name_token(before))


def _is_phrase(unit: Unit, start: int, end: int) -> bool:
    tokens = unit.tokens[start:end]
    if len(tokens) == 1:
        only = tokens[0]
        return only.low in lex.PRONOUNS or is_name_token(only) or only.bare in _BARE_SOURCES
    return any(t.low not in lex.FUNCTION_WORDS or is_name_token(t) for t in tokens)


_BARE_SOURCES = (
    lex.VAGUE_NOUNS | lex.DOCUMENT_NOUNS | lex.PERSON_NOUNS | lex.BODY_NOUNS | lex.HEARERS
)


def source_after(unit: Unit, at: int) -> tuple[int, int] | None:
    """The noun phrase that begins at token ``at``, with its "of", "from" and "at"."""
    start = at
    while at < len(unit.tokens) and at - start < MOST_WORDS and _goes_on(unit, start, at):
        at += 1
    while at > start and unit.tokens[at - 1].low in lex.PREPOSITIONS | {"and", "the"}:
        at -= 1
    at = _past_apposition(unit, start, at)
    return (start, at) if at > start and _is_phrase(unit, start, at) else None


def _past_apposition(unit: Unit, start: int, at: int) -> int:
    """Past the name of whoever was described: "said the minister, Bob Lee"."""
    if at == start or is_name_token(unit.tokens[at - 1]) or unit.low(at) != ",":
        return at
    end = at + 1
    while end < len(unit.tokens) and is_name_token(unit.tokens[end]):
        end += 1
    closes = end == len(unit.tokens) or not unit.tokens[end].is_word
    return end if end > at + 1 and closes and not unit.tokens[at + 1].quoted else at


def _goes_on(unit: Unit, start: int, at: int) -> bool:
    token = unit.tokens[at]
    if token.quoted or not token.is_word:
        return token.text in {"&", "-"} and not token.quoted
    if at == start:
        return token.low not in lex.CLAUSE_STARTERS | lex.PREPOSITIONS | lex.AUXILIARIES
    before = unit.tokens[at - 1]
    if token.low in lex.SUBJECT_PRONOUNS or before.low in lex.PRONOUNS:
        return False
    if token.low in {"of", "from", "at", "for", "with", "to", "in", "by"}:
        return _carries_name(unit, start, at)
    if "and" in {token.low, before.low}:
        return before.low == "and" or _joins_names(unit, at)
    if lex.NAME_PARTICLES & {token.low, before.low}:
        return _within_name(unit, at)
    closed = lex.CLAUSE_STARTERS | lex.AUXILIARIES | lex.ADVERBS | lex.PREPOSITIONS
    if token.low in closed or token.low in _DAYS:
        return False
    return not (is_name_token(before) and not token.is_capital) or before.is_possessive


_DAYS = lex.WEEKDAYS | {"yesterday", "today", "earlier", "later", "last"}


def _carries_name(unit: Unit, start: int, at: int) -> bool:
    """Whether a preposition inside a phrase binds a name or noun to it rather than a time."""
    preposition = unit.tokens[at].low
    ahead = [t for t in unit.tokens[at + 1 : at + 3] if t.is_word and not t.quoted]
    if not ahead or ahead[0].low in _DAYS:
        return False
    if preposition in {"of", "from", "at"}:
        return is_name_token(ahead[-1]) or is_name_token(ahead[0]) or preposition == "of"
    head = unit.tokens[at - 1].bare
    return head in _BARE_SOURCES | {"close", "familiar"} and start < at
