"""The exports: JSON held to its schema, CSV for a spreadsheet, files whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import reports, texts

from tracer import models
from tracer.errors import WriteError
from tracer.export import (
    COLUMNS,
    FORMATS,
    SCHEMA,
    Format,
    dumps,
    file_name,
    to_csv,
    to_json,
    to_jsonl,
    write,
)
from tracer.models import Report
from tracer.rules import RULES, is_flagged

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA_FILE = DOCS / "report.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))

Json = dict[str, Any]


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report), newline="")))


def test_the_json_report_is_the_golden_one() -> None:
    golden = (sample.GOLDEN / "report.json").read_text(encoding="utf-8")
    assert dumps(sample.report()) == golden, "read it, then run: python tests/sample.py"


def test_the_schema_is_one_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)


@settings(max_examples=40)
@given(reports())
def test_every_report_keeps_to_the_schema(report: Report) -> None:
    VALIDATOR.validate(json.loads(dumps(report)))


def test_the_schema_turns_down_what_is_not_a_report() -> None:
    good = to_json(sample.report())
    for change in (
        {"schema": "tracer-report/2"},
        {"generated": "yesterday"},
        {"extra": 1},
        {"claims": [{**good["claims"][0], "rating": "fine"}]},
        {"claims": [{**good["claims"][0], "check_worthiness": 1.5}]},
        {"sources": [{**good["sources"][0], "sha256": None}]},
    ):
        assert not VALIDATOR.is_valid({**good, **change}), change


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("kind", models.Kind),
        ("role", models.Role),
        ("hopState", models.HopState),
        ("rating", models.Rating),
        ("wording", models.Wording),
        ("relation", models.Relation),
        ("differenceKind", models.DifferenceKind),
        ("decision", models.Decision),
        ("sourceStatus", models.SourceStatus),
    ],
)
def test_the_schema_names_the_values_of_the_models(name: str, literal: Any) -> None:
    assert VALIDATOR.schema["$defs"][name]["enum"] == list(get_args(literal))


def test_the_schema_names_every_rule() -> None:
    assert VALIDATOR.schema["$defs"]["rule"]["enum"] == list(RULES)
    assert VALIDATOR.schema["properties"]["schema"]["const"] == SCHEMA


def spans_within(value: Any) -> Iterator[Json]:
    """Every SPAN anywhere in ``value``."""
    if isinstance(value, dict):
        if set(value) == {"start", "end", "text"}:
            yield value
        for inner in value.values():
            yield from spans_within(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_within(inner)


@settings(max_examples=40)
@given(reports())
def test_every_offset_gives_the_words_beside_it(report: Report) -> None:
    whole = to_json(report)
    text = whole["article"]["text"]
    for claim in whole["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["text"]
        for span in spans_within(claim["attribution"]):
            assert text[span["start"] : span["end"]] == span["text"]
        for match in claim["matches"]:
            document = report.document(match["source_id"])
            assert document is not None
            _check_match(match, text, document.text)


def _check_match(match: Json, article: str, source: str) -> None:
    parts = [source[start:end] for start, end in match["spans"]]
    assert " … ".join(parts) == match["text"]
    for difference in match["differences"]:
        for side, text in (("article", article), ("source", source)):
            span = difference[side]
            assert span is None or text[span["start"] : span["end"]] == span["text"]


@settings(max_examples=40)
@given(reports())
def test_the_summary_counts_what_is_there(report: Report) -> None:
    whole = to_json(report)
    summary, claims = whole["summary"], whole["claims"]
    assert summary["claims"] == len(claims) == sum(summary["by_rating"].values())
    assert summary["attributed"] == sum(c["attribution"] is not None for c in claims)
    assert summary["check_worthy"] == sum(c["check_worthy"] for c in claims)
    assert summary["flagged"] == sum(map(is_flagged, report.findings)) <= summary["check_worthy"]


def test_a_claim_counts_once_under_each_outlet_document_and_affiliation() -> None:
    by_source = to_json(sample.report())["summary"]["by_source"]
    assert by_source == {
        "The Harbour Post": 3,
        "Coastal Wire": 2,
        "Ministry of Transport": 1,
        "Port authority": 1,
        "Traders’ union <i>": 1,
    }


def test_a_claim_that_names_a_source_twice_counts_once() -> None:
    finding = sample.report().findings[1]
    assert finding.attribution is not None
    twice = replace(finding.attribution, chain=finding.attribution.chain * 2)
    again = replace(finding, claim=replace(finding.claim, attribution=twice))
    summary = to_json(replace(sample.report(), findings=(again,)))["summary"]
    assert summary["by_source"] == {"The Harbour Post": 1}


def test_a_source_without_a_document_says_so_by_null() -> None:
    ministry = to_json(sample.report())["sources"][3]
    assert ministry["status"] == "unavailable"
    assert ministry["detail"] == "no document"
    assert all(ministry[key] is None for key in ("url", "title", "retrieved", "sha256"))


def test_the_detail_of_a_document_is_that_of_its_source() -> None:
    post, _, union, *_ = to_json(sample.report())["sources"]
    assert post["detail"] == "constructed stand-in"
    assert union["detail"] == "handed in by <b>hand</b>"


def test_a_decision_says_which_words_it_was_made_on() -> None:
    finding = sample.report().findings[0]
    origin = models.Carried("before", "Other words", 81.25)
    review = models.Review(finding.claim.id, "faithful", "Ann", "", "2025-03-07T10:00:00Z", origin)
    orphan = models.Orphan(replace(review, claim_id="gone", carried=None), "Words that are gone")
    report = replace(
        sample.report(), findings=(replace(finding, review=review),), orphans=(orphan,)
    )
    whole = to_json(report)
    VALIDATOR.validate(whole)
    carried = {"claim_id": "before", "text": "Other words", "likeness": 81.2}
    assert whole["claims"][0]["review"]["carried"] == carried
    assert [(o["claim_id"], o["text"]) for o in whole["orphans"]] == [("gone", orphan.words)]
    (row,) = rows_of(report)
    assert row["decided_on"] == "Other words"


def test_csv_has_a_row_for_each_claim() -> None:
    rows = rows_of(sample.report())
    assert len(rows) == 16
    assert tuple(rows[0]) == COLUMNS
    care = rows[6]
    assert care["outlet"] == "The Harbour Post; Coastal Wire"
    assert care["speaker"] == "Piet Maas"
    assert care["affiliation"] == "Port authority"
    assert care["passage"] == "We planned with care … proud of the result"
    assert care["flagged"] == "true"
    assert rows[10]["decision"] == "needs-source"
    assert rows[8]["anonymous"] == "true"


@settings(max_examples=40)
@given(reports())
def test_csv_gives_every_claim_back_in_one_row(report: Report) -> None:
    rows = rows_of(report)
    assert [row["claim_id"] for row in rows] == [f.claim.id for f in report.findings]
    for row, finding in zip(rows, report.findings, strict=True):
        assert row["text"].removeprefix("'") == finding.claim.text.removeprefix("'")
        assert (row["rating"], row["kind"]) == (finding.rating, finding.claim.kind)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "\0"])
def test_no_text_is_a_formula_to_a_spreadsheet(start: str) -> None:
    finding = sample.report().findings[0]
    reason = f"{start}HYPERLINK('https://example.com')"
    report = replace(sample.report(), findings=(replace(finding, reasons=(reason,)),))
    (row,) = rows_of(report)
    assert row["reasons"] == f"'{reason}"


def test_numbers_stay_numbers() -> None:
    finding = sample.report().findings[5]
    (row,) = rows_of(replace(sample.report(), findings=(finding,)))
    assert (row["score"], row["start"]) == ("92.3", str(finding.claim.span.start))


def test_json_lines_hold_one_claim_each() -> None:
    lines = [json.loads(line) for line in to_jsonl(sample.report()).splitlines()]
    claims = to_json(sample.report())["claims"]
    assert [{k: v for k, v in line.items() if k != "article"} for line in lines] == claims
    assert {line["article"]["id"] for line in lines} == {sample.ARTICLE.id}


@settings(max_examples=40)
@given(reports())
def test_json_lines_are_lines(report: Report) -> None:
    lines = to_jsonl(report).split("\n")
    assert len(lines) - 1 == len(report.findings)
    for line in lines[:-1]:
        json.loads(line)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_under_its_name(name: str, tmp_path: Path) -> None:
    path = write(sample.report(), FORMATS[name], tmp_path / "new" / "folder")
    ending = FORMATS[name].extension
    expected = f"Harbour-tunnel-will-cost-83-million-more-{sample.ARTICLE.id[:8]}.{ending}"
    assert path == tmp_path / "new" / "folder" / expected
    assert path.read_bytes().decode() == FORMATS[name].text(sample.report())


def test_writing_twice_leaves_one_file(tmp_path: Path) -> None:
    write(sample.report(), FORMATS["csv"], tmp_path)
    path = write(sample.empty(), FORMATS["json"], tmp_path)
    assert write(sample.empty(), FORMATS["json"], tmp_path) == path
    assert len(list(tmp_path.iterdir())) == 2


def test_a_report_that_fails_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = write(sample.report(), FORMATS["json"], tmp_path)
    before = path.read_bytes()

    def fails(_: Report) -> str:
        raise KeyError("a document")

    with pytest.raises(KeyError):
        write(sample.report(), Format("json", fails), tmp_path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_gets_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(WriteError) as caught:
        write(sample.report(), FORMATS["json"], tmp_path / "reports")
    line = str(caught.value)
    assert line.startswith(f"Cannot write the report: {tmp_path / 'reports'}")
    assert line.endswith("choose another folder with --out")


def test_a_folder_in_the_place_of_the_file_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / file_name(sample.ARTICLE, "json")).mkdir()
    with pytest.raises(WriteError):
        write(sample.report(), FORMATS["json"], tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_lone_surrogate_survives_in_json(tmp_path: Path) -> None:
    article = replace(sample.empty().article, text="a \ud800 b")
    path = write(replace(sample.empty(), article=article), FORMATS["json"], tmp_path)
    assert json.loads(path.read_bytes())["article"]["text"] == "a \ud800 b"


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("huawei-5g", "huawei-5g"),
        ("A / B: c?", "A-B-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "article"),
        ("", "article"),
        ("Größe", "Größe"),
    ],
)
def test_a_file_is_named_after_its_article(title: str, stem: str) -> None:
    article = replace(sample.ARTICLE, title=None, name=title)
    assert file_name(article, "html") == f"{stem}-{sample.ARTICLE.id[:8]}.html"


@given(texts(300), st.sampled_from(["html", "webannotation.jsonld"]))
def test_any_title_makes_one_file_name_that_a_disk_can_hold(title: str, extension: str) -> None:
    name = file_name(replace(sample.ARTICLE, title=title), extension)
    assert Path(name).name == name
    assert len(name.encode()) <= 255
    assert "\0" not in name


def test_the_example_in_the_documentation_is_a_report() -> None:
    page = (DOCS / "format.md").read_text(encoding="utf-8")
    block = page.partition("## JSON report")[2].partition("```json")[2].partition("```")[0]
    example = json.loads(block.replace('"sha256": "…"', f'"sha256": "{"0" * 64}"'))
    VALIDATOR.validate(example)
    (claim,) = example["claims"]
    told_of = [claim, *spans_within(claim["attribution"])]
    told_of += [difference["article"] for difference in claim["matches"][0]["differences"]]
    for span in told_of:
        assert example["article"]["text"][span["start"] : span["end"]] == span["text"]


def test_the_documentation_names_the_columns_of_the_csv_in_order() -> None:
    page = (DOCS / "format.md").read_text(encoding="utf-8")
    table = page.partition("## CSV")[2].partition("## ")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert tuple(re.findall(r"`(\w+)`", " ".join(cells))) == COLUMNS
