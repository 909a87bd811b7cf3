"""What surrounds a passage in its document: which words there deny or make something depend, and
whether the source has the passage in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tracer.judge.comparison import words_within
from tracer.judge.turning import (
    BEFORE_AN_ADJECTIVE,
    CONDITION_PHRASES,
    CONDITIONS,
    IN_PASSING,
    NO_CONDITION_WITH,
    NOT_CONDITIONAL,
    NOT_DOUBTED,
    ONLY_BEFORE_THAT,
    UNDOING,
)
from tracer.judge.vocabulary import NEGATIONS, expanded
from tracer.models import Span
from tracer.text import Word, paragraphs, quotations, sentences

Turn = Literal["negation", "condition", "modality", "question", "stitched"]


@dataclass(frozen=True, slots=True)
class Turned:
    """What changes the meaning, and the words of the source that do."""

    by: Turn
    words: str


sentences_of = lru_cache(maxsize=64)(sentences)
quotations_of = lru_cache(maxsize=64)(quotations)
"""One text is asked for these for every claim that is held against it."""


def sentences_at(text: str, *places: Span) -> tuple[Span, ...]:
    """The sentences of ``text`` that any of ``places`` touches, in order."""
    return _touched(sentences_of(text), places)


def quotations_at(text: str, *places: Span) -> tuple[Span, ...]:
    """The quotations of ``text`` that any of ``places`` touches, in order."""
    return _touched(quotations_of(text), places)


def _touched(spans: Sequence[Span], places: Sequence[Span]) -> tuple[Span, ...]:
    """Those of ``spans``, which are in order and apart, that a place touches. A long text has
    thousands, so they are not all looked at."""
    found: set[int] = set()
    for place in places:
        at = bisect_right(spans, place.start, key=_end)
        while at < len(spans) and spans[at].overlaps(place):
            found.add(at)
            at += 1
    return tuple(spans[at] for at in sorted(found))


def _end(span: Span) -> int:
    return span.end


def denies(key: str) -> bool:
    """Whether the word negates what is said with it."""
    return any(part in NEGATIONS for part in expanded(key).split())


def denied(found: Sequence[Word]) -> Word | None:
    """The first of ``found`` that negates; "no doubt" does not."""
    for index, word in enumerate(found):
        after = found[index + 1].key if index + 1 < len(found) else ""
        if denies(word.key) and after not in NOT_DOUBTED:
            return word
    return None


def undone(found: Sequence[Word]) -> Word | None:
    """The word of ``found`` by which their end denies what follows: "failed to"."""
    plain = [word for word in found if not word.key.endswith("ly")]
    for phrase in UNDOING:
        if tuple(word.key for word in plain[-len(phrase) :]) == phrase:
            return plain[-len(phrase)]
    return None


def conditional(found: Sequence[Word], index: int) -> bool:
    """Whether the word makes something depend on something."""
    key = found[index].key
    before = found[index - 1].key if index else ""
    after = found[index + 1].key if index + 1 < len(found) else ""
    if key == "only" and (before in BEFORE_AN_ADJECTIVE or before.endswith("'s")):
        return False
    if key in ONLY_BEFORE_THAT and after != "that":
        return False
    if key == "if" and (after in NO_CONDITION_WITH or _if_you_will(found[index:])):
        return False
    if key in CONDITIONS:
        return before not in NOT_CONDITIONAL
    phrases = CONDITION_PHRASES.get(key, ())
    return before != "for" and any(_is_at(phrase, found, index) for phrase in phrases)


def _is_at(phrase: Sequence[str], found: Sequence[Word], index: int) -> bool:
    there = tuple(word.key for word in found[index : index + len(phrase) + 1])
    return there[: len(phrase)] == phrase and not there[-1][:1].isdigit()


def _if_you_will(found: Sequence[Word]) -> bool:
    keys = [word.key for word in found]
    return keys in (["if", "you", "will"], ["if", "you", "like"]) or any(
        tuple(keys[: len(phrase)]) == phrase for phrase in IN_PASSING
    )


CLAUSE_END = re.compile(r"[,;:()\u2013\u2014]|\s-+\s")


def clause_start(before: str) -> int:
    """Where the last clause of ``before`` starts."""
    ends = [mark.end() for mark in CLAUSE_END.finditer(before)]
    return ends[-1] if ends else 0


def sentence_at(text: str, offset: int) -> Span:
    """The sentence that ``offset`` lies in, or the first one behind it."""
    spans = sentences_of(text)
    at = bisect_right(spans, offset, key=_end)
    return spans[at] if at < len(spans) else Span(0, len(text))


def quotation_at(text: str, offset: int) -> Span | None:
    """The quotation that ``offset`` lies in."""
    return next(iter(quotations_at(text, Span(offset, offset + 1))), None)


_FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
_LABELLED = re.compile(r"\W*(\w[\w.'\u2019-]*(?: \w[\w.'\u2019-]*){0,3})(?: \([^)]*\))?:\s")
"""What may be the name before an answer in an interview: "Lee Brown: We will do it." """


def in_marks(text: str, passage: Span) -> bool:
    """Whether ``passage`` is somebody's speech in ``text``: most of it stands inside double
    quotation marks, or it speaks in the first person, or its paragraph opens with "Name:"."""
    return _between_marks(text, passage) or _first_person(text, passage) or _answers(text, passage)


def _first_person(text: str, passage: Span) -> bool:
    return any(
        word.key.partition("'")[0] in _FIRST_PERSON
        for word in words_within(text, passage)
        if word.span.of(text) not in ("US", "U.S", "U.S.")
    )


def _answers(text: str, passage: Span) -> bool:
    around = [part for part in paragraphs(text) if part.overlaps(passage)]
    labels = filter(None, (_LABELLED.match(text, part.start, part.end) for part in around))
    return any(all(word[:1].isupper() for word in found[1].split()) for found in labels)


def _between_marks(text: str, passage: Span) -> bool:
    inside = sum(
        min(q.end, passage.end) - max(q.start, passage.start) for q in quotations_at(text, passage)
    )
    return 2 * inside > len(passage)
