"""Whoever wants something from the network asks a Web."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import requests
from requests_cache.backends.sqlite import SQLiteCache
from requests_cache.models.response import CachedResponse
from requests_cache.session import CachedSession

from tracer.errors import FetchError, StoreError, Unreachable
from tracer.fetching.deadline import Deadline
from tracer.fetching.guard import PACKINGS, Around, Guard, checked
from tracer.fetching.pace import GAP, Pace
from tracer.fetching.robots import Robots
from tracer.fetching.values import AGENT, Exchange, Fetched, Limits

MOST_REDIRECTS = 10
AT_ONCE = 8
"""Hosts that are asked at the same time; each gets one question at a time."""
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 402, 403, 407, 451})
_KEPT = (200, 203, 301, 308)
"""Answers that the cache keeps, if their headers allow it."""


def _now() -> str:
    return _rfc3339(datetime.now(UTC))


def _rfc3339(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How to go about it.

    ``cache`` is the file that answers are kept in for as long as their headers allow; None: none.
    ``recording`` keeps every exchange. ``gaps`` are seconds between two questions to a service, by
    host. ``opened`` lets networks through the guard that are not public: nothing but a test passes
    any, and no setting can.
    """

    cache: Path | None = None
    recording: bool = False
    limits: Limits = field(default_factory=Limits)
    gaps: Mapping[str, float] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] | None = None
    now: Callable[[], str] = _now


class Web:
    """Pages and services, politely. Use it as a context manager; it may be used by many threads.

    ``exchanges`` are all questions and answers so far, in the order of the answers, if they are
    recorded. Raises StoreError: the file of the cache cannot be used.
    """

    def __init__(self, options: WebOptions | None = None) -> None:
        self._options = options or WebOptions()
        self._deadline = Deadline()
        self._pace = Pace(self._options.clock, self._sleep)
        self._robots = Robots(self._any)
        self.exchanges: list[Exchange] = []
        self._own = threading.local()
        self._pages = self._session(self._page_turn, self._options.cache)
        self.services = self._session(self._service_turn, None)
        """A requests session for services: guarded and paced, but no robots.txt is asked."""

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        for session in (self._pages, self.services):
            session.close()

    def stop(self) -> None:
        """Let go of everything that is being fetched, at once."""
        self._deadline.stop()

    def get(self, address: str) -> Fetched:
        """The page at ``address``, as its host allows.

        Raises FetchError: it is not to be had. Refused: it leads to where nothing is asked.
        Unreachable: there is nothing at this address, or nobody answers.
        """
        return _ok(self._asked(self._pages, address))

    def ask(
        self, address: str, query: Mapping[str, str], secret: Mapping[str, str] | None = None
    ) -> Fetched:
        """What the service at ``address`` says. ``secret`` are headers that nobody else gets to
        see; with them no redirect is followed.

        Raises FetchError.
        """
        more = {"headers": dict(secret), "allow_redirects": False} if secret else {}
        return _ok(self._asked(self.services, address, params=dict(query), **more))

    @contextmanager
    def noting(self) -> Iterator[list[Exchange]]:
        """The exchanges of this thread inside, in order."""
        before = getattr(self._own, "noted", None)
        noted: list[Exchange] = []
        self._own.noted = noted
        try:
            yield noted
        finally:
            self._own.noted = before

    def get_all(self, addresses: Iterable[str]) -> Iterator[tuple[str, Fetched | FetchError]]:
        """Each of ``addresses``, once, with what came of it, as they come in: several hosts at the
        same time. Ctrl-C cuts off what is under way and is then raised."""
        queues: defaultdict[str, list[str]] = defaultdict(list)
        for address in dict.fromkeys(addresses):
            queues[_host(address)].append(address)
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tracer-fetch") as pool:
            try:
                running = {pool.submit(self._tried, queue[0]): queue for queue in queues.values()}
                while running:
                    yield from self._next_ones(running, pool)
            except BaseException:
                self.stop()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _next_ones(
        self, running: dict[Future[Fetched | FetchError], list[str]], pool: ThreadPoolExecutor
    ) -> Iterator[tuple[str, Fetched | FetchError]]:
        """What came in next; the rest of its host's queue follows."""
        done = next(as_completed(tuple(running)))
        address, *rest = running.pop(done)
        if rest:
            running[pool.submit(self._tried, rest[0])] = rest
        yield address, done.result()

    def _tried(self, address: str) -> Fetched | FetchError:
        try:
            return self.get(address)
        except FetchError as error:
            return error

    # Below: sessions and turns

    def _session(
        self, turn: Callable[[str], AbstractContextManager[None]], cache: Path | None
    ) -> requests.Session:
        session = _cached_session(cache) if cache else requests.Session()
        session.trust_env = False  # a proxy, or a password of ~/.netrc, would pass the guard by
        session.max_redirects = MOST_REDIRECTS
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update(
            {"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": PACKINGS}
        )
        around = Around(turn, self._sleep, self._options.now, self._note)
        guard = Guard(around, self._options.limits, self._deadline, self._options.opened)
        session.mount("http://", guard)
        session.mount("https://", guard)
        return session

    def _sleep(self, seconds: float) -> None:
        """By itself: until the time is over or everything is stopped."""
        if self._options.sleep:
            self._options.sleep(seconds)
        else:
            self._deadline.stopped.wait(seconds)

    @contextmanager
    def _page_turn(self, address: str) -> Iterator[None]:
        self._robots.check(address)
        with self._pace.turn(_host(address), self._robots.gap(address)):
            yield

    @contextmanager
    def _service_turn(self, address: str) -> Iterator[None]:
        host = _host(address)
        with self._pace.turn(host, self._options.gaps.get(host, GAP)):
            yield

    def _note(self, exchange: Exchange) -> None:
        if self._options.recording:
            self.exchanges.append(exchange)
        noted = getattr(self._own, "noted", None)
        if noted is not None:
            noted.append(exchange)

    def _any(self, address: str) -> Fetched:
        return self._asked(self.services, address)

    def _asked(self, session: requests.Session, address: str, **more: Any) -> Fetched:
        try:
            with self.noting() as noted:
                response = session.get(checked(address), **more)
        except requests.TooManyRedirects as error:
            raise Unreachable("It leads round and round", address) from error
        except requests.exceptions.InvalidSchema as error:
            raise FetchError("It leads to an address that is not on the web", address) from error
        except sqlite3.Error as error:
            what = f"The file of kept pages cannot be used ({error})"
            raise FetchError(what, str(self._options.cache), _DO) from error
        except (requests.RequestException, UnicodeError, ValueError) as error:
            raise FetchError("This is not a valid address", address) from error
        return self._fetched(address, response, noted)

    def _fetched(self, address: str, response: requests.Response, noted: list[Exchange]) -> Fetched:
        return Fetched(
            address=address,
            final=response.url,
            status=response.status_code,
            headers=tuple(response.headers.items()),
            body=response.content,
            retrieved=noted[-1].at if noted else _kept_at(response),
            hops=tuple(each.url for each in response.history),
            exchanges=tuple(noted),
        )


def _kept_at(response: requests.Response) -> str:
    """When an answer came that nobody was asked for now: it is from the cache."""
    assert isinstance(response, CachedResponse)
    return _rfc3339(response.created_at)


_DO = "Delete it"
_PATIENCE = 30_000
"""Milliseconds to wait for another process that writes to the same file."""


def _cached_session(path: Path) -> CachedSession:
    """JSON, because whoever can write a pickle runs programs with it. An answer that says nothing
    of how long it keeps is asked for again, with its ETag or date if it has one. Raises StoreError.
    """
    try:
        backend = SQLiteCache(path, serializer="json", busy_timeout=_PATIENCE, wal=True)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The file of kept pages cannot be used ({error})", str(path), _DO
        ) from error
    return CachedSession(
        backend=backend,
        serializer="json",
        cache_control=True,
        expire_after=0,
        allowable_codes=_KEPT,
        allowable_methods=("GET",),
        stale_if_error=False,
    )


def _ok(fetched: Fetched) -> Fetched:
    """Raises FetchError: the status is none of a page."""
    status = fetched.status
    if status in _GONE or status >= 500 or status == 429:
        raise Unreachable(
            f"{_WORDS.get(status, 'The site is out of order')} ({status})", fetched.address
        )
    if status in _CLOSED:
        what = _WORDS.get(status, "The site shows this to some only")
        raise FetchError(f"{what} ({status})", fetched.address)
    if not 200 <= status < 300 or status == 204:
        raise FetchError(f"The site does not give this page ({status})", fetched.address)
    return fetched


_WORDS = {
    404: "There is no such page",
    410: "The page was taken away",
    429: "The site asks to come back later",
    451: "The page may not be shown here, for legal reasons",
}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
