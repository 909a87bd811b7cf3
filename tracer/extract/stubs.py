"""Pages that stand where an article should, and texts that may be wrong: said in plain words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from tracer.extract.lines import Line
from tracer.models import Marks, Stub

_WORD = re.compile(r"\w+")
_SHORT = 200
"""Words: what a stub has at most. Of 82 news pages 14 have less; one of them is a stub, and the
only one that is taken for one."""
_LOW = 0.6
"""Readings that agree on less are said to a reader. Of 82 pages five do, and those were read right
nevertheless (newspaper3k had lost most of them): it is a reason to look, not a finding."""

_MISSING = re.compile(
    r"""
      ^\W*(?:error\W*)?404\b | [-–—|:]\W*404\W*$ | \b404\W+(?:error|not\ found)\b
    | ^\W*not\ found\b
    | \b(?:page|article|story|file)\b.{0,30}\b(?:
        not\ found | unavailable | no\ longer\ (?:available|exists?|here)
        | (?:does\ not|doesn['’]t)\ exist | (?:could\ not|couldn['’]t|can(?:not|['’]t))\ be\ found
      )\b
    | \bpage\ introuvable\b | \bseite\ nicht\ gefunden\b | \bpagina\ non\ trovata\b
    | \bpágina\ n(?:o|ão)\ encontrada\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONSENT = re.compile(
    r"""
      \bcookies?\b | \bconsent\b | \b(?:accept|reject)\ all\b | \bvendors\b | \bour\ partners\b
    | \bmanage\ (?:options|preferences|choices)\b | \bprivacy\ (?:policy|settings|choices)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SHARE_OF_CONSENT = 0.04
"""So many of its words, and a short text is about cookies: one in 25."""
_PAYWALL = re.compile(
    r"""
      \b(?:subscribe|sign\ in|log\ in|register)\b.{0,20}\bto\ (?:continue|keep|read|unlock)\b
    | \bto\ (?:continue|keep)\ reading\b | \bcontinue\ reading\ your\ article\b
    | \bfor\ subscribers\b | \bsubscribers\ only\b | \bsubscriber[- ]exclusive\b
    | \balready\ a\ (?:subscriber|member)\b | \bfree\ articles?\ (?:left|remaining)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AROUND = frozenset({"header", "nav", "footer"})
"""Where a page may ask for subscribers whatever stands in it."""


def kind(
    page: Iterable[Line], text: str, titles: Collection[str], free: bool | None
) -> Stub | None:
    """What stands in an article's place, if something does: a long text is never a stub.

    ``page`` is all lines of the page's body, ``text`` those that were taken for the article, and
    ``free`` whether the publisher says that everybody may read it all.
    """
    words = len(_WORD.findall(text))
    if words > _SHORT:
        return None
    if any(_MISSING.search(title) for title in titles):
        return "missing"
    if words and len(_CONSENT.findall(text)) > _SHARE_OF_CONSENT * words:
        return "consent"
    return "paywall" if free is False or any(map(_asks_for_payment, page)) else None


def _asks_for_payment(line: Line) -> bool:
    return bool(_PAYWALL.search(line.text)) and not line.within(_AROUND)


_SAID: dict[Stub, str] = {
    "paywall": "a paywall hides the article: this is its beginning at most",
    "consent": "this asks for consent to cookies and is not the article",
    "missing": "the site says that it has no such page",
}


def warnings(marks: Marks) -> Iterator[str]:
    """What a reader must know of a page's text, in plain words."""
    if marks.stub:
        yield _SAID[marks.stub]
    elif marks.agreement is not None and marks.agreement < _LOW:
        share = f"{100 * marks.agreement:.0f} %"
        yield f"two ways to read this page agree on {share} of its text: compare it with the page"
