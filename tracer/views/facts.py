"""What is known of a source beside its words: facts in few words, and how to get to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracer.judge.signals import Signals, signals
from tracer.locators import passage_address
from tracer.models import Document, Passage, Report, Source
from tracer.outlets import OutletKind
from tracer.text import clipped
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
    """An address, what is found there in few words, and how it is opened."""

    name: str
    address: str
    href: str


def about(document: Document) -> Iterator[str]:
    """What kind of document, by whom, of which day, from where."""
    yield MEDIA.get(document.media_type, document.media_type)
    if document.authors:
        yield f"by {', '.join(document.authors)}"
    yield f"of {day(document.published)}" if document.published else "undated"
    if document.marks.modified:
        yield f"changed {day(document.marks.modified)}"
    yield f"retrieved {when(document.retrieved)}" if document.retrieved else "from a file"


def facts_of(report: Report) -> dict[str, tuple[str, ...]]:
    """What is known of each document among the sources, each fact in few words, by its id."""
    names = {s.document.id: s.name for s in report.sources if s.document}
    return {key: tuple(_facts(known, names)) for key, known in signals(report).items()}


def _facts(known: Signals, names: Mapping[str, str]) -> Iterator[str]:
    if known.outlet:
        place = f", {known.outlet.country}" if known.outlet.country else ""
        yield f"{OUTLETS[known.outlet.kind]}{place}"
    if known.standing != "unknown":
        yield f"{known.standing} source: {known.rule}"
    if known.agency:
        yield f"wire copy: credits {clipped(known.agency, _CLIP)}"
    if known.copies:
        more = f" and {len(known.copies) - 1} more" if known.copies[1:] else ""
        yield f"near-copy of {clipped(names[known.copies[0]], _CLIP)}{more}"
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
    for address in dict.fromkeys((read, copy)):
        if address and link(address):
            opened = passage_address(address, document, passage)
            names = ["archived copy"] * (address == copy) + ["at these words"] * bool(opened)
            yield Place(", ".join(names).capitalize(), address, opened or address)


def copies(source: Source) -> Iterator[Place]:
    """An archive's copy of a source."""
    shot = source.snapshot
    if shot and shot.archived and link(shot.archived):
        is_read = shot.archived == shot.final
        yield Place(
            "Read from an archived copy" if is_read else "Archived copy",
            shot.archived,
            shot.archived,
        )


def detail(source: Source) -> str:
    """What a reader must know of a source's document, with its time written for people."""
    document, shot = source.document, source.snapshot
    said = source.detail or (document.detail if document else "")
    since = shot.changed_since if shot else None
    return said.replace(since, when(since)) if since else said
