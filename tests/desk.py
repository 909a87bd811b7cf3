"""A real desk for tests: uvicorn on a loopback port, a real database, in a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from lxml import html

from tracer import pipeline, run
from tracer.matching import Sources
from tracer.models import Document, Report
from tracer.outlets import Outlets
from tracer.review import Place
from tracer.review.desk import Desk, Fetch
from tracer.review.guard import Rules
from tracer.review.serving import listen, rules_for, server
from tracer.store import Store

ROOT = Path(__file__).parent.parent
HUAWEI = ROOT / "fixtures" / "huawei-5g"


@dataclass(frozen=True)
class Running:
    """A desk that listens. ``url`` has no slash at its end."""

    url: str
    db: Path
    reports: Path
    desk: Desk
    rules: Rules

    def report(self, article_id: str) -> Report:
        with Store.existing(self.db) as store:
            report = store.report(article_id)
        assert report is not None
        return report

    def file(self) -> Path:
        """The report of the only article."""
        (path,) = (each for each in self.reports.glob("*.html") if each.name != "index.html")
        return path

    def written(self) -> str:
        return self.file().read_text(encoding="utf-8")


def checked(article: Document, *sources: Document) -> Report:
    """The report on an article, as ``tracer check`` would make it."""
    return pipeline.check(
        article,
        Sources(sources),
        outlets=Outlets.default(),
        generated="2025-01-02T03:04:05Z",
        settings={},
    )


def filled(folder: Path, *reports: Report) -> Path:
    """A database with ``reports``, each also written as HTML to the folder's reports."""
    db, out = folder / "tracer.db", folder / "reports"
    out.mkdir()
    with Store.open(db) as store:
        for report in reports:
            store.save(report)
            run.write(report, ["html"], out, store)
    return db


@contextmanager
def running(db: Path, place: Place | None = None, fetch: Fetch | None = None) -> Iterator[Running]:
    """A desk over ``db`` that listens as long as the block lasts."""
    place = place or Place("127.0.0.1", 0)
    listening = listen(place)
    port = listening.getsockname()[1]
    rules = rules_for(place, port)
    reports = db.parent / "reports"
    desk = Desk(db, run.Order(out=reports, formats=()), fetch)
    serving = server(desk, rules, "login")
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Running(f"http://127.0.0.1:{port}", db, reports, desk, rules)
    finally:
        serving.should_exit = True
        thread.join()
        listening.close()
        desk.close()


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers in lower case, the body as text."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers["location"]

    def says(self, words: str) -> bool:
        """Whether the page says ``words``, whatever its tags and line breaks."""
        return words in " ".join(html.fromstring(self.text).text_content().split())


class Visitor:
    """A browser without scripts: keeps cookies, follows nothing by itself."""

    def __init__(self, url: str, name: str = "") -> None:
        self.address = urlsplit(url).netloc
        self.cookies: dict[str, str] = {"tracer_reviewer": quote(name)} if name else {}

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form of the page ``/keys``, which gives its seal."""
        body = urlencode({"csrf": self.seal(), **fields}).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, kind | headers)

    def upload(self, path: str, name: str, raw: bytes, **fields: str) -> Answer:
        line = "tracer-test-line"
        parts = [
            f'--{line}\r\ncontent-disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {"csrf": self.seal(), **fields}.items()
        ]
        head = f'--{line}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + raw + f"\r\n--{line}--\r\n".encode()
        kind = {"content-type": f"multipart/form-data; boundary={line}"}
        return self._ask("POST", path, body, kind)

    def seal(self) -> str:
        page = html.fromstring(self.get("/name").text)
        return str(page.xpath("string(//input[@name='csrf']/@value)"))

    def raw(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        return self._ask(method, path, body, headers)

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection(self.address, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"cookie": cookie} | named)
        got = connection.getresponse()
        text = got.read().decode()
        for line in got.headers.get_all("set-cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, text)
