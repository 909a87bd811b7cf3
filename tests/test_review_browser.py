"""The review desk in Chromium: by keyboard alone, by two at once, without a script, for all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk import HUAWEI, Running, checked, filled, running
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import tracer
from tracer.models import Document, Report, stable_id

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="NO CHROMIUM ON THE PATH: the desk was not tried in a browser",
)

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 30_000
"""Milliseconds that a check may take on a busy machine."""
SUPPLIERS = "The only other 5G major suppliers are Nokia and Ericsson"
FOUND = (
    "Two European companies are left. The only other 5G major suppliers are Nokia and Ericsson, "
    "European companies whose products are far more expensive than Huawei’s."
)
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@cache
def huawei() -> Report:
    sources = tracer.read_sources(HUAWEI / "sources")
    return checked(tracer.read_article(HUAWEI / "article.txt"), *sources.documents.values())


@cache
def hostile() -> Report:
    text = (
        f"Profits fell by 12 percent last year {HOSTILE}, Ann {HOSTILE} Lee told The Daily "
        f"Example. {HOSTILE} The ferry carried 90,000 people in 2018 {HOSTILE}."
    )
    return checked(
        Document(
            stable_id("javascript:document.title='owned'"),
            HOSTILE,
            text,
            "0" * 64,
            url="javascript:document.title='owned'",
            title=f"</title>{HOSTILE}",
            authors=(HOSTILE,),
            publisher=HOSTILE,
        )
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with running(filled(tmp_path, huawei())) as opened:
        yield opened


def visit(browser: Browser, desk: Running, name: str, scripts: bool = True) -> BrowserContext:
    """A browser of its own, whose user the desk knows as ``name``."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(PATIENCE)
    if name:
        context.add_cookies([{"name": "tracer_reviewer", "value": name, "url": desk.url}])
    return context


@pytest.fixture
def page(browser: Browser, desk: Running) -> Iterator[Page]:
    context = visit(browser, desk, "Ann")
    yield context.new_page()
    context.close()


def claims(desk: Running) -> list[str]:
    return [each.claim_id for each in desk.desk.queue()]


def claim_of(desk: Running, words: str) -> str:
    return next(each.claim_id for each in desk.desk.queue() if words in each.claim)


def decisions(desk: Running) -> list[str | None]:
    return [each.decision for each in desk.desk.queue()]


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.keyboard.press(key)


# --- by keyboard alone ---------------------------------------------------------------------------


def test_a_reviewer_clears_the_queue_by_keyboard_alone(browser: Browser, desk: Running) -> None:
    context = visit(browser, desk, "")
    page = context.new_page()
    page.goto(desk.url)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Zoë Berg")
    press(page, "Enter")
    page.goto(f"{desk.url}/queue")
    press(page, "j")
    keys = dict.fromkeys("fasncw") | {"x": None}
    for number, _ in enumerate(claims(desk)):
        key = list(keys)[number % len(keys)]
        if number == 1:
            page.keyboard.press("m")
            page.keyboard.type("f is a letter in a note")
            page.keyboard.press("Escape")
        press(page, key)
    expect(page.get_by_text("The queue is clear.")).to_be_visible()
    assert None not in decisions(desk)
    report = desk.report(huawei().article.id)
    reviews = [f.review for f in report.findings if f.review]
    assert {review.reviewer for review in reviews} == {"Zoë Berg"}
    assert "f is a letter in a note" in [review.note for review in reviews]
    assert desk.written().count("</strong>, by Zoë Berg") == len(claims(desk))
    context.close()


def test_j_and_k_move_and_u_undoes(page: Page, desk: Running) -> None:
    first, second, third = claims(desk)[:3]
    page.goto(f"{desk.url}/claims/{first}")
    press(page, "j")
    assert second in page.url
    press(page, "j")
    press(page, "k")
    assert second in page.url
    press(page, "n")
    assert third in page.url
    press(page, "u")
    assert second in page.url
    expect(page.get_by_text("It stays in the history")).to_be_visible()
    assert set(decisions(desk)) == {None}


def test_the_keys_are_shown_and_can_be_switched_off(page: Page, desk: Running) -> None:
    page.goto(f"{desk.url}/claims/{claims(desk)[0]}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("f")
    page.get_by_label("Single keys are on").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("f")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert set(decisions(desk)) == {None}


def test_search_by_keyboard(page: Page, desk: Running) -> None:
    page.goto(desk.url)
    page.keyboard.press("/")
    page.keyboard.type("ericsson suppliers")
    press(page, "Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="The only other 5G").first.click()
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()


# --- sources and corrections ---------------------------------------------------------------------


def test_pasting_a_source_turns_unsourced_into_traced(page: Page, desk: Running) -> None:
    claim = claim_of(desk, SUPPLIERS)
    page.goto(f"{desk.url}/claims/{claim}")
    expect(page.locator("h1")).to_contain_text("Unsourced")
    page.keyboard.press("p")
    page.keyboard.insert_text(FOUND)
    page.get_by_label("Outlet: who published it").fill("The Harbour Post")
    page.get_by_label("Title").fill("Who else makes it")
    page.get_by_role("button", name="Add it and check again").click()
    expect(page.locator("h1")).to_contain_text("Traced")
    expect(page.get_by_role("status")).to_contain_text("Unsourced")
    expect(page.locator(".passages")).to_contain_text("The Harbour Post")
    assert claim in page.url


def test_a_file_can_be_dropped(page: Page, desk: Running) -> None:
    page.goto(f"{desk.url}/claims/{claim_of(desk, SUPPLIERS)}")
    page.keyboard.press("p")
    dropped = page.evaluate_handle(
        "text => { const data = new DataTransfer();"
        " data.items.add(new File([text], 'found & kept.txt')); return data }",
        FOUND,
    )
    page.dispatch_event("form[data-drop]", "drop", {"dataTransfer": dropped})
    page.get_by_role("button", name="Add it and check again").click()
    expect(page.locator("h1")).to_contain_text("Traced")
    expect(page.get_by_role("status")).to_contain_text("Added “found & kept”.")


def test_words_that_are_selected_become_the_claim(page: Page, desk: Running) -> None:
    page.goto(f"{desk.url}/claims/{claim_of(desk, SUPPLIERS)}")
    page.keyboard.press("e")
    page.locator(".the-claim").evaluate(
        "e => { const t = [...e.childNodes].find(n => n.nodeType === 3);"
        " getSelection().setBaseAndExtent(t, 0, t, 57);"
        " e.dispatchEvent(new MouseEvent('mouseup', { bubbles: true })) }"
    )
    expect(page.get_by_label("The claim, as the article has it")).to_have_value(
        re.compile("^The only other 5G .{30,}$")
    )
    page.locator("form", has=page.locator("#words")).get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("Corrected.")
    expect(page.locator(".the-claim")).not_to_contain_text("European companies")


# --- several at once -----------------------------------------------------------------------------


def test_two_reviewers_collide_and_nothing_is_lost(browser: Browser, desk: Running) -> None:
    claim = claims(desk)[0]
    ann, ben = visit(browser, desk, "Ann"), visit(browser, desk, "Ben")
    one, other = ann.new_page(), ben.new_page()
    one.goto(f"{desk.url}/claims/{claim}")
    other.goto(f"{desk.url}/claims/{claim}")
    expect(other.get_by_text("Ann opened this claim")).to_be_visible()
    press(one, "f")
    press(other, "a")
    expect(other.get_by_role("heading", level=1)).to_have_text("Two decisions on one claim")
    assert decisions(desk)[0] == "faithful"
    expect(other.get_by_role("region", name="Ann")).to_contain_text("Faithful")
    expect(other.get_by_role("region", name="You")).to_contain_text("Altered")
    check_axe(other)
    other.get_by_role("button", name="Record mine over it").click()
    expect(other.get_by_role("status")).to_contain_text("Decided: Altered.")
    assert decisions(desk)[0] == "altered"
    other.goto(f"{desk.url}/history")
    expect(other.locator(".events")).to_contain_text("Faithful")
    ann.close()
    ben.close()


# --- without a script, and against one -----------------------------------------------------------


def test_decisions_work_without_a_script(browser: Browser, desk: Running) -> None:
    context = visit(browser, desk, "", scripts=False)
    page = context.new_page()
    page.goto(desk.url)
    page.get_by_label("Name").fill("Ann")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Note").fill("Ask the author.")
    page.get_by_role("button", name="Needs a source").click()
    expect(page.get_by_role("status")).to_contain_text("Decided: Needs a source.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    page.get_by_role("link", name="Keys").click()
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    context.close()


def test_a_hostile_article_does_nothing(browser: Browser, tmp_path: Path) -> None:
    with running(filled(tmp_path, hostile())) as desk:
        context = visit(browser, desk, "Ann")
        page = context.new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        article = f"/articles/{hostile().article.id}"
        first = claims(desk)[0]
        page.goto(f"{desk.url}/claims/{first}")
        page.keyboard.press("p")
        page.keyboard.insert_text(f"{HOSTILE} The ferry carried 90,000 people in 2018.")
        page.get_by_label("Outlet: who published it").fill(HOSTILE)
        page.get_by_label("Title").fill(HOSTILE)
        page.get_by_role("button", name="Add it and check again").click()
        expect(page.get_by_role("status")).to_contain_text("Added")
        page.get_by_label("Note").fill(HOSTILE)
        page.keyboard.press("Escape")
        press(page, "f")
        file = ("<img src=x onerror=alert(1)>.txt", "text/plain", FOUND.encode())
        page.goto(desk.url + article)
        if not page.locator("details.box[open]").count():
            page.keyboard.press("p")
        page.get_by_label("or a file").set_input_files(
            {"name": file[0], "mimeType": file[1], "buffer": file[2]}
        )
        page.get_by_role("button", name="Add it and check again").click()
        expect(page.get_by_role("status")).to_contain_text("onerror")
        paths = ("/", "/queue", "/history", article, f"{article}/report", f"/claims/{first}")
        for path in (*paths, "/search?q=script+ferry", f"/search?q={HOSTILE}"):
            page.goto(desk.url + path)
            assert "owned" not in page.title() or "<script>" in page.title()
            assert page.locator("main img, main script").count() == 0
        assert said == []
        assert {url.split("/")[2] for url in asked} == {desk.url.split("/")[2]}
        context.close()


# --- for everyone --------------------------------------------------------------------------------


def check_axe(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def prepared(desk: Running, page: Page) -> tuple[str, ...]:
    """Every kind of page, with something on it."""
    article = huawei().article.id
    ids = claims(desk)
    page.goto(f"{desk.url}/claims/{ids[0]}?scope={article}")
    press(page, "x")
    page.get_by_label("Note").fill("A note.")
    page.keyboard.press("Escape")
    press(page, "f")
    source = next(s.document.id for s in huawei().sources if s.document)
    return (
        "/",
        "/queue",
        f"/articles/{article}",
        f"/claims/{ids[1]}?scope={article}",
        f"/claims/{claim_of(desk, 'an attempt to create')}",
        "/history",
        "/search?q=huawei",
        "/search",
        f"/sources/{source}",
        "/name",
        "/keys",
        "/nothing",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(
    page: Page, desk: Running, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in prepared(desk, page):
        page.goto(desk.url + path)
        check_axe(page)
    page.keyboard.press("?")
    page.goto(f"{desk.url}/queue")
    page.keyboard.press("?")
    check_axe(page)


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_runs_out_of_a_page_sideways(page: Page, desk: Running, width: int) -> None:
    paths = prepared(desk, page)
    page.set_viewport_size({"width": width, "height": 800})
    for path in paths:
        page.goto(desk.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_on_a_phone_the_decisions_are_lines_to_read(page: Page, desk: Running) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{desk.url}/claims/{claims(desk)[0]}")
    heights = page.evaluate("[...document.querySelectorAll('.choice')].map(e => e.clientHeight)")
    sizes = page.evaluate("[...document.querySelectorAll('.choice')].map(e => e.clientWidth)")
    assert max(heights) < 40
    assert min(sizes) > 200


def test_what_has_the_focus_can_be_seen(page: Page, desk: Running) -> None:
    page.goto(f"{desk.url}/claims/{claims(desk)[0]}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
