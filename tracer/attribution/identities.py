"""Who a source span stands for: the chain behind "he", "the report" and "Prof Tsang of SOAS".

Mentions are read in text order; a pronoun or a description looks back to who was named, or who
spoke, before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.names import MEMORY, Name, Names
from tracer.models import Attribution, Hop, Span
from tracer.outlets import identity

if TYPE_CHECKING:
    from tracer.attribution.reported import Reported
    from tracer.attribution.units import Token, Unit
    from tracer.outlets import Outlets

NEAR_PARAGRAPHS = 2
"""How many paragraphs back "the report" or "the company" may look for who is meant."""


class Identities:
    """Turns the mentions of one text into chains; call ``attribution`` in text order."""

    def __init__(self, text: str, parts: tuple[Unit, ...], outlets: Outlets) -> None:
        self._text, self._parts, self._outlets = text, parts, outlets
        self._starts = [unit.span.start for unit in parts]
        self._names = Names(text, parts, outlets)
        self._spoken: list[tuple[int, Hop]] = []
        self._called: dict[str, set[str]] = {}
        """For "she" whoever was called "he" before, and the other way round."""

    def attribution(self, reported: Reported) -> Attribution:
        """``reported`` with the chain of whoever its source span stands for."""
        source = self._hops(reported.source) if reported.source else ()
        carrier = self._carriers(reported.via) if reported.via else ()
        chain = _ordered(carrier + source)
        paragraph = self._parts[reported.unit].paragraph
        self._spoken.extend((paragraph, hop) for hop in chain)
        return Attribution(
            contents=reported.contents,
            cue=reported.cue,
            source=reported.source or reported.via,
            chain=chain,
            rule="; ".join([reported.rule, *self._readings(chain)]),
            confidence=reported.confidence,
        )

    def _readings(self, chain: tuple[Hop, ...]) -> Iterator[str]:
        for hop in chain:
            mention = hop.mention.of(self._text) if hop.mention else hop.name
            if identity(mention) != hop.id and hop.role != "affiliation":
                yield f"“{mention}” is read as {hop.name}"

    def _carriers(self, mention: Span) -> tuple[Hop, ...]:
        hops = self._hops(mention)
        return tuple(hop for hop in hops if hop.role in {"outlet", "document"})

    def _hops(self, mention: Span) -> tuple[Hop, ...]:
        unit = self._parts[max(0, bisect_right(self._starts, mention.start) - 1)]
        tokens = [t for t in unit.tokens if mention.contains(t.span)]
        if len(tokens) == 1 and tokens[0].low in lex.PRONOUNS:
            return self._pronoun(mention, tokens[0].low, unit)
        names = self._names.within(mention)
        fronted = [name for name in names if not _after_preposition(name, tokens)]
        heads = [name for name in fronted if not _modifies(name, tokens)]
        if len(heads) < 2 and (outlet := self._outlet(mention)):
            return (outlet,)
        if _heads_by_role(tokens, heads):
            heads = heads[-1:]
        if heads:
            return tuple(hop for head in heads for hop in self._named(head))
        bearers = [name for name in names if name in fronted or not _modifies(name, tokens)]
        return self._described(mention, tokens, bearers, unit)

    # --- names -----------------------------------------------------------------------------

    def _outlet(self, mention: Span) -> Hop | None:
        words = mention.of(self._text)
        known = self._outlets.find(words)
        if known:
            return Hop(known.name, "outlet", known.id, mention)
        for name in self._names.within(mention):
            fuller = self._names.outlet_called(name.name, mention.start)
            meant = fuller or (name if name.is_outlet else None)
            if meant and name.span.end == mention.end:
                return Hop(meant.name, "outlet", meant.id, mention)
        return None

    def _named(self, name: Name) -> tuple[Hop, ...]:
        full = self._names.full(name)
        if full.is_outlet:
            return (Hop(full.name, "outlet", full.id, name.span),)
        speaker = Hop(full.name, "speaker", full.id, name.span)
        body = self._names.affiliation(full) if full.is_person else None
        if body is None or body.id == full.id:
            return (speaker,)
        return speaker, Hop(body.name, "affiliation", body.id, body.span)

    # --- pronouns and descriptions ---------------------------------------------------------

    def _pronoun(self, mention: Span, low: str, unit: Unit) -> tuple[Hop, ...]:
        if low in {"it", "they", "them"}:
            known = self._last_body(mention, unit)
        elif low in {"he", "she", "him", "her", "his", "who"}:
            known = self._last_person(mention, low, unit)
        else:
            known = None
        if known is None:
            return (self._unnamed(mention, anonymous=False),)
        return tuple(
            hop if hop.role == "affiliation" else replace(hop, mention=mention)
            for hop in self._named(known)
        )

    def _last_person(self, mention: Span, low: str, unit: Unit) -> Name | None:
        spoken = [hop.id for hop in self._spoke_last(unit, 1) if hop.role == "speaker"]
        known = self._names.person(mention.start, low, unit, spoken, self._called.get(low, set()))
        if known and low in _OTHER:
            self._called.setdefault(_OTHER[low], set()).add(known.id)
        return known

    def _last_body(self, mention: Span, unit: Unit) -> Name | None:
        return self._names.body(mention.start, [hop.id for hop in self._spoke_last(unit, 1)])

    def _spoke_last(self, unit: Unit, paragraphs: int) -> list[Hop]:
        """Whoever spoke in this paragraph or so many before it and has a name, the last first."""
        last = self._spoken[: -MEMORY - 1 : -1]
        near = [hop for paragraph, hop in last if unit.paragraph - paragraph <= paragraphs]
        return [hop for hop in near if not hop.anonymous]

    def _described(
        self, mention: Span, tokens: list[Token], names: list[Name], unit: Unit
    ) -> tuple[Hop, ...]:
        head = _head(tokens)
        definite = bool(tokens) and tokens[0].low in {"the", "this", "that", "his", "her"}
        if head in lex.DOCUMENT_NOUNS or head in lex.OUTLET_NOUNS:
            return self._document(mention, definite, names, unit)
        if definite and not names and (known := self._meant(head, mention, unit)):
            return tuple(
                hop if hop.role == "affiliation" else replace(hop, mention=mention)
                for hop in self._named(known)
            )
        vague = head in lex.VAGUE_NOUNS or not (names or definite)
        speaker = self._unnamed(mention, anonymous=vague and head not in lex.NAMED_BODIES)
        bodies = [
            Hop(name.name, "affiliation", name.id, name.span)
            for name in map(self._names.full, names[:1])
            if not name.is_person
        ]
        return speaker, *bodies

    def _meant(self, head: str, mention: Span, unit: Unit) -> Name | None:
        if head in lex.PERSON_NOUNS:
            return self._names.with_role(head, mention.start)
        if head in lex.BODY_NOUNS:
            return self._last_body(mention, unit)
        return None

    def _document(
        self, mention: Span, definite: bool, names: list[Name], unit: Unit
    ) -> tuple[Hop, ...]:
        near = self._spoke_last(unit, NEAR_PARAGRAPHS)
        before = [hop for hop in near if hop.role in {"outlet", "document"}]
        if definite and before and not names:
            return (replace(before[0], mention=mention),)
        words = mention.of(self._text)
        document = Hop(words, "document", identity(words), mention)
        authors = [hop for name in names for hop in self._named(name)]
        return document, *authors

    def _unnamed(self, mention: Span, *, anonymous: bool) -> Hop:
        words = mention.of(self._text)
        return Hop(words, "speaker", identity(words), mention, anonymous)


_OTHER = {"he": "she", "she": "he"}
_RANK = {"outlet": 0, "document": 1, "speaker": 2, "affiliation": 3}


def _ordered(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """From the nearest source to the furthest, each identity once in each role."""
    once = {(hop.role, hop.id): hop for hop in reversed(hops)}
    in_text = [once.pop(key) for hop in hops if (key := (hop.role, hop.id)) in once]
    return tuple(sorted(in_text, key=lambda hop: _RANK[hop.role]))


def _head(tokens: list[Token]) -> str:
    """The head noun of a phrase, without a possessive: the last word before a preposition."""
    head = ""
    for token in tokens:
        if head and (
            token.low in lex.PREPOSITIONS | {"close", "familiar", "who"} or token.text == ","
        ):
            break
        if token.is_word and token.low not in lex.PREPOSITIONS:
            head = token.bare
    return head


_LINKS = lex.PREPOSITIONS | {"close", "familiar"}
_HEAD_ENDS = _LINKS | {"who"}


def _after_preposition(name: Name, tokens: list[Token]) -> bool:
    before = [t.low for t in tokens if t.span.end <= name.span.start]
    return any(low in _LINKS for low in before)


def _modifies(name: Name, tokens: list[Token]) -> bool:
    """Whether a name only modifies a noun: "the Chinese telecom giant"."""
    after = [t for t in tokens if t.span.start >= name.span.end]
    return bool(after) and after[0].is_word and after[0].low not in lex.FUNCTION_WORDS


def _heads_by_role(tokens: list[Token], heads: list[Name]) -> bool:
    """Whether a role stands between the names: "Huawei spokesman Joe Kelly"."""
    if len(heads) < 2:
        return False
    between = [t.low for t in tokens if heads[0].span.end <= t.span.start < heads[-1].span.start]
    return "and" not in between
