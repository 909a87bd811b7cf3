"""Indirect claims made up with their documents: benchmarks/paraphrases/invented.jsonl."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracer.evaluate import rated
from tracer.judge.amounts import amounts
from tracer.judge.phrasal import in_one_word
from tracer.matching import Sources
from tracer.models import Document
from tracer.rules import ACCEPTING
from tracer.text import fold, words

FOLDER = Path(__file__).parents[1] / "benchmarks" / "paraphrases"
FEWEST = 45
"""Of the 69 claims that the documents carry so many were accepted when this was written (46), but
for one."""


def _lines(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


DOCUMENTS = {row["id"]: row["text"] for row in _lines("invented-docs.jsonl")}
CASES = _lines("invented.jsonl")


def _rating(case: dict[str, str]) -> str:
    document = Document(id="d", name="d", text=DOCUMENTS[case["doc"]], sha256="")
    row = {"needle": case["claim"], "kind": "indirect_quote"}
    return rated(row, Sources([document]), {"d"}).rating


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["rating"] != "paraphrased"], ids=lambda case: case["id"]
)
def test_what_the_document_does_not_carry_is_never_accepted(case: dict[str, str]) -> None:
    assert _rating(case) not in ACCEPTING


def test_most_of_what_it_carries_in_other_words_is_accepted() -> None:
    carried = [case for case in CASES if case["rating"] == "paraphrased"]
    assert sum(_rating(case) in ACCEPTING for case in carried) >= FEWEST


@pytest.mark.parametrize(
    ("claimed", "true", "follows"),
    [
        ("33%", "a third", True),
        ("a quarter", "25 per cent", True),
        ("$9.4bn", "$9.37bn", True),
        ("28%", "28.1%", True),
        ("29%", "28.1%", False),
        ("$7bn", "$6.75bn", False),
        ("1,200 people", "1,229 people", False),
        ("9 out of 10", "nine in ten", True),
    ],
)
def test_a_figure_may_lose_decimals_and_no_more(claimed: str, true: str, follows: bool) -> None:
    ours, theirs = (amounts(words(fold(text)))[0] for text in (claimed, true))
    assert ours.follows_from(theirs) == follows


def test_a_verb_of_two_words_is_one() -> None:
    assert in_one_word(["they", "turned", "down", "it"]) == ("they", "rejected", "", "it")
    assert in_one_word(["went", "up"]) == ("rose", "")
    assert in_one_word(["down", "the", "road"]) == ("down", "the", "road")


BOUND_TO_ANOTHER = [
    (
        "The ferry carried 900 passengers on Sunday.",
        "The ferry carried 900 passengers on Saturday and 640 on Sunday.",
    ),
    (
        "Wages rose 2 percent in Spain last year.",
        "Wages rose 2 percent in Portugal last year and 5 percent in Spain.",
    ),
    (
        "The school has 40 teachers.",
        "The school has 900 pupils in 40 classes and 62 teachers.",
    ),
    (
        "Norway sent 60 nurses to the island.",
        "Norway sent 25 nurses to the island and Denmark 60.",
    ),
    (
        "The mill made a profit of 38 million last year.",
        "The mill lost 38 million last year, compared with a profit of 12 million in 2019.",
    ),
    ("Nine of the bridges need repair.", "Four of the nine bridges need repair, he said."),
    (
        "The city paid 40 euros for 2,000 coats.",
        "The city bought 2,000 coats at 40 euros apiece, the mayor said.",
    ),
    (
        "The hotel was opened in 1961 and sold in 1987.",
        "The hotel was sold in 1961 and opened again in 1987.",
    ),
    ("Marta Lind was elected in May.", "Rolf Berg was elected in May and Marta Lind in June."),
    ("The night was 8 degrees in Turku.", "The night was 8 degrees below zero in Turku."),
    ("The bay warmed to 3 degrees.", "The bay warmed to minus three degrees."),
    ("Most farmers welcomed the rain.", "Few farmers welcomed the rain."),
    (
        "Most of the shops reopened after the flood.",
        "Some of the shops reopened after the flood.",
    ),
    ("Farmers welcomed the rain.", "Few farmers welcomed the rain."),
    (
        "Police freed Ana Ruiz and charged her driver Tom Bell.",
        "Police charged Ana Ruiz and freed her driver, Tom Bell, on Sunday.",
    ),
    (
        "The clerk burned the letters in the cellar.",
        "Police suspect that the clerk burned the letters in the cellar.",
    ),
    (
        "The clerk burned the letters in the cellar.",
        "The clerk burned the letters in the cellar, prosecutors alleged.",
    ),
]
BOUND_ALIKE = [
    (
        "The company's shares dropped by 7 per cent on Tuesday.",
        "Shares in the company fell 7 percent on Tuesday after rising 3 percent on Monday.",
    ),
    (
        "Output rose 1 percent in Germany.",
        "Output rose 3 percent in France and 1 percent in Germany.",
    ),
    (
        "The temperature dropped to minus 12 degrees in Oslo.",
        "The temperature fell to minus 12 degrees in Oslo on Friday.",
    ),
    (
        "The clerk is alleged to have burned the letters in the cellar.",
        "Prosecutors alleged that the clerk burned the letters in the cellar.",
    ),
]


def _held_against(claim: str, source: str) -> str:
    document = Document(id="d", name="d", text=source, sha256="")
    row = {"needle": claim, "kind": "indirect_quote"}
    return rated(row, Sources([document]), {"d"}).rating


@pytest.mark.parametrize(("claim", "source"), BOUND_TO_ANOTHER)
def test_what_is_of_something_else_there_is_never_accepted(claim: str, source: str) -> None:
    assert _held_against(claim, source) not in ACCEPTING


@pytest.mark.parametrize(("claim", "source"), BOUND_ALIKE)
def test_what_is_of_the_same_there_is_accepted(claim: str, source: str) -> None:
    assert _held_against(claim, source) in ACCEPTING
