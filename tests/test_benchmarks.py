"""What the benchmarks count, on labels and readings that are made up here."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chains, confidence
from tracer.errors import ReadError
from tracer.models import Attribution, Hop, Role, Span
from tracer.outlets import identity

TEXT = 'Yard talk\n\n"We will not sell the yard," Anna Berg said. Prices fell, Reuters reported.'

Row = dict[str, Any]


def lines(path: Path, *rows: Row) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def label(name: str, role: str = "speaker", **more: Any) -> Row:
    return {"name": name, "role": role, "anonymous": False, "mention": None, **more}


def hop(name: str, role: Role = "speaker", anonymous: bool = False) -> Hop:
    return Hop(name, role, identity(name), anonymous=anonymous)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def found(words: str, *hops: Hop) -> Attribution:
    return Attribution((span_of(words),), None, None, hops, "", 0.9)


def labelled(words: str, *hops: Row, **more: Any) -> Row:
    span = span_of(words)
    return {"contents": [[span.start, span.end]], "chain": list(hops), **more}


def article(*attributions: Row, **more: Any) -> Row:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return {"id": "a", "source": "bbc", "sha256": digest, "attributions": attributions, **more}


def score(row: Row, *attributions: Attribution) -> chains.Score:
    counted = chains.Score()
    of = chains.Article("bbc", "a", TEXT, row)
    chains.add(counted, of, chains.outside_headline(of, attributions))
    return counted


# --- chains --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "hops", "right"),
    [
        ([], [], True),
        ([], [hop("Anna Berg")], False),
        ([label("Anna Berg")], [hop("ANNA BERG")], True),
        ([label("Anna Berg")], [], False),
        ([label("Anna Berg")], [hop("Anna Berg"), hop("Halm", "affiliation")], False),
        ([label("Anna Berg")], [hop("Anna Berg", "outlet")], False),
        ([label("Halm", also_role=["affiliation"])], [hop("Halm", "affiliation")], True),
        ([label("Berg", also=["Anna Berg"])], [hop("Anna Berg")], True),
        ([label("Halm", "affiliation", optional=True)], [], True),
        ([label("Halm", "affiliation", optional=True)], [hop("Halm", "affiliation")], True),
        ([label("Anna"), label("Tom")], [hop("Tom"), hop("Anna")], True),
        ([label("Anna"), label("Tom")], [hop("Anna"), hop("Anna")], False),
    ],
)
def test_a_chain_is_right_or_wrong(labels: list[Row], hops: list[Hop], right: bool) -> None:
    assert chains.judged(labels, hops, chains.same_name).is_right is right


@pytest.mark.parametrize(
    ("name", "lenient"),
    [
        ("Berg", True),
        ("Ms Berg", True),
        ("Dr Anna Berg of Halm", True),
        ("Anna Holm", False),
        ("Berger", False),
        ("her", False),
        ("", False),
    ],
)
def test_a_name_is_the_same_strictly_or_leniently(name: str, lenient: bool) -> None:
    assert not chains.same_name(label("Anna Berg"), name)
    assert chains.like_name(label("Anna Berg"), name) is lenient


def test_hops_are_counted_by_role() -> None:
    row = article(labelled("We will not", label("Anna Berg"), label("Halm", "affiliation")))
    counted = score(row, found("We will not", hop("Berg"), hop("Reuters", "outlet")))
    assert counted.right == {"strict": 0, "lenient": 0}
    assert counted.hops["strict", "missed", "speaker"] == 1
    assert counted.hops["strict", "extra", "speaker"] == 1
    assert counted.hops["lenient", "right", "speaker"] == 1
    assert counted.hops["lenient", "missed", "affiliation"] == 1
    assert counted.hops["lenient", "extra", "outlet"] == 1


def test_optional_attributions_and_headlines_cost_nothing() -> None:
    row = article(labelled("Prices fell", label("Reuters"), optional=True), headline=[0, 9])
    for attributions in ([], [found("Prices fell")], [found("Yard talk")]):
        counted = score(row, *attributions)
        assert (counted.labelled, counted.found, counted.matched) == (0, 0, 0)
        assert not counted.hops


def test_what_nobody_labelled_costs_precision() -> None:
    counted = score(article(labelled("We will not")), found("We will not"), found("Prices fell"))
    assert (counted.labelled, counted.found) == (1, 2)
    assert (counted.matched, counted.matched_found) == (1, 1)


def test_anonymity_is_that_of_the_speakers() -> None:
    row = article(labelled("We will not", label("officials", anonymous=True)))
    counted = score(row, found("We will not", hop("an official", anonymous=True)))
    assert counted.anonymous == {(True, True): 1}
    assert score(row, found("We will not", hop("Halm"))).anonymous == {(True, False): 1}


def test_parts_of_one_labelled_quotation_are_one_chain() -> None:
    parts = [span_of("We will not"), span_of("sell the yard")]
    both = {"contents": [[s.start, s.end] for s in parts], "chain": [label("Anna Berg")]}
    halves = found("We will not", hop("Anna Berg")), found("sell the yard", hop("Anna Berg"))
    counted = score(article(both), *halves)
    assert (counted.found, counted.matched, counted.matched_found) == (2, 1, 2)
    assert counted.right["strict"] == 1


def test_the_texts_are_those_that_were_labelled(tmp_path: Path) -> None:
    labels = lines(tmp_path / "labels.jsonl", article())
    other = lines(tmp_path / "other.jsonl", {"id": "b", "text": TEXT})
    with pytest.raises(ReadError, match="None of the documents"):
        list(chains.articles(labels, [other]))
    edited = lines(tmp_path / "edited.jsonl", {"id": "a", "text": TEXT + "!"})
    with pytest.raises(ReadError, match="another text"):
        list(chains.articles(labels, [edited]))
    packed = tmp_path / "docs.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps({"id": "a", "articleBody": TEXT}).encode()))
    (read,) = chains.articles(labels, [other, packed])
    assert (read.corpus, read.text) == ("bbc", TEXT)


def test_chains_prints_a_table_and_the_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = article(labelled("We will not sell the yard,", label("Tom Hallam")))
    labels = lines(tmp_path / "labels.jsonl", row)
    docs = lines(tmp_path / "docs.jsonl", {"id": "a", "text": TEXT})
    chains.main([str(docs), "--labels", str(labels), "--errors"])
    shown = capsys.readouterr().out
    assert "speaker Tom Hallam" in shown
    assert "speaker Anna Berg" in shown
    assert "will not sell" not in shown
    table = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line.strip()}
    assert table["all"][0] == "1"
    assert table["bbc"] == table["all"]
    assert table["speaker"][:2] == ["1", "1"]


def test_the_labels_that_come_with_tracer_can_be_read() -> None:
    rows = [json.loads(line) for line in chains.LABELS.read_text(encoding="utf-8").splitlines()]
    hops = [hop for row in rows for each in row["attributions"] for hop in each["chain"]]
    assert len(rows) == 30
    assert {hop["role"] for hop in hops} == set(chains.ROLES)
    for hop_ in hops:
        again = hop(hop_["name"], hop_["role"])
        assert chains.judged([hop_], [again], chains.same_name).is_right


# --- confidence ----------------------------------------------------------------------------------


def test_the_shares_of_readings_that_are_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = TEXT.index("We will")
    speaker = {"start": TEXT.index("Anna"), "end": TEXT.index(" said"), "text": "Anna Berg"}
    gold = [{"start": start, "end": start + 26, "speaker": speaker}]
    confidence.main(lines(tmp_path / "a.jsonl", {"id": 1, "text": TEXT, "quotes": gold}))
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    tenths, total = shown[1:11], shown[11]
    assert len(shown) == 13
    assert total[:3] == ["all", str(sum(int(line[1]) for line in tenths)), "1"]
    assert sum(int(line[2]) for line in tenths) == 1


def test_the_calibration_error_is_the_mean_distance_of_a_bin() -> None:
    readings = [
        confidence.Reading(0.85, True),
        confidence.Reading(0.85, False),
        confidence.Reading(1.0, True),
        confidence.Reading(0.0, False),
    ]
    bins = confidence.binned(readings)
    assert [len(held) for held in bins] == [1, 0, 0, 0, 0, 0, 0, 0, 2, 1]
    assert confidence.calibration_error(readings) == pytest.approx(2 * 0.35 / 4)
    assert confidence.calibration_error([]) == 0.0
