"""Read on in news before any label is seen: guess masked words of unlabelled articles.

all-MiniLM-L6-v2 was last trained to tell sentences apart, and not on news. In the tagger's own
domain one pass over two million words makes no difference; on Wikinews it is worth two points.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from data import PIECES_A_STEP
from model import WIDTH, Encoder, pretrained
from torch import Tensor, nn
from torch.nn import functional

from tracer.attribution.pieces import Part, parts_of
from tracer.attribution.windows import WINDOW, window_of
from tracer.encoder import Inputs

MASK, FIRST, WORDS = 103, 999, 30522
"""The piece that hides a word, and the range of pieces that are words."""
SHARE, TOP, HEAD, WARM_UP = 0.15, 2e-4, 1e-3, 0.05
SHORTEST = 40
"""Pieces in the shortest window that is worth reading."""
HELD_OUT = "pn-"
"""Documents whose ids begin so are PolNeAR's, and some of those are measured on."""

Batch = list[Inputs]


class Guesser(nn.Module):
    """The encoder and a head that guesses words."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.encoder.load_pretrained(pretrained())
        self.head = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH))
        self.bias = nn.Parameter(torch.zeros(WORDS))

    def loss(self, batch: Batch) -> Tensor:
        ids, states, cases = (_padded(batch, name) for name in ("ids", "states", "cases"))
        held = ids > 0
        hidden = (torch.rand(ids.shape) < SHARE) & (ids >= FIRST)
        mask = torch.where(held, 0.0, -1e4)[:, None, None, :]
        vectors, _ = self.encoder(_masked(ids, hidden), states, cases, mask)
        scores = functional.linear(self.head(vectors[hidden]), self.encoder.word.weight, self.bias)
        return functional.cross_entropy(scores.float(), ids[hidden])


def _padded(batch: Batch, name: str) -> Tensor:
    rows = [torch.from_numpy(getattr(window, name)) for window in batch]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True)


def _masked(ids: Tensor, hidden: Tensor) -> Tensor:
    """Of the ``hidden`` pieces eight in ten are masked, one is another word, and one stays."""
    dice = torch.rand(ids.shape)
    shown = torch.where(hidden & (dice < 0.8), MASK, ids)
    return torch.where(hidden & (dice >= 0.9), torch.randint(FIRST, WORDS, ids.shape), shown)


def windows(path: Path) -> Iterator[Inputs]:
    """The documents of a file of compressed JSON lines, window by window."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row["id"].startswith(HELD_OUT):
                parts = parts_of(row["text"])
                found = (window_of(parts, held).inputs for held in _filled(parts))
                yield from (window for window in found if len(window.ids) > SHORTEST)


def _filled(parts: Sequence[Part]) -> Iterator[range]:
    """Ranges of parts that fill a window each, without overlap."""
    start = 0
    while start < len(parts):
        size, end = 1, start
        while end < len(parts) and (size := size + len(parts[end]) + 1) <= WINDOW:
            end += 1
        yield range(start, end)
        start = end


def batches(some: Sequence[Inputs], rnd: random.Random) -> list[Batch]:
    """Windows of like length together, PIECES_A_STEP pieces each, in random order."""
    found: list[Batch] = [[]]
    for window in sorted(some, key=lambda w: len(w.ids)):
        if found[-1] and len(window.ids) * (len(found[-1]) + 1) > PIECES_A_STEP:
            found.append([])
        found[-1].append(window)
    rnd.shuffle(found)
    return found


def train(plan: Sequence[Batch]) -> Guesser:
    """A guesser after each batch of ``plan``."""
    model, began = Guesser(), time.monotonic()
    fresh = [model.bias, *model.head.parameters()]
    fresh += [*model.encoder.state.parameters(), *model.encoder.case.parameters()]
    known = {id(parameter) for parameter in fresh}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": rest, "lr": TOP}, {"params": fresh, "lr": HEAD}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: _rate(s, len(plan)))
    for step, batch in enumerate(plan, start=1):
        with torch.autocast("cpu", torch.bfloat16):
            loss = model.loss(batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*rest, *fresh], 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            minutes = (time.monotonic() - began) / 60
            print(f"step {step} of {len(plan)}, {minutes:.1f} min", flush=True)
    return model


def _rate(step: int, total: int) -> float:
    return min(step / (WARM_UP * total), (total - step) / ((1 - WARM_UP) * total))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("news", type=Path, help="documents (JSON lines, .xz)")
    ask.add_argument("out", type=Path, help="where the encoder's weights go (.pt)")
    got = ask.parse_args()
    torch.manual_seed(1)
    model = train(batches(list(windows(got.news)), random.Random(1)))
    torch.save(model.encoder.state_dict(), got.out)


if __name__ == "__main__":
    main()
