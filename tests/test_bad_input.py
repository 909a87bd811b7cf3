"""Bad input: one clear line, exit status 1, no traceback, nothing lost or half-written."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracer.cli import main

CASE = Path(__file__).parent.parent / "fixtures" / "verbatim-quotation"
PROSE = "The harbour will close on 5 May, Mayor Ann Lee said. Ferries carry 900 people a day.\n"

as_root = os.geteuid() == 0
"""Whether permissions mean nothing to whoever runs the tests."""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def tracer(*args: object) -> Result:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception  # whoever runs tracer would see a traceback
    return result


def files() -> list[str]:
    """Everything in the folder of the test, but for what SQLite tidies up by itself."""
    return sorted(str(p) for p in Path().rglob("*") if p.suffix not in {".db-wal", ".db-shm"})


def complaint(result: Result) -> str:
    """The one line that a failed command left with."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert "Traceback" not in line
    return line


def says_what_to_do(line: str) -> bool:
    """Whether the last sentence of a complaint is advice, and not what the system said."""
    first_word = line.rpartition(". ")[2].split(" ")[0]
    return first_word in {"Check", "Choose", "Each", "Give", "If", "It", "Make", "Open", "Save"}


@pytest.fixture
def article() -> Path:
    Path("article.txt").write_text(PROSE)
    return Path("article.txt")


@pytest.fixture
def checked(article: Path) -> Iterator[str]:
    """A database with findings and a decision, which must be the same after the test."""
    assert tracer("check", article).exit_code == 0
    claim = tracer("list", "--claims").stdout.split("\t")[0]
    assert tracer("decide", claim, "faithful", "--reviewer", "Kim").exit_code == 0
    before = tracer("list", "--claims").stdout
    yield claim
    assert tracer("list", "--claims").stdout == before
    assert "Kim" in tracer("show", claim).stdout


# Articles


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("empty.txt", b""),
        ("empty.html", b""),
        ("blank.txt", b" \n\t\n "),
        ("bare.html", b"<html><body></body></html>"),
        ("marks.txt", b"\xef\xbb\xbf"),
        ("only-front-matter.txt", b"---\ntitle: T\n---\n"),
        ("binary.txt", bytes(range(256)) * 40),
        ("noise.txt", random.Random(1).randbytes(20_000)),  # noqa: S311 -- noise, no secret
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(2000)),
        ("program.txt", b"\x7fELF" + bytes(2000)),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<\ntrailer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.usefixtures("checked")
def test_an_article_without_text(name: str, raw: bytes) -> None:
    Path(name).write_bytes(raw)
    before = files()
    line = complaint(tracer("check", name))
    assert name in line
    assert says_what_to_do(line)
    assert files() == before


@pytest.mark.usefixtures("checked")
def test_an_article_that_is_missing_or_a_folder() -> None:
    Path("folder").mkdir()
    for name in ("missing.txt", "folder", "article.txt/inside.txt"):
        before = files()
        line = complaint(tracer("check", name))
        assert name in line
        assert says_what_to_do(line)
        assert files() == before


@pytest.mark.parametrize("raw", ["", "\0", "<html></html>"])
def test_standard_input_is_called_by_its_name(raw: str) -> None:
    line = complaint(CliRunner().invoke(main, ["check", "-"], input=raw))
    assert ": standard input. " in line
    assert says_what_to_do(line)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16"])
def test_invalid_utf_8_is_decoded(encoding: str) -> None:
    text = "Le café a fermé, a déclaré le maire. « Où irons-nous ? » a demandé Zoé.\n" * 5
    Path("a.txt").write_bytes(text.encode(encoding))
    result = tracer("check", "a.txt", "--json", "-")
    assert result.exit_code == 0
    assert "déclaré le maire" in json.loads(result.stdout)["article"]["text"]


def test_stray_bytes_do_not_hide_the_rest() -> None:
    Path("a.txt").write_bytes(PROSE.encode() * 4 + b"A stray \xff\xfe byte.\n")
    result = tracer("check", "a.txt", "--json", "-")
    assert result.exit_code == 0
    assert "Ferries carry 900 people" in json.loads(result.stdout)["article"]["text"]


# Sources


@pytest.mark.usefixtures("checked")
def test_a_missing_folder_of_sources(article: Path) -> None:
    before = files()
    assert "nowhere" in complaint(tracer("check", article, "--sources", "nowhere"))
    Path("tracer.toml").write_text('sources = ["gone"]')
    assert "gone" in complaint(tracer("check", article))
    Path("tracer.toml").unlink()
    assert files() == before


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><div><p>unclosed <b>and <table><tr><p>nested",
        b"<<<<>>>><html",
        b"<html><body>\x00\x01\x02<p>" + bytes(500),
        b"",
        b"\x1f\x8b\x08 not gzip",
    ],
    ids=["unclosed", "angles", "nulls", "empty", "gzip"],
)
def test_a_source_that_is_a_broken_page(raw: bytes) -> None:
    shutil.copytree(CASE, "case")
    whole = tracer("check", "case/article.txt", "--json", "-")
    Path("case/sources/broken.html").write_bytes(raw)
    result = tracer("check", "case/article.txt", "--json", "-")
    assert result.exit_code == 0
    assert "Traceback" not in result.stderr
    ratings = [
        [claim["rating"] for claim in json.loads(each.stdout)["claims"]] for each in (whole, result)
    ]
    assert ratings[0] == ratings[1]


def test_a_source_that_cannot_be_read_is_named() -> None:
    shutil.copytree(CASE, "case")
    Path("case/sources/broken.html").write_bytes(b"")
    result = tracer("check", "case/article.txt")
    assert result.exit_code == 0
    assert "Warning: " in result.stderr
    assert "broken.html" in result.stderr


# The database


@pytest.mark.parametrize(
    "command",
    [
        ["check", "article.txt"],
        ["list"],
        ["show", "a"],
        ["decide", "a", "faithful", "--reviewer", "Kim"],
        ["sources", "add", "article.txt"],
        ["sources", "list"],
        ["export", "--format", "json"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("article")
def test_a_database_that_is_none(command: list[str]) -> None:
    Path("diary.db").write_text("Dear diary, " * 500)
    before = files()
    assert "diary.db" in complaint(tracer(*command, "--db", "diary.db"))
    assert files() == before
    assert Path("diary.db").read_text() == "Dear diary, " * 500


def test_a_database_of_another_program(article: Path) -> None:
    connection = sqlite3.connect("recipes.db")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    raw = Path("recipes.db").read_bytes()
    assert "another program" in complaint(tracer("check", article, "--db", "recipes.db"))
    assert Path("recipes.db").read_bytes() == raw


def test_a_database_that_is_damaged(article: Path) -> None:
    assert tracer("check", article).exit_code == 0
    raw = bytearray(Path("tracer.db").read_bytes())
    raw[100:] = bytes(len(raw) - 100)  # the file's header is whole, its pages are not
    Path("tracer.db").write_bytes(raw)
    assert "tracer.db" in complaint(tracer("check", article))
    assert Path("tracer.db").read_bytes() == raw
    assert tracer("doctor").exit_code == 1


def test_a_database_that_is_a_folder_or_in_none(article: Path) -> None:
    Path("folder").mkdir()
    before = files()
    for place in ("folder", "missing/tracer.db", "article.txt/tracer.db", "/proc/self/tracer.db"):
        assert place in complaint(tracer("check", article, "--db", place))
    assert files() == before


def test_a_database_that_another_program_holds(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracer.store.BUSY_SECONDS", 0.0)
    assert tracer("check", article).exit_code == 0
    other = sqlite3.connect("tracer.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = files()
    assert "Another program is using" in complaint(tracer("check", article, "--out", "new"))
    assert files() == before
    assert tracer("list").exit_code == 0  # reading goes on
    other.close()


# Folders that cannot be written


@pytest.mark.parametrize(
    "place",
    [
        "article.txt",  # a file
        "article.txt/reports",
        "/proc/self/reports",  # nobody, root included, can make a folder there
        "/proc/self",
        pytest.param("locked", marks=pytest.mark.skipif(as_root, reason="root may write it")),
    ],
)
def test_a_folder_for_reports_that_cannot_be_written(checked: str, place: str) -> None:
    Path("locked").mkdir(mode=0o555)
    before = files()
    line = complaint(tracer("check", "article.txt", "--out", place))
    assert place in line
    assert "--out" in line
    assert place in complaint(tracer("export", "--format", "json", "--out", place))
    assert files() == before
    assert checked in tracer("list", "--claims").stdout


def test_a_report_that_cannot_be_replaced_loses_no_decision(article: Path) -> None:
    """The place of the report is taken by a folder: the decision is kept, and said to be."""
    assert tracer("check", article).exit_code == 0
    claim = tracer("list", "--claims").stdout.split("\t")[0]
    (report,) = Path("reports").glob("*-*")
    report.unlink()
    report.mkdir()
    (report / "something").touch()
    line = complaint(tracer("decide", claim, "altered", "--reviewer", "Kim"))
    assert "The decision is in the database" in line
    assert report.name in line
    assert "Kim" in tracer("show", claim).stdout
    assert list(Path("reports").glob("*-*")) == [report]


# Labelled data


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("none.jsonl", None),
        ("list.jsonl", b"[1]"),
        ("words.jsonl", b"no json"),
        ("bytes.jsonl", b"\xff\xfe"),
        ("broken.jsonl.gz", b"no gzip"),
        ("broken.jsonl.xz", b"no xz"),
        ("keyless.jsonl", b'{"id": "n1"}'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("kind", ["attribution", "extraction", "claims"])
def test_labelled_data_that_makes_no_sense(kind: str, name: str, raw: bytes | None) -> None:
    if raw is not None:
        Path(name).write_bytes(raw)
    line = complaint(tracer("eval", kind, name, "--out", "predictions.jsonl"))
    assert name in line
    assert "Errno" not in line
    assert says_what_to_do(line)


def test_a_needle_without_its_words_is_named_by_file_and_line() -> None:
    Path("docs.jsonl").write_text('{"id": "d", "text": "The pier is closed."}\n')
    Path("needles.jsonl").write_text('{"id": "a", "needle": "The pier"}\n{"id": "b"}\n')
    options = ("--docs", "docs.jsonl", "--needles", "needles.jsonl", "--out", "predictions.jsonl")
    line = complaint(tracer("eval", "matching", *options))
    assert "'needle': needles.jsonl, line 2. " in line
    assert line.endswith("Each line is a JSON object with: id, needle")


# Settings


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("colour = 1", "colour"),
        ('format = "html"', "format"),
        ("db = 1", "db"),
        ("db = ", "TOML"),
        (b"\xff\xfe".decode("latin-1"), "TOML"),
        ('outlets = "nowhere.csv"', "nowhere.csv"),
    ],
)
def test_settings_that_make_no_sense(article: Path, content: str, named: str) -> None:
    Path("tracer.toml").write_text(content, "latin-1")
    before = [*files(), "tracer.db"] if "outlets" in content else files()
    assert named in complaint(tracer("check", article))
    assert set(files()) <= set(before) | {"reports"}


# Size


@pytest.mark.usefixtures("checked")
def test_a_text_of_ten_megabytes() -> None:
    Path("big.txt").write_text("\n".join(f"Line {n}. {PROSE.strip()}" for n in range(108_000)))
    assert Path("big.txt").stat().st_size > 10_000_000
    before = files()
    line = complaint(tracer("check", "big.txt"))
    assert "big.txt" in line
    assert "too long" in line
    assert files() == before
