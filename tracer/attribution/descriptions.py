"""What the words of a mention tell: how many are meant, whose they are, who could be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracer.attribution import lexicon as lex
from tracer.models import Span

if TYPE_CHECKING:
    from tracer.attribution.bearers import Bearer
    from tracer.attribution.mentions import Mention
    from tracer.attribution.names import Name

THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_SOME = frozenset(
    "some many several most few both other more one two three four five six seven eight nine ten "
    "a an any all half dozens hundreds thousands".split()
)
_BINDING = lex.PREPOSITIONS | {"like", "inside"}


def says_more(mention: Mention, name: Name) -> bool:
    """Whether a phrase tells which of a people: "many Republicans"."""
    return any(
        t.is_word and t.low != "the" and not name.span.contains(t.span) for t in mention.tokens
    )


def owner_span(mention: Mention) -> Span | None:
    """The words for whoever has what is named: "its", "the company's", "for the company"."""
    tokens = mention.tokens
    if tokens and tokens[0].low in {"its", "their", "his", "her"}:
        return tokens[0].span
    at = next((i for i, t in enumerate(tokens) if t.is_possessive), None)
    if at is not None:
        return Span(tokens[0].span.start, tokens[at].span.end)
    links = [i for i, t in enumerate(tokens) if t.low in {"for", "at", "of", "from"}]
    if not links or links[0] + 1 >= len(tokens):
        return None
    return Span(tokens[links[0] + 1].span.start, tokens[-1].span.end)


def may_employ(mention: Mention, name: Name) -> bool:
    """Whether a name in a description can be that of a body whose people are meant: of "Vatican
    officials", "officials at the Treasury", and not of "firms like Foo"."""
    before = [t.low for t in mention.tokens if t.span.end <= name.span.start]
    links = [low for low in before if low in _BINDING]
    return not links or links[-1] in {"of", "at", "for", "from", "with", "in", "inside", "to"}


def is_plural(mention: Mention) -> bool:
    head = mention.head
    ends = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return ends or head in _SOME | {"people", "men", "women"} or mention.pronoun in THEY


def is_anonymous(mention: Mention) -> bool:
    """Whether nobody could ask whoever is meant: "officials", "a person familiar with it"."""
    if mention.pronoun or mention.head in lex.NAMED_BODIES:
        return False
    if mention.head in lex.PLURAL_GENERIC:
        return True
    if mention.definite or mention.owned:
        return False
    group = mention.name is not None
    if group:
        return bool(_SOME & {t.low for t in mention.tokens})
    return not (mention.head in lex.SPOKES and mention.others)


def is_author(text: str, mention: Mention, name: Name, bearer: Bearer) -> bool:
    """Whether a name in the words for a document is that of whoever wrote it."""
    before = [t.low for t in mention.tokens if t.span.end <= name.span.start]
    links = [low for low in before if low in lex.PREPOSITIONS]
    if links and links[-1] in {"in", "on"} and bearer.kind == "outlet":
        return True
    owns = text[name.span.end : name.span.end + 1] in {"'", "’"}
    if links and links[-1] == "of":
        return bearer.is_body and mention.head not in lex.TOPICS
    if links:
        return links[-1] in {"by", "from"} and bearer.kind != "place"
    return bearer.is_body or (owns and bearer.is_person)
