"""From an article and its sources to a report: claims, their passages, their ratings.

Pure: what comes out depends on what goes in and on nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tracer import __version__, claims, judge
from tracer.attribution import attribute
from tracer.corrections import corrected
from tracer.models import (
    Attribution,
    Claim,
    Correction,
    Document,
    Finding,
    Hop,
    Match,
    Report,
    Source,
)
from tracer.outlets import identity
from tracer.text import words

if TYPE_CHECKING:
    from tracer.matching import Sources
    from tracer.outlets import Outlets

OWN_MATCHES, OTHER_MATCHES = 3, 5
"""How many passages of the attributed source, and of the other sources, are judged for a claim."""
_COPIES, _MORE, _ROUNDS = 2, 20, 5
"""How many documents that are near-copies of each other may be among the other sources' passages;
and of how many more passages, in how many rounds, the others are looked for that the copies of one
wire story would crowd out."""


def find_claims(article: Document, outlets: Outlets) -> tuple[Claim, ...]:
    """The claims of ``article`` in text order, each with its attribution."""
    return claims.find(article, attribute(article, outlets))


def check(
    article: Document,
    sources: Sources,
    *,
    outlets: Outlets,
    generated: str,
    settings: Mapping[str, str],
    corrections: Sequence[Correction] = (),
) -> Report:
    """How ``article`` stands to ``sources``, read as reviewers corrected it. ``generated`` (RFC
    3339) and ``settings`` are only passed on into the report."""
    reader = _Reader(article, sources, outlets)
    claims_found = corrected(article, find_claims(article, outlets), corrections, outlets)
    found = [reader.finding(claim) for claim in claims_found]
    findings = judge.across(article, found, sources.documents)
    return Report(
        article=article,
        findings=findings,
        sources=tuple(reader.listed(findings)),
        version=__version__,
        generated=generated,
        settings=dict(settings),
    )


class _Reader:
    """One article's sources, looked up claim by claim."""

    def __init__(self, article: Document, sources: Sources, outlets: Outlets) -> None:
        self._article, self._sources, self._outlets = article, sources, outlets
        self._documents = {
            key: document for key, document in sources.documents.items() if key != article.id
        }
        self._voices: dict[str, tuple[Attribution, ...]] = {}

    def finding(self, claim: Claim) -> Finding:
        own = self._attributed(claim)
        finding = judge.rate(claim, self._article, tuple(self._readings(claim, own)), own)
        return judge.confirm(finding, self._about_speakers(finding))

    def _about_speakers(self, finding: Finding) -> tuple[Document, ...]:
        """The documents that may say where a claim's speaker belongs."""
        attribution = finding.attribution
        if attribution is None or not attribution.hops("affiliation"):
            return ()
        hops = attribution.hops("speaker") + attribution.hops("affiliation")
        found = self._search(" ".join(hop.name for hop in hops), OTHER_MATCHES, self._documents)
        ids = dict.fromkeys(m.passage.document_id for m in (*finding.matches, *found))
        return tuple(self._documents[key] for key in ids)

    def _search(self, text: str, limit: int, within: Collection[str]) -> tuple[Match, ...]:
        return self._sources.search(text, limit=limit, within=within) if within else ()

    def _readings(self, claim: Claim, own: tuple[Document, ...]) -> Iterator[judge.Reading]:
        ids = {document.id for document in own}
        others = self._documents.keys() - ids
        own_matches = self._search(claim.text, OWN_MATCHES, ids)
        for match in (*own_matches, *self._others(claim.text, others)):
            document = self._documents[match.passage.document_id]
            yield judge.Reading(
                match=match.moved(claim.span.start),
                document=document,
                attributed=document.id in ids,
                voices=self._voices_of(document),
            )

    def _others(self, text: str, within: Collection[str]) -> list[Match]:
        """The best passages of ``within``, with few near-copies of one text among their documents;
        more are looked for only where copies were left out."""
        left, limit = set(within), OTHER_MATCHES
        chosen: list[Match] = []
        for _ in range(_ROUNDS):
            found = self._search(text, limit, left)
            chosen = self._apart([*chosen, *found])
            if len(chosen) == OTHER_MATCHES or all(match in chosen for match in found):
                break
            left -= {match.passage.document_id for match in found}
            limit = _MORE
        return chosen

    def _apart(self, matches: Sequence[Match]) -> list[Match]:
        """The first ``OTHER_MATCHES`` of ``matches`` without the further copies of one text."""
        kept: dict[str, Document] = {}
        chosen: list[Match] = []
        for match in matches:
            document = self._documents[match.passage.document_id]
            alike = sum(judge.near_copies(document, other) for other in kept.values())
            if document.id in kept or alike < _COPIES:
                kept[document.id] = document
                chosen.append(match)
        return chosen[:OTHER_MATCHES]

    def _voices_of(self, document: Document) -> tuple[Attribution, ...]:
        if document.id not in self._voices:
            self._voices[document.id] = attribute(document, self._outlets)
        return self._voices[document.id]

    # --- whose documents they are -------------------------------------------------------------

    def _attributed(self, claim: Claim) -> tuple[Document, ...]:
        """The documents at hand of the outlet or document that the article names for ``claim``;
        where it names neither, those that the speaker published."""
        attribution = claim.attribution
        if attribution is None:
            return ()
        outlets = attribution.hops("outlet")
        hops = outlets or attribution.hops("document") + attribution.hops("speaker")
        ids = {key for hop in hops for key in self._published_by(hop)} | self._linked(claim)
        return tuple(self._documents[key] for key in self._documents if key in ids)

    def _published_by(self, hop: Hop) -> tuple[str, ...]:
        return (*self._by_publisher.get(hop.id, ()), *self._titled(hop))

    @cached_property
    def _by_publisher(self) -> dict[str, list[str]]:
        published: dict[str, list[str]] = {}
        for document in self._documents.values():
            for publisher in self._publishers(document):
                published.setdefault(publisher, []).append(document.id)
        return published

    def _publishers(self, document: Document) -> set[str]:
        names = [document.publisher] if document.publisher else []
        places = [*names, document.url] if document.url else names
        known = {outlet.id for place in places if (outlet := self._outlets.find(place))}
        return known | {identity(name) for name in names}

    def _titled(self, hop: Hop) -> Iterator[str]:
        if hop.role != "document":
            return
        named = {word.key for word in words(hop.name) if len(word.key) > 3}
        for document in self._documents.values():
            title = {word.key for word in words(document.title or "")}
            if len(named) > 1 and named <= title:
                yield document.id

    def _linked(self, claim: Claim) -> set[str]:
        """The documents that a link inside the claim points to."""
        urls = {link.url for link in self._article.links if link.span.overlaps(claim.span)}
        return {key for key, document in self._documents.items() if document.url in urls}

    # --- the list of sources ------------------------------------------------------------------

    def listed(self, findings: tuple[Finding, ...]) -> Iterator[Source]:
        """Documents first, then the sources that are named and not at hand."""
        used = {match.passage.document_id for f in findings for match in f.matches}
        named = {hop.id: hop for f in findings for hop in _named(f)}
        for key, document in self._documents.items():
            publishers = self._publishers(document)
            if key in used or key in self._sources.listed or publishers & named.keys():
                name = document.publisher or document.label
                yield Source(key, name, "read", document, document.detail)
        for hop in named.values():
            if not any(self._published_by(hop)):
                yield Source(hop.id, hop.name, "unavailable", None, _NOT_AT_HAND)


_NOT_AT_HAND = "named in the article; no document of it is at hand"


def _named(finding: Finding) -> tuple[Hop, ...]:
    """Whose documents would settle a claim: the outlets and documents of its chain, or, where
    nothing at hand carries it, its speakers."""
    attribution = finding.attribution
    if attribution is None:
        return ()
    named = attribution.hops("outlet") + attribution.hops("document")
    if not named and finding.rating == "unavailable":
        named = attribution.hops("speaker")
    return tuple(hop for hop in named if not hop.anonymous)
