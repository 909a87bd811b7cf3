"""What a clause reports: the content spans before it, after it or around it."""

from __future__ import annotations

from tracer.attribution import lexicon as lex
from tracer.attribution.clauses import Clause
from tracer.attribution.phrases import source_after
from tracer.attribution.units import QUOTATION_MARKS, Unit
from tracer.models import Span
from tracer.text import trimmed, words


def limits_of(unit: Unit, clauses: list[Clause]) -> list[int]:
    """For each clause the index of the token at which the content to its right must end: where
    the next clause of the same rank begins, or the unit ends."""
    limits = [len(unit.tokens)]
    for later in reversed(clauses[1:]):
        mark = unit.tokens[later.start - 1].text if later.start else ""
        coordinated = unit.low(later.start - 1) in {"and", "but", "while"}
        parted = coordinated or mark in {",", ";", "—"} or mark in QUOTATION_MARKS
        limits.append(later.start - 1 if parted else limits[-1])
    return limits[::-1]


def find_contents(
    text: str, unit: Unit, clause: Clause, limit: int, whole: bool
) -> tuple[Span, ...]:
    """What ``clause`` reports. ``limit`` is where its content to the right must end, ``whole``
    whether all that stands before it may be its content: it is the first of its unit, or its
    source carries what others said."""
    end = _past_told(unit, clause)
    if left := _quote_left(unit, clause.start):
        return (left, *_quotes_right(unit, end, limit))
    if _is_parenthesis(unit, clause):
        return _quotes_right(unit, end, limit) or _around(text, unit, clause)
    if _introduces(unit, end) and (quotes := _quotes_right(unit, end, limit)):
        return quotes
    if _is_postposed(unit, clause) and whole:
        return _clean(text, unit, 0, clause.start - 1)
    if clause.rule.startswith("“according") and clause.start > 0:
        return _clean(text, unit, _clause_start(unit, clause.start), clause.start)
    if clause.rule.startswith("hearsay"):
        return _clean(text, unit, clause.end, limit)
    return _right(text, unit, clause, limit)


def _past_told(unit: Unit, clause: Clause) -> int:
    """The index of the first token after the clause and whoever is told."""
    told = source_after(unit, clause.end) if clause.kind == "tell" else None
    return told[1] if told else clause.end


def _introduces(unit: Unit, end: int) -> bool:
    """Whether a comma or colon parts the clause from what follows: "In May, she said: ..." """
    return end < len(unit.tokens) and unit.tokens[end].text in {",", ":"}


def _quote_left(unit: Unit, start: int) -> Span | None:
    """The quotation that closes just before token ``start``."""
    if start == 0:
        return None
    edge = unit.tokens[start].span.start
    near = [q for q in unit.quotes if 0 <= edge - q.end <= 4 and q.end <= edge]
    return near[-1] if near else None


def _quotes_right(unit: Unit, end: int, limit: int) -> tuple[Span, ...]:
    """The quotations that begin after a mark just behind token ``end - 1``, up to ``limit``."""
    if end >= len(unit.tokens) or unit.tokens[end].is_word:
        return ()
    edge = unit.tokens[end - 1].span.end
    stop = unit.tokens[limit - 1].span.end if limit else edge
    after = [q for q in unit.quotes if edge <= q.start < stop]
    return tuple(after) if after and after[0].start - edge <= 5 else ()


def _is_parenthesis(unit: Unit, clause: Clause) -> bool:
    before = unit.tokens[clause.start - 1].text if clause.start else ""
    after = unit.tokens[clause.end].text if clause.end < len(unit.tokens) else ""
    return before == "," and after == "," and clause.source is not None


def _is_postposed(unit: Unit, clause: Clause) -> bool:
    """Whether the clause closes its sentence: "..., she said on Friday." """
    if (
        clause.kind == "to"
        or clause.start < 3
        or unit.tokens[clause.start - 1].text not in {",", "—", "–"}
    ):
        return False
    rest = [t for t in unit.tokens[_past_told(unit, clause) :] if t.is_word and not t.quoted]
    return not rest or (len(rest) <= 12 and rest[0].low in lex.TIME_WORDS)


def _clause_start(unit: Unit, at: int) -> int:
    for index in range(at - 1, -1, -1):
        if unit.tokens[index].text == ";" and not unit.tokens[index].quoted:
            return index + 1
    return 0


def _around(text: str, unit: Unit, clause: Clause) -> tuple[Span, ...]:
    left = _clean(text, unit, 0, clause.start - 1)
    right = _clean(text, unit, clause.end + 1, len(unit.tokens))
    return tuple(part for part in (*left, *right) if len(words(part.of(text))) > 2) or left + right


def _right(text: str, unit: Unit, clause: Clause, limit: int) -> tuple[Span, ...]:
    at = _past_adjuncts(unit, clause)
    if unit.low(clause.cue[0] - 1) == "who":
        limit = min(limit, _next_comma(unit, at))
    if at >= limit:
        return ()
    if clause.kind == "to" and unit.tokens[at].low not in {
        "to",
        "that",
        "as",
        "he",
        "she",
        "it",
        "they",
    }:
        return ()
    if clause.kind == "call" and unit.low(clause.start - 1) == "what":
        limit = _phrase_end(unit, at, limit)
    if clause.kind in {"call", "quote"} and (quotes := _quotes_within(unit, at, limit)):
        return quotes
    if clause.kind == "quote":
        return ()
    if unit.tokens[at].low == "that":
        at += 1
    return _clean(text, unit, at, limit)


def _next_comma(unit: Unit, at: int) -> int:
    """Where a relative clause ends: "Marsh, who denies the charges, will stand trial"."""
    for index in range(at, len(unit.tokens)):
        if unit.tokens[index].text == "," and not unit.tokens[index].quoted:
            return index
    return len(unit.tokens)


def _quotes_within(unit: Unit, at: int, limit: int) -> tuple[Span, ...]:
    lo, hi = unit.tokens[at].span.start, unit.tokens[limit - 1].span.end
    return tuple(q for q in unit.quotes if lo <= q.start and q.end <= hi)


def _past_adjuncts(unit: Unit, clause: Clause) -> int:
    """The index of the first token after the cue that belongs to what was said."""
    at, tokens = _past_told(unit, clause), unit.tokens
    while at < len(tokens) and not tokens[at].quoted:
        low = tokens[at].low
        if low in {"that", "to"} or (tokens[at].is_word and low not in lex.TIME_WORDS):
            break
        if low in lex.TIME_WORDS and (skipped := _past_time(unit, at)) == at:
            break
        if low in lex.TIME_WORDS:
            at = skipped
        elif tokens[at].text in {",", ":"} or tokens[at].text in QUOTATION_MARKS:
            at += 1
        else:
            break
    return at


def _past_time(unit: Unit, at: int) -> int:
    """Past "on Friday", "in a statement", "last week that"; ``at`` if what follows is content."""
    for index in range(at + 1, min(at + 10, len(unit.tokens))):
        token = unit.tokens[index]
        if token.low == "that" or token.text in {":", ","}:
            return index
        if not token.is_word:
            break
    weekday = unit.tokens[at].low in _DAYS
    return at + 1 if weekday else at + 2 if unit.low(at + 1) in _DAYS else at


_DAYS = lex.WEEKDAYS | {"yesterday", "today", "week"}


def _phrase_end(unit: Unit, at: int, limit: int) -> int:
    """The end of a noun phrase after "what he calls": a comma that is no comma of a list."""
    for index in range(at, limit):
        token = unit.tokens[index]
        if token.text == "," and not token.quoted:
            ahead = [t.low for t in unit.tokens[index + 1 : index + 6]]
            if not {"and", "or"} & set(ahead[: ahead.index(",")] if "," in ahead else ahead):
                return index
    return limit


def _clean(text: str, unit: Unit, start: int, end: int) -> tuple[Span, ...]:
    """The tokens from ``start`` to ``end`` as one content span: without the marks and joining
    words at its edges, and without a pair of quotation marks around the whole."""
    while start < end and (
        unit.tokens[start].text in {",", ":", ";", "—", "–", "-"}
        or unit.tokens[start].low in {"and", "but"}
    ):
        start += 1
    while start < end and unit.tokens[end - 1].text in {",", ";", ":", ".", "—", "–"}:
        end -= 1
    if start >= end:
        return ()
    span = Span(unit.tokens[start].span.start, unit.tokens[end - 1].span.end)
    return (_without_marks(text, unit, span),)


def _without_marks(text: str, unit: Unit, span: Span) -> Span:
    """``span`` without a pair of marks around the whole of it, or one whose other half lies
    outside."""
    for quote in unit.quotes:
        opens = quote.start - span.start in (0, 1)
        if opens and quote.end >= span.end - 1:
            return trimmed(text, Span(quote.start, min(quote.end, span.end)))
    return span
