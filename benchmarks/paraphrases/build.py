"""Rebuild the labelled set of indirect claims from the case files and the news texts.

    python benchmarks/paraphrases/build.py DOCS.jsonl.xz OUT.jsonl

The texts are their publishers' and not here: DOCS holds lines of JSON with `id` and `text`, packed
with xz or plain. README.md tells how the cases were made and what their fields mean. Offsets are
half-open and count Unicode code points of a document's text. A case that does not fit its documents
stops the run, and nothing is written.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Span = list[int]

CASES = Path(__file__).parent
RATINGS = ("paraphrased", "contradicted", "not-found")


class BadCase(Exception):
    """A case that does not fit its documents; says which, what is wrong, and what to do."""


def main(docs: Path, out: Path) -> None:
    """Write every case of cases-*.jsonl to `out`, one JSON object a line, and print the counts."""
    cases = list(_read_cases())
    texts = _texts(docs, {case[key] for case in cases for key in ("doc", "from") if key in case})
    rows = [_row(case, texts) for case in cases]
    _refuse_twins(rows)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    out.write_text("".join(lines), encoding="utf-8")
    for (split, rating), count in sorted(Counter((r["split"], r["rating"]) for r in rows).items()):
        print(f"{split:6}{rating:14}{count:4}")


def _read_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("cases-*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _texts(docs: Path, wanted: set[str]) -> dict[str, str]:
    """Texts by document id; only the wanted ones are kept."""
    opened = lzma.open if docs.suffix == ".xz" else open
    with opened(docs, "rt", encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return {record["id"]: record["text"] for record in records if record["id"] in wanted}


def _row(case: Case, texts: dict[str, str]) -> Case:
    if case["rating"] not in RATINGS:
        raise _bad(case, f"unknown rating {case['rating']!r}", f"use one of {', '.join(RATINGS)}")
    row = {
        "id": case["id"],
        "split": split_of(case["id"]),
        "claim": _claim(case, texts),
        "doc": case["doc"],
        "passage": _passage(case, texts),
        "rating": case["rating"],
        "how": case["how"],
    }
    return row | {"speaker": case["speaker"]} if "speaker" in case else row


def split_of(case_id: str) -> str:
    """The half a case belongs to: `dev` or `test`, by the last bit of the SHA-256 of its id."""
    return ("dev", "test")[hashlib.sha256(case_id.encode()).digest()[-1] & 1]


def _passage(case: Case, texts: dict[str, str]) -> list[Span]:
    """Where the document says it, or says otherwise; empty if and only if it is not found."""
    passage: list[Span] = case["passage"]
    if bool(passage) == (case["rating"] == "not-found"):
        raise _bad(case, f"{case['rating']} with {len(passage)} passages", "label it again")
    _check_spans(case, _text(case, case["doc"], texts), passage)
    return passage


def _claim(case: Case, texts: dict[str, str]) -> str:
    """The claim in our own words, or the words of another article with the edits made."""
    if "claim" in case:
        return str(case["claim"])
    text = _text(case, case["from"], texts)
    _check_spans(case, text, case["spans"])
    _check_edits(case)
    return " ".join(_edited(text, span, case.get("edits", [])) for span in case["spans"]).strip()


def _edited(text: str, span: Span, edits: list[tuple[int, int, str]]) -> str:
    start, end = span
    for edit_start, edit_end, words in sorted(edits, reverse=True):
        if start <= edit_start and edit_end <= end:
            text = text[:edit_start] + words + text[edit_end:]
            end += len(words) - (edit_end - edit_start)
    return text[start:end]


def _text(case: Case, doc: str, texts: dict[str, str]) -> str:
    if doc not in texts:
        raise _bad(case, f"no document {doc}", "give the file of documents that was labelled")
    return texts[doc]


def _check_spans(case: Case, text: str, spans: list[Span]) -> None:
    """Spans are in order, apart, inside the text, with clean edges."""
    last = 0
    for start, end in spans:
        inside = last <= start < end <= len(text)
        if not inside or not _has_clean_edges(text, start, end):
            raise _bad(case, f"bad offsets {start} to {end}", "is this the text that was labelled?")
        last = end


def _has_clean_edges(text: str, start: int, end: int) -> bool:
    """Whether the span has no space at its edges and cuts no word in two."""
    span = text[start:end]
    return span == span.strip() and not any(_cuts_a_word(text, at) for at in (start, end))


def _cuts_a_word(text: str, at: int) -> bool:
    return text[max(at - 1, 0) : at].isalnum() and text[at : at + 1].isalnum()


def _check_edits(case: Case) -> None:
    """Each edit lies inside a span of the claim, and none reaches into the next."""
    last = 0
    for start, end, _ in sorted(case.get("edits", [])):
        within = any(span[0] <= start <= end <= span[1] for span in case["spans"])
        if start < last or not within:
            raise _bad(
                case, f"an edit at {start} to {end} is outside its span", "correct the offsets"
            )
        last = end


def _refuse_twins(rows: Iterable[Case]) -> None:
    for case_id, count in Counter(row["id"] for row in rows).items():
        if count > 1:
            raise BadCase(f"{case_id}: {count} cases have this id; give each its own")


def _bad(case: Case, what: str, remedy: str) -> BadCase:
    return BadCase(f"{case['id']}: {what}; {remedy}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python benchmarks/paraphrases/build.py DOCS.jsonl.xz OUT.jsonl")
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except (BadCase, OSError) as error:
        sys.exit(str(error))
