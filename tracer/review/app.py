"""Addresses -> pages and acts. Every act is a plain form, answered by the address to go on with,
so that all but the keys works without a script."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tracer import render, run
from tracer.errors import Conflict, DeskError, ReadError, StoreError, TracerError, UnknownName
from tracer.journal import Taken
from tracer.models import Document, Named, NewChain, NewWords, Review, Snapshot
from tracer.review import added, forms, guard, pages
from tracer.review.desk import Desk, Outcome
from tracer.review.forms import Form
from tracer.review.pages import NOTHING_TYPED, Frame, Notice, Typed
from tracer.review.words import KEYS, NAMES

PATIENCE = 20.0
"""Seconds that a form waits for a check; if it takes longer, the page says that it goes on."""
_HITS, _EVENTS = 50, 200
_NOTICES = 500
"""Sessions whose notices are kept until they are shown."""
_STATUS: tuple[tuple[type[TracerError], int], ...] = (
    (UnknownName, 404),
    (Conflict, 409),
    (ReadError, 422),
    (DeskError, 422),
    (StoreError, 503),
)
_WHATS: Mapping[int, tuple[str, str]] = {
    404: ("There is no such page", "Begin at the articles"),
    405: ("This page takes no such request", "Begin at the articles"),
}
_ASSETS = {
    "base.css": "text/css",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_FOLDERS = {"base.css": ""}
"""Assets that are not in the desk's own folder of templates."""


class Pages:
    """The pages of one desk."""

    def __init__(self, desk: Desk, suggested: str) -> None:
        self._desk, self._suggested = desk, suggested
        self._notices: dict[str, list[Notice]] = {}

    def routes(self) -> list[Route]:
        shown = {
            "/": self.articles,
            "/queue": self.queue,
            "/next": self.next,
            "/articles/{article}": self.article,
            "/claims/{claim}": self.claim,
            "/sources/{source}": self.source,
            "/search": self.search,
            "/history": self.history,
        }
        done = {
            "/claims/{claim}/decide": self.decide,
            "/claims/{claim}/correct": self.correct,
            "/articles/{article}/sources": self.add_source,
            "/articles/{article}/sources/{source}/drop": self.drop_source,
            "/articles/{article}/check": self.check,
            "/corrections/{number:int}/undo": self.uncorrect,
            "/undo": self.undo,
        }
        return [
            *(Route(path, _named_first(page), methods=["GET"]) for path, page in shown.items()),
            *(Route(path, _named_first(act), methods=["POST"]) for path, act in done.items()),
            Route("/articles/{article}/report", self.report, methods=["GET"]),
            Route("/articles/{article}/state", self.state, methods=["GET"]),
            Route("/name", self.name, methods=["GET", "POST"]),
            Route("/keys", self.keys, methods=["GET"]),
            Route("/static/{name}", static, methods=["GET"]),
        ]

    # --- pages -----------------------------------------------------------------------------------

    async def articles(self, request: Request) -> Response:
        articles = await run_in_threadpool(self._desk.articles)
        views = tuple(map(pages.progress_view, articles))
        return await self._page(request, "articles.html", "articles", articles=views)

    async def queue(self, request: Request) -> Response:
        queue = await run_in_threadpool(self._desk.queue)
        view = pages.queue_view(queue, "")
        return await self._page(request, "queue.html", "queue", queue=view)

    async def next(self, request: Request) -> Response:
        """The next claim to decide."""
        scope, who = _scope(request), forms.reviewer(request)
        claim = await run_in_threadpool(self._desk.following, "", scope, who)
        return _to(pages.claim_href(claim, scope) if claim else _home(scope))

    async def article(self, request: Request) -> Response:
        return await self._article(request, NOTHING_TYPED, 200)

    async def _article(self, request: Request, typed: Typed, status: int) -> Response:
        article_id = request.path_params["article"]
        folder = await run_in_threadpool(self._desk.folder, article_id)
        view = pages.article_view(folder, self._desk.is_checking(article_id), typed)
        return await self._page(request, "article.html", "articles", status=status, view=view)

    async def claim(self, request: Request) -> Response:
        try:
            return await self._claim(request, NOTHING_TYPED, 200)
        except UnknownName:
            former = request.path_params["claim"]
            claim_id = await run_in_threadpool(self._desk.successor, former)
            if not claim_id:
                raise
        return _to(pages.claim_href(claim_id, _scope(request)))

    async def _claim(self, request: Request, typed: Typed, status: int) -> Response:
        who, scope = forms.reviewer(request), _scope(request)
        claim_id = request.path_params["claim"]
        opened = await run_in_threadpool(self._desk.claim, claim_id, scope, who)
        self._desk.arrive(opened.located.finding.claim.id, who)
        checking = self._desk.is_checking(opened.located.report.article.id)
        view = await run_in_threadpool(pages.claim_view, opened, scope, checking, typed)
        return await self._page(request, "claim.html", "queue", status=status, view=view)

    async def source(self, request: Request) -> Response:
        source = await run_in_threadpool(self._desk.source, request.path_params["source"])
        return await self._page(request, "source.html", "sources", view=pages.source_view(source))

    async def search(self, request: Request) -> Response:
        query = request.query_params.get("q", "").strip()[:200]
        claims, documents = await run_in_threadpool(self._desk.search, query, _HITS)
        return await self._page(
            request,
            "search.html",
            "search",
            query=query,
            claims=tuple(map(pages.hit_view, claims)),
            documents=tuple(map(pages.hit_view, documents)),
        )

    async def history(self, request: Request) -> Response:
        events = await run_in_threadpool(self._desk.events, _EVENTS, _scope(request))
        views = tuple(map(pages.event_view, events))
        return await self._page(request, "history.html", "history", events=views)

    async def keys(self, request: Request) -> Response:
        return await self._page(request, "keys.html", "keys")

    async def report(self, request: Request) -> Response:
        """The report itself, under its own policy, which it carries in its head."""
        html = await run_in_threadpool(self._desk.report, request.path_params["article"])
        policy = {"content-security-policy": "frame-ancestors 'none'; form-action 'none'"}
        return Response(html, media_type="text/html", headers=policy)

    async def state(self, request: Request) -> Response:
        checking = self._desk.is_checking(request.path_params["article"])
        return JSONResponse({"checking": checking})

    # --- decisions -------------------------------------------------------------------------------

    async def decide(self, request: Request) -> Response:
        form, who, scope = await forms.read(request), forms.reviewer(request), _scope(request)
        note = form["note"].strip()[: forms.LONGEST_NOTE]
        claim_id = request.path_params["claim"]
        review = Review(claim_id, form.decision(), who, note, run.now())
        try:
            trouble = await run_in_threadpool(self._desk.decide, review, form.number("after"))
        except Conflict:
            return await self._conflict(request, review)
        done = f"Decided: {NAMES[review.decision]}."
        self._tell(request, Notice(f"{done} {trouble}".strip(), bool(trouble)))
        following = await run_in_threadpool(self._desk.following, claim_id, scope, who)
        return _to(pages.claim_href(following, scope) if following else _home(scope))

    async def _conflict(self, request: Request, mine: Review) -> Response:
        """Both decisions, to choose from."""
        scope = _scope(request)
        opened = await run_in_threadpool(self._desk.claim, mine.claim_id, scope, mine.reviewer)
        view = pages.conflict_view(opened, mine, scope)
        return await self._page(request, "conflict.html", "queue", status=409, view=view)

    async def undo(self, request: Request) -> Response:
        form, who, scope = await forms.read(request), forms.reviewer(request), _scope(request)
        try:
            undone = await run_in_threadpool(self._desk.undo, form.number("number"), who)
        except Conflict as error:
            what = f"Nothing was undone. {error.what} ({error.where})."
            self._tell(request, Notice(what, True))
            return _to(_home(scope))
        review, trouble = undone.entry.review, undone.trouble
        done = f"Taken back: {NAMES[review.decision]}. It stays in the history."
        self._tell(request, Notice(f"{done} {trouble}".strip(), bool(trouble)))
        claim = pages.claim_href(review.claim_id, scope)
        return _to(claim if undone.is_there else _home(scope))

    # --- what makes a check necessary ------------------------------------------------------------

    async def add_source(self, request: Request) -> Response:
        form, article_id = await forms.read(request), request.path_params["article"]
        claim_id, scope = form["claim"], _scope(request)
        try:
            by = Taken(forms.reviewer(request), run.now())
            document, snapshot = await run_in_threadpool(self._given, form, by)
            job = await run_in_threadpool(self._desk.add_source, document, article_id, by, snapshot)
        except (ReadError, DeskError) as error:
            return await self._again(request, "source", error, form, claim_id)
        done = f"Added “{pages.source_name(document, form.upload is not None)}”."
        await self._told(request, done, job, claim_id, scope, form["draft"])
        return _to(pages.claim_href(claim_id, scope) if claim_id else f"/articles/{article_id}")

    def _given(self, form: Form, by: Taken) -> tuple[Document, Snapshot | None]:
        """The source of a form: a file, a text, or, online, the page at an address alone."""
        about = added.About(form["outlet"], form["title"], form["url"], form["published"])
        if form.upload is not None:
            document = added.from_file(form.upload.name, form.upload.raw, about)
            return pages.with_provenance(document, "a file, added", by), None
        url = added.address(form["url"])
        if self._desk.fetch and url and not form["text"].strip():
            document, snapshot = self._desk.fetch(url)
            return added.described(document, about), snapshot
        document = added.from_text(form["text"], about)
        return pages.with_provenance(document, "pasted", by), None

    async def drop_source(self, request: Request) -> Response:
        await forms.read(request)
        article_id, source = request.path_params["article"], request.path_params["source"]
        by = Taken(forms.reviewer(request), run.now())
        job = await run_in_threadpool(self._desk.drop_source, source, article_id, by)
        await self._told(request, "Taken out.", job, "", article_id)
        return _to(f"/articles/{article_id}")

    async def check(self, request: Request) -> Response:
        await forms.read(request)
        article_id = request.path_params["article"]
        await self._told(request, "", self._desk.check(article_id), "", article_id)
        return _to(f"/articles/{article_id}")

    async def correct(self, request: Request) -> Response:
        form, who, scope = await forms.read(request), forms.reviewer(request), _scope(request)
        claim_id = request.path_params["claim"]
        opened = await run_in_threadpool(self._desk.claim, claim_id, scope, who)
        note = form["note"].strip()[: forms.LONGEST_NOTE]
        try:
            change = self._change(form, opened.located)
            job = await run_in_threadpool(self._desk.correct, opened.located, change, who, note)
        except DeskError as error:
            return await self._again(request, form["kind"], error, form, claim_id)
        start = opened.located.finding.claim.span.start
        start += change.offset if isinstance(change, NewWords) else 0
        outcome = await self._told(request, "Corrected.", job, claim_id, scope, form["draft"])
        now = dict(outcome.now) if outcome else {}
        return _to(pages.claim_href(now.get(start, claim_id), scope))

    def _change(self, form: Form, located: Any) -> NewWords | NewChain:
        if form["kind"] == "words":
            return self._desk.new_words(located, form["words"])
        if form["kind"] == "chain":
            return NewChain(() if form["nobody"] else _named(form))
        raise HTTPException(400, "There is no such correction")

    async def uncorrect(self, request: Request) -> Response:
        await forms.read(request)
        number, who = request.path_params["number"], forms.reviewer(request)
        article_id, job = await run_in_threadpool(self._desk.uncorrect, number, who)
        await self._told(request, "Taken back; it stays in the history.", job, "", article_id)
        return _to(f"/articles/{article_id}")

    async def _told(
        self,
        request: Request,
        done: str,
        job: Future[Outcome],
        claim_id: str,
        scope: str,
        draft: str = "",
    ) -> Outcome | None:
        """Wait for a check and say what came of it, or that it goes on. ``draft`` is the note that
        was being written."""
        try:
            waiting = asyncio.shield(asyncio.wrap_future(job))
            outcome = await asyncio.wait_for(waiting, PATIENCE)
        except TimeoutError:
            goes_on = f"{done} The article is still being checked again.".strip()
            self._tell(request, Notice(goes_on, draft=draft))
            return None
        notice = pages.outcome_notice(done, outcome, claim_id, scope)
        self._tell(request, replace(notice, draft=draft))
        return outcome

    async def _again(
        self, request: Request, name: str, error: TracerError, form: Form, claim_id: str
    ) -> Response:
        """The page that a form was sent from, with what was typed and what is wrong with it."""
        typed = Typed(name, str(error), form.fields, _faulty(name, error, form))
        self._tell(request, Notice(f"Nothing was done. {error}", True))
        if not claim_id:
            return await self._article(request, typed, 422)
        request.path_params["claim"] = claim_id
        return await self._claim(request, typed, 422)

    # --- who reviews -----------------------------------------------------------------------------

    async def name(self, request: Request) -> Response:
        """Ask who reviews, and keep the answer."""
        onward = guard.local(request.query_params.get("next", "/"))
        if request.method == "GET":
            name = forms.reviewer(request) or self._suggested
            return await self._page(request, "name.html", "name", name=name, onward=onward)
        form = await forms.read(request)
        name = forms.tidy_name(form["name"])
        if not name:
            return await self._page(
                request, "name.html", "name", status=422, name="", onward=onward
            )
        response = _to(onward)
        guard.keep(response, forms.REVIEWER, forms.as_cookie(name), days=365)
        return response

    # --- what all pages have ---------------------------------------------------------------------

    async def _page(
        self, request: Request, template: str, here: str, status: int = 200, **values: Any
    ) -> Response:
        session = request.cookies.get(forms.SESSION) or forms.new_session()
        frame = await run_in_threadpool(self._frame, request, session, here)
        values |= {"frame": frame, "keys": KEYS, "stamp": stamp()}
        values["limits"] = {**_LIMITS, "fetches": self._desk.fetch is not None}
        html = await run_in_threadpool(render.page, f"desk/{template}", **values)
        response = Response(html, status, media_type="text/html")
        if session != request.cookies.get(forms.SESSION):
            guard.keep(response, forms.SESSION, session)
        return response

    def _frame(self, request: Request, session: str, here: str) -> Frame:
        who = forms.reviewer(request)
        entry = self._desk.last_by(who) if who else None
        notices = tuple(self._notices.pop(session, ()))
        undo = pages.undo_view(entry)
        return Frame(who, forms.seal(session), here, undo, notices, _scope(request))

    def _tell(self, request: Request, notice: Notice) -> None:
        """Say ``notice`` on the next page of this session."""
        session = request.cookies.get(forms.SESSION, "")
        while len(self._notices) >= _NOTICES:
            self._notices.pop(next(iter(self._notices)))
        self._notices.setdefault(session, []).append(notice)


_LIMITS = {
    "source": guard.SOURCE_BYTES,
    "megabytes": guard.SOURCE_BYTES // 1_000_000,
    "note": forms.LONGEST_NOTE,
    "name": forms.LONGEST_NAME,
}

Endpoint = Callable[[Request], Awaitable[Response]]


def _named_first(page: Endpoint) -> Endpoint:
    """``page``, for people who said who they are; others are asked first."""

    async def endpoint(request: Request) -> Response:
        if forms.reviewer(request):
            return await page(request)
        if request.method == "POST":
            raise HTTPException(403, "The desk does not know who you are, and nothing was done")
        onward = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return _to(f"/name?next={quote(onward, safe='')}")

    return endpoint


def _named(form: Form) -> tuple[Named, ...]:
    """Raises DeskError: nobody is named."""
    found = tuple(
        Named(name, role, role == "speaker" and bool(form["anonymous"]))
        for role in pages.ROLES
        for name in map(forms.tidy_name, form[role].split(";"))
        if name
    )
    if not found:
        do = "Name somebody, or say that these are the article’s own words"
        raise DeskError("Nobody is named", "", do)
    return found


def _faulty(name: str, error: TracerError, form: Form) -> str:
    """The id of the field that is to be mended in form ``name``."""
    if name != "source":
        return "words" if name == "words" else "chain-speaker"
    if isinstance(error, DeskError) or not _is_read(added.address, form["url"]):
        return "source-url"
    if not _is_read(added.day, form["published"]):
        return "source-date"
    return "source-file" if form.upload else "source-text"


def _is_read(read: Callable[[str], str], value: str) -> bool:
    try:
        read(value)
    except ReadError:
        return False
    return True


def _scope(request: Request) -> str:
    """The article whose queue is worked through; empty: all."""
    scope = request.query_params.get("scope", "")
    return scope if scope.isascii() and scope.isalnum() else ""


def _home(scope: str) -> str:
    return f"/articles/{scope}" if scope else "/queue"


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(guard.local(path), 303)


@cache
def _asset(name: str) -> str:
    return render.asset(_FOLDERS.get(name, "desk/") + name)


@cache
def stamp() -> str:
    """Changes with the style sheets and the script, so that no browser keeps old ones."""
    return hashlib.sha256("".join(map(_asset, _ASSETS)).encode()).hexdigest()[:10]


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HTTPException(404)
    kept = {"cache-control": "max-age=31536000, immutable"}
    return Response(_asset(name), media_type=_ASSETS[name], headers=kept)


# --- what went wrong -----------------------------------------------------------------------------


def explain(_request: Request, status: int, what: str, do: str) -> Response:
    """A page that says what is wrong and what to do; it looks nothing up."""
    html = render.page("desk/error.html", what=what, do=do, status=status, stamp=stamp())
    return Response(html, status, media_type="text/html")


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reload = "Go back, load the page anew and do it again"
    what, do = _WHATS.get(error.status_code, (error.detail, reload))
    return explain(request, error.status_code, what, do)


async def _on_tracer(request: Request, error: Exception) -> Response:
    assert isinstance(error, TracerError)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    where = f": {error.where}" if error.where else ""
    return explain(request, status, f"{error.what}{where}", error.do or "Go back and try again")


async def _on_too_large(request: Request, error: Exception) -> Response:
    assert isinstance(error, guard.TooLarge)
    what = f"More was sent than the desk takes: the limit is {error.limit / 1_000_000:g} MB"
    return explain(request, 413, what, "Go back and give less, such as the part that matters")


async def _on_fault(request: Request, _error: Exception) -> Response:
    what = "Something went wrong in the desk itself. Whatever was decided before is kept"
    return explain(request, 500, what, "The terminal where it runs says more; please report it")


def make(desk: Desk, rules: guard.Rules, suggested: str) -> guard.Guard:
    """The whole app. ``suggested`` is the name that is offered to who reviews."""
    app = Starlette(
        routes=list(Pages(desk, suggested).routes()),
        exception_handlers={
            HTTPException: _on_http,
            TracerError: _on_tracer,
            guard.TooLarge: _on_too_large,
            Exception: _on_fault,
        },
    )
    return guard.Guard(app, rules, explain)
