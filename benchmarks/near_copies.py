"""How well near-copies of one story are told from two reports on one event (T304).

    python benchmarks/near_copies.py DOCS.jsonl.xz

Of the first 200 texts of 150 to 1,500 words in DOCS (lines with `id` and `text`) copies are made as
papers make them: cut to the first half or third, sentences put in another order, one word in
ten left out or exchanged (chance with a fixed seed), a lead of their own. Two reports on one event
are the pairs of benchmarks/paraphrases whose claim was taken from the one and is held against the
other; those that are called near-copies are printed to be looked at. Two texts of DOCS that follow
each other are two stories.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from tracer.judge.context import sentences_of
from tracer.judge.independence import near_copies, share
from tracer.models import Document

_TEXTS = 200
_WORDS = range(150, 1501)
_SEED = 4
_EVERY = 10
_LEAD = (
    "It was the talk of the town this week, and readers have written to us about it. Here it is."
)
_CASES = Path(__file__).with_name("paraphrases")


def main(docs: Path) -> None:
    """Print the share that is called a near-copy, for each kind of pair."""
    texts = _texts(docs)
    chosen = [text for text in texts.values() if len(text.split()) in _WORDS][:_TEXTS]
    print(f"{'pairs':34}{'n':>5}{'called near-copies':>20}")
    for name, copied in _COPIES.items():
        _show(name, [(text, copied(text, _chance())) for text in chosen])
    _show("two texts of the file", list(pairwise(chosen)))
    events = list(_events(texts))
    _show("two reports on one event", [(texts[a], texts[b]) for a, b in events])
    for a, b in events:
        if _called(texts[a], texts[b]):
            print(f"  {a} and {b}: {share(texts[a], texts[b]):.2f} of the shorter one's runs")


def _chance() -> random.Random:
    return random.Random(_SEED)  # noqa: S311 - chance that must repeat itself


def _texts(docs: Path) -> dict[str, str]:
    with lzma.open(docs, "rt", encoding="utf-8") as lines:
        return {record["id"]: record["text"] for record in map(json.loads, lines)}


def _show(name: str, pairs: list[tuple[str, str]]) -> None:
    called = sum(_called(*pair) for pair in pairs)
    print(f"{name:34}{len(pairs):5}{called / len(pairs):20.3f}")


def _called(one: str, other: str) -> bool:
    ours, theirs = (
        Document(id=k, name=k, text=t, sha256="") for k, t in (("a", one), ("b", other))
    )
    return near_copies(ours, theirs)


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences_of(text)]


def _shuffled(text: str, chance: random.Random) -> str:
    found = _sentences(text)
    chance.shuffle(found)
    return " ".join(found)


def _edited(text: str, chance: random.Random) -> str:
    """One word in ten left out, or another one of the text in its place."""
    words = text.split()
    for at in range(len(words)):
        if chance.randrange(_EVERY) == 0:
            words[at] = chance.choice(("", chance.choice(words)))
    return " ".join(filter(None, words))


_COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "copy, first half": lambda text, _: text[: len(text) // 2],
    "copy, first third": lambda text, _: text[: len(text) // 3],
    "copy, sentences in another order": _shuffled,
    "copy, one word in ten edited": _edited,
    "copy, own lead": lambda text, _: f"{_LEAD} {' '.join(_sentences(text)[2:])}",
    "copy, first half, edited": lambda text, chance: _edited(text[: len(text) // 2], chance),
}


def _events(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    lines = (
        json.loads(line)
        for path in sorted(_CASES.glob("cases-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    pairs = {tuple(sorted((c["from"], c["doc"]))) for c in lines if "from" in c}
    for one, other in sorted(pairs):
        if one != other and one in texts and other in texts:
            yield one, other


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/near_copies.py DOCS.jsonl.xz")
    main(Path(sys.argv[1]))
