"""A claim and one passage, word beside word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tracer.judge.figures import Figure, figures
from tracer.judge.vocabulary import name_root
from tracer.models import Difference, Match, Span
from tracer.text import Word, fold, keys_of, words


@lru_cache(maxsize=4096)
def words_within(text: str, span: Span) -> tuple[Word, ...]:
    """The words of ``span`` with offsets in ``text``; the judge asks for the same ones often."""
    return words(fold(span.of(text)), span.start)


@lru_cache(maxsize=256)
def spaced_words(text: str) -> str:
    """The words of a whole text as they are compared, a space around each."""
    return spaced(keys_of(text))


def spaced(keys: Iterable[str]) -> str:
    """Words with a space around each: those of one text are in a row in another one if this is
    part of that text's."""
    return f" {' '.join(keys)} "


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
        return frozenset(name_root(word.key) for word in inside if is_name(self.text, word))


_BEFORE_SENTENCE = frozenset(" \t\u00a0\"'\u201c\u201d\u2018\u2019«»([")


def opens_sentence(text: str, at: int) -> bool:
    """Whether nothing of a sentence stands before ``at`` in ``text``."""
    while at > 0 and text[at - 1] in _BEFORE_SENTENCE:
        at -= 1
    return at == 0 or text[at - 1] in ".!?:\n\r\u2026"


def is_name(text: str, word: Word) -> bool:
    """Whether a word of ``text`` is part of a name: see Side.names."""
    surface = word.span.of(text)
    if not surface[:1].isupper() or surface in ("I", "I'm", "I’m"):
        return False
    return not opens_sentence(text, word.span.start) or _is_within(text, surface)


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
class Counted:
    """Figures of the article and of the source that stand for each other: they share words, or
    one difference touches both."""

    article: tuple[Figure, ...]
    source: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim (article side) against a passage (source side)."""

    article: Side
    source: Side
    match: Match
    pairs: tuple[Pair, ...]
    counted: tuple[Counted, ...]

    @property
    def claim(self) -> Span:
        """The article's stretch that is compared, from its first word to its last."""
        found = self.article.words
        return Span(found[0].span.start, found[-1].span.end) if found else Span(0, 0)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return self.match.differences

    def counted_at(self, difference: Difference) -> tuple[Counted, ...]:
        """The figures that a difference touches, each with those that stand for it."""
        ours = self.article.figures_at(difference.article)
        theirs = self.source.figures_at(difference.source)
        return tuple(
            counted
            for counted in self.counted
            if any(f in counted.article for f in ours) or any(f in counted.source for f in theirs)
        )

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

    def instead(self, difference: Difference) -> str:
        """What stands between two words of the one text where the other has a word or mark more;
        "" if both have words."""
        here = difference.article
        if here and difference.source:
            return ""
        if not here:
            return self.position(difference).of(self.article.text)
        before = [p.source.span.end for p in self.pairs if p.article.span.end <= here.start]
        after = [p.source.span.start for p in self.pairs if p.article.span.start >= here.end]
        text = self.source.text
        if before and after:
            return text[max(before) : min(after)]
        at = max(before) if before else max(0, min(after, default=0) - _REACH)
        beside = (_UP_TO_A_WORD if before else _SINCE_A_WORD).search(text, at, at + _REACH)
        return beside.group() if beside else ""


def _bracketed_in_both(article: str, source: str, difference: Difference) -> bool:
    here, there = difference.article, difference.source
    if difference.kind != "bracket" or not here or not there:
        return False
    around = Span(max(0, there.start - 1), there.end + 1)
    return fold(here.of(article)) == fold(around.of(source))


_REACH = 24
"""How far beyond a passage its last or first figure may go on, in code points."""


_UP_TO_A_WORD, _SINCE_A_WORD = re.compile(r"\W*"), re.compile(r"\W*\Z")
_ELLIPSIS = re.compile(r"\u2026|\.\s?\.\s?\.")


def compare(article: str, claim: Span, source: str, match: Match) -> Comparison:
    """The words of ``claim`` in ``article`` beside those of the match's passage in ``source``.
    An ellipsis or a bracket that the source has too is no difference."""
    differing = (d for d in match.differences if not _bracketed_in_both(article, source, d))
    match = replace(match, differences=tuple(differing))
    ours, theirs = Side.of(article, (claim,)), _passage(source, match.passage.spans)
    equal_here = _outside(ours.words, (d.article for d in match.differences if d.kind != "order"))
    equal_there = _outside(theirs.words, (d.source for d in match.differences if d.kind != "order"))
    pairs = tuple(Pair(a, s) for a, s in zip(equal_here, equal_there, strict=False))
    counted = tuple(_counted(ours, theirs, pairs, match.differences))
    compared = Comparison(ours, theirs, match, pairs, counted)
    own = [d for d in match.differences if d.kind == "elision" and not d.source]
    same = {d for d in own if _ELLIPSIS.search(compared.instead(d))}
    left = tuple(d for d in match.differences if d not in same)
    return replace(compared, match=replace(match, differences=left)) if same else compared


def _passage(text: str, spans: Iterable[Span]) -> Side:
    """The words of ``spans``. A figure at an edge is read whole: before "bn" it is billions."""
    found: list[Word] = []
    counted: list[Figure] = []
    for span in spans:
        reach = Span(max(0, span.start - _REACH), min(len(text), span.end + _REACH))
        around = words_within(text, reach)
        places = [n for n, word in enumerate(around) if span.contains(word.span)]
        if places:
            within = _clipped(figures(around), places[0], places[-1] + 1)
            counted.extend(figure.moved(len(found) - places[0]) for figure in within)
            found.extend(around[places[0] : places[-1] + 1])
    return Side(text, tuple(found), tuple(counted))


def _clipped(counted: Iterable[Figure], start: int, end: int) -> Iterable[Figure]:
    """The figures that have words of number ``start`` to ``end``, without their other words."""
    for figure in counted:
        if figure.start < end and start < figure.end:
            yield replace(figure, start=max(figure.start, start), end=min(figure.end, end))


def _counted(
    ours: Side, theirs: Side, pairs: Sequence[Pair], differences: Sequence[Difference]
) -> Iterable[Counted]:
    groups: list[tuple[set[Figure], set[Figure]]] = [({f}, set()) for f in ours.figures]
    groups += [(set(), {f}) for f in theirs.figures]
    for here, there in _links(ours, theirs, pairs, differences):
        linked = [group for group in groups if group[0] & here or group[1] & there]
        groups = [group for group in groups if group not in linked]
        groups.append((here.union(*(g[0] for g in linked)), there.union(*(g[1] for g in linked))))
    for here, there in groups:
        yield Counted(*(tuple(sorted(side, key=_start)) for side in (here, there)))


def _links(
    ours: Side, theirs: Side, pairs: Sequence[Pair], differences: Sequence[Difference]
) -> Iterable[tuple[set[Figure], set[Figure]]]:
    """Figures of both sides that share a word, or that one difference touches."""
    here, there = _by_word(ours), _by_word(theirs)
    for pair in pairs:
        one, other = here.get(pair.article.span), there.get(pair.source.span)
        if one and other:
            yield {one}, {other}
    for difference in differences:
        touched = ours.figures_at(difference.article), theirs.figures_at(difference.source)
        if all(touched):
            yield set(touched[0]), set(touched[1])


def _by_word(side: Side) -> dict[Span, Figure]:
    return {word.span: f for f in side.figures for word in side.words[f.start : f.end]}


def _start(figure: Figure) -> int:
    return figure.start


def _outside(found: Iterable[Word], spans: Iterable[Span | None]) -> list[Word]:
    inside = [span for span in spans if span]
    return [w for w in found if not any(span.overlaps(w.span) for span in inside)]
