"""What stands just outside a quotation in its source, and turns what is quoted.

A negation, a condition, a doubt or a question counts only where the source's own sentence goes on
beyond the cut, and in the same quotation if the quoted words lie in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tracer.judge.comparison import words_within
from tracer.judge.context import (
    CLAUSE_END,
    Turn,
    Turned,
    clause_start,
    conditional,
    denied,
    denies,
    quotation_at,
    quotations_at,
    sentence_at,
    sentences_at,
    undone,
)
from tracer.judge.turning import (
    ALLEGING,
    ASKING,
    BEHIND_MAYBE,
    CLAIMING,
    CONDITIONAL_OPENINGS,
    FALSE,
    HEDGES,
    LIMITING,
    LIMITS,
    MAYBE,
    OWN,
    OWN_VIEW,
    PARTS,
    RESTRICTING,
    SAYING,
    TO_COME,
    UNSURE,
    WHEN,
)
from tracer.models import Span
from tracer.text import FUNCTION_WORDS, Word, paragraphs, stem


def cut(text: str, passage: Span) -> Turned | None:
    """What stands just outside ``passage`` and turns it: in its own sentence, or as the next one
    that says "That is not true"."""
    before, after = _surroundings(text, passage)
    when = _when(text, before, after) if _is_to_come(words_within(text, passage)) else None
    return (
        turned_before(text, before)
        or turned_after(text, after)
        or _turned("condition", when, text)
        or _turned("negation", _denied_behind(text, before, after), text)
        or _turned("modality", _of_others(text, before, passage), text)
        or _turned("negation", _rejected(text, passage), text)
    )


def _rejected(text: str, passage: Span) -> Word | None:
    """The word by which the source itself, right before the mark, calls the quoted words false:
    dismissed claims that "the army has no shells"."""
    quotation = quotation_at(text, passage.start)
    if quotation is None or words_within(text, Span(quotation.start, passage.start)):
        return None
    before = Span(min(sentence_at(text, passage.start).start, quotation.start), quotation.start)
    return _named(FALSE, _last_clause(text, before))


def turned_before(text: str, before: Span) -> Turned | None:
    """What turns the words that follow ``before``, the start of their sentence: a negation in the
    clause that they go on from, "it is wrong to say that", an "if" anywhere, "perhaps"."""
    found = words_within(text, before)
    clause = _last_clause(text, before)
    return (
        _turned("negation", denied(clause) or _undone(clause) or _named(FALSE, found), text)
        or _turned("condition", _condition(found, len(found) - 2) or _opening(found), text)
        or _turned("modality", _weakened(found) or _named(UNSURE, found), text)
        or _turned("modality", _maybe(clause), text)
    )


def _undone(clause: Sequence[Word]) -> Word | None:
    """What denies at the end of a clause, or before the "think that" which it ends with."""
    kept = list(clause)
    while kept and (kept[-1].key == "that" or claims(kept[-1].key)):
        kept.pop()
    return undone(clause) or undone(kept)


def turned_after(text: str, after: Span) -> Turned | None:
    """What turns the words that ``after``, the rest of their sentence, follows: a negation as one
    of the next two words, a condition anywhere. Neither counts in a new clause, which denies, or
    makes depend, something else."""
    near = _next_words(text, after)
    clause = _own_clause(text, after)
    found = [word for word in words_within(text, after) if word.span.end <= clause.end]
    return _turned("negation", denied(near), text) or _turned(
        "condition", _condition(found, 0) or _limit(text, after) or _restricted(text, after), text
    )


def _restricted(text: str, after: Span) -> Word | None:
    """The "who" right behind the cut by which the sentence says which are meant, or the second
    half of the word that the cut goes through: "wrong-footed"."""
    behind = words_within(text, after)[:1]
    which = behind and behind[0].key in RESTRICTING and not _PAUSE.match(text, after.start)
    before = text[max(0, after.start - _NAME) : after.start].rstrip()
    apart = not before[-1:].isalnum() or _FULL_NAME.search(before)
    halved = _HALVED.match(text, after.start, after.end)
    return behind[0] if (which and not apart) or (behind and halved) else None


_HALVED = re.compile(r"-\w")
_FULL_NAME, _NAME = re.compile(r"\b[A-Z]\w+ [A-Z]\w+\Z"), 60
"""Behind a name of two words, looked for so far back, nothing is restricted: there is one Peter
Hall."""


def _turned(by: Turn, word: Word | None, text: str) -> Turned | None:
    return Turned(by, word.span.of(text)) if word else None


def _surroundings(text: str, passage: Span) -> tuple[Span, Span]:
    """The rest of the passage's sentence before and after it."""
    around = sentences_at(text, passage)
    bounds = Span(around[0].start, around[-1].end) if around else passage
    for quotation in quotations_at(text, passage):
        if quotation.contains(passage):
            start = max(bounds.start, quotation.start)
            bounds = Span(start, max(start, min(bounds.end, quotation.end)))
    return (
        Span(min(bounds.start, passage.start), passage.start),
        Span(passage.end, max(bounds.end, passage.end)),
    )


_COLON = re.compile(r":\W*\Z")


def _last_clause(text: str, before: Span) -> Sequence[Word]:
    """The words of the clause that the passage goes on from. A "that" behind a comma takes up what
    stands before the comma, and so does a colon behind "say" or "argument"."""
    said = before.of(text)
    colon = _COLON.search(said)
    if colon:
        clause = words_within(text, Span(before.start, before.start + colon.start()))
        return clause if any(stem(word.key) in CLAIMING for word in clause) else ()
    found = words_within(text, before)
    last = [word for word in found if word.span.start >= before.start + clause_start(said)]
    return found if [word.key for word in last] == ["that"] else last


def _named(kind: frozenset[str], found: Sequence[Word]) -> Word | None:
    """The word of ``kind`` by which the sentence calls what follows, as in "the false assumption
    that": between the two is nothing but words that say or claim."""
    claimed = False
    for index in range(len(found) - 1, -1, -1):
        key = found[index].key
        if stem(key) in kind and claimed:
            sure = index and denies(found[index - 1].key)
            return None if sure else found[index]
        claimed = claimed or key == "that" or claims(key)
        if not (key in FUNCTION_WORDS or stem(key) in kind or claims(key) or key in _LOOSE):
            return None
    return None


_LOOSE = frozenset("kind sort urban legend there there's".split())


def claims(key: str) -> bool:
    """Whether the word tells of a thought or an assertion that follows it."""
    return stem(key) in CLAIMING and key not in ("say", "says", "said")


def _weakened(found: Sequence[Word]) -> Word | None:
    """The "perhaps" or "almost" right before the cut, or the "some of" that the sentence opens
    with."""
    if found and found[-1].key in HEDGES:
        return found[-1]
    opening = [word.key for word in found]
    return found[0] if opening[:1] and opening[0] in PARTS and opening[1:] in ([], ["of"]) else None


def _maybe(clause: Sequence[Word]) -> Word | None:
    """The "might have" that the cut words go on from."""
    for word in reversed(clause):
        if word.key not in BEHIND_MAYBE:
            return word if word.key in MAYBE else None
    return None


def _opening(found: Sequence[Word]) -> Word | None:
    """The "should" that a sentence opens with, for "if"."""
    return found[0] if len(found) > 1 and found[0].key in CONDITIONAL_OPENINGS else None


def _is_to_come(found: Sequence[Word]) -> bool:
    return any(word.key in TO_COME or word.key.endswith("'ll") for word in found)


def _when(text: str, before: Span, after: Span) -> Word | None:
    """The "when" right behind the cut, or that the sentence opens with."""
    opening, behind = words_within(text, before), words_within(text, after)
    paused = _PAUSE.match(text, after.start, after.end)
    near = (*opening[:1], *(() if paused else behind[:1]))
    return next((word for word in near if word.key in WHEN), None)


_TRUE = frozenset("true so right correct case accurate".split())


def _denied_behind(text: str, before: Span, after: Span) -> Word | None:
    """What denies the quoted words behind them: "that ... is nonsense", or "That is not true" as
    the next sentence of the same speech."""
    found, rest = words_within(text, before), words_within(text, after)
    if rest:
        linked = bool(found) and found[-1].key == "that" and rest[0].key in ("is", "was")
        return _untrue(rest[:_NEAR], _TRUE) if linked else None
    following = sentence_at(text, after.end + 1)
    behind = words_within(text, following)[: 2 * _NEAR]
    same = quotation_at(text, max(0, after.start - 1)) == quotation_at(text, following.start)
    refers = behind and behind[0].key in ("that", "that's", "this", "it", "it's", "not")
    if following.start < after.end or not same or not (refers or _is_false(behind[:1])):
        return None
    return _untrue(behind, _TRUE)


def _untrue(found: Sequence[Word], true: frozenset[str]) -> Word | None:
    negation = denied(found)
    if negation and any(word.key in true for word in found):
        return negation
    return next((word for word in found if stem(word.key) in FALSE), None)


def _is_false(found: Sequence[Word]) -> bool:
    return any(stem(word.key) in FALSE for word in found)


def _of_others(text: str, before: Span, passage: Span) -> Word | None:
    """The verb by which a speaker gives the quoted words to others: "critics say that"."""
    if not any(q.contains(passage) for q in quotations_at(text, passage)):
        return None
    found = words_within(text, before)
    said = found[:-1] if found and found[-1].key == "that" else found
    own = any(word.key in OWN for word in said) or any(
        one.key in ("my", "our") and other.key in OWN_VIEW for one, other in pairwise(said)
    )
    return said[-1] if len(said) > 1 and said[-1].key in SAYING and not own else None


_NEAR = 3
"""Words behind a quotation among which "until" still belongs to what it says: "at first until"."""


def _limit(text: str, after: Span) -> Word | None:
    """The "until" by which the sentence goes on behind the cut, before any pause."""
    pause = CLAUSE_END.search(text, after.start, after.end)
    end = pause.start() if pause else after.end
    found = [word for word in words_within(text, after) if word.span.end <= end]
    for index, word in enumerate(found[:_NEAR]):
        phrases = [tuple(w.key for w in found[index : index + len(p)]) == p for p in LIMITING]
        if word.key in LIMITS or any(phrases):
            return word
    return None


_PAUSE = re.compile(r"\s*[,;:\u2013\u2014-]")
_JOINED = re.compile(
    r"(?:[,;:]|\s[\u2013\u2014-]+)\s*(?:and|but|so(?!\s+long\s+as)|yet|or|for)\s+(?=\w)|;", re.I
)
_RESTRICTING = frozenset("not never without hardly scarcely barely".split())
"""Behind a comma only these go on with what was said: "but not now"; with "nobody" or "cannot"
something else begins."""


def _next_words(text: str, after: Span) -> Sequence[Word]:
    """The two words behind a passage, as far as they belong to what it says."""
    found = words_within(text, after)[:2]
    if not _PAUSE.match(text, after.start, after.end):
        return found
    return [word for word in found if word.key in _RESTRICTING]


def _own_clause(text: str, after: Span) -> Span:
    """``after`` up to the first new clause that says something of its own: "and they will stay
    if they like". A clause that only takes up what was said goes on with it: "but we will do it
    only if the city asks"."""
    for joint in _JOINED.finditer(text, after.start, after.end):
        rest = words_within(text, Span(joint.end(), after.end))
        upto = next((n for n in range(len(rest)) if conditional(rest, n)), len(rest))
        if _says_if_itself(joint.group(), rest):
            return Span(after.start, joint.start())
        if any(word.key not in FUNCTION_WORDS for word in rest[:upto]):
            return Span(after.start, joint.start())
    return after


def _says_if_itself(joint: str, rest: Sequence[Word]) -> bool:
    """Whether a new clause has what its own "if" makes depend: ", and if she could, she would
    go". With a "not" or "but" it may take back what was said."""
    keys = [word.key for word in rest]
    return (
        keys[:1] == ["if"]
        and "and" in joint
        and not any(map(denies, keys))
        and any(key in TO_COME or key.endswith(("'ll", "'d")) for key in keys[_CONSEQUENCE:])
    )


_CONSEQUENCE = 3
"""So many words at least an "if" takes with its subject and verb."""


def _condition(found: Sequence[Word], beside: int) -> Word | None:
    """The word that makes the quoted words depend on something. "only" and "whether" do so only
    among the two words from number ``beside`` on, those next to the cut."""
    for index, word in enumerate(found):
        near = beside <= index < beside + 2
        if (near or word.key not in ("only", "whether")) and conditional(found, index):
            return word
    return None


def given_beside(article: str, claim: Span, turned: Turned) -> bool:
    """Whether the article itself has the turning words beside the claim, in its paragraph."""
    for paragraph in paragraphs(article):
        if paragraph.overlaps(claim):
            beside = {
                word.key
                for word in words_within(article, paragraph)
                if not claim.overlaps(word.span)
            }
            wanted = {word.key for word in words_within(turned.words, Span(0, len(turned.words)))}
            wanted |= _likewise(wanted)
            if wanted & beside or (turned.by == "negation" and any(map(denies, beside))):
                return True
    return False


def _likewise(wanted: set[str]) -> frozenset[str]:
    """The words that do as well as ``wanted``: "might" in reported speech for "may"."""
    groups = (frozenset(("may", "might", "could", "possibly", "perhaps")), _ALLEGED)
    return frozenset(key for group in groups if group & wanted for key in group)


_ALLEGED = frozenset(
    "alleged alleges allegedly accused accuses accuse suspected suspects suspect claimed claims "
    "claim".split()
)


def alleged(text: str, passage: Span) -> Turned | None:
    """The word beside ``passage``, reported speech, by which its sentence gives it as somebody's
    allegation: "prosecutors alleged that", ", it is claimed"."""
    before, after = _surroundings(text, passage)
    near = (*_last_clause(text, before)[-_LED:], *words_within(text, after)[:_LED])
    found = next((word for word in near if stem(word.key) in ALLEGING), None)
    return _turned("modality", found, text)


_LED = 6
"""So many words before and behind reported speech say whose it is."""


def asked(text: str, passage: Span) -> Turned | None:
    """The question that the passage is a part of, without the word that it opens with: "I think
    so" out of "Do I think so?"."""
    before, after = _surroundings(text, passage)
    opening = words_within(text, before)
    marked = text[passage.end : after.end + 1].rstrip("\"'\u201d\u2019), ").endswith("?")
    inverted = opening and (opening[0].key in ASKING or not words_within(text, after))
    return Turned("question", opening[0].span.of(text)) if marked and inverted else None
