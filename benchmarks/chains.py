"""How often the chain behind a quotation is right.

    python benchmarks/chains.py DOCS... [--labels ARTICLES.jsonl] [--errors]

The labels are those of benchmarks/chains/, whose texts are not kept here: DOCS hold them, as lines
of JSON (plain, .gz or .xz) with ``id`` and ``text`` or ``articleBody``.

Contents are paired as ``tracer eval attribution`` does it, and each labelled attribution is set
against the found one that has its best content. A found hop is a labelled one if its role and name
are: its name or one of ``also``, its role or one of ``also_role``. A chain is right if it has each
labelled hop that is not optional, and none that is not labelled. What lies in the headline, and
attributions and hops that are optional, cost nothing, found or not.

Names are compared twice. Strictly: the same but for case, marks and "the", as tracer.outlets has
it. Leniently: or one has all the words of the other, without titles and little words, so that
"Berg" is "Anna Berg" and "Brussels office of the Commission" is "Commission".
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, get_args

from tracer.attribution import attribute
from tracer.errors import ReadError, TracerError
from tracer.evaluate import Row, paired, rows
from tracer.models import Attribution, Document, Hop, Role, Span
from tracer.outlets import Outlets, identity
from tracer.text import spelled, word_key

LABELS = Path(__file__).with_name("chains") / "articles.jsonl"
ROLES: tuple[Role, ...] = get_args(Role)
LITTLE_WORDS = frozenset(
    "the a an of for in at on to and by his her its their our my s "
    "mr mrs ms miss dr prof professor sir dame lord lady".split()
)

SameName = Callable[[Row, str], bool]


class Article(NamedTuple):
    corpus: str
    id: str
    text: str
    labels: Row


class Judged(NamedTuple):
    """A labelled chain beside the one that was found: the pairs of hops that agree, and what is
    left over on both sides. Optional hops are in ``pairs`` but never in ``missed``."""

    pairs: tuple[tuple[Row, Hop], ...]
    missed: tuple[Row, ...]
    extra: tuple[Hop, ...]

    @property
    def is_right(self) -> bool:
        return not self.missed and not self.extra


@dataclass(slots=True)
class Score:
    """The counts of one corpus. ``anonymous`` is keyed by (labelled, found)."""

    labelled: int = 0
    found: int = 0
    matched: int = 0
    matched_found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    hops: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    anonymous: Counter[tuple[bool, bool]] = field(default_factory=Counter)


# --- the texts -----------------------------------------------------------------------------------


def articles(labels: Path, docs: Iterable[Path]) -> Iterator[Article]:
    """Each labelled article with its text.

    Raises ReadError: a text is missing, or it is not the one that was labelled.
    """
    wanted = {row["id"]: row for row in rows(labels, "sha256", "attributions")}
    texts = _texts(docs, wanted)
    for name, row in wanted.items():
        if name not in texts:
            do = "Name the files that hold the texts (benchmarks/chains/README.md)"
            raise ReadError("None of the documents is the labelled article", name, do)
        if hashlib.sha256(texts[name].encode()).hexdigest() != row["sha256"]:
            do = "The labels count in the text whose SHA-256 they give"
            raise ReadError("This is another text than the one that was labelled", name, do)
        yield Article(row["source"], name, texts[name], row)


def _texts(docs: Iterable[Path], wanted: Iterable[str]) -> dict[str, str]:
    names = set(wanted)
    held = (row for path in docs for row in rows(path) if row["id"] in names)
    return {row["id"]: row.get("text") or row.get("articleBody") or "" for row in held}


# --- names and chains ----------------------------------------------------------------------------


def same_name(label: Row, name: str) -> bool:
    return identity(name) in {identity(known) for known in _names(label)}


def like_name(label: Row, name: str) -> bool:
    """Whether ``name`` has all the words of a name in ``label``, or the other way round."""
    words = _telling(name)
    others = (_telling(known) for known in _names(label))
    return same_name(label, name) or any(
        words and other and (words <= other or other <= words) for other in others
    )


COMPARISONS: dict[str, SameName] = {"strict": same_name, "lenient": like_name}


def _names(label: Row) -> list[str]:
    return [label["name"], *label.get("also", ())]


def _telling(name: str) -> set[str]:
    return {word_key(word) for word in spelled(name)} - LITTLE_WORDS


def judged(labels: Sequence[Row], found: Sequence[Hop], same: SameName) -> Judged:
    """``found`` set against ``labels``, each hop in one pair at most, optional ones last."""
    needed = [label for label in labels if not label.get("optional")]
    optional = [label for label in labels if label.get("optional")]
    left, pairs = list(found), []
    for label in [*needed, *optional]:
        hop = next((hop for hop in left if _agree(label, hop, same)), None)
        if hop:
            left.remove(hop)
            pairs.append((label, hop))
    met = [id(label) for label, _ in pairs]
    missed = tuple(label for label in needed if id(label) not in met)
    return Judged(tuple(pairs), missed, tuple(left))


def _agree(label: Row, hop: Hop, same: SameName) -> bool:
    return hop.role in (label["role"], *label.get("also_role", ())) and same(label, hop.name)


# --- attributions --------------------------------------------------------------------------------


def beside(article: Article, found: Sequence[Attribution]) -> list[tuple[int, int]]:
    """Indexes of labelled attributions and of those found that have one of their contents, best
    overlap first."""
    gold = [
        {"start": start, "end": end, "of": at}
        for at, label in enumerate(article.labels["attributions"])
        for start, end in label["contents"]
    ]
    theirs = [
        {"start": span.start, "end": span.end, "of": at}
        for at, each in enumerate(found)
        for span in each.contents
    ]
    return [(gold[g]["of"], theirs[p]["of"]) for g, p in paired(article.text, gold, theirs)]


def outside_headline(article: Article, found: Iterable[Attribution]) -> list[Attribution]:
    headline = Span(*article.labels.get("headline") or (0, 0))
    return [each for each in found if not each.contents[0].overlaps(headline)]


def add(score: Score, article: Article, found: Sequence[Attribution]) -> None:
    """Count what was ``found`` in ``article``."""
    labels = article.labels["attributions"]
    pairs = beside(article, found)
    doubtful = {p for g, p in pairs if labels[g].get("optional")}
    sure = [(g, p) for g, p in pairs if not labels[g].get("optional")]
    score.labelled += sum(not label.get("optional") for label in labels)
    score.found += len(found) - len(doubtful - {p for _, p in sure})
    score.matched_found += len({p for _, p in sure})
    for g, p in matches(sure):
        score.matched += 1
        _add_chain(score, labels[g]["chain"], found[p].chain)


def matches(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first pair of each labelled attribution, in the order of the labels."""
    first: dict[int, int] = {}
    for g, p in pairs:
        first.setdefault(g, p)
    return sorted(first.items())


def _add_chain(score: Score, labels: Sequence[Row], found: Sequence[Hop]) -> None:
    for how, same in COMPARISONS.items():
        chain = judged(labels, found, same)
        score.right[how] += chain.is_right
        sure = [label for label, _ in chain.pairs if not label.get("optional")]
        score.hops.update((how, "right", label["role"]) for label in sure)
        score.hops.update((how, "missed", label["role"]) for label in chain.missed)
        score.hops.update((how, "extra", hop.role) for hop in chain.extra)
    if any(label["role"] == "speaker" for label in labels):
        labelled = any(label["anonymous"] for label in labels if label["role"] == "speaker")
        score.anonymous[labelled, any(h.anonymous for h in found if h.role == "speaker")] += 1


# --- what is printed -----------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    given = _parser().parse_args(arguments)
    outlets, scores = Outlets.default(), {"all": Score()}
    for article in articles(given.labels, given.docs):
        found = outside_headline(article, attribute(_document(article), outlets))
        for corpus in ("all", article.corpus):
            add(scores.setdefault(corpus, Score()), article, found)
        if given.errors:
            show_errors(article, found)
    show(scores)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="How often the chain behind a quotation is right")
    parser.add_argument("docs", type=Path, nargs="+", help="files that hold the labelled texts")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--errors", action="store_true", help="list the names of wrong chains")
    return parser


def _document(article: Article) -> Document:
    return Document(id=article.id, name=article.id, text=article.text, sha256="")


def show(scores: dict[str, Score]) -> None:
    """Print a line for each corpus, then one for each role of hops."""
    columns = "labelled found matched P R strict lenient anonymous".split()
    print(f"{'':14}" + "".join(f"{column:>10}" for column in columns))
    for corpus in sorted(scores, key=lambda name: (name == "all", name)):
        print(f"{corpus:14}{_line(scores[corpus])}")
    _show_anonymous(scores["all"])
    for how in COMPARISONS:
        _show_roles(how, scores["all"])


def _line(score: Score) -> str:
    asked = score.anonymous.total()
    flags = score.anonymous[True, True] + score.anonymous[False, False]
    shares = [(score.matched_found, score.found), (score.matched, score.labelled)]
    shares += [(score.right[how], score.matched) for how in COMPARISONS] + [(flags, asked)]
    counts = f"{score.labelled:10}{score.found:10}{score.matched:10}"
    return counts + "".join(f"{_percent(*share):10.1f}" for share in shares)


def _show_anonymous(score: Score) -> None:
    flags = score.anonymous
    labelled = flags[True, True] + flags[True, False]
    found = flags[True, True] + flags[False, True]
    print(f"anonymous: {labelled} labelled, {found} found, {flags[True, True]} both")


def _show_roles(how: str, score: Score) -> None:
    columns = "labelled found P R F1".split()
    print(f"\nhops, {how:8}" + "".join(f"{column:>10}" for column in columns))
    for role in ROLES:
        good, missed, extra = (score.hops[how, kind, role] for kind in ("right", "missed", "extra"))
        labelled, found = good + missed, good + extra
        shares = [(good, found), (good, labelled), (2 * good, labelled + found)]
        percents = "".join(f"{_percent(*share):10.1f}" for share in shares)
        print(f"{role:14}{labelled:10}{found:10}{percents}")


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def show_errors(article: Article, found: Sequence[Attribution]) -> None:
    """Print the chains that are wrong by the strict comparison, by names only; "~" marks those
    that are right by the lenient one."""
    labels = article.labels["attributions"]
    pairs = [(g, p) for g, p in beside(article, found) if not labels[g].get("optional")]
    for g, p in matches(pairs):
        if not judged(labels[g]["chain"], found[p].chain, same_name).is_right:
            mark = "~" if judged(labels[g]["chain"], found[p].chain, like_name).is_right else "-"
            print(f"{mark} {article.id} at {labels[g]['contents'][0][0]}")
            print(f"    labelled  {' | '.join(map(_labelled_hop, labels[g]['chain']))}")
            print(f"    found     {' | '.join(f'{h.role} {h.name}' for h in found[p].chain)}")


def _labelled_hop(label: Row) -> str:
    hop = f"{label['role']} {label['name']}"
    return f"({hop})" if label.get("optional") else hop


if __name__ == "__main__":
    try:
        main()
    except TracerError as error:
        sys.exit(str(error))
