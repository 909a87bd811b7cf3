"""The rules: where a text reports somebody's words, and who its grammar names for them.

Each rule reads one clause around a cue: what stands before it, what after, and which of the two
is the content. Nothing here knows who "he" is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.phrases import (
    is_name_token,
    skip_back_over,
    source_after,
    source_before,
)
from tracer.attribution.units import QUOTATION_MARKS, Unit
from tracer.models import Span
from tracer.text import trimmed, words

if TYPE_CHECKING:
    from tracer.outlets import Outlets

LONG_QUOTE = 4
"""Words that a stretch in quotation marks needs to be read as speech where no cue is near; of
the shorter ones in PolNeAR's training half most are names of things."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Contents, cue and source span of one attribution. ``via`` is a further source span: the
    outlet that had it from the source, or the document it stands in. ``rule`` and ``confidence``
    as in models.Attribution. ``unit`` is where the cue stands."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    rule: str
    confidence: float
    unit: int
    via: Span | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    """A cue with its source, as half-open ranges of token indices; ``source`` may be None.
    ``start`` and ``end`` bound the whole clause."""

    kind: lex.CueClass
    cue: tuple[int, int]
    source: tuple[int, int] | None
    start: int
    end: int
    rule: str
    speaker: tuple[int, int] | None = None


def find_reported(text: str, parts: tuple[Unit, ...], outlets: Outlets) -> tuple[Reported, ...]:
    """Every attribution that the rules find, in text order; no two share a content span."""
    found: list[Reported] = []
    for index, unit in enumerate(parts):
        own = _merge_carriers(list(_in_unit(text, unit, index)), text, outlets)
        found.extend(own)
        if not own:
            _carry_on(text, parts, index, found)
    return tuple(_without_twins(found))


def _without_twins(found: list[Reported]) -> Iterator[Reported]:
    seen: set[Span] = set()
    for reported in found:
        fresh = tuple(span for span in reported.contents if span not in seen)
        seen.update(fresh)
        if fresh:
            yield replace(reported, contents=fresh)


def _in_unit(text: str, unit: Unit, index: int) -> Iterator[Reported]:
    clauses = list(_clauses(unit))
    used: set[Span] = set()
    for at, clause in enumerate(clauses):
        limit = _limit(unit, clauses, at)
        contents = tuple(
            span
            for span in _contents(text, unit, clause, limit, at == 0)
            if span not in used and len(span)
        )
        used.update(contents)
        if contents:
            yield _reported(unit, index, clause, contents)


def _reported(unit: Unit, index: int, clause: _Clause, contents: tuple[Span, ...]) -> Reported:
    source, via = clause.source, None
    if clause.speaker:
        source, via = clause.speaker, clause.source
    sure = any(q.overlaps(c) for q in unit.quotes for c in contents)
    low = unit.tokens[clause.cue[1] - 1].low
    confidence = 0.9 if sure else 0.75 if low in lex.SAFE_CUES else 0.5
    return Reported(
        contents=contents,
        cue=_span(unit, clause.cue),
        source=_span(unit, source) if source else None,
        rule=clause.rule,
        confidence=confidence,
        unit=index,
        via=_span(unit, via) if via else _carrier_in(unit, clause),
    )


def _span(unit: Unit, part: tuple[int, int]) -> Span:
    return Span(unit.tokens[part[0]].span.start, unit.tokens[part[1] - 1].span.end)


# --- clauses -------------------------------------------------------------------------------


def _clauses(unit: Unit) -> Iterator[_Clause]:
    at = 0
    last_source: tuple[int, int] | None = None
    while at < len(unit.tokens):
        clause = None if unit.tokens[at].quoted else _clause_at(unit, at, last_source)
        if clause is None:
            at += 1
            continue
        yield clause
        last_source = clause.speaker or clause.source or last_source
        at = max(clause.cue[1], at + 1)


def _clause_at(unit: Unit, at: int, last: tuple[int, int] | None) -> _Clause | None:
    token = unit.tokens[at]
    if token.low == "according" and _low(unit, at + 1) == "to":
        return _according_to(unit, at)
    if token.low in lex.HEARSAY:
        return _Clause("say", (at, at + 1), None, at, at + 1, f"hearsay: “{token.text}”")
    kind = lex.CUES.get(token.low)
    if kind is None or not _is_verb(unit, at):
        return None
    start = skip_back_over(unit, at, lex.AUXILIARIES | lex.ADVERBS)
    if any(unit.tokens[i].low in lex.BE for i in range(start, at)) and not token.low.endswith(
        "ing"
    ):
        return _passive(unit, start, at)
    return _active(unit, kind, start, at, last)


def _according_to(unit: Unit, at: int) -> _Clause | None:
    source = source_after(unit, at + 2)
    if source is None:
        return None
    return _Clause("say", (at, at + 2), source, at, source[1], "“according to” names its source")


def _passive(unit: Unit, start: int, at: int) -> _Clause | None:
    after = _low(unit, at + 1)
    if unit.tokens[at].low not in lex.PASSIVE_CUES or after not in {"to", "that", "as", "by"}:
        return None
    cue = _words(unit, start, at + 1)
    if after == "by" and (source := source_after(unit, at + 2)):
        return _Clause(
            "to", (start, at + 1), source, start, source[1], f"“{cue} by” names its source"
        )
    return _Clause("to", (start, at + 1), None, start, at + 1, f"“{cue}” names nobody")


def _active(
    unit: Unit, kind: lex.CueClass, start: int, at: int, last: tuple[int, int] | None
) -> _Clause | None:
    end = at + 1
    source = source_before(unit, start)
    if source and _low(unit, source[0] - 1) in _NOT_SAID - ({"what"} if kind == "call" else set()):
        return None
    if source and _may_say(unit, source, at):
        speaker = _quoted_speaker(unit, end) if kind == "quote" else None
        stop = speaker[1] if speaker else end
        rule = "the subject of the cue"
        return _Clause(kind, (start, end), source, min(source[0], start), stop, rule, speaker)
    if (
        kind in {"say", "tell"}
        and _follows_content(unit, start)
        and (after := source_after(unit, end))
    ):
        return _Clause(kind, (start, end), after, start, after[1], "the subject after the cue")
    joined = _low(unit, start - 1) in {"and", "but"} or unit.tokens[at].low.endswith("ing")
    if last and joined and kind in {"say", "tell"}:
        return _Clause(kind, (start, end), last, start, end, "the same subject as the cue before")
    return None


def _may_say(unit: Unit, source: tuple[int, int], at: int) -> bool:
    """Whether a noun phrase can be the subject of the cue at ``at``."""
    tokens = unit.tokens[source[0] : source[1]]
    low = unit.tokens[at].low
    if low in lex.SHOWS:
        return any(t.bare in _SHOWING_NOUNS for t in tokens)
    known = any(
        is_name_token(t) or t.low in lex.PRONOUNS or t.bare in _SPEAKING_NOUNS for t in tokens
    )
    return known or low in lex.SAFE_CUES


_NOT_SAID = frozenset({"if", "unless", "what", "whether"})
"""Words before a subject that make of its cue a condition or a name, not a report."""
_SHOWING_NOUNS = lex.DOCUMENT_NOUNS | lex.VAGUE_NOUNS
_SPEAKING_NOUNS = lex.PERSON_NOUNS | lex.VAGUE_NOUNS | lex.BODY_NOUNS | lex.DOCUMENT_NOUNS


def _quoted_speaker(unit: Unit, at: int) -> tuple[int, int] | None:
    """The person in "the BBC quoted PERSON (as saying)"; None in "cited it as a success"."""
    phrase = source_after(unit, at)
    if phrase is None:
        return None
    after = [t.low for t in unit.tokens[phrase[1] : phrase[1] + 2]]
    ends = not after or not after[0][0].isalnum()
    return phrase if ends or after == ["as", "saying"] or after[:1] == ["saying"] else None


def _is_verb(unit: Unit, at: int) -> bool:
    """Whether the form at ``at`` is a verb here and not a noun ("his claims")."""
    token, before = unit.tokens[at], unit.tokens[at - 1] if at else None
    if token.is_capital and at:
        return False
    if token.low.endswith(("ed", "ing")) or token.low in {"said", "told", "wrote", "thought"}:
        return not (before and before.low in lex.DETERMINERS and not before.low.startswith("th"))
    if before is None:
        return False
    if before.low in lex.DETERMINERS | lex.PREPOSITIONS or before.is_possessive:
        return False
    if token.low.endswith("s"):
        return True
    plural = before.low.endswith("s") or before.low in lex.AUXILIARIES | lex.SUBJECT_PRONOUNS
    return plural or before.low in lex.ADVERBS or before.low in lex.VAGUE_NOUNS


def _follows_content(unit: Unit, at: int) -> bool:
    before = unit.tokens[at - 1].text if at else ""
    return before in QUOTATION_MARKS or before in {",", "—", "–", "?", "!"}


# --- contents ------------------------------------------------------------------------------


def _limit(unit: Unit, clauses: list[_Clause], at: int) -> int:
    """The index of the token at which the content to the right of clause ``at`` must end: where
    the next clause of the same rank begins."""
    for later in clauses[at + 1 :]:
        mark = unit.tokens[later.start - 1].text if later.start else ""
        coordinated = _low(unit, later.start - 1) in {"and", "but", "while"}
        if coordinated or mark in {",", ";", "—"} or mark in QUOTATION_MARKS:
            return later.start - 1
    return len(unit.tokens)


def _contents(text: str, unit: Unit, clause: _Clause, limit: int, first: bool) -> tuple[Span, ...]:
    left = _quote_left(unit, clause.start)
    if left:
        return (left, *_quotes_right(unit, clause.end, limit))
    if _is_parenthesis(unit, clause):
        return _quotes_right(unit, clause.end, limit) or _around(text, unit, clause)
    if _is_postposed(unit, clause) and first:
        return _clean(text, unit, 0, clause.start - 1)
    if clause.rule.startswith("“according") and clause.start > 0:
        return _clean(text, unit, _clause_start(unit, clause.start), clause.start)
    if clause.rule.startswith("hearsay"):
        return _clean(text, unit, clause.end, limit)
    return _right(text, unit, clause, limit)


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


def _is_parenthesis(unit: Unit, clause: _Clause) -> bool:
    before = unit.tokens[clause.start - 1].text if clause.start else ""
    after = unit.tokens[clause.end].text if clause.end < len(unit.tokens) else ""
    return before == "," and after == "," and clause.source is not None


def _is_postposed(unit: Unit, clause: _Clause) -> bool:
    """Whether the clause closes its sentence: "..., she said on Friday." """
    if (
        clause.kind == "to"
        or clause.start < 3
        or unit.tokens[clause.start - 1].text not in {",", "—", "–"}
    ):
        return False
    rest = [t for t in unit.tokens[clause.end :] if t.is_word and not t.quoted]
    return not rest or (len(rest) <= 12 and rest[0].low in lex.TIME_WORDS)


def _clause_start(unit: Unit, at: int) -> int:
    for index in range(at - 1, -1, -1):
        if unit.tokens[index].text == ";" and not unit.tokens[index].quoted:
            return index + 1
    return 0


def _around(text: str, unit: Unit, clause: _Clause) -> tuple[Span, ...]:
    left = _clean(text, unit, 0, clause.start - 1)
    right = _clean(text, unit, clause.end + 1, len(unit.tokens))
    return tuple(part for part in (*left, *right) if len(words(part.of(text))) > 2) or left + right


def _right(text: str, unit: Unit, clause: _Clause, limit: int) -> tuple[Span, ...]:
    at = _past_adjuncts(unit, clause)
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
    if clause.kind == "call" and _low(unit, clause.start - 1) == "what":
        limit = _phrase_end(unit, at, limit)
    if clause.kind in {"call", "quote"} and (quotes := _quotes_within(unit, at, limit)):
        return quotes
    if clause.kind == "quote":
        return ()
    if unit.tokens[at].low == "that":
        at += 1
    return _clean(text, unit, at, limit)


def _quotes_within(unit: Unit, at: int, limit: int) -> tuple[Span, ...]:
    lo, hi = unit.tokens[at].span.start, unit.tokens[limit - 1].span.end
    return tuple(q for q in unit.quotes if lo <= q.start and q.end <= hi)


def _past_adjuncts(unit: Unit, clause: _Clause) -> int:
    """The index of the first token after the cue that belongs to what was said."""
    at = clause.end
    if clause.kind == "tell" and (told := source_after(unit, at)) and told[1] < len(unit.tokens):
        at = told[1]
    tokens = unit.tokens
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
    return at + 1 if weekday else at + 2 if _low(unit, at + 1) in _DAYS else at


_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today week".split()
)


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
    for quote in unit.quotes:
        if quote.start == span.start + 1 and quote.end >= span.end - 1:
            return (trimmed(text, Span(quote.start, min(quote.end, span.end))),)
    return (span,)


# --- carriers and quotations that run on -----------------------------------------------------


def _carrier_in(unit: Unit, clause: _Clause) -> Span | None:
    """The outlet or document in "told the BBC" and "said in an interview with the BBC"."""
    if clause.kind == "tell" and (told := source_after(unit, clause.end)):
        return _span(unit, told)
    for at in range(clause.end, min(clause.end + 8, len(unit.tokens) - 2)):
        if unit.tokens[at].low in {"in", "to", "on"} and not unit.tokens[at].quoted:
            return _held_in(unit, at + 1)
    return None


def _held_in(unit: Unit, at: int) -> Span | None:
    low = [t.low for t in unit.tokens[at : at + 4]]
    noun = next((i for i, word in enumerate(low) if word in lex.HELD_BY_PEOPLE), None)
    if noun is None:
        return None
    after = at + noun + 1
    if _low(unit, after) in {"with", "to", "for"} and (party := source_after(unit, after + 1)):
        return _span(unit, party)
    return _span(unit, (at, after)) if low[noun] != "interview" else None


def _merge_carriers(found: list[Reported], text: str, outlets: Outlets) -> list[Reported]:
    """ "Reuters reported that X said Y" is one attribution of Y, with Reuters as its carrier."""
    kept: list[Reported] = []
    for outer in found:
        inner = [r for r in found if r is not outer and _carries(outer, r)]
        if inner and outer.source and outlets.find(outer.source.of(text)):
            for reported in inner:
                found[found.index(reported)] = replace(reported, via=outer.source)
            continue
        kept.append(outer)
    return [next((r for r in found if r.contents == k.contents), k) for k in kept]


def _carries(outer: Reported, inner: Reported) -> bool:
    return inner.cue is not None and any(
        content.contains(inner.cue) and content.contains(inner.contents[0])
        for content in outer.contents
    )


def _carry_on(text: str, parts: tuple[Unit, ...], index: int, found: list[Reported]) -> None:
    """Add a quotation without a cue of its own: to whoever stands before its colon, to the
    quotation that it carries on, or to whoever was quoted in the paragraph before."""
    unit = parts[index]
    long = tuple(q for q in unit.quotes if len(words(q.of(text))) >= LONG_QUOTE)
    if long and (source := _after_colon(unit, long[0])):
        found.append(Reported(long, None, source, "the subject before the colon", 0.7, index))
    elif long and found and _is_all_quotation(text, unit):
        before = found[-1]
        apart = unit.paragraph - parts[before.unit].paragraph
        if apart == 0:
            found[-1] = replace(before, contents=before.contents + long)
        elif apart == 1 and before.source:
            found.append(
                replace(before, contents=long, cue=None, rule=_GOES_ON, confidence=0.6, unit=index)
            )


_GOES_ON = "the speaker of the paragraph before goes on"


def _is_all_quotation(text: str, unit: Unit) -> bool:
    return len(unit.outside) <= len(words(unit.span.of(text))) // 5


def _after_colon(unit: Unit, quote: Span) -> Span | None:
    for at, token in enumerate(unit.tokens):
        if token.text == ":" and not token.quoted and 0 < quote.start - token.span.end <= 3:
            source = source_before(unit, at)
            return _span(unit, source) if source else None
    return None


def _low(unit: Unit, at: int) -> str:
    return unit.tokens[at].low if 0 <= at < len(unit.tokens) else ""


def _words(unit: Unit, start: int, end: int) -> str:
    return " ".join(token.text for token in unit.tokens[start:end])
