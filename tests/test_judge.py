"""The judge: the differences decide, a similarity score never does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracer.judge import Reading, across, confirm, rate
from tracer.judge.copying import COPIED
from tracer.judge.figures import figures, same_figures
from tracer.matching import Sources
from tracer.models import (
    Attribution,
    Claim,
    Document,
    Finding,
    Hop,
    Kind,
    Role,
    Span,
    stable_id,
)
from tracer.rules import ACCEPTING, RATINGS, RULES
from tracer.text import words

SOURCE = """The Vale Courier, Monday. The harbour board met behind closed doors.
"We will not sell the harbour, unless the city asks us to, and the fees will rise by 38 percent \
in March," said Mara Lindqvist, who chairs the board. "The cranes are forty years old and the \
rails are older."
Ms Lindqvist said that the board had never considered a sale before the storm of 2019.
The board spent $2.4bn on the northern quay, and about a dozen ships called there last year.
The quay stretches from the lighthouse to the old fish market and can be seen from the hills.
"""


def document(text: str, publisher: str = "Vale Courier", **more: str) -> Document:
    return Document(
        id=stable_id(publisher), name="page", text=text, sha256="", publisher=publisher, **more
    )


def hop(name: str, role: Role, *, anonymous: bool = False) -> Hop:
    return Hop(name, role, stable_id(name), anonymous=anonymous)


COURIER = hop("Vale Courier", "outlet")
MARA = hop("Mara Lindqvist", "speaker")


def said(*chain: Hop) -> Attribution:
    return Attribution((), None, None, chain, "by hand", 1.0)


def claimed(
    article: Document, text: str, kind: Kind = "direct_quote", by: Attribution | None = None
) -> Claim:
    start = article.text.index(text)
    span = Span(start, start + len(text))
    return Claim(stable_id(text), span, text, stable_id(text), kind, True, 1.0, by)


def judged(
    text: str,
    kind: Kind = "direct_quote",
    *,
    chain: tuple[Hop, ...] = (COURIER, MARA),
    source: str = SOURCE,
    around: str = "{}",
    voices: tuple[Attribution, ...] = (),
    own: bool = True,
    publisher: str = "Vale Courier",
) -> Finding:
    """The finding on a claim whose words are ``text``, in an article that holds them ``around``,
    held against one document: the attributed one (``own``) or another."""
    article = document(around.format(text), "The Article")
    claim = claimed(article, text, kind, said(*chain) if kind != "statement" else None)
    page = document(source, publisher)
    readings = [
        Reading(match.moved(claim.span.start), page, own, voices)
        for match in Sources([page]).search(text)
    ]
    return rate(claim, article, readings, [page] if own else [])


def kinds(finding: Finding) -> list[str]:
    return [difference.kind for difference in finding.matches[0].differences]


# --- to the words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The cranes are forty years old and the rails are older.",
        "THE CRANES ARE FORTY YEARS OLD AND THE RAILS ARE OLDER,",
        "the cranes are forty years old and the rails are older",
        "The\u00a0cranes are\u2009forty years old and the rails are older",
    ],
)
def test_what_folding_undoes_is_exact(text: str) -> None:
    assert judged(text).rating == "exact"


def test_full_stops_in_abbreviations_do_not_count() -> None:
    source = (
        '"The U.S. is far away from our little harbour. The ships come all the same," she said.'
    )
    text = "The US is far away from our little harbour. The ships come all the same,"
    assert judged(text, source=source).rating == "exact"


@pytest.mark.parametrize(
    "text",
    [
        "The cranes are 40 years old and the rails are older",
        "The cranes [there] are forty years old and the rails are older",
        "[T]he cranes are forty years old and the rails are older",
        "The cranes are forty years old [sic] and the rails are older",
        "The cranes are forty years old ... the rails are older",
        "The cranes are forty years old, and the rails are older",
    ],
)
def test_marked_and_harmless_differences_are_close(text: str) -> None:
    finding = judged(text)
    assert finding.rating == "close"
    assert "T201" not in finding.rules


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("the labour of the harbour centre was organised well that summer", "the labor of the "
         "harbor center was organized well that summer"),
        ("the roll out of the programme won't wait for the summer", "the rollout of the program "
         "will not wait for the summer"),
        ("the ferry cost 2.4 billion dollars in all that time", "the ferry cost $2.4bn in all that "
         "time"),
        ("some 38 per cent of the ferries were late again", "some 38% of the ferries were late "
         "again"),
    ],
)  # fmt: skip
def test_spelling_variants_are_close(ours: str, theirs: str) -> None:
    assert judged(ours, source=f'"{theirs}", said Mara Lindqvist.').rating == "close"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the fees will rise by 36 percent in March", "figure"),
        ("the fees will not rise by 38 percent in March", "negation"),
        ("the fees will fall by 38 percent in March", "direction"),
        ("the fees may rise by 38 percent in March", "modality"),
        ("the fees will rise by 38 percent in April", "date"),
        ("The cranes are never forty years old and the rails are older", "negation"),
    ],
)
def test_a_difference_that_turns_what_is_said_contradicts(text: str, kind: str) -> None:
    finding = judged(text)
    assert finding.rating == "contradicted"
    assert "T202" in finding.rules
    assert kind in kinds(finding)


@pytest.mark.parametrize(
    "text",
    [
        "The huge cranes are forty years old and the rails are older",
        "The cranes are forty years and the rails are older",
        "The cranes are forty years tall and the rails are older",
        "the rails are older and the cranes are forty years old",
    ],
)
def test_unmarked_changes_of_words_alter(text: str) -> None:
    finding = judged(text)
    assert finding.rating in ("altered", "contradicted")
    assert "T201" in finding.rules


def test_the_reason_names_both_wordings() -> None:
    finding = judged("the fees will rise by 36 percent in March")
    assert finding.reasons[0] == (
        "The article says “36 percent”; Vale Courier says “38 percent” (paragraph 2)."
    )


def test_an_ellipsis_that_swallows_a_negation() -> None:
    finding = judged("We will ... sell the harbour")
    assert finding.rating not in ACCEPTING
    finding = judged("We will ... the harbour, unless the city asks us to")
    assert finding.rating == "contradicted"
    assert "T203" in finding.rules


def test_an_ellipsis_that_swallows_a_condition() -> None:
    finding = judged(
        "We will not sell the harbour ... and the fees will rise by 38 percent in March"
    )
    assert finding.rating == "altered"
    assert "T203" in finding.rules


def test_an_ellipsis_may_leave_out_whole_sentences_but_not_join_halves() -> None:
    source = "The sea was calm that day. Gulls cried. Nets dried in the wind. The boats came home."
    whole = judged("The sea was calm that day. ... The boats came home.", source=source)
    assert whole.rating == "close"
    halves = judged("The sea was ... in the wind. The boats came home.", source=source)
    assert "T203" in halves.rules


def test_a_cut_that_drops_a_negation_or_a_condition() -> None:
    before = judged("sell the harbour")
    assert "T204" in before.rules
    assert before.rating == "contradicted"
    after = judged("We will not sell the harbour")
    assert "T204" in after.rules
    assert after.rating == "altered"


def test_a_condition_that_the_article_gives_beside_the_quotation_is_not_dropped() -> None:
    around = '"{}" unless the city asks, she said.'
    assert "T204" not in judged("We will not sell the harbour", around=around).rules


def test_a_short_quotation_is_found_whole_or_not_at_all() -> None:
    assert judged("forty years old").rating == "exact"
    assert judged("fifty years old").rating == "not-found"


def test_a_question_is_no_statement() -> None:
    source = '"Is the harbour for sale? The board has not said so yet," said Mara Lindqvist.'
    finding = judged("Is the harbour for sale. The board has not said so yet", source=source)
    assert finding.rating == "altered"


def test_no_figure_runs_from_one_part_of_a_passage_into_the_next() -> None:
    source = (
        "The million birds of the old harbour left. Nobody saw the lighthouse keeper count to 7."
    )
    text = "Nobody saw the lighthouse keeper count to 7 ... million birds of the old harbour left"
    assert judged(text, source=source).rating == "altered"


# --- whose words ----------------------------------------------------------------------------------


def test_the_source_tells_it_in_its_own_words() -> None:
    text = "The quay stretches from the lighthouse to the old fish market"
    assert "T205" in judged(text).rules
    assert "T205" not in judged(text, chain=(COURIER,)).rules
    own = judged(text, publisher="Mara Lindqvist")
    assert "T205" not in own.rules


def test_words_in_the_source_s_marks_are_its_speaker_s() -> None:
    assert "T205" not in judged("The cranes are forty years old").rules


def test_the_source_gives_the_words_to_somebody_else() -> None:
    words_of_mara = SOURCE.index("The cranes"), SOURCE.index("are older") + 9
    voice = replace(said(MARA), contents=(Span(*words_of_mara),))
    text = "The cranes are forty years old and the rails are older"
    wrong = judged(text, chain=(COURIER, hop("Olaf Brandt", "speaker")), voices=(voice,))
    assert wrong.rating == "misattributed"
    assert "T301" in wrong.rules
    assert wrong.reasons[0] == (
        "Vale Courier gives these words to Mara Lindqvist (paragraph 2), "
        "the article to Olaf Brandt."
    )
    assert judged(text, chain=(COURIER, hop("Lindqvist", "speaker")), voices=(voice,)).rating == (
        "exact"
    )
    unsolved = replace(voice, chain=(hop("she", "speaker"),))
    assert judged(text, chain=(COURIER, MARA), voices=(unsolved,)).rating == "exact"


def test_another_source_has_it() -> None:
    article = document('"The cranes are forty years old," Mara Lindqvist told the Herald.', "A")
    text = "The cranes are forty years old,"
    claim = claimed(article, text, by=said(hop("Herald", "outlet"), MARA))
    herald, courier = document("Nothing of note happened at sea.", "Herald"), document(SOURCE)
    found = Sources([herald, courier]).search(text)
    readings = [
        Reading(match.moved(1), courier if match.passage.document_id == courier.id else herald,
                match.passage.document_id == herald.id)
        for match in found
    ]  # fmt: skip
    finding = rate(claim, article, readings, [herald])
    assert (finding.rating, "T301" in finding.rules) == ("misattributed", True)
    assert finding.attribution is not None
    assert [h.state for h in finding.attribution.chain] == ["not-confirmed", "confirmed"]
    alone = rate(claim, article, [], [herald])
    assert (alone.rating, alone.rules) == ("not-found", ("T302", "T402"))
    assert alone.reasons == ("1 document of Herald was read, and has nothing like it: “page”.",)


def test_traced_unavailable_and_unsourced() -> None:
    text = "The cranes are forty years old and the rails are older"
    assert judged(text, chain=(MARA,), own=False).rating == "traced"
    nowhere = "The lighthouse keeper paints birds"
    missing = judged(nowhere, chain=(MARA,), own=False)
    assert (missing.rating, missing.rules) == ("unavailable", ("T401",))
    statement = judged(nowhere, "statement", own=False)
    assert (statement.rating, statement.rules) == ("unsourced", ("T101",))
    vague = judged(nowhere, "indirect_quote", chain=(), own=False)
    assert (vague.rating, vague.rules) == ("unsourced", ("T101", "T303"))


def test_anonymous_sources_and_a_plural_with_one_behind_it() -> None:
    officials = hop("officials", "speaker", anonymous=True)
    text = "the board had never considered a sale before the storm of 2019"
    start = SOURCE.index(text)
    voice = replace(
        said(hop("an official", "speaker", anonymous=True)),
        contents=(Span(start, start + len(text)),),
    )
    finding = judged(text, "indirect_quote", chain=(COURIER, officials), voices=(voice,))
    assert "T303" in finding.rules
    assert "The article speaks of “officials”; Vale Courier has “an official”." in finding.reasons


def test_second_hand_needs_outlet_and_speaker() -> None:
    text = "The cranes are forty years old"
    assert "T302" in judged(text).rules
    assert "T302" not in judged(text, chain=(COURIER,)).rules


# --- to the sense ---------------------------------------------------------------------------------


def test_reported_speech_may_use_other_words() -> None:
    text = "before the storm of 2019 a sale had never been considered by the board"
    assert judged(text, "indirect_quote").rating == "paraphrased"


@pytest.mark.parametrize(
    "text",
    [
        "the board had never considered a sale before the storm of 2018",
        "the board had considered a sale before the storm of 2019",
        "the board had never considered a sale after the storm of 2019",
    ],
)
def test_the_same_event_told_otherwise_contradicts(text: str) -> None:
    finding = judged(text, "indirect_quote")
    assert finding.rating == "contradicted"
    assert "T202" in finding.rules


@pytest.mark.parametrize(
    "text",
    [
        "the board of the museum spent 11 million crowns on its new roof last spring",
        "the fees for parking at the harbour hospital rose by 12 percent after the strike",
        "two ships called at the southern quay in 1950 and sank there",
        "The museum spent $11m on the northern quay, and about 30 ships called there last year.",
    ],
)
def test_two_sentences_on_one_theme_are_no_contradiction(text: str) -> None:
    assert judged(text, "statement", own=False).rating == "unsourced"


def test_a_mixed_quotation_takes_the_worse_of_words_and_sense() -> None:
    around = 'She said {}" on Tuesday.'
    fine = judged('the cranes were old and "the rails are older', "mixed_quote", around=around)
    assert fine.rating == "paraphrased"
    text = 'the board said "The cranes are fifty years old and the rails are older'
    assert judged(text, "mixed_quote", around=around).rating == "contradicted"


def test_words_lifted_without_marks_are_an_uncredited_copy() -> None:
    text = "The quay stretches from the lighthouse to the old fish market and can be seen."
    lifted = judged(text, "statement", own=False)
    assert "T102" in lifted.rules
    marked = judged(text, "statement", own=False, around='"{}"')
    assert "T102" not in marked.rules
    short = judged("The quay stretches from the lighthouse eastward", "statement", own=False)
    assert "T102" not in short.rules


def test_what_is_not_check_worthy_is_not_checked() -> None:
    article = document("What a day!", "A")
    claim = replace(claimed(article, "What a day!", "statement"), check_worthy=False, why=("why",))
    finding = rate(claim, article, [], [])
    assert (finding.rating, finding.reasons, finding.rules) == ("not-checked", ("why",), ())


# --- the chain ------------------------------------------------------------------------------------


def test_each_affiliation_is_confirmed_by_whoever_names_both() -> None:
    board = hop("Tidal Board", "affiliation")
    finding = judged("The cranes are forty years old", chain=(COURIER, MARA, board))
    apart = document("Mara Lindqvist spoke. It rained. It snowed. The Tidal Board met.", "x")
    both = document("Mara Lindqvist spoke. She chairs the Tidal Board.", "y")
    silent = document("It rained all day.", "z")
    states = [
        [h.state for h in confirm(finding, pages).claim.attribution.chain][-1]  # type: ignore[union-attr]
        for pages in ([silent], [silent, apart], [silent, apart, both])
    ]
    assert states == ["not-checked", "not-confirmed", "confirmed"]


# --- the whole article ----------------------------------------------------------------------------


def whole(*sentences: str) -> tuple[Finding, ...]:
    article = document("\n".join(sentences), "A")
    found = [rate(claimed(article, s, "statement"), article, [], []) for s in sentences]
    return across(article, found, {})


def test_the_article_against_itself() -> None:
    one, other, third = whole(
        "The flood left 230 homes in the valley without water.",
        "The flood left 320 homes in the valley without water.",
        "The flood closed two schools in the valley for a week.",
    )
    assert "T501" in one.rules
    assert "T501" in other.rules
    assert "T501" not in third.rules
    assert "320 homes" in one.reasons[-1]


def test_parallel_sentences_about_others_are_no_contradiction() -> None:
    findings = whole(
        "In the north Brandt sold 230 boats to the navy last year.",
        "In the north Okafor sold 320 boats to the navy last year.",
    )
    assert not any("T501" in finding.rules for finding in findings)


def test_a_single_source_for_what_the_article_opens_with() -> None:
    finding = judged("The board spent $2.4bn on the northern quay", "statement", own=False)
    article = document("The board spent $2.4bn on the northern quay", "The Article")
    page = document(SOURCE)
    assert "T304" in across(article, [finding], {page.id: page})[0].rules


# --- what must always hold ------------------------------------------------------------------------

_VOCABULARY = (
    "harbour council ferry lantern engine winter market bridge captain valley orchard window "
    "letter garden river carriage village mountain summer kitchen station"
).split()


@st.composite
def sayings(draw: st.DrawFn) -> list[str]:
    """Sentences of different words, with a figure in each, that all have their own numbers."""
    order = draw(st.permutations(_VOCABULARY))
    figure = draw(st.integers(11, 89))
    return [
        f"The {a} and the {b} passed the {c} with {figure + n} of the {d} people"
        for n, (a, b, c, d) in enumerate(
            zip(order[0:4], order[4:8], order[8:12], order[12:16], strict=True)
        )
    ]


def page_of(sentences: list[str]) -> str:
    return " ".join(f"“{sentence}.”" for sentence in sentences) + "\n"


@given(sayings(), st.integers(0, 3), st.integers(1, 4))
def test_a_verbatim_copy_of_whole_sentences_is_exact(said: list[str], start: int, n: int) -> None:
    source = ". ".join(said) + "."
    copied = ". ".join(said[start : start + n]) + "."
    assert judged(copied, source=source, chain=(COURIER,)).rating == "exact"


@given(sayings(), st.integers(0, 3), st.integers(1, 8))
def test_a_changed_digit_is_never_accepted(said: list[str], at: int, by: int) -> None:
    digits = [c for c in said[at] if c.isdigit()]
    changed = said[at].replace(digits[-1], str((int(digits[-1]) + by) % 10 or 9))
    assume(changed != said[at] and changed not in said)
    for kind in ("direct_quote", "indirect_quote", "statement"):
        assert judged(changed, kind, source=page_of(said)).rating not in ACCEPTING


@given(sayings(), st.integers(0, 3), st.data())
def test_a_negation_put_in_or_taken_out_is_never_accepted(
    said: list[str], at: int, data: st.DataObject
) -> None:
    parts = said[at].split()
    place = data.draw(st.integers(0, len(parts)))
    denial = data.draw(st.sampled_from(["not", "never", "no"]))
    denied = " ".join([*parts[:place], denial, *parts[place:]])
    assert judged(denied, source=page_of(said)).rating not in ACCEPTING
    without = [*said[:at], denied, *said[at + 1 :]]
    assert judged(said[at], source=page_of(without)).rating not in ACCEPTING


_UNDONE = {"'": "’", '"': "„", " ": "\u00a0", "-": "–"}


@given(sayings(), st.integers(0, 3), st.data())
def test_what_folding_undoes_never_changes_the_wording(
    said: list[str], at: int, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from([said[at], said[at].replace("people", "ferries")]))
    other = "".join(data.draw(st.sampled_from([c, _UNDONE.get(c, c), c.upper()])) for c in text)
    ours, theirs = (judged(t, source=page_of(said)) for t in (text, other))
    assert ours.rating == theirs.rating
    assert ours.rules == theirs.rules


@given(sayings(), st.data())
def test_offsets_hold_and_one_input_gives_one_finding(said: list[str], data: st.DataObject) -> None:
    parts = " ".join(said).split()
    drawn = data.draw(st.lists(st.sampled_from(parts), min_size=3, max_size=20))
    text = " ".join(drawn)
    kind: Kind = data.draw(st.sampled_from(["direct_quote", "indirect_quote", "statement"]))
    finding = judged(text, kind, source=page_of(said), own=kind != "statement")
    assert finding == judged(text, kind, source=page_of(said), own=kind != "statement")
    assert 1 <= len(finding.reasons) <= 3
    for match in finding.matches:
        assert match.wording is not None
        for difference in match.differences:
            for span, side in ((difference.article, text), (difference.source, page_of(said))):
                assert span is None or span.of(side).strip()


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$2.4bn", "2.4 billion dollars"),
        ("38 %", "38 percent"),
        ("38%", "38 per cent"),
        ("a dozen ships", "12 ships"),
        ("two", "2"),
        ("twenty-two", "22"),
        ("two hundred and fifty", "250"),
        ("1,200", "1200"),
        ("£3m", "3 million pounds"),
        ("a million", "1,000,000"),
        ("12:30", "12:30"),
    ],
)
def test_figures_that_say_the_same(one: str, other: str) -> None:
    assert figures(words(one))
    assert same_figures(figures(words(one)), figures(words(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$2.4bn", "$2.4m"),
        ("38 percent", "38 dollars"),
        ("38", "83"),
        ("12:30", "13:30"),
        ("5", ""),
    ],
)
def test_figures_that_do_not(one: str, other: str) -> None:
    assert not same_figures(figures(words(one)), figures(words(other)))


def test_one_of_them_is_no_figure() -> None:
    assert figures(words("one of them")) == ()


# --- the documentation ----------------------------------------------------------------------------


def test_the_documentation_has_every_rating_and_rule_as_the_program_words_it() -> None:
    page = (Path(__file__).parent.parent / "docs" / "rules.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith(("| `", "| T"))]
    ratings = [f"| `{rating}` | {meaning} |" for rating, meaning in RATINGS.items()]
    rules = [f"| {r.code} | {r.level} | {r.title} | {r.help} |" for r in RULES.values()]
    assert rows == ratings + rules
    assert f"at least {COPIED} words" in page
