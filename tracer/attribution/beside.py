"""What a text says beside a name of whoever bears it: titles, roles, an age, a body.

"Ren Zhengfei, founder and chief executive of Huawei", "Prof Tsang from SOAS", "Moss, who leads the
Orchard Trust".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex
from tracer.attribution.runs import bare_span, joins, looks_like_name, run_end
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
    first, second = (behind, front) if behind.body else (front, behind)
    return Beside(
        roles=(*front.roles, *behind.roles),
        body=first.body or second.body,
        link=first.link if first.body else second.link,
        age=behind.age,
    )


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
    return _in_front(unit, start)


def past_ranks(unit: Unit, begin: int, stop: int) -> int:
    """Past "Former" and "French" where no name of several words begins with it."""
    lows = [t.low for t in unit.tokens[begin:stop]]
    if any(low in lex.BODY_WORDS for low in lows):
        return begin + 1 if lows[0] in {"former", "then", "ex"} else begin
    while begin < stop and unit.low(begin) in lex.RANKS:
        begin += 1
    return stop if all(low in gazetteer.PEOPLES | lex.RANKS for low in lows) else begin


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
        return comma
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
    while (
        begin > 0 and looks_like_name(unit.tokens[begin - 1]) and not unit.tokens[begin - 1].quoted
    ):
        begin -= 1
    stop = begin
    while stop < role and looks_like_name(unit.tokens[stop]):
        stop += 1
    begin = past_ranks(unit, begin, stop)
    if begin + 1 == stop < role and _only_opens(unit, begin):
        begin = stop
    if begin < stop:
        nouns = [i for i in range(stop, role) if unit.low(i) in lex.BODY_NOUNS]
        return Beside((), bare_span(unit, begin, nouns[0] + 1 if nouns else stop), "")
    return _described_owner(unit, at, role)


def _only_opens(unit: Unit, at: int) -> bool:
    """Whether the word at ``at`` may have its capital from the sentence: "Real estate mogul"."""
    return at == 0 and not unit.tokens[at].text.isupper() and unit.low(at) not in gazetteer.SEATS


def _described_owner(unit: Unit, at: int, role: int) -> Beside:
    """ "the Chinese foreign ministry spokesman": a body that has no name of its own."""
    nouns = [i for i in range(at, role) if unit.tokens[i].low in lex.BODY_NOUNS]
    begin = at
    while begin > 0 and unit.low(begin - 1) in gazetteer.PEOPLES:
        begin -= 1
    if not nouns or not (begin < at or nouns[-1] > at):
        return Beside()
    return Beside((), bare_span(unit, begin, nouns[-1] + 1), "")


def _binds(unit: Unit, at: int) -> bool:
    """Whether the word at ``at`` stands inside a name: "Color of Change's" """
    of = unit.low(at) in {"of", "&"} and at > 0 and looks_like_name(unit.tokens[at - 1])
    return of or joins(unit, max(0, at - 2), at)


def _phrase_back(unit: Unit, last: int) -> Span:
    """The noun phrase that ends with the possessive at ``last``: "the company's"."""
    at = last
    if looks_like_name(unit.tokens[last]):
        while at > 0 and (looks_like_name(unit.tokens[at - 1]) or _binds(unit, at - 1)):
            at -= 1
    elif at and unit.low(at - 1) not in lex.FUNCTION_WORDS - lex.DETERMINERS:
        at -= 1
        if at and unit.low(at - 1) in lex.DETERMINERS and unit.low(at) not in lex.DETERMINERS:
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
    age = unit.low(end + 1) if unit.low(end + 1).isdigit() else ""
    start = end + 3 if age and unit.low(end + 2) == "," else end + 1
    if unit.low(start) == "who" and (body := _body_in_clause(unit, start + 1)):
        return Beside((), body, "who", age)
    told = _apposition(unit, start)
    return Beside(told.roles, told.body, told.link, age or _age_in(told.roles))


def _predicate(unit: Unit, end: int) -> Beside:
    """ "Roe has led the Museum of Salt", "Roe is the head of the museum" """
    at = end + (unit.low(end) == "has")
    if unit.low(at) in _LEADS or (at > end and unit.low(at) in _LED):
        body = _body_at(unit, at + 1)
        return Beside((), body, "who") if body else Beside()
    if unit.low(end) in {"is", "was"} and unit.low(end + 1) in {"a", "an", "the"}:
        return _apposition(unit, end + 1)
    return Beside()


_LED = frozenset("led run headed chaired directed managed owned edited coached".split())


def _body_in_clause(unit: Unit, start: int) -> Span | None:
    """ "Moss, who leads the Orchard Trust", "Solm, who has sailed for Isle Ferries" """
    if unit.low(start) in _LEADS:
        return _body_at(unit, start + 1)
    as_role = unit.low(start) in {"serves", "acts", "works"} and unit.low(start + 1) == "as"
    if as_role or unit.low(start) == "is":
        return _apposition(unit, start + 1 + as_role).body
    works = unit.low(start) in _WORKS or (unit.low(start) == "has" and _is_done(unit, start + 1))
    if not works:
        return None
    links = (at for at in range(start + 1, start + 6) if unit.low(at) in {"for", "at"})
    at = next(links, None)
    named = at is not None and any(map(looks_like_name, unit.tokens[at + 1 : at + 3]))
    return _body_at(unit, at + 1) if at is not None and named else None


_LEADS = frozenset("leads runs heads chairs directs manages owns edits coaches founded".split())
_WORKS = frozenset("works teaches lectures plays writes speaks sails drives coaches".split())


def _is_done(unit: Unit, at: int) -> bool:
    return unit.low(at).endswith("ed") or unit.low(at) in {"been", "written", "taught", "driven"}


def _owner_first(unit: Unit, start: int, stop: int) -> Beside | None:
    """ "Ren, Huawei's founder," and "Lee, Color of Change's director," """
    at = start
    while at < stop and (looks_like_name(unit.tokens[at]) or unit.low(at) in {"of", "&", "the"}):
        at += 1
        if unit.tokens[at - 1].is_possessive:
            roles = tuple(t.bare for t in unit.tokens[at:stop] if t.is_word)
            told = any(role in lex.ROLE_NOUNS for role in roles[:6])
            begin = start + (unit.low(start) == "the")
            return Beside(roles, bare_span(unit, begin, at), "'s") if told else None
    return None


def _may_be_role(unit: Unit, start: int, length: int) -> bool:
    """Whether the words before "of" or "at" may say what somebody does: "publisher of"."""
    words = unit.tokens[start : start + length]
    plain = all(t.text.islower() and t.low not in lex.FUNCTION_WORDS - {"and"} for t in words)
    return 0 < length < 5 and plain and not words[0].low.endswith(("ing", "ed", "ly"))


def _age_in(roles: Sequence[str]) -> str:
    ages = (_YEARS.match(role) for role in roles)
    return next((match.group(1) for match in ages if match), "")


_YEARS = re.compile(r"(\d{1,3})-year-old")


def _apposition(unit: Unit, start: int) -> Beside:
    """What a phrase between commas says of the name before it, if it is one."""
    stop = start
    while stop < min(start + REACH, len(unit.tokens)) and _goes_on(unit, stop):
        stop += 1
    tokens = unit.tokens[start:stop]
    if stop == start or _is_name_list(unit, start, stop):
        return Beside()
    cut = stop == len(unit.tokens) or stop == start + REACH
    mark = cut or (not unit.tokens[stop].is_word and unit.tokens[stop].text != ":")
    closes = mark or unit.low(stop) in {"who", "which", "whose"}
    lows = [t.low for t in tokens]
    if lows[0].endswith("ing") and lows[0] not in lex.RANKS:
        return Beside()
    links = [i for i, low in enumerate(lows) if low in _LINKS]
    head = lows[: links[0]] if links else lows
    roles = tuple(t.bare for t in tokens[: len(head)] if t.is_word)
    if not closes:
        return Beside()
    if owned := _owner_first(unit, start, stop):
        return owned
    told = any(role in lex.ROLE_NOUNS for role in roles) or lows[0] in {"a", "an", "the"}
    if not told and not _may_be_role(unit, start, len(head)):
        return _bare_body(unit, start, links)
    owner = _possessor(unit, start, start + len(head))
    linked = _linked_body(unit, start + len(head), stop)
    if linked.body and not (owner and linked.link == "from"):
        return Beside(roles, linked.body, linked.link)
    led = _body_in_clause(unit, stop + 1) if unit.low(stop) == "who" and not owner else None
    return Beside(roles, led or owner, "who" if led else "'s")


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


def _is_name_list(unit: Unit, start: int, stop: int) -> bool:
    """ "Smith, Jones and Brown": a list, no apposition."""
    return all(looks_like_name(t) or t.low in {"and", ".", "&"} for t in unit.tokens[start:stop])


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
    begin = start + (unit.low(start) in {"a", "an", "the"})
    end = run_end(unit, begin, stop, None) if begin < stop else begin
    begin = past_ranks(unit, begin, end)
    return bare_span(unit, begin, end) if begin < end < stop else None


def _body_at(unit: Unit, at: int) -> Span | None:
    """The words for a body that begin at token ``at``: a name, or "the company"."""
    begin = at
    while begin < len(unit.tokens) and unit.low(begin) in _BEFORE_BODY:
        begin += 1
    if begin == len(unit.tokens) or unit.tokens[begin].quoted:
        return None
    stop = run_end(unit, begin, len(unit.tokens), None)
    words = [t.low for t in unit.tokens[begin:stop]]
    if stop > begin and unit.tokens[stop - 1].is_possessive:
        return _called(unit, stop) or _owned_body(unit, begin, stop)
    if stop > begin and not all(low in gazetteer.PEOPLES or low in lex.CALENDAR for low in words):
        return _past_place(unit, begin, stop)
    return _described_body(unit, at, begin)


def _called(unit: Unit, at: int) -> Span | None:
    """The name of what somebody owns: "Nabisco's parent company, Mondelez", "Oslo's Foo Bank"."""
    begin = at
    while begin < min(at + 4, len(unit.tokens)) and unit.tokens[begin].text.islower():
        begin += 1
    noun = unit.tokens[begin - 1].low in lex.BODY_NOUNS | lex.OUTLET_NOUNS if begin > at else False
    begin += noun and unit.low(begin) == ","
    if begin == len(unit.tokens) or not (noun or begin == at):
        return None
    end = run_end(unit, begin, len(unit.tokens), None)
    named = end > begin and (noun or unit.tokens[end - 1].bare in lex.BODY_WORDS)
    return bare_span(unit, begin, end) if named or _holds_body(unit, begin, end) else None


def _holds_body(unit: Unit, begin: int, end: int) -> bool:
    """ "Institute for Science": a name of several words with a body's word in it."""
    return end - begin > 1 and any(t.low in lex.BODY_WORDS for t in unit.tokens[begin:end])


def _owned_body(unit: Unit, begin: int, stop: int) -> Span:
    """ "the Los Angeles Sheriff's office" """
    at = stop
    if any(t.low in lex.BODY_WORDS for t in unit.tokens[begin:stop]):
        return bare_span(unit, begin, stop)
    while at < min(stop + 4, len(unit.tokens)) and _may_describe(unit, at):
        at += 1
        if unit.low(at - 1) in lex.BODY_NOUNS:
            return bare_span(unit, begin, at)
    return bare_span(unit, begin, stop)


_BEFORE_BODY = frozenset({"the", "a", "an", "its", "their"})


def _past_place(unit: Unit, begin: int, stop: int) -> Span:
    """With the seat of a university: "the University of California, Davis"."""
    if unit.low(begin) == "university" and unit.low(stop) == "," and stop + 1 < len(unit.tokens):
        after = unit.tokens[stop + 1]
        if looks_like_name(after) and word_key(after.bare) in _CAMPUSES:
            return bare_span(unit, begin, stop + 2)
    return bare_span(unit, begin, stop)


_CAMPUSES = frozenset("davis berkeley irvine merced riverside".split())


def _described_body(unit: Unit, at: int, begin: int) -> Span | None:
    """ "the Chinese foreign ministry", "the company" """
    stop = begin
    while stop < min(begin + 5, len(unit.tokens)) and _may_describe(unit, stop):
        stop += 1
        if unit.tokens[stop - 1].bare in lex.BODY_NOUNS | lex.OUTLET_NOUNS:
            end = run_end(unit, stop, len(unit.tokens), None) if stop < len(unit.tokens) else stop
            if end > stop:
                return bare_span(unit, stop, end)
            start = at if unit.low(at) in {"the", "its", "their"} else begin
            return bare_span(unit, start, stop) if stop - start > 1 else None
    return None


def _may_describe(unit: Unit, at: int) -> bool:
    token = unit.tokens[at]
    plain = token.low not in lex.FUNCTION_WORDS and token.low not in lex.CUES
    return token.is_word and not token.quoted and (plain or token.low in lex.BODY_NOUNS)
