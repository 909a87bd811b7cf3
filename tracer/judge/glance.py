"""A glance at a document: whether it can tell a claim at all.

Most documents that share words with a claim are about something else. Seeing that takes a tenth of
the time of reading them closely.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from functools import lru_cache

from tracer.judge.comparison import spaced, spaced_words
from tracer.judge.context import sentences_of
from tracer.judge.figures import may_count
from tracer.judge.kinship import kin, name_kin
from tracer.judge.phrasal import in_one_word
from tracer.judge.telling import MOST, NEAR, REACH, Part, told
from tracer.models import Span
from tracer.text import keys_of

Signs = Set[str | int]
"""What words share with those that may stand for them."""
_HALF = 0.5
"""The share of a claim that its best sentences must seem to hold. To tell it in other words takes
.66 of it, and to contradict it .75 of all but what is in dispute, which is at most a third."""
_FIGURE = -1
"""The sign of any figure; families have numbers from 0."""


@lru_cache(maxsize=256)
def may_tell(article: str, claim: Span, document: str) -> bool:
    """Whether a passage of ``document`` may tell the words ``claim`` of ``article``, or tell the
    same otherwise.

    Whatever may stand for a word counts as the word, and any figure as the figure. So what a
    passage holds (see telling.py) also counts here.
    """
    parts = _parts(article, claim)
    held = [_held(parts, signs) for signs in _sentences(document)]
    best = max(range(len(held)), key=lambda at: _weight(parts, held[at]), default=None)
    if best is None:
        return False
    passage = _joined(parts, held, best)
    names = {at for some in held for at in some - passage if parts[at].kind == "name"}
    found = _weight(parts, passage) + NEAR * _weight(parts, names)
    return found >= _HALF * _weight(parts, range(len(parts)))


def has_run(words: str, document: str, size: int) -> bool:
    """Whether a document has ``size`` of ``words`` in a row."""
    keys, there = keys_of(words), spaced_words(document)
    return any(spaced(keys[at : at + size]) in there for at in range(len(keys) - size + 1))


def _joined(parts: Sequence[Part], held: Sequence[Set[int]], best: int) -> Set[int]:
    """What the sentence ``best`` holds, with those close by that add most."""
    passage = held[best]
    for _ in range(MOST - 1):
        around = held[max(0, best - REACH) : best + REACH + 1]
        passage = passage | max(around, key=lambda some: _weight(parts, some - passage))
    return passage


def _weight(parts: Sequence[Part], some: Iterable[int]) -> float:
    return sum(parts[at].weight for at in some)


def _held(parts: Sequence[Part], signs: Signs) -> Set[int]:
    """The numbers of the parts that a sentence with ``signs`` may hold."""
    return {at for at, part in enumerate(parts) if not signs.isdisjoint(_signs_of(part))}


def _signs_of(part: Part) -> Signs:
    if part.amount:
        return {_FIGURE}
    return _signs(part.key) | {part.initials} if part.initials else _signs(part.key)


@lru_cache(maxsize=64)
def _parts(article: str, claim: Span) -> Sequence[Part]:
    return told(article, claim).parts


@lru_cache(maxsize=256)
def _sentences(document: str) -> Sequence[Signs]:
    """The signs of the words of each sentence."""
    return [
        _union(in_one_word(keys_of(sentence.of(document)))) for sentence in sentences_of(document)
    ]


def _union(keys: Collection[str]) -> Signs:
    return frozenset().union(*map(_signs, keys))


@lru_cache(maxsize=1 << 15)
def _signs(key: str) -> Signs:
    figure = {_FIGURE} if may_count(key) else set()
    return kin(key) | {name_kin(key)} | figure
