"""Where a speaker belongs: the body that the text gives him or her, by its name or described."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.descriptions import may_employ, owner_span
from tracer.attribution.fitting import body_fits
from tracer.attribution.history import Hops
from tracer.attribution.mentions import Mention, mentions_in
from tracer.attribution.salience import Place, Salience
from tracer.models import Hop, Span
from tracer.outlets import identity

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearer, Bearers
    from tracer.attribution.names import Name
    from tracer.attribution.units import Unit


class Belonging:
    """Whom the bearers of a text belong to. ``bodies`` gives those that "the company" in a mention
    may mean, the likeliest first."""

    def __init__(
        self,
        text: str,
        parts: Sequence[Unit],
        bearers: Bearers,
        salience: Salience,
        bodies: Callable[[Mention], list[Bearer]],
    ) -> None:
        self._text, self._parts, self._bearers, self._bodies = text, parts, bearers, bodies
        self._salience = salience
        self._belongs: dict[str, Hops] = {}

    def of(self, bearer: Bearer) -> Hops:
        """Whom the text says ``bearer`` belongs to."""
        if not bearer.is_person:
            return ()
        if bearer.id not in self._belongs:
            self._belongs[bearer.id] = ()
            self._belongs[bearer.id] = self._body_of(bearer)
        return self._belongs[bearer.id]

    def _body_of(self, bearer: Bearer) -> Hops:
        name = bearer.body
        if name is None or name.body is None:
            return self._by_office(bearer.office) if bearer.office else ()
        if lex.FAMILY & set(name.roles):
            return ()
        for found in self._bearers.named_as_body(name.body)[:1]:
            body = self._bearers.of(found)
            if body.id == bearer.id:
                return ()
            if found.span.end + 3 < name.body.end and body.keys[-1] not in lex.BODY_WORDS:
                return self._by_words(name.body)
            if not (body.is_body or _holds_office(name, body)):
                return ()
            return affiliations([body], found.span)
        return self.described(name.body)

    def _by_office(self, office: Name) -> Hops:
        """The firm that was spoken of last, for "chairman Ann Lee": named in the same paragraph."""
        place = Place(office.span.start, office.unit, office.paragraph)
        bodies = self._salience.ranked(place, _firm_fits)
        return affiliations(bodies[:1], office.span)

    def described(self, span: Span) -> Hops:
        """ "the company" in "the company's boss, Ann Lee" """
        mentions = list(mentions_in(span, self._bearers, self._parts))
        if not mentions:
            return ()
        mention = mentions[0]
        called = {*mention.words} & gazetteer.PEOPLES or len(mention.words) > 2
        bare = len(mention.words) == 1 and mention.head in lex.BODY_NOUNS
        if mention.pronoun and mention.pronoun not in {"its", "their"}:
            return ()
        if bare and mention.tokens[0].is_capital and span.start > mention.unit.span.start:
            return self._by_words(span)
        if mention.pronoun or bare or (mention.definite and not called):
            bodies = self._bodies(mention)
            return affiliations(bodies[:1], span)
        if mention.head not in lex.BODY_NOUNS:
            return ()
        known = [b for b in self._bodies(mention) if mention.head in b.keys]
        return affiliations(known[:1], span) or self._by_words(span)

    def _by_words(self, span: Span) -> Hops:
        """A body that is called by what it is: "the Chinese foreign ministry"."""
        words = " ".join(span.of(self._text).split()).removeprefix("the ").removeprefix("The ")
        return (Hop(words, "affiliation", identity(words), span),)

    def employers(self, mention: Mention) -> Hops:
        """Whom "officials at the Justice Department", "its spokesman" belong to."""
        bodies = [(self._bearers.of(n), n) for n in mention.others if may_employ(mention, n)]
        named = [(body, name) for body, name in bodies if body.is_body]
        if mention.head in lex.BODY_NOUNS:
            return ()
        if named:
            return affiliations([named[0][0]], named[0][1].span)
        if mention.head not in lex.ROLE_NOUNS | lex.VAGUE_NOUNS:
            return ()
        owner = owner_span(mention) or _body_in(mention)
        return self.described(owner) if owner else ()

    def owners(self, mention: Mention, name: Name) -> Hops:
        """ "CNN's Jake Tapper" """
        for other in mention.others:
            between = self._text[other.span.end : name.span.start]
            if between in {"'s ", "’s ", "' ", "’ "}:
                body = self._bearers.of(other)
                if body.is_body:
                    self._belongs[self._bearers.of(name).id] = affiliations([body], other.span)
                    return affiliations([body], other.span)
        return ()


def _body_in(mention: Mention) -> Span | None:
    """The noun for a body that is all that stands before the head noun: "a company spokesman"."""
    words = [t for t in mention.tokens if t.low not in lex.DETERMINERS][:2]
    told = len(words) == 2 and words[0].low in lex.BODY_NOUNS and words[1].low == mention.head
    return words[0].span if told else None


def _firm_fits(bearer: Bearer) -> float | None:
    """What speaks for a body as the firm that a chairman named without one belongs to."""
    firm = lex.COMPANY_WORDS & set(bearer.keys)
    return body_fits(bearer, "company", ()) if firm and bearer.kind == "body" else None


def _holds_office(name: Name, body: Bearer) -> bool:
    """Whether somebody belongs to a place: "the mayor of London", and no "farmer from Texas"."""
    roles = {*name.roles, *name.titles}
    office = name.link in {"of", "'s"} and bool(lex.OFFICES_OF_PLACES & roles)
    return body.kind == "place" and (office or bool(lex.TEAM_ROLES & roles))


def affiliations(bodies: Sequence[Bearer], span: Span) -> Hops:
    return tuple(Hop(body.name, "affiliation", body.id, span) for body in bodies)
