"""A report of a check online in Chromium: it opens its sources at the passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import sample
from axe_playwright_python.sync_playwright import Axe
from playing import PLACE, PlayedArchive, World, answer, leads_to, page, world
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from test_browser import ARGUMENTS, CHROMIUM, open_all, pytestmark

from tracer import run
from tracer.extract import read_bytes
from tracer.finding.online import Online, OnlineOrder
from tracer.locators import passage_address
from tracer.models import Passage, Report
from tracer.render import to_html
from tracer.store import Store

__all__ = ["pytestmark"]

PLAYED = f"--host-resolver-rules=MAP *.example {PLACE}"
FILLER = "\n".join(f"Item {n} on the agenda was put off until the autumn." for n in range(80))
QUOTE = "The bridge over the river will stay closed until the end of May"
SAID = f"“{QUOTE},” mayor Ada Lund told the council."
CENTRED = (
    "words => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
    " for (let node; node = walk.nextNode();) { const at = node.data.lastIndexOf(words);"
    " if (at >= 0) { const range = document.createRange(); range.setStart(node, at);"
    " range.setEnd(node, at + words.length); const box = range.getBoundingClientRect();"
    " return scrollY > 0 && box.top > 0 && box.bottom < innerHeight } } }"
)
"""Whether the page was scrolled to the last place of some words."""


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACER_FACT_CHECK_KEY", raising=False)
    with world(monkeypatch) as made:
        made.put("api.gdeltproject.org", "/api/v2/doc/doc", answer('{"articles": []}'))
        yield made
        assert made.caught == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, PLAYED]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=ViewportSize(width=1000, height=700))
    yield context.new_page()
    context.close()


def checked(play: World, article: str) -> Report:
    """A check of ``article`` online."""
    with (
        Store.open(Path("tracer.db")) as store,
        Online(OnlineOrder(), opened=play.opened) as online,
    ):
        bench = run.prepare(run.Order(Path("reports"), ()), store, online)
        return run.check_article(article, bench).report


def story(*links: str) -> str:
    first, second = links
    html = page(
        f"“{QUOTE},” mayor Ada Lund <a href='{first}'>told the town council</a>.\n"
        f"The repairs will cost 2 million dollars, <a href='{second}'>the council said</a>.",
        "Bridge closed",
        '<meta property="article:published_time" content="2026-01-05">',
    )
    Path("article.html").write_text(html, encoding="utf-8")
    return "article.html"


def test_a_report_opens_each_source_at_its_passage(play: World, tab: Page) -> None:
    """From the article's link over a redirect, and from an archived copy of a page that is gone."""
    play.put("council.example", "/minutes", answer(page(f"{FILLER}\n{SAID}\n{FILLER}")))
    short = play.put("short.example", "/1", leads_to(play.at("council.example", "/minutes")))
    gone = play.at("wire.example", "/repairs")
    costs = "The repairs will cost 2 million dollars, the council wrote in a statement."
    PlayedArchive(play).copies.append(
        ("20260101120000", gone, 200, page(f"{FILLER}\n{costs}\n{FILLER}"))
    )
    report = checked(play, story(short, gone))
    Path("report.html").write_text(to_html(report), encoding="utf-8")
    tab.goto(Path("report.html").resolve().as_uri())
    open_all(tab)
    minutes = play.at("council.example", "/minutes")
    tab.locator(".evidence a", has_text=minutes).first.click()
    tab.wait_for_url(lambda url: url.startswith(minutes))
    tab.wait_for_function(CENTRED, arg=QUOTE)
    tab.goto(Path("report.html").resolve().as_uri())
    open_all(tab)
    copy = tab.locator(".evidence a", has_text="web.archive.org").first
    assert copy.get_attribute("href") == (
        f"https://web.archive.org/web/20260101120000id_/{gone}"
        "#:~:text=The%20repairs%20will%20cost%202%20million%20dollars"
    )


def test_it_says_how_each_source_was_found_and_what_was_tried(play: World, tab: Page) -> None:
    play.put("council.example", "/minutes", answer(page(f"{SAID} Nobody objected to it at all.")))
    shut = play.put("shut.example", "/costs", answer("", "403 No"))
    report = checked(play, story(play.at("council.example", "/minutes"), shut))
    tab.set_content(to_html(report))
    open_all(tab)
    tried = " ".join(tab.locator(".card .steps").all_inner_texts())
    assert f"link, {shut}: " in tried
    looked = "\n".join(tab.locator("#sources .looked").all_inner_texts())
    assert f"How it was found\nlink, {play.at('council.example', '/minutes')}: read" in looked


PAGES = {
    "once": (SAID, QUOTE),
    "again": (
        "Last year the council voted for it.\nThis year the council voted for it.",
        "the council voted for it",
    ),
    "signs": ("The well-known R&D shop, “Lund’s”, lost 5 % – a lot.", "well-known R&D shop, “Lund"),
    "inline": ("The <b>bridge</b> over <i>the river</i> will&nbsp;stay closed.", "stay closed."),
    "long": (f"{SAID} {'It rained, and it rained again. ' * 8}{SAID} So it was.", QUOTE),
    "apart": ("First she spoke of the bridge.\nThen she went home at last.", "home at last"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_finds_the_words_of_a_passage(play: World, tab: Page, name: str) -> None:
    """The last ones: the same words before them must not be taken."""
    body, seen = PAGES[name]
    html = page(f"{FILLER}\n{body}\n{FILLER}")
    address = play.put("news.example", "/story", answer(html))
    document = read_bytes(html.encode(), address=address, name="story")
    text = document.text.replace("\xa0", " ")
    lines = {"again": seen, "long": f"{QUOTE},” mayor Ada Lund told the council. So"}
    words = lines.get(name, body.replace("&nbsp;", " "))
    for tag in ("<b>", "</b>", "<i>", "</i>"):
        words = words.replace(tag, "")
    start = text.rindex(words)
    passage = Passage(document.id, (sample.Span(start, start + len(words)),), words, "", "")
    opened = passage_address(address, document, passage)
    assert ":~:text=" in opened
    tab.goto(opened)
    tab.wait_for_function(CENTRED, arg=seen)


SIZES = [(390, "light"), (390, "dark"), (820, "light"), (1440, "light"), (1440, "dark")]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_no_violation_and_nothing_runs_out_of_the_page(
    tab: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size(ViewportSize(width=width, height=900))
    tab.set_content(to_html(sample.fetched()))
    open_all(tab)
    results = Axe().run(tab)
    assert results.violations_count == 0, results.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_paper_has_how_each_source_was_found(tab: Page) -> None:
    tab.set_content(to_html(sample.fetched()))
    tab.emulate_media(media="print")
    assert tab.locator("#sources .looked .steps").first.is_visible()
    assert not tab.locator(".card .steps").first.is_visible()


def test_an_address_of_a_source_that_is_a_script_is_no_link(tab: Page) -> None:
    base = sample.fetched()
    bad = "javascript:document.title='hit'"
    shots = (s.snapshot and replace(s.snapshot, final=bad, archived=bad) for s in base.sources)
    sources = zip(base.sources, shots, strict=True)
    attempts = tuple(replace(a, address=bad) for a in base.attempts)
    made = replace(
        base, sources=tuple(replace(s, snapshot=t) for s, t in sources), attempts=attempts
    )
    tab.set_content(to_html(made))
    assert tab.locator("a[href^=javascript]").count() == 0
    assert bad in str(tab.locator("#sources").text_content())
