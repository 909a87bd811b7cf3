"""The index over reports: right for the folder it lies in, whatever wrote the reports."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
import sample
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement
from strategies import reports, texts

from tracer import entries, export
from tracer.cli import main
from tracer.index import NAME, page, write_index
from tracer.models import Report, stable_id
from tracer.rules import is_flagged
from tracer.run import FORMATS

CASES = Path(__file__).parent.parent / "fixtures"


def about(title: str, generated: str = "2025-03-07T09:00:00Z") -> Report:
    """The sample, about an article of another title."""
    article = replace(sample.ARTICLE, id=stable_id(title), title=title)
    return replace(sample.report(), article=article, generated=generated)


def put(folder: Path, *reports: Report, form: str = "html") -> None:
    for report in reports:
        export.write(report, FORMATS[form], folder)


def shown(folder: Path) -> HtmlElement:
    path = write_index(folder)
    assert path == folder / NAME
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def titles(whole: HtmlElement) -> list[str]:
    return [str(link.text_content()) for link in whole.xpath("//h2/a")]


def test_it_lists_every_report_the_last_checked_first(tmp_path: Path) -> None:
    old = about("A tale", "2025-03-01T09:00:00Z")
    put(tmp_path, old, about("Berries"), about("apples"))
    assert titles(shown(tmp_path)) == ["apples", "Berries", "A tale"]


def test_an_article_is_listed_once_as_it_was_checked_last(tmp_path: Path) -> None:
    old = about("Berries", "2025-03-01T09:00:00Z")
    new = replace(old.article, title="Apples")
    put(tmp_path, old, replace(old, article=new, generated="2025-03-07T09:00:00Z"))
    assert titles(shown(tmp_path)) == ["Apples"]


def test_it_says_what_there_is_to_do(tmp_path: Path) -> None:
    report = about("Berries")
    put(tmp_path, report)
    (item,) = shown(tmp_path).xpath("//li[@class='report']")
    words = " ".join(str(item.text_content()).split())
    flagged = [finding for finding in report.findings if is_flagged(finding)]
    done = sum(finding.review is not None for finding in flagged)
    assert "The Town Crier · 6 March 2025" in words
    assert f"{len(flagged)} flagged" in words
    assert f"{done} of {len(flagged)} decided" in words


def test_every_link_leads_to_a_file(tmp_path: Path) -> None:
    for form in FORMATS:
        put(tmp_path, about("Größe 100% #1? «so»"), form=form)
    links = shown(tmp_path).xpath("//a/@href")
    assert len(links) == len(FORMATS)
    assert all((tmp_path / unquote(str(link))).is_file() for link in links)


def test_it_follows_the_folder(tmp_path: Path) -> None:
    put(tmp_path, about("Berries"), about("Apples"))
    assert len(titles(shown(tmp_path))) == 2
    next(tmp_path.glob("Apples*")).unlink()
    assert titles(shown(tmp_path)) == ["Berries"]
    next(tmp_path.glob("Berries*")).unlink()
    assert "There is no report in this folder" in shown(tmp_path).text_content()


def test_the_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    put(tmp_path / "a", about("Berries"), about("Apples"))
    put(tmp_path / "b", about("Apples"), about("Berries"))
    assert page(tmp_path / "a") == page(tmp_path / "b")


def test_a_folder_without_reports_gets_none(tmp_path: Path) -> None:
    assert write_index(tmp_path) is None
    assert write_index(tmp_path / "missing") is None
    put(tmp_path, about("Berries"), form="json")
    assert write_index(tmp_path) is None
    assert not (tmp_path / NAME).exists()


def test_the_page_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("<h1>My site</h1>")
    put(tmp_path, about("Berries"))
    assert write_index(tmp_path) is None
    assert (tmp_path / NAME).read_text() == "<h1>My site</h1>"


def test_pages_that_are_no_reports_are_not_listed(tmp_path: Path) -> None:
    put(tmp_path, about("Berries"))
    (tmp_path / "other-01234567.html").write_text("<p>Nothing")
    (tmp_path / "binary-01234567.html").write_bytes(bytes(range(256)))
    forged = '<meta name="tracer-report" content="{&#34;ratings&#34;: {&#34;x&#34;: 1}}">'
    (tmp_path / "forged-01234567.html").write_text(forged)
    (tmp_path / "folder-01234567.html").mkdir()
    assert titles(shown(tmp_path)) == ["Berries"]


@settings(max_examples=40)
@given(reports(), texts(60))
def test_an_entry_comes_back_from_the_head_of_its_page(report: Report, title: str) -> None:
    report = replace(report, article=replace(report.article, title=title))
    meta = f'<meta name="tracer-report" content="{html.escape(entries.line(report))}">'
    assert entries.in_head(f"<!doctype html>\n<html>{meta}") == entries.entry(report)


@given(st.text(max_size=80))
def test_a_head_that_is_none_gives_no_entry(content: str) -> None:
    assert entries.in_head(f'<meta name="tracer-report" content="{content}">') is None


def test_hostile_titles_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    title = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    put(tmp_path, replace(about(title), article=replace(about(title).article, publisher=title)))
    whole = shown(tmp_path)
    assert titles(whole) == [title]
    assert not whole.xpath("//script | //img | //@style | //@src | //link")
    (policy,) = whole.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert re.match(r"default-src 'none'; style-src 'sha256-[^']+'", str(policy))


def test_check_decide_and_export_keep_it_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two databases write to one folder, and the index has the reports of both."""
    monkeypatch.chdir(tmp_path)
    one, other = (
        str(CASES / name / "article.txt") for name in ("verbatim-quotation", "two-papers")
    )
    for article, db in ((one, "a.db"), (other, "b.db")):
        done = CliRunner().invoke(main, ["check", article, "--db", db])
        assert done.exit_code == 0, done.output
    assert len(titles(lxml.html.parse(tmp_path / "reports" / NAME).getroot())) == 2
    listed = CliRunner().invoke(main, ["list", "--flagged", "--db", "a.db"]).stdout
    claim = listed.split("\t")[0]
    assert CliRunner().invoke(main, ["decide", claim, "altered", "--db", "a.db"]).exit_code == 0
    words = (tmp_path / "reports" / NAME).read_text("utf-8")
    assert re.search(r"1 of \d+ decided|all decided", words)
    (tmp_path / "reports" / NAME).unlink()
    exported = CliRunner().invoke(main, ["export", "--format", "json", "--db", "b.db"])
    assert exported.exit_code == 0
    assert "JSON" in (tmp_path / "reports" / NAME).read_text("utf-8")
