"""Score tracer on the labelled set of indirect claims that build.py makes.

    python benchmarks/paraphrases/score.py DOCS.jsonl.xz CASES.jsonl [--all-docs] [--list SPLIT]

Each claim is held against its own document, as reported speech of that document's publisher: the
passages that the search proposes are judged as `tracer check` judges them. Printed for each half:
the confusion table, precision and recall of each rating, and for the claims that were accepted or
contradicted how much of the labelled passage is shown and how much of what is shown is labelled
(shares of code points, 0 to 1). Any accepting rating counts as paraphrased, and any that is neither
accepting nor contradicted as not-found. `--all-docs` also searches all of DOCS for each claim and
prints how often its document comes first and among the first five. `--list SPLIT` prints what was
missed in that half; the other half is for counting only.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from tracer.evaluate import rated
from tracer.matching import Sources
from tracer.models import Document, Finding
from tracer.rules import ACCEPTING

Case = dict[str, Any]
RATINGS = ("paraphrased", "contradicted", "not-found")
_FIRST = 5


class Scored(NamedTuple):
    """A case, the rating that tracer gives it (one of RATINGS), and the whole finding."""

    case: Case
    rating: str
    finding: Finding


def main(docs: Path, cases: Path, all_docs: bool, listed: str | None) -> None:
    """Print the tables described above."""
    texts = _texts(docs)
    with cases.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    sources = Sources(_document(key, texts[key]) for key in sorted({r["doc"] for r in rows}))
    scored = [_score(row, sources) for row in rows]
    for split in sorted({row["split"] for row in rows}):
        _show(split, [s for s in scored if s.case["split"] == split])
    if listed:
        _list([s for s in scored if s.case["split"] == listed])
    if all_docs:
        _show_search(rows, Sources(_document(*pair) for pair in texts.items()))


def _texts(docs: Path) -> dict[str, str]:
    opened = lzma.open if docs.suffix == ".xz" else open
    with opened(docs, "rt", encoding="utf-8") as lines:
        return {record["id"]: record["text"] for record in map(json.loads, lines)}


def _document(key: str, text: str) -> Document:
    return Document(id=key, name=key, text=text, sha256="")


def _score(case: Case, sources: Sources) -> Scored:
    row = {"needle": case["claim"], "kind": "indirect_quote"}
    finding = rated(row, sources, {case["doc"]})
    return Scored(case, _plain(finding.rating), finding)


def _plain(rating: str) -> str:
    if rating in ACCEPTING:
        return "paraphrased"
    return rating if rating == "contradicted" else "not-found"


def _show(split: str, scored: Sequence[Scored]) -> None:
    table = Counter((s.case["rating"], s.rating) for s in scored)
    print(f"\n{split}: {len(scored)} claims; rows are labels, columns what tracer says")
    print(f"{'':14}" + "".join(f"{rating:>14}" for rating in RATINGS) + f"{'recall':>10}")
    for label in RATINGS:
        counts = [table[label, rating] for rating in RATINGS]
        recall = _ratio(table[label, label], sum(counts))
        print(f"{label:14}" + "".join(f"{count:14}" for count in counts) + f"{recall:10.3f}")
    found = [sum(table[label, rating] for label in RATINGS) for rating in RATINGS]
    precision = [_ratio(table[r, r], n) for r, n in zip(RATINGS, found, strict=True)]
    print(f"{'precision':14}" + "".join(f"{share:14.3f}" for share in precision))
    _show_passages([s for s in scored if s.rating == s.case["rating"] and s.case.get("passage")])


def _show_passages(right: Sequence[Scored]) -> None:
    pairs = [(_code_points(s.case["passage"]), _shown(s.finding)) for s in right]
    if pairs:
        iou = mean(_ratio(len(a & b), len(a | b)) for a, b in pairs)
        labelled = mean(_ratio(len(a & b), len(a)) for a, b in pairs)
        shown = mean(_ratio(len(a & b), len(b)) for a, b in pairs)
        touched = mean(bool(a & b) for a, b in pairs)
        print(
            f"passages of the {len(pairs)} rated rightly: IoU {iou:.3f}, of the labelled one shown "
            f"{labelled:.3f}, of the shown one labelled {shown:.3f}, any overlap {touched:.3f}"
        )


def _shown(finding: Finding) -> set[int]:
    return _code_points((s.start, s.end) for s in finding.matches[0].passage.spans)


def _code_points(spans: Iterable[Sequence[int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _list(scored: Iterable[Scored]) -> None:
    for case, rating, finding in scored:
        if rating != case["rating"]:
            print(f"\n{case['id']} {case['how']}: {case['rating']}, tracer says {rating}")
            print(f"  {case['claim']}\n  {' '.join(finding.reasons)}")
            for match in finding.matches[:1]:
                print(
                    f"  {match.wording} {match.score:.0f}: {' '.join(match.passage.exact.split())}"
                )


def _show_search(cases: Sequence[Case], sources: Sources) -> None:
    print(f"\n{len(sources.documents)} documents searched")
    for split in sorted({case["split"] for case in cases}):
        held = [c for c in cases if c["split"] == split and c.get("passage")]
        places = [_place(case, sources) for case in held]
        first, among = (mean(p <= n for p in places) for n in (1, _FIRST))
        print(
            f"{split}: the right document first {first:.3f}, among the first {_FIRST} {among:.3f}"
            f" (of {len(held)} that have a passage)"
        )


def _place(case: Case, sources: Sources) -> int:
    """The place of the claim's document among those found, from 1; one more than are looked at
    if it is not among them."""
    matches = sources.search(case["claim"], limit=2 * _FIRST)
    found = list(dict.fromkeys(match.passage.document_id for match in matches))[:_FIRST]
    return found.index(case["doc"]) + 1 if case["doc"] in found else _FIRST + 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--all-docs", action="store_true")
    parser.add_argument("--list", dest="listed", metavar="SPLIT")
    given = parser.parse_args()
    main(given.docs, given.cases, given.all_docs, given.listed)
