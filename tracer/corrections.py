"""What reviewers set right in how an article was read, put over the reading. Pure.

A correction names a claim by its id, so it follows the claim's words: where they are, it applies,
in every later check; where they are gone, it does not, and is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tracer import claims
from tracer.models import (
    CORRECTED,
    Attribution,
    Claim,
    Correction,
    Document,
    Hop,
    Named,
    NewChain,
    NewWords,
    Role,
    Span,
)
from tracer.outlets import identity
from tracer.text import fold

if TYPE_CHECKING:
    from tracer.outlets import Outlets

ORDER: tuple[Role, ...] = ("outlet", "document", "speaker", "affiliation")
"""From the nearest source to the furthest."""
_NEAR = 2_000
"""Code points around a claim in which a name that a reviewer gives is looked for."""


def corrected(
    article: Document, found: Sequence[Claim], given: Sequence[Correction], outlets: Outlets
) -> tuple[Claim, ...]:
    """The claims ``found`` in ``article`` with each correction that fits them, in turn."""
    current = tuple(found)
    for correction in given:
        claim = next((c for c in current if c.id == correction.claim_id), None)
        if claim is not None:
            current = _with(article, current, claim, correction.change, outlets)
    return current


def _with(
    article: Document,
    current: tuple[Claim, ...],
    claim: Claim,
    change: NewWords | NewChain,
    outlets: Outlets,
) -> tuple[Claim, ...]:
    if isinstance(change, NewChain):
        attribution = _attribution(article, claim, change.named, outlets)
        group = {c.id for c in current if c.group == claim.group}
        pairs = [(c.span, attribution if c.id in group else c.attribution) for c in current]
        return claims.made_of(article, pairs)
    span = _placed(article.text, claim, change)
    if span is None or crossed(current, claim, span):
        return current
    return claims.made_of(article, list(_respanned(current, claim, span)))


# --- the words ---------------------------------------------------------------------------------


def place(text: str, claim: Span, words: str) -> Span | None:
    """Where ``text`` has ``words`` nearest to ``claim``, whatever its spaces, case and marks."""
    parts = [re.escape(fold(part)) for part in words.split()]
    if not parts:
        return None
    found = [Span(*match.span()) for match in re.finditer(r"\s+".join(parts), fold(text))]
    return min(found, key=lambda span: abs(span.start - claim.start), default=None)


def crossed(current: Sequence[Claim], claim: Claim, span: Span) -> Claim | None:
    """A claim that ``span``, which ``claim`` is to have, takes a part of and leaves a part."""
    for other in current:
        if other.id != claim.id and other.span.overlaps(span) and not span.contains(other.span):
            return other
    return None


def _placed(text: str, claim: Claim, change: NewWords) -> Span | None:
    start = max(0, claim.span.start + change.offset)
    if text.startswith(change.exact, start):
        return Span(start, start + len(change.exact))
    return place(text, claim.span, change.exact)


def _respanned(
    current: Sequence[Claim], claim: Claim, span: Span
) -> Iterator[tuple[Span, Attribution | None]]:
    """Spans and attributions with ``span`` for the claim's; what lies inside it is part of it."""
    for each in current:
        if each.id == claim.id:
            yield span, _moved(each.attribution, claim.span, span)
        elif not span.contains(each.span):
            same = each.group == claim.group
            yield (
                each.span,
                _moved(each.attribution, claim.span, span) if same else (each.attribution),
            )


def _moved(attribution: Attribution | None, old: Span, new: Span) -> Attribution | None:
    if attribution is None:
        return None
    contents = tuple(sorted({new if span == old else span for span in attribution.contents}))
    return replace(attribution, contents=contents)


# --- who said it -------------------------------------------------------------------------------


def _attribution(
    article: Document, claim: Claim, named: Sequence[Named], outlets: Outlets
) -> Attribution | None:
    """The claim's attribution with other sources; None if it is nobody's but the author's."""
    if not named:
        return None
    before = claim.attribution
    chain = tuple(
        _hop(article, claim, each, before.chain if before else (), outlets)
        for role in ORDER
        for each in named
        if each.role == role
    )
    speakers = [hop.mention for hop in chain if hop.role == "speaker" and hop.mention]
    mention = next(iter(speakers), next((hop.mention for hop in chain if hop.mention), None))
    return Attribution(
        contents=before.contents if before else (claim.span,),
        cue=before.cue if before else None,
        source=mention,
        chain=chain,
        rule=CORRECTED,
        confidence=1.0,
    )


def _hop(
    article: Document, claim: Claim, named: Named, before: Sequence[Hop], outlets: Outlets
) -> Hop:
    """The hop that was read, if that is who is meant; else a new one."""
    for hop in before:
        if (hop.role, hop.name) == (named.role, named.name):
            return replace(hop, anonymous=named.anonymous)
    outlet = outlets.find(named.name) if named.role in ("outlet", "affiliation") else None
    return Hop(
        name=outlet.name if outlet else named.name,
        role=named.role,
        id=outlet.id if outlet else identity(named.name),
        mention=_mention(article.text, claim.span, named.name),
        anonymous=named.anonymous,
    )


def _mention(text: str, claim: Span, name: str) -> Span | None:
    """Where the text has ``name`` near the claim, outside of it if it can be."""
    start = max(0, claim.start - _NEAR)
    pattern = rf"(?<!\w){re.escape(fold(name))}(?!\w)"
    around = fold(text[start : claim.end + _NEAR])
    found = [Span(*m.span()).moved(start) for m in re.finditer(pattern, around)]
    return min(found, key=lambda s: (s.overlaps(claim), abs(s.start - claim.start)), default=None)
