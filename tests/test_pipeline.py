from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from strategies import documents as any_documents

import tracer
from tracer.matching import Sources
from tracer.models import Document, Finding, Hop, Report, stable_id
from tracer.outlets import Outlets
from tracer.pipeline import check

OUTLETS = Outlets.default()
QUOTATION = "We will not close the yard, whatever the owners say about the costs of it"


def document(text: str, name: str = "article", publisher: str | None = None) -> Document:
    return Document(stable_id(name), name, text, "0" * 64, publisher=publisher)


def checked(article: Document, *sources: Document) -> Report:
    return check(article, Sources(sources), outlets=OUTLETS, generated="", settings={})


def only(report: Report) -> Finding:
    (finding,) = report.findings
    return finding


@settings(max_examples=40)
@given(any_documents(), any_documents())
def test_a_report_is_sound_and_repeatable(article: Document, source: Document) -> None:
    report = checked(article, source)
    assert report == checked(article, source)
    listed = {s.document.id for s in report.sources if s.document}
    for finding in report.findings:
        assert finding.claim.text == finding.claim.span.of(article.text)
        for match in finding.matches:
            assert match.passage.document_id in listed
            assert match.passage.document_id != article.id
            found = report.document(match.passage.document_id)
            assert found is not None
            assert all(span.end <= len(found.text) for span in match.passage.spans)
            assert all(
                d.article is None or d.article.end <= len(article.text) for d in match.differences
            )
    assert json.loads(tracer.to_json(report))["article"]["text"] == article.text


def test_the_article_is_no_source_of_its_own() -> None:
    article = document("The yard in Skerry was opened in 1902 by the queen.")
    assert only(checked(article, article)).rating == "unsourced"


@pytest.mark.parametrize(
    ("publisher", "address"),
    [("Reuters", None), (None, "https://www.reuters.com/yard"), ("Thomson Reuters", None)],
)
def test_an_outlets_documents_are_known_by_publisher_alias_or_address(
    publisher: str | None, address: str | None
) -> None:
    source = Document("s", "s", f'"{QUOTATION}," Anna Berg said.', "", address, publisher=publisher)
    article = document(f'"{QUOTATION}," Anna Berg told Reuters.')
    finding = only(checked(article, source))
    assert finding.rating == "exact"
    assert finding.matches[0].relation == "attributed"


def test_a_source_that_is_named_and_not_at_hand_is_listed_once() -> None:
    text = f'"{QUOTATION}," Reuters reported.\n"It rained on all of us," Reuters reported.'
    report = checked(document(text), document("Nothing of the kind.", "other", "Other Paper"))
    assert [(s.name, s.status) for s in report.sources] == [
        ("Other Paper", "read"),
        ("Reuters", "unavailable"),
    ]


def test_kept_documents_are_listed_only_if_they_are_used() -> None:
    used = document(f"{QUOTATION}.", "used", "Skerry Press Office")
    unused = document("The weather was fine.", "unused", "Weather Office")
    kept = Sources([used, unused], listed=())
    article = document(f'"{QUOTATION}," Anna Berg said.')
    report = check(article, kept, outlets=OUTLETS, generated="", settings={})
    assert [s.id for s in report.sources if s.document] == [used.id]


def test_a_source_says_where_the_speaker_belongs() -> None:
    article = document(f'"{QUOTATION}," Reuters quoted Anna Berg of Skerry University as saying.')
    source = document(f'"{QUOTATION}," Anna Berg said.', "wire", "Reuters")
    staff = document(
        "Anna Berg teaches shipbuilding at Skerry University.", "staff", "Skerry University"
    )
    states = [hop.state for hop in _chain(checked(article, source, staff))]
    assert states == ["confirmed", "confirmed", "confirmed"]
    assert _chain(checked(article, source))[-1].state != "confirmed"


def _chain(report: Report) -> tuple[Hop, ...]:
    attribution = only(report).attribution
    assert attribution is not None
    return attribution.chain
