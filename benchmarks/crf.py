"""The baseline of the attribution model: a linear-chain CRF with hand-made features.

    python benchmarks/crf.py TRAIN.jsonl --out FOLDER [--folds 3] [--fold 0]

TRAIN has the labels that ``tracer eval attribution`` reads. Each fold is read by a CRF that was
trained on the others, and its predictions go to FOLDER/crf_fold0.jsonl and so on; the folds are
those of training/data.py. Content, source and cue are one sequence of labels; a content's source
and cue are the nearest ones in its sentences, or else in its paragraph. Needs python-crfsuite.
Nothing here was tuned: the parameters are those of its own tutorial.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pycrfsuite  # type: ignore[import-not-found]

from tracer.attribution.lexicon import CUES
from tracer.evaluate import AttributionScores, Row, rows
from tracer.models import Span
from tracer.text import paragraphs, quotations, sentences_of

PARAMETERS = {"c1": 1.0, "c2": 1e-3, "max_iterations": 60, "feature.minfreq": 2}
"""Of python-crfsuite's tutorial, but for rare features, which are left out, and 60 iterations
instead of 50."""
AROUND = 3
"""How many tokens on each side a token's features tell of."""
KINDS = ("content", "source", "cue")
OUTSIDE = "O"
NO_CUE = "cue=-"

_TOKEN = re.compile(r"\w+(?:[-.,'’&/]\w+)*|\S")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Token:
    span: Span
    text: str
    sentence: int
    quoted: str
    cue: str

    @property
    def own(self) -> list[str]:
        """What its neighbours are told of it too."""
        return [f"w={self.text.lower()}", f"shape={shape(self.text)}", self.quoted, self.cue]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and read fold by fold; print the scores of all that were read.

    Raises ReadError: see tracer.evaluate.rows.
    """
    given = _parser().parse_args(arguments)
    articles = list(rows(given.train, "text", "quotes"))
    scores = AttributionScores()
    for fold in range(given.folds) if given.fold is None else [given.fold]:
        held = [row for row in articles if fold_of(row, given.folds) == fold]
        tagger = trained(row for row in articles if fold_of(row, given.folds) != fold)
        with (given.out / f"crf_fold{fold}.jsonl").open("w", encoding="utf-8") as out:
            for row in held:
                quotes = read(tagger, row["text"])
                print(json.dumps({"id": row["id"], "quotes": quotes}, ensure_ascii=False), file=out)
                scores.add(row["text"], row["quotes"], quotes)
    scores.show()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="A CRF as the baseline of attribution")
    parser.add_argument("train", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder of the predictions")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--fold", type=int, help="this fold alone")
    return parser


def fold_of(row: Row, folds: int) -> int:
    """Which fold an article belongs to: by its id alone, as in training/data.py."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % folds


# --- tokens and features -------------------------------------------------------------------------


def tokens_of(text: str) -> Iterator[list[Token]]:
    """The tokens of each paragraph; ``sentence`` counts within it."""
    quotes = quotations(text)
    for paragraph in paragraphs(text):
        tokens = [
            Token(
                span=Span(*match.span()),
                text=match[0],
                sentence=number,
                quoted=quoted(Span(*match.span()), quotes),
                cue=cue_class(match[0]),
            )
            for number, sentence in enumerate(sentences_of(text, paragraph))
            for match in _TOKEN.finditer(text, sentence.start, sentence.end)
        ]
        if tokens:
            yield tokens


def cue_class(word: str) -> str:
    """Whether ``word`` is a verb of reporting, and what may follow it."""
    return f"cue={CUES[word.lower()]}" if word.lower() in CUES else NO_CUE


def quoted(span: Span, quotes: Sequence[Span]) -> str:
    """Where ``span`` stands to the quotation marks."""
    at = bisect_left(quotes, span.end, key=lambda quote: quote.start)
    if at < len(quotes) and quotes[at].start == span.end:
        return "q=opening"
    before = quotes[at - 1] if at else None
    if before and span.start < before.end:
        return "q=inside"
    return "q=closing" if before and before.end == span.start else "q=outside"


def shape(word: str) -> str:
    """ "Xx" for "Berg", "d.d" for "2.4"."""
    kinds = (
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word
    )
    return re.sub(r"(.)\1+", r"\1", "".join(kinds))


def features(tokens: Sequence[Token]) -> list[list[str]]:
    """What the CRF is told of each token of a paragraph."""
    own = [token.own for token in tokens]
    before, after = cues_before(tokens), cues_before(tokens[::-1])[::-1]
    found = []
    for at, token in enumerate(tokens):
        told = ["bias", *own[at], *_ends(token.text), *_place(tokens, at)]
        told += [f"before {before[at]}", f"after {after[at]}"]
        told += [f"{by:+}{each}" for by, near in _near(own, at) for each in near]
        told += [f"{by:+}{own[at][0]}|{near[0]}" for by, near in _near(own, at) if abs(by) == 1]
        found.append(told)
    return found


def cues_before(tokens: Sequence[Token]) -> list[str]:
    """For each token the last cue before it: a verb outside marks in the same sentence."""
    found, cue, sentence = [], NO_CUE, -1
    for token in tokens:
        cue = cue if token.sentence == sentence else NO_CUE
        sentence = token.sentence
        found.append(cue)
        if token.cue != NO_CUE and token.quoted == "q=outside":
            cue = token.cue
    return found


def _near(own: Sequence[T], at: int) -> Iterator[tuple[int, T]]:
    for by in range(-AROUND, AROUND + 1):
        if by and 0 <= at + by < len(own):
            yield by, own[at + by]


def _ends(word: str) -> list[str]:
    low = word.lower()
    return [f"suffix={low[-size:]}" for size in (2, 3)] + [f"prefix={low[:3]}"]


def _place(tokens: Sequence[Token], at: int) -> list[str]:
    """Whether a paragraph or a sentence begins or ends here, and which sentence it is."""
    here = tokens[at].sentence
    starts = at == 0 or tokens[at - 1].sentence != here
    ends = at + 1 == len(tokens) or tokens[at + 1].sentence != here
    edges = [f"sentence={min(here, 3)}", f"starts={starts}", f"ends={ends}"]
    return [*edges, "paragraph starts"] if at == 0 else edges


# --- training ------------------------------------------------------------------------------------


def trained(articles: Iterable[Row]) -> Any:
    """A tagger that has learnt from ``articles``."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(PARAMETERS)
    for row in articles:
        for tokens in tokens_of(row["text"]):
            trainer.append(features(tokens), labels(tokens, row["quotes"]))
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "crf"))
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
    return tagger


def labels(tokens: Sequence[Token], quotes: Sequence[Row]) -> list[str]:
    """O, or B or I with the kind of span that a token is in; of two kinds, content goes first."""
    spans = {
        "content": [Span(quote["start"], quote["end"]) for quote in quotes],
        "source": [_span(quote["speaker"]) for quote in quotes if quote.get("speaker")],
        "cue": [_span(quote["cue"]) for quote in quotes if quote.get("cue")],
    }
    found = [OUTSIDE] * len(tokens)
    for kind in KINDS:
        for span in sorted(set(spans[kind])):
            held = [at for at, token in enumerate(tokens) if token.span.overlaps(span)]
            if held and all(found[at] == OUTSIDE for at in held):
                found[held[0]] = f"B-{kind}"
                found[held[0] + 1 : held[-1] + 1] = [f"I-{kind}"] * (len(held) - 1)
    return found


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])


# --- reading -------------------------------------------------------------------------------------


def read(tagger: Any, text: str) -> list[Row]:
    """The quotations that ``tagger`` finds in ``text``, each with its source and cue."""
    found = []
    for tokens in tokens_of(text):
        runs = list(runs_of(tagger.tag(features(tokens))))
        sources, cues = ([run for name, run in runs if name == kind] for kind in ("source", "cue"))
        for content in (run for name, run in runs if name == "content"):
            cue = nearest(tokens, cues, content)
            source = nearest(tokens, sources, cue or content)
            found.append(_quote(text, tokens, content, source, cue))
    return found


Run = tuple[int, int]
"""A half-open range of tokens."""


def runs_of(tags: Iterable[str]) -> Iterator[tuple[str, Run]]:
    """The spans that BIO tags stand for."""
    kind, start = "", 0
    for at, tag in enumerate([*tags, OUTSIDE]):
        mark, _, name = tag.partition("-")
        if kind and (mark != "I" or name != kind):
            yield kind, (start, at)
            kind = ""
        if name and not kind:
            kind, start = name, at


def nearest(tokens: Sequence[Token], runs: Sequence[Run], to: Run) -> Run | None:
    """The nearest of ``runs`` in the sentences of ``to``, or else in the paragraph."""
    held = {token.sentence for token in tokens[slice(*to)]}
    near = [run for run in runs if tokens[run[0]].sentence in held]
    return min(near or runs, key=lambda run: max(run[0] - to[1], to[0] - run[1]), default=None)


def _quote(
    text: str, tokens: Sequence[Token], content: Run, source: Run | None, cue: Run | None
) -> Row:
    named = {"speaker": source, "cue": cue}
    spans = {key: _row(text, tokens, run) if run else None for key, run in named.items()}
    return _row(text, tokens, content) | spans


def _row(text: str, tokens: Sequence[Token], run: Run) -> Row:
    span = Span(tokens[run[0]].span.start, tokens[run[1] - 1].span.end)
    return {"start": span.start, "end": span.end, "text": span.of(text)}


if __name__ == "__main__":
    main()
