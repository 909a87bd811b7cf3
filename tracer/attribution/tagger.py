"""Content spans with their sources and cues, as the trained model reads a text.

Nothing here knows who "he" is, or what a rule of grammar says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tracer import encoder
from tracer.attribution.links import Heads, span_vectors
from tracer.attribution.pieces import INSIDE, Part, parts_of
from tracer.attribution.sequence import BEGIN, IN, OUT, best_tags, runs, shares
from tracer.attribution.windows import Window, read_from, windows_of
from tracer.models import Span

if TYPE_CHECKING:
    from tracer.encoder import Encoder, Floats, Ints, Outputs

CONTENT, SOURCE, CUE = slice(0, 3), slice(3, 6), slice(6, 9)
"""Where a piece's scores for each stand among its tags."""
AT_ONCE = 64
"""Windows whose vectors are held at once: 25 MB."""
SIGNS = 13
"""How many signs a reading's confidence is computed from."""
NONE = 0.5
"""How likely it must be that a content has no source, or no cue, to be read so."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A content span. ``confidence`` is how often such a reading has the right fragment and the
    right source, ``speech`` how likely its cue is one of speech; ``signs`` is what the confidence
    is computed from, an array of shape (SIGNS,)."""

    content: Span
    source: Span | None
    cue: Span | None
    confidence: float
    speech: float
    signs: Floats


@dataclass(frozen=True, slots=True)
class _Link:
    pieces: tuple[int, int] | None
    likely: float


@cache
def shipped() -> Tagger:
    """The tagger that comes with tracer. Raises ModelError: its files cannot be read."""
    return Tagger(encoder.shipped(), Heads(encoder.heads()))


class Tagger:
    def __init__(self, run: Encoder, heads: Heads) -> None:
        self._encoder, self._heads = run, heads

    def tagged(self, text: str) -> tuple[Tagged, ...]:
        """The content spans of ``text`` in order; none overlaps another."""
        parts = parts_of(text)
        windows = list(windows_of(parts))
        reads = [
            (number, held)
            for number, held in read_from(windows, parts).items()
            if windows[number].has_letters
        ]
        found: list[Tagged] = []
        for start in range(0, len(reads), AT_ONCE):
            some = [(windows[number], held) for number, held in reads[start : start + AT_ONCE]]
            found.extend(self._read(text, parts, some))
        return tuple(sorted(found, key=lambda t: t.content))

    def _read(
        self, text: str, parts: Sequence[Part], some: Sequence[tuple[Window, list[int]]]
    ) -> Iterator[Tagged]:
        """What windows say of the parts that are read from them."""
        outputs = list(self._encoder.run(window.inputs for window, _ in some))
        held = [part for _, mine in some for part in mine]
        scores = list(_contents(parts, some, outputs))
        steps = self._heads.steps
        tags = dict(zip(held, best_tags(scores, steps), strict=True))
        sure = dict(zip(held, shares(scores, steps), strict=True))
        for (window, mine), output in zip(some, outputs, strict=True):
            places = [(part, a, b) for part in mine for a, b in runs(tags[part])]
            yield from _Reading(text, parts, window, output, self._heads).tagged(places, sure)


def _contents(
    parts: Sequence[Part], some: Sequence[tuple[Window, list[int]]], outputs: Sequence[Outputs]
) -> Iterator[Floats]:
    """The content scores of each part that is read, in order."""
    for (window, held), output in zip(some, outputs, strict=True):
        for part in held:
            at = window.places[part]
            yield output.tags[at : at + len(parts[part]), CONTENT]


class _Reading:
    """One window and what the encoder made of it."""

    def __init__(
        self, text: str, parts: Sequence[Part], window: Window, output: Outputs, heads: Heads
    ) -> None:
        self._text, self._parts, self._window = text, parts, window
        self._output, self._heads = output, heads
        size = len(window.inputs.ids)
        self._starts, self._ends = np.full(size, -1), np.full(size, -1)
        for index, offset in window.places.items():
            self._starts[offset : offset + len(parts[index])] = parts[index].starts
            self._ends[offset : offset + len(parts[index])] = parts[index].ends

    def tagged(
        self, places: Sequence[tuple[int, int, int]], sure: Mapping[int, Floats]
    ) -> Iterator[Tagged]:
        """The content spans at ``places``: a part and a half-open range of its pieces."""
        if not places:
            return
        offsets = self._window.places
        edges = np.array([(offsets[part] + a, offsets[part] + b - 1) for part, a, b in places])
        spans = span_vectors(self._output.hidden, edges)
        sources, cues = (self._linked(kind, spans, edges) for kind in ("source", "cue"))
        speech = self._heads.speech(spans).tolist()
        for place, source, cue, said in zip(places, sources, cues, speech, strict=True):
            signs = self._signs(sure[place[0]], place, source, cue, said)
            yield Tagged(
                content=self._content(place),
                source=self._span(source.pieces),
                cue=self._span(cue.pieces),
                confidence=self._heads.confidence(signs),
                speech=said,
                signs=signs,
            )

    def _linked(self, kind: str, spans: Floats, edges: Ints) -> list[_Link]:
        """For each span the pieces of its source or cue, and how likely it is those."""
        tags = self._output.tags[:, SOURCE if kind == "source" else CUE]
        candidates = [run for run in runs(np.where(tags.argmax(1) == OUT, OUT, IN)) if run[0] > 0]
        likely = self._heads.pointed(kind, spans, self._output.hidden, edges)
        return [_chosen(row, candidates) for row in likely]

    def _signs(
        self, sure: Floats, place: tuple[int, int, int], source: _Link, cue: _Link, speech: float
    ) -> Floats:
        part, a, b = place
        inside = 1 - sure[a:b, OUT]
        end = 1 - sure[b, IN] if b < len(sure) else 1.0
        shares_ = [inside.mean(), inside.min(), sure[a, BEGIN], end, source.likely, cue.likely]
        quoted = (self._parts[part].states[a:b] == INSIDE).mean()
        length = np.log(b - a)
        kinds = [quoted >= 0.8, 0.1 < quoted < 0.8, source.pieces is None, cue.pieces is None]
        signs = [*_odds([*shares_, speech]), length, *kinds, speech * min(length, 3)]
        return np.array(signs, dtype=np.float32)

    def _content(self, place: tuple[int, int, int]) -> Span:
        at = self._window.places[place[0]]
        return self._whole(at + place[1], at + place[2] - 1)

    def _span(self, pieces: tuple[int, int] | None) -> Span | None:
        """Where a half-open range of pieces lies; None if it holds none of the text."""
        held = [at for at in range(*pieces) if self._starts[at] >= 0] if pieces else []
        return self._whole(held[0], held[-1]) if held else None

    def _whole(self, first: int, last: int) -> Span:
        """From one piece to another, with the rest of the words that they are pieces of."""
        while self._joined(first - 1):
            first -= 1
        while self._joined(last):
            last += 1
        return Span(int(self._starts[first]), int(self._ends[last]))

    def _joined(self, at: int) -> bool:
        """Whether a piece and the next are of one word."""
        if not 0 <= at < len(self._ends) - 1 or self._ends[at] != self._starts[at + 1]:
            return False
        edge = int(self._ends[at])
        return edge > 0 and self._text[edge - 1].isalnum() and self._text[edge].isalnum()


def _chosen(likely: Floats, candidates: Sequence[tuple[int, int]]) -> _Link:
    """The likeliest of ``candidates`` and the likeliest piece; none if that is likelier."""
    none = float(likely[0])
    if none >= NONE or len(likely) == 1:
        return _Link(None, none)
    best = 1 + int(likely[1:].argmax())
    most, pieces = max(
        (float(likely[a:b].sum()), (a, b)) for a, b in [*candidates, (best, best + 1)]
    )
    return _Link(pieces, most)


def _odds(shares_: Sequence[float]) -> Floats:
    held = np.clip(np.array(shares_, dtype=np.float64), 1e-4, 1 - 1e-4)
    odds: Floats = np.log(held / (1 - held))
    return odds
