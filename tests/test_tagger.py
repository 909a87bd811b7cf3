"""What lies between a text and the tagger's spans: pieces, windows, sequences, links."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from tracer import encoder
from tracer.attribution import tagger
from tracer.attribution.bounds import bounded
from tracer.attribution.links import Heads
from tracer.attribution.pieces import CLOSING, INSIDE, MOST_PIECES, OPENING, parts_of
from tracer.attribution.sequence import BEGIN, IN, OUT, best_tags, runs, shares
from tracer.attribution.windows import WINDOW, read_from, windows_of
from tracer.encoder import Inputs, Outputs
from tracer.models import Span
from tracer.text import quotations

ARTICLE = (
    "The bridge will close, the mayor said on Monday.\n\n"
    "“It is not safe,” Ada Lund told the Courier. “We knew that in May.”\n\n"
    "According to a report by the Foo Institute, nine bridges in ten are sound."
)


# --- pieces and windows ------------------------------------------------------------------------


@given(texts(600))
def test_pieces_lie_in_the_text_in_order_and_parts_are_short(text: str) -> None:
    end = 0
    for part in parts_of(text):
        assert 0 < len(part) <= MOST_PIECES
        assert (part.starts < part.ends).all()
        assert part.starts[0] >= end
        assert (np.diff(part.starts) >= 0).all()
        end = int(part.ends[-1])
    assert end <= len(text)


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“", "''"])
def test_marks_of_every_shape_are_read_alike(marks: str) -> None:
    opening, closing = marks if marks != "''" else ("''", "''")
    text = f"{opening}We will not sell,{closing} said Ann Berg."
    (part,) = parts_of(text)
    plain = parts_of('"We will not sell," said Ann Berg.')[0]
    assert part.ids.tolist() == plain.ids.tolist()
    assert part.states.tolist() == plain.states.tolist()
    assert {OPENING, INSIDE, CLOSING} <= set(part.states.tolist())


@given(st.lists(st.integers(1, 80), min_size=1, max_size=30))
def test_every_part_is_read_once_from_a_window_that_holds_it(lengths: list[int]) -> None:
    parts = parts_of("\n\n".join("word " * length for length in lengths))
    windows = list(windows_of(parts))
    reads = read_from(windows, parts)
    assert sorted(part for held in reads.values() for part in held) == list(range(len(parts)))
    for number, held in reads.items():
        assert set(held) <= set(windows[number].places)
    assert all(len(window.inputs.ids) <= WINDOW for window in windows)


# --- sequences ---------------------------------------------------------------------------------

_SCORES = st.lists(st.tuples(*[st.floats(-4, 4, allow_nan=False)] * 3), min_size=1, max_size=5).map(
    np.array
)


@given(st.lists(_SCORES, min_size=1, max_size=3), st.integers(0, 2**32 - 1))
@settings(max_examples=50)
def test_the_best_tags_and_shares_are_those_of_all_ways(
    scores: list[np.ndarray], seed: int
) -> None:
    steps = np.random.default_rng(seed).normal(size=(3, 3))
    for score, tags, share in zip(
        scores, best_tags(scores, steps), shares(scores, steps), strict=True
    ):
        ways = list(itertools.product(range(3), repeat=len(score)))
        sums = np.array([_sum(score, steps, way) for way in ways])
        assert _sum(score, steps, tuple(tags)) == pytest.approx(sums.max())
        weights = np.exp(sums - sums.max()) / np.exp(sums - sums.max()).sum()
        for at in range(len(score)):
            out = sum(w for w, way in zip(weights, ways, strict=True) if way[at] == OUT)
            assert share[at, OUT] == pytest.approx(out, abs=1e-9)


def _sum(score: np.ndarray, steps: np.ndarray, way: tuple[int, ...]) -> float:
    total, before = 0.0, OUT
    for at, tag in enumerate(way):
        total += steps[before, tag] + score[at, tag]
        before = tag
    return float(total)


def test_runs_begin_with_b_or_after_o() -> None:
    assert runs(np.array([OUT, BEGIN, IN, BEGIN, OUT, IN, IN])) == [(1, 3), (3, 4), (5, 7)]


# --- bounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "content", "apart", "expected"),
    [
        ("“We will not sell,” he said.", "“We will not sell,”", (), ["We will not sell,"]),
        ("“We will not sell,” he said.", "will not sell", (), ["We will not sell,"]),
        ('"A b," he said. "C d."', '"A b," he said. "C d."', ("he", "said"), ["A b,", "C d."]),
        ('he was "open" to it, he said', 'he was "open" to it,', (), ['he was "open" to it']),
        ('he would "license it and more"', '"license it and more"', (), ["license it and more"]),
        ("''We sell,'' he said.", "''We sell,''", (), ["We sell,"]),
        ("said: ... !", "... !", (), []),
    ],
)
def test_contents_are_held_to_marks_and_leave_out_their_cue(
    text: str, content: str, apart: tuple[str, ...], expected: list[str]
) -> None:
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in (content, *apart)]
    found = bounded(text, spans[0], spans[1:], quotations(text))
    assert [span.of(text) for span in found] == expected


@given(texts(200), st.data())
def test_bounds_lie_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    for piece in bounded(text, span, (), quotations(text)):
        assert 0 <= piece.start < piece.end <= len(text)


# --- the shipped model -------------------------------------------------------------------------


class OneByOne:
    """The shipped encoder without threads, in another order."""

    def run(self, windows: Iterable[Inputs]) -> Iterator[Outputs]:
        some = list(windows)
        found = {at: next(encoder.shipped().run([some[at]])) for at in reversed(range(len(some)))}
        return (found[at] for at in range(len(some)))


def test_a_text_is_read_the_same_in_any_order_and_on_any_thread() -> None:
    text = "\n\n".join([ARTICLE] * 8)
    apart = tagger.Tagger(OneByOne(), Heads(encoder.heads()))
    for one, other in zip(tagger.shipped().tagged(text), apart.tagged(text), strict=True):
        assert (one.content, one.source, one.cue) == (other.content, other.source, other.cue)
        assert (one.confidence, one.speech) == (other.confidence, other.speech)
    assert [t.content for t in tagger.shipped().tagged(ARTICLE)]


def test_contents_are_in_order_and_never_overlap() -> None:
    contents = [t.content for t in tagger.shipped().tagged(ARTICLE * 3)]
    assert all(a.end <= b.start for a, b in itertools.pairwise(contents))


def test_the_model_is_small_enough_to_ship() -> None:
    size = sum(path.stat().st_size for path in encoder.FOLDER.iterdir())
    assert size < 30_000_000


def test_a_model_that_is_not_there_is_named(tmp_path: object) -> None:
    from pathlib import Path

    from tracer.errors import ModelError

    with pytest.raises(ModelError, match="Cannot load the model"):
        encoder.OnnxEncoder(Path(str(tmp_path)) / "none.onnx")
