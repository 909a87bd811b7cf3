"""Whatever the bytes, no target of ``fuzz/`` has a fault: mutations of seeds, by a seeded chance.

``fuzz/run.py`` does the same for as long as one likes, led by coverage.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

sys.path.append(str(Path(__file__).parent.parent / "fuzz"))

from seeds import SEEDS, WORDS
from targets import PARTING, TARGETS, fuzz_exports, fuzz_figures, fuzz_matching, fuzz_text

LONGEST = 2000
"""Bytes of an input."""
INPUTS = {
    "text": 2000,
    "figures": 2000,
    "plain": 4000,
    "matching": 500,
    "exports": 200,
    "forms": 2000,
    "page": 100,
    "bytes": 100,
    "claims": 30,
    "judging": 50,
    "report": 60,
    "desk": 20,
}
"""How many inputs each target gets here: about two seconds of each."""
TIMES = int(os.environ.get("TRACER_FUZZ_TIMES", "1"))
"""How many times as many."""


def mutated(chance: random.Random) -> bytes:
    """A seed with a few changes: a word put in, a stretch lost, doubled or moved, bytes changed."""
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice([0, 1, 4, 40]))
        piece = bytes(data[start:end])
        at = chance.randint(0, len(data))
        match chance.randint(0, 5):
            case 0:
                data[at:at] = chance.choice(WORDS)
            case 1:
                data[at:at] = chance.choice(WORDS) * chance.choice([2, 10, 100])
            case 2:
                del data[start:end]
            case 3:
                data[at:at] = piece * chance.choice([1, 2, 20])
            case 4:
                data[at : at + 1] = bytes([chance.randint(0, 255)])
            case _:
                data[at:at] = chance.choice(SEEDS)
    return bytes(data[:LONGEST])


# starlette leaves an upload that is cut off to the garbage collector, which is there at once
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_a_fault(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 -- a chance that repeats itself
    for _ in range(INPUTS[name] * TIMES):
        data = mutated(chance)
        try:
            TARGETS[name](data)
        except Exception as error:
            raise AssertionError(f"{name} fails on {data!r}") from error


@given(texts())
def test_texts_of_any_characters(text: str) -> None:
    for target in (fuzz_text, fuzz_figures):
        target(text.encode("utf-8", "replace"))


@given(texts(), texts())
def test_needles_and_pages_of_any_characters(needle: str, page: str) -> None:
    fuzz_matching(f"{needle}{PARTING}{page}".encode("utf-8", "replace"))


@given(st.lists(texts(60), min_size=3, max_size=3))
@settings(max_examples=30)
def test_reports_of_any_characters(parts: list[str]) -> None:
    fuzz_exports(PARTING.join(parts).encode("utf-8", "replace"))
