"""Disks that are full, databases that are locked or broken, clocks that jump: an error in one
line, and nothing is lost."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from killing import KINDS
from test_store import ARTICLE, ORIGIN, PRICES, REPORT, contents, decision

from tracer.cli import main
from tracer.errors import StoreError
from tracer.migrations import SET_NAME, STEPS
from tracer.models import Snapshot
from tracer.store import Store

ROOT = Path(__file__).parent.parent
BEFORE = "“We spent 40 pounds on paint,” Ann Marsh told the Gazette. The ferry carries 300 a day."


def tracer(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def complaint(result: Result) -> str:
    """The one line that a failed command says."""
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    [line] = result.stderr.strip().splitlines()
    return line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a checked article, and a decision on one of its claims."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    Path("article.txt").write_text(BEFORE)
    assert tracer("check", "article.txt").exit_code == 0
    claim = tracer("list", "--claims").stdout.split("\t")[0]
    assert tracer("decide", claim, "altered", "--reviewer", "Kim").exit_code == 0
    return tmp_path


def _claims() -> str:
    return tracer("list", "--claims").stdout


def _decisions() -> int:
    with closing(sqlite3.connect("tracer.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM reviews").fetchone()[0])


def _problems(path: Path) -> tuple[str, ...]:
    with Store.existing(path) as store:
        return store.problems()


def _whole_reports() -> None:
    for path in Path("reports").glob("[!.]*.html"):
        assert path.read_text().rstrip().endswith("</html>")


# --- full --------------------------------------------------------------------------------------


@contextmanager
def _no_file_longer_than(limit: int) -> Iterator[None]:
    """What a full disk is to a program: writing on fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("limit", [0, 10_000, 33_000, 50_000, 100_000, 200_000])
def test_a_disk_that_is_full_at_any_point(here: Path, limit: int) -> None:
    before = _claims()
    Path("article.txt").write_text("It was cold. " + BEFORE)
    with _no_file_longer_than(limit):
        result = tracer("check", "article.txt")
    if result.exit_code:
        assert re.search("full|cannot be written|Cannot write|too large", complaint(result))
    _whole_reports()
    stored = _claims()
    assert _decisions() == 1
    assert _problems(here / "tracer.db") == ()
    assert tracer("check", "article.txt").exit_code == 0
    assert stored in (before, _claims())


def _mounted(place: Path, options: str) -> None:
    """A small file system of its own at ``place``, or the test is passed over, and says so."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a file system to fill")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        pytest.skip("no file system can be made here: this fault is not tested")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    _mounted(place, "size=512k")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_real_disk_that_is_full(disk: Path) -> None:
    path = disk / "tracer.db"
    with Store.open(path) as store:
        store.save(REPORT)
        store.decide(decision(PRICES.id))
        big = replace(ORIGIN, id="big", text="word " * 200_000, raw=None)
        with pytest.raises(StoreError, match="disk is full"):
            store.keep([big])
        assert store.problems() == ()
        assert store.kept() == ()
        assert len(store.reviews(PRICES.id)) == 1


def test_a_database_on_a_disk_that_is_not_to_be_written(disk: Path) -> None:
    path = disk / "tracer.db"
    with Store.open(path) as store:
        store.save(REPORT)
        store.decide(decision(PRICES.id))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    raw = path.read_bytes()
    line = complaint(tracer("decide", PRICES.id, "altered", "--reviewer", "Kim", "--db", str(path)))
    assert "cannot be written" in line
    assert path.read_bytes() == raw


# --- shared ------------------------------------------------------------------------------------

_HOLDING = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def _another_program_that_holds(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _HOLDING, str(path)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield other


@pytest.mark.parametrize(
    "command",
    [
        ("check", "article.txt"),
        ("batch", "article.txt", "--processes", "1"),
        ("sources", "add", "article.txt"),
        ("decide", "CLAIM", "faithful", "--reviewer", "Ann"),
    ],
)
def test_a_database_that_another_process_has_locked(
    here: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    claim = tracer("list", "--claims").stdout.split("\t")[0]
    before = contents(here / "tracer.db")
    monkeypatch.setattr("tracer.store.BUSY_SECONDS", 0.0)
    with _another_program_that_holds(here / "tracer.db"):
        line = complaint(tracer(*(claim if word == "CLAIM" else word for word in command)))
    assert "Another program is using the database" in line
    assert contents(here / "tracer.db") == before


@pytest.mark.usefixtures("here")
def test_a_second_writer_waits_for_the_first() -> None:
    claim = tracer("list", "--claims").stdout.split("\t")[0]
    decide = [sys.executable, "-m", "tracer.cli", "decide", claim, "faithful", "--note"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    several = [
        subprocess.Popen([*decide, str(n), "--reviewer", "Ann"], env=environment, stdout=-3)
        for n in range(4)
    ]
    assert [each.wait() for each in several] == [0] * 4
    assert _decisions() == 5


# --- clocks ------------------------------------------------------------------------------------


def test_a_clock_that_jumps_back_reorders_no_decision(tmp_path: Path) -> None:
    with Store.open(tmp_path / "tracer.db") as store:
        store.save(replace(REPORT, generated="2030-01-01T00:00:00Z"))
        for at in ("2030-01-02T00:00:00Z", "2001-01-01T00:00:00Z", "2020-01-01T00:00:00Z"):
            store.decide(replace(decision(PRICES.id, note=at), at=at))
        store.save(replace(REPORT, generated="2001-01-01T00:00:00Z"))
        stored = store.report(ARTICLE.id)
        assert stored is not None
        assert stored.generated == "2001-01-01T00:00:00Z"
        assert [r.note[:4] for r in store.reviews(PRICES.id)] == ["2030", "2001", "2020"]
        review = store.finding(PRICES.id).finding.review
        assert review is not None
        assert review.note.startswith("2020")


def test_a_clock_that_jumps_back_reorders_no_snapshot(tmp_path: Path) -> None:
    def shot(at: str, digest: str) -> Snapshot:
        address = "https://news.example/a"
        return Snapshot(ORIGIN.id, address, address, 200, {}, at, ORIGIN.sha256, digest)

    with Store.open(tmp_path / "tracer.db") as store:
        for at, digest in (("2030-01-01T00:00:00Z", "a"), ("2001-01-01T00:00:00Z", "b")):
            store.note_snapshot(shot(at, digest), ORIGIN)
        first, second = store.snapshots("https://news.example/a")
    assert (first.text_sha256, second.text_sha256) == ("a", "b")
    assert second.changed_since == "2030-01-01T00:00:00Z"


# --- migrations --------------------------------------------------------------------------------

_DOCUMENT = (
    "INSERT INTO documents (version, id, name, authors, media_type, detail, sha256, text, links) "
    "VALUES ('v', 'd', 'page', '[]', 'text/plain', '', '', 'Prices fell.', '[]')"
)


def _old(path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """A database of the time when there were only so many steps, with a kept document."""
    with monkeypatch.context() as then:
        then.setattr("tracer.store.STEPS", STEPS[:steps])
        then.setattr("tracer.store.index_all", lambda _db: None)
        Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_DOCUMENT)
        connection.execute("INSERT INTO kept (id, document) VALUES ('d', 'v')")


def _steps_of(path: Path) -> int:
    sql = "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = ?"
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(sql, [SET_NAME]).fetchone()[0])


def _migrate(path: Path, kind: str, number: int) -> dict[str, int] | None:
    """Open the database with today's tracer; the counts of events, None if it was killed."""
    tally = path.parent / "tally.json"
    program = [sys.executable, str(Path(__file__).parent / "killing.py"), kind, str(number)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    command = [*program, str(tally), "sources", "list", "--db", str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode == -signal.SIGKILL:
        return None
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(tally.read_text())
    return counts


@pytest.mark.parametrize("steps", [1, len(STEPS) - 2])
def test_a_migration_that_is_killed_anywhere_leaves_the_old_shape_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    old, path = tmp_path / "old.db", tmp_path / "tracer.db"
    _old(old, monkeypatch, steps)
    before = contents(old)
    shutil.copy(old, path)
    usual = _migrate(path, "call", 0)
    assert usual is not None
    chance = random.Random(steps)  # noqa: S311 -- a chance that repeats itself
    for at in range(max(3, int(os.environ.get("TRACER_KILLS", "10")) // 6)):
        for each in tmp_path.glob("tracer.db*"):
            each.unlink()
        shutil.copy(old, path)
        kind = KINDS[at % len(KINDS)]
        assert _migrate(path, kind, chance.randint(1, usual[kind])) is None
        if _steps_of(path) != len(STEPS):
            assert contents(path) == before
        with Store.existing(path) as store:
            assert store.problems() == ()
            assert [document.text for document in store.kept()] == ["Prices fell."]


# --- tracer doctor -----------------------------------------------------------------------------


def _sql(*statements: str) -> Callable[[Path], None]:
    def breaking(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return breaking


def _scribble(path: Path) -> None:
    """Overwrite the middle of a page that holds a tree."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'documents_by_id'"
        (root,) = connection.execute(sql).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 100)


def _leave_half_a_copy(path: Path) -> None:
    path.with_name(f"{path.name}.before-012_views.half").touch()


@pytest.mark.parametrize(
    ("breaking", "said"),
    [
        (_scribble, "documents_by_id|damaged|malformed|btree|Tree"),
        (_sql("INSERT INTO kept VALUES ('x', 'nothing')"), "a row of kept points at no row of"),
        (_sql("DROP INDEX documents_by_id"), "the index documents_by_id is missing"),
        (_sql("DROP TRIGGER reviews_are_never_dropped"), "trigger reviews_are_never_dropped"),
        (_sql("DELETE FROM index_documents"), "kept sources that are not in the index: 1"),
        (_sql("DELETE FROM index_segments"), "words the index has lost: 1"),
        (_leave_half_a_copy, "012_views.half is a copy that was cut off"),
    ],
)
def test_doctor_names_what_is_wrong(
    tmp_path: Path, breaking: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "tracer.db"
    with Store.open(path) as store:
        store.keep([ORIGIN])
        store.save(REPORT)
        assert store.problems() == ()
    assert "is sound" in tracer("doctor", "--db", str(path)).output
    breaking(path)
    result = tracer("doctor", "--db", str(path))
    assert result.exit_code == 1
    assert any(word in result.output for word in said.split("|")), result.output


def test_what_doctor_says_of_a_lost_index_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "tracer.db"
    with Store.open(path) as store:
        store.keep([ORIGIN])
    _sql("DELETE FROM index_documents")(path)
    with Store.open(path) as store:
        store.keep([ORIGIN])
        assert store.problems() == ()
