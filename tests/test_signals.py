"""What is known of a source beside its words."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given, settings
from strategies import reports

from tracer.judge.signals import Signals, signals
from tracer.models import Document, Hop, Marks, Report, Role, Source
from tracer.outlets import identity
from tracer.views.facts import facts_of

QUOTE = next(f for f in sample.report().findings if f.claim.text == sample._OPEN)
"""A claim with a passage in the Harbour Post, which is no outlet of the registry."""


def report(
    document: Document, *chain: Hop, article: Document = sample.ARTICLE, rules: str = ""
) -> Report:
    """A report on one claim, given to ``chain``, that ``document`` has the words of."""
    assert QUOTE.attribution is not None
    claim = replace(QUOTE.claim, attribution=replace(QUOTE.attribution, chain=chain))
    finding = replace(QUOTE, claim=claim, rules=tuple(rules.split()))
    source = Source(document.id, document.label, "read", document)
    return replace(sample.report(), article=article, findings=(finding,), sources=(source,))


def known(document: Document, *chain: Hop, article: Document = sample.ARTICLE) -> Signals:
    return signals(report(document, *chain, article=article))[document.id]


def said_by(name: str, role: Role = "speaker") -> Hop:
    return Hop(name, role, identity(name))


def post(**about: object) -> Document:
    return replace(sample.POST, **about)  # type: ignore[arg-type]


LUND = said_by("Ada Lund")


class TestOutlet:
    @pytest.mark.parametrize(
        ("about", "kind", "country"),
        [
            ({"url": "https://www.nytimes.com/2025/03/04/x.html"}, "newspaper", "US"),
            ({"url": None, "publisher": "Reuters"}, "wire", "GB"),
            ({"url": "https://www.ox.ac.uk/news/1", "publisher": None}, "university", "GB"),
        ],
    )
    def test_it_is_the_registrys(self, about: dict[str, str], kind: str, country: str) -> None:
        outlet = known(post(**about)).outlet
        assert outlet is not None
        assert (outlet.kind, outlet.country) == (kind, country)

    def test_where_a_page_stands_counts_for_more_than_whom_it_names(self) -> None:
        outlet = known(post(url="https://www.nytimes.com/x", publisher="Reuters")).outlet
        assert outlet is not None
        assert outlet.name == "The New York Times"

    def test_most_of_the_world_is_in_no_registry(self) -> None:
        assert known(post()).outlet is None


class TestStanding:
    @pytest.mark.parametrize(
        ("about", "chain", "rule"),
        [
            ({"title": "Full transcript: Lund before the council"}, (LUND,), "transcript"),
            ({"url": "https://www.courtlistener.com/docket/1/"}, (LUND,), "court"),
            (
                {"title": "Lund v. Harbour Board", "media_type": "application/pdf"},
                (LUND,),
                "court",
            ),
            ({"url": "https://arxiv.org/abs/2501.00001"}, (LUND,), "study"),
            ({"url": None, "publisher": "American Economic Review"}, (LUND,), "study"),
            ({"publisher": "Port Authority"}, (said_by("The port authority"),), "published by"),
            (
                {"url": "https://www.harbourworks.example/news", "publisher": None},
                (said_by("Harbour Works", "affiliation"),),
                "published by Harbour Works",
            ),
            ({"url": "https://www.ox.ac.uk/news/1"}, (LUND,), "university"),
            ({"url": "https://www.transport.gov.uk/tunnel"}, (LUND,), "public body"),
            ({}, (said_by("the tunnel report", "document"),), "document"),
        ],
    )
    def test_a_source_of_its_own_is_primary_and_says_by_which_rule(
        self, about: dict[str, str], chain: tuple[Hop, ...], rule: str
    ) -> None:
        found = known(post(**about), *chain)
        assert found.standing == "primary"
        assert rule in found.rule

    @pytest.mark.parametrize(
        "about",
        [
            {"title": "Rovers v United"},
            {"url": "https://harbourworks.blogs.example/1"},
            {"url": "https://notarxiv.org/1"},
            {"url": "https://gov.evil.example/1"},
            {"publisher": "The Harbour Post"},
        ],
    )
    def test_what_only_looks_like_one_is_not(self, about: dict[str, str]) -> None:
        hops = (said_by("Harbour Works"), said_by("The Harbour Post", "outlet"))
        assert known(post(**about), *hops).standing == "unknown"

    def test_a_news_outlet_that_tells_what_somebody_said_is_secondary(self) -> None:
        paper = post(url="https://www.nytimes.com/x")
        outlet = said_by("The New York Times", "outlet")
        assert known(paper, outlet, LUND).standing == "secondary"
        assert known(paper, outlet).standing == "unknown"

    def test_an_outlet_that_speaks_for_itself_is_primary(self) -> None:
        paper = post(url="https://www.nytimes.com/x")
        assert known(paper, said_by("The New York Times")).standing == "primary"


class TestWireCopy:
    @pytest.mark.parametrize(
        ("about", "agency"),
        [
            ({"text": "DORN, March 4 (Reuters) - " + sample.POST.text}, "Reuters"),
            ({"authors": ("Associated Press",)}, "AP"),
            ({"text": "DORN (Inland Wire) - " + sample.POST.text}, "Inland Wire"),
            ({"text": "DORN (The Harbour Post) - " + sample.POST.text}, ""),
            (
                {
                    "text": "DORN (Reuters) - " + sample.POST.text,
                    "url": "https://www.reuters.com/x",
                },
                "",
            ),
            ({"authors": ("Ada Lund",)}, ""),
        ],
    )
    def test_it_credits_an_agency_that_is_not_its_publisher(
        self, about: dict[str, str], agency: str
    ) -> None:
        assert known(post(**about)).agency == agency

    def test_sources_of_one_claim_with_one_text_are_near_copies(self) -> None:
        one, other = post(id="1" * 16), post(id="2" * 16)
        matches = tuple(
            replace(m, passage=replace(m.passage, document_id=d.id))
            for m in QUOTE.matches
            for d in (one, other)
        )
        both = replace(
            sample.report(),
            findings=(replace(QUOTE, matches=matches),),
            sources=tuple(Source(d.id, f"Post {d.id[0]}", "read", d) for d in (one, other)),
        )
        assert [s.copies for s in signals(both).values()] == [(other.id,), (one.id,)]
        assert "near-copy of Post 2" in facts_of(both)[one.id]


class TestDates:
    @pytest.mark.parametrize(
        ("article", "modified", "source", "dated", "days", "fact"),
        [
            ("2025-03-06", None, "2025-03-04", "before", -2, "2 days older than the article"),
            ("2025-03-06", None, "2025-03-06", "same-day", 0, "of the same day as the article"),
            ("2025-03-06", None, "2025-03-07", "after", 1, "1 day younger than the article"),
            (
                "2025-03-06",
                None,
                "2025-03-09",
                "after",
                3,
                "3 days younger than the article: by these dates the article cannot have relied "
                "on it",
            ),
            (
                "2025-03-06",
                "2025-03-09T10:00:00Z",
                "2025-03-09",
                "between",
                3,
                "3 days younger than the article, which was changed after that",
            ),
            ("2025-03-06T23:30:00-05:00", None, "2025-03-07", "same-day", 0, None),
        ],
    )
    def test_a_source_is_older_or_younger_than_the_article(
        self,
        article: str,
        modified: str | None,
        source: str,
        dated: str,
        days: int,
        fact: str | None,
    ) -> None:
        about = replace(sample.ARTICLE, published=article, marks=Marks(modified=modified))
        made = report(post(published=source), article=about)
        found = signals(made)[sample.POST.id]
        assert (found.dated, found.days) == (dated, days)
        assert fact is None or fact in facts_of(made)[sample.POST.id]

    @pytest.mark.parametrize("source", [None, "last autumn", "9999-12-31T23:59:59-14:00"])
    def test_without_a_day_nothing_is_said(self, source: str | None) -> None:
        assert known(post(published=source)).dated is None


def test_the_only_source_of_a_claim_is_marked() -> None:
    made = report(sample.POST, LUND, rules="T304")
    assert signals(made)[sample.POST.id].sole == (QUOTE.claim.id,)
    assert known(sample.POST, LUND).sole == ()


@settings(max_examples=40)
@given(reports())
def test_every_document_has_signals_with_a_reason_for_each_standing(made: Report) -> None:
    found = signals(made)
    assert set(found) == {s.document.id for s in made.sources if s.document}
    for each in found.values():
        assert bool(each.rule) == (each.standing != "unknown")
        assert (each.dated is None) == (each.days is None)


def test_nothing_of_it_is_a_score() -> None:
    fields = Signals.__dataclass_fields__
    assert not any(field.type == "float" for field in fields.values())
