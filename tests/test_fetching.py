"""Getting pages politely: robots.txt, pace, retries, the cache, several hosts at a time."""

from __future__ import annotations

import shutil
import socketserver
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from playing import PLACE, Question, World, answer, leads_to, packed, page, world

from tracer import __version__
from tracer.errors import FetchError, TracerError, Unreachable
from tracer.fetching import Fetched
from tracer.fetching.guard import LONGEST_WAIT

WORDS = page("The bridge was closed on Monday.")


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(monkeypatch) as made:
        yield made
        assert made.caught == []


class TestAPage:
    def test_it_comes_with_what_a_reader_must_know(self, play: World) -> None:
        address = play.put("news.example", "/a", answer(WORDS, ETag='"1"'))
        with play.web() as web:
            given = web.get(address)
        assert (given.address, given.final, given.status) == (address, address, 200)
        assert given.body == WORDS.encode()
        assert given.header("etag") == '"1"'
        assert given.retrieved == play.day

    def test_redirects_are_followed_and_told(self, play: World) -> None:
        play.put("short.example", "/x", leads_to(play.at("news.example", "/y")))
        play.put("news.example", "/y", leads_to("/z", "301 Moved"))
        play.put("news.example", "/z", answer(WORDS))
        with play.web() as web:
            given = web.get(play.at("short.example", "/x"))
        assert given.final == play.at("news.example", "/z")
        assert given.hops == (play.at("short.example", "/x"), play.at("news.example", "/y"))

    def test_it_is_unpacked_and_its_bytes_on_the_wire_are_kept(self, play: World) -> None:
        wire = packed(WORDS.encode())
        with play.web() as web:
            given = web.get(play.put("news.example", "/", answer(wire, Content_Encoding="gzip")))
        assert given.body == WORDS.encode()
        assert given.exchanges[-1].body == wire

    def test_a_server_is_told_the_truth_about_us(self, play: World) -> None:
        with play.web() as web:
            web.get(play.put("news.example", "/", answer(WORDS)))
        assert {q.headers["user-agent"].split()[0] for q in play.asked} == {f"tracer/{__version__}"}

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            ("404 Not Found", "no such page"),
            ("410 Gone", "taken away"),
            ("500 Oops", "out of order"),
            ("429 Slow", "come back later"),
        ],
    )
    def test_one_that_is_not_there_may_be_in_an_archive(
        self, play: World, status: str, words: str
    ) -> None:
        with play.web() as web, pytest.raises(Unreachable, match=words):
            web.get(play.put("news.example", "/", answer("", status)))

    @pytest.mark.parametrize(
        "status", ["401 Who", "402 Pay", "403 No", "451 Law", "204 None", "418 Tea"]
    )
    def test_one_that_is_not_for_us_is_looked_for_nowhere_else(
        self, play: World, status: str
    ) -> None:
        with play.web() as web, pytest.raises(FetchError) as caught:
            web.get(play.put("news.example", "/", answer("", status)))
        assert not isinstance(caught.value, Unreachable)


class TestRobots:
    def rules(self, play: World, text: str) -> None:
        play.put("news.example", "/robots.txt", answer(text, kind="text/plain"))
        play.put("news.example", "*", answer(WORDS))

    @pytest.mark.parametrize("agent", ["*", "tracer", "Tracer"])
    def test_a_page_that_is_not_wanted_fetched_is_not(self, play: World, agent: str) -> None:
        self.rules(play, f"User-agent: {agent}\nDisallow: /private/*.html$\n")
        with play.web() as web:
            assert web.get(play.at("news.example", "/public.html")).status == 200
            with pytest.raises(FetchError, match=r"robots\.txt"):
                web.get(play.at("news.example", "/private/a.html"))
        assert play.paths() == ["/public.html"]

    def test_where_a_page_leads_to_is_asked_as_well(self, play: World) -> None:
        self.rules(play, "User-agent: *\nDisallow: /")
        with play.web() as web, pytest.raises(FetchError, match=r"robots\.txt"):
            web.get(play.put("short.example", "/", leads_to(play.at("news.example", "/a"))))
        assert play.paths("news.example") == []

    def test_it_is_asked_for_once(self, play: World) -> None:
        self.rules(play, "")
        with play.web() as web:
            for name in "abc":
                web.get(play.at("news.example", f"/{name}"))
        assert [q.path for q in play.asked] == ["/robots.txt", "/a", "/b", "/c"]

    @pytest.mark.parametrize(
        "text",
        [
            "User-agent: *\nDisallow: /" + "*a" * 400 + "$\n",
            "User-agent: *\n" + "Disallow: /*b*c$\n" * 20_000,
            "\x00\xff" * 9000,
            "User-agent: " + "x" * 400_000,
            "User-agent: *\nCrawl-delay: nan\nRequest-rate: 1/0\nVisit-time: x",
        ],
    )
    def test_a_hostile_one_does_not_hold_us_up(self, play: World, text: str) -> None:
        self.rules(play, text)
        with play.web() as web:
            assert web.get(play.at("news.example", "/" + "a" * 900 + "b")).status == 200

    def test_none_allows_all_and_a_broken_server_nothing(self, play: World) -> None:
        play.put("a.example", "/", answer(WORDS))
        play.put("b.example", "/", answer(WORDS))
        play.put("b.example", "/robots.txt", answer("", "503 Busy"))
        with play.web() as web:
            assert web.get(play.at("a.example")).status == 200
            with pytest.raises(FetchError, match=r"robots\.txt cannot be read \(503\)") as told:
                web.get(play.at("b.example"))
        assert told.value.where == play.at("b.example")
        assert play.paths("b.example") == []

    @pytest.mark.parametrize(("asked", "gap"), [("7", 7.0), ("0.1", 1.0), ("86400", 30.0)])
    def test_its_pause_is_kept_within_reason(self, play: World, asked: str, gap: float) -> None:
        self.rules(play, f"User-agent: *\nCrawl-delay: {asked}\n")
        with play.web() as web:
            for name in "abc":
                web.get(play.at("news.example", f"/{name}"))
        assert play.time.waits == [1.0, gap, gap]  # the first: after robots.txt itself


class TestRetries:
    def later(self, play: World, *answers: bytes) -> str:
        left = list(answers)
        play.put("news.example", "/", lambda _: left.pop(0) if left else answer(WORDS))
        return play.at("news.example")

    def test_retry_after_is_waited_for(self, play: World) -> None:
        address = self.later(play, answer("", "429 Slow", Retry_After="17"))
        with play.web() as web:
            assert web.get(address).body == WORDS.encode()
        assert 17.0 in play.time.waits

    @pytest.mark.parametrize("asked", ["soon", "-5", "9" * 5000, "Mon, 99 Foo", "1e3", ""])
    def test_one_that_makes_no_sense_is_not(self, play: World, asked: str) -> None:
        address = self.later(play, answer("", "503 Busy", Retry_After=asked))
        with play.web() as web:
            assert web.get(address).body == WORDS.encode()

    def test_one_with_a_date_that_is_over_is_asked_at_once(self, play: World) -> None:
        over = "Wed, 01 Jan 2020 00:00:00 GMT"
        address = self.later(play, answer("", "503 Busy", Retry_After=over))
        with play.web() as web:
            web.get(address)
        assert play.time.waits == [1.0, 0]

    def test_one_that_is_too_long_is_not(self, play: World) -> None:
        asked = str(int(LONGEST_WAIT) + 1)
        address = self.later(play, answer("", "503 Busy", Retry_After=asked))
        with play.web() as web, pytest.raises(Unreachable):
            web.get(address)
        assert play.paths() == ["/"]

    def test_what_passes_is_asked_again_with_growing_pauses(self, play: World) -> None:
        address = self.later(play, answer("", "502 Bad"), b"", answer(WORDS))
        with play.web() as web:
            assert web.get(address).body == WORDS.encode()
        assert play.paths() == ["/", "/", "/"]
        assert play.time.waits == [1.0, 0.0, 2.0]

    def test_not_for_ever(self, play: World) -> None:
        play.put("news.example", "/", answer("", "503 Busy"))
        with play.web() as web, pytest.raises(Unreachable, match="503"):
            web.get(play.at("news.example"))
        assert play.paths() == ["/", "/", "/"]

    @pytest.mark.parametrize("status", ["404 Not Found", "403 No", "501 What"])
    def test_what_stays_is_not_asked_again(self, play: World, status: str) -> None:
        address = self.later(play, answer("", status))
        with play.web() as web, pytest.raises(FetchError):
            web.get(address)
        assert play.paths() == ["/"]


class TestCache:
    @pytest.fixture
    def cache(self, tmp_path: Path) -> Path:
        return tmp_path / "http.db"

    def twice(self, play: World, cache: Path, *answers: Any) -> list[Fetched]:
        left = list(answers)
        play.put(
            "news.example", "/", lambda q: left.pop(0)(q) if callable(left[0]) else left.pop(0)
        )
        found = []
        for day in ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"):
            play.day = day
            with play.web(cache=cache) as web:  # a new program each time
                found.append(web.get(play.at("news.example")))
        return found

    def test_what_keeps_is_not_asked_for_again(self, play: World, cache: Path) -> None:
        one, two = self.twice(play, cache, answer(WORDS, Cache_Control="max-age=3600"))
        assert play.paths() == ["/"]
        assert one.body == two.body == WORDS.encode()
        assert two.exchanges == ()

    @pytest.mark.parametrize("control", ["no-store", "no-store, max-age=3600"])
    def test_what_must_not_be_kept_is_not(self, play: World, cache: Path, control: str) -> None:
        answers = [answer(WORDS, Cache_Control=control, ETag='"1"')] * 2
        self.twice(play, cache, *answers)
        assert play.paths() == ["/", "/"]
        assert "if-none-match" not in play.asked[-1].headers
        assert WORDS.encode() not in cache.read_bytes()

    @pytest.mark.parametrize("control", ["max-age=0", "no-cache", ""])
    @pytest.mark.parametrize("mark", ["ETag", "Last_Modified"])
    def test_a_page_that_has_not_changed_is_not_sent_again(
        self, play: World, cache: Path, control: str, mark: str
    ) -> None:
        value = '"1"' if mark == "ETag" else "Thu, 01 Jan 2026 00:00:00 GMT"
        asked = "if-none-match" if mark == "ETag" else "if-modified-since"

        def same(question: Question) -> bytes:
            assert question.headers[asked] == value
            return answer("", "304 Not Modified")

        given = {mark: value} | ({"Cache_Control": control} if control else {})
        one, two = self.twice(play, cache, answer(WORDS, **given), same)
        assert one.body == two.body == WORDS.encode()
        assert two.status == 200
        assert (one.retrieved, two.retrieved) == ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")

    def test_one_that_has_changed_is(self, play: World, cache: Path) -> None:
        new = page("The bridge was opened again.")
        one, two = self.twice(play, cache, answer(WORDS, ETag='"1"'), answer(new, ETag='"2"'))
        assert (one.body, two.body) == (WORDS.encode(), new.encode())

    def test_what_says_nothing_of_it_is_asked_for_again(self, play: World, cache: Path) -> None:
        self.twice(play, cache, answer(WORDS), answer(WORDS))
        assert play.paths() == ["/", "/"]

    def test_bytes_that_are_no_text_come_back_as_they_were(self, play: World, cache: Path) -> None:
        raw = bytes(range(256)) * 9
        given = answer(raw, kind="application/pdf", Cache_Control="max-age=3600")
        assert [each.body for each in self.twice(play, cache, given)] == [raw, raw]

    def test_several_hosts_at_a_time_share_it(self, play: World, cache: Path) -> None:
        keeps = {"Cache_Control": "max-age=3600"}
        all_of_them = [play.put(f"h{n}.example", "/", answer(WORDS, **keeps)) for n in range(12)]
        for _ in range(2):
            with play.web(cache=cache) as web:
                found = dict(web.get_all(all_of_them))
            assert {each.body for each in found.values() if isinstance(each, Fetched)} == {
                WORDS.encode()
            }
        assert len(play.paths()) == 12

    @pytest.mark.parametrize("damage", [b"no database at all" * 99, b"\0" * 4096])
    def test_one_that_is_damaged_is_said_to_be(
        self, play: World, cache: Path, damage: bytes
    ) -> None:
        cache.write_bytes(damage)
        address = play.put("news.example", "/", answer(WORDS, Cache_Control="max-age=3600"))
        with (
            pytest.raises(TracerError, match=r"kept pages.*Delete it"),
            play.web(cache=cache) as web,
        ):
            web.get(address)

    def test_a_broken_entry_is_asked_for_again(self, play: World, cache: Path) -> None:
        address = play.put("news.example", "/", answer(WORDS, Cache_Control="max-age=3600"))
        with play.web(cache=cache) as web:
            web.get(address)
        with closing(sqlite3.connect(cache)) as database, database:
            database.execute("UPDATE responses SET value = '{\"x\": '")
        with play.web(cache=cache) as web:
            assert web.get(address).body == WORDS.encode()

    def test_an_error_is_not_kept(self, play: World, cache: Path) -> None:
        play.put("news.example", "/", answer("", "404 No", Cache_Control="max-age=3600"))
        for _ in range(2):
            with play.web(cache=cache) as web, pytest.raises(Unreachable):
                web.get(play.at("news.example"))
        assert play.paths() == ["/", "/"]


class TestMany:
    def test_every_address_once_and_each_with_what_came_of_it(self, play: World) -> None:
        good = [play.put(f"{name}.example", "/", answer(WORDS)) for name in "abc"]
        bad = play.at("d.example", "/nothing")
        with play.web() as web:
            found = dict(web.get_all([*good, bad, *good]))
        assert found.keys() == {*good, bad}
        assert isinstance(found[bad], Unreachable)
        assert sorted(play.paths()) == ["/", "/", "/", "/nothing"]

    def test_hosts_are_asked_side_by_side(self, play: World) -> None:
        """Each answer waits for all the others to be asked for."""
        together = threading.Barrier(4, timeout=30)

        def meeting(_: Question) -> bytes:
            together.wait()
            return answer(WORDS)

        addresses = [play.put(f"{name}.example", "/", meeting) for name in "abcd"]
        with play.web() as web:
            found = dict(web.get_all(addresses))
        assert all(isinstance(each, Fetched) for each in found.values())

    def test_one_host_gets_one_question_at_a_time(self, play: World) -> None:
        busy = threading.Lock()

        def alone(_: Question) -> bytes:
            assert busy.acquire(blocking=False)
            threading.Event().wait(0.01)
            busy.release()
            return answer(WORDS)

        play.put("news.example", "*", alone)
        play.put("news.example", "/robots.txt", answer("", "404 No"))
        addresses = [play.at("news.example", f"/{n}") for n in range(5)]
        addresses += [
            play.put(f"short{n}.example", "/", leads_to(play.at("news.example", f"/s{n}")))
            for n in range(5)
        ]
        with play.web() as web:
            found = dict(web.get_all(addresses))
        assert [each for each in found.values() if isinstance(each, FetchError)] == []

    def test_a_stop_cuts_off_what_is_under_way(self, play: World) -> None:
        asked, never = threading.Event(), threading.Event()

        def hanging(_: Question) -> bytes:
            asked.set()
            never.wait(30)
            return b""

        address = play.put("news.example", "/", hanging)
        with play.web() as web:
            stopper = threading.Thread(target=lambda: asked.wait(30) and web.stop())
            stopper.start()
            with pytest.raises(FetchError, match="stopped"):
                web.get(address)
            stopper.join()
            never.set()
            with pytest.raises(FetchError, match="stopped"):
                web.get(play.put("other.example", "/", answer(WORDS)))


class TestServices:
    def test_they_are_asked_without_robots_txt_and_at_their_own_pace(self, play: World) -> None:
        play.put("api.example", "/robots.txt", answer("User-agent: *\nDisallow: /"))
        address = play.put("api.example", "/search", answer('{"a": 1}', kind="application/json"))
        with play.web(gaps={"api.example": 5.0}) as web:
            for _ in range(3):
                assert web.ask(address, {"q": "a b&c"}).body == b'{"a": 1}'
        assert play.paths() == ["/search?q=a+b%26c"] * 3
        assert play.time.waits == [5.0, 5.0]

    def test_a_key_is_sent_and_shown_to_nobody(self, play: World) -> None:
        address = play.put("api.example", "/", answer("{}"))
        with play.web(recording=True) as web:
            given = web.ask(address, {}, {"X-Goog-Api-Key": "open sesame"})
            assert play.asked[-1].headers["x-goog-api-key"] == "open sesame"
            assert "sesame" not in repr(given) + repr(web.exchanges)

    def test_a_key_is_not_passed_on(self, play: World) -> None:
        play.put("api.example", "/", leads_to(play.put("other.example", "/", answer("{}"))))
        with play.web() as web, pytest.raises(FetchError):
            web.ask(play.at("api.example"), {}, {"X-Goog-Api-Key": "open sesame"})
        assert play.paths("other.example") == []


class TestSecure:
    """TLS: the name of the address is what the certificate is held against, not where it leads."""

    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        openssl = shutil.which("openssl")
        if openssl is None:
            pytest.skip("no openssl to make a certificate with")
        path = tmp_path / "both.pem"
        subprocess.run(
            [
                *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
                *("-subj", "/CN=secure.example", "-addext", "subjectAltName=DNS:secure.example"),
                *("-keyout", str(tmp_path / "key.pem"), "-out", str(path)),
            ],
            check=True,
            capture_output=True,
        )
        path.write_bytes(path.read_bytes() + (tmp_path / "key.pem").read_bytes())
        return path

    @pytest.fixture
    def named(self) -> list[str]:
        """The names that the server was asked for."""
        return []

    @pytest.fixture
    def port(self, certificate: Path, named: list[str]) -> Iterator[int]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _socket, name, _context: named.append(name)

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError), context.wrap_socket(self.request, server_side=True) as line:
                    line.recv(65_536)
                    line.sendall(answer(WORDS))

        with socketserver.ThreadingTCPServer((PLACE, 0), Handler) as server:
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            yield server.server_address[1]
            server.shutdown()

    def test_a_certificate_that_fits(
        self, play: World, certificate: Path, port: int, named: list[str]
    ) -> None:
        with play.web() as web:
            web.services.verify = str(certificate)
            given = web.ask(f"https://secure.example:{port}/", {})
        assert given.body == WORDS.encode()
        assert named == ["secure.example"]

    def test_one_for_another_name(self, play: World, certificate: Path, port: int) -> None:
        with play.web() as web:
            web.services.verify = str(certificate)
            with pytest.raises(Unreachable, match="certificate"):
                web.ask(f"https://other.example:{port}/", {})

    def test_one_that_nobody_vouches_for(self, play: World, port: int) -> None:
        with play.web() as web, pytest.raises(Unreachable, match="certificate"):
            web.get(f"https://secure.example:{port}/")
