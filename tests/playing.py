"""A small web on loopback: servers that play outlets, and a canary that nobody may ever reach.

The guard lets nothing through to loopback. A test opens it for the one address that the play web
stands at; the canary listens at every other one.
"""

from __future__ import annotations

import gzip
import re
import socket
import socketserver
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_socket
from conftest import LOOPBACK
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from tracer.fetching import Limits, Web, WebOptions

PLACE = "127.7.7.7"
"""Where the play web stands, in the part of loopback that nobody uses."""


@dataclass(frozen=True)
class Question:
    method: str
    host: str
    path: str
    headers: Mapping[str, str]


Answer = bytes | Iterable[bytes]
Player = Callable[[Question], Answer]


def answer(
    body: bytes | str = b"",
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> bytes:
    """A whole and well-behaved answer."""
    raw = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": kind, "Content-Length": str(len(raw)), "Connection": "close"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + raw


def leads_to(address: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=address)


def page(words: str, title: str = "A story", head: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body><main><article><h1>{title}</h1>{paragraphs}</article></main></body></html>"
    )


def packed(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


@dataclass
class Names:
    """What the name server says. A name that is asked for again may get another answer."""

    known: dict[str, list[list[str]]] = field(default_factory=dict)
    played: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    look_up: Any = socket.getaddrinfo

    def __call__(
        self, host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        plain = name.rstrip(".").lower()
        if plain in self.known:
            answers = self.known[plain]
            found = answers[min(self.asked[plain], len(answers) - 1)]
        elif plain == "localhost":
            found = ["127.0.0.1"]
        elif plain.endswith(".example") or plain in self.played:
            found = [PLACE]
        else:
            flags |= socket.AI_NUMERICHOST  # other names exist nowhere
            return self.look_up(host, port, family, type, proto, flags)
        self.asked[plain] += 1
        return [_entry(address, port or 0) for address in found]


def _entry(address: str, port: int) -> tuple[Any, ...]:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class Time:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.now, self.waits, self._lock = 1000.0, list[float](), threading.Lock()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.waits.append(seconds)
            self.now += seconds


LIMITS = Limits(seconds=20, connect=5, silence=5)
SERVICES = ("web.archive.org", "api.gdeltproject.org", "factchecktools.googleapis.com")


class _Plain(BaseAdapter):
    """Asks the play web in the place of a service."""

    def __init__(self, inner: BaseAdapter, place: str) -> None:
        super().__init__()
        self._inner, self._place = inner, place

    def send(self, request: PreparedRequest, **how: Any) -> Response:  # type: ignore[override]
        asked = request.copy()
        asked.url = self._place + (request.url or "").split("/", 3)[3]
        response = self._inner.send(asked, **how)
        response.url, response.request = request.url or "", request
        return response

    def close(self) -> None:
        """The inner one belongs to somebody else."""


class World:
    """The play web. ``players`` by host and path; ``asked`` is what came in, in order."""

    def __init__(self, names: Names, port: int) -> None:
        self.names, self.port = names, port
        self.players: defaultdict[str, dict[str, Answer | Player]] = defaultdict(dict)
        self.asked: list[Question] = []
        self.caught: list[str] = []
        self.time = Time()
        self.day = "2026-01-02T03:04:05Z"

    def at(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, what: Answer | Player) -> str:
        """Let ``host`` give ``what`` at ``path``; the address of it."""
        self.players[host][path] = what
        self.names.played.add(host)
        return self.at(host, path)

    def paths(self, host: str = "") -> list[str]:
        """What was asked for but robots.txt, in order."""
        return [
            q.path for q in self.asked if q.path != "/robots.txt" and (not host or q.host == host)
        ]

    def web(self, limits: Limits | None = None, **options: Any) -> Web:
        """A web client to which the play web, and nothing else on loopback, is open."""
        return self.opened(WebOptions(limits=limits or LIMITS, **options))

    def opened(self, options: WebOptions) -> Web:
        """As ``web``. Services that are only ever asked over TLS are played without it."""
        web = Web(
            replace(
                options,
                opened=(f"{PLACE}/32",),
                clock=self.time.clock,
                sleep=self.time.sleep,
                now=lambda: self.day,
            )
        )
        for host in SERVICES:
            plain = web.services.get_adapter("http://")
            web.services.mount(f"https://{host}/", _Plain(plain, f"http://{host}:{self.port}/"))
        return web

    def answered(self, question: Question) -> Answer:
        self.asked.append(question)
        path = question.path
        given = self.players[question.host]
        found = given.get(path, given.get(path.partition("?")[0], given.get("*")))
        if found is None:
            return answer("nothing here", "404 Not Found")
        return found(question) if callable(found) else found


def _read(connection: socket.socket) -> Question | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        more = connection.recv(65_536)
        if not more:
            return None
        raw += more
    first, *lines = raw.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Question(method, headers.get("host", "").partition(":")[0], path, headers)


@contextmanager
def _serving(place: str, port: int, handle: Callable[[socket.socket], None]) -> Iterator[int]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                handle(self.request)

    kind = type("V6", (_Server,), {"address_family": socket.AF_INET6}) if ":" in place else _Server
    with kind((place, port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The play web, its name server and the canary, for as long as a test runs."""
    pytest_socket.socket_allow_hosts([*LOOPBACK, PLACE], allow_unix_socket=True)
    names = Names()
    monkeypatch.setattr(socket, "getaddrinfo", names)
    made = World(names, 0)

    def play(connection: socket.socket) -> None:
        question = _read(connection)
        if question is not None:
            given = made.answered(question)
            for part in [given] if isinstance(given, bytes) else given:
                connection.sendall(part)

    with ExitStack() as stack:
        made.port = stack.enter_context(_serving(PLACE, 0, play))
        for place in ("127.0.0.1", "::1"):
            with suppress(OSError):  # a machine without IPv6
                catch = _catching(place, made)
                stack.enter_context(_serving(place, made.port, catch))
        yield made


def _catching(place: str, made: World) -> Callable[[socket.socket], None]:
    def catch(connection: socket.socket) -> None:
        made.caught.append(place)
        connection.sendall(answer(page("The canary was reached.")))

    return catch


class PlayedArchive:
    """The Wayback Machine, as far as we ask it. ``copies`` are (time, address, status, page)."""

    def __init__(self, play: World) -> None:
        self.copies: list[tuple[str, str, int, str]] = []
        self.saved: list[str] = []
        play.names.played.add("web.archive.org")
        play.players["web.archive.org"] |= {"/cdx/search/cdx": self._index, "*": self._page}

    def _index(self, question: Question) -> bytes:
        query = parse_qs(urlsplit(question.path).query)
        whole, wanted = query.get("matchType") == ["domain"], query["url"][0]
        wishes = [wish.split(":", 1) for wish in query.get("filter", [])]
        first, last = query.get("from", ["0"])[0], query.get("to", ["9"])[0]
        lines = []
        for time, address, status, _ in sorted(self.copies):
            if not first <= time <= last:
                continue
            host = urlsplit(address).hostname or ""
            fields = {"statuscode": str(status), "mimetype": "text/html", "urlkey": address.lower()}
            if (host.endswith(wanted) if whole else address == wanted) and all(
                re.fullmatch(pattern, fields[name]) for name, pattern in wishes
            ):
                lines.append(f"{address.lower()} {time} {address} text/html {status} HASH 99")
        most = int(query["limit"][0])
        kept = lines[most:] if most < 0 else lines[:most]
        return answer("\n".join(kept), kind="text/plain")

    def _page(self, question: Question) -> bytes:
        if question.path.startswith("/save/"):
            self.saved.append(question.path.removeprefix("/save/"))
            return answer("", Content_Location=f"/web/20260102030405/{self.saved[-1]}")
        found = re.fullmatch(r"/web/(\d+)id_/(.+)", question.path)
        for time, address, status, body in self.copies:
            if found and (time, address) == found.groups():
                return answer(
                    body,
                    f"{status} Archived",
                    Memento_Datetime="Thu, 01 Jan 2026 00:00:00 GMT",
                    Link=f'<{address}>; rel="original"',
                )
        return answer("never archived", "404 Not Found")
