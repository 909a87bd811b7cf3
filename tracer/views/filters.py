"""The filters of the report: what each can be set to, and which claims have that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracer.models import Finding, Report
from tracer.rules import RATINGS, RULES, is_flagged
from tracer.views.words import spaced

FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by, and how many claims have it. ``value`` has no spaces."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that go under one heading; "" where they need none."""

    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter: one of its choices, or all claims."""

    name: str
    all: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The report's filters, which narrow one another. ``of`` are the values that each claim has."""

    menus: tuple[Menu, ...]
    flagged: int
    of: tuple[tuple[str, ...], ...]


def filters(report: Report) -> Filters:
    """The filters that ``report`` has claims for."""
    named, read = _named(report.findings), _read(report)
    of = tuple(tuple(dict.fromkeys(_values(f, named, read))) for f in report.findings)
    counts = Counter(value for values in of for value in values)
    menus = (
        Menu("Rating", "All ratings", _groups(counts, [("", _ratings())])),
        Menu("Rule", "All rules", _groups(counts, [("", _rules())])),
        Menu(
            "Source",
            "All sources",
            _groups(
                counts,
                [("Named in the article", named.values()), ("Has a passage", read.values())],
            ),
        ),
    )
    return Filters(tuple(menu for menu in menus if menu.groups), counts[FLAGGED], of)


_Named = tuple[str, str]
"""A choice's value and its name."""


def _ratings() -> list[_Named]:
    return [(rating, spaced(rating).capitalize()) for rating in RATINGS]


def _rules() -> list[_Named]:
    return [(code, f"{code} {rule.title}") for code, rule in RULES.items()]


def _named(findings: Iterable[Finding]) -> dict[str, _Named]:
    """Whoever the chains name, by identity, in the order of their names."""
    names: dict[str, str] = {}
    for finding in findings:
        for hop in finding.attribution.chain if finding.attribution else ():
            names.setdefault(hop.id, hop.name)
    return _numbered("n", names)


def _read(report: Report) -> dict[str, _Named]:
    """The documents of the list of sources, by id, in the order of their names."""
    return _numbered("d", {s.document.id: s.name for s in report.sources if s.document})


def _numbered(letter: str, names: Mapping[str, str]) -> dict[str, _Named]:
    ordered = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    return {key: (f"{letter}{at}", name) for at, (key, name) in enumerate(ordered, 1)}


def _values(
    finding: Finding, named: Mapping[str, _Named], read: Mapping[str, _Named]
) -> Iterator[str]:
    yield finding.rating
    yield from finding.rules
    if is_flagged(finding):
        yield FLAGGED
    for hop in finding.attribution.chain if finding.attribution else ():
        yield named[hop.id][0]
    for match in finding.matches:
        yield read[match.passage.document_id][0]


def _groups(
    counts: Mapping[str, int], groups: Iterable[tuple[str, Iterable[_Named]]]
) -> tuple[Group, ...]:
    """What at least one claim has."""
    made = (
        Group(heading, tuple(Choice(v, name, counts[v]) for v, name in choices if counts[v]))
        for heading, choices in groups
    )
    return tuple(group for group in made if group.choices)
