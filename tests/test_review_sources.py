"""What the desk says of an article's sources: the same as the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import desk
import pytest
import sample

REPORT = sample.fetched()
ID = REPORT.article.id


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[desk.Visitor]:
    with desk.running(desk.filled(tmp_path, REPORT)) as running:
        yield desk.Visitor(running.url, "Ann")


def test_an_article_lists_its_sources_with_what_is_known_of_them(ann: desk.Visitor) -> None:
    page = ann.get(f"/articles/{ID}")
    assert page.says("2 days older than the article")
    assert page.says("its text has changed since")
    assert page.says("Archived copy:")
    assert page.says("What was tried to find it")
    assert page.says("robots.txt does not allow it")


def test_a_claim_leads_to_its_passages_and_tells_how_they_were_found(ann: desk.Visitor) -> None:
    claim = next(f.claim for f in REPORT.findings if f.claim.text == sample._OPEN)
    page = ann.get(f"/claims/{claim.id}")
    assert page.says("At these words:")
    assert "#:~:text=will%20be%20open%20to%20all%20traffic" in page.text
    assert page.says("How its source was looked for")
    assert page.says("2 days older than the article")


def test_a_source_tells_its_dates_its_copy_and_that_it_has_changed(ann: desk.Visitor) -> None:
    page = ann.get(f"/sources/{sample.POST.id}")
    assert page.says("retrieved 7 March 2025, 08:15 UTC")
    assert page.says("Archived copy:")
