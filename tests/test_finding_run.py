"""Working online from end to end: addresses in, reports, snapshots and web archives out."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import desk
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from playing import PLACE, PlayedArchive, Question, World, answer, leads_to, page, world

from tracer import cli, run
from tracer.errors import NeedsOnline, Unreachable, WriteError
from tracer.export import to_json
from tracer.finding.online import Online, OnlineOrder
from tracer.finding.search import Step
from tracer.models import Document, Report
from tracer.store import Store
from tracer.terminal import Screen

SCHEMA = Path(cli.__file__).parent.parent / "docs" / "report.schema.json"
QUOTE = "The bridge over the river will stay closed until the end of May"
SOURCE = (
    f"The town council met on Monday evening. “{QUOTE},” mayor Ada Lund told the council. "
    "She said that the repairs would cost 2 million dollars. Nobody on the council objected."
)
OTHER = "The repairs will cost 2 million dollars, the council wrote in a statement on Tuesday."


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767322800")
    monkeypatch.delenv("TRACER_FACT_CHECK_KEY", raising=False)
    with world(monkeypatch) as made:
        made.put("api.gdeltproject.org", "/api/v2/doc/doc", answer('{"articles": []}'))
        yield made
        assert made.caught == []


def story(*links: str, title: str = "Bridge closed") -> str:
    """An article that cites the pages at ``links``."""
    first, second = (*links, "", "")[:2]
    return page(
        f"“{QUOTE},” mayor Ada Lund <a href='{first}'>told the town council</a>.\n"
        f"The repairs will cost 2 million dollars, <a href='{second}'>the council said</a>.\n"
        "The mayor said that nobody on the council objected.",
        title,
        '<meta property="article:published_time" content="2026-01-02">',
    )


ROOT = Path(cli.__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
CHILD = f"""
import socket, sys
from dataclasses import replace
from tracer import cli
from tracer.fetching import Web
from tracer.finding.online import Online, OnlineOrder

look_up = socket.getaddrinfo
socket.getaddrinfo = lambda _, *how, **more: look_up({PLACE!r}, *how, **more)
cli._online = lambda *_: Online(
    OnlineOrder(), opened=lambda options: Web(replace(options, opened=({PLACE!r},)))
)
cli.main(["check", sys.argv[1], "--online"])
"""
"""tracer in a process of its own, with the guard open to the play web."""

Checking = Callable[..., Report]


@pytest.fixture
def check(play: World, tmp_path: Path) -> Checking:
    """Check ``article`` and give its report, as it is and as it is stored."""

    def checked(article: str, online: OnlineOrder | None, *sources: Path) -> Report:
        order = run.Order(tmp_path / "reports", (), sources)
        with Store.open(tmp_path / "tracer.db") as store:
            if online is None:
                report = run.check_article(article, run.prepare(order, store)).report
            else:
                with Online(online, opened=play.opened) as opened:
                    bench = run.prepare(order, store, opened)
                    report = run.check_article(article, bench).report
            stored = store.report(report.article.id)
            assert store.problems() == ()
        assert stored is not None
        assert bare(stored) == bare(report)
        return report

    return checked


def bare(report: Report) -> Report:
    """What is kept of a report: all but the bytes of its documents, which compare equal anyway."""
    return replace(report, article=replace(report.article, raw=b""))


def claims_of(report: Report) -> Any:
    return json.loads(json.dumps(to_json(report)["claims"]))


def written(text: str, name: str = "article.html") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


class TestArticle:
    def test_its_cited_sources_are_fetched_and_it_is_held_to_them(
        self, play: World, check: Checking
    ) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        report = check(written(story(link)), OnlineOrder())
        quote = next(f for f in report.findings if f.claim.text.startswith("The bridge over"))
        assert quote.rating == "exact"
        (source,) = (s for s in report.sources if s.snapshot)
        assert source.document is not None
        assert source.snapshot is not None
        assert source.snapshot.final == source.document.url == link
        assert source.snapshot.sha256 == source.document.sha256
        assert source.snapshot.changed_since is None
        told = {(a.claim_id, a.outcome) for a in report.attempts if a.finder == "link"}
        assert (quote.claim.id, "read") in told
        assert report.settings["network"] == "on"
        written_out = json.loads(json.dumps(to_json(report)))
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(written_out)
        (given,) = (s["snapshot"] for s in written_out["sources"] if "snapshot" in s)
        assert (given["final"], given["changed_since"]) == (link, None)
        assert written_out["attempts"][0]["finder"] == "link"

    def test_offline_nothing_is_asked(self, play: World, check: Checking) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        report = check(written(story(link)), None)
        assert play.asked == []
        assert report.attempts == ()

    def test_by_address_with_what_it_cites(self, play: World, check: Checking) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        article = play.put("news.example", "/bridge", answer(story(link)))
        report = check(article, OnlineOrder())
        assert report.article.url == article
        assert [s.snapshot.final for s in report.sources if s.snapshot] == [link]

    def test_offline_an_address_needs_to_be_at_hand(self, check: Checking) -> None:
        with pytest.raises(NeedsOnline, match="--online"):
            check("http://news.example/bridge", None)

    def test_a_gone_one_is_read_from_its_copy(self, play: World, check: Checking) -> None:
        address = play.at("news.example", "/bridge")
        play.names.played.add("news.example")
        PlayedArchive(play).copies.append(("20260101120000", address, 200, story()))
        assert check(address, OnlineOrder()).article.url == address

    def test_one_that_nobody_has_is_an_error(self, play: World, check: Checking) -> None:
        PlayedArchive(play)
        with pytest.raises(Unreachable, match="no such page"):
            check(play.at("news.example", "/bridge"), OnlineOrder())


class TestReplay:
    @pytest.mark.parametrize("by_address", [True, False])
    def test_offline_from_the_archive_every_claim_is_the_same(
        self, play: World, check: Checking, tmp_path: Path, by_address: bool
    ) -> None:
        """Redirects, a page that is gone but archived, one that is no page, one that is closed."""
        for name in ("short", "other"):
            play.put(f"{name}.example", "/1", leads_to(play.at("council.example", "/minutes")))
        play.put("council.example", "/minutes", answer(page(SOURCE)))
        gone = play.at("wire.example", "/repairs")
        PlayedArchive(play).copies.append(("20260101120000", gone, 200, page(OTHER)))
        html = story(play.at("short.example", "/1"), gone)
        html = html.replace(
            "The mayor said",
            f"<a href='{play.at('other.example', '/1')}'>z</a> "
            f"<a href='{play.put('soft.example', '/x', answer(page('Gone.', '404')))}'>x</a> "
            f"<a href='{play.put('shut.example', '/', answer('', '403 No'))}'>y</a> "
            "The mayor said",
        )
        article = play.put("news.example", "/bridge", answer(html)) if by_address else written(html)
        warc = tmp_path / "all.warc.gz"
        online = check(article, OnlineOrder(warc=warc))
        assert {f.rating for f in online.findings} >= {"exact"}
        assert len([s for s in online.sources if s.snapshot]) == 2

        asked = len(play.asked)
        (tmp_path / "tracer.db").unlink()
        offline = check(article, None, warc)
        assert len(play.asked) == asked
        assert claims_of(offline) == claims_of(online)


class TestSnapshots:
    def test_a_page_that_changed_is_a_version_beside_the_old_one(
        self, play: World, check: Checking, tmp_path: Path
    ) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        article = written(story(link))
        check(article, OnlineOrder())
        play.day = "2026-02-01T00:00:00Z"
        play.put("council.example", "/minutes", answer(page(SOURCE.replace("May", "June"))))
        report = check(article, OnlineOrder())
        (source,) = (s for s in report.sources if s.snapshot)
        shot = source.snapshot
        assert shot is not None
        assert source.detail == "its text has changed since 2026-01-02T03:04:05Z"
        assert shot.changed_since == "2026-01-02T03:04:05Z"
        with Store.existing(tmp_path / "tracer.db") as store:
            old, new = store.snapshots(link)
            assert new == shot
            assert "May" in (store.raw(old.sha256) or b"").decode()
            assert "June" in (store.raw(new.sha256) or b"").decode()
        sql = (
            "SELECT text FROM snapshots JOIN documents ON version = document ORDER BY snapshots.id"
        )
        with closing(sqlite3.connect(tmp_path / "tracer.db")) as database:
            texts = [text for (text,) in database.execute(sql)]
        assert [("May" in text, "June" in text) for text in texts] == [(True, False), (False, True)]

    def test_one_that_only_looks_different_has_not(self, play: World, check: Checking) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        check(written(story(link)), OnlineOrder())
        play.day = "2026-02-01T00:00:00Z"
        play.put("council.example", "/minutes", answer(page(SOURCE, head="<style>p {}</style>")))
        report = check(written(story(link)), OnlineOrder())
        assert [s.snapshot.changed_since for s in report.sources if s.snapshot] == [None]

    def test_they_are_never_changed_or_dropped(
        self, play: World, check: Checking, tmp_path: Path
    ) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        check(written(story(link)), OnlineOrder())
        with closing(sqlite3.connect(tmp_path / "tracer.db")) as database:
            for sql in ("DELETE FROM snapshots", "UPDATE snapshots SET status = 1"):
                with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
                    database.execute(sql)

    def test_a_check_at_the_desk_keeps_what_is_known_of_the_sources(
        self, play: World, check: Checking, tmp_path: Path
    ) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        before = check(written(story(link)), OnlineOrder())
        with Store.existing(tmp_path / "tracer.db") as store:
            bench = run.prepare(run.Order(tmp_path / "reports", ()), store)
            after = run.recheck_article(before.article.id, bench)
        assert after.attempts == before.attempts
        assert [s.snapshot for s in after.sources] == [s.snapshot for s in before.sources]
        assert claims_of(after) == claims_of(before)


class TestProgram:
    def tracer(
        self, play: World, monkeypatch: pytest.MonkeyPatch, *args: str, watch: Any = None
    ) -> Result:
        def online(db: Path, warc: str | None, copies: bool) -> Online:
            order = OnlineOrder(db.with_suffix(".pages.db"), Path(warc) if warc else None, copies)
            return Online(order, opened=play.opened)

        monkeypatch.setattr(cli, "_online", online)
        if watch:
            monkeypatch.setattr(cli, "_teller", lambda _: watch)
        return CliRunner().invoke(cli.main, list(args))

    def test_online_it_says_what_was_fetched(
        self, play: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        link = play.put("council.example", "/minutes", answer(page(SOURCE)))
        article = play.put("news.example", "/bridge", answer(story(link)))
        result = self.tracer(play, monkeypatch, "check", article, "--online")
        assert result.exit_code == 0, result.stderr
        assert "sources fetched" in result.stdout
        assert result.stderr == ""

    def test_ctrl_c_leaves_a_report_of_what_is_there_and_a_sound_database(
        self, play: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        links = [play.put(f"{n}.example", "/", answer(page(SOURCE))) for n in ("one", "two")]

        def ctrl_c(_: Step) -> None:
            raise KeyboardInterrupt

        others = written(story(), "second.html")
        result = self.tracer(
            play, monkeypatch, "check", written(story(*links)), others, "--online", watch=ctrl_c
        )
        assert result.exit_code == cli.INTERRUPTED
        assert "Stopped." in result.stderr
        assert len(list(Path("reports").glob("*-*.html"))) == 1
        assert result.stdout.split("sources fetched")[1].split()[0] == "1"
        assert CliRunner().invoke(cli.main, ["doctor"]).exit_code == 0

    def test_a_real_ctrl_c_lets_go_of_a_server_that_hangs(
        self, play: World, tmp_path: Path
    ) -> None:
        asked, never = threading.Event(), threading.Event()

        def hanging(_: Question) -> bytes:
            asked.set()
            never.wait(60)
            return b""

        article = written(story(play.put("hanging.example", "/", hanging)))
        program = subprocess.Popen(
            [sys.executable, "-c", CHILD, article], cwd=tmp_path, env=ENVIRONMENT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert asked.wait(60)
            program.send_signal(signal.SIGINT)
            _, told = program.communicate(timeout=50)
        finally:
            never.set()
            program.kill()
        assert (program.returncode, told) == (cli.INTERRUPTED, "Stopped.\n")
        assert len(list(Path("reports").glob("*-*.html"))) == 1
        with Store.existing(tmp_path / "tracer.db") as store:
            assert store.problems() == ()
            (report,) = store.reports()
        told = {a.outcome for a in report.attempts if a.address}
        assert told == {"not fetched: the search was stopped"}

    def test_a_web_archive_that_is_there_is_not_replaced(self, play: World, tmp_path: Path) -> None:
        (tmp_path / "all.warc.gz").write_bytes(b"evidence")
        for path in (tmp_path / "all.warc.gz", tmp_path / "none" / "all.warc.gz"):
            with pytest.raises(WriteError, match="--save-warc"):
                Online(OnlineOrder(warc=path), opened=play.opened)
        assert (tmp_path / "all.warc.gz").read_bytes() == b"evidence"

    def test_each_source_is_told_on_a_terminal_and_nowhere_else(self) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        step = Step("link", "http://a.example/[red]\x1b[1m", "read", 1, 2)
        for stream in (Terminal(), io.StringIO()):
            with Screen(stream).working("Checking") as say:
                cli._teller(say)(step)
            told = " ".join(stream.getvalue().split())
            assert (
                "1 of 2, link: http://a.example/[red]\ufffd[1m: read" in told
            ) == stream.isatty()

    @pytest.mark.parametrize("option", [["--save-warc", "all.warc.gz"], ["--save-copies"]])
    def test_what_needs_the_network_is_wrong_usage_without_it(
        self, play: World, monkeypatch: pytest.MonkeyPatch, option: list[str]
    ) -> None:
        result = self.tracer(play, monkeypatch, "check", written(story()), *option)
        assert result.exit_code == 2
        assert "--online" in result.stderr

    def test_offline_no_part_of_the_network_is_even_loaded(self, tmp_path: Path) -> None:
        code = (
            "import sys; from tracer.cli import main\n"
            "try: main(['check', 'article.txt'])\n"
            "except SystemExit: pass\n"
            "print(*(m for m in sys.modules if m.split('.')[0] in {'requests_cache', 'wayback', "
            "'AntiSSRF', 'protego'} or m.startswith(('tracer.fetching', 'tracer.finding'))))"
        )
        (tmp_path / "article.txt").write_text("The bridge will stay closed, the mayor said.")
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=ENVIRONMENT,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == ""


class TestDesk:
    """The review desk fetches the page at an address that somebody gives as a source."""

    @pytest.fixture
    def article(self, tmp_path: Path) -> tuple[Path, Report]:
        report = desk.checked(
            Document("a" * 16, "a", "Nobody knows why the ferries carried 90,000 people.", "")
        )
        return desk.filled(tmp_path, report), report

    def test_online_the_page_is_fetched_and_kept(
        self, play: World, article: tuple[Path, Report]
    ) -> None:
        db, report = article
        words = "The ferries carried 90,000 people last year, the port authority said on Monday."
        link = play.put("port.example", "/figures", answer(page(words)))
        with (
            Online(OnlineOrder(), opened=play.opened) as online,
            desk.running(db, fetch=online.source) as running,
        ):
            ann = desk.Visitor(running.url, "Ann")
            assert ann.get(f"/articles/{report.article.id}").says(
                "the page at the address is fetched"
            )
            given = ann.post(f"/articles/{report.article.id}/sources", {"url": link})
            assert given.status == 303
        with Store.existing(db) as store:
            (kept,) = store.kept()
            (shot,) = store.snapshots(link)
            assert (kept.url, kept.retrieved) == (link, shot.retrieved)
            assert words in (store.raw(shot.sha256) or b"").decode()

    @pytest.mark.parametrize("inside", ["http://127.0.0.1:{port}/", "http://169.254.169.254/"])
    def test_an_address_inside_the_network_is_refused(
        self, play: World, article: tuple[Path, Report], inside: str
    ) -> None:
        db, report = article
        address = inside.format(port=play.port)
        with (
            Online(OnlineOrder(), opened=play.opened) as online,
            desk.running(db, fetch=online.source) as running,
        ):
            ann = desk.Visitor(running.url, "Ann")
            given = ann.post(f"/articles/{report.article.id}/sources", {"url": address})
        assert given.status == 422
        assert given.says("not public")

    def test_offline_the_address_alone_is_no_source(
        self, play: World, article: tuple[Path, Report]
    ) -> None:
        db, report = article
        link = play.put("port.example", "/figures", answer(page(SOURCE)))
        with desk.running(db) as running:
            ann = desk.Visitor(running.url, "Ann")
            assert ann.get(f"/articles/{report.article.id}").says("noted, not opened")
            given = ann.post(f"/articles/{report.article.id}/sources", {"url": link})
        assert given.status == 422
        assert play.asked == []
