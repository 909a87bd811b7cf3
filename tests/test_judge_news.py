"""What must hold of every quotation of real news: Wikinews articles of the GUM corpus."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracer import evaluate
from tracer.judge.context import denies
from tracer.matching import Sources
from tracer.models import Document, Span
from tracer.rules import ACCEPTING
from tracer.text import sentences, words

PAGES = [
    Document(id=row["id"], name=row["id"], text=row["text"], sha256="")
    for line in (Path(__file__).parent / "data" / "gum_news.jsonl").read_text("utf-8").splitlines()
    for row in [json.loads(line)]
]
SOURCES = Sources(PAGES)
FEWEST = 4
"""Words of a sentence that is quoted; half a heading occurs anywhere."""
MANY = settings(max_examples=300, deadline=None)


def quotable(page: Document) -> list[Span]:
    found = sentences(page.text)
    return [span for span in found if len(words(span.of(page.text))) >= FEWEST]


SENTENCES = [(page, span) for page in PAGES for span in quotable(page)]


def rating(text: str, page: Document) -> str:
    return evaluate.rated({"needle": text}, SOURCES, {page.id}).rating


def quoted() -> st.SearchStrategy[tuple[Document, Span]]:
    return st.sampled_from(SENTENCES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_verbatim_copy_of_whole_sentences_is_exact(page: Document) -> None:
    found = quotable(page)
    for size in (1, 2, 4):
        for first, last in zip(found, found[size - 1 :], strict=False):
            copied = page.text[first.start : last.end]
            assert rating(copied, page) == "exact", copied


@MANY
@given(quoted().filter(lambda q: bool(re.search(r"\d", q[1].of(q[0].text)))), st.data())
def test_a_changed_digit_is_never_accepted(
    quote: tuple[Document, Span], data: st.DataObject
) -> None:
    page, span = quote
    said = span.of(page.text)
    at = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", said)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != said[at]]))
    changed = said[:at] + digit + said[at + 1 :]
    assume(changed not in page.text)
    assert rating(changed, page) not in ACCEPTING


@MANY
@given(quoted(), st.sampled_from(["not", "never", "no", "hardly"]), st.data())
def test_an_inserted_negation_is_never_accepted(
    quote: tuple[Document, Span], denial: str, data: st.DataObject
) -> None:
    page, span = quote
    said = span.of(page.text)
    place = data.draw(st.sampled_from(words(said))).span
    at = data.draw(st.sampled_from([place.start, place.end]))
    denied = f"{said[:at]} {denial} {said[at:]}"
    assert rating(denied, page) not in ACCEPTING
    bracketed = f"{said[:at]} [{denial}] {said[at:]}"
    assert rating(bracketed, page) not in ACCEPTING


DENYING = [
    (page, span, word.span)
    for page, span in SENTENCES
    for word in words(span.of(page.text))
    if denies(word.key)
]


@pytest.mark.parametrize("gap", ["", "..."])
def test_a_dropped_negation_is_never_accepted(gap: str) -> None:
    for page, span, place in DENYING:
        said = span.of(page.text)
        left = re.sub(r"n['\u2019]t\Z", "", place.of(said)) if place.of(said)[-1:] == "t" else ""
        kept = (
            f"{said[: place.start]}{left if left != place.of(said) else ''}{gap}{said[place.end :]}"
        )
        assert rating(kept, page) not in ACCEPTING, kept


_UNDONE = {
    "'": "\u2019\u2018",
    '"': "\u201c\u201d\u201e",
    " ": "\u00a0\u2009\n",
    "-": "\u2010\u2013",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
}


@MANY
@given(quoted(), st.sampled_from(["", "not ", "38 "]), st.data())
def test_what_folding_undoes_never_changes_a_verdict(
    quote: tuple[Document, Span], put_in: str, data: st.DataObject
) -> None:
    page, span = quote
    said = put_in + span.of(page.text)
    drawn = data.draw(st.randoms(use_true_random=False))
    other = "".join(
        drawn.choice([c, c, *_UNDONE.get(c, c.upper() if len(c.upper()) == 1 else c)]) for c in said
    )
    assert rating(other, page) == rating(said, page)
