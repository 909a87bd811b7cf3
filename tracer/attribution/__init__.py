"""Who said it: cue, source span and content spans, and the chain behind "he" and "the report".

What is said, and by which words it is given to whom:

    pieces        a text as the encoder reads it
    windows       parts put together to what it reads at once
    tagger        content spans with their sources and cues, as the trained model reads them
    sequence      the content spans that fit a sequence of scores best
    links         from a content span to its source and cue
    bounds        where a content begins and ends: at marks, and beside its cue
    grammar       what English grammar settles against the tagger
    layout        what the setting of a page says of who said what
    reported      the attributions of a text, mended and put together

Who that is:

    units         sentences cut into tokens, with what stands inside quotation marks
    lexicon       the words that the rules go by
    gazetteer     given names, places, peoples and seats of power
    runs          where a name begins and ends
    beside        titles, apposition and whatever else stands beside a name
    names         mentions of names
    bearers       which of them are one person or body
    mentions      a source span as noun phrases
    salience      whom a pronoun most likely means
    fitting       whether somebody or something can be meant at all
    descriptions  what the words of a mention tell of whoever is meant
    carriers      outlets and documents around a cue
    belonging     the body that a speaker belongs to
    history       what was attributed so far
    interview     who answers where lines begin with Q: and A:
    identities    the chain

``attribute`` is the only door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracer.attribution import tagger
from tracer.attribution.identities import Identities
from tracer.attribution.reported import find_reported
from tracer.attribution.units import units

if TYPE_CHECKING:
    from tracer.models import Attribution, Document
    from tracer.outlets import Outlets

__all__ = ["attribute"]


def attribute(document: Document, outlets: Outlets) -> tuple[Attribution, ...]:
    """Who ``document`` gives which of its words to, in the order of the first content span.

    Deterministic and free of I/O but for the model, which is read once. No two contents overlap.
    Raises ModelError: the model cannot be read.
    """
    parts = units(document.text)
    identities = Identities(document.text, parts, outlets, document.publisher)
    found = find_reported(document.text, parts, tagger.shipped())
    attributions = [identities.attribution(reported) for reported in found]
    return tuple(sorted(attributions, key=lambda a: (a.contents[0].start, -a.contents[0].end)))
