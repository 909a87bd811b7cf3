"""Which documents are one source: near-copies of one story, and the pages of one publisher.

Two papers that print the text of one agency are one witness and not two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tracer.judge.context import quotations_of
from tracer.models import Document, Span
from tracer.outlets import identity
from tracer.text import keys_of

_RUN = 5
"""Words in a row that are compared."""
_ALIKE = 0.5
"""The share of the shorter text's runs of words that a near-copy has too. Of the 146,000 pairs of
10,000 news texts with such a run in common, 206 have half of them or more in common. All 17 such
pairs of BBC and US papers are one story with a new lead or end; those of market reports are one
form filled in twice, too, but then not with the same claim."""
_FEWEST = 12
"""Runs outside quotation marks from which they alone are compared: two reports of their own may
quote one speech."""
_DATELINE = re.compile(r"[^\n()]{0,60}\(([^\W\d_][^\n()]{1,40})\)\s*[-\u2013\u2014:]")
"""An agency's credit at a text's start: "DORN, 6 Dec (Inland Wire) - "."""
_NOBODY = frozenset(
    map(identity, "staff|staff writer|staff reporter|newsroom|editor|editors|admin".split("|"))
)


def sources_of(documents: Iterable[Document]) -> tuple[tuple[Document, ...], ...]:
    """``documents`` in groups, each of which is one source, in the order of their first one."""
    groups: list[list[Document]] = []
    for document in documents:
        kin = [group for group in groups if any(are_one(document, other) for other in group)]
        groups = [group for group in groups if group not in kin]
        groups.append([*(other for group in kin for other in group), document])
    return tuple(map(tuple, groups))


def are_one(one: Document, other: Document) -> bool:
    """Whether two documents are one source: one publisher, one byline or one agency behind both,
    or one text."""
    return bool(_behind(one) & _behind(other)) or near_copies(one, other)


def near_copies(one: Document, other: Document) -> bool:
    """Whether one text has half of the other's runs of words, or the other way round."""
    return share(one.text, other.text) >= _ALIKE


def share(one: str, other: str) -> float:
    """The share (0 to 1) of one text's runs of five words that the other has too, the larger of
    the two directions: a story cut short is still that story."""
    ours, theirs = _own_runs(one), _own_runs(other)
    if min(len(ours), len(theirs)) < _FEWEST:
        ours, theirs = _all_runs(one), _all_runs(other)
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def agency(document: Document) -> str:
    """The agency that a document's dateline credits; "" if none."""
    found = _DATELINE.match(document.text)
    return found[1].strip() if found else ""


@lru_cache(maxsize=512)
def _behind(document: Document) -> frozenset[str]:
    """Who published, wrote or supplied a document, as identities."""
    names = (document.publisher or "", agency(document), *document.authors)
    return frozenset(identity(name) for name in names if name.strip()) - _NOBODY


@lru_cache(maxsize=256)
def _own_runs(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of five words that no quotation mark encloses any of."""
    edges = [0, *(at for q in quotations_of(text) for at in (q.start, q.end)), len(text)]
    between = (Span(a, max(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return frozenset(run for span in between for run in _runs(text, span))


@lru_cache(maxsize=256)
def _all_runs(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(text, Span(0, len(text))))


def _runs(text: str, span: Span) -> Sequence[tuple[str, ...]]:
    keys = keys_of(span.of(text))
    return [tuple(keys[at : at + _RUN]) for at in range(len(keys) - _RUN + 1)]
