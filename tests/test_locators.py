"""Addresses that open a page at a passage; test_browser_online.py tries them in a browser."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from strategies import prose, texts, with_spans

from tracer.locators import _folded, _named, _whole_words, passage_address
from tracer.models import Document, Marks, Passage, Span

PAGE = "https://news.example/story"


def opened(text: str, *words: str, address: str = PAGE, marks: Marks | None = None) -> str:
    """The address of ``words`` in ``text``; in "it |fell| by" only the middle is meant."""
    spans = tuple(_span(text, each) for each in words)
    passage = Passage("d", spans, " … ".join(s.of(text) for s in spans), "", "")
    document = Document("d", "d", text, "0" * 64, marks=marks or Marks())
    return passage_address(address, document, passage)


def _span(text: str, words: str) -> Span:
    before, inner, after = words.split("|") if "|" in words else ("", words, "")
    start = text.index(before + inner + after) + len(before)
    return Span(start, start + len(inner))


def test_words_that_stand_once_are_named_as_they_are() -> None:
    text = "It rained. The bridge will stay closed until May, she said."
    assert opened(text, "The bridge will stay closed") == (
        f"{PAGE}#:~:text=The%20bridge%20will%20stay%20closed"
    )


def test_signs_that_part_the_directive_are_encoded() -> None:
    text = "He said: the well-known shop, R&D and all, lost 5 % – “a lot”."
    directive = opened(text, "well-known shop, R&D and all, lost 5 %").partition(":~:text=")[2]
    assert directive == "well%2Dknown%20shop%2C%20R%26D%20and%20all%2C%20lost%205%20%25"


def test_words_that_stand_more_than_once_are_named_with_their_neighbours() -> None:
    text = "In spring the bridge will stay closed. In autumn the bridge will stay closed, too."
    last = opened(text, "autumn |the bridge will stay closed|, too")
    assert last == f"{PAGE}#:~:text=autumn-,the%20bridge%20will%20stay%20closed"
    behind = "The bridge will stay closed. The bridge will stay closed today."
    assert opened(behind, "closed. |The bridge will stay closed|").endswith(
        "closed.-,The%20bridge%20will%20stay%20closed"
    )


def test_a_few_words_are_never_named_alone() -> None:
    text = "The mayor was not amused at all, they say."
    assert opened(text, "not amused").endswith("#:~:text=was-,not%20amused")


def test_of_a_long_passage_its_first_and_last_words_are_named() -> None:
    text = "So it began. " + " ".join(f"word{n}" for n in range(60)) + " and so it ended."
    long = text[13:-18]
    assert opened(text, long).endswith(
        "#:~:text=word0%20word1%20word2%20word3,word56%20word57%20word58%20word59"
    )


def test_a_passage_of_two_paragraphs_is_named_by_a_part_of_each() -> None:
    text = "She spoke of the bridge today.\nIt will stay closed until May."
    assert opened(text, "of the bridge today.\nIt will stay").endswith(
        "#:~:text=of%20the%20bridge%20today.,It%20will%20stay"
    )


def test_the_parts_of_a_passage_are_named_each() -> None:
    text = "We planned this work with care, and had luck, and we are proud of what came of it."
    assert opened(text, "planned this work with care", "we are proud of what came").endswith(
        "#:~:text=planned%20this%20work%20with%20care&text=we%20are%20proud%20of%20what%20came"
    )


def test_an_address_keeps_the_place_that_it_names_and_loses_other_words() -> None:
    text = "The bridge will stay closed until May."
    for address in (f"{PAGE}#part", f"{PAGE}#part:~:text=old"):
        assert opened(text, text[:-1], address=address).startswith(f"{PAGE}#part:~:text=The")


def test_a_pdf_is_opened_at_its_page() -> None:
    text = "One page. Another page. The last page."
    marks = Marks(pages=(0, 10, 24))
    assert opened(text, "The last page", marks=marks) == f"{PAGE}#page=3"


def test_what_cannot_be_told_apart_has_no_address() -> None:
    assert opened("No. No.\nNo. No.", "No.\n|No.| No.") == ""


@given(with_spans(prose() | texts()))
def test_a_directive_leads_to_its_words_and_to_nothing_before_them(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    for span in spans:
        named = _named(text, span)
        whole = _whole_words(text, span)
        assert whole.start <= span.end
        if named:
            assert named.leads_to(_folded(text)) == whole


@given(with_spans(prose()))
def test_a_directive_is_plain_ascii_and_says_the_pages_own_words(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    for span in spans:
        directive = str(_named(text, span) or "text=a")
        assert re.fullmatch(r"text=(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", directive)
        for part in re.split(r",-?|-,", directive.removeprefix("text=")):
            assert directive == "text=a" or unquote(part) in re.sub(r"[^\S\n]+", " ", text)


@pytest.mark.parametrize("text", ["x" * 50_000, "a b " * 20_000, "same words again\n" * 5_000])
def test_long_texts_are_no_trouble(text: str) -> None:
    span = Span(len(text) // 2, len(text) // 2 + 30)
    named = _named(text, span)
    assert named is None or named.leads_to(_folded(text)) == _whole_words(text, span)
