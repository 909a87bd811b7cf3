"""From labelled articles to the model that ships: what ``make train`` runs.

    read on in news (if there is any) ─ three folds ─ confidence ─ all articles ─ tracer/model/

Each step leaves a file in the work folder, in a place of its own for this data and these scripts,
and is not done again while that is there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from confidence import UNKNOWN, fitted
from data import Row, fold_of, rows
from export import TorchEncoder, matrices, write
from model import Tagger

from tracer import encoder
from tracer.attribution import tagger
from tracer.attribution.links import Heads

FOLDS = 3
HERE = Path(__file__).parent


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("data", type=Path, help="labelled articles (JSON lines)")
    ask.add_argument("--news", type=Path, help="unlabelled documents to read first (.jsonl.xz)")
    ask.add_argument("--work", type=Path, default=HERE / "work", help="where the steps leave files")
    ask.add_argument("--out", type=Path, default=encoder.FOLDER, help="where the model goes")
    got = ask.parse_args()
    work = work_folder(got.work, got.data, got.news)
    work.mkdir(parents=True, exist_ok=True)
    read = _read(got.news, work) if got.news else []
    folds = [_fold(got.data, work, fold, read) for fold in range(FOLDS)]
    sure = fitted(rows(got.data), [row for fold in folds for row in rows(fold)])
    whole = _trained(got.data, work / "all.pt", read)
    write(model_of(whole), sure, got.out)
    print(f"The model is in {got.out}")


def work_folder(folder: Path, data: Path, news: Path | None) -> Path:
    """The folder in ``folder`` for what these scripts make of ``data`` and ``news``."""
    digest = hashlib.sha256()
    scripts = (HERE / name for name in ("data.py", "model.py", "pretrain.py", "train.py"))
    for path in [data, *([news] if news else []), *scripts]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return folder / digest.hexdigest()[:12]


def _read(news: Path, work: Path) -> list[str]:
    path = work / "read.pt"
    if not path.exists():
        _run("pretrain.py", str(news), str(path))
    return ["--start", str(path)]


def _trained(data: Path, path: Path, options: Sequence[str]) -> Path:
    if not path.exists():
        _run("train.py", str(data), str(path), *options)
    return path


def _run(script: str, *arguments: str) -> None:
    subprocess.run([sys.executable, str(HERE / script), *arguments], check=True)


def _fold(data: Path, work: Path, fold: int, read: Sequence[str]) -> Path:
    """What the model that has not seen a fold finds in it, with the signs of each reading."""
    path = work / f"fold{fold}.jsonl"
    weights = _trained(data, work / f"fold{fold}.pt", [*read, "--fold", str(fold)])
    if not path.exists():
        model = model_of(weights)
        reader = tagger.Tagger(TorchEncoder(model), Heads(matrices(model) | UNKNOWN))
        held = [row for row in rows(data) if fold_of(row, FOLDS) == fold]
        lines = [json.dumps({"id": row["id"], "quotes": list(_found(reader, row))}) for row in held]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def model_of(path: Path) -> Tagger:
    model = Tagger()
    model.load_state_dict(torch.load(path, weights_only=True))
    return model


def _found(reader: tagger.Tagger, row: Row) -> Iterator[Row]:
    for found in reader.tagged(row["text"]):
        yield {
            "start": found.content.start,
            "end": found.content.end,
            "speaker": _span(found.source, row["text"]),
            "cue": _span(found.cue, row["text"]),
            "signs": np.asarray(found.signs, dtype=float).tolist(),
        }


def _span(span: object, text: str) -> Row | None:
    return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None


if __name__ == "__main__":
    main()
