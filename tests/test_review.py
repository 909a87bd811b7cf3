"""The review desk without a script: what it does, what it refuses, and that nothing is lost."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk import ROOT, Answer, Running, Visitor, checked, filled, running
from lxml import html

import tracer
from tracer import run
from tracer.cli import main
from tracer.errors import Conflict, DeskError
from tracer.export import to_json
from tracer.journal import Journal, Taken
from tracer.models import Document, Report, Review, stable_id
from tracer.review import Place, guard
from tracer.review.forms import tidy_name
from tracer.review.serving import listen, rules_for
from tracer.store import Store

TEXT = """Port fees rose by 12 percent in 2018, the harbour office said in a report on Monday.

“We will not close the pier,” Mayor Ann Lee told The Daily Example. The pier was built in 1931 and
cost 4 million dollars.

The town council approved the new budget on 3 May 2019. The ferry carried 90,000 people last year.
"""
FERRY = "The ferry carried 90,000 people last year"
SOURCE = "The ferry carried 90,000 people last year. The mayor said that she was glad of it."


@cache
def report() -> Report:
    return checked(Document(stable_id("story"), "story", TEXT, "0" * 64, title="The pier"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with running(filled(tmp_path, report())) as opened:
        yield opened


@pytest.fixture
def ann(desk: Running) -> Visitor:
    return Visitor(desk.url, "Ann")


@pytest.fixture
def ben(desk: Running) -> Visitor:
    return Visitor(desk.url, "Ben")


ARTICLE = stable_id("story")
ORIGINS = ("http://evil.example", "null", "http://127.0.0.1:1")


def claim_id(words: str) -> str:
    return next(f.claim.id for f in report().findings if words in f.claim.text)


def flagged(desk: Running) -> list[str]:
    return [each.claim_id for each in desk.desk.queue()]


def rating(desk: Running, words: str) -> str:
    found = desk.report(ARTICLE).findings
    return next(f.rating for f in found if words in f.claim.text)


def decide(visitor: Visitor, claim: str, decision: str, after: int = 0, note: str = "") -> Answer:
    fields = {"decision": decision, "after": str(after), "note": note}
    return visitor.post(f"/claims/{claim}/decide?scope={ARTICLE}", fields)


def entries(desk: Running, claim: str) -> list[tuple[str, str, bool]]:
    with Store.existing(desk.db) as store:
        history = Journal(store).history(claim)
    return [(e.review.decision, e.review.reviewer, e.taken_back is None) for e in history]


# --- who may ask ---------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "["])
def test_a_name_that_is_not_its_own_is_refused(ann: Visitor, host: str) -> None:
    assert ann.get("/", host=host).status == 421
    assert ann.get("/static/desk.js", host=host).status == 421


@pytest.mark.parametrize("host", ["localhost:1", "LOCALHOST", "127.0.0.1", "[::1]:8765"])
def test_its_own_names_are_fine(ann: Visitor, host: str) -> None:
    assert ann.get("/", host=host).status == 200


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_form_from_another_site_does_nothing(desk: Running, ann: Visitor, origin: str) -> None:
    claim = flagged(desk)[0]
    fields = {"decision": "faithful", "after": "0"}
    assert ann.post(f"/claims/{claim}/decide", fields, origin=origin).status == 403
    assert ann.post(f"/claims/{claim}/decide", fields, sec_fetch_site="cross-site").status == 403
    assert entries(desk, claim) == []


def test_a_form_without_the_seal_of_this_session_does_nothing(
    desk: Running, ann: Visitor, ben: Visitor
) -> None:
    claim = flagged(desk)[0]
    for seal in ("", "0" * 64, ben.seal(), "ü"):
        fields = {"decision": "faithful", "after": "0", "csrf": seal}
        assert ann.post(f"/claims/{claim}/decide", fields).status == 403
    assert entries(desk, claim) == []


def test_every_answer_has_the_strict_headers(desk: Running, ann: Visitor) -> None:
    paths = ("/", "/nothing", f"/claims/{flagged(desk)[0]}", "/static/desk.js", "/claims/nothing")
    for path in paths:
        headers = ann.get(path).headers
        assert headers["content-security-policy"] == guard.POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in guard.POLICY
    assert guard.POLICY.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in guard.POLICY


def test_the_report_comes_with_a_policy_of_its_own(ann: Visitor) -> None:
    answer = ann.get(f"/articles/{ARTICLE}/report")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "default-src &#39;none&#39;" in answer.text


def test_no_template_has_a_script_or_a_style_in_it() -> None:
    for path in (ROOT / "templates" / "desk").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style|\|\s*safe", text), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path
    script = (ROOT / "templates" / "desk" / "desk.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)


def test_cookies_are_for_no_script_and_no_other_site(desk: Running) -> None:
    visitor = Visitor(desk.url)
    header = visitor.get("/name").headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=strict" in header


# --- a desk that other machines can reach --------------------------------------------------------


@pytest.fixture
def wide(tmp_path: Path) -> Iterator[Running]:
    with running(filled(tmp_path, report()), Place("0.0.0.0", 0, ("desk.example",))) as opened:  # noqa: S104
        yield opened


def test_it_asks_for_the_token_and_keeps_it_in_a_cookie(wide: Running) -> None:
    visitor = Visitor(wide.url, "Ann")
    assert visitor.get("/").status == 401
    assert visitor.get("/static/desk.js").status == 401
    assert visitor.get("/?token=wrong").status == 401
    answer = visitor.get(f"/search?q=pier&token={wide.rules.token}")
    assert (answer.status, answer.location) == (303, "/search?q=pier")
    kept = answer.headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept
    assert visitor.get("/").status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("192.0.2.7", 401), ("desk.example", 401), ("evil.example", 421), ("[2001:db8::1]:80", 401)],
)
def test_it_answers_to_addresses_and_its_names_alone(wide: Running, host: str, status: int) -> None:
    assert Visitor(wide.url).get("/", host=host).status == status


def test_each_start_has_a_token_of_its_own() -> None:
    place = Place("0.0.0.0", 0)  # noqa: S104
    one, other = rules_for(place, 1), rules_for(place, 1)
    assert len(one.token) > 40
    assert one.token != other.token
    assert rules_for(Place("127.0.0.1", 0), 1).token == ""


def test_a_place_that_is_taken_is_said_in_a_line(desk: Running) -> None:
    port = int(desk.url.rsplit(":", 1)[1])
    with pytest.raises(DeskError, match="another port"):
        listen(Place("127.0.0.1", port))
    with pytest.raises(DeskError, match="cannot listen there"):
        listen(Place("203.0.113.9", 0))


# --- decisions -----------------------------------------------------------------------------------


def test_who_reviews_is_asked_once(desk: Running) -> None:
    visitor = Visitor(desk.url)
    answer = visitor.get("/queue")
    assert (answer.status, answer.location) == (303, "/name?next=%2Fqueue")
    assert 'value="login"' in visitor.get(answer.location).text
    answer = visitor.post(answer.location, {"name": "  Zoë\u0007 O’Hara "})
    assert (answer.status, answer.location) == (303, "/queue")
    assert visitor.get("/queue").says("Zoë O’Hara")


@pytest.mark.parametrize("onward", ["//evil.example", "/\\evil.example", "http://evil.example"])
def test_nobody_is_led_away(desk: Running, onward: str) -> None:
    answer = Visitor(desk.url).post(f"/name?next={onward}", {"name": "Ann"})
    assert answer.location == "/"


def test_a_decision_leads_to_the_next_claim_and_into_the_report(
    desk: Running, ann: Visitor
) -> None:
    first, second = flagged(desk)[:2]
    answer = decide(ann, first, "needs-source", note="Ask <the> office.")
    assert (answer.status, answer.location) == (303, f"/claims/{second}?scope={ARTICLE}")
    assert ann.get(answer.location).says("Decided: Needs a source.")
    assert "Ask &lt;the&gt; office." in desk.written()
    assert "by Ann" in desk.written()


def test_the_queue_is_cleared_decision_by_decision(desk: Running, ann: Visitor) -> None:
    at = ann.get(f"/next?scope={ARTICLE}").location
    for _ in flagged(desk):
        claim = at.removeprefix("/claims/").partition("?")[0]
        at = decide(ann, claim, "skipped").location
    assert at == f"/articles/{ARTICLE}"
    assert ann.get(at).says("The queue is clear.")
    assert ann.get(at).says("skipped and wait")
    assert not ann.get("/").says("All decided")
    assert ann.get("/queue").says("The queue is clear.")


@pytest.mark.parametrize("field", [{"after": "-1"}, {"after": "x"}, {"decision": "true"}])
def test_a_form_that_makes_no_sense_is_refused(
    desk: Running, ann: Visitor, field: dict[str, str]
) -> None:
    fields = {"decision": "faithful", "after": "0"} | field
    assert ann.post(f"/claims/{flagged(desk)[0]}/decide", fields).status == 400


def test_two_decisions_are_shown_and_one_can_choose(
    desk: Running, ann: Visitor, ben: Visitor
) -> None:
    claim = flagged(desk)[0]
    decide(ann, claim, "faithful", note="I called them.")
    answer = decide(ben, claim, "altered", note="Not so.")
    assert answer.status == 409
    for words in ("Ann", "Faithful", "I called them.", "Altered", "Not so."):
        assert answer.says(words)
    assert entries(desk, claim) == [("faithful", "Ann", True)]
    after = re.search(r'name="after" value="(\d+)"', answer.text)
    assert after is not None
    assert decide(ben, claim, "altered", int(after[1]), "Not so.").status == 303
    assert entries(desk, claim) == [("faithful", "Ann", True), ("altered", "Ben", True)]


def test_a_form_sent_twice_is_one_decision(desk: Running, ann: Visitor) -> None:
    claim = flagged(desk)[0]
    assert [decide(ann, claim, "faithful").status for _ in range(2)] == [303, 303]
    assert len(entries(desk, claim)) == 1


def test_of_many_at_once_nobodys_decision_is_lost(desk: Running) -> None:
    people = [Visitor(desk.url, f"P{n}") for n in range(6)]
    claims = flagged(desk)
    same = claims[0]
    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(lambda p: decide(p, same, "faithful", note="mine"), people))
        pairs = zip(people, claims[1:], strict=False)
        others = list(pool.map(lambda pair: decide(pair[0], pair[1], "altered").status, pairs))
    assert sorted(answer.status for answer in answers) == [303, 409, 409, 409, 409, 409]
    assert set(others) == {303}
    decided = [entries(desk, claim) for claim in claims[: len(others) + 1]]
    assert all(len(each) == 1 for each in decided)
    assert desk.written().count('class="review"') == len(others) + 1


def test_undoing_deletes_nothing(desk: Running, ann: Visitor) -> None:
    claim = flagged(desk)[0]
    decide(ann, claim, "faithful")
    undo = re.search(r'name="number" value="(\d+)"', ann.get("/").text)
    assert undo is not None
    for _ in range(2):
        answer = ann.post("/undo", {"number": undo[1]})
        assert (answer.status, answer.location) == (303, f"/claims/{claim}")
    assert entries(desk, claim) == [("faithful", "Ann", False)]
    assert ann.get(answer.location).says("taken back by Ann")
    assert claim in [each.claim_id for each in desk.desk.queue() if not each.decision]
    assert ann.get("/history").says("Took back: Faithful")
    assert 'class="review"' not in desk.written()


def test_nobody_undoes_what_another_decided_since(
    desk: Running, ann: Visitor, ben: Visitor
) -> None:
    claim = flagged(desk)[0]
    decide(ann, claim, "faithful")
    with Store.existing(desk.db) as store:
        first = Journal(store).standing(claim)
    assert first is not None
    decide(ben, claim, "altered", first.number)
    answer = ann.post("/undo", {"number": str(first.number)})
    assert ann.get(answer.location).says("Nothing was undone.")
    assert [stands for _, _, stands in entries(desk, claim)] == [True, True]


def test_the_database_itself_refuses_to_forget(desk: Running, ann: Visitor) -> None:
    claim = flagged(desk)[0]
    decide(ann, claim, "faithful")
    with Store.existing(desk.db) as store:
        journal = Journal(store)
        entry = journal.standing(claim)
        assert entry is not None
        journal.withdraw(entry.number, Taken("Ann", run.now()))
        with pytest.raises(Conflict):
            journal.decide(Review(claim, "altered", "Ben", "", run.now()), entry.number)
    db = sqlite3.connect(desk.db)
    for table in ("reviews", "withdrawals"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608
    db.close()


def test_what_was_decided_survives_a_crash(tmp_path: Path) -> None:
    db = filled(tmp_path, report())
    command = [sys.executable, "-m", "tracer.cli", "review", "--port", "0", "--db", str(db)]
    desk = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert desk.stdout is not None
    url = desk.stdout.readline().split()[-1]
    claim = report().findings[0].claim.id
    answer = decide(Visitor(url, "Ann"), claim, "faithful")
    desk.send_signal(signal.SIGKILL)
    desk.wait()
    desk.stdout.close()
    assert answer.status == 303
    with Store.existing(db) as store:
        assert store.problems() == ()
        assert [r.decision for r in store.reviews(claim)] == ["faithful"]


# --- sources -------------------------------------------------------------------------------------


def test_a_pasted_source_turns_unsourced_into_traced(desk: Running, ann: Visitor) -> None:
    assert rating(desk, FERRY) == "unsourced"
    claim = claim_id(FERRY)
    fields = {"claim": claim, "text": SOURCE, "outlet": "The Harbour Post", "title": "Ferries"}
    answer = ann.post(f"/articles/{ARTICLE}/sources?scope={ARTICLE}", fields)
    assert answer.location == f"/claims/{claim}?scope={ARTICLE}"
    assert rating(desk, FERRY) == "traced"
    page = ann.get(answer.location)
    assert page.says("Added “The Harbour Post”.")
    assert page.says("Unsourced")
    assert page.says("The Harbour Post")
    assert "The Harbour Post" in desk.written()


def test_a_source_can_be_taken_out_again(desk: Running, ann: Visitor) -> None:
    fields = {"text": SOURCE, "url": "https://post.example/ferries"}
    ann.post(f"/articles/{ARTICLE}/sources", fields)
    assert rating(desk, FERRY) == "traced"
    source = stable_id("https://post.example/ferries")
    assert ann.get(f"/sources/{source}").says("carried 90,000 people")
    ann.post(f"/articles/{ARTICLE}/sources/{source}/drop", {})
    assert rating(desk, FERRY) == "unsourced"


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("page.html", f"<html><body><article><p>{SOURCE}</p></article></body></html>", "Added"),
        ("../../etc/passwd.txt", SOURCE, "Added “passwd”."),
        ("<script>alert(1)</script>.md", SOURCE, "Added"),
        ("picture.txt", "\x89PNG\r\n\x1a\n", "picture.txt"),
        ("program.exe", "MZ", "Files like this cannot be read"),
        ("empty.txt", "", "empty"),
        ("", "", "There is no source yet"),
    ],
)
def test_a_chosen_file_is_looked_at_and_its_name_opens_nothing(
    ann: Visitor, name: str, raw: str, says: str
) -> None:
    raw_bytes = raw.encode("latin-1") if raw.startswith("\x89") else raw.encode()
    answer = ann.upload(f"/articles/{ARTICLE}/sources", name, raw_bytes, title="")
    if answer.status == 303:
        answer = ann.get(answer.location)
    assert answer.says(says)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "wrong", [{"url": "file:///etc/passwd"}, {"published": "yesterday"}, {"text": " \n"}]
)
def test_a_form_that_cannot_be_taken_comes_back_with_what_was_typed(
    desk: Running, ann: Visitor, wrong: dict[str, str]
) -> None:
    fields = {"claim": claim_id(FERRY), "text": SOURCE, "title": "My <title>"} | wrong
    answer = ann.post(f"/articles/{ARTICLE}/sources", fields)
    assert answer.status == 422
    assert 'value="My &lt;title&gt;"' in answer.text
    assert 'role="alert"' in answer.text
    assert rating(desk, FERRY) == "unsourced"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "file:///etc/passwd"}, "source-url"),
        ({"published": "yesterday"}, "source-date"),
        ({"text": " "}, "source-text"),
    ],
)
def test_a_refused_form_says_so_on_top_and_marks_the_field(
    ann: Visitor, wrong: dict[str, str], field: str
) -> None:
    answer = ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE} | wrong)
    page = html.fromstring(answer.text)
    assert page.xpath("//*[@aria-invalid]/@id") == page.xpath("//*[@autofocus]/@id") == [field]
    (notice,) = page.xpath("//*[@role='status']//*[contains(@class, 'is-trouble')]")
    (trouble,) = page.xpath("//*[@id='trouble']")
    assert trouble.text_content() in " ".join(notice.text_content().split())


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"outlet": "The Harbour Post", "title": "Ferries"}, "The Harbour Post"),
        ({"title": "Ferries"}, "Ferries"),
        ({}, "The ferry carried 90,000 people last year. The mayor said…"),
    ],
)
def test_a_source_that_was_added_is_called_by_what_is_known_of_it(
    ann: Visitor, fields: dict[str, str], name: str
) -> None:
    answer = ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE} | fields)
    assert ann.get(answer.location).says(f"Added “{name}”.")


def test_a_source_tells_who_added_it_and_so_does_the_history(desk: Running, ann: Visitor) -> None:
    ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE, "outlet": "The Harbour Post"})
    (source,) = (s for s in desk.report(ARTICLE).sources if s.document)
    assert source.document is not None
    came = r"pasted at the desk by Ann on \d+ [A-Z][a-z]+ \d{4}"
    assert re.fullmatch(came, source.document.detail)
    assert re.search(came, desk.written())
    assert re.search(came, json.dumps(to_json(desk.report(ARTICLE))["sources"]))
    assert re.search(came, ann.get(f"/articles/{ARTICLE}").text)
    Visitor(desk.url, "Ben").post(f"/articles/{ARTICLE}/sources/{source.document.id}/drop", {})
    lines = html.fromstring(ann.get("/history").text).xpath("//ol[@class='events']/li")
    said = [" ".join(line.text_content().split()) for line in lines]
    assert re.search("Ben Took a source out The Harbour Post", said[0])
    assert re.search("Ann Added a source The Harbour Post", said[1])
    with sqlite3.connect(desk.db) as raw, pytest.raises(sqlite3.IntegrityError, match="only ever"):
        raw.execute("DELETE FROM source_events")


@pytest.mark.parametrize("known", [True, False])
def test_what_is_too_large_is_refused_while_it_comes(
    desk: Running, ann: Visitor, known: bool
) -> None:
    body = b"note=" + b"x" * (guard.FORM_BYTES + 1)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    pieces = body if known else (body[at : at + 8192] for at in range(0, len(body), 8192))
    answer = ann.raw("POST", f"/claims/{flagged(desk)[0]}/decide", pieces, headers)
    assert answer.status == 413
    assert answer.says("the limit is 0.3 MB")


# --- corrections ---------------------------------------------------------------------------------


def correct(visitor: Visitor, claim: str, **fields: str) -> Answer:
    return visitor.post(f"/claims/{claim}/correct?scope={ARTICLE}", fields)


def test_who_said_it_can_be_corrected_and_stays_so(desk: Running, ann: Visitor) -> None:
    ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE, "outlet": "The Harbour Post"})
    claim = claim_id(FERRY)
    answer = correct(ann, claim, kind="chain", outlet="The Harbour Post", note="They told me.")
    assert answer.location == f"/claims/{claim}?scope={ARTICLE}"
    found = next(f for f in desk.report(ARTICLE).findings if f.claim.id == claim)
    assert found.attribution is not None
    assert [(h.name, h.role) for h in found.attribution.chain] == [("The Harbour Post", "outlet")]
    assert (found.rating, found.claim.kind) == ("exact", "indirect_quote")
    assert ann.get(answer.location).says("They told me.")
    again = desk.desk.check(ARTICLE).result()
    assert again.changes == ()


def test_a_correction_holds_when_the_article_is_checked_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(TEXT, encoding="utf-8")
    order = run.Order(out=tmp_path / "out", formats=())
    with Store.open(tmp_path / "tracer.db") as store:
        first = run.check_article(str(tmp_path / "story.txt"), run.prepare(order, store)).report
    ferry = next(f.claim.id for f in first.findings if FERRY in f.claim.text)
    with running(tmp_path / "tracer.db") as desk:
        correct(Visitor(desk.url, "Ann"), ferry, kind="chain", speaker="Ann Lee")
    with Store.open(tmp_path / "tracer.db") as store:
        second = run.check_article(str(tmp_path / "story.txt"), run.prepare(order, store)).report
    found = next(f for f in second.findings if f.claim.id == ferry)
    assert found.attribution is not None
    assert found.attribution.rule == "a reviewer’s correction"
    assert found.rating == "unavailable"


def test_which_words_are_the_claim_can_be_corrected_and_taken_back(
    desk: Running, ann: Visitor
) -> None:
    claim = claim_id(FERRY)
    answer = correct(ann, claim, kind="words", words="carried 90,000  people")
    assert answer.status == 303
    texts = [f.claim.text for f in desk.report(ARTICLE).findings]
    assert "carried 90,000 people" in texts
    assert not any(FERRY in text for text in texts)
    assert answer.location.startswith("/claims/")
    assert claim not in answer.location
    page = ann.get(answer.location)
    number = re.search(r"/corrections/(\d+)/undo", page.text)
    assert number is not None
    ann.post(f"/corrections/{number[1]}/undo", {})
    assert desk.report(ARTICLE).findings == report().findings
    assert ann.get("/history").says("Took back a correction of the words")


def test_the_address_of_a_corrected_claim_leads_to_what_it_is_now(ann: Visitor) -> None:
    first = claim_id(FERRY)
    second = correct(ann, first, kind="words", words="carried 90,000 people").location
    assert ann.get(f"/claims/{first}?scope={ARTICLE}").location == second
    middle = second.removeprefix("/claims/").partition("?")[0]
    third = correct(ann, middle, kind="words", words="90,000 people last year").location
    for former in (first, middle):
        assert ann.get(f"/claims/{former}?scope={ARTICLE}").location == third
    page = ann.get("/claims/ffff")
    assert page.status == 404
    assert page.says("Search for its words")
    assert "tracer list" not in page.text


def test_a_note_that_was_being_written_comes_along(ann: Visitor) -> None:
    claim = claim_id(FERRY)
    fields = {"claim": claim, "draft": "Ask <the> ferry"}
    answer = ann.post(f"/articles/{ARTICLE}/sources", fields)
    assert "Ask &lt;the&gt; ferry</textarea>" in answer.text
    answer = ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE} | fields)
    assert "Ask &lt;the&gt; ferry</textarea>" in ann.get(answer.location).text
    assert "Ask &lt;the&gt; ferry" not in ann.get(answer.location).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "words", "words": "carried 80,000 people"}, "does not have these words"),
        ({"kind": "words", "words": ""}, "does not have these words"),
        ({"kind": "words", "words": "3 May 2019. The ferry carried 90,000"}, "take a part of"),
        ({"kind": "words", "words": FERRY + "."}, "Nothing was changed"),
        ({"kind": "chain"}, "Nobody is named"),
        ({"kind": "chain", "nobody": "1"}, "Nothing was changed"),
    ],
)
def test_a_correction_that_cannot_be_is_explained(
    desk: Running, ann: Visitor, fields: dict[str, str], says: str
) -> None:
    answer = correct(ann, claim_id(FERRY), **fields)
    assert answer.status == 422
    assert answer.says(says)
    assert desk.report(ARTICLE).findings == report().findings


# --- what there is -------------------------------------------------------------------------------


def test_all_claims_and_sources_are_searched(ann: Visitor) -> None:
    ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE, "title": "Über Fähren"})
    found = ann.get("/search?q=ferry+90%2C000")
    assert found.says(FERRY)
    assert "<mark>ferry</mark>" in found.text
    assert found.says("Über Fähren")
    assert ann.get("/search?q=uber").says("Über Fähren")
    assert ann.get("/search?q=ann+lee").says("We will not close the pier")
    assert ann.get("/search?q=zeppelin").says("Nothing has all of these words")


@pytest.mark.parametrize(
    "query", ["%22", "NEAR(", "*", "a+OR", "text%3Apier", "%00", "%27%3B--", "%25", "%ED%A0%80"]
)
def test_a_search_takes_any_words(ann: Visitor, query: str) -> None:
    assert ann.get(f"/search?q={query}").status == 200


def test_a_search_stays_right_whatever_is_saved_and_vacuumed(desk: Running, ann: Visitor) -> None:
    ann.post(f"/articles/{ARTICLE}/sources", {"text": SOURCE, "url": "https://a.example/"})
    assert "/sources/" in ann.get("/search?q=glad").text
    ann.post(f"/articles/{ARTICLE}/sources/{stable_id('https://a.example/')}/drop", {})
    db = sqlite3.connect(desk.db)
    db.execute("VACUUM")
    for table in ("claims_fts", "documents_fts"):
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    db.close()
    assert "/sources/" not in ann.get("/search?q=glad").text
    assert ann.get("/search?q=ferry").says(FERRY)


def test_a_page_that_is_not_there_says_so(ann: Visitor) -> None:
    for path in ("/nothing", "/claims/ffff", "/articles/ffff", "/sources/ffff", "/static/x.py"):
        answer = ann.get(path)
        assert answer.status == 404, path
        assert answer.says("There is no such"), path
    assert ann.get("/undo").status == 405
    assert ann.get("/static/..%2f..%2fpyproject.toml").status == 404


def test_an_empty_desk_says_what_to_do(tmp_path: Path) -> None:
    with running(filled(tmp_path)) as desk:
        ann = Visitor(desk.url, "Ann")
        assert ann.get("/").says("tracer check article.html")
        assert ann.get("/queue").says("Nothing is flagged.")
        assert ann.get("/history").says("Begin with the queue")
        assert ann.get("/search").says("Type words into the field")


def test_a_report_that_cannot_be_written_loses_no_decision(desk: Running, ann: Visitor) -> None:
    path = desk.file()
    path.unlink()
    path.mkdir()
    claim = flagged(desk)[0]
    answer = decide(ann, claim, "faithful")
    assert ann.get(answer.location).says("the report was not written")
    assert entries(desk, claim) == [("faithful", "Ann", True)]


def test_somebody_else_at_a_claim_is_named_and_stepped_around(
    desk: Running, ann: Visitor, ben: Visitor
) -> None:
    first, second = flagged(desk)[:2]
    ann.get(f"/claims/{first}")
    assert ben.get(f"/claims/{first}").says("Ann opened this claim a moment ago")
    assert ann.get("/next").location == f"/claims/{second}"


def test_a_name_is_one_tidy_line() -> None:
    assert tidy_name(" a\n\tb\u202e ") == "a b"
    assert len(tidy_name("x" * 500)) == 80


def test_a_desk_over_no_database_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["review", "--db", str(tmp_path / "none.db")])
    assert done.exit_code == 1
    assert "Run tracer check first" in done.output


def test_help_loads_no_server() -> None:
    program = "import sys, tracer.cli; print(sorted({'starlette', 'uvicorn'} & set(sys.modules)))"
    command = [sys.executable, "-c", program]
    assert subprocess.check_output(command, cwd=ROOT, text=True).strip() == "[]"


def test_it_is_the_same_reading_as_in_a_check() -> None:
    assert tracer.check(report().article, tracer.matching.Sources([])).findings == report().findings
