"""Finding passages: offsets hold, and altered and elided quotations are placed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import prose, texts

from tracer.matching import Sources
from tracer.matching.calibration import calibrated
from tracer.matching.needle import edges, parse
from tracer.models import Document, Match, Span, stable_id
from tracer.text import fold, parted, words

BRIDGE = """The council met on Tuesday to hear the engineers.
"The northern bridge will be closed for 14 months while the cables are replaced," \
said Mara Lindqvist, who leads the works. She added that ferries would carry the traffic, and \
that no lorry would have to wait longer than an hour.
"We have learned from the harbour tunnel," Ms Lindqvist said. \
"Nobody was told in time, and nobody will forget it."
"""
MUSEUM = """The museum bought the painting in 1987 for 2.4 million dollars from a dealer in Geneva.
Its director said that the heirs of the first owner had never been asked.
"""


def document(text: str, name: str = "page") -> Document:
    return Document(id=stable_id(name), name=name, text=text, sha256="")


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources([document(BRIDGE, "bridge"), document(MUSEUM, "museum")])


def kinds(match: Match) -> list[str]:
    return [difference.kind for difference in match.differences]


def words_of(span: Span | None, text: str) -> str | None:
    return span.of(text) if span else None


def placed(match: Match, text: str) -> list[str]:
    return [span.of(text) for span in match.passage.spans]


def test_a_verbatim_quotation_has_no_differences(sources: Sources) -> None:
    best = sources.search("no lorry would have to wait longer than an hour")[0]
    assert best.differences == ()
    assert best.score == 100
    assert best.passage.exact == "no lorry would have to wait longer than an hour"
    assert best.passage.prefix.endswith("carry the traffic, and that ")
    assert best.passage.suffix.startswith('.\n"We have learned')


def test_case_marks_and_dashes_make_no_difference(sources: Sources) -> None:
    best = sources.search("“THE NORTHERN BRIDGE — will be closed for 14 months”")[0]
    assert best.differences == ()


@pytest.mark.parametrize("mark", ["...", "…", "[...]", ". . .", "[…]"])
def test_each_fragment_of_an_elided_quotation_has_a_span(sources: Sources, mark: str) -> None:
    text = f"The northern bridge will be closed {mark} while the cables are replaced"
    best = sources.search(text)[0]
    assert placed(best, BRIDGE) == [
        "The northern bridge will be closed",
        "while the cables are replaced",
    ]
    (elision,) = best.differences
    assert (elision.kind, words_of(elision.article, text)) == ("elision", mark)
    assert words_of(elision.source, BRIDGE) == "for 14 months"


def test_an_unmarked_join_has_a_span_for_each_part(sources: Sources) -> None:
    best = sources.search(
        "The northern bridge will be closed for 14 months. Nobody was told in time"
    )[0]
    assert len(best.passage.spans) == 2
    assert kinds(best) == ["deletion"]


def test_parts_in_the_wrong_order_are_told(sources: Sources) -> None:
    text = "Nobody was told in time ... the northern bridge will be closed for 14 months"
    best = sources.search(text)[0]
    assert placed(best, BRIDGE)[0] == "Nobody was told in time"
    assert "order" in kinds(best)


def test_a_bracket_is_set_against_the_words_it_stands_for(sources: Sources) -> None:
    text = "while [they] are replaced"
    (bracket,) = sources.search(text)[0].differences
    assert bracket.kind == "bracket"
    assert words_of(bracket.article, text) == "[they]"
    assert words_of(bracket.source, BRIDGE) == "the cables"


def test_a_letter_in_brackets_belongs_to_its_word(sources: Sources) -> None:
    (bracket,) = sources.search("[N]obody will forget it")[0].differences
    assert (bracket.kind, words_of(bracket.source, BRIDGE)) == ("bracket", "nobody")


@pytest.mark.parametrize(
    ("text", "kind", "article", "source"),
    [
        ("will be closed for 41 months while the cables", "substitution", "41", "14"),
        ("will be closed for months while the cables", "deletion", None, "14"),
        ("will not be closed for 14 months while the cables", "insertion", "not", None),
    ],
)
def test_each_difference_is_placed_in_both_texts(
    sources: Sources, text: str, kind: str, article: str | None, source: str | None
) -> None:
    (difference,) = sources.search(text)[0].differences
    assert difference.kind == kind
    assert words_of(difference.article, text) == article
    assert words_of(difference.source, BRIDGE) == source


def test_only_the_very_words_have_a_score_of_100(sources: Sources) -> None:
    for text in ("lorry would have to wait longer", "no lorry would ... wait longer than an hour"):
        (best,) = sources.search(text, limit=1)
        assert (best.score == 100) == (best.differences == ())


def test_shuffled_words_are_no_quotation(sources: Sources) -> None:
    text = "hour wait no longer an would lorry to have than"
    (best,) = sources.likenesses(text, limit=1)
    assert best.score <= 60


@given(st.integers(1, 80), st.lists(st.floats(0, 100), min_size=2, max_size=2))
def test_a_higher_likeness_never_has_a_lower_score(size: int, likenesses: list[float]) -> None:
    low, high = (calibrated(likeness, size) for likeness in sorted(likenesses))
    assert 0 <= low <= high < 100


def test_a_paraphrase_is_found_by_its_rare_words(sources: Sources) -> None:
    text = "Heirs of the owner were never asked before the museum bought it, the director admits"
    found = [m for m in sources.search(text) if "heirs of the first owner" in m.passage.exact]
    assert found
    assert found[0].passage.document_id == stable_id("museum")


def test_words_that_are_nowhere_find_nothing(sources: Sources) -> None:
    assert sources.search("Quantum entanglement puzzles physicists") == ()
    assert sources.search("") == ()
    assert sources.search("...") == ()


def test_within_and_limit_restrict_the_search(sources: Sources) -> None:
    text = "The museum bought the painting and closed the bridge"
    only = {stable_id("bridge")}
    assert {m.passage.document_id for m in sources.search(text, within=only)} <= only
    assert sources.search(text, within=()) == ()
    assert len(sources.search(text, limit=1)) == 1


def test_the_right_document_is_found_among_many() -> None:
    crowd = [document(f"Report {n} on the bridge and the council.", f"n{n}") for n in range(300)]
    best = Sources([*crowd, document(BRIDGE, "bridge")]).search("ferries would carry the traffic")
    assert best[0].passage.document_id == stable_id("bridge")


def test_collections_join_and_the_first_of_two_equal_ids_stands() -> None:
    one = Sources([document(BRIDGE, "a")])
    other = Sources([document(MUSEUM, "a"), document(MUSEUM, "b")], listed=())
    joined = Sources.together(one, other)
    assert joined.documents[stable_id("a")].text == BRIDGE
    assert joined.listed == {stable_id("a")}
    assert set(joined.documents) == {stable_id("a"), stable_id("b")}


def test_needle_words_and_marks_share_no_characters() -> None:
    needle = parse("[T]he “deal” ... was [sic] want[ed] (...) here")
    assert needle.keys == ("the", "deal", "was", "wanted", "here")
    assert [(mark.kind, mark.at) for mark in needle.marks] == [
        ("elision", 2),
        ("bracket", 3),
        ("elision", 4),
    ]


@given(prose() | texts())
def test_a_text_in_parts_has_all_its_words_at_their_places(text: str) -> None:
    parts = parted(text)
    assert "".join(parts) == text
    found = words(text)
    assert parts[1::2] == [word.span.of(text) for word in found]
    starts, ends = edges(parts, 0)
    assert list(map(Span, starts, ends)) == [word.span for word in found]


def check(match: Match, text: str, source: str) -> None:
    assert 0 <= match.score <= 100
    for span in match.passage.spans:
        assert 0 <= span.start < span.end <= len(source)
    assert match.passage.exact == " … ".join(placed(match, source))
    for difference in match.differences:
        assert difference.article or difference.source
        for span, side in ((difference.article, text), (difference.source, source)):
            assert span is None or span.start < span.end <= len(side)


@given(prose(), prose() | texts())
def test_offsets_always_hold_and_the_same_search_finds_the_same(source: str, text: str) -> None:
    sources = Sources([document(source)])
    found = sources.search(text)
    assert found == Sources([document(source)]).search(text)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    for match in found:
        check(match, text, source)


@given(prose(), st.data())
def test_a_copied_stretch_is_found_without_differences(source: str, data: st.DataObject) -> None:
    all_words = words(fold(source))
    start = data.draw(st.integers(0, len(all_words) - 1))
    end = data.draw(st.integers(start + 1, len(all_words)))
    copied = Span(all_words[start].span.start, all_words[end - 1].span.end).of(source)
    found = Sources([document(source)]).search(copied)
    weighty = [word for word in all_words[start:end] if len(word.key) > 9]
    assert not weighty or found[0].differences == ()
