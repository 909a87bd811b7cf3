"""One article, from its address to saved findings and written reports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tracer import run
from tracer.errors import ConfigError, ReadError, UnknownName, WriteError
from tracer.models import Review
from tracer.run import FORMATS, Order
from tracer.store import Store

CASE = Path(__file__).parent.parent / "fixtures" / "verbatim-quotation"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CASE, tmp_path / "case")
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder / "tracer.db") as opened:
        yield opened


def test_what_is_returned_is_what_is_saved_and_written(folder: Path, store: Store) -> None:
    order = Order(out=folder / "out", formats=tuple(FORMATS))
    checked = run.check_article(str(folder / "case" / "article.txt"), run.prepare(order, store))
    assert store.report(checked.report.article.id) == checked.report
    names = [path.name.partition(".")[2] for path in checked.paths]
    assert names == [form.extension for form in FORMATS.values()]
    for path, form in zip(checked.paths, FORMATS.values(), strict=True):
        assert path.read_bytes().decode() == form.text(checked.report)


def test_a_second_run_changes_nothing(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    bench = run.prepare(Order(out=folder / "out"), store)
    article = str(folder / "case" / "article.txt")
    first = run.check_article(article, bench)
    written = first.paths[0].read_bytes()
    assert run.check_article(article, bench) == first
    assert first.paths[0].read_bytes() == written
    assert first.report.generated == "1970-01-01T00:00:00Z"


def test_sources_given_twice_are_read_once(folder: Path, store: Store) -> None:
    beside = folder / "case" / "sources"
    article = str(folder / "case" / "article.txt")
    plain = run.check_article(article, run.prepare(Order(folder / "out"), store))
    order = Order(folder / "out", sources=(beside,), archive=(beside,))
    twice = run.check_article(article, run.prepare(order, store))
    assert [s.id for s in twice.report.sources] == [s.id for s in plain.report.sources]


def test_the_file_at_hand_comes_before_the_kept_one(folder: Path, store: Store) -> None:
    documents, _ = run.read_sources([folder / "case" / "sources"])
    store.keep([replace(document, text="Something else.") for document in documents])
    bench = run.prepare(Order(folder / "out"), store)
    checked = run.check_article(str(folder / "case" / "article.txt"), bench)
    assert "exact" in {finding.rating for finding in checked.report.findings}


def test_the_folder_is_tried_before_anything_is_read(folder: Path, store: Store) -> None:
    """The sources are missing as well, but it is the folder that is complained of."""
    order = Order(out=folder / "tracer.db", sources=(folder / "missing",))
    with pytest.raises(WriteError):
        run.prepare(order, store)
    with pytest.raises(ReadError):
        run.prepare(replace(order, out=folder / "out"), store)


def test_an_order_without_formats_needs_no_folder(folder: Path, store: Store) -> None:
    bench = run.prepare(Order(out=folder / "tracer.db", formats=()), store)
    assert run.check_article(str(folder / "case" / "article.txt"), bench).paths == ()


def test_a_decision_rewrites_what_was_written_and_nothing_else(folder: Path, store: Store) -> None:
    order = Order(out=folder / "out", formats=("html", "json"))
    checked = run.check_article(str(folder / "case" / "article.txt"), run.prepare(order, store))
    html, json_ = checked.paths
    html.unlink()
    claim = checked.report.findings[0].claim
    written = run.decide(Review(claim.id, "altered", "Kim", "Because.", run.now()), store)
    assert written == (json_.resolve(),)
    assert "Because." in json_.read_text("utf-8")
    assert not html.exists()
    with pytest.raises(UnknownName):
        run.decide(Review("nothing", "altered", "Kim", "", run.now()), store)


def test_another_title_leaves_no_former_report_behind(folder: Path, store: Store) -> None:
    order = Order(out=folder / "out", formats=("html", "json"))
    checked = run.check_article(str(folder / "case" / "article.txt"), run.prepare(order, store))
    elsewhere = run.write(checked.report, ["html"], folder / "other", store)
    article = replace(checked.report.article, title="Another title")
    report = replace(checked.report, article=article)
    after = run.write(report, ["html"], folder / "out", store)
    kept = {path.resolve() for path in (*after, *elsewhere, checked.paths[1])}
    assert {p.resolve() for p in folder.glob("o*/*-*")} == kept
    assert {output.path for output in store.outputs(article.id)} == kept


def test_there_is_no_report_on_an_unknown_article(folder: Path, store: Store) -> None:
    with pytest.raises(UnknownName):
        run.export_article("nothing", ["json"], folder / "out", store)


@pytest.mark.parametrize("wrong", ["yesterday", "1e9", str(10**30)])
def test_a_date_that_is_none(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        run.generated()
