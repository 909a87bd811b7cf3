"""What surrounds a passage in its document: what an ellipsis leaves out, what stands just outside
the edges, whether the source has it in quotation marks.

Nothing here counts characters: what is left out matters by what it says and by whose sentence
it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tracer.judge.comparison import words_within
from tracer.judge.vocabulary import (
    CONDITIONS,
    NEGATIONS,
    NOT_CONDITIONAL,
    ONLY_BEFORE_THAT,
    expanded,
)
from tracer.models import Span
from tracer.text import FUNCTION_WORDS, Word, paragraphs, quotations, sentences

Turn = Literal["negation", "condition", "stitched"]


@dataclass(frozen=True, slots=True)
class Turned:
    """What changes the meaning, and the words of the source that do."""

    by: Turn
    words: str


sentences_of = lru_cache(maxsize=64)(sentences)
quotations_of = lru_cache(maxsize=64)(quotations)
"""One text is asked for these for every claim that is held against it."""


def swallowed(text: str, omitted: Span) -> Turned | None:
    """What the left-out words ``omitted`` do to the meaning of what is left, if anything.

    Of a gap between two sentences only the rest of the first and the start of the last count;
    whole sentences in between may go, but not if halves are then joined.
    """
    first = _sentence_at(text, max(0, omitted.start - 1))
    last = _sentence_at(text, min(len(text) - 1, omitted.end))
    if last.start <= first.start:
        return _turning(text, omitted)
    rest = Span(omitted.start, max(omitted.start, min(first.end, omitted.end)))
    start = Span(min(max(last.start, omitted.start), omitted.end), omitted.end)
    halves = words_within(text, rest) and words_within(text, start)
    if halves and words_within(text, Span(rest.end, start.start)):
        return Turned("stitched", start.of(text))
    return _turning(text, rest) or _turning(text, start)


def _sentence_at(text: str, offset: int) -> Span:
    for span in sentences_of(text):
        if offset < span.end:
            return span
    return Span(0, len(text))


def _turning(text: str, span: Span) -> Turned | None:
    found = words_within(text, span)
    for index, word in enumerate(found):
        if denies(word.key):
            return Turned("negation", word.span.of(text))
        if _conditional(found, index):
            return Turned("condition", word.span.of(text))
    return None


def denies(key: str) -> bool:
    """Whether the word negates what is said with it."""
    return any(part in NEGATIONS for part in expanded(key).split())


def _conditional(found: Sequence[Word], index: int) -> bool:
    """Whether the word makes something depend on something."""
    key = found[index].key
    before = found[index - 1].key if index else ""
    after = found[index + 1].key if index + 1 < len(found) else ""
    if key in ONLY_BEFORE_THAT and after != "that":
        return False
    return key in CONDITIONS and before not in NOT_CONDITIONAL


def cut(text: str, passage: Span) -> Turned | None:
    """The negation or condition that stands just outside ``passage`` in its own sentence, and in
    the same quotation if the passage lies in one.

    A negation counts in the clause that the passage goes on from, or as one of the next two
    words; a condition anywhere in the rest of the sentence, before or after. Neither counts in a
    new clause behind the passage, which denies, or makes depend, something else.
    """
    before, after = _surroundings(text, passage)
    clause = Span(before.start + clause_start(before.of(text)), before.end)
    return (
        _denial(text, words_within(text, clause))
        or _denial(text, _next_words(text, after))
        or _condition(text, before, after)
    )


def _surroundings(text: str, passage: Span) -> tuple[Span, Span]:
    """The rest of the passage's sentence before and after it."""
    around = [s for s in sentences_of(text) if s.overlaps(passage)]
    bounds = Span(around[0].start, around[-1].end) if around else passage
    for quotation in quotations_of(text):
        if quotation.contains(passage):
            start = max(bounds.start, quotation.start)
            bounds = Span(start, max(start, min(bounds.end, quotation.end)))
    return (
        Span(min(bounds.start, passage.start), passage.start),
        Span(passage.end, max(bounds.end, passage.end)),
    )


_CLAUSE_END = re.compile(r"[,;:()\u2013\u2014]|\s-+\s")


def clause_start(before: str) -> int:
    """Where the last clause of ``before`` starts."""
    ends = [mark.end() for mark in _CLAUSE_END.finditer(before)]
    return ends[-1] if ends else 0


def _denial(text: str, found: Sequence[Word]) -> Turned | None:
    return next((Turned("negation", w.span.of(text)) for w in found if denies(w.key)), None)


_PAUSE = re.compile(r"\s*[,;:\u2013\u2014-]")
_JOINED = re.compile(r"(?:[,;:]|\s[\u2013\u2014-]+)\s*(?:and|but|so|yet|or|for)\s+(?=\w)|;", re.I)
_RESTRICTING = frozenset("not never without hardly scarcely barely".split())
"""Behind a comma only these go on with what was said: "but not now"; with "nobody" or "cannot"
something else begins."""


def _next_words(text: str, after: Span) -> Sequence[Word]:
    """The two words behind a passage, as far as they belong to what it says."""
    found = words_within(text, after)[:2]
    if not _PAUSE.match(after.of(text)):
        return found
    return [word for word in found if word.key in _RESTRICTING]


def _own_clause(text: str, after: Span) -> Span:
    """``after`` up to the first new clause that says something of its own: "and they will stay
    if they like". A clause that only takes up what was said goes on with it: "but we will do it
    only if the city asks"."""
    for joint in _JOINED.finditer(text, after.start, after.end):
        rest = words_within(text, Span(joint.end(), after.end))
        upto = next((n for n in range(len(rest)) if _conditional(rest, n)), len(rest))
        if any(word.key not in FUNCTION_WORDS for word in rest[:upto]):
            return Span(after.start, joint.start())
    return after


def _condition(text: str, before: Span, after: Span) -> Turned | None:
    left, right = words_within(text, before), words_within(text, _own_clause(text, after))
    for found in (left, right):
        for index, word in enumerate(found):
            beside = index < 2 if found is right else index >= len(found) - 2
            counts = beside or word.key not in ("only", "whether")
            if counts and _conditional(found, index):
                return Turned("condition", word.span.of(text))
    return None


def given_beside(article: str, claim: Span, turned: Turned) -> bool:
    """Whether the article itself has the turning words beside the claim, in its paragraph."""
    for paragraph in paragraphs(article):
        if paragraph.overlaps(claim):
            beside = {
                word.key
                for word in words_within(article, paragraph)
                if not claim.overlaps(word.span)
            }
            wanted = {word.key for word in words_within(turned.words, Span(0, len(turned.words)))}
            if wanted & beside or (turned.by == "negation" and any(map(denies, beside))):
                return True
    return False


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
        min(q.end, passage.end) - max(q.start, passage.start)
        for q in quotations_of(text)
        if q.overlaps(passage)
    )
    return 2 * inside > len(passage)
