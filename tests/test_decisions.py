"""Decisions follow their claims when an article is edited, and none is ever lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import prose, reviews, sentences, texts

from tracer import decisions, run
from tracer.decisions import Followed, Made, follow
from tracer.models import Claim, Document, Finding, Orphan, Report, Review, Span, stable_id
from tracer.run import Order
from tracer.store import Store

AT = "2026-01-02T00:00:00Z"
TAXES = "Taxes in the valley rose last year because the dam had to be mended"
TAXES_EDITED = "Taxes in the valley rose last year as the old dam had to be mended"
SCHOOL = "The school by the river will be closed in summer, the mayor said"


def claims_of(*found: str) -> list[Claim]:
    """A claim for each of some texts, in this order; equal texts are told apart as they are."""
    start, claims, seen = 0, list[Claim](), list[str]()
    for text in found:
        key = stable_id("article", text, str(seen.count(text)))
        span = Span(start, start + len(text))
        claims.append(Claim(key, span, text, key, "statement", True, 0.9))
        start = span.end + 1
        seen.append(text)
    return claims


def made_on(claim: Claim, note: str = "", instead_of: str = "") -> Made:
    review = Review(claim.id, "faithful", "Kim", note, AT)
    return Made(review, claim.text, claim.span.start, instead_of)


def went(followed: Followed) -> dict[str, str]:
    """The notes of decisions by the claims they are on."""
    return {review.claim_id: review.note for review in followed.reviews}


def test_a_decision_on_words_that_are_there_is_their_own() -> None:
    first, second = claims_of(TAXES, SCHOOL)
    found = follow([second, first], [made_on(first, "1"), made_on(second, "2")])
    assert went(found) == {first.id: "1", second.id: "2"}
    assert all(review.carried is None for review in found.reviews)


def test_it_follows_to_nearly_the_same_words_and_says_so() -> None:
    (before,) = claims_of(TAXES)
    other, after = claims_of(SCHOOL, TAXES_EDITED)
    (review,) = follow([other, after], [made_on(before)]).reviews
    assert review.claim_id == after.id
    assert review.carried is not None
    assert (review.carried.claim_id, review.carried.words) == (before.id, TAXES)
    assert 85 < review.carried.likeness < 100


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Sales of the mill rose by 38 percent in May",
            "Sales of the mill rose by 83 percent in May",
        ),
        ("Sales of the mill rose again in late May", "Sales of the mill fell again in late May"),
        ("The mill is going to close in late May", "The mill is not going to close in late May"),
        ("The mill will close its doors in late May", "The mill may close its doors in late May"),
        (TAXES, SCHOOL),
    ],
)
def test_it_does_not_follow_to_words_that_say_something_else(before: str, after: str) -> None:
    (old,), (new,) = claims_of(before), claims_of(after)
    found = follow([new], [made_on(old)])
    assert found.reviews == ()
    assert found.orphans == (Orphan(made_on(old).review, before),)


def test_a_decision_on_the_very_words_comes_before_one_that_would_follow() -> None:
    (before,), (after,) = claims_of(TAXES), claims_of(TAXES_EDITED)
    found = follow([after], [made_on(after, "own"), made_on(before, "old")])
    assert went(found) == {after.id: "own"}
    assert [orphan.review.note for orphan in found.orphans] == ["old"]


def test_a_decision_that_stands_instead_of_another_is_done_with_it() -> None:
    (before,), (after,) = claims_of(TAXES), claims_of(TAXES_EDITED)
    found = follow([after], [made_on(before, "old"), made_on(after, "new", before.id)])
    assert (went(found), found.orphans) == ({after.id: "new"}, ())


def test_the_last_decision_on_a_claim_is_the_one_that_follows() -> None:
    (before,), (after,) = claims_of(TAXES), claims_of(TAXES_EDITED)
    found = follow([after], [made_on(before, "first"), made_on(before, "second")])
    assert went(found) == {after.id: "second"}


def test_one_decision_goes_to_one_claim() -> None:
    before = claims_of(TAXES, TAXES + " again")
    (after,) = claims_of(TAXES_EDITED)
    found = follow([after], [made_on(claim, claim.text) for claim in before])
    assert went(found) == {after.id: TAXES}
    assert [orphan.words for orphan in found.orphans] == [TAXES + " again"]


def test_of_two_claims_that_are_alike_the_nearer_one_is_meant() -> None:
    twins = claims_of(TAXES, SCHOOL, SCHOOL, TAXES)
    edited = claims_of(TAXES_EDITED, SCHOOL, SCHOOL, TAXES_EDITED)
    assert went(follow(edited, [made_on(twins[0], "x")])) == {edited[0].id: "x"}
    assert went(follow(edited, [made_on(twins[3], "x")])) == {edited[3].id: "x"}


def test_alike_claims_keep_their_order_after_a_long_paragraph_came_in_front() -> None:
    before = claims_of(TAXES, TAXES)
    after = claims_of(SCHOOL + SCHOOL[:1], TAXES_EDITED, TAXES_EDITED)
    found = follow(after, [made_on(before[0], "1"), made_on(before[1], "2")])
    assert went(found) == {after[1].id: "1", after[2].id: "2"}


def test_claims_that_changed_places_are_told_apart_by_their_words() -> None:
    before = claims_of(TAXES, SCHOOL)
    after = claims_of(SCHOOL + " today", TAXES_EDITED)
    found = follow(after, [made_on(before[0], "taxes"), made_on(before[1], "school")])
    assert went(found) == {after[0].id: "school", after[1].id: "taxes"}


# Whatever the edit


@st.composite
def edited(draw: st.DrawFn, found: Sequence[str]) -> list[str]:
    """Texts as an editor leaves them: some gone, some changed, some new, some moved."""
    left = []
    for text in found:
        fate = draw(st.sampled_from(["keep", "keep", "drop", "cut", "add", "other"]))
        words = text.split() or [text]
        if fate == "cut":
            words = words[: draw(st.integers(1, len(words)))]
        elif fate == "add":
            words.insert(draw(st.integers(0, len(words))), draw(texts(8)))
        elif fate == "other":
            words = draw(sentences()).split()
        if fate != "drop":
            left.append(" ".join(words) if fate != "keep" else text)
    return draw(st.permutations(left)) if draw(st.booleans()) else left


some_texts = st.lists(sentences() | texts(30).filter(str.strip), max_size=7)


@settings(max_examples=150)
@given(some_texts, st.data())
def test_every_decision_is_on_a_claim_or_an_orphan(found: list[str], data: st.DataObject) -> None:
    before = claims_of(*found)
    chosen = [claim for claim in before if data.draw(st.booleans())]
    made = [made_on(claim, str(at)) for at, claim in enumerate(chosen)]
    after = claims_of(*data.draw(edited(found)))
    followed = follow(after, made)
    on_claims = [review.note for review in followed.reviews]
    orphans = [orphan.review.note for orphan in followed.orphans]
    assert sorted(on_claims + orphans) == sorted(str(at) for at in range(len(chosen)))
    keys = [review.claim_id for review in followed.reviews]
    assert len(keys) == len(set(keys))
    assert set(keys) <= {claim.id for claim in after}


@settings(max_examples=100)
@given(some_texts, st.data())
def test_only_what_is_alike_and_says_the_same_is_carried(
    found: list[str], data: st.DataObject
) -> None:
    before, after = claims_of(*found), claims_of(*data.draw(edited(found)))
    texts_now = {claim.id: claim.text for claim in after}
    for review in follow(after, [made_on(claim) for claim in before]).reviews:
        if review.carried is not None:
            assert review.carried.likeness >= decisions.ALIKE
            assert decisions._say_the_same(review.carried.words, texts_now[review.claim_id])


@settings(max_examples=60)
@given(some_texts)
def test_an_article_that_was_not_edited_keeps_every_decision(found: list[str]) -> None:
    claims = claims_of(*found)
    followed = follow(claims, [made_on(claim, claim.id) for claim in claims])
    assert went(followed) == {claim.id: claim.id for claim in claims}
    assert followed.orphans == ()


# In the database


def report_on(*found: str) -> Report:
    text = "\n".join(found)
    article = Document(stable_id("article"), "article", text, stable_id(text) * 4)
    findings = tuple(Finding(claim, "unsourced", rules=("T101",)) for claim in claims_of(*found))
    return Report(article, findings, (), "0", AT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "tracer.db") as opened:
        yield opened


def decided(claim: Claim, note: str = "") -> Review:
    return Review(claim.id, "altered", "Kim", note, AT)


def test_the_report_has_the_decision_that_followed_and_the_orphan(store: Store) -> None:
    store.save(report_on(TAXES, SCHOOL))
    for claim in claims_of(TAXES, SCHOOL):
        store.decide(decided(claim))
    store.save(report_on(TAXES_EDITED))
    report = store.report(stable_id("article"))
    assert report is not None
    (review,) = [finding.review for finding in report.findings]
    assert review is not None
    assert review.carried is not None
    assert [orphan.words for orphan in report.orphans] == [SCHOOL]
    assert [stray.words for stray in store.stray_reviews()] == [SCHOOL]
    (listed,) = store.findings()
    assert (listed.decision, listed.carried) == ("altered", True)


def test_following_writes_nothing(store: Store) -> None:
    store.save(report_on(TAXES))
    store.decide(decided(*claims_of(TAXES)))
    store.save(report_on(TAXES_EDITED))
    report = store.report(stable_id("article"))
    assert report is not None
    store.save(report)
    store.save(store.decided(report_on(TAXES_EDITED)))
    (claim,) = claims_of(TAXES_EDITED)
    assert store.reviews(claim.id) == ()


def test_a_new_decision_stands_instead_of_the_one_that_followed(store: Store) -> None:
    store.save(report_on(TAXES))
    store.decide(decided(*claims_of(TAXES), "old"))
    store.save(report_on(TAXES_EDITED))
    (after,) = claims_of(TAXES_EDITED)
    store.decide(decided(after, "new"))
    store.decide(decided(after, "newer"))
    report = store.report(stable_id("article"))
    assert report is not None
    (review,) = [finding.review for finding in report.findings]
    assert (review, report.orphans) == (replace(decided(after, "newer"), rated="unsourced"), ())
    assert [each.note for each in store.reviews(after.id)] == ["old", "new", "newer"]


def test_words_that_come_back_have_their_own_decision(store: Store) -> None:
    store.save(report_on(TAXES))
    store.decide(decided(*claims_of(TAXES), "old"))
    store.save(report_on(TAXES_EDITED))
    store.decide(decided(*claims_of(TAXES_EDITED), "new"))
    store.save(report_on(TAXES))
    report = store.report(stable_id("article"))
    assert report is not None
    assert [f.review.note for f in report.findings if f.review] == ["old"]
    assert [orphan.review.note for orphan in report.orphans] == ["new"]


@settings(max_examples=12)
@given(st.lists(prose(2), min_size=2, max_size=4), st.data())
def test_no_decision_is_lost_over_many_edits(versions: list[str], data: st.DataObject) -> None:
    """Each decision that stands is on a claim, an orphan, or was replaced on the claim that it had
    followed to, by a person."""
    with TemporaryDirectory() as folder, Store.open(Path(folder, "t.db")) as store:
        texts_now: list[str] = []
        for version in versions:
            added = [line for line in version.split("\n") if line.strip()]
            texts_now = data.draw(edited([*texts_now, *added])) or added
            store.save(report_on(*texts_now))
            for claim in claims_of(*texts_now):
                if data.draw(st.booleans()):
                    store.decide(replace(data.draw(reviews(claim.id)), note=claim.id))
            assert accounted(store)


def accounted(store: Store) -> bool:
    report = store.report(stable_id("article"))
    assert report is not None
    rows = store._all("SELECT claim_id, instead_of FROM standing")
    on_claims = {f.review for f in report.findings if f.review}
    seen = {r.carried.claim_id if r.carried else r.claim_id for r in on_claims}
    seen |= {orphan.review.claim_id for orphan in report.orphans}
    seen |= {row["instead_of"] for row in rows}
    return {row["claim_id"] for row in rows} <= seen


def test_a_check_of_the_edited_file_carries_the_decision_over(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "story.txt"
    path.write_text("The town will pay 40 million euros for the new bridge over the Aun.\n")
    bench = run.prepare(Order(tmp_path / "out", ("json", "markdown")), store)
    (finding,) = run.check_article(str(path), bench).report.findings
    store.decide(Review(finding.claim.id, "needs-source", "Kim", "Asked.", AT))
    path.write_text("The town will pay 40 million euros for the new wide bridge over the Aun.\n")
    checked = run.check_article(str(path), bench)
    (again,) = checked.report.findings
    assert again.claim.id != finding.claim.id
    assert again.review is not None
    assert again.review.carried is not None
    assert checked.strays == ()
    json_, markdown = (path.read_text("utf-8") for path in checked.paths)
    assert '"carried": {' in json_
    assert "It was made on other words" in markdown
    path.write_text("Something else was written here, of ships that came in the night.\n")
    assert [stray.review.note for stray in run.check_article(str(path), bench).strays] == ["Asked."]
