"""Which links of a chain the documents at hand bear out, each on its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tracer.judge.comparison import words_within
from tracer.judge.voices import last_name, named, other_speaker, same_person, voices_of
from tracer.judge.wording import Judged
from tracer.models import Attribution, Claim, Document, Finding, Hop, HopState, Span
from tracer.outlets import identity
from tracer.rules import ACCEPTING
from tracer.text import fold, paragraphs, sentences, words


def with_states(
    claim: Claim, article: Document, judged: Sequence[Judged], attributed: Sequence[Document]
) -> Claim:
    """``claim`` with a state on its outlets, documents and speakers, each on its own: whether a
    document of the outlet carries the words; and whether the one that does, or else one that has
    them otherwise, gives them to the speaker.
    """
    attribution = claim.attribution
    if attribution is None:
        return claim
    carrying = [j for j in judged if j.wording in ACCEPTING]
    check = _Check(attribution, article, carrying, carrying or judged[:1], attributed)
    chain = tuple(replace(hop, state=check.state(hop)) for hop in attribution.chain)
    return replace(claim, attribution=replace(attribution, chain=chain))


@dataclass(frozen=True, slots=True)
class _Check:
    """What a chain is held against: the passages that carry the claim, those that have it at all,
    and the documents of the source that the article names."""

    attribution: Attribution
    article: Document
    carrying: Sequence[Judged]
    having: Sequence[Judged]
    read: Sequence[Document]

    def state(self, hop: Hop) -> HopState:
        if hop.anonymous or hop.role == "affiliation":
            return hop.state
        if hop.role == "speaker":
            documents = [*self.read, *(j.reading.document for j in self.having)]
            return _confirmed(any(self._says_who(j, hop) for j in self.having), documents)
        own = _documents_of(hop, self.attribution, self.read)
        ids = {document.id for document in own}
        return _confirmed(any(j.reading.document.id in ids for j in self.carrying), own)

    def _says_who(self, judged: Judged, speaker: Hop) -> bool:
        """Whether the document gives the passage to the speaker: it calls whoever it gives it to
        by that name; or by none, and has the name close by; or it is the speaker's own."""
        document = judged.reading.document
        voices = voices_of(judged.match.passage, judged.reading.voices)
        theirs = named(hop for voice in voices for hop in voice.chain)
        if any(same_person(speaker, hop) for hop in theirs) or _wrote(speaker, document):
            return True
        other = other_speaker(self.attribution, self.article.text, voices, document.text)
        return other is None and _named_close_by(judged, speaker)


def _confirmed(shown: bool, documents: Collection[Document]) -> HopState:
    if shown:
        return "confirmed"
    return "not-confirmed" if documents else "not-checked"


def _documents_of(
    hop: Hop, attribution: Attribution, read: Sequence[Document]
) -> Sequence[Document]:
    """Those of the documents read that are this hop's: all, unless several are named."""
    beside = attribution.hops("outlet") + attribution.hops("document")
    return read if len(beside) == 1 else [d for d in read if _is_of(d, hop)]


def _is_of(document: Document, hop: Hop) -> bool:
    name = document.publisher or document.label
    ours, theirs = ({w.key for w in words(fold(n))} - {"the"} for n in (hop.name, name))
    return identity(name) == hop.id or (bool(ours) and (ours <= theirs or theirs <= ours))


def _wrote(speaker: Hop, document: Document) -> bool:
    by = (*document.authors, document.publisher or "")
    return any(last_name(speaker.name) in {w.key for w in words(fold(name))} for name in by)


def _named_close_by(judged: Judged, speaker: Hop) -> bool:
    """Whether the passage's paragraph, or one beside it, has the speaker's name."""
    text, spans = judged.reading.document.text, judged.match.passage.spans
    parts = paragraphs(text)
    at = [n for n, part in enumerate(parts) if any(part.overlaps(span) for span in spans)]
    near = parts[max(0, at[0] - 1) : at[-1] + 2] if at else ()
    return any(last_name(speaker.name) in _keys(text, part) for part in near)


def _keys(text: str, span: Span) -> set[str]:
    return {word.key.removesuffix("'s") for word in words_within(text, span)}


def confirm(finding: Finding, documents: Iterable[Document]) -> Finding:
    """``finding`` with a state on its affiliations, from all documents at hand.

    Confirmed: a document names the speaker and the affiliation within two sentences that follow
    each other. Not confirmed: documents name the speaker, none of them with it. Not checked: no
    document names the speaker.
    """
    attribution = finding.attribution
    speakers = [hop.name for hop in attribution.hops("speaker")] if attribution else []
    if attribution is None or not speakers or not attribution.hops("affiliation"):
        return finding
    naming = [
        d
        for d in documents
        if any(map(_keys(d.text, _all(d)).__contains__, map(last_name, speakers)))
    ]
    chain = tuple(
        replace(hop, state=_confirmed(any(_together(d, speakers, hop) for d in naming), naming))
        if hop.role == "affiliation"
        else hop
        for hop in attribution.chain
    )
    claim = replace(finding.claim, attribution=replace(attribution, chain=chain))
    return replace(finding, claim=claim)


def _all(document: Document) -> Span:
    return Span(0, len(document.text))


def _together(document: Document, speakers: Sequence[str], affiliation: Hop) -> bool:
    wanted = {word.key for word in words(fold(affiliation.name))} - {"the", "of"}
    keys = [_keys(document.text, span) for span in sentences(document.text)]
    for index, here in enumerate(keys):
        near = here.union(*keys[index + 1 : index + 2])
        if any(last_name(name) in near for name in speakers) and wanted <= near:
            return True
    return False
