"""Pure string work: folding, words, sentences, paragraphs, quotation marks, highlights.

Nothing here knows what an article or a source is. All offsets are half-open code points of the
text that was handed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tracer.models import Span

_FOLDED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`\u02bc\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
}


def _fold_char(char: str) -> str:
    if char in _FOLDED:
        return _FOLDED[char]
    if char.isspace():
        return " "
    lower = char.casefold()
    return lower if len(lower) == 1 else char


class _FoldTable(dict[int, str]):
    """A translation table that fills itself, so that a long text costs one C loop."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLD_TABLE = _FoldTable()


def fold(text: str) -> str:
    """``text`` without case and with one form of each quotation mark, dash and space.

    Keeps the length, so an offset in the result is an offset in ``text``.
    """
    return text.translate(_FOLD_TABLE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. ``key`` is equal for words that differ only in case, marks, ligatures
    or the full stops of an abbreviation (U.S. = US)."""

    span: Span
    key: str


_WORD = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?    # U.S.  a.m.  U.S.A
    | \d+(?:[.,:]\d+)*                         # 2,400.5  12:30
    | [^\W\d_]+(?:['\u2019][^\W\d_]+)*         # don't
    | [$€£¥%]                                  # signs that make a figure
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> str:
    """What a word is compared by."""
    key = unicodedata.normalize("NFKC", word).casefold().replace("\u2019", "'")
    return key.replace(".", "") if key[:1].isalpha() else key


FUNCTION_WORDS = frozenset(
    "a about after all also although am an and any are as at be because been before being but by "
    "can could did do does for from had has have he her here hers him his how i if in into is it "
    "its just may me might more most must my no nor not now of on one only or other our out over "
    "said say says shall she should so some such than that the their them then there these they "
    "this those to too under until up upon us very was we were what when where which while who "
    "whom whose why will with would yet you your don't it's i'm we're that's".split()
)
"""Word keys that nearly every English text has: two texts that share them share nothing."""

_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "es", "ed", "ly", "s", "e")


@lru_cache(maxsize=1 << 16)
def stem(key: str) -> str:
    """A word key without its commonest endings, so that "promises" meets "promised"."""
    key = key.removesuffix("'s")
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            key = key.removesuffix(ending)
            break
    return key.removesuffix("y") if len(key) > 3 else key


def spelled(text: str) -> list[str]:
    """The words of ``text`` as they are spelled: ``words`` without offsets, in one C loop."""
    return _WORD.findall(text)


def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order; hyphens part words, so "roll-out" is "roll out"."""
    return tuple(Word(Span(*m.span()), word_key(m.group())) for m in _WORD.finditer(text))


_LINE = re.compile(r"\S[^\n\r\u2028\u2029]*")
_BLOCK = re.compile(r"\S(?:.|\n(?![^\S\n]*(?:\n|\Z)))*")
_WRAPPED_AT = range(50, 101)


def trimmed(text: str, span: Span) -> Span:
    """``span`` without white space at its edges; empty at its start if there is nothing else."""
    inner = span.of(text)
    left = len(inner) - len(inner.lstrip())
    return Span(span.start + left, max(span.start + left, span.start + len(inner.rstrip())))


def _is_wrapped(lines: Sequence[Span], text: str) -> bool:
    """Whether a paragraph was broken over lines, as in mail and README files: most lines are
    long, none is much longer than a typewriter's, and blank lines part the paragraphs."""
    lengths = sorted(map(len, lines))
    return (
        len(lengths) > 3
        and lengths[-1] < _WRAPPED_AT.stop
        and lengths[len(lengths) // 2] >= _WRAPPED_AT.start
        and sum(1 for a, b in pairwise(lines) if text.count("\n", a.end, b.start) == 1) > 1
    )


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of ``text`` without white space at their edges: its lines that hold
    something, or the blocks between blank lines where the text is hard-wrapped."""
    lines = [trimmed(text, Span(*m.span())) for m in _LINE.finditer(text)]
    if not _is_wrapped(lines, text):
        return tuple(lines)
    return tuple(trimmed(text, Span(*m.span())) for m in _BLOCK.finditer(text))


_BEFORE_A_NAME = frozenset(
    "mr mrs ms dr prof rev gen sen rep gov lt col sgt capt cpl maj adm hon messrs supt insp pres "
    "atty st mt ft vs no nos fig approx cf ca e.g i.e vol pp".split()
)
_ABBREVIATIONS = frozenset(
    "jr sr inc ltd co corp bros etc al dept est jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue wed thu fri sat sun".split()
)
_STARTERS = frozenset(
    "the a an he she it they we you i this that these those but and in on at as for if when while "
    "after before his her its their there what who how why since although however meanwhile".split()
)
_SENTENCE_END = re.compile(
    r"""[.!?\u2026]+["'\u201d\u2019\u00bb)\]]*(?=\s+|$)|[.!?]["\u201d](?=[A-Z])""",
)
_NEXT = re.compile(r"\s*(\S\w*)")
_LAST_WORD = re.compile(r"([\w.]+)\.+[^\w]*$")
_LONGEST_LAST_WORD = 40
"""How far back a sentence's last word is looked for, so that a long line costs linear time; no
abbreviation comes near it."""


def _ends_sentence(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, mark.end(), end)
    if following is None or following.group(1)[0].islower():
        return following is None
    after = following.group(1)
    word = _LAST_WORD.search(text, max(start, mark.start() - _LONGEST_LAST_WORD), mark.end())
    if mark.group()[0] != "." or word is None:
        return True
    last = word.group(1).casefold()
    if last in _BEFORE_A_NAME and not (last == "no" and after[0].isalpha()):
        return False
    initial = len(last) == 1 and last.isalpha() and word.group(1).isupper()
    acronym = "." in last and last.replace(".", "").isalpha()
    if initial or acronym or last in _ABBREVIATIONS:
        return after.casefold() in _STARTERS
    return True


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text``; none crosses a paragraph's end.

    A closing quotation mark belongs to the sentence that it ends.
    """
    return tuple(s for paragraph in paragraphs(text) for s in sentences_of(text, paragraph))


def sentences_of(text: str, paragraph: Span) -> tuple[Span, ...]:
    """The sentences of one of ``paragraphs(text)``, or of a stretch of one."""
    return tuple(_sentences_between(text, paragraph.start, paragraph.end))


def _sentences_between(text: str, start: int, end: int) -> Iterator[Span]:
    for mark in _SENTENCE_END.finditer(text, start, end):
        if mark.end() > start and _ends_sentence(text, start, mark, end):
            sentence = trimmed(text, Span(start, mark.end()))
            if len(sentence):
                yield sentence
            start = mark.end()
    rest = trimmed(text, Span(start, end))
    if len(rest):
        yield rest


_OPENING, _CLOSING = "\u201c\u00ab\u201e", "\u201d\u00bb"
_DOUBLE_MARK = re.compile('["\u201f' + _OPENING + _CLOSING + "]")


_SINGLE_MARKS = re.compile(
    r"(?<!\w)['\u2018](?=\w)(.{1,1000}?)"
    r"(?:(?<=[,.!?\u2026])['\u2019]|['\u2019](?=[,.;:!?)\u2013\u2014]|\s*$))"
)


def quotations(text: str) -> tuple[Span, ...]:
    """The stretches inside double quotation marks or guillemets, without the marks; inside single
    ones in a paragraph that has no others, as British papers print them.

    A quotation ends at its closing mark or at the end of its paragraph, whichever comes first. A
    single mark closes one only beside another mark, since most of them are apostrophes, and within
    1,000 code points, so that a text of nothing but opening marks is read in linear time.
    """
    found = [q for paragraph in paragraphs(text) for q in _quotations_in(text, paragraph)]
    return tuple(span for span in found if len(span))


def _quotations_in(text: str, paragraph: Span) -> Iterator[Span]:
    marks = list(_DOUBLE_MARK.finditer(text, paragraph.start, paragraph.end))
    if not marks:
        singles = _SINGLE_MARKS.finditer(text, paragraph.start, paragraph.end)
        yield from (Span(*single.span(1)) for single in singles)
    opening: re.Match[str] | None = None
    for mark in marks:
        if opening and _closes(mark.group(), opening.group()):
            yield Span(opening.end(), mark.start())
            opening = None
        elif mark.group() not in _CLOSING:
            opening = mark
    if opening:
        yield Span(opening.end(), paragraph.end)


def _closes(mark: str, opening: str) -> bool:
    return mark not in _OPENING or (opening == "\u201e" and mark == "\u201c")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A piece of text and the indices of the spans that cover it, in ascending order."""

    text: str
    covers: tuple[int, ...]


def highlights(text: str, spans: Sequence[Span]) -> tuple[Highlight, ...]:
    """``text`` cut wherever a span starts or ends. The pieces joined give ``text`` back."""
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for index, span in enumerate(spans):
        if len(span):
            starts.setdefault(min(span.start, len(text)), []).append(index)
            ends.setdefault(min(span.end, len(text)), []).append(index)
    edges = sorted({0, len(text), *starts, *ends})
    active: set[int] = set()
    pieces: list[Highlight] = []
    for left, right in pairwise(edges):
        active.difference_update(ends.get(left, ()))
        active.update(starts.get(left, ()))
        pieces.append(Highlight(text[left:right], tuple(sorted(active))))
    return tuple(pieces)


def context(text: str, span: Span, size: int = 120) -> tuple[str, str]:
    """Up to ``size`` code points before and after ``span``, cut at words."""
    before = text[max(0, span.start - size) : span.start]
    after = text[span.end : span.end + size]
    if span.start > size:
        before = before[before.find(" ") + 1 :]
    if span.end + size < len(text) and " " in after:
        after = after[: after.rfind(" ")]
    return before, after


def clipped(text: str, limit: int) -> str:
    """``text`` on one line, at most ``limit`` code points, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
