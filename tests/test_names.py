"""The names of a text, what stands beside them, and which mentions are of one bearer."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import prose, texts

from tracer.attribution import gazetteer
from tracer.attribution.bearers import Bearers
from tracer.attribution.units import units
from tracer.outlets import Outlets

OUTLETS = Outlets.default()


def bearers(text: str) -> Bearers:
    return Bearers(text, units(text), OUTLETS)


def names(text: str) -> list[str]:
    return [name.words for name in bearers(text).names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday Ann Lee met Bob.", ["Ann Lee", "Bob"]),
        ("On Monday Mr. Lee left.", ["Lee"]),
        ("Sen. Ann Lee (R-Fla.) left.", ["Ann Lee"]),
        ("Sens. Ann Lee and Bob Ray met Govs. Xu and Li.", ["Ann Lee", "Bob Ray", "Xu", "Li"]),
        ("He read The Times of India there.", ["Times of India"]),
        ("African-American voters left.", []),
        ("Maria da Silva and Tom A. Smith left.", ["Maria da Silva", "Tom A. Smith"]),
        ("Lee's aide left.", ["Lee"]),
        ("He met Bashar al-Assad.", ["Bashar al-Assad"]),
        ("He left the University of London.", ["University of London"]),
        ("The Food and Drug Administration met.", ["Food and Drug Administration"]),
        ("Officials from Queen's University met.", ["Queen's University"]),
        ("The prime minister and the Prime Minister met.", []),
        ("The Chinese firm met.", []),
        ("Prices rose. They fell in May.", []),
        ("He read The Economist.", ["Economist"]),
        ("The economist read it.", []),
        ("The Dallas-based firm met Ann Lee.", ["Ann Lee"]),
        ("Minister of Education Ann Lee left.", ["Education", "Ann Lee"]),
    ],
)
def test_what_is_a_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_surname_that_is_a_common_word_opens_a_sentence() -> None:
    text = "Marty Small ran a small shop. Small said so. Reilly left. Ann Reilly came."
    assert names(text) == ["Marty Small", "Small", "Reilly", "Ann Reilly"]


def test_a_headline_has_only_names_that_the_text_has() -> None:
    text = "Ann Lee Says Battle Will Be Hard\nAnn Lee spoke on Friday in a hall by the sea."
    assert names(text) == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It was Ann Lee.", "person"),
        ("It was Dr Xu.", "person"),
        ("It was Xu Bo, a farmer.", "person"),
        ("It was Xu Bo.", "perhaps-person"),
        ("It was Foo Holdings.", "body"),
        ("It was the Bank of Foo.", "body"),
        ("It was NATO.", "body"),
        ("It was Volvo.", "unknown"),
        ("It was Reuters.", "outlet"),
        ("It was the Harbour Gazette.", "outlet"),
        ("It was the Foo news agency.", "outlet"),
        ("It was the magazine Foo.", "outlet"),
        ("It was France.", "place"),
        ("It was Foo, Texas.", "place"),
        ("It was Republicans.", "group"),
        ("It was Oxford University.", "body"),
    ],
)
def test_what_a_bearer_is(text: str, kind: str) -> None:
    known = bearers(text)
    assert known.of(known.names[0]).kind == kind


@pytest.mark.parametrize(
    ("text", "genders"),
    [
        ("Ann Lee met Bob Ray.", ["f", "m"]),
        ("Mr Xu met Ms Bo.", ["m", "f"]),
        ("Spokeswoman Xu Bo met Li Na, a businessman.", ["f", "m"]),
        ("Xu Bo left her job. Li Na kept his.", ["f", "m"]),
        ("Xu Bo left.", [""]),
    ],
)
def test_who_is_a_woman_or_a_man(text: str, genders: list[str]) -> None:
    known = bearers(text)
    assert [known.of(name).gender for name in known.names] == genders


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Ann Lee left. Lee came back.", "Lee", "Ann Lee"),
        ("Lee left. Ann Lee came back.", "Lee", "Ann Lee"),
        ("Donald J. Moss left. Donald Moss came.", "Donald Moss", "Donald J. Moss"),
        ("Ann Paris left. Paris came back.", "Paris", "Ann Paris"),
        ("Bill Lee met Eva Lee. Mrs. Lee left.", "Lee", "Eva Lee"),
        ("Foobar Holdings met. Foobar left.", "Foobar", "Foobar Holdings"),
        ("The World Fish Agency met. The WFA left.", "WFA", "World Fish Agency"),
        ("The Washington Post met. The Post left.", "Post", "The Washington Post"),
        ("The University of London met. London is far.", "London", "London"),
        ("The Lee Foundation met. Lee left.", "Lee", "Lee"),
    ],
)
def test_short_names_stand_for_full_ones(text: str, short: str, full: str) -> None:
    known = bearers(text)
    bearer = next(known.of(n) for n in known.names if n.words == short)
    assert bearer.name == full


@given(prose() | texts(400))
def test_names_lie_in_the_text_one_after_the_other(text: str) -> None:
    known = bearers(text)
    ends = 0
    for name in known.names:
        assert ends <= name.span.start < name.span.end <= len(text)
        assert name.words == " ".join(name.span.of(text).split())
        assert name.body is None or name.body.end <= len(text)
        assert known.of(name).name
        ends = name.span.end


def test_no_given_name_is_both_a_womans_and_a_mans() -> None:
    assert not gazetteer.FEMALE & gazetteer.MALE
