"""Text that no newspaper prints: whatever comes in, the claims that come out are true of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import prose, texts

import tracer
from tracer.models import Claim, Document, Span, stable_id

LONGEST = 20_000
"""Code points of one text: enough to find what grows faster than the text, and quick."""

MARKS = ['"', "“", "”", "'", "‘", "’", "''", "``", "«", "»", "„", "‹", "(", ")", "[", "]", "{", "<"]
SIGNS = [
    "👍",
    "👩🏽\u200d🍳",
    "e\u0301",
    "\u0301",
    "\u200b",
    "\u202e",
    "\u200f",
    "\ufeff",
    "\x00",
    "\U0001f1e9",
]
FOREIGN = ["مرحبا", "قال الوزير", "שלום", "你好", "сказал он", "ﬁn", "ß", "İ"]
LINES = [
    "BREAD PRICES WILL FALL, THE MINISTER SAID",
    "the mayor says no and nobody knows why",
    "“We go,” said Jane Roe.",
    "'We go,' said Jane Roe of the Harbour Trust. 'And we stay.'",
    "Roe told the Ellisport Courier that 31 ships",
    "Q: Why?",
    "— Jane Roe, chair of the board",
    "From the Courier:",
    "- fewer buses",
    "said said said said",
    "according to according to",
    "12:31",
    "5' 2\"",
    "He said she said that they said it said that",
]

units = st.sampled_from([*MARKS, *SIGNS, *FOREIGN, *LINES, "1", "9", "a", "A", " ", "\n", ".", ","])


_joints = st.sampled_from(["", " ", "\n", "\n\n", ". ", "\r\n", "\t"])


@st.composite
def runs(draw: st.DrawFn) -> str:
    """One thing, or a few in turn, over and over, up to the longest text."""
    unit = draw(st.lists(units, min_size=1, max_size=4).map(draw(_joints).join))
    size = draw(st.sampled_from([50, 1_000, LONGEST]))
    return unit * (size // len(unit))


@st.composite
def mixtures(draw: st.DrawFn) -> str:
    """Lines and marks in any order, as in a broken file."""
    return draw(_joints).join(draw(st.lists(units, max_size=60)))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """News prose with a mark, a sign or a line break put in, or a piece lost."""
    text = draw(prose())
    for _ in range(draw(st.integers(1, 6))):
        at, upto = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        text = text[:at] + draw(units) + text[draw(st.sampled_from([at, upto])) :]
    return text


@st.composite
def shouted(draw: st.DrawFn) -> str:
    """News prose in capitals, without a capital, or without any marks."""
    text = draw(prose())
    bare = "".join(c for c in text if c.isalnum() or c.isspace())
    return draw(st.sampled_from([text.upper(), text.lower(), bare, bare.lower()]))


def spans_of(claim: Claim) -> list[Span]:
    """Every place in the article that a claim speaks of."""
    found = claim.attribution
    if found is None:
        return [claim.span]
    mentions = [hop.mention for hop in found.chain]
    parts = [*found.contents, found.cue, found.source, *mentions]
    return [claim.span, *(part for part in parts if part is not None)]


def assert_true_of(text: str) -> None:
    article = Document(id=stable_id("article.txt"), name="article", text=text, sha256="")
    found = tracer.find_claims(article)
    size = len(article.text)
    for claim in found:
        assert claim.span.of(article.text) == claim.text
        assert claim.text.strip()
        assert all(0 <= span.start <= span.end <= size for span in spans_of(claim))
    assert all(one.span.end <= after.span.start for one, after in pairwise(found))
    assert len({claim.id for claim in found}) == len(found)


@given(mixtures() | damaged() | shouted() | texts())
def test_claims_are_true_of_any_text(text: str) -> None:
    assert_true_of(text)


@given(runs())
@settings(max_examples=12)
def test_claims_are_true_of_one_thing_over_and_over(text: str) -> None:
    assert_true_of(text)


@pytest.mark.parametrize("text", ["", " \n", "Hello", "?", "👍", "“", "1"])
def test_a_text_of_one_word_or_none(text: str) -> None:
    assert_true_of(text)
