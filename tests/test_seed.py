"""The Huawei article: what holds for this fixture beyond what its expected.json says."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import tracer
from tracer.models import Document, Finding, Report
from tracer.rules import flagged

ROOT = Path(__file__).parent.parent
CASE = ROOT / "fixtures" / "huawei-5g"
PAGES = sorted((CASE / "sources").glob("*.html"))
ARTICLE_SHA256 = "ac0b0270af9897e6bd2f98351031de3e032614f8341ca95abf4fedf3520f483f"


@cache
def report() -> Report:
    article = tracer.read_article(CASE / "article.txt")
    return tracer.check(article, tracer.read_sources(CASE / "sources"))


@cache
def documents() -> dict[str, Document]:
    sources = tracer.read_sources(CASE / "sources")
    return {str(d.publisher): d for d in sources.documents.values()}


def finding_that_starts(words: str) -> Finding:
    return next(f for f in report().findings if f.claim.text.startswith(words))


def test_the_article_is_the_one_that_ran() -> None:
    raw = (CASE / "article.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == ARTICLE_SHA256
    assert report().article.text == raw.decode()


def test_the_four_sources_are_read_with_their_metadata() -> None:
    assert sorted(documents()) == [
        "BBC News",
        "SOAS University of London",
        "The Economist",
        "The New York Times",
    ]
    for document in documents().values():
        assert document.title
        assert document.published
        assert document.url
        assert "constructed-stand-in" in document.url


def test_stand_ins_are_called_stand_ins() -> None:
    for document in documents().values():
        assert "constructed stand-in" in document.detail
    used = [source for source in report().sources if source.document]
    assert len(used) == len(PAGES)
    assert all("constructed stand-in" in source.detail for source in used)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_bears_a_byline(page: Path) -> None:
    html = page.read_text("utf-8")
    assert "constructed stand-in" in html.split("<body>")[0].casefold()
    assert "Constructed stand-in, not the publisher" in html.split("<body>")[1]
    assert not re.search(r'"author"|name="author"|byline|rel="author"', html)


def test_no_document_has_an_author() -> None:
    assert [d.authors for d in documents().values() if d.authors] == []


ON_RECORD = [
    (
        "The New York Times",
        "If the U.S. reaches out to us in good faith and promises to change their irrational "
        "approach to Huawei, then we are open to a dialogue. The U.S. shouldn’t try to destroy "
        "Huawei over something trivial. If the U.S. feels we have done something wrong, then we "
        "can discuss it in good faith and find a reasonable solution. I think we can accept that "
        "approach",
    ),
    (
        "The New York Times",
        "then he is also ready, for the first time, to license the entire Huawei 5G platform to "
        "any American company that wants to manufacture it and install it and operate it, "
        "completely independent of Huawei",
    ),
    ("The New York Times", "That would create a balanced situation between China, the U.S. and"),
    (
        "The New York Times",
        "“change the software code. In that case, the U.S. will be assured of information "
        "security.”",
    ),
    (
        "The Economist",
        "For a one-time fee, a transaction would give the buyer perpetual access to Huawei’s "
        "existing 5G patents, licences, code, technical blueprints and production know-how.",
    ),
    ("The Economist", "“A balanced distribution of interests is conducive to Huawei’s survival,”"),
    ("BBC News", "extraordinary offer"),
    ("SOAS University of London", "Prof Steve Tsang"),
]


@pytest.mark.parametrize(("publisher", "words"), ON_RECORD)
def test_wording_on_record_survives_extraction(publisher: str, words: str) -> None:
    assert words in documents()[publisher].text


def test_the_licence_words_are_reported_speech_in_the_source() -> None:
    text = documents()["The New York Times"].text
    paragraph = next(line for line in text.splitlines() if "also ready" in line)
    assert not re.search('["“”]', paragraph)


@pytest.mark.parametrize("word", ["cookies", "newsletter", "Sign up", "Terms", "Related"])
def test_page_furniture_is_left_out(word: str) -> None:
    assert [d.publisher for d in documents().values() if word in d.text] == []


def test_house_style_is_no_difference() -> None:
    finding = finding_that_starts("If the US reaches out to us")
    assert finding.rating == "exact"
    assert "U.S." in finding.matches[0].passage.exact


def test_unsourced_statements_open_the_review_list() -> None:
    review_list = flagged(report().findings)
    unsourced = [finding for finding in review_list if finding.rating == "unsourced"]
    assert len(unsourced) >= 8
    assert list(review_list[: len(unsourced)]) == unsourced
    assert all("T101" in finding.rules for finding in unsourced)


def words_in_code(path: Path) -> Iterator[str]:
    """The words of a module's texts; its docstrings and comments are for people."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield from re.findall(r"\w+", node.value.casefold())


def test_no_rule_mentions_a_word_of_this_article() -> None:
    names = set("huawei zhengfei tsang nokia ericsson zte samsung spooks".split())
    for path in (ROOT / "tracer").rglob("*.py"):
        assert names.isdisjoint(words_in_code(path)), path
