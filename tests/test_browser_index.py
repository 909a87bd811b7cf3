"""The index over reports in Chromium: no request, no breach of the accessibility rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import sample
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from test_browser import ARGUMENTS, CHROMIUM, pytestmark

from tracer import export
from tracer.index import write_index
from tracer.models import stable_id
from tracer.run import FORMATS

__all__ = ["pytestmark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("reports")
    titles = ("Berries", "A very long title " * 8, "x" * 180, "مرحبا \u202ertl")
    for title in titles:
        article = replace(sample.ARTICLE, id=stable_id(title), title=title)
        for name in ("html", "sarif"):
            export.write(replace(sample.report(), article=article), FORMATS[name], folder)
    export.write(sample.empty(), FORMATS["html"], folder)
    path = write_index(folder)
    assert path is not None
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(file.as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page: Page, scheme: Literal["light", "dark"], width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(ViewportSize(width=width, height=844))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_runs_out_of_the_page_sideways(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=844))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_asks_for_nothing_and_leads_to_the_reports(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri(), wait_until="networkidle")
    assert asked == [file.as_uri()]
    page.get_by_role("link", name="Berries", exact=True).click()
    assert page.locator("h1").text_content() == "Berries"
    page.close()
