"""The judge's word-level part: what may be written otherwise, and what changes what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.test_judge import COURIER, hop, judged, kinds, said
from tracer.judge.figures import figures, same_figures
from tracer.models import Finding, Span
from tracer.rules import ACCEPTING
from tracer.text import words


def quoted(text: str, source: str) -> Finding:
    return judged(text, source=source)


def reported(text: str, source: str) -> Finding:
    return judged(text, "indirect_quote", source=source, chain=(COURIER,))


# --- contractions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("We'll never give up", "We will never give up"),
        ("It is a sad day", "It's a sad day"),
        ("I'm proud", "I am proud"),
        ("They've been told so by the mayor", "They have been told so by the mayor"),
        ("It's been a long winter", "It has been a long winter"),
        ("The ferry runs when it can't", "The ferry runs when it cannot"),
        ("Nobody else paid because we did not", "Nobody else paid because we didn't"),
        ("And we'd do the same again", "And we would do the same again"),
    ],
)
def test_a_contraction_written_out_is_close(ours: str, theirs: str) -> None:
    finding = quoted(ours, f'It rained. "{theirs}," said Mara Lindqvist. It snowed.')
    assert finding.rating == "close"
    assert not {"T201", "T202"} & set(finding.rules)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("We'll never give up the old pier", "We would never give up the old pier"),
        ("It isn't a sad day for the town", "It is a sad day for the town"),
        ("I'm proud of the two crews", "I was proud of the two crews"),
    ],
)
def test_another_verb_is_no_contraction(ours: str, theirs: str) -> None:
    assert quoted(ours, f'"{theirs}," said Mara Lindqvist.').rating not in ACCEPTING


# --- what a paraphrase may not bring in -----------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("the company will create 500 jobs in Salford next year",
         "The company will cut 500 jobs in Salford next year, it said."),
        ("the paper published his private love letters to the minister",
         "The paper published his private emails to the minister."),
        ("the court ordered the government to pay $5 million",
         "The court ordered the company to pay $5 million. The government welcomed it."),
        ("the maker recalled 2,000 faulty engines in May", "The maker recalled 2,000 engines in "
         "May."),
        ("the mill employs 900 poorly paid people", "The mill employs 900 people."),
        ("the prime minister resigned on Tuesday after the vote",
         "The minister resigned on Tuesday after the vote."),
        ("the airline paid $5 million to its striking pilots", "The airline paid $5 million."),
        ("the firm admitted that it owed the money", "The firm was told that it owed the money."),
        ("Vogt was born in Graz in 1961 and murdered", "Vogt was born in Graz in 1961."),
        ("Vogt, who was born in Graz in 1961, is dead", "Vogt was born in Graz in 1961."),
        ("the secret committee met in June to discuss the ferry",
         "The committee met in June to discuss the ferry."),
    ],
)  # fmt: skip
def test_a_word_that_the_passage_does_not_have_is_never_accepted(claim: str, source: str) -> None:
    assert reported(claim, source).rating not in ACCEPTING
    elsewhere = judged(claim, "statement", source=source, own=False)
    assert elsewhere.rating not in (*ACCEPTING, "traced")


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("prices grew by 4 percent in Leeds last year", "Prices in Leeds rose by 4 percent last "
         "year."),
        ("work on the tunnel started in June", "Work on the tunnel begins in June."),
        ("the firm spent 3 million on a new roof", "The company has spent 3 million on a new "
         "roof."),
        ("the children would sing in the old theatre on Sunday",
         "On Sunday the children will sing in the old theater."),
        ("Unemployment fell to 4.2 per cent in March from 5.1 per cent in February",
         "Unemployment fell to 4.2 percent in March from 5.1 percent in February."),
        ("the mayor won't resign over the ferry", "Over the ferry the mayor will not resign."),
        ("the crews' wages rose 3 per cent in May", "The wages of the crews rose 3% in May."),
    ],
)  # fmt: skip
def test_other_forms_synonyms_and_units_are_accepted(claim: str, source: str) -> None:
    assert reported(claim, source).rating in ACCEPTING


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("the owner of the mill sued the tenant of the yard",
         "The tenant of the mill sued the owner of the yard."),
        ("the company bought the mill from the city in May",
         "The city bought the mill from the company in May."),
        ("the nurses told the doctors of the plan on Friday",
         "The doctors told the nurses of the plan on Friday."),
    ],
)  # fmt: skip
def test_words_that_change_places_are_never_accepted(claim: str, source: str) -> None:
    assert reported(claim, source).rating not in ACCEPTING


def test_the_passive_is_another_order_and_the_same() -> None:
    claim = "the old mill was bought by the city in May"
    assert reported(claim, "The city bought the old mill in May.").rating == "paraphrased"


# --- direction, multiples and ordinals ------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("grew 0.3%", "had shrunk 0.3%"),
        ("had risen 0.3%", "had fallen 0.3%"),
        ("had sunk by 12 percent", "had grown by 12 percent"),
        ("doubled", "halved"),
        ("tripled to 8 million", "doubled to 8 million"),
        ("was quadrupling", "was tripling"),
        ("strengthened by 2 percent", "weakened by 2 percent"),
        ("rose in the third quarter", "rose in the second quarter"),
        ("came second in the ranking of ports", "came third in the ranking of ports"),
        ("peaked for the twenty-first time", "peaked for the twenty-second time"),
    ],
)
def test_another_direction_multiple_or_rank_contradicts(ours: str, theirs: str) -> None:
    claim, source = f"trade at the harbour {ours} in 2023", f"Trade at the harbour {theirs} in 2023"
    for finding in (reported(claim, f"{source}."), quoted(claim, f'"{source}," said Lindqvist.')):
        assert finding.rating == "contradicted"
        assert "T202" in finding.rules


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the third", "the 3rd"),
        ("the twenty-first", "the 21st"),
        ("doubled", "twofold"),
        ("some 30 schools", "about 30 schools"),
        ("over 30", "more than 30"),
    ],
)
def test_ordinals_multiples_and_bounds_that_say_the_same(one: str, other: str) -> None:
    assert figures(words(one))
    assert same_figures(figures(words(one)), figures(words(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("third", "second"), ("21st", "22nd"), ("doubled", "halved"), ("more than 9", "about 9")],
)
def test_ordinals_multiples_and_bounds_that_do_not(one: str, other: str) -> None:
    assert not same_figures(figures(words(one)), figures(words(other)))


@pytest.mark.parametrize(
    ("ours", "theirs", "accepted"),
    [
        ("some", "about", True),
        ("around", "roughly", True),
        ("over", "more than", True),
        ("more than", "about", False),
        ("fewer than", "some", False),
        ("at least", "up to", False),
        ("more than", "", False),
    ],
)
def test_what_stands_before_a_figure(ours: str, theirs: str, accepted: bool) -> None:
    source = f"{theirs} 30 schools in the valley had closed by noon.".strip()
    finding = reported(f"{ours} 30 schools in the valley had closed by noon", source)
    assert (finding.rating in ACCEPTING) is accepted


# --- brackets -------------------------------------------------------------------------------------

_DAM = (
    "The dam was built in 1931, and engineers of the valley look after it.\n"
    '"I think the dam is safe. We have tested it 14 times, and he walks there every day," said '
    "Mara Lindqvist."
)


@pytest.mark.parametrize(
    "text",
    [
        "I think the dam [in the valley] is safe",
        "We have tested [the dam] 14 times",
        "I think [that] the dam is safe",
        "[The engineers] have tested it 14 times",
        "and he walk[ed] there every day",
        "I think the dam is safe [sic]",
    ],
)
def test_a_bracket_that_the_source_bears_out_is_close(text: str) -> None:
    assert quoted(text, _DAM).rating == "close"


@pytest.mark.parametrize(
    "text",
    [
        "I think the dam is safe [and cheap]",
        "We have tested [the bridge] 14 times",
        "I think the [crumbling] dam is safe",
        "We have [secretly] tested it 14 times",
        "I think the dam is safe [for Olaf Brandt]",
    ],
)
def test_a_bracket_that_brings_something_in_alters(text: str) -> None:
    finding = quoted(text, _DAM)
    assert finding.rating == "altered"
    assert "T201" in finding.rules


# --- ellipses and order ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The bridge is not dangerous ... it needs paint",
         "The bridge is not dangerous. It is old, and it needs paint"),
        ("The crew was tired … the crew went home early",
         "The crew was tired. The crew ate, and then the crew went home early"),
        ("We sold the boats [...] we kept the nets",
         "We sold the boats. We are fishermen at heart, so we kept the nets"),
    ],
)  # fmt: skip
def test_what_follows_an_ellipsis_is_found_in_a_row(text: str, source: str) -> None:
    assert quoted(text, f'"{source}," said Mara Lindqvist.').rating == "close"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The team played well today. We will never give up",
         "We will never give up. The team played well today"),
        ("The nets were new. Not a soul could see it",
         "Not a soul could see it. The nets were new"),
        ("We will give up the old pier never", "We will never give up the old pier"),
    ],
)  # fmt: skip
def test_words_in_another_order_are_altered_and_the_reason_says_so(text: str, source: str) -> None:
    finding = quoted(text, f'"{source}," said Mara Lindqvist.')
    assert finding.rating == "altered"
    assert "in another place" in finding.reasons[0]
    assert "order" in kinds(finding)


# --- what is shown --------------------------------------------------------------------------------


def test_a_paraphrase_shows_only_the_sentences_that_carry_it() -> None:
    source = (
        "The ferry Aurora was not at sea. It left the quay of Vellmar at noon on Friday.\n"
        "Nobody counted the gulls. The harbour does not count birds, whatever they are.\n"
        "A new ferry was never ordered, the quay said on Friday."
    )
    finding = reported("on Friday at noon it had left the quay of Vellmar", source)
    assert finding.rating == "paraphrased"
    shown = finding.matches[0]
    assert shown.passage.exact == "It left the quay of Vellmar at noon on Friday."
    assert shown.passage.spans[0].of(source) == shown.passage.exact
    for difference in shown.differences:
        assert difference.source is None or shown.passage.spans[0].contains(difference.source)
        assert difference.kind not in ("negation", "figure", "name", "date", "direction")


def test_a_leap_between_two_parts_of_a_mixed_paraphrase_is_no_deletion() -> None:
    source = (
        'The board is open to a lease of the harbour. "We do not want a quarrel," she said.\n'
        "Nobody spoke for a while. The rain did not stop, and the gulls were loud.\n"
        '"The rails are older than the cranes, and they will go first," said Mara Lindqvist.'
    )
    text = (
        'the board is open to a lease of the harbour and that "the rails are older than the cranes'
    )
    finding = judged(text, "mixed_quote", source=source, around='She said {}".')
    assert finding.rating == "paraphrased"
    shown = finding.matches[0]
    assert "gulls" not in shown.passage.exact
    assert {d.kind for d in shown.differences} <= {"insertion", "substitution", "deletion"}
    for difference in shown.differences:
        assert difference.source is None or "gulls" not in difference.source.of(source)


# --- dates, units and signs in another notation ---------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("The talks begin on May 3 in the hall", "The talks begin on 3rd May in the hall"),
        ("The talks began on 3 May 2019 here", "The talks began on May 3rd, 2019 here"),
        ("The talks begin on the 3rd of June in the hall", "The talks begin on June 3 in the hall"),
        ("The pier of Brandt & Sons cost us dear", "The pier of Brandt and Sons cost us dear"),
        ("The pier of Brandt and Sons cost us dear", "The pier of Brandt & Sons cost us dear"),
        ("The pier cost 2.5 million pounds in all", "The pier cost £2.5m in all"),
        ("In all the old pier cost 496.5 billion dollars", "In all the old pier cost $496.5bn"),
    ],
)  # fmt: skip
def test_another_notation_is_close(ours: str, theirs: str) -> None:
    assert quoted(ours, f'It rained. "{theirs}," said Mara Lindqvist.').rating == "close"


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        ("The talks begin on May 4 in the hall", "The talks begin on 3rd May in the hall", "date"),
        ("The talks begin on June 3 in the hall", "The talks begin on 3rd May in the hall", "date"),
        ("Prices rose by 38 in the spring", "Prices rose by 38 percent in the spring", "deletion"),
        ("Prices rose by 38 in the spring", "Prices rose by about 38 in the spring", "deletion"),
        ("It was 5 per cent here and 7 there", "It was 5% here and 8 there", "figure"),
        ("The mayor sued the bank over the pier", "The bank sued the mayor over the pier",
         "substitution"),
        ("[Olaf Brandt] built the old pier in the harbour", "I know that Lena Vogt built the old "
         "pier in the harbour", "bracket"),
    ],
)  # fmt: skip
def test_another_day_unit_or_actor_is_never_accepted(ours: str, theirs: str, kind: str) -> None:
    found = quoted(ours, f'It rained. "{theirs}," said Mara Lindqvist.')
    assert found.rating in ("altered", "contradicted")
    assert kind in kinds(found)


def test_only_the_figure_that_differs_is_called_one() -> None:
    source = '"It was 5% here and 8 there," said Mara Lindqvist.'
    assert kinds(quoted("It was 5 per cent here and 7 there", source)) == ["substitution", "figure"]


def test_a_bracketed_capital_owns_up_to_a_cut_at_the_sentence_s_start() -> None:
    source = '"The rails are old. So we will mend them in the spring," said Mara Lindqvist.'
    assert quoted("The rails are old. [W]e will mend them in the spring", source).rating == "close"
    source = '"The rails are old. If paid we will mend them in May," said Mara Lindqvist.'
    assert quoted("The rails are old. [W]e will mend them in May", source).rating == "altered"


# --- what an ellipsis leaves out ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("I saw the pier. ... I was glad", "I saw the pier. I did not go there. I was glad"),
        ("The pier ... will be mended in May", "The pier - the only one on this coast - will be "
         "mended in May"),
        ("Brandt ... will mend the pier in May", "Brandt, who did not want it, will mend the pier "
         "in May"),
        ("The pier and the rails ... will be mended", "The pier and the rails and the cranes, if "
         "you will, will be mended"),
    ],
)  # fmt: skip
def test_an_ellipsis_may_leave_out_what_denies_something_else(text: str, source: str) -> None:
    assert quoted(text, f'It rained. "{source}," said Mara Lindqvist.').rating == "close"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The two sides ... mend the old pier", "The two sides failed to mend the old pier"),
        ("The two sides ... mend the old pier", "The two sides may mend the old pier"),
        ("We will mend the pier ... and the rails", "We will mend the pier as long as you pay for "
         "it and the rails"),
        ("It rained all day. ... I think it was the cranes", "It rained all day. Do I think it was "
         "the cranes? Hardly"),
        ("The pier is old. ... of the rails was shut", "The pier is old. It snowed. The northern "
         "part of the rails was shut"),
    ],
)  # fmt: skip
def test_an_ellipsis_that_leaves_out_what_turns_the_rest(text: str, source: str) -> None:
    found = quoted(text, f'It rained. "{source}," said Mara Lindqvist.')
    assert found.rating in ("altered", "contradicted")
    assert "T203" in found.rules


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The pier is old. ... It will be mended in May",
         '"The pier is old," said Mara Lindqvist. It will be mended in May, the board hopes.'),
        ("The board met on Monday. ... The pier is old and worn",
         'The board met on Monday. Mara Lindqvist said: "The pier is old and worn."'),
    ],
)  # fmt: skip
def test_an_ellipsis_may_not_join_speech_to_the_source_s_telling(text: str, source: str) -> None:
    found = quoted(text, source)
    assert (found.rating, "T203" in found.rules) == ("altered", True)


@pytest.mark.parametrize(("other", "accepted"), [("Olaf Brandt", False), ("Mara Lindqvist", True)])
def test_an_ellipsis_may_not_join_two_speakers(other: str, *, accepted: bool) -> None:
    parts = "The pier is old", "It will be mended in May"
    source = f'"{parts[0]}," said Mara Lindqvist. "{parts[1]}," said {other}.'
    voices = tuple(
        replace(said(hop(name, "speaker")), contents=(Span(start, start + len(part)),))
        for name, part in zip(("Mara Lindqvist", other), parts, strict=True)
        for start in (source.index(part),)
    )
    found = judged(" ... ".join(parts), source=source, chain=(COURIER,), voices=voices)
    assert (found.rating in ACCEPTING) is accepted


# --- what stands just outside the cut -------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "It is false that {}",
        "It would be wrong to claim that {}",
        "I want to end the false assumption that {}",
        "There is this myth, a kind of legend, that {}",
        "Some have wrongly suggested {}",
        "I do not think, as others do, that {}",
        "We no longer hear the argument: {}",
        "It is possible that {}",
        "There are rumours that {}",
        "Perhaps {}",
        "Should the city pay, {}",
        "As long as the city pays, {}",
        "{} as long as the city pays",
        "{} until the money runs out",
        "{} on condition that the city pays",
        "{}, provided that the city pays",
        "Do {}?",
    ],
)
def test_what_turns_the_quoted_words_from_outside(source: str) -> None:
    text = "the cranes will be mended by the board"
    found = quoted(text, f'It rained. "{source.format(text)}" That was Mara Lindqvist.')
    assert found.rating in ("altered", "contradicted")
    assert "T204" in found.rules


@pytest.mark.parametrize(
    "source",
    [
        "There is no doubt that {}",
        "It is no secret that {}",
        "The false alarm meant that {}",
        "The only thing is that {}",
        "{} for as long as I live",
        "{}, few if any",
        "{} and then, until May, the rails",
        "We know that {}",
        "It is wrong. And so {}",
    ],
)
def test_what_leaves_the_quoted_words_as_they_are(source: str) -> None:
    text = "the cranes will be mended by the board"
    found = quoted(text, f'It rained. "{source.format(text)}." That was Mara Lindqvist.')
    assert found.rating == "exact"


@pytest.mark.parametrize(
    "source",
    [
        "The idea that {} is nonsense",
        "Some people say {}",
        "It looks as if {}",
        "I doubt {}",
        "He has dismissed claims that {}",
        "Apart from Brandt, {}",
        "Once the city pays, {}",
        "{} when the city pays",
        "{}. That is simply not true",
        "Do you really believe that {}?",
    ],
)
def test_what_gives_the_quoted_words_to_others_or_takes_them_back(source: str) -> None:
    text = "everyone will get all of the money"
    found = quoted(text, f'It rained. "{source.format(text)}." That was Mara Lindqvist.')
    assert found.rating in ("altered", "contradicted")
    assert "T204" in found.rules


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's", "Saint Mary's"),
        ("the EU", "the European Union"),
        ("5m people", "5 million people"),
        ("US$5m", "$5 million"),
        ("half a million people", "500,000 people"),
        ("1 boat", "one boat"),
        ("Brandt's been here", "Brandt has been here"),
        ("Brandt & Co", "Brandt and Company"),
        ("26 km", "26 kilometres"),
        ("twelve hours", "12 hrs"),
        ("the paediatric ward", "the pediatric ward"),
        ("70 mph winds", "70 miles per hour winds"),
        ("Number Ten", "No 10"),
    ],
)
def test_short_and_long_ways_of_writing_are_close_both_ways(one: str, other: str) -> None:
    for ours, theirs in ((one, other), (other, one)):
        ours, theirs = (f"we told the council that {part} would help it" for part in (ours, theirs))
        assert quoted(ours, f'It rained. "{theirs}," said Mara Lindqvist.').rating in (
            "close",
            "exact",
        )
