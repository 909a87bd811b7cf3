"""The quotations of the cases files, put together again from the documents.

    python benchmarks/verdicts/build.py DOCS.jsonl[.xz] OUT.jsonl

DOCS has lines of JSON with ``id`` and ``text``. The cases are all cases-*.jsonl beside this file;
README.md there says what a line holds. OUT has the lines that ``tracer eval matching`` reads:
id, split, cls, needle, doc, spans, verdict. Same cases and documents, same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ELLIPSIS = " ... "
VERDICTS = ("faithful", "unfaithful")
FIELDS = frozenset({"id", "class", "verdict", "doc", "spans", "edits", "why"})

Case = dict[str, Any]


class BadCase(ValueError):
    """A case that its document does not bear out, or a line that is no case: what and where."""


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON lines of a file, plain or .xz, each with where it stands: "cases-1.jsonl, line 3".
    Raises BadCase for a line that is no JSON."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield f"{path.name}, line {number}", json.loads(line)
            except json.JSONDecodeError as error:
                raise BadCase(f"{path.name}, line {number}: no JSON, {error}") from error


def read_documents(path: Path) -> dict[str, str]:
    """Each document's text by its id."""
    return {row["id"]: row["text"] for _, row in read_lines(path)}


def read_cases(folder: Path) -> dict[str, Case]:
    """The cases of all files by where they stand; raises BadCase for a line that lacks a field,
    or an id that comes twice."""
    cases: dict[str, Case] = {}
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("cases-*.jsonl")):
        for place, case in read_lines(path):
            if lacking := FIELDS - case.keys():
                raise BadCase(f"{place}: the line has no {', '.join(sorted(lacking))}")
            if (first := seen.setdefault(case["id"], place)) != place:
                raise BadCase(f"{place}: {case['id']} is already the id of {first}")
            cases[place] = case
    return cases


def check(case: Case, text: str) -> None:
    """Raises BadCase unless the spans lie in ``text`` and each edit in one span, all in order."""
    if case["verdict"] not in VERDICTS:
        raise BadCase(f"the verdict is {case['verdict']!r}; it is one of {', '.join(VERDICTS)}")
    if not case["spans"]:
        raise BadCase("there is no span")
    for start, end in case["spans"]:
        if not 0 <= start < end <= len(text):
            raise BadCase(f"span {start}-{end} is not in the text of {len(text)} characters")
    reached = 0
    for start, end, _ in sorted(case["edits"]):
        if start < reached or end < start:
            raise BadCase(f"edit {start}-{end} overlaps another or ends before it starts")
        if sum(a <= start and end <= b for a, b in case["spans"]) != 1:
            raise BadCase(f"edit {start}-{end} is not inside one span")
        reached = end


def edited(text: str, start: int, end: int, edits: list[tuple[int, int, str]]) -> str:
    """``text[start:end]`` with the edits that lie in it made; offsets count in ``text``."""
    parts, at = [], start
    for begin, stop, words in sorted(edits):
        if start <= begin and stop <= end:
            parts += [text[at:begin], words]
            at = stop
    return "".join([*parts, text[at:end]])


def needle(case: Case, text: str) -> str:
    """The quotation as the article has it."""
    pieces = (edited(text, start, end, case["edits"]) for start, end in case["spans"])
    return str(case.get("join", ELLIPSIS)).join(pieces)


def digest(identity: str) -> bytes:
    return hashlib.sha256(identity.encode()).digest()


def splits(cases: Iterable[Case]) -> dict[str, str]:
    """The half of each id, "dev" or "test": within a class, by the order of the ids' SHA-256."""
    classes: dict[str, list[str]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: digest(case["id"])):
        classes[case["class"]].append(case["id"])
    return {
        identity: "dev" if 2 * place < len(ids) else "test"
        for ids in classes.values()
        for place, identity in enumerate(ids)
    }


def built(case: Case, texts: Mapping[str, str], split: str) -> Case:
    """The line of OUT for a case; raises BadCase."""
    if case["doc"] not in texts:
        raise BadCase(f"document {case['doc']} is not among those given")
    text = texts[case["doc"]]
    check(case, text)
    return {
        "id": case["id"],
        "split": split,
        "cls": case["class"],
        "needle": needle(case, text),
        "doc": case["doc"],
        "spans": case["spans"],
        "verdict": case["verdict"],
    }


def build(cases: Mapping[str, Case], texts: Mapping[str, str]) -> Iterator[Case]:
    """The line of OUT for each case; raises BadCase with the place of the first bad one."""
    halves = splits(cases.values())
    for place, case in cases.items():
        try:
            yield built(case, texts, halves[case["id"]])
        except BadCase as error:
            raise BadCase(f"{place} ({case['id']}): {error}") from error


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("docs", type=Path, metavar="DOCS")
    parser.add_argument("out", type=Path, metavar="OUT")
    given = parser.parse_args()
    try:
        cases = build(read_cases(HERE), read_documents(given.docs))
        lines = [json.dumps(case, ensure_ascii=False) for case in cases]
        given.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except lzma.LZMAError as error:
        parser.exit(1, f"build.py: {given.docs} is not an .xz file: {error}\n")
    except (OSError, BadCase) as error:
        parser.exit(1, f"build.py: {error}\n")
    print(f"{len(lines)} cases written to {given.out}")


if __name__ == "__main__":
    main()
