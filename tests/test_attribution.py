from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from strategies import documents as any_documents
from strategies import texts

import tracer
from tracer.attribution import attribute
from tracer.models import Attribution, Document
from tracer.outlets import Outlets

OUTLETS = Outlets.default()


def read(text: str) -> tuple[Attribution, ...]:
    return attribute(Document(id="a", name="a", text=text, sha256=""), OUTLETS)


def chain(attribution: Attribution) -> list[tuple[str, str]]:
    return [(hop.name, hop.role) for hop in attribution.chain]


@given(any_documents())
def test_spans_lie_in_the_text_and_contents_are_not_shared(document: Document) -> None:
    found = attribute(document, OUTLETS)
    contents = [span for a in found for span in a.contents]
    mentions = [hop.mention for a in found for hop in a.chain]
    for span in [*contents, *(a.cue for a in found), *(a.source for a in found), *mentions]:
        assert span is None or 0 <= span.start < span.end <= len(document.text)
    ordered = sorted(contents)
    assert all(one.end <= other.start for one, other in pairwise(ordered))
    assert all(a.contents and 0 <= a.confidence <= 1 and a.rule for a in found)
    assert attribute(document, OUTLETS) == found


@given(texts(400))
def test_any_text_can_be_read(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ('"We will not sell," Anna Berg said.', "We will not sell,", "said", "Anna Berg"),
        ("“We will not sell,” said Anna Berg.", "We will not sell,", "said", "Anna Berg"),
        ("«We will not sell», said Anna Berg.", "We will not sell", "said", "Anna Berg"),
        ('Anna Berg said: "We will not sell."', "We will not sell.", "said", "Anna Berg"),
        ("Anna Berg has said that prices fell.", "prices fell", "has said", "Anna Berg"),
        ("Prices fell in May, Anna Berg said.", "Prices fell in May", "said", "Anna Berg"),
        ("Prices fell, according to Reuters.", "Prices fell", "according to", "Reuters"),
        ("According to Reuters, prices fell.", "prices fell", "According to", "Reuters"),
        ("The union hopes to win the vote.", "to win the vote", "hopes", "The union"),
        ('He called it "a bad day for us".', "a bad day for us", "called", "He"),
        ("Prices, she added, would fall again in the spring.", "would fall again", "added", "she"),
        ("The firm is expected to close.", "to close", "is expected", None),
        (
            "The mayor, a former teacher, said the school would close.",
            "the school",
            "said",
            "mayor",
        ),
        ("The study found that sleep helps.", "sleep helps", "found", "The study"),
        ('In March, Ana Ruiz said: "We stay put."', "We stay put.", "said", "Ana Ruiz"),
        ('On Twitter, Ana Ruiz wrote: "No more."', "No more.", "wrote", "Ana Ruiz"),
        ("The yard will close in June, officials told Reuters.", "The yard", "told", "officials"),
        ("The trial will begin on 9 March, the court said.", "on 9 March", "said", "the court"),
        ("‘We are tired and want to go home,’ Ann Berg said.", "go home,", "said", "Ann Berg"),
        ("'We are tired and want to go home,' said Ann Berg.", "go home,", "said", "Ann Berg"),
        ("''We are tired,'' said Ann Berg.", "We are tired,", "said", "Ann Berg"),
        ("„We are tired“, said Ann Berg.", "We are tired", "said", "Ann Berg"),
        ("John Marsh, who says the charges are false, will go.", "are false", "says", "who"),
    ],
)
def test_cue_source_and_content(text: str, content: str, cue: str, source: str | None) -> None:
    found = next(a for a in read(text) if any(content in c.of(text) for c in a.contents))
    assert found.cue is not None
    assert found.cue.of(text).startswith(cue)
    assert (found.source is None) == (source is None)
    if source and found.source:
        assert source in found.source.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "The plan was approved in March. Work starts in June.",
        "His claims were many.",
        "If the government promises to help, the yard may reopen.",
        "They ate at “The Old Crown” by the river.",
        "Officials did not say the water was safe.",
        "LONDON: Rain fell.\nPARIS: Sun shone.",
        "UPDATE: The road is open.\nNOTE: Buses run.\nUPDATE: It closed.\nNOTE: No buses.",
        "STEP ONE: Boil the water.\nSTEP TWO: Add the tea.\nSTEP ONE: Again.\nSTEP TWO: Again.",
        "From Monday, three rules will change:\nNobody may park.",
        "I think oil is awful. We believe that it smells.",
        "",
    ],
)
def test_nobody_is_said_to_have_said_anything(text: str) -> None:
    claims = tracer.find_claims(Document(id="a", name="a", text=text, sha256=""))
    assert [claim.attribution for claim in claims if claim.attribution] == []


@pytest.mark.parametrize(
    ("text", "hops"),
    [
        (
            '"It is over," the BBC quoted Dr Mary Lane from Oxford University as saying.',
            [("BBC", "outlet"), ("Mary Lane", "speaker"), ("Oxford University", "affiliation")],
        ),
        (
            "Mary Lane, a professor at Oxford University, told Reuters that it was over.",
            [("Reuters", "outlet"), ("Mary Lane", "speaker"), ("Oxford University", "affiliation")],
        ),
        (
            "The New York Times reported that Mary Lane said it was over for good.",
            [("The New York Times", "outlet"), ("Mary Lane", "speaker")],
        ),
        (
            "Airbus spokeswoman Mary Lane said it was over.",
            [("Mary Lane", "speaker"), ("Airbus", "affiliation")],
        ),
        ("A spokesman for Airbus said it was over.", None),
        ("The Harbour Gazette reported that the ferry sank.", [("Harbour Gazette", "outlet")]),
        (
            "Mary Lane and John Reed said it was over.",
            [("Mary Lane", "speaker"), ("John Reed", "speaker")],
        ),
        ("The US believes that it is over.", [("the US", "speaker")]),
        ("Reuters and AFP reported that it was over.", [("Reuters", "outlet"), ("AFP", "outlet")]),
        (
            "Adams said it was over, the City Herald reported.",
            [("City Herald", "outlet"), ("Adams", "speaker")],
        ),
        (
            '"It is all over now," Petrova said, according to the Harbour Times.',
            [("Harbour Times", "outlet"), ("Petrova", "speaker")],
        ),
        (
            "According to a report by the Foo Institute, nine in ten people like tea.",
            [("a report by the Foo Institute", "document"), ("Foo Institute", "speaker")],
        ),
        ("The minister, Bob Lee, said it was over.", [("Bob Lee", "speaker")]),
    ],
)
def test_chains(text: str, hops: list[tuple[str, str]] | None) -> None:
    (found,) = read(text)
    expected = hops or [("A spokesman for Airbus", "speaker"), ("Airbus", "affiliation")]
    assert chain(found) == expected


@pytest.mark.parametrize(
    "source",
    ["Officials", "Sources close to the matter", "A person familiar with the talks", "Critics"],
)
def test_vague_sources_are_anonymous(source: str) -> None:
    (found,) = read(f"{source} said that the plan had failed.")
    assert [hop.anonymous for hop in found.chain] == [True]
    assert found.chain[0].name == source


def test_he_she_and_the_company_are_who_was_named() -> None:
    text = (
        "Volvo said sales had doubled. Jan Holm, chief executive of Volvo, was pleased.\n"
        '"We did well," he said. The company said it would hire.\n'
        "Mrs Eva Lund doubted it. She said the boss of Volvo was wrong. The boss said nothing."
    )
    names = {a.source.of(text): a.chain[0].name for a in read(text) if a.source}
    assert names["he"] == "Jan Holm"
    assert names["The company"] == "Volvo"
    assert names["She"] == "Eva Lund"


def test_a_quotation_runs_on_without_a_cue_of_its_own() -> None:
    text = (
        '"It was dark," Eva Lund said. "Nobody saw the rocks until it was late."\n'
        '"I swam to the shore alone."'
    )
    contents = [c.of(text)[:6] for a in read(text) for c in a.contents]
    assert contents == ["It was", "Nobody", "I swam"]
    assert {hop for a in read(text) for hop in chain(a)} == {("Eva Lund", "speaker")}


def test_a_description_is_whoever_was_given_that_role_and_nobody_else() -> None:
    text = '"The plan works," Tom Brown said.\n“It does not work”, said the minister.'
    assert [chain(a) for a in read(text)] == [
        [("Tom Brown", "speaker")],
        [("the minister", "speaker")],
    ]


def test_the_short_second_part_of_a_quotation_belongs_to_it() -> None:
    text = '"I was there," the minister said. "It was bad."'
    (found,) = read(text)
    assert [c.of(text) for c in found.contents] == ["I was there,", "It was bad."]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The minister said 1.25 million people have fled.", "1.25 million people have fled"),
        ("Officials said 10.30 was too early.", "10.30 was too early"),
        ("He said “that is not what we agreed on”.", "that is not what we agreed on"),
        ("Ana Ruiz said that 3.75 per cent was fair.", "3.75 per cent was fair"),
        (
            "The bridge is said to have cost $3.5 million and to be late.",
            "to have cost $3.5 million and to be late",
        ),
        ("The bridge is said to have failed, and it will be shut.", "to have failed"),
    ],
)
def test_nothing_is_cut_from_what_is_said(text: str, content: str) -> None:
    assert content in [c.of(text) for a in read(text) for c in a.contents]


def test_a_list_under_a_quotation_is_not_its_signature() -> None:
    text = "The mayor called the plan “a bad joke”.\n- The council will close six libraries"
    assert [hop for a in read(text) for hop in chain(a)] == [("The mayor", "speaker")]


def test_a_source_is_never_a_mere_article() -> None:
    path = Path(__file__).parent.parent / "fixtures" / "huawei-5g" / "article.txt"
    text = path.read_text("utf-8")
    sources = [a.source.of(text) for a in read(text) if a.source]
    assert not {source.casefold() for source in sources} & {"the", "a", "an"}


def test_a_lone_surrogate_spoils_nothing() -> None:
    text = "a\ud800b left. “It is over now,” Ann Berg said."
    assert [a.source.of(text) for a in read(text) if a.source] == ["Ann Berg"]


def test_marks_around_a_quotation_are_no_part_of_it() -> None:
    text = 'Ana Ruiz said: "We will never give up." She left.'
    (found,) = read(text)
    assert found.contents[0].of(text) == "We will never give up."


def test_a_pronoun_without_a_name_is_not_anonymous() -> None:
    (found,) = read('"It was all mine," she said.')
    assert not found.chain[0].anonymous


def test_the_report_is_the_outlet_named_before() -> None:
    text = 'Prices rose again, The Economist reported. "They will rise further," the report said.'
    assert [chain(a) for a in read(text)] == [[("The Economist", "outlet")]] * 2
    assert "“the report” is read as The Economist" in read(text)[1].rule


def test_a_long_run_without_a_full_stop_is_cut_and_not_lost() -> None:
    found = read("Smith said that " * 2000)
    assert len(found) > 10


@pytest.mark.parametrize("told", ["the Courier", "reporters", "Reuters and the Norden Times"])
def test_whoever_is_told_is_no_part_of_what_is_said(told: str) -> None:
    text = f'In March, Ann Lee told {told}: "We will stay here."\n'
    text += f'"We stay," Ann Lee told {told}, "and we will not go."'
    contents = [[c.of(text) for c in a.contents] for a in read(text)]
    assert contents == [["We will stay here."], ["We stay,", "and we will not go."]]


@pytest.mark.parametrize(
    ("source", "hops"),
    [
        ("Maria da Silva", [("Maria da Silva", "speaker")]),
        ("Tom A. Smith", [("Tom A. Smith", "speaker")]),
        ("Omar's neighbour, Tom Hallam,", [("Tom Hallam", "speaker")]),
        ("The New York Times", [("The New York Times", "outlet")]),
        (
            "An Airbus spokesman",
            [("An Airbus spokesman", "speaker"), ("Airbus", "affiliation")],
        ),
    ],
)
def test_names_of_many_shapes(source: str, hops: list[tuple[str, str]]) -> None:
    (found,) = read(f"{source} said that the ferry sank.")
    assert chain(found) == hops
