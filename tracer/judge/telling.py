"""Where a document tells what a claim says, and how much of the claim it tells there.

A claim is parted into what it says: words, names and amounts. A sentence holds a word if it has
the word, another form of it or one of its kin; the passage is the sentence that holds most, with
sentences close by that hold something more. Nothing here asks whether the two agree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from tracer.judge.amounts import Amount, amounts
from tracer.judge.comparison import is_name, words_within
from tracer.judge.context import sentences_of
from tracer.judge.kinship import kin, name_kin
from tracer.judge.phrasal import in_one_word
from tracer.judge.vocabulary import LIGHT, MONTHS, WEEKDAYS, is_content, root
from tracer.models import Span
from tracer.text import Word

_WEIGHT = {"word": 1.0, "light": 0.3, "name": 0.7, "date": 1.0, "amount": 1.5}
NEAR = 0.5
"""What a name is worth that stands near the passage and not in it."""
REACH = 3
"""So many sentences away a second one may belong to the passage."""
_GAIN = 1.5
"""What a further sentence must add."""
_TITLES = frozenset("mr mrs ms miss dr sir lord lady prof professor president minister".split())
_STOPPED, _STOPS = re.compile(r"(?:[A-Z]\.){2,} $"), 8
_EMPTY = frozenset(
    "else someone somebody anyone anybody something anything somehow somewhere got".split()
)
_ABBREVIATED = 2
_JOINS = frozenset("of the for".split())
"""Small words inside a name: Chamber of Mines."""
MOST = 3
"""Sentences of a passage."""
_AROUND = 2
"""So many sentences before a passage, and the first two of the document, say who "he" is."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a claim says: the words ``start`` to ``end`` (word numbers, half-open) of
    it. ``kind`` is word, light, name, date (a month or a weekday) or amount. ``run`` is the word
    number of the first word of the whole name, and ``initials`` are that name's."""

    kind: str
    start: int
    end: int
    key: str = ""
    amount: Amount | None = None
    run: int = -1
    initials: str = ""

    @property
    def weight(self) -> float:
        return _WEIGHT[self.kind]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, or a whole claim, and what it says. ``keys`` are those of its words, verbs of
    two words put as one."""

    text: str
    span: Span
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    parts: tuple[Part, ...]
    kin: frozenset[str | int]
    names: frozenset[str]

    @property
    def amounts(self) -> tuple[Amount, ...]:
        return tuple(part.amount for part in self.parts if part.amount)

    def holds(self, part: Part) -> bool:
        """Whether it says this too."""
        if part.amount:
            return any(part.amount.follows_from(other) for other in self.amounts)
        if part.kind == "name":
            known = name_kin(part.key) in self.names or root(part.key) in self.kin
            return known or (bool(part.initials) and part.initials in self.names)
        return bool(kin(part.key) & self.kin) or name_kin(part.key) in self.names

    def place(self, start: int, end: int) -> Span:
        """Where the words ``start`` to ``end`` stand."""
        return Span(self.words[start].span.start, self.words[end - 1].span.end)


def alike(one: Part, other: Part) -> bool:
    """Whether two parts say the same, the second one in a document."""
    if one.amount or other.amount:
        return bool(one.amount and other.amount and one.amount.follows_from(other.amount))
    return bool(kin(one.key) & kin(other.key)) or name_kin(one.key) == name_kin(other.key)


def told(text: str, span: Span, known: Collection[str] = ()) -> Told:
    """What ``span`` of ``text`` says. ``known`` are names of another text: a word at a sentence's
    start may be one of them."""
    words = words_within(text, span)
    keys = in_one_word([word.key for word in words])
    found = amounts(words)
    counted = {at for amount in found for at in range(amount.start, amount.end)}
    parts = [Part("amount", a.start, a.end, amount=a) for a in found]
    for at, (word, key) in enumerate(zip(words, keys, strict=True)):
        if at not in counted and key not in _EMPTY and (is_content(key) or key in MONTHS):
            kind = _kind(text, word, known)
            if kind == "word" and (
                _opens_name(text, words[at : at + 2]) or (known and not at and _is_rare(text, word))
            ):
                kind = "name"
            if kind != "skip":
                parts.append(Part(kind, at, at + 1, key))
    parts = _run_together(sorted(parts, key=lambda part: part.start), words)
    plain = [part.key for part in parts if part.key]
    initials = {part.initials for part in parts if part.initials}
    return Told(
        text,
        span,
        words,
        keys,
        tuple(parts),
        frozenset(k for key in plain for k in kin(key)),
        frozenset(map(name_kin, plain)) | initials | frozenset(_in_one_word(parts)),
    )


def _in_one_word(parts: Sequence[Part]) -> Iterator[str]:
    """Names of two words written as one: GameBoy."""
    for one, other in pairwise(parts):
        if one.run == other.run >= 0:
            yield name_kin(one.key + other.key)


def _is_rare(text: str, word: Word) -> bool:
    """Whether the first word of a claim is in no list of words, and so may be a name."""
    return word.span.of(text)[:1].isupper() and kin(word.key) == {root(word.key)}


def _opens_name(text: str, words: Sequence[Word]) -> bool:
    """Whether the first of two words, with a capital that its sentence's start may have given it,
    is part of the name that the second one is: General Motors."""
    one, other = words[0], words[-1]
    beside = len(words) == 2 and other.span.start - one.span.end == 1
    titled = other.key in _TITLES or not is_content(other.key) or other.key in MONTHS
    return beside and not titled and one.span.of(text)[:1].isupper() and is_name(text, other)


def _kind(text: str, word: Word, known: Collection[str]) -> str:
    capital = word.span.of(text)[:1].isupper()
    if capital and (word.key in MONTHS or word.key in WEEKDAYS):
        return "date"
    if word.key in MONTHS and not is_content(word.key):
        return "skip"
    if capital and word.key in _TITLES:
        return "light"
    if is_name(text, word) or (capital and (name_kin(word.key) in known or _behind(text, word))):
        return "name"
    return "light" if root(word.key) in LIGHT else "word"


def _behind(text: str, word: Word) -> bool:
    """Whether a word goes on from an abbreviation, whose stop ends no sentence: U.S. Treasury."""
    return bool(_STOPPED.search(text, max(0, word.span.start - _STOPS), word.span.start))


def _run_together(parts: Sequence[Part], words: Sequence[Word]) -> list[Part]:
    """The parts with those that make up one name marked as such."""
    done: list[Part] = []
    for part in parts:
        last = done[-1] if done else None
        if part.kind == "name":
            between = words[last.end : part.start] if last and last.kind == "name" else None
            goes_on = last and between is not None and _is_one_name(words, last, part)
            part = replace(part, run=last.run if last and goes_on else part.start)
        done.append(part)
    initials: dict[int, str] = {}
    for part in done:
        if part.kind == "name":
            initials[part.run] = initials.get(part.run, "") + _initial(part.key)
    return [
        replace(p, initials=initials[p.run]) if len(initials.get(p.run, "")) > 1 else p
        for p in done
    ]


def _initial(key: str) -> str:
    """The first letter of a word; "UK" has two, as in UKIP."""
    return key if len(key) == _ABBREVIATED else key[:1]


def _is_one_name(words: Sequence[Word], one: Part, other: Part) -> bool:
    """Whether nothing but a space, or a small word, stands between two words of a name."""
    between = words[one.end : other.start]
    spaces = words[other.start].span.start - words[one.end - 1].span.end
    size = sum(len(word.span) + 1 for word in between)
    owned = words[one.end - 1].key.endswith("'s")
    return all(w.key in _JOINS for w in between) and spaces <= size + 1 and not owned


@lru_cache(maxsize=64)
def sentences_told(text: str) -> tuple[Told, ...]:
    """The sentences of a document, each with what it says; asked for once for each claim."""
    return tuple(told(text, span) for span in sentences_of(text))


@lru_cache(maxsize=64)
def names_told(text: str) -> frozenset[str]:
    """The names that a document has anywhere."""
    return frozenset(
        name_kin(part.key) for s in sentences_told(text) for part in s.parts if part.kind == "name"
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences that tell a claim, the one that tells most of it first. ``before`` are those
    that lead up to it, the nearest first."""

    claim: Told
    sentences: tuple[Told, ...]
    near: tuple[Told, ...]
    before: tuple[Told, ...]

    @property
    def core(self) -> Told:
        return self.sentences[0]

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(sorted((s.span for s in self.sentences), key=lambda span: span.start))

    def holds(self, part: Part) -> bool:
        return any(sentence.holds(part) for sentence in self.sentences)

    def is_near(self, part: Part) -> bool:
        """Whether a name stands in the passage or close enough to be meant in it."""
        return self.holds(part) or any(sentence.holds(part) for sentence in self.near)

    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.claim.parts if not self.holds(part))

    def coverage(self, leaving: Iterable[Part] = ()) -> float:
        """The share of what the claim says, by weight, that the passage has; 0 to 1. ``leaving``
        is not counted."""
        left = set(leaving)
        parts = [part for part in self.claim.parts if part not in left]
        total = sum(part.weight for part in parts)
        return sum(self._worth(part) for part in parts) / total if total else 0.0

    def _worth(self, part: Part) -> float:
        if self.holds(part):
            return part.weight
        return NEAR * part.weight if part.kind == "name" and self.is_near(part) else 0.0


def passage_of(claim: Told, document: str) -> Passage | None:
    """The passage of ``document`` that tells most of ``claim``; None if nothing does."""
    sentences = sentences_told(document)
    worth = [_worth(claim.parts, s) for s in sentences]
    if not worth or max(worth) <= 0:
        return None
    best = max(range(len(sentences)), key=lambda at: (worth[at], -len(sentences[at].words), -at))
    chosen = _joined(claim, sentences, best)
    first, last = min(chosen), max(chosen)
    near = (*sentences[:2], *sentences[max(0, first - _AROUND) : last + 2])
    before = sentences[max(0, best - _AROUND) : best][::-1]
    return Passage(claim, tuple(sentences[at] for at in chosen), near, before)


def _worth(parts: Sequence[Part], sentence: Told) -> float:
    return sum(part.weight for part in parts if sentence.holds(part))


def _joined(claim: Told, sentences: Sequence[Told], best: int) -> list[int]:
    """The sentence ``best`` and those close by that hold what it lacks."""
    chosen = [best]
    lacking = [p for p in claim.parts if p.kind != "name" and not sentences[best].holds(p)]
    around = range(max(0, best - REACH), min(len(sentences), best + REACH + 1))
    while len(chosen) < MOST:
        gains = [(_worth(lacking, sentences[at]), -abs(at - best), at) for at in around]
        gain, _, at = max((g for g in gains if g[2] not in chosen), default=(0.0, 0, best))
        if gain < _GAIN:
            break
        chosen.append(at)
        lacking = [part for part in lacking if not sentences[at].holds(part)]
    return chosen
