"""The database gives back what was put in, loses no decision, and is whole whatever happens."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import documents, reports, reviews

from tracer.errors import StoreError, UnknownName
from tracer.migrations import STEPS
from tracer.models import (
    Attribution,
    Claim,
    Decision,
    Document,
    Finding,
    Hop,
    Match,
    Passage,
    Rating,
    Report,
    Review,
    Source,
    Span,
    stable_id,
)
from tracer.rules import flagged, is_decided, is_reopened
from tracer.store import Store


def page(key: str, text: str) -> Document:
    raw = f"<p>{text}</p>".encode()
    return Document(
        id=stable_id(key),
        name=key,
        text=text,
        sha256=hashlib.sha256(raw).hexdigest(),
        title=f"The {key}",
        raw=raw,
    )


def claim(article: Document, words: str, chain: tuple[Hop, ...] = ()) -> Claim:
    start = article.text.index(words)
    said = Attribution((Span(start, start + len(words)),), None, None, chain, "a rule", 0.5)
    return Claim(
        id=stable_id(article.id, words),
        span=Span(start, start + len(words)),
        text=words,
        group=stable_id(words),
        kind="indirect_quote" if chain else "statement",
        check_worthy=True,
        check_worthiness=0.9,
        attribution=said if chain else None,
    )


CHAIN = (Hop("The Times", "outlet", "times"), Hop("Ann Lee", "speaker", "lee"))
ARTICLE = page("article", "Taxes rose. Prices fell, Ann Lee told The Times.")
ORIGIN = page("origin", "Prices fell, she said.")


def report_on(article: Document, origin: Document, *words: str) -> Report:
    """Each of ``words`` is a claim; the first one is unsourced, the others are in ``origin``."""
    first, *others = words
    passage = Passage(origin.id, (Span(0, 11),), origin.text[:11], "", "")
    found = [Finding(claim(article, first), "unsourced", rules=("T101",), reasons=("Nobody.",))]
    for each in others:
        match = Match(passage, 100.0, relation="attributed", wording="exact")
        found.append(Finding(claim(article, each, CHAIN), "exact", 100.0, matches=(match,)))
    return Report(
        article=article,
        findings=tuple(found),
        sources=(Source(origin.id, origin.label, "read", origin), Source("x", "X", "unavailable")),
        version="0",
        generated="2026-01-01T00:00:00Z",
    )


REPORT = report_on(ARTICLE, ORIGIN, "Taxes rose", "Prices fell")
TAXES, PRICES = (finding.claim for finding in REPORT.findings)


def decision(claim_id: str, note: str = "", decision: str = "faithful") -> Review:
    return Review(claim_id, decision, "Kim", note, "2026-01-02T00:00:00Z")  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracer.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def contents(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        dump = list(connection.iterdump())
    connection.close()
    return dump


def count(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    connection.close()
    return int(number)


# Whatever the report; each example makes a database, so a third of the usual number is enough

few = settings(max_examples=20)


@few
@given(reports())
def test_a_report_comes_back_as_it_was_saved(report: Report) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder, "t.db")) as store:
        store.save(report)
        assert store.report(report.article.id) == report
        assert store.problems() == ()


@few
@given(reports(), st.data())
def test_saving_twice_is_saving_once(report: Report, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        with Store.open(path) as store:
            store.save(report)
            for finding in report.findings:
                store.decide(data.draw(reviews(finding.claim.id)))
            stored = store.report(report.article.id)
            before = contents(path)
            store.save(report)
            assert contents(path) == before
            assert stored is not None
            store.save(stored)
            assert contents(path) == before


@few
@given(reports(), st.data())
def test_the_last_decision_wins_and_a_second_run_keeps_it(
    report: Report, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder, "t.db")) as store:
        store.save(report)
        given = [
            data.draw(reviews(finding.claim.id)) for finding in report.findings for _ in range(2)
        ]
        for review in given:
            store.decide(review)
        store.save(replace(report, generated="2030-01-01T00:00:00Z"))
        again = store.report(report.article.id)
        ratings = {finding.claim.id: finding.rating for finding in report.findings}
        made = [replace(review, rated=ratings[review.claim_id]) for review in given]
        assert again == replace(report, generated="2030-01-01T00:00:00Z").with_reviews(made)
        assert [r for f in report.findings for r in store.reviews(f.claim.id)] == made


@few
@given(st.lists(reports(), max_size=2, unique_by=lambda report: report.article.id))
def test_flagged_claims_are_those_of_the_rules(several: list[Report]) -> None:
    ids = [finding.claim.id for report in several for finding in report.findings]
    assume(len(set(ids)) == len(ids))
    with TemporaryDirectory() as folder, Store.open(Path(folder, "t.db")) as store:
        for report in several:
            store.save(report)
        expected = {f.claim.id for report in several for f in flagged(report.findings)}
        listed = store.flagged()
        assert {row.claim_id for row in listed} == expected
        assert all(row.flagged for row in listed)
        assert {row.claim_id for row in store.findings()} == set(ids)
        stored = {report.article.id: report for report in store.reports()}
        assert stored == {report.article.id: report for report in several}


@few
@given(st.lists(documents(), max_size=5))
def test_kept_documents_come_back_once_each(given_documents: list[Document]) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder, "t.db")) as store:
        last = {document.id: document for document in given_documents}
        store.keep(given_documents)
        assert store.kept() == tuple(last[key] for key in sorted(last))
        assert store.keep(given_documents).unchanged == len(last)
        assert all(store.raw(d.sha256) == d.raw for d in last.values() if d.raw)
        for key in last:
            store.drop(key)
        assert store.kept() == ()
        assert count(Path(folder, "t.db"), "documents") == 0
        assert count(Path(folder, "t.db"), "contents") == 0


# One case each


def test_unsourced_claims_are_listed_first(store: Store) -> None:
    store.save(REPORT)
    assert [row.claim for row in store.findings()] == ["Taxes rose", "Prices fell"]
    assert [row.claim for row in store.flagged()] == ["Taxes rose"]
    assert [(a.label, a.claims, a.flagged) for a in store.articles()] == [("The article", 2, 1)]


def test_the_view_can_be_read_by_a_person(store: Store, path: Path) -> None:
    store.save(REPORT)
    store.decide(decision(PRICES.id, "Heard the tape."))
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    row = dict(
        connection.execute("SELECT * FROM findings WHERE claim_id = ?", [PRICES.id]).fetchone()
    )
    connection.close()
    assert row["article"] == "The article"
    assert row["chain"] == "The Times → Ann Lee"
    assert row["passage"] == "Prices fell"
    assert row["passage_from"] == "The origin"
    assert (row["decision"], row["note"]) == ("faithful", "Heard the tape.")


def test_a_claim_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    store.save(REPORT)
    found = store.finding(PRICES.id[:10])
    assert found.finding.claim == PRICES
    assert found.report == REPORT
    with pytest.raises(UnknownName, match="no such claim"):
        store.finding("zzz")
    with pytest.raises(UnknownName):
        store.finding("")


def test_the_beginning_of_two_ids_is_refused(store: Store) -> None:
    twins = [replace(f, claim=replace(f.claim, id=f"ab{n}")) for n, f in enumerate(REPORT.findings)]
    store.save(replace(REPORT, findings=tuple(twins)))
    with pytest.raises(UnknownName, match="More than one claim"):
        store.finding("ab")
    assert store.finding("ab1").finding.claim.id == "ab1"


def test_an_id_that_begins_another_one_is_itself(store: Store) -> None:
    twins = [
        replace(f, claim=replace(f.claim, id="ab" * (n + 1))) for n, f in enumerate(REPORT.findings)
    ]
    store.save(replace(REPORT, findings=tuple(twins)))
    assert store.finding("ab").finding.claim.id == "ab"


def test_an_article_is_found_by_id_and_address(store: Store) -> None:
    article = replace(ARTICLE, url="https://example.com/a")
    store.save(report_on(article, ORIGIN, "Taxes rose"))
    assert store.article_id(article.id[:8]) == article.id
    assert store.article_id("https://example.com/a") == article.id
    with pytest.raises(UnknownName):
        store.article_id("https://example.com/b")


def test_a_decision_on_no_claim_is_refused(store: Store) -> None:
    with pytest.raises(UnknownName, match="nothing"):
        store.decide(decision("nothing"))


def test_a_decision_outlives_its_claim_and_comes_back_with_it(store: Store) -> None:
    store.save(REPORT)
    store.decide(decision(PRICES.id, "first"))
    store.decide(decision(PRICES.id, "second"))
    edited = page("article", "Taxes rose.")
    store.save(report_on(edited, ORIGIN, "Taxes rose"))
    (stray,) = store.stray_reviews()
    assert (stray.words, stray.review.note) == ("Prices fell", "second")
    store.save(REPORT)
    assert store.stray_reviews() == ()
    second = replace(decision(PRICES.id, "second"), rated="exact")
    assert store.finding(PRICES.id).finding.review == second


def test_a_decision_follows_its_claim_to_another_place(store: Store) -> None:
    store.save(REPORT)
    store.decide(decision(PRICES.id))
    edited = page("article", "It was cold. Taxes rose. Prices fell, Ann Lee told The Times.")
    store.save(report_on(edited, ORIGIN, "Taxes rose", "Prices fell"))
    assert store.finding(PRICES.id).finding.review == replace(decision(PRICES.id), rated="exact")


def rated_anew(report: Report, rating: Rating) -> Report:
    """``report`` with every claim rated so, and flagged."""
    return replace(
        report,
        findings=tuple(replace(f, rating=rating, rules=("T202",)) for f in report.findings),
    )


def test_a_decision_does_not_count_under_another_rating(store: Store) -> None:
    store.save(REPORT)
    store.decide(decision(PRICES.id))
    [listed] = [row for row in store.findings() if row.claim_id == PRICES.id]
    assert (listed.state, listed.rated) == ("decided", "exact")
    store.save(rated_anew(REPORT, "contradicted"))
    [listed] = [row for row in store.findings() if row.claim_id == PRICES.id]
    assert (listed.state, listed.decision, listed.rated) == ("open", "faithful", "exact")
    finding = store.finding(PRICES.id).finding
    assert is_reopened(finding)
    assert not is_decided(finding)
    store.save(REPORT)
    assert is_decided(store.finding(PRICES.id).finding)


@pytest.mark.parametrize("rating", get_args(Rating))
@pytest.mark.parametrize("made", get_args(Decision))
def test_the_database_and_the_rules_agree_on_what_is_decided(
    path: Path, made: Decision, rating: Rating
) -> None:
    with Store.open(path) as store:
        store.save(REPORT)
        store.decide(decision(PRICES.id, "", made))
        store.save(rated_anew(REPORT, rating))
        findings = store.report(ARTICLE.id).findings  # type: ignore[union-attr]
        listed = {row.claim_id: row.state for row in store.findings()}
    with closing(sqlite3.connect(path)) as connection:
        browsed = dict(connection.execute("SELECT claim_id, decided FROM findings"))
    for finding in findings:
        assert is_decided(finding) == bool(browsed[finding.claim.id])
        assert is_decided(finding) == (listed[finding.claim.id] == "decided")


def test_decisions_that_a_report_brings_are_kept_once(store: Store) -> None:
    brought = REPORT.with_reviews([decision(PRICES.id, "brought")])
    store.save(brought)
    store.decide(decision(PRICES.id, "later"))
    store.save(brought)
    assert [review.note for review in store.reviews(PRICES.id)] == ["brought", "later"]


def test_nobody_can_change_or_drop_a_decision(store: Store, path: Path) -> None:
    store.save(REPORT)
    store.decide(decision(PRICES.id))
    connection = sqlite3.connect(path)
    for sql in ("UPDATE reviews SET note = 'x'", "DELETE FROM reviews"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            connection.execute(sql)
    connection.close()


def test_findings_keep_the_words_they_were_found_in(store: Store, path: Path) -> None:
    """A kept source changes: the old report still shows the old text; the next run sweeps it."""
    changed = page("origin", "Prices rose, she said.")
    assert store.keep([ORIGIN]).added == 1
    store.save(REPORT)
    assert store.keep([changed]).changed == 1
    assert store.kept() == (changed,)
    assert store.report(ARTICLE.id) == REPORT
    store.save(report_on(ARTICLE, changed, "Taxes rose", "Prices"))
    assert store.raw(ORIGIN.sha256) is None
    assert store.raw(changed.sha256) == changed.raw
    assert count(path, "documents") == 2


def test_a_source_that_is_kept_no_longer_stays_in_its_findings(store: Store) -> None:
    store.keep([ORIGIN])
    store.save(REPORT)
    store.drop(ORIGIN.id)
    assert store.kept() == ()
    assert store.report(ARTICLE.id) == REPORT
    assert store.raw(ORIGIN.sha256) == ORIGIN.raw


def test_a_document_that_comes_without_its_bytes_loses_none(store: Store) -> None:
    store.keep([ORIGIN])
    store.keep(store.kept())
    assert store.raw(ORIGIN.sha256) == ORIGIN.raw


def test_a_kept_source_is_found_by_id_and_address(store: Store) -> None:
    store.keep([replace(ORIGIN, url="https://example.com/o")])
    assert store.kept_document(ORIGIN.id[:6]).id == ORIGIN.id
    assert store.kept_document("https://example.com/o").id == ORIGIN.id
    with pytest.raises(UnknownName):
        store.kept_document("https://example.com/x")
    with pytest.raises(UnknownName):
        store.drop("nothing")


def test_outputs_are_remembered_over_a_second_run(store: Store) -> None:
    store.save(REPORT)
    store.note_output(ARTICLE.id, Path("/reports/a.html"), "html")
    store.note_output(ARTICLE.id, Path("/reports/a.html"), "html")
    store.save(REPORT)
    assert [(str(o.path), o.format) for o in store.outputs(ARTICLE.id)] == [
        ("/reports/a.html", "html")
    ]


# Whole, whatever happens


def test_the_database_is_as_promised(store: Store, path: Path) -> None:
    store.save(REPORT)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    tables = connection.execute(
        "SELECT name, strict FROM pragma_table_list "
        "WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    ).fetchall()
    connection.close()
    assert len(tables) >= 9
    assert all(strict for _, strict in tables)
    with pytest.raises(StoreError):
        store.save(replace(REPORT, findings=REPORT.findings * 2))  # a claim twice
    assert store.report(ARTICLE.id) == REPORT


def test_an_error_half_way_leaves_the_former_state(store: Store, path: Path) -> None:
    store.save(REPORT)
    before = contents(path)
    edited = page("article", "Taxes rose and rose.")
    broken = report_on(edited, ORIGIN, "Taxes rose")
    twice = replace(broken, findings=broken.findings * 2)
    with pytest.raises(StoreError, match="refused"):
        store.save(twice)
    assert contents(path) == before
    assert store.problems() == ()


_KILLED = """
import os, pathlib, signal, sys
sys.path[:0] = sys.argv[2:]
import test_store as case
from tracer.store import Store
Store._sweep = lambda self, versions: os.kill(os.getpid(), signal.SIGKILL)
store = Store.open(pathlib.Path(sys.argv[1]))
store.save(case.report_on(case.page("article", "Taxes rose."), case.ORIGIN, "Taxes rose"))
"""


def test_a_kill_half_way_leaves_the_former_state(path: Path) -> None:
    with Store.open(path) as store:
        store.save(REPORT)
    here = Path(__file__).parent
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, path, here, here.parent], check=False, env=os.environ
    )
    assert killed.returncode == -signal.SIGKILL
    with Store.open(path) as store:
        assert store.report(ARTICLE.id) == REPORT
        assert store.problems() == ()


def test_many_can_open_and_write_at_once(path: Path) -> None:
    failures: list[BaseException] = []

    def run(number: int) -> None:
        article = page(f"article {number}", ARTICLE.text)
        try:
            with Store.open(path) as store:
                store.save(report_on(article, ORIGIN, "Taxes rose", "Prices fell"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(path) as store:
        assert len(store.articles()) == 8
        assert store.problems() == ()


def test_opening_twice_changes_nothing(path: Path) -> None:
    Store.open(path).close()
    before = contents(path)
    Store.open(path).close()
    assert contents(path) == before


def test_steps_have_names_of_their_own_in_order() -> None:
    names = [step.name for step in STEPS]
    assert names == sorted(set(names))


# What is no database of tracer's


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("Dear diary, " * 500)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(path)
    assert path.read_text().startswith("Dear diary")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        Store.open(tmp_path / "missing" / "tracer.db")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        Store.open(tmp_path / "file" / "tracer.db")
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(Path("/proc/self/tracer.db"))


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (recipe TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_the_database_of_a_newer_tracer_is_left_alone(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('tracer', '999_later', '2030')"
        )
    connection.close()
    before = contents(path)
    with pytest.raises(StoreError, match="newer tracer"):
        Store.open(path)
    assert contents(path) == before


def test_a_database_is_copied_before_it_gets_another_shape(path: Path) -> None:
    last = STEPS[-1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracer.store.STEPS", STEPS[:-1])
        with Store.open(path) as store:
            store.save(REPORT)
    with Store.open(path) as store:
        assert store.report(ARTICLE.id) == REPORT
    [copy] = path.parent.glob(f"{path.name}.before-*")
    assert copy.name.endswith(last.name)
    with sqlite3.connect(copy) as connection:
        applied = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
        assert connection.execute("SELECT id FROM articles").fetchall() == [(ARTICLE.id,)]
    connection.close()
    assert applied == len(STEPS) - 1


def test_a_new_database_needs_no_copy(path: Path) -> None:
    Store.open(path).close()
    assert not list(path.parent.glob(f"{path.name}.before-*"))


def test_only_a_database_that_is_there_exists(path: Path) -> None:
    with pytest.raises(StoreError, match="no database yet"):
        Store.existing(path)
    assert not path.exists()
    Store.open(path).close()
    Store.existing(path).close()


def test_half_a_character_pair_is_refused_in_words(store: Store) -> None:
    broken = replace(ORIGIN, text="\ud800")
    with pytest.raises(StoreError, match="half of a character pair"):
        store.keep([broken])
    assert store.kept() == ()
