"""What each page of the desk shows, decided: frozen views that the templates only loop over.

Everything here is plain text; the templates escape it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracer.journal import CLOSES, OPENS, Amendment, Entry, Event, Hit, Taken
from tracer.models import (
    Attribution,
    Claim,
    Document,
    NewChain,
    NewWords,
    Rating,
    Report,
    Review,
    Role,
    Source,
    Span,
    State,
)
from tracer.review.desk import Change, Folder, Open, Outcome, Progress
from tracer.review.words import CHOICES, NAMES, Choice
from tracer.rules import RATINGS, is_reopened
from tracer.store import Listed
from tracer.text import clipped, highlights, paragraphs
from tracer.views import (
    Badge,
    Card,
    Place,
    Sourced,
    Step,
    about,
    badge,
    cards,
    copies,
    count_of,
    day,
    detail,
    link,
    said_first,
    source_views,
    when,
)

_CLIP = 160
_HEADING = 60
"""Characters; a shorter paragraph is likely a heading."""
ROLES: Mapping[Role, str] = {
    "speaker": "who said it: a person or body",
    "affiliation": "where they belong",
    "outlet": "the outlet it came through",
    "document": "the document it stands in",
}
"""The fields of the form that corrects who said it."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What the undo button would take back."""

    number: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said once, on the page after an act. ``changes`` are claims that are rated anew,
    ``draft`` is a note that was being written meanwhile."""

    text: str
    is_trouble: bool = False
    changes: tuple[ChangeView, ...] = ()
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every page."""

    reviewer: str
    csrf: str
    here: str
    undo: Undo | None
    notices: tuple[Notice, ...]
    query: str = ""

    @property
    def draft(self) -> str:
        return "".join(notice.draft for notice in self.notices)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A claim that is rated anew; a badge is None where the claim is not."""

    href: str
    words: str
    before: Badge | None
    after: Badge | None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far an article, or all of them, is. ``percent`` is of its flagged claims."""

    label: str
    href: str
    start: str
    checked: str
    claims: str
    flagged: int
    decided: int
    open: int
    skipped: int
    percent: float


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A line of the queue."""

    href: str
    words: str
    badge: Badge
    notes: tuple[str, ...]
    article: str
    decision: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue: what is open, what was skipped, what is decided."""

    open: tuple[QueueItem, ...]
    skipped: tuple[QueueItem, ...]
    decided: tuple[QueueItem, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the article around a claim; ``slug``: claim, source, cue, or nothing."""

    text: str
    slug: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A decision in a claim's history."""

    name: str
    reviewer: str
    at: str
    note: str
    taken_back: str


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """A correction in a claim's history; ``number`` to take it back, 0 if it was. ``is_idle``: the
    article does not have its words any more."""

    number: int
    what: str
    words: str
    reviewer: str
    at: str
    note: str
    taken_back: str
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form that corrects who said it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that could not be taken as it was: which, why, what was typed into it, and the id of
    the field that is to be mended."""

    form: str
    trouble: str
    fields: Mapping[str, str]
    field: str = ""

    def was(self, form: str, name: str, fresh: str = "") -> str:
        """What stands in a field: what was typed into it, or ``fresh`` in a fresh form."""
        return self.fields.get(name, "") if self.form == form else fresh


NOTHING_TYPED = Typed("", "", {})


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim on the desk."""

    id: str
    article: str
    article_href: str
    article_id: str
    scope: str
    position: str
    percent: float
    card: Card
    whole: str
    before: str
    parts: tuple[Part, ...]
    after: str
    standing: int
    decided: EntryView | None
    carried: str
    current: str
    choices: tuple[Choice, ...]
    following: str
    previous: str
    history: tuple[EntryView, ...]
    amendments: tuple[AmendmentView, ...]
    others: str
    fields: tuple[Field, ...]
    anonymous: bool
    outlet: str
    checking: bool
    typed: Typed


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of an article, with what is known of it; ``drop`` is its id if it can be taken
    out."""

    name: str
    title: str
    href: str
    published: str
    label: str
    facts: tuple[str, ...]
    copies: tuple[Place, ...]
    drop: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A source that is named and not at hand, and what was tried to find it online."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StrayView:
    """A decision on words that the article no longer has."""

    words: str
    entry: EntryView


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article on the desk."""

    id: str
    progress: ProgressView
    queue: QueueView
    quiet: tuple[QueueItem, ...]
    at_hand: tuple[SourceLine, ...]
    missing: tuple[Missing, ...]
    amendments: tuple[AmendmentView, ...]
    strays: tuple[StrayView, ...]
    checking: bool
    typed: Typed


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the history of everything."""

    at: str
    reviewer: str
    what: str
    note: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A line of what a search found; ``parts`` with what was searched for marked."""

    href: str
    heading: str
    parts: tuple[Part, ...]
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source's text, to read, and what is known of it; ``about`` says what kind of document it
    is, and its dates."""

    title: str
    byline: tuple[str, ...]
    about: tuple[str, ...]
    address: str
    href: str | None
    copies: tuple[Place, ...]
    detail: str
    sha256: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two decisions on one claim."""

    claim_id: str
    scope: str
    words: str
    badge: Badge
    theirs: EntryView | None
    mine: EntryView
    decision: str
    note: str
    standing: int


# --- articles and queue --------------------------------------------------------------------------


def progress_view(progress: Progress) -> ProgressView:
    undecided = progress.flagged - progress.decided - progress.skipped
    return ProgressView(
        label=progress.label,
        href=f"/articles/{progress.article_id}",
        start=f"/next?scope={progress.article_id}" if undecided else "",
        checked=when(progress.generated),
        claims=count_of(progress.claims, "claim"),
        flagged=progress.flagged,
        decided=progress.decided,
        open=undecided,
        skipped=progress.skipped,
        percent=_percent(progress.decided, progress.flagged),
    )


def queue_view(queue: Sequence[Listed], scope: str) -> QueueView:
    lines: dict[State, list[QueueItem]] = {"open": [], "skipped": [], "decided": []}
    for each in queue:
        lines[each.state].append(_item(each, scope))
    return QueueView(tuple(lines["open"]), tuple(lines["skipped"]), tuple(lines["decided"]))


def _item(each: Listed, scope: str) -> QueueItem:
    return QueueItem(
        href=claim_href(each.claim_id, scope),
        words=clipped(each.claim, _CLIP),
        badge=badge(each.rating),
        notes=tuple(said_first(each.rating, each.rules.split(), each.reason)),
        article="" if scope else each.article,
        decision=_standing(each),
    )


def _standing(each: Listed) -> str:
    """What a person decided, and when if it does not count any more."""
    name = NAMES.get(each.decision or "", each.decision or "")
    is_former = each.state == "open" and each.rated
    return f"{name}, when it was rated {each.rated}" if is_former else name


def article_view(folder: Folder, checking: bool, typed: Typed = NOTHING_TYPED) -> ArticleView:
    scope = folder.progress.article_id
    queued = {each.claim_id for each in folder.queue}
    views = source_views(folder.report)
    return ArticleView(
        id=scope,
        progress=progress_view(folder.progress),
        queue=queue_view(folder.queue, scope),
        quiet=tuple(
            QueueItem(
                href=claim_href(f.claim.id, scope),
                words=clipped(f.claim.text, _CLIP),
                badge=badge(f.rating),
                notes=(),
                article="",
                decision=NAMES[f.review.decision] if f.review else "",
            )
            for f in folder.report.findings
            if f.claim.id not in queued
        ),
        at_hand=tuple(_at_hand(folder, views)),
        missing=tuple(_missing(views)),
        amendments=tuple(_amendments(folder)),
        strays=tuple(StrayView(clipped(s.words, _CLIP), _decided(s.review)) for s in folder.strays),
        checking=checking,
        typed=typed,
    )


def _at_hand(folder: Folder, views: Sequence[Sourced]) -> Iterator[SourceLine]:
    for source, view in zip(folder.report.sources, views, strict=True):
        if source.document:
            yield SourceLine(
                name=view.name,
                title=view.title,
                href=f"/sources/{source.document.id}",
                published=day(source.document.published),
                label=view.label,
                facts=view.facts,
                copies=view.copies,
                drop=source.id if source.id in folder.kept else "",
            )


def _missing(views: Sequence[Sourced]) -> Iterator[Missing]:
    """Each name once."""
    named = {view.name: view.steps for view in reversed(views) if view.status_slug != "read"}
    yield from map(Missing, reversed(named), reversed(named.values()))


# --- a claim -------------------------------------------------------------------------------------


def claim_href(claim_id: str, scope: str) -> str:
    return f"/claims/{claim_id}" + (f"?scope={scope}" if scope else "")


def claim_view(opened: Open, scope: str, checking: bool, typed: Typed) -> ClaimView:
    report, finding = opened.located.report, opened.located.finding
    claim, text = finding.claim, report.article.text
    queue = opened.queue
    at = next((n for n, each in enumerate(queue) if each.claim_id == claim.id), -1)
    before, inside, after = _around(text, claim.span)
    chain = claim.attribution.chain if claim.attribution else ()
    decided = sum(each.state == "decided" for each in queue)
    return ClaimView(
        id=claim.id,
        article=report.article.label,
        article_href=f"/articles/{report.article.id}",
        article_id=report.article.id,
        scope=scope,
        position=_position(at, len(queue), decided),
        percent=_percent(decided, len(queue)),
        card=_card(report, opened.number),
        whole=claim.text,
        before=before,
        parts=tuple(_parts(text, inside, claim)),
        after=after,
        standing=opened.standing.number if opened.standing else 0,
        decided=_decided(finding.review) if finding.review else None,
        carried=finding.review.carried.words if finding.review and finding.review.carried else "",
        current=finding.review.decision if finding.review and not is_reopened(finding) else "",
        choices=CHOICES,
        following=_neighbour(queue, at, 1, scope),
        previous=_neighbour(queue, at, -1, scope),
        history=tuple(map(_entry, reversed(opened.history))),
        amendments=tuple(_amendment(a) for a in reversed(opened.amendments) if _touches(a, claim)),
        others=_listed(opened.others),
        fields=_fields(claim.attribution),
        anonymous=any(hop.anonymous for hop in chain),
        outlet=next((hop.name for hop in chain if hop.role == "outlet"), ""),
        checking=checking,
        typed=typed,
    )


def _card(report: Report, number: int) -> Card:
    """The claim's card as in the report; ``report`` holds it alone or among others."""
    finding = report.findings[number - 1]
    (card,) = cards(replace(report, findings=(finding,)))
    evidence = tuple(
        replace(each, source_href=f"/sources/{match.passage.document_id}")
        for each, match in zip(card.evidence, finding.matches, strict=False)
    )
    return replace(card, number=number, evidence=evidence)


def _position(at: int, of: int, decided: int) -> str:
    if at < 0:
        return f"not in the queue; {decided} of {of} there decided"
    return f"{at + 1} of {of} in the queue, {decided} decided"


def _neighbour(queue: Sequence[Listed], at: int, step: int, scope: str) -> str:
    if at < 0:
        return claim_href(queue[0].claim_id, scope) if queue and step > 0 else ""
    wanted = at + step
    return claim_href(queue[wanted].claim_id, scope) if 0 <= wanted < len(queue) else ""


def _around(text: str, claim: Span) -> tuple[str, Span, str]:
    """The paragraph before the claim's, the span of its own (or ones), and the one after."""
    spans = paragraphs(text)
    own = [n for n, span in enumerate(spans) if span.overlaps(claim)]
    if not own:
        return "", claim, ""
    first, last = own[0], own[-1]
    before = "\n".join(span.of(text) for span in spans[max(0, first - 1) : first])
    after = "\n".join(span.of(text) for span in _next(spans[last + 1 :]))
    return before, Span(spans[first].start, spans[last].end), after


def _next(spans: Sequence[Span]) -> Sequence[Span]:
    """The paragraph that follows, with the heading that stands before it if it has one."""
    has_heading = bool(spans) and len(spans[0]) < _HEADING
    return spans[: 1 + has_heading]


def _parts(text: str, inside: Span, claim: Claim) -> Iterator[Part]:
    """The paragraph cut into the claim, its cue, its source and the rest."""
    marked: list[tuple[Span, str]] = [(claim.span, "claim")]
    if claim.attribution:
        sources = (hop.mention for hop in claim.attribution.chain)
        marked.extend((span, "source") for span in sources if span)
        marked.extend((span, "source") for span in (claim.attribution.source,) if span)
        marked.extend((span, "cue") for span in (claim.attribution.cue,) if span)
    shown = [(span, slug) for span, slug in marked if inside.contains(span)]
    spans = [span.moved(-inside.start) for span, _ in shown]
    for piece in highlights(inside.of(text), spans):
        yield Part(piece.text, shown[min(piece.covers)][1] if piece.covers else "")


def _fields(attribution: Attribution | None) -> tuple[Field, ...]:
    return tuple(
        Field(
            role,
            label,
            "; ".join(hop.name for hop in attribution.hops(role)) if attribution else "",
        )
        for role, label in ROLES.items()
    )


def _touches(amendment: Amendment, claim: Claim) -> bool:
    correction = amendment.correction
    exact = correction.change.exact if isinstance(correction.change, NewWords) else ""
    return correction.claim_id == claim.id or exact == claim.text


def _entry(entry: Entry) -> EntryView:
    back = entry.taken_back
    taken = f"taken back by {back.reviewer}, {when(back.at)}" if back else ""
    return replace(_decided(entry.review), taken_back=taken)


def _decided(review: Review) -> EntryView:
    name = NAMES.get(review.decision, review.decision)
    return EntryView(name, review.reviewer, when(review.at), review.note, "")


def _amendments(folder: Folder) -> Iterator[AmendmentView]:
    """An article's corrections, with those that wait for words that are gone marked."""
    texts = {finding.claim.text for finding in folder.report.findings}
    idle: set[int] = set()
    for amendment in reversed([a for a in folder.amendments if a.taken_back is None]):
        correction, change = amendment.correction, amendment.correction.change
        wanted = change.exact if isinstance(change, NewWords) else correction.words
        if wanted in texts:
            texts.add(correction.words)
        else:
            idle.add(amendment.number)
    for amendment in folder.amendments:
        yield replace(_amendment(amendment), is_idle=amendment.number in idle)


def _amendment(amendment: Amendment) -> AmendmentView:
    correction, back = amendment.correction, amendment.taken_back
    return AmendmentView(
        number=0 if back else amendment.number,
        what=_what(correction.change),
        words=clipped(correction.words, _CLIP),
        reviewer=correction.reviewer,
        at=when(correction.at),
        note=correction.note,
        taken_back=f"taken back by {back.reviewer}, {when(back.at)}" if back else "",
    )


def _what(change: NewWords | NewChain) -> str:
    if isinstance(change, NewWords):
        return f"The claim is: “{clipped(change.exact, _CLIP)}”"
    if not change.named:
        return "Nobody said it: these are the article’s own words"
    named = ", ".join(f"{n.name} ({n.role})" for n in change.named)
    return f"It is given to {named}"


def conflict_view(opened: Open, mine: Review, scope: str) -> ConflictView:
    standing = opened.standing
    finding = opened.located.finding
    return ConflictView(
        claim_id=finding.claim.id,
        scope=scope,
        words=clipped(finding.claim.text, 2 * _CLIP),
        badge=badge(finding.rating),
        theirs=_entry(standing) if standing else None,
        mine=_decided(mine),
        decision=mine.decision,
        note=mine.note,
        standing=standing.number if standing else 0,
    )


def undo_view(entry: Entry | None) -> Undo | None:
    if entry is None:
        return None
    return Undo(entry.number, NAMES[entry.review.decision], clipped(entry.words, 60))


def with_provenance(document: Document, how: str, by: Taken) -> Document:
    """``document`` with how, by whom and when it came to the desk, for all who rely on it."""
    came = f"{how} at the desk by {by.reviewer} on {day(by.at)}"
    return replace(document, detail="; ".join(filter(None, (document.detail, came))))


def source_name(document: Document, is_file: bool) -> str:
    """What a source that was added is called: its outlet, its title, a file's name, or else its
    first words."""
    own = document.name if is_file else clipped(" ".join(document.text[:200].split()), 60)
    return document.publisher or document.title or own


# --- what came of checking again -----------------------------------------------------------------


def outcome_notice(done: str, outcome: Outcome, claim_id: str, scope: str) -> Notice:
    """What to say of a check; the claim ``claim_id`` first."""
    changes = sorted(outcome.changes, key=lambda c: c.claim_id != claim_id)
    found = (
        f"{count_of(len(changes), 'claim')} changed."
        if changes
        else "Checked again: no claim is rated otherwise."
    )
    trouble = f" {outcome.trouble}" if outcome.trouble else ""
    shown = tuple(_change(change, scope) for change in changes[:8])
    text = f"{done} {outcome.trouble}" if not outcome.now else f"{done} {found}{trouble}"
    return Notice(text, bool(outcome.trouble), shown)


def _change(change: Change, scope: str) -> ChangeView:
    return ChangeView(
        claim_href(change.claim_id, scope) if change.claim_id else "",
        clipped(change.words, 90),
        badge(_rating(change.before)) if change.before else None,
        badge(_rating(change.after)) if change.after else None,
    )


# --- history, search, sources --------------------------------------------------------------------


def event_view(event: Event) -> EventView:
    return EventView(
        at=when(event.at),
        reviewer=event.reviewer,
        what=_event_name(event),
        note=event.note,
        words=clipped(event.words, _CLIP),
        href=_event_href(event),
    )


def _event_href(event: Event) -> str:
    if event.kind == "source":
        return f"/articles/{event.article_id}"
    return claim_href(event.claim_id, event.article_id) if event.is_there else ""


def _event_name(event: Event) -> str:
    if event.kind == "source":
        return "Added a source" if event.what == "added" else "Took a source out"
    if event.kind == "decision":
        return NAMES.get(event.what, event.what)
    if event.kind == "undone decision":
        return f"Took back: {NAMES.get(event.what, event.what)}"
    done = "Corrected" if event.kind == "correction" else "Took back a correction of"
    return f"{done} {'the words' if isinstance(json.loads(event.what), dict) else 'who said it'}"


def hit_view(hit: Hit) -> HitView:
    return HitView(
        href=claim_href(hit.key, hit.article_id) if hit.rating else f"/sources/{hit.key}",
        heading=hit.heading,
        parts=tuple(_found(hit.words)),
        badge=badge(_rating(hit.rating)) if hit.rating else None,
    )


def _found(words: str) -> Iterator[Part]:
    for n, piece in enumerate(words.split(OPENS)):
        inside, mark, rest = piece.partition(CLOSES)
        if n and mark:
            yield Part(inside, "found")
            yield Part(rest, "")
        else:
            yield Part(piece.replace(CLOSES, ""), "")


def source_view(source: Source) -> SourceView:
    """``source``, which has a document, to read."""
    document = source.document
    assert document is not None
    byline = (document.publisher, ", ".join(document.authors), day(document.published))
    return SourceView(
        title=document.label,
        byline=tuple(part for part in byline if part),
        about=tuple(about(document)),
        address=document.url or "",
        href=link(document.url),
        copies=tuple(copies(source)),
        detail=detail(source),
        sha256=document.sha256,
        paragraphs=tuple(span.of(document.text) for span in paragraphs(document.text)),
    )


def _rating(name: str) -> Rating:
    """The rating that a column of the database names."""
    return next(rating for rating in RATINGS if rating == name)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0
