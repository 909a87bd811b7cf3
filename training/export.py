"""The heads of a trained tagger as matrices, and its encoder for whoever runs it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from model import TAGS, WIDTH, Tagger
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from tracer.encoder import Inputs, Outputs


def matrices(model: Tagger) -> dict[str, np.ndarray]:
    """What tracer/attribution/links.py reads."""
    found = {"steps": model.chain.steps}
    for kind, pointer in (("source", model.source), ("cue", model.cue)):
        found |= {f"{kind}.query.w": pointer.query.weight, f"{kind}.query.b": pointer.query.bias}
        found |= {f"{kind}.key.w": pointer.key.weight, f"{kind}.key.b": pointer.key.bias}
        found |= {f"{kind}.start": pointer.from_start, f"{kind}.end": pointer.from_end}
    first, last = model.speech[0], model.speech[2]
    found |= {"speech.w1": first.weight, "speech.b1": first.bias}
    found |= {"speech.w2": last.weight, "speech.b2": last.bias}
    return {name: tensor.detach().float().numpy() for name, tensor in found.items()}


class TorchEncoder:
    """The float model, run as tracer runs the shipped one."""

    def __init__(self, model: Tagger) -> None:
        self._model = model.eval()

    @torch.no_grad()
    def run(self, windows: Iterable[Inputs]) -> Iterator[Outputs]:
        for window in windows:
            rows = (torch.from_numpy(a)[None] for a in (window.ids, window.states, window.cases))
            hidden, tags = self._model.encoder(*rows)
            yield Outputs(hidden[0].numpy(), tags[0].numpy())


def write(model: Tagger, sure: dict[str, np.ndarray], folder: Path) -> None:
    """encoder.onnx, int8 a channel, and heads.npz into ``folder``; ``sure`` is the confidence.

    The layers' wide activations suffer most from int8: what multiplies them is stored as int8 and
    computed in float, and so are the tags. That wins back 0.4 of the 0.5 points of F1 that int8
    throughout costs, and a fifth of the speed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "float.onnx"
        to_onnx(model, exact)
        wide, tags = _of_shape(exact, 0, 4 * WIDTH), _of_shape(exact, 1, TAGS)
        quantize_dynamic(
            exact,
            folder / "encoder.onnx",
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[*wide, *tags],
        )
    _store_as_int8(folder / "encoder.onnx", wide)
    np.savez(folder / "heads.npz", **matrices(model), **sure)


def _of_shape(path: Path, axis: int, size: int) -> list[str]:
    """The names of the matrix products whose weights have ``size`` along ``axis``."""
    graph = onnx.load(path).graph
    shapes = {each.name: list(each.dims) for each in graph.initializer}
    products = (node for node in graph.node if node.op_type == "MatMul")
    return [n.name for n in products if shapes.get(n.input[1], [0, 0])[axis] == size]


def _store_as_int8(path: Path, names: Sequence[str]) -> None:
    """Keep the weights of the products with these ``names`` as int8 with a scale a column, from
    which they are restored when the model is loaded."""
    model = onnx.load(path)
    graph = model.graph
    stored = {each.name: each for each in graph.initializer}
    for node in [node for node in graph.node if node.name in names]:
        name = node.input[1]
        weights = numpy_helper.to_array(stored[name])
        scale = (np.abs(weights).max(0) / 127).astype(np.float32)
        small = np.round(weights / scale).astype(np.int8)
        zero = np.zeros(len(scale), dtype=np.int8)
        graph.initializer.remove(stored[name])
        parts = {f"{name}.int8": small, f"{name}.scale": scale, f"{name}.zero": zero}
        graph.initializer.extend(numpy_helper.from_array(a, n) for n, a in parts.items())
        restored = onnx.helper.make_node("DequantizeLinear", list(parts), [name], axis=1)
        graph.node.insert(0, restored)
    onnx.save(model, path)


def to_onnx(model: Tagger, path: Path) -> None:
    """The float encoder, opset 17, for one window of any length at a time."""
    row = torch.ones(1, 64, dtype=torch.long)
    names = ["ids", "states", "cases"]
    torch.onnx.export(
        model.encoder.eval(),
        (row, torch.zeros_like(row), torch.zeros_like(row)),
        str(path),
        input_names=names,
        output_names=["hidden", "tags"],
        dynamic_axes={name: {1: "pieces"} for name in [*names, "hidden", "tags"]},
        opset_version=17,
        dynamo=False,
    )
