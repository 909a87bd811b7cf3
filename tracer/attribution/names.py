"""The names of a text: where each stands, its titles, and what the text says of its bearer there.

One mention at a time; ``bearers`` tells which mentions are of one person or body.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.beside import beside_name
from tracer.attribution.runs import bare_span, looks_like_name, run_end
from tracer.models import Span
from tracer.text import word_key

if TYPE_CHECKING:
    from tracer.attribution.units import Token, Unit


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name, without its title.

    ``titles`` are the words in front of it that are part of the run of capitals ("Prime
    Minister"), ``roles`` every word that the text uses beside the mention to say what the bearer
    is. ``body`` are the words for whom the bearer belongs to, which may be no name ("the
    company"), and ``link`` the word that binds them: a preposition, "'s", or nothing. ``age`` is
    in years. ``weight`` says how likely a pronoun that follows means this mention: 2 for the first
    free name of a sentence, 1 for another free one, 0 for one behind a preposition, less for one
    that only modifies a noun.
    """

    words: str
    keys: tuple[str, ...]
    span: Span
    unit: int
    paragraph: int
    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    body: Span | None = None
    link: str = ""
    age: str = ""
    definite: bool = False
    placed: bool = False
    medium: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one text tells about words with a capital: ``plain`` are those that it also has without
    one, ``outlets`` common nouns that are an outlet behind "the" ("the Economist"), ``surnames``
    the last words of its names, ``longer`` the token behind an outlet's name with a small word in
    it ("The Times of India"), by the offset of its first word."""

    plain: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    longer: Mapping[int, int] = field(default_factory=dict)


def find_names(text: str, parts: Sequence[Unit], is_outlet: Callable[[str], bool]) -> list[Name]:
    """Every name outside quotation marks, in text order. In headlines, where every word has a
    capital, only words count that are part of a name elsewhere. ``is_outlet`` says whether "The
    Economist" is one."""
    words = _vocabulary(parts, is_outlet)
    found: list[list[Name]] = [[] for _ in parts]
    bodies = [at for at, unit in enumerate(parts) if not is_headline(unit)]
    if 2 * len(bodies) < len(parts):
        bodies = []
    for at in bodies:
        found[at] = list(_of_unit(text, at, parts[at], words))
    full = [name for names in found for name in names if len(name.keys) > 1]
    words = replace(words, surnames=frozenset(name.keys[-1] for name in full))
    for at in bodies:
        if _has_hidden(parts[at], found[at], words):
            found[at] = list(_of_unit(text, at, parts[at], words))
    known = {key for names in found for name in names for key in name.keys} if bodies else None
    for at in set(range(len(parts))) - set(bodies):
        found[at] = list(_of_unit(text, at, parts[at], Vocabulary(), known))
    return [name for names in found for name in names]


def _vocabulary(parts: Sequence[Unit], is_outlet: Callable[[str], bool]) -> Vocabulary:
    plain = frozenset(t.low for unit in parts for t in unit.tokens if t.text[0].islower())
    called = (low for low in _called(parts) if is_outlet(f"The {low.capitalize()}"))
    longer = (pair for unit in parts for pair in _with_of(unit, is_outlet))
    return Vocabulary(plain, frozenset(called), longer=dict(longer))


def _with_of(unit: Unit, is_outlet: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """ "The Times of India", "the Wall Street Journal of Asia": names that "of" holds together."""
    for at, token in enumerate(unit.tokens):
        if token.low != "of" or token.quoted or unit.low(at - 1) not in lex.OUTLET_WORDS:
            continue
        end = run_end(unit, at + 1, len(unit.tokens), None)
        start = at - 1
        while start > 0 and looks_like_name(unit.tokens[start - 1]):
            start -= 1
        words = " ".join(t.text for t in unit.tokens[start:end])
        if end > at + 1 and is_outlet(f"The {words}"):
            yield unit.tokens[start].span.start, end


def _has_hidden(unit: Unit, names: Sequence[Name], words: Vocabulary) -> bool:
    """Whether a surname, or the last word of a paper's name, opens a sentence of the unit and was
    not taken for one."""
    starts = {name.span.start for name in names}
    return any(
        token.bare in words.surnames and token.is_capital and token.span.start not in starts
        for at, token in enumerate(unit.tokens)
        if not token.quoted and (_opens_sentence(unit, at) or unit.low(at - 1) == "the")
    )


def _called(parts: Sequence[Unit]) -> set[str]:
    """The common nouns that stand with a capital behind "the"."""
    return {
        token.bare
        for unit in parts
        for before, token in pairwise(unit.tokens)
        if token.is_capital and before.low == "the" and token.bare in lex.COMMON_NOUNS
    }


def is_headline(unit: Unit) -> bool:
    """Whether nearly every word but "of" and the like has a capital."""
    words = [t for t in unit.tokens if t.text[0].isalpha() and t.low not in lex.FUNCTION_WORDS]
    return len(words) > 3 and sum(t.is_capital for t in words) > 0.9 * len(words)


# --- one unit --------------------------------------------------------------------------------


def _of_unit(
    text: str, index: int, unit: Unit, words: Vocabulary, known: Collection[str] | None = None
) -> Iterator[Name]:
    at, first = 0, True
    while at < len(unit.tokens):
        if unit.tokens[at].quoted:
            at += 1
            continue
        end = words.longer.get(unit.tokens[at].span.start) or run_end(
            unit, at, len(unit.tokens), known
        )
        name = name_at(text, index, unit, (at, end), words, first=first) if end > at else None
        if name:
            first = first and name.weight < 2
            yield name
        at = max(end, at + 1)


def names_in(text: str, index: int, unit: Unit, start: int, end: int) -> Iterator[Name]:
    """The names among some tokens of a unit, quoted or not, as if no sentence began there."""
    at = start
    while at < end:
        stop = run_end(unit, at, end, None)
        if stop > at and (name := name_at(text, index, unit, (at, stop), Vocabulary())):
            yield name
        at = max(stop, at + 1)


def name_at(
    text: str,
    index: int,
    unit: Unit,
    run: tuple[int, int],
    words: Vocabulary,
    *,
    first: bool = False,
) -> Name | None:
    """The name that a run of tokens holds, if it is one. ``first`` says whether no free name
    stands before it in its unit."""
    start, end = _past_opener(unit, *run, words), run[1]
    if start == end or _is_no_name(unit, start, end, words):
        return None
    proper = _after_titles(unit, start, end)
    beside = beside_name(unit, start, proper, end)
    span = bare_span(unit, proper, end)
    titles = tuple(t.bare for t in unit.tokens[start:proper] if t.is_word)
    keys = tuple(word_key(t.bare) for t in unit.tokens[proper:end] if t.is_word)
    return Name(
        words=" ".join(span.of(text).split()),
        keys=keys,
        span=span,
        unit=index,
        paragraph=unit.paragraph,
        titles=titles,
        roles=tuple(dict.fromkeys((*titles, *beside.roles))),
        body=beside.body,
        link=beside.link,
        age=beside.age,
        definite=unit.low(start - 1) == "the",
        placed=_is_placed(unit, end),
        medium=_is_medium(unit, start, end),
        weight=_weight(unit, start, end, first),
    )


def _past_opener(unit: Unit, start: int, end: int, words: Vocabulary) -> int:
    """Past a word that has its capital from the sentence that it opens: "Meanwhile Trump"."""
    if not _opens_sentence(unit, start) or end - start == 1:
        return start
    low = unit.low(start)
    if low in lex.SAFE_CUES | lex.TIME_WORDS or low in {"continued", "asked", "replied"}:
        return start + 1
    if low in lex.ADJECTIVES and unit.tokens[start + 1].low not in lex.BODY_WORDS | _CITY_WORDS:
        return start + 1
    known = low in gazetteer.GIVEN or low in lex.TITLES or low in lex.BODY_WORDS
    return (
        start + 1
        if low in words.plain and not known and unit.low(start + 1) not in {"of", "&"}
        else start
    )


_CITY_WORDS = frozenset("york zealand orleans delhi jersey hampshire mexico street".split())


def _opens_sentence(unit: Unit, at: int) -> bool:
    return at == 0 or unit.tokens[at - 1].text in _OPENERS


_OPENERS = frozenset('.?!:"\u201c\u201d\u00ab\u00bb\u201e—–•*-([|')


def _is_no_name(unit: Unit, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a run is a common noun with a capital, a month, a people, or an office."""
    last = unit.tokens[end - 1]
    words = [t for t in unit.tokens[start:end] if t.is_word]
    if all(_is_people(t.bare) or t.bare in lex.ADJECTIVES for t in words):
        return not last.is_possessive
    if len(words) == 1:
        return _is_common(unit, start, vocabulary)
    if last.bare in (lex.ROLE_NOUNS | _OFFICES) - lex.OUTLET_WORDS:
        return words[0].low not in gazetteer.GIVEN
    return False


def _is_people(word: str) -> bool:
    """ "American", "African-American" """
    return word.rpartition("-")[2] in gazetteer.PEOPLES


_OFFICES = frozenset(
    "general president minister secretary governor mayor judge justice senator state leader whip "
    "chairman speaker premier chancellor committeeman committeewoman counsel".split()
)


def _is_common(unit: Unit, at: int, words: Vocabulary) -> bool:
    token = unit.tokens[at]
    bare = token.bare
    the = unit.low(at - 1) == "the"
    paper = bare in lex.OUTLET_WORDS and (at > 1 or bare in words.surnames)
    called = the and (paper or bare in words.outlets)
    if bare in lex.CALENDAR or (bare in lex.COMMON_NOUNS and not called):
        return True
    if bare in lex.TITLES or bare in lex.CUES or (bare in lex.BODY_WORDS and not called):
        return bare not in gazetteer.SEATS
    return _opens_sentence(unit, at) and _only_opens(token, words)


def _only_opens(token: Token, words: Vocabulary) -> bool:
    shouted = token.text.isupper() and len(token.text) > 1
    bare = token.bare
    if shouted or bare in words.surnames:
        return False
    first, _, rest = token.text.partition("-")
    compound = rest.islower() or first.casefold() in _ONLY_OPENS
    return token.low in words.plain or compound or bare.endswith(("ly", "ing", "ations", "ies"))


_ONLY_OPENS = lex.ADJECTIVES | frozenset(
    "almost half once twice ten eleven twelve twenty thirty forty fifty sixty seventy eighty "
    "ninety "
    "recent local senior federal foreign police public private independent anonymous unnamed "
    "current older younger larger smaller bigger fewer consulting "
    "medical military industry government political financial legal religious social economic "
    "investigators prosecutors experts critics figures tickets prices residents unions shares "
    "six seven eight nine hundreds thousands millions minority poll underdog opponents".split()
)


def _after_titles(unit: Unit, start: int, end: int) -> int:
    """The first token of the name proper: after the last title that has a name behind it."""
    first = start
    for at in range(start, end - 1):
        low = unit.low(at)
        if low in gazetteer.PEOPLES and unit.low(at + 1) not in gazetteer.GIVEN:
            continue
        if low in lex.TITLES or low in lex.ROLE_NOUNS or low in lex.ABBREVIATED - {"st", "jr"}:
            first = at + 1 if unit.low(at + 1) != "." else at + 2
    rest = [t.low for t in unit.tokens[first:end]]
    if first == start or not rest or any(low in {"of", "for", "&"} for low in rest):
        return start
    return start if all(low in lex.BODY_WORDS for low in rest) else first


def _is_medium(unit: Unit, start: int, end: int) -> bool:
    """ "the Yonhap news agency", "the magazine MicroMega" """
    if unit.low(end) in lex.MEDIA or (unit.low(end), unit.low(end + 1)) == ("news", "agency"):
        return not unit.tokens[end - 1].is_possessive
    if unit.low(start - 1) in lex.MEDIA and unit.tokens[start - 1].text.islower():
        return True
    return (unit.low(start - 2), unit.low(start - 1)) == ("news", "agency")


def _is_placed(unit: Unit, end: int) -> bool:
    if unit.low(end) != "," or end + 1 >= len(unit.tokens) or unit.tokens[end].quoted:
        return False
    keys = [word_key(t.bare) for t in unit.tokens[end + 1 : end + 4]]
    return (
        any(" ".join(keys[:size]) in gazetteer.PLACES for size in (1, 2, 3)) or keys[0] in _STATES
    )


_STATES = frozenset(
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb "
    "nev nh nj nm ny nc nd okla ore pa ri sc sd tenn tex vt va wash wis wyo dc ont que".split()
)


def _weight(unit: Unit, start: int, end: int, first: bool) -> int:
    at = start - 1
    while at >= 0 and unit.low(at) in lex.DETERMINERS:
        at -= 1
    if unit.tokens[end - 1].is_possessive:
        return -1
    if end < len(unit.tokens) and unit.tokens[end].bare in lex.COMMON_NOUNS:
        return -1
    if at >= 0 and unit.low(at) in lex.PREPOSITIONS:
        return 0
    return 2 if first else 1
