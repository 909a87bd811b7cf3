"""What each difference is: harmless, a change of words, or a change of what is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product
from typing import Literal

from tracer.contractions import readings
from tracer.judge.comparison import (
    Comparison,
    Side,
    opens_sentence,
    spaced,
    spaced_words,
    words_within,
)
from tracer.judge.elision import MARKS, joins_voices, swallowed
from tracer.judge.figures import DAY, Figure, same_figures, written_alike
from tracer.judge.spellings import ABBREVIATED
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
from tracer.models import Attribution, Difference, DifferenceKind, Span
from tracer.text import FUNCTION_WORDS, fold, keys_of, paragraphs, words

_FREE_IN_BRACKETS = FUNCTION_WORDS | {"sic"}
_NEUTRAL = frozenset(("firm",))
"""A "will" more or less turns nothing; against "may" it is the "may" that does."""
_QUANTITY = frozenset(("all", "some"))
"""A bracket may bring these in with what they count: "[both men]" for "they"."""

_MOST_READINGS = 16
"""Ways of reading the words of one difference that are looked at."""
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


def assess(comparison: Comparison, voices: Sequence[Attribution] = ()) -> tuple[Assessed, ...]:
    """All differences of ``comparison``, in their order. ``voices`` are all that the source gives
    its words to."""
    moved = _moved(comparison)
    return tuple(
        _elision(d, comparison, voices)
        if d.kind == "elision" or _opens_later(d, comparison)
        else _ruled(_assess(d, comparison, moved))
        for d in comparison.differences
    )


def _ruled(assessed: Assessed) -> Assessed:
    rules: dict[Weight, str] = {"harmless": "", "changed": "T201", "turned": "T202"}
    return replace(assessed, rule=rules[assessed.weight])


def _elision(
    difference: Difference, comparison: Comparison, voices: Sequence[Attribution]
) -> Assessed:
    text, omitted = comparison.source.text, difference.source
    difference = replace(difference, kind="elision")
    turned = swallowed(text, omitted) if omitted else None
    if omitted and not turned and not _marked(difference, comparison):
        turned = joins_voices(text, omitted, voices)
    if turned is None:
        return Assessed(difference, "harmless")
    return Assessed(difference, "turned" if turned.by == "negation" else "changed", "T203")


def _marked(difference: Difference, comparison: Comparison) -> bool:
    """Whether the article itself shows where speech ends or begins, at its ellipsis."""
    gap = comparison.position(replace(difference, article=None))
    return any(mark in gap.of(comparison.article.text) for mark in MARKS)


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
    return spaced(ours) in spaced_words(comparison.source.text)


def _assess(
    difference: Difference, comparison: Comparison, moved: frozenset[tuple[str, ...]]
) -> Assessed:
    if difference.kind == "order":
        return Assessed(difference, "changed")
    ours = comparison.article.keys(difference.article)
    theirs = comparison.source.keys(difference.source)
    if _is_harmless(difference, ours, theirs, comparison):
        return Assessed(difference, "harmless")
    bracket, one_sided = difference.kind == "bracket", not (ours and theirs)
    if not bracket and one_sided and ((ours or theirs) in moved or _elsewhere(ours, comparison)):
        return Assessed(replace(difference, kind="order"), "changed")
    kind = _turn(difference, ours, theirs, comparison)
    if kind:
        return Assessed(replace(difference, kind=kind), "turned")
    return Assessed(difference, _bracket(difference, comparison) if bracket else "changed")


def _is_harmless(
    difference: Difference, ours: Sequence[str], theirs: Sequence[str], comparison: Comparison
) -> bool:
    """Whether the same is only written in another way."""
    here = _with_and(comparison.article.text, difference.article, ours)
    there = _with_and(comparison.source.text, difference.source, theirs)
    return (
        _written_alike(here, there)
        or _figures_alike(difference, comparison)
        or ((ours or theirs) == ("and",) and "&" in comparison.instead(difference))
    )


def _with_and(text: str, span: Span | None, keys: Sequence[str]) -> Sequence[str]:
    """``keys`` with the "and" that stands before them as a sign, which is no word."""
    marked = span and "&" in text[max(0, span.start - 2) : span.start]
    return ("and", *keys) if marked else keys


_CAPITAL = re.compile(r"\[[^\W\d_]\][^\W\d_]")


def _opens_later(difference: Difference, comparison: Comparison) -> bool:
    """Whether a bracketed capital owns up to it that a sentence begins without these words:
    "[U]nless" for "So unless"."""
    there = difference.source
    if difference.article or not there or not opens_sentence(comparison.source.text, there.start):
        return False
    gap = comparison.position(difference)
    return any(
        d.article
        and d.source
        and d.article.overlaps(gap)
        and there.end <= d.source.start
        and _CAPITAL.match(comparison.article.text, d.article.start)
        for d in comparison.differences
        if d.kind == "bracket"
    )


def _bracket(difference: Difference, comparison: Comparison) -> Weight:
    """A bracket is harmless if each word in it is a function word, another form of the word that
    it replaces, or borne out by the source: a name anywhere, any other word close by."""
    assert difference.article is not None
    inside = difference.article.of(comparison.article.text).replace("[", "").replace("]", "")
    names = comparison.article.names(difference.article)
    known = {name_root(key) for key in keys_of(comparison.source.text)}
    near = {root(key) for key in _near(comparison)}
    new = [word.key for word in words(fold(inside)) if word.key not in _FREE_IN_BRACKETS]
    return (
        "changed"
        if any(root(key) not in near and name_root(key) not in names & known for key in new)
        else "harmless"
    )


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
    return bool(_canonical(ours) & _canonical(theirs)) or _in_short(ours, theirs)


def _canonical(keys: Sequence[str]) -> frozenset[str]:
    """What two ways of writing the same words have in common: "roll out" = "rollout",
    "don't" = "do not", "labour" = "labor", "Nov" = "November", "Co" = "Company"."""
    ways = [
        [part for parts in chosen for part in parts]
        for reading in readings(keys)
        for chosen in islice(product(*map(_owned, reading.split())), _MOST_READINGS)
    ]
    plain = {"".join(map(_letters, way)) for way in ways}
    return frozenset(plain | {"".join(_letters(ABBREVIATED.get(k, k)) for k in w) for w in ways})


def _owned(key: str) -> tuple[tuple[str, ...], ...]:
    """ "Brandt's" may be "Brandt is" or "Brandt has"."""
    owner = key.removesuffix("'s")
    return ((key,),) if owner == key else ((key,), (owner, "is"), (owner, "has"))


def _in_short(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one side is the initials of the other: "EU" for "European Union"."""
    short, long = sorted((ours, theirs), key=len)
    initials = "".join(key[:1] for key in long if key not in FUNCTION_WORDS)
    return len(short) == 1 < len(initials) and short[0] == initials


def _letters(key: str) -> str:
    return str(MONTHS[key]) + "/" if key in MONTHS else spelling(key)


def _figures_alike(difference: Difference, comparison: Comparison) -> bool:
    """Whether the difference only writes the same figures, and what they count, in another way."""
    counted = comparison.counted_at(difference)
    if not counted or not all(written_alike(each.article, each.source) for each in counted):
        return False
    ours = _beside_figures(comparison.article, difference.article)
    theirs = _beside_figures(comparison.source, difference.source)
    return ours == theirs or _written_alike(ours, theirs)


def _beside_figures(side: Side, span: Span | None) -> tuple[str, ...]:
    """The words of a difference that belong to no figure."""
    inside = words_within(side.text, span) if span else ()
    places = [side.place(figure) for figure in side.figures_at(span)]
    return tuple(w.key for w in inside if not any(place.overlaps(w.span) for place in places))


def _turn(
    difference: Difference, ours: Sequence[str], theirs: Sequence[str], comparison: Comparison
) -> DifferenceKind | None:
    """The kind of a difference that changes what is said, or None."""
    if _dates(ours) != _dates(theirs) and _dates(ours) and _dates(theirs):
        return "date"
    figures = _figure_turn(difference, comparison)
    if figures:
        return figures
    if _periods(ours) and _periods(theirs) and _periods(ours) != _periods(theirs):
        return "figure"
    if negations(ours) != negations(theirs):
        return "negation"
    if _opposed(poles(ours), poles(theirs)):
        return "direction"
    changed = (modality(ours) ^ modality(theirs)) - _NEUTRAL
    if changed and (difference.kind != "bracket" or modality(theirs) or changed - _QUANTITY):
        return "modality"
    return "name" if _renamed(difference, comparison) else None


_PERIODS = frozenset("second minute hour day week month year decade century".split())


def _periods(keys: Sequence[str]) -> frozenset[str]:
    """The units of time: "three months" is another figure than "three weeks"."""
    return _PERIODS & {key.removesuffix("s") for key in keys}


def _dates(keys: Sequence[str]) -> frozenset[str]:
    days = {key for key in keys if key in WEEKDAYS}
    return frozenset(days | {str(MONTHS[key]) for key in keys if key in MONTHS and key != "may"})


def _figure_turn(difference: Difference, comparison: Comparison) -> DifferenceKind | None:
    """ "figure" or "date" if other figures stand here. What a bracket brings in beside the
    source's figures is held to what the source has close by, like any other word."""
    explained = difference.kind == "bracket" and not comparison.source.figures_at(difference.source)
    counted = comparison.counted_at(difference)
    odd = [each for each in counted if not same_figures(each.article, each.source)]
    if explained or not odd:
        return None
    sides = (comparison.article, "article"), (comparison.source, "source")
    dated = all(_is_date(side, f) for side, of in sides for each in odd for f in getattr(each, of))
    return "date" if dated else "figure"


def _is_date(side: Side, figure: Figure) -> bool:
    around = side.words[max(0, figure.start - 1) : figure.end + 1]
    year = figure.value.isdigit() and 1500 <= int(figure.value) <= 2100
    return (
        figure.unit == DAY
        or any(word.key in MONTHS for word in around)
        or (year and not figure.unit and figure.end == figure.start + 1)
    )


def _opposed(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    return any(-pole in theirs and pole not in theirs for pole in ours)


def _renamed(difference: Difference, comparison: Comparison) -> bool:
    """Whether a name stands where the source has another one. A bracket may put the name to a
    part of it: "[Obama]" for "Barack" where the source has "Barack Obama"."""
    ours = comparison.article.names(difference.article)
    theirs = comparison.source.names(difference.source)
    if not ours or not theirs or ours & theirs:
        return False
    return difference.kind != "bracket" or not any(
        {one, other} <= ours | theirs and (one in ours) != (other in ours)
        for one, other in pairwise(map(name_root, keys_of(comparison.source.text)))
    )
