"""HTML -> the article's text: two libraries read the page, and this says what to keep.

trafilatura reads the text, carefully; where newspaper3k finds another article on the page than it
does, trafilatura reads once more, loosely, and the reading that has more of what newspaper3k found
is taken. Then what is no part of the text goes (the headline, lines that are but a link), and what
both missed comes in (the rest of an article that advertisements cut in two). How much of the
result newspaper3k has too is how sure it is. docs/extraction.md has the figures.
"""

from __future__ import annotations

import copy
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from lxml import etree, html

from tracer.extract.lines import FURNITURE, Line, lines

for _name in ("trafilatura", "htmldate", "courlan", "justext", "newspaper", "readability"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

T = TypeVar("T")

_MOST_ELEMENTS, _MOST_CHARACTERS = 20_000, 1_000_000
"""What the libraries are given: they take about 5 seconds for a page of so many elements, and four
times as long for twice as many. News pages have about 700, and 1,600 at most (82 pages)."""
# With each of the values below changed widely, F1 stays .976 or more: see docs/extraction.md.
_ANOTHER_ARTICLE = 0.5
"""Less than this share of newspaper3k's words in a careful reading, and it may have missed the
article; a loose reading must then have ``_CLEARLY_MORE`` of them to be taken."""
_CLEARLY_MORE = 0.3
_BUT_A_LINK = 0.8
"""A line of which links carry this share says where to read on."""
_PARAGRAPH = 80
"""Characters that make a line a paragraph rather than a caption or a label."""
_RUNNING_TEXT = 0.3
"""The links of running text carry less than this share of it."""


@dataclass(frozen=True, slots=True)
class Body:
    """An article's text, a paragraph a line. ``agreement`` is the share of its words that both
    libraries have, 0 to 1; None if one of them has none."""

    text: str
    agreement: float | None = None


def attempt(read: Callable[[], T]) -> T | None:
    """What ``read`` gives, or None if the library that it calls stumbles.

    Neither of them says what it may raise on a broken page; whatever it is, there is a second
    way to read it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are about the libraries' own code
        try:
            return read()
        except Exception:
            return None


def read(
    tree: html.HtmlElement, page: Sequence[Line], url: str, titles: Collection[str], stated: str
) -> Body:
    """The text of the article on a page; empty if there is none.

    ``page`` is the lines of its body, ``titles`` are what the article may be called, and
    ``stated`` is the text that the publisher states in the page's data, if any.
    """
    body = _by_both(tree, page, url, titles) if _is_small(tree, page) else Body("")
    if len(_words(stated)) > 2 * len(_words(body.text)):
        return Body(stated)
    return body if body.text else Body(_by_lines(page))


def _is_small(tree: etree._Element, page: Iterable[Line]) -> bool:
    elements, characters = sum(1 for _ in tree.iter()), sum(len(line.text) for line in page)
    return elements <= _MOST_ELEMENTS and characters <= _MOST_CHARACTERS


def _by_both(
    tree: html.HtmlElement, page: Sequence[Line], url: str, titles: Collection[str]
) -> Body:
    newspaper = attempt(partial(_by_newspaper, tree)) or ""
    found = _reading(tree, url, newspaper)
    if not found or not newspaper:
        return Body(_mended(found, page, titles, newspaper) if found else newspaper)
    text = _mended(found, page, titles, newspaper)
    return Body(text, _agreement(text, newspaper))


def _reading(tree: html.HtmlElement, url: str, newspaper: str) -> str:
    """trafilatura's careful reading, or its loose one if that has the article and this has not."""
    careful = attempt(partial(_by_trafilatura, tree, url, "careful")) or ""
    shared = _covered(newspaper, careful)
    if careful and (not newspaper or shared >= _ANOTHER_ARTICLE):
        return careful
    loose = attempt(partial(_by_trafilatura, tree, url, "loose")) or ""
    return loose if _covered(newspaper, loose) > shared + _CLEARLY_MORE else careful


def _by_trafilatura(tree: html.HtmlElement, url: str, manner: Literal["careful", "loose"]) -> str:
    from trafilatura import bare_extraction

    precise = manner == "careful"
    found = bare_extraction(tree, url or None, favor_precision=precise, include_comments=False)
    if found is None or isinstance(found, dict):
        return ""
    return "\n".join(line.text for line in lines(found.body))


_NO_TEXT = frozenset(
    "button head iframe img input link meta noscript option picture script select source style svg "
    "template".split()
)


def _by_newspaper(tree: html.HtmlElement) -> str:
    """The part of newspaper3k that finds the text, without the metadata, images and videos that its
    own ``Article.parse`` looks for, on a page without furniture: it takes a third of the time."""
    from newspaper import Config
    from newspaper.cleaners import DocumentCleaner
    from newspaper.extractors import ContentExtractor
    from newspaper.outputformatters import OutputFormatter

    config = Config()
    extractor, formatter = ContentExtractor(config), OutputFormatter(config)
    language = extractor.get_meta_lang(tree)
    extractor.update_language(language)
    formatter.update_language(language)
    page = copy.deepcopy(tree)
    etree.strip_elements(page, *_NO_TEXT, *FURNITURE, with_tail=False)
    top = extractor.calculate_best_node(DocumentCleaner(config).clean(page))
    if top is None:
        return ""
    text, _ = formatter.get_formatted(extractor.post_cleanup(top))
    return "\n".join(line for part in str(text).splitlines() if (line := " ".join(part.split())))


def _by_lines(page: Iterable[Line]) -> str:
    """All that stands outside menus, asides and footers."""
    return "\n".join(line.text for line in page if not line.within(FURNITURE))


# --- how alike two readings are ------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _key(text: str) -> str:
    """``text`` by its words alone, so that readings that differ in marks and spaces compare."""
    return f" {' '.join(_words(text))} "


def _shared(a: str, b: str) -> int:
    return (Counter(_words(a)) & Counter(_words(b))).total()


def _covered(text: str, by: str) -> float:
    """The share of the words of ``text`` that ``by`` has, 0 to 1; 0 if there are none."""
    return _shared(text, by) / max(1, len(_words(text)))


def _agreement(a: str, b: str) -> float:
    return 2 * _shared(a, b) / max(1, len(_words(a)) + len(_words(b)))


# --- what to keep, what to add -------------------------------------------------------------------


def _mended(text: str, page: Sequence[Line], titles: Collection[str], newspaper: str) -> str:
    """``text`` without what is no part of it, and with what is and was missed."""
    known = {line.text: line for line in page}
    kept = _without_title(text.split("\n"), titles)
    also = _key(newspaper)
    kept = [line for line in kept if not _is_but_a_link(known.get(line)) or _key(line) in also]
    return "\n".join(_continued(kept, page)) or text


def _without_title(found: list[str], titles: Collection[str]) -> list[str]:
    names = set(map(_key, titles))
    return found[1:] if len(found) > 1 and _key(found[0]) in names else found


def _is_but_a_link(line: Line | None) -> bool:
    return line is not None and line.linked >= _BUT_A_LINK


def _continued(found: Sequence[str], page: Sequence[Line]) -> list[str]:
    """``found`` with the paragraphs that stand in boxes just like the one that most of it is from.

    Such a box holds nothing of ``found`` and nothing but running text, two paragraphs or more: an
    article goes on in it after an advertisement.
    """
    had = set(found)
    boxes = _boxes(page)
    likes: Counter[tuple[str, ...]] = Counter()
    for box, inner in boxes.items():
        likes[_looks(box)] += sum(len(line.text) for line in inner if line.text in had)
    looks, size = max(likes.items(), key=lambda item: item[1], default=((), 0))
    if not any(looks) or 2 * size < sum(map(len, found)):
        return list(found)
    missed = [
        inner for box, inner in boxes.items() if _looks(box) == looks and _goes_on(inner, had)
    ]
    return _in_page_order(found, [line.text for inner in missed for line in inner], page)


def _boxes(page: Iterable[Line]) -> dict[etree._Element, list[Line]]:
    """The elements that hold paragraphs, each with those."""
    boxes: dict[etree._Element, list[Line]] = {}
    for line in page:
        box = line.block.getparent()
        if box is not None and line.block.tag == "p" and len(line.text) >= _PARAGRAPH:
            boxes.setdefault(box, []).append(line)
    return boxes


def _looks(box: etree._Element) -> tuple[str, ...]:
    """How a box looks to a style sheet, and the one around it; empty if it has no class."""
    if not box.get("class"):
        return ()
    outer = box.getparent()
    around = (str(outer.tag), outer.get("class") or "") if outer is not None else ()
    return (str(box.tag), box.get("class") or "", *around)


def _goes_on(inner: Sequence[Line], had: Collection[str]) -> bool:
    linked = sum(line.linked for line in inner) / len(inner)
    return len(inner) > 1 and linked < _RUNNING_TEXT and not any(i.text in had for i in inner)


def _in_page_order(found: Sequence[str], more: Sequence[str], page: Sequence[Line]) -> list[str]:
    """Both, each line where the page has it; one that it has not as it is stays where it was."""
    place = {line.text: number for number, line in reversed(list(enumerate(page)))}
    at, placed = 0, []
    for text in found:
        at = max(at, place.get(text, at))
        placed.append((at, text))
    placed += [(place[text], text) for text in more]
    return [text for _, text in sorted(placed, key=lambda item: item[0])]
