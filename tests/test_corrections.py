"""What reviewers set right is put over the reading, whatever the reading, and follows the words."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracer import pipeline
from tracer.corrections import corrected, crossed, place
from tracer.models import (
    CORRECTED,
    Claim,
    Correction,
    Document,
    Named,
    NewChain,
    NewWords,
    Role,
    Span,
    stable_id,
)
from tracer.outlets import Outlets

TEXT = (
    "Port fees rose by 12 percent in 2018, the harbour office said. “We will not close the pier. "
    "It stays,” Mayor Ann Lee told The Daily Example. The ferry carried 90,000 people last year. "
    "The ferry carried 90,000 people last year. The council met on 3 May 2019 and agreed."
)
FERRY = "The ferry carried 90,000 people last year."


def document(text: str) -> Document:
    return Document(stable_id("story"), "story", text, "0" * 64)


@cache
def outlets() -> Outlets:
    return Outlets.default()


@cache
def claims() -> tuple[Claim, ...]:
    return pipeline.find_claims(document(TEXT), outlets())


def claim(words: str) -> Claim:
    return next(c for c in claims() if words in c.text)


def correction(of: Claim, change: NewWords | NewChain) -> Correction:
    return Correction(of.id, of.text, change, "Ann", "", "2025-01-02T03:04:05Z")


def put(*given: Correction) -> tuple[Claim, ...]:
    return corrected(document(TEXT), claims(), given, outlets())


def holds(found: tuple[Claim, ...]) -> bool:
    """What must hold of an article's claims."""
    spans = [c.span for c in found]
    in_order = all(a.end <= b.start for a, b in pairwise(spans))
    words = all(c.span.of(TEXT) == c.text for c in found)
    ids = len({c.id for c in found}) == len(found)
    kinds = all((c.kind == "statement") == (c.attribution is None) for c in found)
    return in_order and words and ids and kinds


def test_without_corrections_nothing_changes() -> None:
    assert put() == claims()


def test_somebody_is_named_with_the_place_where_the_text_has_them() -> None:
    change = NewChain((Named("the harbour office", "speaker"), Named("AP", "outlet")))
    found = next(c for c in put(correction(claim(FERRY), change)) if c.id == claim(FERRY).id)
    assert found.attribution is not None
    office, agency = found.attribution.hops("speaker")[0], found.attribution.hops("outlet")[0]
    assert office.mention is not None
    assert office.mention.of(TEXT) == "the harbour office"
    assert agency.id == outlets().find("AP").id  # type: ignore[union-attr]
    assert found.attribution.chain == (agency, office)
    assert (found.attribution.rule, found.kind, found.check_worthy) == (
        CORRECTED,
        "indirect_quote",
        True,
    )


def test_a_hop_that_was_right_is_kept_as_it_was_read() -> None:
    quoted = claim("We will not close")
    assert quoted.attribution is not None
    lee = quoted.attribution.hops("speaker")[0]
    change = NewChain((Named(lee.name, "speaker"), Named("The Other Paper", "outlet")))
    found = next(c for c in put(correction(quoted, change)) if c.id == quoted.id)
    assert found.attribution is not None
    assert found.attribution.hops("speaker") == (lee,)
    assert found.attribution.cue == quoted.attribution.cue


def test_nobody_makes_it_a_statement() -> None:
    quoted = claim("We will not close")
    found = put(correction(quoted, NewChain(())))
    group = [c for c in found if c.group == quoted.group or c.id == quoted.id]
    assert group
    assert all(c.attribution is None and c.kind == "statement" for c in group)


def test_the_second_of_two_equal_claims_can_be_meant() -> None:
    first, second = (c for c in claims() if c.text == FERRY)
    found = put(correction(second, NewWords("carried 90,000 people", 10)))
    assert first in found
    assert [c.span.start for c in found if c.text == "carried 90,000 people"] == [
        second.span.start + 10
    ]


def test_corrections_follow_each_other() -> None:
    ferry = claim(FERRY)
    first = correction(ferry, NewWords("carried 90,000 people last year", 10))
    (new,) = (c for c in put(first) if c not in claims() and c.text.startswith("carried"))
    second = correction(new, NewChain((Named("Ann Lee", "speaker"),)))
    found = next(c for c in put(first, second) if c.id == new.id)
    assert found.attribution is not None
    assert found.attribution.chain[0].name == "Ann Lee"


def test_a_wider_claim_takes_in_what_lies_inside_it() -> None:
    first = claim(FERRY)
    both = f"{FERRY} {FERRY}"
    found = put(correction(first, NewWords(both, 0)))
    assert [c.text for c in found if FERRY in c.text] == [both]


def test_words_that_would_cut_another_claim_change_nothing() -> None:
    cut = NewWords("last year. The council met", 31)
    second = [c for c in claims() if c.text == FERRY][1]
    assert put(correction(second, cut)) == claims()
    assert crossed(claims(), second, Span(TEXT.index("The council"), len(TEXT) - 8)) is not None


def test_a_correction_follows_its_words_in_an_edited_article() -> None:
    edited = document("A sentence is put in front of it all. " + TEXT)
    found = pipeline.find_claims(edited, outlets())
    change = correction(claim(FERRY), NewWords("carried 90,000 people", 10))
    texts = [c.text for c in corrected(edited, found, [change], outlets())]
    assert "carried 90,000 people" in texts


def test_a_correction_whose_words_are_gone_changes_nothing() -> None:
    gone = Correction("f" * 16, "gone", NewWords("gone", 0), "Ann", "", "2025-01-02T03:04:05Z")
    assert put(gone) == claims()
    assert put(correction(claim(FERRY), NewWords("not in the article", 3))) == claims()


@pytest.mark.parametrize("words", ["ferry  CARRIED 90,000", "we will not\nclose", "“we will"])
def test_words_are_found_whatever_their_case_marks_and_spaces(words: str) -> None:
    span = place(TEXT, Span(0, 1), words)
    assert span is not None
    assert place(TEXT, Span(0, 1), span.of(TEXT)) == span


_NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
_ROLES = st.sampled_from(["outlet", "speaker", "affiliation", "document"])


@given(st.data())
@settings(max_examples=60)
def test_whatever_is_corrected_claims_stay_claims(data: st.DataObject) -> None:
    given_corrections = []
    for at in data.draw(st.lists(st.integers(0, len(claims()) - 1), max_size=3)):
        target = claims()[at]
        start = data.draw(st.integers(0, len(TEXT) - 2))
        end = data.draw(st.integers(start + 1, len(TEXT)))
        role: st.SearchStrategy[Role] = _ROLES  # type: ignore[assignment]
        named = data.draw(st.lists(st.builds(Named, _NAMES, role, st.booleans()), max_size=3))
        words = NewWords(TEXT[start:end], start - target.span.start)
        change = data.draw(st.sampled_from([words, NewChain(tuple(named))]))
        given_corrections.append(correction(target, change))
    assert holds(put(*given_corrections))
