"""Pure string work: what must always hold, and the cases that a newspaper is full of."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import prose, spans_in, texts, with_spans
from strategies import sentences as sentence_texts

from tracer.models import Span
from tracer.text import (
    clipped,
    context,
    fold,
    highlights,
    paragraphs,
    quotations,
    sentences,
    sentences_of,
    spelled,
    stem,
    trimmed,
    word_key,
    words,
)

ANY = prose() | texts()


def pieces(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


def in_order_and_apart(spans: tuple[Span, ...]) -> bool:
    return all(a.end <= b.start for a, b in pairwise(spans))


class TestFold:
    @given(texts())
    def test_it_keeps_the_length(self, text: str) -> None:
        assert len(fold(text)) == len(text)

    @given(texts())
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(texts(), texts())
    def test_each_character_is_folded_by_itself(self, a: str, b: str) -> None:
        assert fold(a + b) == fold(a) + fold(b)

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("“Don’t,” HE said", '"don\'t," he said'),
            ("«oui»", '"oui"'),
            ("2018–19", "2018-19"),
            ("5\u00a0million", "5 million"),
        ],
    )
    def test_marks_dashes_spaces_and_case_are_one(self, a: str, b: str) -> None:
        assert fold(a) == fold(b)

    @given(st.characters(exclude_categories=["Cs"]))
    def test_a_letter_or_digit_stays_what_it_is(self, char: str) -> None:
        assume(char.isalnum())
        assert fold(char) in {char, char.casefold()}


class TestWords:
    @given(ANY)
    def test_they_are_in_order_apart_and_not_empty(self, text: str) -> None:
        spans = tuple(word.span for word in words(text))
        assert in_order_and_apart(spans)
        assert all(len(span) > 0 and span.end <= len(text) for span in spans)

    @given(ANY)
    def test_a_key_is_that_of_its_words(self, text: str) -> None:
        assert all(word.key == word_key(word.span.of(text)) for word in words(text))

    @given(ANY)
    def test_no_digit_is_left_out(self, text: str) -> None:
        covered = "".join(word.span.of(text) for word in words(text))
        assert sorted(filter(str.isdecimal, covered)) == sorted(filter(str.isdecimal, text))

    @given(st.integers(0, 10**9), st.integers(0, 10**9))
    def test_two_numbers_never_share_a_key(self, a: int, b: int) -> None:
        assume(a != b)
        assert word_key(str(a)) != word_key(str(b))

    @pytest.mark.parametrize(
        ("text", "keys"),
        [
            ("the U.S. and the US", ["the", "us", "and", "the", "us"]),
            ("at 5 p.m. or 5 pm", ["at", "5", "pm", "or", "5", "pm"]),
            ("Don’t / don't", ["don't", "don't"]),
            ("roll-out", ["roll", "out"]),
            ("1,200 is not 1.200", ["1,200", "is", "not", "1.200"]),
            ("£5m, up 4.5%", ["£", "5", "m", "up", "4.5", "%"]),
            ("the ﬁrst", ["the", "first"]),
            ("He left. A day", ["he", "left", "a", "day"]),
            ("", []),
        ],
    )
    def test_what_counts_as_one_word(self, text: str, keys: list[str]) -> None:
        assert [word.key for word in words(text)] == keys

    @given(ANY)
    def test_those_without_offsets_are_the_same(self, text: str) -> None:
        assert spelled(text) == [word.span.of(text) for word in words(text)]

    @given(ANY)
    def test_a_stem_is_a_start_of_its_word_and_never_empty(self, text: str) -> None:
        for word in words(text):
            assert stem(word.key)
            assert word.key.startswith(stem(word.key))


class TestTrimmed:
    @given(with_spans(texts()))
    def test_it_takes_white_space_off_and_nothing_else(self, case: tuple[str, list[Span]]) -> None:
        text, spans = case
        for span in spans:
            inner = trimmed(text, span)
            assert span.contains(inner)
            assert inner.of(text) == span.of(text).strip()


class TestParagraphs:
    @given(ANY)
    def test_they_hold_all_but_white_space(self, text: str) -> None:
        found = paragraphs(text)
        assert in_order_and_apart(found)
        assert "".join("".join(pieces(text, found)).split()) == "".join(text.split())
        assert all(part == part.strip() and part for part in pieces(text, found))

    def test_a_line_each_however_many_lines_are_between(self) -> None:
        text = "One.\nTwo.\n\n\n  Three. \n"
        assert pieces(text, paragraphs(text)) == ["One.", "Two.", "Three."]

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("The minister said on Monday that the\nroad would be closed.", 1),
            ("The road to the north of Ellisport will\nbe closed for a\nyear.", 1),
            ("“We will close it,”\nhe said.", 1),
            ("Road to close\nthe minister said.", 2),
            ("The road closes.\nthat is all.", 2),
            ("The report asks for:\nfewer buses\nno trains, and\nhigher fares.", 4),
            ("council votes on the bridge tonight at eight, and\nthe mayor is late", 2),
            ("Shares of the auction site rose on Monday after the\neBay results came.", 2),
            ("The minister said on Monday that the\n\nroad would be closed.", 2),
            ("The minister said on Monday that the\n- road would be closed.", 2),
        ],
    )
    def test_a_break_in_mid_sentence_ends_none(self, text: str, count: int) -> None:
        assert len(paragraphs(text)) == count

    @given(st.integers(30, 99))
    def test_a_column_of_any_width_is_put_together(self, width: int) -> None:
        said = "The harbour of Norrholm, where ships of 180 metres wait outside for Hours, is shut."
        text = "\n\n".join(textwrap.fill(f"{said} {said}", width) for _ in range(3))
        assert len(paragraphs(text)) == 3

    def test_lists_and_signatures_stay_apart_in_a_hard_wrapped_text(self) -> None:
        line = "This line is about as long as those that a typewriter makes\n"
        text = f"{line * 3}it says:\n- {line}- one\n- two\n\n{line}“So.”\n— Jane Roe\n\n{line * 2}"
        assert [len(part.splitlines()) for part in pieces(text, paragraphs(text))] == [
            4,
            1,
            1,
            1,
            2,
            1,
            2,
        ]

    def test_a_hard_wrapped_text_is_parted_at_its_blank_lines(self) -> None:
        line = "This line is about as long as those that a typewriter makes\n"
        text = (line * 3 + "and ends here.\n\n") * 3
        assert len(paragraphs(text)) == 3


class TestSentences:
    @given(ANY)
    def test_they_hold_all_but_white_space(self, text: str) -> None:
        found = sentences(text)
        assert in_order_and_apart(found)
        assert "".join("".join(pieces(text, found)).split()) == "".join(text.split())
        assert all(part == part.strip() and part for part in pieces(text, found))

    @given(ANY)
    def test_none_crosses_a_paragraphs_end(self, text: str) -> None:
        parts = paragraphs(text)
        assert all(any(part.contains(s) for part in parts) for s in sentences(text))

    @given(prose(), st.data())
    def test_those_of_a_stretch_lie_in_it(self, text: str, data: st.DataObject) -> None:
        paragraph = data.draw(st.sampled_from(paragraphs(text)))
        stretch = data.draw(spans_in(paragraph.of(text))).moved(paragraph.start)
        assert all(stretch.contains(sentence) for sentence in sentences_of(text, stretch))

    @pytest.mark.parametrize("line", ["It was so. ", "Mr. ", "a. b ", " ", ".", '"x. ', ".. "])
    def test_a_line_of_a_megabyte_costs_linear_time(self, line: str) -> None:
        text = line * (1_000_000 // len(line))
        assert in_order_and_apart(sentences(text))

    @pytest.mark.parametrize(
        "parted",
        [
            "He left.|She stayed.",
            "“We are glad.”|He left.",
            "“Are we glad?” he asked.|Nobody was.",
            "Mr. Smith met Dr. Jones of the U.S. Army on Jan. 5.|They talked.",
            "It was in the U.S.|The talks failed.",
            "J. K. Rowling wrote it.|It sold.",
            "It rose 4.5 percent.|It fell by no. 5 later.",
            "The firm, Acme Inc., grew.|Then it fell.",
            "He said no.|But she went.",
            "Really?!|Yes…|He thought so.",
            "„Geht er?“|Ja.|« Oui. »|Non.",
        ],
    )
    def test_where_one_ends(self, parted: str) -> None:
        text = parted.replace("|", " ")
        assert pieces(text, sentences(text)) == parted.split("|")

    @given(sentence_texts())
    def test_joining_words_that_hold_no_mark_gives_one(self, text: str) -> None:
        inner = text.replace(".", "").replace("?", "").replace("!", "").replace("…", "")
        assume(inner.strip())
        assert len(sentences(inner)) == 1


MARKS = '"“”„‟«»‹›＂'
SINGLE_MARKS = "'`‘’"

HOSTILE = st.text(st.sampled_from([*MARKS, *SINGLE_MARKS, *"ab. ,:15s\n", "…"]), max_size=60)
"""Mostly marks, between hardly anything."""

QUOTATIONS = [
    # straight marks: what stands beside one says what it does
    ('"We go," he said. "We stay," she said.', ["We go,", "We stay,"]),
    ('"We go, he said. "We stay," she said.', ["We stay,"]),
    ('We go," he said. "We stay," she said.', ["We stay,"]),
    ('He said: "We came. We saw.\nShe said: "No," and left.', ["We came. We saw.", "No,"]),
    ('The "road is closed. He said that on Monday.', ["road is closed."]),
    ('("No") ["yes"] "…and" --"so"-- "?"', ["No", "yes", "…and", "so", "?"]),
    ('" We go , " he said .', [" We go , "]),
    ('He said:"We go"and left.', ["We go"]),
    ('""We go,"" he said.', ["We go,"]),
    # inches
    ('The 6\' 2" man had a 12" pipe and said "no".', ["no"]),
    ('"The 12" pipe leaks," he said. "We go."', ['The 12" pipe leaks,', "We go."]),
    ('"Vote for number 12" is what he said, "or go."', ["Vote for number 12", "or go."]),
    ("“He is 6’2”. You know that,” she said.", ["He is 6’2”. You know that,"]),
    # LexisNexis and TeX
    ("''We go,'' he said. ''We stay,'' she said.", ["We go,", "We stay,"]),
    ("``We don't go,'' he said.", ["We don't go,"]),
    # the outermost marks count
    ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
    ("“He said “no” to me,” she said.", ["He said “no” to me,"]),
    ('“He said "no" to me,” she said.', ['He said "no" to me,']),
    ("\"'No,' he said,\" she said.", ["'No,' he said,"]),
    ("«He said “no” to me», she said.", ["He said “no” to me"]),
    # other shapes, and shapes in the wrong place
    ("„Nein“, sagt er. „Ja”, sagt sie. »Gut«, sagt er.", ["Nein", "Ja", "Gut"]),
    ("« Oui », dit-il. «Non», dit-elle.", [" Oui ", "Non"]),
    ("They are “rapists“ and “thieves”, he said.", ["rapists", "thieves"]),
    ("”We go”, he said.", ["We go"]),
    ('"It gets worse.“ He left.', ["It gets worse."]),
    ('“We go," he said. “We stay,” she said.', ["We go,", "We stay,"]),
    # single marks, as British papers print them, and apostrophes
    ("'We go,' he said. 'It's the workers' fault.'", ["We go,", "It's the workers' fault."]),
    ("'He told me \"no\" twice,' she said.", ['He told me "no" twice,']),
    ("‘He told me “no” twice’, she said.", ["He told me “no” twice"]),
    ("The ministers' plan is 'absurd' and 'a joke'.", ["absurd", "a joke"]),
    (
        "'We came. The workers' plan fails.\n'We saw,' he said.",
        ["We came. The workers' plan fails.", "We saw,"],
    ),
    ("'Tis the season for rock 'n' roll of the '90s, said the workers' union in '08.", []),
    ("It’s the best of the ’90s, and the Joneses’ too.", []),
    ("Minister: 'prices to fall'", ["prices to fall"]),
    (
        'He sent the \'top secret\' files. "We go," he said. "We stay," she said.',
        ["We go,", "We stay,"],
    ),
    # over lines
    ("“It goes on.\n“And on,” he said.", ["It goes on.", "And on,"]),
    ("“It goes “on”.\n“And on,” he said.", ["It goes “on”.", "And on,"]),
    ("“We will\ngo,” he said.", ["We will\ngo,"]),
    ('"The road\nis closed," she said. "So"', ["The road", "is closed,", "So"]),
    ("“We go.\nWe stay,” he said. “So.”", ["We go.", "We stay,", "So."]),
    ("“We go.\nJane Roe, Editor.”\nNext.", ["We go."]),
    (
        "“The ships wait outside\nfor high\nwater, and it costs an\nHour,” he said. “So.”",
        ["The ships wait outside", "for high", "water, and it costs an", "Hour,", "So."],
    ),
    # nothing
    ('"" “” "', []),
]


class TestQuotations:
    @given(ANY | HOSTILE)
    def test_they_lie_in_one_paragraph_without_their_marks(self, text: str) -> None:
        found = quotations(text)
        parts = paragraphs(text)
        assert in_order_and_apart(found)
        for span in found:
            assert span.of(text).strip()
            around = next(part for part in parts if part.contains(span))
            assert span.start == around.start or text[span.start - 1] in MARKS + SINGLE_MARKS

    @given(ANY | HOSTILE)
    def test_marks_in_a_row_are_one(self, text: str) -> None:
        for span in quotations(text):
            at = span.start
            is_double = at > 0 and text[at - 1] in MARKS
            assert not is_double or text[at] != text[at - 1]

    @pytest.mark.parametrize("marks", ["“ ”", '" "', "« »", "„ ”", "„ “", "» «", "'' ''", "`` ''"])
    @given(words_in=sentence_texts().map(lambda s: s.strip(MARKS)))
    def test_what_stands_in_marks_is_found(self, marks: str, words_in: str) -> None:
        assume(words_in and not set(words_in) & set(MARKS))
        opening, closing = marks.split()
        text = f"He said: {opening}{words_in}{closing} Then he left."
        assert pieces(text, quotations(text))[:1] == [words_in]

    @pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
    def test_which_there_are(self, text: str, expected: list[str]) -> None:
        assert pieces(text, quotations(text)) == expected

    @given(st.lists(sentence_texts().map(lambda s: s.strip(MARKS)), min_size=3), st.data())
    def test_a_mark_that_is_missing_spoils_one(self, said: list[str], data: st.DataObject) -> None:
        line = " ".join(f"“{words_in}” he said." for words_in in said)
        assume(line.count("“") == line.count("”") == len(said))
        lost = data.draw(st.sampled_from([i for i, c in enumerate(line) if c in "“”"]))
        text = line[:lost] + line[lost + 1 :]
        spoilt = line[: lost + 1].count("“") - 1
        found = pieces(text, quotations(text))
        assert [
            words_in for i, words_in in enumerate(said) if i != spoilt and words_in not in found
        ] == []

    @given(HOSTILE.map(lambda text: " ".join(text.split())))
    def test_a_broken_line_spoils_none_beside_it(self, broken: str) -> None:
        text = f"“We go,” he said.\n{broken}\n“We stay,” she said."
        found = pieces(text, quotations(text))
        assert found[0] == "We go,"
        assert found[-1] == "We stay,"

    @pytest.mark.parametrize(
        "unit", ['"', "“", "'", "''", '"a ', "'a ", "„“", "“a” ", '5" ', "“a.\n", "'s "]
    )
    def test_a_text_of_marks_costs_linear_time(self, unit: str) -> None:
        text = unit * (200_000 // len(unit))
        assert in_order_and_apart(quotations(text))


class TestHighlights:
    @given(with_spans(ANY))
    def test_the_pieces_joined_give_the_text_back(self, case: tuple[str, list[Span]]) -> None:
        text, spans = case
        assert "".join(piece.text for piece in highlights(text, spans)) == text

    @given(with_spans(ANY))
    def test_each_piece_is_covered_by_just_its_spans(self, case: tuple[str, list[Span]]) -> None:
        text, spans = case
        start = 0
        for piece in highlights(text, spans):
            here = Span(start, start + len(piece.text))
            expected = [i for i, span in enumerate(spans) if len(here) and span.contains(here)]
            assert list(piece.covers) == expected
            start = here.end

    @given(texts(20))
    def test_without_spans_there_is_one_piece_at_most(self, text: str) -> None:
        assert len(highlights(text, [])) == (1 if text else 0)


class TestContext:
    @given(with_spans(prose()), st.integers(0, 200))
    def test_it_touches_the_span_on_both_sides(
        self, case: tuple[str, list[Span]], size: int
    ) -> None:
        text, spans = case
        for span in spans:
            before, after = context(text, span, size)
            assert text[: span.start].endswith(before)
            assert text[span.end :].startswith(after)
            assert max(len(before), len(after)) <= size

    def test_it_is_cut_at_words(self) -> None:
        text = "The first words stand here and the last ones there"
        assert context(text, Span(16, 21), 8) == ("words ", " here")


class TestClipped:
    @given(texts(), st.integers(1, 60))
    def test_it_is_one_line_no_longer_than_asked(self, text: str, limit: int) -> None:
        line = clipped(text, limit)
        assert len(line) <= limit
        assert line == " ".join(line.split())

    @given(texts(40))
    def test_what_is_short_stays_whole(self, text: str) -> None:
        assert clipped(text, 40) == " ".join(text.split())

    def test_a_long_one_ends_at_a_word(self) -> None:
        assert clipped("The first words, and the rest", 19) == "The first words…"
