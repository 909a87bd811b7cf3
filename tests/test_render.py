"""The report: what its readers see, and that it asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import lxml.html
import pytest
import sample
from hypothesis import given, settings
from lxml.html import HtmlElement
from strategies import reports

from tracer.matching import Sources
from tracer.models import (
    Document,
    Finding,
    Marks,
    Match,
    Orphan,
    Report,
    Review,
    Source,
    Span,
    stable_id,
)
from tracer.render import asset, to_html
from tracer.rules import RATINGS, RULES, flagged, is_decided
from tracer.text import paragraphs
from tracer.views import cards, count_of, day, link, report_view, when

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufffd]")


def page_of(report: Report) -> HtmlElement:
    return lxml.html.document_fromstring(to_html(report))


def select(page: HtmlElement, css_class: str) -> list[HtmlElement]:
    found: list[HtmlElement] = page.find_class(css_class)
    return found


def words_of(element: HtmlElement) -> str:
    """Its words with a space between elements, as they are seen and heard."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def article_of(page: HtmlElement) -> list[str]:
    """The paragraphs of the annotated article without the tags that lead to the cards."""
    for tag in select(page, "tag"):
        tag.drop_tree()
    return [str(text.text_content()) for text in select(page, "text")]


def printable(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.fixture(scope="module")
def html() -> str:
    return to_html(sample.report())


@pytest.fixture
def page(html: str) -> HtmlElement:
    return lxml.html.document_fromstring(html)


def test_the_report_is_the_golden_one(html: str) -> None:
    golden = (sample.GOLDEN / "report.html").read_text(encoding="utf-8")
    assert html == golden, "look at it, then run: python tests/sample.py"


@settings(max_examples=40)
@given(reports())
def test_the_annotated_article_is_the_article(report: Report) -> None:
    text = report.article.text
    shown = article_of(page_of(report))
    assert [printable(t) for t in shown] == [printable(p.of(text)) for p in paragraphs(text)]


@settings(max_examples=40)
@given(reports())
def test_every_link_inside_the_page_resolves_and_no_id_is_there_twice(report: Report) -> None:
    page = page_of(report)
    ids = [str(i) for i in page.xpath("//@id")]
    assert len(ids) == len(set(ids))
    inside = {str(href)[1:] for href in page.xpath("//@href") if str(href).startswith("#")}
    assert inside <= set(ids)


@settings(max_examples=40)
@given(reports())
def test_every_claim_has_one_card_and_one_link_from_its_words_to_it(report: Report) -> None:
    page = page_of(report)
    cards = [str(card.get("id")) for card in select(page, "card")]
    assert sorted(cards) == sorted(f"card-{f.claim.id}" for f in report.findings)
    leading = [str(a.get("href"))[1:] for a in select(page, "claim")]
    assert sorted(leading) == sorted(cards)


@settings(max_examples=40)
@given(reports())
def test_nothing_in_any_report_leaves_the_page_but_links_to_web_addresses(report: Report) -> None:
    page = page_of(report)
    assert not page.xpath("//link | //img | //iframe | //object | //@style | //@action")
    assert not page.xpath("//@src | //@srcset | //*[starts-with(name(@*), 'on')]")
    assert [str(script.text) for script in page.xpath("//script")] == [asset("report.js")]
    for address in page.xpath("//a/@href"):
        assert re.match(r"#|https?://", str(address))


def digest_of(element: HtmlElement) -> str:
    return base64.b64encode(hashlib.sha256(str(element.text).encode()).digest()).decode()


def test_the_policy_lets_the_style_sheet_and_the_script_through_and_nothing_else(
    page: HtmlElement,
) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,), (script,) = page.xpath("//style"), page.xpath("//script")
    assert str(policy).split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest_of(style)}'",
        f"script-src 'sha256-{digest_of(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not re.search(r"url\(|@import|@font-face", str(style.text))


def test_the_script_is_small_and_asks_for_nothing() -> None:
    script = asset("report.js")
    assert len(script.encode()) < 8_192
    assert not re.search(r"fetch|XMLHttp|import|WebSocket|innerHTML|eval|localStorage", script)


def test_markup_in_the_article_is_shown_and_not_obeyed(page: HtmlElement) -> None:
    assert not page.xpath("//body//b | //body//i")
    assert len(page.xpath("//script")) == 1
    assert 'says, <script>alert("tunnel")</script> as they' in page.text_content()
    assert page.xpath("string(//h1)") == sample.ARTICLE.title


def test_an_address_that_is_no_web_address_is_shown_and_not_linked(page: HtmlElement) -> None:
    sources = page.get_element_by_id(f"source-{sample.UNION.id}")
    assert "javascript:alert('union')" in sources.text_content()
    assert all(str(href).startswith("#card-") for href in sources.xpath(".//a/@href"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.com/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.com",
        "/only/a/path",
        "https:",
        "http://[broken",
        "",
        None,
    ],
)
def test_only_whole_web_addresses_are_links(address: str | None) -> None:
    assert link(address) is None


def test_web_addresses_are_links_as_they_are() -> None:
    assert link("https://example.com/a?b=1&c=2#d") == "https://example.com/a?b=1&c=2#d"
    assert link("HTTP://example.com") == "HTTP://example.com"


def test_what_is_flagged_is_listed_unsourced_first(page: HtmlElement) -> None:
    flagged = page.get_element_by_id("flagged")
    headings = [words_of(h) for h in flagged.xpath(".//h3")]
    assert headings[0] == "? Unsourced 2"
    assert headings[1] == "× Contradicted 2"
    first = flagged.xpath(".//li//a")[0]
    assert words_of(first) == f"Claim 11 {sample._SHOPS}"
    assert first.get("href") == f"#claim-{stable_id(sample.ARTICLE.id, sample._SHOPS)}"


def test_coverage_is_told_in_figures_and_in_words(page: HtmlElement) -> None:
    shares = [words_of(div) for div in select(page, "coverage")[0].xpath(".//dl/div")]
    assert shares == [
        "Attributed 80 % 12 of 15 claims worth checking name where they come from",
        "Verified 26 % 4 of 15 claims worth checking keep to what the named source has",
        "Reviewed 16 % 2 of 12 flagged claims decided by a person",
    ]
    empty = page_of(sample.empty())
    assert [words_of(dd) for dd in select(empty, "percent")] == ["–", "–", "–"]


@settings(max_examples=40)
@given(reports())
def test_coverage_is_a_share_and_is_whole_only_if_all_is_done(report: Report) -> None:
    for share in report_view(report).coverage:
        assert share.percent is None or 0 <= share.percent <= 100
        if share.percent is not None:
            done, of = map(int, re.findall(r"\d+", share.meaning))
            assert (share.percent == 100) == (done == of)


def test_the_figures_are_those_of_the_summary(page: HtmlElement) -> None:
    figures = [words_of(div) for div in select(page, "figures")[0].xpath("./div")]
    assert figures == ["claims 16", "worth checking 15", "sources read 3", "flagged 12"]


def test_the_chart_is_a_table_that_can_be_read_out(page: HtmlElement) -> None:
    rows = [words_of(row) for row in select(page, "chart")[0].xpath(".//tbody/tr")]
    assert rows[0] == "= Exact 1"
    assert rows[3] == "≠ Altered 2"
    assert len(rows) == 11


def card_of(page: HtmlElement, words: str) -> HtmlElement:
    return page.get_element_by_id(f"card-{stable_id(sample.ARTICLE.id, words)}")


def test_a_card_tells_the_chain_with_each_hop(page: HtmlElement) -> None:
    chain = select(card_of(page, sample._CARE), "chain")[0]
    assert [words_of(li) for li in chain] == [
        "The Harbour Post outlet: carries it",
        "and Coastal Wire outlet: does not carry it",
        "from Piet Maas speaker, “its director, Piet Maas” in the text: not named for it there",
        "from Port authority affiliation: no document names the speaker",
    ]
    assert [li.get("class").split()[0] for li in chain] == [
        "h-confirmed",
        "h-not-confirmed",
        "h-not-confirmed",
        "h-not-checked",
    ]
    assert "anonymous" in words_of(select(card_of(page, sample._RESIGN), "chain")[0])
    assert "Nobody is named behind “is expected”." in words_of(card_of(page, sample._MAY))


def test_a_speaker_whose_words_the_source_gives_to_another_is_told_apart() -> None:
    base = sample.report()
    given_away = next(f for f in base.findings if f.claim.text == sample._SCHEDULE)
    own = replace(given_away.matches[0], relation="attributed")
    (card,) = cards(replace(base, findings=(replace(given_away, matches=(own,)),)))
    assert [(hop.state_slug, hop.why) for hop in card.chain] == [
        ("another", "given to somebody else there")
    ]
    (card,) = cards(replace(base, findings=(given_away,)))
    assert [hop.state_slug for hop in card.chain] == ["not-confirmed"]


def test_a_card_shows_the_passage_with_what_differs_marked_on_both_sides(page: HtmlElement) -> None:
    card = card_of(page, sample._RISEN)
    source, article = select(card, "sides")[0].xpath(".//dd")
    for hidden in (*select(card, "vh"), *select(card, "no")):
        hidden.drop_tree()
    assert source.text_content() == "the costs had fallen to 38 million."
    assert "The bridge" in words_of(select(card, "context")[-1])
    assert [words_of(d) for d in source.xpath(".//del")] == ["fallen", "to 38"]
    assert words_of(article) == sample._RISEN
    assert "".join(str(d.text_content()) for d in article.xpath(".//ins")) == "had risen to 83"
    table = select(card, "differences")[0]
    assert [words_of(row) for row in table.xpath(".//tbody/tr")] == [
        "Direction fallen risen",
        "Figure fallen to 38 had risen to 83",
    ]


def test_a_paraphrase_without_listed_differences_is_not_said_to_have_the_words() -> None:
    base = sample.report()
    found = next(f for f in base.findings if f.claim.text == sample._OPEN)
    retold = replace(found, matches=(replace(found.matches[0], wording="paraphrased"),))
    assert "No word differs." in words_of(card_of(page_of(base), sample._OPEN))
    told = words_of(card_of(page_of(replace(base, findings=(retold,))), sample._OPEN))
    assert "Told in other words." in told
    assert "No word differs." not in told


def test_a_difference_is_told_in_words_to_who_cannot_see_it(page: HtmlElement) -> None:
    source, article = select(card_of(page, sample._RISEN), "sides")[0].xpath(".//dd")
    assert "[1, direction, only in the source: fallen 1 ]" in words_of(source)
    assert "[1, direction, only in the article: risen 1 ]" in words_of(article)


def test_a_card_tells_rules_reading_and_decision(page: HtmlElement) -> None:
    card = words_of(card_of(page, sample._SHOPS))
    assert f"T101 Unsourced (warning) {RULES['T101'].help}" in card
    assert "Decision: needs source , by Ann <ann>, 7 March 2025, 10:00 UTC. Asked" in card
    assert "Worth checking (0.97 of 1): it has a figure." in card
    reading = words_of(card_of(page, sample._RISEN))
    assert "Cue: “admitted”." in reading
    assert "right about 90 times in 100" in reading


def test_the_parts_of_a_broken_quotation_know_each_other(page: HtmlElement) -> None:
    kind = select(card_of(page, sample._LARGEST), "kind")[0]
    assert words_of(kind) == "Quotation, one quotation with claim 2"


def test_a_stand_in_is_labelled_wherever_it_is_shown(page: HtmlElement) -> None:
    source = page.get_element_by_id(f"source-{sample.POST.id}")
    assert words_of(select(source, "label")[0]) == "constructed stand-in"
    evidence = select(card_of(page, sample._OPEN), "evidence")[0]
    assert words_of(select(evidence, "label")[0]) == "constructed stand-in"


def test_a_source_tells_when_and_whether_it_was_read(page: HtmlElement) -> None:
    post = words_of(page.get_element_by_id(f"source-{sample.POST.id}"))
    assert "read" in post
    assert "plain text · of 4 March 2025 · retrieved 7 March 2025, 08:15 UTC" in post
    assert sample.POST.sha256 in post
    ministry = words_of(page.get_element_by_id(f"source-{stable_id('ministry')}"))
    assert ministry.startswith("Ministry of Transport unavailable no document")


def tags_of(page: HtmlElement, source: str) -> dict[str, list[str]]:
    """The claims that the list of sources gives for a source, by what it has of them."""
    lines = page.get_element_by_id(f"source-{source}").find_class("claims")
    return {
        words_of(line.find_class("label-of")[0]): [str(a.get("href")) for a in line.xpath("./a")]
        for line in lines
    }


def test_a_source_leads_to_what_it_carries_and_to_what_it_tells_otherwise(
    page: HtmlElement,
) -> None:
    def cards_of(*words: str) -> list[str]:
        return [f"#card-{stable_id(sample.ARTICLE.id, each)}" for each in words]

    post = tags_of(page, sample.POST.id)
    assert post["Carries"] == cards_of(sample._OPEN, sample._LARGEST)
    assert post["Tells otherwise"] == cards_of(sample._TOLLS, sample._CARE, sample._SCHEDULE)
    assert "Named for" not in post


def test_a_source_leads_to_the_claims_that_name_it_and_that_it_has_nothing_of() -> None:
    base = sample.report()
    asked = next(f for f in base.findings if f.claim.text == sample._ASKED)
    assert asked.attribution is not None
    missing = Source(asked.attribution.chain[0].id, "the ministry", "unavailable")
    found = page_of(replace(base, sources=(*base.sources, missing)))
    assert tags_of(found, missing.id) == {"Named for": [f"#card-{asked.claim.id}"]}


def test_a_passage_on_a_page_says_which(page: HtmlElement) -> None:
    base = sample.report()
    paged = replace(sample.WIRE, marks=Marks(pages=(0, 20)), media_type="application/pdf")
    sources = tuple(replace(s, document=paged) if s.id == paged.id else s for s in base.sources)
    found = page_of(replace(base, sources=sources))
    assert "wire , page 2" in words_of(select(card_of(found, sample._RISEN), "from")[0])
    assert "PDF · undated" in words_of(found.get_element_by_id(f"source-{paged.id}"))
    assert "page" not in words_of(select(card_of(page, sample._RISEN), "from")[0])


def test_a_passage_leads_to_its_words_on_the_page_and_in_the_archived_copy() -> None:
    page = page_of(sample.fetched())
    (post, copy) = select(card_of(page, sample._OPEN), "evidence")[0].find_class("address")
    words = "#:~:text=will%20be%20open%20to%20all%20traffic%20by%20the%20end%20of%202027"
    assert words_of(post) == f"At these words: {sample.POST.url}"
    assert post.xpath("./a/@href") == [f"{sample.POST.url}{words}"]
    assert words_of(copy).startswith("Archived copy, at these words: https://web.archive.org/")
    (read,) = select(card_of(page, sample._RISEN), "evidence")[0].find_class("address")
    assert words_of(read).startswith("Archived copy, at these words: https://web.archive.org/")


def test_a_passage_in_a_pdf_leads_to_its_page() -> None:
    base = sample.report()
    paged = replace(sample.WIRE, marks=Marks(pages=(0, 20)), media_type="application/pdf")
    sources = tuple(replace(s, document=paged) if s.id == paged.id else s for s in base.sources)
    card = card_of(page_of(replace(base, sources=sources)), sample._RISEN)
    assert f"{paged.url}#page=2" in card.xpath(".//a/@href")


def test_a_fetched_source_tells_how_it_was_found_and_what_has_changed() -> None:
    page = page_of(sample.fetched())
    post = page.get_element_by_id(f"source-{sample.POST.id}")
    told = words_of(post)
    assert "its text has changed since 5 March 2025, 08:00 UTC" in told
    assert "Archived copy: https://web.archive.org/web/20250307081500/" in told
    assert "2 days older than the article" in told
    assert [words_of(step) for step in select(post, "steps")[0]] == [
        "link , https://sho.example/t : read for claims 2 = , exact 3 ≈ , close",
        "a copy in the Wayback Machine , https://post.example.org/tunnel : made: "
        "https://web.archive.org/web/20250307081500/https://post.example.org/tunnel",
    ]
    wire = words_of(page.get_element_by_id(f"source-{sample.WIRE.id}"))
    assert "Read from an archived copy: https://web.archive.org/" in wire
    assert "agree on 28 % of its text: compare it with the page" in wire


def test_a_source_that_was_not_found_tells_what_was_tried() -> None:
    online = replace(sample.fetched(), settings={"network": "on"})
    page = page_of(online)
    star = words_of(page.get_element_by_id(f"source-{stable_id('star')}"))
    assert "What was tried to find it link , https://star.example/a : robots.txt" in star
    assert "GDELT : The service answered: too many requests" in star
    ministry = words_of(page.get_element_by_id(f"source-{stable_id('ministry')}"))
    assert "no document; online: no claim worth checking names it" in ministry
    asked = select(card_of(page, sample._ASKED), "steps")[0]
    assert len(asked) == 2


def test_a_report_that_asked_nobody_has_nothing_of_it(page: HtmlElement) -> None:
    assert not select(page, "steps")
    assert "online" not in words_of(page.get_element_by_id("sources"))
    assert "server" not in words_of(page.get_element_by_id("reading"))
    fetched = page_of(sample.fetched())
    assert "neither proves who wrote it" in words_of(fetched.get_element_by_id("reading"))


@settings(max_examples=40)
@given(reports())
def test_every_step_that_led_to_a_source_is_told_there(report: Report) -> None:
    for source, view in zip(report.sources, report_view(report).sources, strict=True):
        key = source.document.id if source.document else ""
        led = {(a.finder, a.address, a.outcome) for a in report.attempts if a.document_id == key}
        assert led <= {(step.finder, step.address, step.outcome) for step in view.steps}


@settings(max_examples=40)
@given(reports())
def test_every_passage_is_counted_for_its_source_once(report: Report) -> None:
    for source, view in zip(report.sources, report_view(report).sources, strict=True):
        document = source.document.id if source.document else None
        having = [
            f"#card-{f.claim.id}"
            for f in report.findings
            if any(m.passage.document_id == document for m in f.matches)
        ]
        assert sorted(tag.href for tag in (*view.carries, *view.differs)) == sorted(having)
        assert not view.is_idle or not having


@settings(max_examples=40)
@given(reports())
def test_a_filter_says_how_many_claims_it_leaves(report: Report) -> None:
    filters = report_view(report).filters
    for menu in filters.menus:
        for choice in (c for group in menu.groups for c in group.choices):
            assert choice.count == sum(choice.value in values for values in filters.of)
            assert choice.count > 0
            assert " " not in choice.value
    assert len(filters.of) == len(report.findings)


def test_every_rating_and_every_rule_is_explained(page: HtmlElement) -> None:
    reading = words_of(page.get_element_by_id("reading"))
    for rating, meaning in RATINGS.items():
        assert f"{rating.replace('-', ' ').capitalize()} {meaning}" in reading
    for rule in RULES.values():
        assert f"{rule.code} {rule.level} {rule.title}. {rule.help}" in reading


def test_the_sign_off_has_the_decisions_so_far_and_lines_to_sign_on(page: HtmlElement) -> None:
    sign = page.get_element_by_id("sign")
    assert "10 flagged claims are still open: 1 , 2 ," in words_of(sign)
    assert [words_of(row.xpath("./td")[2]) for row in sign.xpath(".//tbody/tr")] == [
        "altered , 7 March 2025, 10:05 UTC",
        "needs source by Ann <ann>, 7 March 2025, 10:00 UTC Asked the union.",
    ]
    assert [words_of(line) for line in sign.find_class("line")] == [
        "Checked by Date Signature",
        "Editor Date Signature",
    ]


def test_the_sign_off_lists_what_is_open_and_decisions_on_words_that_are_gone() -> None:
    made = sample.report()
    review = Review("f" * 16, "altered", "Ann", "", "2025-03-07T10:00:00Z")
    page = page_of(replace(made, orphans=(Orphan(review, "Words that are gone"),)))
    (sign,) = page.xpath("//section[@id='sign']")
    numbers = {f.claim.id: n for n, f in enumerate(made.findings, 1)}
    still = [f.claim.id for f in flagged(made.findings) if not is_decided(f)]
    wanted = {f"#card-{key}": str(numbers[key]) for key in still}
    links = sign.xpath(".//p[@class='prose']/a")
    assert {link.get("href"): link.text_content() for link in links} == wanted
    assert "Words that are gone" in sign.text_content()


def test_the_list_of_what_to_look_at_says_what_differs(page: HtmlElement) -> None:
    (item,) = page.xpath(
        f"//*[@id='flagged']//li[a/@href='#claim-{stable_id(sample.ARTICLE.id, sample._RISEN)}']"
    )
    assert "The source has another figure and another direction." in item.text_content()
    assert "modality differs" not in item.text_content()


def test_an_outlet_whose_passage_differs_is_said_to_tell_it_otherwise(page: HtmlElement) -> None:
    card = page.get_element_by_id(f"card-{stable_id(sample.ARTICLE.id, sample._RISEN)}")
    (hop,) = card.find_class("h-not-confirmed")
    assert hop.text_content().endswith("tells it otherwise")


def test_the_tag_stands_behind_the_closing_mark(page: HtmlElement) -> None:
    second = select(page, "text")[1]
    assert "by the end of 2027,” (claim 2=, exact) chief engineer" in second.text_content()


def test_an_article_without_claims_says_so_in_plain_words() -> None:
    page = words_of(page_of(sample.empty()))
    assert "Nothing is flagged." in page
    assert "No claims were found" in page
    assert "No sources: the article names none" in page
    assert "There is nothing to rate" in page


def test_the_report_never_calls_a_claim_true(html: str) -> None:
    page = lxml.html.document_fromstring(html)
    for hidden in page.xpath("//script | //style"):
        hidden.drop_tree()
    visible = words_of(page)
    assert not re.search(r"\b(true|truth|false)\b", visible, re.IGNORECASE)


def test_characters_that_no_page_can_hold_are_replaced_and_not_dropped() -> None:
    article = replace(sample.empty().article, text="a\0b\x1b[0m\ud800c\x85d", title="x\x07y")
    shown = to_html(replace(sample.empty(), article=article))
    shown.encode()
    assert "a\ufffdb\ufffd[0m\ufffdc\ufffdd" in shown
    assert "x\ufffdy" in shown


def gapped(middle: str) -> Report:
    """The sample's report with one finding whose passage is in two parts, ``middle`` between."""
    text = f"Start here. {middle} End here."
    document = Document("d", "d", text, "0" * 64)
    finding = sample.report().findings[1]
    passage = replace(finding.matches[0].passage, document_id="d", spans=_ends(text))
    match = replace(finding.matches[0], passage=passage)
    source = sample.SOURCES[0]
    return replace(
        sample.report(),
        findings=(replace(finding, matches=(match,)),),
        sources=(replace(source, id="d", document=document),),
    )


def gaps_of(report: Report) -> list[HtmlElement]:
    """The omissions on its cards."""
    return [gap for cards in select(page_of(report), "cards") for gap in select(cards, "gap")]


def test_a_short_omission_is_muted_in_its_place_and_a_long_one_is_folded_and_whole() -> None:
    (short,) = gaps_of(gapped("Not so fast."))
    assert "Not so fast." in words_of(short)
    assert short.xpath("not(ancestor::details[@class='folded'])")
    (folded,) = select(page_of(gapped("word " * 200)), "folded")
    assert words_of(folded.xpath("./summary")[0]) == "200 words that the article leaves out"
    assert words_of(folded.xpath("./span")[0]).split() == ["word"] * 200


def test_a_book_between_two_parts_loses_its_middle_and_keeps_its_edges() -> None:
    (gap,) = gaps_of(gapped(f"First {'word ' * 4000}last."))
    assert len(words_of(gap)) < 5000
    assert words_of(gap).startswith("First word")
    assert words_of(gap).endswith("word last.")


@settings(max_examples=40)
@given(reports())
def test_each_difference_has_one_number_in_both_texts_and_in_the_list(report: Report) -> None:
    for card in cards(report):
        for evidence in card.evidence:
            listed = {d.number for d in evidence.differences}
            numbers = {bit.number for bit in (*evidence.passage, *evidence.words)} - {0}
            assert listed == set(range(1, len(listed) + 1))
            assert all(n in listed or n > len(listed) for n in numbers)
            assert "".join(bit.text for bit in evidence.words) == "".join(
                bit.text for bit in evidence.words if bit.mark != "here"
            )


def test_where_one_text_has_nothing_a_caret_stands_for_the_other_one() -> None:
    article, text = "We will not go home today.", "She said: We will go home today."
    ours, theirs = (Document(n, n, t, "0" * 64) for n, t in (("a", article), ("d", text)))
    claim = replace(
        sample.report().findings[1].claim, span=Span(0, 25), text=article[:25], attribution=None
    )
    (match,) = Sources([theirs]).search(claim.text)
    finding = Finding(claim, "contradicted", matches=(replace(match, wording="contradicted"),))
    source = replace(sample.SOURCES[0], id="d", document=theirs)
    report = replace(sample.report(), article=ours, findings=(finding,), sources=(source,))
    (evidence,) = cards(report)[0].evidence
    assert [(b.text, b.mark, b.number) for b in evidence.words] == [
        ("We will ", "same", 0),
        ("not", "differs", 1),
        (" go home today", "same", 0),
    ]
    assert [(b.text, b.mark, b.number) for b in evidence.passage][:3] == [
        ("We will", "same", 0),
        ("", "here", 1),
        (" go home today", "same", 0),
    ]


def _ends(text: str) -> tuple[Span, Span]:
    return sample.span(text, "Start here."), sample.span(text, "End here.")


def test_two_hundred_claims_and_fifty_sources_make_a_small_file() -> None:
    """Every kind of finding that the sample has by turns, with three passages for each claim."""
    base = sample.report()
    (read,) = (source for source in base.sources if source.id == sample.POST.id)
    documents = [replace(sample.POST, id=f"{index:016x}") for index in range(50)]
    sources = tuple(replace(read, id=each.id, document=each) for each in documents)
    full = [f for f in base.findings if f.matches and f.matches[0].passage.document_id == read.id]
    line = "The tunnel under the harbour will be open to all traffic by the end of 2027. "
    text = line * 200
    claims = tuple(
        replace(
            _copy(full[index % len(full)], text, len(line), index),
            matches=tuple(
                _in(full[index % len(full)], documents[(index + n) % 50]) for n in range(3)
            ),
        )
        for index in range(200)
    )
    article = replace(base.article, text=text)
    report = replace(base, article=article, findings=claims, sources=sources)
    assert len(to_html(report).encode()) < 1_500_000


def _in(finding: Finding, document: Document) -> Match:
    """The best match of ``finding``, in a document that has the same text."""
    match = finding.matches[0]
    return replace(match, passage=replace(match.passage, document_id=document.id))


def _copy(finding: Finding, text: str, length: int, index: int) -> Finding:
    span = Span(index * length, (index + 1) * length - 1)
    claim = replace(
        finding.claim, id=f"{index:016x}", span=span, text=span.of(text), group=f"{index}"
    )
    return replace(finding, claim=claim)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2019-09-10", "10 September 2019"),
        ("2019-09-10T08:05:00Z", "10 September 2019, 08:05 UTC"),
        ("2019-09-10T08:05:00+05:30", "10 September 2019, 08:05 UTC+05:30"),
        ("2019-09-10T08:05:00", "10 September 2019, 08:05"),
        ("last autumn", "last autumn"),
        (None, ""),
    ],
)
def test_dates_are_written_for_people(value: str | None, shown: str) -> None:
    assert when(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2019-09-12T00:00:00+00:00", "12 September 2019"),
        ("2019-09-12", "12 September 2019"),
        ("last autumn", "last autumn"),
        (None, ""),
    ],
)
def test_a_document_is_dated_to_the_day(value: str | None, shown: str) -> None:
    assert day(value) == shown


def test_numbers_agree_with_their_nouns() -> None:
    assert [count_of(n, "claim") for n in (0, 1, 1200)] == ["0 claims", "1 claim", "1,200 claims"]


def test_a_long_list_of_flagged_claims_shows_the_first_few_and_folds_the_rest() -> None:
    base = sample.report()
    unsourced = base.findings[-1]
    text = "Some shops have closed. " * 20
    claims = tuple(_copy(unsourced, text, 24, index) for index in range(20))
    view = report_view(replace(base, article=replace(base.article, text=text), findings=claims))
    (group,) = view.flagged
    assert [item.number for item in (*group.first, *group.more)] == list(range(1, 21))
    assert len(group.first) == 12
