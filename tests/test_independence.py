"""Which documents are one source, and what that makes of a single one (T304)."""

from __future__ import annotations

import pytest

from tracer.judge.independence import agency, are_one, near_copies, share, sources_of
from tracer.matching import Sources
from tracer.models import Document
from tracer.outlets import Outlets
from tracer.pipeline import check

WIRE = (
    "A barge with 90 tonnes of gravel sank in the lock at Brae on Friday, and the river was closed "
    "to ships. The crew of three climbed onto the quay. The lock was built in 1911 and was to be "
    "mended in autumn, the river office said. It will take a crane from Holm to lift the barge, "
    "and the crane is at work on a bridge until Tuesday."
)
OWN = (
    "I was buying bread when the noise came, and it went on for a minute. From the window one "
    "could see only the wheelhouse. On Friday a barge with 90 tonnes of gravel had gone down in "
    "the lock at Brae. The baker gave the crew rolls and the dog a bone."
)


def page(text: str, publisher: str, *authors: str) -> Document:
    return Document(publisher, publisher, text, "", publisher=publisher, authors=authors)


def test_a_story_with_a_new_lead_or_a_cut_end_is_a_near_copy() -> None:
    half = WIRE[: WIRE.index("It will take")]
    for other in (f"Bad news for sailors. {WIRE}", half, WIRE.replace("Friday", "Friday night")):
        assert near_copies(page(WIRE, "A"), page(other, "B"))
        assert share(WIRE, other) == share(other, WIRE)


def test_two_reports_on_one_event_are_two_sources() -> None:
    assert share(WIRE, OWN) < 0.2
    assert not are_one(page(WIRE, "A"), page(OWN, "B"))


def test_two_reports_that_quote_one_speech_are_two_sources() -> None:
    speech = "“We have waited nine years for this lock, and we shall not wait until the tenth.” "
    ours, theirs = (speech * 3 + text for text in (WIRE, OWN))
    assert not near_copies(page(ours, "A"), page(theirs, "B"))
    assert near_copies(page(speech * 3, "A"), page(speech * 3, "B"))


def test_one_publisher_byline_or_agency_is_one_source() -> None:
    credited = page(f"BRAE, 6 Dec (Inland Wire) - {WIRE}", "A")
    assert agency(credited) == "Inland Wire"
    assert agency(page(WIRE, "A")) == ""
    assert are_one(credited, page(OWN, "Inland Wire"))
    assert are_one(credited, page(f"HOLM (Inland Wire) — {OWN}", "B"))
    assert are_one(page(WIRE, "A"), page(OWN, "A"))
    assert are_one(page(WIRE, "A", "Ann Moss"), page(OWN, "B", "Ann Moss"))
    assert not are_one(page(WIRE, "A", "Staff"), page(OWN, "B", "Staff"))


def test_sources_are_grouped_through_others() -> None:
    one, other, third = page(WIRE, "A"), page(OWN, "B"), page(f"New. {WIRE}", "B")
    assert [len(group) for group in sources_of([one, other])] == [1, 1]
    assert [len(group) for group in sources_of([one, other, third])] == [3]


def findings(*sources: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rules and reasons of the one claim that an article opens with."""
    article = page(
        "A barge with 90 tonnes of gravel sank in the lock at Brae on Friday.", "The Mail"
    )
    report = check(article, Sources(sources), outlets=Outlets.default(), generated="", settings={})
    (finding,) = report.findings
    return finding.rules, finding.reasons


def test_a_claim_that_the_article_rests_on_wants_two_sources() -> None:
    rules, said = findings(page(WIRE, "Brae Post"))
    assert "T304" in rules
    assert said[-1].endswith("only one source at hand carries it: Brae Post.")
    rules, said = findings(page(WIRE, "Brae Post"), page(f"Splash! {WIRE}", "Holm Echo"))
    assert "T304" in rules
    assert "the 2 documents of Brae Post and Holm Echo are near-copies." in said[-1]
    assert "T304" not in findings(page(WIRE, "Brae Post"), page(OWN, "Holm Echo"))[0]


@pytest.mark.parametrize("prints", [6, 40])
def test_many_prints_of_one_story_crowd_no_other_source_out(prints: int) -> None:
    copies = [page(f"{WIRE} Page {n}.", f"Paper {n}") for n in range(prints)]
    assert "T304" in findings(*copies)[0]
    assert "T304" not in findings(*copies, page(OWN, "Holm Echo"))[0]
