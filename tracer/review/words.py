"""The contract's decisions in plain words, each with its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from tracer.models import Decision


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision as a button: ``key`` is pressed for it."""

    decision: Decision
    key: str
    name: str
    meaning: str


CHOICES: tuple[Choice, ...] = (
    Choice("faithful", "f", "Faithful", "The article keeps to its source here."),
    Choice("altered", "a", "Altered", "The words were changed. The author must mend them."),
    Choice("needs-source", "s", "Needs a source", "A reader cannot tell where this comes from."),
    Choice("wrong-attribution", "w", "Wrong attribution", "Somebody else’s words."),
    Choice("common-knowledge", "c", "Common knowledge", "Well known. It needs no source."),
    Choice("not-a-claim", "n", "Not a claim", "Nothing here can be held against a source."),
    Choice("skipped", "x", "Skip", "Not now. It leaves the queue and waits under “skipped”."),
)
assert {choice.decision for choice in CHOICES} == set(get_args(Decision))

NAMES: dict[str, str] = {
    **{choice.decision: choice.name for choice in CHOICES},
    "skipped": "Skipped",
}
"""What a decision is called once it is made."""

KEYS: tuple[tuple[str, str], ...] = (
    *((choice.key, choice.name) for choice in CHOICES),
    ("m", "Write a note; Esc leaves it"),
    ("j", "The next claim"),
    ("k", "The claim before"),
    ("u", "Undo your last decision"),
    ("p", "Paste or choose a source"),
    ("e", "Correct the words or who said them"),
    ("t", "Of two decisions: keep theirs"),
    ("r", "Of two decisions: record mine"),
    ("/", "Search"),
    ("?", "These keys"),
)
"""Every key and what it does."""
