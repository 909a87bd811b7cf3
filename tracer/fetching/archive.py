"""The Wayback Machine, asked through the ``wayback`` library and our guarded session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import requests
from wayback import WaybackClient

from tracer.errors import FetchError, Unreachable
from tracer.fetching.values import Fetched
from tracer.fetching.web import Web

HOST = "web.archive.org"
GAP = 2.5
"""Seconds between two questions to it: it asks for at most 24 searches a minute."""
_QUESTIONS = 10
"""Questions to it for one search, or one copy."""
_SAVE = f"https://{HOST}/save/"
_WINDOW = timedelta(days=30)
"""How far from the copy that was asked for a copy may be that is given instead."""
_AROUND = timedelta(days=365)
_DAYS = 2 * 365 + 1
"""Copies of one page that are looked at, one a day."""
_GOOD = "statuscode:200"
"""An archived 404 or 429 is no source."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that the archive has of ``address``, and when it was made."""

    address: str
    at: datetime
    record: Any

    @property
    def day(self) -> str:
        return self.at.date().isoformat()


class Archive:
    """Copies of pages that are gone, and pages of an outlet of which nobody has the address."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def nearest(self, address: str, day: date | None) -> Copy:
        """The copy of ``address`` that was made closest to ``day``, by a year at most; else the
        last one.

        Raises FetchError: there is none, or the archive cannot be asked.
        """
        if day is not None:
            around = {"from_date": day - _AROUND, "to_date": day + _AROUND}
            noon = datetime.combine(day, time(12), UTC)
            near = self._search(
                address, limit=_DAYS, filter_field=[_GOOD], collapse="timestamp:8", **around
            )
            if near:
                return min(near, key=lambda copy: abs(copy.at - noon))
        last = self._search(address, limit=-1, filter_field=[_GOOD])
        if not last:
            raise Unreachable("The Wayback Machine has no copy of it", address)
        return last[-1]

    def of_domain(
        self, domain: str, words: Sequence[str], first: date, last: date, most: int
    ) -> tuple[Copy, ...]:
        """Copies made from ``first`` to ``last`` of pages of ``domain`` that have one of ``words``
        (plain letters) in their address, each page once, at most ``most``.

        Raises FetchError.
        """
        named = "|".join(words)
        return self._search(
            domain,
            match_type="domain",
            from_date=first,
            to_date=last,
            filter_field=[_GOOD, "mimetype:text/html", f"urlkey:.*({named}).*"],
            collapse="urlkey",
            limit=most,
        )

    def read(self, copy: Copy) -> Fetched:
        """The bytes of a copy as they were archived. Raises FetchError: it cannot be had, or it is
        one of an error."""
        with self._web.noting() as exchanges, _told(copy.address):
            client = WaybackClient(session=_AFew(self._web.services))
            memento = client.get_memento(copy.record, exact=False, target_window=_WINDOW)
            body, status = memento.content, memento.status_code
        if status != 200:
            raise Unreachable(f"The archived copy is one of an error ({status})", copy.address)
        return Fetched(
            address=copy.address,
            final=memento.memento_url,
            status=status,
            headers=tuple(memento.headers.items()),
            body=body,
            retrieved=exchanges[-1].at,
            hops=tuple(each.address for each in exchanges[:-1]),
            exchanges=tuple(exchanges),
        )

    def save(self, address: str) -> str:
        """Ask for a copy of ``address`` as it is now: the address of that. Raises FetchError."""
        given = self._web.ask(_SAVE + address, {})
        place = given.header("Content-Location")
        if place.startswith("/web/"):
            return f"https://{HOST}{place}"
        if "/web/" in given.final:
            return given.final
        raise FetchError("The Wayback Machine does not say where it keeps the copy", address)

    def _search(self, address: str, *, limit: int, **how: Any) -> tuple[Copy, ...]:
        with _told(address):
            client = WaybackClient(session=_AFew(self._web.services))
            found: Iterator[Any] = client.search(address, limit=limit, **how)
            return tuple(
                Copy(record.original, record.timestamp, record)
                for record in islice(found, abs(limit))
            )


class _AFew:
    """A session that asks a few questions and no more: the library goes on through an index, and
    along redirects, for as long as it is told that there is more."""

    def __init__(self, session: requests.Session) -> None:
        self._session, self._left = session, _QUESTIONS
        self.prepare_request = session.prepare_request

    def request(self, method: str, url: str, **how: Any) -> requests.Response:
        self._count(url)
        return self._session.request(method, url, **how)

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        self._count(request.url or "")
        return self._session.send(request, **how)

    def _count(self, address: str) -> None:
        if self._left == 0:
            raise FetchError("The Wayback Machine goes on and on", address)
        self._left -= 1


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Whatever the library raises, as one error for a person: it trips over answers that it does
    not expect in many ways."""
    try:
        yield
    except FetchError:
        raise
    except Exception as error:
        what = f"The Wayback Machine does not give it ({error})"
        raise FetchError(what[:300], address) from error
