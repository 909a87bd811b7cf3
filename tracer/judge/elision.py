"""What an ellipsis leaves out, and whether that matters.

Nothing here counts characters: what is left out matters by what it says and by whose sentence
it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracer.judge.comparison import words_within
from tracer.judge.context import (
    CLAUSE_END,
    Turned,
    clause_start,
    conditional,
    denied,
    quotation_at,
    sentence_at,
    undone,
)
from tracer.judge.edges import claims, turned_after, turned_before
from tracer.judge.turning import OWN_CLAUSE
from tracer.judge.vocabulary import MODALITY
from tracer.judge.voices import named, same_person
from tracer.models import Attribution, Match, Span
from tracer.text import FUNCTION_WORDS, Word


def swallowed(text: str, omitted: Span) -> Turned | None:
    """What the left-out words ``omitted`` do to the meaning of what is left, if anything.

    Of a gap between two sentences the rest of the first and the start of the last count as what
    stands outside a cut does. Whole sentences in between may go, but not if halves are then
    joined.
    """
    before, after = _last_kept(text, omitted), _first_kept(text, omitted)
    left, right = _quotations(text, before, after)
    first, last = sentence_at(text, before), sentence_at(text, after)
    if last.start <= first.start and left == right:
        return _within_a_sentence(text, omitted)
    rest = _clipped(Span(omitted.start, max(omitted.start, min(first.end, omitted.end))), left)
    start = _clipped(Span(min(max(last.start, omitted.start), omitted.end), omitted.end), right)
    between = words_within(text, Span(rest.end, max(rest.end, start.start)))
    if between and _joins_halves(text, rest, start):
        return Turned("stitched", omitted.of(text))
    return turned_after(text, rest) or turned_before(text, start) or _asked(text, start, last)


def joins_voices(text: str, omitted: Span, voices: Sequence[Attribution]) -> Turned | None:
    """What joins the speech of one to that of another, or to what the source tells itself, if the
    words ``omitted`` are left out. ``voices`` are all that ``text`` gives its words to."""
    before, after = _last_kept(text, omitted), _first_kept(text, omitted)
    left, right = _quotations(text, before, after)
    if left and right:
        joined = left != right and _two_voices(before, after, voices)
    else:
        gap = text[before : after + 1]
        joined = (
            bool(_ENDS_SPEECH.search(gap)) if left else bool(right) and _begins(text, before, gap)
        )
    return Turned("stitched", omitted.of(text)) if joined else None


def may_join_voices(text: str, match: Match) -> bool:
    """Whether somebody else may speak behind a gap of the match: a quotation ends or begins in
    what is left out of the source's ``text``, or beside it."""
    gaps = (d.source for d in match.differences if d.kind == "elision" and d.source)
    around = (text[max(0, gap.start - 3) : gap.end + 3] for gap in gaps)
    return any(mark in gap for gap in around for mark in MARKS)


MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
"""Double quotation marks. One that stands close behind a word can only end speech."""
_ENDS_SPEECH = re.compile(rf"[^\s{MARKS}][{MARKS}](?:\s|\Z)")
_BEGINS_SPEECH = re.compile(rf"(?:\s|\A)[{MARKS}]\w")


def _begins(text: str, before: int, gap: str) -> bool:
    """Whether speech begins in a gap, and did not begin before it: a paragraph may open with a
    mark and never close it."""
    opened = any(mark in text[sentence_at(text, before).start : before] for mark in MARKS)
    return not opened and bool(_BEGINS_SPEECH.search(gap))


def _two_voices(before: int, after: int, voices: Sequence[Attribution]) -> bool:
    left, right = (
        [v for v in voices if any(c.start <= at < c.end for c in v.contents)]
        for at in (before, after)
    )
    return any(_differ(one, other) for one in left for other in right)


def _differ(one: Attribution, other: Attribution) -> bool:
    """Whether two certainly different people speak, both of whom the source calls by name."""
    ours, theirs = named(one.hops("speaker")), named(other.hops("speaker"))
    sure = min(one.confidence, other.confidence) >= _SURE
    return (
        sure and bool(ours and theirs) and not any(same_person(a, b) for a in ours for b in theirs)
    )


_SURE = 0.9
"""Confidence in who speaks from which on an ellipsis may be said to join two people's words."""


def _joins_halves(text: str, rest: Span, start: Span) -> bool:
    """Whether what is left are halves of two sentences, or one of them is cut within a clause."""
    cut_off = bool(words_within(text, rest)) and not _PAUSED.match(text, rest.start)
    begun = words_within(text, Span(start.start + clause_start(start.of(text)), start.end))
    led = not begun or claims(begun[-1].key) or all(w.key in FUNCTION_WORDS for w in begun)
    return bool(words_within(text, rest) and words_within(text, start)) or cut_off or not led


_PAUSED = re.compile(r"\W*[,;:.?!)\u2013\u2014-]")


def _asked(text: str, start: Span, sentence: Span) -> Turned | None:
    """The "do" of a question that is left out: "Do I think so?" is not "I think so"."""
    opening = words_within(text, start)
    asks = sentence.of(text).rstrip(f"{MARKS} ").endswith("?")
    return Turned("question", opening[0].span.of(text)) if asks and len(opening) == 1 else None


def _quotations(text: str, before: int, after: int) -> tuple[Span | None, Span | None]:
    """The quotations that the words on both sides of a gap lie in, if one ends or begins there."""
    if not any(mark in text[before:after] for mark in MARKS):
        return None, None
    return quotation_at(text, before), quotation_at(text, after)


def _last_kept(text: str, omitted: Span) -> int:
    """Where the last word before the gap is."""
    at = omitted.start - 1
    while at > 0 and not text[at].isalnum():
        at -= 1
    return max(0, at)


def _first_kept(text: str, omitted: Span) -> int:
    """Where the first word behind the gap is."""
    at = omitted.end
    while at < len(text) - 1 and not text[at].isalnum():
        at += 1
    return min(at, len(text) - 1)


def _clipped(span: Span, quotation: Span | None) -> Span:
    """The part of ``span`` that is in the quotation: "he said" is nobody's half sentence."""
    if quotation is None:
        return span
    start = min(max(span.start, quotation.start), span.end)
    return Span(start, max(start, min(span.end, quotation.end)))


def _within_a_sentence(text: str, omitted: Span) -> Turned | None:
    found = words_within(text, omitted)
    for index, word in enumerate(found):
        if conditional(found, index) and _reaches_out(text, omitted, found, index):
            return Turned("condition", word.span.of(text))
    apart = _is_aside(text, omitted) or _is_own_clause(text, omitted, found)
    negation = None if apart else denied(found) or undone(found)
    if negation:
        return Turned("negation", negation.span.of(text))
    hedge = _only_hedged(found)
    return Turned("modality", hedge.span.of(text)) if hedge else None


_WITH_ONLY = frozenset("if when after once until because with for by in".split())


def _reaches_out(text: str, omitted: Span, found: Sequence[Word], index: int) -> bool:
    """Whether a condition is one for what is left: "only" and "whether" mostly belong to the words
    next to them."""
    key, rest = found[index].key, found[index + 1 :]
    if key == "only":
        return not rest or (rest[0].key in _WITH_ONLY and not _is_aside(text, omitted))
    return key != "whether" or not CLAUSE_END.search(text, found[index].span.end, omitted.end + 1)


_PAUSES = ",;:()-\u2013\u2014"
_JOINING = re.compile(r"\s*(?:[,;:.?!()\u2013\u2014-]|(?:and|but|or)\b)")


def _is_own_clause(text: str, omitted: Span, found: Sequence[Word]) -> bool:
    """Whether a whole clause is left out that says something of its own: ", although we did not
    play well,"."""
    before = text[max(0, omitted.start - 3) : omitted.start].rstrip()
    bounded = before[-1:] in _PAUSES and _JOINING.match(text, omitted.end)
    says_more = len(found) > 2 and not any(denied([word]) for word in found[:2])
    return bool(before and bounded) and says_more and found[0].key in OWN_CLAUSE


_OPENING = re.compile(r"(?:\s-+|[\u2013\u2014(])\s*\Z")
_CLOSING = re.compile(r"\s*(?:-+\s|[\u2013\u2014)])")
_RELATIVE = re.compile(r"(?:who|which|whose|whom|where)\b", re.IGNORECASE)


def _is_aside(text: str, omitted: Span) -> bool:
    """Whether the words stand between dashes or brackets, or are a clause between commas that
    tells of what stands before it: what it denies is something else."""
    before, after = text[max(0, omitted.start - 4) : omitted.start], text[omitted.end :][:4]
    if _OPENING.search(before) and _CLOSING.match(after):
        return True
    between = before.rstrip().endswith(",") and after.lstrip().startswith(",")
    return between and bool(_RELATIVE.match(text, omitted.start, omitted.end))


_WEAKER = frozenset(("possible", "likely", "alleged", "some", "almost"))


def _only_hedged(found: Sequence[Word]) -> Word | None:
    """The word that makes something less sure or less than all, if nothing but such words is left
    out: "may", "some of the"."""
    hedges = [word for word in found if MODALITY.get(word.key) in _WEAKER]
    plain = (
        word.key in FUNCTION_WORDS or word.key in MODALITY or word.key.endswith("ly")
        for word in found
    )
    return hedges[0] if hedges and all(plain) else None
