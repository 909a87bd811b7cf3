"""Steps -> the spans, the differences and the score of a match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from tracer.contractions import readings
from tracer.matching.alignment import Step, align
from tracer.matching.blocks import BACKWARD, Block, best_chain
from tracer.matching.needle import Mark, Needle
from tracer.matching.page import Page
from tracer.models import Difference, Match, Span
from tracer.text import FUNCTION_WORDS, fold

_JOINED = 8
"""A gap of more words than this, left out without a mark, parts a passage into two spans."""
_FUNCTION, _CONTENT = 2.0, 7.0
"""What a function word and another word weigh. How rare each one is in the collection tells no more
(measured on docs_10k), and so a passage has one score whatever else is searched."""

_MOVED = 0.5
"""How much of its weight a word costs that the passage has too, but elsewhere: words shuffled are
no quotation."""


def quoted(needle: Needle, page: Page) -> Match | None:
    """The passage of ``page`` that has most of ``needle``'s words in order."""
    copied = None if needle.marks else _copied(needle, page)
    if copied is not None:
        span = page.span(copied, copied + len(needle.keys))
        return Match(
            page.passage([span]),
            100.0,
            tuple(_adapted(needle, page, Step.equal(Block(0, copied, len(needle.keys))))),
        )
    weighed = [_FUNCTION if key in FUNCTION_WORDS else _CONTENT for key in needle.keys]
    elided = frozenset(mark.at for mark in needle.marks if mark.kind == "elision")
    steps = align(needle, page, best_chain(needle.keys, weighed, page, elided))
    return _match(needle, page, steps, weighed) if steps else None


def closed(match: Match) -> tuple[Span, ...]:
    """The spans of a match with what its marked ellipses leave out: from the first to the last
    word that each stretch of the document stands for."""
    gaps = [d.source for d in match.differences if d.kind == "elision" and d.source]
    spans = [match.passage.spans[0]]
    for span in match.passage.spans[1:]:
        last = spans[-1]
        between = last.end <= span.start and Span(last.end, span.start)
        if between and any(gap.overlaps(between) for gap in gaps):
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    return tuple(spans)


def _copied(needle: Needle, page: Page) -> int | None:
    """The first word of ``page`` from which on all of the needle's words stand in a row."""
    keys, size = list(needle.keys), len(needle.keys)
    theirs, at = page.keys, -1
    for _ in range(theirs.count(keys[0])):
        at = theirs.index(keys[0], at + 1)
        if theirs[at : at + size] == keys:
            return at
    return None


def _match(needle: Needle, page: Page, steps: list[Step], weights: Sequence[float]) -> Match:
    runs = _runs(needle, steps)
    spans = [span for run in runs if (span := _span(page, run))]
    equal = sum(sum(weights[s.q : s.q_end]) for s in steps if _same(needle, page, s))
    reordered = tuple(_reordered(needle, page, runs))
    ratio = fuzz.ratio(fold(needle.text), " ".join(map(page.folded, spans)))
    moved = _MOVED * _moved(needle, page, runs, weights)
    score = max(100 * (equal - BACKWARD * len(reordered)) / sum(weights), ratio)
    score -= 100 * moved / sum(weights)
    found = (*differences(needle, page, steps), *reordered)
    ordered = sorted(found, key=_place)
    return Match(page.passage(spans), round(min(max(score, 0.0), 100.0), 2), tuple(ordered))


def _moved(
    needle: Needle, page: Page, runs: Sequence[Sequence[Step]], weights: Sequence[float]
) -> float:
    """The weight of the needle's words that stand in the passage, but not in their order."""
    changed = [step for run in runs for step in run if step.tag != "equal"]
    theirs = {key for step in changed for key in page.keys[step.d : step.d_end]}
    ours = [word for step in changed for word in range(step.q, step.q_end)]
    return sum(
        weights[word]
        for word in ours
        if needle.keys[word] in theirs and needle.keys[word] not in FUNCTION_WORDS
    )


def _same(needle: Needle, page: Page, step: Step) -> bool:
    """Whether a step has the same words, a contraction and what it stands for among them."""
    if step.tag != "replace" or step.q_end - step.q > 2 or step.d_end - step.d > 2:
        return step.tag == "equal"
    ours, theirs = needle.keys[step.q : step.q_end], page.keys[step.d : step.d_end]
    return bool(readings(ours) & readings(theirs))


def _place(difference: Difference) -> tuple[int, int, str]:
    span = difference.article or difference.source or Span(0, 0)
    return (span.start, span.end, difference.kind)


def _runs(needle: Needle, steps: Sequence[Step]) -> list[list[Step]]:
    """The steps parted where the document is left and entered again elsewhere."""
    runs: list[list[Step]] = [[]]
    reached = 0
    for step in steps:
        if step.tag == "delete" and _parts(needle, step):
            runs.append([])
        else:
            if step.d < reached:
                runs.append([])
            runs[-1].append(step)
        reached = step.d_end
    return [run for run in runs if any(step.d_end > step.d for step in run)]


def _parts(needle: Needle, step: Step) -> bool:
    mark = _mark_at(needle, step)
    elided = mark is not None and mark.kind == "elision"
    return elided or step.d_end - step.d > _JOINED


def _span(page: Page, run: Sequence[Step]) -> Span | None:
    touched = [step for step in run if step.d_end > step.d]
    return page.span(touched[0].d, touched[-1].d_end) if touched else None


def _mark_at(needle: Needle, step: Step) -> Mark | None:
    return next((mark for mark in needle.marks if mark.at == step.q == step.q_end), None)


def differences(needle: Needle, page: Page, steps: Sequence[Step]) -> Iterator[Difference]:
    """What the steps change, in the needle's order."""
    met: set[Span] = set()
    for step in steps:
        mark = _mark_at(needle, step) if step.tag == "delete" else None
        if mark:
            met.add(mark.span)
            if mark.inner != page.keys[step.d : step.d_end]:
                yield Difference(mark.kind, mark.span, page.span(step.d, step.d_end))
        elif step.tag != "equal":
            yield _plain(needle, page, step)
        else:
            yield from _adapted(needle, page, step)
    for mark in needle.marks:
        if mark.span not in met:
            yield Difference(mark.kind, mark.span, None)


def _adapted(needle: Needle, page: Page, step: Step) -> Iterator[Difference]:
    """Words that a bracket inside them makes equal to the document's."""
    for word in needle.adapted:
        if step.q <= word < step.q_end:
            there = step.d + word - step.q
            yield Difference("bracket", needle.span(word, word + 1), page.span(there, there + 1))


def _plain(needle: Needle, page: Page, step: Step) -> Difference:
    source = page.span(step.d, step.d_end) if step.d_end > step.d else None
    if step.q == step.q_end:
        return Difference("deletion", None, source)
    article = needle.span(step.q, step.q_end)
    if source is None:
        return Difference("insertion", article, None)
    adapted = set(range(step.q, step.q_end)) <= needle.adapted
    return Difference("bracket" if adapted else "substitution", article, source)


def _reordered(needle: Needle, page: Page, runs: Sequence[Sequence[Step]]) -> Iterator[Difference]:
    """A run that stands in the document before the one it follows in the needle."""
    reached = 0
    for run in runs:
        touched = [step for step in run if step.d_end > step.d]
        if touched[0].d < reached:
            own = [step for step in run if step.q_end > step.q]
            article = needle.span(own[0].q, own[-1].q_end)
            yield Difference("order", article, _span(page, run))
        reached = touched[-1].d_end
