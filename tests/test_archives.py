"""The Wayback Machine as it is asked, and web archives written and read again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playing import PlayedArchive, World, answer, leads_to, packed, page, world
from warcio.archiveiterator import ArchiveIterator

from tracer.errors import FetchError, Unreachable, WriteError
from tracer.fetching import Exchange
from tracer.fetching.archive import Archive
from tracer.finding.search import not_taken, page_of
from tracer.gather import read_sources, warcs
from tracer.models import Document

GONE = "http://news.example/2020/bridge-closed"
WORDS = page("The bridge over the river was closed on Monday, the mayor said.", "Bridge closed")


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(monkeypatch) as made:
        yield made
        assert made.caught == []


@pytest.fixture
def machine(play: World) -> PlayedArchive:
    return PlayedArchive(play)


class TestWayback:
    def test_the_copy_that_is_nearest_in_time(self, play: World, machine: PlayedArchive) -> None:
        for year in (2018, 2020, 2024):
            machine.copies.append((f"{year}0301120000", GONE, 200, WORDS))
        with play.web() as web:
            archive = Archive(web)
            assert archive.nearest(GONE, date(2020, 5, 1)).day == "2020-03-01"
            assert archive.nearest(GONE, date(2017, 5, 1)).day == "2018-03-01"
            assert archive.nearest(GONE, date(2022, 5, 1)).day == "2024-03-01"
            assert archive.nearest(GONE, None).day == "2024-03-01"

    def test_its_bytes_are_those_of_the_page(self, play: World, machine: PlayedArchive) -> None:
        machine.copies.append(("20200301120000", GONE, 200, WORDS))
        with play.web() as web:
            archive = Archive(web)
            given = archive.read(archive.nearest(GONE, None))
        assert given.body == WORDS.encode()
        found = page_of(given, archived=True)
        assert found.document.url == GONE
        assert found.document.detail == "the Wayback Machine’s copy of 2020-03-01"
        assert found.snapshot.archived == given.final

    @pytest.mark.parametrize("status", [404, 429, 503, 301])
    def test_a_copy_of_an_error_is_no_source(
        self, play: World, machine: PlayedArchive, status: int
    ) -> None:
        machine.copies.append(("20200301120000", GONE, status, WORDS))
        with play.web() as web, pytest.raises(Unreachable, match="no copy"):
            Archive(web).nearest(GONE, None)

    def test_a_copy_that_turns_out_to_be_one_of_an_error_is_none_either(
        self, play: World, machine: PlayedArchive
    ) -> None:
        machine.copies.append(("20200301120000", GONE, 200, WORDS))
        with play.web() as web:
            archive = Archive(web)
            copy = archive.nearest(GONE, None)
            machine.copies[:] = [("20200301120000", GONE, 404, WORDS)]
            with pytest.raises(FetchError):
                archive.read(copy)

    def test_one_that_is_out_of_order(self, play: World) -> None:
        play.put("web.archive.org", "/cdx/search/cdx", answer("oops", "503 Busy"))
        with play.web() as web, pytest.raises(FetchError, match="Wayback Machine"):
            Archive(web).nearest(GONE, None)

    def test_pages_of_an_outlet_by_words_of_their_addresses(
        self, play: World, machine: PlayedArchive
    ) -> None:
        other = "http://www.news.example/2020/cake"
        machine.copies += [
            ("20200301120000", GONE, 200, WORDS),
            ("20200301130000", other, 200, WORDS),
        ]
        with play.web() as web:
            first, last = date(2020, 2, 1), date(2020, 4, 1)
            found = Archive(web).of_domain("news.example", ["bridge", "tunnel"], first, last, 9)
        assert [copy.address for copy in found] == [GONE]
        assert "from=20200201000000" in play.asked[-1].path

    def test_a_copy_is_asked_for(self, play: World, machine: PlayedArchive) -> None:
        with play.web() as web:
            place = Archive(web).save("https://news.example/a?b=c")
        assert machine.saved == ["https://news.example/a?b=c"]
        assert place == "https://web.archive.org/web/20260102030405/https://news.example/a?b=c"

    @given(
        st.text(st.characters(codec="latin-1"))
        | st.lists(
            st.sampled_from("a) 20200101000000 http://a.example/ - 200 text/html 9 \n".split(" ")),
            max_size=24,
        ).map(" ".join)
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_its_index_says(self, play: World, said: str) -> None:
        raw = answer(said.encode("latin-1"), kind="text/plain")
        play.put("web.archive.org", "/cdx/search/cdx", raw)
        with play.web() as web, suppress(FetchError):
            assert Archive(web).nearest(GONE, None).address

    @given(
        st.lists(
            st.tuples(
                st.sampled_from("Memento-Datetime Link Location X-Archive-Orig-Date".split()),
                st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=40)
                | st.sampled_from(['<http://x>; rel="original"', "/web/2020id_/http://a.example/"]),
            ),
            max_size=3,
        ),
        st.sampled_from(["200 OK", "302 Found", "404 No", "503 Busy"]),
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_its_copies_say(
        self, play: World, said: list[tuple[str, str]], status: str
    ) -> None:
        machine = PlayedArchive(play)
        machine.copies.append(("20200301120000", GONE, 200, WORDS))
        play.put("web.archive.org", "*", answer(WORDS, status, **dict(said)))
        with play.web() as web, suppress(FetchError):
            archive = Archive(web)
            assert archive.read(archive.nearest(GONE, None)).status == 200


class TestWarc:
    def kept(self, play: World, path: Path, *addresses: str) -> list[Document]:
        """What was read of ``addresses`` while it was written to ``path``."""
        with play.web(recording=True) as web:
            found = [page_of(web.get(address)) for address in addresses]
            taken = [way for each in found for way in each.taken]
            warcs.write(path, taken, not_taken(web, taken))
        return [each.document for each in found]

    def test_reading_it_gives_the_same_documents(self, play: World, tmp_path: Path) -> None:
        play.put("short.example", "/x", leads_to(play.at("news.example", "/y")))
        play.put("news.example", "/y", answer(packed(WORDS.encode()), Content_Encoding="gzip"))
        latin = page("Café, naïve, Zoë: the mayor said so.").encode("latin-1")
        old = play.put("old.example", "/", answer(latin, kind="text/html; charset=iso-8859-1"))
        text = play.put("text.example", "/a.txt", answer("Only words.", kind="text/plain"))
        path = tmp_path / "all.warc.gz"
        before = self.kept(play, path, play.at("short.example", "/x"), old, text)
        after = read_sources(path)
        assert after.problems == ()
        assert list(after.documents) == before
        assert [d.raw for d in after.documents] == [d.raw for d in before]
        assert before[0].also_at == (play.at("short.example", "/x"),)
        assert "Zoë" in before[1].text

    def test_every_byte_is_in_it(self, play: World, tmp_path: Path) -> None:
        play.put("news.example", "/robots.txt", answer("User-agent: *", kind="text/plain"))
        play.put("news.example", "/x", leads_to("/y"))
        wire = packed(WORDS.encode())
        play.put("news.example", "/y", answer(wire, Content_Encoding="gzip"))
        path = tmp_path / "all.warc.gz"
        self.kept(play, path, play.at("news.example", "/x"))
        kept: dict[tuple[str, str], bytes] = {}
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                target = record.rec_headers.get_header("WARC-Target-URI")
                kept[record.rec_type, str(target)] = record.raw_stream.read()
        for name in ("/robots.txt", "/x", "/y"):
            assert ("request", play.at("news.example", name)) in kept
        assert kept["response", play.at("news.example", "/y")] == wire
        assert kept["response", play.at("news.example", "/robots.txt")] == b"User-agent: *"

    def test_other_programs_find_it_sound(self, play: World, tmp_path: Path) -> None:
        play.put("news.example", "/x", leads_to("/y"))
        play.put("news.example", "/y", answer(packed(WORDS.encode()), Content_Encoding="gzip"))
        path = tmp_path / "all.warc.gz"
        self.kept(play, path, play.at("news.example", "/x"))
        checked = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
            capture_output=True,
            text=True,
        )
        assert checked.returncode == 0
        assert "digest pass" in checked.stdout
        assert "failed" not in checked.stdout

    @given(
        body=st.text(min_size=1).filter(lambda text: bool(text.strip())),
        values=st.lists(st.text(st.characters(codec="latin-1")), max_size=3),
        reason=st.text(st.characters(codec="latin-1"), max_size=9),
        asked=st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"])),
    )
    def test_whatever_was_said_comes_back(
        self, body: str, values: list[str], reason: str, asked: str
    ) -> None:
        raw = b"Words. " + body.encode()
        headers = [("Content-Type", "text/plain"), *(("X-Said", value) for value in values)]
        exchange = Exchange(
            "http://a.example/x",
            "GET",
            (),
            200,
            reason,
            tuple(headers),
            raw,
            "2026-01-01T00:00:00Z",
        )
        with TemporaryDirectory() as folder:
            path = Path(folder, "all.warc.gz")
            warcs.write(path, [warcs.Taken(f"http://b.example/{asked}", (exchange,))], [])
            found = read_sources(path)
        if found.problems:  # what is no text, such as one with a zero byte, is said to be none
            assert "binary" in found.problems[0]
        else:
            (document,) = found.documents
            assert document.raw == raw
            assert document.also_at == (f"http://b.example/{asked}",)

    def test_a_robots_txt_in_it_is_no_source(self, play: World, tmp_path: Path) -> None:
        play.put("news.example", "/robots.txt", answer("User-agent: *", kind="text/plain"))
        play.put("news.example", "/y", answer(WORDS))
        path = tmp_path / "all.warc"
        self.kept(play, path, play.at("news.example", "/y"))
        assert [d.url for d in read_sources(path).documents] == [play.at("news.example", "/y")]

    def test_one_that_cannot_be_written_leaves_nothing(self, play: World, tmp_path: Path) -> None:
        with play.web() as web, pytest.raises(WriteError):
            warcs.write(tmp_path / "no" / "all.warc.gz", [], web.exchanges)
        assert list(tmp_path.iterdir()) == []

    def test_a_bomb_in_one_is_not_unpacked_to_its_end(
        self, play: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        play.put("news.example", "/y", answer(packed(WORDS.encode()), Content_Encoding="gzip"))
        path = tmp_path / "all.warc.gz"
        self.kept(play, path, play.at("news.example", "/y"))
        monkeypatch.setattr(warcs, "_MOST", 100)
        found = read_sources(path)
        assert found.documents == ()
        assert "too large" in found.problems[0]
