"""Who is on the reader's mind: whom a pronoun or a description most likely stands for.

A mention counts for more the nearer it is and the freer it stands in its sentence; whoever spoke
last counts for more, and a mention inside what is said counts for less.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearer, Bearers
    from tracer.models import Span

MEMORY = 80
"""How many names back a pronoun may look: more than any reader keeps in mind, and what bounds the
time that a text of nothing but names takes."""
UNITS = 30
"""Sentences back that a pronoun may look."""
NEAR = (6.0, 5.0, 3.5, 2.5, 2.0)
"""What a mention counts by the sentences between; further back 1.5. The numbers here were set by
hand on a dozen articles of PolNeAR's training half. On 325 other news articles each of them still
changes who is meant somewhere; small changes to them do not."""
SPOKE_HERE, SPOKE_ABOVE, SPOKE_EARLIER = 3.0, 1.5, 0.7
"""For whoever spoke last: in this paragraph; in the one before; and for the speakers before."""
IN_CONTENT, EACH = -2.5, 0.15
"""For a mention inside what somebody says; for each further mention."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands. ``own`` are the contents of its attribution: whoever is named in
    what somebody says is hardly who says it."""

    offset: int
    unit: int
    paragraph: int
    own: tuple[Span, ...] = ()


class Salience:
    """The bearers of a text as its mentions pass by; feed it in text order."""

    def __init__(self, bearers: Bearers) -> None:
        self._bearers = bearers
        self._spoke: list[tuple[int, Bearer]] = []
        self._meant: list[tuple[Place, Bearer]] = []
        self._contents: list[Span] = []

    def spoke(self, paragraph: int, bearer: Bearer) -> None:
        """``bearer`` says something in ``paragraph``."""
        self._spoke.append((paragraph, bearer))

    def meant(self, place: Place, bearer: Bearer) -> None:
        """A pronoun at ``place`` was read as ``bearer``."""
        self._meant.append((place, bearer))

    def said(self, contents: Sequence[Span]) -> None:
        """``contents`` are somebody's words."""
        self._contents.extend(contents)

    def ranked(self, place: Place, fits: Callable[[Bearer], float | None]) -> list[Bearer]:
        """The bearers before ``place``, the likeliest first. ``fits`` gives what speaks for one
        (0 if nothing does), or None for one that cannot be meant."""
        scores: dict[int, float] = {}
        known: dict[int, Bearer] = {}
        for bearer, score in self._mentions(place):
            key = id(bearer)
            known[key] = bearer
            best = scores.get(key)
            scores[key] = score if best is None else max(best, score) + EACH
        for bearer, score in self._speakers(place):
            if id(bearer) in known:
                scores[id(bearer)] += score
            else:
                known[id(bearer)], scores[id(bearer)] = bearer, score
        fitting = ((key, fits(bearer)) for key, bearer in known.items())
        kept = {key: scores[key] + bonus for key, bonus in fitting if bonus is not None}
        return [known[key] for key in sorted(kept, key=lambda key: -kept[key])]

    def _mentions(self, place: Place) -> Iterator[tuple[Bearer, float]]:
        for name in self._bearers.before(place.offset, MEMORY):
            apart = place.unit - name.unit
            if apart > UNITS:
                break
            if any(content.contains(name.span) for content in place.own):
                continue
            score = _near(apart) + self._bearers.weight(name)
            if self._is_said(name.span):
                score += IN_CONTENT
            yield self._bearers.of(name), score
        for at, bearer in self._meant[: -MEMORY - 1 : -1]:
            apart = place.unit - at.unit
            if at.offset < place.offset and 0 <= apart <= UNITS:
                yield bearer, _near(apart) + 2

    def _is_said(self, span: Span) -> bool:
        at = bisect_right(self._contents, span.start, key=lambda content: content.start)
        return at > 0 and self._contents[at - 1].contains(span)

    def _speakers(self, place: Place) -> Iterator[tuple[Bearer, float]]:
        """The last speakers, each once."""
        seen: set[int] = set()
        for paragraph, bearer in self._spoke[:-9:-1]:
            apart = place.paragraph - paragraph
            if id(bearer) in seen or apart > 2:
                continue
            first = not seen
            seen.add(id(bearer))
            last = SPOKE_HERE if apart <= 0 else SPOKE_ABOVE
            yield bearer, last if first and apart <= 1 else SPOKE_EARLIER


def _near(apart: int) -> float:
    return NEAR[apart] if 0 <= apart < len(NEAR) else 1.5
