"""Through whom the words came: the outlet or document that the text names beside a cue.

"told the BBC", "in an interview with AFP", "in a statement", "on Twitter", "X said, according to
Reuters", "Reuters reported that X said", "the BBC quoted X as saying".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.runs import looks_like_name
from tracer.models import Span

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearers
    from tracer.attribution.names import Name
    from tracer.attribution.units import Unit

OUTLET_NOUNS = lex.OUTLET_NOUNS | {"station"}
"""Nouns for an outlet that was named before."""
AROUND = 40
"""Tokens on each side of a cue that may belong to its clause."""
AFTER_CONTENT = 14
"""Tokens behind a content span in which "according to Reuters" is looked for."""
SUBJECT = 14
"""Tokens that the subject of a cue inside a content may have."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one unit around a cue that lie in no content: the indices from ``start`` to
    ``end``. ``cue`` are the indices of the cue, ``source`` is the source span."""

    unit: Unit
    start: int
    end: int
    cue: tuple[int, int]
    source: Span | None


def clause_around(
    cue: Span | None, source: Span | None, contents: Sequence[Span], unit: Unit
) -> Clause | None:
    """The reporting clause of a cue in ``unit``."""
    if cue is None:
        return None
    inside = [i for i, t in enumerate(unit.tokens) if cue.overlaps(t.span)]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    start = first
    while start > max(0, first - AROUND) and _is_outside(unit, start - 1, contents):
        if unit.low(start - 1) in _OTHER_CLAUSE and start < first:
            break
        start -= 1
    end = last
    while end < min(len(unit.tokens), last + AROUND) and _belongs(unit, end, contents):
        end += 1
    return Clause(unit, start, end, (first, last), source)


_OTHER_CLAUSE = frozenset("after when while because although though whereas before until".split())
"""Words in front of a clause that parts it from the one before it."""


def _is_outside(unit: Unit, at: int, contents: Sequence[Span]) -> bool:
    token = unit.tokens[at]
    free = not any(content.overlaps(token.span) for content in contents)
    return free and not token.quoted and token.text != ";"


def _belongs(unit: Unit, at: int, contents: Sequence[Span]) -> bool:
    """Whether a token behind the cue is still of its clause: up to what is said, or to the next
    clause."""
    if not _is_outside(unit, at, contents):
        return False
    joined = unit.low(at) in {"and", "but", "while", "whereas"}
    return not (joined and (unit.low(at - 1) == "," or unit.low(at + 1) in lex.CUES))


# --- outlets and documents -------------------------------------------------------------------


def carriers(clause: Clause, contents: Sequence[Span], bearers: Bearers) -> Iterator[Span]:
    """The mentions of outlets and documents that the words came through, in text order."""
    unit = clause.unit
    yield from _between(clause, clause.start, clause.end, bearers)
    last = max(contents, key=lambda span: span.end, default=None)
    if last is None:
        return
    at = next((i for i, t in enumerate(unit.tokens) if t.span.start >= last.end), None)
    if at is not None and at >= clause.end and (begin := _tail(unit, at)):
        end = min(len(unit.tokens), at + AFTER_CONTENT)
        yield from _between(clause, begin, end, bearers)


def _tail(unit: Unit, at: int) -> int:
    """Where "according to ..." or "..., the Herald reported" begins behind a content; 0 if there
    is nothing of the kind."""
    while at < len(unit.tokens) and not unit.tokens[at].is_word:
        at += 1
    lows = [t.low for t in unit.tokens[at : at + 8]]
    if lows[:2] == ["according", "to"] or lows[:2] == ["as", "reported"]:
        return at
    return at if any(low in _REPORTS for low in lows) and at else 0


_REPORTS = frozenset("reported reports wrote said says writes".split())


def _between(clause: Clause, start: int, end: int, bearers: Bearers) -> Iterator[Span]:
    unit = clause.unit
    if start >= end:
        return
    whole = Span(unit.tokens[start].span.start, unit.tokens[end - 1].span.end)
    names = [n for n in bearers.within(whole) if not _in_source(clause, n.span)]
    found = [n.span for n in names if bearers.of(n).kind == "outlet" and _carries(clause, n)]
    found.extend(_documents(clause, start, end))
    found.extend(_posts(clause, start, end))
    found.extend(_papers(clause, start, end))
    yield from sorted(set(found))


def _in_source(clause: Clause, span: Span) -> bool:
    return clause.source is not None and clause.source.overlaps(span)


def _carries(clause: Clause, name: Name) -> bool:
    """Whether an outlet beside a cue is where the words were said, or who reports them."""
    unit = clause.unit
    at = next(i for i, t in enumerate(unit.tokens) if t.span.end >= name.span.end)
    first = next(i for i, t in enumerate(unit.tokens) if t.span.end > name.span.start)
    before = _word_before(unit, first)
    if before in {"and", "or", ","}:
        before = _word_before(unit, _past_list(unit, first))
    if before == "by":
        return unit.low(_index_before(unit, first) - 1) in _PASSED_ON
    if before in _TOLD or (before in _THROUGH and not _modifies(unit, at + 1)):
        return True
    return _reports(unit, at + 1)


def _modifies(unit: Unit, at: int) -> bool:
    """Whether a noun follows that a name only modifies: "in ESPN subscribers"."""
    if at >= len(unit.tokens) or not unit.tokens[at].is_word or unit.tokens[at].is_capital:
        return False
    known = lex.FUNCTION_WORDS | lex.TIME_WORDS | lex.TALKS | _BESIDE_OUTLET
    return unit.low(at) not in known and unit.low(at) not in lex.CUES


_TOLD = frozenset("told tells tell telling informed informs assured reminded asked".split())
_THROUGH = frozenset("in on to with for from via quoting citing".split())
_PASSED_ON = frozenset(
    "quoted cited reported published interviewed seen obtained carried aired broadcast reviewed "
    "released shared printed posted first as written asked".split()
)


def _past_list(unit: Unit, first: int) -> int:
    """The first token of the list of names that the one at ``first`` ends."""
    at = first
    while at > 0 and (
        looks_like_name(unit.tokens[at - 1]) or unit.low(at - 1) in {"and", "or", ",", "the"}
    ):
        at -= 1
    return at


def _index_before(unit: Unit, first: int) -> int:
    """The index of the word before a phrase, past "the", "the German magazine" and the like."""
    at = first - 1
    while at > 0 and (unit.low(at) in _BESIDE_OUTLET or _owns(unit, at)):
        at -= 1
    return at


def _owns(unit: Unit, at: int) -> bool:
    """ "Britain's ITV", "New York's WNYC" """
    owner = unit.tokens[at].is_possessive or unit.tokens[at + 1].is_possessive
    return owner and unit.tokens[at].is_capital


_BESIDE_OUTLET = (
    lex.DETERMINERS
    | lex.OUTLET_NOUNS
    | gazetteer.PEOPLES
    | frozenset(
        "news agency cable network radio television tv station wire service local state state-run "
        "newswire regional".split()
    )
)


def _word_before(unit: Unit, first: int) -> str:
    return unit.low(_index_before(unit, first))


def _reports(unit: Unit, at: int) -> bool:
    """Whether a cue follows a name: "Reuters reported", "The Times also quoted"."""
    while at < len(unit.tokens) and unit.low(at) in lex.AUXILIARIES | lex.ADVERBS | {"first"}:
        at += 1
    return unit.low(at) in lex.CUES and not unit.tokens[at].quoted


def _documents(clause: Clause, start: int, end: int) -> Iterator[Span]:
    """ "in a statement", "issued a report saying", "in court papers" """
    unit = clause.unit
    for at in range(start, end):
        token = unit.tokens[at]
        if token.quoted or token.low not in lex.CARRYING or _in_source(clause, token.span):
            continue
        begin = _phrase_start(unit, at, start)
        if begin is not None and not _in_source(clause, unit.tokens[begin].span):
            yield Span(unit.tokens[begin].span.start, token.span.end)


_SENT = frozenset(
    "issued issuing released releasing published publishing posted posting sent sending wrote "
    "writing penned put".split()
)
_HELD_IN = frozenset({"in", "on", "via", "through", "by", "from"})


def _phrase_start(unit: Unit, noun: int, start: int) -> int | None:
    """The first token of the phrase that ends at ``noun``, if words are told in it."""
    at = noun
    while at > start and noun - at < 8 and _may_modify(unit, at - 1):
        at -= 1
    before = unit.low(at - 1)
    told = before in _HELD_IN or before in _SENT
    according = before == "to" and unit.low(at - 2) == "according"
    return at if told or according else None


def _may_modify(unit: Unit, at: int) -> bool:
    token = unit.tokens[at]
    if not token.is_word or token.quoted or token.low in _SENT:
        return token.text == "," and unit.tokens[at - 1].low not in lex.FUNCTION_WORDS
    if token.low in lex.DETERMINERS:
        return True
    return token.low not in lex.FUNCTION_WORDS and token.low not in lex.CUES


def _posts(clause: Clause, start: int, end: int) -> Iterator[Span]:
    """ "on Twitter", "on her Facebook page" """
    unit = clause.unit
    for at in range(max(1, start), end):
        token = unit.tokens[at]
        if token.low not in lex.POSTED_ON or not token.is_capital or token.quoted:
            continue
        if _word_before(unit, at) in {"on", "via", "over"} and not _in_source(clause, token.span):
            yield token.span


def _papers(clause: Clause, start: int, end: int) -> Iterator[Span]:
    """ "told the newspaper" """
    unit = clause.unit
    for at in range(max(2, start + 1), end):
        token = unit.tokens[at]
        the = at - 2 if unit.low(at - 1) == "same" else at - 1
        if token.low not in OUTLET_NOUNS or unit.low(the) != "the" or token.quoted:
            continue
        before = unit.low(the - 1)
        told = before in _TOLD or before in {"to", "with", "by"}
        if (told or _reports(unit, at + 1)) and not _in_source(clause, token.span):
            yield Span(unit.tokens[the].span.start, token.span.end)


# --- whoever an outlet or a document quotes --------------------------------------------------


def inner_speaker(clause: Clause, contents: Sequence[Span]) -> Span | None:
    """Whom an outlet or document, the source, gives the words to: "the BBC quoted X as saying",
    "Reuters reported that X had said", "X said, the Herald reported"."""
    return (
        _quoted(clause)
        or _beside_cue(clause)
        or next((span for c in contents[:1] if (span := _opening(clause.unit, c))), None)
    )


def _quoted(clause: Clause) -> Span | None:
    unit = clause.unit
    for at in range(clause.start, clause.end):
        if unit.low(at) in _QUOTING and not unit.tokens[at].quoted:
            return _whoever_is_quoted(unit, at + 1)
    return None


_QUOTING = frozenset("quoted quotes quoting cited cites citing".split())


def _whoever_is_quoted(unit: Unit, start: int) -> Span | None:
    """The phrase up to "as saying", a mark, or the end; nobody in "cited his move as a success"."""
    end = start
    saying = None
    while end < min(len(unit.tokens), start + AROUND) and not unit.tokens[end].quoted:
        low = unit.low(end)
        if low == "saying" or (low == "as" and unit.low(end + 1) in {"saying", "telling"}):
            saying = end
            break
        if low in {"as", "that", "for"} and saying is None and low != "for":
            return None if low == "as" else _phrase(unit, start, end)
        if low in lex.CUES and end > start:
            break
        end += 1
    if saying is not None:
        return _phrase(unit, start, saying)
    return _phrase(unit, start, _first_mark(unit, start, end))


def _first_mark(unit: Unit, start: int, end: int) -> int:
    for at in range(start, end):
        token = unit.tokens[at]
        if not token.is_word and token.text not in {"-", "&", "."}:
            return at
        if token.text == "." and unit.low(at - 1) not in lex.ABBREVIATED:
            return at
    return end


def _phrase(unit: Unit, start: int, end: int) -> Span | None:
    while end > start and not unit.tokens[end - 1].is_word:
        end -= 1
    if start >= end or not _may_speak(unit, start, end):
        return None
    return Span(unit.tokens[start].span.start, unit.tokens[end - 1].span.end)


def _may_speak(unit: Unit, start: int, end: int) -> bool:
    """Whether a phrase names or describes somebody, and no thing of theirs: "Ren's move"."""
    tokens = unit.tokens[start:end]
    link = next((i for i, t in enumerate(tokens) if i and t.low in lex.PREPOSITIONS), len(tokens))
    head = tokens[min(link, len(tokens)) - 1]
    known = head.bare in lex.ROLE_NOUNS | lex.PLURAL_GENERIC | lex.BODY_NOUNS
    if any(t.is_possessive for t in tokens[: link - 1]) and not looks_like_name(head):
        return known
    described = any(t.bare in lex.ROLE_NOUNS | lex.PLURAL_GENERIC | lex.BODY_NOUNS for t in tokens)
    pronoun = len(tokens) == 1 and head.low in lex.SUBJECT_PRONOUNS - {"it", "i", "we"}
    return pronoun or described or any(map(looks_like_name, tokens))


def _beside_cue(clause: Clause) -> Span | None:
    """The subject of another cue in the clause of an outlet: "Petrova said, according to ..." """
    unit = clause.unit
    for at in range(clause.start, clause.end):
        if clause.cue[0] <= at < clause.cue[1] or unit.low(at) not in _INNER_CUES:
            continue
        subject = _subject_before(unit, at, clause.start)
        if subject and not _in_source(clause, subject):
            return subject
    return None


def _opening(unit: Unit, content: Span) -> Span | None:
    """The subject of a cue with which a content begins: "X had said that ..." """
    inside = [i for i, t in enumerate(unit.tokens) if content.contains(t.span)]
    if not inside:
        return None
    for at in range(inside[0] + 1, min(inside[-1] + 1, inside[0] + SUBJECT)):
        token = unit.tokens[at]
        if token.quoted:
            return None
        if token.low in _INNER_CUES:
            return _subject_before(unit, at, inside[0])
    return None


_INNER_CUES = (
    lex.SAFE_CUES - frozenset({"added", "reported", "reports", "noted", "recalled"})
) | frozenset("deny denies denied doubt doubts doubted believe believes believed".split())


def _subject_before(unit: Unit, cue: int, start: int) -> Span | None:
    """The noun phrase that ends before the cue at ``cue``, not before ``start``."""
    end = cue
    while end > start and unit.low(end - 1) in lex.AUXILIARIES | lex.ADVERBS:
        end -= 1
    at = end
    while at > max(start, end - SUBJECT) and _may_be_subject(unit, at - 1):
        at -= 1
    marked = at > 0 and not unit.tokens[at - 1].is_word
    opens = at == start or marked or unit.low(at - 1) in lex.CLAUSE_STARTERS
    return _phrase(unit, at, end) if at < end and opens else None


def _may_be_subject(unit: Unit, at: int) -> bool:
    token = unit.tokens[at]
    if token.quoted or token.low in lex.CLAUSE_STARTERS - {"and"}:
        return False
    closed = lex.AUXILIARIES | lex.SAFE_CUES
    return token.low not in closed and (token.is_word or token.text in {"-", "&", "."})
