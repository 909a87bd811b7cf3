"""A summary in Markdown, to paste into an editorial system.

CommonMark without HTML. Whatever comes from an article, a source or a reviewer is escaped, so that
it shows as it is and makes no heading, link, image or markup of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tracer.export.iris import web_address
from tracer.models import Document, Finding, Match, Orphan, Report, Review
from tracer.rules import RATINGS, RULES, flagged, is_decided
from tracer.text import clipped

_CLIP = 300
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
    for finding in urgent:
        yield from _item(finding, report)
    if report.orphans:
        yield from _orphans(report.orphans)
    yield "*A rating says how faithful the words are to a source, not whether they are true.*"
    yield ""


def _heading(report: Report) -> Iterator[str]:
    article = report.article
    byline = [article.publisher, ", ".join(article.authors), article.published]
    yield f"# Source report: {plain(article.label)}"
    yield ""
    for line in (" · ".join(plain(part) for part in byline if part), _link(article)):
        if line:
            yield line
            yield ""
    yield f"Checked by tracer {plain(report.version)}, {plain(report.generated)}."
    yield ""


def _numbers(report: Report) -> Iterator[str]:
    counts = Counter(finding.rating for finding in report.findings)
    yield f"- Claims: {len(report.findings)}"
    yield f"- Flagged: {len(flagged(report.findings))}"
    yield f"- Decided: {sum(map(is_decided, report.findings))}"
    for rating, meaning in RATINGS.items():
        if counts[rating]:
            yield f"- **{rating}**: {counts[rating]}. {meaning}"
    yield ""


def _item(finding: Finding, report: Report) -> Iterator[str]:
    """A claim: its words, why it is here, its best passage, what was decided."""
    codes = [f"{code} {RULES[code].title}" for code in finding.rules]
    yield f"### {', '.join([finding.rating, *codes])}"
    yield ""
    yield f"> {_opening(finding.claim.text)}"
    yield ""
    for reason in finding.reasons:
        yield f"- {_opening(reason)}"
    for match in finding.matches[:1]:
        yield f"- {_passage(match, report)}"
    if finding.review:
        yield f"- {_decision(finding.review)}"
    yield ""


def _passage(match: Match, report: Report) -> str:
    document = report.document(match.passage.document_id)
    name = (_link(document) or plain(document.label)) if document else "a source"
    return f"Source, {name}: “{plain(clipped(match.passage.exact, _CLIP))}”"


def _decision(review: Review) -> str:
    by = f", by {plain(review.reviewer)}" if review.reviewer else ""
    note = f": {plain(review.note)}" if review.note else ""
    carried = review.carried
    on = f" It was made on other words: “{plain(carried.words)}”" if carried else ""
    return f"Decided: **{review.decision}**{by}{note}.{on}"


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
