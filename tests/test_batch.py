"""Many articles: found, shared out over processes and machines, kept once each, summed up."""

from __future__ import annotations

import csv
import gzip
import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from backports import zstd
from click.testing import CliRunner

from tracer import encoder
from tracer.batch import running, summary
from tracer.batch.cluster import Cluster
from tracer.batch.engines import Job, Processes
from tracer.batch.running import Order, Tally
from tracer.batch.work import Setup, check_all
from tracer.cli import main
from tracer.errors import ConfigError, ReadError
from tracer.gather import articles
from tracer.gather.articles import Found
from tracer.ledger import Ledger
from tracer.models import Document
from tracer.store import Store

SOURCE = Document(
    id="source",
    name="gazette",
    text="The harbour wall was mended in May. “We spent 40 pounds on paint,” said Ann Marsh.",
    sha256="",
    publisher="The Gazette",
)
TEXTS = (
    "“We spent 40 pounds on paint,” Ann Marsh told the Gazette.",
    "“We spent 400 pounds on paint,” Ann Marsh told the Gazette.",
    "The harbour wall was mended in May, the Gazette reported. Nobody was hurt in 1990.",
    "The ferry carries 300 people a day.",
    "Ann Marsh said the council would sell the ferry.",
)


@dataclass
class Told:
    """What a watcher was told."""

    count: int = 0
    done: int = 0
    problems: list[str] = field(default_factory=list)

    def total(self, count: int) -> None:
        self.count = count

    def advance(self, count: int) -> None:
        self.done += count

    def problem(self, line: str) -> None:
        self.problems.append(line)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "tracer.db") as store:
        store.keep([SOURCE])
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text)
    return folder


def _run(
    store: Store, tmp_path: Path, *paths: Path, retry: bool = False, processes: int = 2
) -> tuple[Tally, Told]:
    told = Told()
    order = Order(paths, tmp_path / "tracer.db", retry=retry)
    running.prepare(order, store, told)
    with running.on_this_machine(order, processes) as workers:
        return running.run(order, store, workers, told), told


def _ratings(store: Store) -> Counter[str]:
    return Counter(finding.rating for report in store.reports() for finding in report.findings)


def _rating_of(store: Store, words: str) -> str:
    found = (f for report in store.reports() for f in report.findings)
    return next(f.rating for f in found if words in f.claim.text)


# Finding articles


def test_a_folder_gives_its_articles_and_not_their_sources(folder: Path) -> None:
    (folder / "sources").mkdir()
    (folder / "sources" / "page.txt").write_text("A source.")
    (folder / "notes.xyz").write_text("No article.")
    found = list(articles.found(folder))
    assert [one.path.name for one in found if isinstance(one, Found)] == [
        f"{n}.txt" for n in range(len(TEXTS))
    ]
    assert articles.count(folder) == len(found) == len(TEXTS)


@pytest.mark.parametrize(
    ("ending", "pack"), [("", bytes), (".gz", gzip.compress), (".zst", zstd.compress)]
)
def test_a_collection_gives_an_article_a_line(tmp_path: Path, ending: str, pack) -> None:  # type: ignore[no-untyped-def]
    lines = "\n\n".join(json.dumps({"id": f"n{n}", "text": text}) for n, text in enumerate(TEXTS))
    path = tmp_path / f"all.jsonl{ending}"
    path.write_bytes(pack(lines.encode()))
    found = [one for one in articles.found(path) if isinstance(one, Found)]
    assert [articles.read(one).text for one in found] == list(TEXTS)
    assert len({one.address for one in found}) == articles.count(path) == len(TEXTS)


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstd.compress)])
def test_a_broken_collection_gives_what_is_whole_and_says_so(
    tmp_path: Path, ending: str, pack
) -> None:  # type: ignore[no-untyped-def]
    lines = [json.dumps({"text": os.urandom(2000).hex()}).encode() + b"\n" for _ in range(200)]
    path = tmp_path / f"all.jsonl{ending}"
    path.write_bytes(pack(b"".join(lines))[:-1000])
    *whole, last = articles.found(path)
    assert whole
    assert all(isinstance(one, Found) for one in whole)
    assert isinstance(last, ReadError)
    assert "broken" in str(last)


def test_what_is_not_there_is_said_before_anything_is_done(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        _run(store, tmp_path, tmp_path / "nowhere")


# Doing them once


def test_a_batch_comes_to_the_same_as_checking_one_by_one(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    tally, told = _run(store, tmp_path, folder)
    assert tally == Tally(checked=len(TEXTS))
    assert (told.count, told.done, told.problems) == (len(TEXTS), len(TEXTS), [])
    found = [one for one in articles.found(folder) if isinstance(one, Found)]
    alone = check_all(Setup(tmp_path / "tracer.db"), found)
    for outcome in alone:
        assert outcome.report is not None
        kept = store.report(outcome.report.article.id)
        assert kept is not None
        assert kept.findings == outcome.report.findings
    assert {"exact", "contradicted", "unsourced"} <= _ratings(store).keys()


def test_nothing_is_done_twice(store: Store, tmp_path: Path, folder: Path) -> None:
    _run(store, tmp_path, folder)
    assert _run(store, tmp_path, folder)[0] == Tally(skipped=len(TEXTS))
    (folder / "3.txt").write_text("The ferry carries 310 people a day.")
    assert _run(store, tmp_path, folder)[0] == Tally(checked=1, skipped=len(TEXTS) - 1)


def test_new_sources_make_all_to_be_done_again(store: Store, tmp_path: Path, folder: Path) -> None:
    _run(store, tmp_path, folder)
    source = tmp_path / "ferry.txt"
    source.write_text("The ferry carries 300 people a day, the company says.")
    told = Told()
    order = Order((folder,), tmp_path / "tracer.db", sources=(source,))
    running.prepare(order, store, told)
    with running.on_this_machine(order, 1) as workers:
        assert running.run(order, store, workers, told) == Tally(checked=len(TEXTS))
    assert _rating_of(store, "The ferry carries") == "traced"


def test_failures_are_kept_and_done_again_on_request(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    tally, told = _run(store, tmp_path, folder)
    assert (tally.checked, tally.failed) == (len(TEXTS), 1)
    [failed] = Ledger(store).failures()
    assert failed.address.endswith("broken.pdf")
    assert told.problems == [failed.failure]
    assert _run(store, tmp_path, folder)[0] == Tally(skipped=len(TEXTS) + 1)
    assert _run(store, tmp_path, folder, retry=True)[0] == Tally(failed=1, skipped=len(TEXTS))


def test_the_folder_beside_an_article_takes_part(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    (folder / "sources").mkdir()
    (folder / "sources" / "ferry.txt").write_text("The ferry carries 300 people a day.")
    _run(store, tmp_path, folder)
    assert _rating_of(store, "The ferry carries") == "traced"
    (folder / "sources" / "ferry.txt").write_text("The ferry is closed.")
    assert _run(store, tmp_path, folder)[0].checked == len(TEXTS)
    assert _rating_of(store, "The ferry carries") == "unsourced"


def test_a_list_of_addresses_is_fetched_once(store: Store, tmp_path: Path) -> None:
    addresses = [f"https://gazette.example/{number}" for number in range(40)]
    path = tmp_path / "addresses.txt"
    path.write_text("\n\n".join(addresses))
    asked: list[str] = []

    def fetch(address: str) -> Document:
        asked.append(address)
        if address.endswith("/7"):
            raise ReadError("There is no such page", address)
        return Document(address, "page", TEXTS[len(address) % 5], "", url=address)

    order, told = Order((path,), tmp_path / "tracer.db"), Told()
    assert articles.count(path) == 40
    for wanted in (Tally(checked=39, failed=1), Tally(skipped=40)):
        with running.on_this_machine(order, 2) as workers:
            assert running.run(order, store, workers, told, fetch) == wanted
    assert sorted(asked) == sorted(addresses)
    assert [one.failure for one in Ledger(store).failures()] == [
        "There is no such page: https://gazette.example/7"
    ]


def test_offline_a_list_of_addresses_says_what_to_do(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_text("https://gazette.example/1")
    tally, told = _run(store, tmp_path, path)
    assert tally == Tally(failed=1)
    assert "--online" in told.problems[0]


def test_what_is_gone_or_broken_is_said_and_the_others_go_on(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    (folder / "sources").mkdir()
    (folder / "sources" / "gone.txt").symlink_to(tmp_path / "nowhere")
    (folder / "sources" / "bad.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    tally, told = _run(store, tmp_path, folder, processes=1)
    assert tally == Tally(checked=len(TEXTS), failed=1)
    assert told.count == told.done == len(TEXTS) + 1
    assert sum("sources/gone.txt" in line for line in told.problems) == 1
    assert sum("bad.pdf" in line for line in told.problems) == 1


def test_a_line_is_named_once_in_its_error(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text('{"id": "a"}\n')
    [one] = articles.found(path)
    assert isinstance(one, Found)
    with pytest.raises(ReadError, match=r"all\.jsonl#a\. "):
        articles.read(one)


# Workers that die


def _killing(jobs: list[Job]) -> Iterator[Job]:
    """The jobs; before the last one every worker is killed."""
    yield from jobs[:-1]
    for process in multiprocessing.active_children():
        os.kill(process.pid or 0, signal.SIGKILL)
    yield jobs[-1]


def test_the_work_of_a_killed_process_is_done_again(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    found = [one for one in articles.found(folder) if isinstance(one, Found)]
    jobs: list[Job] = [[one] for one in found]
    outcomes = Processes(2).outcomes(Setup(tmp_path / "tracer.db"), _killing(jobs))
    done = [outcome.address for some in outcomes for outcome in some]
    assert sorted(done) == sorted(one.address for one in found)
    assert store.articles() == ()


def test_a_cluster_does_what_one_process_does_and_a_lost_worker_costs_nothing(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    from distributed import LocalCluster

    order, told = Order((folder,), tmp_path / "tracer.db"), Told()
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as local,
        running.on_cluster(local.scheduler_address, order, store, tmp_path) as (engine, setup),
    ):
        found = [one for one in articles.found(folder) if isinstance(one, Found)]
        pids = local.scheduler.workers
        assert len(pids) == 2

        def jobs() -> Iterator[Job]:
            yield from ([one] for one in found[:3])
            worker = next(iter(local.workers.values()))
            os.kill(worker.pid, signal.SIGKILL)
            yield from ([one] for one in found[3:])

        outcomes = [outcome for some in engine.outcomes(setup, jobs()) for outcome in some]
    assert sorted(o.address for o in outcomes) == sorted(one.address for one in found)
    alone = check_all(Setup(tmp_path / "tracer.db"), found)
    by_address = {outcome.address: outcome.report for outcome in outcomes}
    for outcome in alone:
        there = by_address[outcome.address]
        assert there is not None
        assert outcome.report is not None
        assert there.findings == outcome.report.findings
    assert not list(tmp_path.glob("sources-*.db"))
    assert told.problems == []


def test_no_scheduler_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracer.batch.cluster._SECONDS", 0.5)
    with pytest.raises(ConfigError, match="No Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:9")


# Cut off anywhere


def test_a_batch_that_is_killed_goes_on_where_it_was(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    program = [sys.executable, "-m", "tracer.cli", "batch", str(folder), "--processes", "1"]
    program += ["--db", str(tmp_path / "tracer.db"), "--out", str(tmp_path / "out")]
    for number in range(20):
        (folder / f"more-{number}.txt").write_text(f"The ferry carried {number} people in May.")
    with subprocess.Popen(program, stdout=subprocess.DEVNULL) as running_batch:
        while not store.articles():
            assert running_batch.poll() is None
        running_batch.kill()
    before = len(store.articles())
    assert store.problems() == ()
    tally, _ = _run(store, tmp_path, folder)
    assert tally.checked + before == tally.checked + tally.skipped == 20 + len(TEXTS)


# Summing up


def test_the_summary_counts_what_is_in_the_database(
    store: Store, tmp_path: Path, folder: Path
) -> None:
    lines = [{"text": text, "publisher": "=Herald & <b>Sons"} for text in TEXTS]
    path = tmp_path / "herald.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    _run(store, tmp_path, folder, path)
    page, table = summary.write_summary(store, tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    told = _ratings(store)
    [overall] = [row for row in rows if row["table"] == "all"]
    assert {rating: int(overall[rating]) for rating in told} == told
    outlets = {row["name"]: row for row in rows if row["table"] == "outlet"}
    assert outlets.keys() == {"", "'=Herald & <b>Sons"}
    assert all(int(row["articles"]) == len(TEXTS) for row in outlets.values())
    sources = {row["name"]: int(row["claims"]) for row in rows if row["table"] == "source"}
    assert sources["Ann Marsh"] == 6
    assert sum(row["table"] == "article" for row in rows) == 2 * len(TEXTS)
    html = page.read_text()
    assert "=Herald &amp; &lt;b&gt;Sons" in html
    assert summary.page(store) == html


def test_an_empty_database_says_what_to_do(store: Store) -> None:
    assert "tracer batch FOLDER" in summary.page(store)


# The command


def test_the_command_keeps_sources_checks_and_sums_up(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "gazette.txt"
    source.write_text(f"---\npublisher: The Gazette\n---\n{SOURCE.text}")
    given = ["batch", str(folder), "--sources", str(source), "--processes", "1"]
    given += ["--db", str(tmp_path / "new.db"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, given)
    assert result.exit_code == 0, result.output
    assert f"checked      {len(TEXTS)}" in result.output
    assert (tmp_path / "out" / "summary.html").exists()
    again = CliRunner().invoke(main, given)
    assert f"done before  {len(TEXTS)}" in again.output


def test_dask_without_a_scheduler_is_wrong_usage(folder: Path) -> None:
    result = CliRunner().invoke(main, ["batch", str(folder), "--engine", "dask"])
    assert result.exit_code == 2
    assert "--scheduler" in result.output


def test_a_process_may_be_held_to_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_most", encoder.MOST_THREADS)
    encoder.use_threads(1)
    assert encoder._threads() == 1
