"""Where documents come from: files, folders and web archives, and what a server gave.

What an address gives is fetched in ``fetching``, if somebody works online.
"""

from __future__ import annotations

import re
from pathlib import Path

from tracer.errors import NeedsOnline, ReadError
from tracer.extract.plain import is_web_address
from tracer.gather.folders import Gathered, distinct, read_file, read_sources
from tracer.models import Document

__all__ = ["BY_HAND", "Gathered", "distinct", "read_article", "read_file", "read_sources"]

BY_HAND = "Save the page from the browser and give that file"
"""What to do about a page that is not to be had."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/|www\.\S+\.[a-z]{2,}$", re.IGNORECASE)
"""How an address begins that lacks its scheme."""


def read_article(address: str) -> Document:
    """The article at ``address``, a file's path.

    Raises NeedsOnline: it is an http(s) address. Raises ReadError: it cannot be read.
    """
    if is_web_address(address):
        raise NeedsOnline(
            "An address was given, and nothing may leave this machine",
            address,
            f"{BY_HAND}, or fetch it with --online",
        )
    if not Path(address).exists():
        _refuse_address(address)
    return read_file(Path(address))


def _refuse_address(address: str) -> None:
    """Raises ReadError: what is given for a path is an address of another kind."""
    if _SCHEME.match(address):
        what = "Only http and https addresses are fetched"
        raise ReadError(what, address, "Give a file by its path")
    if _SITE.match(address):
        what = "There is no such file"
        raise ReadError(what, address, f"If it is an address, write https://{address}")
