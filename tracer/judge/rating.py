"""All passages of one claim -> its finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracer.judge import reasons
from tracer.judge.comparison import words_within
from tracer.judge.copying import COPIED, is_stock
from tracer.judge.events import HELD_TO_THE_SENSE, is_another_event
from tracer.judge.glance import has_run, may_tell
from tracer.judge.hops import with_states
from tracer.judge.polarity import agreed, opposed
from tracer.judge.retelling import in_other_words
from tracer.judge.voices import other_speaker, voices_of
from tracer.judge.wording import SEVERITY, Judged, Reading, judge
from tracer.models import Claim, Document, Finding, Hop, Match, Passage, Rating, Span, Wording
from tracer.rules import ACCEPTING
from tracer.text import fold, words

_SHOWN = 5
"""Passages that a finding keeps."""
_REASONS = 4


@dataclass(frozen=True, slots=True)
class _Verdict:
    rating: Rating
    reasons: list[str]
    rules: set[str] = field(default_factory=set)
    of: Judged | None = None


def rate(
    claim: Claim, article: Document, readings: Sequence[Reading], attributed: Sequence[Document]
) -> Finding:
    """How ``claim`` stands to its sources.

    ``readings`` are the passages found for it, in whatever documents; ``attributed`` are the
    documents at hand of the outlets or documents that the article names for it. The states of
    outlets, documents and speakers in its chain are set here; ``confirm`` sets the affiliations'.
    """
    if not claim.check_worthy:
        return _unchecked(claim)
    found = sorted((_judged(claim, article, reading) for reading in readings), key=_best_first)
    copy = _copy(article, found)
    judged = [_partly(claim, j) if j is copy else j for j in found]
    verdict = _verdict(claim, article, judged, attributed)
    states = with_states(claim, article, [j for j in judged if j.wording], attributed)
    return _finding(states, article, verdict, judged, copy)


def _copy(article: Document, judged: Sequence[Judged]) -> Judged | None:
    """The passage that the claim copies most of, unless those words are a stock phrase."""
    copied = [j for j in judged if j.copied]
    longest = max(copied, key=lambda j: j.copied.length if j.copied else 0, default=None)
    if longest is None or longest.copied is None:
        return None
    documents = dict.fromkeys(j.reading.document for j in judged)
    return None if is_stock(longest.copied, article, documents) else longest


def _partly(claim: Claim, judged: Judged) -> Judged:
    """A passage that has half of the claim's words in a row tells the same, otherwise: altered,
    if it is nothing better."""
    total = len(words_within(claim.text, Span(0, len(claim.text))))
    if judged.wording or judged.copied is None or 2 * judged.copied.length < total:
        return judged
    return _with(judged, "altered")


def _unchecked(claim: Claim) -> Finding:
    """There is nothing to check; that nobody is behind it is said all the same."""
    why = list(claim.why or ("There is nothing to check here.",))
    vague, said = _vague(claim, None)
    told = [*why[: _REASONS - 1], *said] if vague else why
    return Finding(
        claim, "not-checked", reasons=tuple(told[:_REASONS]), rules=("T303",) if vague else ()
    )


def _judged(claim: Claim, article: Document, reading: Reading) -> Judged:
    """The wording of one passage, with what reaches beyond its words: whether it tells the same
    event at all, and whether the one asserts what the other denies."""
    if _is_far_off(claim, article, reading):
        return Judged(reading, reading.match, None, frozenset(), ())
    worded = judge(claim, article, reading)
    another = is_another_event(claim, worded, article)
    judged = in_other_words(claim, article, _with(worded, None) if another else worded)
    if is_another_event(claim, judged, article) or (another and _by_figure(judged)):
        return _with(judged, None)
    if judged.wording != "contradicted" and opposed(claim, article, judged):
        return _with(judged, "contradicted", {"T202"})
    if agreed(claim, article, judged):
        return _with(judged, "paraphrased")
    return judged


def _is_far_off(claim: Claim, article: Document, reading: Reading) -> bool:
    """Whether a glance shows that a passage neither tells what a claim says, nor has words in a row
    of it that could be lifted: nothing would come of judging it. What the article names is always
    judged, and so are quotations, which are held to their words."""
    if reading.attributed or claim.kind not in HELD_TO_THE_SENSE:
        return False
    text = reading.document.text
    return not (may_tell(article.text, claim.span, text) or has_run(claim.text, text, COPIED))


def _by_figure(judged: Judged) -> bool:
    figures = [a for a in judged.assessed if a.difference.kind == "figure" and a.weight == "turned"]
    return judged.wording == "contradicted" and bool(figures)


def _with(judged: Judged, wording: Wording | None, rules: Collection[str] = ()) -> Judged:
    match = replace(judged.match, wording=wording)
    given = (judged.rules - {"T202"}) | frozenset(rules)
    return replace(judged, match=match, wording=wording, rules=given)


def _best_first(judged: Judged) -> tuple[bool, int, float]:
    severity = SEVERITY.index(judged.wording) if judged.wording else len(SEVERITY)
    return (not judged.reading.attributed, severity, -judged.match.score)


def _finding(
    claim: Claim,
    article: Document,
    verdict: _Verdict,
    judged: Sequence[Judged],
    copy: Judged | None,
) -> Finding:
    said = [*verdict.reasons]
    rules = set(verdict.rules)
    if copy:
        rules.add("T102")
        said.append(reasons.copied(copy, article))
    vague, why = _vague(claim, verdict.of)
    if vague:
        rules.add("T303")
        said.extend(why)
    if claim.attribution and claim.attribution.hops("outlet") and claim.attribution.hops("speaker"):
        rules.add("T302")
    shown = [j.match for j in judged if j.wording]
    if copy:
        shown.append(replace(copy.match, wording=copy.wording or "altered"))
    first = [verdict.of.match] if verdict.of else []
    matches = _apart(first + shown)[:_SHOWN]
    score = matches[0].score if matches else 0.0
    told = tuple(dict.fromkeys(filter(None, said)))[:_REASONS]
    return Finding(claim, verdict.rating, score, told, tuple(sorted(rules)), tuple(matches))


def _apart(matches: Iterable[Match]) -> list[Match]:
    """The matches, the better first, without those that lie over a better one of their document."""
    kept: list[Match] = []
    for match in matches:
        if not any(_overlap(match.passage, other.passage) for other in kept):
            kept.append(match)
    return kept


def _overlap(one: Passage, other: Passage) -> bool:
    return one.document_id == other.document_id and any(
        span.overlaps(beside) for span in one.spans for beside in other.spans
    )


def _verdict(
    claim: Claim, article: Document, judged: Sequence[Judged], attributed: Sequence[Document]
) -> _Verdict:
    found = [j for j in judged if j.wording]
    own = [j for j in found if j.reading.attributed]
    others = [j for j in found if not j.reading.attributed]
    if own:
        return _by_speaker(claim, article, own)
    carrying = [j for j in others if j.wording in ACCEPTING]
    if attributed and carrying:
        said = [reasons.another_source(attributed, carrying[0])]
        return _Verdict("misattributed", said, {"T301"} | carrying[0].rules, carrying[0])
    if attributed:
        but = next((j for j in judged if j.reading.attributed and j.copied), None)
        return _Verdict("not-found", [reasons.not_found(attributed, but, article)], {"T402"})
    return _without_a_source(claim, article, others)


def _by_speaker(claim: Claim, article: Document, own: Sequence[Judged]) -> _Verdict:
    """The best wording, or misattributed if the source gives the words to somebody else."""
    accepted = [j for j in own if j.wording in ACCEPTING] or own[:1]
    fitting = [j for j in accepted if _other_speaker(claim, article, j) is None]
    if fitting:
        return _worded(claim, fitting[0], article)
    return _misattributed(claim, article, accepted[0])


def _misattributed(claim: Claim, article: Document, judged: Judged) -> _Verdict:
    speaker = _other_speaker(claim, article, judged)
    said = [reasons.another_speaker(judged, speaker, claim)] if speaker else []
    return _Verdict("misattributed", said, {"T301"} | judged.rules, judged)


def _other_speaker(claim: Claim, article: Document, judged: Judged) -> Hop | None:
    voices = voices_of(judged.match.passage, judged.reading.voices)
    return other_speaker(claim.attribution, article.text, voices, judged.reading.document.text)


def _worded(claim: Claim, judged: Judged, article: Document) -> _Verdict:
    assert judged.wording is not None
    said = reasons.of_wording(judged, claim, article) + reasons.of_rules(judged, claim)
    contrary = opposed(claim, article, judged)
    if contrary and not any(a.weight == "turned" for a in judged.assessed) and not judged.turned:
        said = [reasons.opposed(judged, contrary)]
    return _Verdict(judged.wording, said, set(judged.rules), judged)


def _without_a_source(claim: Claim, article: Document, others: Sequence[Judged]) -> _Verdict:
    """A claim of which no document of its own source is at hand, or which names none."""
    carrying = [j for j in others if j.wording in ACCEPTING]
    fitting = [j for j in carrying if _other_speaker(claim, article, j) is None]
    if fitting:
        return replace(_elsewhere(claim, article, fitting[0]), rating="traced")
    if carrying:
        return _misattributed(claim, article, carrying[0])
    if others:
        return _elsewhere(claim, article, others[0])
    if claim.attribution and claim.attribution.chain:
        return _Verdict("unavailable", [reasons.unavailable(claim)], {"T401"})
    return _Verdict("unsourced", [reasons.unsourced()], {"T101"})


def _elsewhere(claim: Claim, article: Document, judged: Judged) -> _Verdict:
    """The wording in a source that is not the claim's own."""
    said = _worded(claim, judged, article)
    return replace(said, reasons=[*said.reasons, reasons.own_source(claim)])


def _vague(claim: Claim, best: Judged | None) -> tuple[bool, list[str]]:
    """Whether nobody can be asked about the claim, or several are named where there is one."""
    if claim.attribution is None:
        return False, []
    chain = claim.attribution.chain
    hidden = [hop for hop in chain if hop.anonymous]
    alone = _one_behind(hidden, best)
    if alone:
        return True, [alone]
    return not chain or bool(hidden), [reasons.anonymous(hidden)]


def _one_behind(hidden: Sequence[Hop], best: Judged | None) -> str:
    """The reason if the article has a plural where the source has one person."""
    if best is None:
        return ""
    voices = voices_of(best.match.passage, best.reading.voices)
    theirs = [hop for voice in voices for hop in voice.hops("speaker")]
    for hop in hidden:
        if _is_plural(hop.name) and len(theirs) == 1 and not _is_plural(theirs[0].name):
            return reasons.plural(best, hop, theirs[0].name)
    return ""


def _is_plural(name: str) -> bool:
    """Whether a mention speaks of several: "officials", "sources close to the talks"."""
    keys = [word.key for word in words(fold(name))]
    return bool(keys) and any(key.endswith("s") and len(key) > 4 for key in keys[:2])
