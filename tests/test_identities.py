"""Chains from given source spans: who is meant, where they belong, through whom the words came."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import prose, texts, with_spans

from tracer.attribution.identities import Identities
from tracer.attribution.reported import Reported
from tracer.attribution.units import units
from tracer.models import Attribution, Span
from tracer.outlets import Outlets

OUTLETS = Outlets.default()


def read(marked: str) -> list[Attribution]:
    """The attributions of a text in which each source stands between ⟨⟩, its cue between ‹› and
    its content between ⟦⟧; the content, cue and source with the same number belong together."""
    text, spans = "", {}
    open_at: dict[str, tuple[str, int]] = {}
    at = 0
    while at < len(marked):
        sign = marked[at]
        if sign in "⟨‹⟦":
            open_at[_CLOSES[sign]] = (marked[at + 1], len(text))
            at += 2
        elif sign in open_at:
            number, start = open_at.pop(sign)
            spans.setdefault((number, sign), []).append(Span(start, len(text)))
            at += 1
        else:
            text += sign
            at += 1
    return _attributions(text, spans)


_CLOSES = {"⟨": "⟩", "‹": "›", "⟦": "⟧"}


def _attributions(text: str, spans: dict[tuple[str, str], list[Span]]) -> list[Attribution]:
    parts = units(text)
    identities = Identities(text, parts, OUTLETS)
    found = []
    for number in sorted({number for number, _ in spans}):
        cue = spans.get((number, "›"), [None])[0]
        contents = tuple(spans.get((number, "⟧"), ()))
        where = cue or contents[0]
        unit = max(i for i, part in enumerate(parts) if part.span.start <= where.start)
        source = spans.get((number, "⟩"), [None])[0]
        found.append(
            identities.attribution(Reported(contents, cue, source, "given", 1.0, 1.0, unit))
        )
    return found


def chain(attribution: Attribution) -> list[str]:
    """Each hop as "role name", with a star where nobody is named."""
    return [f"{hop.role} {hop.name}{'*' if hop.anonymous else ''}" for hop in attribution.chain]


def last(marked: str) -> list[str]:
    return chain(read(marked)[-1])


# --- who is meant ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # "he" and "she" by given names, titles and relations
        ("Anna Berg met Jan Holm. ⟨1She⟩ ‹1said› ⟦1it was over⟧.", "Anna Berg"),
        ("Anna Berg met Jan Holm. ⟨1He⟩ ‹1said› ⟦1it was over⟧.", "Jan Holm"),
        ("Mrs Xu met Mr Bo. ⟨1She⟩ ‹1said› ⟦1it was over⟧.", "Xu"),
        ("Spokeswoman Uma Roe met Bo Li. ⟨1She⟩ ‹1said› ⟦1it was over⟧.", "Uma Roe"),
        # gender from another pronoun beside the name
        (
            "Ngozi Adeyemi left her post. Femi Bello kept his. ⟨1She⟩ ‹1said› ⟦1it was over⟧.",
            "Ngozi Adeyemi",
        ),
        # the subject of the sentence before, not what follows a preposition or a possessive
        ("Tom Brown met with Jan Holm. ⟨1He⟩ ‹1said› ⟦1it was over⟧.", "Tom Brown"),
        ("Tom Brown read Jan Holm's book. ⟨1He⟩ ‹1said› ⟦1it was bad⟧.", "Tom Brown"),
        # whoever is named in what is said is hardly who says it
        ("Jan Holm spoke first. ⟦1Tom Brown has lost⟧, ⟨1he⟩ ‹1said›.", "Jan Holm"),
        # whoever spoke last
        (
            "⟨1Jan Holm⟩ ‹1said› ⟦1Tom Brown had lost⟧.\n“⟦2It is over⟧,” ⟨2he⟩ ‹2added›.",
            "Jan Holm",
        ),
        # relative clauses
        ("Jan Holm, ⟨1who⟩ ‹1said› ⟦1it was over⟧, left.", "Jan Holm"),
        ("The Bakers' Guild met. ⟨1The guild⟩ ‹1said› ⟦1it was over⟧.", "Bakers' Guild"),
        ("Jan Holm, a baker from Oslo, ⟨1who⟩ ‹1said› ⟦1it was over⟧, left.", "Jan Holm"),
        # surnames and full names, also later ones
        ("Anna Berg left. ⟨1Berg⟩ ‹1said› ⟦1it was over⟧.", "Anna Berg"),
        ("⟨1Mr. Berg⟩ ‹1said› ⟦1it was over⟧. Then Karl Berg left.", "Karl Berg"),
        ("Bill Lund met Eva Lund. ⟨1Mrs. Lund⟩ ‹1said› ⟦1it was over⟧.", "Eva Lund"),
        ("Ada P. Moss left. Ada Moss came back. ⟨1Moss⟩ ‹1said› ⟦1so⟧.", "Ada P. Moss"),
        # titles and roles
        ("The minister, Bob Lee, left. ⟨1The minister⟩ ‹1said› ⟦1it was over⟧.", "Bob Lee"),
        ("Senator Ann Lee left. ⟨1The senator⟩ ‹1said› ⟦1it was over⟧.", "Ann Lee"),
        ("Ren Go, founder of Foo, left. ⟨1The boss⟩ ‹1said› ⟦1it was over⟧.", "Ren Go"),
        ("Ann Lee, 52, won. Bob Ray, 30, lost. ⟨1The 52-year-old⟩ ‹1said› ⟦1so⟧.", "Ann Lee"),
        (
            "Foreign Minister Ann Lee met Finance Minister Bob Ray. "
            "⟨1The foreign minister⟩ ‹1said› ⟦1it was over⟧.",
            "Ann Lee",
        ),
        # bodies
        ("Volvo closed a plant. ⟨1The company⟩ ‹1said› ⟦1it was over⟧.", "Volvo"),
        ("The Ministry of Fish met Volvo. ⟨1The ministry⟩ ‹1said› ⟦1so⟧.", "Ministry of Fish"),
        ("The Ministry of Fish met Volvo. ⟨1The company⟩ ‹1said› ⟦1so⟧.", "Volvo"),
        ("The Jute Mills Union met. ⟨1The union⟩ ‹1said› ⟦1so⟧.", "Jute Mills Union"),
        (
            "The Food and Drug Administration met. ⟨1The FDA⟩ ‹1said› ⟦1so⟧.",
            "Food and Drug Administration",
        ),
        ("Foobar Technologies met. ⟨1Foobar⟩ ‹1said› ⟦1so⟧.", "Foobar Technologies"),
        ("⟨1China⟩ ‹1said› ⟦1it was over⟧.", "China"),
        ("⟨1The White House⟩ ‹1said› ⟦1it was over⟧.", "White House"),
        ("⟨1The WHO⟩ ‹1said› ⟦1it was over⟧.", "WHO"),
    ],
)
def test_who_is_meant(text: str, expected: str) -> None:
    speakers = [hop.name for hop in read(text)[-1].hops("speaker")]
    assert speakers == [expected]


def test_she_is_never_a_man() -> None:
    text = "Mr Holm met John Brown. ⟨1She⟩ ‹1said› ⟦1it was over⟧."
    assert last(text) == ["speaker She"]


def test_they_are_the_several_who_spoke_last() -> None:
    text = (
        "⟨1Ann Lee and Bob Ray⟩ ‹1said› ⟦1it was over⟧. ⟨2They⟩ ‹2said› ⟦2it was late⟧.\n"
        "⟨3Many traders⟩ ‹3fear› ⟦3a fall⟧. ⟨4They⟩ ‹4say› ⟦4it will come⟧."
    )
    both = ["speaker Ann Lee", "speaker Bob Ray"]
    assert [chain(a) for a in read(text)] == [both, both, *[["speaker Many traders*"]] * 2]


def test_capitals_throughout_are_read() -> None:
    text = "THE TANKER IS ADRIFT, ⟦1SHE IS LOST⟧, ‹1SAID› ⟨1LT. FRANK DORSEY OF THE COAST GUARD⟩."
    assert last(text) == ["speaker FRANK DORSEY", "affiliation COAST GUARD"]


def test_the_reading_is_told_in_the_rule() -> None:
    text = "Anna Berg left. ⟨1She⟩ ‹1said› ⟦1it was over⟧."
    assert read(text)[0].rule == "given; “She” is read as Anna Berg"


def test_whoever_has_no_name_stays_the_same() -> None:
    text = (
        "⟨1A Justice Department official⟩ ‹1said› ⟦1it was over⟧. "
        "⟨2The official⟩ ‹2said› ⟦2it was late⟧. ⟨3He⟩ ‹3added› ⟦3that he left⟧."
    )
    one = ["speaker A Justice Department official*", "affiliation Justice Department"]
    assert [chain(a) for a in read(text)] == [one] * 3


def test_the_author_is_nobody_else() -> None:
    text = "Anna Berg left. ⟨1I⟩ ‹1think› ⟦1she was right⟧."
    assert last(text) == ["speaker I"]


# --- where they belong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("Ann Lee, founder and chief executive of Volvo,", "Volvo"),
        ("Ann Lee, Volvo's founder,", "Volvo"),
        ("Ann Lee, a lecturer in law at Oxford University,", "Oxford University"),
        ("Ann Lee, publisher of Sea Blog,", "Sea Blog"),
        ("Ann Lee from SOAS", "SOAS"),
        ("Prof Ann Lee of the Foo Institute", "Foo Institute"),
        ("Volvo founder Ann Lee", "Volvo"),
        ("Volvo Chairwoman Ann Lee", "Volvo"),
        ("Volvo's chief executive, Ann Lee,", "Volvo"),
        ("Justice Department spokeswoman Ann Lee", "Justice Department"),
        ("a spokeswoman for Volvo, Ann Lee,", "Volvo"),
        ("Chinese foreign ministry spokeswoman Ann Lee", "Chinese foreign ministry"),
        ("the mayor of Bergen, Ann Lee,", "Bergen"),
        ("CNN's Ann Lee", "CNN"),
        ("Democracy Corps' Ann Lee", "Democracy Corps"),
        ("American Action Forum's Ann Lee", "American Action Forum"),
        ("Republican National Committee Chairwoman Ann Lee", "Republican National Committee"),
        ("Ann Lee, president of the Planned Herring Federation,", "Planned Herring Federation"),
        ("Ann Lee, chair of the South Carolina Fish Party,", "South Carolina Fish Party"),
        ("Ann Lee, an RNC member from Oregon,", "RNC"),
        ("Ann Lee of Oslo's Institute for Salt and Fish", "Institute for Salt and Fish"),
        ("Ann Lee, the Alabama Republican who heads the Fish Committee,", "Fish Committee"),
        (
            "Ann Lee, a columnist for the Italian newspaper Corriere della Sera,",
            "Corriere della Sera",
        ),
        ("Ann Lee at POLITICO New York", "Politico"),
        ("Ann Lee, who leads the Orchard Trust,", "Orchard Trust"),
        ("Ann Lee, who serves as chairwoman of the Foo Committee,", "Foo Committee"),
        ("Ann Lee, an analyst at the non-partisan Foo Report,", "Foo Report"),
        ("Ann Lee of IT firm Foo Data", "Foo Data"),
        ("Ann Lee, one of Volvo's directors,", "Volvo"),
        ("Ann Lee, based at Oxford University,", "Oxford University"),
        ("Ann Lee, of the League Against Cruel Sports,", "League Against Cruel Sports"),
        ("Ann Lee, head of UK equities for Foo Investments,", "Foo Investments"),
        ("Fish Export Association (FEA) chairwoman Ann Lee", "Fish Export Association"),
        ("Lund campaign spokeswoman Ann Lee", "Lund campaign"),
        ("Labour campaign spokeswoman Ann Lee", "Labour"),
        ("Tulsa police Chief Ann Lee", "Tulsa police"),
        ("Ann Lee, a former Foo Council official,", "Foo Council"),
        ("Ann Lee, who was the director of the Foo Council,", "Foo Council"),
        ("Ann Lee, a teacher at Oslo's Foo School,", "Foo School"),
        ("the envoy to Ukraine Ann Lee", None),
        ("Liverpool striker Ann Lee", "Liverpool"),
        ("Democratic U.S. Rep. Ann Lee", None),
        ("Ann Lee at a London conference", None),
        ("Ann Lee, a painter who lives by the sea,", None),
        ("Ann Lee, who has sailed for Isle Ferries since 1998,", "Isle Ferries"),
        ("Ann Lee, 52, of Bergen,", None),
        ("Ann Lee, a farmer from Texas,", None),
        ("French President Ann Lee", None),
        ("Ann Lee, wife of Bob Ray,", None),
    ],
)
def test_where_somebody_belongs(source: str, body: str | None) -> None:
    expected = ["speaker Ann Lee", *([f"affiliation {body}"] if body else [])]
    assert last(f"In May ⟨1{source}⟩ ‹1said› ⟦1it was over⟧.") == expected


def test_where_somebody_belongs_may_be_told_in_a_sentence() -> None:
    text = "Ann Lee has led the Museum of Salt for years. ⟨1LEE⟩: ⟦1I leave in March.⟧"
    assert last(text) == ["speaker Ann Lee", "affiliation Museum of Salt"]


def test_a_body_may_be_described() -> None:
    text = "Volvo closed a plant. ⟨1The company's spokeswoman, Ann Lee,⟩ ‹1said› ⟦1so⟧."
    assert last(text) == ["speaker Ann Lee", "affiliation Volvo"]


def test_its_boss_belongs_to_the_body_named_before() -> None:
    text = "The Foo Committee met. ⟦1It was late⟧, ‹1said› ⟨1Ann Lee, its president and CEO⟩."
    assert last(text) == ["speaker Ann Lee", "affiliation Foo Committee"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Foo Corp lost money. ⟨1Chairwoman Ann Lee⟩ ‹1said› ⟦1so⟧.", "Foo Corp"),
        ("Foo Corp lost money. ⟨1Company spokeswoman Ann Lee⟩ ‹1said› ⟦1so⟧.", "Foo Corp"),
        ("The Fish Union met. ⟨1Union spokeswoman Ann Lee⟩ ‹1said› ⟦1so⟧.", "Fish Union"),
        ("Foo Corp lost money. ⟨1Former chairwoman Ann Lee⟩ ‹1said› ⟦1so⟧.", None),
    ],
)
def test_an_office_without_a_body_is_of_the_one_named_before(text: str, body: str | None) -> None:
    assert last(text) == ["speaker Ann Lee", *([f"affiliation {body}"] if body else [])]


def test_a_company_spokesman_is_of_the_company() -> None:
    text = "Foo Corp lost money. ⟨1A company spokesman⟩ ‹1said› ⟦1it was over⟧."
    assert last(text) == ["speaker A company spokesman*", "affiliation Foo Corp"]


def test_a_spokeswoman_may_get_her_name_in_the_next_sentence() -> None:
    text = "⟦1It is over⟧, ‹1said› ⟨1a Volvo spokeswoman⟩. Volvo spokeswoman Ann Lee left."
    assert last(text) == ["speaker Ann Lee", "affiliation Volvo"]


def test_the_biggest_of_a_country_is_the_firm_just_named() -> None:
    text = "Foobank cut its rate. ⟨1The UK's biggest lender⟩ ‹1said› ⟦1it was over⟧."
    assert last(text) == ["speaker Foobank"]


def test_a_university_speaks_for_itself() -> None:
    assert last("⟨1Oxford University⟩ ‹1said› ⟦1it was over⟧.") == ["speaker Oxford University"]


@pytest.mark.parametrize(
    "source",
    [
        "Officials",
        "Some analysts",
        "A person familiar with the talks",
        "Two people close to the deal",
        "One resident",
        "Others",
        "A senior official",
    ],
)
def test_vague_sources_keep_their_words(source: str) -> None:
    assert last(f"⟨1{source}⟩ ‹1said› ⟦1it was over⟧.") == [f"speaker {source}*"]


@pytest.mark.parametrize("source", ["Police", "The spokesman", "Republicans", "His lawyer"])
def test_others_without_a_name_are_not_anonymous(source: str) -> None:
    assert last(f"⟨1{source}⟩ ‹1said› ⟦1it was over⟧.") == [f"speaker {source}"]


# --- through whom the words came -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“⟦1It is over⟧,” ⟨1Ann Lee⟩ ‹1told› the BBC.", ["outlet BBC"]),
        ("⟨1Ann Lee⟩ ‹1told› Reuters and AFP ⟦1it was over⟧.", ["outlet Reuters", "outlet AFP"]),
        ("⟨1Ann Lee⟩ ‹1told› Britain's Sky News ⟦1it was over⟧.", ["outlet Sky News"]),
        ("In an interview with CNN, ⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧.", ["outlet CNN"]),
        ("Speaking on CNN, ⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧.", ["outlet CNN"]),
        ("⟨1Ann Lee⟩ ‹1said› in a CNN interview ⟦1it was over⟧.", ["outlet CNN"]),
        ("⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧, according to Reuters.", ["outlet Reuters"]),
        ("⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧, Reuters reported.", ["outlet Reuters"]),
        ("Reuters reported that ⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧.", ["outlet Reuters"]),
        ("⟨1Reuters⟩ ‹1reported› that ⟦1Ann Lee had said it was over⟧.", ["outlet Reuters"]),
        ("⟨1Reuters⟩, citing Ann Lee, ‹1reported› ⟦1it was over⟧.", ["outlet Reuters"]),
        ("⟨1Reuters⟩ ‹1quoted› Ann Lee as saying ⟦1it was over⟧.", ["outlet Reuters"]),
        ("Reuters ‹1quoted› ⟨1Ann Lee⟩ as saying ⟦1it was over⟧.", ["outlet Reuters"]),
        ("⟨1Ann Lee⟩ ‹1was quoted› by Reuters as saying ⟦1it was over⟧.", ["outlet Reuters"]),
        ("⟨1Ann Lee⟩ ‹1wrote› in The Guardian ⟦1it was over⟧.", ["outlet The Guardian"]),
        ("“⟦1It is over⟧,” Ann Lee said, ‹1according to› ⟨1Reuters⟩.", ["outlet Reuters"]),
        ("⟨1Ann Lee⟩ ‹1said› in a statement ⟦1it was over⟧.", ["document a statement"]),
        ("⟨1Ann Lee⟩ ‹1said› on Twitter: ⟦1“It is over.”⟧", ["document Twitter"]),
        ("⟨1Ann Lee⟩ ‹1issued a statement saying› ⟦1it was over⟧.", ["document a statement"]),
        ("In court papers, ⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧.", ["document court papers"]),
        ("⟨1Ann Lee⟩ ‹1told› Radio Foo ⟦1it was over⟧.", ["outlet Radio Foo"]),
        ("⟨1Ann Lee⟩ ‹1told› reporters ⟦1it was over⟧.", []),
        ("At a CNN debate in Oslo, ⟨1Ann Lee⟩ ‹1said› ⟦1it was over⟧.", []),
    ],
)
def test_carriers(text: str, expected: list[str]) -> None:
    assert last(text) == [*expected, "speaker Ann Lee"]


def test_a_chain_has_the_outlet_the_speaker_and_the_affiliation() -> None:
    text = "“⟦1It is over⟧,” ⟨1the BBC⟩ ‹1quoted› Prof Ann Lee from SOAS."
    assert last(text) == ["outlet BBC", "speaker Ann Lee", "affiliation SOAS"]


def test_a_thing_of_somebody_is_no_speaker() -> None:
    text = "⟨1The BBC⟩ ‹1cited› Ann Lee's move as an ⟦1“odd offer”⟧."
    assert last(text) == ["outlet BBC"]


def test_what_was_told_an_outlet_goes_on() -> None:
    text = "“⟦1It is over⟧,” ⟨1Ann Lee⟩ ‹1told› the BBC. “⟦2We lost⟧,” ⟨2she⟩ ‹2added›."
    assert [chain(a) for a in read(text)] == [["outlet BBC", "speaker Ann Lee"]] * 2


def test_short_names_of_outlets_are_the_one_named_before() -> None:
    text = (
        "The Washington Post and The Seattle Times cover it.\n"
        "⟨1Ann Lee⟩ ‹1told› the Post ⟦1it was over⟧. ⟨2The Times⟩ ‹2said› ⟦2it was late⟧. "
        "⟨3Bob Ray⟩ ‹3told› the same newspaper ⟦3so⟧."
    )
    first, second, third = read(text)
    assert chain(first) == ["outlet The Washington Post", "speaker Ann Lee"]
    assert chain(second) == ["outlet The Seattle Times"]
    assert chain(third) == ["outlet The Seattle Times", "speaker Bob Ray"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a report by the Foo Institute", ["document", "speaker Foo Institute"]),
        ("a CNN poll", ["outlet CNN", "document"]),
        ("a report in The Guardian", ["outlet The Guardian", "document"]),
        ("court papers", ["document"]),
        ("a study on Volvo", ["document"]),
        ("the 2022 survey of the Basin Institute", ["document", "speaker Basin Institute"]),
    ],
)
def test_documents_and_who_wrote_them(source: str, expected: list[str]) -> None:
    text = f"⟦1It is over⟧, ‹1according to› ⟨1{source}⟩."
    told = [f"document {source}" if hop == "document" else hop for hop in expected]
    assert last(text) == told


def test_the_report_is_the_one_named_before() -> None:
    text = (
        "⟦1It is over⟧, ‹1according to› ⟨1a report by the Foo Institute⟩. "
        "⟨2The report⟩ ‹2says› ⟦2so⟧. ⟨3It⟩ also ‹3says› ⟦3more⟧."
    )
    one, two, three = (chain(a) for a in read(text))
    assert one == two == ["document a report by the Foo Institute", "speaker Foo Institute"]
    assert three[:1] == one[:1]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("The Baltimore Sun met. ⟨1Ann Lee⟩ ‹1told› the Sun ⟦1so⟧.", "The Baltimore Sun"),
        ("Fox News met. ⟨1Ann Lee⟩ ‹1told› Fox ⟦1so⟧.", "Fox News"),
        ("⟨1Ann Lee⟩ ‹1told› the Hill ⟦1so⟧.", "The Hill"),
        ("⟨1Ann Lee⟩ ‹1told› The Times of India ⟦1so⟧.", "The Times of India"),
        (
            "The Times of India met. ⟨1Ann Lee⟩ ‹1told› The Times ⟦1so⟧.",
            "The Times of India",
        ),
    ],
)
def test_outlets_by_their_short_names(text: str, outlet: str) -> None:
    assert last(text) == [f"outlet {outlet}", "speaker Ann Lee"]


def test_a_surname_is_no_outlet() -> None:
    text = "Bloomberg News met Michael Bloomberg. ⟨1Bloomberg⟩ ‹1said› ⟦1it was over⟧."
    assert last(text) == ["speaker Michael Bloomberg"]


def test_the_paper_itself_is_meant_where_no_other_is_named() -> None:
    text = "Ann Lee told The Times so. She told The Harbour Times, too."
    source, later = Span(13, 22), Span(36, 53)
    identities = Identities(text, units(text), OUTLETS, "The New York Times")
    given = (Reported((Span(0, 7),), None, span, "given", 1.0, 1.0, 0) for span in (source, later))
    chains = [chain(identities.attribution(reported)) for reported in given]
    assert chains == [["outlet The New York Times"], ["outlet Harbour Times"]]


@pytest.mark.parametrize(
    "source",
    ["African-American voters", "Older people", "High-dollar donors", "Firms like McKinsey"],
)
def test_an_adjective_or_an_example_is_no_employer(source: str) -> None:
    assert last(f"⟨1{source}⟩ ‹1say› ⟦1it is over⟧.")[1:] == []


def test_a_word_that_only_opens_a_sentence_is_no_employer() -> None:
    text = "⟨1Real estate developer Ann Lee⟩ ‹1said› ⟦1it was over⟧."
    assert last(text) == ["speaker Ann Lee"]


def test_a_source_cut_to_its_article_is_what_follows() -> None:
    text = "⟨1The⟩ New York Times ‹1quoted› Ann Lee as saying: “⟦1It is over.⟧”"
    assert last(text) == ["outlet The New York Times", "speaker Ann Lee"]


def test_an_owner_in_capitals_is_one_with_its_name() -> None:
    text = "⟨1THE OWNER, FOO SHIPPING,⟩ ‹1SAID› ⟦1IT IS OVER⟧."
    assert last(text) == ["speaker FOO SHIPPING"]


def test_whoever_is_named_in_quotation_marks_first_is_one_person() -> None:
    text = "“⟦1We cook⟧, ‹1said› ⟨1Tom Abery⟩, the cook.”\nAbery left. ⟦2It is old⟧, ⟨2he⟩ ‹2said›."
    assert last(text) == ["speaker Tom Abery"]


def test_the_answers_of_an_interview_are_of_whoever_is_interviewed() -> None:
    text = (
        "Jane Roe met Peter Hall.\nQ: Why?\n⟨1A⟩: ⟦1It was time.⟧\n"
        "HALL: And what now?\nROE: We shall see."
    )
    assert last(text) == ["speaker Jane Roe"]


def test_an_article_alone_is_nobody() -> None:
    text = "⟨1The⟩ promise came. The BBC ‹1quoted› Ann Lee as saying: “⟦1It is over.⟧”"
    assert last(text) == ["outlet BBC", "speaker Ann Lee"]


# --- what always holds -------------------------------------------------------------------------


@st.composite
def given_attributions(draw: st.DrawFn) -> tuple[str, list[Reported]]:
    """A text and attributions at any spans of it, as a bad tagger would give them."""
    text, spans = draw(with_spans(prose() | texts(300)))
    parts = len(units(text))
    pairs = st.sampled_from(spans) if spans else st.nothing()
    if not spans or not parts:
        return text, []
    one = st.builds(
        Reported,
        contents=st.lists(pairs, min_size=1, max_size=3).map(lambda s: tuple(sorted(s))),
        cue=st.none() | pairs,
        source=st.none() | pairs,
        rule=st.just("given"),
        confidence=st.just(0.5),
        unit=st.integers(0, parts - 1),
    )
    return text, draw(st.lists(one, max_size=6))


@given(given_attributions())
def test_any_spans_of_any_text_give_chains(case: tuple[str, list[Reported]]) -> None:
    text, found = case
    read_once, again = (_read_all(text, found) for _ in range(2))
    assert read_once == again
    for attribution in read_once:
        ranks = [_ROLES.index(hop.role) for hop in attribution.chain]
        assert ranks == sorted(ranks)
        assert len({(hop.role, hop.id) for hop in attribution.chain}) == len(ranks)
        for hop in attribution.chain:
            assert hop.name
            assert hop.mention is None or hop.mention.end <= len(text)


_ROLES = ("outlet", "document", "speaker", "affiliation")


def _read_all(text: str, found: list[Reported]) -> list[Attribution]:
    identities = Identities(text, units(text), OUTLETS)
    return [identities.attribution(reported) for reported in found]


@pytest.mark.parametrize(
    "pattern", ["John Smith said ", "Ab. ", "The Bank of ", "Anna, ", "He said. ", "A Smith. "]
)
def test_a_long_text_takes_linear_time(pattern: str) -> None:
    def seconds(size: int) -> float:
        text = pattern * (size // len(pattern))
        parts = units(text)
        start = time.process_time()
        identities = Identities(text, parts, OUTLETS)
        for unit in range(0, len(parts), max(1, len(parts) // 200)):
            span = Span(parts[unit].span.start, parts[unit].span.start + 2)
            identities.attribution(Reported((span,), span, span, "given", 1.0, 1.0, unit))
        return time.process_time() - start

    quickest = min(seconds(80_000) for _ in range(3))  # whatever else the machine does
    assert quickest < 12 * max(seconds(20_000), 0.05)
