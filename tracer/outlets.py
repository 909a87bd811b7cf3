"""Outlet names, aliases and domains -> one identity. The data is outlets.csv beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Self, get_args
from urllib.parse import urlsplit

from tracer.errors import ConfigError
from tracer.models import stable_id
from tracer.text import words

OutletKind = Literal["newspaper", "magazine", "broadcaster", "wire", "website", "journal"]

_COLUMNS = ("name", "kind", "country", "aliases", "domains")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Somebody who publishes. ``country`` is an ISO 3166 code or empty; ``domains`` are
    registered names, without "www."."""

    id: str
    name: str
    kind: OutletKind
    country: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


def identity(name: str) -> str:
    """The id of whoever is called ``name``: the same whatever the case, marks or article."""
    keys = [word.key for word in words(name)]
    if len(keys) > 1 and keys[0] == "the":
        keys = keys[1:]
    return stable_id("who", " ".join(keys))


class Outlets:
    """A registry of outlets, looked up by any of their names or by an address."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        for outlet in outlets:
            for name in (outlet.name, *outlet.aliases):
                self._by_name[identity(name)] = outlet
            self._by_domain.update(dict.fromkeys(outlet.domains, outlet))

    def __iter__(self) -> Iterator[Outlet]:
        return iter(dict.fromkeys([*self._by_name.values(), *self._by_domain.values()]))

    @classmethod
    def default(cls) -> Self:
        """The registry that comes with tracer."""
        return cls(_shipped())

    def extended(self, path: Path) -> Outlets:
        """This registry with the outlets of a CSV file of a newsroom's own, which win.

        Raises ConfigError: the file cannot be read or a line of it makes no sense.
        """
        return Outlets([*self, *_read(path)])

    def find(self, name: str) -> Outlet | None:
        """The outlet that is called ``name`` or that has it as the host of an address."""
        return self._by_name.get(identity(name)) or self._of_host(name)

    def _of_host(self, address: str) -> Outlet | None:
        host = urlsplit(address).hostname if "://" in address else address
        labels = (host or "").casefold().split(".")
        for start in range(len(labels) - 1):
            if outlet := self._by_domain.get(".".join(labels[start:])):
                return outlet
        return None


@cache
def _shipped() -> tuple[Outlet, ...]:
    return tuple(_read(Path(__file__).with_name("outlets.csv")))


def _read(path: Path) -> Iterator[Outlet]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != _COLUMNS:
                raise ConfigError(
                    "A list of outlets needs other columns", str(path), ", ".join(_COLUMNS)
                )
            for row in rows:
                yield _outlet(row, f"{path}, line {rows.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError("Cannot read the list of outlets", str(path), str(error)) from error


def _outlet(row: dict[str, str], where: str) -> Outlet:
    kind = row["kind"]
    if not row["name"] or kind not in get_args(OutletKind):
        kinds = ", ".join(get_args(OutletKind))
        raise ConfigError("An outlet needs a name and a kind", where, f"Kinds: {kinds}")
    return Outlet(
        id=identity(row["name"]),
        name=row["name"],
        kind=kind,  # type: ignore[arg-type] # checked above
        country=row["country"] or "",
        aliases=tuple(filter(None, (row["aliases"] or "").split(";"))),
        domains=tuple(filter(None, (row["domains"] or "").split(";"))),
    )
