"""Whether a passage carries what a claim says: reported speech, statements, and the words of a
mixed quotation outside its marks.

Precision comes first: a paraphrase must have the claim's figures and names, and agree in
negation, direction and certainty. A contradiction must tell the same thing, nearly word for word
around the one word that differs: two sentences on one theme are none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracer.judge.comparison import Comparison, Pair, Side, words_within
from tracer.judge.context import clause_start, sentences_at
from tracer.judge.differences import Assessed, modality, negations, poles
from tracer.judge.figures import figures
from tracer.judge.kinship import kin
from tracer.judge.phrasal import in_one_word
from tracer.judge.vocabulary import (
    LIGHT,
    MONTHS,
    SYNONYMS,
    WEEKDAYS,
    is_content,
    name_root,
    root,
)
from tracer.models import Span, Wording
from tracer.text import Word, paragraphs

_ALIGNED = 0.7
"""The share, the differing words apart, that must stand in order for it to be the same event."""
_FEWEST = 3
"""Content words that two texts must share: with fewer, anything agrees with anything."""
_LONGEST = 4
"""Words of a contradicting difference on either side: "fell by 3.2 million"."""
_AT_THE_EDGE = 2
"""Longest difference, on each side, that has equal words on one side only."""
_OTHER_EVENT = frozenset(("name", "date"))
"""A difference of these kinds beside another one makes it another event."""
_DOUBTS = frozenset(("possible", "alleged", "likely"))
_IDLE = frozenset((("in", "order"), ("in", "addition"), ("as", "well"), ("so", "far")))
"""Two words that together are no more than a function word."""


def wording(
    comparison: Comparison, assessed: Sequence[Assessed], marks: Wording
) -> tuple[Wording | None, set[str]]:
    """The wording of a claim that is held to the sense. ``marks``: what the punctuation between
    its words amounts to if nothing else differs."""
    if not assessed:
        return ("exact" if marks == "exact" else "close"), set()
    if all(a.weight == "harmless" for a in assessed):
        return "close", set()
    turned = contradiction(comparison, assessed)
    if turned:
        return "contradicted", {"T202"}
    if _carries(comparison, assessed):
        return "paraphrased", set()
    return ("altered" if _reworded(comparison) else None), set()


def _reworded(comparison: Comparison) -> bool:
    """Whether one sentence of the source has most of the claim's words in their order, with all
    its figures and names: what then stands between them was put in or exchanged."""
    passage = _whole_sentences(comparison)
    return (
        in_order(comparison)
        and _one_sentence(_equal(comparison), comparison)
        and _figures_held(comparison, words_within(comparison.source.text, passage))
        and _names_held(comparison, passage)
    )


def in_order(comparison: Comparison) -> bool:
    """Whether the passage has most of the claim's words in their order."""
    content = sum(is_content(word.key) for word in comparison.article.words)
    return len(_equal(comparison)) >= max(_FEWEST, _ALIGNED * content)


def _equal(comparison: Comparison) -> list[Pair]:
    return [pair for pair in comparison.pairs if is_content(pair.article.key)]


def contradiction(comparison: Comparison, assessed: Sequence[Assessed]) -> Assessed | None:
    """The difference by which the passage tells the same event otherwise, if it does."""
    turned = [a for a in assessed if _turns(a, comparison)]
    beside = any(a.difference.kind in _OTHER_EVENT for a in turned) and len(turned) > 1
    if beside or _other_figures(comparison):
        return None
    differing = [a.difference.article for a in turned if a.difference.article]
    content = [
        word
        for word in comparison.article.words
        if is_content(word.key) and not any(s.overlaps(word.span) for s in differing)
    ]
    equal = _equal(comparison)
    enough = len(equal) >= _FEWEST and len(equal) >= _ALIGNED * len(content)
    return turned[0] if turned and enough and _one_sentence(equal, comparison) else None


def _other_figures(comparison: Comparison) -> bool:
    """Whether the passage has less than half of the claim's figures: the same form of words
    about another company, month or match."""
    ours, theirs = comparison.article.figures, comparison.source.figures
    same = sum(any(figure.equals(other) for other in theirs) for figure in ours)
    return len(ours) > 1 and 2 * same < len(ours)


def _turns(assessed: Assessed, comparison: Comparison) -> bool:
    """Whether a difference can contradict. A figure or date must stand against another one; a
    name must stand against a name, and be one
    that the source does not know at all, for "Washington" may be "the U.S."."""
    difference = assessed.difference
    if assessed.weight != "turned" or not _tight(assessed, comparison):
        return False
    if difference.kind in ("figure", "date"):
        return _figured(comparison.article, difference.article) and _figured(
            comparison.source, difference.source
        )
    if difference.kind != "name":
        return True
    text = comparison.source.text
    known = {name_root(word.key) for word in words_within(text, Span(0, len(text)))}
    names = comparison.article.names(difference.article)
    bare = all(
        len(side.names(span)) == len(side.keys(span))
        for side, span in (
            (comparison.article, difference.article),
            (comparison.source, difference.source),
        )
    )
    return bare and not names & known


def _figured(side: Side, span: Span | None) -> bool:
    keys = side.keys(span)
    return bool(side.figures_at(span)) or any(key in MONTHS or key in WEEKDAYS for key in keys)


def _tight(assessed: Assessed, comparison: Comparison) -> bool:
    """Whether a difference is a few words between equal ones."""
    difference = assessed.difference
    ours = len(comparison.article.keys(difference.article))
    theirs = len(comparison.source.keys(difference.source))
    place = comparison.position(difference)
    before = any(pair.article.span.end <= place.start for pair in comparison.pairs)
    after = any(pair.article.span.start >= place.end for pair in comparison.pairs)
    if before and after:
        return max(ours, theirs) <= _LONGEST
    return 0 < ours <= _AT_THE_EDGE and 0 < theirs <= _AT_THE_EDGE


def _one_sentence(equal: Sequence[Pair], comparison: Comparison) -> bool:
    """Whether the words in common stand in one sentence of the source, give or take a neighbour."""
    start = min(pair.source.span.start for pair in equal)
    end = max(pair.source.span.end for pair in equal)
    return len(sentences_at(comparison.source.text, Span(start, end))) <= 2


def _carries(comparison: Comparison, assessed: Sequence[Assessed]) -> bool:
    passage = _whole_sentences(comparison)
    there = words_within(comparison.source.text, passage)
    known = {root(word.key) for word in there}
    content = _content(comparison)
    held = sum(root(word.key) in known for word in content) + len(comparison.article.figures)
    return (
        _within_reach(passage, comparison)
        and held >= 2
        and held >= min(_FEWEST, len(content))
        and not _new(content, known, comparison, assessed)
        and not exchanges(comparison, assessed)
        and _figures_held(comparison, there)
        and _names_held(comparison, passage)
        and _agrees(comparison, assessed)
    )


def _content(comparison: Comparison) -> list[Word]:
    """The claim's content words that are no figures: those are held to their value."""
    article = comparison.article
    places = [article.place(figure) for figure in article.figures]
    keys = [word.key for word in article.words]
    return [
        word
        for before, word in zip(["", *keys], article.words, strict=False)
        if (before, word.key) not in _IDLE
        and is_content(word.key)
        and not any(place.overlaps(word.span) for place in places)
    ]


def _new(
    content: Sequence[Word],
    known: Collection[str],
    comparison: Comparison,
    assessed: Sequence[Assessed],
) -> list[Word]:
    """The words of the claim that say something which the passage does not. Its names may stand
    in a neighbouring sentence, which ``_names_held`` sees to."""
    groups = {SYNONYMS[word] for word in known if word in SYNONYMS}
    alike = [a.difference.article for a in assessed if a.weight == "harmless"]
    names = comparison.article.names(comparison.claim)
    return [
        word
        for word in content
        if not (
            root(word.key) in known
            or root(word.key) in LIGHT
            or SYNONYMS.get(root(word.key)) in groups
            or name_root(word.key) in names
            or any(span and span.overlaps(word.span) for span in alike)
        )
    ]


def exchanges(comparison: Comparison, assessed: Sequence[Assessed]) -> bool:
    """Whether the claim has words that say something in the place of others, or two of them in
    each other's place."""
    return any(_exchanged(a, comparison) for a in assessed) or _swapped(comparison, assessed)


def _exchanged(assessed: Assessed, comparison: Comparison) -> bool:
    """Whether a difference puts other content words in the place of the source's, although the
    passage has both somewhere: who pays and who is paid."""
    own = comparison.article.keys(assessed.difference.article)
    there = comparison.source.keys(assessed.difference.source)
    ours, theirs = _roots(own), _roots(there)
    claim = _roots([word.key for word in comparison.article.words])
    return (
        assessed.weight != "harmless"
        and assessed.difference.kind != "figure"
        and max(len(own), len(there)) <= _AT_THE_EDGE
        and _tight(assessed, comparison)
        and bool(ours)
        and bool(theirs)
        and not theirs & claim
        and not _akin(own, there)
        and not set(map(name_root, own)) & set(map(name_root, there))
    )


def _akin(own: Sequence[str], there: Sequence[str]) -> bool:
    """Whether a word of the one may stand for one of the other: "went up" for "rose"."""
    ours, theirs = in_one_word(own), in_one_word(there)
    return any(kin(a) & kin(b) for a in ours if is_content(a) for b in theirs if is_content(b))


def _swapped(comparison: Comparison, assessed: Sequence[Assessed]) -> bool:
    """Whether two words changed places, and no "by" came or went to make up for it: "the city
    sold the firm" for "the firm sold the city"."""
    article, source = comparison.article, comparison.source
    places = [
        (_roots(article.keys(a.difference.article)), _roots(source.keys(a.difference.source)))
        for a in assessed
        if a.difference.article and a.difference.source
    ]
    crossed = any(ours and (theirs, ours) in places for ours, theirs in places if ours != theirs)
    by = [sum(word.key == "by" for word in side.words) for side in (article, source)]
    return crossed and by[0] == by[1]


def _roots(keys: Sequence[str]) -> set[str]:
    return {root(key) for key in keys if is_content(key)} - LIGHT


def _within_reach(passage: Span, comparison: Comparison) -> bool:
    """Whether the passage is at most one sentence longer than the claim: words strewn over a page
    tell nothing together."""
    theirs = sentences_at(comparison.source.text, passage)
    ours = sentences_at(comparison.article.text, comparison.claim)
    return len(theirs) <= len(ours) + 1


def _whole_sentences(comparison: Comparison) -> Span:
    """The sentences of the source that the passage lies in."""
    spans = comparison.match.passage.spans
    around = sentences_at(comparison.source.text, *spans)
    return Span(around[0].start, around[-1].end) if around else spans[0]


def _figures_held(comparison: Comparison, there: Sequence[Word]) -> bool:
    known = figures(there)
    return all(any(f.follows_from(other) for other in known) for f in comparison.article.figures)


def _names_held(comparison: Comparison, passage: Span) -> bool:
    """Whether every name of the claim stands in the passage's paragraph or the ones beside it."""
    text = comparison.source.text
    parts = paragraphs(text)
    at = [n for n, part in enumerate(parts) if part.overlaps(passage)]
    near = parts[max(0, at[0] - 1) : at[-1] + 2] if at else parts
    known = {name_root(word.key) for part in near for word in words_within(text, part)}
    return comparison.article.names(comparison.claim) <= known


def _agrees(comparison: Comparison, assessed: Sequence[Assessed]) -> bool:
    """Whether claim and passage agree in negation, direction and certainty."""
    if any(
        a.weight == "turned"
        and a.difference.article
        and a.difference.source
        and _tight(a, comparison)
        and a.difference.kind != "name"
        for a in assessed
    ):
        return False
    stems = {root(word.key) for word in comparison.article.words if is_content(word.key)}
    there = _stretch(comparison.source.text, _whole_sentences(comparison), stems)
    stems = {root(word.key) for word in there if is_content(word.key)}
    here = _stretch(comparison.article.text, comparison.claim, stems)
    ours, theirs = ([word.key for word in found] for found in (here, there))
    return (
        negations(ours) % 2 == negations(theirs) % 2
        and not any(-pole in poles(theirs) and pole not in poles(theirs) for pole in poles(ours))
        and modality(ours) & _DOUBTS == modality(theirs) & _DOUBTS
    )


def _stretch(text: str, within: Span, stems: Collection[str]) -> tuple[Word, ...]:
    """The words from the first to the last with one of ``stems``, and what leads up to them in
    the same clause."""
    found = [
        word.span
        for word in words_within(text, within)
        if is_content(word.key) and root(word.key) in stems
    ]
    if not found:
        return words_within(text, within)
    lead = Span(within.start, found[0].start)
    start = lead.start + clause_start(lead.of(text))
    return words_within(text, Span(start, found[-1].end))


class Rest:
    """The words of a mixed quotation outside its marks: its own words about the quoted ones."""

    def __init__(
        self, comparison: Comparison, assessed: Sequence[Assessed], held: Sequence[Span]
    ) -> None:
        self._comparison = comparison
        self._assessed = [a for a in assessed if not self._inside(a, comparison, held)]
        self.words = tuple(
            word
            for word in comparison.article.words
            if not any(span.contains(word.span) for span in held)
        )

    @staticmethod
    def _inside(assessed: Assessed, comparison: Comparison, held: Sequence[Span]) -> bool:
        place = comparison.position(assessed.difference)
        return any(span.start <= place.start and place.end <= span.end for span in held)

    def wording(self) -> tuple[Wording, set[str]]:
        """At best "paraphrased" unless the source has these words too. Contradicted if they tell
        the same thing otherwise; altered if they name a figure that the source has nowhere."""
        if all(a.weight == "harmless" for a in self._assessed):
            return ("exact" if not self._assessed else "close"), set()
        if self._contradicted():
            return "contradicted", {"T202"}
        known = figures(words_within(self._comparison.source.text, self._everything()))
        if any(not any(f.equals(k) for k in known) for f in figures(self.words)):
            return "altered", set()
        return "paraphrased", set()

    def _contradicted(self) -> bool:
        content = [word for word in self.words if is_content(word.key)]
        equal = {pair.article.span for pair in self._comparison.pairs}
        same = sum(word.span in equal for word in content)
        enough = same >= 2 and same >= _ALIGNED * len(content)
        return enough and any(_turns(a, self._comparison) for a in self._assessed)

    def _everything(self) -> Span:
        return Span(0, len(self._comparison.source.text))
