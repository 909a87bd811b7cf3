"""Who a source span stands for: the chain behind "he", "the report" and "Prof Tsang of SOAS".

Call in text order: a pronoun or a description looks back to who was named, or who spoke, before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.bearers import Bearer, Bearers, Gender
from tracer.attribution.belonging import Belonging
from tracer.attribution.carriers import OUTLET_NOUNS, carriers, clause_around, inner_speaker
from tracer.attribution.descriptions import (
    THEY,
    is_anonymous,
    is_author,
    is_plural,
    owner_span,
    says_more,
)
from tracer.attribution.fitting import (
    BODIES,
    alike,
    body_fits,
    may_be_person,
    may_be_thing,
    outlet_fits,
    role_fits,
)
from tracer.attribution.history import LAST, History, Hops, Spoken, mentioned
from tracer.attribution.interview import ANSWER, interviewed
from tracer.attribution.mentions import Mention, mention_of, mentions_in
from tracer.attribution.salience import Place, Salience
from tracer.models import Attribution, Hop, Span
from tracer.outlets import identity

if TYPE_CHECKING:
    from tracer.attribution.names import Name
    from tracer.attribution.reported import Reported
    from tracer.attribution.units import Unit
    from tracer.outlets import Outlets

AHEAD = 8
"""Names behind a mention that may say who is meant: in the same sentence for "he", in the next for
"an Airbus spokesman"."""
OPENING = 12
"""Tokens in which the subject of a sentence ends, where it is a plural that "they" takes up."""
TITLE = 30
"""Code points before a name at the beginning of a content that may be a title."""
_INNER_CUE = re.compile(
    r"(?:,[^,.]{0,80},)?\s+(?P<cue>"
    r"(?:(?:has|had|have|does|do|did|not|never|yet|also|later|then|\w+n[’']t)\s+)*(?P<verb>\w+))"
    r"(?:\s+that\b)?(?:\s+|$)"
)


class Identities:
    """Turns the mentions of one text into chains; call ``attribution`` in text order."""

    def __init__(
        self,
        text: str,
        parts: tuple[Unit, ...],
        outlets: Outlets,
        publisher: str | None = None,
    ) -> None:
        self._text, self._parts = text, parts
        self._bearers = Bearers(text, parts, outlets, publisher)
        self._salience = Salience(self._bearers)
        self._history = History(text, parts)
        self._belonging = Belonging(text, parts, self._bearers, self._salience, self._bodies)
        self._own: tuple[Span, ...] = ()

    def attribution(self, reported: Reported) -> Attribution:
        """``reported`` with the chain of whoever its source span stands for."""
        self._own = reported.contents
        found = self._mentions(reported.source)
        source = _each_once(hop for mention in found for hop in self._hops(mention))
        carried = self._carried(reported, source)
        chain = _ordered(carried + source)
        self._remember(reported, found, chain, carried)
        innermost = self._innermost(reported, chain)
        return Attribution(
            contents=innermost.contents,
            cue=innermost.cue,
            source=reported.source,
            chain=chain,
            rule="; ".join([reported.rule, *self._readings(chain)]),
            confidence=reported.confidence,
            speech=reported.speech,
        )

    def _mentions(self, span: Span | None) -> list[Mention]:
        return list(mentions_in(span, self._bearers, self._parts)) if span else []

    def _readings(self, chain: Hops) -> Iterator[str]:
        for hop in chain:
            mention = hop.mention.of(self._text) if hop.mention else hop.name
            if identity(mention) != hop.id and hop.role != "affiliation":
                yield f"“{mention}” is read as {hop.name}"

    def _remember(
        self, reported: Reported, found: Sequence[Mention], chain: Hops, carried: Hops
    ) -> None:
        paragraph = self._history.paragraph(reported)
        head = found[0].head if found else ""
        plural = len(found) > 1 or any(map(is_plural, found))
        self._history.spoken.append(
            Spoken(reported.unit, paragraph, reported.source, head, plural, chain, carried)
        )
        self._salience.said(reported.contents)
        for bearer in self._bearers_of(chain):
            bearer.spoke = True
            self._salience.spoke(paragraph, bearer)

    def _innermost(self, reported: Reported, chain: Hops) -> Reported:
        """Of "Reuters reported that X had said Z" Z alone, with its own cue, if the chain leads to
        X."""
        first = reported.contents[0]
        for hop in chain[1:]:
            inner = hop.mention
            if hop.role != "speaker" or inner is None or not first.contains(inner):
                continue
            cue = _INNER_CUE.match(self._text, inner.end, first.end)
            if cue and inner.start - first.start <= TITLE and cue["verb"].casefold() in lex.CUES:
                said = (Span(cue.end(), first.end), *reported.contents[1:])
                contents = tuple(span for span in said if len(span)) or reported.contents
                return replace(reported, contents=contents, cue=Span(*cue.span("cue")))
        return reported

    def _bearers_of(self, chain: Hops) -> Iterator[Bearer]:
        for hop in chain:
            if hop.role != "affiliation" and (bearer := self._bearers.with_id(hop.id)):
                yield bearer

    # --- what the clause adds ------------------------------------------------------------------

    def _carried(self, reported: Reported, source: Hops) -> Hops:
        """The outlets and documents that the clause names, and whoever they quote."""
        if reported.cue is None:
            return self._history.of_same_source(reported, source)
        at = self._bearers.unit_at(reported.cue.start)
        clause = clause_around(reported.cue, reported.source, reported.contents, self._parts[at])
        if clause is None:
            return ()
        spans = list(carriers(clause, reported.contents, self._bearers))
        found = [hop for span in spans for hop in self._carrier(span)]
        passes_on = {hop.role for hop in source or found} <= {"outlet", "document"}
        if passes_on and (source or found):
            inner = inner_speaker(clause, reported.contents)
            found.extend(hop for m in self._mentions(inner) for hop in self._hops(m))
        return tuple(found) or self._history.goes_on(reported, source)

    def _carrier(self, span: Span) -> Iterator[Hop]:
        words = span.of(self._text)
        if words.casefold() in lex.POSTED_ON:
            yield Hop(words, "document", identity(words), span)
            return
        for mention in self._mentions(span):
            for hop in self._hops(mention):
                if hop.role in {"outlet", "document"}:
                    yield hop

    # --- one mention -----------------------------------------------------------------------------

    def _hops(self, mention: Mention) -> Hops:
        if mention.span.of(self._text) == ANSWER and (asked := self._interviewed):
            return self._named(asked, mention.span)
        if mention.pronoun:
            return self._pronoun(mention)
        if mention.name is not None:
            return self._by_name(mention, mention.name)
        return self._described(mention)

    def _by_name(self, mention: Mention, name: Name) -> Hops:
        bearer = self._bearer_of(name)
        if bearer.kind == "group" and says_more(mention, name):
            return (self._unnamed(mention),)
        hops = self._named(bearer, name.span)
        if len(hops) == 1 and bearer.is_person:
            hops += self._belonging.owners(mention, name)
        return hops

    def _bearer_of(self, name: Name) -> Bearer:
        """Who bears a name; of several with one surname, one who was quoted before."""
        bearer = self._bearers.of(name)
        short = len(name.keys) == 1 and (bearer.is_person or bearer.kind == "unknown")
        if not short or (bearer.spoke and len(bearer.keys) > 1):
            return bearer
        return next((b for b in self._bearers.namesakes(name) if b.spoke), bearer)

    def _named(self, bearer: Bearer, span: Span) -> Hops:
        if bearer.kind == "outlet":
            return (Hop(bearer.name, "outlet", bearer.id, span),)
        speaker = Hop(bearer.name, "speaker", bearer.id, span)
        return speaker, *self._belonging.of(bearer)

    def _unnamed(self, mention: Mention) -> Hop:
        words = " ".join(mention.span.of(self._text).split())
        return Hop(words, "speaker", identity(words), mention.span, is_anonymous(mention))

    @cached_property
    def _interviewed(self) -> Bearer | None:
        return interviewed(self._text, self._bearers)

    # --- pronouns ----------------------------------------------------------------------------

    def _pronoun(self, mention: Mention) -> Hops:
        if mention.pronoun in _RELATIVE:
            return self._relative(mention)
        if mention.pronoun in _GENDERS:
            unnamed = self._unnamed_before(mention)
            if unnamed:
                return tuple(mentioned(hop, mention.span) for hop in unnamed)
            person = self._person(mention, _GENDERS[mention.pronoun])
            return self._as(person, mention) if person else (self._unnamed(mention),)
        if mention.pronoun in THEY:
            several = self._plural_before(mention) or self._several()
            if several:
                return tuple(mentioned(hop, mention.span) for hop in several)
        if mention.pronoun in THEY | _IT:
            return self._thing(mention)
        return (self._unnamed(mention),)

    def _as(self, bearer: Bearer, mention: Mention) -> Hops:
        """The hops of ``bearer``, mentioned by a pronoun or description."""
        self._salience.meant(self._place(mention), bearer)
        return self._named(bearer, mention.span)

    def _place(self, mention: Mention) -> Place:
        own = () if mention.pronoun in _RELATIVE else self._own
        return Place(mention.span.start, mention.index, mention.unit.paragraph, own)

    def _person(self, mention: Mention, gender: Gender) -> Bearer | None:
        """Who "he" or "she" is, "she" never a man; or else whoever the sentence names next: "In
        what he calls a gift, Ann Lee ..." """
        ranked = self._salience.ranked(self._place(mention), lambda b: may_be_person(b, gender))
        if ranked:
            ranked[0].gender = ranked[0].gender or gender
            return ranked[0]
        names = self._bearers.after(mention.span.end, AHEAD)
        here = (self._bearers.of(n) for n in names if n.span.start < mention.unit.span.end)
        return next((b for b in here if may_be_person(b, gender) is not None), None)

    def _unnamed_before(self, mention: Mention) -> Hops:
        """Whoever spoke last, in the same paragraph, if no name is known for him or her and
        nobody else was named since."""
        last = self._history.spoken[-1] if self._history.spoken else None
        if last is None or last.source is None or last.paragraph != mention.unit.paragraph:
            return ()
        speakers = tuple(hop for hop in last.chain if hop.role in {"speaker", "affiliation"})
        alone = (
            len(speakers) > 0 and last.head in lex.ROLE_NOUNS | lex.VAGUE_NOUNS and not last.plural
        )
        if not alone or self._bearers.with_id(speakers[0].id) is not None:
            return ()
        for name in self._bearers.before(mention.span.start, LAST):
            if name.span.start < last.source.end:
                break
            bearer = self._bearers.of(name)
            if bearer.is_person and name.weight > 1:
                return ()
        return speakers

    def _plural_before(self, mention: Mention) -> Hops:
        """The plural that opens the same sentence: "Many traders fear that they ..." """
        tokens = mention.unit.tokens
        for at, token in enumerate(tokens[:OPENING]):
            if (
                token.span.start >= mention.span.start
                or token.low in lex.AUXILIARIES | lex.SAFE_CUES
            ):
                break
            if token.low in lex.PLURAL_GENERIC and len(token.low) > 4 and not token.quoted:
                phrase = mention_of(mention.unit, mention.index, at + 1, self._bearers)
                return self._hops(phrase) if phrase else ()
        return ()

    def _several(self) -> Hops:
        """Whoever spoke last as several: "they" after "Clinton and Sanders" or "voters"."""
        for before in self._history.near(self._paragraph_now):
            speakers = tuple(hop for hop in before.chain if hop.role in {"speaker", "outlet"})
            if speakers and (before.plural or self._is_group(speakers[0])):
                return speakers
        return ()

    def _is_group(self, hop: Hop) -> bool:
        bearer = self._bearers.with_id(hop.id)
        return bearer is not None and bearer.kind == "group"

    @property
    def _paragraph_now(self) -> int:
        return self._parts[self._bearers.unit_at(self._own[0].start)].paragraph

    def _thing(self, mention: Mention) -> Hops:
        """What "it" is: the document or outlet that spoke last, or the likeliest body."""
        for before in self._history.near(self._paragraph_now):
            papers = tuple(hop for hop in before.chain if hop.role in {"document", "outlet"})
            persons = [hop for hop in before.chain if self._may_be_he(hop)]
            if papers and not persons and mention.pronoun in _IT:
                return tuple(mentioned(hop, mention.span) for hop in papers)
            break
        groups = mention.pronoun in THEY
        ranked = self._salience.ranked(self._place(mention), lambda b: may_be_thing(b, groups))
        return self._as(ranked[0], mention) if ranked else (self._unnamed(mention),)

    def _may_be_he(self, hop: Hop) -> bool:
        bearer = self._bearers.with_id(hop.id)
        return hop.role == "speaker" and (bearer is None or bearer.is_person)

    def _relative(self, mention: Mention) -> Hops:
        """Who "who" is: the phrase in front of it."""
        unit = mention.unit
        at = next((i for i, t in enumerate(unit.tokens) if t.span.start >= mention.span.start), 0)
        phrase = mention_of(unit, mention.index, at, self._bearers)
        if phrase is None:
            return (self._unnamed(mention),)
        return tuple(mentioned(hop, mention.span) for hop in self._hops(phrase))

    # --- descriptions ----------------------------------------------------------------------------

    def _described(self, mention: Mention) -> Hops:
        return (
            self._last_outlet(mention)
            or self._outlet_with_noun(mention)
            or self._named_next(mention)
            or self._document(mention)
            or self._meant(mention)
            or self._history.same_words(mention)
            or self._named_later(mention)
            or (self._unnamed(mention), *self._belonging.employers(mention))
        )

    def _outlet_with_noun(self, mention: Mention) -> Hops:
        """ "the Yonhap news agency" """
        for name in mention.others:
            behind = [t.low for t in mention.tokens if t.span.start >= name.span.end]
            bearer = self._bearers.of(name)
            if bearer.kind == "outlet" and behind and set(behind) <= _OUTLET_TAIL:
                return (Hop(bearer.name, "outlet", bearer.id, mention.span),)
        return ()

    def _named_next(self, mention: Mention) -> Hops:
        """Whoever is named right behind an office: "Labour's spokesman" before "Ann Lee"."""
        if mention.head not in lex.ROLE_NOUNS:
            return ()
        for name in self._bearers.after(mention.span.end, 1):
            between = self._text[mention.span.end : name.span.start].split()
            titled = all(word.strip(".").casefold() in {*name.titles, ","} for word in between)
            if titled and mention.head in name.roles and len(between) < 3:
                return self._as(self._bearers.of(name), mention)
        return ()

    def _named_later(self, mention: Mention) -> Hops:
        """Who "an Airbus spokesman" is, if the next sentence gives a name to that office: "Airbus
        spokesman Bo Ray told Reuters"."""
        if mention.definite or mention.owned or mention.head not in lex.ROLE_NOUNS:
            return ()
        bodies = {hop.id for hop in self._belonging.employers(mention)}
        for name in self._bearers.after(mention.unit.span.end, AHEAD):
            bearer = self._bearers.of(name)
            new = name.unit == mention.index + 1 and bearer.first == name.span.start
            if new and bearer.is_person and alike(mention.head) & set(name.roles):
                known = {hop.id for hop in self._belonging.of(bearer)}
                return self._as(bearer, mention) if not bodies or bodies & known else ()
        return ()

    def _meant(self, mention: Mention) -> Hops:
        """The named one that a definite description stands for, if the text told so before."""
        bearer = self._bearer_meant(mention)
        return self._as(bearer, mention) if bearer else ()

    def _bearer_meant(self, mention: Mention) -> Bearer | None:
        clipped = len(mention.tokens) == 1 and mention.head in BODIES
        told = mention.definite or mention.owned or clipped
        if not told or mention.head in lex.VAGUE_NOUNS - lex.ROLE_NOUNS:
            return None
        if mention.head in BODIES and self._is_unnamed_body(mention):
            return next(iter(self._bodies(mention)), None)
        years = mention.head.partition("-year-old")
        if years[1]:
            return self._aged(mention, years[0])
        return self._with_role(mention) if mention.head in lex.ROLE_NOUNS else None

    def _is_unnamed_body(self, mention: Mention) -> bool:
        """ "the company", "the UK's biggest lender"; not "Ann Lee's firm" """
        placed = all(self._bearers.of(name).kind == "place" for name in mention.others)
        if mention.others:
            return placed and mention.head in lex.COMPANY_NOUNS
        return not mention.owned

    def _aged(self, mention: Mention, age: str) -> Bearer | None:
        """ "the 52-year-old": whoever has that age, or else is spoken of."""
        ranked = self._salience.ranked(
            self._place(mention),
            lambda b: None if not b.is_person or b.ages - {age} else 5.0 * (age in b.ages),
        )
        return ranked[0] if ranked else None

    def _with_role(self, mention: Mention) -> Bearer | None:
        """The one to whom the text gives the role in ``mention``, or its like."""
        place = self._place(mention)
        ranked = self._salience.ranked(place, lambda b: role_fits(b, mention.head, mention.words))
        return ranked[0] if ranked else None

    def _bodies(self, mention: Mention) -> list[Bearer]:
        """The bodies before ``mention`` that "the company" or "its" there may mean, the likeliest
        first."""
        place = self._place(mention)
        return self._salience.ranked(place, lambda b: body_fits(b, mention.head, mention.words))

    def _last_outlet(self, mention: Mention) -> Hops:
        """ "the newspaper": the last one named, if it is of that kind."""
        if mention.head not in OUTLET_NOUNS or not mention.definite or mention.others:
            return ()
        place = self._place(mention)
        ranked = self._salience.ranked(place, lambda b: outlet_fits(b, mention.head))
        return self._as(ranked[0], mention) if ranked else ()

    # --- documents -------------------------------------------------------------------------------

    def _document(self, mention: Mention) -> Hops:
        """ "the report": the one named before, or a document with whoever wrote it."""
        if mention.head not in lex.SAID_IN and mention.head.removesuffix("s") not in lex.SAID_IN:
            return ()
        if mention.definite and not mention.others and not mention.owned:
            known = self._history.paper_before(mention)
            if known:
                return tuple(mentioned(hop, mention.span) for hop in known)
        words = " ".join(mention.span.of(self._text).split())
        document = Hop(words, "document", identity(words), mention.span)
        hops = (document, *self._authors(mention))
        self._history.papers.append((mention.head, hops))
        return hops

    def _authors(self, mention: Mention) -> Hops:
        """Who wrote a document: "a report by the Foo Institute", "a CNN tally", "its report"."""
        for name in mention.others:
            bearer = self._bearers.of(name)
            if is_author(self._text, mention, name, bearer):
                return self._named(bearer, name.span)
        owner = owner_span(mention) if mention.owned else None
        if owner is None:
            return ()
        return tuple(h for m in self._mentions(owner) for h in self._hops(m) if not h.anonymous)


# --- words ---------------------------------------------------------------------------------------

_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_IT = frozenset({"it", "its", "itself"})
_OUTLET_TAIL = (
    lex.OUTLET_NOUNS
    | lex.MEDIA
    | frozenset(
        "news agency wire service network television radio tv station website online".split()
    )
)
_RANK = {"outlet": 0, "document": 1, "speaker": 2, "affiliation": 3}


def _ordered(hops: Hops) -> Hops:
    """From the nearest source to the furthest, each identity once in each role."""
    return tuple(sorted(_each_once(hops), key=lambda hop: _RANK[hop.role]))


def _each_once(hops: Iterator[Hop] | Hops) -> Hops:
    return tuple({(hop.role, hop.id): hop for hop in reversed(tuple(hops))}.values())[::-1]
