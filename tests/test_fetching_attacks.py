"""What hostile addresses and servers try. The canary must never be reached, whatever they do."""

from __future__ import annotations

import itertools
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playing import PLACE, World, answer, leads_to, packed, page, world

from tracer.errors import FetchError, ReadError, Refused, Unreachable
from tracer.extract import read_bytes
from tracer.fetching import Fetched, Limits

SMALL = Limits(most=200_000, seconds=20, connect=5, silence=5)
SHORT = Limits(most=200_000, seconds=0.4, connect=5, silence=5)
"""A real deadline, short enough to wait for."""


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(monkeypatch) as made:
        yield made
        assert made.caught == [], "the canary was reached"


def fetched(play: World, address: str, limits: Limits = SMALL) -> Fetched:
    with play.web(limits) as web:
        return web.get(address)


INSIDE = [
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/latest/meta-data/",
    "http://[::1]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::]:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://0:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[::ffff:0:127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:7f00:1::]:{port}/",
    "http://[fe80::1]:{port}/",
    "http://[fec0::1]:{port}/",
    "http://[fc00::1]:{port}/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://100.100.100.200/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "https://127.0.0.1:{port}/",
    "https://[::1]:{port}/",
]
NEVER = [
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:{port}/_GET",
    "data:text/html,hello",
    "javascript:alert(1)",
    "http://news.example@127.0.0.1:{port}/",
    "http://news.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@news.example/",
    "http://news.example\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@news.example/",
    "http:///127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://news.example:{port}/\r\nHost: 127.0.0.1",
    "",
]


def _may_be_public(address: IPv4Address | IPv6Address) -> bool:
    """Among those that Python calls global."""
    if isinstance(address, IPv4Address):
        return not address.is_multicast
    written_in = address.ipv4_mapped
    return _may_be_public(written_in) if written_in else address in ip_network("2000::/3")


class TestAddresses:
    @pytest.mark.parametrize("address", INSIDE)
    def test_one_inside_is_refused(self, play: World, address: str) -> None:
        with pytest.raises(Refused, match="not public"):
            fetched(play, address.format(port=play.port))

    @pytest.mark.parametrize("address", NEVER)
    def test_one_that_is_none_is_refused(self, play: World, address: str) -> None:
        with pytest.raises(FetchError):
            fetched(play, address.format(port=play.port))

    @given(st.ip_addresses().filter(lambda a: not (a.is_global and _may_be_public(a))))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_none_that_is_not_public_is_ever_connected_to(
        self, play: World, address: IPv4Address | IPv6Address
    ) -> None:
        host = f"[{address}]" if address.version == 6 else str(address)
        with play.web(SMALL) as web, pytest.raises(Refused, match="not public"):
            web.ask(f"http://{host}:{play.port}/", {})

    def test_nothing_but_a_test_can_open_the_guard(self, play: World) -> None:
        from tracer.fetching import Web

        with Web() as web, pytest.raises(Refused):
            web.get(f"http://{PLACE}:{play.port}/")
        assert play.asked == []


class TestRedirects:
    @pytest.mark.parametrize("address", INSIDE)
    def test_one_that_leads_inside_is_refused(self, play: World, address: str) -> None:
        start = play.put("news.example", "/", leads_to(address.format(port=play.port)))
        with pytest.raises(Refused):
            fetched(play, start)

    @pytest.mark.parametrize("address", [a for a in NEVER if "\r" not in a and a])
    def test_one_that_leads_off_the_web_is_refused(self, play: World, address: str) -> None:
        start = play.put(
            "news.example", "/", leads_to(address.format(port=play.port).encode().decode("latin-1"))
        )
        with pytest.raises(FetchError):
            fetched(play, start)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_the_last_of_many_is_looked_at_as_well(self, play: World, status: int) -> None:
        for step in range(4):
            play.put("news.example", f"/{step}", leads_to(f"/{step + 1}", f"{status} Moved"))
        play.put("news.example", "/4", leads_to(f"http://127.0.0.1:{play.port}/", f"{status} M"))
        with pytest.raises(Refused):
            fetched(play, play.at("news.example", "/0"))

    def test_one_that_is_kept_in_the_cache_is_looked_at_again(
        self, play: World, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        inside = f"http://127.0.0.1:{play.port}/"
        moved = answer(status="301 Moved", Location=inside, Cache_Control="max-age=3600")
        start = play.put("news.example", "/", moved)
        cache = tmp_path_factory.mktemp("cache") / "http.db"
        for _ in range(2):
            with play.web(cache=cache) as web, pytest.raises(Refused):
                web.get(start)

    def test_a_loop_ends(self, play: World) -> None:
        play.put("a.example", "/", leads_to(play.at("b.example")))
        play.put("b.example", "/", leads_to(play.at("a.example")))
        with pytest.raises(Unreachable, match="round and round"):
            fetched(play, play.at("a.example"))

    def test_an_endless_chain_ends(self, play: World) -> None:
        numbers = itertools.count()
        play.put("a.example", "*", lambda _: leads_to(f"/{next(numbers)}"))
        play.put("a.example", "/robots.txt", answer(status="404 Not Found"))
        with pytest.raises(Unreachable, match="round and round"):
            fetched(play, play.at("a.example"))
        assert len(play.paths()) == 11

    def test_robots_txt_cannot_lead_inside_either(self, play: World) -> None:
        play.put("news.example", "/robots.txt", leads_to(f"http://127.0.0.1:{play.port}/"))
        with pytest.raises(Refused):
            fetched(play, play.put("news.example", "/", answer(page("Words."))))
        assert play.paths() == []


class TestNames:
    def test_one_that_means_another_place_the_second_time(self, play: World) -> None:
        """What is looked at is what is connected to: the name is not asked for in between."""
        play.names.known["rebinding.example"] = [[PLACE], ["127.0.0.1"]]
        play.put("rebinding.example", "/robots.txt", answer(status="404 Not Found"))
        with pytest.raises(Refused):  # the page: the name was asked for again, and refused
            fetched(play, play.put("rebinding.example", "/", answer(page("Words."))))
        assert [q.path for q in play.asked] == ["/robots.txt"]
        assert play.names.asked["rebinding.example"] == 2

    def test_each_question_asks_for_the_name_once(self, play: World) -> None:
        play.names.known["rebinding.example"] = [[PLACE], [PLACE], ["127.0.0.1"]]
        address = play.put("rebinding.example", "/", answer(page("Words.")))
        assert fetched(play, address).status == 200
        assert play.names.asked["rebinding.example"] == 2

    @pytest.mark.parametrize("addresses", [[PLACE, "127.0.0.1"], ["10.0.0.1", PLACE]])
    def test_one_with_a_public_and_a_private_address(
        self, play: World, addresses: list[str]
    ) -> None:
        play.names.known["mixed.example"] = [addresses]
        with pytest.raises(Refused):
            fetched(play, play.at("mixed.example"))

    def test_one_that_does_not_exist(self, play: World) -> None:
        with pytest.raises(Unreachable, match="no such host"):
            fetched(play, "http://nowhere.invalid/")

    def test_a_proxy_of_the_environment_is_not_used(
        self, play: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{play.port}")
        address = play.put("news.example", "/", answer(page("Words.")))
        assert fetched(play, address).status == 200

    def test_no_password_of_netrc_is_given_away(
        self, play: World, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        netrc = tmp_path_factory.mktemp("home") / "netrc"
        netrc.write_text("default login me password mine\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        fetched(play, play.put("news.example", "/", answer(page("Words."))))
        assert not any("authorization" in question.headers for question in play.asked)

    def test_no_cookie_is_ever_sent_back(self, play: World) -> None:
        play.put("news.example", "/", answer(page("Words."), Set_Cookie="a=b; Path=/"))
        with play.web() as web:
            web.get(play.at("news.example"))
            web.get(play.at("news.example"))
        assert not any("cookie" in question.headers for question in play.asked)


def chunked(parts: Iterator[bytes], **headers: str) -> Iterator[bytes]:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    yield f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n{lines}\r\n".encode()
    for part in parts:
        yield f"{len(part):x}\r\n".encode() + part + b"\r\n"
    yield b"0\r\n\r\n"


def dripping(head: bytes) -> Iterator[bytes]:
    """A byte now and then, for ever: the other side hangs up."""
    yield head
    while not threading.Event().wait(0.05):
        yield b"x"


class TestBombs:
    @pytest.mark.parametrize("times", [1, 2, 3])
    def test_one_in_gzip(self, play: World, times: int) -> None:
        bomb = packed(bytes(30_000_000), times)
        packing = ", ".join(["gzip"] * times)
        address = play.put("news.example", "/", answer(bomb, Content_Encoding=packing))
        with pytest.raises(FetchError, match="larger than"):
            fetched(play, address)

    def test_one_in_deflate(self, play: World) -> None:
        bomb = zlib.compress(bytes(30_000_000))
        address = play.put("news.example", "/", answer(bomb, Content_Encoding="deflate"))
        with pytest.raises(FetchError, match="larger than"):
            fetched(play, address)

    def test_a_chain_of_packings_without_end(self, play: World) -> None:
        body = packed(b"words", 40)
        address = play.put(
            "news.example", "/", answer(body, Content_Encoding=", ".join(["gzip"] * 40))
        )
        with pytest.raises(FetchError, match="broken"):
            fetched(play, address)

    @pytest.mark.parametrize("packing", ["br", "zstd", "gzip, br", "compress", "bogus"])
    def test_a_packing_that_nobody_asked_for(self, play: World, packing: str) -> None:
        address = play.put("news.example", "/", answer(b"\x00" * 99, Content_Encoding=packing))
        with pytest.raises(FetchError, match="nobody asked for"):
            fetched(play, address)
        assert play.asked[-1].headers["accept-encoding"] == "gzip, deflate"

    def test_a_packing_that_is_broken(self, play: World) -> None:
        address = play.put("news.example", "/", answer(b"no gzip", Content_Encoding="gzip"))
        with pytest.raises(FetchError, match="broken"):
            fetched(play, address)

    def test_a_body_without_end(self, play: World) -> None:
        endless = itertools.chain([b"HTTP/1.0 200 OK\r\n\r\n"], itertools.repeat(b"x" * 65_536))
        address = play.put("news.example", "/", lambda _: endless)
        with pytest.raises(FetchError, match="larger than"):
            fetched(play, address)

    def test_a_chunked_body_without_end(self, play: World) -> None:
        address = play.put("news.example", "/", lambda _: chunked(itertools.repeat(b"x" * 9999)))
        with pytest.raises(FetchError, match="larger than"):
            fetched(play, address)

    def test_a_line_of_a_chunk_without_end(self, play: World) -> None:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        endless = itertools.chain([head], itertools.repeat(b"1" * 65_536))
        address = play.put("news.example", "/", lambda _: endless)
        with pytest.raises(Unreachable, match="broke off"):
            fetched(play, address)

    def test_a_header_without_end(self, play: World) -> None:
        endless = itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], itertools.repeat(b"x" * 65_536))
        address = play.put("news.example", "/", lambda _: endless)
        with pytest.raises(Unreachable):
            fetched(play, address)

    def test_headers_without_end(self, play: World) -> None:
        endless = itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X: y\r\n" * 999))
        address = play.put("news.example", "/", lambda _: endless)
        with pytest.raises(Unreachable):
            fetched(play, address)


class TestTime:
    @pytest.mark.parametrize(
        "head",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
            b"HTTP/1.0 200 OK\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nX: ",
            b"",
        ],
    )
    def test_a_drip_is_cut_off(self, play: World, head: bytes) -> None:
        address = play.put("news.example", "/", lambda _: dripping(head))
        with pytest.raises(Unreachable, match="longer than"):
            fetched(play, address, SHORT)

    def test_continue_for_ever(self, play: World) -> None:
        endless = itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 20)
        address = play.put("news.example", "/", lambda _: endless)
        with pytest.raises(Unreachable, match="longer than"):
            fetched(play, address, SHORT)


class TestLies:
    def test_a_length_that_is_too_long(self, play: World) -> None:
        short = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhello"
        with pytest.raises(Unreachable, match="broke off"):
            fetched(play, play.put("news.example", "/", short))

    def test_a_length_that_is_too_short(self, play: World) -> None:
        long = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"
        assert fetched(play, play.put("news.example", "/", long)).body == b"hello"

    @pytest.mark.parametrize("length", ["-1", "9" * 40, "five", "5, 6"])
    def test_a_length_that_is_none(self, play: World, length: str) -> None:
        odd = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nhello".encode()
        address = play.put("news.example", "/", odd)
        with play.web(SMALL) as web, suppress(FetchError):
            assert web.get(address).body == b"hello"

    def test_an_answer_that_is_none(self, play: World) -> None:
        with pytest.raises(Unreachable):
            fetched(play, play.put("news.example", "/", b"SSH-2.0-OpenSSH_9.9\r\n"))

    def test_a_charset_that_is_wrong(self, play: World) -> None:
        """Valid UTF-8 is UTF-8, whatever the header says."""
        raw = page("Die Straße war naß. “Gut,” sagte er.").encode()
        given = fetched(
            play, play.put("news.example", "/", answer(raw, kind="text/html; charset=utf-7"))
        )
        document = read_bytes(
            given.body, address=given.final, name="a", media_type=given.header("content-type")
        )
        assert "Die Straße war naß. “Gut,” sagte er." in document.text

    def test_an_image_that_says_it_is_a_page(self, play: World) -> None:
        given = fetched(
            play, play.put("news.example", "/", answer(b"\x89PNG\r\n\x1a\n" + bytes(99)))
        )
        with pytest.raises(ReadError, match="PNG"):
            read_bytes(given.body, address=given.final, name="a", media_type="text/html")


_line = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=40)
_headers = st.lists(
    st.tuples(
        st.sampled_from(
            "Content-Length Content-Encoding Transfer-Encoding Content-Type Location Set-Cookie "
            "Retry-After Link Connection Content-Range X".split()
        ),
        _line | st.sampled_from(["chunked", "gzip", "deflate", "gzip, gzip", "close", "0", "1"]),
    ),
    max_size=4,
)


class TestWhatever:
    """Whatever a server sends, it is a page or an error for a person, and nothing else."""

    def outcome(self, play: World, raw: bytes) -> None:
        address = play.put("fuzz.example", "/", raw)
        limits = Limits(most=100_000, seconds=5, connect=5, silence=1)
        with play.web(limits) as web, suppress(FetchError):
            assert web.ask(address, {}).status

    @given(st.binary(max_size=200))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
    def test_bytes(self, play: World, raw: bytes) -> None:
        self.outcome(play, raw)

    @given(status=st.integers(100, 599), said=_line, headers=_headers, body=st.binary(max_size=99))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_answers(
        self, play: World, status: int, said: str, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        head = f"HTTP/1.1 {status} {said}\r\n{lines}\r\n".encode("latin-1")
        self.outcome(play, head + body)

    @given(
        st.sampled_from(["", "http:", "http://", "//", "http://[", "http://127.0.0.1", "HTTP://"]),
        _line,
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_ways(self, play: World, start: str, rest: str) -> None:
        self.outcome(play, leads_to(start + rest))
