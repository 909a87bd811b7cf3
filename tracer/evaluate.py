"""``tracer eval``: labelled data in, predictions and scores out.

The predictions are lines of JSON, one a line of input (docs/commands.md). Scores are printed where
the input has labels, by the measures that each field uses: fragments by token Jaccard (0.3 and
more) with the right speaker, 4-token shingles of the body text, F1 of the check-worthy sentences.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast, get_args

from tracer.errors import ReadError, WriteError
from tracer.gather.folders import unreadable
from tracer.models import Attribution, Claim, Document, Hop, Kind, Span, stable_id
from tracer.outlets import identity
from tracer.rules import ACCEPTING

if TYPE_CHECKING:
    from tracer.matching import Sources
    from tracer.models import Finding, Match
    from tracer.outlets import Outlets

Row = dict[str, Any]

_OPENERS: dict[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}


def rows(path: Path, *needed: str) -> Iterator[Row]:
    """The objects of a file of JSON lines, plain or compressed, one at a time.

    Raises ReadError: the file cannot be read, or a line is no object with an ``id`` and the keys
    that are ``needed``.
    """
    opener = _OPENERS.get(path.suffix, open)
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _row(line, ("id", *needed), f"{path}, line {number}")
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, UnicodeDecodeError) as error:
        raise ReadError(f"The data is broken ({error})", str(path), "Make the file anew") from error
    except OSError as error:
        raise unreadable(path, error) from error


def _row(line: str, needed: Sequence[str], where: str) -> Row:
    do = f"Each line is a JSON object with: {', '.join(needed)}"
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ReadError(f"This is not valid JSON ({error})", where, do) from error
    missing = [key for key in needed if key not in row] if isinstance(row, dict) else needed
    if missing:
        raise ReadError(f"A line of the data has no {missing[0]!r}", where, do)
    return cast(Row, row)


@contextmanager
def _predictions(path: Path) -> Iterator[Callable[[Row], None]]:
    """A function that writes one line of predictions."""
    try:
        with path.open("w", encoding="utf-8") as file:
            yield lambda row: print(json.dumps(row, ensure_ascii=False), file=file)
    except OSError as error:
        what = f"Cannot write the predictions ({error.strerror or error})"
        raise WriteError(what, str(path), "Choose another file with --out") from error


def _document(text: str) -> Document:
    return Document(id=stable_id(text), name="text", text=text, sha256="")


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


# --- attribution ---------------------------------------------------------------------------------


def attribution(articles: Path, out: Path) -> None:
    """Who says what in each article; prints precision, recall and F1 if it is labelled.

    Raises ReadError: see rows. Raises WriteError: the predictions cannot be written.
    """
    from tracer.outlets import Outlets

    outlets, scores = Outlets.default(), AttributionScores()
    with _predictions(out) as write:
        for row in rows(articles, "text"):
            quotes = quotations_of(row["text"], outlets)
            write({"id": row["id"], "quotes": quotes})
            if "quotes" in row:
                scores.add(row["text"], row["quotes"], quotes)
    scores.show()


def attribution_scores(articles: Iterable[Row], outlets: Outlets) -> AttributionScores:
    """How well the quotations of labelled articles are found, with their speakers."""
    scores = AttributionScores()
    for row in articles:
        scores.add(row["text"], row["quotes"], quotations_of(row["text"], outlets))
    return scores


def quotations_of(text: str, outlets: Outlets) -> list[Row]:
    """The predictions for one text: a row for each content span."""
    from tracer import attribution as engine
    from tracer import claims

    document = _document(text)
    found = engine.attribute(document, outlets)
    kinds = {span: claims.kind_of(document.text, span) for a in found for span in a.contents}
    return [
        _quote(text, span, kinds[span], a, str(group))
        for group, a in enumerate(found)
        for span in a.contents
    ]


def _quote(text: str, span: Span, kind: str, found: Attribution, group: str) -> Row:
    return {
        "start": span.start,
        "end": span.end,
        "text": span.of(text),
        "type": kind.removesuffix("_quote"),
        "speaker": _span(text, found.source),
        "cue": _span(text, found.cue),
        "confidence": round(found.confidence, 3),
        "speech": round(found.speech, 3),
        "group": group,
        "chain": [_hop(hop, text) for hop in found.chain],
    }


def _hop(hop: Hop, text: str) -> Row:
    return {"name": hop.name, "role": hop.role, "mention": _span(text, hop.mention)}


def _span(text: str, span: Span | None) -> Row | None:
    return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None


_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
TYPES = ("direct", "mixed", "indirect", "all")
_OVERLAP = 0.3


class Scores(NamedTuple):
    """Precision, recall and F1, each 0 to 100, of so many labelled and found."""

    labelled: int
    found: int
    precision: float
    recall: float
    f1: float


class AttributionScore:
    """End to end: a fragment is right if it overlaps enough and its speaker is right."""

    def __init__(self) -> None:
        self._gold: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._right_gold: Counter[str] = Counter()
        self._right_found: Counter[str] = Counter()

    def add(self, text: str, gold: Sequence[Row], found: Sequence[Row]) -> None:
        kinds, theirs = _types(text, gold), _types(text, found)
        self._count(self._gold, kinds)
        self._count(self._found, theirs)
        for g, p in right(text, gold, found):
            self._count(self._right_gold, [kinds[g]])
            self._count(self._right_found, [theirs[p]])

    @staticmethod
    def _count(counter: Counter[str], kinds: Iterable[str]) -> None:
        for kind in kinds:
            counter.update((kind, "all"))

    def of(self, kind: str) -> Scores:
        """The scores of direct, mixed or indirect quotations, or of all."""
        precision = 100 * _ratio(self._right_found[kind], self._found[kind])
        recall = 100 * _ratio(self._right_gold[kind], self._gold[kind])
        f1 = _f1(precision, recall)
        return Scores(self._gold[kind], self._found[kind], precision, recall, f1)

    def show(self, what: str) -> None:
        if not self._gold:
            return
        print(f"{'':10}{'labelled':>9}{'found':>8}{'P':>8}{'R':>8}{'F1':>8}   {what}")
        for kind in TYPES:
            labelled, found, *shares = self.of(kind)
            print(f"{kind:10}{labelled:9}{found:8}" + "".join(f"{share:8.1f}" for share in shares))


class AttributionScores:
    """Those of all labels, and those without the labels that have no cue of speech."""

    def __init__(self) -> None:
        self.all, self.speech = AttributionScore(), AttributionScore()

    def add(self, text: str, gold: Sequence[Row], found: Sequence[Row]) -> None:
        self.all.add(text, gold, found)
        self.speech.add(text, *_of_speech(text, gold, found))

    def show(self) -> None:
        """Print both; nothing if there were no labels."""
        self.all.show("fragment and speaker")
        self.speech.show("those with a cue of speech alone")


def _types(text: str, quotes: Iterable[Row]) -> list[str]:
    from tracer.claims import kind_of

    spans = (Span(quote["start"], quote["end"]) for quote in quotes)
    return [kind_of(text, span).removesuffix("_quote") for span in spans]


def _of_speech(text: str, gold: Sequence[Row], found: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Both without the labels that have no cue of speech, and without what was found for those."""
    others = {g for g, quote in enumerate(gold) if not quote.get("speech_cue", True)}
    theirs = {p for g, p in paired(text, gold, found) if g in others}
    return (
        [quote for g, quote in enumerate(gold) if g not in others],
        [quote for p, quote in enumerate(found) if p not in theirs],
    )


def right(text: str, gold: Sequence[Row], found: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Indexes of labelled and of found quotations that agree on the fragment and the speaker.

    Offsets count in ``text``. Each is in one pair at most; a speaker whom the labels do not know
    is right whoever is found.
    """
    for g, p in paired(text, gold, found):
        unknown = gold[g].get("speaker_unknown")
        if unknown or _same_speaker(gold[g]["speaker"], found[p]["speaker"]):
            yield g, p


def paired(text: str, gold: Sequence[Row], found: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Indexes of labelled and found fragments that overlap, best first, each at most once."""
    tokens = [_starts(text, q) for q in gold], [_starts(text, q) for q in found]
    overlaps = [
        (-len(a & b) / len(a | b), g, p)
        for g, a in enumerate(tokens[0])
        for p, b in enumerate(tokens[1])
        if a & b
    ]
    left, right = set(range(len(gold))), set(range(len(found)))
    for overlap, g, p in sorted(overlaps):
        if -overlap >= _OVERLAP and g in left and p in right:
            left.remove(g)
            right.remove(p)
            yield g, p


def _starts(text: str, quote: Row) -> frozenset[int]:
    return frozenset(m.start() for m in _TOKEN.finditer(text, quote["start"], quote["end"]))


def _same_speaker(gold: Row | None, found: Row | None) -> bool:
    if gold is None or found is None:
        return gold is found
    spans = gold.get("spans") or [[gold["start"], gold["end"]]]
    if any(found["start"] < end and start < found["end"] for start, end in spans):
        return True
    return bool(_last_word(gold["text"])) and _last_word(gold["text"]) == _last_word(found["text"])


def _last_word(text: str) -> str:
    tokens = _TOKEN.findall(text.casefold())
    return re.sub(r"['’]s$", "", tokens[-1]) if tokens else ""


# --- matching ------------------------------------------------------------------------------------


def matching(docs: Path, needles: Path, out: Path, given_doc: bool) -> None:
    """Where the documents have each needle, with times in milliseconds; prints the scores if it
    is labelled, and build time, size of the index and peak memory last.

    Raises ReadError: see rows. Raises WriteError: the predictions cannot be written.
    """
    documents = [
        Document(id=str(row["id"]), name=str(row["id"]), text=row["text"], sha256="")
        for row in rows(docs, "text")
    ]
    sources, seconds = _built(documents)
    gold, found = list(rows(needles, "needle")), []
    with _predictions(out) as write:
        for row in gold:
            within = {str(row["doc"])} if given_doc and row.get("doc") else None
            found.append(_look_up(row, sources, within))
            write(found[-1])
    _show_matching(gold, found)
    print(f"built in {seconds:.2f} s, {_ratio(len(documents), seconds):.0f} documents/s")
    print(f"index {sources.size_in_bytes} bytes")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _built(documents: Sequence[Document]) -> tuple[Sources, float]:
    from tracer.matching import Sources

    start = time.perf_counter()
    sources = Sources(documents)
    sources.prepare()
    return sources, time.perf_counter() - start


def _look_up(row: Row, sources: Sources, within: set[str] | None) -> Row:
    from tracer.matching.passages import closed

    start = time.perf_counter()
    matches = _search(row, sources, within)
    ms = 1000 * (time.perf_counter() - start)
    finding = _rate(row, matches, sources)
    best = next(iter(finding.matches or matches), None)
    return {
        "id": row["id"],
        "doc": best.passage.document_id if best else None,
        "spans": [[s.start, s.end] for s in closed(best)] if best else [],
        "score": best.score if best else 0.0,
        "rating": finding.rating if matches else "not-found",
        "ms": round(ms, 3),
    }


def rated(row: Row, sources: Sources, within: set[str] | None) -> Finding:
    """How the judge rates the ``needle`` of ``row`` as a claim that names the documents that have
    it. ``kind`` and ``speaker`` may be in ``row``; ``within`` holds the ids of the documents that
    are searched, None for all."""
    return _rate(row, _search(row, sources, within), sources)


def _search(row: Row, sources: Sources, within: set[str] | None) -> tuple[Match, ...]:
    """One passage for a quotation, and as many as a check looks at for what is told in other
    words."""
    from tracer.pipeline import OWN_MATCHES

    limit = 1 if _kind(row) in ("direct_quote", "mixed_quote") else OWN_MATCHES
    return sources.search(row["needle"], limit=limit, within=within)


def _rate(row: Row, matches: Sequence[Match], sources: Sources) -> Finding:
    from tracer import judge

    claim = _claim(row)
    documents = {key: sources.documents[key] for m in matches if (key := m.passage.document_id)}
    readings = [
        judge.Reading(
            match=match,
            document=document,
            attributed=True,
            voices=_voices(document)
            if claim.attribution or judge.may_join_voices(document.text, match)
            else (),
        )
        for match in matches
        for document in (documents[match.passage.document_id],)
    ]
    return judge.rate(claim, _document(claim.text), readings, tuple(documents.values()))


_KINDS: tuple[Kind, ...] = get_args(Kind)


def _claim(row: Row) -> Claim:
    """The needle as a claim: a direct quotation, unless its line has a ``kind`` of claim, and of
    the ``speaker`` of its line."""
    needle: str = row["needle"]
    span = Span(0, len(needle))
    return Claim(
        id="needle",
        span=span,
        text=needle,
        group="needle",
        kind=_kind(row),
        check_worthy=True,
        check_worthiness=1.0,
        attribution=_said_by(row["speaker"], span) if row.get("speaker") else None,
    )


def _kind(row: Row) -> Kind:
    return next((kind for kind in _KINDS if kind == row.get("kind")), "direct_quote")


def _said_by(name: str, span: Span) -> Attribution:
    hop = Hop(name, "speaker", identity(name))
    return Attribution((span,), None, None, (hop,), "the line of data says so", 1.0)


@cache
def _voices(document: Document) -> tuple[Attribution, ...]:
    from tracer import attribution as engine
    from tracer.outlets import Outlets

    return engine.attribute(document, Outlets.default())


def _show_matching(gold: Sequence[Row], found: Sequence[Row]) -> None:
    pairs = list(zip(gold, found, strict=True))
    if gold and "verdict" in gold[0]:
        for verdict in ("faithful", "unfaithful"):
            accepted = [f["rating"] in ACCEPTING for g, f in pairs if g["verdict"] == verdict]
            print(
                f"{verdict} accepted {_ratio(sum(accepted), len(accepted)):.4f}  n {len(accepted)}"
            )
    elif gold and "spans" in gold[0]:
        placed = [(g, f) for g, f in pairs if g.get("doc")]
        right = [(g, f) for g, f in placed if str(g["doc"]) == f["doc"]]
        overlaps = [_iou(g["spans"], f["spans"]) for g, f in right]
        mean = statistics.mean(overlaps) if overlaps else 0.0
        print(f"R@1 {_ratio(len(right), len(placed)):.4f}  IoU {mean:.3f}  n {len(placed)}")
    times = sorted(f["ms"] for f in found)
    if times:
        middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
        print(f"ms p50 {middle:.2f}  p95 {late:.2f}")


def _iou(gold: Iterable[Sequence[int]], found: Iterable[Sequence[int]]) -> float:
    a, b = ({c for start, end in spans for c in range(start, end)} for spans in (gold, found))
    return _ratio(len(a & b), len(a | b))


# --- extraction ----------------------------------------------------------------------------------


def extraction(pages: Path, out: Path) -> None:
    """The body text of each page, with times in milliseconds (without that of loading the
    libraries); a page that gives none is an empty text, never a stop.

    Raises ReadError: see rows. Raises WriteError: the predictions cannot be written.
    """
    precision: list[float] = []
    recall: list[float] = []
    times: list[float] = []
    _body("<p>Words to load the libraries with.</p>", "nowhere")
    with _predictions(out) as write:
        for row in rows(pages, "html"):
            start = time.perf_counter()
            text = _body(row["html"], row.get("url") or str(row["id"]))
            times.append(1000 * (time.perf_counter() - start))
            write({"id": row["id"], "text": text})
            if "articleBody" in row:
                scores = shingle_scores(row["articleBody"], text)
                precision.extend(scores[0])
                recall.extend(scores[1])
    if precision and recall:
        p, r = statistics.mean(precision), statistics.mean(recall)
        print(f"pages {len(recall)}  P {p:.4f}  R {r:.4f}  F1 {_f1(p, r):.4f}")
    if times:
        late = sorted(times)[int(0.95 * len(times))]
        print(f"ms mean {statistics.mean(times):.1f}  p95 {late:.1f}")


def _body(html: str, address: str) -> str:
    from tracer.extract import read_bytes

    raw = html.encode("utf-8", "surrogatepass")
    try:
        return read_bytes(raw, address=address, name="page", media_type="text/html").text
    except ReadError:
        return ""


def shingle_scores(gold: str, found: str) -> tuple[list[float], list[float]]:
    """Precision and recall of the 4-token shingles of a text; an empty list where there is no
    text to take it of."""
    a, b = _shingles(gold), _shingles(found)
    shared = sum((a & b).values())
    precision = [shared / sum(b.values())] if b else []
    return precision, [shared / sum(a.values())] if a else []


def _shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    starts = range(max(1, len(tokens) - size + 1)) if tokens else ()
    return Counter(tuple(tokens[i : i + size]) for i in starts)


# --- claims --------------------------------------------------------------------------------------


def claims(sentences: Path, out: Path) -> None:
    """How worth checking each sentence is; prints precision, recall and F1 if it is labelled.

    Raises ReadError: see rows. Raises WriteError: the predictions cannot be written.
    """
    from tracer.worth import worthiness

    counts: Counter[tuple[bool, bool]] = Counter()
    with _predictions(out) as write:
        for row in rows(sentences, "text"):
            score = worthiness(row["text"]).score
            write({"id": row["id"], "score": score})
            if row.get("label") in {0, 1}:
                counts[bool(row["label"]), score >= 0.5] += 1
    _show_claims(counts)


def _show_claims(counts: Mapping[tuple[bool, bool], int]) -> None:
    if counts:
        hits = counts.get((True, True), 0)
        precision = _ratio(hits, hits + counts.get((False, True), 0))
        recall = _ratio(hits, hits + counts.get((True, False), 0))
        total = sum(counts.values())
        print(f"n {total}  P {precision:.4f}  R {recall:.4f}  F1 {_f1(precision, recall):.4f}")
