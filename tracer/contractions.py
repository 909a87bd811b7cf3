"""English contractions written out: "don't" is "do not", "it's" is "it is" or "it has"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

_IRREGULAR = {
    "can't": ("can not",),
    "cannot": ("can not",),
    "won't": ("will not",),
    "shan't": ("shall not",),
    "let's": ("let us",),
    "i'm": ("i am",),
}
_PRONOUNS = frozenset("it that there here he she what who where when how this".split())
"""Before "'s" these are no owners: "it's" is "it is" or "it has"."""
_ENDINGS = {
    "n't": (" not",),
    "'re": (" are",),
    "'ve": (" have",),
    "'ll": (" will",),
    "'d": (" would", " had"),
}


@lru_cache(maxsize=1 << 15)
def written_out(key: str) -> tuple[str, ...]:
    """What a word key may stand for, the likeliest first; any other word stands for itself."""
    if key in _IRREGULAR:
        return _IRREGULAR[key]
    if key.removesuffix("'s") in _PRONOUNS and key.endswith("'s"):
        return tuple(key.removesuffix("'s") + verb for verb in (" is", " has"))
    for ending, full in _ENDINGS.items():
        if key.endswith(ending) and len(key) > len(ending):
            return tuple(key.removesuffix(ending) + words for words in full)
    return (key,)


def readings(keys: Sequence[str]) -> frozenset[str]:
    """All that ``keys`` may stand for when their contractions are written out. Of more than a
    few contractions only the likeliest reading counts."""
    choices = [written_out(key) for key in keys]
    if sum(len(choice) > 1 for choice in choices) > 4:
        choices = [choice[:1] for choice in choices]
    return frozenset(" ".join(parts) for parts in product(*choices))
