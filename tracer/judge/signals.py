"""What is known of a source beside its words. None of it says whether they are right.

Rules that a reader can go through, and each is told with what it says; where none applies, nothing
is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Literal

from tracer.judge.independence import agency, near_copies
from tracer.models import Document, Finding, Hop, Report
from tracer.outlets import Outlet, Outlets, host, identity
from tracer.rules import ACCEPTING
from tracer.text import spelled, word_key

Standing = Literal["primary", "secondary", "unknown"]
Dated = Literal["before", "same-day", "between", "after"]

_TRANSCRIPT = re.compile(r"\b(?:transcript|full text)\b", re.IGNORECASE)
_CASE = re.compile(r"\w v\.? [A-Z]")
"""A case's name: "Lund v. Harbour Board". Also that of a match, so it counts for PDFs only."""
_COURTS = (
    "bailii.org",
    "canlii.org",
    "caselaw.nationalarchives.gov.uk",
    "courtlistener.com",
    "curia.europa.eu",
    "hudoc.echr.coe.int",
    "icj-cij.org",
    "supremecourt.gov",
    "supremecourt.uk",
    "uscourts.gov",
)
_PAPERS = (
    "arxiv.org",
    "biorxiv.org",
    "doi.org",
    "medrxiv.org",
    "nber.org",
    "pubmed.ncbi.nlm.nih.gov",
    "ssrn.com",
)
_PUBLIC = re.compile(
    r"(?:^|\.)(?:(?:gov|mil)(?:\.\w\w)?|int|gouv\.\w\w|gob\.\w\w|gc\.ca|europa\.eu|admin\.ch)$"
)
"""Hosts that only public bodies are given."""
_OWN_SITE = re.compile(r"(?:www\.)?([^.]{4,})(?:\.(?:ac|co|com|edu|gov|net|org))?\.[a-z]+$")
"""A host that is somebody's name and an ending, and no page on a site of others."""
_BODIES = frozenset({"speaker", "affiliation"})


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one source.

    ``outlet`` is who publishes it, if the registry knows. A source is "primary" for its own words
    and acts, and "secondary" where it tells what others said; ``rule`` says by what. ``agency`` is
    the news agency whose text it prints, or empty; ``copies`` are the ids of other documents with
    nearly the same text. ``dated`` is where its day lies beside the article's, ``days`` later
    (negative: earlier); "between" the article's publication and its last change. Both are None
    where a date is missing. ``sole`` are the ids of the claims that rest on it alone (T304).
    """

    outlet: Outlet | None
    standing: Standing
    rule: str
    agency: str
    copies: tuple[str, ...]
    dated: Dated | None
    days: int | None
    sole: tuple[str, ...]


def signals(report: Report) -> dict[str, Signals]:
    """What is known of each document among the sources of ``report``, by its id."""
    documents = {s.document.id: s.document for s in report.sources if s.document}
    told = _told(report.findings)
    copies = _copies(report.findings, documents)
    return {
        key: _of(document, report.article, told.get(key, ()), copies.get(key, ()))
        for key, document in documents.items()
    }


def _of(
    document: Document, article: Document, told: Iterable[Finding], copies: Iterable[str]
) -> Signals:
    outlet = _outlet(document)
    standing, rule = _standing(document, outlet, [hop for f in told for hop in _hops(f, document)])
    days = _days(article.published, document.published)
    return Signals(
        outlet=outlet,
        standing=standing,
        rule=rule,
        agency=_agency(document, outlet),
        copies=tuple(copies),
        dated=_dated(days, _days(article.marks.modified, document.published)),
        days=days,
        sole=tuple(f.claim.id for f in told if _is_sole(f, document)),
    )


def _told(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    """The findings that have a passage in a document, by its id."""
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        for key in dict.fromkeys(match.passage.document_id for match in finding.matches):
            told.setdefault(key, []).append(finding)
    return told


def _is_sole(finding: Finding, document: Document) -> bool:
    carrying = {m.passage.document_id for m in finding.matches if m.wording in ACCEPTING}
    return "T304" in finding.rules and document.id in carrying


def _hops(finding: Finding, document: Document) -> Iterator[Hop]:
    """The chain of a claim; a document in it only if ``document`` may be that one."""
    here = [m for m in finding.matches if m.passage.document_id == document.id]
    is_it = any(match.relation == "attributed" for match in here)
    for hop in finding.attribution.chain if finding.attribution else ():
        if hop.role != "document" or is_it:
            yield hop


# --- who publishes it ------------------------------------------------------------------------


def _outlet(document: Document) -> Outlet | None:
    """Whose site it is on, or else who it says that it is by."""
    places = filter(None, (document.url, document.publisher))
    registry = Outlets.default()
    known = (registry.find(place) or registry.university(place) for place in places)
    return next(filter(None, known), None)


def _agency(document: Document, outlet: Outlet | None) -> str:
    """The agency that a document credits in its first line or as its author, unless it is that
    agency's own."""
    credited = agency(document)
    for name in filter(None, (credited, *document.authors)):
        known = Outlets.default().find(name)
        if known and known.kind == "wire":
            return known.name if known != outlet else ""
    own = {identity(document.publisher or ""), outlet.id if outlet else ""}
    known = Outlets.default().find(credited) if credited else None
    return credited if not own & {identity(credited), known.id if known else "-"} else ""


# --- whose words it has ----------------------------------------------------------------------


def _standing(
    document: Document, outlet: Outlet | None, hops: Iterable[Hop]
) -> tuple[Standing, str]:
    hops = list(hops)
    primary = next(_primary(document, outlet, hops), "")
    if primary:
        return "primary", primary
    if outlet and any(hop.role != "outlet" for hop in hops):
        return "secondary", "a news outlet that tells what others said"
    return "unknown", ""


def _primary(document: Document, outlet: Outlet | None, hops: list[Hop]) -> Iterator[str]:
    """Why a document counts as a source of its own, the best reason first."""
    place = host(document.url or "").casefold()
    yield from _by_kind(document, outlet, place)
    for hop in hops:
        if hop.role in _BODIES and not hop.anonymous and _is_own(document, outlet, place, hop):
            yield f"published by {hop.name}, named in the article"
    if outlet and outlet.kind == "university":
        yield "a university’s own page"
    if _PUBLIC.search(place):
        yield "a public body’s own page"
    roles = {hop.role for hop in hops}
    if not outlet and "document" in roles and "outlet" not in roles:
        yield "a document that the article names"


def _by_kind(document: Document, outlet: Outlet | None, place: str) -> Iterator[str]:
    """What kind of original a document is, by its title and where it stands."""
    title = document.title or ""
    if _TRANSCRIPT.search(title):
        yield "its title calls it a transcript or the full text"
    is_case = document.media_type == "application/pdf" and bool(_CASE.search(title))
    if _is_on(place, _COURTS) or (is_case and not outlet):
        yield "a court paper"
    if _is_on(place, _PAPERS) or (outlet and outlet.kind == "journal"):
        yield "a study, by where it is published"


def _is_on(place: str, sites: Iterable[str]) -> bool:
    return any(place == site or place.endswith(f".{site}") for site in sites)


def _is_own(document: Document, outlet: Outlet | None, place: str, hop: Hop) -> bool:
    """Whether the document is published by whoever ``hop`` is, or stands on a site of that name."""
    if hop.id in {identity(document.publisher or ""), outlet.id if outlet else ""}:
        return True
    site = _OWN_SITE.match(place)
    return site is not None and site[1] == "".join(map(word_key, spelled(hop.name)))


# --- what else has its text, and of which day it is ------------------------------------------


def _copies(
    findings: Iterable[Finding], documents: Mapping[str, Document]
) -> Mapping[str, list[str]]:
    """The near-copies of each document among those with passages for the same claim."""
    found: dict[str, list[str]] = {}
    pairs = (
        pair
        for finding in findings
        for pair in combinations(sorted({m.passage.document_id for m in finding.matches}), 2)
    )
    for one, other in dict.fromkeys(pairs):
        if near_copies(documents[one], documents[other]):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _days(article: str | None, source: str | None) -> int | None:
    """How many days later than one date another is."""
    one, other = _day(article), _day(source)
    return (other - one).days if one and other else None


def _day(value: str | None) -> date | None:
    try:
        at = datetime.fromisoformat(value or "")
        return at.astimezone(UTC).date() if at.tzinfo else at.date()
    except (ValueError, OverflowError):
        return None


def _dated(days: int | None, after_change: int | None) -> Dated | None:
    if days is None:
        return None
    if days <= 0:
        return "before" if days else "same-day"
    return "between" if after_change is not None and after_change <= 0 else "after"
