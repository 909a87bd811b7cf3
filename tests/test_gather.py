"""Files and folders to documents: what is read, in which order, and what becomes a problem."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import documents

from tracer.errors import NeedsOnline, ReadError
from tracer.gather import Gathered, distinct, read_article, read_file, read_sources
from tracer.models import Document, stable_id

HTML = "<html><body><article><p>{}</p></article></body></html>"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts_of(gathered: Gathered) -> list[str]:
    return [document.text for document in gathered.documents]


class TestFile:
    def test_its_id_comes_from_its_absolute_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write(tmp_path / "folder" / "story.txt", "Words.")
        monkeypatch.chdir(tmp_path / "folder")
        ids = {
            read_file(given).id for given in (path, Path("story.txt"), Path("../folder/story.txt"))
        }
        assert ids == {stable_id(path.as_posix())}

    def test_its_name_is_its_stem_or_the_folder_of_an_article(self, tmp_path: Path) -> None:
        assert read_file(write(tmp_path / "story.txt", "Words.")).name == "story"
        assert read_file(write(tmp_path / "case" / "article.txt", "Words.")).name == "case"

    def test_the_ending_says_how_to_read_it(self, tmp_path: Path) -> None:
        page = HTML.format("Words.")
        assert read_file(write(tmp_path / "a.txt", page)).text == page
        assert read_file(write(tmp_path / "a.HTM", page)).text == "Words."
        assert read_file(write(tmp_path / "a.md", "# Words")).media_type == "text/markdown"
        assert read_file(write(tmp_path / "no-ending", page)).text == "Words."

    @pytest.mark.parametrize("content", ["", "\0\1\2"])
    def test_one_that_cannot_be_read_is_named(self, tmp_path: Path, content: str) -> None:
        path = write(tmp_path / "story.txt", content)
        with pytest.raises(ReadError, match=r"story\.txt"):
            read_file(path)

    def test_a_missing_one(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"no such file: .*gone.txt. Check the path"):
            read_article(str(tmp_path / "gone.txt"))

    def test_a_folder_is_no_article(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"This is a folder: .*Give a file"):
            read_article(str(tmp_path))

    def test_a_folder_is_told_by_its_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(ReadError, match=tmp_path.name):
            read_article(".")

    @pytest.mark.parametrize("address", ["https://daily.example/a", "http://daily.example"])
    def test_an_address_needs_the_network(self, address: str) -> None:
        with pytest.raises(NeedsOnline, match=r"daily.example.*Save the page"):
            read_article(address)

    @pytest.mark.parametrize("name", ["https:", "http:a.txt"])
    def test_a_file_with_an_odd_name_is_no_address(self, tmp_path: Path, name: str) -> None:
        assert read_article(str(write(tmp_path / name, "Words."))).text == "Words."


class TestFolder:
    def test_all_its_files_in_the_order_of_their_paths(self, tmp_path: Path) -> None:
        write(tmp_path / "b.txt", "B")
        write(tmp_path / "a" / "z.md", "AZ")
        write(tmp_path / "a" / "deep" / "er" / "c.html", HTML.format("ADC"))
        write(tmp_path / "c.TXT", "C")
        gathered = read_sources(tmp_path)
        assert texts_of(gathered) == ["ADC", "AZ", "B", "C"]
        assert gathered.problems == ()

    def test_what_is_hidden_or_unknown_is_passed_over(self, tmp_path: Path) -> None:
        for name in (".hidden.txt", ".git/a.txt", "picture.png", "notes.docx", "no-ending"):
            write(tmp_path / name, "Words.")
        assert read_sources(tmp_path) == Gathered()

    def test_a_file_that_is_named_is_read_whatever_its_name(self, tmp_path: Path) -> None:
        assert texts_of(read_sources(write(tmp_path / ".notes.xyz", "Words."))) == ["Words."]

    def test_a_file_that_cannot_be_read_stops_no_other(self, tmp_path: Path) -> None:
        write(tmp_path / "a.txt", "")
        write(tmp_path / "b.txt", "B")
        write(tmp_path / "c.pdf", "%PDF-1.4 and no more")
        write(tmp_path / "d.html", "<html></html>")
        (tmp_path / "e.txt").symlink_to(tmp_path / "gone")
        os.mkfifo(tmp_path / "f.txt")
        gathered = read_sources(tmp_path)
        assert texts_of(gathered) == ["B"]
        names = [name for name in "acdef" for line in gathered.problems if f"/{name}." in line]
        assert names == list("acdef")
        assert not any("\n" in line for line in gathered.problems)

    def test_a_loop_of_links_ends(self, tmp_path: Path) -> None:
        write(tmp_path / "a.txt", "A")
        (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
        assert texts_of(read_sources(tmp_path)) == ["A"]

    def test_a_missing_one(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"no such file or folder: .*gone"):
            read_sources(tmp_path / "gone")

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
    def test_a_closed_one(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        write(closed / "a.txt", "A")
        write(tmp_path / "b.txt", "B")
        closed.chmod(0)
        try:
            gathered = read_sources(tmp_path)
            with pytest.raises(ReadError, match="may not be read"):
                read_sources(closed)
        finally:
            closed.chmod(0o700)
        assert texts_of(gathered) == ["B"]
        assert "closed" in gathered.problems[0]

    def test_reading_twice_gives_the_same(self, tmp_path: Path) -> None:
        for name in "cab":
            write(tmp_path / f"{name}.txt", name)
        assert read_sources(tmp_path) == read_sources(tmp_path)


class TestJson:
    ITEMS = (
        {
            "id": "one",
            "text": "The first.",
            "url": "https://daily.example/1",
            "title": "One",
            "publisher": "The Daily Example",
            "published": "2019-09-10",
            "authors": ["Jane Doe", "John Roe"],
        },
        {"html": HTML.format("The second."), "authors": "Ann Smith"},
        {"id": 3, "text": "The third."},
    )

    def check(self, path: Path) -> None:
        first, second, third = read_sources(path).documents
        assert first.id == stable_id("https://daily.example/1")
        assert first.url == "https://daily.example/1"
        assert (first.title, first.publisher) == ("One", "The Daily Example")
        assert (first.published, first.authors) == ("2019-09-10", ("Jane Doe", "John Roe"))
        assert second.id == stable_id(f"{path}#2")
        assert (second.text, second.url) == ("The second.", None)
        assert second.authors == ("Ann Smith",)
        assert third.id == stable_id(f"{path}#3")

    def test_a_list(self, tmp_path: Path) -> None:
        self.check(write(tmp_path / "all.json", json.dumps(self.ITEMS)))

    def test_a_line_each(self, tmp_path: Path) -> None:
        lines = "\n\n".join(json.dumps(item) for item in self.ITEMS[:1])
        lines += "\n" + "\n".join(json.dumps(item) for item in self.ITEMS[1:])
        self.check(write(tmp_path / "all.jsonl", lines))

    def test_a_single_object(self, tmp_path: Path) -> None:
        path = write(tmp_path / "one.json", json.dumps(self.ITEMS[2]))
        assert texts_of(read_sources(path)) == ["The third."]

    def test_a_bad_line_stops_no_other(self, tmp_path: Path) -> None:
        bad = ["{", '"a text"', '{"title": "no text"}', '{"text": ""}', '{"text": 5}', "[" * 9999]
        path = write(tmp_path / "all.jsonl", "\n".join([*bad, '{"text": "Good."}']))
        gathered = read_sources(path)
        assert texts_of(gathered) == ["Good."]
        assert len(gathered.problems) == len(bad)
        assert "line 1" in gathered.problems[0]

    def test_a_broken_file(self, tmp_path: Path) -> None:
        gathered = read_sources(write(tmp_path / "all.json", "[{]"))
        assert gathered.documents == ()
        assert "not valid JSON" in gathered.problems[0]


def archive(*responses: tuple[str, str, str, bytes]) -> bytes:
    """A gzipped WARC of responses: address, status, media type, body."""
    return b"".join(gzip.compress(response(*each), mtime=0) for each in responses)


def response(address: str, status: str, media_type: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode() + body
    about = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2019-09-10T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return about.encode() + http + b"\r\n\r\n"


class TestArchive:
    PAGES = (
        ("https://daily.example/1", "200 OK", "text/html; charset=utf-8", "<p>Fürst</p>".encode()),
        ("https://daily.example/2", "200 OK", "image/png", b"\x89PNG"),
        ("https://daily.example/3", "404 Not Found", "text/html", b"<p>Gone</p>"),
        ("https://daily.example/4", "200 OK", "text/html", b""),
        ("https://daily.example/5", "200 OK", "text/plain; charset=koi8-r", "Мир".encode("koi8-r")),
    )

    def test_its_pages(self, tmp_path: Path) -> None:
        gathered = read_sources(write(tmp_path / "a.warc.gz", archive(*self.PAGES)))
        first, last = gathered.documents
        assert (first.text, last.text) == ("Fürst", "Мир")
        assert first.id == stable_id("https://daily.example/1")
        assert first.url == "https://daily.example/1"
        assert first.retrieved == "2019-09-10T08:00:00Z"
        assert len(gathered.problems) == 1
        assert "https://daily.example/4" in gathered.problems[0]

    def test_in_a_folder_and_unpacked(self, tmp_path: Path) -> None:
        write(tmp_path / "a.warc", gzip.decompress(archive(self.PAGES[0])))
        assert texts_of(read_sources(tmp_path)) == ["Fürst"]

    @pytest.mark.parametrize("broken", [b"", b"not an archive", b"\x1f\x8b no gzip"])
    def test_a_broken_one_is_a_problem(self, tmp_path: Path, broken: bytes) -> None:
        gathered = read_sources(write(tmp_path / "a.warc.gz", broken))
        assert gathered.documents == ()
        assert "a.warc.gz" in gathered.problems[0]

    def test_one_that_was_cut_off_gives_what_is_whole(self, tmp_path: Path) -> None:
        long = b"<p>" + os.urandom(9000).hex().encode()
        cut = archive(self.PAGES[0], ("https://daily.example/6", "200 OK", "text/html", long))[:-99]
        gathered = read_sources(write(tmp_path / "a.warc.gz", cut))
        assert texts_of(gathered) == ["Fürst"]
        assert "https://daily.example/6" in gathered.problems[0]


class TestDistinct:
    def test_two_texts_of_one_address_are_both_kept(self, tmp_path: Path) -> None:
        items = [{"url": "https://daily.example/1", "text": text} for text in ("A", "B", "A", "B")]
        path = write(tmp_path / "all.jsonl", "\n".join(map(json.dumps, items)))
        first, second = read_sources(path).documents
        assert (first.text, second.text) == ("A", "B")
        assert first.id == stable_id("https://daily.example/1")
        assert second.id == stable_id(first.id, second.sha256)
        assert second.url == first.url

    @given(st.lists(documents(), max_size=4), st.data())
    def test_no_text_is_lost_and_no_id_is_shared(
        self, found: list[Document], data: st.DataObject
    ) -> None:
        given_ids = st.sampled_from(["a", "b"])
        found = [replace(document, id=data.draw(given_ids)) for document in found]
        kept = distinct(found)
        assert len({document.id for document in kept}) == len(kept)
        assert {document.text for document in kept} == {document.text for document in found}
        assert distinct(kept) == kept
