"""Fuzz one target, led by the coverage of tracer's code: ``python fuzz/run.py TARGET [options]``.

All options are libFuzzer's, such as ``-runs=100000 -seed=1``; see fuzz/README.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

with atheris.instrument_imports(include=["tracer"]):
    from targets import TARGETS

from seeds import SEEDS, WORDS  # noqa: E402 -- after the path is set


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"Name a target: {', '.join(TARGETS)}")
    with tempfile.TemporaryDirectory(prefix="tracer-fuzz-") as folder:
        given = [sys.argv[0], f"-dict={_dictionary(Path(folder))}", "-max_len=2000"]
        seeds = [] if any(not a.startswith("-") for a in sys.argv[2:]) else [_corpus(Path(folder))]
        atheris.Setup([*given, *sys.argv[2:], *seeds], TARGETS[sys.argv[1]])
        atheris.Fuzz()


def _dictionary(folder: Path) -> Path:
    """The words as libFuzzer reads them: in quotation marks, bytes as escapes."""
    path = folder / "words.dict"
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in WORDS)
    path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
    return path


def _corpus(folder: Path) -> str:
    path = folder / "corpus"
    path.mkdir()
    for number, seed in enumerate(SEEDS):
        (path / f"{number}").write_bytes(seed)
    return str(path)


if __name__ == "__main__":
    main()
