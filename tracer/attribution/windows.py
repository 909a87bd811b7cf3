"""Parts put together to what the encoder reads at once, so that each sees its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracer.attribution.pieces import NO_LETTER, SPECIAL, Part
from tracer.encoder import Inputs

if TYPE_CHECKING:
    from tracer.encoder import Ints

WINDOW = 256
"""Pieces in a window; the encoder was trained on this many, and reads longer ones worse."""
OVERLAP = WINDOW // 3
"""How many pieces a window may share with the one before it."""
CLS, SEP = 101, 102
"""What a window begins with, and what each of its parts ends with."""


@dataclass(frozen=True, slots=True)
class Window:
    """``places`` says for the index of each part that it holds where among its pieces it begins."""

    places: dict[int, int]
    inputs: Inputs

    @property
    def has_letters(self) -> bool:
        """Whether it can say anything: a megabyte of marks need not be read."""
        return bool((self.inputs.cases != NO_LETTER).any())


def windows_of(parts: Sequence[Part]) -> Iterator[Window]:
    """Windows of whole parts that together hold every part."""
    start = 0
    while start < len(parts):
        end = _filled(parts, start)
        yield window_of(parts, range(start, end))
        start = end if end == len(parts) else _back(parts, start, end)


def _filled(parts: Sequence[Part], start: int) -> int:
    size, end = 1, start
    while end < len(parts) and (size := size + len(parts[end]) + 1) <= WINDOW:
        end += 1
    return end


def _back(parts: Sequence[Part], start: int, end: int) -> int:
    """Where the window after ``parts[start:end]`` begins."""
    shared = 0
    while end > start + 1 and (shared := shared + len(parts[end - 1]) + 1) <= OVERLAP:
        end -= 1
    return end


def window_of(parts: Sequence[Part], held: range) -> Window:
    """The window of the parts with the indices ``held``."""
    places, at = {}, 1
    for index in held:
        places[index] = at
        at += len(parts[index]) + 1
    mine = [parts[index] for index in held]
    inputs = Inputs(
        ids=_row([p.ids for p in mine], CLS, SEP),
        states=_row([p.states for p in mine], SPECIAL, SPECIAL),
        cases=_row([p.cases for p in mine], NO_LETTER, NO_LETTER),
    )
    return Window(places, inputs)


def _row(arrays: list[Ints], first: int, between: int) -> Ints:
    row = [np.array([first])]
    for array in arrays:
        row.extend([array, np.array([between])])
    return np.concatenate(row).astype(np.int64)


def read_from(windows: Sequence[Window], parts: Sequence[Part]) -> dict[int, list[int]]:
    """For each window the parts to be read from it: each from where it has most around it."""
    best: dict[int, tuple[int, int]] = {}
    for number, window in enumerate(windows):
        for index, offset in window.places.items():
            after = len(window.inputs.ids) - offset - len(parts[index])
            best[index] = max(best.get(index, (-1, 0)), (min(offset, after), -number))
    chosen: dict[int, list[int]] = {}
    for index, (_, number) in sorted(best.items()):
        chosen.setdefault(-number, []).append(index)
    return chosen
