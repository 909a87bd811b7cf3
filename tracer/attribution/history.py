"""What a text attributed so far: who spoke last, what "the report" and "he added" go back to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.attribution.fitting import alike_papers
from tracer.models import Hop, Span

if TYPE_CHECKING:
    from tracer.attribution.mentions import Mention
    from tracer.attribution.reported import Reported
    from tracer.attribution.units import Unit

Hops = tuple[Hop, ...]
NEAR_PARAGRAPHS = 3
"""How many paragraphs back "the report" may look for the outlet that is meant."""
LAST = 12
"""How many attributions back they may look."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An attribution that was read: where it stands, its source, its chain, and the part of the
    chain that the text's clause adds."""

    unit: int
    paragraph: int
    source: Span | None
    head: str
    plural: bool
    chain: Hops
    carried: Hops


class History:
    """The attributions of a text that were read, and the documents that they named."""

    def __init__(self, text: str, parts: Sequence[Unit]) -> None:
        self._text, self._parts = text, parts
        self.spoken: list[Spoken] = []
        self.papers: list[tuple[str, Hops]] = []

    def paragraph(self, reported: Reported) -> int:
        return self._parts[reported.unit].paragraph

    def of_same_source(self, reported: Reported, source: Hops) -> Hops:
        """What the clause added where this quotation was begun."""
        for before in self.spoken[: -LAST - 1 : -1]:
            if reported.source is not None and before.source == reported.source:
                return before.carried
        last = self.spoken[-1] if self.spoken else None
        if source or last is None or self.paragraph(reported) != last.paragraph:
            return ()
        return last.chain if reported.source is None and self._follows(reported, last) else ()

    def _follows(self, reported: Reported, last: Spoken) -> bool:
        """Whether a quotation without cue and source stands in marks, right behind another."""
        first = min(reported.contents, default=None)
        unit = self._parts[reported.unit]
        quoted = first is not None and any(quote.overlaps(first) for quote in unit.quotes)
        return quoted and reported.unit - last.unit == 1

    def goes_on(self, reported: Reported, source: Hops) -> Hops:
        """What was added for somebody who now "added" something, in the same paragraph."""
        last = self.spoken[-1] if self.spoken else None
        if last and source and last.source == reported.source and reported.source:
            start = reported.source.start
            return tuple(h for h in last.carried if h.mention and h.mention.end <= start)
        cue = reported.cue.of(self._text).casefold().split() if reported.cue else []
        if last is None or last.paragraph != self.paragraph(reported):
            return ()
        same = {hop.id for hop in source if hop.role == "speaker"} & {hop.id for hop in last.chain}
        return last.carried if same and cue and cue[0] in lex.GOING_ON else ()

    def near(self, here: int) -> Iterator[Spoken]:
        for before in self.spoken[: -LAST - 1 : -1]:
            if here - before.paragraph <= 1:
                yield before

    def same_words(self, mention: Mention) -> Hops:
        """Whoever was described before in the same way: "the official" after "an official"."""
        if not mention.definite or mention.owned or mention.others:
            return ()
        for before in self.spoken[: -LAST - 1 : -1]:
            if before.head and before.head == mention.head and before.source:
                speakers = [h for h in before.chain if h.role in {"speaker", "affiliation"}]
                return tuple(mentioned(hop, mention.span) for hop in speakers)
        return ()

    def paper_before(self, mention: Mention) -> Hops:
        for nouns in (frozenset({mention.head}), alike_papers(mention.head)):
            for head, hops in self.papers[: -LAST - 1 : -1]:
                if head in nouns:
                    return hops
        for before in self.spoken[: -LAST - 1 : -1]:
            outlets = tuple(hop for hop in before.chain if hop.role == "outlet")
            near = mention.unit.paragraph - before.paragraph <= NEAR_PARAGRAPHS
            if near and outlets and mention.head in lex.OUTLET_REPORTS:
                return outlets
        return ()


def mentioned(hop: Hop, span: Span) -> Hop:
    return hop if hop.role == "affiliation" else replace(hop, mention=span)
