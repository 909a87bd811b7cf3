"""Whose the documents are: the same from memory and from the database, as they come and go."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tracer.copies import copy_sources, sources_digest
from tracer.matching import Sources
from tracer.matching.imprints import ImprintsInMemory
from tracer.matching.owners import Owners
from tracer.models import Claim, Document, Hop, Link, Span, stable_id
from tracer.outlets import Outlets, identity
from tracer.store import Store

NAMES = ("The Gazette", "Gazette", "BBC News", "Dr Who & Sons", None)
ADDRESSES = (
    "https://www.bbc.co.uk/news/1",
    "https://www.bbc.co.uk/news/2",
    "https://gazette.example/a",
    "http://[broken",
    None,
)
TITLES = ("Annual review of harbour walls", "Harbour walls", "Walls", "", None)


def document(key: str, publisher: str | None, url: str | None, title: str | None) -> Document:
    return Document(
        key, key, f"The text of {key}.", stable_id(key), url=url, title=title, publisher=publisher
    )


documents = st.lists(
    st.builds(
        document,
        st.sampled_from("abcdefgh"),
        st.sampled_from(NAMES),
        st.sampled_from(ADDRESSES),
        st.sampled_from(TITLES),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(documents, documents, st.sets(st.sampled_from("abcdefgh")))
def test_the_database_knows_what_memory_does(
    first: list[Document], second: list[Document], dropped: set[str]
) -> None:
    kept = {one.id: one for one in first} | {one.id: one for one in second}
    kept = {key: kept[key] for key in sorted(kept.keys() - dropped)}
    in_memory = ImprintsInMemory(kept)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "t.db")) as store:
        there = store.library().imprints
        store.keep(first)
        there.all()
        store.keep(second)
        for key in dropped & {one.id for one in (*first, *second)}:
            store.drop(key)
        assert sorted(there.all()) == sorted(in_memory.all())
        for imprint in in_memory.all():
            assert list(there.under([imprint])) == list(in_memory.under([imprint]))
        assert list(there.under(in_memory.all())) == list(in_memory.under(in_memory.all()))
        for title in filter(None, TITLES):
            assert list(there.titled(title)) == list(in_memory.titled(title))
        for address in filter(None, ADDRESSES):
            assert list(there.at([address])) == list(in_memory.at([address]))


def test_of_two_documents_with_one_id_the_first_one_counts() -> None:
    ours = document("a", "The Gazette", None, None)
    sources = Sources.together(Sources([ours]), Sources([replace(ours, publisher="BBC News")]))
    assert list(sources.imprints.under(["The Gazette"])) == ["a"]
    assert list(sources.imprints.under(["BBC News"])) == []


def test_documents_are_owned_by_name_host_title_and_link() -> None:
    sources = Sources(
        [
            document("name", "The Gazette", None, None),
            document("host", None, "https://www.bbc.co.uk/news/1", None),
            document("title", None, None, "Annual review of harbour walls"),
            document("link", None, "https://gazette.example/a", None),
        ]
    )
    owners = Owners(sources, Outlets.default())
    gazette = Hop("The Gazette", "outlet", identity("The Gazette"))
    bbc = Outlets.default().find("BBC")
    assert bbc is not None
    review = Hop("the annual harbour review", "document", identity("annual harbour review"))
    assert list(owners.of(gazette)) == ["name"]
    assert list(owners.of(Hop("BBC", "outlet", bbc.id))) == ["host"]
    assert list(owners.of(review)) == ["title"]
    text = "The wall is new, said Ann Marsh."
    article = Document(
        "x", "x", text, "", links=(Link(Span(0, 8), "https://gazette.example/a#part"),)
    )
    claim = Claim("c", Span(0, 15), text[:15], "c", "statement", True, 1.0)
    assert list(owners.linked(claim, article)) == ["link"]


def test_a_copy_of_the_sources_finds_the_same(tmp_path: Path) -> None:
    with Store.open(tmp_path / "tracer.db") as store:
        store.keep([document(key, "The Gazette", None, None) for key in "abc"])
        store.drop("b")
        path = copy_sources(store, tmp_path / "shared")
        with Store.existing(path) as copy:
            assert sources_digest(copy) == sources_digest(store)
            assert copy.problems() == ()
            found = Sources.of(copy.library()).search("The text of c.")
            assert [match.passage.document_id for match in found][:1] == ["c"]
            assert list(copy.library().imprints.under(["The Gazette"])) == ["a", "c"]
