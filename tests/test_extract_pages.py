"""The body that two libraries agree on, layout, stubs, and pages that are made to break things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import prose, sentences
from test_extract import pdf_of, read

from tracer.errors import ReadError
from tracer.extract import MARKDOWN, TEXT, body
from tracer.models import Document, Marks

PARAGRAPHS = [
    "The harbour master closed the northern pier on Tuesday after the storm had torn off its rail.",
    "He said that it would stay closed until an engineer had looked at each of its forty pillars.",
    "The ferry to the islands leaves from the southern pier, two hours later than it used to.",
    "Fishermen asked the council for money, as they did after the storm of two years ago.",
    "The council is to talk about the money on Friday, and about a pier that is built of stone.",
    "Nobody was hurt, and the lighthouse is as it was, the keeper wrote in her book that evening.",
]


def page(*inner: str, head: str = "", address: str = "https://daily.example/pier") -> Document:
    html = f"<html><head>{head}</head><body>{''.join(inner)}</body></html>"
    return read(html, "text/html", address)


def article(paragraphs: list[str] = PARAGRAPHS) -> str:
    return f"<article>{''.join(f'<p>{text}</p>' for text in paragraphs)}</article>"


class TestBody:
    def test_where_both_libraries_find_the_same_they_agree(self) -> None:
        found = page(article())
        assert found.text.split("\n") == PARAGRAPHS
        assert found.marks.agreement is not None
        assert found.marks.agreement > 0.95
        assert found.detail == ""

    def test_low_agreement_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(body, "_by_newspaper", lambda _tree: "Something else was found here.")
        found = page(article())
        assert found.text.split("\n") == PARAGRAPHS
        assert found.marks.agreement is not None
        assert found.marks.agreement < 0.5
        assert "agree on" in found.detail

    def test_of_one_reading_there_is_no_agreement(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(body, "_by_newspaper", lambda _tree: "")
        assert page(article()).marks.agreement is None

    def test_another_article_than_newspaper_found_is_read_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        readings = {"careful": "This copy is for you alone.", "loose": "\n".join(PARAGRAPHS)}
        monkeypatch.setattr(body, "_by_trafilatura", lambda _tree, _url, how: readings[how])
        assert page(article()).text.split("\n") == PARAGRAPHS

    def test_the_headline_is_the_title_and_not_the_text(self) -> None:
        found = page("<article><h1>The pier is closed</h1>", article(), "</article>")
        assert found.title == "The pier is closed"
        assert found.text.split("\n") == PARAGRAPHS

    @pytest.mark.parametrize("newspaper_has_it", [False, True])
    def test_a_line_that_is_but_a_link_goes_unless_both_have_it(
        self, monkeypatch: pytest.MonkeyPatch, newspaper_has_it: bool
    ) -> None:
        also = "The storm of two years ago in photographs"
        more = [*PARAGRAPHS, also]
        theirs = "\n".join(more if newspaper_has_it else PARAGRAPHS)
        monkeypatch.setattr(body, "_by_trafilatura", lambda _tree, _url, _how: "\n".join(more))
        monkeypatch.setattr(body, "_by_newspaper", lambda _tree: theirs)
        found = page(article([*PARAGRAPHS, f"<a href='/storm'>{also}</a>"]))
        assert found.text == theirs

    def test_a_link_in_a_sentence_stays(self) -> None:
        linked = PARAGRAPHS[1].replace("an engineer", "<a href='/e'>an engineer</a>")
        found = page(article([PARAGRAPHS[0], linked, *PARAGRAPHS[2:]]))
        assert found.text.split("\n") == PARAGRAPHS
        assert [(link.span.of(found.text), link.url) for link in found.links] == [
            ("an engineer", "https://daily.example/e")
        ]

    def test_the_title_comes_without_the_name_of_the_site(self) -> None:
        long = "The pier is closed after the storm - The Daily Example"
        head = f"<title>{long}</title><meta property='og:title' content='{long}'>"
        assert page(article(), head=head).title == "The pier is closed after the storm"

    @pytest.mark.parametrize(
        ("second", "goes_on"),
        [
            (PARAGRAPHS[3:], True),
            (PARAGRAPHS[3:4], False),
            ([f"<a href='/{n}'>{text}</a>" for n, text in enumerate(PARAGRAPHS[3:])], False),
        ],
        ids=["running text", "one paragraph", "links"],
    )
    def test_an_article_that_advertisements_cut_in_two_is_whole(
        self, monkeypatch: pytest.MonkeyPatch, second: list[str], goes_on: bool
    ) -> None:
        first = PARAGRAPHS[:3]
        monkeypatch.setattr(body, "_by_trafilatura", lambda _tree, _url, _how: "\n".join(first))
        box = "<div class='grid'><div class='article__body'>{}</div><div class='ad'></div></div>"
        halves = ("".join(f"<p>{text}</p>" for text in half) for half in (first, second))
        found = page("<main>", "<div>Advertisement</div>".join(map(box.format, halves)), "</main>")
        assert found.text.split("\n") == (PARAGRAPHS if goes_on else first)

    def test_the_text_that_a_publisher_states_stands_in_for_a_page_without_it(self) -> None:
        stated = "\\n".join(PARAGRAPHS)
        script = f'{{"@type": "NewsArticle", "articleBody": "{stated}"}}'
        head = f"<script type='application/ld+json'>{script}</script>"
        assert page("<p>Loading the article.</p>", head=head).text.split("\n") == PARAGRAPHS

    def test_one_without_its_tags(self) -> None:
        stated = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        script = f'{{"@type": "NewsArticle", "articleBody": "{stated}"}}'
        head = f"<script type='application/ld+json'>{script}</script>"
        assert page("<p>Loading it.</p>", head=head).text.split("\n") == PARAGRAPHS


class TestMarks:
    def test_headings_and_block_quotations_lie_on_their_words(self) -> None:
        said = "I counted them twice, and there were forty."
        inner = f"<h2>The pillars</h2><blockquote><p>{said}</p></blockquote>"
        found = page(article().replace(f"<p>{PARAGRAPHS[3]}", f"{inner}<p>{PARAGRAPHS[3]}"))
        assert [span.of(found.text) for span in found.marks.headings] == ["The pillars"]
        assert [span.of(found.text) for span in found.marks.quotations] == [said]

    @pytest.mark.parametrize(
        ("given", "language"),
        [("en", "en"), ("PT-br", "pt-BR"), ("en_GB", "en-GB"), ("x-klingon", None), ("", None)],
    )
    def test_the_language_that_a_page_gives(self, given: str, language: str | None) -> None:
        found = read(f"<html lang='{given}'><body>{article()}</body></html>", "text/html")
        assert found.marks.language == language

    def test_the_date_of_a_change(self) -> None:
        head = "<meta property='article:modified_time' content='{}'>"
        assert page(article(), head=head.format("2019-09-11")).marks.modified == "2019-09-11"
        assert page(article(), head=head.format("lately")).marks.modified is None

    def test_what_the_publisher_states_goes_first(self) -> None:
        script = '{"@type": "NewsArticle", "dateModified": "2019-09-12", "inLanguage": "de"}'
        head = f"<script type='application/ld+json'>{script}</script>"
        also = "<meta property='article:modified_time' content='2019-09-11'>"
        marks = page(article(), head=head + also).marks
        assert (marks.modified, marks.language) == ("2019-09-12", "de")

    def test_markdown(self) -> None:
        text = (
            "# The pier #\n\nUnderlined\n---\n> He said that.\n> > She did.\n\n```\n# code\n> no\n"
            "```\n## C#\n- a\n---\n"
        )
        found = read(text, MARKDOWN)
        assert found.text == text
        assert [s.of(text) for s in found.marks.headings] == ["The pier", "Underlined", "C#"]
        assert [s.of(text) for s in found.marks.quotations] == ["He said that.", "She did."]

    def test_plain_text_has_no_headings(self) -> None:
        assert read("# 1 of the charts\n> ten", TEXT).marks == Marks()

    @pytest.mark.parametrize(
        "hostile",
        [
            "# a" + " " * 200_000 + "x",
            "# a" + "#" * 200_000 + "x",
            "```\n" * 100_000,
            ">" * 300_000,
        ],
        ids=["spaces", "hashes", "fences", "quoted"],
    )
    def test_no_pattern_runs_away(self, hostile: str) -> None:
        assert read(hostile, MARKDOWN).text == hostile


class TestPdf:
    def test_each_passage_has_its_page(self) -> None:
        found = read(pdf_of("First words.", pages=[["Second words."], [], ["Fourth words."]]))
        assert found.text == "First words.\nSecond words.\nFourth words."
        pages = [found.marks.page_of(found.text.index(word)) for word in ("First", "Sec", "Fourth")]
        assert pages == [1, 2, 4]

    def test_what_is_no_pdf_has_no_pages(self) -> None:
        assert read("Words.", TEXT).marks.page_of(0) is None


BEGINNING = f"<article><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>"


class TestStubs:
    @pytest.mark.parametrize(
        "asks",
        [
            "Subscribe now to continue reading",
            "Already a subscriber? Sign in",
            "This article is for subscribers",
            "You have 2 free articles left this month",
        ],
    )
    def test_a_paywall(self, asks: str) -> None:
        found = page(BEGINNING, f"<div class='offer'><p>{asks}</p></div>")
        assert found.marks.stub == "paywall"
        assert "paywall" in found.detail
        assert PARAGRAPHS[0] in found.text

    @pytest.mark.parametrize("free", ['"False"', "false"])
    def test_a_paywall_that_the_publisher_states(self, free: str) -> None:
        script = f'{{"@type": "NewsArticle", "isAccessibleForFree": {free}}}'
        head = f"<script type='application/ld+json'>{script}</script>"
        assert page(BEGINNING, head=head).marks.stub == "paywall"

    def test_an_offer_in_the_menu_is_none(self) -> None:
        assert page("<nav><p>Already a subscriber?</p></nav>", BEGINNING).marks.stub is None

    def test_a_long_article_is_none_whatever_stands_around_it(self) -> None:
        long = article(PARAGRAPHS * 3)
        assert page(long, "<p>Subscribe to continue reading more</p>").marks.stub is None

    def test_a_request_for_consent(self) -> None:
        asks = (
            "<p>We and our partners store cookies on your device, and read them, to show you "
            "advertisements.</p><p>You may accept all cookies, reject all of them, or manage "
            "preferences at any time; our privacy policy says how.</p>"
        )
        found = page(f"<main>{asks}</main>")
        assert found.marks.stub == "consent"
        assert "consent" in found.detail

    @pytest.mark.parametrize(
        "title",
        ["Page not found", "404 - The Daily", "The Daily | 404", "Seite nicht gefunden",
         "Sorry, this page cannot be found", "Error 404", "This article is no longer available"],
    )  # fmt: skip
    def test_a_page_that_says_that_there_is_none(self, title: str) -> None:
        sorry = "<p>We looked for what you wanted everywhere, and it is not there any more.</p>"
        found = page(f"<h1>{title}</h1>{sorry}")
        assert found.marks.stub == "missing"
        assert "no such page" in found.detail

    @pytest.mark.parametrize("title", ["The Peugeot 404 turns 60", "His story no longer adds up"])
    def test_a_title_that_only_sounds_like_it(self, title: str) -> None:
        assert page(f"<h1>{title}</h1>", BEGINNING).marks.stub is None

    def test_a_stand_in_says_both(self) -> None:
        head = "<meta name='tracer:constructed' content=''>"
        found = page(BEGINNING, "<p>Subscribe to keep reading</p>", head=head)
        assert found.detail.startswith("constructed stand-in; a paywall")


def nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + f"<p>{PARAGRAPHS[0]}</p>" + f"</{tag}>" * depth


class TestHostile:
    @pytest.mark.parametrize("depth", [300, 10_000])
    @pytest.mark.parametrize("tag", "div span b ul a table h1 blockquote p x-y".split())
    def test_deep_nesting(self, tag: str, depth: int) -> None:
        assert PARAGRAPHS[0] in page(nested(tag, depth)).text

    def test_a_flattened_page_keeps_what_it_says_of_itself(self) -> None:
        head = "<title>The pier</title><link rel='canonical' href='https://a.example/1'>"
        found = page(nested("div", 2_000), "<p>See <a href='/b'>the rest</a>.</p>", head=head)
        assert (found.title, found.url) == ("The pier", "https://a.example/1")
        assert [link.url for link in found.links] == ["https://a.example/b"]

    @pytest.mark.parametrize(
        "filler",
        ["<script>" + "var words = 1;" * 360_000 + "</script>", "<!--" + "word " * 900_000 + "-->",
         "<i a=1>w</i> " * 30_000, "<" * 1_000_000, "&amp; " * 300_000],
        ids=["script", "comment", "elements", "brackets", "references"],
    )  # fmt: skip
    def test_a_large_page_is_read(self, filler: str) -> None:
        assert PARAGRAPHS[0] in page(article(), filler).text

    def test_a_line_of_more_than_a_parser_takes_at_once(self) -> None:
        found = page(article(), "<p>", "word " * 2_100_000, "</p>")
        assert PARAGRAPHS[0] in found.text

    @pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 9, b"\x1f\x8b\x08"])
    def test_what_is_no_page_is_refused_whatever_it_is_called(self, raw: bytes) -> None:
        with pytest.raises(ReadError, match="Cannot read this"):
            read(raw, "text/html")

    @pytest.mark.parametrize("charset", ["utf-16", "no-such", "ascii", "shift_jis", ""])
    def test_a_charset_that_is_wrong_or_missing(self, charset: str) -> None:
        head = f"<meta charset='{charset}'>" if charset else ""
        html = f"<html><head>{head}</head><body><p>“Der Käfer schläft über dem Bett.”</p></body>"
        assert read(html, "text/html").text == "“Der Käfer schläft über dem Bett.”"

    @given(
        st.lists(
            st.sampled_from("<p> </p> <div> </div> <a href='/x'> </a> <h1> <h2> <blockquote> <br> "
                            "<table> <td> <script> <!-- --> &#0; &#x1f; \x00 \x0b <title> <nav> "
                            "<base href='::'> <svg> ]]> <![CDATA[ 404 cookies".split(" "))
            | sentences(),
            max_size=40,
        )
    )  # fmt: skip
    def test_any_page_gives_a_document_or_says_why_not(self, parts: list[str]) -> None:
        try:
            found = read("<html><body>" + "".join(parts), "text/html", "https://a.example/1")
        except ReadError:
            return
        assert found.text.strip()
        spans = [*(link.span for link in found.links), *found.marks.headings]
        for span in [*spans, *found.marks.quotations]:
            assert span.of(found.text).strip()
        assert found.marks.agreement is None or 0 <= found.marks.agreement <= 1

    @given(prose(4))
    def test_reading_twice_gives_the_same(self, text: str) -> None:
        lines = "".join(f"<p>{line}</p>" for line in text.replace("<", "&lt;").split("\n"))
        html = f"<html><body><article>{lines}</article></body></html>"
        assert read(html, "text/html") == read(html, "text/html")
