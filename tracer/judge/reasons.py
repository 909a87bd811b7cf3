"""The sentences that say why: short, concrete, and about what the texts say, never the world."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracer.judge.polarity import Opposed
from tracer.judge.wording import Judged
from tracer.models import Claim, Difference, DifferenceKind, Document, Hop
from tracer.text import clipped

_QUOTED = 80
"""Longest quotation in a reason, in code points."""

_WORDED = {
    "exact": "{} has it word for word.",
    "close": "{} has it, with only marked or harmless differences.",
    "paraphrased": "{} says this in other words.",
}
_URGENT: tuple[DifferenceKind, ...] = (
    "figure",
    "negation",
    "date",
    "name",
    "direction",
    "modality",
)


def publisher(document: Document) -> str:
    """What a reader knows the document by."""
    return document.publisher or document.label


def of_wording(judged: Judged, article: Document) -> list[str]:
    """What the passage makes of the claim."""
    source = publisher(judged.reading.document)
    if judged.wording in _WORDED:
        return [_WORDED[judged.wording].format(source)]
    told = _difference(judged, article)
    return [told] if told else []


def _difference(judged: Judged, article: Document) -> str:
    source = publisher(judged.reading.document)
    shown = _worst(judged)
    if shown is None:
        return "" if judged.turned else f"{source} has it in other words or another order."
    theirs = judged.reading.document.text
    if shown.kind == "elision":
        return f"The words left out at the ellipsis change what {source} has."
    if shown.kind == "order":
        return f"{source} has the words in another order."
    if shown.article and shown.source:
        ours = _marked(shown.article.of(article.text))
        return f"The article says {ours}; {source} says {_marked(shown.source.of(theirs))}."
    if shown.article:
        return f"The article adds {_marked(shown.article.of(article.text))}; {source} does not."
    assert shown.source is not None
    return f"{source} also says {_marked(shown.source.of(theirs))}; the article leaves it out."


def _worst(judged: Judged) -> Difference | None:
    for weight in ("turned", "changed"):
        found = [a.difference for a in judged.assessed if a.weight == weight]
        if found:
            return min(found, key=_urgency)
    return None


def _urgency(difference: Difference) -> tuple[int, bool, int]:
    """The gravest kind first, then what stands in both texts, then the shortest."""
    kind = _URGENT.index(difference.kind) if difference.kind in _URGENT else len(_URGENT)
    spans = [span for span in (difference.article, difference.source) if span]
    return kind, len(spans) < 2, sum(map(len, spans))


def _marked(words: str) -> str:
    return f"“{clipped(words, _QUOTED)}”"


def opposed(judged: Judged, contrary: Opposed) -> str:
    """That the one denies what the other asserts."""
    source = publisher(judged.reading.document)
    if contrary.by_article:
        return f"The article has {_marked(contrary.words)}; {source} does not deny it."
    return f"{source} has {_marked(contrary.words)}; the article does not."


def of_rules(judged: Judged) -> list[str]:
    """What the rules about a passage's surroundings found."""
    source = publisher(judged.reading.document)
    found = []
    if judged.turned:
        found.append(f"Just outside the quoted words {source} has {_marked(judged.turned.words)}.")
    if "T205" in judged.rules:
        found.append(f"{source} tells this in its own words, without quotation marks.")
    return found


def copied(judged: Judged) -> str:
    source = publisher(judged.reading.document)
    return f"{judged.copied} words in a row are those of {source}, without quotation marks."


def another_speaker(judged: Judged, speaker: Hop, claim: Claim) -> str:
    ours = (
        listed(hop.name for hop in claim.attribution.hops("speaker")) if claim.attribution else ""
    )
    source = publisher(judged.reading.document)
    return f"{source} gives these words to {speaker.name}, the article to {ours}."


def another_source(attributed: Sequence[Document], judged: Judged) -> str:
    named = listed(dict.fromkeys(map(publisher, attributed)))
    other = publisher(judged.reading.document)
    return f"{_read(attributed)} of {named} read, and it is not there; {other} has it."


def not_found(attributed: Sequence[Document]) -> str:
    named = listed(dict.fromkeys(map(publisher, attributed)))
    have = "has" if len(attributed) == 1 else "have"
    titles = "; ".join(clipped(document.label, _QUOTED) for document in attributed)
    none = "it has nothing" if len(attributed) == 1 else "none has anything"
    return f"{_read(attributed)} of {named} {have} been read, and {none} like it: {titles}."


def _read(documents: Sequence[Document]) -> str:
    return "1 document" if len(documents) == 1 else f"{len(documents)} documents"


def traced(claim: Claim) -> str:
    """Why the claim is traced and not rated by a source of its own."""
    names = _named(claim)
    if not names:
        return "The article names no source for it."
    return f"No document of {names} is at hand."


def unavailable(claim: Claim) -> str:
    return f"No document of {_named(claim)} is at hand, and no other source at hand carries it."


def unsourced() -> str:
    return "The article names nobody for this, and no source at hand carries it."


def anonymous(hops: Sequence[Hop]) -> str:
    if not hops:
        return "The article does not say who says so."
    return f"Nobody can ask {listed(_marked(hop.name) for hop in hops)}."


def plural(judged: Judged, hop: Hop, theirs: str) -> str:
    source = publisher(judged.reading.document)
    return f"The article speaks of {_marked(hop.name)}; {source} has {_marked(theirs)}."


def _named(claim: Claim) -> str:
    chain = claim.attribution.chain if claim.attribution else ()
    outlets = [hop.name for hop in chain if hop.role in ("outlet", "document")]
    return listed(
        outlets
        or [hop.name for hop in chain if hop.role == "speaker"]
        or [hop.name for hop in chain]
    )


def listed(names: Iterable[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C"."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
