"""Labelled articles as parts with tags and spans, and parts as random windows in batches."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from model import Batch

from tracer.attribution.pieces import CAPITALS, LOWER, OUTSIDE, Part, parts_of
from tracer.attribution.windows import WINDOW, window_of
from tracer.models import Span

Row = dict[str, Any]
PIECES_A_STEP = 1850


@dataclass(frozen=True, slots=True)
class Quoted:
    """A content fragment: the part it stands in, its first and last piece there, whether it has a
    cue of speech, and the pieces (part, first, last) of source and cue; None: there is none."""

    part: int
    first: int
    last: int
    speech: bool
    source: tuple[int, int, int] | None
    cue: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article. ``tags`` has for each part an array of shape (3, pieces): 0 O, 1 B, 2 I."""

    id: str
    outlet: str
    parts: tuple[Part, ...]
    tags: tuple[np.ndarray, ...]
    quoted: tuple[Quoted, ...]
    weight: float = 1.0


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def fold_of(row: Row, folds: int) -> int:
    """Which fold an article belongs to: by its id alone."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % folds


def labelled(row: Row) -> Labelled:
    parts = parts_of(row["text"])
    tags = tuple(np.zeros((3, len(part)), dtype=np.int64) for part in parts)
    quoted = []
    for quote in _merged(row):
        where = _pieces(parts, quote["start"], quote["end"])
        source, cue = (_mention(parts, quote[key]) for key in ("speaker", "cue"))
        for kind, place in ((1, source), (2, cue)):
            if place:
                _mark(tags[place[0]][kind], place[1], place[2])
        for part, first, last in where:
            if not tags[part][0][first : last + 1].any():
                _mark(tags[part][0], first, last)
                quoted.append(Quoted(part, first, last, quote["speech_cue"], source, cue))
    return Labelled(row["id"], row["outlet"], parts, tags, tuple(quoted), row.get("weight", 1.0))


def _mark(tags: np.ndarray, first: int, last: int) -> None:
    if not tags[first : last + 1].any():
        tags[first : last + 1] = 2
        tags[first] = 1


def _merged(row: Row) -> Iterator[Row]:
    """The fragments in text order, those of a group that only spaces part put together; 184 of
    PolNeAR's are split so, by no rule that could be learnt."""
    held: Row | None = None
    for quote in sorted(row["quotes"], key=lambda q: (q["start"], -q["end"])):
        if held and quote["group"] == held["group"] and quote["start"] >= held["end"]:
            between = row["text"][held["end"] : quote["start"]]
            if not between.strip(" "):
                held = {**held, "end": quote["end"]}
                continue
        if held:
            yield held
        held = quote
    if held:
        yield held


def _pieces(parts: Sequence[Part], start: int, end: int) -> list[tuple[int, int, int]]:
    found = []
    for index, part in enumerate(parts):
        if part.span.start < end and start < part.span.end:
            inside = np.flatnonzero((part.starts < end) & (part.ends > start))
            if len(inside):
                found.append((index, int(inside[0]), int(inside[-1])))
    return found


def _mention(parts: Sequence[Part], span: Row | None) -> tuple[int, int, int] | None:
    found = _pieces(parts, span["start"], span["end"]) if span else []
    return found[0] if found else None


# --- augmentation ------------------------------------------------------------------------------


def augmented(article: Labelled, rnd: random.Random) -> Labelled:
    """``article`` as another paper might print it: without capitals or marks, its paragraphs run
    together or each sentence by itself."""
    if rnd.random() < 0.10:
        article = _recased(article, rnd.choice((LOWER, CAPITALS)))
    if rnd.random() < 0.06:
        article = _unmarked(article)
    if rnd.random() < 0.20:
        article = _joined(article, rnd)
    return article


def _recased(article: Labelled, case: int) -> Labelled:
    parts = tuple(
        replace(part, cases=np.where(part.cases <= 2, case, part.cases)) for part in article.parts
    )
    return replace(article, parts=parts)


def _unmarked(article: Labelled) -> Labelled:
    parts = tuple(
        replace(part, states=np.full_like(part.states, OUTSIDE)) for part in article.parts
    )
    return replace(article, parts=parts)


def _joined(article: Labelled, rnd: random.Random) -> Labelled:
    """Neighbouring parts joined to longer ones of up to 240 pieces."""
    groups: list[list[int]] = []
    for index, part in enumerate(article.parts):
        size = sum(len(article.parts[i]) for i in groups[-1]) if groups else 0
        if groups and size + len(part) <= 240 and rnd.random() < 0.8:
            groups[-1].append(index)
        else:
            groups.append([index])
    moved = {}
    for number, group in enumerate(groups):
        offset = 0
        for index in group:
            moved[index] = (number, offset)
            offset += len(article.parts[index])
    return Labelled(
        article.id,
        article.outlet,
        tuple(_one_part([article.parts[i] for i in group]) for group in groups),
        tuple(np.concatenate([article.tags[i] for i in group], axis=1) for group in groups),
        tuple(_moved(quoted, moved) for quoted in article.quoted),
        article.weight,
    )


def _one_part(parts: list[Part]) -> Part:
    arrays = (
        np.concatenate([getattr(p, name) for p in parts])
        for name in ("ids", "starts", "ends", "states", "cases")
    )
    return Part(Span(parts[0].span.start, parts[-1].span.end), parts[0].paragraph, *arrays)


def _moved(quoted: Quoted, moved: dict[int, tuple[int, int]]) -> Quoted:
    def place(spot: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
        if spot is None:
            return None
        part, by = moved[spot[0]]
        return part, spot[1] + by, spot[2] + by

    part, by = moved[quoted.part]
    return Quoted(
        part,
        quoted.first + by,
        quoted.last + by,
        quoted.speech,
        place(quoted.source),
        place(quoted.cue),
    )


# --- windows and batches -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    article: Labelled
    held: range


def examples(article: Labelled, rnd: random.Random) -> Iterator[Example]:
    """Windows of whole parts without overlap; the first one has a random length."""
    limit, start = rnd.randint(64, WINDOW), 0
    while start < len(article.parts):
        size, end = 1, start
        while end < len(article.parts):
            size += len(article.parts[end]) + 1
            if size > limit and end > start:
                break
            end += 1
        yield Example(article, range(start, end))
        start, limit = end, WINDOW


def batches(articles: Sequence[Labelled], rnd: random.Random) -> list[list[Example]]:
    """One epoch, in random order; each batch of windows of like length, PIECES_A_STEP pieces."""
    all_ = [e for a in articles for e in examples(augmented(a, rnd), rnd)]
    all_.sort(key=lambda e: _size(e) + rnd.randint(0, 12))
    found: list[list[Example]] = [[]]
    for example in all_:
        if found[-1] and _size(example) * (len(found[-1]) + 1) > PIECES_A_STEP:
            found.append([])
        found[-1].append(example)
    rnd.shuffle(found)
    return found


def _size(example: Example) -> int:
    return 1 + sum(len(example.article.parts[i]) + 1 for i in example.held)


def batch_of(examples_: Sequence[Example]) -> Batch:
    windows = [window_of(e.article.parts, e.held) for e in examples_]
    length, count = max(len(w.inputs.ids) for w in windows), len(windows)
    ids, states, cases = (np.zeros((count, length), dtype=np.int64) for _ in range(3))
    tags = np.zeros((3, count, length), dtype=np.int64)
    held = np.zeros((count, length), dtype=bool)
    spans = []
    for row, (example, window) in enumerate(zip(examples_, windows, strict=True)):
        size = len(window.inputs.ids)
        ids[row, :size], states[row, :size] = window.inputs.ids, window.inputs.states
        cases[row, :size], held[row, :size] = window.inputs.cases, True
        offsets = window.places
        for part, offset in offsets.items():
            tags[:, row, offset : offset + len(example.article.parts[part])] = example.article.tags[
                part
            ]
        spans.extend(
            (row, quoted, offsets) for quoted in example.article.quoted if quoted.part in offsets
        )
    gold = np.zeros((2, len(spans), length), dtype=bool)
    linked = np.zeros((2, len(spans)), dtype=np.float32)
    for at, (_, quoted, offsets) in enumerate(spans):
        for kind, spot in enumerate((quoted.source, quoted.cue)):
            linked[kind, at] = spot is None or spot[0] in offsets
            if spot is None:
                gold[kind, at, 0] = True
            elif spot[0] in offsets:
                gold[kind, at, offsets[spot[0]] + spot[1] : offsets[spot[0]] + spot[2] + 1] = True
    weights = np.array([e.article.weight for e in examples_], dtype=np.float32)
    numbers = [ids, states, cases, held, tags]
    numbers += [np.array([row for row, _, _ in spans], dtype=np.int64)]
    numbers += [np.array([o[q.part] + q.first for _, q, o in spans], dtype=np.int64)]
    numbers += [np.array([o[q.part] + q.last for _, q, o in spans], dtype=np.int64)]
    numbers += [np.array([q.speech for _, q, _ in spans], dtype=np.float32), gold, linked, weights]
    return Batch(*map(torch.from_numpy, numbers))
