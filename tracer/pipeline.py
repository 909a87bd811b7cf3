"""From an article and its sources to a report: claims, their passages, their ratings.

Pure: what comes out depends on what goes in and on nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from tracer import __version__, claims, judge
from tracer.attribution import attribute
from tracer.corrections import corrected
from tracer.matching.owners import Owners
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


def corrected_claims(
    article: Document, outlets: Outlets, corrections: Sequence[Correction]
) -> tuple[Claim, ...]:
    """The claims of ``article``, read as reviewers corrected them."""
    return tuple(corrected(article, find_claims(article, outlets), corrections, outlets))


def check(
    article: Document,
    sources: Sources,
    *,
    outlets: Outlets,
    generated: str,
    settings: Mapping[str, str],
    corrections: Sequence[Correction] = (),
    claims_found: Sequence[Claim] | None = None,
) -> Report:
    """How ``article`` stands to ``sources``, read as reviewers corrected it. ``generated`` (RFC
    3339) and ``settings`` are only passed on into the report. ``claims_found`` are what
    ``corrected_claims`` gives, where that was asked before."""
    reader = _Reader(article, sources, outlets)
    if claims_found is None:
        claims_found = corrected_claims(article, outlets, corrections)
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


class _AllBut(Mapping[str, Document]):
    """The documents of a collection, which may be large, but for some."""

    def __init__(self, documents: Mapping[str, Document], without: Collection[str]) -> None:
        self._documents, self._without = documents, frozenset(without)

    def but(self, more: Collection[str]) -> _AllBut:
        """The same without ``more``."""
        return _AllBut(self._documents, self._without.union(more))

    def __getitem__(self, document_id: str) -> Document:
        if document_id in self._without:
            raise KeyError(document_id)
        return self._documents[document_id]

    def __contains__(self, document_id: object) -> bool:
        return document_id not in self._without and document_id in self._documents

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._documents if key not in self._without)

    def __len__(self) -> int:
        return len(self._documents) - sum(key in self._documents for key in self._without)


class _Voices(Sequence[Attribution]):
    """Whoever a document gives its words to, read when that is first asked for: most passages are
    too little like their claim for it to matter."""

    def __init__(self, document: Document, outlets: Outlets) -> None:
        self._document, self._outlets = document, outlets

    @cached_property
    def _read(self) -> tuple[Attribution, ...]:
        return attribute(self._document, self._outlets)

    @overload
    def __getitem__(self, index: int) -> Attribution: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Attribution, ...]: ...
    def __getitem__(self, index: int | slice) -> Attribution | tuple[Attribution, ...]:
        return self._read[index]

    def __len__(self) -> int:
        return len(self._read)


class _Reader:
    """One article's sources, looked up claim by claim."""

    def __init__(self, article: Document, sources: Sources, outlets: Outlets) -> None:
        self._article, self._sources, self._outlets = article, sources, outlets
        self._documents = _AllBut(sources.documents, {article.id})
        self._owners = Owners(sources, outlets)
        self._voices: dict[str, _Voices] = {}

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
        others = self._documents.but(ids)
        own_matches = self._search(claim.text, OWN_MATCHES, ids)
        for match in (*own_matches, *self._others(claim.text, others)):
            document = self._documents[match.passage.document_id]
            yield judge.Reading(
                match=match.moved(claim.span.start),
                document=document,
                attributed=document.id in ids,
                voices=self._voices_of(document),
            )

    def _others(self, text: str, within: _AllBut) -> list[Match]:
        """The best passages of ``within``, with few near-copies of one text among their documents;
        more are looked for only where copies were left out."""
        left, limit = within, OTHER_MATCHES
        chosen: list[Match] = []
        for _ in range(_ROUNDS):
            found = self._search(text, limit, left)
            chosen = self._apart([*chosen, *found])
            if len(chosen) == OTHER_MATCHES or all(match in chosen for match in found):
                break
            left = left.but({match.passage.document_id for match in found})
            limit = _MORE
        return chosen

    def _apart(self, matches: Sequence[Match]) -> list[Match]:
        """The first ``OTHER_MATCHES`` of ``matches`` without the further copies of one text."""
        kept: dict[str, Match] = {}
        chosen: list[Match] = []
        for match in matches:
            document_id = match.passage.document_id
            if document_id in kept or sum(self._copies(match, kept.values())) < _COPIES:
                kept[document_id] = match
                chosen.append(match)
        return chosen[:OTHER_MATCHES]

    def _copies(self, match: Match, others: Iterable[Match]) -> Iterator[bool]:
        """Whether the document of ``match`` is a near-copy of that of each other one. Copies have
        most words of the passage too, and that is soon seen."""
        document = self._documents[match.passage.document_id]
        for other in others:
            yield _alike(match, other) and judge.near_copies(
                document, self._documents[other.passage.document_id]
            )

    def _voices_of(self, document: Document) -> _Voices:
        if document.id not in self._voices:
            self._voices[document.id] = _Voices(document, self._outlets)
        return self._voices[document.id]

    # --- whose documents they are -------------------------------------------------------------

    def _attributed(self, claim: Claim) -> tuple[Document, ...]:
        """The documents at hand of whom the article names for ``claim``, or links to there."""
        if claim.attribution is None:
            return ()
        named = self._owners.named_by(claim.attribution)
        return self._at_hand((*named, *self._owners.linked(claim, self._article)))

    def _at_hand(self, keys: Iterable[str]) -> tuple[Document, ...]:
        known = (key for key in dict.fromkeys(keys) if key in self._documents)
        return tuple(self._documents[key] for key in known)

    # --- the list of sources ------------------------------------------------------------------

    def listed(self, findings: tuple[Finding, ...]) -> Iterator[Source]:
        """Documents first, then the sources that are named and not at hand."""
        used = {match.passage.document_id for f in findings for match in f.matches}
        named = {hop.id: hop for f in findings for hop in _named(f)}
        owned = {key: tuple(self._owners.of(hop)) for key, hop in named.items()}
        met = sorted(used.union(*owned.values()))
        for document in self._at_hand((*self._sources.listed, *met)):
            name = document.publisher or document.label
            yield Source(document.id, name, "read", document, document.detail)
        for key, hop in named.items():
            if not any(other in self._documents for other in owned[key]):
                yield Source(key, hop.name, "unavailable", None, _NOT_AT_HAND)


def _alike(one: Match, other: Match) -> bool:
    """Whether each of two passages has half of the words of the other."""
    ours, theirs = ({word.key for word in words(m.passage.exact)} for m in (one, other))
    return 2 * len(ours & theirs) >= max(len(ours), len(theirs))


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
