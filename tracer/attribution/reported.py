"""The rules: where a text reports somebody's words, and who its grammar names for them.

Each rule reads one clause around a cue: what stands before it, what after, and which of the two
is the content. Nothing here knows who "he" is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.clauses import Clause, find_clauses
from tracer.attribution.contents import find_contents, limits_of
from tracer.attribution.phrases import source_after, source_before
from tracer.attribution.units import Unit
from tracer.models import Span
from tracer.text import words

if TYPE_CHECKING:
    from tracer.outlets import Outlets

LONG_QUOTE = 4
"""Words that a stretch in quotation marks needs to be read as speech where no cue is near: of
those in PolNeAR's training half 98 of 100 are somebody's words, of the shorter ones 72."""
QUOTED, SAFE_CUE, OTHER_CUE, COLON, GOES_ON = 0.89, 0.80, 0.49, 0.67, 0.41
"""Confidences: the share of readings of each kind that have the right fragment and the right
source in PolNeAR's training half, on 519 articles (quotation marks 4,217 readings, a cue that is
nothing else 1,993, another cue 2,002, before a colon 72, a speaker who goes on 213)."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Contents, cue and source span of one attribution. ``via`` is a further source span: the
    outlet that had it from the source, or the document it stands in. ``rule`` and ``confidence``
    as in models.Attribution. ``unit`` is where it stands."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    rule: str
    confidence: float
    unit: int
    via: Span | None = None


def find_reported(text: str, parts: tuple[Unit, ...], outlets: Outlets) -> tuple[Reported, ...]:
    """Every attribution that the rules find, in text order; no two share a content span."""
    found: list[Reported] = []
    for index, unit in enumerate(parts):
        own = _merge_carriers(list(_in_unit(text, unit, index, outlets)), text, outlets)
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


def _in_unit(text: str, unit: Unit, index: int, outlets: Outlets) -> Iterator[Reported]:
    clauses = list(find_clauses(unit))
    used: set[Span] = set()
    limits = limits_of(unit, clauses)
    for at, (clause, limit) in enumerate(zip(clauses, limits, strict=False)):
        source = unit.span_of(clause.source) if clause.source else None
        whole = at == 0 or _may_carry(source, text, outlets)
        contents = tuple(
            span
            for span in find_contents(text, unit, clause, limit, whole)
            if span not in used and len(span)
        )
        used.update(contents)
        if contents:
            yield _reported(unit, index, clause, contents)


def _reported(unit: Unit, index: int, clause: Clause, contents: tuple[Span, ...]) -> Reported:
    source, via = clause.source, None
    if clause.speaker:
        source, via = clause.speaker, clause.source
    quoted = any(q.overlaps(c) for q in unit.quotes for c in contents)
    low = unit.tokens[clause.cue[1] - 1].low
    safe = low in lex.SAFE_CUES or clause.rule.startswith("“according")
    confidence = QUOTED if quoted else SAFE_CUE if safe else OTHER_CUE
    return Reported(
        contents=contents,
        cue=unit.span_of(clause.cue),
        source=unit.span_of(source) if source else None,
        rule=clause.rule,
        confidence=confidence,
        unit=index,
        via=unit.span_of(via) if via else _carrier_in(unit, clause),
    )


def _carrier_in(unit: Unit, clause: Clause) -> Span | None:
    """The outlet or document in "told the BBC" and "said in an interview with the BBC"."""
    if clause.kind == "tell" and (told := source_after(unit, clause.end)):
        return unit.span_of(told)
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
    if unit.low(after) in {"with", "to", "for"} and (party := source_after(unit, after + 1)):
        return unit.span_of(party)
    return unit.span_of((at, after)) if low[noun] != "interview" else None


def _merge_carriers(found: list[Reported], text: str, outlets: Outlets) -> list[Reported]:
    """ "Reuters reported that X said Y" is one attribution of Y, with Reuters as its carrier."""
    via: dict[int, Span] = {}
    dropped: set[int] = set()
    for at, outer in enumerate(found):
        if not _may_carry(outer.source, text, outlets):
            continue
        inner = [i for i, other in enumerate(found) if i != at and _carries(outer, other)]
        via.update({i: outer.source for i in inner if outer.source})
        dropped.update([at] if inner else [])
    return [
        replace(reported, via=via.get(at, reported.via))
        for at, reported in enumerate(found)
        if at not in dropped
    ]


def _may_carry(source: Span | None, text: str, outlets: Outlets) -> bool:
    """Whether a source passes on what others say: an outlet, or a document."""
    if source is None:
        return False
    last = source.of(text).split()[-1].casefold()
    return outlets.find(source.of(text)) is not None or last in _CARRIERS


_CARRIERS = lex.OUTLET_WORDS | lex.DOCUMENT_NOUNS


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
        found.append(Reported(long, None, source, "the subject before the colon", COLON, index))
    elif unit.quotes and found and _is_all_quotation(text, unit):
        before = found[-1]
        apart = unit.paragraph - parts[before.unit].paragraph
        follows = index - before.unit == 1 and _has_quotation(parts[before.unit], before)
        if apart == 0 and (long or follows):
            found[-1] = replace(before, contents=before.contents + unit.quotes)
        elif apart == 1 and long and before.source:
            goes_on = replace(before, contents=long, cue=None, rule=_GOES_ON, unit=index)
            found.append(replace(goes_on, confidence=GOES_ON))


def _has_quotation(unit: Unit, reported: Reported) -> bool:
    return any(quote.overlaps(span) for quote in unit.quotes for span in reported.contents)


_GOES_ON = "the speaker of the paragraph before goes on"


def _is_all_quotation(text: str, unit: Unit) -> bool:
    return len(unit.outside) <= len(words(unit.span.of(text))) // 5


def _after_colon(unit: Unit, quote: Span) -> Span | None:
    for at, token in enumerate(unit.tokens):
        if token.text == ":" and not token.quoted and 0 < quote.start - token.span.end <= 3:
            source = source_before(unit, at)
            return unit.span_of(source) if source else None
    return None
