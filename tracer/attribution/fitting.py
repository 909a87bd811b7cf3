"""Whether a bearer can be meant by a pronoun, a role or a noun, and what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracer.attribution import gazetteer
from tracer.attribution import lexicon as lex

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearer, Gender

BODIES = lex.BODY_NOUNS | lex.COMPANY_NOUNS | lex.PUBLIC_WORDS
"""Nouns for a body."""


def may_be_person(bearer: Bearer, gender: Gender) -> float | None:
    """What speaks for a bearer as "he" or "she"; None if it cannot be one."""
    if not (bearer.is_person or (bearer.kind == "unknown" and bearer.spoke)):
        return None
    if bearer.gender and gender and bearer.gender != gender:
        return None
    sure = 1.0 if bearer.gender == gender else 0.0
    return sure - (0.0 if bearer.kind == "person" else 0.7)


def may_be_thing(bearer: Bearer, groups: bool) -> float | None:
    if bearer.kind == "group":
        return 1.0 if groups else None
    if bearer.is_body:
        return 0.0 if bearer.kind != "unknown" else -0.5
    return -2.0 if bearer.kind == "place" else None


def body_fits(bearer: Bearer, head: str, words: Sequence[str]) -> float | None:
    """What speaks for a body as "the company", "the ministry", "the appeals court"."""
    if head in lex.PUBLIC_WORDS and not _says_alike(bearer, words[:-1]):
        return None
    if not (bearer.is_body or bearer.kind == "perhaps-person"):
        return None
    doubt = 1.0 if bearer.kind in {"perhaps-person", "unknown"} else 0.0
    if head in bearer.roles or head in bearer.keys:
        return 4.0 - doubt
    if head in lex.COMPANY_NOUNS - {"group"}:
        public = bearer.kind == "outlet" or bool(lex.PUBLIC_WORDS & set(bearer.keys))
        seat = " ".join(bearer.keys) in gazetteer.SEATS
        person = bearer.kind == "perhaps-person"
        return None if public or seat or person else -doubt / 2
    if head and head not in BODIES:
        return None
    if bearer.kind == "perhaps-person" or head in lex.PUBLIC_WORDS:
        return None
    return -doubt if bearer.kind != "outlet" or head in {"network", "site", "platform"} else None


def _says_alike(bearer: Bearer, words: Sequence[str]) -> bool:
    """Whether a body's name or what is said of it has every adjective of a description."""
    known = {word[:5] for word in (*bearer.keys, *bearer.roles)}
    told = (w for w in words if w not in lex.DETERMINERS and w not in gazetteer.PEOPLES)
    return all(word[:5] in known for word in told)


def alike(head: str) -> frozenset[str]:
    found = frozenset({head})
    for same in lex.SAME_ROLES:
        if head in same:
            found |= same
    return found


def alike_papers(head: str) -> frozenset[str]:
    same = next((s for s in lex.SAME_DOCUMENTS if head in s), frozenset())
    return same | {head}


_OUTLET_KINDS = {
    "newspaper": frozenset({"newspaper"}),
    "paper": frozenset({"newspaper"}),
    "daily": frozenset({"newspaper"}),
    "magazine": frozenset({"magazine"}),
    "weekly": frozenset({"magazine", "newspaper"}),
    "broadcaster": frozenset({"broadcaster"}),
    "station": frozenset({"broadcaster"}),
    "channel": frozenset({"broadcaster"}),
}


def outlet_fits(bearer: Bearer, head: str) -> float | None:
    """What speaks for an outlet as "the newspaper"."""
    wanted = _OUTLET_KINDS.get(head, frozenset())
    other = bearer.outlet_kind and wanted and bearer.outlet_kind not in wanted
    return None if bearer.kind != "outlet" or other else 0.0


def role_fits(bearer: Bearer, head: str, words: Sequence[str]) -> float | None:
    """What speaks for somebody as "the minister", "the former foreign minister"."""
    roles = bearer.roles
    if not bearer.is_person or not (roles & alike(head)):
        return None
    if head in lex.FEMALE_NOUNS and bearer.gender == "m":
        return None
    if head in lex.MALE_NOUNS and bearer.gender == "f":
        return None
    return (2.0 if head in roles else 0.0) + len(set(words) & lex.RANKS & roles)
