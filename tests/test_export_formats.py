"""The formats of others, each held to account by a schema or a library that is not ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import lxml.html
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pyld import jsonld
from strategies import reports, reviews, texts

from tracer.export import FORMATS, to_claim_review, to_markdown, to_sarif, to_web_annotation
from tracer.export.claim_review import HELD, VERDICTS
from tracer.export.iris import web_address
from tracer.export.markdown import plain
from tracer.models import (
    Attribution,
    Carried,
    Decision,
    Document,
    Finding,
    Hop,
    Kind,
    Orphan,
    Report,
    Review,
    Span,
)
from tracer.rules import RULES, is_flagged

DATA = Path(__file__).parent / "data"
SARIF = jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))
CLAIM_REVIEW = jsonschema.Draft202012Validator(
    json.loads((DATA / "claimreview.schema.json").read_text("utf-8"))
)
AT = "2025-03-07T10:00:00Z"

Json = dict[str, Any]


@st.composite
def reviewed(draw: st.DrawFn) -> Report:
    """A report with decisions, some of them carried over, and orphans; hostile texts everywhere."""
    report = draw(reports())
    hostile = texts(60).filter(str.strip)
    article = replace(
        report.article,
        title=draw(st.none() | hostile),
        authors=tuple(draw(st.lists(hostile, max_size=2))),
        publisher=draw(st.none() | hostile),
        url=draw(st.none() | hostile | hostile.map(lambda text: f"https://example.com/{text}")),
    )
    found = [draw(_maybe_reviewed(finding, hostile)) for finding in report.findings]
    orphans = [Orphan(Review("gone", "altered", "Kim", draw(texts(20)), AT), draw(texts(40)))]
    return replace(
        report, article=article, findings=tuple(found), orphans=tuple(orphans[: draw(_NONE_OR_ONE)])
    )


_NONE_OR_ONE = st.integers(0, 1)


@st.composite
def _maybe_reviewed(draw: st.DrawFn, finding: Finding, words: st.SearchStrategy[str]) -> Finding:
    review = draw(st.none() | reviews(finding.claim.id))
    if review is not None:
        carried = draw(st.none() | st.builds(Carried, st.just("before"), words, st.just(88.8)))
        note = draw(texts(40))
        review = replace(review, reviewer=draw(texts(20)), note=note, carried=carried)
    reasons = tuple(draw(st.lists(texts(40), max_size=2)))
    return replace(finding, review=review, reasons=reasons)


def decided(decision: Decision, **changes: Any) -> Report:
    """The sample with a decision on its first claim alone."""
    report = sample.report().with_reviews([])
    first = report.findings[0]
    review = replace(Review(first.claim.id, decision, "Ann", "Because.", AT), **changes)
    return replace(report, findings=(replace(first, review=review), *report.findings[1:]))


# Web Annotation


CONTEXT = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    **{
        name: f"oa:{name}"
        for name in (
            "Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector "
            "assessing describing linking tagging exact prefix suffix"
        ).split()
    },
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    "Person": "foaf:Person",
    "name": "foaf:name",
    "label": "rdfs:label",
    "value": "rdf:value",
    "format": "dc:format",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "creator": {"@id": "dcterms:creator", "@type": "@id"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "first": {"@id": "as:first", "@type": "@id"},
    "partOf": {"@id": "as:partOf", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "generated": {"@id": "dcterms:issued", "@type": "xsd:dateTime"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"},
    "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"},
}
"""The terms of anno.jsonld that tracer uses, as the recommendation maps them."""
ANNO = "http://www.w3.org/ns/anno.jsonld"


def offline(url: str, _options: Json) -> Json:
    assert url == ANNO, url
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


def expanded(text: str) -> Json:
    (whole,) = jsonld.expand(json.loads(text), {"documentLoader": offline})
    return dict(whole)


def keys_within(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys_within(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_within(inner)


OA = CONTEXT["oa"]


def annotations(whole: Json) -> list[Json]:
    (page,) = whole[f"{CONTEXT['as']}first"]
    (items,) = page[f"{CONTEXT['as']}items"]
    return list(items["@list"])


@settings(max_examples=30)
@given(reviewed())
def test_web_annotations_are_linked_data_that_loses_nothing(report: Report) -> None:
    """A name that the context does not know would be gone from the expanded form."""
    text = to_web_annotation(report)
    whole = expanded(text)
    known = set(keys_within(json.loads(text))) - {"@context"}
    assert known <= set(CONTEXT)
    assert len(list(keys_within(whole))) >= len(list(keys_within(json.loads(text)))) - 1
    assert whole["@type"] == [f"{CONTEXT['as']}OrderedCollection"]
    assert len(annotations(whole)) == len(report.findings)


@settings(max_examples=30)
@given(reviewed())
def test_both_sides_are_found_by_words_and_by_place(report: Report) -> None:
    documents = {s.document.id: s.document for s in report.sources if s.document}
    items = annotations(expanded(to_web_annotation(report)))
    for item, finding in zip(items, report.findings, strict=True):
        (target,) = item[f"{OA}hasTarget"]
        check_selectors(target, report.article, finding.claim.span)
        bodies = [b for b in item[f"{OA}hasBody"] if f"{OA}hasSource" in b]
        places = [(m.passage.document_id, s) for m in finding.matches for s in m.passage.spans]
        for body, (key, span) in zip(bodies, places, strict=True):
            check_selectors(body, documents[key], span)


def check_selectors(resource: Json, document: Document, span: Span) -> None:
    assert resource["@type"] == [f"{OA}SpecificResource"]
    quote, place = resource[f"{OA}hasSelector"]
    values = {key: quote[f"{OA}{key}"][0]["@value"] for key in ("prefix", "exact", "suffix")}
    start, end = (place[f"{OA}{key}"][0] for key in ("start", "end"))
    assert start["@type"].endswith("nonNegativeInteger")
    assert (int(start["@value"]), int(end["@value"])) == (span.start, span.end)
    assert values["exact"] == document.text[span.start : span.end]
    assert document.text[: span.start].endswith(values["prefix"])
    assert document.text[span.end :].startswith(values["suffix"])


@settings(max_examples=30)
@given(reviewed())
def test_every_name_of_a_thing_is_an_iri(report: Report) -> None:
    names = re.findall(r'"(?:id|source|@id)": "([^"]*)"', to_web_annotation(report))
    assert names
    for name in names:
        assert re.fullmatch(r"(https?|urn):[!-~]+", name), name


@given(texts(60))
def test_an_address_is_one_or_none(url: str) -> None:
    for address in (web_address(url), web_address(f"https://example.com/{url}")):
        assert address is None or re.fullmatch(r"https?://[!-~]+", address)
        assert address is None or not re.search(r'[<>"\\^`{}|\s]', address)


# ClaimReview


@settings(max_examples=40)
@given(reviewed())
def test_claim_reviews_keep_to_the_definition_of_schema_org(report: Report) -> None:
    CLAIM_REVIEW.validate(json.loads(to_claim_review(report)))


def graph(report: Report) -> list[Json]:
    return list(json.loads(to_claim_review(report))["@graph"])


@pytest.mark.parametrize("decision", get_args(Decision))
def test_only_decisions_on_faithfulness_are_published(decision: Decision) -> None:
    found = graph(decided(decision))
    assert len(found) == (decision in VERDICTS)
    for review in found:
        assert review["author"]["name"] == "Ann"
        assert sample.report().findings[0].claim.text in review["claimReviewed"]
        assert review["itemReviewed"]["appearance"]["headline"] == sample.ARTICLE.title


def test_a_claim_that_nobody_decided_is_not_reviewed() -> None:
    assert graph(sample.report().with_reviews([])) == []


def test_a_decision_on_other_words_is_not_published() -> None:
    assert graph(decided("faithful", carried=Carried("before", "Other words", 80.0))) == []


def test_a_decision_on_another_rating_is_not_published() -> None:
    rating = sample.report().findings[0].rating
    assert len(graph(decided("faithful", rated=rating))) == 1
    assert graph(decided("faithful", rated="unavailable")) == []


@pytest.mark.parametrize("decision", ["faithful", "altered", "wrong-attribution", "needs-source"])
def test_what_no_source_has_is_not_said_to_keep_to_it(decision: Decision) -> None:
    report = decided(decision)
    first = replace(report.findings[0], matches=())
    found = graph(replace(report, findings=(first,)))
    assert len(found) == (decision not in HELD)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("direct_quote", "Tom Hale said: “It rains.”"),
        ("mixed_quote", "Tom Hale, as the article puts it: It rains."),
        ("indirect_quote", "Tom Hale, as the article puts it: It rains."),
    ],
)
def test_whose_words_they_are_is_said(kind: Kind, said: str) -> None:
    report = decided("faithful")
    chain = (Hop("Tom Hale", "speaker", "tom"),)
    spoken = Attribution((), None, None, chain, "a rule", 0.9)
    claim = replace(report.findings[0].claim, text="It rains.", kind=kind, attribution=spoken)
    (review,) = graph(replace(report, findings=(replace(report.findings[0], claim=claim),)))
    assert review["claimReviewed"] == review["itemReviewed"]["text"] == said
    assert "author" not in review["itemReviewed"]


def test_no_rating_speaks_of_truth() -> None:
    for words in VERDICTS.values():
        assert not re.search(r"\b(true|truth|false|fake|correct|lie|fact)", words, re.IGNORECASE)


@pytest.mark.parametrize("name", ["claimreview", "webannotation"])
def test_linked_data_ends_no_script_element(name: str) -> None:
    note = "</script><script>alert(1)</script><!--"
    text = FORMATS[name].text(decided("altered", note=note, reviewer=note))
    page = lxml.html.document_fromstring(f'<script type="application/ld+json">{text}</script>')
    (script,) = page.xpath("//script")
    assert note in json.dumps(json.loads(script.text), ensure_ascii=False)


# SARIF


@settings(max_examples=30)
@given(reviewed())
def test_every_log_keeps_to_the_schema_of_sarif(report: Report) -> None:
    SARIF.validate(json.loads(to_sarif(report)))


def test_the_schema_of_sarif_turns_down_what_is_none() -> None:
    good = json.loads(to_sarif(sample.report()))
    assert not SARIF.is_valid({**good, "version": "2.0.0"})
    good["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(good)


@settings(max_examples=30)
@given(reviewed())
def test_regions_lie_in_the_text_by_offset_and_by_line(report: Report) -> None:
    (run,) = json.loads(to_sarif(report))["runs"]
    text = run["artifacts"][0]["contents"]["text"]
    assert text == report.article.text
    assert run["columnKind"] == "unicodeCodePoints"
    lines = text.split("\n")
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["charOffset"]
        words = text[start : start + region["charLength"]]
        assert words == region["snippet"]["text"]
        assert lines_of(lines, region) == words


def lines_of(lines: list[str], region: Json) -> str:
    inside = lines[region["startLine"] - 1 : region["endLine"]]
    inside[-1] = inside[-1][: region["endColumn"] - 1]
    inside[0] = inside[0][region["startColumn"] - 1 :]
    return "\n".join(inside)


@settings(max_examples=30)
@given(reviewed())
def test_a_flagged_claim_has_a_result_and_one_not_worth_it_has_none(report: Report) -> None:
    (run,) = json.loads(to_sarif(report))["runs"]
    graver = {r["properties"]["claim"] for r in run["results"] if r["level"] != "note"}
    assert graver == {f.claim.id for f in report.findings if is_flagged(f)}
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_rules_have_their_level_and_their_help() -> None:
    (run,) = json.loads(to_sarif(sample.report()))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    for code, rule in RULES.items():
        assert rules[code]["defaultConfiguration"]["level"] == rule.level
        assert rules[code]["help"]["text"] == rule.help


@pytest.mark.parametrize(
    ("decision", "carried", "status"),
    [
        ("faithful", False, "accepted"),
        ("common-knowledge", False, "accepted"),
        ("altered", False, "rejected"),
        ("faithful", True, "underReview"),
        ("skipped", False, None),
    ],
)
def test_a_decision_is_a_suppression(decision: Decision, carried: bool, status: str | None) -> None:
    origin = Carried("before", "Other words", 80.0) if carried else None
    report = decided(decision, carried=origin)
    first = replace(report.findings[0], rules=("T201",), rating="altered")
    report = replace(report, findings=(first,))
    (run,) = json.loads(to_sarif(report))["runs"]
    assert [s["status"] for s in run["results"][0]["suppressions"]] == ([status] if status else [])


def test_a_decision_on_another_rating_is_under_review() -> None:
    report = decided("faithful", rated="traced")
    first = replace(report.findings[0], rules=("T201",), rating="altered")
    (run,) = json.loads(to_sarif(replace(report, findings=(first,))))["runs"]
    assert [s["status"] for s in run["results"][0]["suppressions"]] == ["underReview"]


def test_brackets_and_braces_in_a_message_are_themselves() -> None:
    reason = r"It has “[sic]” and {0} and a \ there."
    report = decided("altered")
    first = replace(report.findings[0], rules=("T201",), rating="altered", reasons=(reason,))
    (run,) = json.loads(to_sarif(replace(report, findings=(first,))))["runs"]
    text = run["results"][0]["message"]["text"]
    assert re.sub(r"\\(.)", r"\1", text).replace("{{", "{").replace("}}", "}").endswith(reason)
    assert not re.search(r"(?<!\\)\[|(?<!\{)\{(?!\{)", text)


# Markdown


COMMONMARK = MarkdownIt("commonmark")
LINKING = MarkdownIt("gfm-like")
"""As GitHub and many editorial systems read it: bare addresses become links, dashes tables."""


def tokens_of(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from tokens_of(token.children or [])


HARMLESS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("blockquote_open", "blockquote_close", "strong_open", "strong_close", "text_special"),
    *("em_open", "em_close", "link_open", "link_close"),
}


@settings(max_examples=40)
@given(reviewed())
def test_nothing_in_a_summary_becomes_markup(report: Report) -> None:
    text = to_markdown(report)
    addresses = {web_address(d.url) for d in [report.article, *documents_of(report)]}
    for parser in (COMMONMARK, LINKING):
        found = list(tokens_of(parser.parse(text)))
        assert {token.type for token in found} <= HARMLESS
        assert sum(token.type == "em_open" for token in found) == 1
        links = {str(t.attrs["href"]) for t in found if t.type == "link_open"}
        assert len(links) <= len(addresses - {None})
        assert all(link.startswith(("http://", "https://")) for link in links)


def documents_of(report: Report) -> list[Document]:
    return [source.document for source in report.sources if source.document]


def quoted(text: str) -> list[str]:
    """The text of every block quotation, as a reader sees it."""
    html = COMMONMARK.render(text)
    page = lxml.html.document_fromstring(html)
    return [str(block.text_content()).strip() for block in page.xpath("//blockquote")]


@settings(max_examples=60)
@given(st.sampled_from(["", "- ", "1. ", "# ", "    ", "> ", "```", "| a | b |", "<b>"]), texts(60))
def test_words_are_shown_as_they_are(start: str, words: str) -> None:
    words = start + words
    report = sample.empty()
    orphan = Orphan(Review("gone", "altered", "", "", AT), words)
    shown = quoted(to_markdown(replace(report, orphans=(orphan,))))
    line = re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", " ".join(words.split()))
    assert shown == [line or "(no words)"]


@pytest.mark.parametrize(
    "text", ["see https://evil.example/x", "www.evil.example", "a@evil.example", "ftp://x.example"]
)
def test_a_bare_address_in_a_text_is_no_link(text: str) -> None:
    found = tokens_of(LINKING.parse(f"- {plain(text)}"))
    assert "link_open" not in {token.type for token in found}


def test_the_summary_says_what_an_editor_asks_for() -> None:
    text = to_markdown(sample.report())
    assert "# Source report: Harbour tunnel \\<will\\> cost 83 million \\& more" in text
    assert "- Claims: 16" in text
    number = next(n for n, f in enumerate(sample.report().findings, 1) if "T101" in f.rules)
    assert f"### {number} Unsourced: " in text
    assert "- Given to: nobody\n" in text
    assert "is “" in text
    assert "Decided: **needs source**, by Ann \\<ann\\>, 7 March 2025: Asked the union." in text


def test_a_summary_says_that_a_decision_is_of_another_rating() -> None:
    report = decided("faithful", rated="traced")
    first = replace(report.findings[0], rules=("T201",), rating="altered")
    text = to_markdown(replace(report, findings=(first,)))
    assert "- Decided: 0" in text
    assert "Decided when it was rated traced; open again." in text
    assert "- Decided: 0" in to_markdown(decided("skipped"))


def test_a_report_on_nothing_can_be_written_in_every_format() -> None:
    for form in FORMATS.values():
        form.text(sample.empty())
