"""Whether a document tells in other words what a claim says, or tells the same otherwise.

Precision comes first. It is told in other words if most of what the claim says is in one passage,
all its figures and dates are, its names are in or near it, and nothing there says otherwise. It is
contradicted if all but what is in dispute is there too, and names tie both to one event. The bounds
were set on the half "dev" of benchmarks/paraphrases and on 100 pairs of unrelated news texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, product

from tracer.judge.bindings import doubts
from tracer.judge.clauses import JOINING, Conflict, clauses, whole
from tracer.judge.comparison import compare
from tracer.judge.conflicts import conflicts
from tracer.judge.differences import Assessed
from tracer.judge.events import HELD_TO_THE_SENSE
from tracer.judge.glance import may_tell
from tracer.judge.negation import negations
from tracer.judge.sense import exchanges, in_order
from tracer.judge.telling import Part, Passage, Told, alike, names_told, passage_of, told
from tracer.judge.wording import Judged
from tracer.models import Claim, Difference, Document, Match, Span, Wording
from tracer.text import context

_CARRIED = 0.66
"""The share of a claim that a passage must have to tell it in other words."""
_EACH_CLAUSE = 0.6
"""The share of each clause of it: a cause or a detail added in the last clause is not carried by
the first."""
_GAP = 1.5
"""The most, by weight, that a claim may say in a row and the passage not."""
_A_CLAUSE = 1.5
"""The weight from which on a stretch between commas says something of its own."""
_SAME = 0.75
"""The share of a claim, what is in dispute apart, that makes a passage one on the same thing."""
_SAME_UNDENIED = 0.85
"""The same if the article has a "not" and the passage has nothing that stands against it."""
_FEWEST, _FEWEST_WORDS = 3, 4
"""So many words, figures and names a passage must have of a claim; the second if they are words
only."""
_ALIKE, _ALIKE_UNNAMED = 3.0, 4.0
"""What the passage's main sentence must hold of a claim that it contradicts, by weight; the second
if neither a name nor every word of the claim ties the two to one event."""
_TWO = 2
_NO_FACT = frozenset(("negation", "modality"))
"""Conflicts that are often one: "none was" for "some were"."""


_PRONOUNS = frozenset("he she they it".split())


def in_other_words(claim: Claim, article: Document, judged: Judged) -> Judged:
    """The judgement of a claim that is held to the sense, with what its document tells in other
    words, or otherwise, anywhere. What is word for word, or nearly, stands as it is."""
    if claim.kind not in HELD_TO_THE_SENSE or judged.turned or _is_settled(judged):
        return judged
    document = judged.reading.document
    found = retold(article.text, claim.span, document.text)
    if found.wording == "contradicted":
        return _contradicted(judged, found)
    if found.wording == "paraphrased" and judged.wording != "paraphrased":
        comparison = compare(article.text, claim.span, document.text, judged.reading.match)
        exchanged = in_order(comparison) and exchanges(comparison, judged.assessed)
        return judged if exchanged else _paraphrased(judged, found)
    kinds = {a.difference.kind for a in judged.assessed if a.weight == "turned"}
    agreed = kinds <= {difference.kind for difference in found.disputed}
    unfounded = judged.wording == "contradicted" and kinds <= _NO_FACT and not agreed
    if unfounded or (judged.wording == "paraphrased" and found.disputed):
        return replace(judged, wording=None, match=replace(judged.match, wording=None))
    return judged


def _is_settled(judged: Judged) -> bool:
    """Whether the words themselves decide: the same ones, or nearly, and one that turns them. A
    "not", "some" or "would" more or less is looked at again."""
    turned = {a.difference.kind for a in judged.assessed if a.weight == "turned"}
    contradicted = judged.wording == "contradicted" and not turned <= _NO_FACT
    return judged.wording in ("exact", "close") or contradicted


def _contradicted(judged: Judged, found: Retold) -> Judged:
    match = replace(_shown(judged, found), wording="contradicted", differences=found.disputed)
    turned = tuple(Assessed(difference, "turned", "T202") for difference in found.disputed)
    rules = judged.rules | {"T202"}
    return replace(judged, match=match, wording="contradicted", assessed=turned, rules=rules)


def _paraphrased(judged: Judged, found: Retold) -> Judged:
    match = replace(_shown(judged, found), wording="paraphrased", differences=())
    rules = judged.rules - {"T201", "T202"}
    return replace(judged, match=match, wording="paraphrased", rules=rules)


def _shown(judged: Judged, found: Retold) -> Match:
    """The match with the sentences that tell it as its passage."""
    text, spans = judged.reading.document.text, found.spans
    passage = replace(
        judged.match.passage,
        spans=spans,
        exact=" … ".join(span.of(text) for span in spans),
        prefix=context(text, spans[0])[0],
        suffix=context(text, spans[-1])[1],
    )
    return replace(judged.match, passage=passage)


@dataclass(frozen=True, slots=True)
class Retold:
    """The passage of a document that comes nearest to a claim, and what it amounts to: paraphrased,
    contradicted, or None. ``disputed`` is where they say different things."""

    wording: Wording | None
    spans: tuple[Span, ...]
    disputed: tuple[Difference, ...]


_NOTHING = Retold(None, (), ())


@lru_cache(maxsize=256)
def retold(article: str, claim: Span, document: str) -> Retold:
    """What ``document`` makes of the words ``claim`` of ``article``."""
    if not may_tell(article, claim, document):
        return _NOTHING
    passage = passage_of(told(article, claim, names_told(document)), document)
    if passage is None:
        return _NOTHING
    found = conflicts(passage) or doubts(passage)
    differences = tuple(Difference(c.kind, c.article, c.source) for c in found)
    return Retold(_wording(passage, found), passage.spans, differences)


def _wording(passage: Passage, found: Sequence[Conflict]) -> Wording | None:
    disputed = [part for conflict in found for part in conflict.parts]
    if not _names_near(passage, disputed):
        return None
    if not found:
        return "paraphrased" if _carries(passage) else None
    return "contradicted" if _contradicts(passage, found, disputed) else None


def _names_near(passage: Passage, disputed: Collection[Part]) -> bool:
    """Whether the last word of each name stands near: first names and offices may be left out."""
    names = [p for p in passage.claim.parts if p.kind == "name" and p not in disputed]
    last = {part.run: part for part in names}
    return all(map(passage.is_near, last.values())) and _is_meant(passage, last)


def _is_meant(passage: Passage, names: Mapping[int, Part]) -> bool:
    """Whether the pronoun that the passage may open with stands for the claim's first name: the
    last sentence before it that names anybody must have that name."""
    first = next((p.start for p in passage.claim.parts if p.kind != "light"), -1)
    name = names.get(first)
    if name is None or passage.core.keys[0] not in _PRONOUNS or passage.core.holds(name):
        return True
    meant = next((s for s in passage.before if any(p.kind == "name" for p in s.parts)), None)
    return meant is not None and meant.holds(name)


def _carries(passage: Passage) -> bool:
    held = [p.kind for p in passage.claim.parts if passage.holds(p)]
    said, named = held.count("word") + held.count("amount"), len(_shared_names(passage))
    sure = named or "amount" in held or "date" in held
    return (
        passage.coverage() >= _CARRIED
        and said >= _FEWEST - 1
        and said + named >= (_FEWEST if sure else _FEWEST_WORDS)
        and all(share >= _EACH_CLAUSE for share in _shares(passage))
        and _longest_gap(passage) <= _GAP
        and not _added(passage)
        and not _exchanged(passage)
    )


def _longest_gap(passage: Passage) -> float:
    """The weight of the most that the claim says in a row and the passage does not: a detail that
    was added stands together, words put otherwise are strewn."""
    longest = gap = 0.0
    for part in passage.claim.parts:
        gap = 0.0 if passage.is_near(part) else gap + part.weight
        longest = max(longest, gap)
    return longest


def _added(passage: Passage) -> list[Part]:
    """What the claim says between two things that stand side by side in the passage, or at an
    end where the passage has no more: no other words of the passage can be meant by it. What
    stands close by is not added."""
    parts = [p for p in passage.claim.parts if p.kind != "light"]
    there = [p for p in passage.core.parts if p.kind != "light"]
    added = []
    for number, part in enumerate(parts):
        if part.kind == "word" and not passage.is_near(part):
            before = [p for p in parts[:number] if passage.core.holds(p)][-1:]
            after = [p for p in parts[number + 1 :] if passage.core.holds(p)][:1]
            left = _at(before, there, {-1})
            right = _at(after, there, {len(there)})
            if any(place + 1 in right for place in left):
                added.append(part)
    return added


def _exchanged(passage: Passage) -> bool:
    """Whether the claim has something in the place of what the passage's main sentence has there,
    between the same two things or beside the same one. A name may stand for "the firm"."""
    claim, core = passage.claim, passage.core
    parts = [p for p in claim.parts if p.kind != "light"]
    there = [p for p in core.parts if p.kind != "light"]
    for start, end in _lacking(parts, core):
        left = _at(parts[start - 1 : start], there, {-1})
        right = _at(parts[end : end + 1], there, {len(there)})
        for one, other in product(left, right):
            instead = there[one + 1 : other]
            free = 0 < len(instead) <= _INSTEAD and not any(map(claim.holds, instead))
            if free and _is_thing(claim, parts[start:end], instead):
                return True
    return False


def _is_thing(claim: Told, run: Sequence[Part], instead: Sequence[Part]) -> bool:
    """Whether ``run`` names a thing: verbs and adverbs are often put otherwise, and a name for
    "the firm"."""
    named = any(p.kind == "name" for p in instead)
    return all(p.kind == "word" or (p.kind == "name" and named) for p in run) and (
        claim.keys[max(0, run[0].start - 1)] in _LEADS_TO_A_THING
    )


_LEADS_TO_A_THING = frozenset(
    "a an the his her its their our my your this these of in on at for from against with about by "
    "into under first second third last".split()
)


def _lacking(parts: Sequence[Part], core: Told) -> Iterator[tuple[int, int]]:
    """The runs of ``parts`` that a sentence does not have."""
    runs = groupby(range(len(parts)), key=lambda at: core.holds(parts[at]))
    for held, numbers in runs:
        run = list(numbers)
        if not held:
            yield run[0], run[-1] + 1


_INSTEAD = 2
"""The most that an exchange puts out."""


def _at(part: Sequence[Part], there: Sequence[Part], outside: set[int]) -> set[int]:
    """The numbers of what in ``there`` says the same as ``part``; ``outside`` if there is none."""
    return (
        {number for number, other in enumerate(there) for own in part if alike(own, other)}
        if part
        else outside
    )


def _shared_names(passage: Passage) -> set[int]:
    parts = passage.claim.parts
    return {part.run for part in parts if part.kind == "name" and passage.core.holds(part)}


def _shares(passage: Passage) -> list[float]:
    """What the passage has of each clause of the claim that says something, 0 to 1."""
    shares = []
    for start, end in clauses(passage.claim):
        parts = [part for part in passage.claim.parts if start <= part.start < end]
        total = sum(part.weight for part in parts)
        if total >= _A_CLAUSE or (total and passage.claim.keys[start] in JOINING):
            held = [
                p for p in parts if passage.holds(p) or (p.kind == "name" and passage.is_near(p))
            ]
            shares.append(sum(part.weight for part in held) / total)
    return shares


def _contradicts(passage: Passage, found: Sequence[Conflict], disputed: Collection[Part]) -> bool:
    """Whether one thing is in dispute and all else tells the same event; or two, if nearly all
    else is there."""
    kinds = {conflict.kind for conflict in found}
    named = bool(_shared_names(passage))
    share = passage.coverage(disputed)
    two = named and len(found) == len(kinds) == _TWO and share >= _SAME_UNDENIED
    if len(found) > 1 and not kinds <= _NO_FACT and not two:
        return False
    faced = any(conflict.source for conflict in found)
    denied = [c for c in found if c.kind == "negation" and not c.source]
    if (denied and negations(passage.core, whole(passage.core))) or not (faced or denied):
        return False
    parts = [p for p in passage.claim.parts if p not in disputed and passage.core.holds(p)]
    alike = _ALIKE_UNNAMED if not named and share < 1 else _ALIKE
    return (
        share >= (_SAME if faced else _SAME_UNDENIED)
        and sum(p.kind in ("word", "amount") for p in parts) + named >= _FEWEST
        and sum(p.weight for p in parts) >= alike
    )
