"""What a form sent, held to its limits; and the sign that it is one of ours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import quote, unquote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tracer.models import Decision
from tracer.review.guard import SOURCE_BYTES

SESSION, REVIEWER = "tracer_session", "tracer_reviewer"
"""Names of cookies. The session is only there to make forms that no other page can make."""
LONGEST_NOTE, LONGEST_NAME = 20_000, 80
"""Characters."""
_FIELDS = 24
_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Upload:
    """A chosen file: what the browser calls it, which opens nothing here, and its bytes."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form; one that was not sent is empty."""

    fields: Mapping[str, str]
    upload: Upload | None = None

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """The field as a number that is at least 0.

        Raises HTTPException: it is none.
        """
        value = self[name]
        if not (value.isascii() and value.isdigit() and len(value) < 18):
            raise HTTPException(400, f"The form lacks a number: {name}")
        return int(value)

    def decision(self) -> Decision:
        """Raises HTTPException: it is none of the contract's."""
        for decision in get_args(Decision):
            if decision == self["decision"]:
                return decision  # type: ignore[no-any-return]  # get_args has no types
        raise HTTPException(400, "There is no such decision")


async def read(request: Request) -> Form:
    """The form of a request.

    Raises HTTPException: it is not one that the desk made, or is broken. Raises TooLarge.
    """
    sent = await request.form(max_files=1, max_fields=_FIELDS, max_part_size=SOURCE_BYTES)
    fields: dict[str, str] = {}
    upload = None
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            raw = await value.read()
            upload = Upload(value.filename or "", raw) if raw or value.filename else None
        else:
            fields[name] = value.replace("\r\n", "\n").replace("\0", "")
    await sent.close()
    if not _is_sealed(fields.pop("csrf", ""), request.cookies.get(SESSION, "")):
        raise HTTPException(403, "This form is out of date, and nothing was done")
    return Form(fields, upload)


def new_session() -> str:
    return secrets.token_urlsafe(24)


def seal(session: str) -> str:
    """What a form must carry to have been made by the desk for this session."""
    return hmac.new(_SECRET, session.encode(), hashlib.sha256).hexdigest()


def _is_sealed(given: str, session: str) -> bool:
    return bool(session) and hmac.compare_digest(given.encode(), seal(session).encode())


def reviewer(request: Request) -> str:
    """Who reviews, from the cookie; empty if nobody said so yet."""
    return tidy_name(unquote(request.cookies.get(REVIEWER, "")))


def tidy_name(name: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in name)
    return " ".join(printable.split())[:LONGEST_NAME]


def as_cookie(name: str) -> str:
    return quote(name, safe="")
