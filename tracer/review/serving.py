"""The socket, the address to open, the server."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from tracer.errors import DeskError
from tracer.review import app, guard
from tracer.review.desk import Desk, Fetch
from tracer.run import Order
from tracer.store import Store

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_IDLE = 30
"""Seconds after which a connection that says nothing is closed."""
_AT_ONCE = 100
"""Requests; more than that are not people at a desk."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk listens. Port 0: any free one. ``names`` are further names that it answers
    to, such as that of this machine in the newsroom's network."""

    host: str
    port: int
    names: tuple[str, ...] = ()


def serve(
    db: Path,
    order: Order,
    place: Place,
    reviewer: str,
    opened: Callable[[str], None],
    fetch: Fetch | None = None,
) -> None:
    """Run the desk until it is stopped. ``opened`` is told the address once it listens;
    ``reviewer`` is the name that the desk suggests; ``fetch`` gets the page at an address, and
    without it nothing leaves the machine.

    Raises StoreError (the database), ReadError and ConfigError (the order's sources and outlets)
    and DeskError (the place).
    """
    Store.existing(db).close()
    listening = listen(place)
    rules = rules_for(place, listening.getsockname()[1])
    desk = Desk(db, order, fetch)
    try:
        opened(address(place, rules, listening.getsockname()[1]))
        server(desk, rules, reviewer).run(sockets=[listening])
    finally:
        listening.close()
        desk.close()


def server(desk: Desk, rules: guard.Rules, reviewer: str) -> uvicorn.Server:
    """The server of a desk. It keeps no log of addresses: one may hold the token."""
    return uvicorn.Server(
        uvicorn.Config(
            app.make(desk, rules, reviewer),
            http="h11",
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_AT_ONCE,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=3,
        )
    )


def listen(place: Place) -> socket.socket:
    """Raises DeskError: there is no such place on this machine, or it is taken."""
    listening = socket.socket(socket.AF_INET6 if ":" in place.host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((place.host, place.port))
        listening.listen(_AT_ONCE)
    except OSError as error:
        listening.close()
        what = f"The desk cannot listen there ({error.strerror})"
        do = "Choose another port with --port (0: any), or another address with --host"
        raise DeskError(what, f"{place.host}:{place.port}", do) from error
    return listening


def rules_for(place: Place, port: int) -> guard.Rules:
    """A desk that only this machine can reach needs no token."""
    if place.host in _LOOPBACK:
        return guard.Rules(guard.names_of([*_LOOPBACK, *place.names]), False, "", "")
    names = guard.names_of([*_LOOPBACK, place.host, socket.gethostname(), *place.names])
    everywhere = _is_unspecified(place.host)
    return guard.Rules(names, everywhere, secrets.token_urlsafe(32), f"tracer_token_{port}")


def address(place: Place, rules: guard.Rules, port: int) -> str:
    """What to open in the browser."""
    host = socket.gethostname() if _is_unspecified(place.host) else place.host
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={rules.token}" if rules.token else "")


def _is_unspecified(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
