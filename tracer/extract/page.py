"""HTML -> body text, its layout and links, and metadata.

What the page says of itself in JSON-LD goes first, then for each field the library that is best at
it: trafilatura (with htmldate) for authors and dates, newspaper3k for the title, the canonical
address and the site's name. The body is read by both (``body``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urljoin

from lxml import etree, html

from tracer.errors import ReadError
from tracer.extract import body, jsonld, lines, stubs
from tracer.extract.body import attempt
from tracer.extract.decoding import without_controls
from tracer.extract.lines import Line
from tracer.extract.plain import is_web_address
from tracer.extract.reading import Content
from tracer.models import Link, Marks, Stub

_DATES = {
    "extensive_search": False,  # a year in the footer is not the day of publication
    "original_date": True,
    "outputformat": "%Y-%m-%d",
    "max_date": "2100-01-01",  # the default is today, and would let the result depend on it
}
_CONSTRUCTED = "constructed stand-in"
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_QUOTATIONS = frozenset({"blockquote"})


def read(text: str, address: str) -> Content:
    """The article on a page. Its text is empty if there is none.

    Raises ReadError: the page cannot be taken apart at all.
    """
    tree = _parsed(text, address)
    url = address if is_web_address(address) else ""
    canonical, site = attempt(partial(_canonical_and_site, tree, url)) or ("", "")
    about = _about(tree, url)
    page = _lines(tree)
    titles = {about.title or "", *(e.text_content() for e in tree.iter("title", "h1"))}
    found = body.read(tree, page, url, titles, about.text)
    marks = _marks(page, found, about, stubs.kind(page, found.text, titles, about.free))
    return Content(
        text=found.text,
        links=_links(tree, page, found.text, canonical or url),
        url=canonical or None,
        title=about.title,
        authors=about.authors,
        publisher=site or about.publisher,
        published=about.published,
        detail="; ".join(filter(None, (_constructed(tree), *stubs.warnings(marks)))),
        marks=marks,
    )


# --- from text to a tree -------------------------------------------------------------------------


def _parsed(text: str, address: str) -> html.HtmlElement:
    """The page as a tree, without comments, and flattened if it is nested too deep to be read:
    what reads a tree calls itself for each level, and 82 pages of news had 31 at most."""
    clean = without_controls(text)
    try:
        parser = _parser(huge_tree=False)
        tree = html.document_fromstring(_encoded(clean), parser)
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            flat = _encoded(_flattened(clean))
            tree = html.document_fromstring(flat, _parser(huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        do = "Save it from the browser and use that file"
        raise ReadError("The page is too broken to be read", address, do) from error
    return tree


def _parser(*, huge_tree: bool) -> html.HTMLParser:
    return html.HTMLParser(
        encoding="utf-8", huge_tree=huge_tree, remove_comments=True, remove_pis=True
    )


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")


_TAG = re.compile(r"</?([a-zA-Z][\w-]*)[^<>]*>")
_CANNOT_NEST = frozenset("a base body br head html link meta p script style title".split())
_WITHIN_LINES = frozenset("abbr b cite code em font i mark q s small span strong sub sup u".split())


def _flattened(text: str) -> str:
    """A page of the tags that cannot hold themselves alone, with a new line for each other one."""

    def flat(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        return tag[0] if name in _CANNOT_NEST else "" if name in _WITHIN_LINES else "<br>"

    return _TAG.sub(flat, text)


def _lines(tree: html.HtmlElement) -> tuple[Line, ...]:
    body_ = tree.find("body")
    return tuple(lines.lines(body_)) if body_ is not None else ()


# --- metadata ------------------------------------------------------------------------------------


def _about(tree: html.HtmlElement, url: str) -> jsonld.About:
    """What the page states of itself, and what the libraries find where it states nothing."""
    stated = jsonld.article(tree)
    found = attempt(partial(_metadata, tree, url)) or jsonld.About()
    return replace(
        stated,
        title=stated.title or attempt(partial(_title, tree)) or found.title,
        authors=stated.authors or found.authors,
        publisher=stated.publisher or found.publisher,
        published=stated.published or found.published,
        modified=stated.modified or _given(tree, _MODIFIED),
        language=_language(tree, stated.language),
    )


def _canonical_and_site(tree: html.HtmlElement, url: str) -> tuple[str, str]:
    """The canonical address, if it is a web address, and the site's name, as newspaper3k sees
    them."""
    from newspaper import Config
    from newspaper.extractors import ContentExtractor

    extractor = ContentExtractor(Config())
    canonical: str = extractor.get_canonical_link(url, tree)
    graph = extractor.get_meta_data(tree).get("og")
    site = graph.get("site_name", "") if isinstance(graph, dict) else ""
    return (canonical if is_web_address(canonical) else "", str(site))


def _title(tree: html.HtmlElement) -> str:
    """The title without the site's name, as newspaper3k sees it."""
    from newspaper import Config
    from newspaper.extractors import ContentExtractor

    return " ".join(str(ContentExtractor(Config()).get_title(tree)).split())


def _metadata(tree: html.HtmlElement, url: str) -> jsonld.About:
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(tree, url or None, dict(_DATES))
    named = found.sitename if found.sitename != found.hostname else None
    return jsonld.About(
        title=found.title,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        publisher=named,
        published=found.date,
    )


_MODIFIED = (
    "//meta[@property='article:modified_time' or @property='og:updated_time'"
    " or @itemprop='dateModified']/@content"
)
_LANGUAGES = (
    "/html/@lang | //meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content"
    " | //meta[@property='og:locale']/@content"
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?(?:[-_].*)?")


def _given(tree: html.HtmlElement, where: str) -> str | None:
    """The first of the attributes at an XPath that is a date."""
    return next(filter(None, (jsonld.date(str(value)) for value in tree.xpath(where))), None)


def _language(tree: html.HtmlElement, stated: str | None) -> str | None:
    """The first language that the page says it is in, such as "en" or "pt-BR"."""
    for value in (stated or "", *map(str, tree.xpath(_LANGUAGES))):
        if tag := _LANGUAGE.fullmatch(value.strip()):
            return "-".join((tag[1].lower(), *((tag[2].upper(),) if tag[2] else ())))
    return None


# --- links and layout ----------------------------------------------------------------------------


def _links(tree: html.HtmlElement, page: Sequence[Line], text: str, url: str) -> tuple[Link, ...]:
    """The body's links to web addresses, on their words, in text order."""
    base = _joined(url, tree.xpath("string(//base/@href)")) or url
    whole = (Link(link.span, _absolute(link.url, base)) for link in lines.links(page, text))
    return tuple(sorted({link for link in whole if link.url}, key=lambda link: link.span))


def _absolute(target: str, base: str) -> str:
    """``target`` as a web address without its fragment's use, or nothing if it is none."""
    address = _joined(base, target.strip())
    return address if is_web_address(address) and not target.startswith("#") else ""


def _joined(base: str, target: str) -> str:
    """Where ``target`` leads from ``base``; nothing if one of them is no address at all."""
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def _marks(
    page: Sequence[Line],
    found: body.Body,
    about: jsonld.About,
    stub: Stub | None,
) -> Marks:
    return Marks(
        headings=lines.standing_in(_HEADINGS, page, found.text),
        quotations=lines.standing_in(_QUOTATIONS, page, found.text),
        modified=about.modified,
        language=about.language,
        agreement=None if found.agreement is None else round(found.agreement, 3),
        stub=stub,
    )


def _constructed(tree: html.HtmlElement) -> str:
    """What a page that stands in for another says of itself."""
    metas = tree.xpath("//meta[@name='tracer:constructed']")
    if not metas:
        return ""
    said = " ".join((metas[0].get("content") or "").split())
    if _CONSTRUCTED in said.casefold() or not said:
        return said or _CONSTRUCTED
    return f"{_CONSTRUCTED}: {said}"
