"""How surely decisions follow their claims when an article is edited.

    python benchmarks/decisions.py [ARTICLES.jsonl] [--rounds N]

ARTICLES are lines of JSON with ``text``; without them those of tests/data/gum_news.jsonl and
fixtures/ are taken. In each round half of an article's claims have a decision, and an editor then
deletes a fifth of all claims and edits two fifths: misspells, puts words in, leaves words out, puts
other words for some, cuts the end, moves the end to the front. A decision should follow the claim
that was edited, and be an orphan if that was deleted; it could go to any claim that has none.
Printed for several thresholds: the share of decisions on edited claims that follow to the right
claim, that follow to another one, and that are orphans; and the share of those on deleted claims
that follow to some claim, wrongly.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import tracer
from tracer import decisions
from tracer.decisions import Made, follow
from tracer.models import Claim, Document, Review, Span, stable_id

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "tests" / "data" / "gum_news.jsonl"
THRESHOLDS = (40, 50, 55, 60, 65, 70, 75, 80, 85, 90)
FILLERS = "now also reportedly local former quite again here yesterday own".split()
Edit = Callable[[list[str], random.Random], list[str]]


def misspell(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    letters = list(words[at])
    letters.insert(chance.randrange(len(letters) + 1), "e")
    return [*words[:at], "".join(letters), *words[at + 1 :]]


def put_in(words: list[str], chance: random.Random) -> list[str]:
    done = list(words)
    for _ in range(chance.randint(1, 4)):
        done.insert(chance.randrange(len(done) + 1), chance.choice(FILLERS))
    return done


def leave_out(words: list[str], chance: random.Random) -> list[str]:
    kept = [word for word in words if chance.random() > 0.25]
    return kept or words


def other_words(words: list[str], chance: random.Random) -> list[str]:
    return [chance.choice(FILLERS) if chance.random() < 0.25 else word for word in words]


def cut(words: list[str], chance: random.Random) -> list[str]:
    return words[: max(1, round(len(words) * chance.uniform(0.5, 0.9)))]


def turn_round(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words) // 2, len(words)) if len(words) > 1 else 0
    return words[at:] + words[:at]


EDITS: tuple[Edit, ...] = (misspell, put_in, leave_out, other_words, cut, turn_round)


def edited(claims: Sequence[Claim], chance: random.Random) -> Iterator[tuple[str, Claim]]:
    """What is left of ``claims`` in the new article, each with the id it had."""
    start = 0
    for claim in claims:
        draw = chance.random()
        if draw < 0.2:
            continue
        text = claim.text
        if draw < 0.6:
            text = " ".join(chance.choice(EDITS)(text.split(), chance))
        key = claim.id if text == claim.text else stable_id(claim.id, text)
        span = Span(start, start + len(text))
        yield claim.id, Claim(key, span, text, key, claim.kind, True, 1.0)
        start = span.end + 1


def outcomes(claims: Sequence[Claim], chance: random.Random) -> Counter[str]:
    """What became of the decisions on words that the edited article does not have."""
    made = [
        Made(Review(c.id, "faithful", "", "", ""), c.text, c.span.start)
        for c in claims
        if chance.random() < 0.5
    ]
    now = list(edited(claims, chance))
    truth = {former: claim.id for former, claim in now}
    found = follow([claim for _, claim in now], made)
    went = {r.carried.claim_id: r.claim_id for r in found.reviews if r.carried}
    counts: Counter[str] = Counter()
    for orphan in found.orphans:
        counts["deleted" if orphan.review.claim_id not in truth else "missed"] += 1
    for former, key in went.items():
        right = truth.get(former) == key
        counts["right" if right else "wrong" if former in truth else "deleted, followed"] += 1
    return counts


def read(path: Path | None) -> Iterator[Document]:
    """The articles of ``path``, or those that come with the project."""
    for line in (path or ARTICLES).read_text(encoding="utf-8").splitlines():
        yield tracer.read_article(text=json.loads(line)["text"])
    for story in sorted(ROOT.glob("fixtures/*/article.txt")) if path is None else ():
        yield tracer.read_article(story)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    articles = [tracer.find_claims(article) for article in read(options.articles)]
    print("threshold   edited: right  wrong orphan   deleted: followed")
    for threshold in THRESHOLDS:
        decisions.ALIKE = float(threshold)
        chance = random.Random(5)  # noqa: S311 -- chance that must repeat itself
        counts: Counter[str] = Counter()
        for _ in range(options.rounds):
            for claims in articles:
                counts += outcomes(claims, chance)
        kept = counts["right"] + counts["wrong"] + counts["missed"]
        gone = counts["deleted"] + counts["deleted, followed"]
        shares = [counts[name] / max(1, kept) for name in ("right", "wrong", "missed")]
        row = "  ".join(f"{share:6.1%}" for share in shares)
        followed = counts["deleted, followed"] / max(1, gone)
        print(f"{threshold:9}          {row}            {followed:6.1%}   ({kept} + {gone})")


if __name__ == "__main__":
    main()
