"""How look-up grows from 1,000 to 100,000 documents kept in a database, beside tantivy.

    python benchmarks/matching/scale.py --docs DOCS.jsonl[.xz] --needles NEEDLES.jsonl

More documents are made from those given, each as long as one of them: every word is one that
follows the word before it somewhere in the documents given, as often as it does. So words and pairs
of words are as frequent as in news, longer runs are new, and no document is a copy of another.
The needles are those whose document is in the collection. Each size runs in a
process of its own, in a database that is removed again; times are those of the processor, so
that a machine that does other work can be used.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

from systems import Tantivy

from tracer.evaluate import rows
from tracer.matching import Sources
from tracer.models import Document
from tracer.store import Store

_AT_ONCE = 10_000
"""Documents that are kept in one transaction."""
CHANGED = 100
"""Documents that are added to a full collection, and removed again."""
Pair = tuple[str, str]


def main() -> None:
    """Print a table of all sizes, or measure one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--needles", type=Path, required=True)
    parser.add_argument("--one", type=int, help="measure this size in this process")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measured(options.docs, options.one, options.needles)))
        return
    names: tuple[str, ...] = ()
    for size in options.sizes:
        command = [sys.executable, __file__, "--docs", str(options.docs), "--one", str(size)]
        command += ["--needles", str(options.needles)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- itself
        found: dict[str, str] = json.loads(done.stdout)
        if not names:
            names = tuple(found)
            print("| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|")
        print("| " + " | ".join(found[name] for name in names) + " |", flush=True)


def documents(path: Path, size: int) -> Iterator[Pair]:
    """``size`` documents, those of ``path`` first."""
    given = [(str(row["id"]), row["text"]) for row in rows(path, "text")]
    yield from given[:size]
    chance = random.Random(7)  # noqa: S311 -- chance that must repeat itself
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for _, text in given if size > len(given) else ():
        for word, following in pairwise(text.split()):
            followers[word].append(following)
    openings = list(followers)
    for number in range(size - len(given)):
        word = chance.choice(openings)
        made = [word]
        for _ in range(len(given[number % len(given)][1].split()) - 1):
            word = chance.choice(followers.get(word) or openings)
            made.append(word)
        yield f"made-{number}", " ".join(made)


def _measured(path: Path, size: int, given: Path) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "tracer.db")
        seconds = _kept(documents(path, size), database)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        start = time.perf_counter()
        store = Store.open(database)
        sources = Sources.of(store.library())
        sources.prepare()
        opened = time.perf_counter() - start
        needles = [row for row in rows(given, "needle") if row["doc"] in sources.documents]
        right, times = _ours(sources, needles)
        found = {
            "documents": f"{size:,}",
            "documents/s": f"{size / seconds:,.0f}",
            "MB of index": f"{sources.size_in_bytes / 1e6:.0f}",
            "peak MB while building": str(peak),
            "opened in s": f"{opened:.3f}",
            "R@1": f"{right / len(needles):.4f}",
            "ms p50": f"{_share(times, 0.5):.2f}",
            "ms p95": f"{_share(times, 0.95):.2f}",
            "peak MB with search": str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024),
            **_changed(store, list(islice(documents(path, size), CHANGED))),
        }
        store.close()
    return found | _theirs(path, size, [row["needle"] for row in needles])


def _kept(found: Iterator[Pair], database: Path) -> float:
    """Keep the documents in ``database``; the seconds that it took, the making left out."""
    seconds = 0.0
    with Store.open(database) as store:
        while some := list(islice(found, _AT_ONCE)):
            values = [Document(id=key, name=key, text=text, sha256="") for key, text in some]
            start = time.process_time()
            store.keep(values)
            seconds += time.process_time() - start
    return seconds


def _changed(store: Store, some: Sequence[Pair]) -> dict[str, str]:
    """The seconds that it takes to keep so many more documents at once, and to drop them again
    one by one."""
    more = [
        Document(id=f"more-{key}", name=key, text=f"{text} More.", sha256="") for key, text in some
    ]
    start = time.process_time()
    store.keep(more)
    kept = time.process_time()
    for document in more:
        store.drop(document.id)
    return {
        f"{CHANGED} added in s": f"{kept - start:.2f}",
        f"{CHANGED} removed in s": f"{time.process_time() - kept:.2f}",
    }


def _ours(sources: Sources, needles: Sequence[dict[str, str]]) -> tuple[int, list[float]]:
    right, times = 0, []
    for row in needles:
        start = time.process_time()
        matches = sources.search(row["needle"], limit=1)
        times.append(1000 * (time.process_time() - start))
        right += bool(matches) and matches[0].passage.document_id == row["doc"]
    return right, times


def _theirs(path: Path, size: int, needles: Sequence[str]) -> dict[str, str]:
    system, pairs = Tantivy(), list(documents(path, size))
    start = time.process_time()
    try:
        system.build(pairs)
    except ImportError:
        return {}
    seconds = time.process_time() - start
    times = []
    for needle in needles:
        start = time.process_time()
        system.search(needle)
        times.append(1000 * (time.process_time() - start))
    return {
        "tantivy documents/s": f"{size / seconds:,.0f}",
        "tantivy ms p50": f"{_share(times, 0.5):.2f}",
        "tantivy ms p95": f"{_share(times, 0.95):.2f}",
    }


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[int(share * len(times))]


if __name__ == "__main__":
    main()
