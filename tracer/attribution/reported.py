"""The attributions of a text: the tagger's content spans, bounded, mended and put together.

Nothing here knows who "he" is.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracer.attribution.bounds import bounded
from tracer.attribution.grammar import Reading, mended
from tracer.attribution.layout import listed, placed
from tracer.models import Span
from tracer.text import paragraphs, quotations

if TYPE_CHECKING:
    from tracer.attribution.tagger import Tagged, Tagger
    from tracer.attribution.units import Unit

KEPT = 0.45
"""How often a reading must be right to be kept. On PolNeAR's three folds the F1 of all readings is
highest between 0.35 and 0.4, that of speech alone and that on other genres still rise at 0.6; here
the first is 0.3 below its best."""
LISTED = 0.25
"""The same for the items of a list, whose opening sentence says by itself who speaks. Set by hand:
PolNeAR has too few lists to measure it."""
PLACED = 0.88
"""The confidence of what the layout says: 14 of 16 such readings in PolNeAR were right. Since the
rules were narrowed, 17 of 18 are."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Contents, cue and source span of one attribution. ``rule``, ``confidence`` and ``speech`` as
    in models.Attribution; ``unit`` is where its first content stands."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    rule: str
    confidence: float
    speech: float
    unit: int


def find_reported(text: str, units: Sequence[Unit], tagger: Tagger) -> tuple[Reported, ...]:
    """Every attribution of ``text``, in the order of their first contents; no contents overlap.

    What the layout says goes before what the tagger reads in the same place.
    """
    quotes, starts = quotations(text), [unit.span.start for unit in units]
    found = [_reported(p.reading, p.rule, PLACED, 1.0, starts) for p in placed(text, quotes)]
    taken = sorted(span for each in found for span in each.contents)
    for tagged, reading in _read(text, tagger, quotes):
        contents = []
        for span in sorted(reading.contents):
            if not _overlaps(span, taken):
                insort(taken, span)
                contents.append(span)
        if contents:
            free = replace(reading, contents=tuple(contents))
            rule = _in_words(text, free)
            found.append(_reported(free, rule, tagged.confidence, tagged.speech, starts))
    return tuple(_together(sorted(found, key=lambda each: each.contents[0])))


def _read(text: str, tagger: Tagger, quotes: Sequence[Span]) -> Iterator[tuple[Tagged, Reading]]:
    """What the tagger reads and is sure enough of, mended."""
    lines, seen = paragraphs(text), 0
    for tagged in tagger.tagged(text):
        if tagged.confidence < LISTED or tagged.content.start < seen:
            continue
        apart = [span for span in (tagged.cue, tagged.source) if span]
        contents = tuple(bounded(text, tagged.content, apart, quotes))
        reading = mended(text, Reading(contents, tagged.cue, tagged.source), quotes)
        whole = listed(text, lines, reading) if reading.contents else reading
        if whole.contents and (tagged.confidence >= KEPT or whole is not reading):
            seen = whole.contents[-1].end if whole is not reading else seen
            yield tagged, whole


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether ``span`` overlaps one of ``others``, which are sorted and overlap none another."""
    at = bisect_right(others, span)
    return any(other.overlaps(span) for other in others[max(0, at - 1) : at + 1])


def _together(found: Iterable[Reported]) -> Iterator[Reported]:
    """``found`` with the parts of one attribution as one: the same cue stands for them."""
    held: Reported | None = None
    for each in found:
        if held and held.cue is not None and (held.cue, held.source) == (each.cue, each.source):
            held = replace(held, contents=held.contents + each.contents)
            continue
        if held:
            yield held
        held = each
    if held:
        yield held


def _reported(
    reading: Reading, rule: str, confidence: float, speech: float, starts: Sequence[int]
) -> Reported:
    unit = max(0, bisect_right(starts, reading.contents[0].start) - 1)
    return Reported(reading.contents, reading.cue, reading.source, rule, confidence, speech, unit)


def _in_words(text: str, reading: Reading) -> str:
    """What the reading rests on, in plain words."""
    cue = f"the cue “{_line(text, reading.cue)}”" if reading.cue else "its place in the text"
    if reading.source is None:
        return f"{cue}, for which nobody is named"
    return f"{cue}, which goes with “{_line(text, reading.source)}”"


def _line(text: str, span: Span) -> str:
    return " ".join(span.of(text).split())
