"""A summary in Markdown, to paste into an editorial system.

CommonMark without HTML. Whatever comes from an article, a source or a reviewer is escaped, so that
it shows as it is and makes no heading, link, image or markup of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from tracer.export.iris import web_address
from tracer.models import (
    Difference,
    DifferenceKind,
    Document,
    Finding,
    Match,
    Orphan,
    Rating,
    Report,
    Review,
)
from tracer.rules import RATINGS, RULES, flagged, is_decided, is_reopened
from tracer.text import clipped

_CLIP = 300
_HEADING, _SHOWN = 120, 60
"""Characters of a reason, or of each side of a difference, in a heading."""
_DIFFERENT: frozenset[Rating] = frozenset({"contradicted", "altered"})
_MARKED: frozenset[DifferenceKind] = frozenset({"bracket", "elision"})
"""Differences that the article owns up to."""
_OF_WORDING: frozenset[DifferenceKind] = frozenset(
    {"insertion", "deletion", "substitution", "order"}
)
"""Differences that say less than those in a figure, a name or a negation."""
_ACTIVE = re.compile(r"([\\`*_\[\]<>&|~^$@{}]|(?<=\w):(?=//)|(?<=[wW]{3})\.)")
"""What can begin markup, or a link where addresses are linked by themselves, inside a line."""
_OPENING = re.compile(r"(?=[#+=>-])|(?<=\d)(?=[.)])")
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def to_markdown(report: Report) -> str:
    """What an editor must know of ``report``: numbers, what to look at, what was decided."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield from _heading(report)
    yield from _numbers(report)
    urgent = flagged(report.findings)
    yield "## To look at, most urgent first"
    yield ""
    if not urgent:
        yield "Nothing is flagged."
        yield ""
    numbers = {finding.claim.id: n for n, finding in enumerate(report.findings, 1)}
    for finding in urgent:
        yield from _item(numbers[finding.claim.id], finding, report)
    if report.orphans:
        yield from _orphans(report.orphans)
    yield "*A rating says how faithful the words are to a source, not whether they are true.*"
    yield ""


def _heading(report: Report) -> Iterator[str]:
    article = report.article
    byline = [article.publisher, ", ".join(article.authors), _day(article.published)]
    yield f"# Source report: {plain(article.label)}"
    yield ""
    for line in (" · ".join(plain(part) for part in byline if part), _link(article)):
        if line:
            yield line
            yield ""
    yield f"Checked by tracer {plain(report.version)}, {plain(_day(report.generated))}."
    yield ""


def _numbers(report: Report) -> Iterator[str]:
    counts = Counter(finding.rating for finding in report.findings)
    yield f"- Claims: {len(report.findings)}"
    yield f"- Flagged: {len(flagged(report.findings))}"
    yield f"- Decided: {sum(map(is_decided, report.findings))}"
    for rating, meaning in RATINGS.items():
        if counts[rating]:
            yield f"- **{_spaced(rating).capitalize()}**: {counts[rating]}. {meaning}"
    yield ""


def _item(number: int, finding: Finding, report: Report) -> Iterator[str]:
    """A claim: its number in the report, its words, who they are given to, why it is here, its best
    passage, what was decided."""
    yield f"### {number} {_spaced(finding.rating).capitalize()}: {plain(_gist(finding, report))}"
    yield ""
    yield f"> {_opening(finding.claim.text)}"
    yield ""
    yield f"- Given to: {plain(_given_to(finding))}"
    for reason in finding.reasons:
        yield f"- {_opening(reason)}"
    for match in finding.matches[:1]:
        yield f"- {_passage(match, report)}"
    if finding.rules:
        yield f"- Rules: {', '.join(f'{code} {RULES[code].title}' for code in finding.rules)}"
    if finding.review:
        yield f"- {_decision(finding.review, is_reopened(finding))}"
    yield ""


def _gist(finding: Finding, report: Report) -> str:
    """In a few words what is wrong: the difference that matters, or the first reason."""
    if finding.rating in _DIFFERENT:
        for match in finding.matches[:1]:
            document = report.document(match.passage.document_id)
            told = sorted(match.differences, key=lambda d: d.kind in _OF_WORDING)
            for difference in (d for d in told if d.kind not in _MARKED):
                return _changed(difference, report.article, document)
    reasons = (*finding.reasons, RATINGS[finding.rating])
    return clipped(reasons[0], _HEADING).rstrip(".")


def _changed(difference: Difference, article: Document, source: Document | None) -> str:
    ours, theirs = (
        clipped(span.of(document.text), _SHOWN) if span and document else ""
        for span, document in ((difference.article, article), (difference.source, source))
    )
    if not theirs:
        return f"“{ours}” is not in the source"
    return f"“{ours}” is “{theirs}” in the source" if ours else f"“{theirs}” is left out"


def _given_to(finding: Finding) -> str:
    """Who the article names, the nearest first."""
    chain = finding.attribution.chain if finding.attribution else ()
    nobody = "nobody by name" if finding.attribution else "nobody"
    return ", ".join(f"{hop.name} ({hop.role})" for hop in chain) or nobody


def _passage(match: Match, report: Report) -> str:
    document = report.document(match.passage.document_id)
    name = (_link(document) or plain(document.label)) if document else "a source"
    return f"Source, {name}: “{plain(clipped(match.passage.exact, _CLIP))}”"


def _decision(review: Review, is_former: bool = False) -> str:
    by = f", by {plain(review.reviewer)}" if review.reviewer else ""
    note = f": {plain(review.note)}" if review.note else ""
    carried = review.carried
    on = f" It was made on other words: “{plain(carried.words)}”" if carried else ""
    when = f", {plain(_day(review.at))}" if review.at else ""
    was = (
        f" Decided when it was rated {_spaced(review.rated or '')}; open again."
        if is_former
        else ""
    )
    named = (
        "Skipped" if review.decision == "skipped" else f"Decided: **{_spaced(review.decision)}**"
    )
    return f"{named}{by}{when}{note}.{on}{was}"


def _orphans(orphans: tuple[Orphan, ...]) -> Iterator[str]:
    yield "## Decisions on words that the article no longer has"
    yield ""
    for orphan in orphans:
        yield f"> {_opening(orphan.words)}"
        yield ""
        yield f"- {_decision(orphan.review)}"
        yield ""


def _link(document: Document) -> str:
    """A document's title with its address behind it, or nothing if it has none on the web."""
    address = web_address(document.url)
    if address is None:
        return ""
    target = address.replace("(", "%28").replace(")", "%29").replace("*", "%2A")
    return f"[{plain(document.label)}]({target})"


def _spaced(slug: str) -> str:
    return slug.replace("-", " ")


def _day(value: str | None) -> str:
    """The day of an ISO 8601 date or time as people write it; anything else as it is."""
    try:
        at = datetime.fromisoformat(value or "")
    except ValueError:
        return value or ""
    return f"{at.day} {at:%B} {at.year}"


def plain(text: str) -> str:
    """``text`` in one line that Markdown shows as it is."""
    line = " ".join(text.split())
    return _ACTIVE.sub(r"\\\1", _NO_TEXT.sub("\ufffd", line))


def _opening(text: str) -> str:
    """``text`` where a line begins: what would open a list, a heading or a rule does not."""
    line = plain(text)
    return _OPENING.sub(r"\\", line, count=1) if _opens(line) else line or "(no words)"


def _opens(line: str) -> bool:
    return re.match(r"[#+=>-]|\d{1,9}[.)]", line) is not None
