"""Where a speaker belongs: the body that the text gives him or her, by its name or described."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.descriptions import may_employ, owner_span
from tracer.attribution.history import Hops
from tracer.attribution.mentions import Mention, mentions_in
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
        bodies: Callable[[Mention], list[Bearer]],
    ) -> None:
        self._text, self._parts, self._bearers, self._bodies = text, parts, bearers, bodies
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
        if name is None or name.body is None or lex.FAMILY & set(name.roles):
            return ()
        named = self._bearers.within(name.body) or self._names_of(name.body)
        for found in named[:1]:
            body = self._bearers.of(found)
            if body.kind != "outlet":
                body = self._bearers.outlet_before(found) or body
            if found.span.end + 3 < name.body.end and body.keys[-1] not in lex.BODY_WORDS:
                return self._by_words(name.body)
            if body.id == bearer.id or not (body.is_body or _holds_office(name, body)):
                return ()
            return affiliations([body], found.span)
        return self.described(name.body)

    def _names_of(self, body: Span) -> list[Name]:
        """The names in words for a body; none in a single word that only opens its sentence:
        "Music mogul Ann Lee"."""
        at = self._bearers.unit_at(body.start)
        opens = at is not None and self._parts[at].span.start == body.start
        return [] if opens and " " not in body.of(self._text) else self._bearers.read(body)

    def described(self, span: Span) -> Hops:
        """ "the company" in "the company's boss, Ann Lee" """
        mentions = list(mentions_in(span, self._bearers, self._parts))
        if not mentions:
            return ()
        mention = mentions[0]
        called = {*mention.words} & gazetteer.PEOPLES or len(mention.words) > 2
        if mention.pronoun and mention.pronoun not in {"its", "their"}:
            return ()
        if mention.pronoun or (mention.definite and not called):
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
        owner = owner_span(mention)
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

    def fits(self, bearer: Bearer, name: Name) -> bool:
        """Whether a body or place in a description is the one that ``bearer`` belongs to."""
        other = self._bearers.of(name)
        if other.is_body:
            return other.id in {hop.id for hop in self.of(bearer)}
        owned = self._text[name.span.end : name.span.end + 1] in {"'", "’"}
        if other.kind != "place" or not owned:
            return True
        own = bearer.body and bearer.body.body and self._bearers.within(bearer.body.body)
        return other.keys[-1] in bearer.roles or bool(
            own and any(self._bearers.of(n) is other for n in own)
        )


def _holds_office(name: Name, body: Bearer) -> bool:
    """Whether somebody belongs to a place: "the mayor of London", and no "farmer from Texas"."""
    office = lex.OFFICES_OF_PLACES & {*name.roles, *name.titles}
    return body.kind == "place" and name.link in {"of", "'s"} and bool(office)


def affiliations(bodies: Sequence[Bearer], span: Span) -> Hops:
    return tuple(Hop(body.name, "affiliation", body.id, span) for body in bodies)
