"""What is asked for and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from tracer import __version__

AGENT = f"tracer/{__version__} (fact-checking; reads the sources that an article cites)"
"""What servers are told of us. robots.txt may address us as "tracer"."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: ``most`` bytes, packed as well as unpacked; ``seconds`` from the
    question to the last byte; ``connect`` and ``silence`` seconds without a sign of life."""

    most: int = 20_000_000
    seconds: float = 60.0
    connect: float = 10.0
    silence: float = 20.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer as they went over the wire; ``body`` is still packed. ``at`` is
    the RFC 3339 time of the answer."""

    address: str
    method: str
    asked: Headers
    status: int
    reason: str
    headers: Headers
    body: bytes
    at: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. ``final`` is where the redirects led, by way of ``hops`` (addresses,
    the first is ``address``; empty without redirects). ``body`` is unpacked. ``retrieved`` is the
    RFC 3339 time at which the server said so, which is not now if it comes from the cache."""

    address: str
    final: str
    status: int
    headers: Headers
    body: bytes
    retrieved: str
    hops: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, or nothing."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")
