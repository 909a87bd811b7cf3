"""Where a document is read for a needle."""

from __future__ import annotations

from collections.abc import Sequence

from tracer.matching.needle import Needle
from tracer.models import Span

_SLACK = 64
"""Code points that are read beyond where the needle's ends would lie."""
_NEAR = 320
"""Windows that are no further apart are read as one."""
_MOST = 8
"""Windows that are read of one document: those with most features."""
_LONGEST_WORD = 48


def around(needle: Needle, begins: Sequence[int], text: str) -> list[Span]:
    """The windows of ``text`` in which the needle may lie that begins at about ``begins``."""
    size = len(needle.text) + _SLACK
    windows: list[list[int]] = []
    for begin in sorted(begins):
        start, end = max(0, begin - _SLACK), min(len(text), begin + size)
        if windows and start <= windows[-1][1] + _NEAR:
            windows[-1][1] = max(end, windows[-1][1])
            windows[-1][2] += 1
        else:
            windows.append([start, end, 1])
    if len(windows) > _MOST:
        windows = sorted(sorted(windows, key=lambda w: (-w[2], w[0]))[:_MOST])
    return [Span(_word_start(text, start), _word_end(text, end)) for start, end, _ in windows]


def _word_start(text: str, at: int) -> int:
    """``at``, or a little before it, so that no word is cut."""
    return at if at == 0 else text.rfind(" ", max(0, at - _LONGEST_WORD), at) + 1 or at


def _word_end(text: str, at: int) -> int:
    found = text.find(" ", at, at + _LONGEST_WORD)
    return at if found < 0 else found
