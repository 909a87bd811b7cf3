"""How a source was looked for online: each step, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracer.models import Attempt
from tracer.views.annotated import Tag
from tracer.views.words import link


@dataclass(frozen=True, slots=True)
class Step:
    """A step of looking for a source; ``href`` is None unless the address is http(s). ``claims``
    are those that it was taken for."""

    finder: str
    address: str
    href: str | None
    outcome: str
    claims: tuple[Tag, ...]


def steps(taken: Iterable[Attempt], tags: Mapping[str, Tag]) -> tuple[Step, ...]:
    """The steps of ``taken``, each once with all claims that it was taken for and that ``tags``,
    by their ids, has."""
    grouped: dict[tuple[str, str, str], dict[str, Tag]] = {}
    for attempt in taken:
        claims = grouped.setdefault((attempt.finder, attempt.address, attempt.outcome), {})
        if attempt.claim_id in tags:
            claims[attempt.claim_id] = tags[attempt.claim_id]
    return tuple(
        Step(finder, address, link(address), outcome, tuple(claims.values()))
        for (finder, address, outcome), claims in grouped.items()
    )
