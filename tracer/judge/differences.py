"""What each difference is: harmless, a change of words, or a change of what is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tracer.contractions import readings
from tracer.judge.comparison import Comparison, Side, words_within
from tracer.judge.context import swallowed
from tracer.judge.figures import Figure, same_figures
from tracer.judge.vocabulary import (
    MODALITY,
    MONTHS,
    NEGATIONS,
    POLES,
    WEEKDAYS,
    expanded,
    name_root,
    root,
    spelling,
)
from tracer.models import Difference, DifferenceKind, Span
from tracer.text import FUNCTION_WORDS, Word, fold, paragraphs, words

_FREE_IN_BRACKETS = FUNCTION_WORDS | {"sic"}
_NEUTRAL = frozenset(("firm",))
"""A "will" more or less turns nothing; against "may" it is the "may" that does."""

_IN_A_ROW = 3
"""So many words that the source has in a row are not new, wherever they stand."""

Weight = Literal["harmless", "changed", "turned"]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A difference with its kind refined. "turned": the two texts say different things;
    "changed": other words; "harmless": the same, or marked as the rules of quoting ask."""

    difference: Difference
    weight: Weight
    rule: str = ""
    """The rule that a quotation breaks by it, if any."""


def negations(keys: Iterable[str]) -> int:
    """How many words of ``keys`` deny something."""
    return sum(word in NEGATIONS for key in keys for word in expanded(key).split())


def poles(keys: Iterable[str]) -> frozenset[int]:
    """The directions that ``keys`` point in; n and -n are opposites."""
    return frozenset(pole for key in keys for pole in POLES.get(key, ()))


def modality(keys: Iterable[str]) -> frozenset[str]:
    """The kinds of certainty and quantity that ``keys`` lend."""
    plain = (word for key in keys for word in expanded(key).split())
    return frozenset(MODALITY[word] for word in plain if word in MODALITY)


def assess(comparison: Comparison) -> tuple[Assessed, ...]:
    """All differences of ``comparison``, in their order."""
    moved = _moved(comparison)
    return tuple(
        _elision(d, comparison) if d.kind == "elision" else _ruled(_assess(d, comparison, moved))
        for d in comparison.differences
    )


def _ruled(assessed: Assessed) -> Assessed:
    rules: dict[Weight, str] = {"harmless": "", "changed": "T201", "turned": "T202"}
    return replace(assessed, rule=rules[assessed.weight])


def _elision(difference: Difference, comparison: Comparison) -> Assessed:
    text, omitted = comparison.source.text, difference.source
    turned = swallowed(text, omitted) if omitted else None
    if turned is None:
        return Assessed(difference, "harmless")
    return Assessed(difference, "turned" if turned.by == "negation" else "changed", "T203")


def _moved(comparison: Comparison) -> frozenset[tuple[str, ...]]:
    """Words that the article has at another place than the source."""
    ours = Counter(
        comparison.article.keys(d.article) for d in comparison.differences if not d.source
    )
    theirs = Counter(
        comparison.source.keys(d.source) for d in comparison.differences if not d.article
    )
    return frozenset((ours & theirs).keys())


def _elsewhere(ours: Sequence[str], comparison: Comparison) -> bool:
    """Whether the source has these words too, in a row, outside the passage: a sentence that
    changed its place."""
    if len(ours) < _IN_A_ROW:
        return False
    text = comparison.source.text
    return _spaced(ours) in _spaced(_keys(text))


def _spaced(keys: Iterable[str]) -> str:
    return f" {' '.join(keys)} "


def _assess(
    difference: Difference, comparison: Comparison, moved: frozenset[tuple[str, ...]]
) -> Assessed:
    if difference.kind == "order":
        return Assessed(difference, "changed")
    ours = comparison.article.keys(difference.article)
    theirs = comparison.source.keys(difference.source)
    one_sided = not (ours and theirs)
    if one_sided and ((ours or theirs) in moved or _elsewhere(ours, comparison)):
        return Assessed(replace(difference, kind="order"), "changed")
    kind = _turn(difference, ours, theirs, comparison)
    if kind:
        return Assessed(replace(difference, kind=kind), "turned")
    if difference.kind == "bracket" and not _figures_alike(difference, ours, theirs, comparison):
        return Assessed(difference, _bracket(difference, comparison))
    same = _written_alike(ours, theirs) or _figures_alike(difference, ours, theirs, comparison)
    return Assessed(difference, "harmless" if same else "changed")


def _bracket(difference: Difference, comparison: Comparison) -> Weight:
    """A bracket is harmless if each word in it is a function word, another form of the word that
    it replaces, or borne out by the source: a name anywhere, any other word close by."""
    assert difference.article is not None
    inside = difference.article.of(comparison.article.text).replace("[", "").replace("]", "")
    names = comparison.article.names(difference.article)
    known = {name_root(key) for key in _keys(comparison.source.text)}
    near = {root(key) for key in _near(comparison)}
    new = [word.key for word in words(fold(inside)) if word.key not in _FREE_IN_BRACKETS]
    return (
        "changed"
        if any(root(key) not in near and name_root(key) not in names & known for key in new)
        else "harmless"
    )


def _keys(text: str) -> list[str]:
    return [word.key for word in words_within(text, Span(0, len(text)))]


def _near(comparison: Comparison) -> list[str]:
    """The words of the passage's paragraphs and of those beside them."""
    text = comparison.source.text
    parts = paragraphs(text)
    spans = comparison.match.passage.spans
    at = [n for n, part in enumerate(parts) if any(part.overlaps(span) for span in spans)]
    near = parts[max(0, at[0] - 1) : at[-1] + 2] if at else parts
    return [word.key for part in near for word in words_within(text, part)]


def _written_alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    if not (ours and theirs):
        return False
    return bool(_canonical(ours) & _canonical(theirs))


def _canonical(keys: Sequence[str]) -> frozenset[str]:
    """What two ways of writing the same words have in common: "roll out" = "rollout",
    "don't" = "do not", "labour" = "labor", "Nov" = "November"."""
    return frozenset("".join(map(_letters, reading.split())) for reading in readings(keys))


def _letters(key: str) -> str:
    return str(MONTHS[key]) + "/" if key in MONTHS else spelling(key)


def _figures_alike(
    difference: Difference, ours: Sequence[str], theirs: Sequence[str], comparison: Comparison
) -> bool:
    """Whether the difference only writes the same figures in another way."""
    if not _same_figures(comparison) or _bounds(comparison.article) != _bounds(comparison.source):
        return False
    ours_there, theirs_there = (
        _unfigured(side, span)
        for side, span in (
            (comparison.article, difference.article),
            (comparison.source, difference.source),
        )
    )
    return bool(ours or theirs) and ours_there == theirs_there == 0


def _bounds(side: Side) -> list[str]:
    return [figure.bound for figure in side.figures]


def _unfigured(side: Side, span: Span | None) -> int:
    """How many words of a difference belong to no figure."""
    inside = words_within(side.text, span) if span else ()
    places = [side.place(figure) for figure in side.figures_at(span)]
    return sum(not any(place.overlaps(word.span) for place in places) for word in inside)


def _same_figures(comparison: Comparison) -> bool:
    return same_figures(comparison.article.figures, comparison.source.figures)


def _turn(
    difference: Difference, ours: Sequence[str], theirs: Sequence[str], comparison: Comparison
) -> DifferenceKind | None:
    """The kind of a difference that changes what is said, or None."""
    if _written_alike(ours, theirs) or _figures_alike(difference, ours, theirs, comparison):
        return None
    if _dates(ours) != _dates(theirs) and _dates(ours) and _dates(theirs):
        return "date"
    figures = _figure_turn(difference, comparison)
    if figures:
        return figures
    if negations(ours) != negations(theirs):
        return "negation"
    if _opposed(poles(ours), poles(theirs)):
        return "direction"
    if difference.kind != "bracket" and (modality(ours) ^ modality(theirs)) - _NEUTRAL:
        return "modality"
    if difference.kind != "bracket" and _renamed(difference, comparison):
        return "name"
    return None


def _dates(keys: Sequence[str]) -> frozenset[str]:
    days = {key for key in keys if key in WEEKDAYS}
    return frozenset(days | {str(MONTHS[key]) for key in keys if key in MONTHS and key != "may"})


def _figure_turn(difference: Difference, comparison: Comparison) -> DifferenceKind | None:
    touched = [
        (side, figure)
        for side, span in (
            (comparison.article, difference.article),
            (comparison.source, difference.source),
        )
        for figure in side.figures_at(span)
    ]
    if not touched or _same_figures(comparison):
        return None
    dated = all(_is_date(side.words[max(0, f.start - 1) : f.end + 1], f) for side, f in touched)
    return "date" if dated else "figure"


def _is_date(around: Sequence[Word], figure: Figure) -> bool:
    by_month = any(word.key in MONTHS for word in around)
    year = figure.value.isdigit() and 1500 <= int(figure.value) <= 2100
    return by_month or (year and not figure.unit and figure.end == figure.start + 1)


def _opposed(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    return any(-pole in theirs and pole not in theirs for pole in ours)


def _renamed(difference: Difference, comparison: Comparison) -> bool:
    ours = comparison.article.names(difference.article)
    theirs = comparison.source.names(difference.source)
    return bool(ours and theirs) and not ours & theirs
