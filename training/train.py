"""Fine-tune the tagger: one fold, one outlet left out, or all of the data."""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from data import Labelled, batch_of, batches, fold_of, labelled, rows
from model import Tagger
from torch import nn

EPOCHS, WARM_UP, DECAY, MASKED = 8, 0.06, 0.997, 0.06
TOP, HEAD, LAYER_DECAY = 2e-4, 1e-3, 0.85
MASK = 103


def groups(model: Tagger) -> Iterator[dict[str, object]]:
    """Parameters with their learning rates: lower the further down."""
    encoder = model.encoder
    for depth, layer in enumerate(reversed(encoder.layers)):
        yield {"params": list(layer.parameters()), "lr": TOP * LAYER_DECAY**depth}
    below = TOP * LAYER_DECAY ** len(encoder.layers)
    yield {"params": [*encoder.place.parameters(), *encoder.norm.parameters()], "lr": below}
    taught = [encoder.tags, encoder.state, encoder.case]
    fresh = [*taught, model.chain, model.source, model.cue, model.speech]
    yield {"params": [p for module in fresh for p in module.parameters()], "lr": HEAD}


def train(
    articles: Sequence[Labelled], epochs: int, seed: int, start: Path | None = None
) -> Tagger:
    """A tagger taught from ``articles``; ``start`` holds the weights of pretrain.py."""
    torch.manual_seed(seed)
    rnd = random.Random(seed)
    model = Tagger()
    if start:
        model.encoder.load_state_dict(torch.load(start, weights_only=True))
    optimizer = torch.optim.AdamW(list(groups(model)), betas=(0.9, 0.98), weight_decay=0.01)
    plan = [batches(articles, rnd) for _ in range(epochs)]
    total = sum(map(len, plan))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    average, step, began = copy.deepcopy(model), 0, time.monotonic()
    for epoch, some in enumerate(plan, start=1):
        model.train()
        losses = 0.0
        for examples in some:
            losses += _step(model, examples, optimizer)
            schedule.step()
            step += 1
            _follow(average, model, min(DECAY, step / (step + 10)))
        minutes = (time.monotonic() - began) / 60
        print(f"epoch {epoch}: loss {losses / len(some):.4f}, {minutes:.1f} min", flush=True)
    return average.eval()


def _rate(step: int, total: int) -> float:
    warm = WARM_UP * total
    return step / warm if step < warm else max(0.0, (total - step) / (total - warm))


def _step(model: Tagger, examples: Sequence, optimizer: torch.optim.Optimizer) -> float:
    batch = batch_of(examples)
    hidden = (torch.rand(batch.ids.shape) < MASKED) & (batch.ids > MASK) & batch.held
    batch.ids = torch.where(hidden, MASK, batch.ids)
    with torch.autocast("cpu", torch.bfloat16):
        loss = model.loss(batch)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


@torch.no_grad()
def _follow(average: Tagger, model: Tagger, decay: float) -> None:
    for mine, other in zip(average.parameters(), model.parameters(), strict=True):
        mine.lerp_(other, 1 - decay)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("data", type=Path, help="labelled articles, JSON lines")
    ask.add_argument("out", type=Path, help="where the weights go (.pt)")
    ask.add_argument("--folds", type=int, default=3)
    ask.add_argument("--fold", type=int, help="the fold to leave out")
    ask.add_argument("--without", help="the outlet to leave out")
    ask.add_argument("--start", type=Path, help="weights from pretrain.py to start from")
    ask.add_argument("--epochs", type=int, default=EPOCHS)
    ask.add_argument("--seed", type=int, default=1)
    got = ask.parse_args()
    kept = [
        row
        for row in rows(got.data)
        if fold_of(row, got.folds) != got.fold and row["outlet"] != got.without
    ]
    model = train([labelled(row) for row in kept], got.epochs, got.seed, got.start)
    torch.save(model.state_dict(), got.out)


if __name__ == "__main__":
    main()
