"""Where documents come from: files, folders and web archives, and what a server gave.

What an address gives is fetched in ``fetching``, if somebody works online.
"""

from __future__ import annotations

from pathlib import Path

from tracer.errors import NeedsOnline
from tracer.extract.plain import is_web_address
from tracer.gather.folders import Gathered, distinct, read_file, read_sources
from tracer.models import Document

__all__ = ["Gathered", "distinct", "read_article", "read_file", "read_sources"]


def read_article(address: str) -> Document:
    """The article at ``address``, a file's path.

    Raises NeedsOnline: it is an http(s) address. Raises ReadError: it cannot be read.
    """
    if is_web_address(address):
        raise NeedsOnline(
            "An address was given, and nothing may leave this machine",
            address,
            "Save the page from the browser and give that file, or fetch it with --online",
        )
    return read_file(Path(address))
