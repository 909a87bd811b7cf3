"""Whose the documents of a collection are, and where they come from, without reading them.

A document's *imprints* are the name of its publisher and the host of its address. A collection has
few different ones, however large it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from tracer.models import Document
from tracer.outlets import host
from tracer.text import words

_LEAST = 4
"""Letters of a title's word that tell one title from another."""


class Imprints(Protocol):
    """Where to look up whose the documents of a collection are."""

    def all(self) -> tuple[str, ...]:
        """Every imprint that a document has, each once."""
        ...

    def under(self, imprints: Collection[str]) -> Iterable[str]:
        """The ids of the documents that have one of ``imprints``."""
        ...

    def titled(self, name: str) -> Iterable[str]:
        """The ids of the documents whose titles have all telling words of ``name``."""
        ...

    def at(self, addresses: Collection[str]) -> Iterable[str]:
        """The ids of the documents that were found at one of ``addresses``."""
        ...


def imprints_of(document: Document) -> Iterator[str]:
    """The name of a document's publisher, and "https://" with the host of its address."""
    if document.publisher:
        yield document.publisher
    if document.url:
        yield f"https://{host(document.url)}"


def telling(name: str) -> frozenset[str]:
    """The words of a title that tell it from others; empty if there are fewer than two."""
    found = frozenset(word.key for word in words(name) if len(word.key) >= _LEAST)
    return found if len(found) > 1 else frozenset()


def addresses_of(document: Document) -> Iterator[str]:
    """The addresses that lead to a document."""
    if document.url:
        yield document.url
    yield from document.also_at


class ImprintsInMemory:
    """Those of documents that are all at hand; ids come in the order of the documents."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def all(self) -> tuple[str, ...]:
        return tuple(self._by_imprint)

    def under(self, imprints: Collection[str]) -> Iterable[str]:
        return self._found(self._by_imprint, imprints)

    def titled(self, name: str) -> Iterable[str]:
        wanted = telling(name)
        return (key for key, title in self._titles.items() if wanted and wanted <= title)

    def at(self, addresses: Collection[str]) -> Iterable[str]:
        return self._found(self._by_address, addresses)

    def _found(self, by: Mapping[str, list[str]], wanted: Collection[str]) -> Iterable[str]:
        found = {key for sign in wanted for key in by.get(sign, ())}
        return sorted(found, key=self._order.__getitem__)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {key: at for at, key in enumerate(self._documents)}

    @cached_property
    def _by_imprint(self) -> Mapping[str, list[str]]:
        return self._grouped(imprints_of)

    @cached_property
    def _by_address(self) -> Mapping[str, list[str]]:
        return self._grouped(addresses_of)

    def _grouped(self, signs: Callable[[Document], Iterable[str]]) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, document in self._documents.items():
            for sign in signs(document):
                found.setdefault(sign, []).append(key)
        return found

    @cached_property
    def _titles(self) -> Mapping[str, frozenset[str]]:
        titles = ((key, document.title) for key, document in self._documents.items())
        return {key: telling(title) for key, title in titles if title}


class ImprintsTogether:
    """Those of several collections as one; of two documents with one id the first stands. Each
    part is what to ask, and the documents that it is about."""

    def __init__(self, parts: Sequence[tuple[Imprints, Collection[str]]]) -> None:
        self._parts = parts

    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sign for part, _ in self._parts for sign in part.all()))

    def under(self, imprints: Collection[str]) -> Iterable[str]:
        return self._standing(lambda part: part.under(imprints))

    def titled(self, name: str) -> Iterable[str]:
        return self._standing(lambda part: part.titled(name))

    def at(self, addresses: Collection[str]) -> Iterable[str]:
        return self._standing(lambda part: part.at(addresses))

    def _standing(self, asked: Callable[[Imprints], Iterable[str]]) -> Iterator[str]:
        before: list[Collection[str]] = []
        for part, documents in self._parts:
            for key in asked(part):
                if not any(key in earlier for earlier in before):
                    yield key
            before.append(documents)
