"""The nouns: frozen values that every other room passes on.

All offsets are half-open and count Unicode code points of one document's ``text``.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["direct_quote", "mixed_quote", "indirect_quote", "statement"]
Role = Literal["outlet", "speaker", "affiliation", "document"]
HopState = Literal["confirmed", "not-confirmed", "not-checked"]
Rating = Literal[
    "exact",
    "close",
    "paraphrased",
    "altered",
    "contradicted",
    "misattributed",
    "traced",
    "not-found",
    "unavailable",
    "unsourced",
    "not-checked",
]
Wording = Literal["exact", "close", "paraphrased", "altered", "contradicted"]
Relation = Literal["attributed", "other"]
DifferenceKind = Literal[
    "figure",
    "negation",
    "name",
    "date",
    "direction",
    "modality",
    "insertion",
    "deletion",
    "substitution",
    "elision",
    "bracket",
    "order",
]
Decision = Literal[
    "faithful",
    "altered",
    "needs-source",
    "not-a-claim",
    "wrong-attribution",
    "common-knowledge",
    "skipped",
]
State = Literal["open", "skipped", "decided"]
"""Where a person stands with a claim; to skip it is to leave it for later."""
Stub = Literal["paywall", "consent", "missing"]
SourceStatus = Literal["read", "unavailable", "not-looked-for"]


def stable_id(*parts: str) -> str:
    """Sixteen hexadecimal digits that depend on ``parts`` and on nothing else."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one document's text, ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def moved(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the document gives in its text; ``span`` is the words that carry it."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What a document's layout and its publisher say of its text.

    ``headings`` and ``quotations`` (block quotations) are stretches of it in text order, ``pages``
    the offset where each page of a PDF begins. ``modified`` is like a document's ``published``,
    ``language`` a BCP 47 tag such as "en-GB". ``agreement`` is how much of the text the two
    libraries that read a web page agree on, 0 to 1; None where one alone read it. ``stub`` says
    that a page stands where the article should: a "paywall" that shows its beginning at most, a
    request for "consent" to cookies, or word that the article is "missing".
    """

    headings: tuple[Span, ...] = ()
    quotations: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    modified: str | None = None
    language: str | None = None
    agreement: float | None = None
    stub: Stub | None = None

    def page_of(self, offset: int) -> int | None:
        """The number of the page, from 1, that ``offset`` lies on; None if there are no pages."""
        return bisect_right(self.pages, offset) or None


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read: the article under check, or a source.

    ``id`` comes from where it was read (address or absolute file path), never from its content;
    ``sha256`` is that of ``raw``, the bytes as they were read. ``name`` is what to call it when
    it has no title: the file's stem, or the folder's name if the stem is "article".
    ``published`` is an ISO 8601 date or date and time as the document gives it, ``retrieved`` an
    RFC 3339 time, or None for a file. ``detail`` says what a reader must know of it, such as
    "constructed stand-in". ``marks`` says what else its layout and its publisher tell. ``also_at``
    are other addresses that led to it, such as one that was redirected.
    """

    id: str
    name: str
    text: str
    sha256: str
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    retrieved: str | None = None
    links: tuple[Link, ...] = ()
    detail: str = ""
    media_type: str = "text/plain"
    marks: Marks = Marks()
    also_at: tuple[str, ...] = ()
    raw: bytes = field(default=b"", repr=False, compare=False)

    @property
    def label(self) -> str:
        return self.title or self.name


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a server gave at an address, at a time. It proves neither who wrote that, nor that
    others were given the same.

    ``final`` is where redirects led. ``archived`` is the address of an archive's copy: the one
    that was read because the page itself was not to be had, or one that was asked for.
    ``retrieved`` is an RFC 3339 time, ``sha256`` that of the bytes and ``text_sha256`` that of the
    text read from them. ``changed_since`` is the ``retrieved`` of the last snapshot of the address
    that gave another text; None if there is none.
    """

    document_id: str
    address: str
    final: str
    status: int
    headers: tuple[tuple[str, str], ...]
    retrieved: str
    sha256: str
    text_sha256: str
    archived: str | None = None
    changed_since: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step of looking for the document that a claim rests on: who looked (``finder``), at
    which address (may be empty), and what came of it in plain words. ``document_id`` is the
    document that it led to, if any."""

    claim_id: str
    finder: str
    address: str
    outcome: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of the chain from the article back to whoever's words they are.

    ``name`` is the identity (Ren Zhengfei), ``mention`` where the text gives it ("he"). ``id`` is
    the same for every mention of one identity.
    """

    name: str
    role: Role
    id: str
    mention: Span | None = None
    anonymous: bool = False
    state: HopState = "not-checked"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who the document gives some of its words to.

    ``contents`` are the content spans, in text order, without their outer quotation marks.
    ``chain`` runs from the nearest source to the furthest; it is empty where a cue has nobody
    behind it ("is expected"). ``rule`` says in a few words what the reading rests on,
    ``confidence`` (0 to 1) how often such a reading is right, and ``speech`` (0 to 1) how likely
    it reports what somebody said or wrote, and not what they thought, felt or did.
    """

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    chain: tuple[Hop, ...]
    rule: str
    confidence: float
    speech: float = 1.0

    def hops(self, role: Role) -> tuple[Hop, ...]:
        return tuple(hop for hop in self.chain if hop.role == role)


@dataclass(frozen=True, slots=True)
class Claim:
    """A contiguous span of the article that says something.

    ``group`` is shared by the parts of a broken quotation. ``check_worthiness`` is 0 to 1, and
    ``check_worthy`` says whether it is at least one half, or the claim is somebody's words.
    ``why`` gives the reasons for that in plain words.
    """

    id: str
    span: Span
    text: str
    group: str
    kind: Kind
    check_worthy: bool
    check_worthiness: float
    attribution: Attribution | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a document has something: a Web Annotation selector by position and by quotation.

    ``exact`` is the text of the spans, joined by " … " if there are several; ``prefix`` and
    ``suffix`` are the text just before the first and just after the last span.
    """

    document_id: str
    spans: tuple[Span, ...]
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ. ``article`` lies in the article's text, ``source`` in the document's;
    None on the side that has no words there."""

    kind: DifferenceKind
    article: Span | None
    source: Span | None


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that has some of a claim's words. ``score`` is 0 to 100 and only shortlists;
    ``wording``, which the judge gives from the differences, decides. None: not judged yet."""

    passage: Passage
    score: float
    differences: tuple[Difference, ...] = ()
    relation: Relation = "other"
    wording: Wording | None = None

    def moved(self, by: int) -> Match:
        """The same match with its article side moved, from the claim's offsets to the article's."""
        return replace(
            self,
            differences=tuple(
                replace(d, article=d.article.moved(by)) if d.article is not None else d
                for d in self.differences
            ),
        )


@dataclass(frozen=True, slots=True)
class Carried:
    """That a decision was made on other words, before its article was edited: the claim's id and
    words at that time, and how alike they are to those of now, 0 to 100."""

    claim_id: str
    words: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided about a claim. ``at`` is an RFC 3339 time, ``rated`` the claim's
    rating at that time (None: not known)."""

    claim_id: str
    decision: Decision
    reviewer: str
    note: str
    at: str
    carried: Carried | None = None
    rated: Rating | None = None

    def state(self, rating: Rating) -> State:
        """Where a claim that is rated so now stands. A decision was made on what was found at that
        time: under another rating it is shown, and the claim is open again."""
        if self.rated not in (None, rating):
            return "open"
        return "skipped" if self.decision == "skipped" else "decided"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that fits no claim of its article any more, and the words it was about."""

    review: Review
    words: str


CORRECTED = "a reviewer’s correction"
"""What an attribution that a person set right says that it rests on."""


@dataclass(frozen=True, slots=True)
class NewWords:
    """Other words of the article that a claim should have been. ``exact`` is them, ``offset``
    where they begin, counted from where the claim began (negative if before it)."""

    exact: str
    offset: int


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that a person named as a source of a claim."""

    name: str
    role: Role
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class NewChain:
    """Whose words a claim should have been given to, from the nearest source to the furthest.
    Empty: to nobody, they are the article's own."""

    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set right in how a claim was read. ``claim_id`` and ``words`` are the claim's
    before it. ``at`` is an RFC 3339 time."""

    claim_id: str
    words: str
    change: NewWords | NewChain
    reviewer: str
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim and what came of looking for it. ``matches`` are best first."""

    claim: Claim
    rating: Rating
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    review: Review | None = None

    @property
    def attribution(self) -> Attribution | None:
        return self.claim.attribution


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the report's list of sources: a document that was read, or a source that the
    article names and of which no document is at hand (``document`` is None). ``snapshot`` is what
    was fetched, where it was."""

    id: str
    name: str
    status: SourceStatus
    document: Document | None = None
    detail: str = ""
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One article's findings, in text order. ``generated`` is an RFC 3339 time;
    ``settings`` are those that had a say in the result, by name. ``orphans`` are decisions on
    words that the article no longer has. ``attempts`` are the steps of looking for sources online,
    in the order in which they were taken."""

    article: Document
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    version: str
    generated: str
    settings: Mapping[str, str] = field(default_factory=dict)
    orphans: tuple[Orphan, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    def document(self, document_id: str) -> Document | None:
        for source in self.sources:
            if source.document and source.document.id == document_id:
                return source.document
        return None

    def with_reviews(self, reviews: Iterable[Review]) -> Report:
        """The same report with each claim's last decision on it."""
        last = {review.claim_id: review for review in reviews}
        return replace(
            self,
            findings=tuple(replace(f, review=last.get(f.claim.id)) for f in self.findings),
        )
