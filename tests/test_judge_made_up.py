"""Quotations made up before the lists they test were widened: none is from real news.

Known to fail: the half hour of a clock ("half past seven") and the names of wars ("World War Two").
"""

from __future__ import annotations

import pytest

from tracer.evaluate import rated
from tracer.matching import Sources
from tracer.models import Document
from tracer.rules import ACCEPTING

BEFORE = (
    "The meeting in the old town hall lasted two hours and was attended by about a hundred people."
)
BEHIND = (
    "A second meeting will be held in the same place before the end of the month, the organisers "
    "announced."
)
FAITHFUL = [
    (
        "We won the final 2-0 and nobody can take that away from us.",
        'He said: "We won the final two-nil and nobody can take that away from us."',
    ),
    (
        "25% of our members have left since the spring.",
        'He said: "A quarter of our members have left since the spring."',
    ),
    (
        "9 out of 10 patients were sent home the same day.",
        'He said: "Nine out of 10 patients were sent home the same day."',
    ),
    (
        "In nine out of ten cases we never hear from them again.",
        'He said: "In 9 out of 10 cases we never hear from them again."',
    ),
    (
        "The council will organize a program for 16 year olds.",
        'He said: "The council will organise a programme for 16-year-olds."',
    ),
    (
        "Dr Hale told us the US embassy had closed on Monday.",
        'He said: "Doctor Hale told us the U.S. embassy had closed on Monday."',
    ),
    (
        "We have lost 40% of our customers and we will not get them back.",
        "He said: \"We've lost 40 per cent of our customers and we won't get them back.\"",
    ),
    (
        "The naive view is that a cafe can live on coffee.",
        'He said: "The naïve view is that a café can live on coffee."',
    ),
    (
        "This is our twenty-first century problem and it needs a twenty-first century answer.",
        'He said: "This is our 21st century problem and it needs a 21st century answer."',
    ),
    (
        "Three quarters of the fleet is more than twenty years old.",
        'He said: "Three-quarters of the fleet is more than 20 years old."',
    ),
    (
        "The well-known problem is the long-term cost of decision-making.",
        'He said: "The well known problem is the long term cost of decision making."',
    ),
    (
        "We cooperate with the vice-president and the Prime Minister.",
        'He said: "We co-operate with the vice president and the prime minister."',
    ),
    (
        "It cost £1.5m.",
        'He said: "It cost one and a half million pounds."',
    ),
    (
        "The ship is 300 meters long and weighs 2000 tonnes.",
        'He said: "The ship is 300 metres long and weighs 2,000 tonnes."',
    ),
    (
        "He is the best website designer I have met, no question.",
        "He said: \"He's the best web site designer I've met, no question.\"",
    ),
    (
        "50% of the houses had no roof.",
        'He said: "Half of the houses had no roof."',
    ),
    (
        "The dam … will hold through the winter.",
        'He said: "The dam, which my grandfather helped to build, will hold through the winter."',
    ),
    (
        "We want … a fair deal for the drivers.",
        'He said: "We want, and I have said this many times, a fair deal for the drivers."',
    ),
    (
        "The vote was close. … The result stands and we accept it.",
        'He said: "The vote was close. Everybody was tired. The result stands and we accept it."',
    ),
    (
        "[The bridge] will be finished next year and it will be safe.",
        "The minister, Eva Holt, was asked about the bridge. "
        'She said: "It will be finished next year and it will be safe."',
    ),
    (
        "They told [his] wife that she could keep the house.",
        'He said: "They told my wife that she could keep the house."',
    ),
    (
        "the town needs a new hospital and it needs it now",
        'He said: "I do not care what people think, '
        'but the town needs a new hospital and it needs it now."',
    ),
    (
        "The fees will go up in May",
        'He said: "The fees will go up in May, and if you ask me that is too early."',
    ),
    (
        "The roof came down in the night and took the wall with it.",
        'He said: "Nobody was hurt. The roof came down in the night and took the wall with it."',
    ),
    (
        "We sold the house",
        'He said: "We sold the house, and if they asked us again we would sell it again."',
    ),
    (
        "I met the drivers",
        'He said: "I met the drivers, who were angry."',
    ),
]
UNFAITHFUL = [
    (
        "We will stay in the town",
        'He said: "We will stay in the town, provided that the council mends the road."',
    ),
    (
        "the school will open in August",
        'He said: "Assuming the money arrives, the school will open in August."',
    ),
    (
        "The team will travel",
        'He said: "The team will travel, as long as the players are paid."',
    ),
    (
        "the trains will be driven by managers",
        'He said: "In the event of a strike, the trains will be driven by managers."',
    ),
    (
        "The factory will reopen",
        'He said: "The factory will reopen, but only after the inspectors have been."',
    ),
    (
        "I will sign the treaty",
        'He said: "I will sign the treaty on one condition: the prisoners come home."',
    ),
    (
        "we would pay every family in full",
        'He said: "Were the court to agree, we would pay every family in full."',
    ),
    (
        "The doctors will work on Sunday",
        'He said: "The doctors will work on Sunday, so long as they get a day off."',
    ),
    (
        "the theatre will close before the summer",
        'He said: "Without a new loan, the theatre will close before the summer."',
    ),
    (
        "We support the plan",
        'He said: "We support the plan, except where it touches the old harbour."',
    ),
    (
        "The cameras will be used",
        'He said: "The cameras will be used, subject to approval by the judge."',
    ),
    (
        "the whole quarter will have to leave",
        'He said: "Suppose the river rises: the whole quarter will have to leave."',
    ),
    (
        "the mayor took the money",
        'He said: "It is not true that the mayor took the money."',
    ),
    (
        "the army has run out of shells and of men",
        'The minister dismissed claims that "the army has run out of shells and of men".',
    ),
    (
        "the drug cures everybody",
        'He said: "The idea that the drug cures everybody is a myth."',
    ),
    (
        "the lake is safe to swim in",
        'He said: "People wrongly believe the lake is safe to swim in."',
    ),
    (
        "we sold the club for profit",
        'He said: "Nothing could be further from the truth than that we sold the club for profit."',
    ),
    (
        "I never paid my taxes in this country",
        'He said: "My opponents claim that I never paid my taxes in this country."',
    ),
    (
        "the bank can be saved by the state alone",
        'He rejected the idea that "the bank can be saved by the state alone".',
    ),
    (
        "the war was right",
        'He said: "I used to think the war was right."',
    ),
    (
        "the vaccine harms children",
        'He said: "There is no evidence that the vaccine harms children."',
    ),
    (
        "the bridge was safe",
        'He said: "We would be lying if we said the bridge was safe."',
    ),
    (
        "our teachers are lazy",
        'He said: "I refuse to accept that our teachers are lazy."',
    ),
    (
        "the police did their job that night",
        'He said: "Can anyone seriously say the police did their job that night?"',
    ),
    (
        "The tests show that the wells are poisoned.",
        'He said: "The tests may show that some of the wells are poisoned."',
    ),
    (
        "The drivers will accept the offer.",
        'He said: "Most of the drivers will probably accept the offer."',
    ),
    (
        "30% of the children are hungry when they come to school.",
        'He said: "A third of the children are hungry when they come to school."',
    ),
    (
        "We won the final 2-0 and went home happy.",
        'He said: "We won the final three-nil and went home happy."',
    ),
    (
        "9 out of 10 nurses want to leave the service.",
        'He said: "Eight out of ten nurses want to leave the service."',
    ),
    (
        "The builders owe the city 12 million crowns and will pay in June.",
        'He said: "The city owes the builders 12 million crowns and will pay in June."',
    ),
    (
        "Wages rose faster than the price of bread this spring.",
        'He said: "The price of bread rose faster than wages this spring."',
    ),
    (
        "The bridge is safe. … I would never drive across it.",
        '"The bridge is safe," said engineer Paul Ames. '
        '"I would never drive across it," said his colleague Rita Lowe.',
    ),
    (
        "We will … give up the island.",
        'He said: "We will never, as some have asked us to, give up the island."',
    ),
    (
        "The talks failed because of … the minister.",
        'He said: "The talks failed because of the weather and not because of the minister."',
    ),
    (
        "I cannot stand drivers",
        'He said: "I cannot stand drivers whose dogs bark all night."',
    ),
    (
        "She was self",
        'He said: "She was self-employed for a year."',
    ),
    (
        "poisoned the guests",
        'He said: "With that fish I could have poisoned the guests."',
    ),
    (
        "We have waited three months for the letter",
        'He said: "We have waited three weeks for the letter."',
    ),
]
MODALS = ("may", "might", "could", "will", "should", "must")


@pytest.mark.parametrize("ours", MODALS)
@pytest.mark.parametrize("theirs", MODALS)
def test_a_bracket_never_changes_how_sure_it_is(ours: str, theirs: str) -> None:
    classes = ({"may", "might", "could"}, {"will"}, {"should", "must"})
    if not any({ours, theirs} <= alike for alike in classes):
        source = f'He said: "The bakers {theirs} open the mill again in spring."'
        assert not _accepted(f"The bakers [{ours}] open the mill again in spring", source)


def _accepted(quotation: str, source: str) -> bool:
    text = f"{BEFORE}\n\n{source}\n\n{BEHIND}"
    sources = Sources([Document(id="d", name="d", text=text, sha256="")])
    return rated({"needle": quotation}, sources, {"d"}).rating in ACCEPTING


@pytest.mark.parametrize(("quotation", "source"), FAITHFUL)
def test_what_is_only_written_or_cut_otherwise_is_faithful(quotation: str, source: str) -> None:
    assert _accepted(quotation, source)


@pytest.mark.parametrize(("quotation", "source"), UNFAITHFUL)
def test_what_turns_a_quotation_is_never_faithful(quotation: str, source: str) -> None:
    assert not _accepted(quotation, source)
