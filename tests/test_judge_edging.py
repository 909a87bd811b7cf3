"""The ends of a passage, where a quotation writes its first or last words in another way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracer.evaluate import rated
from tracer.matching import Sources
from tracer.models import Document, Finding

WAYS = [("100", "a hundred"), ("1,500", "fifteen hundred")]
MIDDLE = "crates of lemons were lost in the harbour that night"


def _found(quotation: str, source: str) -> Finding:
    text = f"The board met on Monday.\n\nShe said: \u201c{source}.\u201d\n\nIt will meet again."
    sources = Sources([Document(id="d", name="d", text=text, sha256="")])
    return rated({"needle": quotation}, sources, {"d"})


@pytest.mark.parametrize(("digits", "words"), WAYS)
@pytest.mark.parametrize("turned", [False, True])
def test_first_and_last_words_written_otherwise_are_close(
    digits: str, words: str, turned: bool
) -> None:
    one, other = (words, digits) if turned else (digits, words)
    for quotation, source in (
        (f"{one} {MIDDLE}", f"{other} {MIDDLE}"),
        (f"{MIDDLE} by {one}", f"{MIDDLE} by {other}"),
    ):
        found = _found(quotation, source)
        assert found.rating == "close"
        (match,) = found.matches
        assert match.passage.exact.strip(". ") == source


@given(st.integers(101, 999))
def test_another_figure_at_an_end_is_never_close(number: int) -> None:
    assert _found(f"{number} {MIDDLE}", f"a hundred {MIDDLE}").rating != "close"
    assert _found(f"{MIDDLE} by {number}", f"{MIDDLE} by a hundred").rating != "close"
