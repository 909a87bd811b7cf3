"""The program as it is used: real articles in, files, lines and exit statuses out."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tracer import run
from tracer.cli import main
from tracer.terminal import Screen, visible

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
QUOTED = "verbatim-quotation/article.txt"
UNSOURCED = "no-attribution/article.html"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def tracer(*args: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def case(name: str) -> Path:
    """A copy of a case in the folder of the test; the path of its article."""
    folder, _, file = name.partition("/")
    shutil.copytree(FIXTURES / folder, folder)
    return Path(folder, file)


def columns(output: str) -> list[list[str]]:
    return [line.split("\t") for line in output.splitlines()]


def a_claim() -> str:
    """The id of a flagged claim of an article that was checked just now."""
    assert tracer("check", case(UNSOURCED)).exit_code == 0
    return columns(tracer("list", "--flagged").stdout)[0][0]


def the_report(extension: str = "html") -> Path:
    (path,) = Path("reports").glob(f"*-*.{extension}")
    return path


# check


def test_check_writes_a_report_and_says_where() -> None:
    result = tracer("check", case(QUOTED))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert str(the_report()) in result.stdout
    assert "check-worthy" in result.stdout
    assert "<!doctype html>" in the_report().read_text("utf-8").lower()
    assert Path("tracer.db").exists()


def test_the_file_is_named_by_title_and_id() -> None:
    result = tracer("check", case(QUOTED), "--json", "-")
    article = json.loads(result.stdout)["article"]
    assert the_report().name.endswith(f"-{article['id'][:8]}.html")
    assert the_report().name.startswith("Ferry-to-Skerry-Point")


def test_an_untitled_article_is_named_by_its_file_or_folder() -> None:
    Path("harbour").mkdir()
    for path in (Path("harbour/article.txt"), Path("Quay 5.txt")):
        path.write_text("The harbour will close on 5 May.")
        assert tracer("check", path).exit_code == 0
    names = sorted(path.name.rsplit("-", 1)[0] for path in Path("reports").glob("*-*"))
    assert names == ["Quay-5", "harbour"]


def test_sources_beside_the_article_and_given_ones_take_part(tmp_path: Path) -> None:
    article = case(QUOTED)
    with_sources = json.loads(tracer("check", article, "--json", "-").stdout)
    shutil.move(article.parent / "sources", tmp_path / "elsewhere")
    without = json.loads(tracer("check", article, "--json", "-").stdout)
    given = json.loads(tracer("check", article, "--sources", "elsewhere", "--json", "-").stdout)
    ratings = [[claim["rating"] for claim in each["claims"]] for each in (with_sources, given)]
    assert "exact" in ratings[0]
    assert ratings[0] == ratings[1]
    assert "exact" not in [claim["rating"] for claim in without["claims"]]
    assert not any(source["status"] == "read" for source in without["sources"])


def test_kept_sources_take_part_and_are_listed_where_they_are_used(tmp_path: Path) -> None:
    article = case(QUOTED)
    shutil.move(article.parent / "sources", tmp_path / "elsewhere")
    Path("elsewhere/unrelated.txt").write_text("Zebras graze.")
    assert tracer("sources", "add", "elsewhere").exit_code == 0
    report = json.loads(tracer("check", article, "--json", "-").stdout)
    assert "exact" in [claim["rating"] for claim in report["claims"]]
    assert "unrelated" not in json.dumps(report["sources"])


def test_formats_of_the_option_and_of_the_settings() -> None:
    article = case(QUOTED)
    tracer("check", article, "--format", "json", "--format", "csv", "--out", "one/deep")
    assert sorted(path.suffix for path in Path("one/deep").iterdir()) == [".csv", ".json"]
    Path("tracer.toml").write_text('format = ["csv"]\nout = "two"\ndb = "news.db"\n')
    tracer("check", article)
    assert [path.suffix for path in Path("two").iterdir()] == [".csv"]
    assert Path("news.db").exists()
    tracer("check", article, "--format", "html")
    assert the_report_in("two", "html").exists()


def the_report_in(folder: str, extension: str) -> Path:
    (path,) = Path(folder).glob(f"*-*.{extension}")
    return path


def test_json_on_standard_output_is_one_line_an_article() -> None:
    result = tracer("check", case(QUOTED), case(UNSOURCED), "--json", "-")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["schema"] for line in lines] == ["tracer-report/1"] * 2
    assert "check-worthy" in result.stderr


def test_standard_input() -> None:
    raw = (FIXTURES / QUOTED).read_bytes()
    result = tracer("check", "-", "--json", "-", stdin=raw)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["article"]["title"].startswith("Ferry")


def test_the_same_input_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    article = case(QUOTED)
    outputs = []
    for folder in ("one", "two"):
        tracer("check", article, "--format", "html", "--format", "json", "--out", folder)
        outputs.append([path.read_bytes() for path in sorted(Path(folder).iterdir())])
    assert outputs[0] == outputs[1]
    assert b"2023-11-14T22:13:20Z" in outputs[0][1]


def test_a_date_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = tracer("check", case(QUOTED))
    assert result.exit_code == 1
    assert "SOURCE_DATE_EPOCH" in result.stderr


def test_a_failing_article_does_not_stop_the_others() -> None:
    result = tracer("check", "missing.txt", case(QUOTED), "--fail-on", "exact")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "missing.txt" in result.stderr
    assert the_report().exists()


def test_an_address_needs_the_network() -> None:
    result = tracer("check", "https://example.com/story")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "https://example.com/story" in result.stderr
    assert "nothing may leave this machine" in result.stderr


@pytest.mark.parametrize(
    ("names", "status"),
    [
        ("unsourced", 3),
        ("altered, T101", 3),
        ("T201,contradicted", 0),
        ("not-checked", 0),  # only what is worth checking counts
    ],
)
def test_fail_on(names: str, status: int) -> None:
    assert tracer("check", case(UNSOURCED), "--fail-on", names).exit_code == status
    assert the_report().exists()


def test_fail_on_of_the_settings() -> None:
    Path("tracer.toml").write_text('fail_on = ["T101"]')
    article = case(UNSOURCED)
    assert tracer("check", article).exit_code == 3
    assert tracer("check", article, "--fail-on", "altered").exit_code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["check"],
        ["check", "a.txt", "--fail-on", "T999"],
        ["check", "a.txt", "--format", "docx"],
        ["check", "a.txt", "--json", "file"],
        ["check", "a.txt", "--nonsense"],
        ["decide", "abc", "perhaps"],
        ["export"],
        ["nonsense"],
        ["eval", "matching", "--out", "x"],
    ],
)
def test_wrong_usage(wrong: list[str]) -> None:
    result = tracer(*wrong)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert not Path("tracer.db").exists()


def test_unknown_names_in_the_settings_are_errors() -> None:
    article = case(QUOTED)
    for line in ('format = ["docx"]', 'fail_on = ["T999"]'):
        Path("tracer.toml").write_text(line)
        result = tracer("check", article)
        assert result.exit_code == 1
        assert "tracer.toml" in result.stderr
        assert not Path("reports").exists()


def test_control_c_leaves_cleanly(monkeypatch: pytest.MonkeyPatch) -> None:
    article = case(QUOTED)
    assert tracer("check", article).exit_code == 0
    before = tracer("list").stdout

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "read_article", stopped)
    result = tracer("check", article)
    assert result.exit_code == 130
    assert result.stderr == "Stopped.\n"
    assert tracer("list").stdout == before


# list, show, decide


def test_list_shows_articles_and_claims() -> None:
    claim = a_claim()
    ((article, claims, flagged, _, title),) = columns(tracer("list").stdout)
    assert len(article) == 16
    assert int(claims) >= int(flagged) >= 4
    assert title == "Trams for Port Ellery"
    listed = columns(tracer("list", "--flagged").stdout)
    assert len(listed) == int(flagged)
    assert listed[0][:3] == [claim, "unsourced", "T101"]
    assert len(columns(tracer("list", "--claims").stdout)) == int(claims)


def test_unsourced_claims_of_all_articles_come_first() -> None:
    for name in (QUOTED, "changed-figure/article.md", UNSOURCED, "wrong-outlet/article.txt"):
        assert tracer("check", case(name)).exit_code == 0
    ratings = [row[1] for row in columns(tracer("list", "--flagged").stdout)]
    first = ratings.count("unsourced")
    assert ratings[:first] == ["unsourced"] * first
    assert len(set(ratings)) > 1


def test_show_tells_all_there_is_on_a_claim() -> None:
    tracer("check", case(QUOTED))
    rows = columns(tracer("list", "--claims").stdout)
    claim = next(row[0] for row in rows if row[1] == "exact")
    shown = tracer("show", claim[:12])
    assert shown.exit_code == 0
    for words in (claim, "exact", "Marta Lindqvist", "Passage 1", "the one named"):
        assert words in shown.stdout
    unsourced = next(row[0] for row in rows if row[1] == "unsourced")
    assert "T101" in tracer("show", unsourced).stdout


def test_a_decision_is_kept_and_shown_everywhere() -> None:
    claim = a_claim()
    assert "common knowledge in Ellery" not in the_report().read_text("utf-8")
    decided = tracer(
        "decide",
        claim[:10],
        "common-knowledge",
        "--note",
        "common knowledge in Ellery",
        "--reviewer",
        "Kim",
    )
    assert decided.exit_code == 0
    assert the_report().name in decided.stdout
    assert "common knowledge in Ellery" in the_report().read_text("utf-8")
    assert "common knowledge in Ellery" in tracer("show", claim).stdout
    assert tracer("check", "no-attribution/article.html").exit_code == 0
    assert "common knowledge in Ellery" in the_report().read_text("utf-8")
    row = next(row for row in columns(tracer("list", "--claims").stdout) if row[0] == claim)
    assert row[3] == "common-knowledge"


def test_a_report_that_was_removed_stays_removed() -> None:
    claim = a_claim()
    the_report().unlink()
    assert tracer("decide", claim, "skipped", "--reviewer", "Kim").exit_code == 0
    assert list(Path("reports").glob("*-*")) == []


def test_the_reviewer_is_named_by_option_setting_or_login(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = a_claim()
    monkeypatch.setenv("LOGNAME", "lee")
    tracer("decide", claim, "skipped")
    Path("tracer.toml").write_text('reviewer = "Desk"')
    tracer("decide", claim, "altered")
    tracer("decide", claim, "faithful", "--reviewer", "Kim")
    shown = tracer("show", claim).stdout.partition("Decisions")[2]
    names = [row[1:3] for row in columns(shown)[1:]]
    assert names == [["skipped", "lee"], ["altered", "Desk"], ["faithful", "Kim"]]


def test_a_decision_whose_words_are_gone_is_mentioned() -> None:
    Path("a.txt").write_text("The city has 240,000 inhabitants.\nBuses need fifty minutes.\n")
    tracer("check", "a.txt")
    (claim,) = [row[0] for row in columns(tracer("list", "--claims").stdout) if "Buses" in row[5]]
    tracer("decide", claim, "faithful", "--reviewer", "Kim")
    Path("a.txt").write_text("The city has 240,000 inhabitants.\n")
    assert "Buses need fifty minutes" in tracer("check", "a.txt").stdout
    said = tracer("list").stderr
    assert "come back: 1\n" in said
    assert "faithful, by Kim: Buses need fifty minutes" in said


@pytest.mark.parametrize("command", [["show", "0000"], ["decide", "0000", "faithful"]])
def test_a_claim_that_does_not_exist(command: list[str]) -> None:
    a_claim()
    result = tracer(*command)
    assert result.exit_code == 1
    assert "0000" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["show", "a"],
        ["decide", "a", "faithful"],
        ["sources", "list"],
        ["sources", "show", "a"],
        ["sources", "remove", "a"],
        ["export", "--format", "json"],
    ],
)
def test_what_needs_a_database_makes_none(command: list[str]) -> None:
    result = tracer(*command)
    assert result.exit_code == 1
    assert "tracer.db" in result.stderr
    assert not Path("tracer.db").exists()


# sources, export


def test_sources_are_added_listed_shown_and_removed() -> None:
    Path("archive").mkdir()
    Path("archive/a.txt").write_text("---\nurl: https://example.com/a\n---\nZebras graze.")
    assert "added      1" in tracer("sources", "add", "archive").stdout
    assert "unchanged  1" in tracer("sources", "add", "archive").stdout
    Path("archive/a.txt").write_text("---\nurl: https://example.com/a\n---\nZebras sleep.")
    assert "changed    1" in tracer("sources", "add", "archive").stdout
    ((key, *_),) = columns(tracer("sources", "list").stdout)
    assert "Zebras sleep." in tracer("sources", "show", key[:8]).stdout
    assert tracer("sources", "remove", "https://example.com/a").exit_code == 0
    assert tracer("sources", "list").stdout == ""
    assert tracer("sources", "remove", key).exit_code == 1


def test_sources_that_are_missing_or_empty() -> None:
    Path("empty").mkdir()
    for path in ("missing", "empty"):
        result = tracer("sources", "add", path)
        assert result.exit_code == 1
        assert path in result.stderr


def test_export_writes_what_was_found_and_decided() -> None:
    claim = a_claim()
    tracer("decide", claim, "faithful", "--reviewer", "Kim")
    result = tracer("export", "--format", "json", "--format", "csv", "--out", "x")
    assert result.exit_code == 0
    report = json.loads(the_report_in("x", "json").read_text("utf-8"))
    decided = {c["id"]: c["review"] and c["review"]["reviewer"] for c in report["claims"]}
    assert decided[claim] == "Kim"
    assert str(the_report_in("x", "csv")) in result.stdout
    tracer("decide", claim, "altered", "--reviewer", "Lee")
    assert "Lee" in the_report_in("x", "json").read_text("utf-8")


def test_export_to_standard_output() -> None:
    a_claim()
    (key, *_) = columns(tracer("list").stdout)[0]
    result = tracer("export", key, "--format", "json", "--out", "-")
    assert json.loads(result.stdout)["article"]["id"] == key
    two = tracer("export", key, "--format", "json", "--format", "csv", "--out", "-")
    assert (two.exit_code, two.stdout) == (2, "")
    assert "one format" in two.stderr
    assert not Path("-").exists()


def test_faithful_to_no_source_is_warned_of() -> None:
    claim = a_claim()
    result = tracer("decide", claim, "faithful", "--reviewer", "Kim")
    assert result.exit_code == 0
    assert "No source at hand has these words" in result.stderr


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("file:///home/kim/a.html", "Give a file by its path"),
        ("ftp://example.com/a.html", "Only http and https"),
        ("www.bbc.co.uk/news", "https://www.bbc.co.uk/news"),
        ("https://kim:secret@example.com/a", "https://…@example.com/a"),
    ],
)
def test_what_to_do_about_an_address(address: str, says: str) -> None:
    result = tracer("check", address)
    assert result.exit_code == 1
    assert says in " ".join(result.stderr.split())
    assert "secret" not in result.stderr


def test_export_of_one_article() -> None:
    tracer("check", case(QUOTED))
    tracer("check", case(UNSOURCED))
    key = columns(tracer("list").stdout)[0][0]
    assert tracer("export", key[:8], "--format", "jsonl", "--out", "x").exit_code == 0
    assert len(list(Path("x").iterdir())) == 1
    assert tracer("export", "nothing", "--format", "json").exit_code == 1


# doctor


def test_doctor_finds_all_well() -> None:
    assert tracer("doctor").exit_code == 0
    a_claim()
    result = tracer("doctor")
    assert result.exit_code == 0
    assert "is sound: 1 article, 0 kept sources" in result.stdout


def test_doctor_finds_a_database_that_is_not_sound() -> None:
    a_claim()
    connection = sqlite3.connect("tracer.db")
    connection.execute("DELETE FROM articles")  # foreign keys are off by default
    connection.commit()
    connection.close()
    result = tracer("doctor")
    assert result.exit_code == 1
    assert "points at no row of articles" in result.stdout


def test_doctor_finds_wrong_settings() -> None:
    Path("tracer.toml").write_text("colour = 1")
    result = tracer("doctor", "--db", "x.db")
    assert result.exit_code == 1
    assert "colour" in result.stdout


# For people


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, **environ: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    stream = Terminal()
    Screen(stream).table(("claim", "rating", "words"), [("0123", "unsourced", "long " * 40)])
    return stream.getvalue()


def test_a_terminal_gets_headings_and_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_a_terminal(monkeypatch, TERM="xterm-256color")
    assert "claim" in shown
    assert "\x1b[33m" in shown


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_a_terminal(monkeypatch, TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b[3" not in shown


def test_width_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_a_terminal(monkeypatch, TERM="xterm", COLUMNS="50", NO_COLOR="1")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= 50
    assert shown.count("long") == 40


def test_a_terminal_sees_that_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    with Screen(stream).working("Checking [a].txt"):
        pass
    assert "Checking [a].txt" in stream.getvalue()
    piped = io.StringIO()
    with Screen(piped).working("Checking"):
        pass
    assert piped.getvalue() == ""


def test_a_pipe_gets_plain_lines() -> None:
    stream = io.StringIO()
    Screen(stream).table(("claim", "words"), [("0123", "long " * 40)])
    assert stream.getvalue() == "0123\t" + " ".join(["long"] * 40) + "\n"


def test_nothing_steers_the_terminal() -> None:
    assert visible("a\x1b[2Jb\u202ec\td\ne\x00") == "a\ufffd[2Jb\ufffdc d e\ufffd"


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    for name, command in group.commands.items():
        deeper = (*path, name)
        is_group = isinstance(command, click.Group)
        found += every_command(command, deeper) if is_group else [deeper]
    return found


@pytest.mark.parametrize("path", every_command(main), ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...]) -> None:
    Path("tracer.toml").write_text("colour = 1")  # help is there also if the settings are wrong
    result = tracer(*path, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage:")


def python(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *args],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from tracer.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = {'newspaper', 'trafilatura', 'lxml', 'sqlite_utils', 'jinja2', 'rich',"
        " 'rapidfuzz', 'charset_normalizer', 'numpy'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    assert "LOADED []" in python("-c", code).stdout


def test_any_text_can_be_printed_to_any_stream() -> None:
    Path("a.txt").write_text("The café “Été” has 240 seats, said 李雷.", "utf-8")
    done = python("-m", "tracer.cli", "check", "a.txt", "--json", "-", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "李雷" in json.loads(done.stdout)["article"]["text"]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("attribution", "id text quotes start end speaker"),
        ("matching", "id text needle doc kind speaker spans verdict"),
        ("extraction", "id html url articleBody"),
        ("claims", "id text label"),
    ],
)
def test_the_help_of_eval_names_the_keys_that_it_reads(kind: str, keys: str) -> None:
    words = set(re.findall(r"\w+", tracer("eval", kind, "--help").stdout))
    assert set(keys.split()) <= words
