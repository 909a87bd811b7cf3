"""Who may ask the desk at all, how much they may send, and what goes back with every answer.

A page of another site can make a browser send requests to this machine, and a name of its own can
be made to point here (DNS rebinding). So: the name that was asked for must be ours, what changes
something must come from a page of ours, and a desk that other machines can reach asks for a token.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SOURCE_BYTES = 20_000_000
"""The most that a form with a source may send. The longest reports of commissions, as PDF, have
some 10 MB."""
FORM_BYTES = 300_000
"""The most that any other form may send: a note of 20,000 characters, three times over, encoded."""
_DRAINED = 10
"""Up to so many times the limit is taken in and thrown away, so that the browser gets to read the
answer: it does not look for one while it is sending."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cache-control": "no-store",
}

Explain = Callable[[Request, int, str, str], Response]
"""Makes a page of a request, a status, what is wrong, and what to do."""


class TooLarge(Exception):
    """More was sent than the form may; ``limit`` is in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Rules:
    """Which names the desk answers to, and the token that it asks for; empty: none.

    ``names`` in lower case. ``any_address``: it also answers to any address in digits, which no
    other site can take for its own.
    """

    names: frozenset[str]
    any_address: bool
    token: str
    cookie: str


class Guard:
    """Stands before the app."""

    def __init__(self, app: ASGIApp, rules: Rules, explain: Explain) -> None:
        self._app, self._rules, self._explain = app, rules, explain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        refusal = self._refusal(request)
        answer: ASGIApp = refusal if refusal is not None else self._app
        limited = _limited(receive, _limit(request.url.path))
        await answer(scope, limited, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        if not self._is_ours(_hostname(request.headers.get("host", ""))):
            what = "The desk does not go by this name"
            return self._explain(request, 421, what, "Open the address that tracer review printed")
        if request.method == "POST" and not _is_same_origin(request):
            what = "This was sent by a page that is not the desk’s, and nothing was done"
            return self._explain(request, 403, what, "Go to the desk itself and do it there")
        return self._token_refusal(request) if self._rules.token else None

    def _is_ours(self, host: str) -> bool:
        if host in self._rules.names:
            return True
        return self._rules.any_address and _is_address(host)

    def _token_refusal(self, request: Request) -> Response | None:
        """None if the token is in the cookie; if it is in the address, put it in the cookie."""
        if _equal(request.cookies.get(self._rules.cookie, ""), self._rules.token):
            return None
        if _equal(request.query_params.get("token", ""), self._rules.token):
            response = RedirectResponse(_without_token(request), 303)
            keep(response, self._rules.cookie, self._rules.token)
            return response
        what = "This desk asks for a token"
        return self._explain(
            request, 401, what, "Open the whole address that tracer review printed at its start"
        )


def keep(response: Response, name: str, value: str, days: float = 0) -> None:
    """Put a cookie that no script and no other site gets hold of; 0 days: until the browser
    closes."""
    age = int(days * 86_400) or None
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="strict", path="/")


def _equal(given: str, wanted: str) -> bool:
    """Whether they are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _hostname(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_same_origin(request: Request) -> bool:
    """Whether a form was sent from a page of the desk, as far as the browser says."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"}:
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def _without_token(request: Request) -> str:
    rest = [(k, v) for k, v in request.query_params.multi_items() if k != "token"]
    return local(request.url.path) + (f"?{urlencode(rest)}" if rest else "")


def local(path: str) -> str:
    """``path`` if it leads to a page of the desk, else its first page."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_local and "\\" not in path and path.isprintable() else "/"


def _limit(path: str) -> int:
    return SOURCE_BYTES if path.endswith("/sources") else FORM_BYTES


def _limited(receive: Receive, limit: int) -> Receive:
    """``receive`` that raises TooLarge as soon as there is more than ``limit`` bytes."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            await _drain(receive, message, limit * _DRAINED)
            raise TooLarge(limit)
        return message

    return counted


async def _drain(receive: Receive, message: Message, most: int) -> None:
    drained = 0
    while message.get("more_body") and drained < most:
        message = await receive()
        drained += len(message.get("body", b""))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def names_of(hosts: Iterable[str]) -> frozenset[str]:
    return frozenset(host.lower().strip("[]").rstrip(".") for host in hosts if host)
