"""Clauses that report: a cue and the noun phrase that is its subject.

Ranges are half-open and count tokens of one unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracer.attribution import lexicon as lex
from tracer.attribution.phrases import (
    is_name_token,
    skip_back_over,
    source_after,
    source_before,
)
from tracer.attribution.units import QUOTATION_MARKS, Unit


@dataclass(frozen=True, slots=True)
class Clause:
    """A cue with its source, as half-open ranges of token indices; ``source`` may be None.
    ``start`` and ``end`` bound the whole clause."""

    kind: lex.CueClass
    cue: tuple[int, int]
    source: tuple[int, int] | None
    start: int
    end: int
    rule: str
    speaker: tuple[int, int] | None = None


def find_clauses(unit: Unit) -> Iterator[Clause]:
    """The reporting clauses of a unit outside quotation marks, in text order."""
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


def _clause_at(unit: Unit, at: int, last: tuple[int, int] | None) -> Clause | None:
    token = unit.tokens[at]
    if token.low == "according" and unit.low(at + 1) == "to":
        return _according_to(unit, at)
    if token.low in lex.HEARSAY:
        return Clause("say", (at, at + 1), None, at, at + 1, f"hearsay: “{token.text}”")
    kind = lex.CUES.get(token.low)
    if kind is None or not _is_verb(unit, at):
        return None
    start = skip_back_over(unit, at, lex.AUXILIARIES | lex.ADVERBS)
    if any(unit.tokens[i].low in lex.BE for i in range(start, at)) and not token.low.endswith(
        "ing"
    ):
        return _passive(unit, start, at)
    return _active(unit, kind, start, at, last)


def _according_to(unit: Unit, at: int) -> Clause | None:
    source = source_after(unit, at + 2)
    if source is None:
        return None
    return Clause("say", (at, at + 2), source, at, source[1], "“according to” names its source")


def _passive(unit: Unit, start: int, at: int) -> Clause | None:
    after = unit.low(at + 1)
    if unit.tokens[at].low not in lex.PASSIVE_CUES or after not in {"to", "that", "as", "by"}:
        return None
    cue = _words(unit, start, at + 1)
    if after == "by" and (source := source_after(unit, at + 2)):
        return Clause(
            "to", (start, at + 1), source, start, source[1], f"“{cue} by” names its source"
        )
    return Clause("to", (start, at + 1), None, start, at + 1, f"“{cue}” names nobody")


def _active(
    unit: Unit, kind: lex.CueClass, start: int, at: int, last: tuple[int, int] | None
) -> Clause | None:
    end = at + 1
    source = source_before(unit, start)
    if source and unit.low(source[0] - 1) in _NOT_SAID - ({"what"} if kind == "call" else set()):
        return None
    if source and unit.low(source[1] - 1) in _WRITER and source[1] - source[0] == 1:
        return None
    if source and _may_say(unit, source, at):
        speaker = _quoted_speaker(unit, end) if kind == "quote" else None
        stop = speaker[1] if speaker else end
        rule = "the subject of the cue"
        return Clause(kind, (start, end), source, min(source[0], start), stop, rule, speaker)
    if (
        kind in {"say", "tell"}
        and _follows_content(unit, start, at)
        and (after := source_after(unit, end))
    ):
        return Clause(kind, (start, end), after, start, after[1], "the subject after the cue")
    joined = unit.low(start - 1) in {"and", "but"} or unit.tokens[at].low.endswith("ing")
    if last and joined and kind in {"say", "tell"}:
        return Clause(kind, (start, end), last, start, end, "the same subject as the cue before")
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


_WRITER = frozenset({"i", "we"})
"""Outside quotation marks these are the article's own author, who is no source."""
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
    if token.low.endswith(("ed", "ing")) or token.low in lex.PAST_FORMS:
        return not (before and before.low in lex.DETERMINERS and not before.low.startswith("th"))
    if before is None:
        return False
    if before.low in lex.DETERMINERS | lex.PREPOSITIONS or before.is_possessive:
        return False
    if token.low.endswith("s"):
        return True
    plural = before.low.endswith("s") or before.low in lex.AUXILIARIES | lex.SUBJECT_PRONOUNS
    return plural or before.low in lex.ADVERBS or before.low in lex.VAGUE_NOUNS


def _follows_content(unit: Unit, start: int, cue: int) -> bool:
    """Whether what stands before a clause may be its content, so that its subject may follow the
    cue: a quotation, or a comma before a cue that is nothing but one ("..., said Reuters")."""
    before = unit.tokens[start - 1].text if start else ""
    safe = unit.tokens[cue].low in lex.SAFE_CUES
    return before in QUOTATION_MARKS or (safe and before in {",", "—", "–"})


def _words(unit: Unit, start: int, end: int) -> str:
    return " ".join(token.text for token in unit.tokens[start:end])
