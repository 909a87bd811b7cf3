"""What each kind of document is read into."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracer.models import Link, Marks


@dataclass(frozen=True, slots=True)
class Content:
    """Text and metadata, with the meaning that they have in a Document.

    ``given_url`` is the address that a front matter block gives: the document is then known by it.
    """

    text: str
    links: tuple[Link, ...] = ()
    url: str | None = None
    given_url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    detail: str = ""
    marks: Marks = field(default_factory=Marks)
