"""Whether two texts tell the same event.

Sentences of one form, about two cities, two objects or two companies, differ in a figure and
contradict nothing: what differs beside the figure tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracer.judge.comparison import Side, compare, words_within
from tracer.judge.context import sentences_at
from tracer.judge.differences import Assessed, poles
from tracer.judge.vocabulary import MONTHS, WEEKDAYS, is_content, name_root, spelling
from tracer.judge.wording import Judged
from tracer.models import Claim, Document, Span
from tracer.text import Word, stem

HELD_TO_THE_SENSE = ("statement", "indirect_quote")
"""Kinds of claims that are held to what they say, and not to their words."""


def is_another_event(claim: Claim, judged: Judged, article: Document) -> bool:
    """Whether a passage that seems to contradict a claim tells another event: beside the one
    difference that turns it the claim has a name, or a word that says what it is about, that the
    passage's sentences do not have there. Never of quotations, which are held to the words."""
    if judged.wording != "contradicted" or "T202" not in judged.rules:
        return False
    if claim.kind not in HELD_TO_THE_SENSE:
        return False
    source = judged.reading.document.text
    comparison = compare(article.text, claim.span, source, judged.match)
    known = _Known.of(_sentences(source, judged.match.passage.spans))
    ours = comparison.article
    return any(ours.names(a.difference.article) for a in _beside(judged.assessed)) or any(
        _new(ours, a.difference.article, known) for a in _telling(judged.assessed)
    )


def _beside(assessed: Iterable[Assessed]) -> list[Assessed]:
    """The differences that neither turn what is said nor are harmless."""
    return [a for a in assessed if a.weight not in ("turned", "harmless")]


def _telling(assessed: Iterable[Assessed]) -> list[Assessed]:
    """The differences whose words may be about something else; of those that turn what is said
    only figures, which have what they count beside them."""
    return [
        a
        for a in assessed
        if a.weight == "changed" or (a.weight == "turned" and a.difference.kind == "figure")
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a text has: the stems and roots of its words, and the scales they point along."""

    stems: frozenset[str]
    scales: frozenset[int]

    @staticmethod
    def of(found: Sequence[Word]) -> _Known:
        stems = {stem(spelling(word.key)) for word in found}
        roots = {name_root(word.key) for word in found}
        return _Known(frozenset(stems | roots), frozenset(map(abs, poles(w.key for w in found))))

    def has(self, key: str) -> bool:
        scales = set(map(abs, poles([key])))
        return stem(spelling(key)) in self.stems or bool(scales & self.scales)


def _new(side: Side, span: Span | None, known: _Known) -> bool:
    """Whether ``span`` has a word of content that is not ``known``."""
    inside = words_within(side.text, span) if span else ()
    figured = [side.place(figure) for figure in side.figures_at(span)]
    return any(
        _tells(word.key)
        and not known.has(word.key)
        and not any(place.overlaps(word.span) for place in figured)
        for word in inside
    )


def _tells(key: str) -> bool:
    """Whether a word says what an event is about, and not how or when."""
    dated = key in MONTHS or key in WEEKDAYS
    return is_content(key) and not dated and not key.endswith("ly")


def _sentences(text: str, spans: Sequence[Span]) -> tuple[Word, ...]:
    return tuple(
        word for sentence in sentences_at(text, *spans) for word in words_within(text, sentence)
    )
