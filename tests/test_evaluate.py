from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from tracer import evaluate
from tracer.errors import TracerError
from tracer.outlets import Outlets

TEXT = '"We will not sell the yard," Anna Berg said. Prices fell, according to Reuters.'


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    opener: Any = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_attribution(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = [
        {"start": 1, "end": 27, "speaker": {"start": 29, "end": 38, "text": "Anna Berg"}},
        {"start": 45, "end": 56, "speaker": {"start": 0, "end": 1, "text": "Bloomberg"}},
    ]
    data = lines(tmp_path / "a.jsonl", {"id": "one", "text": TEXT, "quotes": gold})
    out = tmp_path / "pred.jsonl"
    evaluate.attribution(data, out)
    (row,) = read(out)
    first, second = row["quotes"]
    assert TEXT[first["start"] : first["end"]] == first["text"] == "We will not sell the yard,"
    assert (first["type"], second["type"]) == ("direct", "indirect")
    assert first["speaker"] == {"start": 29, "end": 38, "text": "Anna Berg"}
    assert [hop["name"] for hop in second["chain"]] == ["Reuters"]
    table = {r.split()[0]: r.split() for r in capsys.readouterr().out.splitlines()[1:]}
    assert table["direct"][-1] == "100.0"
    assert table["indirect"][-1] == "0.0"
    assert table["all"][-1] == "50.0"


def test_attribution_without_labels_prints_no_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate.attribution(lines(tmp_path / "a.jsonl", {"id": 1, "text": TEXT}), tmp_path / "p.jsonl")
    assert capsys.readouterr().out == ""


def test_the_scores_of_attribution_are_to_be_had_as_values() -> None:
    gold = [
        {"start": 1, "end": 27, "speaker": {"start": 29, "end": 38, "text": "Anna Berg"}},
        {"start": 45, "end": 56, "speaker": None, "speech_cue": False},
    ]
    articles = [{"id": "one", "text": TEXT, "quotes": gold}]
    scores = evaluate.attribution_scores(articles, Outlets.default())
    assert scores.all.of("all") == evaluate.Scores(2, 2, 50.0, 50.0, 50.0)
    assert scores.all.of("mixed") == evaluate.Scores(0, 0, 0.0, 0.0, 0.0)
    assert scores.speech.of("all") == evaluate.Scores(1, 1, 100.0, 100.0, 100.0)


def test_matching(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = lines(
        tmp_path / "docs.jsonl.xz",
        {"id": "d1", "text": "The harbour master closed the northern pier after the storm in May."},
        {
            "id": "d2",
            "text": "A brewery in Halm has bought the old mill by the river for beer.",
        },
    )
    needles = lines(
        tmp_path / "needles.jsonl",
        {
            "id": "n1",
            "needle": "closed the northern pier after the storm",
            "doc": "d1",
            "spans": [[19, 59]],
        },
        {
            "id": "n2",
            "needle": "has bought the old mill by the river",
            "doc": "d2",
            "spans": [[18, 54]],
        },
    )
    out = tmp_path / "pred.jsonl"
    evaluate.matching(docs, needles, out, given_doc=False)
    assert [(row["doc"], row["spans"]) for row in read(out)] == [
        ("d1", [[19, 59]]),
        ("d2", [[18, 54]]),
    ]
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("R@1 1.0000  IoU 1.000")
    assert [line.split()[0] for line in said[-3:]] == ["built", "index", "peak"]


def test_verification_counts_what_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The mayor said the bridge would not be closed before the winter of 2024."
    docs = lines(tmp_path / "docs.jsonl", {"id": "d", "text": text})
    needles = lines(
        tmp_path / "needles.jsonl",
        {
            "id": "1",
            "needle": "the bridge would not be closed",
            "doc": "d",
            "spans": [],
            "verdict": "faithful",
        },
        {
            "id": "2",
            "needle": "the bridge would be closed",
            "doc": "d",
            "spans": [],
            "verdict": "unfaithful",
        },
    )
    evaluate.matching(docs, needles, tmp_path / "pred.jsonl", given_doc=True)
    said = capsys.readouterr().out
    assert "faithful accepted 1.0000  n 1" in said
    assert "unfaithful accepted 0.0000  n 1" in said


def test_a_needle_may_say_its_kind_and_its_speaker(tmp_path: Path) -> None:
    text = '"We will not sell the yard before the autumn," Anna Berg said.\n'
    docs = lines(tmp_path / "docs.jsonl", {"id": "d", "text": text})
    needle = {"needle": "We will not sell the yard before the autumn", "doc": "d"}
    reported = {"needle": "they would not sell the yard before autumn", "doc": "d"}
    needles = lines(
        tmp_path / "needles.jsonl",
        {"id": "nobody", **needle},
        {"id": "hers", **needle, "speaker": "Anna Berg"},
        {"id": "his", **needle, "speaker": "Tom Hallam"},
        {"id": "unknown kind", **needle, "kind": "short"},
        {"id": "in other words", **reported, "kind": "indirect_quote"},
        {"id": "in marks", **reported, "kind": "direct_quote"},
    )
    evaluate.matching(docs, needles, tmp_path / "pred.jsonl", given_doc=True)
    ratings = {row["id"]: row["rating"] for row in read(tmp_path / "pred.jsonl")}
    assert ratings["nobody"] == ratings["hers"] == ratings["unknown kind"] == "exact"
    assert ratings["his"] == "misattributed"
    assert ratings["in other words"] == "paraphrased"
    assert ratings["in marks"] != "paraphrased"


def test_extraction_goes_on_after_a_page_without_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "The harbour master closed the northern pier after the storm. " * 8
    page = f"<html><body><article><h1>Pier</h1><p>{body}</p></article></body></html>"
    pages = lines(
        tmp_path / "pages.jsonl.gz",
        {"id": "good", "url": "https://a.example/1", "html": page, "articleBody": body},
        {"id": "empty", "url": "https://a.example/2", "html": "", "articleBody": body},
    )
    out = tmp_path / "pred.jsonl"
    evaluate.extraction(pages, out)
    good, empty = read(out)
    assert "northern pier" in good["text"]
    assert empty["text"] == ""
    printed = capsys.readouterr().out
    assert "pages 2" in printed
    assert "ms mean" in printed


def test_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = lines(
        tmp_path / "s.jsonl",
        {"id": 1, "text": "Unemployment fell to 4 percent in March.", "label": 1},
        {"id": 2, "text": "Why did it close?", "label": 0},
    )
    evaluate.claims(data, tmp_path / "pred.jsonl")
    assert [row["score"] >= 0.5 for row in read(tmp_path / "pred.jsonl")] == [True, False]
    assert capsys.readouterr().out == "n 2  P 1.0000  R 1.0000  F1 1.0000\n"


@pytest.mark.parametrize("content", ["no json", "[1]", '{"text": "no id"}', '{"id": 1}'])
def test_data_that_makes_no_sense_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content)
    with pytest.raises(TracerError, match=r"bad\.jsonl, line 1"):
        evaluate.claims(path, tmp_path / "pred.jsonl")


def test_data_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TracerError, match=r"none\.jsonl"):
        evaluate.claims(tmp_path / "none.jsonl", tmp_path / "pred.jsonl")
