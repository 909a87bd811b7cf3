"""Services that are asked where a source may be.

None of them was ever called for real while this was written: see docs/online.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tracer.errors import FetchError
from tracer.fetching import Web
from tracer.fetching.archive import Archive
from tracer.finding.values import Lead, Wanted
from tracer.models import Claim
from tracer.text import FUNCTION_WORDS, words

_BEFORE = timedelta(days=30)
"""How long before an article its source may have been published, where nothing else is known."""
_AFTER = timedelta(days=1)
MOST = 3
"""Leads that a service gives for a claim; more are seldom better."""
MOST_ASKED = 12
"""Questions that a service gets for one article."""


class _Asking:
    """Counts the questions that a service gets for one article."""

    def __init__(self) -> None:
        self._asked = 0

    def one_more(self) -> None:
        """Raises FetchError: it got enough."""
        if self._asked == MOST_ASKED:
            raise FetchError(f"Not asked: {MOST_ASKED} questions for one article are enough")
        self._asked += 1


class OutletArchive:
    """Pages of the outlet that the Wayback Machine has, from the days before the article, with
    words of the claim in their addresses."""

    name = "the outlet’s pages in the Wayback Machine"
    _COPIES = 200
    _FEWEST = 2
    """Words that an address must share with the claim: one alone is chance."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._asking = _Asking()

    def leads(self, wanted: Wanted) -> Iterator[Lead]:
        telling = _telling(wanted)
        domains = [domain for outlet in wanted.outlets for domain in outlet.domains[:1]]
        if wanted.published is None:
            yield Lead(told="not asked: the article gives no date")
            return
        if not domains:
            yield Lead(told="not asked: the article names no outlet whose site is known")
        elif len(telling) < self._FEWEST:
            domains = []
            yield Lead(told="not asked: the claim has too few words that an address would have")
        for domain in domains:
            first, last = wanted.published - _BEFORE, wanted.published + _AFTER
            self._asking.one_more()
            copies = self._archive.of_domain(domain, telling, first, last, self._COPIES)
            shared = {copy.address: _shared(copy.address, telling) for copy in copies}
            best = sorted(shared, key=lambda address: (-shared[address], address))
            yield from [Lead(a) for a in best if shared[a] >= self._FEWEST][:MOST]


def _telling(wanted: Wanted) -> list[str]:
    """The longest words of the claim and of the article's title, as addresses would have them."""
    keys = {word.key for word in words(f"{wanted.claim.text} {wanted.article.title or ''}")}
    plain = {key for key in keys if key.isascii() and key.isalnum() and len(key) > 3}
    return sorted(plain - FUNCTION_WORDS, key=lambda key: (-len(key), key))[:8]


def _shared(address: str, telling: list[str]) -> int:
    parts = set(re.split(r"[^a-z0-9]+", address.lower()))
    return len(parts.intersection(telling))


class News:
    """News pages that have the very words, by GDELT's DOC API. Only for words in quotation
    marks; from the outlet's domain if the article names one."""

    name = "GDELT"
    HOST = "api.gdeltproject.org"
    GAP = 5.0
    """Seconds between two questions to it, as it asks for."""
    _ADDRESS = f"https://{HOST}/api/v2/doc/doc"
    _WORDS = range(4, 13)
    """How many words are looked for: fewer are anybody's, and more are seldom found as they are."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._asking = _Asking()

    def leads(self, wanted: Wanted) -> Iterator[Lead]:
        phrase = _phrase(wanted.claim, self._WORDS)
        if not phrase:
            yield Lead(told=f"not asked: no {self._WORDS.start} words in a row are quoted")
            return
        domains = [domain for outlet in wanted.outlets for domain in outlet.domains[:1]]
        query = " ".join([f'"{phrase}"', *(f"domain:{domain}" for domain in domains[:1])])
        asked = {"query": query, "mode": "ArtList", "format": "json", "maxrecords": "10"}
        self._asking.one_more()
        found = _json(self._web.ask(self._ADDRESS, asked | _days(wanted.published)).body)
        for article in _list(found, "articles")[:MOST]:
            yield Lead(str(article.get("url", "")))


def _days(published: date | None) -> dict[str, str]:
    if published is None:
        return {}
    first, last = published - _BEFORE, published + _AFTER
    return {
        "startdatetime": f"{first:%Y%m%d}000000",
        "enddatetime": f"{last:%Y%m%d}235959",
    }


def _phrase(claim: Claim, size: range) -> str:
    """The longest stretch of a quotation without an ellipsis or a bracket, or nothing."""
    if claim.kind not in {"direct_quote", "mixed_quote"}:
        return ""
    parts = re.split(r"\[[^]]*\]|\.\.\.|…|[\"“”]", claim.text)
    longest = max(([w.span.of(part) for w in words(part)] for part in parts), key=len)
    return " ".join(longest[: size.stop - 1]) if len(longest) >= size.start else ""


class FactChecks:
    """Checks of the same claim that others published, by Google's Fact Check Tools API. They are
    told to the reader and never taken for the source."""

    name = "Google Fact Check Tools"
    KEY = "TRACER_FACT_CHECK_KEY"
    """The variable of the environment that has the key to it; without one it is not asked."""
    _ADDRESS = "https://factchecktools.googleapis.com/v1alpha1/claims:search"

    def __init__(self, web: Web, key: str) -> None:
        self._web, self._key = web, key
        self._asking = _Asking()

    def leads(self, wanted: Wanted) -> Iterator[Lead]:
        self._asking.one_more()
        query = {"query": wanted.claim.text[:500], "pageSize": str(MOST)}
        found = _json(self._web.ask(self._ADDRESS, query, {"X-Goog-Api-Key": self._key}).body)
        for claim in _list(found, "claims"):
            for review in _list(claim, "claimReview")[:1]:
                name = str(_mapping(review.get("publisher")).get("name", "somebody"))
                said = str(review.get("textualRating", "without a rating"))
                yield Lead(str(review.get("url", "")), told=f"checked by {name}: {said}")


def _json(body: bytes) -> Mapping[str, Any]:
    """Raises FetchError: it is no JSON, which is how services say that something is wrong."""
    try:
        return _mapping(json.loads(body))
    except (ValueError, RecursionError) as error:
        said = " ".join(body[:200].decode("utf-8", "replace").split())
        raise FetchError(f"The service answered: {said or 'nothing'}") from error


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = value.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
