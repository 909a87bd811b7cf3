"""Every case in fixtures/: the whole line, from an article and its sources to ratings.

A new case needs a new folder and no new Python; fixtures/README.md describes the format. Each test
is one check of one claim of one case, so that what does not work yet can be marked by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import tracer
from tracer.models import Finding, Hop, Report, Span

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path.parent.name for path in FIXTURES.glob("*/expected.json"))
KNOWN_KEYS = frozenset(
    "start end text kind also chain chain_optional states check_worthy rating rules not_rules note "
    "xfail".split()
)

Expected = dict[str, Any]


def expected_of(case: str) -> Expected:
    content: Expected = json.loads((FIXTURES / case / "expected.json").read_text("utf-8"))
    return content


@cache
def report_of(case: str) -> Report:
    folder = FIXTURES / case
    article = tracer.read_article(folder / expected_of(case)["article"])
    return tracer.check(article, tracer.read_sources(folder / "sources"))


def place_of(claim: Expected, text: str) -> Span:
    """Where the claim stands in the article's text: by its offsets, or by its only occurrence."""
    words: str = claim["text"]
    if "start" in claim:
        span = Span(claim["start"], claim["end"])
        assert span.of(text) == words, "the offsets do not give the words"
        return span
    assert text.count(words) == 1, f"not once in the article's text: {words!r}"
    start = text.index(words)
    return Span(start, start + len(words))


def common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def counted(report: Report, place: Span) -> list[Finding]:
    """The findings that have some of the place's words and are not much longer than it."""
    longest = 1.5 * len(place) + 20
    return [
        finding
        for finding in report.findings
        if common(finding.claim.span, place) and len(finding.claim.span) <= longest
    ]


def covered(findings: list[Finding], place: Span) -> float:
    """The share of the place's characters that lie in the findings' claims."""
    lit = {
        offset
        for finding in findings
        for offset in range(
            max(finding.claim.span.start, place.start), min(finding.claim.span.end, place.end)
        )
    }
    return len(lit) / len(place)


def main_parts(findings: list[Finding], place: Span) -> list[Finding]:
    """The findings that have a good part of the place's words: at least a fifth, or the most."""
    assert findings, "no claim was found here"
    most = max(common(finding.claim.span, place) for finding in findings)
    enough = min(most, len(place) / 5)
    return [finding for finding in findings if common(finding.claim.span, place) >= enough]


def plain(name: str) -> str:
    """A name as it is compared: without case and a leading article."""
    return name.casefold().replace("’", "'").removeprefix("the ")


def expected_chain(claim: Expected) -> list[tuple[str, str, bool]]:
    hops = claim["chain"]
    return [(plain(hop["name"]), hop["role"], hop.get("anonymous", False)) for hop in hops]


def chain_of(finding: Finding) -> list[tuple[str, str, bool]]:
    hops: tuple[Hop, ...] = finding.attribution.chain if finding.attribution else ()
    return [(plain(hop.name), hop.role, hop.anonymous) for hop in hops]


def check_found(findings: list[Finding], place: Span, _: Expected) -> None:
    assert covered(findings, place) >= 0.8


def check_kind(findings: list[Finding], place: Span, claim: Expected) -> None:
    allowed = {claim["kind"], *claim.get("also", ())}
    assert {part.claim.kind for part in main_parts(findings, place)} <= allowed


def check_chain(findings: list[Finding], place: Span, claim: Expected) -> None:
    wanted = expected_chain(claim)
    allowed = [wanted, []] if claim.get("chain_optional") else [wanted]
    for part in main_parts(findings, place):
        assert chain_of(part) in allowed


def check_states(findings: list[Finding], place: Span, claim: Expected) -> None:
    """Each hop of the chain on its own."""
    for part in main_parts(findings, place):
        hops = part.attribution.chain if part.attribution else ()
        assert [hop.state for hop in hops] == claim["states"]


def check_check_worthy(findings: list[Finding], place: Span, claim: Expected) -> None:
    parts = main_parts(findings, place)
    assert {part.claim.check_worthy for part in parts} == {claim["check_worthy"]}


def check_rating(findings: list[Finding], place: Span, claim: Expected) -> None:
    parts = main_parts(findings, place)
    assert {part.rating for part in parts} == {claim["rating"]}, [part.reasons for part in parts]


def codes_of(findings: list[Finding], place: Span) -> set[str]:
    return {code for part in main_parts(findings, place) for code in part.rules}


CHECKS = {
    "found": check_found,
    "kind": check_kind,
    "chain": check_chain,
    "states": check_states,
    "check_worthy": check_check_worthy,
    "rating": check_rating,
}


def checks_of(claim: Expected) -> Iterator[str]:
    yield "found"
    yield from (name for name in CHECKS if name in claim)
    yield from claim.get("rules", ())
    yield from (f"not {code}" for code in claim.get("not_rules", ()))


def run_check(check: str, findings: list[Finding], place: Span, claim: Expected) -> None:
    if check in CHECKS:
        CHECKS[check](findings, place, claim)
    elif check.startswith("not "):
        assert check.removeprefix("not ") not in codes_of(findings, place)
    else:
        assert check in codes_of(findings, place)


def title_of(claim: Expected) -> str:
    return " ".join(claim["text"].split()[:6])


def gap(claim: Expected, check: str) -> list[pytest.MarkDecorator]:
    """The mark of a check that is known to fail: it must fail, and at an assertion."""
    known = claim.get("xfail", {})
    why = known.get(check) or known.get("found")
    return [pytest.mark.xfail(reason=why, strict=True, raises=AssertionError)] if why else []


def stories() -> Iterator[Any]:
    for case in CASES:
        for claim in expected_of(case)["claims"]:
            for check in checks_of(claim):
                name = f"{case}: {title_of(claim)}: {check}"
                yield pytest.param(case, claim, check, id=name, marks=gap(claim, check))


@pytest.mark.parametrize(("case", "claim", "check"), tuple(stories()))
def test_story(case: str, claim: Expected, check: str) -> None:
    report = report_of(case)
    place = place_of(claim, report.article.text)
    run_check(check, counted(report, place), place, claim)


def lines_of(text: str) -> Iterator[tuple[str, Span]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield line.strip(), Span(start, start + len(line))
        start += len(line)


@pytest.mark.parametrize("case", CASES)
def test_lines_that_are_no_claims(case: str) -> None:
    report = report_of(case)
    unwanted = set(expected_of(case)["not_claims"])
    places = {line: span for line, span in lines_of(report.article.text) if line in unwanted}
    assert set(places) == unwanted
    claims = [finding.claim for finding in report.findings]
    assert [c.text for c in claims if any(c.span.overlaps(p) for p in places.values())] == []


@pytest.mark.parametrize("case", CASES)
def test_expectations_say_what_they_mean(case: str) -> None:
    """A misspelt key, or a mark on a check that nothing asks for, would check nothing."""
    for claim in expected_of(case)["claims"]:
        assert set(claim) <= KNOWN_KEYS
        assert set(claim.get("xfail", ())) <= set(checks_of(claim))


def test_every_case_has_its_line_in_the_table() -> None:
    table = (FIXTURES / "README.md").read_text("utf-8")
    assert CASES
    assert [case for case in CASES if f"| [{case}]({case}) |" not in table] == []
