"""Which document is the cited source: each way of looking, their order, and what is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playing import PlayedArchive, Question, World, answer, leads_to, page, world

from tracer.errors import FetchError, ReadError, Unreachable
from tracer.fetching.archive import Archive
from tracer.finding import search
from tracer.finding.near import AtHand, Links
from tracer.finding.online import Online, OnlineOrder
from tracer.finding.search import Found, Search, Step
from tracer.finding.services import MOST_ASKED, FactChecks, News, OutletArchive
from tracer.finding.values import Finder, Lead, Wanted
from tracer.gather import pages
from tracer.matching import Sources
from tracer.models import Attribution, Claim, Document, Hop, Kind, Link, Span, stable_id
from tracer.outlets import Outlet, Outlets, identity

OUTLET = Outlet("The Daily Play", "newspaper", domains=("play.example",))
OUTLETS = Outlets([OUTLET])
QUOTE = "the bridge over the river will stay closed until the end of May"
STORY = f"“{QUOTE},” said the mayor of the town at a meeting on Monday evening."
TEXT = (
    f"One sentence before. The mayor said “{QUOTE}”, The Daily Play wrote. One after.\n\nFar off."
)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(monkeypatch) as made:
        yield made
        assert made.caught == []


def article(*links: tuple[str, str], published: str | None = "2020-03-10") -> Document:
    """The article, with links on some of its words."""
    placed = (Link(Span(TEXT.index(on), TEXT.index(on) + len(on)), url) for on, url in links)
    return Document(
        id=stable_id("article"),
        name="article",
        text=TEXT,
        sha256="",
        title="Bridge closure",
        published=published,
        links=tuple(placed),
    )


def claim(words: str = QUOTE, kind: Kind = "direct_quote", outlet: str = OUTLET.name) -> Claim:
    at = TEXT.index(words)
    hop = Hop(outlet, "outlet", identity(outlet))
    span = Span(at, at + len(words))
    attribution = Attribution((span,), None, None, (hop,) if outlet else (), "a test", 1.0)
    return Claim(stable_id(words), span, words, "", kind, True, 1.0, attribution)


def wanted(
    of: Document | None = None, by: Claim | None = None, outlets: tuple[Outlet, ...] = (OUTLET,)
) -> Wanted:
    return Wanted(of or article(), by or claim(), outlets, date(2020, 3, 10))


def addresses(finder: Finder, what: Wanted) -> list[str]:
    return [lead.address for lead in finder.leads(what) if lead.is_followed]


def not_asked(finder: Finder, what: Wanted) -> str:
    """Why a way was not gone."""
    (lead,) = finder.leads(what)
    assert not lead.is_followed
    assert lead.told.startswith("not asked: ")
    return lead.told


class TestLinks:
    def test_those_of_the_sentence_come_before_those_beside_it(self) -> None:
        both = article(("wrote", "http://a.example/#top"), ("before", "http://b.example/"))
        assert addresses(Links(), wanted(both)) == ["http://a.example/"]

    @pytest.mark.parametrize("on", ["One sentence", "One after"])
    def test_those_next_to_it_count_if_it_has_none(self, on: str) -> None:
        assert addresses(Links(), wanted(article((on, "http://b.example/")))) == [
            "http://b.example/"
        ]

    def test_those_of_another_paragraph_do_not(self) -> None:
        told = not_asked(Links(), wanted(article(("Far off", "http://b.example/"))))
        assert "no link" in told


class TestAtHand:
    def source(self, **about: Any) -> Document:
        made = Document("s", "s", STORY, "", publisher=OUTLET.name, published="2020-03-09")
        return replace(made, **about)

    def found(self, source: Document, what: Wanted) -> list[Document | None]:
        return [lead.document for lead in AtHand(Sources([source]), OUTLETS).leads(what)]

    def test_by_outlet_and_words(self) -> None:
        assert self.found(self.source(), wanted()) == [self.source()]
        by_domain = self.source(publisher=None, url="http://www.play.example/a")
        assert self.found(by_domain, wanted()) == [by_domain]

    @pytest.mark.parametrize(
        "about",
        [
            {"publisher": "Somebody Else"},
            {"text": "Nothing of the kind was said by anybody in this story."},
            {"published": "2020-03-12"},
            {"id": stable_id("article")},
        ],
    )
    def test_not_one_of_others_nor_of_other_words_nor_a_later_one(
        self, about: dict[str, str]
    ) -> None:
        assert self.found(self.source(**about), wanted()) == []

    def test_nothing_where_no_outlet_is_named(self) -> None:
        at_hand = AtHand(Sources([self.source()]), OUTLETS)
        assert "no outlet" in not_asked(at_hand, wanted(outlets=()))


class TestOutletArchive:
    def test_pages_with_words_of_the_claim_in_their_addresses(self, play: World) -> None:
        machine = PlayedArchive(play)
        for name in ("mayor-on-bridge-closed", "bridge-party", "cake"):
            machine.copies.append(("20200309120000", f"http://play.example/{name}", 200, ""))
        with play.web() as web:
            found = addresses(OutletArchive(Archive(web)), wanted())
        assert found == ["http://play.example/mayor-on-bridge-closed"]

    def test_not_without_a_day_or_an_outlet(self, play: World) -> None:
        with play.web() as web:
            finder = OutletArchive(Archive(web))
            assert "no date" in not_asked(finder, replace(wanted(), published=None))
            assert "no outlet" in not_asked(finder, wanted(outlets=()))
        assert play.asked == []


class TestNews:
    def answered(self, play: World, body: str) -> list[Question]:
        play.put("api.gdeltproject.org", "/api/v2/doc/doc", answer(body, kind="application/json"))
        return play.asked

    def test_the_very_words_from_the_outlet_around_the_day(self, play: World) -> None:
        articles = [{"url": f"http://play.example/{n}"} for n in range(9)]
        asked = self.answered(play, json.dumps({"articles": articles}))
        with play.web() as web:
            found = addresses(News(web), wanted())
        assert found == [f"http://play.example/{n}" for n in range(3)]
        query = asked[-1].path
        assert "%22the+bridge+over+the+river+will+stay+closed+until+the+end+of%22" in query
        assert "domain%3Aplay.example" in query
        assert "startdatetime=20200209000000&enddatetime=20200311235959" in query

    @pytest.mark.parametrize("kind", ["indirect_quote", "statement"])
    def test_only_for_words_in_quotation_marks(self, play: World, kind: Kind) -> None:
        with play.web() as web:
            assert "4 words" in not_asked(News(web), wanted(by=claim(kind=kind)))
        assert play.asked == []

    @pytest.mark.parametrize("body", ["{}", '{"articles": 1}', '{"articles": [1, {}]}', "[]"])
    def test_an_answer_without_articles(self, play: World, body: str) -> None:
        self.answered(play, body)
        with play.web() as web:
            assert [found for found in addresses(News(web), wanted()) if found] == []

    def test_not_more_often_than_is_decent(self, play: World) -> None:
        self.answered(play, "{}")
        with play.web() as web:
            news = News(web)
            for _ in range(MOST_ASKED):
                addresses(news, wanted())
            with pytest.raises(FetchError, match="enough"):
                addresses(news, wanted())
        assert len(play.paths()) == MOST_ASKED

    def test_an_answer_that_says_what_is_wrong(self, play: World) -> None:
        self.answered(play, "The specified phrase is too short.")
        with play.web() as web, pytest.raises(FetchError, match="phrase is too short"):
            addresses(News(web), wanted())


class TestFactChecks:
    def test_they_are_told_and_the_key_is_not(self, play: World) -> None:
        review = {
            "publisher": {"name": "Checkers"},
            "url": "http://c.example/",
            "textualRating": "No",
        }
        body = json.dumps({"claims": [{"claimReview": [review]}]})
        play.put("factchecktools.googleapis.com", "/v1alpha1/claims:search", answer(body))
        with play.web() as web:
            (lead,) = FactChecks(web, "open sesame").leads(wanted())
        assert (lead.address, lead.told) == ("http://c.example/", "checked by Checkers: No")
        assert "sesame" not in play.asked[-1].path


class Given:
    """A finder that has been told what to say."""

    def __init__(self, name: str, *leads: Lead, error: FetchError | None = None) -> None:
        self.name, self._leads, self._error = name, leads, error

    def leads(self, _: Wanted) -> tuple[Lead, ...]:
        if self._error:
            raise self._error
        return self._leads


class TestSearch:
    def searched(
        self, play: World, *finders: Finder, claims: tuple[Claim, ...] = (), of: Any = None
    ) -> tuple[Found, list[Step]]:
        steps: list[Step] = []
        with play.web() as web:
            looking = Search(of or article(), web, Archive(web), OUTLETS, steps.append)
            return looking.run(claims or (claim(),), finders), steps

    def told(self, found: Found) -> list[tuple[str, str]]:
        return [(attempt.finder, attempt.outcome) for attempt in found.attempts]

    def test_a_way_is_only_gone_where_none_before_it_led_anywhere(self, play: World) -> None:
        PlayedArchive(play)
        missing = play.at("a.example", "/missing")
        good = play.put("a.example", "/good", answer(page(STORY)))
        first, second = Given("first", Lead(missing)), Given("second", Lead(good))
        found, steps = self.searched(play, first, second, Given("third", Lead(missing)))
        assert self.told(found) == [
            ("first", "page: There is no such page (404); Wayback Machine: has no copy of it"),
            ("second", "read"),
        ]
        assert [(s.finder, s.done, s.of) for s in steps] == [("first", 1, 1), ("second", 1, 1)]
        assert [document.url for document in found.documents] == [good]
        assert found.attempts[1].document_id == found.documents[0].id

    def test_one_that_cannot_be_asked_is_recorded(self, play: World) -> None:
        broken = Given("broken", error=FetchError("It is asleep", "http://x.example/"))
        found, _ = self.searched(play, broken)
        assert self.told(found) == [("broken", "It is asleep")]

    def test_a_way_that_led_nowhere_is_recorded(self, play: World) -> None:
        found, _ = self.searched(play, Given("first"))
        assert self.told(found) == [("first", "nothing found")]

    def test_a_page_that_is_gone_is_read_from_its_copy(self, play: World) -> None:
        address = play.at("a.example", "/missing")
        machine = PlayedArchive(play)
        machine.copies.append(("20200309120000", address, 200, page(STORY)))
        found, _ = self.searched(play, Given("link", Lead(address)))
        assert self.told(found) == [("link", "read: the Wayback Machine’s copy of 2020-03-09")]
        (read,) = found.pages.values()
        assert read.document.url == address
        assert read.snapshot.archived == (
            f"https://web.archive.org/web/20200309120000id_/{address}"
        )

    @pytest.mark.parametrize("status", ["403 No", "401 Who", "402 Pay"])
    def test_one_that_is_closed_is_not_looked_for_in_the_archive(
        self, play: World, status: str
    ) -> None:
        address = play.put("a.example", "/", answer("", status))
        self.searched(play, Given("link", Lead(address)))
        assert {question.host for question in play.asked} == {"a.example"}

    def test_a_document_at_hand_and_what_is_only_told(self, play: World) -> None:
        at_hand = Document("s", "s", STORY, "", title="Bridge")
        told = Given("checks", Lead(play.at("c.example"), told="checked by C: No"))
        found, _ = self.searched(play, told, Given("at hand", Lead(document=at_hand)))
        assert self.told(found) == [("checks", "checked by C: No"), ("at hand", "at hand: Bridge")]
        assert play.asked == []

    def test_the_article_is_not_its_own_source(self, play: World) -> None:
        own = replace(article(), url=play.put("a.example", "/", answer(page(TEXT))))
        found, _ = self.searched(play, Given("link", Lead(own.url or "")), of=own)
        assert self.told(found) == [("link", "this is the article itself")]
        assert play.asked == []

    @pytest.mark.parametrize("address", ["mailto:a@b.example", "", "ftp://a.example/", "x"])
    def test_what_is_no_page_is_told_to_be_none(self, play: World, address: str) -> None:
        found, _ = self.searched(play, Given("link", Lead(address)))
        assert self.told(found) == [("link", "this is no address of a page")]

    def test_not_more_pages_than_is_decent(
        self, play: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(search, "MOST_PAGES", 2)
        leads = [Lead(play.put(f"{n}.example", "/", answer(page(STORY)))) for n in "abc"]
        found, _ = self.searched(play, Given("link", *leads))
        assert [outcome.split(":")[0] for _, outcome in self.told(found)] == [
            "read",
            "read",
            "not fetched",
        ]

    def test_a_page_that_two_claims_lead_to_is_fetched_once(self, play: World) -> None:
        good = play.put("a.example", "/good", answer(page(STORY)))
        found, _ = self.searched(
            play, Given("link", Lead(good)), claims=(claim(), claim("Far off", "statement"))
        )
        assert [attempt.outcome for attempt in found.attempts] == ["read", "read"]
        assert play.paths() == ["/good"]

    def test_a_page_that_two_addresses_lead_to_is_one_document(self, play: World) -> None:
        good = play.put("a.example", "/good", answer(page(STORY)))
        ways = [play.put(f"{n}.example", "/", leads_to(good)) for n in ("one", "two")]
        found, _ = self.searched(play, Given("link", *map(Lead, ways)))
        (document,) = found.documents
        assert (document.url, document.also_at) == (good, tuple(ways))

    def test_the_order_of_what_is_found_is_that_of_the_claims(self, play: World) -> None:
        """However fast each host is."""
        slow = play.put("slow.example", "/", answer(page(STORY), "503 Busy", Retry_After="9"))
        left = [answer("", "503 Busy"), answer(page(STORY))]
        play.put("slow.example", "/", lambda _: left.pop(0))
        fast = play.put("fast.example", "/", answer(page("Something else was said.")))
        found, _ = self.searched(play, Given("link", Lead(slow), Lead(fast)))
        assert [document.url for document in found.documents] == [slow, fast]

    def test_ctrl_c_keeps_what_was_found(self, play: World) -> None:
        good = play.put("a.example", "/good", answer(page(STORY)))

        class Impatient(Given):
            def leads(self, _: Wanted) -> tuple[Lead, ...]:
                raise KeyboardInterrupt

        found, _ = self.searched(
            play,
            Given("link", Lead(good)),
            Impatient("second"),
            claims=(claim(), claim("Far off", "statement", outlet="")),
        )
        assert not found.stopped  # both claims have their page, so nobody asks the second way
        bad = play.at("a.example", "/bad")
        PlayedArchive(play)
        found, _ = self.searched(play, Given("link", Lead(bad)), Impatient("second"))
        assert found.stopped
        assert len(found.attempts) == 1


class TestPages:
    def read(self, address: str, body: str, *by_way_of: str) -> Document:
        given = pages.Answer(address, body.encode(), "text/html", "2026-01-01T00:00:00Z", by_way_of)
        return pages.read(given)

    @pytest.mark.parametrize(
        "title", ["404", "Error 404", "Page not found - The Daily Play", "404 — Not Found"]
    )
    def test_a_page_that_says_it_is_none(self, title: str) -> None:
        with pytest.raises(Unreachable, match="no such page"):
            self.read("http://a.example/x", page("Try our search instead.", title))

    def test_a_story_about_such_pages_is_one(self) -> None:
        parts = [f"Reason {n} is that the river has {n + 2} islands." for n in range(40)]
        long = page("\n".join(parts), "404 reasons to visit the river")
        assert self.read("http://a.example/x", long).text

    @pytest.mark.parametrize("words", ["We and our partners use cookies. Accept all cookies."])
    def test_a_wall_of_cookies_is_no_source(self, words: str) -> None:
        with pytest.raises(Unreachable, match="cookies"):
            self.read("http://a.example/x", page(words, "Before you go on"))

    def test_a_paywall_is_told(self) -> None:
        found = self.read("http://a.example/x", page(f"{STORY}\nSubscribe to continue reading."))
        assert "paywall" in found.detail

    def test_a_way_that_ends_at_the_front_page(self) -> None:
        with pytest.raises(Unreachable, match="front page"):
            self.read("http://a.example/", page(STORY), "http://a.example/2020/story")

    def test_one_that_was_always_the_front_page(self) -> None:
        found = self.read("https://www.a.example/", page(STORY), "http://a.example/")
        assert found.also_at == ("http://a.example/",)

    def test_nobody_can_pass_for_another_site(self) -> None:
        """The address and the name that a page gives itself are not believed."""
        head = (
            '<link rel="canonical" href="https://www.reuters.com/world/true-story">'
            '<meta property="og:site_name" content="Reuters">'
            '<meta property="og:url" content="https://www.reuters.com/world/true-story">'
        )
        found = self.read("http://evil.example/x", page(STORY, head=head))
        assert found.url == "http://evil.example/x"
        assert found.publisher is None

    def test_a_page_may_name_its_own_canonical_address(self) -> None:
        head = '<link rel="canonical" href="http://www.a.example/story">'
        found = self.read("http://a.example/story?utm_source=x", page(STORY, head=head))
        assert found.url == "http://www.a.example/story"
        assert found.also_at == ("http://a.example/story?utm_source=x",)


class TestOnline:
    def test_a_newsrooms_own_archive_is_asked(
        self, play: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from importlib import metadata

        own = play.put("archive.example", "/1", answer(page(STORY)))

        class Point:
            name = "ours"

            def load(self) -> Any:
                return lambda _: Given("our archive", Lead(own))

        monkeypatch.setattr(
            metadata, "entry_points", lambda group: [Point()] * (group == "tracer.finders")
        )
        with Online(OnlineOrder(), opened=play.opened) as online:
            found = online.look(article(), [claim()], Sources([]), OUTLETS)
        assert ("our archive", "read") in [(a.finder, a.outcome) for a in found.attempts]

    def test_a_copy_is_asked_for_of_each_page(self, play: World) -> None:
        machine = PlayedArchive(play)
        good = play.put("a.example", "/good", answer(page(STORY)))
        with Online(OnlineOrder(copies=True), opened=play.opened) as online:
            found = online.look(article(("wrote", good)), [claim()], Sources([]), OUTLETS)
        assert machine.saved == [good]
        (read,) = found.pages.values()
        assert read.snapshot.archived == f"https://web.archive.org/web/20260102030405/{good}"

    def test_a_source_by_address(self, play: World) -> None:
        good = play.put("a.example", "/good", answer(page(STORY)))
        with Online(OnlineOrder(), opened=play.opened) as online:
            assert online.source(good)[0].url == good
            with pytest.raises(ReadError):
                online.source(play.put("a.example", "/bad", leads_to("http://127.0.0.1/")))

    def test_pages_are_kept_in_the_cache_unless_all_is_archived(
        self, play: World, tmp_path: Path
    ) -> None:
        good = play.put("a.example", "/", answer(page(STORY), Cache_Control="max-age=999"))
        cache, warc = tmp_path / "pages.db", tmp_path / "all.warc.gz"
        for order in (OnlineOrder(cache), OnlineOrder(cache), OnlineOrder(cache, warc)):
            with Online(order, opened=play.opened) as online:
                online.source(good)
        assert play.paths() == ["/", "/"]
        assert warc.exists()
