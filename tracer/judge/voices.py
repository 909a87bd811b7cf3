"""Who the source gives a passage to, and whether that is who the article names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracer.judge.vocabulary import spelling
from tracer.models import Attribution, Hop, Passage, Span
from tracer.text import FUNCTION_WORDS, fold, words

_SURE = 0.5
"""Below this confidence a reading of the source is no ground for saying that it names another."""
_BODIES = frozenset(
    "agency association authority bank board bureau commission committee company corporation "
    "council court department federation foundation government group institute league ministry "
    "office parliament party police school service society union university".split()
)
"""Words of the names of bodies, which are put in more than one order."""
_TITLES = frozenset(
    "minister president chancellor secretary mayor governor senator judge chairman chairwoman "
    "chair chief director officer executive spokesman spokeswoman spokesperson "
    "mr mrs ms dr sir".split()
)
OFFICES = (
    _BODIES
    | _TITLES
    | frozenset(
        "founder co-founder head leader deputy vice acting former prime general foreign finance "
        "home state defence defense professor prof lecturer member manager commissioner councillor "
        "ambassador inspector superintendent sergeant captain major colonel lieutenant king queen "
        "prince princess bishop archbishop directors members affairs national federal royal".split()
    )
)
"""Words of titles and offices: a run of them says who somebody is, and is nobody's own words."""
_NO_NAMES = (
    FUNCTION_WORDS
    | _BODIES
    | _TITLES
    | frozenset(
        "every each both many several few another you who their man woman people officials sources "
        "authorities".split()
    )
)
"""What may have a capital, at a sentence's start or out of respect, and names nobody."""
_SPELT_ALIKE = 5
"""First letters in common from which two last names may be one, spelt in two ways."""


def voices_of(passage: Passage, voices: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The attributions whose content has most of the passage's first span."""
    place = passage.spans[0]
    return tuple(v for v in voices if any(_mostly(place, content) for content in v.contents))


def _mostly(place: Span, content: Span) -> bool:
    return 2 * (min(place.end, content.end) - max(place.start, content.start)) > len(place)


def named(hops: Iterable[Hop]) -> tuple[Hop, ...]:
    """The hops that a name stands behind: nobody anonymous, no pronoun, no plain noun."""
    return tuple(hop for hop in hops if not hop.anonymous and _names(hop.name))


def _names(text: str) -> frozenset[str]:
    """The words of ``text`` that are names: those with a capital, but for articles, pronouns and
    offices."""
    return frozenset(
        _key(word.key)
        for word in words(text)
        if word.span.of(text)[:1].isupper() and word.key not in _NO_NAMES
    )


def _key(key: str) -> str:
    return spelling(key.removesuffix("'s").removesuffix("'"))


def _called_by_name(hops: Iterable[Hop], text: str) -> tuple[Hop, ...]:
    """The hops that ``text`` itself calls by their name where it gives them the words: who "he"
    or "the engineer" is, is a reading, and no ground for an accusation."""
    return tuple(
        hop
        for hop in named(hops)
        if hop.mention is None or _names(hop.name) & _names(hop.mention.of(text))
    )


def last_name(name: str) -> str:
    """What a person is called by on second mention; "" if the name has no words."""
    keys = [word.key.removesuffix("'s") for word in words(fold(name))]
    return keys[-1] if keys else ""


def same_person(one: Hop, other: Hop) -> bool:
    """Whether two names may be one person's or one body's: one is part of the other, or they
    have the last name in common. A first name in common is nothing."""
    ours, theirs = (frozenset(_keys(hop.name)) for hop in (one, other))
    if one.id == other.id or not ours or not theirs or ours <= theirs or theirs <= ours:
        return True
    if _initials(one.name) in theirs or _initials(other.name) in ours:
        return True
    if (ours | theirs) & _BODIES:
        return bool((ours & theirs) - _BODIES)
    last, others = _keys(one.name)[-1], _keys(other.name)[-1]
    alike = last[:_SPELT_ALIKE] == others[:_SPELT_ALIKE]
    return last == others or alike or last in theirs or others in ours


def _initials(name: str) -> str:
    """What a body of two words or more is called in short."""
    keys = _keys(name)
    return "".join(key[:1] for key in keys) if len(keys) > 1 else ""


def _keys(name: str) -> list[str]:
    return [_key(word.key) for word in words(fold(name)) if word.key not in FUNCTION_WORDS]


def other_speaker(
    ours: Attribution | None, article: str, theirs: Sequence[Attribution], source: str
) -> Hop | None:
    """The speaker whom the ``source`` names for the words, if that is certainly somebody else
    than the ``article`` names. None if either calls nobody by name there, or if in doubt.

    ``article`` and ``source`` are the texts that the attributions are of.
    """
    speakers = _called_by_name(ours.hops("speaker"), article) if ours else ()
    sure = [voice for voice in theirs if voice.confidence >= _SURE]
    there = [h for voice in sure for h in _called_by_name(voice.hops("speaker"), source)]
    around = [hop for voice in theirs for hop in voice.chain]
    if not speakers or not there or len(sure) < len(theirs):
        return None
    if any(same_person(mine, hop) for mine in speakers for hop in around):
        return None
    own_bodies = ours.hops("affiliation") if ours else ()
    if any(same_person(body, hop) for body in own_bodies for hop in there):
        return None
    return there[0]
