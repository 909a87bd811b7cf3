"""What the judge must not accuse of, and what it must not let pass: the whole line, in small."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents, reports

from tracer.judge import Reading, rate
from tracer.matching import Sources
from tracer.models import Document, Finding, Report, stable_id
from tracer.outlets import Outlets
from tracer.pipeline import check, find_claims
from tracer.rules import ACCEPTING, flagged, level

HERALD = "City Herald"


def page(text: str, publisher: str | None) -> Document:
    return Document(
        id=stable_id(publisher or text), name="page", text=text, sha256="", publisher=publisher
    )


def report(article: str, *sources: str) -> Report:
    """``article`` checked against ``sources``, the first of which is the City Herald's."""
    names = [HERALD, *(f"Paper {n}" for n in range(1, len(sources)))]
    pages = [page(text, name) for text, name in zip(sources, names, strict=True)]
    return check(
        page(article, "The Mail"),
        Sources(pages),
        outlets=Outlets.default(),
        generated="2024-01-01T00:00:00Z",
        settings={},
    )


def finding(words: str, article: str, *sources: str) -> Finding:
    """The finding on the claim of ``article`` that has ``words``."""
    return next(f for f in report(article, *sources).findings if words in f.claim.text)


# --- whose words: only names accuse ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "article", "source"),
    [
        (
            "We have no plans to cut",
            '"The reform works," Brown said on Monday.\n'
            '“We have no plans to cut pensions”, said the minister.',
            'The minister told parliament: "We have no plans to cut pensions this year."',
        ),
        (
            "The bolts have all",
            '"The bridge is in good order," Lena Vogt told the City Herald.\n'
            '"The bolts have all been changed since winter," the chief engineer told the City '
            "Herald.",
            '"The bolts have all been changed since winter," said Omar Haddad, the city\'s chief '
            'engineer.\n"The bridge is in good order," said Lena Vogt.',
        ),
        (
            "Our wards are full",
            "Ines Calder opened the new wing.\n"
            '"Our wards are full to the last bed," the director told the City Herald.',
            '"Our wards are full to the last bed," said Piet Romme, who directs the hospital.',
        ),
        (
            "We were told to wait",
            "Jon Falk drove the first bus.\n"
            '"We were told to wait at the bridge," he told the City Herald.',
            'The driver of the second bus said: "We were told to wait at the bridge."',
        ),
    ],
)  # fmt: skip
def test_a_description_or_a_pronoun_accuses_nobody(words: str, article: str, source: str) -> None:
    found = finding(words, article, source)
    assert "T301" not in found.rules
    assert found.rating in ("exact", "traced")


@pytest.mark.parametrize(
    ("ours", "theirs", "one"),
    [
        ("Tom Smith", "Tom Berger", False),
        ("Anna Ivanova", "Anna Petrova", False),
        ("Maria Costa", "Maria Silva", False),
        ("Smith", "Tom Berger", False),
        ("Smith", "Tom Smith", True),
        ("Tom Smith", "Thomas Smith", True),
        ("the FBI", "the Federal Bureau of Investigation", True),
        ("the Federal Reserve Bank", "the Federal Housing Bank", True),
        ("the Bank of Norland", "the Bank of Sundland", False),
        ("the Ministry of Justice", "the Justice Department", True),
        ("Dr Tom Smith", "Tom Smith", True),
        ("Mr Smith", "Tom Smith", True),
        ("Olena Zelenska", "Olena Zelenskaya", True),
        ("José Muñoz", "Jose Munoz", True),
    ],
)
def test_a_last_name_tells_people_apart_and_a_first_name_does_not(
    ours: str, theirs: str, *, one: bool
) -> None:
    words = "The bolts have all been changed since winter"
    article = f'"{words}," {ours} told the City Herald.'
    found = finding(words, article, f'"{words}," said {theirs}.')
    assert ("T301" not in found.rules) == one
    assert (found.rating == "exact") == one


# --- what stands just outside the cut -------------------------------------------------------------


def quoted(words: str, source: str) -> Finding:
    return finding(words[:20], f'"{words}," Mara Brown told the City Herald.', source)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Nobody works harder than our nurses", '"Nobody works harder than our nurses, and no '
         'nurse should be poor," said Mara Brown.'),
        ("Nobody has been punished for the leak", '"Nobody has been punished for the leak, and '
         'nobody will be unless the law changes," said Mara Brown.'),
        ("The old dam is safe for now", '"The old dam is safe for now; nobody doubts it," said '
         "Mara Brown."),
        ("The children like the new school", '"The children like the new school, but the teachers '
         'will leave if their pay does not rise," said Mara Brown.'),
        ("Our trains run on time again", '"Our trains run on time again, nothing else matters," '
         "said Mara Brown."),
        ("The crews are ready to leave", '"The crews are ready to leave, and cannot wait for the '
         'day," said Mara Brown.'),
    ],
)  # fmt: skip
def test_a_new_clause_behind_the_quoted_words_turns_nothing(words: str, source: str) -> None:
    found = quoted(words, source)
    assert (found.rating, found.rules) == ("exact", ("T302",))


def test_a_new_clause_behind_an_elision_turns_nothing() -> None:
    found = quoted(
        "They knew of the leak and they did nothing ... Nobody has been punished",
        '"They knew of the leak and they did nothing," Mara Brown said. "Nobody has been '
        'punished, and nobody will be unless the law changes."',
    )
    assert found.rating == "close"


@pytest.mark.parametrize(
    "rest",
    [
        ", but not this year",
        ", but only if the city asks us to",
        ", and we will do it only if the city asks us to",
        " if the city asks us to",
        ", unless the city asks us not to",
        " only if we must",
        ", but never to a stranger",
        " without a vote under no circumstances",
    ],
)
def test_what_goes_on_with_the_quoted_words_turns_them(rest: str) -> None:
    found = quoted(
        "We will sell the harbour", f'"We will sell the harbour{rest}," said Mara Brown.'
    )
    assert found.rating in ("altered", "contradicted")
    assert "T204" in found.rules


# --- speech without quotation marks ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("We will balance the budget within two years", 'City Herald: You call it a "time bomb".\n'
         "Mara Brown: We will balance the budget within two years of office."),
        ("The budget will be balanced within two years", 'City Herald: You call it a "bomb".\n'
         "Mara Brown: The budget will be balanced within two years of office."),
        ("The budget will be balanced by next autumn", 'City Herald: You call it a "bomb".\n'
         "Özlem Ärlund (SP): The budget will be balanced by next autumn."),
        ("My mother sold fish on the quay for years", 'She calls her home a "pirate ship".\n'
         "My mother sold fish on the quay for years, and she never owned a boat."),
    ],
)  # fmt: skip
def test_speech_needs_no_marks_in_the_source(words: str, source: str) -> None:
    found = quoted(words, source)
    assert "T205" not in found.rules
    assert found.rating == "exact"


@pytest.mark.parametrize(
    "told",
    [
        "The budget was balanced within two years of the vote.",
        "The US sold the last of its boats within two years.",
    ],
)
def test_the_source_s_own_telling_is_nobody_s_speech(told: str) -> None:
    found = quoted(told[:-1], f'The mayor calls her home a "pirate ship".\n{told}')
    assert "T205" in found.rules


# --- one event or another -------------------------------------------------------------------------

_OTHER_EVENTS = [
    (
        "The city will spend $40 million on schools in 2024.",
        "The city will spend $12 million on roads in 2024.",
    ),
    (
        "The train from Leeds to York takes 30 minutes in the morning.",
        "The train from York to Leeds takes 35 minutes in the morning.",
    ),
    (
        "Police in Westport arrested 15 people on Friday night.",
        "Police arrested 12 people on Friday night.",
    ),
    (
        "The council bought 14 buses for the northern depot last year.",
        "The council bought 11 buses for the airport depot last year.",
    ),
    (
        "Doctors treated 30 children at the hospital after the storm.",
        "Doctors treated 80 horses at the hospital after the storm.",
    ),
]


@pytest.mark.parametrize(("one", "other"), _OTHER_EVENTS)
def test_what_differs_beside_the_figure_makes_it_another_event(one: str, other: str) -> None:
    told = report(f"{one}\n{other}", "Nothing of note happened at sea.")
    assert not any("T501" in found.rules for found in told.findings)
    (found,) = report(one, other).findings
    assert found.rating == "unsourced"
    assert found.matches == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The flood left 230 homes in the valley without water.",
            "The flood left 320 homes in the valley without water.",
        ),
        (
            "Police arrested 15 people in the harbour on Friday night.",
            "Police arrested 12 people in the harbour on Friday night.",
        ),
    ],
)
def test_the_same_event_with_another_figure_is_contradicted(one: str, other: str) -> None:
    told = report(f"{one}\n{other}", "Nothing of note happened at sea.")
    assert all("T501" in found.rules for found in told.findings)
    (found,) = report(one, other).findings
    assert (found.rating, "T202" in found.rules) == ("contradicted", True)


# --- who denies what ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("article", "source"),
    [
        (
            "John Marsh denied that he took the money from the till, the City Herald reported.",
            "John Marsh said that he took the money from the till.",
        ),
        (
            "A judge refused to order the company to pay $5 million, the City Herald reported.",
            "A judge ordered the company to pay $5 million.",
        ),
        (
            "The council denies that the old bridge is closed, the City Herald reported.",
            "The council says that the old bridge is closed.",
        ),
        (
            "John Marsh said that he took the money from the till, the City Herald reported.",
            "John Marsh denied that he took the money from the till.",
        ),
        (
            "The council says that the old bridge is closed, the City Herald reported.",
            "The council denied on Monday that the old bridge is closed.",
        ),
        (
            "Experts doubt that the old dam will hold the water, the City Herald reported.",
            "Experts said that the old dam will hold the water.",
        ),
        (
            "Mara Brown disputed that she took the till's money, the City Herald reported.",
            "Mara Brown said that she took the till's money.",
        ),
        (
            "Mara Brown never said that the old bridge is closed, the City Herald reported.",
            "Mara Brown said that the old bridge is closed.",
        ),
        (
            "Mara Brown said that the old bridge was closed, the City Herald reported.",
            "Mara Brown has not yet said that the old bridge was closed.",
        ),
    ],
)
def test_to_deny_is_not_to_assert(article: str, source: str) -> None:
    found = report(article, source).findings[0]
    assert found.rating == "contradicted"
    assert {"T202", "T204"} & set(found.rules)


@pytest.mark.parametrize(
    ("article", "source"),
    [
        (
            "John Marsh denied that he took the money from the till, the City Herald reported.",
            "John Marsh denied that he took the money from the till.",
        ),
        (
            "A judge refused to order the company to pay $5 million, the City Herald reported.",
            "A judge refused to order the company to pay $5 million.",
        ),
        (
            "The council denies that the old bridge is closed, the City Herald reported.",
            "The council said that the old bridge is not closed.",
        ),
        (
            "Experts doubt that the old dam will hold the water, the City Herald reported.",
            "Experts doubt that the old dam will hold the water for long.",
        ),
        (
            "The bridge is not safe, and Mara Brown said that the old road is closed.",
            "Mara Brown said that the old road is closed.",
        ),
        (
            "The council does not deny that the old bridge is closed, the City Herald reported.",
            "The council said that the old bridge is closed.",
        ),
    ],
)
def test_who_denies_on_both_sides_is_faithful(article: str, source: str) -> None:
    found = report(article, source).findings[-1]
    assert found.rating in (*ACCEPTING, "traced")
    assert not {"T202", "T204"} & set(found.rules)


# --- nobody behind it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "article",
    ["It is said that the park is nice.", "It is believed that the mayor is kind."],
)
def test_a_cue_with_nobody_behind_it_is_vague_even_where_there_is_nothing_to_check(
    article: str,
) -> None:
    (found,) = report(article, "Nothing of note happened at sea.").findings
    assert (found.rating, found.rules) == ("not-checked", ("T303",))
    assert "The article does not say who says so." in found.reasons
    assert flagged((found,)) == ()


# --- what a reviewer sees -------------------------------------------------------------------------


@pytest.mark.parametrize("lower", [10.0, 60.0, 99.0])
def test_one_passage_is_shown_once(lower: float) -> None:
    """Of one document's passages that lie over each other the best stays; others stay too."""
    words = "The cranes are forty years old and the rails are older"
    source = page(f'"{words}," said Mara Brown. Then the meeting ended and all went home.', HERALD)
    beside = page(f'"{words}," Mara Brown told us.', "Paper 1")
    article = page(f'"{words}," Mara Brown told the City Herald.', "The Mail")
    claim = next(c for c in find_claims(article, Outlets.default()) if words in c.text)
    found = [m.moved(claim.span.start) for m in Sources([source, beside]).search(claim.text)]
    readings = [
        Reading(match, d, attributed=d is source)
        for match in (*found, *(replace(m, score=m.score * lower / 100) for m in found))
        for d in (source, beside)
        if d.id == match.passage.document_id
    ]
    shown = rate(claim, article, readings, [source]).matches
    assert [m.passage.document_id for m in shown] == [source.id, beside.id]
    assert shown[0].score == max(m.score for m in found)


_LEVELS = ("error", "warning", "note")


@settings(max_examples=40)
@given(reports())
def test_unsourced_stands_first_then_errors_then_warnings(made: Report) -> None:
    order = flagged(made.findings)
    for one, after in pairwise(order):
        assert (one.rating == "unsourced") >= (after.rating == "unsourced")
        if one.rating != "unsourced":
            assert _LEVELS.index(level(one)) <= _LEVELS.index(level(after))


@settings(max_examples=25)
@given(st.lists(documents(), max_size=4))
def test_a_report_lists_each_source_once(pages: list[Document]) -> None:
    article = page('"It rained," Reuters said. "It snowed," said the BBC and Reuters.', "The Mail")
    made = check(
        article, Sources(pages), outlets=Outlets.default(), generated="", settings={}
    )  # fmt: skip
    ids = [source.id for source in made.sources]
    assert len(ids) == len(set(ids))
