"""A source span read as noun phrases: a pronoun, a name, or a description with its head noun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.names import Name
from tracer.attribution.runs import looks_like_name, run_end
from tracer.models import Span

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearers
    from tracer.attribution.units import Token, Unit


@dataclass(frozen=True, slots=True)
class Mention:
    """One noun phrase. ``span`` leaves out what only goes on about it ("who ..."). ``pronoun`` is
    its only word, casefolded, if that is one; ``name`` the name that is its head. Otherwise
    ``head`` is its head noun and ``words`` all its words up to that. ``others`` are the names in
    it that are no head: "An Airbus spokesman", "officials at the Justice Department"."""

    span: Span
    unit: Unit
    index: int
    tokens: tuple[Token, ...]
    pronoun: str = ""
    name: Name | None = None
    head: str = ""
    words: tuple[str, ...] = ()
    others: tuple[Name, ...] = ()

    @property
    def definite(self) -> bool:
        return bool(self.tokens) and self.tokens[0].low in _DEFINITE

    @property
    def owned(self) -> bool:
        """Whether somebody's possession is named by it: "his lawyer", "Clinton's campaign"."""
        first = self.tokens[0].low if self.tokens else ""
        return first in _POSSESSIVES or any(t.is_possessive for t in self.tokens[:-1])


_POSSESSIVES = frozenset({"his", "her", "its", "their", "my", "our"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"}) | _POSSESSIVES
PRONOUNS = lex.PRONOUNS | frozenset(
    "his her hers its their theirs my mine our ours your yours himself herself itself themselves "
    "whose whom which that myself ourselves".split()
)


def mentions_in(span: Span, bearers: Bearers, parts: Sequence[Unit]) -> Iterator[Mention]:
    """The noun phrases of a source span: one, or several in parallel ("Reuters and AFP")."""
    if not parts:
        return
    at = bearers.unit_at(span.start)
    unit = parts[at]
    inside = [i for i, t in enumerate(unit.tokens) if span.overlaps(t.span)]
    start, end = _trimmed(unit, inside)
    if start == end:
        return
    if end == start + 1 and unit.low(start) in {"the", "an"}:
        end = run_end(unit, end, len(unit.tokens), None)
        if end == start + 1:
            return
    names = bearers.within(Span(unit.tokens[start].span.start, unit.tokens[end - 1].span.end))
    for first, stop in _conjuncts(unit, start, end, names):
        yield _mention(unit, at, first, _bracket(unit, first, stop), names)


def mention_of(unit: Unit, index: int, at: int, bearers: Bearers) -> Mention | None:
    """The phrase in front of the relative word at token ``at`` of a unit."""
    end = at - 1 if at and unit.tokens[at - 1].text == "," else at
    start = end
    while start > max(0, end - MOST_TOKENS) and _stands_in_front(unit, start - 1):
        start -= 1
    tokens = unit.tokens[start:end]
    if not tokens:
        return None
    names = bearers.within(Span(tokens[0].span.start, tokens[-1].span.end))
    start = _where_it_begins(unit, start, end, names)
    return _mention(unit, index, start, end, names) if start < end else None


MOST_TOKENS = 24
"""Tokens in front of "who" that may belong to whom it means."""


def _stands_in_front(unit: Unit, at: int) -> bool:
    token = unit.tokens[at]
    if token.quoted or (not token.is_word and token.text not in {",", "-", ".", "&"}):
        return False
    closed = lex.AUXILIARIES | lex.CLAUSE_STARTERS - {"and"} | lex.SUBJECT_PRONOUNS
    return token.low not in closed and token.low not in lex.CUES


def _where_it_begins(unit: Unit, start: int, end: int, names: Sequence[Name]) -> int:
    """The first token of the phrase that ends at ``end``: of the last person's name that has an
    apposition, or else behind the last preposition, or at the last determiner."""
    last = unit.tokens[end - 1]
    told = [name for name in names if _is_apposed(unit, start, end, name)]
    if told:
        return _behind_link(unit, start, told[0])
    for name in names:
        if name.span.end == last.span.end or name.span.contains(last.span):
            return _behind_link(unit, start, name)
    for at in range(end - 1, start - 1, -1):
        if unit.low(at) in lex.DETERMINERS or unit.tokens[at].text == ",":
            return at if unit.tokens[at].is_word else at + 1
        if unit.low(at) in lex.PREPOSITIONS and at < end - 1:
            return at + 1
    return start


def _is_apposed(unit: Unit, start: int, end: int, name: Name) -> bool:
    """Whether all that follows a name up to ``end`` says what its bearer is."""
    at = _behind_link(unit, start, name)
    while at < end and unit.tokens[at].span.start < name.span.end:
        at += 1
    opens = unit.low(at) == "," and unit.low(at + 1) in {"a", "an", "the"}
    commas = [i for i in range(at + 1, end - 1) if unit.low(i) == ","]
    return at < end and opens and all(looks_like_name(unit.tokens[i + 1]) for i in commas)


def _behind_link(unit: Unit, start: int, name: Name) -> int:
    return next(i for i, t in enumerate(unit.tokens) if i >= start and t.span.end > name.span.start)


def _trimmed(unit: Unit, inside: list[int]) -> tuple[int, int]:
    """The tokens without marks, prepositions and "both" in front, and without a relative clause
    or a bracket behind."""
    if not inside:
        return 0, 0
    start, end = inside[0], inside[-1] + 1
    while start < end and _may_go_in_front(unit, start, end):
        start += 1
    for at in range(start + 1, end):
        if len(unit.tokens[at].text) > 1 and unit.tokens[at].text.isupper():
            continue
        if unit.low(at) in _BREAKS or (unit.low(at) == "that" and unit.tokens[at - 1].is_word):
            end = at
            break
    while end > start and not unit.tokens[end - 1].is_word:
        end -= 1
    return start, end


def _bracket(unit: Unit, start: int, end: int) -> int:
    """Where the first bracket opens with which a phrase ends: "Marco Rubio (R-Fla.)"; not the one
    in "the Fish Association (FA) chairwoman"."""
    at = next((i for i in range(start + 1, end) if unit.low(i) == "("), end)
    close = next((i for i in range(at, end - 1) if unit.low(i) == ")"), end)
    after = unit.tokens[close + 1] if close < end else None
    goes_on = after is not None and after.is_word and after.low not in lex.FUNCTION_WORDS
    return end if goes_on else at


def _may_go_in_front(unit: Unit, at: int, end: int) -> bool:
    token = unit.tokens[at]
    if not token.is_word:
        return True
    after = unit.tokens[at + 1] if at + 1 < end else token
    counted = after.text[0].isdigit() or after.low in {"least", "most", "half"}
    both = token.low == "both" and not after.is_capital
    return at + 1 < end and token.low in _IN_FRONT and not counted and not both


_BREAKS = frozenset({"who", "which", "whose", "whom", "where", "including"})
_IN_FRONT = lex.PREPOSITIONS | frozenset(
    {"both", "even", "only", "when", "as", "and", "but", "that"}
)


def _conjuncts(unit: Unit, start: int, end: int, names: Sequence[Name]) -> list[tuple[int, int]]:
    """The token ranges of phrases in parallel; one range if there is nothing to part."""
    cuts = [at for at in range(start + 1, end - 1) if _parts_names(unit, start, at, end, names)]
    edges = [start]
    for cut in cuts:
        edges.extend((cut, cut + 1))
    edges.append(end)
    ranges = list(zip(edges[::2], edges[1::2], strict=True))
    return [(a, b) for a, b in ranges if a < b] or [(start, end)]


def _parts_names(unit: Unit, start: int, at: int, end: int, names: Sequence[Name]) -> bool:
    """Whether "and" or a comma at ``at`` stands between two phrases that both can speak."""
    low = unit.low(at)
    if low not in {"and", "or", "&", ","} or any(
        n.span.contains(unit.tokens[at].span) for n in names
    ):
        return False
    if low == ",":
        return _is_list(unit, start, end) or _lists_names(unit, start, at, end)
    opens = unit.tokens[at + 1]
    fresh = looks_like_name(opens) or opens.low in lex.DETERMINERS | lex.SUBJECT_PRONOUNS
    before = unit.tokens[at - 1]
    pronoun = start + 1 == at and before.low in PRONOUNS
    free = _has_head(unit, start, at, names) and not _in_link(unit, start, at)
    return fresh and (pronoun or free)


def _is_list(unit: Unit, start: int, end: int) -> bool:
    """Whether a span is nothing but names between commas and "and"."""
    tokens = unit.tokens[start:end]
    plain = all(looks_like_name(t) or t.low in {",", "and", "the", "."} for t in tokens)
    plain = plain and not (tokens[0].low == "the" and tokens[1].bare in lex.COMMON_NOUNS)
    ones = [t for t in tokens if t.text == ","]
    return plain and (len(ones) > 1 or "and" not in {t.low for t in tokens})


def _lists_names(unit: Unit, start: int, at: int, end: int) -> bool:
    """Whether nothing but names stands before the "and" that follows the comma at ``at``."""
    joined = next((i for i in range(at, end) if unit.low(i) == "and"), None)
    if joined is None or joined == end - 1 or "," in {unit.low(i) for i in range(joined, end)}:
        return False
    depth = 0
    for token in unit.tokens[start:joined]:
        depth += (token.text == "(") - (token.text == ")")
        plain = looks_like_name(token) or token.text in {",", ".", ")"}
        if depth == 0 and not plain:
            return False
    return True


def _has_head(unit: Unit, start: int, at: int, names: Sequence[Name]) -> bool:
    """Whether a name, or a described person or body, ends just before ``at``."""
    edge = unit.tokens[at - 1].span.end
    if any(
        name.span.end == edge and name.span.start >= unit.tokens[start].span.start for name in names
    ):
        return True
    determined = unit.low(start) in lex.DETERMINERS
    return determined and unit.tokens[at - 1].bare in lex.ROLE_NOUNS | lex.COMMON_NOUNS


def _in_link(unit: Unit, start: int, at: int) -> bool:
    """Whether the "and" stands inside what a preposition binds: "the cities of A and B"."""
    return any(unit.low(i) in lex.PREPOSITIONS for i in range(start, at))


def _mention(unit: Unit, index: int, start: int, end: int, names: Sequence[Name]) -> Mention:
    tokens = unit.tokens[start:end]
    span = Span(tokens[0].span.start, tokens[-1].span.end)
    inside = [n for n in names if span.contains(n.span)]
    lone = _pronoun_of(tokens)
    if lone:
        span = Span(span.start, min(span.end, span.start + len(lone)))
        return Mention(span, unit, index, tokens, pronoun=lone)
    stop = _core_end(tokens, inside)
    core = tokens[:stop]
    link = _first_link(core, inside)
    head = _head_name(core, link, inside) or _apposed_name(tokens, stop, inside, link)
    head = head or _name_behind_place(core, link, inside)
    if head is not None:
        return Mention(span, unit, index, tokens, name=head, others=_others(inside, head))
    words = [t.low for t in core[:link] if t.is_word]
    noun = next((t.bare for t in reversed(core[:link]) if t.is_word), "")
    shown = Span(span.start, core[-1].span.end)
    return Mention(shown, unit, index, tokens, head=noun, words=tuple(words), others=tuple(inside))


def _pronoun_of(tokens: Sequence[Token]) -> str:
    """ "he", "who", the "we" of "we're" """
    if tokens[0].text.isupper() and len(tokens[0].text) > 1:
        return ""
    low = tokens[0].low.split("'")[0]
    return low if len(tokens) == 1 and low in PRONOUNS else ""


def _core_end(tokens: Sequence[Token], names: Sequence[Name]) -> int:
    """Where the first phrase ends: a comma that is in no name."""
    for at, token in enumerate(tokens):
        inside = any(name.span.contains(token.span) for name in names)
        if at and token.text in {",", "—", "–", ";", ":"} and not inside:
            return at
    return len(tokens)


def _first_link(core: Sequence[Token], names: Sequence[Name]) -> int:
    """The index of the first word that binds something to the head noun."""
    for at, token in enumerate(core):
        binds = token.low in lex.PREPOSITIONS or token.low in _MORE_LINKS or _is_past(core, at)
        if at and binds and not any(name.span.contains(token.span) for name in names):
            return at
    return len(core)


def _is_past(core: Sequence[Token], at: int) -> bool:
    """ "the poll taken last week", "delegates selected on Sunday" """
    past = core[at].low.endswith(("ed", "taken", "made", "held")) and not core[at].is_capital
    return past and at > 0 and core[at - 1].bare in _NOUNS


_NOUNS = lex.ROLE_NOUNS | lex.PLURAL_GENERIC | lex.SAID_IN | lex.BODY_NOUNS
_MORE_LINKS = frozenset(
    "close familiar who that which whose briefed involved speaking said polled surveyed released "
    "conducted published campaigning working based living campaigning across including like "
    "overall such last this yesterday ahead".split()
)


def _head_name(core: Sequence[Token], link: int, names: Sequence[Name]) -> Name | None:
    """The last name before a preposition that does not only modify a noun."""
    edge = core[link - 1].span.end if link else -1
    fronted = [name for name in names if name.span.end <= edge]
    for name in reversed(fronted):
        after = [t for t in core[:link] if t.span.start >= name.span.end]
        owns = any(t.span.end > name.span.end and t.span.start < name.span.end for t in core)
        if after and (after[0].is_word or owns):
            continue
        return name
    return None


def _apposed_name(
    tokens: Sequence[Token], stop: int, names: Sequence[Name], link: int
) -> Name | None:
    """ "The minister, Bob Lee," and "a spokesman for Airbus, Ann Lee": the name behind the comma,
    if it has the rest to itself or before another comma."""
    rest = tokens[stop + 1 :]
    told = tokens[0].low in lex.DETERMINERS or any(t.bare in lex.ROLE_NOUNS for t in tokens[:link])
    if not rest or not told:
        return None
    first = next((name for name in names if name.span.start >= rest[0].span.start), None)
    if first is None:
        return None
    before = [t for t in rest if t.span.end <= first.span.start]
    after = [t for t in rest if t.span.start >= first.span.end]
    titled = all(t.low in {*first.titles, "."} for t in before)
    return first if titled and (not after or not after[0].is_word) else None


def _name_behind_place(core: Sequence[Token], link: int, names: Sequence[Name]) -> Name | None:
    """ "ambassador to Britain Bo Li", "Minister of Education Ann Lee" """
    if len(names) < 2 or not any(t.bare in lex.ROLE_NOUNS for t in core[:link]):
        return None
    before, last = names[-2:]
    behind = last.span.start - before.span.end == 1 and last.span.end == core[-1].span.end
    return last if behind and len(last.keys) > 1 else None


def _others(names: Sequence[Name], head: Name) -> tuple[Name, ...]:
    return tuple(name for name in names if name is not head)
