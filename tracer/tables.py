"""What the command line shows of a value: names and values, and the rows of tables.

Plain words for people. Nothing here prints but ``summarise``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracer.models import Carried, Difference, Document, Finding, Hop, Match, Report
from tracer.rules import RATINGS, RULES, flagged, is_flagged
from tracer.terminal import Screen
from tracer.text import clipped

if TYPE_CHECKING:
    from tracer.finding.search import Step
    from tracer.run import Checked
    from tracer.store import Located

URGENT = 10
"""How many flagged claims the summary of a check lists."""
CLIP = 100
"""Code points of a claim's words in a summary."""

Facts = list[tuple[str, str]]


def summarise(checked: Checked, screen: Screen) -> None:
    """Show where an article's report is, its numbers, and what to look at first."""
    report = checked.report
    screen.heading(report.article.label)
    screen.facts([("report", str(path)) for path in checked.paths] + _numbers(report))
    urgent = flagged(report.findings)
    if urgent:
        screen.heading("To look at, most urgent first")
        screen.table(("claim", "rating", "words"), [_in_short(f) for f in urgent[:URGENT]])
    if len(urgent) > URGENT:
        screen.line(f"and {len(urgent) - URGENT} more: tracer list --flagged")
    for stray in checked.strays:
        words = clipped(stray.words, CLIP)
        screen.line(f"A decision is kept on words that the article no longer has: {words}")


def _numbers(report: Report) -> Facts:
    found = report.findings
    ratings = Counter(finding.rating for finding in found)
    numbers: dict[str, int] = {
        "claims": len(found),
        "check-worthy": sum(finding.claim.check_worthy for finding in found),
        "attributed": sum(finding.attribution is not None for finding in found),
        "flagged": sum(map(is_flagged, found)),
        **{rating: ratings[rating] for rating in RATINGS if ratings[rating]},
    }
    shots = [source.snapshot for source in report.sources if source.snapshot is not None]
    if shots:
        numbers["sources fetched"] = len(shots)
        numbers["changed since an earlier check"] = sum(bool(s.changed_since) for s in shots)
    return [(name, str(number)) for name, number in numbers.items()]


def about_step(step: Step) -> str:
    """A line on a page that was just looked for."""
    return f"{step.done} of {step.of}, {step.finder}: {step.address}: {step.outcome}"


def _in_short(finding: Finding) -> tuple[str, str, str]:
    return finding.claim.id, finding.rating, clipped(finding.claim.text, CLIP)


def about_claim(located: Located) -> Facts:
    """A claim, who is named for it, and what came of it."""
    finding, claim = located.finding, located.finding.claim
    chain = claim.attribution.chain if claim.attribution else ()
    return [
        ("claim", claim.id),
        ("words", claim.text),
        ("article", located.report.article.label),
        ("kind", claim.kind.replace("_", " ")),
        ("sources", " → ".join(map(_hop, chain)) or "nobody is named"),
        ("rating", f"{finding.rating}: {RATINGS[finding.rating]}"),
        *(("reason", reason) for reason in finding.reasons),
        *((code, f"{RULES[code].title}. {RULES[code].help}") for code in finding.rules),
    ]


def _hop(hop: Hop) -> str:
    state = "" if hop.state == "not-checked" else f", {hop.state}"
    return f"{hop.name} ({hop.role}{state})"


def about_carried(carried: Carried | None) -> tuple[str, ...]:
    """That a decision was made on other words, if it was."""
    if carried is None:
        return ()
    alike = f"{carried.likeness:.0f} of 100 alike"
    return (f"made on other words, before the article was edited ({alike}): {carried.words}",)


def about_match(report: Report, match: Match) -> Facts:
    """A passage with its context, the words of the claim's match in brackets."""
    document = report.document(match.passage.document_id)
    place = match.passage
    return [
        ("from", document.label if document else place.document_id),
        ("address", (document.url if document else None) or "a file"),
        ("source", "the one named" if match.relation == "attributed" else "another one"),
        ("wording", f"{match.wording or 'not judged'} (found with a score of {match.score:.0f})"),
        ("passage", f"{place.prefix}[{place.exact}]{place.suffix}"),
        *((d.kind, _change(d, report.article, document)) for d in match.differences),
    ]


def _change(difference: Difference, article: Document, source: Document | None) -> str:
    here = difference.article.of(article.text) if difference.article is not None else ""
    there = difference.source.of(source.text) if difference.source is not None and source else ""
    return f"article: {here or 'nothing'} | source: {there or 'nothing'}"


def about_document(document: Document) -> Facts:
    """What is known of a document."""
    known = {
        "source": document.id,
        "title": document.label,
        "publisher": document.publisher,
        "authors": ", ".join(document.authors),
        "address": document.url,
        "published": document.published,
        "retrieved": document.retrieved,
        "sha256": document.sha256,
        "note": document.detail,
    }
    return [(name, value) for name, value in known.items() if value]
