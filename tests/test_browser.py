"""The report in Chromium: how it looks, that it asks for nothing, and what its script does."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Literal

import pytest
import sample
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pypdf import PdfReader

from tracer.models import stable_id
from tracer.render import to_html
from tracer.rules import flagged

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
    "--disable-smooth-scrolling",
]
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SHORT = ViewportSize(width=1280, height=600)
CARE = f"card-{stable_id(sample.ARTICLE.id, sample._CARE)}"
RISEN = f"card-{stable_id(sample.ARTICLE.id, sample._RISEN)}"


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
    context = browser.new_context(
        viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


@pytest.fixture
def still(browser: Browser, file: Path) -> Iterator[Page]:
    """The page where no script runs."""
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def open_all(page: Page) -> None:
    """Open what is folded, and have cards laid out that are far away, too."""
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true);"
        "document.querySelectorAll('.card').forEach(c => c.style.contentVisibility = 'visible')"
    )


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
    open_all(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_among_filters_marks_and_keys(
    page: Page, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.keyboard.press("j")
    page.get_by_role("checkbox", name="Flagged").check()
    open_all(page)
    page.keyboard.press("c")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("?")
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
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_long_word_and_a_long_address_run_out_of_nothing(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.evaluate(
        "document.querySelectorAll("
        "'.words a, .text, .who, .reason, h1, .address, .sides dd, td, .label, .title, option')"
        ".forEach(e => e.textContent = 'x'.repeat(300))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def marked(page: Page) -> str:
    """The id of the card that is marked, if its words in the text are marked too."""
    settled(page)  # an address that has changed is told to the page a moment later
    (card,) = page.locator(".card.is-here").evaluate_all("all => all.map(e => e.id)")
    words = page.locator("#text .is-here").evaluate_all("all => all.map(e => e.dataset.n)")
    number = page.locator(f"#{card}").get_attribute("data-n")
    assert set(words) == {number}
    return str(card)


def in_sight(page: Page, css: str) -> bool:
    """Whether the top of what ``css`` selects is in the window and covered by nothing."""
    return bool(
        page.evaluate(
            "css => { const e = document.querySelector(css), b = e.getClientRects()[0];"
            " const at = document.elementFromPoint(b.left + 4, b.top + 4);"
            " return Boolean(at) && (e.contains(at) || at.contains(e)) }",
            css,
        )
    )


def settled(page: Page) -> None:
    """Wait until what the page does on its next frames is done."""
    page.evaluate("new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))")


def test_the_words_of_a_card_are_chosen_in_the_text_and_the_other_way_round(page: Page) -> None:
    page.locator(f"a[href='#{CARE}'].claim").click()
    assert marked(page) == CARE
    assert in_sight(page, f"#{CARE}")
    page.locator(f"#{RISEN} .words a").click()
    assert marked(page) == RISEN
    assert in_sight(page, f"#{RISEN.replace('card', 'claim')}")
    assert in_sight(page, f"#{RISEN}")


def test_a_card_that_is_scrolled_to_is_marked_with_its_words_in_sight(page: Page) -> None:
    page.set_viewport_size(SHORT)
    page.locator("#article").evaluate("e => e.scrollIntoView()")
    settled(page)
    seen = [marked(page)]
    ids = page.locator(".card").evaluate_all("all => all.map(e => e.id)")
    while seen[-1] != ids[-1]:
        page.evaluate("scrollBy(0, 250)")
        settled(page)
        seen.append(marked(page))
        assert in_sight(page, "#text .is-here")
    assert [each for each, _ in groupby(seen)] == [each for each in ids if each in seen]
    assert len(set(seen)) > len(ids) * 3 // 4


def test_where_the_text_is_scrolled_the_cards_follow(page: Page) -> None:
    page.set_viewport_size(SHORT)
    page.locator("#article").evaluate("e => e.scrollIntoView()")
    page.locator("#text").hover()
    ids = page.locator(".card").evaluate_all("all => all.map(e => e.id)")
    seen: list[str] = []
    at = 0
    while ids[-1] not in seen:
        page.mouse.wheel(0, 40)
        page.wait_for_function("at => document.getElementById('text').scrollTop > at", arg=at)
        settled(page)
        at = page.locator("#text").evaluate("t => t.scrollTop")
        seen.append(marked(page))
        assert in_sight(page, f"#{seen[-1]}")
    assert [ids.index(each) for each in seen] == sorted(ids.index(each) for each in seen)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_claim_has_an_address(page: Page, file: Path, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    claim = RISEN.replace("card", "claim")
    page.goto("about:blank")
    page.goto(f"{file.as_uri()}#{claim}")
    page.wait_for_selector(f"#{RISEN}.is-here")
    assert in_sight(page, f"#{claim}")
    assert in_sight(page, f"#{RISEN}") == (size is DESKTOP)


def test_a_claim_has_an_address_where_no_script_runs(still: Page, file: Path) -> None:
    still.goto("about:blank")
    still.goto(f"{file.as_uri()}#{RISEN.replace('card', 'claim')}")
    lit = still.locator(f"a[href='#{RISEN}'].claim .m").first
    assert lit.bounding_box() is not None
    assert still.locator(f"#{RISEN} .sides").is_visible()
    assert not still.locator("#tools").is_visible()
    assert not still.locator(".copy").count()


def test_all_can_be_read_where_no_script_runs(still: Page) -> None:
    assert still.locator(".card").count() == len(sample.report().findings)
    assert all(card.is_visible() for card in still.locator(".card").all())
    assert still.locator("#sign").is_visible()


def shown(page: Page) -> list[str]:
    """The numbers of the cards that are shown."""
    return [
        str(card.get_attribute("data-n"))
        for card in page.locator(".card").all()
        if card.is_visible()
    ]


def test_filters_narrow_one_another_and_say_how_many_are_left(page: Page) -> None:
    page.get_by_label("Rating", exact=True).select_option("contradicted")
    assert shown(page) == ["1", "6"]
    assert page.locator("#shown").text_content() == "2 of 16 claims"
    page.get_by_label("Source", exact=True).select_option(value="n2")
    assert shown(page) == ["6"]
    page.get_by_label("Rule", exact=True).select_option("T202")
    assert shown(page) == ["6"]
    assert page.locator("#text .tag:visible").count() == 1
    page.reload()
    assert shown(page) == ["6"]
    page.get_by_label("Rule", exact=True).select_option("T101")
    assert shown(page) == []
    assert "No claim has all of these at once." in str(page.locator("#nothing").text_content())
    page.get_by_role("button", name="show all claims").click()
    assert len(shown(page)) == 16
    assert page.locator("#shown").text_content() == "16 claims"
    assert not page.locator("#nothing").is_visible()


def test_what_a_filter_leaves_is_in_sight(page: Page) -> None:
    page.locator(".card").last.scroll_into_view_if_needed()
    page.get_by_label("Rating", exact=True).select_option("contradicted")
    assert in_sight(page, ".card:not([hidden])")
    page.get_by_label("Rule", exact=True).select_option("T101")
    assert in_sight(page, "#nothing")


def test_flagged_claims_are_those_of_the_rules(page: Page) -> None:
    page.get_by_role("checkbox", name="Flagged").check()
    numbers = {f.claim.id: str(n) for n, f in enumerate(sample.report().findings, 1)}
    assert set(shown(page)) == {numbers[f.claim.id] for f in flagged(sample.report().findings)}


def test_a_link_to_a_claim_that_is_filtered_out_shows_it(page: Page) -> None:
    page.get_by_label("Rating", exact=True).select_option("exact")
    page.locator("#flagged .items a").first.click()
    assert len(shown(page)) == 16
    assert in_sight(page, f"#{marked(page)}")


def test_keys_lead_through_the_flagged_claims_that_are_shown(page: Page) -> None:
    numbers = {f.claim.id: str(n) for n, f in enumerate(sample.report().findings, 1)}
    wanted = sorted(int(numbers[f.claim.id]) for f in flagged(sample.report().findings))
    walked = []
    for _ in wanted:
        page.keyboard.press("j")
        card = page.locator(f"#{marked(page)}")
        walked.append(int(str(card.get_attribute("data-n"))))
        assert card.evaluate("e => e === document.activeElement")
        assert in_sight(page, f"#{marked(page)}")
    assert walked == wanted
    page.keyboard.press("j")
    assert page.locator("#said").text_content() == "There is no further one."
    page.keyboard.press("k")
    assert page.locator(f"#{marked(page)}").get_attribute("data-n") == str(wanted[-2])
    page.keyboard.press("p")
    assert page.locator(f"#{marked(page)}").get_attribute("data-n") == str(wanted[-2] - 1)


def test_a_question_mark_shows_the_keys_and_escape_leads_back(page: Page) -> None:
    page.locator(f"#{RISEN} .words a").focus()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    before = page.url
    page.keyboard.press("j")
    assert page.url == before
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    assert page.evaluate("document.activeElement.closest('.card').id") == RISEN


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    before = page.url
    page.keyboard.press("j")
    assert page.url == before


def test_a_claim_is_copied_with_its_evidence_as_text(page: Page) -> None:
    page.get_by_role("button", name="Copy claim 6 as text").click()
    page.wait_for_selector("#said.is-on")
    assert page.locator("#said").text_content() == "Claim 6 is copied with its evidence."
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('Claim 6'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == [
        "Claim 6: Contradicted, flagged",
        "Reported speech",
        f"“{sample._RISEN}”",
        "The source has another figure and another direction.",
        "- Coastal Wire outlet: tells it otherwise",
        "T202 Figure, name, date, negation, direction or modality differs (error)"
        " The source says something else here. Compare the marked words.",
        "",
        "Passage: Coastal Wire, the named source: wire",
        "“the costs had fallen to 38 million.”",
        "- Direction: source “fallen”, article “risen”",
        "- Figure: source “fallen to 38”, article “had risen to 83”",
        f"{sample.WIRE.url}#:~:text=the%20costs%20had%20fallen%20to%2038%20million",
        "",
        "Passage: Coastal Wire, the named source: wire",
        "“costs have risen to 38 million”",
        "- Modality: source “costs have”, article “costs had”",
        f"{sample.WIRE.url}#:~:text=costs%20have%20risen%20to%2038%20million",
        "",
        "Source report: Harbour tunnel <will> cost 83 million & more",
    ]


@pytest.mark.parametrize(
    ("passage", "copied"),
    [
        ("more expensive in Europe,”", "“more expensive in Europe,”"),
        ("“It is", "“It is”"),
        ("It is so", "“It is so”"),
    ],
)
def test_copied_words_have_no_mark_twice(page: Page, passage: str, copied: str) -> None:
    page.locator(f"#{RISEN} blockquote").first.evaluate("(e, t) => { e.textContent = t }", passage)
    page.get_by_role("button", name="Copy claim 6 as text").click()
    page.wait_for_selector("#said.is-on")
    said = page.evaluate("navigator.clipboard.readText()")
    assert copied in said.splitlines()


@pytest.mark.parametrize("width", [390, 820])
def test_the_next_flagged_claim_is_in_reach_on_phones_and_tablets(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=844))
    button = page.get_by_role("button", name="Next flagged")
    walked = []
    for _ in range(4):
        page.mouse.wheel(0, 3000)
        settled(page)
        box = button.bounding_box()
        assert box is not None
        assert 700 < box["y"] < 844 - box["height"]
        button.click()
        walked.append(marked(page))
        assert in_sight(page, f"#{walked[-1]}")
    assert len(set(walked)) == 4
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    settled(page)
    foot, box = page.locator("footer").bounding_box(), button.bounding_box()
    assert foot is not None
    assert box is not None
    assert foot["y"] + foot["height"] <= box["y"]


def test_a_heading_is_on_the_page_of_what_it_heads(page: Page) -> None:
    """However far down a page the sources begin."""
    for height in range(0, 300, 60):
        page.evaluate(f"document.getElementById('article').style.paddingBottom = '{height}mm'")
        (paper,) = (p for p in pages_of(page.pdf(format="A4")) if "Whateachofthemhas" in p)
        assert "CoastalWireread" in paper.partition("Whateachofthemhas")[2] or (
            "TheHarbourPost" in paper.partition("Whateachofthemhas")[2]
        )


def test_a_browser_that_lets_no_page_copy_says_so(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error()) }")
    page.keyboard.press("n")
    page.keyboard.press("c")
    page.wait_for_selector("#said.is-on")
    assert "does not let a page copy" in str(page.locator("#said").text_content())


def test_a_side_that_has_nothing_is_copied_as_such(page: Page) -> None:
    page.get_by_role("button", name="Copy claim 4 as text").click()
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('Claim 4'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "- Left out: source “unless the council cuts its share”, article nothing" in copied


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page on paper, without white space."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_no_card_is_split_between_two_pages(page: Page) -> None:
    page.evaluate(
        "for (const [n, card] of document.querySelectorAll('.card').entries()) {"
        " card.querySelector('h3').append(`[from${n}]`); card.append(`[to${n}]`) }"
    )
    paper = pages_of(page.pdf(format="A4"))
    for n in range(len(sample.report().findings)):
        assert any(f"[from{n}]" in words and f"[to{n}]" in words for words in paper), n


def test_what_is_folded_is_opened_for_paper_in_every_browser(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0


def test_paper_has_the_addresses_and_none_of_the_controls(page: Page) -> None:
    page.keyboard.press("j")
    paper = "".join(pages_of(page.pdf(format="A4")))
    assert "https://wire.example.net/port-costs" in paper
    assert "Nextflagged" not in paper
    assert "Copy" not in paper
    assert "Onlyapartoftheclaimsisshown" not in paper


def test_paper_says_that_a_filter_was_on(page: Page) -> None:
    page.get_by_label("Rating", exact=True).select_option("contradicted")
    paper = "".join(pages_of(page.pdf(format="A4")))
    assert "Onlyapartoftheclaimsisshown:2of16claims." in paper


@pytest.mark.parametrize("title", [sample.HOSTILE, None])
def test_a_hostile_article_does_nothing(
    browser: Browser, tmp_path: Path, title: str | None
) -> None:
    """Scripts in every text that comes from outside: none runs, and all are shown. Without a
    title the article is called by its file's name."""
    page = browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    path = tmp_path / "x.html"
    report = sample.hostile()
    report = replace(report, article=replace(report.article, title=title))
    path.write_text(to_html(report), encoding="utf-8")
    page.goto(path.as_uri(), wait_until="networkidle")
    open_all(page)
    page.keyboard.press("n")
    page.keyboard.press("c")
    for menu in page.locator("select").all():
        menu.select_option(index=1)
    assert said == []
    assert asked == [path.as_uri()]
    assert page.evaluate("window.hit === undefined")
    assert page.locator("script").count() == 1
    assert not page.locator("img, iframe, svg[onload], [onerror], [onclick]").count()
    assert not page.locator("a[href^='javascript:' i], a[href^='data:' i]").count()
    assert sample.HOSTILE in str(page.locator("h1").text_content())
    page.close()


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
        "[...document.querySelectorAll('.ratings-legend dt')].map(d => {"
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
        "(() => { const p = document.querySelectorAll('.text')[1];"
        " getSelection().selectAllChildren(p); return getSelection().toString() })()"
    )
    second = sample.ARTICLE_TEXT.split("\n")[1]
    assert copied.strip() == second


TOPS = (
    f"[...document.querySelector('#{RISEN} .sides').children]"
    ".map(d => { const b = d.getBoundingClientRect(); return [b.left, b.top] })"
)


def test_the_two_texts_stand_side_by_side_where_there_is_room(page: Page) -> None:
    open_all(page)
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
