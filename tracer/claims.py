"""Which spans say something that can be checked.

A claim is a content span of an attribution, or a sentence, or what is left of one, that nobody
is named for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from tracer.models import Attribution, Claim, Document, Kind, Span, stable_id
from tracer.text import paragraphs, quotations, sentences, trimmed, words
from tracer.worth import worthiness

DIRECT_SHARE = 0.9
"""The share of a claim's words inside quotation marks from which it is a direct quotation; the
same bound as in PolNeAR's scorer."""
LABEL_WORDS = 7
"""A line of so many words or fewer, without a full stop at its end, is a label and no claim."""
LIKELY = 0.5
"""From this likelihood of speech on a content needs no cue of its own."""
SAID = 0.9
"""From this likelihood of speech on, a mere phrase after a cue is something said, unless the cue
is an act."""
_ACT = re.compile(
    r"\b(?:propos|offer|announc|launch|unveil|ban|approv|reject|accept|sign|order|request|demand"
    r"|seek|sought|pledg|appl|quot|cit(?:e|ing)|ask(?:s|ed|ing)? for|call(?:s|ed|ing)? for)",
    re.IGNORECASE,
)
"""Cues by which somebody does something with an object and says nothing of it."""
_ITEM = re.compile(r"(?:^|\n)\s*(?:[-–—*•·]|\d{1,2}[.)])\s+$")
_CLAUSE = re.compile(
    r"(?!to be,)(?:to|not to|if|whether|how|why|what|when|where|who|he|she|it|they|we|i|you|this"
    r"|there|these|those)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?!\w+(?:\s\w+)?\s(?:the|an?|his|her|their|its)\b)(?:(?!\b(?:that|which|who|whom|whose|when|as)\b)[^,;:])+?"
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do"
    r"|isn[’']t|won[’']t|can[’']t)\b",
    re.IGNORECASE,
)
"""A subject and a finite verb, without a relative clause between them or in the verb's place ("an
offer the company might take")."""
_CALLED = re.compile(r"[^\"“”«».;]{1,120}?\bas (?:(?:an?|the) )?[\"“«]([^\"“”«»]+)[\"”»]")
_EMPTY = frozenset("it there so this that which who whom what him her them one".split())
_NOT_SAID = re.compile(
    r"\b(?:not|cannot|\w+n[’']t)\s+(?:yet\s+|immediately\s+)?(?:say|confirm|know|specify)\b"
)
_AUTHOR = frozenset({"i", "we"})
_SUPPOSING = frozenset("if unless until once when whether should".split())
REST_WORDS = 5
"""What is left of a sentence beside its reported speech is a claim from so many words on."""


def find(article: Document, attributions: Sequence[Attribution]) -> tuple[Claim, ...]:
    """The claims of ``article`` in text order. No two overlap, and their ids are distinct.

    Every sentence is a claim or holds one, but for labels ("also read") and what merely
    introduces a quotation. Deterministic and free of I/O.
    """
    outer = _outermost(article.text, attributions)
    spans: list[tuple[Span, Attribution | None]] = [(span, a) for span, a in outer]
    spans.extend((span, None) for span in _statements(article.text, outer))
    return made_of(article, spans)


def _outermost(text: str, attributions: Sequence[Attribution]) -> list[tuple[Span, Attribution]]:
    """Content spans that say something and lie in no other, each with its attribution."""
    pairs = [(span, a) for a in attributions for span in a.contents if len(span)]
    pairs = [(_quoted_alone(text, span), a) for span, a in pairs if _is_said(text, span, a)]
    pairs.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    kept: list[tuple[Span, Attribution]] = []
    for span, attribution in pairs:
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, attribution))
    return kept


def _is_said(text: str, span: Span, attribution: Attribution) -> bool:
    """Whether a content can be true or false and is somebody else's: not what somebody "banned",
    nor what they would do "if" they did, nor what the author believes."""
    if _is_the_authors(text, attribution) or _is_supposed(text, span, attribution):
        return False
    if _is_left_unsaid(text, attribution.cue):
        return False
    if _has_marks(text, span):
        return True
    if attribution.cue is None and attribution.speech < LIKELY:
        return False
    return _is_clause(text, span, attribution.cue) or _is_told(text, attribution)


def _is_left_unsaid(text: str, cue: Span | None) -> bool:
    """ "Officials did not say" whether it was so."""
    return cue is not None and bool(_NOT_SAID.search(text, max(0, cue.start - 12), cue.end))


def _is_the_authors(text: str, attribution: Attribution) -> bool:
    source = attribution.source
    return source is not None and source.of(text).casefold() in _AUTHOR


def _is_clause(text: str, span: Span, cue: Span | None) -> bool:
    """Whether a content reads like a clause, or stands where only one does: behind "that", as the
    item of a list, or before a comma and its cue."""
    if span.of(text).casefold() in _EMPTY:
        return False
    if _CLAUSE.match(text, span.start) or _STATES.match(text, span.start, span.end):
        return True
    before = text[max(0, span.start - 8) : span.start]
    fronted = cue is not None and text.startswith(",", span.end) and span.end < cue.start
    return fronted or before.endswith("that ") or bool(_ITEM.search(before))


def _is_told(text: str, attribution: Attribution) -> bool:
    cue = attribution.cue.of(text) if attribution.cue else ""
    return attribution.speech >= SAID and not _ACT.search(cue)


def _has_marks(text: str, span: Span) -> bool:
    around = Span(max(0, span.start - 2), min(len(text), span.end + 2))
    return bool(quotations(around.of(text)))


def _is_supposed(text: str, span: Span, attribution: Attribution) -> bool:
    """Whether the cue stands in a condition: "if the government promises to help"."""
    subject = attribution.source or attribution.cue
    wish = text.startswith("to ", span.start) or attribution.speech < SAID
    if subject is None or not wish:
        return False
    before = text[max(0, subject.start - 12) : subject.start].split()
    return bool(before) and before[-1].casefold() in _SUPPOSING


def _quoted_alone(text: str, span: Span) -> Span:
    """Of "his move as an “extraordinary offer”" the words in marks: the rest says nothing."""
    if _STATES.match(text, span.start, span.end):
        return span
    match = _CALLED.fullmatch(text, span.start, span.end)
    return Span(*match.span(1)) if match else span


def made_of(
    article: Document, spans: Sequence[tuple[Span, Attribution | None]]
) -> tuple[Claim, ...]:
    """The claims that ``spans`` are, each with its attribution, in text order; their ids, groups
    and kinds follow from the words."""
    return tuple(_claims(article, sorted(spans, key=lambda pair: pair[0])))


def _claims(article: Document, spans: Sequence[tuple[Span, Attribution | None]]) -> Iterator[Claim]:
    quoted = quotations(article.text)
    seen: Counter[str] = Counter()
    groups: dict[tuple[Span, ...], str] = {}
    for span, attribution in spans:
        text = span.of(article.text)
        keys = " ".join(word.key for word in words(text))
        claim_id = stable_id(article.id, keys, str(seen[keys]))
        seen[keys] += 1
        contents = attribution.contents if attribution else (span,)
        worth = worthiness(text)
        sourced = attribution is not None and bool(attribution.chain)
        yield Claim(
            id=claim_id,
            span=span,
            text=text,
            group=groups.setdefault(contents, claim_id),
            kind=_kind(article.text, span, quoted) if attribution else "statement",
            check_worthy=sourced or worth.score >= 0.5,
            check_worthiness=worth.score,
            attribution=attribution,
            why=("it is somebody's words", *worth.why) if sourced else worth.why,
        )


def kind_of(text: str, span: Span) -> Kind:
    """Whether ``span``, which is reported speech, is a direct, mixed or indirect quotation: by
    the share of its words inside quotation marks."""
    return _kind(text, span, quotations(text))


def _kind(text: str, span: Span, quoted: Sequence[Span]) -> Kind:
    first = max(0, bisect_left(quoted, span) - 1)
    inside = quoted[first : bisect_left(quoted, Span(span.end, span.end))]
    starts = [word.span.start + span.start for word in words(span.of(text))]
    held = sum(1 for at in starts if any(q.start <= at < q.end for q in inside))
    share = held / len(starts) if starts else 0.0
    if share >= DIRECT_SHARE:
        return "direct_quote"
    return "mixed_quote" if share else "indirect_quote"


# --- statements --------------------------------------------------------------------------------


def _statements(text: str, outer: Sequence[tuple[Span, Attribution]]) -> Iterator[Span]:
    """Sentences, and what is left of those that hold reported speech."""
    first = paragraphs(text)[:1]
    at = 0
    for sentence in sentences(text):
        while at < len(outer) and outer[at][0].end <= sentence.start:
            at += 1
        upto = at
        while upto < len(outer) and outer[upto][0].start < sentence.end:
            upto += 1
        reported = outer[at:upto]
        if reported:
            yield from _rests(text, sentence, reported)
        elif not _is_label(text, sentence, is_first=bool(first) and sentence == first[0]):
            yield _unwrapped(text, sentence)


def _rests(
    text: str, sentence: Span, reported: Sequence[tuple[Span, Attribution]]
) -> Iterator[Span]:
    """The stretches of a sentence outside the clauses that report: content, cue and source."""
    taken = [
        part
        for span, attribution in reported
        for part in (span, *_named(attribution))
        if part.overlaps(sentence)
    ]
    clauses = [
        Span(min(p.start for p in near), max(p.end for p in near))
        for near in _clause_parts(reported, sentence)
    ]
    at = sentence.start
    for part in sorted([*taken, *clauses]):
        if part.start > at and (rest := _said(text, Span(at, part.start))):
            yield rest
        at = max(at, part.end)
    if at < sentence.end and (rest := _said(text, Span(at, sentence.end))):
        yield rest


def _clause_parts(
    reported: Sequence[tuple[Span, Attribution]], sentence: Span
) -> Iterator[list[Span]]:
    """Cue and source of each attribution: what stands between them is no claim."""
    for _, attribution in reported:
        parts = [part for part in _named(attribution) if sentence.contains(part)]
        if parts:
            yield parts


def _named(attribution: Attribution) -> list[Span]:
    """Where the text gives cue and sources."""
    mentions = (hop.mention for hop in attribution.chain if hop.role != "affiliation")
    return [part for part in (attribution.cue, attribution.source, *mentions) if part]


_BEFORE = " \t\r\n\u00a0,;:.-–—\"“”'’)("
_AFTER = " \t\r\n\u00a0,;:-–—\"“”'‘("
_JOINTS = frozenset("what which who that as and but or while whether".split())
_BEGINS_ADJUNCT = re.compile(
    r"(?i)^(?:in|on|at|during|after|before|for|to|as|with|by|from|when|and|who|which|via|if|unless|once)\b"
)
_FINITE = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do"
    r"|\w+ed|came|went|fell|rose|made|took|gave|won|lost|held|led|met|began|became|says?|said)\b"
)


def _bare(text: str, span: Span) -> Span:
    """``span`` without white space and marks at its edges; empty if there is nothing else."""
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip(_BEFORE))
    return Span(start, max(start, span.start + len(inner.rstrip(_AFTER))))


def _said(text: str, span: Span) -> Span | None:
    """``span`` without marks at its edges if it says something of its own."""
    rest = _bare(text, span)
    last = rest.of(text).rsplit(None, 1)[-1:]
    if last and last[0].casefold() in _JOINTS:
        rest = _bare(text, Span(rest.start, rest.end - len(last[0])))
    said = rest.of(text)
    adjunct = _BEGINS_ADJUNCT.match(said) and not re.search(r",\s+\w+.*", said)
    if len(words(said)) < REST_WORDS or not _FINITE.search(said) or adjunct:
        return None
    return rest


def _unwrapped(text: str, sentence: Span) -> Span:
    """A sentence without quotation marks around the whole of it."""
    start, end = sentence.start, sentence.end
    if text[start] in '"“«' and end - start > 2:
        start += 1
        if text[end - 1] in '"”»':
            end -= 1
    return trimmed(text, Span(start, end))


_BOILERPLATE = re.compile(
    r"(?i)^(?:also read|read (?:more|also|next|the full)|related(?: stories| articles)?|see also|"
    r"advertisement|share (?:this|on)|sign up|subscribe|follow us|click here|watch:|"
    r"photo(?:graph)?:|image(?: credit)?:|getty images|more (?:on|from)|"
    r"by (?-i:[A-Z][\w.]+(?: [A-Z][\w.]+){1,3})$)"
)
_TERMINAL = re.compile(r"[.!?…][\"”’»')\]]*$")


def _is_label(text: str, sentence: Span, *, is_first: bool) -> bool:
    """Whether a sentence is a section label, a byline or boilerplate. The first line may be the
    headline, which is short and has no full stop, but says something."""
    said = sentence.of(text)
    count = len(words(said))
    if count == 0 or _BOILERPLATE.match(said):
        return True
    whole_line = _is_whole_paragraph(text, sentence)
    if _TERMINAL.search(said) or not whole_line:
        return False
    return count <= (LABEL_WORDS // 2 if is_first else LABEL_WORDS)


def _is_whole_paragraph(text: str, sentence: Span) -> bool:
    before = text[max(0, sentence.start - 1) : sentence.start]
    after = text[sentence.end : sentence.end + 1]
    return before in {"", "\n", "\r"} and after in {"", "\n", "\r"}
