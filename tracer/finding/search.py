"""The search for the sources of an article, claim by claim and way by way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tracer.errors import FetchError, TracerError, Unreachable
from tracer.extract.plain import is_web_address
from tracer.fetching import Exchange, Fetched, Web
from tracer.fetching.archive import Archive
from tracer.finding.near import day_of
from tracer.finding.values import Finder, Lead, Wanted
from tracer.gather import pages
from tracer.gather.folders import with_addresses_of
from tracer.gather.warcs import Taken
from tracer.models import Attempt, Claim, Document, Snapshot
from tracer.outlets import Outlets

MOST_PAGES = 60
"""Pages that are fetched for one article."""


@dataclass(frozen=True, slots=True)
class Step:
    """What just happened: who looks, at which address, what came of it, and how many of the
    addresses of this round are ``done``, ``of`` how many."""

    finder: str
    address: str
    outcome: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read: the document, what was fetched, and each way that led to it."""

    document: Document
    snapshot: Snapshot
    taken: tuple[Taken, ...]

    def with_ways_of(self, other: Page) -> Page:
        """This page, known also by the addresses that ``other``, the same page, was found at."""
        document = with_addresses_of(self.document, other.document)
        return Page(document, self.snapshot, tuple(dict.fromkeys((*self.taken, *other.taken))))


@dataclass(slots=True)
class Found:
    """What a search came to. ``pages`` are in the order in which claims lead to them."""

    pages: dict[str, Page] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    stopped: bool = False

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(page.document for page in self.pages.values())


Watch = Callable[[Step], None]


class Search:
    """One article's search. ``archive`` has copies of pages that are gone."""

    def __init__(
        self, article: Document, web: Web, archive: Archive, outlets: Outlets, watch: Watch
    ) -> None:
        self._article, self._web, self._archive = article, web, archive
        self._outlets, self._watch = outlets, watch
        self._known: dict[str, Page | str] = {}
        self.found = Found()

    def run(self, claims: Iterable[Claim], finders: Sequence[Finder]) -> Found:
        """Each way in turn, for the claims that none before it had a document for. Ctrl-C ends the
        search, and what was found until then stays."""
        wanted = [self._wanted(claim) for claim in claims]
        for finder in finders:
            if not self.found.stopped:
                wanted = self._round(finder, wanted)
        return self.found

    def _wanted(self, claim: Claim) -> Wanted:
        hops = claim.attribution.hops("outlet") if claim.attribution else ()
        named = (self._outlets.find(hop.name) for hop in hops)
        day = day_of(self._article.published)
        return Wanted(self._article, claim, tuple(filter(None, named)), day)

    def _round(self, finder: Finder, wanted: Sequence[Wanted]) -> list[Wanted]:
        """The claims for which this way found nothing."""
        asked: list[tuple[Wanted, tuple[Lead, ...]]] = []
        try:
            asked.extend((each, self._leads(finder, each)) for each in wanted)
            followed = (lead for _, leads in asked for lead in leads if lead.is_followed)
            self._fetch(finder.name, [lead.address for lead in followed])
        except KeyboardInterrupt:
            self._web.stop()
            self.found.stopped = True
        return [each for each, leads in asked if not self._settled(finder.name, each, leads)]

    def _leads(self, finder: Finder, wanted: Wanted) -> tuple[Lead, ...]:
        try:
            leads = tuple(finder.leads(wanted))
        except TracerError as error:
            where = error.where or ""
            self._tell(finder.name, wanted.claim, where, error.what)
            return ()
        if not leads:
            self._tell(finder.name, wanted.claim, "", "nothing found")
        return leads

    def _settled(self, finder: str, wanted: Wanted, leads: Iterable[Lead]) -> bool:
        """Record what came of the leads; whether one of them is a document."""
        settled = False
        for lead in leads:
            if lead.document is not None:
                self._tell(
                    finder, wanted.claim, "", f"at hand: {lead.document.label}", lead.document
                )
                settled = True
            elif lead.told:
                self._tell(finder, wanted.claim, lead.address, lead.told)
            else:
                settled |= self._followed(finder, wanted.claim, lead.address)
        return settled

    def _followed(self, finder: str, claim: Claim, address: str) -> bool:
        known = self._known.get(address, _STOPPED if self.found.stopped else _TOO_MANY)
        if isinstance(known, str):
            self._tell(finder, claim, address, known)
            return False
        before = self.found.pages.get(known.document.id, known)
        self.found.pages[known.document.id] = before.with_ways_of(known)
        outcome = f"read: {known.document.detail}" if known.document.detail else "read"
        self._tell(finder, claim, address, outcome, known.document)
        return True

    def _tell(
        self,
        finder: str,
        claim: Claim,
        address: str,
        outcome: str,
        document: Document | None = None,
    ) -> None:
        document_id = document.id if document else None
        self.found.attempts.append(Attempt(claim.id, finder, address, outcome, document_id))

    # --- getting pages ------------------------------------------------------------------------

    def _fetch(self, finder: str, addresses: Iterable[str]) -> None:
        room = MOST_PAGES - len(self._known)
        new = [a for a in dict.fromkeys(addresses) if a not in self._known]
        new = [address for address in new if not self._is_none(address)][: max(0, room)]
        for done, (address, given) in enumerate(self._web.get_all(new), start=1):
            self._known[address] = self._read(address, given)
            outcome = self._known[address]
            said = outcome if isinstance(outcome, str) else "read"
            self._watch(Step(finder, address, said, done, len(new)))

    def _is_none(self, address: str) -> bool:
        """Whether it is no page to be fetched; an article is no source of its own."""
        if not is_web_address(address):
            self._known[address] = "this is no address of a page"
        elif address in {self._article.url, *self._article.also_at}:
            self._known[address] = "this is the article itself"
        return address in self._known

    def _read(self, address: str, given: Fetched | FetchError) -> Page | str:
        """The page, or that of its archived copy if it is gone, or why there is none."""
        try:
            if isinstance(given, FetchError):
                raise given
            return page_of(given)
        except Unreachable as error:
            try:
                copy = self._archive.nearest(address, day_of(self._article.published))
                return page_of(self._archive.read(copy), archived=True)
            except TracerError as other:
                return f"page: {error.what}; Wayback Machine: {_said(other)}"
        except TracerError as error:
            return error.what


_STOPPED = "not fetched: the search was stopped"
_TOO_MANY = f"not fetched: more than {MOST_PAGES} pages would have been"


def _said(error: TracerError) -> str:
    """What the archive said, without its name."""
    return error.what.removeprefix("The Wayback Machine ")


def page_of(fetched: Fetched, *, archived: bool = False) -> Page:
    """The page that was fetched. Raises ReadError: there is no document in it."""
    by_way_of = tuple(dict.fromkeys((*fetched.hops, fetched.address)))
    document = pages.read(
        pages.Answer(
            address=fetched.final,
            body=fetched.body,
            media_type=fetched.header("Content-Type"),
            retrieved=fetched.retrieved,
            by_way_of=tuple(each for each in by_way_of if each != fetched.final),
        )
    )
    snapshot = Snapshot(
        document_id=document.id,
        address=fetched.address,
        final=fetched.final,
        status=fetched.status,
        headers=fetched.headers,
        retrieved=fetched.retrieved,
        sha256=document.sha256,
        text_sha256=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        archived=fetched.final if archived else None,
    )
    return Page(document, snapshot, (Taken(fetched.address, fetched.exchanges),))


def not_taken(web: Web, taken: Iterable[Taken]) -> Iterator[Exchange]:
    """The exchanges of ``web`` that led to no page."""
    used = {id(exchange) for each in taken for exchange in each.exchanges}
    return (exchange for exchange in web.exchanges if id(exchange) not in used)
