"""What is known of a source beside its words: facts in few words, and how to get to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracer.judge.signals import Signals
from tracer.locators import passage_address
from tracer.models import Attempt, Document, Passage, Report, Source
from tracer.outlets import OutletKind
from tracer.text import clipped
from tracer.views.annotated import Tag, tag
from tracer.views.words import MEDIA, count_of, day, link, when

OUTLETS: dict[OutletKind, str] = {
    "newspaper": "newspaper",
    "magazine": "magazine",
    "broadcaster": "broadcaster",
    "wire": "news agency",
    "website": "news site",
    "journal": "journal",
    "university": "university",
}
_CLIP = 100


@dataclass(frozen=True, slots=True)
class Place:
    """An address to go to, with what is found there in few words."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of looking for a source; ``href`` is None unless the address is http(s). ``claims``
    are those that it was taken for."""

    finder: str
    address: str
    href: str | None
    outcome: str
    claims: tuple[Tag, ...]


def about(document: Document) -> Iterator[str]:
    """What kind of document, by whom, of which day, from where."""
    yield MEDIA.get(document.media_type, document.media_type)
    if document.authors:
        yield f"by {', '.join(document.authors)}"
    yield f"of {day(document.published)}" if document.published else "undated"
    if document.marks.modified:
        yield f"changed {day(document.marks.modified)}"
    yield f"retrieved {when(document.retrieved)}" if document.retrieved else "from a file"


def facts(known: Signals, names: Mapping[str, str]) -> Iterator[str]:
    """What is known of a source, each fact in few words. ``names`` are the sources' by document."""
    if known.outlet:
        place = f", {known.outlet.country}" if known.outlet.country else ""
        yield f"{OUTLETS[known.outlet.kind]}{place}"
    if known.standing != "unknown":
        yield f"{known.standing} source: {known.rule}"
    if known.agency:
        yield f"wire copy: credits {clipped(known.agency, _CLIP)}"
    if known.copies:
        more = f" and {len(known.copies) - 1} more" if known.copies[1:] else ""
        yield f"nearly the same text as {clipped(names[known.copies[0]], _CLIP)}{more}"
    yield from _dated(known)


def _dated(known: Signals) -> Iterator[str]:
    """A difference of one day may be one of time zones, so nothing follows from it."""
    if known.dated is None or known.days is None:
        return
    if known.dated == "same-day":
        yield "of the same day as the article"
        return
    distance = count_of(abs(known.days), "day")
    if known.dated == "before":
        yield f"{distance} older than the article"
    elif known.dated == "between":
        yield f"{distance} younger than the article, which was changed after that"
    else:
        relied = ": by these dates the article cannot have relied on it" if known.days > 1 else ""
        yield f"{distance} younger than the article{relied}"


def passage_places(source: Source, passage: Passage) -> Iterator[Place]:
    """Where a passage of a source can be read: where it was read, and in an archived copy."""
    document, shot = source.document, source.snapshot
    assert document is not None
    read = shot.final if shot else document.url
    copy = shot.archived if shot else None
    places = {read: "Open", copy: "Open the archived copy"}
    for address, name in places.items():
        opened = passage_address(address, document, passage) if address and link(address) else ""
        if opened:
            page = document.marks.page_of(passage.spans[0].start)
            yield Place(f"{name} at {f'page {page}' if page else 'these words'}", opened)


def copies(source: Source) -> Iterator[Place]:
    """An archive's copy of a source."""
    shot = source.snapshot
    if shot and shot.archived and link(shot.archived):
        is_read = shot.archived == shot.final
        yield Place("Read from an archived copy" if is_read else "Archived copy", shot.archived)


def changed(source: Source) -> str:
    """That a page has another text than before, or nothing."""
    shot = source.snapshot
    if shot is None or shot.changed_since is None:
        return ""
    return f"Its text is another one than on {when(shot.changed_since)}, when it was last read"


def steps(report: Report, taken: Iterable[Attempt]) -> tuple[Step, ...]:
    """The steps of ``taken``, each once with all claims that it was taken for."""
    tags = {f.claim.id: tag(n, f) for n, f in enumerate(report.findings)}
    grouped: dict[tuple[str, str, str], list[Tag]] = {}
    for attempt in taken:
        step = grouped.setdefault((attempt.finder, attempt.address, attempt.outcome), [])
        step.extend(tags[key] for key in (attempt.claim_id,) if key in tags)
    return tuple(
        Step(finder, address, link(address), outcome, tuple(dict.fromkeys(claims)))
        for (finder, address, outcome), claims in grouped.items()
    )
