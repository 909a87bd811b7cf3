"""What a server gave -> Document, the same whether it was fetched now or kept in a web archive."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tracer.errors import Unreachable
from tracer.extract import read_bytes
from tracer.models import Document
from tracer.outlets import Outlets

MEMENTO = re.compile(r"https?://web\.archive\.org(?::\d+)?/web/(\d{14})(?:id_)?/(https?://.+)")
"""The address of a copy in the Wayback Machine: its time, and the address that it is a copy of."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came from ``address``, where redirects from the addresses ``by_way_of`` led."""

    address: str
    body: bytes
    media_type: str
    retrieved: str
    by_way_of: tuple[str, ...] = ()


def read(answer: Answer) -> Document:
    """The document in an answer; that of an archived copy is known by the address it is a copy of.

    Raises ReadError: there is no text in it. Unreachable: it says that there is no such page,
    although its status does not, or asks for consent to cookies and shows nothing else.
    """
    copied = MEMENTO.match(answer.address)
    address = copied[2] if copied else answer.address
    found = read_bytes(
        answer.body,
        address=address,
        name=address,
        media_type=answer.media_type or None,
        retrieved=answer.retrieved,
    )
    _refuse_stub(found, address, answer.by_way_of)
    return replace(
        found,
        url=_own(found.url, address),
        publisher=_honest(found.publisher, address),
        also_at=_others((*answer.by_way_of, address), _own(found.url, address)),
        detail="; ".join(filter(None, [_copied_on(copied[1]) if copied else "", found.detail])),
    )


def _copied_on(digits: str) -> str:
    return f"the Wayback Machine’s copy of {digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def _others(addresses: Iterable[str], url: str) -> tuple[str, ...]:
    plain = (copied[2] if (copied := MEMENTO.match(each)) else each for each in addresses)
    return tuple(dict.fromkeys(each for each in plain if each != url))


def _own(given: str | None, address: str) -> str:
    """The canonical address that a page gives, if it is one of its own site: anybody can write
    another one's into a page."""
    return given if given and _site(given) == _site(address) else address


def _site(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _honest(publisher: str | None, address: str) -> str | None:
    """The publisher that a page names, unless that is an outlet which stands elsewhere."""
    outlets = Outlets.default()
    named = outlets.find(publisher) if publisher else None
    if named is None or not named.domains or outlets.find(address) == named:
        return publisher
    return None


def _refuse_stub(found: Document, address: str, by_way_of: tuple[str, ...]) -> None:
    if _is_home(address) and any(not _is_home(each) for each in by_way_of):
        raise Unreachable("It leads to the front page: the page is gone", by_way_of[0])
    if found.marks.stub == "missing":
        raise Unreachable("The page says that there is no such page", address)
    if found.marks.stub == "consent":
        raise Unreachable("The page asks for consent to cookies and shows nothing else", address)


def _is_home(address: str) -> bool:
    copied = MEMENTO.match(address)
    parts = urlsplit(copied[2] if copied else address)
    return parts.path in {"", "/"} and not parts.query
