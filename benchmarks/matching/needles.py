"""Needles made from documents, with known places: for calibration and for large collections.

Each is a stretch of 4 to 60 words of a document, damaged in one way: words exchanged for other
documents' words, letters exchanged or spaces lost as by a scanner, words left out behind an
ellipsis, two stretches put together. Some are of documents that are kept out of the collection,
and some are a stretch with its words shuffled; those are in no document.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tracer.text import words

Row = dict[str, Any]
SHORTEST, LONGEST = 4, 60
KINDS = 6
"""Needles come in rows of so many: one from outside, one shuffled, the others damaged."""


class _Cut(NamedTuple):
    """Words of a text and the span (code points) that they take up."""

    words: list[str]
    start: int
    end: int


def make(
    inside: Sequence[tuple[str, str]], outside: Sequence[tuple[str, str]], count: int, seed: int
) -> list[Row]:
    """``count`` needles, two of three from the documents ``inside`` the collection (ids and
    texts), the others from those ``outside`` it or shuffled. The same for the same ``seed``."""
    chance = random.Random(seed)  # noqa: S311 -- chance that must repeat itself
    stock = [
        w for _, text in chance.sample(list(inside), min(200, len(inside))) for w in text.split()
    ]
    made: list[Row] = []
    while len(made) < count:
        kind = len(made) % KINDS
        key, text = chance.choice(inside if kind else outside)
        size = round(SHORTEST * (LONGEST / SHORTEST) ** chance.random())
        cut = _cut(text, size, chance)
        if cut is None:
            continue
        name = "outside" if not kind else "shuffled" if kind == 1 else chance.choice(list(DAMAGE))
        damaged, spans = _damaged(name, cut, text, stock, chance)
        absent = name in ("outside", "shuffled")
        made.append(
            {
                "id": f"made-{seed}-{len(made)}",
                "cls": "unrelated" if absent else name,
                "needle": damaged,
                "words": len(damaged.split()),
                "doc": None if absent else key,
                "spans": [] if absent else spans,
            }
        )
    return made


def _damaged(
    name: str, cut: _Cut, text: str, stock: Sequence[str], chance: random.Random
) -> tuple[str, list[list[int]]]:
    span = [[cut.start, cut.end]]
    if name == "outside":
        return " ".join(cut.words), span
    if name == "shuffled":
        return " ".join(chance.sample(cut.words, len(cut.words))), span
    if name == "merged":
        other = _cut(text, len(cut.words), chance)
        if other and other.start > cut.end + 40:
            return " ".join(cut.words + other.words), [*span, [other.start, other.end]]
    return DAMAGE[name](cut.words, stock, chance), span


def _cut(text: str, size: int, chance: random.Random) -> _Cut | None:
    found = words(text)
    if len(found) < size:
        return None
    first = chance.randrange(len(found) - size + 1)
    span = found[first].span.start, found[first + size - 1].span.end
    return _Cut(text[slice(*span)].split(), *span)


def _exchanged(found: Sequence[str], stock: Sequence[str], chance: random.Random) -> str:
    share = chance.uniform(0.05, 0.6)
    return " ".join(chance.choice(stock) if chance.random() < share else word for word in found)


def _scanned(found: Sequence[str], _: Sequence[str], chance: random.Random) -> str:
    share = chance.uniform(0.02, 0.25)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    signs: list[str] = []
    for sign in " ".join(found):
        if chance.random() >= share:
            signs.append(sign)
        elif sign != " ":
            signs.append(chance.choice(["", chance.choice(letters), sign + chance.choice(letters)]))
    return "".join(signs)


def _elided(found: Sequence[str], _: Sequence[str], chance: random.Random) -> str:
    if len(found) < 8:
        return " ".join(found)
    first = chance.randrange(2, len(found) - 4)
    last = min(len(found) - 2, first + chance.randrange(2, 15))
    return " ".join([*found[:first], "...", *found[last:]])


def _thinned(found: Sequence[str], stock: Sequence[str], chance: random.Random) -> str:
    kept = [word for word in found if chance.random() > 0.15]
    return " ".join([*kept[:-1], chance.choice(stock)] if len(kept) > 4 else found)


def _plain(found: Sequence[str], _: Sequence[str], __: random.Random) -> str:
    return " ".join(found)


DAMAGE: dict[str, Callable[[Sequence[str], Sequence[str], random.Random], str]] = {
    "exchanged": _exchanged,
    "scanned": _scanned,
    "elided": _elided,
    "thinned": _thinned,
    "merged": _plain,
}
