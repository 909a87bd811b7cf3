"""A deadline for a whole answer.

A time-out of requests is one for each read: a server that sends a byte now and then, of its headers
or its body, never meets it. So whoever takes too long gets the connection cut.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """Cuts the connections of a thread when its time is over, and all of them at ``stop``."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: dict[int, list[socket.socket]] = {}
        self._lock = threading.Lock()
        self.stopped = threading.Event()

    @contextmanager
    def within(self, seconds: float) -> Iterator[threading.Event]:
        """Cut what this thread connects to inside after ``seconds``; the event says that it was."""
        held: list[socket.socket] = []
        over = threading.Event()
        timer = threading.Timer(seconds, _over, (held, over))
        timer.daemon = True
        self._own.held = held
        with self._lock:
            self._all[id(held)] = held
        timer.start()
        try:
            yield over
        finally:
            timer.cancel()
            self._own.held = None
            with self._lock:
                del self._all[id(held)]

    def hold(self, connection: HTTPConnection) -> None:
        """Remember a connection of this thread for as long as ``within`` lasts."""
        held = getattr(self._own, "held", None)
        if held is not None and connection.sock is not None:
            held.append(connection.sock)

    def stop(self) -> None:
        """Cut every connection; whoever asks after that is refused."""
        self.stopped.set()
        with self._lock:
            for held in self._all.values():
                _cut(held)

    def pools(self) -> dict[str, type[HTTPConnectionPool]]:
        """The connection pools, by scheme, whose connections this one watches."""
        deadline = self

        class Watched(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                deadline.hold(self)

            def request(self, *args: Any, **kwargs: Any) -> None:
                deadline.hold(self)
                super().request(*args, **kwargs)

        class WatchedSecure(Watched, HTTPSConnection):
            pass

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Watched

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = WatchedSecure

        return {"http": PlainPool, "https": SecurePool}


def _over(held: list[socket.socket], over: threading.Event) -> None:
    over.set()
    _cut(held)


def _cut(held: list[socket.socket]) -> None:
    for each in tuple(held):
        with suppress(OSError):
            socket.socket.shutdown(each, socket.SHUT_RDWR)
