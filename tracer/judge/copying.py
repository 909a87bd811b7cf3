"""Words lifted without quotation marks (T102), and what only looks like it: a formula of the
trade, a name with its titles, a phrase that independent sources have too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tracer.judge.comparison import Comparison, Pair, words_within
from tracer.judge.context import quotations_at, sentences_at, sentences_of
from tracer.judge.independence import are_one
from tracer.judge.vocabulary import is_content, spelling
from tracer.judge.voices import OFFICES
from tracer.models import Claim, Document, Span
from tracer.text import Word

COPIED = 8
"""So many words in a row, outside quotation marks, are a copy. Of the 2 million pairs among
2,000 news texts, 737 share six such words in a row, 339 seven, 192 eight and 138 nine, near-copies
of one wire story and stock formulas among them: from eight on the curve flattens."""
_CONTENT = 3
"""Of them so many must be neither names, nor titles, nor function words."""
_FORMULAS = tuple(
    " ".join(map(spelling, phrase.split()))
    for phrase in (
        "did not immediately respond|did not respond|has not responded|have not responded|"
        "was not immediately available|were not immediately available|could not be reached|"
        "could not immediately be reached|not immediately return|respond to a request|"
        "respond to requests|responded to a request|responded to requests|a request for comment|"
        "requests for comment|a message seeking comment|messages seeking comment|"
        "available for comment|reached for comment|declined to comment|refused to comment|"
        "declined to be named|asked not to be named|on condition of anonymity|"
        "on the condition of anonymity|not authorised to speak|not authorised to discuss|"
        "not authorised to talk|to speak publicly|discuss the matter publicly|"
        "speak to the media|speak to the press|spoke to reporters|told reporters|told journalists|"
        "at a news conference|at a press conference|in a statement released|in a statement issued|"
        "said in a statement|in a telephone interview|in an email|for the first time since|"
        "second world war|at the end of|by the end of|at the beginning of|in the run up to|"
        "in the wake of|in the aftermath of|general election|presidential election|"
        "is expected to be|is scheduled to|is due to appear in court|"
        "filed a registration statement|"
        "pleaded not guilty|pleaded guilty|was taken to hospital|were taken to hospital|"
        "taken to a nearby hospital|injuries that were not life threatening|"
        "pronounced dead at the scene|anyone with information|is asked to contact|"
        "is asked to call|is urged to contact|nobody was hurt|no one was hurt|nobody was injured|"
        "no one was injured|the views expressed in this article|all rights reserved"
    ).split("|")
)
"""Formulas of news writing: nobody's own words. Made by hand; none was fitted to labelled data."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Words in a row that a claim has as its source has them, ``length`` of them."""

    article: Span
    source: Span
    length: int


def longest_copy(claim: Claim, article: Document, comparison: Comparison) -> Copy | None:
    """The longest run of at least ``COPIED`` words that the claim repeats outside quotation marks
    and that says something."""
    if claim.kind == "direct_quote":
        return None
    long = [run for run in _runs(comparison) if len(run) >= COPIED]
    own = [run for run in long if _own_words(run, article.text) >= _CONTENT]
    if not own:
        return None
    longest = max(own, key=len)
    return Copy(
        _hull([pair.article for pair in longest]),
        _hull([pair.source for pair in longest]),
        len(longest),
    )


def _hull(found: Sequence[Word]) -> Span:
    return Span(found[0].span.start, found[-1].span.end)


def _runs(comparison: Comparison) -> Iterator[list[Pair]]:
    """Pairs that the article has outside quotation marks and that follow each other directly in
    both texts."""
    text = comparison.article.text
    run: list[Pair] = []
    for pair in comparison.pairs:
        word = pair.article.span
        if any(quotation.contains(word) for quotation in quotations_at(text, word)):
            continue
        if run and not _follows(run[-1], pair, comparison):
            yield run
            run = []
        run.append(pair)
    yield run


def _follows(one: Pair, other: Pair, comparison: Comparison) -> bool:
    return _adjacent(comparison.article.text, one.article, other.article) and _adjacent(
        comparison.source.text, one.source, other.source
    )


def _adjacent(text: str, one: Word, other: Word) -> bool:
    """Whether ``other`` is the next word."""
    between = text[one.span.end : other.span.start]
    return one.span.end <= other.span.start and not any(map(str.isalnum, between))


def _own_words(run: Sequence[Pair], text: str) -> int:
    """How many words of a run are somebody's own: no names, titles, function words or formulas."""
    keys = [spelling(pair.article.key) for pair in run]
    stock = _formulaic(keys)
    return sum(
        pair.article.span.of(text)[:1].islower()
        and is_content(pair.article.key)
        and pair.article.key not in OFFICES
        and number not in stock
        for number, pair in enumerate(run)
    )


def _formulaic(keys: Sequence[str]) -> set[int]:
    """The places of ``keys`` that formulas cover."""
    line = f" {' '.join(keys)} "
    covered: set[int] = set()
    for formula in _FORMULAS:
        at = line.find(f" {formula} ")
        if at >= 0:
            first = line.count(" ", 0, at)
            covered.update(range(first, first + formula.count(" ") + 1))
    return covered


# --- what independent sources have too ----------------------------------------------------------


def is_stock(copy: Copy, article: Document, documents: Iterable[Document]) -> bool:
    """Whether the copied words are a stock phrase: two sources that know nothing of each other
    have them in their own sentences, which go on differently, as the article's does."""
    keys = tuple(word.key for word in words_within(article.text, copy.article))
    around = _beside(article.text, copy.article)
    using = [(d, beside) for d in documents for beside in _uses(d.text, keys)]
    using = [(d, beside) for d, beside in using if _differ(around, beside)]
    return any(
        _differ(beside, other) and not are_one(one, two)
        for (one, beside), (two, other) in combinations(using, 2)
    )


def _uses(text: str, keys: Sequence[str]) -> Iterator[frozenset[str]]:
    """What stands beside ``keys`` in each sentence of ``text`` that has them in a row, outside
    quotation marks."""
    for sentence in sentences_of(text):
        found = words_within(text, sentence)
        for at in range(len(found) - len(keys) + 1):
            if all(w.key == key for w, key in zip(found[at:], keys, strict=False)):
                place = _hull(found[at : at + len(keys)])
                if not quotations_at(text, place):
                    yield _beside(text, place)


def _beside(text: str, place: Span) -> frozenset[str]:
    """The words of content that the place's sentence has outside it."""
    return frozenset(
        word.key
        for sentence in sentences_at(text, place)
        for word in words_within(text, sentence)
        if not place.overlaps(word.span) and is_content(word.key)
    )


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences go on differently: each has words beside, and few are the same."""
    return bool(one and other) and 2 * len(one & other) < min(len(one), len(other))
