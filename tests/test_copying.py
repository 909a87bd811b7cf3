"""Words lifted without quotation marks (T102), and what only looks like it."""

from __future__ import annotations

import pytest
from test_judge import judged

from tracer.matching import Sources
from tracer.models import Document, Finding
from tracer.outlets import Outlets
from tracer.pipeline import check

RUN = "the orchards hum from the chapel down to the ford in spring"


def page(text: str, publisher: str) -> Document:
    return Document(publisher, publisher, text, "", publisher=publisher)


def finding(text: str, *sources: Document) -> Finding:
    report = check(
        page(text, "Mail"), Sources(sources), outlets=Outlets.default(), generated="", settings={}
    )
    return report.findings[0]


@pytest.mark.parametrize(
    "text",
    [
        "The county council did not immediately respond to a request for comment.",
        "Two officers spoke on condition of anonymity because they were not authorised to speak "
        "publicly.",
        "Anna Berg is the founder and former chief executive officer of the national school board.",
        "He spoke at the Royal Institute of Mining and Minerals at the University of North Pell.",
        "It was as if they had been there for all of the time that it was.",
    ],
)
def test_formulas_titles_and_function_words_are_nobodys_own(text: str) -> None:
    assert "T102" not in judged(text, "statement", source=f"In May. {text}", own=False).rules


def test_a_copy_is_shown_with_its_words_and_its_length() -> None:
    text = f"Every year {RUN}, and nobody sleeps."
    found = finding(text, page(f"It is said that {RUN}. So be it.", "Hill Post"))
    assert "T102" in found.rules
    assert f"12 words in a row are those of Hill Post, without quotation marks: “{RUN}”." in (
        found.reasons
    )


def test_words_with_others_between_them_are_not_in_a_row() -> None:
    text = "the board had never considered a sale after a storm"
    source = "The board had never in its life considered a sale after so loud a storm."
    assert "T102" not in judged(text, "statement", source=source, own=False).rules


REST = {
    "Hill Post": "He has nine hives, two veils and a smoker that his aunt brought from overseas. "
    "Of the honey a third goes to the school, and the wax is made into candles for the chapel.",
    "Valley Echo": "The bus leaves at noon from the market and is back for tea. Last summer it "
    "was full on every day but one, says the driver, and on that day there was a storm.",
}


def test_a_phrase_that_independent_sources_have_in_sentences_of_their_own_is_stock() -> None:
    text = f"Every year {RUN}."
    one = page(f"The priest swears that {RUN}. {REST['Hill Post']}", "Hill Post")
    other = page(f"Tourists hear that {RUN} and pay. {REST['Valley Echo']}", "Valley Echo")
    assert "T102" in finding(text, one).rules
    assert "T102" not in finding(text, one, other).rules


def test_near_copies_and_quoted_words_make_no_stock_phrase() -> None:
    text = f"Every year {RUN}."
    story = f"The priest swears that {RUN}. {REST['Hill Post']}"
    copies = [page(f"{lead} {story}", name) for lead, name in (("Bees!", "A"), ("Honey!", "B"))]
    assert "T102" in finding(text, *copies).rules
    quoted = page(f"“Everybody sees that {RUN},” said the driver. {REST['Valley Echo']}", "Echo")
    assert "T102" in finding(text, page(story, "Hill Post"), quoted).rules


def test_half_of_a_claim_in_a_row_is_the_same_thing_told_otherwise() -> None:
    lifted = finding(f"Because of the mayor {RUN}.", page(f"They say {RUN}.", "Hill Post"))
    assert lifted.rating in ("altered", "traced")
    assert lifted.matches
    aim = finding(
        "In what he calls an attempt to create a balanced life between Brae, the U.S. and Holm, "
        "Leif Aune has made an offer.",
        page(
            "“That would create a balanced life between Brae, the US and Holm,” Aune said.", "Echo"
        ),
    )
    assert "T102" in aim.rules
    assert aim.rating in ("altered", "contradicted")


def test_a_few_lifted_words_are_named_and_settle_nothing_else() -> None:
    long = f"Because the mayor cut a ribbon in front of nine shops and two banks {RUN}."
    little = finding(long, page(f"They say {RUN}.", "Hill Post"))
    assert (little.rating, "T102" in little.rules) == ("unsourced", True)
    assert [match.wording for match in little.matches] == ["altered"]
