"""Who bears the names of a text: which mentions are of one person or body, and what is known of it.

"Ren" is Ren Zhengfei, "the FDA" the Food and Drug Administration, "Mrs Clinton" the Clinton who is
a woman.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.names import Name, find_names, is_headline, names_in
from tracer.outlets import identity
from tracer.text import spelled, word_key

if TYPE_CHECKING:
    from tracer.attribution.units import Unit
    from tracer.models import Span
    from tracer.outlets import Outlet, Outlets

BearerKind = Literal["person", "perhaps-person", "body", "outlet", "place", "group", "unknown"]
Gender = Literal["f", "m", ""]

NEWS_KINDS = frozenset({"newspaper", "magazine", "broadcaster", "wire", "website", "journal"})
"""Kinds of the registry that make an outlet; its others are bodies that speak for themselves."""
CANDIDATES = 8
"""How many bearers of one surname are looked at."""
FAR = 3
"""Units behind a name within which "her" may still tell something about its bearer."""


@dataclass(slots=True)
class Bearer:
    """Somebody or something that the text names. ``name`` is the fullest form, as first given;
    ``roles`` are all words that the text uses for what it is."""

    name: str
    id: str
    kind: BearerKind
    keys: tuple[str, ...]
    first: int
    gender: Gender = ""
    roles: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    body: Name | None = None
    """The mention that says whom the bearer belongs to."""
    office: Name | None = None
    """The mention that gives an office of a body without saying of which: "chairman Ann Lee"."""
    outlet_kind: str = ""
    spoke: bool = False
    """Whether something was said by it, as far as the text was read."""

    @property
    def is_person(self) -> bool:
        return self.kind in {"person", "perhaps-person"}

    @property
    def is_body(self) -> bool:
        return self.kind in {"body", "outlet", "unknown"}


class Bearers:
    """Every bearer of a name in a text, and every mention of one, in text order."""

    def __init__(
        self, text: str, parts: Sequence[Unit], outlets: Outlets, publisher: str | None = None
    ) -> None:
        self._text, self._parts, self._outlets = text, parts, outlets
        self.names = find_names(text, parts, lambda words: outlets.find(words) is not None)
        self._unit_starts = [unit.span.start for unit in parts]
        self._times = Counter(name.keys for name in self.names)
        self.starts = [name.span.start for name in self.names]
        self._of: dict[Span, Bearer] = {}
        self._by_keys: dict[tuple[str, ...], Bearer] = {}
        self._by_part: dict[tuple[str, ...], list[Bearer]] = {}
        self._looked_up: dict[str, Outlet | None] = {}
        self._by_id: dict[str, Bearer] = {}
        self._by_initials: dict[str, Bearer] = {}
        self._same: dict[int, Bearer] = {}
        self._outlets_named: list[tuple[int, Bearer]] = []
        if publisher:
            self._publish(publisher)
        self._group()
        self._learn_genders()
        self._subjects = self._first_people()

    # --- looking up ---------------------------------------------------------------------------

    def within(self, span: Span) -> list[Name]:
        """The names inside ``span``, in quotation marks and headlines too."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        found = [name for name in self.names[first:last] if span.contains(name.span)]
        if found:
            return found
        before = self.names[first - 1] if first else None
        if before is not None and before.span.overlaps(span):
            return self.read(span)
        return self.read(span) if self._is_special(self.unit_at(span.start), span) else []

    def _is_special(self, at: int, span: Span) -> bool:
        unit = self._parts[at]
        return is_headline(unit) or any(t.quoted and span.contains(t.span) for t in unit.tokens)

    def read(self, span: Span) -> list[Name]:
        """The names among the words of ``span``, whatever stands around them."""
        at = self.unit_at(span.start)
        unit = self._parts[at]
        inside = [i for i, token in enumerate(unit.tokens) if span.contains(token.span)]
        return list(names_in(self._text, at, unit, inside[0], inside[-1] + 1)) if inside else []

    def named_as_body(self, span: Span) -> list[Name]:
        """The names in the words for a body; none in a single word that has its capital from the
        sentence that it opens: "Music mogul Ann Lee"."""
        found = self.within(span)
        if found:
            return found
        opens = self._parts[self.unit_at(span.start)].span.start == span.start
        return [name for name in self.read(span) if not opens or self._is_sure(name)]

    def _is_sure(self, name: Name) -> bool:
        """Whether words at the start of a sentence are a name in any case: several, or letters, or
        what the text has elsewhere too."""
        again = self._times[name.keys] > 1 or self.of(name).keys != name.keys
        return again or len(name.keys) > 1 or name.words.isupper()

    def unit_at(self, offset: int) -> int:
        """The index of the unit that an offset lies in, or of the last one before it."""
        return max(0, bisect_right(self._unit_starts, offset) - 1)

    def of(self, name: Name) -> Bearer:
        """Who bears ``name``."""
        known = self._of.get(name.span)
        if known is None:
            known = self._of[name.span] = self._short(name) or self._late(name)
        return self._same.get(id(known), known)

    def _late(self, name: Name) -> Bearer:
        """A new bearer, named in quotation marks alone; his surname elsewhere was taken for a name
        of its own."""
        bearer = self._new(name)
        alone = self._by_keys.get(name.keys[-1:])
        if alone and bearer.is_person and alone.kind in {"unknown", "perhaps-person"}:
            self._same[id(alone)] = bearer
        return bearer

    def _publish(self, publisher: str) -> None:
        """The outlet that publishes the text: "The Times" in it means itself, as long as no other
        one is named."""
        outlet = self._outlets.find(publisher)
        name = outlet.name if outlet else publisher
        keys = tuple(word_key(word) for word in spelled(name.removeprefix("The ")))
        kind = outlet.kind if outlet else ""
        bearer = Bearer(name, identity(name), "outlet", keys, 0, outlet_kind=kind)
        self._by_id[bearer.id] = self._by_keys[keys] = bearer
        self._outlets_named.append((-1, bearer))

    def with_id(self, identity_of: str) -> Bearer | None:
        """The bearer that has this id."""
        return self._by_id.get(identity_of)

    def before(self, offset: int, limit: int) -> Iterator[Name]:
        """The names before an offset, the last one first."""
        end = bisect_left(self.starts, offset)
        for at in range(end - 1, max(-1, end - 1 - limit), -1):
            yield self.names[at]

    def after(self, offset: int, limit: int) -> Iterator[Name]:
        """The names from an offset on."""
        begin = bisect_left(self.starts, offset)
        yield from self.names[begin : begin + limit]

    def namesakes(self, name: Name) -> list[Bearer]:
        """Everybody whom a surname may stand for."""
        sharing = self._by_part.get(name.keys, [])[:CANDIDATES]
        return [b for b in sharing if b.is_person and _may_be(b, name)]

    def weight(self, name: Name) -> int:
        """``name.weight``, and 2 for the first free name of a person in its sentence."""
        return 2 if name.span in self._subjects else name.weight

    def _first_people(self) -> set[Span]:
        found: dict[int, Span] = {}
        for name in self.names:
            if name.weight > 0 and self._of[name.span].is_person:
                found.setdefault(name.unit, name.span)
        return set(found.values())

    # --- which mentions are of one bearer --------------------------------------------------------

    def _group(self) -> None:
        """Full names first, so that a surname finds its bearer also further on."""
        for name in self.names:
            if len(name.keys) > 1:
                self._of[name.span] = self._full(name)
        for name in self.names:
            if name.span not in self._of:
                self._of[name.span] = self._short(name) or self._new(name)
        for name in self.names:
            self._add(self._of[name.span], name)
        for name in self.names:
            if name.body is not None and name.link != "'s" and not lex.FAMILY & set(name.roles):
                self._has_people(name.body)

    def _has_people(self, span: Span) -> None:
        """Somebody works for whoever is named in ``span``: it is no person, as far as one can
        tell from its name alone."""
        for name in self.named_as_body(span)[:1]:
            bearer = self.of(name)
            if bearer.kind in {"perhaps-person", "unknown"} and not bearer.gender:
                bearer.kind = "body"

    def _full(self, name: Name) -> Bearer:
        known = self._by_keys.get(name.keys) or self._by_keys.get(_ends(name.keys))
        if known is not None and _one_bearer(known, name):
            return known
        longer = self._part_of(name) if _kind(name, None) in {"body", "perhaps-person"} else None
        return longer or self._new(name)

    def _part_of(self, name: Name) -> Bearer | None:
        """Who has this for a short form: "Pershing Square" the body Pershing Square Capital
        Management, "De Witt" the person Ann de Witt."""
        wanted = "person" if name.keys[0] in lex.NAME_PARTICLES else "body"
        sharing = self._by_part.get(name.keys, ())[-CANDIDATES:]
        return next((b for b in reversed(sharing) if b.kind == wanted), None)

    def _short(self, name: Name) -> Bearer | None:
        """Who is meant by a surname, a first name, initials, or the last word of a body's name."""
        outlet = self._called(name)
        if outlet:
            return outlet
        if name.keys in self._by_keys:
            return self._by_keys[name.keys]
        shorter = self._by_part.get(name.keys, [])
        shorter = shorter[:CANDIDATES] + shorter[CANDIDATES:][-CANDIDATES:]
        fitting = [b for b in shorter if _may_be(b, name)]
        surnames = [b for b in fitting if b.kind == "person" and b.keys[-1:] == name.keys[-1:]]
        words = " ".join(name.keys)
        place = words in gazetteer.PLACES and not name.titles
        if not surnames and (self._registered(name) or place):
            return None
        if fitting and words not in gazetteer.SEATS:
            return _likeliest(name, surnames or fitting)
        return self._by_initials.get(name.keys[0]) if len(name.keys) == 1 else None

    def _called(self, name: Name) -> Bearer | None:
        """The outlet named last of which this is the short form: for "the Post", The Washington
        Post, for "Fox", Fox News; nobody who has that surname."""
        if len(name.keys) > 1:
            return None
        sharing = self._by_part.get(name.keys, ())[:CANDIDATES]
        if any(b.is_person and b.keys[-1:] == name.keys for b in sharing):
            return None
        at = bisect_left(self._outlets_named, name.span.start, key=lambda named: named[0])
        before = self._outlets_named[max(0, at - CANDIDATES) : at][::-1]
        return next((b for _, b in before if _is_short_for(name, b)), None)

    def _registered(self, name: Name) -> Outlet | None:
        if name.titles and name.titles[-1] in lex.TITLES:
            return None
        words = f"The {name.words}" if name.definite else name.words
        if words not in self._looked_up:
            found = self._outlets.find(words) or self._outlets.university(words)
            self._looked_up[words] = found
        return self._looked_up[words]

    def _new(self, name: Name) -> Bearer:
        outlet = self._registered(name)
        if outlet and outlet.id in self._by_id:
            return self._by_id[outlet.id]
        kind = _kind(name, outlet)
        shown = outlet.name if outlet and kind == "outlet" else self._shown(name, kind)
        bearer = Bearer(
            name=shown,
            id=outlet.id if outlet else identity(shown),
            kind=kind,
            keys=name.keys,
            first=name.span.start,
            outlet_kind=outlet.kind if outlet else "",
        )
        bearer.gender = _gender(bearer, name)
        self._by_id.setdefault(bearer.id, bearer)
        self._index(bearer, name)
        return bearer

    def _shown(self, name: Name, kind: BearerKind) -> str:
        """The name, with its article where it is always said with it: "the US"."""
        return f"the {name.words}" if name.definite and kind == "place" else name.words

    def _index(self, bearer: Bearer, name: Name) -> None:
        self._by_keys.setdefault(name.keys, bearer)
        if bearer.is_person and len(name.keys) > 2:
            self._by_keys.setdefault(_ends(name.keys), bearer)
        for part in _parts_of(bearer):
            self._by_part.setdefault(part, []).append(bearer)
        if bearer.kind == "body" and len(name.keys) > 1:
            for letters in _initials(name.words):
                self._by_initials.setdefault(letters, bearer)
        if bearer.kind == "outlet" and len(bearer.keys) > 1:
            self._outlets_named.append((name.span.start, bearer))

    def _add(self, bearer: Bearer, name: Name) -> None:
        """What one mention says of its bearer."""
        bearer.roles.update(name.roles)
        if name.age:
            bearer.ages.add(name.age)
        if bearer.body is None and name.body is not None:
            bearer.body = name
        if bearer.office is None and _is_of_firm(set(name.roles)):
            bearer.office = name
        if bearer.kind in {"unknown", "perhaps-person"} and _is_called_person(name):
            bearer.kind = "person"
        if not bearer.gender:
            bearer.gender = _gender(bearer, name)

    # --- what pronouns tell ----------------------------------------------------------------------

    def _learn_genders(self) -> None:
        """For bearers that no title and no given name tells: whether "he", "she" or "it" follows
        the name, before another one comes."""
        told: dict[str, dict[str, int]] = {}
        by_unit: dict[int, list[Name]] = {}
        for name in self.names:
            by_unit.setdefault(name.unit, []).append(name)
        last: Bearer | None = None
        last_unit = -FAR
        for index, unit in enumerate(self._parts):
            waiting = list(by_unit.get(index, ()))[::-1]
            for token in unit.tokens:
                if waiting and token.span.start >= waiting[-1].span.start:
                    name = waiting.pop()
                    last, last_unit = self._of[name.span], index
                elif last and index - last_unit < FAR and not token.quoted and token.low in _TELLS:
                    counts = told.setdefault(last.id, {})
                    sure = 2 if index == last_unit else 1
                    counts[_TELLS[token.low]] = counts.get(_TELLS[token.low], 0) + sure
        for bearer in {id(bearer): bearer for bearer in self._of.values()}.values():
            _settle(bearer, told.get(bearer.id, {}))


_TELLS = {
    **dict.fromkeys(("he", "him", "his"), "m"),
    **dict.fromkeys(("she", "her"), "f"),
    **dict.fromkeys(("it", "its"), "it"),
}


def _settle(bearer: Bearer, counts: dict[str, int]) -> None:
    he, she, it = (counts.get(kind, 0) for kind in ("m", "f", "it"))
    if bearer.kind == "unknown" and max(he, she) > it:
        bearer.kind = "perhaps-person"
    elif bearer.kind == "perhaps-person" and it > he + she and not bearer.gender:
        bearer.kind = "body"
    if bearer.is_person and not bearer.gender and he != she:
        bearer.gender = "m" if he > she else "f"


def _ends(keys: tuple[str, ...]) -> tuple[str, ...]:
    """First and last name, without initials and "Jr": what Donald J. Trump shares with Donald
    Trump."""
    kept = tuple(key for key in keys if len(key) > 1 and key not in {"jr", "sr", "ii", "iii"})
    return (kept[0], kept[-1]) if len(kept) > 1 else keys


def _one_bearer(bearer: Bearer, name: Name) -> bool:
    return bearer.keys == name.keys or bearer.is_person


def _parts_of(bearer: Bearer) -> Iterator[tuple[str, ...]]:
    """The shorter names that may stand for a bearer."""
    keys = bearer.keys
    if bearer.is_person:
        yield from (keys[at:] for at in range(1, len(keys)))
        yield keys[:1]
    elif bearer.kind in {"body", "outlet"}:
        yield from (keys[:at] for at in range(1, len(keys)) if _left_out(keys[at:]))
        yield from (keys[at:] for at in range(1, len(keys) - 1))


def _is_short_for(name: Name, outlet: Bearer) -> bool:
    key, (first, *rest) = name.keys[0], outlet.keys
    if key == first and (rest[:1] == ["of"] or set(rest) <= _PARTS_OF_NEWS):
        return key not in gazetteer.PLACES
    return key == outlet.keys[-1] and (name.definite or key in lex.OUTLET_WORDS)


_PARTS_OF_NEWS = frozenset("news radio tv television channel network magazine online".split())


def _left_out(rest: tuple[str, ...]) -> bool:
    return all(key in lex.COMPANY_WORDS for key in rest)


def _initials(words: str) -> set[str]:
    parts = words.replace("-", " ").split()
    capitals = "".join(part[0] for part in parts if part[0].isupper()).casefold()
    every = "".join(part[0] for part in parts if part[0].isalpha()).casefold()
    return {letters for letters in (capitals, every) if len(letters) > 1}


def _may_be(bearer: Bearer, name: Name) -> bool:
    """Whether a short form with its titles can stand for ``bearer``."""
    titles = set(name.titles)
    if titles & lex.FEMALE_NOUNS and bearer.gender == "m":
        return False
    return not (titles & lex.MALE_NOUNS and bearer.gender == "f")


def _likeliest(name: Name, fitting: Sequence[Bearer]) -> Bearer:
    """Of several with this surname whoever is named first in the text: papers call the others by
    their full names. A first name stands for somebody only if it is nobody's surname."""
    surnames = [b for b in fitting if b.keys[-len(name.keys) :] == name.keys] or fitting
    return min(surnames, key=lambda b: b.first)


def _kind(name: Name, outlet: Outlet | None) -> BearerKind:
    if outlet:
        return "outlet" if outlet.kind in NEWS_KINDS else "body"
    if name.medium:
        return "outlet"
    words = " ".join(name.keys)
    if name.placed and not name.roles and len(name.keys) < 4:
        return "person" if name.keys[0] in gazetteer.GIVEN and len(name.keys) > 1 else "place"
    if _is_called_person(name):
        return "person"
    if words in gazetteer.SEATS:
        return "body"
    thing = name.keys[-1] in lex.BODY_WORDS | lex.OUTLET_WORDS
    side = len(name.keys) == 2 and name.keys[0] in _SIDES and not thing
    if words in gazetteer.PLACES or side:
        return "place"
    if name.keys[-1] in gazetteer.GROUPS:
        return "group"
    return _kind_by_words(name)


def _kind_by_words(name: Name) -> BearerKind:
    keys, words = name.keys, name.words.split()
    if len(keys) == 1:
        return "body" if words[0].isupper() and len(words[0]) > 1 else "unknown"
    given = keys[0] in gazetteer.GIVEN and keys[-1] not in lex.BODY_WORDS
    if given and not name.definite and len(keys) < 5:
        return "person"
    if _is_outlet_by_name(name):
        return "outlet"
    if {"of", "for", "and"} & set(keys) or "&" in words or lex.BODY_WORDS & set(keys):
        return "body"
    if len(keys) > 3 or any(word.isupper() and len(word) > 3 for word in words):
        return "body"
    return "perhaps-person" if not name.definite and _PLACE_WORDS.isdisjoint(keys) else "unknown"


_SIDES = frozenset("north south east west northern southern eastern western".split())
_PLACE_WORDS = frozenset(
    "north south east west new united great northern southern eastern western middle street avenue "
    "road square park river lake mount island bay tower hill hills county day week award awards "
    "games league war act amendment".split()
)


def _is_outlet_by_name(name: Name) -> bool:
    """Whether a name ends as those of papers do, or begins as those of stations do."""
    opens = name.keys[0] in {"radio", "tv", "television", "channel"} and len(name.keys) > 1
    return (name.keys[-1] in lex.OUTLET_WORDS or opens) and not name.titles


def _is_of_firm(roles: set[str]) -> bool:
    held = lex.OFFICES_OF_FIRMS & roles or {"chief", "executive"} <= roles
    return bool(held) and "former" not in roles


def _is_called_person(name: Name) -> bool:
    personal = lex.TITLES | lex.ABBREVIATED
    if name.keys[-1] in lex.BODY_WORDS and len(name.keys) > 1:
        return False
    if any(title in personal for title in name.titles) or name.age:
        return True
    return any(role in lex.ROLE_NOUNS for role in name.roles)


def _gender(bearer: Bearer, name: Name) -> Gender:
    said = set(name.roles)
    if said & lex.FEMALE_NOUNS:
        return "f"
    if said & lex.MALE_NOUNS:
        return "m"
    if not bearer.is_person or len(bearer.keys) < 2:
        return ""
    first = bearer.keys[0]
    return "f" if first in gazetteer.FEMALE else "m" if first in gazetteer.MALE else ""
