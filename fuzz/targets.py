"""What is fuzzed: each target takes bytes, does what tracer does with them, and holds it to what
must be true of any input. A target that returns is content; any exception is a finding.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlencode

from lxml import html
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from tracer import export, extract, pipeline, render, text
from tracer.errors import ReadError
from tracer.extract import plain
from tracer.judge.amounts import amounts
from tracer.judge.figures import figures
from tracer.matching import Sources
from tracer.matching.needle import parse
from tracer.models import Document, Finding, Report, Source, Span, stable_id
from tracer.outlets import Outlets
from tracer.review import app, forms, guard
from tracer.review.desk import Desk
from tracer.run import Order
from tracer.store import Store

Target = Callable[[bytes], None]
WHEN = "2025-01-02T03:04:05Z"
PARTING = "\n---\n"
"""Where an input holds several texts, this parts them."""


def told(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def parts(data: bytes, count: int) -> list[str]:
    """``count`` texts; those that are not there are empty."""
    given = told(data).split(PARTING, count - 1)
    return given + [""] * (count - len(given))


def document(name: str, body: str, title: str | None = None) -> Document:
    return Document(id=stable_id(name), name=name, text=body, sha256="", title=title)


def _lie_in(spans: Iterable[Span], body: str) -> None:
    assert all(0 <= span.start <= span.end <= len(body) for span in spans)


def _in_order(spans: Iterable[Span]) -> None:
    assert all(one.end <= after.start for one, after in pairwise(spans))


# --- text ----------------------------------------------------------------------------------------


def fuzz_text(data: bytes) -> None:
    """A fold keeps the length; words, sentences and paragraphs lie in their text, in order."""
    body = told(data)
    assert len(text.fold(body)) == len(body)
    _in_order([word.span for word in text.words(body)])
    for spans in (text.paragraphs(body), text.sentences(body)):
        _lie_in(spans, body)
        _in_order(spans)
        assert "".join("".join(span.of(body).split()) for span in spans) == "".join(body.split())
    quoted = text.quotations(body)
    _lie_in(quoted, body)
    assert "".join(piece.text for piece in text.highlights(body, quoted)) == body


def fuzz_figures(data: bytes) -> None:
    """Figures stand among the words they were read from, and equal themselves."""
    found = text.words(told(data))
    for figure in figures(found):
        assert figure.equals(figure)
    for amount in amounts(found):
        assert amount.is_like(amount)


# --- extract -------------------------------------------------------------------------------------


def fuzz_plain(data: bytes) -> None:
    """Plain text and Markdown: links and marks lie in the text that comes out."""
    for read in (plain.read, plain.read_markdown):
        content = read(told(data))
        _lie_in([link.span for link in content.links], content.text)


def fuzz_page(data: bytes) -> None:
    """A page of HTML gives a document, or says why not."""
    _read(data, "text/html; charset=utf-8")


def fuzz_bytes(data: bytes) -> None:
    """Bytes of no stated kind give a document, or are refused in words."""
    _read(data, None)


def _read(data: bytes, media_type: str | None) -> None:
    address = "https://news.example/page"
    try:
        found = extract.read_bytes(data, address=address, name="page", media_type=media_type)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    _lie_in([link.span for link in found.links], found.text)
    _lie_in([*found.marks.headings, *found.marks.quotations], found.text)
    assert "\0" not in found.text


# --- attribution, matching, judging --------------------------------------------------------------


def fuzz_claims(data: bytes) -> None:
    """Claims say what stands at their place, one after another."""
    article = document("article", told(data))
    found = pipeline.find_claims(article, Outlets.default())
    assert all(claim.span.of(article.text) == claim.text for claim in found)
    _in_order([claim.span for claim in found])
    assert len({claim.id for claim in found}) == len(found)


def fuzz_matching(data: bytes) -> None:
    """A needle, and a page to look for it in: passages say what stands at their place."""
    needle, page = parts(data, 2)
    parse(needle)
    found = Sources([document("page", page)]).search(needle)
    for match in found:
        _lie_in(match.passage.spans, page)
        assert 0 <= match.score <= 100


def fuzz_judging(data: bytes) -> None:
    """An article and a page of it: a report with a rating for each claim, written in every way."""
    body, page = parts(data, 2)
    report = pipeline.check(
        document("article", body),
        Sources([document("page", page)]),
        outlets=Outlets.default(),
        generated=WHEN,
        settings={},
    )
    for finding in report.findings:
        _lie_in([span for m in finding.matches for span in m.passage.spans], page)


# --- report --------------------------------------------------------------------------------------


def fuzz_report(data: bytes) -> None:
    """Nothing in a report is a tag or a script but the template's own."""
    title, source, body = parts(data, 3)
    report = _report(body, title, source)
    page = html.fromstring(render.to_html(report))
    assert _active(page) == _active(html.fromstring(render.to_html(_report("a", "b", "c"))))


@cache
def _exports() -> Mapping[str, Callable[[Report], str]]:
    return {name: form.text for name, form in export.FORMATS.items()}


def fuzz_exports(data: bytes) -> None:
    """Every format can be written, and is a text that can be stored."""
    title, source, body = parts(data, 3)
    report = _report(body, title, source)
    for write in _exports().values():
        write(report).encode("utf-8", "backslashreplace")


def _report(body: str, title: str, source: str) -> Report:
    article, page = document("article", body, title), document(source or "page", body, source)
    spans = [span for span in text.sentences(body) if len(span)][:3]
    found = (_finding(body, span, at) for at, span in enumerate(spans))
    read = Source(page.id, source or "page", "read", page, detail=title)
    return Report(article, tuple(found), (read,), "0", WHEN, settings={"outlets": title})


def _finding(body: str, span: Span, at: int) -> Finding:
    from tracer.models import Claim

    claim = Claim(
        id=stable_id("claim", str(at)),
        span=span,
        text=span.of(body),
        group=stable_id(str(at)),
        kind="statement",
        check_worthy=True,
        check_worthiness=0.5,
        attribution=None,
    )
    return Finding(claim, "unsourced", rules=("T101",), reasons=(span.of(body),))


def _active(page: html.HtmlElement) -> tuple[int, int, int]:
    """How many scripts, frames and handlers of events there are."""
    scripts = len(page.xpath("//script"))
    frames = len(page.xpath("//iframe|//object|//embed|//base|//link"))
    return scripts, frames, len(page.xpath("//@*[starts-with(name(), 'on')]"))


# --- the desk's forms ----------------------------------------------------------------------------

SESSION = "fuzzed"
_TYPES = (
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=line",
)


def fuzz_forms(data: bytes) -> None:
    """The bytes of a form: fields within their limits, or a refusal of the visitor."""
    for kind in _TYPES:
        try:
            form = asyncio.run(forms.read(_request(data, kind)))
        except HTTPException as error:
            assert 400 <= error.status_code < 500
            continue
        assert not any("\0" in value for value in form.fields.values())
    name = told(data)
    assert len(forms.tidy_name(name)) <= forms.LONGEST_NAME
    assert forms.as_cookie(forms.tidy_name(name)).isascii()
    assert guard.local(name).startswith("/")
    assert not guard.local(name).startswith(("//", "/\\"))


def _request(body: bytes, kind: bytes) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", kind), (b"cookie", f"{forms.SESSION}={SESSION}".encode())]
    scope = {"type": "http", "method": "POST", "headers": headers, "path": "/", "app": None}
    return Request(scope | {"query_string": b""}, receive)


@cache
def _desk() -> guard.Guard:
    """A desk over one report, in a folder that is gone when the process ends."""
    folder = Path(_folder().name)
    with Store.open(folder / "tracer.db") as store:
        store.save(_report("Prices rose by 5 percent. The mayor resigned.", "News", "page"))
    desk = Desk(folder / "tracer.db", Order(out=folder, formats=()))
    return app.make(desk, guard.Rules(frozenset({"desk"}), False, "", ""), "Kim")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="tracer-fuzz-")


def fuzz_desk(data: bytes) -> None:
    """Sealed forms of any content to every address of the desk: an answer, never a fault."""
    first, second, third = parts(data, 3)
    claim, article = stable_id("claim", "0"), stable_id("article")
    fields = {"csrf": forms.seal(SESSION), "decision": "faithful", "note": first, "after": "0"}
    _answered("POST", f"/claims/{claim}/decide", fields)
    _answered("POST", f"/claims/{claim}/decide", fields | {"decision": second, "after": third})
    given = {"kind": first, "change": second, "note": third, "words": second, "reviewer": third}
    _answered("POST", f"/claims/{claim}/correct", {"csrf": forms.seal(SESSION)} | given)
    _answered("POST", "/name", {"csrf": forms.seal(SESSION), "name": first, "next": second})
    _answered("POST", "/undo", {"csrf": forms.seal(SESSION), "number": third, "next": first})
    _answered("GET", f"/articles/{article}", {"scope": first})
    _answered("GET", "/search", {"q": first})
    _answered("GET", f"/claims/{quote(second, safe='')}", {"in": third})


def _answered(method: str, path: str, fields: Mapping[str, str]) -> None:
    status = asyncio.run(_ask(method, path, urlencode(fields).encode()))
    assert status < 500, (method, path, status)


async def _ask(method: str, path: str, sent: bytes) -> int:
    """The status that the whole app answers with."""
    got: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            got.append(message["status"])

    cookies = f"{forms.SESSION}={SESSION}; {forms.REVIEWER}=Kim".encode()
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "server": ("desk", 80),
        "query_string": sent if method == "GET" else b"",
        "headers": [(b"host", b"desk"), (b"cookie", cookies), (b"content-type", _TYPES[0])],
    }
    await _desk()(scope, receive, send)
    return got[0]


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "text": fuzz_text,
        "figures": fuzz_figures,
        "plain": fuzz_plain,
        "page": fuzz_page,
        "bytes": fuzz_bytes,
        "claims": fuzz_claims,
        "matching": fuzz_matching,
        "judging": fuzz_judging,
        "report": fuzz_report,
        "exports": fuzz_exports,
        "forms": fuzz_forms,
        "desk": fuzz_desk,
    }
)
"""Every target by name."""
