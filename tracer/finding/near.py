"""What is nearest: links in or next to the sentence, and documents at hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urldefrag

from tracer.finding.values import Lead, Wanted
from tracer.matching import Sources
from tracer.matching.owners import Owners
from tracer.models import Document, Span
from tracer.outlets import Outlets
from tracer.text import paragraphs, sentences_of

LIKE = 90.0
"""From this score on a document has the words of a claim. Below it the search goes on, which costs
questions and nothing else."""
_LATER = timedelta(days=1)
"""How much later than an article a document may be dated and still be its source: time zones."""


class Links:
    """The links in a claim's sentence; if there is none, in the sentences before and after it in
    the same paragraph."""

    name = "link"

    def leads(self, wanted: Wanted) -> Iterator[Lead]:
        inside, beside = _surroundings(wanted.article, wanted.claim.span)
        own = _linked(wanted.article, inside)
        found = own or _linked(wanted.article, beside)
        if not found:
            yield Lead(told="not asked: no link stands in or beside the sentence")
        for address in found:
            yield Lead(address)


def _surroundings(article: Document, claim: Span) -> tuple[list[Span], list[Span]]:
    """The sentences that a claim is in, and those next to them."""
    inside: list[Span] = []
    beside: list[Span] = []
    for paragraph in paragraphs(article.text):
        if paragraph.overlaps(claim):
            found = sentences_of(article.text, paragraph)
            at = [i for i, sentence in enumerate(found) if sentence.overlaps(claim)]
            inside.extend(found[i] for i in at)
            if at:
                beside.extend([*found[max(0, at[0] - 1) : at[0]], *found[at[-1] + 1 : at[-1] + 2]])
    return inside, beside


def _linked(article: Document, spans: list[Span]) -> list[str]:
    found = (link.url for link in article.links if any(map(link.span.overlaps, spans)))
    return list(dict.fromkeys(urldefrag(url).url for url in found))


class AtHand:
    """The documents at hand that an outlet of the claim published, not after the article, and that
    have the claim's words."""

    name = "sources at hand"

    def __init__(self, sources: Sources, outlets: Outlets) -> None:
        self._sources, self._outlets = sources, outlets

    def leads(self, wanted: Wanted) -> Iterator[Lead]:
        named = {outlet.id for outlet in wanted.outlets}
        if not named:
            yield Lead(told="not asked: the article names no outlet for it")
            return
        owners = Owners(self._sources, self._outlets)
        ids = {key for outlet in sorted(named) for key in owners.published_by(outlet)}
        for match in self._sources.search(wanted.claim.text, within=ids - {wanted.article.id}):
            document = self._sources.documents[match.passage.document_id]
            if match.score >= LIKE and not _is_late(document, wanted):
                yield Lead(document=document)
                return


def _is_late(document: Document, wanted: Wanted) -> bool:
    """Whether a document was published after the article, and so was no source of it."""
    day = day_of(document.published)
    return bool(wanted.published and day and day > wanted.published + _LATER)


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date and time."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
