"""The shipped model: a small encoder, loaded once and only when it is needed.

``model/encoder.onnx`` is MiniLM-L6 (384 wide, uncased), fine-tuned in ``training/`` and stored as
int8; ``model/tokenizer.json`` is its WordPiece vocabulary. What the vectors are used for is the
business of whoever asks: the heads are matrices in ``model/heads.npz``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from tracer.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Ints = NDArray[np.int64]
    Floats = NDArray[np.floating[Any]]

FOLDER = Path(__file__).with_name("model")
WIDTH = 384
"""How many numbers a vector has."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the encoder reads of one window, each an array of shape (pieces,): the number of each
    piece in the vocabulary, where it stands to quotation marks, and its letter case."""

    ids: Ints
    states: Ints
    cases: Ints


@dataclass(frozen=True, slots=True)
class Outputs:
    """``hidden`` has shape (pieces, WIDTH), ``tags`` (pieces, tags)."""

    hidden: Floats
    tags: Floats


class Encoder(Protocol):
    """Whatever turns windows into vectors."""

    def run(self, windows: Iterable[Inputs]) -> Iterator[Outputs]:
        """The outputs of each window, in order."""
        ...


class OnnxEncoder:
    """The encoder that comes with tracer.

    Each window is run by itself. The int8 scales are taken from all that is run at once, so a
    window beside others would come out a little different: by itself it never does.
    """

    def __init__(self, path: Path) -> None:
        """Raises ModelError: there is no such file, or it is no model."""
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no base class
            raise ModelError("Cannot load the model", str(path), "Install tracer anew") from error

    def run(self, windows: Iterable[Inputs]) -> Iterator[Outputs]:
        with ThreadPoolExecutor(_threads()) as pool:
            yield from pool.map(self._one, windows)

    def _one(self, window: Inputs) -> Outputs:
        feed = {
            "ids": window.ids[None],
            "states": window.states[None],
            "cases": window.cases[None],
        }
        hidden, tags = self._session.run(["hidden", "tags"], feed)
        return Outputs(hidden[0], tags[0])


MOST_THREADS = 8
"""Windows in flight at once, so that many cores do not mean much memory."""


def cores() -> int:
    """The cores that this process may use, at least 1."""
    known = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, known or 1)


def use_threads(count: int) -> None:
    """Let the model use so many cores from now on: where processes share a machine, one each."""
    global _most
    _most = count


_most = MOST_THREADS


def _threads() -> int:
    return min(cores(), _most)


@cache
def shipped() -> OnnxEncoder:
    """The model in the package. Raises ModelError."""
    return OnnxEncoder(FOLDER / "encoder.onnx")


@cache
def heads() -> dict[str, Floats]:
    """The matrices of the heads by name. Raises ModelError."""
    path = FOLDER / "heads.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise ModelError("Cannot load the model", str(path), "Install tracer anew") from error


@cache
def tokenizer() -> Tokenizer:
    """The WordPiece tokenizer of the model; its offsets are half-open, in code points. Raises
    ModelError."""
    from tokenizers import Tokenizer

    path = FOLDER / "tokenizer.json"
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises nothing narrower
        raise ModelError("Cannot load the model", str(path), "Install tracer anew") from error


def fingerprint() -> str:
    """The SHA-256 of the model's files, in hexadecimal. Raises ModelError."""
    digest = hashlib.sha256()
    try:
        for name in ("encoder.onnx", "heads.npz", "tokenizer.json"):
            digest.update((FOLDER / name).read_bytes())
    except OSError as error:
        raise ModelError("Cannot load the model", str(FOLDER), "Install tracer anew") from error
    return digest.hexdigest()


def tokenized(texts: Sequence[str]) -> list[tuple[Ints, Ints, Ints]]:
    """For each text the numbers of its pieces, and where each starts and ends in it."""
    found = []
    for encoding in tokenizer().encode_batch(list(texts), add_special_tokens=False):
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        found.append((np.array(encoding.ids, dtype=np.int64), offsets[:, 0], offsets[:, 1]))
    return found
