"""A claim and one passage, word beside word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracer.judge.figures import Figure, figures
from tracer.judge.vocabulary import name_root
from tracer.models import Difference, Match, Span
from tracer.text import Word, fold, words


@lru_cache(maxsize=2048)
def words_within(text: str, span: Span) -> tuple[Word, ...]:
    """The words of ``span`` with offsets in ``text``; the judge asks for the same ones often."""
    found = words(fold(span.of(text)))
    return tuple(Word(word.span.moved(span.start), word.key) for word in found)


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of the article and the equal word of the source."""

    article: Word
    source: Word


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a text, and the words and figures of it that are compared."""

    text: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]

    @staticmethod
    def of(text: str, spans: Iterable[Span]) -> Side:
        """The words of ``spans``, in their order; no figure runs from one span into the next."""
        found: list[Word] = []
        counted: list[Figure] = []
        for span in spans:
            inside = words_within(text, span)
            counted.extend(figure.moved(len(found)) for figure in figures(inside))
            found.extend(inside)
        return Side(text, tuple(found), tuple(counted))

    def keys(self, span: Span | None) -> tuple[str, ...]:
        """The word keys inside ``span``."""
        inside = words_within(self.text, span) if span else ()
        return tuple(word.key for word in inside)

    def figures_at(self, span: Span | None) -> tuple[Figure, ...]:
        """The figures that ``span`` touches."""
        return tuple(f for f in self.figures if span and self.place(f).overlaps(span))

    def place(self, figure: Figure) -> Span:
        return Span(self.words[figure.start].span.start, self.words[figure.end - 1].span.end)

    def names(self, span: Span | None) -> frozenset[str]:
        """The roots of the names inside ``span``: words with a capital that no sentence's start
        asks for, or that the text has elsewhere in the middle of a sentence."""
        inside = words_within(self.text, span) if span else ()
        return frozenset(name_root(word.key) for word in inside if self._is_name(word))

    def _is_name(self, word: Word) -> bool:
        surface = word.span.of(self.text)
        if not surface[:1].isupper() or surface in ("I", "I'm", "I’m"):
            return False
        return not _opens_sentence(self.text, word.span.start) or _is_within(self.text, surface)


_BEFORE_SENTENCE = frozenset(" \t\u00a0\"'\u201c\u201d\u2018\u2019«»([")


def _opens_sentence(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in _BEFORE_SENTENCE:
        at -= 1
    return at == 0 or text[at - 1] in ".!?:\n\r\u2026"


@lru_cache(maxsize=4096)
def _is_within(text: str, surface: str) -> bool:
    """Whether ``text`` has a word with its capital in the middle of a sentence."""
    at = text.find(f" {surface}")
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(surface) + 1 : at + len(surface) + 2]
        if (before.islower() or before in {",", ";"}) and not (after.isalnum() or after == "_"):
            return True
        at = text.find(f" {surface}", at + 1)
    return False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim (article side) against a passage (source side)."""

    article: Side
    source: Side
    match: Match
    pairs: tuple[Pair, ...]

    @property
    def claim(self) -> Span:
        """The article's stretch that is compared, from its first word to its last."""
        found = self.article.words
        return Span(found[0].span.start, found[-1].span.end) if found else Span(0, 0)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return self.match.differences

    def position(self, difference: Difference) -> Span:
        """Where a difference lies in the article: its own words, or for words that the article
        leaves out the gap between the equal words on either side."""
        if difference.article:
            return difference.article
        assert difference.source is not None
        at = difference.source.start
        before = [p.article.span.end for p in self.pairs if p.source.span.end <= at]
        after = [p.article.span.start for p in self.pairs if p.source.span.start >= at]
        start = max(before, default=min(after, default=0))
        return Span(start, max(start, min((a for a in after if a >= start), default=start)))


def compare(article: str, claim: Span, source: str, match: Match) -> Comparison:
    """The words of ``claim`` in ``article`` beside those of the match's passage in ``source``."""
    ours, theirs = Side.of(article, (claim,)), Side.of(source, match.passage.spans)
    equal_here = _outside(ours.words, (d.article for d in match.differences if d.kind != "order"))
    equal_there = _outside(theirs.words, (d.source for d in match.differences if d.kind != "order"))
    pairs = tuple(Pair(a, s) for a, s in zip(equal_here, equal_there, strict=False))
    return Comparison(ours, theirs, match, pairs)


def _outside(found: Iterable[Word], spans: Iterable[Span | None]) -> list[Word]:
    inside = [span for span in spans if span]
    return [w for w in found if not any(span.overlaps(w.span) for span in inside)]
