"""The guard: one requests adapter that every question goes through.

Microsoft's AntiSSRF resolves a host once, refuses it if any of its addresses is not public, and
connects to the address that it looked at, at every redirect anew. Of 62 attacks two passed it, with
IPv6 ranges that its list lacks; they are added here. requests-hardened let four pass.

The rest is ours, because libraries look at a stream only while it is read by somebody else: the
whole answer is read here, under a deadline and under a cap for what comes in and for what it
unpacks to. Whatever lies above (redirects, the cache, the archive's client) gets bytes that are
whole and bounded.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http.client import HTTPException
from io import BytesIO
from ipaddress import IPv6Network
from typing import Any

import requests
from AntiSSRF import AntiSSRFError, AntiSSRFPolicy, PolicyConfigOptions
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import DecodeError, HTTPError, MaxRetryError
from urllib3.util import Retry

from tracer.errors import FetchError, Refused, Unreachable
from tracer.fetching.deadline import Deadline
from tracer.fetching.values import Exchange, Limits

_IPV4 = IPv6Network("::ffff:0:0/96")
"""Where the library keeps the IPv4 addresses among the IPv6 ones."""
_NOT_PUBLIC = ("4000::/2", "8000::/1", *map(str, IPv6Network("::/3").address_exclude(_IPV4)))
"""All of IPv6 but 2000::/3, which holds all public addresses that were ever given out."""
_PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
PACKINGS = "gzip, deflate"
"""What we ask for. What nobody asked for is not unpacked: br and zstd are not to be feared."""
_TOLD = frozenset(
    "user-agent accept accept-encoding connection host if-none-match if-modified-since".split()
)
"""Headers of ours that a record of the exchange tells; a key to a service is never among them."""
_STEP = 65_536
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_USER = re.compile(r"https?://[^/?#]*@", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x20\x7f\\]")

RETRIES = Retry(
    total=2, backoff_factor=1.0, status_forcelist=(429, 500, 502, 503, 504), raise_on_status=False
)
"""What is asked again, and how often. It only counts: whoever waits is ``sleep``."""
LONGEST_WAIT = 60.0
"""Seconds that a server may have us wait with Retry-After."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the guard does not decide: whose ``turn`` it is with an address, how to ``sleep``, what
    time it is (``now``, RFC 3339), and who wants to know of an exchange (``note``)."""

    turn: Callable[[str], AbstractContextManager[None]]
    sleep: Callable[[float], None]
    now: Callable[[], str]
    note: Callable[[Exchange], None]


def checked(address: str) -> str:
    """``address``, if it is one that may be asked at all.

    Raises Refused: it is not http or https, or made to look like another one.
    """
    if not _SCHEME.match(address):
        raise Refused("Only http and https addresses are fetched", _shown(address))
    if _USER.match(address):
        raise Refused("An address with a user name in it is not fetched", _shown(address))
    if _ODD.search(address):
        raise Refused("An address with spaces or backslashes is not fetched", _shown(address))
    return address


def _shown(address: str) -> str:
    return address[:200].encode("ascii", "backslashreplace").decode()


_TROUBLE = (
    AntiSSRFError, requests.RequestException, HTTPError, HTTPException, OSError, ValueError
)  # fmt: skip
"""What may be wrong with a server, its name or its address. Anything else is wrong with us."""


class Guard(BaseAdapter):
    """Mount one for http and one for https. ``opened`` are addresses of networks that are let
    through in spite of all; only tests have any."""

    def __init__(
        self, around: Around, limits: Limits, deadline: Deadline, opened: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
        policy.add_denied_addresses(list(_NOT_PUBLIC))
        policy.allow_plain_text_http = True
        policy.add_xff_header = False
        if opened:
            policy.add_allowed_addresses(list(opened))
        self._inner: HTTPAdapter = policy.get_antissrf_session().get_adapter("http://")
        self._inner.poolmanager.pool_classes_by_scheme = deadline.pools()
        self._around, self._limits, self._deadline = around, limits, deadline

    def send(  # type: ignore[override] # what we do not use of it is not named
        self, request: requests.PreparedRequest, verify: bool = True, **_: Any
    ) -> requests.Response:
        """The whole answer, its body unpacked. Retries what may work later, within reason.

        Raises FetchError: Refused by the guard, Unreachable, or more than the limits allow.
        """
        address = checked(request.url or "")
        retries = RETRIES
        with self._around.turn(address):
            while True:
                try:
                    response = self._once(request, address, verify)
                except Unreachable as error:
                    again = _later(retries, None)
                    if again is None or not error.passing:
                        raise
                else:
                    again = _later(retries, response)
                    if again is None:
                        return response
                retries, wait = again
                self._around.sleep(wait)

    def close(self) -> None:
        self._inner.close()

    def _once(
        self, request: requests.PreparedRequest, address: str, verify: bool
    ) -> requests.Response:
        if self._deadline.stopped.is_set():
            raise FetchError("It was not fetched: the search was stopped", address)
        with self._deadline.within(self._limits.seconds) as over:
            try:
                answer, wire = self._answered(request, verify)
            except _TROUBLE as error:
                raise self._explained(error, over.is_set(), address) from error
            if over.is_set():
                raise self._explained(TimeoutError(), True, address)
        self._around.note(self._exchange(request, answer, wire))
        return self._rebuilt(request, answer, self._unpacked(wire, answer.headers, address))

    def _answered(
        self, request: requests.PreparedRequest, verify: bool
    ) -> tuple[HTTPResponse, bytes]:
        limits = self._limits
        response = self._inner.send(
            request, stream=True, timeout=(limits.connect, limits.silence), verify=verify
        )
        answer: HTTPResponse = response.raw
        try:
            wire = bytearray()
            # Not stream(): of a chunked answer it reads lines of any length.
            while part := answer.read(_STEP, decode_content=False):
                wire += part
                if len(wire) > limits.most:
                    raise FetchError(*_too_large(limits.most, request.url or ""))
        finally:
            answer.close()
        return answer, bytes(wire)

    def _unpacked(self, wire: bytes, headers: Mapping[str, str], address: str) -> bytes:
        """Raises FetchError: in a packing that nobody asked for, broken, or too large."""
        packing = headers.get("Content-Encoding", "").lower()
        if not _PACKINGS.issuperset(map(str.strip, packing.split(","))):
            raise FetchError(f"It came packed in a way nobody asked for ({packing})", address)
        packed = HTTPResponse(
            BytesIO(wire), headers={"Content-Encoding": packing}, preload_content=False
        )
        body = bytearray()
        try:
            for part in packed.stream(_STEP, decode_content=True):
                body += part
                if len(body) > self._limits.most:
                    raise FetchError(*_too_large(self._limits.most, address))
        except HTTPError as error:
            raise FetchError(_BROKEN, address) from error
        return bytes(body)

    def _rebuilt(
        self, request: requests.PreparedRequest, answer: HTTPResponse, body: bytes
    ) -> requests.Response:
        headers = HTTPHeaderDict(answer.headers)
        for name in ("Content-Encoding", "Transfer-Encoding", "Content-Length"):
            headers.discard(name)
        raw = HTTPResponse(
            BytesIO(body),
            headers=headers,
            status=answer.status,
            reason=answer.reason,
            preload_content=False,
            decode_content=False,
            request_url=request.path_url,
        )
        return self._inner.build_response(request, raw)

    def _exchange(
        self, request: requests.PreparedRequest, answer: HTTPResponse, wire: bytes
    ) -> Exchange:
        return Exchange(
            address=request.url or "",
            method=request.method or "GET",
            asked=tuple((k, str(v)) for k, v in request.headers.items() if k.lower() in _TOLD),
            status=answer.status,
            reason=answer.reason or "",
            headers=tuple(answer.headers.items()),
            body=wire,
            at=self._around.now(),
        )

    def _explained(self, error: Exception, over: bool, address: str) -> FetchError:
        """What a person is told of ``error``."""
        if isinstance(error, AntiSSRFError):
            return Refused("This address leads into a network that is not public", address)
        if isinstance(error, socket.gaierror):
            return Unreachable("There is no such host", address)
        if self._deadline.stopped.is_set():
            return FetchError("It was not fetched: the search was stopped", address)
        if over:
            what = f"It took longer than {self._limits.seconds:g} seconds"
            return Unreachable(what, address)
        return _explained(error, address)


_BROKEN = "It came packed, and the packing is broken"


def _explained(error: Exception, address: str) -> FetchError:
    if isinstance(error, DecodeError):
        return FetchError(_BROKEN, address)
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable("The site’s certificate is not valid", address)
    if isinstance(error, requests.exceptions.Timeout):
        return Unreachable("The site did not answer in time", address, passing=True)
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return Refused("This is not a valid address", _shown(address))
    return Unreachable("The connection failed or broke off", address, passing=True)


def _too_large(most: int, address: str) -> tuple[str, str]:
    return f"It is larger than {most / 1_000_000:g} MB", address


def _later(retries: Retry, response: requests.Response | None) -> tuple[Retry, float] | None:
    """How often to ask again after this answer, and in how many seconds; None: not at all."""
    raw = response.raw if response is not None else None
    if raw is not None and raw.status not in (RETRIES.status_forcelist or ()):
        return None
    try:
        left = retries.increment("GET", "", response=raw, error=None)
    except MaxRetryError:
        return None
    asked = _asked_for(retries, raw) if raw is not None else None
    wait = asked if asked is not None else left.get_backoff_time()
    return (left, wait) if wait <= LONGEST_WAIT else None


def _asked_for(retries: Retry, raw: HTTPResponse) -> float | None:
    """The seconds of Retry-After, if it makes sense."""
    try:
        return retries.get_retry_after(raw)
    except (HTTPError, ValueError, OverflowError):
        return None
