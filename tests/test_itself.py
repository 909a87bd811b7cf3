"""The article against itself (T501): what is one thing in two ways, and what is not."""

from __future__ import annotations

import pytest

from tracer.judge.itself import told_in_two_ways
from tracer.models import Attribution, Claim, Document, Finding, Hop, Span, stable_id


def told(*sentences: str, speakers: tuple[str, ...] = ()) -> dict[str, str]:
    """What is said of each sentence that another one contradicts, by its words."""
    text = "\n".join(sentences)
    article = Document("a", "a", text, "")
    named = speakers or ("",) * len(sentences)
    claims = [_claim(text, s, name) for s, name in zip(sentences, named, strict=True)]
    found = told_in_two_ways(article, [Finding(claim, "unsourced") for claim in claims])
    return {claim.text: found[claim.id] for claim in claims if claim.id in found}


def _claim(text: str, sentence: str, speaker: str) -> Claim:
    span = Span(text.index(sentence), text.index(sentence) + len(sentence))
    chain = (Hop(speaker, "speaker", stable_id(speaker)),)
    by = Attribution((span,), None, None, chain, "by hand", 1.0) if speaker else None
    return Claim(stable_id(sentence), span, sentence, sentence, "statement", True, 1.0, by)


TWICE = [
    (
        "The flood left 230 homes in the valley without water.",
        "It was worse than in 1990: the flood left 320 homes in the valley without water.",
    ),
    (
        "The ferry Halcyon ran aground with 212 passengers on board.",
        "By noon all 221 passengers on board the ferry Halcyon were ashore.",
    ),
    ("The bridge at Orrin was opened on 3 May.", "The bridge at Orrin was opened on 13 May."),
    (
        "The library of Brae will close on Tuesday for good.",
        "For want of coal the library of Brae will close on Thursday for good.",
    ),
    (
        "Sales of tickets on the line rose by 12 per cent last year.",
        "Sales of tickets on the line fell by 12 per cent last year.",
    ),
    (
        "The inquiry into the fire is led by Judge Marta Quill.",
        "The inquiry into the fire, led by Judge Marta Quist, reports in spring.",
    ),
    (
        "The owners of the Halcyon were insured against storms.",
        "The owners of the Halcyon were not insured against storms.",
    ),
]
ONCE = [
    (
        "They currently hold 57 seats in the council.",
        "They currently hold 44 seats in the council.",
    ),
    (
        "Spending on roads rose by 1.0 per cent in January.",
        "Spending on roads rose by 1.0 per cent in February.",
    ),
    (
        "Reserves were 22 million pesos at the end of December.",
        "Was 132 million pesos at the end of December.",
    ),
    (
        "It will be sold with the reader system 3000, an older model.",
        "It will be sold with the reader system 5000, a newer model.",
    ),
    (
        "The northern pier was closed to lorries in 2011.",
        "The southern pier was closed to lorries in 2015.",
    ),
    ("The town will spend $40 million on schools.", "The town will spend $12 million on roads."),
    ("Sales of boats rose by 12 per cent in May.", "Sales of boats rose by 15 per cent in June."),
    (
        "The price of a loaf rose from 2 crowns to 3 crowns.",
        "The price of a loaf rose to 4 crowns.",
    ),
    (
        "Some 200 people marched through Brae for the library.",
        "In all 212 people marched through Brae for the library.",
    ),
    (
        "The first prize in the lottery of Brae was 90 crowns.",
        "The second prize in the lottery of Brae was 40 crowns.",
    ),
    (
        "In Brae 212 voters chose the mayor of the valley.",
        "In Holm 340 voters chose the mayor of the valley.",
    ),
    (
        "The campaign for the bridge was led by Anna Berg.",
        "The campaign for the bridge was led by Olaf Berg.",
    ),
    (
        "The revolution of the mills is about the price of flour.",
        "The revolution of the mills is not just the price of flour.",
    ),
    ("The barge sank in the lock.", "The barge sank in the lock."),
]


@pytest.mark.parametrize(("one", "other"), TWICE)
def test_one_thing_in_two_ways(one: str, other: str) -> None:
    found = told(one, other, "The weather in the hills was fine all week.")
    assert set(found) == {one, other}
    assert all(said.startswith("The article says “") for said in found.values())
    assert told(other, one).keys() == found.keys()


@pytest.mark.parametrize(("one", "other"), ONCE)
def test_two_things_or_one_in_one_way(one: str, other: str) -> None:
    assert told(one, other) == {}


def test_two_speakers_may_differ_and_the_article_may_not_differ_from_one() -> None:
    one, other = TWICE[0]
    assert told(one, other, speakers=("Anna Berg", "Olaf Brandt")) == {}
    assert len(told(one, other, speakers=("Anna Berg", "Anna Berg"))) == 2
    assert len(told(one, other, speakers=("Anna Berg", ""))) == 2


def test_the_sentence_quotes_both() -> None:
    one, other = TWICE[0]
    assert told(one, other)[one] == (
        "The article says “left 230 homes” here, and “left 320 homes” elsewhere: “It was worse "
        "than in 1990: the flood left 320 homes in the valley without water”."
    )
