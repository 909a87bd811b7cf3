"""Who said it: cue, source span and content spans, and the chain behind "he" and "the report".

    lexicon       the words that the rules go by
    units         sentences cut into tokens, with what stands inside quotation marks
    phrases       noun phrases beside a cue
    clauses       cues and their subjects
    contents      what those clauses report
    reported      the attributions of a text, and quotations that run on
    names         people, bodies and outlets that the text names
    identities    who a source span stands for

``attribute`` is the only door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracer.attribution.identities import Identities
from tracer.attribution.reported import find_reported
from tracer.attribution.units import units

if TYPE_CHECKING:
    from tracer.models import Attribution, Document
    from tracer.outlets import Outlets

__all__ = ["attribute"]


def attribute(document: Document, outlets: Outlets) -> tuple[Attribution, ...]:
    """Who ``document`` gives which of its words to, in the order of the first content span.

    Deterministic and free of I/O. Contents of different attributions may nest (somebody is said
    to have said something), but never share a span.
    """
    parts = units(document.text)
    identities = Identities(document.text, parts, outlets)
    found = find_reported(document.text, parts, outlets)
    attributions = [identities.attribution(reported) for reported in found]
    return tuple(sorted(attributions, key=lambda a: (a.contents[0].start, -a.contents[0].end)))
