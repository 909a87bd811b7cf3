"""What each fold's model finds in the articles that it has not seen, with all that ships: int8,
rules, and the threshold. The scores in docs/model.md are of these lines.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from build import FOLDS, model_of
from confidence import fitted
from data import Row, fold_of, rows
from export import matrices, write

from tracer.attribution.links import Heads
from tracer.attribution.reported import find_reported
from tracer.attribution.tagger import Tagger
from tracer.attribution.units import units
from tracer.encoder import OnnxEncoder
from tracer.models import Span


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("data", type=Path, help="labelled articles (JSON lines)")
    ask.add_argument("work", type=Path, help="the folder that build.py left in its work folder")
    ask.add_argument("out", type=Path, help="where the lines go")
    got = ask.parse_args()
    articles = rows(got.data)
    found = [row for fold in range(FOLDS) for row in rows(got.work / f"fold{fold}.jsonl")]
    sure = fitted(articles, found)
    with got.out.open("w", encoding="utf-8") as lines:
        for fold in range(FOLDS):
            reader = _shipped(got.work / f"fold{fold}.pt", sure)
            for row in (row for row in articles if fold_of(row, FOLDS) == fold):
                quotes = list(_quotes(reader, row["text"]))
                print(json.dumps({"id": row["id"], "quotes": quotes}), file=lines)


def _shipped(weights: Path, sure: dict) -> Tagger:
    model = model_of(weights)
    with tempfile.TemporaryDirectory() as folder:
        write(model, sure, Path(folder))
        return Tagger(OnnxEncoder(Path(folder) / "encoder.onnx"), Heads(matrices(model) | sure))


def _quotes(reader: Tagger, text: str) -> Iterator[Row]:
    for reported in find_reported(text, units(text), reader):
        for content in reported.contents:
            yield {
                "start": content.start,
                "end": content.end,
                "speaker": _span(reported.source, text),
                "cue": _span(reported.cue, text),
            }


def _span(span: Span | None, text: str) -> Row | None:
    return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None


if __name__ == "__main__":
    main()
