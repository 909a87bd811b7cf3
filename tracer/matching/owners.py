"""Whose the documents at hand are: those that an article names, or links to.

Documents are not read for it, so it takes no longer with a million of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from tracer.models import Attribution, Claim, Document, Hop
from tracer.outlets import Outlets, identity

if TYPE_CHECKING:
    from tracer.matching.sources import Sources


class Owners:
    """The documents of ``sources`` by whose they are. Ids come in the order of the sources."""

    def __init__(self, sources: Sources, outlets: Outlets) -> None:
        self._imprints = sources.imprints
        self._by_identity = _by_identity(self._imprints.all(), outlets)

    def named_by(self, attribution: Attribution) -> Iterator[str]:
        """The documents of the outlet or document that a claim is given to; where it is given to
        neither, those that the speaker published."""
        outlets = attribution.hops("outlet")
        hops = outlets or attribution.hops("document") + attribution.hops("speaker")
        for hop in hops:
            yield from self.of(hop)

    def of(self, hop: Hop) -> Iterator[str]:
        """The documents that ``hop`` published or, if it is a document, that are called so."""
        yield from self.published_by(hop.id)
        if hop.role == "document":
            yield from self._imprints.titled(hop.name)

    def published_by(self, publisher: str) -> Iterator[str]:
        """The documents whose publisher has the id ``publisher``, as hops and outlets do."""
        yield from self._imprints.under(self._by_identity.get(publisher, ()))

    def linked(self, claim: Claim, article: Document) -> Iterator[str]:
        """The documents that a link inside a claim, its cue or its source points to."""
        named = claim.attribution
        spans = [claim.span, *((named.cue, named.source) if named else ())]
        near = [span for span in spans if span is not None]
        linked = (link.url for link in article.links if any(map(link.span.overlaps, near)))
        yield from self._imprints.at({urldefrag(url).url for url in linked})


@lru_cache(maxsize=8)
def _by_identity(imprints: tuple[str, ...], outlets: Outlets) -> Mapping[str, Collection[str]]:
    """The imprints of each publisher, by the id that hops have."""
    found: dict[str, list[str]] = {}
    for imprint in imprints:
        for key in _identities(imprint, outlets):
            found.setdefault(key, []).append(imprint)
    return found


def _identities(imprint: str, outlets: Outlets) -> frozenset[str]:
    outlet = outlets.find(imprint)
    known = frozenset([outlet.id]) if outlet else frozenset()
    return known if imprint.startswith("https://") else known | {identity(imprint)}
