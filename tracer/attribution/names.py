"""The names of a text: people, bodies and outlets, and what the text says of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.phrases import is_name_token
from tracer.models import Span
from tracer.outlets import identity
from tracer.text import word_key

if TYPE_CHECKING:
    from tracer.attribution.units import Token, Unit
    from tracer.outlets import Outlets


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name, without its title. ``roles`` are the nouns that the text gives the
    bearer beside this mention, ``body`` the name of whom he or she belongs to."""

    name: str
    id: str
    span: Span
    unit: int
    paragraph: int
    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    body: Span | None = None
    is_outlet: bool = False
    is_person: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(word_key(part) for part in self.name.split())


RECENT = 6
"""Among so many people named last, whoever spoke is likelier to be meant than the last named."""
MEMORY = 200
"""How many names back a pronoun may look: more than any article's reader keeps in mind, and what
bounds the time that a text of nothing but names takes."""


class Names:
    """Every name of a text outside quotation marks, in text order."""

    def __init__(self, text: str, parts: Sequence[Unit], outlets: Outlets) -> None:
        self._text, self._outlets = text, outlets
        self._all = [
            name for index, unit in enumerate(parts) for name in self._of_unit(index, unit)
        ]
        self._starts = [name.span.start for name in self._all]
        self._longest = self._longest_forms()
        self._bodies = self._affiliations()

    def within(self, span: Span) -> list[Name]:
        """The names inside ``span``."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [name for name in self._all[first:last] if span.contains(name.span)]

    def full(self, name: Name) -> Name:
        """The first mention of the longest form of ``name``: for "Ren", that of "Ren Zhengfei"."""
        return self._longest.get(name.id, name)

    def affiliation(self, person: Name) -> Name | None:
        """The body that the text says ``person`` belongs to."""
        return self._bodies.get(person.id)

    def person(
        self, before: int, low: str, unit: Unit, spoken: Sequence[str], barred: Collection[str]
    ) -> Name | None:
        """Who "he" or "she" at offset ``before`` stands for: of the last people named the one
        who spoke last, or else the last of them, or else the first one named later in the same
        sentence. Never one of the ``barred``."""
        named = [name for name in map(self.full, self._back_from(before)) if _fits(name, low)]
        people = [name for name in named if name.id not in barred]
        recent = {name.id: name for name in people[:RECENT]}
        for who in spoken:
            if who in recent:
                return recent[who]
        if people:
            return people[0]
        later = self.within(Span(before, max(before, unit.span.end)))
        return next((name for name in map(self.full, later) if _fits(name, low)), None)

    def body(self, before: int, spoken: Sequence[str]) -> Name | None:
        """Which body "it" or "the company" at offset ``before`` stands for: the one that spoke
        last, or else the one named last."""
        bodies = [name for name in map(self.full, self._back_from(before)) if not name.is_person]
        known = {name.id: name for name in bodies}
        return next((known[who] for who in spoken if who in known), bodies[0] if bodies else None)

    def with_role(self, role: str, before: int) -> Name | None:
        """The last person before offset ``before`` to whom the text gave ``role`` or its like."""
        alike = lex.LEADERS if role in lex.LEADERS else lex.SPOKES if role in lex.SPOKES else {role}
        for name in self._back_from(before):
            if alike & set(name.roles + name.titles):
                return self.full(name)
        return None

    def _back_from(self, before: int) -> list[Name]:
        """The names before an offset, the last one first."""
        end = bisect_left(self._starts, before)
        return self._all[max(0, end - MEMORY) : end][::-1]

    def _affiliations(self) -> dict[str, Name]:
        bodies: dict[str, Name] = {}
        for mention in self._all:
            person = self.full(mention).id
            if mention.body and person not in bodies and (named := self.within(mention.body)):
                bodies[person] = self.full(named[-1])
        return bodies

    def _longest_forms(self) -> dict[str, Name]:
        """For each id, the fullest person's name that ends or begins with it."""
        longest: dict[str, Name] = {}
        for name in self._all:
            longest.setdefault(name.id, name)
        fuller: dict[str, list[Name]] = {}
        for name in longest.values():
            if len(name.keys) > 1 and not name.is_outlet:
                for key in {name.keys[0], name.keys[-1]}:
                    fuller.setdefault(key, []).append(name)
        for name in list(longest.values()):
            if not name.is_outlet and (forms := fuller.get(" ".join(name.keys))):
                longest[name.id] = _nearest(name, forms)
        return longest

    def outlet_called(self, word: str, before: int) -> Name | None:
        """The outlet named last before an offset whose name ends with ``word``: for "the
        Gazette", the Carrow Bay Gazette."""
        named = (n for n in self._back_from(before) if n.is_outlet and len(n.keys) > 1)
        return next((name for name in named if name.keys[-1] == word_key(word)), None)

    # --- finding them ------------------------------------------------------------------------

    def _of_unit(self, index: int, unit: Unit) -> Iterator[Name]:
        at = 0
        while at < len(unit.tokens):
            end = _run_end(unit, at)
            if end == at:
                at += 1
                continue
            if name := self._name(index, unit, at, end):
                yield name
            at = end

    def _name(self, index: int, unit: Unit, start: int, end: int) -> Name | None:
        if end - start == 1 and _is_common(unit, start):
            return None
        first = _after_titles(unit, start, end)
        titles = tuple(t.bare for t in unit.tokens[start:first])
        article = first == start and start > 0 and unit.tokens[start - 1].low == "the"
        span = _bare_span(unit, first, end)
        words = span.of(self._text)
        capital_the = article and start > 1 and unit.tokens[start - 1].text == "The"
        outlet = self._outlets.find(words)
        long_enough = end - first > 1 or (article and start > 1)
        named_like_one = long_enough and unit.tokens[end - 1].bare in lex.OUTLET_WORDS
        name = outlet.name if outlet else words
        if article and (_is_land(words) or (named_like_one and not outlet and capital_the)):
            name = f"{unit.tokens[start - 1].text} {words}"
            name = name[0].lower() + name[1:] if _is_land(words) else name
        roles, body = _apposition(unit, start, end)
        is_outlet = outlet is not None or (named_like_one and not titles and not roles)
        return Name(
            name=name,
            id=outlet.id if outlet else identity(name),
            span=span,
            unit=index,
            paragraph=unit.paragraph,
            titles=titles,
            roles=roles,
            body=body,
            is_outlet=is_outlet,
            is_person=not is_outlet and _is_person(unit, first, end, titles, roles),
        )


def _nearest(name: Name, fuller: Sequence[Name]) -> Name:
    at = bisect_left([p.span.start for p in fuller], name.span.start)
    return fuller[max(0, at - 1)]


def _fits(name: Name, pronoun: str) -> bool:
    titles = set(name.titles)
    if pronoun in {"she", "her"}:
        return name.is_person and not titles & lex.MALE_TITLES
    if pronoun in {"he", "him", "his"}:
        return name.is_person and not titles & lex.FEMALE_TITLES
    return name.is_person


def _run_end(unit: Unit, start: int) -> int:
    """The end of the run of name tokens that begins at ``start``."""
    at = start
    while at < len(unit.tokens):
        token = unit.tokens[at]
        if token.quoted or not (is_name_token(token) or _joins(unit, start, at)):
            break
        at += 1
        if token.is_possessive:
            break
    return at


def _joins(unit: Unit, start: int, at: int) -> bool:
    """Whether a small word at ``at`` is part of a name: "University of London", "de Gaulle"."""
    if at == start or at + 1 >= len(unit.tokens) or not is_name_token(unit.tokens[at + 1]):
        return False
    low = unit.tokens[at].low
    if low in {"of", "for"}:
        return any(t.low in lex.ORGANISATION_WORDS for t in unit.tokens[start:at])
    return low in lex.NAME_PARTICLES or low == "&"


def _is_common(unit: Unit, at: int) -> bool:
    """Whether a word with a capital is no name: a common noun that opens its sentence, a month."""
    bare = unit.tokens[at].bare
    called = at > 1 and unit.low(at - 1) == "the" and bare in lex.OUTLET_WORDS
    opens = at == 0 and bare in lex.ADJECTIVES
    return opens or bare in lex.CALENDAR or (bare in lex.COMMON_NOUNS and not called)


def _after_titles(unit: Unit, start: int, end: int) -> int:
    """The first token of the name proper: after the last title that has a name behind it."""
    first = start
    for at in range(start, end - 1):
        low = unit.tokens[at].low.rstrip(".")
        if low in lex.TITLES or low in lex.PERSON_NOUNS:
            first = at + 1
    return first


def _bare_span(unit: Unit, first: int, end: int) -> Span:
    last = unit.tokens[end - 1]
    cut = len(last.low) - len(last.bare)
    return Span(unit.tokens[first].span.start, last.span.end - cut)


def _is_land(words: str) -> bool:
    return word_key(words) in {"us", "uk", "un", "eu", "uae", "usa"} or words in {
        "United States",
        "United Kingdom",
        "United Nations",
        "European Union",
        "Netherlands",
        "Philippines",
    }


def _apposition(unit: Unit, start: int, end: int) -> tuple[tuple[str, ...], Span | None]:
    """The role nouns beside a name, and the words that name the body they belong to."""
    after = _behind(unit, end)
    if after[0] or after[1]:
        return after
    return _in_front(unit, start)


def _behind(unit: Unit, end: int) -> tuple[tuple[str, ...], Span | None]:
    """ "Ren, founder and chief executive of Huawei,"  "Tsang from SOAS" """
    roles: list[str] = []
    at = end
    while at < min(end + 12, len(unit.tokens)):
        token = unit.tokens[at]
        if (
            token.quoted
            or (not token.is_word and token.text != ",")
            or (token.text == "," and at > end)
        ):
            break
        if token.low in {"of", "from", "at", "for", "with"}:
            told = at > end + 1 and unit.low(end) == "," and unit.low(end + 1) in {"a", "an", "the"}
            linked = bool(roles) or told or (at == end and token.low in {"of", "from", "at"})
            return tuple(roles), _body_at(unit, at + 1) if linked else None
        if token.bare in lex.PERSON_NOUNS:
            roles.append(token.bare)
        elif token.low in lex.AUXILIARIES or token.low in lex.CUES:
            break
        at += 1
    closes = at < len(unit.tokens) and unit.tokens[at].text in {",", "."}
    appositive = end < len(unit.tokens) and unit.tokens[end].text == "," and closes
    if not (appositive and roles):
        return (), None
    return tuple(roles), _owner(unit, end + 1, at)


def _owner(unit: Unit, start: int, end: int) -> Span | None:
    """ "Ren, Huawei's founder," """
    stop = _run_end(unit, start) if start < end else start
    return _bare_span(unit, start, stop) if start < stop < end else None


def _body_at(unit: Unit, at: int) -> Span | None:
    while at < len(unit.tokens) and unit.tokens[at].low in {"the", "a", "an"}:
        at += 1
    stop = _run_end(unit, at)
    return _bare_span(unit, at, stop) if stop > at else None


def _in_front(unit: Unit, start: int) -> tuple[tuple[str, ...], Span | None]:
    """ "Huawei founder Ren Zhengfei", "the Justice Department spokeswoman, Ann Lee" """
    at = start - 1 if start and unit.tokens[start - 1].text == "," else start
    stop = at
    while at > 0 and unit.tokens[at - 1].is_word and not unit.tokens[at - 1].is_capital:
        if unit.tokens[at - 1].low in lex.FUNCTION_WORDS or stop - at > 4:
            break
        at -= 1
    roles = tuple(t.bare for t in unit.tokens[at:stop] if t.bare in lex.PERSON_NOUNS)
    if not roles:
        return (), None
    begin = at
    while begin > 0 and is_name_token(unit.tokens[begin - 1]) and not unit.tokens[begin - 1].quoted:
        begin -= 1
    return roles, _bare_span(unit, begin, at) if begin < at else None


_PLACE_WORDS = frozenset(
    "north south east west new united great northern southern eastern western white middle".split()
)


def _is_person(
    unit: Unit, first: int, end: int, titles: tuple[str, ...], roles: tuple[str, ...]
) -> bool:
    tokens: Sequence[Token] = unit.tokens[first:end]
    if titles or roles:
        return True
    if not 1 < len(tokens) < 4 or tokens[0].low in _PLACE_WORDS:
        return False
    shouted = any(t.text.isupper() and len(t.text) > 2 for t in tokens)
    return not shouted and not any(t.bare in lex.ORGANISATION_WORDS for t in tokens)
