"""What is made to keep tracer busy: twice as much of it is about twice the work, not four times.

Work is counted in calls of tracer's functions, so that no clock is asked. ``benchmarks/traps.py``
has the times and the memory of 1 MB.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import prose, spans_in, texts

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

from traps import SOURCES, TRAPS

from tracer import extract, gather, pipeline, run
from tracer.attribution import tagger
from tracer.attribution.tagger import Tagger
from tracer.errors import ReadError
from tracer.judge.context import quotations_at, quotations_of, sentences_at, sentences_of
from tracer.matching import Sources
from tracer.models import Document
from tracer.outlets import Outlets

SMALL, LARGE = 1_000, 4_000
"""Bytes of the two inputs that are compared."""
GROWTH = 6
"""Four times the input may take six times the calls; a square would take up to sixteen."""
_PACKAGE = str(Path(gather.__file__).parent.parent)
_TYPES = {".txt": extract.TEXT, ".md": extract.MARKDOWN, ".html": extract.HTML}


def _read(text: str, ending: str) -> Document:
    name = f"article{ending}"
    return extract.read_bytes(text.encode(), address=name, name=name, media_type=_TYPES[ending])


def _calls(text: str, ending: str) -> int:
    """How many calls of tracer's functions it takes to check ``text``."""
    sources = Sources([_read(words, ".txt") for words in SOURCES.values()])
    counted = 0

    def count(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event == "call" and frame.f_code.co_filename.startswith(_PACKAGE)

    sys.setprofile(count)
    try:
        outlets = Outlets(Outlets.default())  # as in a new process
        article = _read(text, ending)
        pipeline.check(article, sources, outlets=outlets, generated="", settings={})
    except ReadError:
        pass
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("name", TRAPS)
def test_the_work_grows_as_the_length_does(name: str) -> None:
    ending, trap = TRAPS[name]
    _calls(trap(100), ending)  # what is only read once
    small, large = (_calls(trap(size), ending) for size in (SMALL, LARGE))
    assert large <= GROWTH * small + 2000


class _Unread:
    """An encoder that must not be asked."""

    def run(self, inputs: Iterable[object]) -> Iterator[object]:
        assert list(inputs) == []
        return iter(())


def test_marks_without_a_letter_are_not_read_by_the_model() -> None:
    marks = "“(" * 1000
    assert Tagger(_Unread(), tagger.shipped()._heads).tagged(marks) == ()  # type: ignore[arg-type]


@given(prose() | texts(), st.data())
def test_what_touches_a_place_is_found_without_looking_at_all(
    text: str, data: st.DataObject
) -> None:
    places = data.draw(st.lists(spans_in(text), max_size=3))
    for every, touching in ((sentences_of, sentences_at), (quotations_of, quotations_at)):
        slow = [span for span in every(text) if any(span.overlaps(place) for place in places)]
        assert list(touching(text, *places)) == slow


@pytest.mark.parametrize("text", ["a" * (run.LONGEST + 1), "a " * (run.MOST_WORDS + 1)])
def test_a_book_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match=r"too long for an article.*Check it in parts"):
        run.of_length(_read(text, ".txt"), "book.txt")


def test_the_longest_feature_is_none() -> None:
    article = _read("The ferry sank. " * 10_000, ".txt")
    assert run.of_length(article, "feature.txt") is article
