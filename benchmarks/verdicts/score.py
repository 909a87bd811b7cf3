"""How many of the verdict cases the judge accepts as faithful, per class and half.

    python benchmarks/verdicts/score.py DOCS.jsonl[.xz] [--split dev|test]

The cases are put together by build.py and judged as ``tracer eval matching --given-doc`` judges
any quotation: the right document is given, and the command itself does the work.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import build

from tracer import evaluate
from tracer.errors import TracerError
from tracer.rules import ACCEPTING

Accepted = dict[tuple[str, str, str], list[bool]]


def judged(docs: Path, splits: Iterable[str]) -> Accepted:
    """Whether each case of ``splits`` is accepted, by verdict, class and split; raises BadCase."""
    texts = build.read_documents(docs)
    made = build.build(build.read_cases(build.HERE), texts)
    cases = [case for case in made if case["split"] in splits]
    used = {case["doc"] for case in cases}
    with tempfile.TemporaryDirectory() as folder:
        documents, needles, out = (Path(folder, name) for name in ("docs", "needles", "out"))
        write(documents, ({"id": name, "text": texts[name]} for name in sorted(used)))
        write(needles, cases)
        with contextlib.redirect_stdout(io.StringIO()):
            evaluate.matching(documents, needles, out, given_doc=True)
        ratings = [json.loads(line)["rating"] for line in out.read_text("utf-8").splitlines()]
    found: Accepted = defaultdict(list)
    for case, rating in zip(cases, ratings, strict=True):
        found[case["verdict"], case["cls"], case["split"]].append(rating in ACCEPTING)
    return found


def write(path: Path, rows: Iterable[dict[str, object]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def table(found: Accepted) -> list[str]:
    """A line per class and half, and one per verdict and half."""
    totals: Accepted = defaultdict(list)
    for (verdict, _, split), accepted in found.items():
        totals[verdict, "all", split] += accepted
    rows = [*sorted(found.items()), *sorted(totals.items())]
    return [
        f"{verdict:10}  {name:22}  {split:4}  accepted {sum(got) / len(got):.3f}  n {len(got)}"
        for (verdict, name, split), got in rows
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("docs", type=Path, metavar="DOCS")
    parser.add_argument("--split", choices=("dev", "test"), help="only this half")
    given = parser.parse_args()
    try:
        found = judged(given.docs, [given.split] if given.split else ["dev", "test"])
    except (OSError, TracerError, build.BadCase, json.JSONDecodeError) as error:
        print(f"score.py: {error}", file=sys.stderr)
        return 1
    print("\n".join(table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
