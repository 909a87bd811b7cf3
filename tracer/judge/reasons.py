"""The sentences that say why: short, concrete, and about what the texts say, never the world.

Each names both sides, the article and the document; the first one of a finding says where in the
document to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracer.judge.comparison import Comparison, compare
from tracer.judge.context import sentences_at
from tracer.judge.phrases import both, marked, place, publisher
from tracer.judge.polarity import Opposed
from tracer.judge.wording import Judged
from tracer.models import Claim, Difference, DifferenceKind, Document, Hop, Wording

_WHOLE = 200
"""Longest stretch of whole sentences that stands for a paraphrase's passage, in code points."""
_TITLES = 3
"""Titles that a list of documents gives."""
_EXAMPLES = 2
"""Harmless differences that a reason names."""
_URGENT: tuple[DifferenceKind, ...] = (
    "figure",
    "negation",
    "date",
    "name",
    "direction",
    "modality",
)


def of_wording(judged: Judged, claim: Claim, article: Document) -> list[str]:
    """What the passage makes of the claim."""
    source, where = publisher(judged.reading.document), _where(judged)
    if judged.wording == "exact":
        return [f"{source} has it word for word{where}."]
    if judged.wording == "paraphrased":
        return [f"{source} says this in other words{where}: {marked(_passage(judged), _WHOLE)}."]
    comparison = compare(
        article.text, claim.span, judged.reading.document.text, judged.reading.match
    )
    if judged.wording == "close":
        return [f"{source} has it{where}{_harmless(judged, comparison)}."]
    return _departures(judged, comparison)


def _where(judged: Judged) -> str:
    where = place(judged.reading.document, judged.match.passage.spans)
    return f" ({where})" if where else ""


def _passage(judged: Judged) -> str:
    """The sentences that a passage lies in, or, where those are long, the passage itself."""
    text, spans = judged.reading.document.text, judged.match.passage.spans
    around = sentences_at(text, *spans)
    whole = text[around[0].start : around[-1].end] if around else ""
    return whole if 0 < len(whole) <= _WHOLE else " … ".join(span.of(text) for span in spans)


def _harmless(judged: Judged, comparison: Comparison) -> str:
    """What differs and does not matter: the first few things of it."""
    told = [_written(a.difference, comparison) for a in judged.assessed]
    some = listed(list(dict.fromkeys(filter(None, told)))[:_EXAMPLES])
    return f", with only marked or harmless differences: {some}" if some else (
        ", with only marked or harmless differences"
    )  # fmt: skip


def _written(difference: Difference, comparison: Comparison) -> str:
    ours = difference.article.of(comparison.article.text) if difference.article else ""
    theirs = difference.source.of(comparison.source.text) if difference.source else ""
    if difference.kind == "elision":
        return f"an ellipsis for {marked(theirs)}" if theirs else ""
    if ours and theirs:
        return f"{marked(ours)} for {marked(theirs)}"
    return f"{marked(ours)} added" if ours else f"{marked(theirs)} left out"


# --- what departs from the source -----------------------------------------------------------------


def _departures(judged: Judged, comparison: Comparison) -> list[str]:
    """The gravest difference, and the next one with a count of the others."""
    source = publisher(judged.reading.document)
    found = _gravest(judged)
    if not found:
        rest = f"{source} has it in other words or another order{_where(judged)}."
        return [] if judged.turned else [rest]
    first, *others = found
    told = [_told(first, source, comparison, _where(judged))]
    if others:
        more = f"; {count_of(len(others) - 1, 'more difference')} beside" if others[1:] else ""
        told.append(_told(others[0], source, comparison, more))
    return told


def _gravest(judged: Judged) -> list[Difference]:
    """The differences of the weight that decides, the gravest first."""
    for weight in ("turned", "changed"):
        found = [a.difference for a in judged.assessed if a.weight == weight]
        if found:
            return sorted(found, key=_urgency)
    return []


def _urgency(difference: Difference) -> tuple[int, bool, int]:
    """The gravest kind first, then what stands in both texts, then the shortest."""
    kind = _URGENT.index(difference.kind) if difference.kind in _URGENT else len(_URGENT)
    spans = [span for span in (difference.article, difference.source) if span]
    return kind, len(spans) < 2, sum(map(len, spans))


def _told(difference: Difference, source: str, comparison: Comparison, behind: str) -> str:
    if difference.kind == "elision" and difference.source:
        omitted = marked(difference.source.of(comparison.source.text))
        return f"Where the article has an ellipsis, {source} has {omitted}{behind}."
    ours, theirs = both(difference, comparison)
    if difference.kind == "order":
        moved = marked(ours or theirs)
        return f"The article has {moved} in another place than {source}{behind}."
    if ours and theirs:
        return f"The article says {marked(ours)}; {source} says {marked(theirs)}{behind}."
    if ours:
        return f"The article adds {marked(ours)}, which {source} does not have{behind}."
    return f"The article leaves out {marked(theirs)}, which {source} has{behind}."


def opposed(judged: Judged, contrary: Opposed) -> str:
    """That the one denies what the other asserts."""
    source, denial, where = (
        publisher(judged.reading.document),
        marked(contrary.words),
        _where(judged),
    )
    if contrary.by_article:
        return f"The article has {denial}; {source} does not deny it{where}."
    return f"{source} has {denial}{where}; the article does not."


def of_rules(judged: Judged, claim: Claim) -> list[str]:
    """What the rules about a passage's surroundings found."""
    source = publisher(judged.reading.document)
    found = []
    if judged.turned:
        words = marked(judged.turned.words)
        found.append(
            f"Just outside the quoted words {source} has {words}, which the article leaves out."
        )
    if "T205" in judged.rules:
        who = _possessive(listed(map(_called, _speakers(claim))))
        found.append(
            f"The article puts it in quotation marks as {who} words; {source} tells it in its own "
            "words, without quotation marks."
        )
    return found


def _speakers(claim: Claim) -> Sequence[Hop]:
    return claim.attribution.hops("speaker") if claim.attribution else ()


def _possessive(name: str) -> str:
    if not name:
        return "somebody's"
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def copied(judged: Judged, article: Document) -> str:
    assert judged.copied is not None
    source = publisher(judged.reading.document)
    words = marked(judged.copied.article.of(article.text))
    return (
        f"{judged.copied.length} words in a row are those of {source}, without quotation marks: "
        f"{words}."
    )


# --- whose it is ----------------------------------------------------------------------------------


def another_speaker(judged: Judged, speaker: Hop, claim: Claim) -> str:
    ours = listed(map(_called, _speakers(claim)))
    source = publisher(judged.reading.document)
    what = "this" if judged.wording == "paraphrased" else "these words"
    theirs = _called(speaker)
    return f"{source} gives {what} to {theirs}{_where(judged)}, the article to {ours}."


_HAS: dict[Wording | None, str] = {
    "exact": "has it word for word",
    "close": "has it, with only marked or harmless differences",
}


def another_source(attributed: Sequence[Document], judged: Judged) -> str:
    other = publisher(judged.reading.document)
    has = _HAS.get(judged.wording, "says it in other words")
    does = "does" if len(attributed) == 1 else "do"
    return f"{_read(attributed)}, and {does} not have it; {other} {has}{_where(judged)}."


def not_found(attributed: Sequence[Document], but: Judged | None, article: Document) -> str:
    """That the documents were read in vain, ``but`` for words that one of them has."""
    has = "has" if len(attributed) == 1 else "have"
    nothing = "nothing like it"
    if but and but.copied:
        nothing = f"of it only {marked(but.copied.article.of(article.text))}"
    titles = [marked(document.label) for document in attributed[:_TITLES]]
    more = len(attributed) - len(titles)
    known = listed([*titles, f"{more} more"] if more else titles)
    return f"{_read(attributed)}, and {has} {nothing}: {known}."


def _read(documents: Sequence[Document]) -> str:
    named = listed(dict.fromkeys(map(publisher, documents)))
    were = "was" if len(documents) == 1 else "were"
    return f"{count_of(len(documents), 'document')} of {named} {were} read"


def own_source(claim: Claim) -> str:
    """Why a claim is rated by a source that is not its own."""
    names = _named(claim)
    return f"No document of {names} is at hand." if names else (
        "The article names no source for it."
    )  # fmt: skip


def unavailable(claim: Claim) -> str:
    return f"No document of {_named(claim)} is at hand, and no other source at hand carries it."


def unsourced() -> str:
    return "The article names nobody for this, and no source at hand carries it."


def anonymous(hops: Sequence[Hop]) -> str:
    if not hops:
        return "The article does not say who says so."
    return f"Nobody can ask {listed(marked(hop.name) for hop in hops)}: the article gives no name."


def plural(judged: Judged, hop: Hop, theirs: str) -> str:
    source = publisher(judged.reading.document)
    return f"The article speaks of {marked(hop.name)}; {source} has {marked(theirs)}."


def one_source(documents: Sequence[Document]) -> str:
    """That one publisher, byline or agency is behind all documents that carry a claim."""
    names = listed(dict.fromkeys(map(publisher, documents)))
    if len(documents) == 1:
        return f"The article rests on this, and only one source at hand carries it: {names}."
    return f"The article rests on this, and what {names} have of it comes from one source."


def one_text(documents: Sequence[Document]) -> str:
    """That all the documents that carry a claim are near-copies of one text."""
    names = listed(dict.fromkeys(map(publisher, documents)))
    return (
        f"The article rests on this, and one text carries it: the {len(documents)} documents of "
        f"{names} are near-copies."
    )


def told_twice(here: str, there: str, other: str) -> str:
    """That the article says one thing ``here`` and another ``there``, in the ``other`` claim."""
    return f"The article says {marked(here)} here, and {marked(there)} elsewhere: {marked(other)}."


def _named(claim: Claim) -> str:
    chain = claim.attribution.chain if claim.attribution else ()
    outlets = [hop for hop in chain if hop.role in ("outlet", "document")]
    return listed(map(_called, outlets or _speakers(claim) or chain))


def _called(hop: Hop) -> str:
    """A hop's name as it stands inside a sentence; "The" belongs to the names of papers."""
    opens = hop.role != "outlet" and hop.name.startswith(("The ", "A ", "An "))
    return hop.name[:1].lower() + hop.name[1:] if opens else hop.name


def listed(names: Iterable[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C"."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def count_of(number: int, one: str) -> str:
    """``number`` with its noun, "1 claim" or "2 claims"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
