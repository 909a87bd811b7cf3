"""Who the source gives a passage to, and whether that is who the article names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracer.models import Attribution, Hop, Passage, Span
from tracer.text import fold, words

_SURE = 0.5
"""Below this confidence a reading of the source is no ground for saying that it names another."""
_PRONOUNS = frozenset("he she they it i we you who his her their".split())


def voices_of(passage: Passage, voices: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The attributions whose content has most of the passage's first span."""
    place = passage.spans[0]
    return tuple(v for v in voices if any(_mostly(place, content) for content in v.contents))


def _mostly(place: Span, content: Span) -> bool:
    return 2 * (min(place.end, content.end) - max(place.start, content.start)) > len(place)


def named(hops: Iterable[Hop]) -> tuple[Hop, ...]:
    """The hops that a name stands behind: nobody anonymous, no pronoun, no plain noun."""
    return tuple(hop for hop in hops if not hop.anonymous and _is_name(hop.name))


def _is_name(name: str) -> bool:
    keys = [word.key for word in words(fold(name))]
    return any(c.isupper() for c in name) and any(key not in _PRONOUNS for key in keys)


def last_name(name: str) -> str:
    """What a person is called by on second mention; "" if the name has no words."""
    keys = [word.key.removesuffix("'s") for word in words(fold(name))]
    return keys[-1] if keys else ""


def _same(one: Hop, other: Hop) -> bool:
    keys, others = (
        {w.key for w in words(fold(hop.name)) if len(w.key) > 2} for hop in (one, other)
    )
    return one.id == other.id or bool(keys & others)


def other_speaker(ours: Attribution | None, theirs: Sequence[Attribution]) -> Hop | None:
    """The speaker whom the source names for the words, if that is certainly somebody else than
    the article names. None if either names nobody, or if in doubt."""
    speakers = named(ours.hops("speaker")) if ours else ()
    sure = [voice for voice in theirs if voice.confidence >= _SURE]
    there = [hop for voice in sure for hop in named(voice.hops("speaker"))]
    around = [hop for voice in theirs for hop in voice.chain]
    if not speakers or not there or len(sure) < len(theirs):
        return None
    if any(_same(mine, hop) for mine in speakers for hop in around):
        return None
    own_bodies = ours.hops("affiliation") if ours else ()
    if any(_same(body, hop) for body in own_bodies for hop in there):
        return None
    return there[0]
