"""Every error that tracer raises on purpose.

    TracerError                 one line for a person: what, where, what to do
    ├── ReadError               a document could not be read
    │   ├── NeedsOnline         an address was given, and nothing may leave the machine
    │   └── FetchError          an address could not be fetched, or may not be
    │       ├── Refused         it leads to a place that tracer never asks
    │       └── Unreachable     nothing is to be had there now; an archive may have a copy
    ├── ConfigError             tracer.toml, or a setting in it, makes no sense
    ├── StoreError              the database could not be opened, read or written
    ├── WriteError              a report or an export could not be written
    ├── ModelError              the model that comes with tracer cannot be loaded
    ├── UnknownName             a claim, source, format or rule that does not exist was asked for
    ├── Conflict                somebody else decided meanwhile
    └── DeskError               the review desk cannot be opened, or was asked for what it cannot do

The command line prints ``str(error)`` and leaves with status 1.
"""

from __future__ import annotations

import re

_PASSWORD = re.compile(r"(?<=://)[^/?#\s@]*(?:@[^/?#\s@]*)*(?=@)")
"""What stands before the host of an address: a user's name, and a password."""


class TracerError(Exception):
    """Something that a person can mend. Its text says what, where and what to do."""

    def __init__(self, what: str, where: str = "", do: str = "") -> None:
        super().__init__(*map(masked, (what, where, do)))
        self.what, self.where, self.do = map(masked, (what, where, do))

    def __str__(self) -> str:
        where = f": {self.where}" if self.where else ""
        do = f". {self.do}" if self.do else ""
        return f"{self.what}{where}{do}"


def masked(text: str) -> str:
    """``text`` without the names and passwords of addresses in it."""
    return _PASSWORD.sub("…", text)


class ReadError(TracerError):
    """A document could not be read."""


class NeedsOnline(ReadError):
    """An address was given, and nothing may leave the machine."""


class FetchError(ReadError):
    """An address could not be fetched, or may not be."""


class Refused(FetchError):
    """An address leads to a place that tracer never asks, such as one inside a network."""


class Unreachable(FetchError):
    """Nothing is to be had at an address now; an archive may have a copy. ``passing`` says that
    it may be a matter of moments."""

    def __init__(self, what: str, where: str = "", do: str = "", *, passing: bool = False) -> None:
        super().__init__(what, where, do)
        self.passing = passing


class ConfigError(TracerError):
    """tracer.toml, or a setting in it, makes no sense."""


class StoreError(TracerError):
    """The database could not be opened, read or written."""


class WriteError(TracerError):
    """A report or an export could not be written."""


class ModelError(TracerError):
    """The model that comes with tracer cannot be loaded."""


class UnknownName(TracerError):
    """A claim, source, format or rule that does not exist was asked for."""


class Conflict(TracerError):
    """Somebody else decided meanwhile, so what was asked for rests on an older state."""


class DeskError(TracerError):
    """The review desk cannot be opened, or was asked for what it cannot do."""
