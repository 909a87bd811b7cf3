from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from strategies import documents as any_documents

import tracer
from tracer.models import Claim, Document
from tracer.worth import worthiness


def claims(text: str) -> tuple[Claim, ...]:
    return tracer.find_claims(Document(id="a", name="a", text=text, sha256=""))


@given(any_documents())
def test_claims_are_in_order_apart_and_their_words_are_the_texts(document: Document) -> None:
    found = tracer.find_claims(document)
    assert all(claim.span.of(document.text) == claim.text != "" for claim in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert len({claim.id for claim in found}) == len(found)
    assert all((claim.kind == "statement") == (claim.attribution is None) for claim in found)
    assert all(0 <= claim.check_worthiness <= 1 for claim in found)
    assert tracer.find_claims(document) == found


@given(any_documents())
def test_whoever_is_named_for_a_claim_makes_it_worth_checking(document: Document) -> None:
    for claim in tracer.find_claims(document):
        if claim.attribution and claim.attribution.chain:
            assert claim.check_worthy


def test_kinds() -> None:
    text = (
        '"We will not sell the yard to anybody," Anna Berg said. She said it was “a bad day” for '
        "the town. She said prices had fallen. The yard opened in 1902."
    )
    assert [claim.kind for claim in claims(text)] == [
        "direct_quote",
        "mixed_quote",
        "indirect_quote",
        "statement",
    ]


def test_the_parts_of_a_broken_quotation_share_a_group() -> None:
    first, second, other = claims(
        '"We stay," Anna Berg said. "We always have stayed." It rained in May.'
    )
    assert first.group == second.group == first.id
    assert other.group == other.id


def test_what_stands_beside_reported_speech_is_a_claim_of_its_own() -> None:
    text = "While the yard has closed its gates, the union believes that jobs can be saved."
    assert [c.text for c in claims(text)] == [
        "While the yard has closed its gates",
        "jobs can be saved",
    ]


def test_cue_and_source_are_no_claim() -> None:
    text = "The manager of the yard, who had just come back from a trip, said that it would close."
    assert [c.text for c in claims(text)] == ["it would close"]


@pytest.mark.parametrize(
    "label",
    [
        "The promise",
        "also read",
        "Related stories",
        "What the offer means",
        "By Anna Berg",
        "* * *",
    ],
)
def test_labels_and_boilerplate_are_no_claims(label: str) -> None:
    text = f"The yard opened in 1902 by the river.\n{label}\nIt closed in 1999 after a fire."
    assert [c.text[:3] for c in claims(text)] == ["The", "It "]


def test_a_headline_that_says_something_is_a_claim() -> None:
    assert claims("Yard by the river closes after a century\nIt opened in 1902.")[
        0
    ].text.startswith("Yard")


def test_the_same_words_twice_are_two_claims_and_an_edit_elsewhere_changes_no_id() -> None:
    before = claims("The yard opened in 1902. It rained. The yard opened in 1902.")
    after = claims("The yard opened in 1902. It snowed a lot. The yard opened in 1902.")
    assert before[0].id != before[2].id
    assert [before[0].id, before[2].id] == [after[0].id, after[2].id]


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment fell to 4 percent in March.",
        "The ministry has banned Nokia from its networks.",
        "The bridge is longer than any other in Norway.",
        "The council voted against the bridge.",
        "Ferry firm sells its last ship to rival",
        '"I think we should all be glad," Anna Berg said.',
        "US ships left the port.",
    ],
)
def test_facts_are_worth_checking(text: str) -> None:
    assert worthiness(text).score >= 0.5
    assert worthiness(text).why


@pytest.mark.parametrize(
    "text",
    [
        "Why did it close?",
        "That is a great shame.",
        "We should all be proud.",
        "I think you know what I mean.",
        "Thank you, and let me just finish.",
        "We will build a bridge for you.",
        "Follow Anna Berg on Twitter @annaberg.",
        "",
        "—",
    ],
)
def test_opinions_and_questions_are_not(text: str) -> None:
    assert worthiness(text).score < 0.5


def test_talk_of_oneself_is_worth_less_than_talk_of_others() -> None:
    of_others = worthiness("The mayor went to the port and spoke of the bridge.").score
    of_oneself = worthiness("I went to the port and spoke of the bridge.").score
    assert of_oneself < 0.5 <= of_others


def test_the_country_is_not_taken_for_us() -> None:
    assert "the speaker speaks for a group" in worthiness("They sold it to us.").why
    assert "the speaker speaks for a group" not in worthiness("They sold it to the US.").why


@pytest.mark.parametrize("text", ["- " * 20_000, "-" * 20_000 + "x", "and " * 10_000, "a" * 20_000])
def test_odd_words_are_read_quickly(text: str) -> None:
    start = time.perf_counter()
    worthiness(text)
    assert time.perf_counter() - start < 2
