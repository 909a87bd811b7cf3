"""Names and domains of news organisations and universities -> one identity.

The data is outlets.csv beside this file; docs/outlets.md tells where it comes from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn, get_args
from urllib.parse import urlsplit

from tracer.errors import ConfigError
from tracer.models import stable_id
from tracer.text import spelled, word_key

OutletKind = Literal[
    "newspaper", "magazine", "broadcaster", "wire", "website", "journal", "university"
]

_COLUMNS = ("name", "kind", "country", "aliases", "domains")
_KINDS = frozenset(get_args(OutletKind))
_KIND_NOUNS = frozenset("journal magazine newspaper".split())
"""What may stand before a name: "the journal Nature"."""
_PARTS = _KIND_NOUNS | frozenset(
    "news online radio tv television sport sports website channel network digital live "
    "politics".split()
)
"""Words behind a name that make it the name of a part, as "Online" does in "BBC News Online"."""


class Outlet(NamedTuple):
    """Somebody who publishes. ``country`` is an ISO 3166 code or empty; ``domains`` are
    registered names, without "www."."""

    name: str
    kind: OutletKind
    country: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return identity(self.name)


def identity(name: str) -> str:
    """The id of whoever is called ``name``: the same whatever the case, marks or article."""
    keys = [word_key(word) for word in spelled(name)]
    if len(keys) > 1 and keys[0] == "the":
        keys = keys[1:]
    return stable_id("who", " ".join(keys))


class Outlets:
    """A registry of outlets, looked up by any of their names or by an address.

    A name of several words is found whatever its case and with or without "the". One word needs
    more care, since it can be somebody's surname or a common noun: it is found in the case that
    it is registered in ("AP", "Reuters", never "ap" or "reuters"), and after an article if it is
    registered with one ("The Hill", never "Hill").
    """

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._all = tuple(outlets)
        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        for outlet in self._all:
            for name in (outlet.name, *outlet.aliases):
                self._by_name[_key(name)] = outlet
            for domain in outlet.domains:
                self._by_domain[domain] = outlet

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._all)

    @staticmethod
    def default() -> Outlets:
        """The registry that comes with tracer, made once."""
        return _shipped()

    @staticmethod
    def with_own(path: Path | None) -> Outlets:
        """The same with a newsroom's own list, if there is one. Raises ConfigError."""
        return _shipped().extended(path) if path else _shipped()

    def extended(self, path: Path) -> Outlets:
        """This registry with the outlets of a CSV file of a newsroom's own, which win.

        Raises ConfigError: the file cannot be read or a line of it makes no sense.
        """
        return Outlets([*self, *_read(path)])

    def find(self, name: str) -> Outlet | None:
        """The outlet that is called ``name`` or that has it as the host of an address. Never a
        university: one speaks for itself, and passes on nothing."""
        found = self._known(name)
        return found if found and found.kind != "university" else None

    def university(self, name: str) -> Outlet | None:
        """The university that is called ``name`` or that has it as the host of an address."""
        found = self._known(name)
        return found if found and found.kind == "university" else None

    def _known(self, name: str) -> Outlet | None:
        spoken = spelled(name)
        return self._named(spoken) or self._of_host(name) or self._of_part(spoken)

    def _named(self, spoken: Sequence[str]) -> Outlet | None:
        found = (self._by_name.get(key) for key in _keys(spoken))
        return next(filter(None, found), None)

    def _of_part(self, spoken: Sequence[str]) -> Outlet | None:
        """The outlet that "BBC Radio Leeds" and "the journal Science" are of."""
        spoken = _noun_last(spoken)
        if named := self._named(spoken):
            return named
        ends = range(len(spoken) - 1, 0, -1)
        parted = (at for at in ends if spoken[at].casefold() in _PARTS)
        found = (self._named(spoken[:at]) for at in parted if self._is_own(spoken[at + 1 :]))
        return next(filter(None, found), None)

    def _is_own(self, rest: Sequence[str]) -> bool:
        """Whether the words behind "BBC Radio" can name a part of it, and no one else."""
        short = len(rest) <= 2 and not any(word[0].islower() for word in rest)
        return short and not self._named(rest)

    def _of_host(self, address: str) -> Outlet | None:
        labels = host(address).casefold().split(".")
        for start in range(len(labels) - 1):
            if outlet := self._by_domain.get(".".join(labels[start:])):
                return outlet
        return None


def host(address: str) -> str:
    """The host of an http(s) address, or the address itself if it is none."""
    if "://" not in address:
        return address
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _key(name: str) -> str:
    """The key that a name is registered under."""
    if name.isascii() and name.replace(" ", "").isalpha():
        bare = name.removeprefix("The ")
        key = bare.lower() if " " in bare else _cased(bare)
        return f"the {key}" if bare is not name and " " not in bare else key
    return next(_keys(spelled(name)), "")


def _keys(spoken: Sequence[str]) -> Iterator[str]:
    """The keys that words may be registered under, the one that they say most exactly first."""
    article = len(spoken) > 1 and spoken[0].casefold() == "the"
    bare = spoken[1:] if article else spoken
    if len(bare) > 1:
        yield " ".join(map(word_key, bare))
    elif bare:
        word = bare[0].replace(".", "")
        cased = list(dict.fromkeys([_cased(word), _cased(word.capitalize())]))
        cased = cased[:1] if word.islower() else cased
        yield from [f"the {key}" for key in cased] + cased if article else cased


def _cased(word: str) -> str:
    if word.isupper() or word.islower():
        return word
    return word_key(word).capitalize()


def _noun_last(spoken: Sequence[str]) -> Sequence[str]:
    """ "the journal Science" as "the Science journal" """
    at = 1 if len(spoken) > 1 and spoken[0].casefold() == "the" else 0
    if spoken[at : at + 1] and spoken[at] in _KIND_NOUNS:
        return [*spoken[:at], *spoken[at + 1 :], spoken[at]]
    return spoken


@cache
def _shipped() -> Outlets:
    return Outlets(_read(Path(__file__).with_name("outlets.csv")))


def _read(path: Path) -> Iterator[Outlet]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            if tuple(next(rows, ())) != _COLUMNS:
                raise ConfigError(
                    "A list of outlets needs other columns", str(path), ", ".join(_COLUMNS)
                )
            for row in filter(None, rows):
                yield _outlet(row) or _refuse(f"{path}, line {rows.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError("Cannot read the list of outlets", str(path), str(error)) from error


def _outlet(row: Sequence[str]) -> Outlet | None:
    if len(row) != len(_COLUMNS):
        return None
    name, kind, country, aliases, domains = row
    if not name or kind not in _KINDS:
        return None
    known: OutletKind = kind  # type: ignore[assignment] # checked above
    return Outlet(name, known, country, _listed(aliases), _listed(domains))


def _refuse(where: str) -> NoReturn:
    kinds = ", ".join(get_args(OutletKind))
    raise ConfigError("An outlet needs a name, a kind and five fields", where, f"Kinds: {kinds}")


def _listed(field: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, field.split(";")))) if field else ()
