"""The report in Chromium: no request, no breach of the accessibility rules, in step, on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import sample
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tracer.models import stable_id
from tracer.render import to_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no chromium on the PATH"
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
CARE = f"card-{stable_id(sample.ARTICLE.id, sample._CARE)}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(to_html(sample.report()), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(file.as_uri())
    yield page
    page.close()


def test_the_page_asks_for_nothing_and_breaks_no_policy(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri(), wait_until="networkidle")
    assert asked == [file.as_uri()]
    assert said == []
    page.close()


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)]
)
def test_axe_finds_no_violation(
    page: Page, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_axe_finds_no_violation_in_an_empty_report(page: Page) -> None:
    page.set_content(to_html(sample.empty()))
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_page_is_dark_where_the_reader_wants_it_dark(page: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) != light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_runs_out_of_the_page_sideways(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=800))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_long_word_and_a_long_address_run_out_of_nothing(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.evaluate(
        "document.querySelectorAll("
        "'.words a, .text p, .who, .reason, h1, .address, .same, td, .label')"
        ".forEach(e => e.textContent = 'x'.repeat(300))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_card_has_its_words_beside_it(page: Page) -> None:
    page.evaluate(f"document.getElementById('{CARE}').scrollIntoView({{block: 'end'}})")
    words = page.locator(f"a[href='#{CARE}'].claim")
    box, card = words.bounding_box(), page.locator(f"#{CARE}").bounding_box()
    assert box is not None
    assert card is not None
    assert 0 <= box["y"] < DESKTOP["height"]
    assert box["x"] + box["width"] <= card["x"]


def test_words_and_card_lead_to_each_other_by_keyboard(page: Page) -> None:
    words = page.locator(f"a[href='#{CARE}'].claim")
    words.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == CARE
    page.locator(f"#{CARE} .words a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == CARE.replace("card", "claim")


def test_the_first_tab_offers_to_skip_to_the_article(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the article"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "article"


def test_every_claim_is_one_stop_of_the_tab_key(page: Page) -> None:
    stops = "[...document.querySelectorAll('.text a')].filter(a => a.tabIndex >= 0).length"
    assert page.evaluate(stops) == len(sample.report().findings)


def test_what_has_the_focus_can_be_seen(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_each_rating_has_a_line_and_a_sign_of_its_own(page: Page) -> None:
    """No two ratings look the same in black and white."""
    looks = page.evaluate(
        "[...document.querySelectorAll('.legend dt')].map(d => {"
        " const s = getComputedStyle(d.querySelector('.m'));"
        " return [s.textDecorationStyle, s.textDecorationThickness,"
        " d.querySelector('.glyph').textContent].join(' ') })"
    )
    assert len(set(looks)) == len(looks) == 11
    assert len({look.split()[-1] for look in looks}) == 11


def test_paper_shows_what_the_screen_folds_away(page: Page) -> None:
    page.emulate_media(media="print")
    folded = page.locator(f"#source-{sample.POST.id} details > code")
    assert folded.is_visible()
    assert not page.locator("nav").is_visible()


def test_the_words_can_be_copied_without_the_tags(page: Page) -> None:
    copied = page.evaluate(
        "(() => { const p = document.querySelectorAll('.text p')[1];"
        " getSelection().selectAllChildren(p); return getSelection().toString() })()"
    )
    second = sample.ARTICLE_TEXT.split("\n")[1]
    assert copied.strip() == second


RISEN = f"card-{stable_id(sample.ARTICLE.id, sample._RISEN)}"
TOPS = (
    f"[...document.querySelector('#{RISEN} .sides').children]"
    ".map(d => { const b = d.getBoundingClientRect(); return [b.left, b.top] })"
)


def test_the_two_texts_stand_side_by_side_where_there_is_room(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    source, article = page.evaluate(TOPS)
    assert source[1] == article[1]
    assert source[0] < article[0]
    page.set_viewport_size(PHONE)
    source, article = page.evaluate(TOPS)
    assert source[0] == article[0]
    assert source[1] < article[1]


def test_changes_are_told_apart_without_colour(page: Page) -> None:
    looks = page.evaluate(
        f"['del', 'ins'].map(t => getComputedStyle(document.querySelector('#{RISEN} .sides ' + t))"
        ".textDecorationLine)"
    )
    assert looks == ["line-through", "underline"]
    numbers = page.locator(f"#{RISEN} .sides .no").all_text_contents()
    assert numbers
    assert set(numbers) <= set(page.locator(f"#{RISEN} .differences .no").all_text_contents())
