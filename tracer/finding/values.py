"""What is looked for, by whom, and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracer.models import Claim, Document
from tracer.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claim of which the source is looked for. ``outlets`` are those that the article names for
    it; ``published`` is the article's day, if it gives one."""

    article: Document
    claim: Claim
    outlets: tuple[Outlet, ...]
    published: date | None


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the source of a claim may be: an ``address``, or a ``document`` that is at hand.

    A lead that is only ``told`` is not followed: it is for the reader, such as a check of the same
    claim by somebody else, or why nobody was asked.
    """

    address: str = ""
    document: Document | None = None
    told: str = ""

    @property
    def is_followed(self) -> bool:
        return self.document is None and not self.told


class Finder(Protocol):
    """One way of looking for the source of a claim.

    ``name`` is what the report calls it. A newsroom adds its own archive as a factory that takes a
    ``tracer.fetching.Web`` and gives a Finder, under an entry point of the group
    ``tracer.finders``.
    """

    @property
    def name(self) -> str: ...

    def leads(self, wanted: Wanted) -> Iterable[Lead]:
        """The likeliest first; none if there are none.

        Raises TracerError: it could not be looked for; the report says why.
        """
        ...
