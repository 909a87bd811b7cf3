"""What a text says beside a name of whoever bears it: titles, roles, an age, a body.

"Ren Zhengfei, founder and chief executive of Huawei", "Prof Tsang from SOAS", "Moss, who leads the
Orchard Trust".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.runs import bare_span, looks_like_name, run_end
from tracer.models import Span
from tracer.text import word_key

if TYPE_CHECKING:
    from tracer.attribution.units import Unit

REACH = 18
"""Tokens behind a name that may say what its bearer does."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a name and says who its bearer is."""

    roles: tuple[str, ...] = ()
    body: Span | None = None
    link: str = ""
    age: str = ""


def beside_name(unit: Unit, start: int, proper: int, end: int) -> Beside:
    """What the text says beside the name of whoever bears it."""
    behind = _behind(unit, end)
    front = _within_run(unit, start, proper) if proper > start else _in_front(unit, start)
    told = front if front.body and (not behind.body or behind.link == "at") else behind
    return Beside((*front.roles, *behind.roles), told.body, told.link, behind.age)


def _within_run(unit: Unit, start: int, proper: int) -> Beside:
    """ "Huawei Chairman Liang Hua", "Justice Department Spokeswoman Ann Lee" """
    stop = proper
    while stop > start and _may_be_office(unit, stop - 1):
        stop -= 1
    begin = past_ranks(unit, start, stop)
    if begin < stop:
        return Beside((), bare_span(unit, begin, stop), "")
    if start and unit.tokens[start - 1].is_possessive and not unit.tokens[start - 1].quoted:
        return Beside((), _phrase_back(unit, start - 1), "'s")
    told = _in_front(unit, start)
    return told if told.roles else _police(unit, start)


def _police(unit: Unit, start: int) -> Beside:
    """ "Tulsa police Chief Bob Ray" """
    police = unit.low(start - 1) == "police"
    return _owner_before(unit, start - 1, start) if police else Beside()


def past_ranks(unit: Unit, begin: int, stop: int) -> int:
    """Past "Former" and "French" where no name of several words begins with it."""
    if any(t.low in lex.BODY_WORDS for t in unit.tokens[begin:stop]):
        return begin
    while begin < stop and _is_rank(unit, begin):
        begin += 1
    rest = range(begin, stop)
    return stop if all(unit.low(at) in _OF_NO_BODY or _is_rank(unit, at) for at in rest) else begin


_OF_NO_BODY = gazetteer.PEOPLES | {"u.s.", "u.k."}


def _is_rank(unit: Unit, at: int) -> bool:
    """Whether a word is part of an office: "labour" in "labour minister", not in "Labour MP"."""
    low = unit.low(at)
    party = low in {"labour", "labor"} and unit.low(at + 1) not in {"minister", "secretary"}
    return low in lex.RANKS and not party


def _may_be_office(unit: Unit, at: int) -> bool:
    low = unit.low(at)
    return low in _OFFICE_WORDS or not unit.tokens[at].is_word


_OFFICE_WORDS = lex.ROLE_NOUNS | lex.TITLES | lex.RANKS | lex.ABBREVIATED | {"and"}


def _in_front(unit: Unit, start: int) -> Beside:
    """ "Airbus founder Al Go", "a spokesman for Airbus, Ann Lee", "its boss, Al Go" """
    comma = start > 1 and unit.tokens[start - 1].text == ","
    stop = start - 1 if comma else start
    at = stop
    while at > 0 and stop - at < 8 and _may_stand_in_front(unit, at - 1, comma):
        at -= 1
    roles = tuple(t.bare for t in unit.tokens[at:stop] if t.is_word)
    nouns = [i for i in range(at, stop) if unit.tokens[i].bare in lex.ROLE_NOUNS]
    if not nouns or (not comma and nouns[-1] != stop - 1):
        return Beside()
    owner = _owner_before(unit, at, nouns[0])
    linked = _linked_body(unit, nouns[0] + 1, stop) if comma else Beside()
    return Beside(roles, linked.body or owner.body, linked.link if linked.body else owner.link)


def _may_stand_in_front(unit: Unit, at: int, comma: bool) -> bool:
    token = unit.tokens[at]
    if token.quoted or not token.is_word:
        return False
    if comma and token.low in {"of", "for", "at", "the", "a", "an"}:
        return True
    if looks_like_name(token):
        return comma or token.low == "former"
    return token.low not in lex.FUNCTION_WORDS and token.low not in lex.CUES


def _owner_before(unit: Unit, at: int, role: int) -> Beside:
    """Whose "founder" it is: the words with a capital or a possessive before the role."""
    possessive = next(
        (i for i in range(role - 1, at - 2, -1) if i >= 0 and unit.tokens[i].is_possessive), None
    )
    if possessive is not None:
        return Beside((), _phrase_back(unit, possessive), "'s")
    begin = at
    while begin < role and unit.low(begin) in lex.DETERMINERS:
        begin += 1
    stop = _before_bracket(unit, begin)
    begin = _run_back(unit, stop)
    while stop < role and looks_like_name(unit.tokens[stop]):
        stop += 1
    begin = past_ranks(unit, begin, stop)
    nouns = [i for i in range(stop, role) if unit.low(i) in _BODIES_IN_FRONT]
    if begin == stop:
        return _described_owner(unit, at, nouns)
    return _named_owner(unit, begin, stop, nouns[0] + 1 if nouns else stop, role)


_BODIES_IN_FRONT = lex.BODY_NOUNS | {"police"}


def _named_owner(unit: Unit, begin: int, stop: int, end: int, role: int) -> Beside:
    """Foo in "Foo chief", "Foo campaign manager"; not "Real" in "Real estate mogul"."""
    if unit.tokens[stop - 1].low in gazetteer.SEATS:
        end = stop
    opens = begin == 0 and stop == 1 and not unit.tokens[0].text.isupper()
    far = opens and end == stop < role and unit.low(0) not in gazetteer.SEATS
    return Beside() if far else Beside((), bare_span(unit, begin, end), "")


def _before_bracket(unit: Unit, at: int) -> int:
    """Before letters in brackets: "the Fish Association (FA) chairman"."""
    if unit.low(at - 1) == ">":
        return at - 1
    closed = unit.low(at - 1) == ")"
    return next((i for i in range(at - 2, max(0, at - 6), -1) if closed and unit.low(i) == "("), at)


def _run_back(unit: Unit, at: int) -> int:
    """Where the run of capitals begins that ends at ``at``."""
    while at > 0 and looks_like_name(unit.tokens[at - 1]) and not unit.tokens[at - 1].quoted:
        at -= 1
    return at


def _described_owner(unit: Unit, at: int, nouns: Sequence[int]) -> Beside:
    """ "the Chinese foreign ministry spokesman", "company spokesman": a body without a name."""
    begin = at
    while begin > 0 and unit.low(begin - 1) in gazetteer.PEOPLES:
        begin -= 1
    return Beside((), bare_span(unit, begin, nouns[-1] + 1), "") if nouns else Beside()


def _phrase_back(unit: Unit, last: int) -> Span:
    """The noun phrase that ends with the possessive at ``last``: "the company's"."""
    at = last
    if looks_like_name(unit.tokens[last]):
        while at > 0 and looks_like_name(unit.tokens[at - 1]):
            at -= 1
    elif at and unit.low(at - 1) not in lex.FUNCTION_WORDS - lex.DETERMINERS:
        at -= 1
    return bare_span(unit, at, last + 1)


def _behind(unit: Unit, end: int) -> Beside:
    """ "Ren, founder and chief executive of Huawei,"  "Tsang from SOAS"  "Gold, 83," """
    if end >= len(unit.tokens) or unit.tokens[end].quoted or unit.tokens[end - 1].is_possessive:
        return Beside()
    if unit.low(end) in {"of", "from", "at"}:
        body = _body_at(unit, end + 1)
        return Beside((), body, unit.low(end)) if body else Beside()
    if unit.tokens[end].text not in {",", "—", "–", "-", "("}:
        return _predicate(unit, end)
    return _between_commas(unit, end)


def _between_commas(unit: Unit, end: int) -> Beside:
    age = unit.low(end + 1) if unit.low(end + 1).isdigit() else ""
    start = end + 3 if age and unit.low(end + 2) == "," else end + 1
    if unit.low(start) == "who" and (body := _body_in_clause(unit, start + 1)):
        return Beside((), body, "who", age)
    if unit.low(start) == "based":
        start += 1
    told = _apposition(unit, start)
    return Beside(told.roles, told.body, told.link, age)


def _predicate(unit: Unit, end: int) -> Beside:
    """ "Roe leads the Museum of Salt", "Roe is the head of the museum" """
    if body := _body_in_clause(unit, end):
        return Beside((), body, "who")
    if unit.low(end) in {"is", "was"} and unit.low(end + 1) in {"a", "an", "the"}:
        return _apposition(unit, end + 1)
    return Beside()


def _body_in_clause(unit: Unit, start: int) -> Span | None:
    """ "who leads the Orchard Trust", "who is head of it", "who has sailed for Isle Ferries" """
    at = start + (unit.low(start) == "has")
    if unit.low(at) in _LEADS or (at > start and unit.low(at) in _LED):
        return _body_at(unit, at + 1)
    works = unit.low(at) in _WORKS or (at > start and unit.low(at).endswith("ed"))
    if works and unit.low(at + 1) in {"for", "at"}:
        return _body_at(unit, at + 2)
    role = at + 1 if works and unit.low(at + 1) == "as" else at
    is_role = role > at or unit.low(at) in {"is", "was"}
    return _apposition(unit, role + 1).body if is_role else None


_LEADS = frozenset("leads runs heads chairs directs manages owns edits coaches founded".split())
_LED = frozenset("led run headed chaired directed managed owned edited coached".split())
_WORKS = frozenset("works worked serves served acts plays teaches writes".split())


def _may_be_role(unit: Unit, start: int, length: int) -> bool:
    """Whether the words before "of" or "at" may say what somebody does: "publisher of"."""
    words = unit.tokens[start : start + length]
    plain = all(t.text.islower() and t.low not in lex.FUNCTION_WORDS - {"and"} for t in words)
    return 0 < length < 5 and plain and not words[0].low.endswith(("ing", "ed", "ly"))


def _apposition(unit: Unit, start: int) -> Beside:
    """What a phrase between commas says of the name before it, if it is one."""
    stop = start
    while stop < min(start + REACH, len(unit.tokens)) and _goes_on(unit, stop):
        stop += 1
    tokens = unit.tokens[start:stop]
    if stop == start:
        return Beside()
    cut = stop == len(unit.tokens) or stop == start + REACH
    mark = cut or (not unit.tokens[stop].is_word and unit.tokens[stop].text != ":")
    closes = mark or unit.low(stop) in {"who", "which", "whose"}
    lows = [t.low for t in tokens]
    if not closes or (lows[0].endswith("ing") and lows[0] not in lex.RANKS):
        return Beside()
    return _told_by(unit, start, stop)


def _told_by(unit: Unit, start: int, stop: int) -> Beside:
    """What the words between ``start`` and ``stop`` say, which are all that a phrase has."""
    lows = [t.low for t in unit.tokens[start:stop]]
    links = [i for i, low in enumerate(lows) if low in _LINKS]
    head = lows[: links[0]] if links else lows
    roles = tuple(t.bare for t in unit.tokens[start : start + len(head)] if t.is_word)
    told = any(role in lex.ROLE_NOUNS for role in roles) or lows[0] in {"a", "an", "the", "one"}
    if not told and not _may_be_role(unit, start, len(head)):
        return _bare_body(unit, start, links)
    linked = _linked_body(unit, start + len(head), stop)
    if not linked.body and unit.low(stop) == "who":
        linked = Beside((), _body_in_clause(unit, stop + 1), "who")
    owner = _possessor(unit, start, start + len(head))
    if linked.body and not (owner and linked.link == "from"):
        return Beside(roles, linked.body, linked.link)
    return Beside(roles, owner, "'s")


_LINKS = frozenset({"of", "at", "for", "from", "with", "in", "to", "on", "who", "that", "which"})


def _goes_on(unit: Unit, at: int) -> bool:
    token = unit.tokens[at]
    if token.quoted or token.low in {"who", "which", "whose", "but", "while", "as"}:
        return False
    if token.text == ",":
        return False
    if not token.is_word:
        return token.text in {"&", "-", ".", "/"} and not _ends(unit, at)
    told = token.low in lex.CUES and (token.low.endswith("ed") or token.low in lex.PAST_FORMS)
    told = told and not token.is_capital
    verb = token.low in lex.AUXILIARIES or told or token.low in lex.SAFE_CUES
    return not verb and token.low not in lex.SUBJECT_PRONOUNS


def _ends(unit: Unit, at: int) -> bool:
    return at + 1 == len(unit.tokens) or unit.low(at - 1) not in lex.ABBREVIATED


def _bare_body(unit: Unit, start: int, links: list[int]) -> Beside:
    """ "Ann Lee, from Oxford University," """
    if links[:1] == [0] and unit.low(start) in {"of", "from", "at", "with"}:
        body = _body_at(unit, start + 1)
        return Beside((), body, unit.low(start)) if body else Beside()
    return Beside()


def _linked_body(unit: Unit, start: int, stop: int) -> Beside:
    """The first body behind "of", "at", "for", "from" or "with" between two tokens."""
    for at in range(start, stop):
        if unit.low(at) in {"of", "at", "for", "from", "with"}:
            body = _body_at(unit, at + 1)
            if body:
                return Beside((), body, unit.low(at))
        elif unit.low(at) in {"who", "which", "that"}:
            break
    return Beside()


def _possessor(unit: Unit, start: int, stop: int) -> Span | None:
    """ "Ren, Huawei's founder," "Lee, Huawei spokesman," and "Lee, its spokesman," """
    if unit.low(start) in {"its", "their"}:
        return unit.tokens[start].span
    at = next((i for i in range(start, stop) if unit.tokens[i].is_possessive), None)
    if at is not None:
        return _phrase_back(unit, at)
    begin = start
    while begin < stop and unit.low(begin) in _BEFORE_OFFICE:
        begin += 1
    end = run_end(unit, begin, stop, None) if begin < stop else begin
    begin = past_ranks(unit, begin, end)
    return bare_span(unit, begin, end) if begin < end < stop else None


_BEFORE_OFFICE = frozenset("a an the top leading longtime veteran".split()) | lex.RANKS


def _body_at(unit: Unit, at: int) -> Span | None:
    """The words for a body that begin at token ``at``: a name, or "the company"."""
    begin = at
    while unit.low(begin) in _BEFORE_BODY:
        begin += 1
    if begin >= len(unit.tokens) or unit.tokens[begin].quoted:
        return None
    stop = run_end(unit, begin, len(unit.tokens), None)
    words = unit.tokens[begin:stop]
    if all(t.low in gazetteer.PEOPLES or t.low in lex.CALENDAR for t in words):
        return _described_body(unit, at, begin)
    if _owns(unit, stop):
        return _owned_body(unit, begin, stop)
    return _called(unit, stop) or _free_body(unit, at, begin, stop)


def _free_body(unit: Unit, at: int, begin: int, stop: int) -> Span | None:
    """A name that is no adjective: not London in "at a London conference", "head of UK sales"."""
    if unit.low(stop) in _OF_SOMEBODY:
        return bare_span(unit, begin, stop + 1)
    if stop < len(unit.tokens) and _may_describe(unit, stop):
        place = all(word_key(t.bare) in gazetteer.PLACES for t in unit.tokens[begin:stop])
        return None if place or unit.low(at) in {"a", "an"} else bare_span(unit, begin, stop)
    return bare_span(unit, begin, stop)


_BODIES = lex.BODY_NOUNS | lex.COMPANY_NOUNS | lex.OUTLET_NOUNS
_BEFORE_BODY = frozenset({"the", "a", "an", "its", "their"})


def _called(unit: Unit, at: int) -> Span | None:
    """The name behind a noun: Foo Data in "IT firm Foo Data"."""
    if unit.low(at) not in _BODIES:
        return None
    end = run_end(unit, at + 1, len(unit.tokens), None) if at + 1 < len(unit.tokens) else at
    return bare_span(unit, at + 1, end) if end > at + 1 else None


def _owns(unit: Unit, end: int) -> bool:
    return unit.tokens[end - 1].is_possessive


def _owned_body(unit: Unit, begin: int, stop: int) -> Span:
    """ "Ann Lee's office", "Barclay's Bank Plc", "Oslo's Institute for Salt" without Oslo"""
    run = run_end(unit, stop, len(unit.tokens), None) if stop < len(unit.tokens) else stop
    if any(t.low in lex.BODY_WORDS for t in unit.tokens[stop:run]):
        placed = word_key(unit.tokens[stop - 1].bare) in gazetteer.PLACES
        return bare_span(unit, stop if placed else begin, run)
    at = stop
    while at < min(stop + 5, len(unit.tokens)) and _may_describe(unit, at):
        at += 1
        if unit.low(at - 1) in lex.BODY_NOUNS:
            return bare_span(unit, begin, at)
    return bare_span(unit, begin, stop)


_OF_SOMEBODY = frozenset({"campaign", "administration", "police"})


def _described_body(unit: Unit, at: int, begin: int) -> Span | None:
    """ "the Chinese foreign ministry", "the company", "the non-partisan Foo Institute" """
    stop, last = begin, min(begin + 5, len(unit.tokens))
    while stop < last and _is_plain(unit, stop):
        stop += 1
        noun = unit.tokens[stop - 1].bare in _BODIES
        end = run_end(unit, stop, len(unit.tokens), None) if stop < len(unit.tokens) else stop
        if end > stop and unit.low(stop) not in gazetteer.PEOPLES and (noun or stop - begin < 3):
            return _owned_body(unit, stop, end) if _owns(unit, end) else bare_span(unit, stop, end)
        if noun:
            start = at if unit.low(at) in {"the", "its", "their"} else begin
            return bare_span(unit, start, stop) if stop - start > 1 else None
    return None


def _is_plain(unit: Unit, at: int) -> bool:
    capital = looks_like_name(unit.tokens[at]) and unit.low(at) not in gazetteer.PEOPLES
    return _may_describe(unit, at) and not capital


def _may_describe(unit: Unit, at: int) -> bool:
    token = unit.tokens[at]
    plain = token.low not in lex.FUNCTION_WORDS and token.low not in lex.CUES
    return token.is_word and not token.quoted and (plain or token.low in lex.BODY_NOUNS)
