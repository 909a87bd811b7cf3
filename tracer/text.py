"""Pure string work: folding, words, sentences, paragraphs, quotation marks, highlights.

Nothing here knows what an article or a source is. All offsets are half-open code points of the
text that was handed in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, zip_longest

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
      [a-zA-Z]{2,}(?![\w'\u2019])             # most words, and the quickest to see
    | (?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?    # U.S.  a.m.  U.S.A
    | \d+(?:[.,:]\d+)*                         # 2,400.5  12:30
    | [^\W\d_]+(?:['\u2019][^\W\d_]+)*         # don't
    | [$€£¥%]                                  # signs that make a figure
    """,
    re.VERBOSE,
)
_PARTED = re.compile(f"({_WORD.pattern})", re.VERBOSE)


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


def parted(text: str) -> list[str]:
    """``text`` cut around its words: what stands before the first, the first, what stands before
    the second, and so on. The pieces joined are the text."""
    return _PARTED.split(text)


def keys_of(text: str) -> list[str]:
    """What the words of ``text`` are compared by: as ``words`` of the folded text, without where
    they stand, in a third of the time."""
    return [word_key(word) for word in spelled(fold(text))]


def words(text: str, at: int = 0) -> tuple[Word, ...]:
    """The words of ``text`` in order; hyphens part words, so "roll-out" is "roll out". ``at`` is
    where ``text`` begins in what the offsets count in."""
    return tuple(
        Word(Span(at + m.start(), at + m.end()), word_key(m.group())) for m in _WORD.finditer(text)
    )


_LINE = re.compile(r"\S[^\n\r\u2028\u2029]*")
_WRAPPED_AT = range(50, 101)
_NARROWEST = 30
"""A column of a newspaper holds so many characters at least."""
_MOST = 0.75
"""The share of full lines in a hard-wrapped text; headlines and lists have others."""
_ITEM = re.compile(
    r"(?:[-*\u2022\u2023\u25aa\u25e6\u00b7\u2013\u2014]|\(?\d{1,2}[.)]|\(?[a-z]\))\s"
)
"""What a line of a list, or a signature under a quotation, begins with."""
_ENDS = frozenset(".!?\u2026:;")
_CLOSING_BEHIND = "\"'\u201d\u2019\u00bb\u203a)]"
_FULL_LINE = 8
"""A line of so many words is no label. In 10,519 news texts at hand two breaks are mended with it,
both rightly."""


def trimmed(text: str, span: Span) -> Span:
    """``span`` without white space at its edges; empty at its start if there is nothing else."""
    inner = span.of(text)
    left = len(inner) - len(inner.lstrip())
    return Span(span.start + left, max(span.start + left, span.start + len(inner.rstrip())))


@lru_cache(maxsize=16)
def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of ``text`` without white space at their edges: its lines that hold
    something, or the blocks between blank lines where the text is hard-wrapped. A line break in
    mid-sentence ends none; each line of a list is one.
    """
    lines = [trimmed(text, Span(*m.span())) for m in _LINE.finditer(text)]
    joined = _blocks(text, lines) if _is_wrapped(lines, text) else _mended(text, lines)
    return tuple(joined)


def _is_wrapped(lines: Sequence[Span], text: str) -> bool:
    """Whether a paragraph was broken over lines, as in mail and README files: none is much longer
    than a typewriter's, and most are long, or too long to take one more word."""
    lengths = sorted(map(len, lines))
    if len(lengths) < 4 or lengths[-1] >= _WRAPPED_AT.stop:
        return False
    pairs = [
        (line, after)
        for line, after in pairwise(lines)
        if _adjoin(text, line, after) and not _ITEM.match(text, after.start)
    ]
    if lengths[len(lengths) // 2] >= _WRAPPED_AT.start:
        return len(pairs) > 1
    full = sum(len(line) + _first_word(text, after) >= lengths[-1] for line, after in pairs)
    return len(pairs) > 3 and lengths[-1] >= _NARROWEST and full >= _MOST * len(pairs)


def _first_word(text: str, line: Span) -> int:
    """The length of the first word of ``line``."""
    return len(line.of(text).split(None, 1)[0])


def _adjoin(text: str, line: Span, following: Span) -> bool:
    """Whether no blank line is between two lines."""
    return text.count("\n", line.end, following.start) < 2


def _blocks(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The lines of a hard-wrapped text put together: up to a blank line or a new item of a list."""
    start = 0
    for index, (line, following) in enumerate(zip_longest(lines, lines[1:])):
        block = Span(lines[start].start, line.end)
        if (
            following is None
            or not _adjoin(text, line, following)
            or (
                _ITEM.match(text, following.start)
                and (_is_ended(text, line) or _ITEM.match(text, block.start))
            )
        ):
            yield block
            start = index + 1


def _mended(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """``lines`` with those put together that a stray break has cut: a sentence begins in the first
    of them and ends with the last."""
    start = 0
    for index, (line, following) in enumerate(zip_longest(lines, lines[1:])):
        if following and _adjoin(text, line, following) and _is_cut(text, line, following):
            continue
        cut = lines[start : index + 1]
        if len(cut) > 1 and not _is_small(text, cut[0].start) and _is_ended(text, line):
            yield Span(cut[0].start, line.end)
        else:
            yield from cut
        start = index + 1


def _is_cut(text: str, line: Span, following: Span) -> bool:
    """Whether a sentence that ``line`` does not end goes on in the next one: that begins with a
    small letter, and ``line`` is long or ends with a comma or a word that wants another."""
    if not _is_small(text, following.start) or _is_ended(text, line):
        return False
    found = spelled(line.of(text))
    wanting = text[line.end - 1] == "," or (found and word_key(found[-1]) in FUNCTION_WORDS)
    return bool(wanting) or len(found) >= _FULL_LINE


def _is_small(text: str, at: int) -> bool:
    """Whether a word that begins at ``at`` has no capitals, as "eBay" has."""
    return text[at].islower() and not text[at + 1 : at + 2].isupper()


def _is_ended(text: str, line: Span) -> bool:
    """Whether ``line`` ends as a sentence does, or introduces what follows."""
    last = text[max(line.start, line.end - 8) : line.end].rstrip(_CLOSING_BEHIND)[-1:]
    return last in _ENDS


_BEFORE_A_NAME = frozenset(
    "mr mrs ms dr prof rev gen sen sens rep reps gov govs lt col sgt capt cpl maj adm hon messrs "
    "supt insp pres atty st mt ft vs no nos fig approx cf ca e.g i.e vol pp".split()
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
    r"""
      [.!?\u2026]+(?:[ \u00a0\u202f]\u00bb|["'\u201c\u201d\u2019\u00ab\u00bb\u203a)\]]*)(?=\s+|$)
    | [.!?]["\u201d](?=[A-Z])
    """,
    re.VERBOSE,
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


# --- quotations ---------------------------------------------------------------------------------

_MARK = re.compile(
    "([\"\uff02\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a])\\1*|(['`\u2018\u2019])\\2+"
)
_SOMETHING = re.compile(
    "[^\\s\"\uff02\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a'`\u2018\u2019]"
)
_FORMS = {
    **dict.fromkeys("\"\uff02'`", "straight"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2018\u2019", "curly"),
    **dict.fromkeys("\u00ab\u00bb", "guillemet"),
    **dict.fromkeys("\u2039\u203a", "single guillemet"),
}
_OPENS_BY_SHAPE = {
    **dict.fromkeys("`\u2018\u201c\u201e\u201f\u00ab\u2039", True),
    **dict.fromkeys("\u2019\u201d\u00bb\u203a", False),
}
_BEFORE_OPENING = frozenset("([{<>-\u2013\u2014/|*_\u201c\u201e\u201f\u00ab\u2039")
_AFTER_CLOSING = frozenset(")]}<>-\u2013\u2014/|*_.,;:!?\u201d\u00bb\u203a")
_SINGLE_MARKS = "'`\u2018\u2019"
_FEET = re.compile(r"\d['\u2019\u2032] ?\d[\d.]{0,3}$")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A double quotation mark, or several alike in a row. ``shape`` and ``place`` say whether it
    opens a quotation by its shape and by what stands beside it; None if neither tells."""

    span: Span
    form: str
    shape: bool | None
    place: bool | None
    is_low: bool
    after_digit: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph and its double marks."""

    span: Span
    marks: tuple[_Mark, ...]


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quotation with its marks (``whole``) and without. ``certainty`` is 0 if an apostrophe may
    have been taken for its closing mark, 1 if that is a single mark by itself, and 2 otherwise."""

    whole: Span
    inner: Span
    certainty: int = 2


def quotations(text: str) -> tuple[Span, ...]:
    """The outermost stretches inside quotation marks, without the marks: double ones, guillemets,
    two single ones in a row, and single ones as British papers print them.

    What stands beside a mark says whether it opens or closes, so that a missing or stray one spoils
    one quotation and none after it. A quotation without a closing mark ends with its sentence, or
    with its paragraph if it opens that, follows a comma or colon, or goes on in the next paragraph.
    If a line break has cut it, its second part begins where the next paragraph does.
    """
    lines = [_Line(span, tuple(_marks(text, span))) for span in paragraphs(text)]
    singles = _all_singles(text, lines)
    found: list[Span] = []
    carried: _Mark | None = None
    for index, line in enumerate(lines):
        if carried and not line.marks:
            found.append(line.span)
            continue
        quotes, unclosed = _read_line(text, lines, index, singles[index], carried)
        found.extend(quote.inner for quote in quotes)
        carried = unclosed if unclosed and _goes_on(text, unclosed, lines, index) else None
    return tuple(span for span in found if _SOMETHING.search(text, span.start, span.end))


def _marks(text: str, part: Span) -> Iterator[_Mark]:
    """The double quotation marks of a paragraph; those that measure feet and inches are none."""
    for match in _MARK.finditer(text, part.start, part.end):
        before = text[max(part.start, match.start() - 8) : match.start()]
        if not _FEET.search(before):
            sign = match.group()[0]
            yield _Mark(
                span=Span(*match.span()),
                form=_FORMS[sign],
                shape=_OPENS_BY_SHAPE.get(sign),
                place=_opens_by_place(before, text[match.end() : min(match.end() + 2, part.end)]),
                is_low=sign == "\u201e",
                after_digit=before[-1:].isdigit(),
            )


def _opens_by_place(before: str, after: str) -> bool | None:
    """Whether a mark between ``before`` and ``after``, two code points, opens a quotation (True),
    closes one (False) or may do both; a single mark beside it does not count."""
    left, right = before.rstrip(_SINGLE_MARKS)[-1:], after.lstrip(_SINGLE_MARKS)[:1]
    if not (left and right):
        return None if left == right else not left
    may_open = not left.strip() or left in _BEFORE_OPENING
    may_close = not right.strip() or (right in _AFTER_CLOSING and after != "..")
    return None if may_open == may_close else may_open


def _read_line(
    text: str,
    lines: Sequence[_Line],
    index: int,
    singles: Sequence[_Quoted],
    carried: _Mark | None,
) -> tuple[list[_Quoted], _Mark | None]:
    """The quotations of a paragraph, and the mark of one that it does not close; ``carried`` is
    the mark of one that the paragraph before did not."""
    line = lines[index]
    pairing = _Pairing(carried, line.span.start)
    for mark, after in zip_longest(line.marks, line.marks[1:]):
        pairing.take(mark, after)
    doubles = _outermost(pairing.pairs)
    apart = [single for single in singles if not _crosses(single, doubles)]
    quotes = _outermost([*doubles, *apart])
    unclosed = pairing.unclosed(lines, index)
    if unclosed is None or any(quote.whole.contains(unclosed.span) for quote in apart):
        return quotes, None
    end = _end_of_unclosed(text, unclosed, lines, index)
    whole = Span(unclosed.span.start, end)
    return _outermost([*quotes, _Quoted(whole, Span(unclosed.span.end, end))]), unclosed


class _Pairing:
    """The marks of a paragraph put together in pairs, from left to right."""

    def __init__(self, carried: _Mark | None, start: int) -> None:
        self.pairs: list[_Quoted] = []
        self._open: list[_Mark] = []
        self._forms: Counter[str] = Counter()
        self._last_pair: dict[str, int] = {}
        self._carried = carried and replace(carried, span=Span(start, start))
        if self._carried:
            self._push(self._carried)

    def take(self, mark: _Mark, following: _Mark | None) -> None:
        """Reads the next mark: it opens a quotation, closes one, or is stray."""
        if self._measures(mark, following):
            return
        if _opens(mark, self._open[-1] if self._open else None, self._forms[mark.form] > 0):
            if self._open and self._open[0] is self._carried and self._carried.form == mark.form:
                self._open.clear()
                self._forms.clear()
            self._push(mark)
        elif self._open:
            self._close(mark)

    def _measures(self, mark: _Mark, following: _Mark | None) -> bool:
        """Whether a mark after a digit stands for inches: it closes nothing, or the next mark does
        it."""
        if not mark.after_digit or mark.shape is not None:
            return False
        if mark.place is None or not self._forms[mark.form]:
            return True
        if following is None or following.form != mark.form:
            return False
        return following.place is False and not following.after_digit

    def _push(self, mark: _Mark) -> None:
        self._open.append(mark)
        self._forms[mark.form] += 1

    def _pop(self) -> _Mark:
        mark = self._open.pop()
        self._forms[mark.form] -= 1
        return mark

    def _close(self, mark: _Mark) -> None:
        while self._forms[mark.form] and self._open[-1].form != mark.form:
            self._pop()
        opening = self._pop()
        whole = Span(opening.span.start, mark.span.end)
        self.pairs.append(_Quoted(whole, Span(opening.span.end, mark.span.start)))
        self._last_pair[opening.form] = opening.span.start

    def unclosed(self, lines: Sequence[_Line], index: int) -> _Mark | None:
        """The mark of the quotation that is open at the end of a line: the first one with no pair
        of its form behind it, or one that opens the line if the next line opens alike."""
        for mark in self._open:
            at_start = mark.span.start == lines[index].span.start
            is_last = self._last_pair.get(mark.form, -1) < mark.span.start
            if mark is not self._carried and (
                is_last or (at_start and _opens_alike(lines, index + 1, mark))
            ):
                return mark
        return None


def _opens(mark: _Mark, innermost: _Mark | None, is_open: bool) -> bool:
    """Whether ``mark`` opens a quotation rather than closes one. ``innermost`` is the one that is
    open, and ``is_open`` says whether one in marks of the same form is."""
    if mark.shape is None:
        return not is_open if mark.place is None else mark.place
    if mark.shape:
        closes_low = innermost is not None and innermost.is_low and mark.place is None
        return innermost is None or not (mark.place is False or closes_low)
    return mark.place is True and not is_open


def _opens_alike(lines: Sequence[_Line], index: int, mark: _Mark) -> bool:
    """Whether a line begins with a mark that opens a quotation, of the form of ``mark``."""
    line = lines[index] if index < len(lines) else None
    if line is None or not line.marks or line.marks[0].span.start != line.span.start:
        return False
    return line.marks[0].form == mark.form and _opens(line.marks[0], None, is_open=False)


def _goes_on(text: str, mark: _Mark, lines: Sequence[_Line], index: int) -> bool:
    """Whether the quotation that ``mark`` opens in a line is closed by the first mark of the next
    one, or of a later one if all breaks up to it are in mid-sentence. "Jane Roe, editor" on a line
    of its own within the marks is no part of the quotation."""
    at = index + 1
    while at < len(lines) and not lines[at].marks and not _is_ended(text, lines[at - 1].span):
        at += 1
    first = lines[at].marks[0] if at < len(lines) and lines[at].marks else None
    if first is None or first.form != mark.form or _opens(first, mark, is_open=True):
        return False
    if not _is_ended(text, lines[at - 1].span):
        return True
    rest = spelled(text[lines[at].span.start : first.span.start])
    is_signature = first.span.end == lines[at].span.end and 2 * sum(
        word[0].isupper() for word in rest
    ) >= len(rest)
    return at == index + 1 and not is_signature


def _end_of_unclosed(text: str, mark: _Mark, lines: Sequence[_Line], index: int) -> int:
    line, start = lines[index].span, mark.span.start
    introduced = text[max(line.start, start - 2) : start].rstrip()[-1:] in {"", ",", ":"}
    if introduced or _opens_alike(lines, index + 1, mark) or _goes_on(text, mark, lines, index):
        return line.end
    rest = _sentences_between(text, mark.span.end, line.end)
    return next((sentence.end for sentence in rest), line.end)


_ELIDED = r"(?i:(?:\d0s|tis|twas|twere|til|em|n|cos|cuz|bout|neath)\b)|(?<=\w\s.)\d\d\b"
_SINGLE = re.compile(
    rf"""
      (?P<opens>(?<![^\s(\[{{<>/:*_\u2013\u2014"\u201c\u201e\u00ab-])
        (?:'(?!')|\u2018(?!\u2018)|`(?!`))
        (?!{_ELIDED})(?=[\w(\[$\u00a3\u20ac\u2026"\u201c\u00ab]|\.\.))
    | (?P<beside>(?<=[^\s(\[{{<'`\u2018\u2019])['\u2019](?![\w'\u2019])
        (?:(?<=[,.!?\u2026)"\u201d\u00bb].)|(?=[,.;:!?)\u2026\u2013\u2014"\u201d\u00bb]|\s*\Z)))
    | (?P<elides>(?:(?<=[so\d])|(?<=in))['\u2019](?![\w'\u2019]))
    | (?P<alone>(?<=[^\s(\[{{<'`\u2018\u2019])['\u2019](?![\w'\u2019]))
    """,
    re.VERBOSE,
)
"""Single marks that open a quotation (the apostrophe of "the '90s" does not), that close one
beside another mark or alone, and that may be an apostrophe, as in "workers' rights"."""
_CERTAINTY = {"elides": 0, "alone": 1, "beside": 2}


def _all_singles(text: str, lines: Sequence[_Line]) -> list[list[_Quoted]]:
    """The quotations of each line inside single marks. Where double marks are the paper's own,
    only those of lines without any that end beside another mark."""
    found = [
        list(_singles(text, line.span, following))
        for line, following in zip_longest(lines, lines[1:])
    ]
    singles = sum(quote.certainty > 0 for line in found for quote in line)
    if 2 * singles >= sum(len(line.marks) for line in lines):
        return found
    return [
        [quote for quote in quotes if quote.certainty == 2 and not line.marks]
        for line, quotes in zip(lines, found, strict=True)
    ]


def _singles(text: str, part: Span, following: _Line | None) -> Iterator[_Quoted]:
    """The quotations of a paragraph inside single marks. One without a closing mark goes on to the
    end if the next paragraph opens alike."""
    opening = perhaps = None
    for mark in _SINGLE.finditer(text, part.start, part.end):
        if mark.lastgroup == "opens":
            if opening and perhaps:
                yield _quoted(opening, perhaps)
            opening, perhaps = mark, None
        elif mark.lastgroup == "elides":
            perhaps = perhaps or mark
        elif opening:
            yield _quoted(opening, mark)
            opening = perhaps = None
    if (
        opening
        and _opens_single(text, following)
        and (perhaps is None or opening.start() == part.start)
    ):
        yield _Quoted(Span(opening.start(), part.end), Span(opening.end(), part.end))
    elif opening and perhaps:
        yield _quoted(opening, perhaps)


def _quoted(opening: re.Match[str], closing: re.Match[str]) -> _Quoted:
    whole = Span(opening.start(), closing.end())
    return _Quoted(
        whole, Span(opening.end(), closing.start()), _CERTAINTY[closing.lastgroup or "alone"]
    )


def _opens_single(text: str, line: _Line | None) -> bool:
    first = _SINGLE.match(text, line.span.start) if line else None
    return first is not None and first.lastgroup == "opens"


def _crosses(single: _Quoted, doubles: Sequence[_Quoted]) -> bool:
    """Whether single marks stand inside one of ``doubles``, or have a part of one between them; or
    all of one, though the closing mark may be an apostrophe."""
    first = bisect_left(doubles, single.whole.start, key=lambda quote: quote.whole.start)
    after = bisect_left(doubles, single.whole.end, key=lambda quote: quote.whole.start)
    before = doubles[first - 1] if first else None
    if before and before.whole.end > single.whole.start:
        return True
    return after > first and (
        single.certainty == 0 or doubles[after - 1].whole.end > single.whole.end
    )


def _outermost(quotes: Iterable[_Quoted]) -> list[_Quoted]:
    kept: list[_Quoted] = []
    for quote in sorted(quotes, key=lambda quote: (quote.whole.start, -quote.whole.end)):
        if not kept or quote.whole.start >= kept[-1].whole.end:
            kept.append(quote)
    return kept


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
