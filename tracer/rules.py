"""The vocabulary of verdicts: ratings and rule codes, what each means, and which are flagged.

Plain words for the report, the terminal, SARIF and the documentation, in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from tracer.models import Finding, Rating

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding that has a code. ``help`` is one or two sentences for a reviewer."""

    code: str
    level: Level
    title: str
    help: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "T101",
            "warning",
            "Unsourced",
            "A reader cannot tell where this comes from. Ask the author, and name the source.",
        ),
        Rule(
            "T102",
            "warning",
            "Uncredited copy",
            "These are another's words, put without quotation marks. "
            "Mark them as a quotation or rewrite them.",
        ),
        Rule(
            "T201",
            "error",
            "Quotation altered",
            "Words inside the quotation marks were changed, dropped, added or moved "
            "without a mark. Restore the source's words.",
        ),
        Rule(
            "T202",
            "error",
            "Figure, name, date, negation, direction or modality differs",
            "The source says something else here. Compare the marked words.",
        ),
        Rule(
            "T203",
            "error",
            "Ellipsis or stitching changes the meaning",
            "What was left out, or how the parts were joined, changes what was said. "
            "Read the passage between the parts.",
        ),
        Rule(
            "T204",
            "error",
            "Cut so that a negation or condition falls away",
            "The words just outside the quotation turn its meaning. Quote them too.",
        ),
        Rule(
            "T205",
            "error",
            "Quotation marks around the source's own telling",
            "The source tells this in its own words; the article puts it in somebody's mouth. "
            "Take the marks away.",
        ),
        Rule(
            "T301",
            "error",
            "Misattributed",
            "Another source, or another speaker, has these words. Correct who is named.",
        ),
        Rule(
            "T302",
            "note",
            "At second hand",
            "The article has these words through an outlet, not from the speaker.",
        ),
        Rule(
            "T303",
            "warning",
            "Anonymous or vague source",
            "Nobody can be asked about this. Say why the source is not named, and how many "
            "there are.",
        ),
        Rule(
            "T304",
            "note",
            "A single source",
            "The article rests on this claim, and only one source carries it.",
        ),
        Rule(
            "T401",
            "warning",
            "Source unavailable",
            "A source is named, but none of its documents is at hand. Add one and check again.",
        ),
        Rule(
            "T402",
            "warning",
            "Not found in the source",
            "Documents of the named source were read, and none has anything like it.",
        ),
        Rule(
            "T501",
            "warning",
            "Told in two ways",
            "The article says this differently elsewhere. Settle which is meant.",
        ),
    )
}

RATINGS: dict[Rating, str] = {
    "exact": "Word for word in the named source.",
    "close": "In the named source, with only marked or harmless differences.",
    "paraphrased": "The named source carries this in other words.",
    "altered": "Found, but words were changed, dropped, added or moved without a mark.",
    "contradicted": "The source differs in a figure, name, date, negation, direction or modality.",
    "misattributed": "Somebody else's: another source or speaker has it.",
    "traced": "No document of the named source is at hand, but another source carries it.",
    "not-found": "The named source was read, and nothing like it is there.",
    "unavailable": "A source is named, but no document of it is at hand.",
    "unsourced": "Nobody is named for it, and no source at hand carries it.",
    "not-checked": "Nothing to check: an opinion, a question or a label.",
}
assert tuple(RATINGS) == get_args(Rating)

ACCEPTING: frozenset[str] = frozenset({"exact", "close", "paraphrased"})
"""The ratings, and wordings, that accept a claim as faithful."""

_BY_URGENCY: tuple[Rating, ...] = (
    "unsourced",
    "contradicted",
    "misattributed",
    "altered",
    "not-found",
    "unavailable",
    "traced",
    "paraphrased",
    "close",
    "exact",
    "not-checked",
)
_LEVELS: tuple[Level, ...] = ("error", "warning", "note")
_ERRORS = frozenset(_BY_URGENCY[1:4])
_FLAGGED_RATINGS = frozenset(_BY_URGENCY[:6])


def is_flagged(finding: Finding) -> bool:
    """Whether a reviewer must look: the contract's definition."""
    serious = any(RULES[code].level != "note" for code in finding.rules)
    return finding.claim.check_worthy and (finding.rating in _FLAGGED_RATINGS or serious)


def is_decided(finding: Finding) -> bool:
    """Whether a person has decided on the claim as it is rated now. To skip it is to leave it."""
    return finding.review is not None and finding.review.state(finding.rating) == "decided"


def is_reopened(finding: Finding) -> bool:
    """Whether a person decided when the claim had another rating."""
    return finding.review is not None and finding.review.state(finding.rating) == "open"


def urgency(finding: Finding) -> tuple[int, float, int]:
    """A sort key: unsourced first, then what has an error before what has a warning, of them the
    gravest rating, the most check-worthy, the earliest."""
    claim = finding.claim
    return (_rank(finding), -claim.check_worthiness, claim.span.start)


def _rank(finding: Finding) -> int:
    """The lower, the more urgent."""
    rating = _BY_URGENCY.index(finding.rating)
    return rating if rating == 0 else rating + len(_BY_URGENCY) * _LEVELS.index(level(finding))


def level(finding: Finding) -> Level:
    """The gravest level of what was found: that of its rules, and an error where the words
    differ from the source's or are somebody else's."""
    found = {RULES[code].level for code in finding.rules}
    if finding.rating in _ERRORS:
        found.add("error")
    return next((each for each in _LEVELS if each in found), "note")


def flagged(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that a reviewer must look at, most urgent first."""
    return tuple(sorted(filter(is_flagged, findings), key=urgency))
