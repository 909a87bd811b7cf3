"""robots.txt, as RFC 9309 has it; protego reads it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from tracer.errors import FetchError
from tracer.fetching.pace import GAP, LONGEST_GAP
from tracer.fetching.values import AGENT, Fetched

_MOST = 500 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least so many."""
_NOTHING = Protego.parse("")


class Robots:
    """What each host allows. ``get`` fetches an address, whatever the status of the answer."""

    def __init__(self, get: Callable[[str], Fetched]) -> None:
        self._get = get
        self._known: dict[str, Protego | FetchError] = {}
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Raises FetchError: the host does not want ``address`` fetched, or its robots.txt cannot
        be had and so nobody knows."""
        rules = self._rules(_origin(address))
        if isinstance(rules, FetchError):
            raise type(rules)(rules.what, address, rules.do)
        if not rules.can_fetch(address, AGENT):
            raise FetchError("The site’s robots.txt asks programs to leave this page", address, _DO)

    def gap(self, address: str) -> float:
        """Seconds to leave between two pages of a host that was checked."""
        rules = self._known.get(_origin(address))
        wished = rules.crawl_delay(AGENT) if isinstance(rules, Protego) else None
        return min(max(GAP, wished or 0.0), LONGEST_GAP)

    def _rules(self, origin: str) -> Protego | FetchError:
        if origin not in self._known:
            rules = self._read(f"{origin}/robots.txt")
            with self._lock:
                self._known.setdefault(origin, rules)
        return self._known[origin]

    def _read(self, address: str) -> Protego | FetchError:
        """No robots.txt: all is allowed. A server that is out of order: nothing is."""
        try:
            found = self._get(address)
        except FetchError as error:
            return error
        if found.status >= 500:
            return FetchError(f"The site’s robots.txt cannot be read ({found.status})", address)
        if found.status >= 400:
            return _NOTHING
        return Protego.parse(found.body[:_MOST].decode("utf-8-sig", "replace"))


_DO = "Open it in the browser, save it, and give that file"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
