"""The sentences that say why: plain, whole and about both sides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_judge import COURIER, MARA, SOURCE, hop, judged, page_of, sayings

from tracer.judge import reasons
from tracer.judge.phrases import marked
from tracer.models import Document, Finding, Hop


def is_sentence(said: str) -> bool:
    """A capital, a full stop, no more than one, and all marks in pairs."""
    return bool(
        re.match(r"[A-Z0-9“]", said)
        and said.endswith(".")
        and not re.search(r"\.\.|  |\bNone\b|“”|\( ?\)| [.,;]|[.,;:]”\.$", said)
        and said.count("“") == said.count("”")
        and said.count("(") == said.count(")")
    )


def said(text: str, **more: object) -> tuple[str, ...]:
    return judged(text, **more).reasons  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "the fees will rise by 83 percent in March",
            "The article says “83 percent”; Vale Courier says “38 percent” (paragraph 2).",
        ),
        (
            "the fees will fall by 38 percent in March",
            "The article says “will fall by”; Vale Courier says “will rise by” (paragraph 2).",
        ),
        (
            "We will sell the harbour",
            "The article says “will sell”; Vale Courier says “will not sell” (paragraph 2).",
        ),
        (
            "The cranes are forty years old and the rails are far older",
            "The article says “are far older”; Vale Courier says “are older” (paragraph 2).",
        ),
        (
            "The cranes are forty years old and the rails are older",
            "Vale Courier has it word for word (paragraph 2).",
        ),
    ],
)
def test_both_sides_are_named_with_what_it_takes_to_understand(text: str, why: str) -> None:
    assert said(text)[0] == why


def test_the_place_names_the_page_and_the_paragraph() -> None:
    document = Document("d", "d", SOURCE, "", publisher="Vale Courier", title="Fees. And a sale?")
    spans = judged("The cranes are forty years old").matches[0].passage.spans
    assert reasons.place(document, spans) == "“Fees. And a sale?”, paragraph 2"


def test_several_differences_are_told_and_counted() -> None:
    text = "The board spent $3.4bn on the southern quay, and about a dozen boats called there"
    first, second, *_ = said(text, chain=(COURIER,))
    assert first.startswith("The article says “$3.4bn”; Vale Courier says “$2.4bn”")
    assert "Vale Courier says" in second or second.startswith("The article")


def test_a_paraphrase_quotes_the_passage() -> None:
    text = "before the storm of 2019 a sale had never been considered by the board"
    assert (
        "had never considered a sale before the storm of 2019"
        in said(text, kind="indirect_quote")[0]
    )


def test_documents_that_were_read_in_vain_are_counted_and_named() -> None:
    pages = [Document(f"{n}", f"page {n}", "", "", publisher="Herald") for n in range(5)]
    article = Document("a", "a", "", "")
    assert reasons.not_found(pages[:1], None, article) == (
        "1 document of Herald was read, and has nothing like it: “page 0”."
    )
    assert reasons.not_found(pages, None, article) == (
        "5 documents of Herald were read, and have nothing like it: “page 0”, “page 1”, “page 2” "
        "and 2 more."
    )


def test_a_document_without_a_publisher_goes_by_its_title() -> None:
    assert reasons.publisher(Document("d", "stem", "", "")) == "stem"
    assert reasons.publisher(Document("d", "stem", "", "", title="A speech")) == "A speech"


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        ((hop("The council of Brae", "speaker"),), "No document of the council of Brae is at hand"),
        ((hop("The Times", "outlet"), MARA), "No document of The Times is at hand"),
        ((MARA, hop("Olaf Brandt", "speaker")), "No document of Mara Lindqvist and Olaf Brandt is"),
    ],
)
def test_names_stand_as_they_do_inside_a_sentence(chain: tuple[Hop, ...], why: str) -> None:
    assert said("Birds paint the lighthouse keeper", chain=chain, own=False)[0].startswith(why)


def test_quotations_inside_a_reason_are_short_and_whole() -> None:
    assert marked("“No,”  she\nsaid.") == "“‘No,’ she said”"
    assert len(marked("word " * 100)) < 100


@given(sayings(), st.data())
def test_every_reason_is_a_sentence(said: list[str], data: st.DataObject) -> None:
    parts = " ".join(said).split()
    words = data.draw(st.lists(st.sampled_from(parts), min_size=3, max_size=20))
    at = data.draw(st.integers(0, 3))
    text = data.draw(st.sampled_from([" ".join(words), said[at], f"{said[at]} not {words[0]}"]))
    kind = data.draw(st.sampled_from(["direct_quote", "indirect_quote", "statement"]))
    finding: Finding = judged(text, kind, source=page_of(said), own=data.draw(st.booleans()))
    assert finding.reasons
    assert [r for r in finding.reasons if not is_sentence(r)] == []
