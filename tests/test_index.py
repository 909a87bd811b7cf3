"""The index: what it finds depends on the documents alone, not on how they came to be in it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import prose, texts

from tracer.matching import Sources, building
from tracer.matching.features import ONE_TEXT, Letters, some_rows, stem_hash
from tracer.matching.memory import Memory
from tracer.models import Document, Match, Span, stable_id
from tracer.store import Store
from tracer.text import FUNCTION_WORDS, fold, words

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
collections = st.lists(prose(), min_size=1, max_size=6)


def documents(bodies: Sequence[str], first: int = 0) -> list[Document]:
    return [
        Document(id=stable_id(str(n)), name=str(n), text=text, sha256="")
        for n, text in enumerate(bodies, first)
    ]


def memory(*parts: Sequence[Document]) -> Memory:
    """A collection that was given its documents in parts, each indexed by itself."""
    made = Memory({})
    for part in parts:
        made.add(part)
        made.segments()
    return made


def search(library: Memory, text: str) -> tuple[Match, ...]:
    return Sources.of(library).search(text)


@few
@given(collections, st.data())
def test_words_that_are_copied_are_found_with_their_span(
    bodies: list[str], data: st.DataObject
) -> None:
    body = data.draw(st.sampled_from(bodies))
    found = words(fold(body))
    size = data.draw(st.integers(3, 40))
    start = data.draw(st.integers(0, max(0, len(found) - size)))
    part = found[start : start + size]
    if len(part) < 3:
        return
    copied = Span(part[0].span.start, part[-1].span.end).of(body)
    best = Sources(documents(bodies)).search(copied, limit=1)[0]
    assert best.score == 100
    assert best.differences == ()
    assert [w.key for w in words(best.passage.exact)] == [w.key for w in part]


@few
@given(collections, collections, st.data())
def test_adding_and_removing_leaves_no_trace(
    bodies: list[str], more: list[str], data: st.DataObject
) -> None:
    needle = data.draw(st.sampled_from(bodies + more))[:200]
    before = memory(documents(bodies))
    expected = search(before, needle)
    added = documents(more, first=len(bodies))
    before.add(added)
    search(before, needle)
    for document in added:
        before.remove(document.id)
    assert search(before, needle) == expected


@few
@given(st.lists(prose(), min_size=4, max_size=9), st.data())
def test_how_documents_came_in_changes_nothing(bodies: list[str], data: st.DataObject) -> None:
    needle = data.draw(st.sampled_from(bodies))[:200]
    each = memory(*[[document] for document in documents(bodies)])
    once = memory(documents(bodies))
    assert len(once.segments()) == 1
    assert len(each.segments()) < len(bodies)
    assert search(each, needle) == search(once, needle)


def test_a_merge_leaves_removed_documents_out() -> None:
    bodies = [f"The {name} lighthouse was painted red in spring." for name in ("old", "new", "far")]
    library = memory(documents(bodies[:1]), documents(bodies[1:2], first=1))
    library.remove(stable_id("0"))
    assert library.removed() == {0}
    library.add(documents(bodies[2:], first=2))
    assert len(library.segments()) == 1
    assert library.removed() == frozenset()
    found = search(library, "lighthouse was painted red")
    assert {match.passage.document_id for match in found} == {stable_id("1"), stable_id("2")}


def test_many_buckets_hold_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [f"Report {n}: the harbour of town {n} froze {n * 7} times." for n in range(300)]
    one = search(memory(documents(bodies)), "the harbour of town 77 froze 539 times")
    monkeypatch.setattr("tracer.matching.segments._BUCKET", 16)
    monkeypatch.setattr(building, "_BATCH", 700)
    many = memory(documents(bodies))
    assert max(segment.bits for segment in many.segments()) > 5
    assert search(many, "the harbour of town 77 froze 539 times") == one


@given(prose() | texts())
def test_a_needle_has_the_hashes_of_a_document(text: str) -> None:
    folded = fold(text)
    rows = Letters(folded, ONE_TEXT).words_in_a_row()
    hashes = [value for value, _ in some_rows(folded, 10_000)]
    assert hashes == rows.hashes.tolist()
    if folded.isascii():
        assert [place for _, place in some_rows(folded, 10_000)] == rows.places.tolist()


@given(st.text("abcdefghij\u00e4\u00e9", min_size=1, max_size=12), st.integers(1, 30))
def test_a_word_has_the_hash_of_its_stem(word: str, times: int) -> None:
    assert Letters(word * times, ONE_TEXT).stems().tolist() == [stem_hash(word * times)]


def test_no_function_word_is_a_feature_by_itself() -> None:
    assert not len(Letters(" ".join(sorted(FUNCTION_WORDS)), ONE_TEXT).words().hashes)
    assert len(Letters("the lighthouse and the keeper", ONE_TEXT).words().hashes) == 2


@few
@given(st.lists(prose() | texts(), min_size=1, max_size=6))
def test_texts_have_together_the_features_that_each_has(bodies: list[str]) -> None:
    starts = np.cumsum([0, *(len(body) + 1 for body in bodies)])
    together = Letters(" ".join(bodies), starts[:-1])
    for kind in (Letters.words_in_a_row, Letters.words, Letters.runs_of_letters):
        alone = [kind(Letters(body, ONE_TEXT)) for body in bodies]
        found = kind(together)
        assert found.hashes.tolist() == [value for one in alone for value in one.hashes.tolist()]
        places = [one.places + start for one, start in zip(alone, starts, strict=False)]
        assert found.places.tolist() == np.concatenate(places).tolist()


def test_no_feature_runs_from_one_text_into_the_next() -> None:
    apart = Letters("one two three four five six", np.array([0, 14], dtype=np.int64))
    assert apart.words_in_a_row().places.tolist() == [0, 14]


# --- in a database -------------------------------------------------------------------------------


@few
@given(collections, st.data())
def test_a_database_finds_what_memory_finds(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], data: st.DataObject
) -> None:
    needle = data.draw(st.sampled_from(bodies))[:200]
    given_ones = sorted(documents(bodies), key=lambda document: document.id)
    with Store.open(tmp_path_factory.mktemp("kept") / "t.db") as store:
        store.keep(given_ones)
        kept = Sources.of(store.library())
        assert kept.search(needle) == Sources(given_ones).search(needle)
        assert dict(kept.documents) == {document.id: document for document in given_ones}


def test_what_is_kept_dropped_or_changed_is_seen_at_once(tmp_path: Path) -> None:
    a, b = documents(["The ferry sank at dawn off Vellmar.", "The mayor of Dorn resigned today."])
    with Store.open(tmp_path / "t.db") as store:
        sources = Sources.of(store.library())
        assert sources.search("the ferry sank at dawn") == ()
        store.keep([a, b])
        assert sources.search("the ferry sank at dawn")[0].passage.document_id == a.id
        store.drop(a.id)
        assert sources.search("the ferry sank at dawn") == ()
        changed = Document(id=b.id, name="b", text="Nobody resigned in Dorn.", sha256="")
        store.keep([changed])
        assert sources.search("the mayor of Dorn resigned") != ()
        assert sources.search("nobody resigned in Dorn")[0].score == 100
        assert store.problems() == ()


@few
@given(
    collections,
    st.lists(st.tuples(st.integers(0, 5), prose() | st.none()), min_size=1, max_size=8),
    st.data(),
)
def test_a_changed_database_finds_what_a_new_one_finds(
    tmp_path_factory: pytest.TempPathFactory,
    bodies: list[str],
    changes: list[tuple[int, str | None]],
    data: st.DataObject,
) -> None:
    """Each change keeps a text under one of six ids, or drops what is kept under it."""
    folder = tmp_path_factory.mktemp("changed")
    held = {document.id: document for document in documents(bodies)}
    with Store.open(folder / "changed.db") as changed, Store.open(folder / "new.db") as new:
        changed.keep(held.values())
        for number, text in changes:
            document_id = stable_id(str(number))
            if text is not None:
                (held[document_id],) = documents([text], first=number)
                changed.keep([held[document_id]])
            elif held.pop(document_id, None):
                changed.drop(document_id)
        new.keep(held.values())
        needle = data.draw(st.sampled_from([*bodies, *(d.text for d in held.values())]))[:200]
        assert _found(changed, needle) == _found(new, needle)


def _found(store: Store, needle: str) -> list[tuple[str, Match]]:
    found = Sources.of(store.library()).search(needle, limit=20)
    return sorted((repr(match), match) for match in found)


BREAKS_OFF = """
import os, signal, sys
from pathlib import Path
from tracer.library import KeptShelf
from tracer.models import Document
from tracer.store import Store

keep = KeptShelf.put
left = int(sys.argv[2])

def put(self, segment, buckets):
    global left
    left -= 1
    if left < 0:
        self._db.conn.executemany(
            "INSERT INTO index_buckets (key, postings) VALUES (?, ?)", [next(buckets)]
        )
        os.kill(os.getpid(), signal.SIGKILL)
    keep(self, segment, buckets)

KeptShelf.put = put
with Store.existing(Path(sys.argv[1])) as store:
    text = "On day 9 the keeper lit lamp number 9 at dusk."
    store.keep([Document(id="new", name="new", text=text, sha256="")])
"""


@pytest.mark.parametrize("segments", [0, 1], ids=["while it is built", "while some are merged"])
def test_a_writer_that_is_killed_leaves_all_as_it_was(tmp_path: Path, segments: int) -> None:
    path = tmp_path / "t.db"
    with Store.open(path) as store:
        for document in documents([f"On day {n} the keeper lit lamp {n} at dawn." for n in "12"]):
            store.keep([document])
    command = [sys.executable, "-c", BREAKS_OFF, str(path), str(segments)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    with Store.open(path) as store:
        assert store.problems() == ()
        assert store.library().removed() == frozenset()
        assert len(store.library().segments()) == 2
        assert len(store.library().documents) == 2
        sources = Sources.of(store.library())
        assert sources.search("the keeper lit lamp 2 at dawn")[0].score == 100
        store.keep(documents(["Nobody lit lamp 3 at dawn."], first=3))
        assert sources.search("nobody lit lamp 3")[0].score == 100


READER = """
import sys
from tracer.matching import Sources
from tracer.store import Store

with Store.existing(__import__("pathlib").Path(sys.argv[1])) as store:
    sources = Sources.of(store.library())
    print("ready", flush=True)
    seen = 0
    while seen < 60:
        found = sources.search("the keeper lit lamp number 0 at dusk", limit=1)
        assert found and found[0].score == 100, found
        documents = len(sources.documents)
        assert documents >= seen and documents % 6 == 0, (seen, documents)
        seen = documents
print("done")
"""


def test_another_process_reads_while_documents_are_kept(tmp_path: Path) -> None:
    bodies = [f"On day {n} the keeper lit lamp number {n} at dusk." for n in range(60)]
    given_ones = documents(bodies)
    path = tmp_path / "t.db"
    with Store.open(path) as store:
        store.keep(given_ones[:6])
        command = [sys.executable, "-c", READER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None
            try:
                assert reader.stdout.readline() == "ready\n"
                for first in range(6, 60, 6):
                    store.keep(given_ones[first : first + 6])
            except BaseException:
                reader.kill()
                raise
            assert reader.stdout.read() == "done\n"
        assert reader.returncode == 0


def test_a_database_of_before_is_indexed_when_it_is_opened(tmp_path: Path) -> None:
    (document,) = documents(["The ferry sank at dawn off Vellmar."])
    path = tmp_path / "t.db"
    with Store.open(path) as store:
        store.keep([document])
        for table in ("removed", "segments", "buckets", "documents"):
            store._db.execute(f"DROP TABLE index_{table}")
        store._db.execute("DELETE FROM _sqlite_migrations WHERE name = '013_index'")
        store._db.conn.commit()
    with Store.open(path) as store:
        assert Sources.of(store.library()).search("the ferry sank at dawn")[0].score == 100
