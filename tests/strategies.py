"""Generated input that all tests share: texts, spans of them, documents.

Import what you need: ``from strategies import documents, texts``. Every value is one that the
program can meet: spans lie in their text, a document's links too, its id comes from its address.
"""

from __future__ import annotations

import hashlib
from string import ascii_letters, digits

from hypothesis import strategies as st

from tracer.models import Document, Link, Span, stable_id

quotation_marks = "\"“”„‟«»‘’‚‛'`′″"
dashes = "-‐‑–—−"
spaces = " \t\n\u00a0\u2009\u200b\u3000\u2028"
odd_characters = "ﬁﬂßİıſK½…·éÀe\u0301\u202e\u00ad\ufeff\x07\x00你好مرحبا🏳️‍🌈\U0001f600"

characters = st.sampled_from(
    ascii_letters + digits + ".,;:!?()[]" + quotation_marks + dashes + spaces + odd_characters
)
"""Single characters as news texts and broken files hold them; no surrogates."""


def texts(max_size: int = 200) -> st.SearchStrategy[str]:
    """Any text at all, rich in quotation marks, dashes, spaces and odd characters."""
    return st.text(characters | st.characters(exclude_categories=["Cs"]), max_size=max_size)


_WORDS = (
    "the a not no never he she it they company minister report Huawei Reuters London said told "
    "according to rose fell by 38 1,200 4.5 percent million U.S. US don’t can't on Tuesday in 2019 "
    "March would might must has been will their new plan offer bank workers talks"
).split()

words = st.sampled_from(_WORDS) | st.text(ascii_letters, min_size=1, max_size=9)
"""A word as prose has it: mostly plain ones, with negations, figures, names and modal verbs."""


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A line of words with a capital, commas, perhaps a quotation, and a mark at the end."""
    chosen = draw(st.lists(words, min_size=2, max_size=14))
    body = chosen[0][:1].upper() + chosen[0][1:]
    for word in chosen[1:]:
        body += draw(st.sampled_from([" ", " ", " ", " ", ", ", " – "])) + word
    opening, closing = draw(st.sampled_from([("", ""), ('"', '"'), ("“", "”"), ("«", "»")]))
    return opening + body + draw(st.sampled_from(".?!")) + closing


@st.composite
def prose(draw: st.DrawFn, max_paragraphs: int = 5) -> str:
    """Paragraphs of sentences, one paragraph a line: what an extracted news text looks like."""
    paragraph = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)
    return "\n".join(draw(st.lists(paragraph, min_size=1, max_size=max_paragraphs)))


@st.composite
def spans_in(draw: st.DrawFn, text: str, min_length: int = 0) -> Span:
    """A span that lies in ``text`` and is at least ``min_length`` long, if the text is."""
    shortest = min(min_length, len(text))
    start = draw(st.integers(0, len(text) - shortest))
    return Span(start, draw(st.integers(start + shortest, len(text))))


def with_spans(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, list[Span]]]:
    """A text of ``text`` and up to eight spans of it, in any order, overlapping or empty."""
    return text.flatmap(lambda t: st.tuples(st.just(t), st.lists(spans_in(t), max_size=8)))


_host = st.sampled_from(["example.com", "www.example.org", "news.example.net"])
_slug = st.text(ascii_letters + digits + "-", min_size=1, max_size=12)
addresses = st.builds("https://{}/{}".format, _host, _slug)
"""http(s) addresses that nothing answers at."""

dates = st.dates().map(lambda day: day.isoformat())


@st.composite
def documents(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> Document:
    """A document as reading one gives it. ``text`` defaults to prose or to any text at all."""
    body = draw(text if text is not None else prose() | texts())
    url = draw(st.none() | addresses)
    links = draw(st.lists(st.builds(Link, spans_in(body, 1), addresses), max_size=3))
    raw = body.encode()
    return Document(
        id=stable_id(url or "/" + draw(_slug) + ".txt"),
        name=draw(_slug),
        text=body,
        sha256=hashlib.sha256(raw).hexdigest(),
        url=url,
        title=draw(st.none() | sentences() | texts(40)),
        authors=tuple(draw(st.lists(sentences(), max_size=2))),
        publisher=draw(st.none() | st.sampled_from(["Reuters", "The New York Times", "BBC"])),
        published=draw(st.none() | dates),
        links=tuple(sorted(links, key=lambda link: link.span)),
        detail=draw(st.sampled_from(["", "", "constructed stand-in"])),
        raw=raw,
    )
