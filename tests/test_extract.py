"""Bytes to documents: what is read, what is refused, and that offsets and ids hold."""

from __future__ import annotations

import hashlib
import io
import logging
import subprocess
import sys
from collections.abc import Sequence

import pypdf
import pytest
import trafilatura
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from strategies import addresses, prose, sentences, texts

from tracer.errors import ReadError
from tracer.extract import MARKDOWN, TEXT, read_bytes
from tracer.extract.pdf import paragraphs
from tracer.models import Document, stable_id

PLACE = "/somewhere/file"

PAGE = """<!doctype html>
<html lang="en"><head>
<title>Ministers agree on a plan - The Daily Example</title>
<link rel="canonical" href="https://daily.example/2019/plan">
<meta property="og:site_name" content="The Daily Example">
<script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "Somebody"},
 {"@type": "NewsArticle", "headline": "Ministers agree &amp; sign", "datePublished":
 "2019-09-10T08:00:00+01:00", "author": [{"@type": "Person", "name": "Jane Doe"}, "John Roe"],
 "publisher": {"@type": "Organization", "name": "Example Media"}}]}</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Ministers agree on a plan</h1>
<p>The ministers agreed on a plan on Tuesday, said <a href="/people/smith">Ann  Smith</a>, who
leads the talks. &ldquo;We are <b>very</b> glad,&rdquo; she said after the meeting.</p>
<h2>What comes next</h2>
<p>The plan goes to parliament, as <a href="https://wire.example/a?b=1&amp;c=2">the wire service
reported</a> earlier this week, and nobody expects it to pass before the winter.</p>
<p>Opponents called it “a cafe\u0301 napkin”. <a href="#top">Back</a> <a href="mailto:x@y.example">
Write</a> to them about it if you wish to know more of what they think.</p>
</article>
<footer><a href="/imprint">Imprint</a> Copyright 2015</footer></body></html>"""

WITHOUT_JSON_LD = PAGE[: PAGE.index("<script")] + PAGE[PAGE.index("</head>") :]


def read(raw: bytes | str, media_type: str | None = None, address: str = PLACE) -> Document:
    encoded = raw.encode() if isinstance(raw, str) else raw
    return read_bytes(encoded, address=address, name="file", media_type=media_type)


def anchors(document: Document) -> list[tuple[str, str]]:
    return [(link.span.of(document.text), link.url) for link in document.links]


class TestText:
    @given(prose() | texts())
    @example("\r\n\r a\r\rb\r\n")
    def test_it_is_unchanged_but_for_the_ends_of_lines(self, text: str) -> None:
        expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        try:
            document = read("\ufeff" + expected.replace("\n", "\r\n"), TEXT)
        except ReadError:
            return
        if not document.publisher and not document.title and not document.url:
            assert document.text == expected

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "gb18030"]
    )
    def test_encodings_of_one_text_give_one_text(self, encoding: str) -> None:
        text = {
            "cp1252": "“We don’t know,” the café’s owner said – for £5 more she’d tell.",
            "gb18030": "中国政府周二表示,新的计划将于明年开始。这是一条新闻报道。",
        }.get(encoding, "“Łódź” – ça va? 你好 🏳️‍🌈")
        assert read(text.encode(encoding), TEXT).text == text

    def test_short_western_text_is_not_taken_for_central_european(self) -> None:
        assert read("naïve £5".encode("cp1252"), TEXT).text == "naïve £5"

    @pytest.mark.parametrize(
        "text", ["Zażółć gęślą jaźń, mówi minister.", "Příliš žluťoučký kůň úpěl"]
    )
    def test_central_european_text_is_not_taken_for_western(self, text: str) -> None:
        assert read(text.encode("cp1250"), TEXT).text == text

    def test_one_broken_byte_does_not_turn_the_rest_to_another_encoding(self) -> None:
        text = "“Łódź” is a city, “Kraków” another. " * 3
        assert read(text.encode() + b"\xff", TEXT).text == text + "\ufffd"

    def test_a_charset_in_the_media_type_decides_between_legacy_encodings(self) -> None:
        raw = "Привет, мир".encode("koi8-r")
        assert read(raw, "text/plain; charset=KOI8-R").text == "Привет, мир"

    def test_an_unknown_charset_is_no_obstacle(self) -> None:
        text = "Die Ärzte sagten, dass sie für die neue Regelung stimmen würden."
        assert read(text.encode("latin-1"), "text/plain; charset=no-such").text == text

    def test_ten_megabytes(self) -> None:
        line = "A line of “text” with words and https://a.example/b in it.\n"
        text = line * (10_000_000 // len(line))
        assert read(text, TEXT).text == text

    @pytest.mark.parametrize(
        "hostile",
        [
            "https://a.example/" + ")" * 200_000,
            "[a" * 200_000,
            "[x](https://e" * 50_000,
            '[x](https://e.e "' * 50_000,
            "[x][y]" * 100_000,
            "---\n" + "a: b\n" * 100_000,
            "<!-- a -->" * 50_000,
        ],
        ids=lambda text: text[:12],
    )
    def test_no_pattern_runs_away(self, hostile: str) -> None:
        assert read(hostile).text == hostile


class TestFrontMatter:
    BLOCK = (
        "---\npublisher: The Daily Example\nurl: https://daily.example/a\n"
        'title: "Plan: agreed"\npublished: 2019-09-10\nauthors: Jane Doe, John Roe and Ann Smith\n'
        "---\n"
    )

    def test_it_is_read_and_cut_off(self) -> None:
        document = read(self.BLOCK + "\nThe text.\n", TEXT)
        assert document.text == "\nThe text.\n"
        assert document.publisher == "The Daily Example"
        assert document.title == "Plan: agreed"
        assert document.published == "2019-09-10"
        assert document.authors == ("Jane Doe", "John Roe", "Ann Smith")
        assert document.url == "https://daily.example/a"
        assert document.id == stable_id("https://daily.example/a")

    def test_the_sha256_is_that_of_the_whole_file(self) -> None:
        raw = (self.BLOCK + "The text.").encode()
        assert read(raw, TEXT).sha256 == hashlib.sha256(raw).hexdigest()

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_line_ends_of_other_systems(self, end: str) -> None:
        assert read(self.BLOCK.replace("\n", end) + "The text.", TEXT).text == "The text."

    @pytest.mark.parametrize("given_list", ["[Jane Doe, 'John Roe']", "Jane Doe; John Roe"])
    def test_ways_to_list_authors(self, given_list: str) -> None:
        document = read(f"---\nauthors: {given_list}\n---\nThe text.", TEXT)
        assert document.authors == ("Jane Doe", "John Roe")

    @pytest.mark.parametrize(
        "text",
        [
            "---\nHe said: no\n---\nAnd left.",  # a sentence, not a key
            "---\nnote: unknown\n---\nText.",
            "---\ntitle: never closed\nText.",
            "Text.\n---\ntitle: not at the start\n---\n",
            "---\n---\nText.",
        ],
    )
    def test_what_is_none_stays_in_the_text(self, text: str) -> None:
        document = read(text, TEXT)
        assert document.text == text
        assert document.id == stable_id(PLACE)

    def test_an_address_that_is_none_gives_no_identity(self) -> None:
        document = read("---\nurl: javascript:alert(1)\n---\nText.", TEXT)
        assert (document.url, document.id) == (None, stable_id(PLACE))

    def test_nothing_after_it_is_nothing_to_read(self) -> None:
        with pytest.raises(ReadError, match="no text"):
            read(self.BLOCK, TEXT)


class TestLinks:
    def test_markdown_and_bare(self) -> None:
        document = read(
            "As [the report](https://a.example/b_(c) 'A title') says (https://b.example/x). See "
            "<https://c.example/>, [this][one] and [two][].\n\n"
            "[one]: https://d.example/1\n[TWO]: <https://d.example/2>\n"
            "Not [these](/relative) [words][nowhere].",
            MARKDOWN,
        )
        assert anchors(document) == [
            ("the report", "https://a.example/b_(c)"),
            ("https://b.example/x", "https://b.example/x"),
            ("https://c.example/", "https://c.example/"),
            ("this", "https://d.example/1"),
            ("two", "https://d.example/2"),
            ("https://d.example/1", "https://d.example/1"),
            ("https://d.example/2", "https://d.example/2"),
        ]

    @given(prose(2), addresses, prose(1))
    def test_a_bare_address_is_found_wherever_it_stands(self, a: str, url: str, b: str) -> None:
        document = read(f"{a} {url} {b}", TEXT)
        assert (url.rstrip("-*_"), url.rstrip("-*_")) in [
            (words.rstrip("-*_"), target.rstrip("-*_")) for words, target in anchors(document)
        ]

    @given(texts())
    def test_links_lie_in_the_text_in_order(self, text: str) -> None:
        try:
            document = read(text + "[a](https://b.example)", MARKDOWN)
        except ReadError:
            return
        spans = [link.span for link in document.links]
        assert spans == sorted(spans)
        assert all(len(span) and span.end <= len(document.text) for span in spans)


class TestPage:
    def test_the_body_is_one_paragraph_a_line_with_headings_below_its_title(self) -> None:
        lines = read(PAGE).text.split("\n")
        assert lines[0].startswith("The ministers agreed on a plan on Tuesday, said Ann Smith, who")
        assert lines[0].endswith("“We are very glad,” she said after the meeting.")
        assert lines[1] == "What comes next"
        assert "café" in lines[3]
        assert not {"Home", "Imprint"} & set(" ".join(lines).split())

    def test_metadata(self) -> None:
        document = read(PAGE)
        assert document.url == "https://daily.example/2019/plan"
        assert document.publisher == "The Daily Example"
        assert document.title == "Ministers agree & sign"
        assert document.published == "2019-09-10T08:00:00+01:00"
        assert document.authors == ("Jane Doe", "John Roe")
        assert document.media_type == "text/html"
        assert document.detail == ""

    def test_its_identity_is_where_it_was_read(self) -> None:
        assert read(PAGE).id == stable_id(PLACE)

    def test_links_are_placed_on_their_words(self) -> None:
        assert anchors(read(PAGE)) == [
            ("Ann Smith", "https://daily.example/people/smith"),
            ("the wire service reported", "https://wire.example/a?b=1&c=2"),
        ]

    def test_a_repeated_paragraph_gives_each_link_its_own_place(self) -> None:
        paragraph = "<p>Some words and <a href='https://a.example/{}'>a link</a> to go on with.</p>"
        page = "".join(paragraph.format(n) + f"<p>Between number {n} and it.</p>" for n in (1, 2))
        links = read(f"<html><body><article>{page}</article></body></html>").links
        assert [link.url[-1] for link in links] == ["1", "2"]
        assert links[0].span.end < links[1].span.start

    def test_without_json_ld_the_other_metadata_counts(self) -> None:
        head = '<meta name="author" content="Jane Doe"><meta property="article:published_time" '
        page = WITHOUT_JSON_LD.replace("</title>", f'</title>{head}content="2018-01-02T03:04:05Z">')
        document = read(page)
        assert document.published is not None
        assert document.published.startswith("2018-01-02")
        assert document.authors == ("Jane Doe",)
        assert document.title == "Ministers agree on a plan"

    @pytest.mark.parametrize(
        "broken", ["{not json", "[]", "null", '{"@type": 5, "author": {}}', "[" * 50_000]
    )
    def test_broken_json_ld_is_passed_over(self, broken: str) -> None:
        start, end = PAGE.index('{"@graph"'), PAGE.index("</script>")
        assert read(PAGE[:start] + broken + PAGE[end:]).text == read(PAGE).text

    @pytest.mark.parametrize(
        "date", ["0001-01-01T00:00:00Z", "01:38:07 PM IST Nov 20, 2019", "yesterday", ""]
    )
    def test_a_date_that_is_none_is_not_passed_on(self, date: str) -> None:
        assert read(PAGE.replace("2019-09-10T08:00:00+01:00", date)).published is None

    def test_a_year_in_the_footer_is_no_date(self) -> None:
        assert read(WITHOUT_JSON_LD.replace("/2019/", "/")).published is None

    @pytest.mark.parametrize(
        ("said", "detail"),
        [
            ("constructed stand-in, not the publisher's text", None),
            ("", "constructed stand-in"),
            ("made for a test", "constructed stand-in: made for a test"),
        ],
    )
    def test_a_stand_in_says_so(self, said: str, detail: str | None) -> None:
        meta = f'<meta name="tracer:constructed" content="{said}"></head>'
        assert read(PAGE.replace("</head>", meta)).detail == (said if detail is None else detail)

    def test_an_address_on_the_web_stands_in_for_a_missing_canonical_one(self) -> None:
        page = PAGE.replace("canonical", "other")
        document = read(page, address="https://daily.example/x")
        assert document.url == "https://daily.example/x"
        assert ("Ann Smith", "https://daily.example/people/smith") in anchors(document)

    def test_without_any_address_relative_links_lead_nowhere(self) -> None:
        urls = [link.url for link in read(PAGE.replace("canonical", "other")).links]
        assert urls == ["https://wire.example/a?b=1&c=2"]

    def test_a_declared_charset(self) -> None:
        page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
        raw = page.replace("e\u0301", "é").encode("cp1252")
        assert read(raw, "text/html").text == read(PAGE).text

    def test_valid_utf8_beats_a_wrong_declaration(self) -> None:
        page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
        assert read(page).text == read(PAGE).text

    def test_an_xml_declaration_is_no_obstacle(self) -> None:
        xml = '<?xml version="1.0" encoding="iso-8859-1"?>\n'
        assert read(xml + PAGE).text == read(PAGE).text

    @pytest.mark.parametrize(
        "page",
        [
            "<html><body><p>Some words that <b>never end <p>and more of <table><tr><td>them",
            "<p>Some words that never end and more of them.</p>",
            "<div>Some words that <p>never end <div>and more </p>of them</span></body></html>",
            "<!doctype html><html><body>Some words that never end and more of them\x01\x02\x0b",
        ],
    )
    def test_a_broken_page_gives_what_text_there_is(self, page: str) -> None:
        assert {"Some", "words", "never", "more", "them"} <= set(
            read(page, "text/html").text.replace(".", " ").split()
        )

    def test_a_control_character_written_as_a_reference(self) -> None:
        text = read("<html><body><p>Some&#1;words &#0; here.</p></body></html>").text
        assert "Some words" in text
        assert all(char == "\n" or char.isprintable() for char in text)

    def test_deep_nesting(self) -> None:
        page = f"<html><body>{'<div>' * 600}Words at the bottom.{'</div>' * 600}</body></html>"
        assert read(page).text == "Words at the bottom."

    @pytest.mark.parametrize(
        "page",
        [
            "<html><head><title>A title only</title></head><body></body></html>",
            "<html><body><script>var words = 'some';</script><noscript>No</noscript></body></html>",
            "<html><body><form><button>Sign in</button></form></body></html>",
        ],
    )
    def test_a_page_without_text_says_what_to_do(self, page: str) -> None:
        with pytest.raises(ReadError, match="save it from the browser"):
            read(page, "text/html")

    def test_either_library_may_fail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_args: object, **_kwargs: object) -> None:
            raise RuntimeError("stumbled")

        whole = read(PAGE)  # imports newspaper with the warnings about its own code kept quiet
        import newspaper.extractors

        with monkeypatch.context() as patched:
            patched.setattr(trafilatura, "bare_extraction", fail)
            patched.setattr(trafilatura.metadata, "extract_metadata", fail)
            by_newspaper = read(PAGE)
            patched.setattr(newspaper.Article, "parse", fail)
            by_lines = read(PAGE)
        monkeypatch.setattr(newspaper.extractors, "ContentExtractor", fail)
        for document in (by_newspaper, by_lines, read(PAGE)):
            assert "The ministers agreed on a plan on Tuesday, said Ann Smith" in document.text
            assert document.title == whole.title
        assert by_newspaper.publisher == whole.publisher
        assert "Imprint" not in by_lines.text

    @given(prose(3))
    def test_prose_in_a_page_comes_out_with_its_words(self, text: str) -> None:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        body = "".join(f"<p>{line}</p>" for line in escaped.split("\n"))
        found = read(f"<html><body><main>{body}</main></body></html>", "text/html").text
        assert set(found.split("\n")) <= set(text.split("\n"))

    @given(st.lists(st.sampled_from(PAGE.split("<")), max_size=30))
    def test_links_of_any_page_lie_on_words(self, parts: list[str]) -> None:
        try:
            document = read("<html><body><p>Words to start.</p><" + "<".join(parts), "text/html")
        except ReadError:
            return
        for link in document.links:
            words = link.span.of(document.text)
            assert words
            assert words == words.strip()

    def test_nothing_is_said_aside(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.ERROR, logger="newspaper")
        program = (
            "from tracer.extract import read_bytes\n"
            "read_bytes(b'<p>Hello there</p>', address='x', name='x', media_type='text/html')"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True
        )
        assert (done.stdout, done.stderr) == ("", "")


def pdf_of(*lines: str, pages: Sequence[Sequence[str]] = (), password: str = "") -> bytes:
    """A PDF with a first page of ``lines``, one line of text each, and ``pages`` of others."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    for shown_lines in (lines, *pages):
        page = writer.add_blank_page(300, 300)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in shown_lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 280 Td {shown} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "A paper", "/Author": "Jane Doe"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


class TestPdf:
    def test_text_title_and_links(self) -> None:
        document = read(
            pdf_of("The minister said it was good-", "natured. See https://a.example/b")
        )
        assert document.text == "The minister said it was goodnatured. See https://a.example/b"
        assert anchors(document) == [("https://a.example/b", "https://a.example/b")]
        assert (document.title, document.authors) == ("A paper", ("Jane Doe",))
        assert document.media_type == "application/pdf"

    def test_it_is_known_by_its_bytes_whatever_its_name(self) -> None:
        assert read(pdf_of("Words."), "text/plain").text == "Words."

    @pytest.mark.parametrize("cut", [8, 60, 200, 500])
    def test_a_broken_one_is_refused(self, cut: int) -> None:
        with pytest.raises(ReadError):
            read(pdf_of("Words.")[:cut])

    def test_a_scan_says_what_to_do(self) -> None:
        with pytest.raises(ReadError, match="scan"):
            read(pdf_of())

    def test_a_locked_one_says_so(self) -> None:
        with pytest.raises(ReadError, match="password"):
            read(pdf_of("Words.", password="secret"))

    def test_lines_are_joined_to_paragraphs(self) -> None:
        page = [
            "The first paragraph goes on over two lines of",
            "about one width, and ends.",
            "The second one is parted from the third by an",
            "empty line",
            "",
            "The third has a word that was hy\u00ad",
            "phenated and a range of 10-",
            "20 that was not.",
        ]
        assert paragraphs(page) == [
            "The first paragraph goes on over two lines of about one width, and ends.",
            "The second one is parted from the third by an empty line",
            "The third has a word that was hyphenated and a range of 10- 20 that was not.",
        ]

    @given(st.lists(sentences(), max_size=8))
    def test_joining_keeps_the_words(self, lines: list[str]) -> None:
        before = "".join("".join(lines).split()).replace("-", "").replace("\u00ad", "")
        after = "".join("".join(paragraphs(lines)).split()).replace("-", "").replace("\u00ad", "")
        assert after == before


class TestRefused:
    @pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
    def test_nothing_at_all(self, raw: bytes) -> None:
        with pytest.raises(ReadError, match="empty"):
            read(raw)

    @pytest.mark.parametrize(
        ("raw", "what"),
        [
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"\xff\xd8\xff\xe0 JFIF", "JPEG"),
            (b"PK\x03\x04 word/document.xml", "office document"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"words \0 and more", "binary"),
            (b"\xef\xbb\xbf" + bytes(48) + b"t", "binary"),  # behind a mark of UTF-8; by fuzzing
            (bytes(range(1, 32)) * 4, "binary"),
            (b"SQLite format 3\0", "database"),
        ],
    )
    def test_what_is_no_text_is_named(self, raw: bytes, what: str) -> None:
        with pytest.raises(ReadError, match=what) as caught:
            read(raw, "text/plain")
        assert PLACE in str(caught.value)
        assert "\n" not in str(caught.value)

    @given(
        st.binary(max_size=300),
        st.sampled_from(["", "%PDF-1.7\n", "<html>", "\ufeff", "---\ntitle: a\n"]),
        st.sampled_from([None, "text/html", "text/plain; charset=utf-7", "image/png", ";;", "x"]),
    )
    def test_no_bytes_raise_anything_else(
        self, raw: bytes, start: str, media_type: str | None
    ) -> None:
        try:
            document = read(start.encode() + raw, media_type)
        except ReadError:
            return
        assert document.text.strip()
        assert document.raw == start.encode() + raw
